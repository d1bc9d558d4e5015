//! Lines from a standing snapshot: those that stand, each from when it has been in force.

use notice::types::a5_hazard::HazardWarning;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{HazardVerb, NoticeType};
use notice::{Draft, Instant, Notice};
use redline::Accident;
use standing::Snapshot;
use standing::matter::Machine;

/// Drafts of the lines of a snapshot, by number; what stands no longer is passed over with the word of its state.
pub fn drafts(snapshot: &Snapshot, passed_over: &mut Vec<(String, String)>) -> Vec<(String, Draft)> {
    let (mut lines, mut kept) = (Vec::new(), Vec::new());
    for notice in &snapshot.notices {
        let number = notice.number().to_string();
        match notice.kind() {
            NoticeType::T1 | NoticeType::T2 => lines.push((number, since(notice))),
            NoticeType::E4 => kept.push((number, since(notice))),
            NoticeType::A2 | NoticeType::A3 => match snapshot.on(Machine::Operation, &number) {
                Some(told) if OVER.contains(&told.state.as_str()) => {
                    passed_over.push((number, told.state.clone()));
                }
                _ => kept.push((number, since(notice))),
            },
            _ => {}
        }
    }
    redline::versions::amend(&mut lines);
    for (number, mut draft) in lines {
        let line = RedLine::of_draft(&draft).and_then(|t1| t1.line()).map(ToString::to_string);
        let Some(line) = line.filter(|_| draft.kind == NoticeType::T1) else { continue };
        let told: Vec<_> = snapshot.of_kind(Machine::RedLine).filter(|told| told.id == line).collect();
        let in_force = told.iter().filter(|told| told.state == "IN-FORCE");
        let from = in_force.clone().filter_map(|told| Instant::from_ms(told.at_ms?)).min();
        if from.is_some() {
            draft.envelope.effective_from = from;
        } else if !told.iter().any(|told| told.state == "AMENDED") {
            let state = told.first().map_or("UNDONE", |told| told.state.as_str());
            passed_over.push((format!("{number} {line}"), state.to_owned()));
            continue;
        }
        kept.push((number, draft));
    }
    kept
}

/// The accidents of their authors' own that a snapshot tells of.
pub fn accidents(snapshot: &Snapshot) -> impl Iterator<Item = Accident> {
    let own = |notice: &&Notice| {
        HazardWarning::of(notice).and_then(|a5| a5.verb()) == Some(HazardVerb::OwnAccident)
    };
    snapshot
        .notices
        .iter()
        .filter(own)
        .map(|notice| Accident { by: notice.number().party.clone(), at: notice.stamp().dtg.seconds() })
}

/// A notice's draft that takes effect when the notice does.
fn since(notice: &Notice) -> Draft {
    let mut draft = notice.draft().clone();
    draft.envelope.effective_from.get_or_insert(notice.stamp().dtg);
    draft
}

/// States of a posture or limit that binds no longer.
const OVER: [&str; 3] = ["CONCLUDED", "RECONCILED", "ENDED"];
