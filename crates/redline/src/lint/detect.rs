//! Lints about what detects a crossing.

use super::Ground;
use crate::draft_view::DraftView;
use notice::vocabulary::{ActGroup, ActorRelation, DetectorKind};
use notice::{Quantity, Unit, Value};
use refusal::{Facts, facts};

type Seen = Option<(&'static str, Facts)>;

/// The position error that a kind of detector leaves at its best, metres: rules of thumb, not claims about an instrument.
fn error_m(kind: DetectorKind) -> u32 {
    match kind {
        DetectorKind::Ais => 10,
        DetectorKind::Imagery => 50,
        DetectorKind::OwnSensors | DetectorKind::Station => 100,
        DetectorKind::Radar => 500,
        DetectorKind::OwnReports | DetectorKind::OtherSideReport => 1_000,
        DetectorKind::PublicReport | DetectorKind::PublicEventData => 1_000,
    }
}

/// Whether a kind of detector can see a kind of act at all.
fn sees(kind: DetectorKind, act: ActGroup) -> bool {
    match kind {
        DetectorKind::Ais => matches!(act, ActGroup::Sea | ActGroup::Zone),
        DetectorKind::Radar => matches!(act, ActGroup::Fires | ActGroup::Sea | ActGroup::Zone),
        DetectorKind::Imagery => !matches!(act, ActGroup::Electronic | ActGroup::Covert),
        _ => true,
    }
}

/// A stand-off, and a width, finer than any of its detectors tells a place: most verdicts would be UNCERTAIN.
pub(super) fn finer_than_its_detectors(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let best = view.detectors().into_iter().filter_map(|(_, kind)| kind).map(error_m).min()?;
    if view.parts().is_empty() {
        return None;
    }
    let stand_off = view.stand_off_m().unwrap_or(0);
    let width = |part: &notice::PlacePart| match &part.shape {
        notice::Shape::Point(_) => 0,
        notice::Shape::Circle { radius_m, .. } => *radius_m,
        notice::Shape::Corridor { half_width_m, .. } => *half_width_m,
        _ => u32::MAX,
    };
    let narrow = view.parts().iter().map(width).min()?.saturating_add(stand_off);
    (narrow < best).then(|| {
        let metres = |m: u32| Quantity::whole(i64::from(m), Unit::Metre).to_string();
        ("E", facts! { width: metres(narrow), error: metres(best) })
    })
}

/// No detector that it names can see an act that it names.
pub(super) fn blind(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let kinds: Vec<DetectorKind> = view.detectors().into_iter().filter_map(|(_, kind)| kind).collect();
    if kinds.is_empty() {
        return None;
    }
    let unseen = view.acts().into_iter().find(|act| !kinds.iter().any(|kind| sees(*kind, act.group())))?;
    let named: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    Some(("J", facts! { act: unseen.word(), detectors: named.join(", ") }))
}

/// A threshold that reports of the public alone never reach.
pub(super) fn too_sure(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let threshold = view.draft.content.at("J.threshold")?.word()?;
    let kinds: Vec<DetectorKind> = view.detectors().into_iter().filter_map(|(_, kind)| kind).collect();
    let public = |kind: &DetectorKind| {
        matches!(
            kind,
            DetectorKind::PublicReport | DetectorKind::PublicEventData | DetectorKind::OtherSideReport
        )
    };
    let weak = !kinds.is_empty() && kinds.iter().all(public);
    (weak && threshold == "ALMOST-CERTAIN").then(|| ("J", facts! { threshold: threshold }))
}

/// A relation of control, and detectors that tell where something is but never whose.
pub(super) fn no_evidence_of_control(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let relation = view.line.as_ref()?.actor.relation?;
    let control = matches!(relation, ActorRelation::OrganisedEquippedBy | ActorRelation::DirectedBy);
    let kinds: Vec<DetectorKind> = view.detectors().into_iter().filter_map(|(_, kind)| kind).collect();
    let places =
        |kind: &DetectorKind| matches!(kind, DetectorKind::Ais | DetectorKind::Radar | DetectorKind::Imagery);
    let only_places = !kinds.is_empty() && kinds.iter().all(places);
    (control && only_places).then(|| ("J", facts! { relation: relation.word() }))
}

/// What detects may be told only when the line is over.
pub(super) fn slow(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let (delay, lasts) = view.delay().zip(view.lasts())?;
    (delay >= lasts).then(|| ("J", facts! { delay: delay.to_string(), period: lasts.to_string() }))
}

/// A station of a party that is neither author nor addressee: if it verifies, it would be made a trigger.
pub(super) fn third_party(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let envelope = &view.draft.envelope;
    let parties = |party: &notice::Code8| {
        party == &envelope.from.party || envelope.to.iter().any(|station| &station.party == party)
    };
    let stations =
        view.detectors().into_iter().filter_map(|(item, _)| item.get("station").and_then(Value::station));
    let station = stations.into_iter().find(|station| !parties(&station.party))?;
    Some(("J", facts! { station: station.to_string() }))
}
