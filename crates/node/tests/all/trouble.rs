//! What goes wrong around a node, and what its operator is told.

use crate::world::*;
use node::api::{Ask, Outcome, Purpose, Told};
use node::{Hooks, Node, NodeConfig, NodeError, Protection};
use refusal::Refusal;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

fn code(error: &NodeError) -> &'static str {
    Refusal::of(error).code.0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_node_on_the_folder_a_wrong_passphrase_and_another_status_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = config(folder.path(), "US", &[]);
    let words = Protection::Passphrase("vier alte Tassen".to_owned().into(), 4);
    Node::init(&config, &words).expect("founded");
    let started = |config: &node::NodeConfig, words: Option<&str>| {
        Node::start(config.clone(), words.map(str::to_owned), Hooks::default())
    };
    let none = started(&config, None).await.map(|_| ()).expect_err("no passphrase");
    assert_eq!(code(&none), "E-STORE-010");
    let wrong = started(&config, Some("drei")).await.map(|_| ()).expect_err("a wrong one");
    assert_eq!(code(&wrong), "E-STORE-010");
    let node = started(&config, Some("vier alte Tassen")).await.expect("the right one");
    let second = started(&config, Some("vier alte Tassen")).await.map(|_| ()).expect_err("a second node");
    assert_eq!(code(&second), "E-STORE-006");
    node.stop().await;
    let mut actual = config.clone();
    actual.status = "ACTUAL".to_owned();
    let other = started(&actual, Some("vier alte Tassen")).await.map(|_| ()).expect_err("another status");
    assert_eq!(code(&other), "E-NODE-016");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_node_refuses_an_actual_invitation_and_an_actual_backup() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let us = start(config(folder.path(), "US", &[])).await;
    let mut real = config(folder.path(), "IR", &[]);
    real.status = "ACTUAL".to_owned();
    let ir = start(real.clone()).await;
    let (file, fingerprint) = invitation(&ir).await;
    let refused_code = refused(&us, Ask::Pair { file, typed: Some(fingerprint), courier: None }).await;
    assert!(refused_code.starts_with("E-LINE"), "{refused_code}");
    let backup = folder.path().join("ir.backup");
    let path = backup.display().to_string();
    told(&ir, Ask::Backup { path, passphrase: "sieben rote Boote".to_owned() }).await;
    ir.stop().await;
    us.stop().await;
    let mut drill = real.clone();
    drill.status = "EXERCISE".to_owned();
    drill.folder = folder.path().join("restored");
    let other = Node::restore(&drill, &backup, "sieben rote Boote", &Protection::KeyFile);
    assert_eq!(code(&other.map(|_| ()).expect_err("another status")), "E-STORE-013");
    assert!(!drill.folder.exists());
}

/// A backup of the node of US.
async fn backed_up(us: &Node, folder: &Path) -> PathBuf {
    let backup = folder.join("us.backup");
    let path = backup.display().to_string();
    told(us, Ask::Backup { path, passphrase: "sieben rote Boote".to_owned() }).await;
    backup
}

/// The node of US again, from its backup.
async fn put_back(before: &NodeConfig, backup: &Path, folder: &Path) -> Node {
    put_back_with(before, backup, folder, hooks("US")).await
}

