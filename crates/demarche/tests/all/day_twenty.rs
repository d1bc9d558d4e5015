//! Day 20 of the shipped case by the real commands: a whole team and three of five custodians are replaced, everything is
//! affirmed but one item, suspended for review; then the node is destroyed, and the new team alone restores it from the
//! dossier (continuity.md, acceptance of M13). And what one person alone, or k - 1 custodians, cannot do.

use crate::commands::{code, demarche, document, folder, printed, said};
use crate::custody::{passphrases, told as ended, type_sheets, with_passphrases};
use crate::custody_pairs::{Side, founded, given, step};
use crate::exit::Exit;
use crate::succession::{done, instant_in, refused, sees, settings, soon, successors, with};
use crate::world::{
    Officer, World, charter, config, draft, invitation, officers, release, seal, start, start_relay, status,
    told, until,
};
use node::api::{Ask, Outcome, Purpose, Told};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;

const US: [&str; 4] = ["--config", "US.toml", "--compartment", "LEV"];
const IR: [&str; 4] = ["--config", "IR.toml", "--compartment", "LEV"];

/// Both nodes write their invitations, both sides' custodians pair, and the nodes take what came of it.
async fn paired(here: &Path, nodes: [&node::Node; 2], sides: [&Side<'_>; 2]) {
    let mut prints = Vec::new();
    for (node, side) in nodes.into_iter().zip(sides) {
        let (file, print) = invitation(node).await;
        std::fs::write(here.join(side.invitation), file.0).expect("written");
        prints.push(print);
    }
    let [us, ir] = sides;
    let reply = given(&step(here, us, ir.invitation, Some(&prints[1])));
    let confirm = given(&step(here, ir, &reply, Some(&prints[0])));
    let close = given(&step(here, us, &confirm, None));
    assert_eq!(ended(&step(here, ir, &close, None))["state"], "PAIRED");
    for (side, own, peer) in [(us, "US", "IR"), (ir, "IR", "US")] {
        let (pair, settings) = (format!("{}/{peer}.pair", side.out), format!("{own}.toml"));
        done(here, &["party", "keys", "load", &pair, "--config", &settings]);
    }
}

/// Two capitals whose roots are their custodians' from the first day.
async fn capitals(here: &Path) -> World {
    let ch = start_relay(here, "CH-1", &["IR", "US"]).await;
    let om = start_relay(here, "OM-1", &["IR", "US"]).await;
    let relays = [("CH-1", "CH", &ch), ("OM-1", "OM", &om)];
    let mut configs = [config(here, "US", &relays), config(here, "IR", &relays)];
    configs.iter_mut().for_each(|config| config.status = "TEST".to_owned());
    let (us, ir) = (start(configs[0].clone()).await, start(configs[1].clone()).await);
    let (us_officers, ir_officers) = (officers(&us, 10).await, officers(&ir, 20).await);
    let text = charter(&["US", "IR"], &[("CH-1", "CH"), ("OM-1", "OM")]).replace("\"EXERCISE\"", "\"TEST\"");
    let world = World { us, ir, relays: vec![ch, om], configs, us_officers, ir_officers, charter: text };
    settings(here, &world);
    for party in ["US", "IR"] {
        founded(here, party, &format!("room-{party}"));
        let (register, settings) = (format!("room-{party}/register"), format!("{party}.toml"));
        done(here, &["party", "keys", "load", &register, "--config", &settings]);
    }
    let us = Side { invitation: "US.invitation", room: "room-US", out: "US-pairing" };
    let ir = Side { invitation: "IR.invitation", room: "room-IR", out: "IR-pairing" };
    paired(here, [&world.us, &world.ir], [&us, &ir]).await;
    told(&world.us, Ask::Found { charter: world.charter.clone() }).await;
    until("both run LEV", || async {
        status(&world.us).await.compartments.len() == 1 && status(&world.ir).await.compartments.len() == 1
    })
    .await;
    world
}

/// Declared lines of one side, each of them to be reviewed.
async fn lines(world: &World, count: usize) -> Vec<String> {
    let mut numbers = Vec::new();
    for place in 0..count {
        let text = crate::world::t1().replace("\"EXERCISE\"", "\"TEST\"");
        let text = text.replace("US-2/1", &format!("US-{}/1", place + 1));
        let id = draft(&world.us, &text).await;
        numbers.push(release(&world.us, &id, &world.us_officers).await);
    }
    numbers
}

/// Three of five custodians go; three come.
fn custodians_change(here: &Path) {
    let mut words =
        vec!["custodian", "enrol", "--register", "room-US/register", "--folder", "second", "--json"];
    words.extend(["--share", "room-US/1.share", "--share", "room-US/2.share"]);
    words.extend(["--share", "room-US/4.share", "--share", "room-US/5.share"]);
    words.extend(["--leave", "1", "--leave", "2", "--leave", "3", "--join", "3"]);
    let begun = with_passphrases(here, &words, &passphrases([1, 2, 4, 5].into_iter().chain(4..=8)));
    assert_eq!(code(&begun), i32::from(Exit::NotInTime.number()), "{}", said(&begun));
    type_sheets(here, "second", "typed-second", 4..=8);
    let end = with_passphrases(
        here,
        &[&words[..7], &words[15..], &["--typed", "typed-second"]].concat(),
        &passphrases(4..=8),
    );
    assert_eq!(ended(&end)["set"], "US TEST g1 v2");
    done(here, &["party", "keys", "load", "second/register", "--config", "US.toml"]);
}

/// Custodians at these places put the party's word on what waits.
fn speak(here: &Path, places: &[u16], out: &str) -> Output {
    spoken(here, "second", "us.acts", places, out)
}

fn spoken(here: &Path, room: &str, acts: &str, places: &[u16], out: &str) -> Output {
    let shares: Vec<String> = places.iter().map(|place| format!("{room}/{place}.share")).collect();
    let register = format!("{room}/register");
    let mut words = vec!["party", "keys", "speak", acts, "--register", &register, "--out", out, "--json"];
    words.extend(shares.iter().flat_map(|share| ["--share", share.as_str()]));
    with_passphrases(here, &words, &passphrases(places.iter().copied()))
}

/// The words by which k (or fewer) open a dossier.
fn opening<'a>(verb: &'a str, settings: &'a str, shares: &'a [String]) -> Vec<&'a str> {
    let mut words = vec!["dossier", verb, "dossier", "--config", settings, "--json"];
    words.extend(shares.iter().flat_map(|share| ["--share", share.as_str()]));
    words
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_new_team_alone_restores_the_line_from_the_dossier_after_everybody_was_replaced() {
    let folder = folder();
    let here = folder.path();
    let world = capitals(here).await;
    let items = lines(&world, 4).await;
    world.agree().await;
    let plan = done(here, &with(&["succession", "plan"], US));
    assert_eq!((&plan["review"], &plan["custody"]["state"]), (&json!(items), &json!("HEALTHY")));
    custodians_change(here);
    let effect = instant_in(45);
    let open = done(here, &with(&["succession", "open", "--effect", &effect, "--acts", "us.acts"], US));
    let l6 = open["draft"].as_str().expect("a draft").to_owned();
    one_alone_opens_nothing(here, &world, &l6).await;
    ended(&speak(here, &[4, 6, 8], "us.words"));
    done(here, &["party", "keys", "load", "us.words", "--config", "US.toml"]);
    sees(here, IR, "OPEN", 0).await;
    soon("the word came", || {
        done(here, &with(&["succession", "status"], IR))["successions"][0]["word"] == "PROVED"
    })
    .await;
    sees(here, IR, "REVIEWING", 0).await;
    let fresh = successors(&world).await;
    done(here, &with(&["succession", "hand-over", "--leave", "anne", "--leave", "boris"], US));
    let (first, rest) = items.split_first().expect("four items");
    let until_then = instant_in(20 * 86_400);
    let mut words = vec!["succession", "review", "--suspend", first, "--until", &until_then];
    words.extend(rest.iter().flat_map(|item| ["--affirm", item.as_str()]));
    let reviewed = done(here, &with(&words, US));
    release(&world.us, reviewed["draft"].as_str().expect("a draft"), &fresh).await;
    sees(here, IR, "COMPLETE", 4).await;
    let ours = done(here, &with(&["succession", "status"], US));
    let verdicts: Vec<&Value> = ours["successions"][0]["items"].as_array().expect("ours").iter().collect();
    let suspended = |item: &&&Value| item["verdict"] == "SUSPEND";
    assert_eq!(verdicts.iter().filter(suspended).count(), 1);
    assert!(verdicts.iter().all(|item| item["number"] != *first || item["verdict"] == "SUSPEND"));
    world.agree().await;
    renewed(here, &world).await;
    destroyed_and_restored(here, world, &fresh).await.stop().await;
}

