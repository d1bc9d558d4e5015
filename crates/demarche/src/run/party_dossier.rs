//! `demarche dossier`: what a successor who knows nothing needs, and the test that it is enough.
//!
//! I1 Part A and Part B are of one state: it is looked at before and after the backup. I2 a dossier is verified without a
//! network: the node that is made of Part B reaches no relay. I3 an archive is the party's own and in the clear, and says so.

use crate::command::dossier::{DossierCommand, Opened};
use crate::command::{NodeFile, PassphraseFrom};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::ceremony::now_ms;
use crate::run::part_a::{Fixed, OfCompartment, OfParty, PartA, of_compartment, of_party};
use crate::run::passphrase;
use crate::run::script::exported;
use crate::run::socket::{ask, serving};
use crate::run::table::{Passphrases, shares};
use crate::stopped::Stopped;
use ::node::api::{
    Ask, CustodyAsk, CustodyTold, MatterTold, OfficerTold, Outcome, StandingTold, StatusTold, Told,
};
use ::node::{Hooks, Node, NodeConfig, Protection};
use refusal::facts;
use serde_json::json;
use std::path::{Path, PathBuf};
use store::BackupSecret;
use zeroize::Zeroizing;

/// Makes, verifies, restores.
pub fn run(command: DossierCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        DossierCommand::Make { out, archive, node, passphrase } => {
            make(&out, archive, &node, &passphrase, output)
        }
        DossierCommand::Verify { folder, node, opened } => verify(&folder, &node, &opened, output),
        DossierCommand::Restore { folder, node, opened } => restore(&folder, &node, &opened, output),
    }
}

fn make(
    out: &Path,
    archive: bool,
    node: &NodeFile,
    from: &PassphraseFrom,
    output: &Output,
) -> Result<Exit, Stopped> {
    if out.exists() {
        return Err(Stopped::file(out, &std::io::ErrorKind::AlreadyExists.into()));
    }
    let custody = custody(node)?;
    store::create_folder(out).map_err(|e| Stopped::refused(&e))?;
    let path = std::path::absolute(out.join(PART_B)).map_err(|e| Stopped::file(out, &e))?;
    let passphrase = match &custody.set {
        Some(_) => None,
        None => Some(passphrase::read(from, "Passphrase of Part B: ", true)?),
    };
    let (status, standing) = one_state(node, &path, passphrase.as_deref())?;
    let a = part_a(&status, &standing);
    write(&out.join(PART_A), json!(a).to_string().as_bytes())?;
    let officers = officers(node)?;
    let of = OfParty {
        fingerprint: &status.fingerprint,
        pairs: status.pairs.iter().map(|pair| (pair.party.clone(), pair.assurance.clone())).collect(),
        relays: status.relays.keys().cloned().collect(),
        custody: &custody,
        officers: &officers,
        version: env!("CARGO_PKG_VERSION"),
    };
    write(&out.join("part-a.html"), of_party(&a, &of, output).as_bytes())?;
    for here in &status.compartments {
        let Some(fixed) = a.compartments.iter().find(|fixed| fixed.code == here.code) else { continue };
        let matters: Vec<MatterTold> = standing
            .iter()
            .filter(|told| told.compartment == here.code)
            .flat_map(|told| told.matters.values().flatten().cloned())
            .collect();
        let charter = charter(node, &here.code)?;
        let of = OfCompartment { here, fixed, charter: &charter, standing: &matters };
        let folder = out.join(&here.code);
        store::create_folder(&folder).map_err(|e| Stopped::refused(&e))?;
        write(&folder.join("part-a.html"), of_compartment(&a, &of, output).as_bytes())?;
        if archive {
            whole_record(node, &here.code, &folder, output)?;
        }
    }
    let name = out.display().to_string();
    let document =
        json!({ "folder": name, "part_a": a, "archive": archive, "sealed": custody.set.is_some() });
    let key = if archive { "dossier-made-archive" } else { "dossier-made" };
    output.print(&document, &output.phrase(key, &facts! { folder: name.as_str() }));
    Ok(Exit::Done)
}

