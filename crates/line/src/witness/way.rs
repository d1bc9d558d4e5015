//! Intervals of deposit and arrival: latest lower, earliest upper, over what nothing contradicts.

use super::clock::Event;
use super::span::Span;
use super::{Testimony, Verdict, Way};
use crate::ids::PartyCode;
use crate::prove::{PathProof, Source};
use crate::relay_api::RelayTime;
use crate::time::Bracket;
use std::collections::{BTreeMap, BTreeSet};

/// Intervals on every path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// A line for each path, recipient and clock, in that order.
    pub paths: Vec<PathProof>,
    /// Earliest arrival at each recipient, least over its paths, in its own clock.
    pub first_arrival: Vec<(PartyCode, Bracket)>,
}

impl Testimony {
    /// Intervals on every path. Of the relay that is named no word counts, nor, where nobody is, of any that may be
    /// the liar.
    pub fn account(&self, verdict: &Verdict) -> Account {
        let relay = |source: &Source| match source {
            Source::Relay(path) => Some(path.clone()),
            Source::Party(_) => None,
        };
        let doubted: BTreeSet<String> = match &verdict.named {
            Some(path) => BTreeSet::from([path.clone()]),
            None => verdict.found.iter().flat_map(|c| c.sources.iter().filter_map(relay)).collect(),
        };
        let mut account = Account::default();
        let mut first: BTreeMap<PartyCode, Bracket> = BTreeMap::new();
        for way in &self.ways {
            let trusted = !doubted.contains(&way.path);
            for clock in [&way.sender, &way.recipient] {
                let deposit = self.deposit_in(clock, way, trusted);
                let arrival = self.arrival_in(clock, way, trusted);
                if let Some(arrival) = arrival.filter(|_| *clock == way.recipient) {
                    let best = first.entry(way.recipient.clone()).or_insert(arrival);
                    best.earliest_ms = best.earliest_ms.min(arrival.earliest_ms);
                    best.latest_ms = best.latest_ms.min(arrival.latest_ms);
                }
                let (path, recipient, clock) = (way.path.clone(), way.recipient.clone(), clock.clone());
                account.paths.push(PathProof { path, recipient, deposit, arrival, clock });
            }
        }
        account.first_arrival = first.into_iter().collect();
        account
    }

    /// The deposit: the depositor's own bracket, and the relay's stamp of it as told to each end.
    fn deposit_in(&self, clock: &PartyCode, way: &Way, trusted: bool) -> Option<Bracket> {
        let sent = way.deposit.as_ref().map(|d| (Event::of(&d.bracket, d.said), d.told));
        let got = way.fetch.as_ref().and_then(|f| Some((Event::of(f.bracket.as_ref()?, f.said), f.told)));
        let own = sent.and_then(|(event, _)| self.told_in(clock, &way.sender, &event, event.span));
        let stamp = |party: &PartyCode, said: Option<(Event, Option<RelayTime>)>| {
            let (event, told) = said.filter(|_| trusted)?;
            self.told_in(clock, party, &event, self.stamped(party, way, &event, told?)?)
        };
        let of_sender = stamp(&way.sender, sent);
        let same = way.deposit.is_none() || way.one_sealing();
        let of_recipient = stamp(&way.recipient, got.filter(|_| same));
        narrow([own, of_sender, of_recipient])
    }

    /// The arrival: the recipient's own clock, not before the relay handed it over.
    fn arrival_in(&self, clock: &PartyCode, way: &Way, trusted: bool) -> Option<Bracket> {
        let fetch = way.fetch.as_ref()?;
        let error = i64::from(fetch.arrival.error_ms);
        let own = Span { low: fetch.arrival.utc_ms, high: fetch.arrival.utc_ms }.wider(error);
        let bracket = fetch.bracket.unwrap_or(own.bracket());
        let event = Event::of(&bracket, fetch.said);
        let handed = fetch.handed_over.filter(|_| trusted && fetch.bracket.is_some());
        let handed = handed.and_then(|told| self.stamped(&way.recipient, way, &event, told));
        let handed = handed.map(|stamp| Span { low: stamp.low.min(own.high), ..own });
        narrow(
            [Some(own), handed]
                .map(|span| span.and_then(|span| self.told_in(clock, &way.recipient, &event, span))),
        )
    }

    /// A relay's stamp in the clock of the party to which it was told, by what that party published of it.
    fn stamped(&self, party: &PartyCode, way: &Way, event: &Event, told: RelayTime) -> Option<Span> {
        let clock = self.clocks.get(party).filter(|clock| clock.reaches(event))?;
        let stamp = Span { low: told.utc_ms, high: told.utc_ms };
        Some(stamp.minus(clock.offset(&way.path, event.span)?))
    }

    /// A span around an event of one party's clock in another's; `None` while their difference is unknown.
    fn told_in(&self, clock: &PartyCode, party: &PartyCode, event: &Event, span: Span) -> Option<Span> {
        if clock == party {
            return Some(span);
        }
        self.clocks.get(party).filter(|own| own.reaches(event))?;
        let ahead = self.ahead(party, clock, event.span).filter(|ahead| ahead.low <= ahead.high)?;
        Some(span.plus(ahead))
    }
}

/// The intersection; a span that contradicts those before it is left out.
fn narrow<const N: usize>(spans: [Option<Span>; N]) -> Option<Bracket> {
    let all = spans.into_iter().flatten().reduce(|all, span| all.meet(span).unwrap_or(all));
    all.map(Span::bracket)
}
