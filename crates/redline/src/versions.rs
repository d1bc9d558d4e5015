//! Later versions of a line: a T2 AMEND says only what changes.

use notice::types::t1_red_line::RedLine;
use notice::types::t2_amendment::Amendment;
use notice::vocabulary::{AmendmentVerb, NoticeType};
use notice::{Draft, Fields, Instant, LineVersion, Value};

/// Puts the version that each T2 AMEND makes beside the T1 it amends.
pub fn amend<Name: Clone>(drafts: &mut Vec<(Name, Draft)>) {
    let mut made = Vec::new();
    for (name, t2) in drafts.iter().filter(|(_, draft)| draft.kind == NoticeType::T2) {
        let Some(read) = Amendment::of_draft(t2).filter(|t2| t2.verb() == Some(AmendmentVerb::Amend)) else {
            continue;
        };
        let Some((next, (_, now))) = read.line().zip(read.changes()) else { continue };
        let before = made.iter().chain(drafts.iter()).find(|(_, draft)| {
            RedLine::of_draft(draft).and_then(|t1| t1.line()).is_some_and(|line| precedes(line, next))
        });
        if let Some((_, t1)) = before {
            made.push((name.clone(), amended(t1, next, now, read.not_before())));
        }
    }
    drafts.extend(made);
}

fn precedes(line: &LineVersion, next: &LineVersion) -> bool {
    line.party == next.party && line.line == next.line && line.version + 1 == next.version
}

fn amended(t1: &Draft, next: &LineVersion, now: &Fields, from: Option<Instant>) -> Draft {
    let mut draft = t1.clone();
    draft.content.set("A", Value::Line(next.clone()));
    for (name, value) in now.iter() {
        draft.content.set(name, value.clone());
    }
    draft.envelope.effective_from = from;
    draft
}
