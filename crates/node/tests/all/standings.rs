//! What stands, what is due, why, the board and the release desk, as two nodes tell them.

use crate::world::*;
use node::Node;
use node::api::{Ask, BecauseTold, BoardTold, Told};

async fn line_state(node: &Node) -> (String, Vec<u8>) {
    let ask = Ask::Standing { compartment: Some("LEV".to_owned()), at_ms: None, notices: false };
    let Told::Standing { mut compartments } = told(node, ask).await else { panic!("nothing stands") };
    let it = compartments.remove(0);
    (it.matters["red_lines"][0].state.clone(), it.root.0)
}

async fn board(node: &Node, at_ms: i64) -> (BoardTold, String) {
    match told(node, Ask::Board { at_ms: Some(at_ms), compartments: None }).await {
        Told::Board { board, digits, .. } => (board, digits),
        other => panic!("no board: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_tell_one_state_one_reason_and_one_board_and_the_desk_looks_a_draft_over() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    let (us, ir) = (&world.us, &world.ir);
    release(us, "D-1", &world.us_officers).await;
    let id = draft(us, &t1()).await;
    let number = release(us, &id, &world.us_officers).await;
    assert!(reached(us, &number, "K1", 10_000).await);
    service(ir, Ask::Open { number: number.clone() }, &world.ir_officers).await;
    service(ir, Ask::Readback { number: number.clone(), restated: restated_t1() }, &world.ir_officers).await;
    assert!(reached(us, &number, "K3", 10_000).await);
    world.agree().await;
    let (ours, theirs) = (line_state(us).await, line_state(ir).await);
    assert_eq!(ours.0, "IN-FORCE");
    assert_eq!(theirs.0, "IN-FORCE");

    let Told::Why { matters } = told(ir, Ask::Why { number: number.clone(), at_ms: None }).await else {
        panic!("no reason")
    };
    let line = matters.iter().find(|why| why.matter.machine == "M2").expect("a line");
    let of = |because: &BecauseTold| because.number[because.number.len() - 2..].to_owned();
    let named: Vec<String> = line.because.iter().map(of).collect();
    assert_eq!(named, ["T1", "L2", "L3"], "declared, opened, read back, in this order");
    let read_back = line.because.iter().find(|because| of(because) == "L3").expect("among them");
    assert_eq!(read_back.without.as_deref(), Some("DECLARED"));

    let before = status(us).await.now_ms - 3_600_000;
    let ask = Ask::Standing { compartment: None, at_ms: Some(before), notices: true };
    let Told::Standing { compartments } = told(us, ask).await else { panic!("nothing stands") };
    assert!(compartments[0].matters["red_lines"].is_empty(), "an hour ago nothing was said");

    let later = status(us).await.now_ms.max(status(ir).await.now_ms) + 60_000;
    let (a, b) = (board(us, later).await, board(ir, later).await);
    assert_eq!(a.1, b.1, "{:?} {:?}", a.0, b.0);
    let ask = Ask::Duties { compartment: None, at_ms: None };
    let Told::Duties { duties } = told(ir, ask).await else { panic!("no duties") };
    assert!(
        duties.iter().all(|duty| duty.number != number),
        "nothing is due about a line that was read back"
    );

    let t3 = notice::template::template(notice::vocabulary::NoticeType::T3).expect("a template");
    let ask = Ask::Check { compartment: "LEV".to_owned(), draft: t3, officer: None };
    let Told::Checked { valid, findings, desk, .. } = told(us, ask).await else { panic!("not looked at") };
    assert!(!valid, "the incident it rests on is not known: {findings:?}");
    assert_eq!(desk.must_follow, ["T1"]);
    world.stop().await;
}
