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

/// Everything that late entries changed, in order of subject.
pub fn revised(view: View<'_>) -> Vec<Revised> {
    let mut found: BTreeSet<Revised> = BTreeSet::new();
    for filed in view.book.notices(view.horizon) {
        for (addressee, _) in addressees(filed).into_iter().filter(|(_, action)| *action) {
            found.extend(answered(view, filed, &addressee));
        }
        for party in view.horizon.authors().filter(|party| **party != filed.place.author) {
            if let Some((seq, slot_ms)) = shown_without(view, filed, party) {
                found.extend(changed(view, filed, (party, seq, slot_ms)));
            }
        }
    }
    found.into_iter().collect()
}

/// A non-answer that was followed by an answer, late or shown to have come in time (R21).
fn answered(view: View<'_>, filed: &Filed, addressee: &PartyCode) -> Option<Revised> {
    let delivery = Delivery::of(view, filed, addressee, true);
    let (by, is) = match &delivery.answer {
        Answer::AnsweredLate { by, .. } => (by.as_ref()?, "ANSWERED-LATE"),
        Answer::Answered { by } => (by.as_ref()?, "ANSWERED"),
        _ => return None,
    };
    let answer = view.book.notice(by, view.horizon)?;
    let was_shown = is == "ANSWERED-LATE" || {
        let (seq, slot_ms) = shown_without(view, answer, &filed.place.author)?;
        let then = view.book.causality.beneath(&filed.place.author, seq);
        let before = View { horizon: &then, ..view }.at(slot_ms);
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
    let mut tests = view.book.tests(party, view.horizon).rev();
    let (seq, test) = tests.find(|(seq, _)| covering.is_none_or(|(by, _)| *seq < by))?;
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
    View { horizon, ..view }.at(as_of_ms)
}

fn differ(
    subject: &Number,
    addressee: Option<PartyCode>,
    (was, is): (&'static str, &'static str),
    because: EntryHash,
) -> Option<Revised> {
    (was != is).then(|| Revised { subject: subject.clone(), addressee, was, is, because })
}
