//! `demarche succession`: the people change, the line stays.

use crate::command::succession::{SuccessionCommand, Where};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::ceremony::now_ms;
use crate::run::custodian::create;
use crate::run::moment;
use crate::run::socket::{ask, document};
use crate::run::station_draft::{cancel, reviewed, station_notice, window};
use crate::stopped::Stopped;
use node::api::{
    Ask, CustodyAsk, CustodyTold, FileTold, Hex, OfficerTold, SpokenTold, SuccessionTold, SuccessionsTold,
    Told, WordsTold,
};
use notice::Value;
use refusal::{Fact, facts};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Plans, opens, hands over, reviews, renews, retires, tells.
pub fn run(command: SuccessionCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        SuccessionCommand::Plan { at } => plan(&at, output),
        SuccessionCommand::Open { effect, at, acts } => open(effect.as_deref(), &at, acts.as_deref(), output),
        SuccessionCommand::Abort { at } => abort(&at, output),
        SuccessionCommand::HandOver { leave, at } => hand_over(&leave, &at, output),
        SuccessionCommand::Review { affirm, suspend, disown, until, at } => {
            let lists = [
                ("AFFIRM", &affirm, None),
                ("SUSPEND", &suspend, until.as_deref()),
                ("DISOWN", &disown, None),
            ];
            review(&lists, &at, output)
        }
        SuccessionCommand::Renew { at, acts } => {
            let generation = custody(&at)?;
            if generation.set.is_none() {
                return Err(Stopped::usage("custody", &generation.state));
            }
            let spoken = spoken(&at, "RENEWAL", now_ms(), 0, acts.as_deref())?;
            tell_spoken(json!({}), &spoken, output)
        }
        SuccessionCommand::Retire { node } => {
            let told = ask(&node, &Ask::Custody { about: CustodyAsk::Retire {} })?;
            output.print(&document(&told), &output.phrase("succession-retired", &facts! {}));
            Ok(Exit::Done)
        }
        SuccessionCommand::Status { at } => status(&at, output),
    }
}

/// What the node tells of successions in a compartment.
struct Known {
    successions: Vec<SuccessionTold>,
    review: Vec<String>,
    due: Vec<String>,
}

impl Known {
    fn ask(at: &Where) -> Result<Self, Stopped> {
        let about = CustodyAsk::Successions { compartment: at.compartment.clone() };
        match ask(&at.node, &Ask::Custody { about })? {
            Told::Successions(SuccessionsTold { successions, review, due }) => {
                Ok(Known { successions, review, due })
            }
            told => Err(Stopped::unexpected(&format!("{told:?}"))),
        }
    }

    /// The own party's last one.
    fn own(&self) -> Option<&SuccessionTold> {
        self.successions.iter().rfind(|it| it.items.is_some())
    }
}

