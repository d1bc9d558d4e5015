//! M2: whether a notified crossing is excused: an incident taken back or corrected so that the count falls below the
//! line's, or an accident told in time (notices.md section 8).
//!
//! I1 only what the author of the NOTIFY did not hold when it spoke excuses: what comes after, or an accident that was told
//! before and reached it after (scenario-coastguard.md D6 08). A NOTIFY whose count this node cannot confirm from what its
//! author held stays what it is.

use crate::accidents;
use crate::book::Filed;
use crate::seal;
use crate::view::View;
use line::ids::{EntryHash, PartyCode};
use notice::Instant;
use notice::clause_test::{Circumstances, ClauseOf, Event};
use notice::truth::Truth;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{NoticeType, Relation};
use notice::window::{InTime, counted};
use std::collections::BTreeMap;

/// Why a crossing is excused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// The count fell below the line's.
    Count,
    /// An exclusion of the line is met.
    Exclusion,
}

impl Because {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Because::Count => "COUNT",
            Because::Exclusion => "EXCLUSION",
        }
    }
}

/// When a crossing was first excused, ms UTC, and why; from its NOTIFY on if by what was told before and came after.
pub fn excused(
    view: View<'_>,
    declared: &Filed,
    notify: &Filed,
    accused: &PartyCode,
) -> Option<(i64, Because)> {
    let t1 = RedLine::of(&declared.notice)?;
    let effective = declared.notice.envelope().effective_from.unwrap_or(declared.notice.stamp().dtg);
    let clause = ClauseOf::of_line(&t1, declared.notice.content(), effective)?;
    let told = Told::by(view, clause, declared);
    let then = view.at(dtg(notify));
    let held = view.book.causality.beneath(&notify.place.author, notify.place.seq);
    let known = |a5: &Filed| held.sees(&a5.place.author, a5.place.seq);
    if told.count(then, accused, known) == Truth::False {
        return None;
    }
    let accidents = told.count_without(then);
    let mut moments: Vec<i64> = vec![dtg(notify)];
    for kind in [NoticeType::E1, NoticeType::L5, NoticeType::A5] {
        let of_kind = view.book.of_kind(kind, view.horizon).map(|filed| dtg(filed));
        moments.extend(of_kind.filter(|at_ms| *at_ms >= dtg(notify) && view.past(*at_ms)));
    }
    moments.sort_unstable();
    moments.dedup();
    let at_ms =
        moments.into_iter().find(|at_ms| told.count(view.at(*at_ms), accused, |_| true) == Truth::False)?;
    let by_count = told.count_without(view.at(at_ms)) == Truth::False;
    let because = if by_count && accidents != Truth::False { Because::Count } else { Because::Exclusion };
    Some((at_ms, because))
}

/// What the owner of a line told, each event held against its clause once: only what stands, and what is excluded, moves with
/// time.
struct Told<'a> {
    clause: ClauseOf<'a>,
    owner: &'a PartyCode,
    events: BTreeMap<EntryHash, (Event, Truth)>,
}

impl<'a> Told<'a> {
    fn by(view: View<'_>, clause: ClauseOf<'a>, declared: &'a Filed) -> Self {
        let owner = &declared.place.author;
        let all =
            view.book.of_kind(NoticeType::E1, view.horizon).filter(|filed| filed.place.author == *owner);
        let judged = all.filter_map(|filed| {
            let event = Event::of(&filed.notice, Vec::new())?;
            let find = || clause.matched(&event);
            let matched = view.book.matched.of(declared.entry, filed.entry, find);
            Some((filed.entry, (event, matched)))
        });
        let events = judged.collect();
        Told { clause, owner, events }
    }

    /// Whether the line's count is reached by what the owner told by the view's time; of the accidents of the accused, those
    /// that are known count.
    fn count(&self, view: View<'_>, accused: &PartyCode, known: impl Fn(&Filed) -> bool) -> Truth {
        let told = accidents::of(view, accused).filter(|(filed, _)| known(filed));
        let accidents = told.map(|(_, at)| at).collect();
        self.reached(view, &Circumstances { accidents, now: Instant::from_ms(view.as_of_noted()) })
    }

    /// The same as if no accident had been told.
    fn count_without(&self, view: View<'_>) -> Truth {
        let now = Instant::from_ms(view.as_of_noted());
        self.reached(view, &Circumstances { accidents: Vec::new(), now })
    }

    fn reached(&self, view: View<'_>, known: &Circumstances) -> Truth {
        let told: Vec<&Filed> = seal::standing(view, NoticeType::E1)
            .filter(|filed| filed.place.author == *self.owner && view.past(dtg(filed)))
            .collect();
        let replaced = |filed: &Filed| {
            let number = filed.notice.number();
            let amends = |later: &&Filed| {
                [Relation::Amends, Relation::Corrects, Relation::Repeats]
                    .into_iter()
                    .any(|relation| later.notice.refers(relation).any(|n| n == number))
            };
            told.iter().any(amends)
        };
        let mut events = Vec::new();
        for filed in told.iter().filter(|filed| !replaced(filed)) {
            let Some((event, matched)) = self.events.get(&filed.entry) else { continue };
            view.settles(&self.clause, event);
            let matches = matched.and(self.clause.stays(event, known));
            let (earliest, latest) = (event.when.0.ms(), event.when.1.ms());
            events.push(InTime { earliest, latest, matches });
        }
        let (count, window) = (self.clause.occurrence.count, self.clause.occurrence.window);
        counted(&events, count, window.map(|window| window.ms()))
    }
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
