//! Every interleaving of small packages and exchanges, by enumeration: the states are counted and printed.
//!
//! A package's state is explored by what it says, not by its clock's figures: times enter only as past or to come, so two
//! paths that differ in figures alone are one. The clock is one more actor: it goes on to the next instant at which
//! something changes by itself or a date passes.

use crate::script::*;
use notice::types::s1_offer::{Step, Trigger};
use notice::vocabulary::{
    Lapse, NoticeType, Pairing, PersonStatus, Precondition, StepVerb, TriggerEvent, Verdict,
};
use notice::{Code8, Instant, Span, Station, Value};
use standing::package::Package;
use standing::package_state::{Act, PackageState};
use standing::person_exchange::{self, Exchange, Listing, Side};
use standing::step::StepState;
use standing::terms::Terms;
use std::collections::{BTreeMap, BTreeSet};

const DAY: i64 = 24 * HOUR;

fn code(text: &str) -> Code8 {
    Code8::parse(text).expect("a code")
}

/// A package by its shape: each step's actor and what it waits for.
#[derive(Debug, Clone)]
struct Shape {
    actors: Vec<&'static str>,
    after: Vec<Option<usize>>,
    verified: bool,
    periods: u32,
    pairing: Pairing,
}

impl Shape {
    fn terms(&self) -> Terms {
        let id = |place: usize| code(&format!("S{place}"));
        let by = Instant::from_ms(START + 10 * DAY).expect("in range");
        let step = |(place, actor): (usize, &&'static str)| Step {
            id: id(place),
            actor: code(actor),
            by,
            lasts: (self.periods > 1).then(|| Span::hours(24 * 5 * self.periods)),
            every: (self.periods > 1).then(|| Span::hours(24 * 5)),
            verifier: self.verified.then(|| Station::parse("VV/REPORTS").expect("a station")),
        };
        let event = if self.verified { TriggerEvent::Verified } else { TriggerEvent::Declared };
        let trigger = |(place, of): (usize, &Option<usize>)| {
            of.map(|of| Trigger {
                step: id(place),
                after: event,
                of: id(of),
                times: 1,
                within: Some(Span::hours(72)),
            })
        };
        Terms {
            steps: self.actors.iter().enumerate().map(step).collect(),
            pairing: self.pairing,
            within: (self.pairing == Pairing::Simultaneous).then(|| Span::hours(24)),
            triggers: self.after.iter().enumerate().filter_map(trigger).collect(),
            ladder: vec![Span::hours(24 * 15), Span::hours(24 * 30)],
            lapses: vec![Lapse::OnLastPeriod, Lapse::OnLadderEnd, Lapse::OnRefutedUncured],
            ends_ms: None,
            cure: Span::hours(24 * 15),
        }
    }

    /// What anybody may say, each with who says it.
    fn acts(&self, said: Said) -> Vec<(&'static str, Act)> {
        let mut acts = Vec::new();
        for (step, actor) in self.actors.iter().enumerate() {
            for period in 1..=self.periods {
                let going = if self.periods > 1 { StepVerb::Continuing } else { StepVerb::Started };
                let verbs: &[StepVerb] = match (said.whole, self.periods) {
                    (true, _) => &[StepVerb::Done, StepVerb::Reversed, going],
                    (false, 1) => &[StepVerb::Done],
                    (false, _) => &[StepVerb::Done, going],
                };
                for verb in verbs {
                    acts.push((*actor, Act::Step { step, period, verb: *verb, new_date_ms: None }));
                }
                for verdict in [Verdict::Verified, Verdict::NotVerified, Verdict::Unable] {
                    if self.verified {
                        acts.push(("VV", Act::Report { step, period, verdict }));
                    }
                }
            }
        }
        let parties: BTreeSet<&'static str> = self.actors.iter().copied().collect();
        for party in parties {
            acts.push((party, Act::End));
            if said.disputes {
                let own = (0..self.actors.len()).filter(|step| self.actors[*step] == party).collect();
                acts.push((party, Act::Pause { steps: own, of: None, until_ms: None }));
                acts.push((party, Act::Dispute { of: None }));
                acts.push((party, Act::Resume));
            }
        }
        acts
    }
}