fn custody(at: &Where) -> Result<CustodyTold, Stopped> {
    match ask(&at.node, &Ask::Custody { about: CustodyAsk::Status {} })? {
        Told::Custody(told) => Ok(told),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn officers(at: &Where) -> Result<Vec<OfficerTold>, Stopped> {
    match ask(&at.node, &Ask::OfficerList {})? {
        Told::Officers { officers } => Ok(officers.into_iter().filter(|it| !it.left).collect()),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn plan(at: &Where, output: &Output) -> Result<Exit, Stopped> {
    let (known, custody) = (Known::ask(at)?, custody(at)?);
    let here = |it: &OfficerTold| it.roles.contains_key(&at.compartment);
    let roster: Vec<String> = officers(at)?.into_iter().filter(here).map(|it| it.person).collect();
    let document = json!({
        "compartment": at.compartment, "review": known.review, "due": known.due, "officers": roster,
        "custody": { "set": custody.set, "state": custody.state, "proved": custody.proved.len(), "n": custody.n },
    });
    let mut told = facts! {
        compartment: at.compartment.as_str(), items: known.review.len(), due: known.due.len(), officers: roster.len(),
        state: custody.state.as_str(),
    };
    told.insert("list", Fact::List(roster.clone()));
    let mut lines = vec![output.phrase("succession-plan", &told)];
    lines.extend(known.review.iter().map(|number| format!("  {number}")));
    lines.push(output.phrase("succession-plan-due", &facts! { due: known.due.len() }));
    lines.extend(known.due.iter().map(|number| format!("  {number}")));
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

fn open(effect: Option<&str>, at: &Where, acts: Option<&Path>, output: &Output) -> Result<Exit, Stopped> {
    let known = Known::ask(at)?;
    if let Some(running) = known.own().filter(|it| it.state != "COMPLETE") {
        return Err(Stopped::succession("E-DEM-052", &running.number, &running.state));
    }
    let now = now_ms();
    let effect_ms = moment::maybe(effect)?.unwrap_or((now + DAY_MS).div_euclid(1000) * 1000);
    if effect_ms <= now {
        return Err(Stopped::usage("effect", effect.unwrap_or_default()));
    }
    let items = u32::try_from(known.review.len()).unwrap_or(u32::MAX);
    let spoken = spoken(at, "SUCCESSION", effect_ms, items, acts)?;
    let draft = station_notice(at, "SUCCESSION", vec![("B", window(Some(effect_ms), None))])?;
    let mut told = facts! { draft: draft.as_str(), items: known.review.len() };
    told.insert("effect", Fact::InstantMs(effect_ms));
    eprintln!("{}", output.phrase("succession-opened", &told));
    tell_spoken(json!({ "draft": draft, "effect_ms": effect_ms, "items": items }), &spoken, output)
}

/// What became of the party's word.
enum Spoken {
    Sent(Vec<String>),
    Waits(String),
}

/// Puts the party's word on an act, or writes what waits for a ceremony.
fn spoken(
    at: &Where,
    word: &str,
    effect_ms: i64,
    items: u32,
    acts: Option<&Path>,
) -> Result<Spoken, Stopped> {
    if custody(at)?.set.is_some() && acts.is_none() {
        return Err(Stopped::usage("acts", ""));
    }
    let people: Vec<String> = officers(at)?.into_iter().map(|it| it.person).collect();
    let roster = Hex(Sha256::digest(people.join("\n").as_bytes()).to_vec());
    let (compartment, word) = (at.compartment.clone(), word.to_owned());
    let about = CustodyAsk::Speak { compartment, word, effect_ms, items, roster };
    match (ask(&at.node, &Ask::Custody { about })?, acts) {
        (Told::Spoken(SpokenTold { sent }), _) => Ok(Spoken::Sent(sent)),
        (Told::CustodyFile(FileTold { file }), Some(path)) => {
            create(path, &file.0)?;
            Ok(Spoken::Waits(path.display().to_string()))
        }
        (told, _) => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn tell_spoken(mut document: serde_json::Value, spoken: &Spoken, output: &Output) -> Result<Exit, Stopped> {
    let text = match spoken {
        Spoken::Sent(sent) => {
            document["sent"] = json!(sent);
            let mut told = facts! {};
            told.insert("parties", Fact::List(sent.clone()));
            output.phrase("word-sent", &told)
        }
        Spoken::Waits(file) => {
            document["acts"] = json!(file);
            output.phrase("word-waits", &facts! { file: file.as_str() })
        }
    };
    output.print(&document, &text);
    Ok(Exit::Done)
}

/// Gives the party's word that a compartment be closed.
pub fn close(at: &Where, acts: Option<&Path>, output: &Output) -> Result<Exit, Stopped> {
    let spoken = spoken(at, "CLOSE", now_ms(), 0, acts)?;
    tell_spoken(json!({ "compartment": at.compartment }), &spoken, output)
}

fn abort(at: &Where, output: &Output) -> Result<Exit, Stopped> {
    let known = Known::ask(at)?;
    let own = known.own().ok_or_else(|| Stopped::succession("E-DEM-053", "-", "-"))?;
    if own.state != "OPEN" {
        return Err(Stopped::succession("E-DEM-053", &own.number, &own.state));
    }
    let draft = cancel(at, &own.number)?;
    let told = facts! { draft: draft.as_str(), number: own.number.as_str() };
    output
        .print(&json!({ "draft": draft, "number": own.number }), &output.phrase("succession-aborted", &told));
    Ok(Exit::Done)
}

/// Nobody is let go before the succession has taken effect, nor so many that two persons are not left to release.
fn hand_over(leave: &[String], at: &Where, output: &Output) -> Result<Exit, Stopped> {
    let known = Known::ask(at)?;
    let own = known.own().ok_or_else(|| Stopped::succession("E-DEM-053", "-", "-"))?;
    if own.state == "OPEN" {
        return Err(Stopped::succession("E-DEM-054", &own.number, &own.state));
    }
    let all = officers(at)?;
    if let Some(unknown) = leave.iter().find(|person| !all.iter().any(|it| it.person == **person)) {
        return Err(Stopped::usage("leave", unknown));
    }
    let stays = |it: &&OfficerTold| !leave.contains(&it.person) && it.roles.contains_key(&at.compartment);
    let left: Vec<String> = all.iter().filter(stays).map(|it| it.person.clone()).collect();
    if left.len() < LEAST_TO_RELEASE {
        return Err(Stopped::succession("E-DEM-055", &at.compartment, &left.len().to_string()));
    }
    for person in leave {
        ask(&at.node, &Ask::OfficerLeave { person: person.clone() })?;
    }
    let mut told = facts! { left: leave.len() };
    told.insert("officers", Fact::List(left.clone()));
    told.insert("due", Fact::List(known.due.clone()));
    let document = json!({ "left": leave, "officers": left, "due": known.due });
    output.print(&document, &output.phrase("succession-handed-over", &told));
    Ok(Exit::Done)
}

fn review(
    lists: &[(&'static str, &Vec<String>, Option<&str>)],
    at: &Where,
    output: &Output,
) -> Result<Exit, Stopped> {
    let known = Known::ask(at)?;
    let own = known.own().ok_or_else(|| Stopped::succession("E-DEM-053", "-", "-"))?;
    let items = own.items.as_deref().unwrap_or_default();
    let mut said = Vec::new();
    for (verdict, numbers, until) in lists {
        for number in *numbers {
            if !items.iter().any(|item| item.number == *number) {
                return Err(Stopped::succession("E-DEM-056", number, &own.number));
            }
            said.push(reviewed(number, verdict, *until)?);
        }
    }
    if said.is_empty() {
        let line = |it: &node::api::ItemTold| {
            format!("  {}  {}", it.number, it.verdict.as_deref().unwrap_or("UNREVIEWED"))
        };
        let mut lines = vec![one(own, output)];
        lines.extend(items.iter().map(line));
        output.print(&json!({ "succession": own }), &lines.join("\n"));
        return Ok(Exit::Done);
    }
    let count = said.len();
    let draft = station_notice(at, "SUCCESSION", vec![("E", Value::List(said))])?;
    let told = facts! { draft: draft.as_str(), items: count };
    output.print(&json!({ "draft": draft, "items": count }), &output.phrase("succession-reviewed", &told));
    Ok(Exit::Done)
}

fn status(at: &Where, output: &Output) -> Result<Exit, Stopped> {
    let (known, custody) = (Known::ask(at)?, custody(at)?);
    let about = CustodyAsk::Said { compartment: at.compartment.clone() };
    let told = ask(&at.node, &Ask::Custody { about })?;
    let Told::Said(WordsTold { said, .. }) = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let word = |it: &SuccessionTold| {
        let of_it = said.iter().filter(|one| one.party == it.party && one.word == "SUCCESSION");
        of_it.filter(|one| one.effect_ms == it.effect_ms).map(|one| one.proved).max()
    };
    let all: Vec<_> = known
        .successions
        .iter()
        .map(|it| {
            let mut one = serde_json::to_value(it).unwrap_or_default();
            one["word"] = json!(match word(it) {
                Some(true) => "PROVED",
                Some(false) => "FALSE",
                None => "NONE",
            });
            one
        })
        .collect();
    let document = json!({ "successions": all, "custody": custody });
    let mut lines: Vec<String> = known.successions.iter().map(|it| one(it, output)).collect();
    if lines.is_empty() {
        lines.push(output.phrase("succession-none", &facts! {}));
    }
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

/// One succession: of another party only the count.
fn one(it: &SuccessionTold, output: &Output) -> String {
    let mut told = facts! {
        party: it.party.as_str(), state: it.state.as_str(), reviewed: it.reviewed, of: it.of,
    };
    told.insert("effect", Fact::InstantMs(it.effect_ms));
    let line = output.phrase("succession-line", &told);
    match it.unreviewed_days.filter(|days| *days >= 7) {
        Some(days) => format!("{line}\n{}", output.phrase("succession-reminder", &facts! { days: days })),
        None => line,
    }
}

const DAY_MS: i64 = 86_400_000;

/// How many officers a release takes.
pub const LEAST_TO_RELEASE: usize = 2;
