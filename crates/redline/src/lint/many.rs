//! Lints about how a line stands to acts, actors, counts, and the other lines of its author.

use super::Ground;
use crate::draft_view::DraftView;
use notice::vocabulary::{ActClass, ActorRelation, Consequence, NoticeType};
use refusal::{Facts, facts};

type Seen = Option<(&'static str, Facts)>;

/// A window that no calendar has: hours that do not divide a day, or no whole days.
pub(super) fn arbitrary_window(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let seconds = view.line.as_ref()?.window_s?;
    let (hour, day) = (3_600, 86_400);
    let focal = if seconds < day { seconds % hour == 0 && day % seconds == 0 } else { seconds % day == 0 };
    let days = |count: i64| if count == 1 { "24 h".to_owned() } else { format!("{count} d") };
    let nearest = if seconds < day { "12 h".to_owned() } else { days((seconds + day / 2) / day) };
    (!focal).then(|| ("G", facts! { window: format!("{} h", seconds / hour), nearest: nearest }))
}

/// Some of the weapons that do the same work, and not the others.
pub(super) fn neighbouring_act(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let acts = view.acts();
    let missing = FAMILIES.iter().find_map(|family| {
        let named = family.iter().filter(|act| acts.contains(act)).count();
        let open = family.iter().find(|act| !acts.contains(act));
        if named > 0 { open } else { None }
    })?;
    let named = acts.iter().find(|act| act.group() == missing.group())?;
    Some(("C", facts! { named: named.word(), missing: missing.word() }))
}

/// A group by its name alone: under another name it passes.
pub(super) fn by_name(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let actor = &view.line.as_ref()?.actor;
    (actor.relation == Some(ActorRelation::Named)).then(|| {
        let groups: Vec<&str> = actor.groups.iter().map(notice::Code8::as_str).collect();
        ("D", facts! { groups: groups.join(", ") })
    })
}

/// So many lines of one author that none stands out.
pub(super) fn dilution(view: &DraftView<'_>, ground: &Ground<'_>) -> Seen {
    let own = |other: &&DraftView<'_>| other.is_red_line() && other.author() == view.author();
    let lines = ground.all.iter().filter(own).count();
    let first = ground.all.iter().find(own).map(|first| &first.name);
    (lines > MOST_LINES && first == Some(&view.name))
        .then(|| ("A", facts! { lines: lines, most: MOST_LINES }))
}

/// Force without limit, while the author's own statement limits its strikes.
pub(super) fn not_credible(view: &DraftView<'_>, ground: &Ground<'_>) -> Seen {
    let unlimited = view.consequence() == Some(Consequence::KineticUnlimited);
    let limits =
        |other: &&DraftView<'_>| other.draft.kind == NoticeType::A3 && other.author() == view.author();
    let limit = ground.all.iter().find(limits).filter(|_| unlimited)?;
    Some(("K", facts! { consequence: Consequence::KineticUnlimited.word(), limit: limit.name.clone() }))
}

/// Acts that do the same work: who forbids one of them forbids nothing if the others are left.
const FAMILIES: &[&[ActClass]] = &[
    &[ActClass::MissileBallistic, ActClass::MissileCruise, ActClass::OneWayDrone],
    &[ActClass::CyberIntrusion, ActClass::CyberEffect],
];
/// Lines of one author beyond which each counts for less (Altman 2015: a line must be conspicuous).
const MOST_LINES: usize = 9;
