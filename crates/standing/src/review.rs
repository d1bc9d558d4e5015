//! What a successor says of each standing item: AFFIRM, SUSPEND or DISOWN, by L6 SUCCESSION (notices.md section 8).
//!
//! A succession opens with the first L6 SUCCESSION of a party, and takes effect at its B, or the charter's time later;
//! what is said earlier counts from then. I1 a party reviews what it has itself said, or what it shares.

use crate::book::Filed;
use crate::life::Life;
use crate::seal;
use crate::view::View;
use line::ids::PartyCode;
use notice::Number;
use notice::types::l6_station::StationNotice;
use notice::vocabulary::{NoticeType, Review, StationVerb};

/// A succession of a party, from its first notice to the next succession's.
#[derive(Debug, Clone)]
pub struct Opened<'a> {
    /// Whose.
    pub party: PartyCode,
    /// The L6 that opened it.
    pub filed: &'a Filed,
    /// When it takes effect, ms UTC.
    pub effect_ms: i64,
    /// What was said in it, by time.
    pub reviews: Vec<Reviewed<'a>>,
}

/// One item reviewed.
#[derive(Debug, Clone)]
pub struct Reviewed<'a> {
    /// The L6.
    pub filed: &'a Filed,
    /// The item.
    pub number: &'a Number,
    /// What was said of it.
    pub verdict: Review,
    /// Until when it is suspended, ms UTC.
    pub until_ms: Option<i64>,
    /// When it counts, ms UTC.
    pub at_ms: i64,
}

/// Every succession that was opened by now, by party and time.
pub fn opened(view: View<'_>) -> Vec<Opened<'_>> {
    let mut all: Vec<Opened<'_>> = Vec::new();
    let mut told: Vec<&Filed> = view
        .book
        .of_kind(NoticeType::L6, view.horizon)
        .map(AsRef::as_ref)
        .filter(|filed| verb(filed) == Some(StationVerb::Succession) && view.past(dtg(filed)))
        .filter(|filed| stands(view, filed))
        .collect();
    told.sort_by(|a, b| (dtg(a), &a.place).cmp(&(dtg(b), &b.place)));
    for filed in told {
        let Some(l6) = StationNotice::of(&filed.notice) else { continue };
        let items = l6.reviewed();
        let running = all.iter().rposition(|open| open.party == filed.place.author);
        let place = match running {
            Some(place) if !items.is_empty() || dtg(filed) < all[place].effect_ms => place,
            _ => {
                let effect_ms = effect_ms(view, filed, &l6);
                let party = filed.place.author.clone();
                all.push(Opened { party, filed, effect_ms, reviews: Vec::new() });
                all.len() - 1
            }
        };
        let open = &mut all[place];
        let at_ms = dtg(filed).max(open.effect_ms);
        let own = |number: &Number| {
            let shared = [NoticeType::S1, NoticeType::C1, NoticeType::C2];
            number.party.as_str() == filed.place.author.as_str() || shared.contains(&number.kind)
        };
        open.reviews.extend(items.into_iter().filter(|(number, _, _)| own(number)).map(
            |(number, verdict, until)| {
                let until_ms = until.map(|until| until.ms());
                Reviewed { filed, number, verdict, until_ms, at_ms }
            },
        ));
    }
    all
}

/// Whether an L6 SUCCESSION counts: one that opens a succession is taken back until it takes effect, not after; of one
/// that reviews, its author may take back the verdicts at any time.
fn stands(view: View<'_>, filed: &Filed) -> bool {
    let (Life::Cancelled { by } | Life::Corrected { by, .. }) = seal::life(view, filed) else {
        return !notice::sealed::is_commitment(&filed.notice);
    };
    let Some(l6) = StationNotice::of(&filed.notice).filter(|l6| l6.reviewed().is_empty()) else {
        return false;
    };
    let taken_back = view.book.notice(&by, view.horizon);
    taken_back.is_some_and(|l5| dtg(l5) >= effect_ms(view, filed, &l6))
}

fn effect_ms(view: View<'_>, filed: &Filed, l6: &StationNotice<'_>) -> i64 {
    let from = l6.from().map(|from| from.ms()).filter(|from| *from > dtg(filed));
    from.unwrap_or_else(|| dtg(filed).saturating_add(view.clocks.succession.ms()))
}

/// Every verdict that counts by now, by time.
pub fn reviews(view: View<'_>) -> Vec<Reviewed<'_>> {
    let mut all: Vec<Reviewed<'_>> = opened(view).into_iter().flat_map(|open| open.reviews).collect();
    all.retain(|reviewed| view.past(reviewed.at_ms));
    all.sort_by(|a, b| (a.at_ms, &a.filed.place).cmp(&(b.at_ms, &b.filed.place)));
    all
}

/// Verdicts on one item by the party that said it, by time.
pub fn of_item<'a>(view: View<'a>, item: &Filed) -> Vec<Reviewed<'a>> {
    let number = item.notice.number();
    let mine = |reviewed: &Reviewed<'_>| {
        reviewed.number == number && reviewed.filed.place.author == item.place.author
    };
    reviews(view).into_iter().filter(mine).collect()
}

fn verb(filed: &Filed) -> Option<StationVerb> {
    StationNotice::of(&filed.notice)?.verb()
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
