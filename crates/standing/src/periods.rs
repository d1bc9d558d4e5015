//! The period of a red line (T1 H): when it runs out, and what a REAFFIRM does to it.
//!
//! A REAFFIRM begins the period again from its own effect, as long as it was at first. While the line has not run out
//! it prolongs it without a gap; afterwards the line is in force again and the gap stays on record (notices.md section
//! 8, M2). A suspension does not stop the period. I1 what is re-affirmed still ends: no line becomes one without end.

use crate::book::Filed;
use crate::delivery::Delivery;
use crate::seal;
use crate::view::View;
use line::ids::PartyCode;
use notice::LineVersion;
use notice::types::t1_red_line::RedLine;
use notice::types::t2_amendment::{Amendment, Direction};
use notice::vocabulary::{AmendmentVerb, NoticeType};

/// Every instant at which the line of a version runs out toward an addressee, by what has taken effect so far, ms UTC,
/// in order: the last is the one that counts now. None if its period has no end.
pub fn ends(view: View<'_>, line: &LineVersion, addressee: &PartyCode) -> Vec<i64> {
    let Some((version, declared)) = declaration(view, line) else { return Vec::new() };
    let from = declared.notice.envelope().effective_from.unwrap_or(declared.notice.stamp().dtg);
    let first = RedLine::of(&declared.notice).and_then(|t1| t1.ends_at(from));
    let Some(first_ms) = first.map(|end| end.ms()) else { return Vec::new() };
    let lasts_ms = first_ms.saturating_sub(from.ms()).max(0);
    let again = seal::standing(view, NoticeType::T2).filter_map(|said| {
        let t2 = Amendment::of(&said.notice).filter(|_| said.place.author == declared.place.author)?;
        let about = t2.line().filter(|about| same(about, line) && about.version >= version)?;
        let reaffirms = t2.verb() == Some(AmendmentVerb::Reaffirm) && about.version <= line.version;
        effective(view, said, addressee).filter(|at_ms| reaffirms && view.past(*at_ms))
    });
    let mut again: Vec<i64> = again.collect();
    again.sort_unstable();
    let mut ends = Vec::new();
    let mut end_ms = first_ms;
    for at_ms in again {
        let next_ms = at_ms.saturating_add(lasts_ms);
        if at_ms > end_ms {
            ends.push(end_ms);
            end_ms = next_ms;
        } else {
            end_ms = end_ms.max(next_ms);
        }
    }
    ends.push(end_ms);
    ends
}

/// The T1 that the period of a version comes from: its own, or the last before the T2 that made it.
fn declaration<'a>(view: View<'a>, line: &LineVersion) -> Option<(u16, &'a Filed)> {
    let declared = view.book.lines(view.horizon);
    let earlier = declared.filter(|(other, _)| same(other, line) && other.version <= line.version);
    earlier.last().map(|(other, filed)| (other.version, filed.as_ref()))
}

fn same(a: &LineVersion, b: &LineVersion) -> bool {
    a.party == b.party && a.line == b.line
}

/// When a T2 takes effect toward an addressee: what loosens at release, what tightens once it is known and the
/// charter's notice period is over; never before its D.
pub fn effective(view: View<'_>, filed: &Filed, addressee: &PartyCode) -> Option<i64> {
    let t2 = Amendment::of(&filed.notice)?;
    let dtg_ms = filed.notice.stamp().dtg.ms();
    let not_before = t2.not_before().map_or(dtg_ms, |at| at.ms());
    if t2.direction()? == Direction::Loosens {
        return Some(dtg_ms.max(not_before));
    }
    let known = Delivery::of(view, filed, addressee, true).known_ms()?;
    let notice_over = dtg_ms.saturating_add(view.clocks.tightening.ms());
    Some(known.max(not_before).max(notice_over))
}