async fn put_back_with(before: &NodeConfig, backup: &Path, folder: &Path, hooks: Hooks) -> Node {
    let mut config = before.clone();
    config.folder = folder.join("US-again");
    Node::restore(&config, backup, "sieben rote Boote", &Protection::KeyFile).expect("restored");
    Node::start(config, None, hooks).await.expect("starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_node_is_quarantined_until_a_member_has_answered_and_then_goes_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    let backup = backed_up(&world.us, folder.path()).await;
    let World { us, ir, relays, configs, us_officers, .. } = world;
    us.stop().await;
    ir.stop().await;
    let us = put_back(&configs[0], &backup, folder.path()).await;
    assert!(status(&us).await.compartments[0].quarantined, "nobody has answered");
    let id = draft(&us, &t1()).await;
    let first = seal(&us, &id, Purpose::Release, &us_officers[0]).await;
    assert!(matches!(first, Outcome::Ok(Told::Pending { .. })), "{first:?}");
    let Outcome::Refused(refusal) = seal(&us, &id, Purpose::Second, &us_officers[1]).await else {
        panic!("a quarantined node released a notice")
    };
    assert_eq!(refusal.code, "E-LINE-003");
    let ir = start(configs[1].clone()).await;
    until("the quarantine lifts", || async { !status(&us).await.compartments[0].quarantined }).await;
    let released = seal(&us, &id, Purpose::Second, &us_officers[1]).await;
    let Outcome::Ok(Told::Released { number, .. }) = released else { panic!("{released:?}") };
    assert!(reached(&us, &number, "K1", 10_000).await);
    us.stop().await;
    ir.stop().await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_node_whose_first_commits_fail_is_quarantined_all_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    let backup = backed_up(&world.us, folder.path()).await;
    let World { us, ir, relays, configs, .. } = world;
    us.stop().await;
    ir.stop().await;
    let refused = Arc::new(Mutex::new(Vec::new()));
    let (mut hooks, heard) = (hooks("US"), refused.clone());
    hooks.events = Some(Arc::new(move |_: &str, event: &chancery::Event| {
        if let chancery::Event::Refused(refusal) = event {
            heard.lock().expect("no listener panics").push(refusal.code.0);
        }
    }));
    let failing = hooks.failing_commits.clone();
    failing.store(3, Ordering::Relaxed);
    let us = put_back_with(&configs[0], &backup, folder.path(), hooks).await;
    until("the disk takes commits again", || async { failing.load(Ordering::Relaxed) == 0 }).await;
    until("the compartment is there again", || async {
        let Told::Health { troubles, .. } = told(&us, Ask::Health {}).await else { panic!("no health") };
        !troubles.iter().any(|trouble| trouble.code.starts_with("E-STORE"))
    })
    .await;
    assert!(status(&us).await.compartments[0].quarantined, "nobody has answered");
    let told = refused.lock().expect("no listener panics").clone();
    assert_eq!(told, ["E-STORE-003"], "tried every second, said once");
    us.stop().await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opens_a_pouch_while_the_disk_fails_is_told_and_opens_it_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    let World { us, ir, relays, configs, us_officers, .. } = world;
    ir.stop().await;
    let hooks = hooks("IR");
    let failing = hooks.failing_commits.clone();
    let ir = start_with(configs[1].clone(), hooks).await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
    let id = draft(&us, &t1()).await;
    let number = release(&us, &id, &us_officers).await;
    let pack = Ask::PouchPack { compartment: "LEV".to_owned(), to: "IR".to_owned() };
    let Told::Pouch { file, .. } = told(&us, pack).await else { panic!("no pouch") };
    let open = || Ask::PouchOpen { compartment: "LEV".to_owned(), file: file.clone() };
    failing.store(1, Ordering::Relaxed);
    let Outcome::Refused(refusal) = ir.ask(open()).await else { panic!("nothing of it was kept") };
    assert_eq!(refusal.code, "E-STORE-003");
    until("the disk takes it", || async { matches!(ir.ask(open()).await, Outcome::Ok(Told::Done {})) }).await;
    until("the pouch is taken in", || async {
        let list = Ask::List { compartment: Some("LEV".to_owned()), after: None, most: None };
        let here = |notices: &[node::api::NoticeTold]| {
            notices.iter().any(|notice| notice.number.as_deref() == Some(number.as_str()))
        };
        matches!(ir.ask(list).await, Outcome::Ok(Told::Notices { notices }) if here(&notices))
    })
    .await;
    us.stop().await;
    ir.stop().await;
}

/// What a node's listener heard of flares: from whom.
fn listening() -> (Hooks, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = heard.clone();
    let events = move |_: &str, event: &chancery::Event| {
        if let chancery::Event::Flare { party, .. } = event {
            kept.lock().expect("no listener panics").push(party.to_string());
        }
    };
    let mut hooks = hooks("IR");
    hooks.events = Some(Arc::new(events));
    (hooks, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_floor_notice_of_a_node_that_went_back_to_an_old_copy_is_read_by_the_other_side_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    let backup = backed_up(&world.us, folder.path()).await;
    let id = draft(&world.us, &t1()).await;
    let after = release(&world.us, &id, &world.us_officers).await;
    assert!(reached(&world.us, &after, "K1", 10_000).await);
    let World { us, ir, relays, configs, us_officers, .. } = world;
    us.stop().await;
    ir.stop().await;
    let (listens, heard) = listening();
    let ir = start_with(configs[1].clone(), listens).await;
    let us = put_back(&configs[0], &backup, folder.path()).await;
    let outage = notice::template::template(notice::vocabulary::NoticeType::L6).expect("a template");
    let outage = outage
        .replace("from = \"IR/WATCH\"", "from = \"US/WATCH\"")
        .replace("to = [\"US/WATCH\"]", "to = [\"IR/WATCH\"]");
    let id = draft(&us, &outage).await;
    let sealed = seal(&us, &id, Purpose::Release, &us_officers[0]).await;
    let sealed = match sealed {
        Outcome::Ok(Told::Pending { .. }) => seal(&us, &id, Purpose::Second, &us_officers[1]).await,
        other => other,
    };
    assert!(matches!(sealed, Outcome::Ok(Told::Flared { .. })), "{sealed:?}");
    let fa = || Ask::Flares { language: "fa".to_owned() };
    until("it is there", || async {
        matches!(told(&ir, fa()).await, Told::Flares { flares } if !flares.is_empty())
    })
    .await;
    let Told::Flares { flares } = told(&ir, fa()).await else { panic!("no flares") };
    assert_eq!((flares[0].party.as_str(), flares[0].compartment.as_str()), ("US", "LEV"));
    assert!(flares[0].lines.iter().all(|line| line.rtl) && flares[0].lines.len() > 5, "{flares:?}");
    assert_eq!(*heard.lock().expect("no listener panics"), ["US"], "it rang once");
    us.stop().await;
    ir.stop().await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_the_release_keeps_everything_and_goes_on_with_room() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    let World { us, ir, relays, configs, us_officers, .. } = world;
    us.stop().await;
    let mut small = configs[0].clone();
    let stores = small.folder.join("compartments");
    let stores = std::fs::read_dir(stores).expect("listed").map(|item| item.expect("an item").path());
    let store = stores.into_iter().find(|path| path.extension().is_some_and(|e| e == "db")).expect("a store");
    small.store_bytes = Some(std::fs::metadata(&store).expect("there").len());
    let us = start(small).await;
    let mut outcome = Outcome::Ok(Told::Done {});
    for n in 1..=90 {
        let text = t1().replace("US-2/1", &format!("US-{n}/1"));
        let ask = Ask::Draft { compartment: "LEV".to_owned(), draft: text, remark: Some("x".repeat(4_000)) };
        outcome = us.ask(ask).await;
        if matches!(outcome, Outcome::Refused(_)) {
            break;
        }
    }
    let Outcome::Refused(refusal) = outcome else { panic!("the ceiling was never met") };
    assert_eq!(refusal.code, "E-STORE-002");
    us.stop().await;
    let us = start(configs[0].clone()).await;
    until("nothing is quarantined", || async { !status(&us).await.compartments[0].quarantined }).await;
    let id = draft(&us, &t1()).await;
    let number = release(&us, &id, &us_officers).await;
    assert!(reached(&us, &number, "K1", 10_000).await);
    us.stop().await;
    ir.stop().await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_back_a_day_stops_no_notice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut world = two_capitals(folder.path()).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let noting = heard.clone();
    let hooks = Hooks::hearing(move |refusal: &Refusal| {
        noting.lock().expect("no holder panics").push(refusal.code.0);
    });
    world.us.stop().await;
    world.us = start_with(world.configs[0].clone(), hooks.clone()).await;
    until("nothing is quarantined", || async { !status(&world.us).await.compartments[0].quarantined }).await;
    hooks.skew.set_ms(-86_400_000);
    let id = draft(&world.us, &t1()).await;
    let number = release(&world.us, &id, &world.us_officers).await;
    assert!(reached(&world.us, &number, "K1", 10_000).await);
    assert_eq!(*heard.lock().expect("no holder panics"), ["E-NODE-018"], "its operator is told, once");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_of_a_wrong_form_or_about_nothing_here_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let us = start(config(folder.path(), "US", &[])).await;
    let compartment = || "LEV".to_owned();
    assert_eq!(
        refused(
            &us,
            Ask::Show { number: "x".to_owned(), language: "en".to_owned(), digits: None, calendar: None }
        )
        .await,
        "E-NODE-007"
    );
    assert_eq!(refused(&us, Ask::Fingerprint { compartment: compartment() }).await, "E-NODE-005");
    let asked =
        Ask::Challenge { compartment: compartment(), purpose: Purpose::Release, draft: "1".to_owned() };
    assert_eq!(refused(&us, asked).await, "E-NODE-007");
    let charter = charter(&["US", "IR"], &[("CH-1", "CH")]);
    assert_eq!(refused(&us, Ask::Found { charter }).await, "E-NODE-011");
    let outcome = node::ask(&us.socket(), &Ask::Health {}).await.expect("answered");
    assert_eq!(outcome, Outcome::Ok(Told::Health { healthy: true, troubles: Vec::new() }));
    us.stop().await;
}