/// An officer alone, an officer who drafted and seals, and k - 1 custodians: the other side sees nothing of it.
async fn one_alone_opens_nothing(here: &Path, world: &World, l6: &str) {
    let before = done(here, &with(&["succession", "status"], IR));
    let alone = seal(&world.us, l6, Purpose::Release, &world.us_officers[0]).await;
    assert!(matches!(alone, Outcome::Ok(Told::Pending { .. })), "one officer's seal waits: {alone:?}");
    let few = speak(here, &[4, 6], "few.words");
    assert_eq!(document(&said(&few))["refused"]["code"], "E-CUS-003");
    let old = [1u16, 2, 4].map(|place| format!("room-US/{place}.share"));
    let mut words = vec![
        "party",
        "keys",
        "speak",
        "us.acts",
        "--register",
        "second/register",
        "--out",
        "old.words",
        "--json",
    ];
    words.extend(old.iter().flat_map(|share| ["--share", share.as_str()]));
    let gone = with_passphrases(here, &words, &passphrases([1, 2, 4]));
    assert_eq!(code(&gone), i32::from(Exit::Refused.number()), "shares of the set before act no more");
    for close in [vec!["compartment", "close"], vec!["compartment", "hold"]] {
        let output = demarche(here, &with(&[&close[..], &["--json"]].concat(), US));
        assert_ne!(code(&output), 0, "{close:?} without custodians: {}", printed(&output));
    }
    assert_eq!(
        done(here, &with(&["succession", "status"], IR)),
        before,
        "the counterpart's state is as it was"
    );
    assert_eq!(done(here, &with(&["compartment", "close", "--show"], IR))["closing"]["state"], "OPEN");
    match seal(&world.us, l6, Purpose::Second, &world.us_officers[1]).await {
        Outcome::Ok(Told::Released { .. }) => {}
        other => panic!("two officers release it: {other:?}"),
    }
}

