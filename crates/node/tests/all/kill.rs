//! A node killed at random moments as a real process: nothing acknowledged is lost, nothing comes twice.

use crate::world::*;
use node::api::{Ask, Hex, Outcome, Purpose, Told};
use node::{Hooks, Node, NodeConfig};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const KILLS: u64 = 6;
const CONFIG: &str = "DEMARCHE_TEST_NODE_CONFIG";

/// Runs a node until it is killed, when the parent test asks for it; by itself it is nothing.
#[test]
fn a_child_process_runs_a_node_when_its_parent_asks() {
    let Ok(path) = std::env::var(CONFIG) else { return };
    let config = NodeConfig::read(Path::new(&path)).expect("the parent wrote it");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let node = Node::start(config, None, Hooks::default()).await.expect("starts");
        node.asked_to_stop().await;
        node.stop().await;
    });
}

fn spawn(config: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "kill::a_child_process_runs_a_node_when_its_parent_asks"])
        .env(CONFIG, config)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("spawned")
}

/// Asks over the socket; `None` if the node is not (any more) there.
async fn ask(socket: &Path, question: Ask) -> Option<Outcome> {
    tokio::time::timeout(Duration::from_secs(5), node::ask(socket, &question)).await.ok()?.ok()
}

/// One seal; `None` if the node died or refused.
async fn seal(socket: &Path, draft: &str, purpose: Purpose, officer: &Officer) -> Option<Told> {
    let (compartment, draft) = ("LEV".to_owned(), draft.to_owned());
    let asked = Ask::Challenge { compartment: compartment.clone(), purpose, draft: draft.clone() };
    let Outcome::Ok(Told::Challenge { challenge, .. }) = ask(socket, asked).await? else { return None };
    let answer = Hex(officer.answer(&challenge.0));
    let (lint_reason, flash_reason) = (Some("checked".to_owned()), None);
    match ask(socket, Ask::Seal { compartment, draft, purpose, answer, lint_reason, flash_reason }).await? {
        Outcome::Ok(told) => Some(told),
        Outcome::Refused(_) => None,
    }
}

/// Drafts and releases one notice as an operator would who does not know what a crash has left: looks first.
async fn release_one(
    socket: &Path,
    n: usize,
    officers: &[Officer; 2],
    released: &mut BTreeSet<String>,
) -> bool {
    let list = Ask::Drafts { compartment: "LEV".to_owned() };
    let Some(Outcome::Ok(Told::Drafts { drafts })) = ask(socket, list).await else { return false };
    let waiting = drafts.into_iter().find(|d| d.kind == "T1");
    let (draft, sealed) = match waiting {
        Some(draft) => (draft.draft, !draft.seals.is_empty()),
        None => {
            let text = t1().replace("US-2/1", &format!("US-{n}/1"));
            let keep = Ask::Draft { compartment: "LEV".to_owned(), draft: text, remark: None };
            let Some(Outcome::Ok(Told::Drafted { draft, .. })) = ask(socket, keep).await else {
                return false;
            };
            (draft, false)
        }
    };
    if !sealed && seal(socket, &draft, Purpose::Release, &officers[0]).await.is_none() {
        return false;
    }
    match seal(socket, &draft, Purpose::Second, &officers[1]).await {
        Some(Told::Released { number, .. }) => released.insert(number),
        _ => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_killed_at_random_moments_loses_nothing_acknowledged_and_doubles_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    let World { us, ir, relays, configs, us_officers, .. } = world;
    us.stop().await;
    let path = folder.path().join("us.toml");
    std::fs::write(&path, toml::to_string(&configs[0]).expect("a configuration")).expect("written");
    let socket = configs[0].socket();
    let wanted: usize =
        std::env::var("DEMARCHE_KILL_NOTICES").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let mut released = BTreeSet::new();
    let (mut tried, mut kills, mut chance) = (0, 0u64, 0x9e37_79b9_7f4a_7c15u64);
    let mut child = spawn(&path);
    let mut kill_at = Instant::now() + Duration::from_millis(900);
    let began = Instant::now();
    while released.len() < wanted || kills < KILLS {
        assert!(began.elapsed() < Duration::from_secs(120), "{} of {wanted} in two minutes", released.len());
        if Instant::now() >= kill_at && kills < KILLS {
            child.kill().expect("killed");
            child.wait().expect("gone");
            kills += 1;
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            child = spawn(&path);
            kill_at = Instant::now() + Duration::from_millis(600 + (chance >> 33) % 900);
        }
        tried += 1;
        let step = release_one(&socket, tried, &us_officers, &mut released);
        // A kill may fall anywhere inside the step.
        let left = if kills < KILLS {
            kill_at.saturating_duration_since(Instant::now())
        } else {
            Duration::from_secs(5)
        };
        if tokio::time::timeout(left, step).await != Ok(true) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    until("everything acknowledged is at the other side", || async {
        let there: BTreeSet<String> = numbers(&ir, "T1").await.into_iter().collect();
        released.is_subset(&there)
    })
    .await;
    let there = numbers(&ir, "T1").await;
    assert_eq!(there.iter().collect::<BTreeSet<_>>().len(), there.len(), "a number came twice");
    child.kill().expect("killed");
    child.wait().expect("gone");
    ir.stop().await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
}
