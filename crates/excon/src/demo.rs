//! `demarche demo`: the shipped scenario on real nodes and relays over loopback.

use crate::error::ExconError;
use crate::faults::{self, Stage};
use crate::parties::{self, Desks};
use crate::play::{self, Say};
use crate::relays;
use crate::report::{LineReport, Report};
use exercise::scenario::{Scenario, template};
use node::api::{Ask, Told};
use relay::Tap;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What a caller of the demo may set.
#[derive(Clone, Default)]
pub struct Wishes {
    /// Sees every body at the relays after TLS (for the test of the reading relay).
    pub tap: Option<Tap>,
    /// Leave D12 out.
    pub first_day_only: bool,
}

/// A page of the demo: whose, right to left or not, its lines.
pub struct Page {
    /// Which party sees it.
    pub party: String,
    /// Its lines.
    pub lines: Vec<String>,
}

/// Plays the shipped scenario in `folder`. Gives the report and, of the first red line, both sides' pages.
///
/// # Errors
/// [`ExconError`] if the play cannot go on; end states that do not hold stand in the report instead.
pub async fn play(folder: &Path, wishes: Wishes, say: Say<'_>) -> Result<(Report, Vec<Page>), ExconError> {
    let started = Instant::now();
    let scenario = Scenario::parse(template()).map_err(|e| ExconError::of(&e))?;
    let skew_ms = skew_ms(&scenario);
    let mut report = Report {
        scenario: scenario.title.clone(),
        parties: scenario.party.iter().map(|p| p.code.clone()).collect(),
        ..Report::default()
    };
    say(&format!("{} {} - {}", scenario.status, scenario.title, scenario.notice));
    let mut relays = relays::start(&scenario, folder, wishes.tap.as_ref()).await?;
    let mut desks = parties::start(&scenario, folder, &relays, skew_ms).await?;
    say(&format!("{} relays and {} nodes run", relays.len(), desks.len()));
    let pairs = parties::pair(&desks).await?;
    say(&format!("{pairs} pairs, fingerprints typed as heard"));
    let codes: Vec<String> = scenario.compartment.iter().map(|c| c.code.clone()).collect();
    for desk in desks.values() {
        desk.enrol(&codes).await?;
    }
    play::charters(&scenario, &desks, &mut report, say).await?;
    for desk in desks.values() {
        desk.man().await?;
    }
    play::notices(&scenario, &desks, &mut report, say).await?;
    if let Some(of) = &scenario.records {
        play::records(of, &desks, "IR", &mut report, say).await?;
    }
    let pages = pages(&desks, report.first_t1.as_deref()).await?;
    if !wishes.first_day_only {
        let mut stage = Stage { scenario: &scenario, desks: &mut desks, relays: &mut relays, skew_ms };
        faults::play(&mut stage, &mut report, say).await?;
    }
    fingerprints(&desks, &mut report).await?;
    line(&desks, &mut report).await?;
    for desk in desks.values_mut() {
        desk.off().await;
    }
    for relay in relays.values_mut() {
        relay.down().await?;
    }
    report.elapsed_s = started.elapsed().as_secs();
    Ok((report, pages))
}

fn skew_ms(scenario: &Scenario) -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_ms = i64::try_from(since.as_millis()).unwrap_or_default();
    let starts = scenario.starts.parse::<jiff::Timestamp>().map_or(0, |t| t.as_millisecond());
    starts - now_ms
}

async fn pages(desks: &Desks, number: Option<&str>) -> Result<Vec<Page>, ExconError> {
    let mut pages = Vec::new();
    let Some(number) = number else { return Ok(pages) };
    for code in ["US", "IR"] {
        let Some(desk) = desks.get(code) else { continue };
        let question = Ask::Show { number: number.to_owned(), language: desk.language.clone() };
        if let Told::Notice { lines, .. } = desk.ask(question).await? {
            let lines = lines.into_iter().map(|line| line.text).collect();
            pages.push(Page { party: code.to_owned(), lines });
        }
    }
    Ok(pages)
}

/// Fingerprints of every compartment on every member; equal, once nothing is under way.
async fn fingerprints(desks: &Desks, report: &mut Report) -> Result<(), ExconError> {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        report.fingerprints.clear();
        for (party, desk) in desks {
            if let Told::Status(status) = desk.ask(Ask::Status {}).await? {
                for compartment in status.compartments {
                    let by_party = report.fingerprints.entry(compartment.code).or_default();
                    by_party.insert(party.clone(), compartment.fingerprint);
                }
            }
        }
        let unequal: Vec<&String> = report
            .fingerprints
            .iter()
            .filter(|(_, by)| by.values().any(|f| Some(f) != by.values().next()))
            .map(|(code, _)| code)
            .collect();
        if unequal.is_empty() {
            return Ok(());
        }
        if Instant::now() > until {
            let failure = format!("fingerprints differ in {unequal:?}");
            report.failures.push(failure);
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn line(desks: &Desks, report: &mut Report) -> Result<(), ExconError> {
    for (party, desk) in desks {
        let Told::Status(status) = desk.ask(Ask::Status {}).await? else { continue };
        let Told::Lines { lines } = desk.ask(Ask::LineStatus {}).await? else { continue };
        report.line.extend(lines.into_iter().map(|line| LineReport {
            a: party.clone(),
            b: line.party,
            compartment: line.compartment,
            state: line.state,
            age_s: (status.now_ms - line.since_ms).max(0) / 1000,
        }));
    }
    Ok(())
}