/// The root and the seal of one side are new, the pair is made again, and what rested on the old ones is retired.
async fn renewed(here: &Path, world: &World) {
    let words = ["party", "keys", "renew", "--register", "second/register", "--folder", "third", "--json"];
    let begun = with_passphrases(here, &words, &passphrases(1..=5));
    assert_eq!(code(&begun), i32::from(Exit::NotInTime.number()), "{}", said(&begun));
    type_sheets(here, "third", "typed-third", 1..=5);
    let end =
        with_passphrases(here, &[&words[..], &["--typed", "typed-third"]].concat(), &passphrases(1..=5));
    assert_eq!(ended(&end)["set"], "US TEST g2 v1");
    done(here, &["party", "keys", "load", "third/register", "--config", "US.toml"]);
    let early = refused(here, &["succession", "retire", "--config", "US.toml"]);
    assert_eq!(early, "E-NODE-053", "a pair still rests on the first generation");
    let us = Side { invitation: "US-2.invitation", room: "third", out: "US-pairing-2" };
    let ir = Side { invitation: "IR-2.invitation", room: "room-IR", out: "IR-pairing-2" };
    paired(here, [&world.us, &world.ir], [&us, &ir]).await;
    done(here, &with(&["succession", "renew", "--acts", "renewal.acts"], US));
    ended(&spoken(here, "third", "renewal.acts", &[2, 3, 5], "renewal.words"));
    done(here, &["party", "keys", "load", "renewal.words", "--config", "US.toml"]);
    told(&world.us, Ask::Rotate { compartment: "LEV".to_owned(), courier_secrets: Vec::new() }).await;
    world.agree().await;
    done(here, &["succession", "retire", "--config", "US.toml"]);
}

/// The machine and its disk are gone; the dossier, three new custodians and two new officers are there.
async fn destroyed_and_restored(here: &Path, world: World, fresh: &[Officer; 2]) -> World {
    done(here, &["dossier", "make", "--out", "dossier", "--config", "US.toml"]);
    let before = status(&world.us).await.compartments[0].fingerprint.clone();
    let folder = world.configs[0].folder.clone();
    let World { us, ir, relays, configs, us_officers, ir_officers, charter } = world;
    us.stop().await;
    std::fs::remove_dir_all(&folder).expect("destroyed");
    let shares = |places: &[u16]| places.iter().map(|p| format!("third/{p}.share")).collect::<Vec<_>>();
    let (few, three) = (shares(&[1, 3]), shares(&[1, 3, 5]));
    let refused = with_passphrases(here, &opening("restore", "US.toml", &few), &passphrases([1, 3]));
    assert_eq!(document(&said(&refused))["refused"]["code"], "E-CUS-003");
    assert!(!folder.exists(), "k - 1 custodians made nothing");
    let again = with_passphrases(here, &opening("restore", "US.toml", &three), &passphrases([1, 3, 5]));
    assert_eq!(ended(&again)["quarantined"], true);
    let us = start(configs[0].clone()).await;
    let world = World { us, ir, relays, configs, us_officers, ir_officers, charter };
    until("IR confirms the restored node", || async {
        let (us, ir) = (status(&world.us).await, status(&world.ir).await);
        let (us, ir) = (&us.compartments[0], &ir.compartments[0]);
        !us.quarantined && us.fingerprint == ir.fingerprint
    })
    .await;
    assert_eq!(done(here, &with(&["succession", "status"], IR))["successions"][0]["state"], "COMPLETE");
    let text = crate::world::t1().replace("\"EXERCISE\"", "\"TEST\"").replace("US-2/1", "US-9/1");
    let id = draft(&world.us, &text).await;
    let number = release(&world.us, &id, fresh).await;
    until("it stands at IR", || async { crate::world::numbers(&world.ir, "T1").await.contains(&number) })
        .await;
    assert_ne!(before, status(&world.us).await.compartments[0].fingerprint, "the line went on");
    world
}