/// A backup and what stands at it: nothing came in between.
fn one_state(
    node: &NodeFile,
    path: &Path,
    passphrase: Option<&String>,
) -> Result<(StatusTold, Vec<StandingTold>), Stopped> {
    for _ in 0..TRIES {
        let before = status(node)?;
        let name = path.display().to_string();
        let backup = match passphrase {
            Some(words) => Ask::Backup { path: name, passphrase: words.clone() },
            None => Ask::Custody { about: CustodyAsk::Backup { path: name } },
        };
        ask(node, &backup)?;
        let at_ms = now_ms();
        let standing =
            match ask(node, &Ask::Standing { compartment: None, at_ms: Some(at_ms), notices: false })? {
                Told::Standing { compartments } => compartments,
                told => return Err(Stopped::unexpected(&format!("{told:?}"))),
            };
        let after = status(node)?;
        let cuts =
            |of: &StatusTold| of.compartments.iter().map(|c| c.fingerprint.clone()).collect::<Vec<_>>();
        if cuts(&before) == cuts(&after) {
            return Ok((after, standing));
        }
        std::fs::remove_file(path).map_err(|e| Stopped::file(path, &e))?;
    }
    Err(Stopped::file(path, &std::io::Error::other("entries keep coming; stop the releases for a minute")))
}

fn part_a(status: &StatusTold, standing: &[StandingTold]) -> PartA {
    let fixed = |told: &StandingTold| {
        let here = status.compartments.iter().find(|c| c.code == told.compartment)?;
        Some(Fixed {
            code: here.code.clone(),
            entries: here.entries,
            fingerprint: here.fingerprint.clone(),
            root: hex::encode(&told.root.0),
        })
    };
    PartA {
        party: status.party.clone(),
        status: status.status.clone(),
        at_ms: standing.iter().map(|told| told.as_of_ms).max().unwrap_or_default(),
        compartments: standing.iter().filter_map(fixed).collect(),
    }
}

/// The complete record of a compartment: the transcript, and every notice as this reader reads it.
fn whole_record(node: &NodeFile, code: &str, folder: &Path, output: &Output) -> Result<(), Stopped> {
    let (status, id, attestation, entries) = exported(node, code)?;
    let script = line::script::Script::of(status, id, attestation, entries.iter()).encode();
    write(&folder.join("record.script"), &script)?;
    let list = Ask::List { compartment: Some(code.to_owned()), after: None, most: Some(u64::MAX) };
    let told = ask(node, &list)?;
    let Told::Notices { notices } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let mut text = String::new();
    for number in notices.iter().filter_map(|it| it.number.clone()) {
        let told = ask(node, &output.show(number))?;
        let Told::Notice { lines, .. } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
        for line in lines {
            text.push_str(&line.text);
            text.push('\n');
        }
        text.push('\n');
    }
    write(&folder.join("record.txt"), text.as_bytes())
}

/// What opens Part B.
enum Opener {
    Secret(BackupSecret),
    Passphrase(Zeroizing<String>),
}

fn opener(opened: &Opened) -> Result<Opener, Stopped> {
    if opened.shares.is_empty() {
        return Ok(Opener::Passphrase(passphrase::read(
            &opened.passphrase,
            "Passphrase of Part B: ",
            false,
        )?));
    }
    let shares = shares(&opened.shares, &mut Passphrases::of(&opened.passphrase)?)?;
    let root = custody::whole_root(&shares).map_err(|e| Stopped::refused(&e))?;
    let derived = custody::derived(&root, &shares[0].set);
    BackupSecret::of_seed(derived.backup_seed.bytes()).map(Opener::Secret).map_err(|e| Stopped::refused(&e))
}

fn made_again(config: &NodeConfig, folder: &Path, opener: &Opener) -> Result<(), Stopped> {
    let backup = folder.join(PART_B);
    let made = match opener {
        Opener::Secret(secret) => Node::restore_sealed(config, &backup, secret, &Protection::KeyFile),
        Opener::Passphrase(words) => Node::restore(config, &backup, words, &Protection::KeyFile),
    };
    made.map(drop).map_err(|e| Stopped::refused(&e))
}

fn restore(folder: &Path, node: &NodeFile, opened: &Opened, output: &Output) -> Result<Exit, Stopped> {
    let config = NodeConfig::read(&node.config).map_err(|e| Stopped::refused(&e))?;
    made_again(&config, folder, &opener(opened)?)?;
    let place = config.folder.display().to_string();
    let document = json!({ "folder": place, "quarantined": true });
    output.print(&document, &output.phrase("dossier-restored", &facts! { folder: place.as_str() }));
    Ok(Exit::Done)
}

