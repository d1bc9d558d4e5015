//! What is done after a leak, by the real commands: the reserve pouch, the named readers, one compartment rolled over.

use crate::commands::folder;
use crate::succession::{done, refused, settings, soon, successors};
use crate::world::{draft, release, status, two_capitals};
use std::os::unix::fs::PermissionsExt;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_compartment_is_rolled_over_with_the_pouch_and_with_named_readers_only() {
    let folder = folder();
    let here = folder.path();
    let world = two_capitals(here).await;
    settings(here, &world);
    let id = draft(&world.us, &crate::world::t1()).await;
    let stands = release(&world.us, &id, &world.us_officers).await;
    world.agree().await;
    let others = successors(&world).await;
    done(here, &["leak", "pouch", "reserve.secret"]);
    let mode = std::fs::metadata(here.join("reserve.secret")).expect("written").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(refused(here, &["leak", "pouch", "reserve.secret"]), "E-STORE-009", "never written over");
    let ours = done(here, &["leak", "enter", "reserve.secret", "LEV", "--config", "US.toml"]);
    let respond = ["leak", "respond", "LEV", "--readers", "anne,boris", "--config", "US.toml"];
    soon("the secret is entered", || {
        let status = done(here, &["compartment", "status", "--compartment", "LEV", "--config", "US.toml"]);
        status["courier_secrets"][0]["without"] == serde_json::json!(["IR"])
    })
    .await;
    assert_eq!(refused(here, &respond), "E-DEM-057", "IR has not opened its pouch");
    let alone = ["leak", "respond", "LEV", "--readers", "anne", "--without-pouch", "--config", "US.toml"];
    assert_eq!(refused(here, &alone), "E-DEM-055", "one reader releases nothing");
    let theirs = done(here, &["leak", "enter", "reserve.secret", "LEV", "--config", "IR.toml"]);
    assert_eq!(ours["id"], theirs["id"], "one pouch, one id");
    soon("both have it", || {
        let status = done(here, &["compartment", "status", "--compartment", "LEV", "--config", "US.toml"]);
        status["courier_secrets"][0]["without"] == serde_json::json!([])
    })
    .await;
    let before = status(&world.us).await.compartments[0].epoch;
    let told = done(here, &respond);
    assert_eq!(told["rolled_over"], true);
    assert_eq!(told["courier_secrets"], serde_json::json!([ours["id"]]));
    assert_eq!(told["stood_down"], serde_json::json!([others[0].code, others[1].code]));
    world.agree().await;
    let (us, ir) = (status(&world.us).await, status(&world.ir).await);
    assert_eq!((us.compartments[0].epoch, ir.compartments[0].epoch), (before + 1, before + 1));
    let left = done(here, &["compartment", "status", "--compartment", "LEV", "--config", "IR.toml"]);
    assert_eq!(left["courier_secrets"], serde_json::json!([]), "it serves once");
    let text = crate::world::t1().replace("US-2/1", "US-9/1");
    let id = draft(&world.us, &text).await;
    release(&world.us, &id, &world.us_officers).await;
    world.agree().await;
    assert!(crate::world::numbers(&world.ir, "T1").await.contains(&stands), "what stood stands");
    world.stop().await;
}
