//! Every contradiction of a testimony.

use super::clock::{Clock, Event};
use super::marzullo::{Agreement, agreement};
use super::span::{Span, drift};
use super::{HONEST_MS, SLACK_MS, Testimony, Way};
use crate::ids::PartyCode;
use crate::prove::{Conflict, Contradiction, Source};
use crate::relay_api::RelayTime;
use std::collections::{BTreeMap, BTreeSet};

impl Testimony {
    /// All of them, in order, each once.
    pub(super) fn contradictions(&self) -> Vec<Contradiction> {
        let mut found = Vec::new();
        for way in &self.ways {
            found.extend(self.of_deposit(way));
            found.extend(self.of_hand_over(way));
            found.extend(two_times(way));
            found.extend(order(way));
            found.extend(self.two_clocks(way));
        }
        for (party, event) in self.first_events() {
            found.extend(self.jumps(&party));
            found.extend(self.alone(&party, &event));
        }
        found.extend(self.impossible_flights());
        found.sort();
        found.dedup();
        found
    }

    /// A party's clock, if what happened lies in its run.
    pub(super) fn clock(&self, party: &PartyCode, event: &Event) -> Option<&Clock> {
        self.clocks.get(party).filter(|clock| clock.holds(event))
    }

    /// The same, if nothing can have moved that clock since: what makes somebody a liar rests on such alone.
    fn enclosed(&self, party: &PartyCode, event: &Event) -> Option<&Clock> {
        self.clocks.get(party).filter(|clock| clock.encloses(event))
    }

    /// The least and greatest that `to`'s clock can be ahead of `from`'s, at a time of `from`'s clock, by the
    /// TESTs of both; the least is above the greatest if these cannot all be true.
    pub(super) fn ahead(&self, from: &PartyCode, to: &PartyCode, at: Span) -> Option<Span> {
        let far =
            |ms: i64| drift(ms.abs_diff(at.low).max(ms.abs_diff(at.high)).try_into().unwrap_or(i64::MAX));
        let out = self.flown(from, to).map(|(sent, got)| got.saturating_sub(sent).saturating_add(far(sent)));
        let back = self.flown(to, from).map(|(sent, got)| sent.saturating_sub(got).saturating_sub(far(got)));
        Some(Span { low: back.max()?, high: out.min()? })
    }

