//! Small worlds of four clocks in which the truth is known.

use super::*;
use crate::prove::Conflict;
use proptest::prelude::*;

/// Clocks as they are: what each is ahead of the truth, ms, and its drift in parts of a million.
#[derive(Debug, Clone, Copy)]
struct Truth {
    ahead_ms: i64,
    ppm: i64,
}

impl Truth {
    fn at(self, true_ms: i64) -> i64 {
        true_ms + self.ahead_ms + true_ms * self.ppm / 1_000_000
    }
}

/// How one relay of a world lies, and to whom.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Lie {
    relay: usize,
    by_ms: i64,
    /// Told to the sender, told to the recipient.
    to: (bool, bool),
    /// Only in receipts and hand-overs; the time asked for is right.
    only_receipts: bool,
}

/// A world of two parties, some relays, TESTs every ten minutes, one entry in the middle.
#[derive(Debug, Clone)]
struct Small {
    parties: [Truth; 2],
    relays: Vec<Truth>,
    /// ms of delay of each message, used in turn.
    delays: Vec<i64>,
    lie: Option<Lie>,
}

const MINUTE: i64 = 60_000;
const ENTRY_AT: i64 = 95 * MINUTE;
/// Whoever lies begins here.
const LIES_FROM: i64 = 64 * MINUTE;

impl Small {
    fn told(&self, relay: usize, party: usize, true_ms: i64, receipt: bool) -> i64 {
        let honest = self.relays[relay].at(true_ms);
        let lied = |l: &&Lie| {
            l.relay == relay
                && true_ms >= LIES_FROM
                && (receipt || !l.only_receipts)
                && [l.to.0, l.to.1][party]
        };
        honest + self.lie.as_ref().filter(lied).map_or(0, |l| l.by_ms)
    }

    fn delay(&self, at: usize) -> i64 {
        self.delays[at % self.delays.len()]
    }

    fn clock(&self, party: usize) -> Clock {
        let mark = |n: i64| {
            let at = (n * 10 + i64::try_from(party).expect("two")) * MINUTE;
            let bounds = (0..self.relays.len()).map(|relay| {
                let (there, back) = (self.delay(relay + party), self.delay(relay + 1));
                let told = self.told(relay, party, at, false);
                let (asked, answered) =
                    (self.parties[party].at(at - there), self.parties[party].at(at + back));
                (format!("R-{relay}"), (told - answered, told - asked))
            });
            Mark {
                seq: 2 * u64::try_from(n).expect("counts"),
                at_ms: self.parties[party].at(at),
                uptime_ms: u64::try_from(at).expect("after the start"),
                error_ms: 200,
                bounds: bounds.collect(),
            }
        };
        Clock::around((1..=18).map(mark).collect(), 19)
    }

    fn said(&self, party: usize, true_ms: i64) -> Said {
        let seq = 2 * u64::try_from(true_ms / MINUTE / 10).expect("counts") + 1;
        Said { seq, at_ms: self.parties[party].at(true_ms) }
    }

    fn flights(&self) -> Vec<Flight> {
        let flight = |n: i64, from: usize| {
            let at = (n * 10 + i64::try_from(from).expect("two")) * MINUTE;
            let got = at + self.delay(from) + self.delay(2);
            let to = 1 - from;
            let fetched = Bracket {
                earliest_ms: self.parties[to].at(got - 25_000),
                latest_ms: self.parties[to].at(got),
            };
            let seq = 2 * u64::try_from(n).expect("counts");
            Flight { from: party(from), seq, to: party(to), fetched, said: self.said(to, got + 50) }
        };
        (3..16).flat_map(|n| [flight(n, 0), flight(n, 1)]).collect()
    }

