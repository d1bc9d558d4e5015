//! `demarche demo`: the shipped scenario on real nodes and relays over loopback.

use crate::case::Case;
use crate::desk::until;
use crate::error::ExconError;
use crate::faults::{self, Stage};
use crate::hand::{self, Stay};
use crate::parties::{self, Desks};
use crate::play::{self, Say};
use crate::relays::{self, Reader};
use crate::report::{self, LineReport, Report};
use exercise::scenario::Scenario;
use line::config::Planted;
use node::api::{Ask, BoardTold, Exporting, Hex, Told};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What a caller of the demo may set.
#[derive(Clone, Default)]
pub struct Wishes {
    /// Sees every body at each relay after TLS, with the relay's id (for the test of the reading relay).
    pub reader: Option<Reader>,
    /// Rules of the line broken on purpose at every node, so that such a test finds what it must find.
    pub planted: Planted,
    /// Another case than the shipped one.
    pub case: Option<Case>,
    /// Leave D12 out, but for this many of its acts.
    pub acts: Option<usize>,
    /// Keep the nodes and their consoles open after the play, and do what is typed, until told to stop.
    pub stay: Option<Stay>,
}

/// The demo as it was played.
pub struct Played {
    /// The report.
    pub report: Report,
    /// Of the first red line, its author's and its readers' pages.
    pub pages: Vec<Page>,
    /// Every party's transcripts at the end; only if there is a reader, who must not know them.
    pub transcripts: Vec<Transcript>,
    /// The stalemate board at the end, as a party with most compartments holds it.
    pub board: Option<Board>,
}

/// The shared half of the stalemate board.
pub struct Board {
    /// What it says.
    pub board: BoardTold,
    /// SHA-256 over it.
    pub fingerprint: Hex,
    /// The same as digits.
    pub digits: String,
}

/// One compartment's transcript at one party.
pub struct Transcript {
    /// Whose.
    pub party: String,
    /// The compartment's code.
    pub code: String,
    /// The compartment's id.
    pub id: Vec<u8>,
    /// Entries in total order, canonical bytes.
    pub entries: Vec<Vec<u8>>,
}

/// A page of the demo: whose, and its lines.
pub struct Page {
    /// Which party sees it.
    pub party: String,
    /// Its lines.
    pub lines: Vec<String>,
}

/// Plays a case in `folder`.
///
/// # Errors
/// [`ExconError`] if the play cannot go on; end states that do not hold stand in the report instead.
pub async fn play(folder: &Path, wishes: Wishes, say: Say<'_>) -> Result<Played, ExconError> {
    let started = Instant::now();
    let case = match wishes.case {
        Some(case) => case,
        None => Case::shipped()?,
    };
    let (case, scenario) = (&case, &case.scenario);
    let skew_ms = skew_ms(scenario);
    let mut report = Report {
        scenario: scenario.title.clone(),
        parties: scenario.party.iter().map(|p| p.code.clone()).collect(),
        ..Report::default()
    };
    say(&format!("{}  {}  {}", scenario.status, scenario.title, scenario.notice));
    let mut relays = relays::start(scenario, folder, wishes.reader.as_ref(), skew_ms).await?;
    let mut desks = parties::start(scenario, folder, &relays, (skew_ms, wishes.planted)).await?;
    let pairs = parties::pair(&desks).await?;
    let (named, hosts) = (report.parties.join(" "), relays.keys().cloned().collect::<Vec<_>>().join(" "));
    say(&format!("nodes {named}, relays {hosts}; {pairs} pairs, every fingerprint typed as heard"));
    let codes: Vec<String> = scenario.compartment.iter().map(|c| c.code.clone()).collect();
    for desk in desks.values() {
        desk.enrol(&codes).await?;
    }
    say("\nCompartments, each with its charter released by two officers and read back by every other member");
    play::charters(case, &desks, &mut report, say).await?;
    for desk in desks.values() {
        desk.man().await?;
    }
    say("\nRed lines and their read-backs");
    play::notices(case, &desks, &mut report, say).await?;
    if let Some(of) = &scenario.records {
        say("\nReal incident records, sent as E1");
        play::records(case, of, &desks, &mut report, say).await?;
    }
    let pages = pages(scenario, &desks, report.first_t1.as_deref()).await?;
    let acts = wishes.acts.unwrap_or(usize::MAX);
    if acts > 0 && !scenario.fault.is_empty() {
        say("\nThe line is cut in every way that has a word (tests every few seconds instead of every hour)");
        let mut stage = Stage { case, desks: &mut desks, relays: &mut relays, skew_ms };
        faults::play(&mut stage, acts, &mut report, say).await?;
    }
    fingerprints(&desks, &mut report).await?;
    line(&desks, &mut report).await?;
    let board = board(&desks, &mut report).await?;
    if let Some(stay) = wishes.stay {
        let mut stage = Stage { case, desks: &mut desks, relays: &mut relays, skew_ms };
        say(&format!("\n{}", hand::help(&stage)));
        consoles(stage.desks, say).await?;
        stay.play(&mut stage, say).await;
    }
    let transcripts = if wishes.reader.is_some() { transcripts(&desks).await? } else { Vec::new() };
    for desk in desks.values_mut() {
        desk.off().await;
    }
    for relay in relays.values_mut() {
        relay.down().await?;
    }
    report.elapsed_s = started.elapsed().as_secs();
    Ok(Played { report, pages, transcripts, board })
}

