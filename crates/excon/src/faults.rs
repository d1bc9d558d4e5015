//! D12: the line cut in every way that has a word, and whether the nodes find it.

use crate::desk::{Desk, POLL};
use crate::error::ExconError;
use crate::parties::Desks;
use crate::play::{Say, file};
use crate::relays::PlayedRelay;
use crate::report::{Diagnosis, Report};
use exercise::scenario::{Fault, Inject, Scenario};
use node::api::{Ask, LineTold, Told};
use relay::Link;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The stage on which faults are played.
pub struct Stage<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
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
    let faults = stage.scenario.fault.clone();
    let mut at = 0;
    while at < faults.len() && acts > 0 {
        acts -= 1;
        let same = |f: &&Fault| {
            f.inject == faults[at].inject && f.party == faults[at].party && f.relay == faults[at].relay
        };
        let act: Vec<&Fault> = faults[at..].iter().take_while(same).collect();
        calm(stage, &act).await?;
        inject(stage, act[0], true).await?;
        let since = Instant::now();
        let mut found = Vec::new();
        for fault in &act {
            for notice in &fault.pouch {
                pouch(stage, fault, notice, report, say).await?;
            }
            found.push(word(stage, fault, &fault.word).await?);
        }
        if act[0].inject == Inject::NodeOff {
            // A shorter absence cannot be told from clocks that stand apart.
            tokio::time::sleep_until((since + OFF_FOR).into()).await;
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
    let injected = format!("{:?} {whom}", fault.inject);
    let shown = refined.as_deref().map(|word| format!(", refined to {word}")).unwrap_or_default();
    let seen = computed.as_deref().unwrap_or("(nothing)");
    say(&format!("row {}: {injected}: {} sees {seen}{shown}", fault.row, fault.seen_by));
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

/// Waits until the lines that the next act looks at are UP.
async fn calm(stage: &Stage<'_>, act: &[&Fault]) -> Result<(), ExconError> {
    let until = Instant::now() + patience(stage.scenario);
    for fault in act {
        while Instant::now() < until {
            let lines = lines(&stage.desks[&fault.seen_by], &fault.compartment).await?;
            if lines.iter().all(|line| line.state == "UP") {
                break;
            }
            tokio::time::sleep(POLL).await;
        }
    }
    Ok(())
}

/// Waits for a word; gives the last one that was seen.
async fn word(stage: &Stage<'_>, fault: &Fault, wanted: &str) -> Result<Option<String>, ExconError> {
    let until = Instant::now() + patience(stage.scenario);
    let mut last = None;
    while Instant::now() < until {
        let desk = &stage.desks[&fault.seen_by];
        for line in lines(desk, &fault.compartment).await? {
            let fits = fault.relay.is_none() || line.relay.is_none() || line.relay == fault.relay;
            if line.word.as_deref() == Some(wanted) && fits {
                return Ok(line.word);
            }
            last = line.word.or(last);
        }
        tokio::time::sleep(POLL).await;
    }
    Ok(last)
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
        Inject::RelayDown => {
            if let Some(relay) = fault.relay.as_ref().and_then(|id| stage.relays.get_mut(id)) {
                if on { relay.down().await? } else { relay.up().await? }
            }
        }
        Inject::RelayWithholds => {
            if let Some(relay) = fault.relay.as_ref().and_then(|id| stage.relays.get(id)) {
                relay.withhold(on);
            }
        }
        Inject::PathCut => {
            for id in stage.relays.keys() {
                stage.desks[&party].hooks.faults(id).set(Link { cut: on, delay: Duration::ZERO });
            }
        }
        Inject::NodeOff => {
            if let Some(desk) = stage.desks.get_mut(&party) {
                if on {
                    desk.off().await;
                } else {
                    desk.on().await?;
                    desk.man().await?;
                }
            }
        }
        Inject::WatchAbsent => {
            let desk = &stage.desks[&party];
            if on {
                desk.ask(Ask::Watch { manned: false, languages: Vec::new() }).await?;
            } else {
                desk.man().await?;
            }
        }
        Inject::NotAnswering if on => not_answering(stage, fault).await?,
        Inject::SilenceDeclared if on => silence(stage, fault, &party).await?,
        Inject::NotAnswering | Inject::SilenceDeclared => {}
    }
    Ok(())
}

/// A question that is opened and left.
async fn not_answering(stage: &mut Stage<'_>, fault: &Fault) -> Result<(), ExconError> {
    let asker = &stage.desks[&fault.seen_by];
    let party = &stage.desks[fault.party.as_deref().unwrap_or_default()];
    let text = file(fault.notice.as_deref().unwrap_or_default())?;
    let own = party.list(&fault.compartment).await?;
    let subject = own.iter().rev().find(|n| n.from.starts_with(&party.code) && n.kind == "T1");
    let subject = subject.and_then(|n| n.number.clone()).unwrap_or_default();
    let text = text.replace("IR/LEV/27/0001/T1", &subject);
    let draft = asker.draft(&fault.compartment, &text).await?;
    let number = asker.release(&fault.compartment, &draft, Some("exercise")).await?;
    party.await_notice(&fault.compartment, &number).await?;
    party.open_notice(&fault.compartment, &number).await?;
    // The answer's four hours pass: every clock of the play goes on alike.
    stage.skew_ms += ANSWER_PASSES_MS;
    for desk in stage.desks.values() {
        desk.hooks.skew.set_ms(stage.skew_ms);
    }
    Ok(())
}

async fn silence(stage: &Stage<'_>, fault: &Fault, party: &str) -> Result<(), ExconError> {
    let desk = &stage.desks[party];
    let text = file(fault.notice.as_deref().unwrap_or_default())?;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now_s = (i64::try_from(since.as_millis()).unwrap_or_default() + stage.skew_ms) / 1000;
    let at = |seconds: i64| notice::Instant::from_seconds(seconds).map(|i| i.to_string()).unwrap_or_default();
    let lasts = i64::from(stage.scenario.test_interval_s) * 6;
    let text =
        text.replace("2027-08-20T20:10:00Z", &at(now_s)).replace("2027-08-21T02:10:00Z", &at(now_s + lasts));
    let draft = desk.draft(&fault.compartment, &text).await?;
    desk.release(&fault.compartment, &draft, Some("exercise")).await.map(drop)
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
    let sender = &stage.desks[&fault.seen_by];
    let draft = sender.draft(&fault.compartment, file(path)?).await?;
    let number = sender.release(&fault.compartment, &draft, Some("exercise")).await?;
    report.notices += 1;
    let question = Ask::PouchPack { compartment: fault.compartment.clone(), to: to.clone() };
    let Told::Pouch { file, entries } = sender.ask(question).await? else {
        return Err(ExconError::NotInTime { what: format!("a pouch for {to}") });
    };
    let question = Ask::PouchOpen { compartment: fault.compartment.clone(), file };
    stage.desks[&to].ask(question).await?;
    stage.desks[&to].await_notice(&fault.compartment, &number).await?;
    say(&format!("   {number} reached {to} by pouch ({entries} entries)"));
    Ok(())
}

/// How long a node stays off, so that its uptime tells.
const OFF_FOR: Duration = Duration::from_secs(80);

/// Past the four hours of the question in `notices/l4-when.toml`.
const ANSWER_PASSES_MS: i64 = (4 * 60 + 5) * 60_000;

/// Long enough for two missed tests and a test that tells why.
fn patience(scenario: &Scenario) -> Duration {
    Duration::from_secs(u64::from(scenario.test_interval_s) * 12 + 15)
}
