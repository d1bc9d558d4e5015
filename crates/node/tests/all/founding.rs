//! Two parties pair, found a compartment over two relays and share one transcript.

use crate::world::*;
use node::api::{Ask, Told};

#[tokio::test(flavor = "multi_thread")]
async fn two_parties_pair_found_a_compartment_and_hold_the_same_transcript() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let parties = ["IR", "US"];
    let ch = start_relay(folder.path(), "CH-1", &parties).await;
    let om = start_relay(folder.path(), "OM-1", &parties).await;
    let relays = [("CH-1", "CH", &ch), ("OM-1", "OM", &om)];
    let us = start(config(folder.path(), "US", &relays)).await;
    let ir = start(config(folder.path(), "IR", &relays)).await;
    pair(&ir, &us).await;
    let text = charter(&["US", "IR"], &[("CH-1", "CH"), ("OM-1", "OM")]);
    let Told::Founding(founding) = told(&us, Ask::Found { charter: text }).await else {
        panic!("no founding")
    };
    assert_eq!(founding.state, "COLLECTING");
    until("both run LEV", || async {
        status(&us).await.compartments.len() == 1 && status(&ir).await.compartments.len() == 1
    })
    .await;
    until("both hold the same set", || async {
        let (a, b) = (status(&us).await, status(&ir).await);
        let (a, b) = (&a.compartments[0], &b.compartments[0]);
        a.entries >= 2
            && a.entries == b.entries
            && a.fingerprint == b.fingerprint
            && a.outbox == 0
            && b.outbox == 0
    })
    .await;
    us.stop().await;
    ir.stop().await;
    ch.stop().await.expect("stopped");
    om.stop().await.expect("stopped");
}