/// Prints a link a person into each party's console.
async fn consoles(desks: &Desks, say: Say<'_>) -> Result<(), ExconError> {
    say("\nConsoles, each link for one browser and ten minutes; Ctrl-C ends the demo");
    for (party, desk) in desks {
        let Told::Status(status) = desk.ask(Ask::Status {}).await? else { continue };
        let codes: Vec<String> = status.compartments.into_iter().map(|c| c.code).collect();
        for (person, role) in [("watch-1", "WATCH"), ("senior-1", "SENIOR")] {
            say(&format!("{party} {role:<6} {}", desk.link(person, role, &codes).await?));
        }
    }
    Ok(())
}

async fn transcripts(desks: &Desks) -> Result<Vec<Transcript>, ExconError> {
    let mut transcripts = Vec::new();
    for (party, desk) in desks {
        let Told::Status(status) = desk.ask(Ask::Status {}).await? else { continue };
        for compartment in status.compartments {
            let mut exporting = Exporting::of(&compartment.code);
            while exporting.take(desk.ask(exporting.question()).await?).unwrap_or(false) {}
            transcripts.push(Transcript {
                party: party.clone(),
                code: compartment.code,
                id: compartment.id.0,
                entries: exporting.entries(),
            });
        }
    }
    Ok(transcripts)
}

fn skew_ms(scenario: &Scenario) -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_ms = i64::try_from(since.as_millis()).unwrap_or_default();
    let starts = scenario.starts.parse::<jiff::Timestamp>().map_or(0, |t| t.as_millisecond());
    starts - now_ms
}

/// The first red line as its author and its readers see it.
async fn pages(scenario: &Scenario, desks: &Desks, number: Option<&str>) -> Result<Vec<Page>, ExconError> {
    let mut pages = Vec::new();
    let first = scenario.notice_of.iter().find(|step| step.refused.is_empty());
    let (Some(number), Some(step)) = (number, first) else { return Ok(pages) };
    let mut seers = vec![&step.by];
    for read_back in &step.read_back {
        if !seers.contains(&&read_back.by) {
            seers.push(&read_back.by);
        }
    }
    for code in seers {
        let desk = parties::desk_of(desks, code)?;
        let question = Ask::Show {
            number: number.to_owned(),
            language: desk.language.clone(),
            digits: None,
            calendar: None,
        };
        if let Told::Notice { lines, .. } = desk.ask(question).await? {
            let lines = lines.into_iter().map(|line| line.text).collect();
            pages.push(Page { party: code.clone(), lines });
        }
    }
    Ok(pages)
}

/// Fingerprints of every compartment on every member; equal, once nothing is under way.
async fn fingerprints(desks: &Desks, report: &mut Report) -> Result<(), ExconError> {
    let equal = until(SETTLES_WITHIN, async || {
        report.fingerprints.clear();
        for (party, desk) in desks {
            if let Told::Status(status) = desk.ask(Ask::Status {}).await? {
                for compartment in status.compartments {
                    let by_party = report.fingerprints.entry(compartment.code).or_default();
                    by_party.insert(party.clone(), compartment.fingerprint);
                }
            }
        }
        Ok(report.fingerprints.values().all(report::equal).then_some(()))
    });
    if equal.await?.is_none() {
        let unequal = report.fingerprints.iter().filter(|(_, by)| !report::equal(by));
        let unequal: Vec<&str> = unequal.map(|(code, _)| code.as_str()).collect();
        let failure = format!("fingerprints differ in {}", unequal.join(" "));
        report.failures.push(failure);
    }
    Ok(())
}

/// The stalemate board of every party at one instant: those who hold the same compartments hold the same board.
async fn board(desks: &Desks, report: &mut Report) -> Result<Option<Board>, ExconError> {
    let mut now_ms = i64::MAX;
    for desk in desks.values() {
        if let Told::Status(status) = desk.ask(Ask::Status {}).await? {
            now_ms = now_ms.min(status.now_ms);
        }
    }
    let at_ms = now_ms - now_ms.rem_euclid(60_000);
    let mut boards: Vec<(String, Board)> = Vec::new();
    for (party, desk) in desks {
        let told = desk.ask(Ask::Board { at_ms: Some(at_ms), compartments: None }).await?;
        if let Told::Board { board, fingerprint, digits } = told {
            report.boards.insert(party.clone(), digits.clone());
            boards.push((party.clone(), Board { board, fingerprint, digits }));
        }
    }
    boards.sort_by_key(|(_, it)| std::cmp::Reverse(it.board.compartments.len()));
    for (party, it) in &boards {
        let same = |(_, other): &&(String, Board)| other.board.compartments == it.board.compartments;
        if boards.iter().filter(same).any(|(_, other)| other.digits != it.digits) {
            report.failures.push(format!("the stalemate board of {party} differs from another's"));
        }
    }
    Ok(boards.into_iter().next().map(|(_, board)| board))
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

/// How long entries of the last acts may be under way.
const SETTLES_WITHIN: Duration = Duration::from_secs(30);