/// Which acts are played: every verb of S3 or DONE alone, and whether S5 besides END.
#[derive(Clone, Copy)]
struct Said {
    whole: bool,
    disputes: bool,
}

/// What a package says: every figure of time as past, to come, or none.
fn says(package: &Package, now: i64) -> String {
    let mut said = package.state().word().to_owned();
    if let PackageState::Disputed { stage } = package.state() {
        said += &format!("{stage}");
    }
    for (place, periods) in package.steps().iter().enumerate() {
        said += if package.paused(place) { "|p" } else { "|" };
        for period in periods {
            let due = period.due_ms.map_or('-', |due| if due <= now { '<' } else { '>' });
            let refuted = period.refuted_ms.map_or('-', |_| 'r');
            said += &format!(" {:?}{due}{refuted}", period.state);
        }
    }
    for held in [package.pauses(), package.disputes()] {
        for (by, held) in held {
            said += &format!("/{by}{:?}", held.failing);
        }
    }
    said
}

/// When the clock has something to do or a date passes next.
fn next_instant(package: &Package, now: i64) -> Option<i64> {
    let dues = package.steps().iter().flatten().filter_map(|period| period.due_ms);
    let ladder = package.disputes().values().filter_map(|held| package.stage_end_ms(held.since_ms));
    let all = dues.chain(package.next_ms()).chain(ladder.map(|(end, _)| end));
    all.filter(|at| *at > now).min()
}

fn holds(package: &Package, shape: &Shape) {
    for (place, periods) in package.steps().iter().enumerate() {
        for period in periods {
            if matches!(period.state, StepState::Owed | StepState::Started) {
                assert!(period.cause.is_some(), "owed without a cause: {shape:?}");
                assert!(period.due_ms.is_some(), "owed without a date: {shape:?}");
            }
            if let (StepState::Owed, Some(of)) = (period.state, shape.after[place]) {
                let reached = package.steps()[of].iter().any(|p| {
                    matches!(
                        p.state,
                        StepState::Declared
                            | StepState::Verified { .. }
                            | StepState::Refuted
                            | StepState::Unable
                            | StepState::Reversed
                    )
                });
                assert!(reached, "owed before its trigger: {shape:?}");
            }
        }
    }
    // Left alone for ever it ends, or names who holds it up.
    let mut left = package.clone();
    left.advance(START + 10_000 * DAY);
    let named = match left.state() {
        PackageState::Ended { .. } => true,
        PackageState::Late { step, .. } => left.terms().place(&step).is_some(),
        PackageState::Disputed { .. } => !left.disputes().is_empty(),
        PackageState::Paused { .. } => !left.pauses().is_empty(),
        PackageState::Armed | PackageState::Running => {
            let waits = |p: &standing::package::Period| {
                matches!(p.state, StepState::Declared | StepState::Refuted | StepState::Unable)
            };
            left.steps().iter().flatten().any(waits)
        }
    };
    assert!(named, "{} without anybody to name: {shape:?}", left.state().word());
}

