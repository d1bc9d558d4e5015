//! Checks of the envelope that every type shares.

use crate::check::{Check, complain};
use crate::envelope::{Due, Until};
use crate::notice::Draft;
use crate::station::LineVersion;
use crate::value::{Instant, Span, Value};
use crate::vocabulary::{NoticeType, Relation};
use refusal::facts;

/// The shared checks.
pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "N-ALL-11",
        rule: "nobody is addressed twice, and nobody addresses itself",
        test: |draft, _| {
            let all: Vec<_> = draft.envelope.to.iter().chain(&draft.envelope.info).collect();
            let own = all.iter().find(|station| station.party == draft.envelope.from.party);
            let twice = all.iter().enumerate().find(|(i, s)| all[..*i].contains(s)).map(|(_, s)| s);
            complain("to", facts! { station: own.or(twice)?.to_string() })
        },
    },
    Check {
        id: "N-ALL-12",
        rule: "sender and addressees are stations of members under the charter",
        test: |draft, sight| {
            sight.line.charter()?;
            let all =
                std::iter::once(&draft.envelope.from).chain(&draft.envelope.to).chain(&draft.envelope.info);
            let stranger = all.into_iter().find(|station| sight.role(&station.party).is_none())?;
            complain("to", facts! { station: stranger.to_string() })
        },
    },
    Check {
        id: "N-ALL-13",
        rule: "the type is in force under the charter",
        test: |draft, sight| {
            if sight.line.charter()?.serves(draft.kind) {
                return None;
            }
            complain("type", facts! { kind: draft.kind.word() })
        },
    },
    Check {
        id: "N-ALL-14",
        rule: "the attestation is that of the charter",
        test: |draft, sight| {
            let charter = sight.line.charter()?.attestation;
            if charter == draft.envelope.attestation {
                return None;
            }
            complain("attestation", facts! { charter: charter.word() })
        },
    },
    Check {
        id: "N-ALL-15",
        rule: "what it refers to is known, and no notice is referred to twice in one way",
        test: |draft, sight| {
            let refs = &draft.envelope.refs;
            let twice = refs.iter().enumerate().find(|(i, r)| refs[..*i].contains(r)).map(|(_, r)| r);
            let unknown = refs.iter().find(|r| sight.connected() && sight.known(&r.number).is_none());
            complain("4", facts! { subject: twice.or(unknown)?.number.to_string() })
        },
    },
    Check {
        id: "N-ALL-16",
        rule: "it takes effect before it expires, and expires in the future",
        test: |draft, sight| {
            let Until::At(end) = draft.envelope.expires else { return None };
            let starts_late = draft.envelope.effective_from.is_some_and(|from| from >= end);
            let past = sight.now().is_some_and(|now| end <= now);
            if starts_late || past { complain("5w", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-ALL-17",
        rule: "a fixed answer time ends at least the charter's margin after constructive notice",
        test: |draft, sight| {
            let charter = sight.line.charter()?;
            let now = sight.now()?;
            let notice = charter.constructive(draft.envelope.precedence);
            let earliest = now.plus(notice)?.plus(charter.clocks.deadline_margin)?;
            let (para, _) = fixed_answer_times(draft).into_iter().find(|(_, at)| *at < earliest)?;
            let margin = charter.clocks.deadline_margin;
            let mut found =
                complain(para, facts! { notice: notice.to_string(), margin: margin.to_string() })?;
            found.facts.insert("earliest", refusal::Fact::InstantMs(earliest.ms()));
            Some(found)
        },
    },
    Check {
        id: "N-ALL-18",
        rule: "an answer time by duration leaves at least the charter's margin",
        test: |draft, sight| {
            let margin =
                sight.line.charter().map_or(Span::hours(1), |charter| charter.clocks.deadline_margin);
            let Due::Within(span) = draft.envelope.answer_due.as_ref()?.due else { return None };
            if span >= margin {
                return None;
            }
            complain("5z", facts! { span: span.to_string(), margin: margin.to_string() })
        },
    },
    Check {
        id: "N-ALL-19",
        rule: "the type that must precede it is referred to or known",
        test: |draft, sight| {
            let needed = (sight.spec)(draft.kind)?.preceded_by;
            let line = draft.content.get("A").and_then(Value::line);
            let referred = draft.envelope.refs.iter().any(|r| needed.contains(&r.number.kind));
            let by_line = line.is_some_and(|line| earlier(line).any(|line| sight.in_force(&line).is_some()));
            let named = super::rules::named(&draft.content).iter().any(|(_, n)| needed.contains(&n.kind));
            if needed.is_empty() || !sight.connected() || referred || by_line || named {
                return None;
            }
            let words: Vec<_> = needed.iter().map(|kind| kind.word()).collect();
            complain("4", facts! { needed: words.join(", ") })
        },
    },
    Check {
        id: "N-ALL-20",
        rule: "an amending, correcting or repeating notice refers to an own notice of its type",
        test: |draft, _| {
            let own = [Relation::Amends, Relation::Corrects, Relation::Repeats];
            let foreign = draft.envelope.refs.iter().find(|r| {
                let same = r.number.party == draft.envelope.from.party && r.number.kind == draft.kind;
                own.contains(&r.relation) && !same
            })?;
            complain("4", facts! { subject: foreign.number.to_string() })
        },
    },
    Check {
        id: "N-ALL-21",
        rule: "the precedence for information is not higher than that for action",
        test: |draft, _| {
            let info = draft.envelope.precedence_info?;
            if info >= draft.envelope.precedence { None } else { complain("precedence", facts! {}) }
        },
    },
    Check {
        id: "N-ALL-22",
        rule: "annexes keep the charter's limits and are read by members only",
        test: |draft, sight| {
            let charter = sight.line.charter()?;
            let bad = draft.envelope.annexes.iter().find(|annex| {
                annex.size > charter.annex_bytes.0
                    || annex.readers.iter().any(|party| charter.role(party).is_none())
            })?;
            complain("annexes", facts! { size: u64::from(bad.size), most: u64::from(charter.annex_bytes.0) })
        },
    },
    Check {
        id: "N-ALL-23",
        rule: "the status is that of the compartment (R14)",
        test: |draft, sight| {
            let line = sight.line.status()?;
            if line == draft.envelope.status {
                return None;
            }
            complain("status", facts! { found: draft.envelope.status.word(), line: line.word() })
        },
    },
];

/// A line's version and, where there is one, the version before it.
fn earlier(line: &LineVersion) -> impl Iterator<Item = LineVersion> {
    let before = (line.version > 1).then(|| LineVersion { version: line.version - 1, ..line.clone() });
    std::iter::once(line.clone()).chain(before)
}

/// Fixed answer times of the envelope and of the content, with their paragraph.
fn fixed_answer_times(draft: &Draft) -> Vec<(&'static str, Instant)> {
    let mut times = Vec::new();
    if let Some(Due::At(at)) = draft.envelope.answer_due.as_ref().map(|due| due.due) {
        times.push(("5z", at));
    }
    let inside = match draft.kind {
        NoticeType::T3 | NoticeType::E2 => Some(("G", "G.at")),
        NoticeType::A4 => Some(("H", "H.until")),
        _ => None,
    };
    times.extend(inside.and_then(|(para, path)| Some((para, draft.content.at(path)?.instant()?))));
    times
}
