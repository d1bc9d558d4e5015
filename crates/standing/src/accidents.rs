//! Accidents of its own that a party told by A5, for the exclusions of clauses.
//!
//! I1 an accident is told at its DTG, but never before what its author had beneath it when it spoke: an A5 that is written
//! after a NOTIFY cannot say that it was there before.

use crate::book::Filed;
use crate::seal;
use crate::view::View;
use line::ids::PartyCode;
use notice::Instant;
use notice::types::a5_hazard::HazardWarning;
use notice::vocabulary::{HazardVerb, NoticeType};

/// Accidents that a party had told by the view's time, with when.
pub fn of<'a>(view: View<'a>, party: &'a PartyCode) -> impl Iterator<Item = (&'a Filed, Instant)> + use<'a> {
    let own = move |filed: &&Filed| {
        let verb = HazardWarning::of(&filed.notice).and_then(|a5| a5.verb());
        verb == Some(HazardVerb::OwnAccident) && filed.place.author == *party
    };
    let told = seal::standing(view, NoticeType::A5).filter(own);
    told.filter_map(move |filed| Some((filed, at(view, filed)?))).filter(move |(_, at)| view.past(at.ms()))
}

fn at(view: View<'_>, filed: &Filed) -> Option<Instant> {
    let spoken = view.book.causality.not_before(&filed.place.author, filed.place.seq);
    Instant::from_ms(filed.notice.stamp().dtg.ms().max(spoken))
}
