//! Checks of what a type states as data: its verb, precedence, senders, modality; and of what a notice names.

use crate::check::{Check, complain};
use crate::notice::Draft;
use crate::number::Number;
use crate::spec::{FieldKind, FieldSpec, Need};
use crate::value::{Fields, Value};
use crate::vocabulary::{Attestation, NoticeType, Relation, Role, SealPhase};
use refusal::facts;

/// Checks by the rules of the type.
pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "N-ALL-24",
        rule: "a paragraph that goes with the verb stands",
        test: |draft, sight| {
            let spec = (sight.spec)(draft.kind)?;
            let rule = spec.verb_rule(&draft.content)?;
            let missing = rule.with.iter().find(|letter| draft.content.get(letter).is_none())?;
            complain(missing, facts! { verb: rule.verb })
        },
    },
    Check {
        id: "N-ALL-25",
        rule: "a paragraph that does not go with the verb is not there",
        test: |draft, sight| {
            let spec = (sight.spec)(draft.kind)?;
            let rule = spec.verb_rule(&draft.content)?;
            let free = |name: &&str| rule.with.contains(name) || rule.free.contains(name);
            let odd =
                conditional(spec.paragraphs).find(|name| !free(name) && draft.content.get(name).is_some())?;
            complain(odd, facts! { verb: rule.verb })
        },
    },
    Check {
        id: "N-ALL-26",
        rule: "the precedence is one that the type may have",
        test: |draft, sight| {
            let allowed = (sight.spec)(draft.kind)?.rules.precedence;
            if allowed.is_empty() || allowed.contains(&draft.envelope.precedence) {
                return None;
            }
            let words: Vec<_> = allowed.iter().map(|precedence| precedence.word()).collect();
            complain("precedence", facts! { allowed: words.join(", ") })
        },
    },
    Check {
        id: "N-ALL-27",
        rule: "the sender has a role that may send the type",
        test: |draft, sight| {
            let allowed = (sight.spec)(draft.kind)?.rules.senders;
            let role = sight.role(&draft.envelope.from.party)?;
            if allowed.is_empty() || allowed.contains(&role) {
                return None;
            }
            let words: Vec<_> = allowed.iter().map(|role| role.word()).collect();
            complain("from", facts! { role: role.word(), allowed: words.join(", ") })
        },
    },
    Check {
        id: "N-ALL-28",
        rule: "the modality verb is one that the type may carry",
        test: |draft, sight| {
            let allowed = (sight.spec)(draft.kind)?.rules.modality;
            let said = draft.envelope.modality;
            if allowed.is_empty() || allowed.contains(&said) {
                return None;
            }
            let words: Vec<_> = allowed.iter().map(|modality| modality.word()).collect();
            complain("5x", facts! { said: said.word(), allowed: words.join(", ") })
        },
    },
    Check {
        id: "N-ALL-29",
        rule: "the public track is spoken of only between the two principals, and MUTUAL_ONLY",
        test: |draft, sight| {
            if !(sight.spec)(draft.kind)?.rules.principals_only {
                return None;
            }
            let others = sight.line.charter().is_some_and(|charter| {
                charter.members.len() != 2 || charter.members.iter().any(|member| member.1 != Role::Principal)
            });
            let transferable = draft.envelope.attestation != Attestation::MutualOnly;
            if others || transferable { complain("attestation", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-ALL-30",
        rule: "a verb that goes on with a matter refers to an own earlier notice of the type",
        test: |draft, sight| {
            let spec = (sight.spec)(draft.kind)?;
            let rule = spec.verb_rule(&draft.content).filter(|rule| rule.refers_own)?;
            let own = draft
                .envelope
                .refs
                .iter()
                .any(|r| r.number.kind == draft.kind && r.number.party == draft.envelope.from.party);
            if own { None } else { complain("4", facts! { verb: rule.verb }) }
        },
    },
    Check {
        id: "N-ALL-32",
        rule: "every notice that a paragraph names is known to this node",
        test: |draft, sight| {
            let service = draft.kind.word().starts_with('L');
            let named = named(&draft.content);
            let (letter, unknown) =
                named.into_iter().find(|(_, number)| sight.connected() && sight.known(number).is_none())?;
            if service { None } else { complain(letter, facts! { subject: unknown.to_string() }) }
        },
    },
    Check {
        id: "N-ALL-33",
        rule: "every notice it names is of one compartment, and of this one",
        test: |draft, sight| {
            let named = named(&draft.content);
            let referred = draft.envelope.refs.iter().map(|r| ("4", &r.number));
            let all: Vec<_> = referred.chain(named).collect();
            let own = sight.line.compartment().or_else(|| Some(all.first()?.1.compartment.clone()))?;
            let (para, other) = all.into_iter().find(|(_, number)| number.compartment != own)?;
            complain(para, facts! { subject: other.to_string() })
        },
    },
    Check {
        id: "N-ALL-34",
        rule: "what it answers is a notice of another party",
        test: |draft, _| {
            let own = &draft.envelope.from.party;
            let mut answered = draft.envelope.refs.iter().filter(|r| r.relation == Relation::Answers);
            complain("4", facts! { subject: answered.find(|r| r.number.party == *own)?.number.to_string() })
        },
    },
    Check {
        id: "N-ALL-35",
        rule: "SEALED is for S1, T1 and A6; a commitment carries paragraph A and nothing else",
        test: |draft, _| {
            draft.envelope.sealed.as_ref()?;
            let sealable = matches!(draft.kind, NoticeType::S1 | NoticeType::T1 | NoticeType::A6);
            let bare = draft.content.len() == 1 && draft.content.get("A").is_some();
            if sealable && (bare || !commits(draft)) { None } else { complain("sealed", facts! {}) }
        },
    },
    Check {
        id: "N-ALL-36",
        rule: "the id of a warning to civil traffic has a figure in it: a mistyped word is none",
        test: |draft, _| {
            if !matches!(draft.kind, NoticeType::A1 | NoticeType::A4 | NoticeType::A5) {
                return None;
            }
            let mut ids = draft.content.items_at("J").iter().filter_map(Value::text);
            let odd = ids.find(|id| !id.bytes().any(|byte| byte.is_ascii_digit()))?;
            complain("J", facts! { found: odd.to_owned() })
        },
    },
];

/// Whether a draft is a commitment to a text that is not yet shown.
pub(super) fn commits(draft: &Draft) -> bool {
    draft.envelope.sealed.as_ref().is_some_and(|sealed| sealed.phase == SealPhase::Commit)
}

/// Numbers in the content with the letter of their paragraph.
pub(super) fn named(content: &Fields) -> Vec<(&'static str, &Number)> {
    let mut found = Vec::new();
    for (letter, value) in content.iter() {
        numbers(value, letter, &mut found);
    }
    found
}

fn numbers<'a>(value: &'a Value, letter: &'static str, found: &mut Vec<(&'static str, &'a Number)>) {
    match value {
        Value::Number(number) => found.push((letter, number)),
        Value::List(items) => items.iter().for_each(|item| numbers(item, letter, found)),
        Value::Record(fields) => fields.iter().for_each(|(_, value)| numbers(value, letter, found)),
        _ => {}
    }
}

fn conditional(paragraphs: &'static [FieldSpec]) -> impl Iterator<Item = &'static str> {
    let restated = |field: &&FieldSpec| !matches!(field.kind, FieldKind::Restatement);
    paragraphs.iter().filter(|field| field.need == Need::Conditional).filter(restated).map(|field| field.name)
}
