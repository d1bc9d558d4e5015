//! REVISED: what a late entry changed after it had been shown (line.md section 6): was, is, because of.
//!
//! A notice is *late* for a party when that party's line test spoke for a time past the notice's DTG and the grace of
//! the charter without having it beneath. What stood in that test's cut at its slot is what *was*; the same cut with
//! the late entry and all beneath it is what *is*. So the list is a function of the cut: equal at equal cuts.
//!
//! I1 no entry is listed for what it adds to a state nobody had been shown.

use crate::answer::Answer;
use crate::book::Filed;
use crate::delivery::Delivery;
use crate::horizon::Horizon;
use crate::lines::red_line;
use crate::seal;
use crate::view::{View, addressees};
use line::ids::{EntryHash, PartyCode, Seq};
use notice::Number;
use notice::vocabulary::NoticeType;
use std::collections::BTreeSet;

/// A state that a late entry changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revised {
    /// Whose state.
    pub subject: Number,
    /// Toward whom, or of whom; absent for the life of a notice.
    pub addressee: Option<PartyCode>,
    /// The word that stood before ("NON-ANSWER").
    pub was: &'static str,
    /// The word that stands now.
    pub is: &'static str,
    /// The late entry.
    pub because: EntryHash,
}

/// What has one notice for its late entry or for what was answered; its deliveries are at hand.
pub fn of_notice(view: View<'_>, filed: &Filed, deliveries: &[Delivery]) -> Vec<Revised> {
    let asked = deliveries.iter().filter(|delivery| delivery.for_action);
    let mut found: BTreeSet<Revised> = asked.filter_map(|delivery| answered(view, filed, delivery)).collect();
    found.extend(came_late(view, filed));
    found.into_iter().collect()
}

/// Notices of others that a line test, just admitted, spoke without although it spoke for a time past theirs.
pub fn spoken_without(view: View<'_>, party: &PartyCode, seq: Seq) -> Vec<Number> {
    let Some((_, test)) = view.book.tests(party, view.horizon).rfind(|(at, _)| *at == seq) else {
        return Vec::new();
    };
    let beneath = view.book.causality.beneath(party, seq);
    let grace = view.clocks.arrival_grace.ms();
    let others = view.horizon.authors().filter(|author| *author != party);
    let above = others.flat_map(|author| view.book.above(author, beneath.seq(author), view.horizon));
    let old = above.filter(|n| n.notice.stamp().dtg.ms().saturating_add(grace) < test.slot_ms);
    old.map(|filed| filed.notice.number().clone()).collect()
}

/// What a notice changed by coming after a test that should have had it.
fn came_late(view: View<'_>, filed: &Filed) -> Vec<Revised> {
    let others = view.horizon.authors().filter(|party| **party != filed.place.author);
    let shown = others.filter_map(|party| Some((party, shown_without(view, filed, party)?)));
    shown.flat_map(|(party, (seq, slot_ms))| changed(view, filed, (party, seq, slot_ms))).collect()
}

/// A non-answer that was followed by an answer, late or shown to have come in time (R21).
fn answered(view: View<'_>, filed: &Filed, delivery: &Delivery) -> Option<Revised> {
    let (by, is) = match &delivery.answer {
        Answer::AnsweredLate { by, .. } => (by.as_ref()?, "ANSWERED-LATE"),
        Answer::Answered { by } => (by.as_ref()?, "ANSWERED"),
        _ => return None,
    };
    let answer = view.book.notice(by, view.horizon)?;
    let addressee = &delivery.addressee;
    let was_shown = is == "ANSWERED-LATE" || {
        let (seq, slot_ms) = shown_without(view, answer, &filed.place.author)?;
        let then = view.book.causality.beneath(&filed.place.author, seq);
        let before = view_at(view, &then, slot_ms);
        let known = then.sees(&filed.place.author, filed.place.seq);
        let stood = Delivery::of(before, filed, addressee, true).answer;
        known && matches!(stood, Answer::NonAnswer { .. })
    };
    let subject = filed.notice.number().clone();
    let addressee = Some(addressee.clone());
    was_shown.then(|| Revised { subject, addressee, was: "NON-ANSWER", is, because: answer.entry })
}

/// The last test of a party within the horizon that spoke for a time past this notice's without having it.
fn shown_without(view: View<'_>, filed: &Filed, party: &PartyCode) -> Option<(Seq, i64)> {
    let covering =
        view.book.causality.first_covering(party, &filed.place.author, filed.place.seq, view.horizon);
    let (seq, test) = match covering {
        Some((by, _)) => view.book.tests_below(party, by, view.horizon).next_back()?,
        None => view.book.tests(party, view.horizon).next_back()?,
    };
    let grace = view.clocks.arrival_grace.ms();
    let late = test.slot_ms > filed.notice.stamp().dtg.ms().saturating_add(grace);
    late.then_some((seq, test.slot_ms))
}

/// What the late notice changed in the life and the lines of what it speaks about.
fn changed(view: View<'_>, late: &Filed, shown: (&PartyCode, Seq, i64)) -> Vec<Revised> {
    let (party, seq, slot_ms) = shown;
    let then = view.book.causality.beneath(party, seq);
    let mut now = then.clone();
    let beneath = view.book.causality.beneath(&late.place.author, late.place.seq);
    for author in beneath.authors() {
        now.widen(author, beneath.seq(author));
    }
    let (was, is) = (view_at(view, &then, slot_ms), view_at(view, &now, slot_ms));
    let mut found = Vec::new();
    for subject in view.book.spoken_of(late) {
        let Some(filed) = was.book.notice(&subject, &then) else { continue };
        let words = (seal::life(was, filed).word(), seal::life(is, filed).word());
        found.extend(differ(&subject, None, words, late.entry));
        if filed.notice.kind() == NoticeType::T1 {
            for (addressee, _) in addressees(filed).into_iter().filter(|(_, action)| *action) {
                let word = |view| red_line(view, filed, &addressee).word();
                found.extend(differ(&subject, Some(addressee.clone()), (word(was), word(is)), late.entry));
            }
        }
    }
    found
}

fn view_at<'a>(view: View<'a>, horizon: &'a Horizon, as_of_ms: i64) -> View<'a> {
    view.within(horizon).at(as_of_ms)
}

fn differ(
    subject: &Number,
    addressee: Option<PartyCode>,
    (was, is): (&'static str, &'static str),
    because: EntryHash,
) -> Option<Revised> {
    (was != is).then(|| Revised { subject: subject.clone(), addressee, was, is, because })
}
