//! What both maps leave open: acts that were reported and that no line of any side looks at.

use crate::event::Event;
use crate::globe::wgs84;
use crate::line::Line;
use crate::verdict::{Known, judge};
use notice::Code8;
use notice::truth::Truth;
use notice::vocabulary::{ActClass, Clause};
use std::collections::BTreeMap;

/// An act that was reported and that no line covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOpen {
    /// The act.
    pub act: ActClass,
    /// How many reports of it.
    pub reports: usize,
    /// Of each side that has lines, the one that comes closest, and the clauses by which it does not look there.
    pub nearest: Vec<(Code8, String, Vec<Clause>)>,
}

/// Reports that no line may match or comes near, by act.
pub fn left_open(lines: &[Line], events: &[Event], known: &Known) -> Vec<LeftOpen> {
    let globe = wgs84();
    let mut open: BTreeMap<ActClass, Vec<&Event>> = BTreeMap::new();
    for event in events {
        let covered = lines.iter().any(|line| {
            let verdict = judge(&globe, line, event, known);
            verdict.truth.may() || verdict.near
        });
        let acts = if covered { Vec::new() } else { event.acts.classes() };
        acts.into_iter().for_each(|act| open.entry(act).or_default().push(event));
    }
    let nearest = |events: &[&Event]| {
        let mut by_author: BTreeMap<Code8, (String, Vec<Clause>)> = BTreeMap::new();
        for line in lines {
            let fails = fewest(line, events, known);
            let least = by_author.get(&line.author).is_none_or(|(_, held)| fails.len() < held.len());
            if least {
                by_author.insert(line.author.clone(), (line.name.clone(), fails));
            }
        }
        by_author.into_iter().map(|(author, (line, fails))| (author, line, fails)).collect()
    };
    let told = |(act, events): (ActClass, Vec<&Event>)| LeftOpen {
        act,
        reports: events.len(),
        nearest: nearest(&events),
    };
    open.into_iter().map(told).collect()
}

/// The clauses by which a line does not look at the report that it comes closest to.
fn fewest(line: &Line, events: &[&Event], known: &Known) -> Vec<Clause> {
    let globe = wgs84();
    let fails = events.iter().map(|event| {
        let parts = judge(&globe, line, event, known).parts;
        parts
            .into_iter()
            .filter(|part| part.truth == Truth::False)
            .map(|part| part.clause)
            .collect::<Vec<_>>()
    });
    fails.min_by_key(Vec::len).unwrap_or_default()
}
