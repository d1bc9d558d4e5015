//! D12: the line cut in every way that has a word, and whether the nodes find it.

use crate::case::Case;
use crate::desk::{Desk, until};
use crate::error::ExconError;
use crate::parties::{Desks, desk_of};
use crate::play::Say;
use crate::relays::PlayedRelay;
use crate::report::{Diagnosis, Report};
use exercise::scenario::{Fault, Inject};
use node::api::{Ask, LineTold, Told};
use notice::file::{draft_from_toml, draft_to_toml};
use notice::{Draft, Fields, Instant, Number, Value};
use relay::Link;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The stage on which faults are played.
pub struct Stage<'a> {
    /// What is played.
    pub case: &'a Case,
    /// Parties.
    pub desks: &'a mut Desks,
    /// Relays.
    pub relays: &'a mut BTreeMap<String, PlayedRelay>,
    /// How far the nodes' clocks are ahead of this machine's, ms.
    pub skew_ms: i64,
}

/// Plays the first acts; faults that are one act (the same cut seen from both sides) are injected once.
pub async fn play(
    stage: &mut Stage<'_>,
    mut acts: usize,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let faults = stage.case.scenario.fault.clone();
    let mut at = 0;
    while at < faults.len() && acts > 0 {
        acts -= 1;
        let same = |f: &&Fault| {
            f.inject == faults[at].inject && f.party == faults[at].party && f.relay == faults[at].relay
        };
        let act: Vec<&Fault> = faults[at..].iter().take_while(same).collect();
        calm(stage, &act).await?;
        inject(stage, act[0], true).await?;
        let mut found = Vec::new();
        for fault in &act {
            for notice in &fault.pouch {
                pouch(stage, fault, notice, report, say).await?;
            }
            found.push(word(stage, fault, &fault.word).await?);
        }
        if act[0].inject == Inject::NodeOff {
            // A shorter absence cannot be told from clocks that stand apart.
            pass(stage, OFF_PASSES_MS);
        }
        inject(stage, act[0], false).await?;
        for (fault, computed) in act.iter().zip(found) {
            let refined = match &fault.refined {
                Some(wanted) => Some(word(stage, fault, wanted).await?),
                None => None,
            };
            note(fault, computed, refined.flatten(), report, say);
        }
        at += act.len();
    }
    calm(stage, &[]).await
}

fn note(fault: &Fault, computed: Option<String>, refined: Option<String>, report: &mut Report, say: Say<'_>) {
    let whom = fault.relay.as_deref().or(fault.party.as_deref()).unwrap_or_default();
    let injected = format!("{} {whom}", fault.inject.word());
    let shown = refined.as_deref().map(|word| format!(", on return {word}")).unwrap_or_default();
    let seen = computed.as_deref().unwrap_or("(nothing)");
    say(&format!("row {}  {injected:<20}  {} sees {seen}{shown}", fault.row, fault.seen_by));
    if computed.as_deref() != Some(&fault.word) || refined != fault.refined {
        report.failures.push(format!("row {}: {injected}: {seen}{shown}", fault.row));
    }
    report.diagnoses.push(Diagnosis {
        row: fault.row,
        injected,
        seen_by: fault.seen_by.clone(),
        computed,
        refined,
    });
}

/// Waits until the lines that the next act looks at are UP; the act tells if they never are.
async fn calm(stage: &Stage<'_>, act: &[&Fault]) -> Result<(), ExconError> {
    for fault in act {
        let desk = desk_of(stage.desks, &fault.seen_by)?;
        let up = until(patience(stage.case), async || {
            let lines = lines(desk, &fault.compartment).await?;
            Ok(lines.iter().all(|line| line.state == "UP").then_some(()))
        });
        up.await?;
    }
    Ok(())
}

/// Waits for a word; gives the last one that was seen.
async fn word(stage: &Stage<'_>, fault: &Fault, wanted: &str) -> Result<Option<String>, ExconError> {
    let desk = desk_of(stage.desks, &fault.seen_by)?;
    let mut last = None;
    let found = until(patience(stage.case), async || {
        for line in lines(desk, &fault.compartment).await? {
            let fits = fault.relay.is_none() || line.relay.is_none() || line.relay == fault.relay;
            if line.word.as_deref() == Some(wanted) && fits {
                return Ok(line.word);
            }
            last = line.word.or(last.take());
        }
        Ok(None)
    });
    let found = found.await?;
    Ok(found.or(last))
}

async fn lines(desk: &Desk, compartment: &str) -> Result<Vec<LineTold>, ExconError> {
    match desk.ask(Ask::LineStatus {}).await? {
        Told::Lines { lines } => Ok(lines.into_iter().filter(|l| l.compartment == compartment).collect()),
        _ => Ok(Vec::new()),
    }
}

async fn inject(stage: &mut Stage<'_>, fault: &Fault, on: bool) -> Result<(), ExconError> {
    let party = fault.party.clone().unwrap_or_default();
    match fault.inject {
        Inject::NotAnswering if on => not_answering(stage, fault).await,
        Inject::SilenceDeclared if on => silence(stage, fault, &party).await,
        Inject::NotAnswering | Inject::SilenceDeclared => Ok(()),
        cutting => cut(stage, cutting, fault.relay.as_deref().unwrap_or(&party), on).await,
    }
}