/// Walks every state of a shape; gives how many there are.
fn explore(shape: &Shape, said: Said) -> usize {
    let twice = shape.actors.len() < 3;
    let acts = shape.acts(said);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut next = vec![(Package::armed(shape.terms(), START), START)];
    while let Some((package, now)) = next.pop() {
        if !seen.insert(says(&package, now)) {
            continue;
        }
        holds(&package, shape);
        for (by, act) in &acts {
            let mut other = package.clone();
            match other.take(now + 1, &party(by), act) {
                Ok(()) => {
                    if twice {
                        let mut slow = package.clone();
                        slow.advance(now);
                        slow.take(now + 1, &party(by), act).expect("as before");
                        assert_eq!(other, slow, "the clock looked at in between changes nothing");
                    }
                    next.push((other, now + 1));
                }
                Err(_) => {
                    other.advance(now + 1);
                    let mut still = package.clone();
                    still.advance(now + 1);
                    assert_eq!(other, still, "what is refused leaves no trace");
                }
            }
        }
        if let Some(at) = next_instant(&package, now) {
            let mut other = package;
            other.advance(at);
            next.push((other, at));
        }
    }
    seen.len()
}

/// Every trigger graph without a ring over so many steps, each step waiting for at most one earlier.
fn graphs(steps: usize) -> Vec<Vec<Option<usize>>> {
    let mut all: Vec<Vec<Option<usize>>> = vec![Vec::new()];
    for place in 0..steps {
        let choices: Vec<Option<usize>> = std::iter::once(None).chain((0..place).map(Some)).collect();
        let longer = |graph: Vec<Option<usize>>| {
            choices.iter().map(move |choice| [graph.clone(), vec![*choice]].concat()).collect::<Vec<_>>()
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}

#[test]
fn packages_of_up_to_four_steps_and_three_actors_end_in_a_defined_state_in_every_interleaving() {
    let mut printed = Vec::new();
    let mut count = |name: &str, shapes: Vec<Shape>, whole: bool, disputes: bool| {
        let states: usize = shapes.iter().map(|shape| explore(shape, Said { whole, disputes })).sum();
        printed.push(format!("{name}: {} packages, {states} states", shapes.len()));
        assert!(states > shapes.len());
    };
    let shapes = |steps: usize, actors: &[&'static str], verified: bool, pairing: Pairing, periods: u32| {
        let shape = |after: Vec<Option<usize>>| {
            let actors = (0..steps).map(|place| actors[place % actors.len()]).collect();
            Shape { actors, after, verified, periods, pairing }
        };
        graphs(steps).into_iter().map(shape).collect::<Vec<Shape>>()
    };
    use Pairing::{Sequenced, Simultaneous};
    let (two, three) = (["AA", "BB"], ["AA", "BB", "CC"]);
    count("1 step, 2 periods, verified", shapes(1, &["AA"], true, Sequenced, 2), true, false);
    count("1 step, verified, disputes", shapes(1, &["AA"], true, Sequenced, 1), true, true);
    count("2 steps, 2 actors, disputes", shapes(2, &two, false, Sequenced, 1), false, true);
    count("2 steps, 2 actors, verified", shapes(2, &two, true, Sequenced, 1), true, false);
    count("2 steps, 2 actors, simultaneous", shapes(2, &two, false, Simultaneous, 1), true, false);
    count("3 steps, 3 actors", shapes(3, &three, false, Sequenced, 1), true, false);
    count("4 steps, 3 actors", shapes(4, &three, false, Sequenced, 1), false, false);
    count("4 steps, 3 actors, simultaneous", shapes(4, &three, false, Simultaneous, 1), false, false);
    println!("{}", printed.join("\n"));
}

#[test]
fn exchanges_of_two_groups_never_expose_more_than_one_in_every_interleaving() {
    let side = |holder: &str, persons: &[&str]| Side {
        holder: party(holder),
        persons: persons.iter().map(|id| code(id)).collect(),
    };
    let witness = Station::parse("WW/DESK").expect("a station");
    let listing = Listing {
        parties: vec![party("AA"), party("BB")],
        groups: BTreeMap::from([
            (1, vec![side("AA", &["P1"]), side("BB", &["Q1"])]),
            (2, vec![side("AA", &["P2"])]),
        ]),
        conditions: vec![(Precondition::AccountConfirmed, witness)],
    };
    let station = |party: &str| Station::parse(&format!("{party}/DESK")).expect("a station");
    let freed = |ids: &[&str]| {
        let freed = |id: &&str| (code(id), PersonStatus::Released);
        person_exchange::Act::Released(ids.iter().map(freed).collect())
    };
    let mut acts = Vec::new();
    for group in [1, 2] {
        acts.push((station("WW"), group, person_exchange::Act::Met(vec![Precondition::AccountConfirmed])));
        for by in ["AA", "BB"] {
            let ids: &[&str] = match (by, group) {
                ("AA", 1) => &["P1"],
                ("AA", _) => &["P2"],
                _ => &["Q1"],
            };
            let said = [
                person_exchange::Act::InPosition,
                person_exchange::Act::Go,
                freed(ids),
                person_exchange::Act::Receipt,
                person_exchange::Act::Abort,
            ];
            acts.extend(said.map(|act| (station(by), group, act)));
        }
    }
    let mut seen = BTreeSet::new();
    let mut next = vec![Exchange::listed(listing, 0)];
    let mut closed = 0;
    while let Some(exchange) = next.pop() {
        if !seen.insert(exchange.clone()) {
            continue;
        }
        assert!(exchange.exposed() <= 1, "more than one group is exposed");
        for group in exchange.groups().values().filter(|group| !group.released.is_empty()) {
            assert_eq!(group.go.len(), 2, "somebody is released before both said go");
        }
        closed += usize::from(exchange.state().word() == "CLOSED");
        for (by, group, act) in &acts {
            let mut other = exchange.clone();
            match other.take(0, by, *group, act) {
                Ok(()) => next.push(other),
                Err(_) => assert_eq!(other, exchange, "what is refused leaves no trace"),
            }
        }
    }
    println!("exchange of two groups: {} states, {closed} of them closed", seen.len());
    assert!(closed > 0);
}

#[test]
fn carve_outs_never_expose_more_than_one_tranche_in_every_sequence_of_five_acts() {
    let tranche = |script: &mut Script, by: &str, at_ms: i64, verb: &'static str, tranche: u32| {
        let mut it = draft(NoticeType::C1, by, if by == "US" { "IR" } else { "US" });
        put(&mut it, &["B", "verb"], Value::Word(verb));
        let mut amounts = it.content.get("D").and_then(Value::fields).cloned().unwrap_or_default();
        amounts.remove("ceiling");
        it.content.set("D", Value::Record(amounts));
        if tranche > 0 {
            put(&mut it, &["B", "tranche"], Value::Count(tranche));
        }
        script.say(by, at_ms, it);
        script.show("US", "IR");
        script.show("IR", "US");
    };
    let acts = [("TRANCHE", 1), ("TRANCHE", 2), ("CONFIRM", 1), ("CONFIRM", 2), ("CLOSE", 0)];
    let mut states = BTreeSet::new();
    let length = 4;
    for mut choice in 0..acts.len().pow(length) {
        let mut script = Script::default();
        let open = draft(NoticeType::C1, "US", "IR");
        script.known("US", "IR", START, open);
        for place in 0..length {
            let (verb, number) = acts[choice % acts.len()];
            choice /= acts.len();
            tranche(&mut script, "US", START + (1 + i64::from(place)) * HOUR, verb, number);
        }
        let standing = folded(&script.entries);
        let cut = cut(&script.entries);
        let all = standing.at(&cut, START + DAY).carve_outs();
        let exposed = all[0].tranches.iter().filter(|t| !matches!(t.state.word(), "CONFIRMED" | "REPORTED"));
        assert!(exposed.count() <= 1, "more than one tranche is exposed");
        let words = all[0].tranches.iter().map(|t| format!("{} {}", t.tranche, t.state.word()));
        states.insert((all[0].state.word(), words.collect::<Vec<_>>()));
    }
    println!("carve-out of two tranches: {} states in {} sequences", states.len(), acts.len().pow(length));
    assert!(states.len() > 4, "{states:?}");
}
