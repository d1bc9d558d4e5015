//! The life of a notice and its second seal, from the L5 that its author sent on it.

use crate::book::Filed;
use crate::life::{Life, LifeInput};
use crate::view::View;
use notice::types::a4_response::Response;
use notice::types::l5_correction::Correction;
use notice::types::l6_station::StationNotice;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{CorrectionVerb, NoticeType, ResponseVerb, StationVerb};
use notice::{Number, Until};

/// Whether a notice that one officer released has its second seal (notices.md, "Who may release").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondSeal {
    /// None is asked for.
    NotAsked,
    /// Outstanding until then, ms UTC.
    Outstanding {
        /// Until when it may come.
        until_ms: i64,
    },
    /// Given by an L5 CONFIRM.
    Given {
        /// Which.
        by: Number,
    },
    /// It did not come in time.
    Lapsed {
        /// Since when, ms UTC.
        since_ms: i64,
    },
}

/// The life of a notice at the view's time. Inputs that have no move change nothing.
pub fn life(view: View<'_>, filed: &Filed) -> Life {
    let mut life = Life::Live;
    for (at_ms, input) in corrections(view, filed) {
        life = lapse(life, |until_ms| until_ms < at_ms);
        life = life.on(input).unwrap_or(life);
    }
    life = lapse(life, |until_ms| view.past(until_ms.saturating_add(1)));
    if let Some(by) = later_version(view, filed) {
        life = life.on(LifeInput::LaterVersion { by }).unwrap_or(life);
    }
    if let Until::At(end) = filed.notice.envelope().expires
        && view.past(end.ms())
    {
        life = life.on(LifeInput::End { at_ms: end.ms() }).unwrap_or(life);
    }
    life
}

/// Notices of a type that say something and stand: no commitment, none taken back with both seals; in order.
pub fn standing<'a>(view: View<'a>, kind: NoticeType) -> impl Iterator<Item = &'a Filed> + use<'a> {
    let stands =
        move |filed: &&'a Filed| !notice::sealed::is_commitment(&filed.notice) && !life(view, filed).undone();
    view.book.of_kind(kind, view.horizon).map(AsRef::as_ref).filter(stands)
}

/// The second seal of a notice: of an L5 that takes back, of the end of a declared silence, of an A4 STOOD-DOWN.
pub fn second_seal(view: View<'_>, filed: &Filed) -> SecondSeal {
    if !asks_second_seal(filed) {
        return SecondSeal::NotAsked;
    }
    let until_ms = filed.notice.stamp().dtg.ms().saturating_add(view.clocks.second_seal.ms());
    let mine = confirms(view, filed.notice.number());
    let subject = Correction::of(&filed.notice).and_then(|l5| l5.subject());
    let through_subject = subject.into_iter().flat_map(|number| confirms(view, number));
    let dtg = |l5: &&Filed| l5.notice.stamp().dtg.ms();
    let given = mine
        .into_iter()
        .chain(through_subject)
        .filter(|l5| l5.place.author == filed.place.author && l5.place > filed.place)
        .find(|l5| dtg(l5) <= until_ms);
    match given {
        Some(l5) => SecondSeal::Given { by: l5.notice.number().clone() },
        None if view.past(until_ms) => SecondSeal::Lapsed { since_ms: until_ms },
        None => SecondSeal::Outstanding { until_ms },
    }
}

fn asks_second_seal(filed: &Filed) -> bool {
    let takes_back =
        Correction::of(&filed.notice).is_some_and(|l5| l5.verb() != Some(CorrectionVerb::Confirm));
    let ends_silence =
        StationNotice::of(&filed.notice).is_some_and(|l6| l6.verb() == Some(StationVerb::Resume));
    let stands_down =
        Response::of(&filed.notice).is_some_and(|a4| a4.verb() == Some(ResponseVerb::StoodDown));
    takes_back || ends_silence || stands_down
}

/// L5 CONFIRM on a number, in order.
fn confirms<'a>(view: View<'a>, number: &Number) -> Vec<&'a Filed> {
    let confirm = |l5: &Filed| {
        Correction::of(&l5.notice)
            .is_some_and(|c| c.verb() == Some(CorrectionVerb::Confirm) && c.subject() == Some(number))
    };
    view.about(number).filter(|l5| confirm(l5)).collect()
}

/// What L5 did to a notice, with each DTG, in total order.
fn corrections(view: View<'_>, filed: &Filed) -> Vec<(i64, LifeInput)> {
    let number = filed.notice.number();
    let mut found: Vec<(&Filed, LifeInput)> = Vec::new();
    for l5 in view.about(number).filter(|l5| l5.place.author == filed.place.author) {
        let Some(correction) = Correction::of(&l5.notice) else { continue };
        if correction.subject() != Some(number) {
            continue;
        }
        let by = l5.notice.number().clone();
        let until_ms = l5.notice.stamp().dtg.ms().saturating_add(view.clocks.second_seal.ms());
        let replacement = correction.replacement().cloned();
        let correction = match correction.verb() {
            Some(CorrectionVerb::Confirm) => {
                found.push((l5, LifeInput::Confirm));
                continue;
            }
            Some(CorrectionVerb::Correct) => Some(replacement),
            Some(CorrectionVerb::Cancel) => None,
            None => continue,
        };
        found.extend(confirms(view, &by).into_iter().map(|c| (c, LifeInput::Confirm)));
        found.push((l5, LifeInput::FirstSeal { by, until_ms, correction }));
    }
    found.retain(|(l5, _)| l5.place.author == filed.place.author);
    found.sort_by(|a, b| a.0.place.cmp(&b.0.place));
    found.into_iter().map(|(l5, input)| (l5.notice.stamp().dtg.ms(), input)).collect()
}

fn lapse(life: Life, over: impl Fn(i64) -> bool) -> Life {
    match &life {
        Life::Disregard { until_ms, .. } if over(*until_ms) => life.on(LifeInput::Lapse).unwrap_or(life),
        _ => life,
    }
}

/// The next later version of the red line that a T1 declares, by the same author.
fn later_version(view: View<'_>, filed: &Filed) -> Option<Number> {
    let line = RedLine::of(&filed.notice)?.line()?;
    let later = view.book.later_version(line, view.horizon)?;
    (later.place.author == filed.place.author).then(|| later.notice.number().clone())
}