fn verify(folder: &Path, node: &NodeFile, opened: &Opened, output: &Output) -> Result<Exit, Stopped> {
    let path = folder.join(PART_A);
    let text = std::fs::read_to_string(&path).map_err(|e| Stopped::file(&path, &e))?;
    let a: PartA =
        serde_json::from_str(&text).map_err(|e| Stopped::file(&path, &std::io::Error::other(e)))?;
    let mut config = NodeConfig::read(&node.config).map_err(|e| Stopped::refused(&e))?;
    let scratch = Scratch::beside(folder)?;
    config.folder.clone_from(&scratch.0);
    (config.health, config.console, config.standing_folder) = (None, None, None);
    config.alarm.clear();
    for relay in &mut config.relays {
        // the discard port of this machine: a second node must never empty the party's mailboxes
        "127.0.0.1:9".clone_into(&mut relay.address);
    }
    made_again(&config, folder, &opener(opened)?)?;
    let found = serving()?.block_on(looked_at(config, a.at_ms))?;
    let differ: Vec<&str> = a
        .compartments
        .iter()
        .filter(|fixed| !found.compartments.contains(fixed))
        .map(|fixed| fixed.code.as_str())
        .collect();
    let equal =
        differ.is_empty() && found.party == a.party && found.compartments.len() == a.compartments.len();
    let document = json!({ "equal": equal, "differ": differ, "part_a": a, "part_b": found });
    let mut told = facts! { compartments: a.compartments.len() };
    told.insert("differ", refusal::Fact::List(differ.iter().map(ToString::to_string).collect()));
    let key = if equal { "dossier-equal" } else { "dossier-differs" };
    output.print(&document, &output.phrase(key, &told));
    Ok(if equal { Exit::Done } else { Exit::Negative })
}

/// Part A as the restored node would write it.
async fn looked_at(config: NodeConfig, at_ms: i64) -> Result<PartA, Stopped> {
    let node = Node::start(config, None, Hooks::default()).await.map_err(|e| Stopped::refused(&e))?;
    let status = node.ask(Ask::Status {}).await;
    let standing = node.ask(Ask::Standing { compartment: None, at_ms: Some(at_ms), notices: false }).await;
    node.stop().await;
    match (status, standing) {
        (Outcome::Ok(Told::Status(status)), Outcome::Ok(Told::Standing { compartments })) => {
            Ok(part_a(&status, &compartments))
        }
        (Outcome::Refused(refusal), _) | (_, Outcome::Refused(refusal)) => Err(Stopped::told(refusal)),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

/// A folder that is gone when it is no longer needed.
struct Scratch(PathBuf);

impl Scratch {
    fn beside(folder: &Path) -> Result<Self, Stopped> {
        let name = format!("verifying-{}", std::process::id());
        let place = std::path::absolute(folder.join(name)).map_err(|e| Stopped::file(folder, &e))?;
        Ok(Scratch(place))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left after a failure holds only what Part B holds, under a key of its own.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn status(node: &NodeFile) -> Result<StatusTold, Stopped> {
    match ask(node, &Ask::Status {})? {
        Told::Status(status) => Ok(status),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn custody(node: &NodeFile) -> Result<CustodyTold, Stopped> {
    match ask(node, &Ask::Custody { about: CustodyAsk::Status {} })? {
        Told::Custody(custody) => Ok(custody),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn officers(node: &NodeFile) -> Result<Vec<OfficerTold>, Stopped> {
    match ask(node, &Ask::OfficerList {})? {
        Told::Officers { officers } => Ok(officers),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn charter(node: &NodeFile, code: &str) -> Result<String, Stopped> {
    match ask(node, &Ask::CharterShow { compartment: code.to_owned() })? {
        Told::Charter { text, .. } => Ok(text),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Stopped> {
    store::create_private(path, bytes).map_err(|e| Stopped::refused(&e))
}

const PART_A: &str = "part-a.json";
const PART_B: &str = "part-b.sealed";
const TRIES: usize = 5;