/// Cuts something of the line, or mends it: of this relay or this party. A fault that is a notice cuts nothing.
pub(crate) async fn cut(
    stage: &mut Stage<'_>,
    inject: Inject,
    whom: &str,
    on: bool,
) -> Result<(), ExconError> {
    match inject {
        Inject::RelayDown => {
            if let Some(relay) = stage.relays.get_mut(whom) {
                if on { relay.down().await? } else { relay.up().await? }
            }
        }
        Inject::RelayWithholds => {
            if let Some(relay) = stage.relays.get(whom) {
                relay.withhold(on);
            }
        }
        Inject::PathCut => {
            for id in stage.relays.keys() {
                desk_of(stage.desks, whom)?.hooks.faults(id).set(Link { cut: on, delay: Duration::ZERO });
            }
        }
        Inject::NodeOff => {
            if let Some(desk) = stage.desks.get_mut(whom) {
                if on {
                    desk.off().await;
                } else {
                    desk.on().await?;
                    desk.man().await?;
                }
            }
        }
        Inject::WatchAbsent => {
            let desk = desk_of(stage.desks, whom)?;
            if on {
                desk.ask(Ask::Watch { manned: false, languages: Vec::new() }).await?;
            } else {
                desk.man().await?;
            }
        }
        Inject::NotAnswering | Inject::SilenceDeclared => {}
    }
    Ok(())
}

/// A question that is opened and left.
async fn not_answering(stage: &mut Stage<'_>, fault: &Fault) -> Result<(), ExconError> {
    let asker = desk_of(stage.desks, &fault.seen_by)?;
    let party = desk_of(stage.desks, fault.party.as_deref().unwrap_or_default())?;
    let mut draft = draft(stage, fault)?;
    let own = party.list(&fault.compartment).await?;
    let subject = own.iter().rev().find(|n| n.from.starts_with(&party.code) && n.kind == "T1");
    // The file cannot know the number that the play gave.
    if let (Some(Value::Record(about)), Some(number)) =
        (draft.content.get("B"), subject.and_then(|n| Number::parse(n.number.as_deref()?)))
    {
        let about = about.clone().with("number", Value::Number(number));
        draft.content.set("B", Value::Record(about));
    }
    let id = asker.draft(&fault.compartment, &draft_to_toml(&draft)).await?;
    let number = asker.release(&fault.compartment, &id, Some("exercise")).await?;
    party.await_notice(&fault.compartment, &number).await?;
    party.open_notice(&fault.compartment, &number).await?;
    pass(stage, ANSWER_PASSES_MS);
    Ok(())
}

/// Every clock of the play goes on alike.
fn pass(stage: &mut Stage<'_>, ms: i64) {
    stage.skew_ms += ms;
    for desk in stage.desks.values() {
        desk.hooks.skew.set_ms(stage.skew_ms);
    }
    for relay in stage.relays.values_mut() {
        relay.ahead(stage.skew_ms);
    }
}

/// A silence declared for six test intervals from now, by the play's clock.
async fn silence(stage: &Stage<'_>, fault: &Fault, party: &str) -> Result<(), ExconError> {
    let desk = desk_of(stage.desks, party)?;
    let mut draft = draft(stage, fault)?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_s = (i64::try_from(since.as_millis()).unwrap_or_default() + stage.skew_ms) / 1000;
    let lasts = i64::from(stage.case.scenario.test_interval_s) * 6;
    if let (Some(from), Some(until)) = (Instant::from_seconds(now_s), Instant::from_seconds(now_s + lasts)) {
        let window = Fields::new().with("from", Value::Instant(from)).with("until", Value::Instant(until));
        draft.content.set("B", Value::Record(window));
    }
    let id = desk.draft(&fault.compartment, &draft_to_toml(&draft)).await?;
    desk.release(&fault.compartment, &id, Some("exercise")).await.map(drop)
}

/// The notice that is part of a fault.
fn draft(stage: &Stage<'_>, fault: &Fault) -> Result<Draft, ExconError> {
    let text = stage.case.text(fault.notice.as_deref().unwrap_or_default())?;
    draft_from_toml(&text).map_err(|e| ExconError::of(&e))
}

/// A notice goes by pouch while the relays are out of reach; a later copy merges.
async fn pouch(
    stage: &Stage<'_>,
    fault: &Fault,
    path: &str,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let to = fault.party.clone().unwrap_or_default();
    let (sender, recipient) = (desk_of(stage.desks, &fault.seen_by)?, desk_of(stage.desks, &to)?);
    let draft = sender.draft(&fault.compartment, &stage.case.text(path)?).await?;
    let number = sender.release(&fault.compartment, &draft, Some("exercise")).await?;
    report.notices += 1;
    let question = Ask::PouchPack { compartment: fault.compartment.clone(), to: to.clone() };
    let Told::Pouch { file, entries } = sender.ask(question).await? else {
        return Err(ExconError::NotInTime { what: format!("a pouch for {to}") });
    };
    let question = Ask::PouchOpen { compartment: fault.compartment.clone(), file };
    recipient.ask(question).await?;
    recipient.await_notice(&fault.compartment, &number).await?;
    say(&format!("        {number}  reached {to} by pouch ({entries} entries in it)"));
    Ok(())
}

/// How long a node stays off by the play's clocks, so that its uptime tells.
const OFF_PASSES_MS: i64 = 80_000;

/// Past the four hours of the question in `notices/l4-when.toml`.
const ANSWER_PASSES_MS: i64 = (4 * 60 + 5) * 60_000;

/// Long enough for two missed tests and a test that tells why.
fn patience(case: &Case) -> Duration {
    Duration::from_secs(u64::from(case.scenario.test_interval_s) * 12 + 15)
}
