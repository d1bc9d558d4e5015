//! A notice goes from one capital to another, is read back, and is provably the same.

use crate::world::*;
use node::api::{Ask, Outcome, Purpose, Told};

async fn in_force(node: &node::Node) -> bool {
    let asked = Ask::CharterShow { compartment: "LEV".to_owned() };
    let Told::Charter { in_force, .. } = told(node, asked).await else { panic!("no charter") };
    in_force
}

async fn proof(node: &node::Node, number: &str) -> node::api::ProofTold {
    let Told::Proof(proof) = told(node, Ask::Prove { number: number.to_owned() }).await else {
        panic!("no proof")
    };
    proof
}

#[tokio::test(flavor = "multi_thread")]
async fn a_t1_is_released_by_two_opened_misread_then_read_back_and_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    let (us, ir) = (&world.us, &world.ir);
    let charter = release(us, "D-1", &world.us_officers).await;
    until("the charter is there", || async {
        let Told::Notices { notices } =
            told(ir, Ask::List { compartment: None, after: None, most: None }).await
        else {
            panic!("no list")
        };
        notices.iter().any(|n| n.number.as_deref() == Some(charter.as_str()))
    })
    .await;
    assert!(in_force(us).await && !in_force(ir).await, "IR has not read it back yet");
    let restated = restated_charter(&world.charter);
    service(ir, Ask::Readback { number: charter, restated }, &world.ir_officers).await;
    assert!(in_force(ir).await, "in force from the read-back");

    let id = draft(us, &t1()).await;
    let twice = seal(us, &id, Purpose::Release, &world.us_officers[0]).await;
    assert!(matches!(twice, Outcome::Ok(Told::Pending { .. })), "{twice:?}");
    let same = seal(us, &id, Purpose::Second, &world.us_officers[0]).await;
    assert!(matches!(same, Outcome::Refused(_)), "the same person counted twice");
    let number = match seal(us, &id, Purpose::Second, &world.us_officers[1]).await {
        Outcome::Ok(Told::Released { number, .. }) => number,
        other => panic!("not released: {other:?}"),
    };
    assert!(reached(us, &number, "K1", 10_000).await);
    service(ir, Ask::Open { number: number.clone() }, &world.ir_officers).await;
    assert!(reached(us, &number, "K2", 10_000).await);
    let wrong = restated_t1().replace("72 h", "27 h");
    service(ir, Ask::Readback { number: number.clone(), restated: wrong }, &world.ir_officers).await;
    assert!(!reached(us, &number, "K3", 1_000).await, "a wrong read-back stays at K2");
    service(ir, Ask::Readback { number: number.clone(), restated: restated_t1() }, &world.ir_officers).await;
    assert!(reached(us, &number, "K3", 10_000).await);
    world.agree().await;

    let Told::Notice { readbacks, canonical, lines, .. } = told(
        us,
        Ask::Show { number: number.clone(), language: "fa".to_owned(), digits: None, calendar: None },
    )
    .await
    else {
        panic!("no notice")
    };
    assert_eq!(readbacks.iter().map(|r| r.matched).collect::<Vec<_>>(), [false, true]);
    assert!(canonical.0.len() <= 700, "the T1 of the template has {} bytes", canonical.0.len());
    assert!(lines.iter().all(|line| line.rtl));
    let (a, b) = (proof(us, &number).await, proof(ir, &number).await);
    assert_eq!(a.hash, b.hash);
    assert!(!a.paths.is_empty());

    let before = status(us).await.compartments[0].fingerprint.clone();
    let World { us, ir, relays, configs, .. } = world;
    us.stop().await;
    let us = start(configs[0].clone()).await;
    let after = status(&us).await;
    assert_eq!(after.compartments[0].fingerprint, before, "everything is there again");
    assert!(!after.compartments[0].quarantined, "it was stopped cleanly");
    us.stop().await;
    ir.stop().await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_goes_by_the_second_relay_when_the_first_is_dead_and_by_pouch_when_both_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    world.relays.remove(0).stop().await.expect("stopped");
    let id = draft(&world.us, &t1()).await;
    let number = release(&world.us, &id, &world.us_officers).await;
    assert!(reached(&world.us, &number, "K1", 15_000).await, "over the second relay");
    world.relays.remove(0).stop().await.expect("stopped");
    let id = draft(&world.us, &t1().replace("US-2/1", "US-3/1")).await;
    let number = release(&world.us, &id, &world.us_officers).await;
    let pack = Ask::PouchPack { compartment: "LEV".to_owned(), to: "IR".to_owned() };
    let Told::Pouch { file, .. } = told(&world.us, pack).await else { panic!("no pouch") };
    told(&world.ir, Ask::PouchOpen { compartment: "LEV".to_owned(), file }).await;
    until("the pouch is taken in", || async {
        let Told::Notices { notices } =
            told(&world.ir, Ask::List { compartment: Some("LEV".to_owned()), after: None, most: None }).await
        else {
            panic!("no list")
        };
        notices.iter().any(|n| n.number.as_deref() == Some(number.as_str()))
    })
    .await;
    world.stop().await;
}
