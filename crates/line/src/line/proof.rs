//! `prove`: intervals of deposit and arrival on each path, in both clocks, from admitted entries alone, so that equal
//! cuts give equal answers on every node (line.md section 12).

use super::Line;
use crate::body::{Statement, Test};
use crate::config::Attestation;
use crate::entry::Kind;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode, PathId, Seq};
use crate::prove::{PathProof, ProveReport};
use crate::relay_api::RelayTime;
use crate::time::Bracket;
use std::collections::BTreeMap;

/// What both ends said of one path.
#[derive(Default)]
struct Ends<'a> {
    deposit: Option<&'a Statement>,
    fetch: Option<&'a Statement>,
}

/// A closed interval of milliseconds: of instants or of offsets.
type Span = (i64, i64);

impl<G: Group> Line<G> {
    /// Where and when an entry was deposited and received; `None` if it is not here.
    pub fn prove(&self, entry: &EntryHash) -> Option<ProveReport> {
        let header = &self.transcript.entry(entry)?.header;
        let mut paths: BTreeMap<(PathId, PartyCode, PartyCode), Ends<'_>> = BTreeMap::new();
        for (by, receipt, statement) in self.statements.of(entry) {
            if !self.transcript.admitted(receipt) {
                continue;
            }
            let (path, peer) = (statement.path.clone(), statement.peer.clone());
            match statement.deposit {
                Some(_) => paths.entry((path, peer, by.clone())).or_default().deposit = Some(statement),
                None => paths.entry((path, by.clone(), peer)).or_default().fetch = Some(statement),
            }
        }
        let mut report = ProveReport {
            entry: *entry,
            author: header.author.clone(),
            paths: Vec::new(),
            first_arrival: Vec::new(),
            named: Vec::new(),
            attested_by: self.attesting(&header.author, header.seq),
            mode: match self.config.attestation {
                Attestation::MutualOnly => "MUTUAL-ONLY",
                Attestation::Transferable => "TRANSFERABLE",
            },
        };
        let mut first: BTreeMap<PartyCode, Bracket> = BTreeMap::new();
        for ((path, recipient, sender), ends) in &paths {
            for clock in [sender, recipient] {
                let deposit = self.deposit_in(clock, sender, recipient, path, ends);
                let arrival = self.arrival_in(clock, recipient, path, ends);
                if let Some(arrival) = arrival.filter(|_| clock == recipient) {
                    let best = first.entry(recipient.clone()).or_insert(arrival);
                    best.earliest_ms = best.earliest_ms.min(arrival.earliest_ms);
                    best.latest_ms = best.latest_ms.min(arrival.latest_ms);
                }
                let (path, recipient, clock) = (path.clone(), recipient.clone(), clock.clone());
                report.paths.push(PathProof { path, recipient, deposit, arrival, clock });
            }
        }
        report.first_arrival = first.into_iter().collect();
        Some(report)
    }

    /// Members whose admitted entries name this place or a later one of its author.
    fn attesting(&self, author: &PartyCode, seq: Seq) -> Vec<PartyCode> {
        let cover = |(by, cut): &(&PartyCode, &crate::cut::Cut)| cut.covers(author, seq) && *by != author;
        self.told.iter().filter(cover).map(|(by, _)| by.clone()).collect()
    }

    /// The deposit: the depositor's own bracket, and the relay's stamp as told to each end.
    fn deposit_in(
        &self,
        clock: &PartyCode,
        sender: &PartyCode,
        recipient: &PartyCode,
        path: &str,
        ends: &Ends<'_>,
    ) -> Option<Bracket> {
        let own = ends
            .deposit
            .and_then(|s| s.deposit)
            .and_then(|b| self.convert((b.earliest_ms, b.latest_ms), sender, clock));
        let told = |statement: Option<&Statement>, by: &PartyCode| {
            let span = self.off_relay(statement?.told?, by, path)?;
            self.convert(span, by, clock)
        };
        let stamps = [told(ends.deposit, sender), told(ends.fetch, recipient)];
        narrow(own.into_iter().chain(stamps.into_iter().flatten()))
    }

