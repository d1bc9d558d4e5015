//! The direct path: two parties with no host between them, and the refusal of a path that cannot be served.

use crate::world::*;
use node::{Hooks, Node, Protection};
use refusal::Refusal;

#[tokio::test(flavor = "multi_thread")]
async fn two_parties_talk_over_a_path_that_one_of_them_serves_and_go_on_after_its_restart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals_alone(folder.path()).await;
    assert!(world.us.direct().is_some() && world.ir.direct().is_none());
    release(&world.us, "D-1", &world.us_officers).await;
    let id = draft(&world.us, &t1()).await;
    let number = release(&world.us, &id, &world.us_officers).await;
    assert!(reached(&world.us, &number, "K1", 15_000).await, "over the direct path");
    world.agree().await;
    let World { us, ir, configs, us_officers, .. } = world;
    us.stop().await;
    let us = start(configs[0].clone()).await;
    let id = draft(&us, &t1().replace("US-2/1", "US-3/1")).await;
    let number = release(&us, &id, &us_officers).await;
    assert!(reached(&us, &number, "K1", 15_000).await, "after the path was away");
    us.stop().await;
    ir.stop().await;
}

#[tokio::test]
async fn a_direct_path_that_cannot_be_served_is_refused_and_no_node_runs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut config = config(folder.path(), "US", &[]);
    Node::init(&config, &Protection::KeyFile).expect("founded");
    let file = folder.path().join("direct.toml");
    std::fs::write(&file, "id = \"US-1\"\nlisten = \"nowhere\"\n").expect("written");
    config.direct = Some(file);
    let Err(refused) = Node::start(config.clone(), None, Hooks::default()).await else {
        panic!("not refused")
    };
    assert_eq!(Refusal::of(&refused).code.0, "E-RELAY-001", "{refused:?}");
    config.direct = None;
    Node::start(config, None, Hooks::default()).await.expect("nothing held its folder").stop().await;
}
