//! A line test on a person's word: sent now, then waited for until every member that sends has acknowledged it.

use super::line_side::line_told;
use crate::api::{TestTold, Told};
use crate::error::NodeError;
use crate::roll::Running;
use chancery::{Compartment, Input};
use line::config::Tempo;
use line::entry::{Entry, Kind};
use line::ids::Seq;
use line::machine;
use line::mls_group::MlsGroup;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// A compartment whose test is under way.
struct Asked {
    code: String,
    worker: Arc<Running>,
    changed: watch::Receiver<u64>,
    /// The own TEST before this one.
    before: Option<Seq>,
}

/// Tests these compartments at once and waits for all of them.
pub(super) async fn answer(all: Vec<(String, Arc<Running>)>, timeout_ms: u64) -> Result<Told, NodeError> {
    let began = Instant::now();
    let mut asked = Vec::new();
    for (code, worker) in all {
        let changed = worker.shared.changed.subscribe();
        let before = worker.ask(|core, _| newest(core).map(|entry| entry.header.seq)).await?;
        worker.input(Input::Line(machine::Input::TestNow));
        asked.push(Asked { code, worker, changed, before });
    }
    let until = began + Duration::from_millis(timeout_ms.min(LONGEST_MS));
    let (mut tests, mut reached) = (Vec::new(), true);
    for compartment in asked {
        let (rows, all) = waited(compartment, began, until).await?;
        tests.extend(rows);
        reached &= all;
    }
    Ok(Told::LineTests { reached, tests })
}

/// Blocks on changes of one compartment until all have acknowledged or the time is over.
async fn waited(
    mut asked: Asked,
    began: Instant,
    until: Instant,
) -> Result<(Vec<TestTold>, bool), NodeError> {
    let mut first: BTreeMap<String, u64> = BTreeMap::new();
    loop {
        asked.changed.mark_unchanged();
        let (code, before) = (asked.code.clone(), asked.before);
        let mut rows = asked.worker.ask(move |core, _| rows(core, &code, before)).await?;
        for row in rows.iter_mut().filter(|row| row.answered_ms.is_some()) {
            let now_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            row.answered_ms = Some(*first.entry(row.party.clone()).or_insert(now_ms));
        }
        let all = rows.iter().all(|row| row.answered_ms.is_some());
        let waiting = tokio::time::timeout_at(until, asked.changed.changed());
        if all || !matches!(waiting.await, Ok(Ok(()))) {
            return Ok((rows, all));
        }
    }
}

/// A row a member that sends; the time of an answer is filled in by the caller.
fn rows(core: &Compartment<MlsGroup>, code: &str, before: Option<Seq>) -> Vec<TestTold> {
    let line = core.line();
    let test = newest(core).filter(|test| before.is_none_or(|seq| test.header.seq > seq));
    let answered = test.as_ref().and_then(|test| line.prove(&test.hash)).map(|proof| proof.attested_by);
    let states = line.line_states();
    let sends = |party| line.config().members.get(party).is_some_and(|tempo| *tempo != Tempo::Silent);
    let row = |(party, state)| {
        let told = line_told(code, party, state);
        TestTold {
            compartment: told.compartment,
            party: told.party,
            sent: test.is_some(),
            answered_ms: answered.as_ref().and_then(|by| by.contains(party).then_some(0)),
            state: told.state,
            word: told.word,
        }
    };
    states.iter().filter(|(party, _)| sends(party)).map(row).collect()
}

/// The own newest TEST.
fn newest(core: &Compartment<MlsGroup>) -> Option<Cow<'_, Entry>> {
    let own = &core.setup().line.own;
    let line = core.line();
    let docket = line.order().rev().find(|d| d.header.kind == Kind::Test && d.header.author == *own)?;
    line.entry(&docket.hash)
}

const LONGEST_MS: u64 = 24 * 3_600_000;