    /// TESTs of one party that the other fetched: sent by the one's clock, there at the latest by the other's.
    fn flown<'a>(&'a self, from: &'a PartyCode, to: &'a PartyCode) -> impl Iterator<Item = (i64, i64)> + 'a {
        let flights = self.flights.iter().filter(move |f| f.from == *from && f.to == *to);
        flights.filter_map(move |flight| {
            let marks = self.clocks.get(from)?.marks();
            let mark = &marks[marks.binary_search_by_key(&flight.seq, |mark| mark.seq).ok()?];
            self.clock(to, &Event::of(&flight.fetched, flight.said))?;
            Some((mark.at_ms, flight.fetched.latest_ms))
        })
    }

    fn of_deposit(&self, way: &Way) -> Option<Contradiction> {
        let deposit = way.deposit.as_ref()?;
        let event = Event::of(&deposit.bracket, deposit.said);
        let by_ms = self.outside(&way.sender, way, &event, deposit.told?)?;
        Some(relay_lies(Conflict::Deposit, way, &[&way.sender], by_ms))
    }

    fn of_hand_over(&self, way: &Way) -> Option<Contradiction> {
        let fetch = way.fetch.as_ref()?;
        let event = Event::of(fetch.bracket.as_ref()?, fetch.said);
        let by_ms = self.outside(&way.recipient, way, &event, fetch.handed_over?)?;
        Some(relay_lies(Conflict::HandOver, way, &[&way.recipient], by_ms))
    }

    /// How far a relay's stamp lies outside a party's own bracket, by what that party published of the relay
    /// before and after.
    fn outside(&self, party: &PartyCode, way: &Way, event: &Event, told: RelayTime) -> Option<i64> {
        let (before, after) = self.clock(party, event)?.beside(&way.path, event.span);
        let stamp = Span { low: told.utc_ms, high: told.utc_ms };
        let offset = stamp.minus(event.span);
        let beyond = [offset.beyond(before?), offset.beyond(after?)];
        beyond.into_iter().min_by_key(|ms| ms.unsigned_abs()).filter(|ms| matters(*ms))
    }

    /// One relay, two parties, two clocks.
    fn two_clocks(&self, way: &Way) -> Option<Contradiction> {
        let (deposit, fetch) = (way.deposit.as_ref()?, way.fetch.as_ref()?);
        let sent = Event::of(&deposit.bracket, deposit.said);
        let got = Event::of(fetch.bracket.as_ref()?, fetch.said);
        let of_sender = self.enclosed(&way.sender, &sent)?.offset(&way.path, sent.span)?;
        let of_recipient = self.enclosed(&way.recipient, &got)?.offset(&way.path, got.span)?;
        let ahead = self.ahead(&way.sender, &way.recipient, sent.span).filter(|a| a.low <= a.high)?;
        let between = got.span.minus(sent.span.plus(ahead));
        let passed = between.low.saturating_abs().max(between.high.saturating_abs());
        let by_ms = of_sender.minus(ahead).beyond(of_recipient.after(passed));
        let both = [&way.sender, &way.recipient];
        matters(by_ms / 2).then(|| relay_lies(Conflict::TwoClocks, way, &both, by_ms))
    }

    /// The first thing that each party said of this entry.
    fn first_events(&self) -> BTreeMap<PartyCode, Event> {
        let mut events: BTreeMap<PartyCode, Event> = BTreeMap::new();
        let deposits = self.ways.iter().filter_map(|w| {
            let deposit = w.deposit.as_ref()?;
            Some((&w.sender, Event::of(&deposit.bracket, deposit.said)))
        });
        let fetches = self.ways.iter().filter_map(|w| {
            let fetch = w.fetch.as_ref()?;
            Some((&w.recipient, Event::of(fetch.bracket.as_ref()?, fetch.said)))
        });
        for (party, event) in deposits.chain(fetches) {
            let first = events.entry(party.clone()).or_insert(event);
            if (event.said.seq, event.span.low) < (first.said.seq, first.span.low) {
                *first = event;
            }
        }
        events
    }

    /// Relays over which this entry went.
    fn relays(&self) -> BTreeSet<&str> {
        self.ways.iter().map(|way| way.path.as_str()).collect()
    }

    /// The greatest step of each relay's offset within a party's run.
    fn jumps(&self, party: &PartyCode) -> Vec<Contradiction> {
        let Some(clock) = self.clocks.get(party) else { return Vec::new() };
        let jump = |relay: &str| {
            let by_ms = clock.steps(relay).into_iter().max_by_key(|step| step.unsigned_abs())?;
            let sources = vec![Source::Relay(relay.to_owned())];
            let seen_by = vec![party.clone()];
            matters(by_ms).then_some(Contradiction { conflict: Conflict::Jump, sources, seen_by, by_ms })
        };
        self.relays().into_iter().filter_map(jump).collect()
    }

    /// Which clock no other agrees with, in a party's own time.
    fn alone(&self, party: &PartyCode, event: &Event) -> Option<Contradiction> {
        let clock = self.clock(party, event)?;
        let mark = clock.mark_at(event.span)?;
        let own = Span { low: 0, high: 0 }.wider(HONEST_MS.saturating_add(i64::from(mark.error_ms)));
        let mut clocks = vec![(Source::Party(party.clone()), own)];
        for other in self.clocks.keys().filter(|other| *other != party) {
            if let Some(ahead) = self.ahead(party, other, event.span).filter(|a| a.low <= a.high) {
                clocks.push((Source::Party(other.clone()), ahead.wider(HONEST_MS)));
            }
        }
        for relay in mark.bounds.keys() {
            if let Some(offset) = clock.offset(relay, event.span) {
                clocks.push((Source::Relay(relay.clone()), offset.wider(HONEST_MS)));
            }
        }
        let (conflict, sources, by_ms) = match agreement(&clocks) {
            Agreement::All => return None,
            Agreement::AllBut(sources, by_ms) => (Conflict::Alone, sources, by_ms),
            Agreement::None => (Conflict::NoMajority, Vec::new(), 0),
        };
        let relays = self.relays();
        let elsewhere = |s: &Source| matches!(s, Source::Relay(path) if !relays.contains(path.as_str()));
        let concerns = sources.is_empty() || !sources.iter().all(elsewhere);
        concerns.then(|| Contradiction { conflict, sources, seen_by: vec![party.clone()], by_ms })
    }

    /// Pairs of parties whose TESTs came before they were sent, both ways taken together.
    fn impossible_flights(&self) -> Vec<Contradiction> {
        let events = self.first_events();
        let pair = |(a, b): (&PartyCode, &PartyCode)| {
            let ahead = self.ahead(a, b, events.get(a)?.span)?;
            let by_ms = ahead.low.saturating_sub(ahead.high);
            let both = vec![a.clone(), b.clone()];
            let sources = both.iter().cloned().map(Source::Party).collect();
            let conflict = Conflict::Flights;
            (by_ms > 2 * SLACK_MS).then_some(Contradiction { conflict, sources, seen_by: both, by_ms })
        };
        let pairs = events.keys().flat_map(|a| events.keys().filter(move |b| a < *b).map(move |b| (a, b)));
        pairs.filter_map(pair).collect()
    }
}

/// One deposit, two times.
fn two_times(way: &Way) -> Option<Contradiction> {
    let (to_sender, to_recipient) = (way.deposit.as_ref()?.told?, way.fetch.as_ref()?.told?);
    let by_ms = to_recipient.utc_ms.saturating_sub(to_sender.utc_ms);
    let differ = way.one_sealing() && by_ms != 0;
    differ.then(|| relay_lies(Conflict::TwoTimes, way, &[&way.sender, &way.recipient], by_ms))
}

/// Handed over before it was there.
fn order(way: &Way) -> Option<Contradiction> {
    let fetch = way.fetch.as_ref()?;
    let by_ms = fetch.told?.utc_ms.saturating_sub(fetch.handed_over?.utc_ms);
    (by_ms > SLACK_MS).then(|| relay_lies(Conflict::Order, way, &[&way.recipient], by_ms))
}

fn relay_lies(conflict: Conflict, way: &Way, seen_by: &[&PartyCode], by_ms: i64) -> Contradiction {
    let seen_by = seen_by.iter().map(|party| (*party).clone()).collect();
    Contradiction { conflict, sources: vec![Source::Relay(way.path.clone())], seen_by, by_ms }
}

fn matters(by_ms: i64) -> bool {
    by_ms.unsigned_abs() > SLACK_MS.unsigned_abs()
}
