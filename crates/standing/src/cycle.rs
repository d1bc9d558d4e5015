//! M3, *Cycle*: whose move it is between two parties (notices.md section 8). Computed, no notice of its own.
//!
//! Opens with a T3 NOTIFY or an A4 PENDING. OPEN: the side that did not send its last notice, but after a PENDING its
//! author; PAUSED until the off-ramp ends; CLOSED when each side's last word is an ending one, or its answer time ran
//! out. Only a later NOTIFY or PENDING opens another.

use crate::book::Filed;
use crate::crossing::CrossingState;
use crate::lines::crossings;
use crate::seal::{self, SecondSeal};
use crate::view::{View, addressees};
use line::ids::PartyCode;
use notice::Number;
use notice::types::a4_response::Response;
use notice::types::e3_statement::Statement;
use notice::types::t3_crossing::Crossing;
use notice::vocabulary::{CrossingVerb, Finality, NoticeType, ResponseVerb};

/// Where a cycle stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CycleState {
    /// Somebody's move.
    Open {
        /// Whose.
        move_of: PartyCode,
        /// Since when, ms UTC.
        since_ms: i64,
    },
    /// An off-ramp stands open.
    Paused {
        /// Until when, ms UTC.
        until_ms: i64,
    },
    /// Both sides have said their last word.
    Closed {
        /// When, ms UTC.
        at_ms: i64,
    },
}

/// A cycle between two parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The NOTIFY or PENDING that opened it.
    pub number: Number,
    /// Both parties, by code.
    pub parties: [PartyCode; 2],
    /// Where it stands.
    pub state: CycleState,
}

impl CycleState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            CycleState::Open { .. } => "OPEN",
            CycleState::Paused { .. } => "PAUSED",
            CycleState::Closed { .. } => "CLOSED",
        }
    }
}

/// One thing said in a cycle.
struct Word<'a> {
    at_ms: i64,
    filed: &'a Filed,
    by: PartyCode,
    to: PartyCode,
    opens: bool,
    ends: bool,
    /// Of a pending response: its off-ramp, or nothing.
    pending: Option<Option<i64>>,
}

/// What either side said last: when, and whether it ends the cycle for that side.
type LastWords = [Option<(i64, bool)>; 2];

/// Every cycle, by the order of its opening.
pub fn cycles(view: View<'_>) -> Vec<Cycle> {
    let mut words = words(view);
    words.retain(|word| view.past(word.at_ms));
    words.sort_by(|a, b| (a.at_ms, &a.filed.place).cmp(&(b.at_ms, &b.filed.place)));
    let mut all: Vec<(Cycle, LastWords)> = Vec::new();
    for word in &words {
        let mut parties = [word.by.clone(), word.to.clone()];
        parties.sort();
        let open = all
            .iter_mut()
            .find(|(cycle, _)| cycle.parties == parties && !matches!(cycle.state, CycleState::Closed { .. }));
        let (cycle, last) = match open {
            Some(open) => open,
            None if word.opens => {
                let number = word.filed.notice.number().clone();
                let state = CycleState::Open { move_of: word.to.clone(), since_ms: word.at_ms };
                all.push((Cycle { number, parties, state }, [None, None]));
                all.last_mut().expect("pushed just now")
            }
            None => continue,
        };
        let side = usize::from(cycle.parties[1] == word.by);
        last[side] = Some((word.at_ms, word.ends));
        cycle.state = after(view, word, last);
    }
    all.into_iter().map(|(cycle, _)| cycle).collect()
}

fn after(view: View<'_>, word: &Word<'_>, last: &LastWords) -> CycleState {
    if let [Some((a, true)), Some((b, true))] = last {
        return CycleState::Closed { at_ms: *a.max(b) };
    }
    match word.pending {
        Some(Some(until_ms)) if !view.past(until_ms) => CycleState::Paused { until_ms },
        Some(_) => CycleState::Open { move_of: word.by.clone(), since_ms: word.at_ms },
        None => CycleState::Open { move_of: word.to.clone(), since_ms: word.at_ms },
    }
}

fn words(view: View<'_>) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    words.extend(seal::standing(view, NoticeType::T3).filter_map(crossing_word));
    words.extend(seal::standing(view, NoticeType::A4).filter_map(|filed| response_word(view, filed)));
    words.extend(seal::standing(view, NoticeType::E3).filter_map(statement_word));
    words.extend(seal::standing(view, NoticeType::E1).filter_map(incident_word));
    for crossed in crossings(view).0 {
        let CrossingState::Unanswered { since_ms } = crossed.state else { continue };
        let Some(filed) = view.book.notice(&crossed.notify, view.horizon) else { continue };
        let mut word = said(filed, since_ms, true);
        (word.by, word.to) = (crossed.addressee.clone(), filed.place.author.clone());
        words.push(word);
    }
    words
}

fn said(filed: &Filed, at_ms: i64, ends: bool) -> Word<'_> {
    let to = addressees(filed).into_iter().find(|(_, action)| *action).map(|(party, _)| party);
    let by = filed.place.author.clone();
    Word { at_ms, filed, to: to.unwrap_or_else(|| by.clone()), by, opens: false, ends, pending: None }
}

fn crossing_word(filed: &Filed) -> Option<Word<'_>> {
    let verb = Crossing::of(&filed.notice)?.verb()?;
    let word = said(filed, dtg(filed), verb == CrossingVerb::Close);
    Some(Word { opens: verb == CrossingVerb::Notify, ..word })
}

/// A STOOD-DOWN counts from its second seal; a CONCLUDED ends only if it concludes the matter.
fn response_word<'a>(view: View<'a>, filed: &'a Filed) -> Option<Word<'a>> {
    let a4 = Response::of(&filed.notice)?;
    Some(match a4.verb()? {
        ResponseVerb::Pending | ResponseVerb::Postponed | ResponseVerb::Changed => {
            let ramp = a4.off_ramp_until().map(|until| until.ms());
            let opens = a4.verb() == Some(ResponseVerb::Pending);
            Word { opens, pending: Some(ramp), ..said(filed, dtg(filed), false) }
        }
        ResponseVerb::StoodDown => {
            let SecondSeal::Given { by } = seal::second_seal(view, filed) else { return None };
            let sealed = view.book.notice(&by, view.horizon)?;
            said(filed, dtg(sealed), true)
        }
        ResponseVerb::Concluded => said(filed, dtg(filed), a4.finality() == Some(Finality::ConcludesMatter)),
    })
}

/// E3 to an E4, an E5 or an A4; those to an E2 belong to their case alone.
fn statement_word(filed: &Filed) -> Option<Word<'_>> {
    let e3 = Statement::of(&filed.notice)?;
    let kinds = [NoticeType::E4, NoticeType::E5, NoticeType::A4];
    let here = e3.answers().any(|number| kinds.contains(&number.kind));
    here.then(|| said(filed, dtg(filed), e3.restrains_from().is_some()))
}

/// E1 that refers to a T3 or an A4.
fn incident_word(filed: &Filed) -> Option<Word<'_>> {
    let kinds = [NoticeType::T3, NoticeType::A4];
    let here = filed.notice.envelope().refs.iter().any(|r| kinds.contains(&r.number.kind));
    here.then(|| said(filed, dtg(filed), false))
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
