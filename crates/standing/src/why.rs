//! Why a state is what it is: the entries without which it would be another.
//!
//! A state is a pure function of the set of entries, so the question has an exact answer: take one entry away, fold
//! again, compare. I1 an entry is named for a matter if and only if the matter changes without it.

use crate::book::{Filed, Place};
use crate::horizon::Horizon;
use crate::matter::{Machine, Matter};
use crate::matters::{matters, notices};
use crate::view::View;
use line::ids::EntryHash;
use notice::Number;
use std::collections::BTreeSet;

/// One entry that made a state so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// Its entry.
    pub entry: EntryHash,
    /// Its notice.
    pub number: Number,
    /// Its DTG, ms UTC.
    pub at_ms: i64,
    /// The word that the state would be without it; absent if the matter would not be there.
    pub without: Option<&'static str>,
}

/// A matter with the entries that made it so, by time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The matter.
    pub matter: Matter,
    /// Entries without which it would be another; within one second in the order of what each had before it.
    pub because: Vec<Because>,
}

/// Every matter that rests on a notice, or the notice itself if none does, with what made it so.
pub fn why(view: View<'_>, number: &Number) -> Vec<Why> {
    let subjects = subjects(view, number);
    let related = related(view, &subjects, number);
    subjects
        .into_iter()
        .map(|matter| {
            let mut because: Vec<(&Place, Because)> = related
                .iter()
                .filter_map(|filed| Some((&filed.place, counterfactual(view, &matter, filed)?)))
                .collect();
            because.sort_by(|a, b| (a.1.at_ms, a.0).cmp(&(b.1.at_ms, b.0)));
            Why { matter, because: because.into_iter().map(|(_, because)| because).collect() }
        })
        .collect()
}

/// Matters that rest on the notice, or that it speaks about; the notice's own life too.
fn subjects(view: View<'_>, number: &Number) -> Vec<Matter> {
    let mut found: Vec<Matter> =
        matters(view).into_iter().filter(|matter| matter.number == *number).collect();
    found.extend(notices(view).into_iter().filter(|matter| matter.number == *number));
    found
}

/// Notices that may bear on these matters: all that hang together with them by references, line, package, channel,
/// exchange or site; and every E1, A5 and L6, which folds read without a reference.
fn related<'a>(view: View<'a>, subjects: &[Matter], number: &Number) -> Vec<&'a Filed> {
    let plain = subjects.iter().all(|matter| matter.machine == Machine::Notice);
    let mut reached: BTreeSet<Number> = BTreeSet::from([number.clone()]);
    let mut next: Vec<Number> = vec![number.clone()];
    while let Some(current) = next.pop() {
        let about = view.about(&current).map(|filed| filed.notice.number().clone());
        let spoken = view.book.notice(&current, view.horizon).map(|filed| view.book.spoken_of(filed));
        for other in about.chain(spoken.unwrap_or_default().into_iter().filter(|_| !plain)) {
            if reached.len() < MOST && reached.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    let every = |filed: &&'a std::sync::Arc<Filed>| {
        let kind = filed.notice.kind().word();
        let loose = !plain && !kind.starts_with('L') || kind == "L6";
        loose || reached.contains(filed.notice.number())
    };
    view.book.notices(view.horizon).filter(every).take(MOST).map(AsRef::as_ref).collect()
}

/// The matter without one entry.
fn counterfactual(view: View<'_>, matter: &Matter, filed: &Filed) -> Option<Because> {
    let horizon: Horizon = view.horizon.without(&filed.place.author, filed.place.seq);
    let without = view.within(&horizon);
    let all = if matter.machine == Machine::Notice { notices(without) } else { matters(without) };
    let same = all.into_iter().find(|other| other.key() == matter.key());
    if same.as_ref() == Some(matter) {
        return None;
    }
    Some(Because {
        entry: filed.entry,
        number: filed.notice.number().clone(),
        at_ms: filed.notice.stamp().dtg.ms(),
        without: same.map(|other| other.state),
    })
}

/// More notices than one question looks at.
const MOST: usize = 400;
