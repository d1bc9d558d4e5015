//! A third party is let into a compartment that runs and taken out of it again, by charter versions that its voters
//! have read back; real relays, real groups, the questions that `demarche compartment apply` asks.

use crate::world::*;
use node::Node;
use node::api::{Ask, CompartmentMembers, Told};

const RELAYS: [(&str, &str); 2] = [("CH-1", "CH"), ("OM-1", "OM")];

async fn members(node: &Node) -> CompartmentMembers {
    let Told::Compartment(found) = told(node, Ask::Compartment { compartment: "LEV".to_owned() }).await
    else {
        panic!("no members")
    };
    found
}

async fn apply(node: &Node, version: u32) {
    told(node, Ask::CharterApply { compartment: "LEV".to_owned(), version }).await;
}

async fn came(node: &Node, number: &str) {
    until("the version is here", || async { numbers(node, "CH").await.iter().any(|n| n == number) }).await;
}

/// A version among these parties, with a watch of each.
fn version(number: u32, parties: &[&str]) -> String {
    let text = charter(parties, &RELAYS).replace("version = 1", &format!("version = {number}"));
    let (before, after) = text.split_once("[content.E]").expect("paragraph E");
    let watch = "[[content.C]]\nstation = \"CH/WATCH\"\nlanguages = [\"EN\"]\npositions = 1\ndeputies = 1\nhours = \"around the clock\"\n\n";
    let watch = if parties.contains(&"CH") { watch } else { "" };
    format!("{before}{watch}[content.E]{after}")
}

/// All hold the same set, and nobody waits for anybody.
async fn all_agree(nodes: &[&Node]) {
    until("all hold the same set", || async {
        let mut seen = Vec::new();
        for node in nodes {
            let status = status(node).await;
            let Some(line) = status.compartments.first() else { return false };
            seen.push((line.fingerprint.clone(), line.outbox));
        }
        seen.iter().all(|(print, outbox)| *print == seen[0].0 && *outbox == 0)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_party_is_let_in_and_taken_out_by_versions_that_the_voters_have_read_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals_beside(folder.path(), "EXERCISE", &["CH"]).await;
    let (us, ir) = (&world.us, &world.ir);
    let first = release(us, "D-1", &world.us_officers).await;
    came(ir, &first).await;
    let restated = restated_charter(&world.charter);
    service(ir, Ask::Readback { number: first, restated }, &world.ir_officers).await;
    let id = draft(us, &t1()).await;
    let before = release(us, &id, &world.us_officers).await;
    assert_eq!(
        refused(us, Ask::CharterApply { compartment: "LEV".to_owned(), version: 2 }).await,
        "E-LINE-016"
    );

    let relays = [("CH-1", "CH", &world.relays[0]), ("OM-1", "OM", &world.relays[1])];
    let ch = start(config(folder.path(), "CH", &relays)).await;
    let ch_officers = officers(&ch, 30).await;
    pair(&ch, ir).await;
    pair(&ch, us).await;
    let text = version(2, &["US", "IR", "CH"]);
    let id = draft(us, &text).await;
    let second = release(us, &id, &world.us_officers).await;
    came(ir, &second).await;
    let restated = restated_charter(&text);
    let read_back = Ask::Readback { number: second.clone(), restated: restated.clone() };
    service(ir, read_back, &world.ir_officers).await;
    world.agree().await;
    apply(ir, 2).await;
    until("CH has joined", || async { !status(&ch).await.compartments.is_empty() }).await;
    until("all three are members", || async {
        members(us).await.members.len() == 3 && members(ir).await.members.len() == 3
    })
    .await;
    all_agree(&[us, ir, &ch]).await;
    assert!(numbers(&ch, "T1").await.contains(&before), "it has the whole record");
    assert_eq!(members(&ch).await.condition, "RUNNING");
    let read_back = Ask::Readback { number: second, restated };
    let said = service(&ch, read_back, &ch_officers).await;
    all_agree(&[us, ir, &ch]).await;
    assert!(numbers(us, "L3").await.contains(&said), "the newcomer speaks");

    let text = version(3, &["US", "IR"]);
    let id = draft(us, &text).await;
    let third = release(us, &id, &world.us_officers).await;
    let restated = restated_charter(&text);
    for (node, officers) in [(ir, &world.ir_officers), (&ch, &ch_officers)] {
        came(node, &third).await;
        let read_back = Ask::Readback { number: third.clone(), restated: restated.clone() };
        service(node, read_back, officers).await;
    }
    all_agree(&[us, ir, &ch]).await;
    apply(us, 3).await;
    until("CH has left", || async {
        members(us).await.members.len() == 2 && members(&ch).await.condition == "LEFT"
    })
    .await;
    all_agree(&[us, ir]).await;
    assert!(numbers(&ch, "T1").await.contains(&before), "its record stays");
    ch.stop().await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_somebody_has_not_read_back_is_not_put_in_force() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    let (us, ir) = (&world.us, &world.ir);
    let text = world.charter.replace("version = 1", "version = 2");
    let id = draft(us, &text).await;
    let second = release(us, &id, &world.us_officers).await;
    came(ir, &second).await;
    let ask = Ask::CharterApply { compartment: "LEV".to_owned(), version: 2 };
    assert_eq!(refused(us, ask.clone()).await, "E-LINE-016");
    assert_eq!(refused(ir, ask.clone()).await, "E-LINE-016");
    let restated = restated_charter(&text);
    service(ir, Ask::Readback { number: second, restated }, &world.ir_officers).await;
    world.agree().await;
    told(us, ask).await;
    until("it is in force at both", || async {
        members(us).await.charter_entry.is_some() && members(ir).await.charter_entry.is_some()
    })
    .await;
    world.stop().await;
}