    /// The arrival: the recipient's own clock, not before the relay handed it over.
    fn arrival_in(
        &self,
        clock: &PartyCode,
        recipient: &PartyCode,
        path: &str,
        ends: &Ends<'_>,
    ) -> Option<Bracket> {
        let statement = ends.fetch?;
        let at = statement.arrival?;
        let error = i64::from(at.error_ms);
        let own = (at.utc_ms.saturating_sub(error), at.utc_ms.saturating_add(error));
        let fetch = statement.fetch.map(|b| (b.earliest_ms.saturating_sub(error), own.1));
        let handed = statement
            .handed_over
            .and_then(|f| self.off_relay(f, recipient, path))
            .map(|(low, _)| (low, own.1));
        let all = [Some(own), fetch, handed].into_iter().flatten();
        narrow(all.filter_map(|span| self.convert(span, recipient, clock)))
    }

    /// A relay's stamp in a party's clock, by the bounds that the party's last TEST published.
    fn off_relay(&self, told: RelayTime, party: &PartyCode, path: &str) -> Option<Span> {
        let bound = self.tests_of(party).find_map(|t| t.offsets.into_iter().find(|o| o.relay == path))?;
        let error = i64::from(told.error_ms);
        Some((
            told.utc_ms.saturating_sub(bound.high_ms).saturating_sub(error),
            told.utc_ms.saturating_sub(bound.low_ms).saturating_add(error),
        ))
    }

    /// A span of one party's clock in another's; `None` while their offset is unknown.
    fn convert(&self, span: Span, from: &PartyCode, to: &PartyCode) -> Option<Span> {
        if from == to {
            return Some(span);
        }
        let (low, high) = self.party_offset(from, to)?;
        Some((span.0.saturating_add(low), span.1.saturating_add(high)))
    }

    /// Bounds of `to` minus `from`, ms, by the last TEST each way: what `from` sent at a1 came at b1, what `to` sent
    /// at b2 came at a2, so it lies in \[b2 - a2, b1 - a1\].
    fn party_offset(&self, from: &PartyCode, to: &PartyCode) -> Option<Span> {
        let high = self.last_flight(from, to)?;
        let low = self.last_flight(to, from)?;
        (low.saturating_neg() <= high).then(|| (low.saturating_neg(), high))
    }

    /// Arrival at `to` (its clock) less sending by `from` (its clock) of the last TEST that `to` echoed.
    fn last_flight(&self, from: &PartyCode, to: &PartyCode) -> Option<i64> {
        let echo = self.tests_of(to).find_map(|t| t.echo.into_iter().find(|e| e.party == *from))?;
        let sent = self.transcript.at(from, echo.seq)?.header.claimed_ms;
        Some(echo.arrived.utc_ms.saturating_sub(sent))
    }

    /// Admitted TESTs of a party, newest first.
    fn tests_of<'a>(&'a self, party: &'a PartyCode) -> impl Iterator<Item = Test> + 'a {
        let tests = self.transcript.order().rev();
        let tests = tests.filter(move |e| e.header.kind == Kind::Test && e.header.author == *party);
        tests.filter_map(|e| Test::decode(&e.body).ok())
    }
}

/// The intersection; a span that contradicts those before it is left out.
fn narrow(spans: impl Iterator<Item = Span>) -> Option<Bracket> {
    let all = spans.fold(None, |all: Option<Span>, (low, high)| match all {
        None => Some((low, high)),
        Some((l, h)) if low.max(l) <= high.min(h) => Some((low.max(l), high.min(h))),
        kept => kept,
    });
    all.map(|(earliest_ms, latest_ms)| Bracket { earliest_ms, latest_ms })
}