    fn way(&self, relay: usize) -> Way {
        let (there, back) = (self.delay(relay), self.delay(relay + 2));
        let deposited = ENTRY_AT + there;
        let handed = deposited + self.delay(relay + 3);
        let got = handed + self.delay(relay + 1);
        let told = |party, at| Some(RelayTime { utc_ms: self.told(relay, party, at, true), error_ms: 100 });
        let bracket = |party: usize, from, to| Bracket {
            earliest_ms: self.parties[party].at(from),
            latest_ms: self.parties[party].at(to),
        };
        // the stamp of a deposit is what the relay wrote down for each reader at the time of the deposit
        Way {
            path: format!("R-{relay}"),
            sender: party(0),
            recipient: party(1),
            deposit: Some(Deposit {
                said: self.said(0, ENTRY_AT + 3 * MINUTE),
                bracket: bracket(0, ENTRY_AT, deposited + back),
                told: told(0, deposited),
                sealing: Some([relay as u8; 8]),
            }),
            fetch: Some(Fetch {
                said: self.said(1, got + 50),
                bracket: Some(bracket(1, handed - 9_000, got)),
                told: told(1, deposited),
                handed_over: told(1, handed),
                arrival: Instant { utc_ms: self.parties[1].at(got), error_ms: 200 },
                sealing: Some([relay as u8; 8]),
            }),
        }
    }

    fn testimony(&self) -> Testimony {
        Testimony {
            clocks: (0..2).map(|at| (party(at), self.clock(at))).collect(),
            flights: self.flights(),
            ways: (0..self.relays.len()).map(|relay| self.way(relay)).collect(),
        }
    }
}

fn party(at: usize) -> PartyCode {
    PartyCode::parse(["IR", "US"][at]).expect("a party code")
}

fn truth() -> impl Strategy<Value = Truth> {
    (-120_000i64..=120_000, -50i64..=50).prop_map(|(ahead_ms, ppm)| Truth { ahead_ms, ppm })
}

fn small() -> impl Strategy<Value = Small> {
    let relays = prop::collection::vec(truth(), 2..4);
    let delays = prop::collection::vec(5i64..4_000, 7);
    ([truth(), truth()], relays, delays).prop_map(|(parties, relays, delays)| Small {
        parties,
        relays,
        delays,
        lie: None,
    })
}

fn lie() -> impl Strategy<Value = Lie> {
    let by = prop::sample::select(vec![3_600_000, -3_600_000, 30_000, -30_000]);
    let to = prop::sample::select(vec![(true, true), (true, false), (false, true)]);
    (0usize..2, by, to, any::<bool>()).prop_map(|(relay, by_ms, to, only_receipts)| Lie {
        relay,
        by_ms,
        to,
        only_receipts,
    })
}

fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn where_nobody_lies_nothing_contradicts_and_every_interval_holds_the_truth(small in small()) {
        let testimony = small.testimony();
        let verdict = testimony.judge();
        prop_assert_eq!(&verdict.found, &vec![]);
        for (at, proof) in testimony.account(&verdict).paths.iter().enumerate() {
            let relay = at / 2;
            let clock = small.parties[usize::from(proof.clock == party(1))];
            let deposited = ENTRY_AT + small.delay(relay);
            let deposit = proof.deposit.expect("both clocks are known");
            let holds = deposit.earliest_ms - 1 <= clock.at(deposited) && clock.at(deposited) <= deposit.latest_ms + 1;
            prop_assert!(holds, "{:?} at {}", proof, clock.at(deposited));
            let got = deposited + small.delay(relay + 3) + small.delay(relay + 1);
            let arrival = proof.arrival.expect("both clocks are known");
            let holds = arrival.earliest_ms - 1 <= clock.at(got) && clock.at(got) <= arrival.latest_ms + 1;
            prop_assert!(holds, "{:?} at {}", proof, clock.at(got));
        }
    }

    #[test]
    fn one_relay_that_lies_is_named_and_its_word_widens_nothing_else(small in small(), lie in lie()) {
        let honest = small.testimony();
        let lying = Small { lie: Some(lie), ..small.clone() }.testimony();
        let verdict = lying.judge();
        prop_assert_eq!(verdict.named.clone(), Some(format!("R-{}", lie.relay)), "{:?}", verdict.found);
        let (before, after) = (honest.account(&honest.judge()), lying.account(&verdict));
        for (honest, lied) in before.paths.iter().zip(&after.paths) {
            if honest.path != format!("R-{}", lie.relay) {
                prop_assert_eq!(honest, lied);
            } else {
                let (honest, lied) = (honest.deposit.expect("known"), lied.deposit.expect("own word"));
                prop_assert!(lied.earliest_ms <= honest.earliest_ms && honest.latest_ms <= lied.latest_ms);
            }
        }
    }

    #[test]
    fn two_relays_that_lie_are_disputed_and_nobody_is_named(small in small(), lie in lie()) {
        let both = Small { lie: Some(Lie { relay: 0, ..lie }), ..small.clone() }.testimony();
        let other = Small { lie: Some(Lie { relay: 1, ..lie }), ..small }.testimony();
        let mut mixed = both.clone();
        mixed.ways[1] = other.ways[1].clone();
        for (party, clock) in &mut mixed.clocks {
            clock.take_bounds("R-1", &other.clocks[party]);
        }
        let verdict = mixed.judge();
        prop_assert_eq!(verdict.named, None);
        prop_assert!(!verdict.found.is_empty());
    }

    #[test]
    fn a_party_that_sets_its_clock_makes_no_relay_a_liar(
        small in small(), by in prop::sample::select(vec![-86_400_000i64, -90_000, -20_000, 20_000, 90_000, 3_600_000]),
        from_seq in 4u64..30, who in 0usize..2,
    ) {
        let mut testimony = small.testimony();
        testimony.set_clock(&party(who), from_seq, by);
        let verdict = testimony.judge();
        prop_assert_eq!(verdict.named, None, "{:?}", verdict.found);
    }
}

