//! M7, public acts told beforehand (notices.md section 8): PRE-NOTICED -its time-> OCCURRED -settle time without T, E
//! or A4 on it-> SETTLED.

use crate::book::Filed;
use crate::seal;
use crate::view::View;
use line::ids::PartyCode;
use notice::Number;
use notice::types::p1_public_act::PublicActNotice;
use notice::vocabulary::NoticeType;

/// Where a public act stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicState {
    /// Told beforehand.
    PreNoticed,
    /// Its time has come.
    Occurred {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Nothing came of it.
    Settled {
        /// When, ms UTC.
        at_ms: i64,
    },
}

/// A public act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicStanding {
    /// Its P1.
    pub number: Number,
    /// Whose act.
    pub author: PartyCode,
    /// Where it stands.
    pub state: PublicState,
}

impl PublicState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            PublicState::PreNoticed => "PRE-NOTICED",
            PublicState::Occurred { .. } => "OCCURRED",
            PublicState::Settled { .. } => "SETTLED",
        }
    }
}

/// Every public act, in order.
pub fn public_acts(view: View<'_>) -> Vec<PublicStanding> {
    let each = |filed: &Filed| PublicStanding {
        number: filed.notice.number().clone(),
        author: filed.place.author.clone(),
        state: state(view, filed),
    };
    seal::standing(view, NoticeType::P1).filter(|filed| view.past(dtg(filed))).map(each).collect()
}

fn state(view: View<'_>, filed: &Filed) -> PublicState {
    let at = PublicActNotice::of(&filed.notice).and_then(|p1| p1.at());
    let Some(at_ms) = at.map(|at| at.ms()).filter(|at_ms| view.past(*at_ms)) else {
        return PublicState::PreNoticed;
    };
    let stirs = |said: &&Filed| {
        let word = said.notice.kind().word();
        let kind = word.starts_with(['T', 'E']) || said.notice.kind() == NoticeType::A4;
        kind && view.past(dtg(said))
    };
    let last_ms = view.about(filed.notice.number()).filter(stirs).map(dtg).max();
    let settles_ms = last_ms.unwrap_or(at_ms).max(at_ms).saturating_add(view.clocks.p1_settles.ms());
    if view.past(settles_ms) {
        PublicState::Settled { at_ms: settles_ms }
    } else {
        PublicState::Occurred { at_ms }
    }
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
