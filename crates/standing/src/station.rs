//! What a party declared about itself by L6: silence and suspended classes (notices.md 4.12).
//!
//! any -SILENCE-DECLARED-> SILENCE(until); any -SUSPEND-> SUSPENDED(classes, until); either -RESUME or end-> none.
//!
//! I1 the floor is suspended only where SUSPEND names it.

use crate::attendance::Stretch;
use crate::book::Filed;
use crate::seal;
use crate::view::View;
use line::ids::PartyCode;
use notice::Number;
use notice::spec::LaneRule;
use notice::types::l6_station::StationNotice;
use notice::vocabulary::{NoticeType, StationVerb, SuspensionClass};

/// One window that a party declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The L6 that declares it.
    pub by: Number,
    /// From when, ms UTC.
    pub from_ms: i64,
    /// Until when, ms UTC: its own end, or an earlier RESUME; the greatest number without end.
    pub until_ms: i64,
    /// Classes held back; none for a declared silence.
    pub classes: Vec<SuspensionClass>,
}

impl Window {
    /// Whether it holds at a time.
    pub fn holds(&self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && at_ms < self.until_ms
    }

    /// Whether it is a declared silence.
    pub fn silence(&self) -> bool {
        self.classes.is_empty()
    }
}

/// Every window a party declared, in order, ended by its own RESUMEs. What it took back by L5 is none.
pub fn windows(view: View<'_>, party: &PartyCode) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for filed in view.book.station(party, view.horizon) {
        let Some(l6) = StationNotice::of(&filed.notice) else { continue };
        if seal::life(view, filed).undone() {
            continue;
        }
        let dtg_ms = filed.notice.stamp().dtg.ms();
        match l6.verb() {
            Some(StationVerb::SilenceDeclared) => windows.push(window(filed, &l6, Vec::new())),
            Some(StationVerb::Suspend) => windows.push(window(filed, &l6, l6.classes())),
            Some(StationVerb::Resume) => {
                for open in windows.iter_mut().filter(|w| w.until_ms > dtg_ms) {
                    open.until_ms = dtg_ms.max(open.from_ms);
                }
            }
            _ => {}
        }
    }
    windows
}

/// The class under which SUSPEND holds a type back, by its lane and its letter; `None` for L1 to L4 and L6, which always
/// pass, and for the charter form.
pub fn class_of(kind: NoticeType) -> Option<SuspensionClass> {
    let floor = notice::registry::spec(kind).is_some_and(|spec| matches!(spec.lane, LaneRule::Floor));
    match kind {
        NoticeType::Ch | NoticeType::L6 => None,
        _ if floor => Some(SuspensionClass::Floor),
        _ => SuspensionClass::parse(kind.word().get(..1)?),
    }
}

/// The window of either party that holds a type back at the view's time.
pub fn suspended(view: View<'_>, parties: &[PartyCode], kind: NoticeType) -> Option<(PartyCode, Window)> {
    let class = class_of(kind)?;
    parties.iter().find_map(|party| {
        let holding = |w: &Window| w.holds(view.as_of_ms()) && w.classes.contains(&class);
        windows(view, party).into_iter().find(holding).map(|w| (party.clone(), w))
    })
}

/// Stretches that stop the clock of constructive notice: the addressee's silence, either side's suspension.
pub fn stops(view: View<'_>, addressee: &PartyCode, author: &PartyCode, kind: NoticeType) -> Vec<Stretch> {
    let class = class_of(kind);
    let stretch = |w: Window| Stretch { from_ms: w.from_ms, until_ms: w.until_ms };
    let names = |w: &Window| class.is_some_and(|class| w.classes.contains(&class));
    let theirs = windows(view, addressee).into_iter().filter(|w| w.silence() || names(w));
    let own = windows(view, author).into_iter().filter(names);
    theirs.chain(own).map(stretch).collect()
}

fn window(filed: &Filed, l6: &StationNotice<'_>, classes: Vec<SuspensionClass>) -> Window {
    let from_ms = l6.from().map_or(filed.notice.stamp().dtg.ms(), |from| from.ms());
    let until_ms = l6.until().map_or(i64::MAX, |until| until.ms());
    Window { by: filed.notice.number().clone(), from_ms, until_ms, classes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_a_type_is_its_lane_or_its_letter() {
        let told = |kind: NoticeType| class_of(kind).map_or("-", |class| class.word());
        for kind in NoticeType::ALL {
            let said = match kind.word() {
                // What no suspension stops (notices.md section 2).
                "A5" | "A6" | "L5" => "FLOOR",
                "CH" => "-",
                word if word.starts_with('L') => "-",
                word => &word[..1],
            };
            assert_eq!(told(*kind), said, "{kind}");
        }
    }
}