impl Clock {
    fn take_bounds(&mut self, relay: &str, other: &Clock) {
        let bounds: Vec<(Seq, (i64, i64))> =
            other.marks().iter().filter_map(|m| Some((m.seq, *m.bounds.get(relay)?))).collect();
        for (seq, bound) in bounds {
            self.change(|mark| {
                if mark.seq == seq {
                    mark.bounds.insert(relay.to_owned(), bound);
                }
            });
        }
    }
}

impl Testimony {
    /// From a place of a party's chain on, its clock shows another time.
    fn set_clock(&mut self, party: &PartyCode, from: Seq, by_ms: i64) {
        let mut marks = self.clocks[party].marks().to_vec();
        for mark in marks.iter_mut().filter(|mark| mark.seq >= from) {
            mark.at_ms += by_ms;
            mark.bounds.values_mut().for_each(|(low, high)| (*low, *high) = (*low - by_ms, *high - by_ms));
        }
        let said = |said: &mut Said| {
            let after = said.seq >= from;
            said.at_ms += if after { by_ms } else { 0 };
            after
        };
        let shift = |bracket: &mut Bracket| {
            bracket.earliest_ms += by_ms;
            bracket.latest_ms += by_ms;
        };
        for flight in self.flights.iter_mut().filter(|flight| flight.to == *party) {
            if said(&mut flight.said) {
                shift(&mut flight.fetched);
            }
        }
        for way in &mut self.ways {
            for deposit in way.deposit.iter_mut().filter(|_| way.sender == *party) {
                if said(&mut deposit.said) {
                    shift(&mut deposit.bracket);
                }
            }
            for fetch in way.fetch.iter_mut().filter(|_| way.recipient == *party) {
                if said(&mut fetch.said) {
                    fetch.bracket.iter_mut().for_each(shift);
                    fetch.arrival.utc_ms += by_ms;
                }
            }
        }
        self.clocks.insert(party.clone(), Clock::around(marks, 19));
    }
}

#[test]
fn a_relay_set_right_by_its_host_between_two_tests_is_named_for_the_step_and_no_more() {
    let still = Truth { ahead_ms: 0, ppm: 0 };
    let lie = Lie { relay: 0, by_ms: 10_000, to: (true, true), only_receipts: false };
    let small =
        Small { parties: [still; 2], relays: vec![still; 2], delays: vec![20], lie: Some(lie) }.testimony();
    let verdict = small.judge();
    let conflicts: BTreeSet<Conflict> = verdict.found.iter().map(|c| c.conflict).collect();
    assert_eq!((verdict.named, conflicts), (Some("R-0".into()), BTreeSet::from([Conflict::Jump])));
}
