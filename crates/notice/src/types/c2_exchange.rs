//! C2 RELEASE AND EXCHANGE OF PERSONS (notices.md section 6). Moves M6b.
//!
//! Persons are opaque ids; who they are stands in a sealed annex for named parties only. The verb of A is what the
//! machine M6b moves by.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::records::{MONEY, SPELL, SPOT};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::{Code8, Station};
use crate::value::Value;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static C2: TypeSpec = TypeSpec {
    kind: NoticeType::C2,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&EXCHANGE_ACT)),
        FieldSpec::when(2, "B", FieldKind::Record(&PERSONS_COUNTED)).critical(),
        FieldSpec::when(3, "C", FieldKind::List { of: &FieldKind::Record(&PERSON_NOW), min: 1, max: 100 }),
        FieldSpec::may(4, "D", FieldKind::List { of: &FieldKind::Record(&PERSON_HEALTH), min: 1, max: 20 }),
        FieldSpec::when(5, "E", FieldKind::List { of: &FieldKind::Record(&CONDITION), min: 1, max: 6 })
            .critical(),
        FieldSpec::when(6, "F", FieldKind::Record(&POSITION_TAKEN)).critical(),
        FieldSpec::when(7, "G", FieldKind::Record(&ABORT)),
        FieldSpec::when(8, "H", FieldKind::Record(&RECEIPT)),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesExchange],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Lists persons by opaque ids in groups, and moves each group from conditions to position, go and receipt.",
    rules: Rules {
        senders: &[Role::Principal, Role::Intermediary],
        verb: "A.verb",
        by_verb: &[
            VerbRule::opens("LIST", &["B", "C", "E", "G"], &[]),
            VerbRule::opens("MET", &["E"], &[]),
            VerbRule::opens("IN-POSITION", &["F"], &["C"]),
            VerbRule::opens("GO", &[], &[]),
            VerbRule::opens("RELEASED", &["C"], &[]),
            VerbRule::opens("RECEIPT", &["H"], &["C"]),
            VerbRule::opens("ABORT", &["G"], &[]),
        ],
        ..Rules::ANY
    },
};

/// Paragraph A.
pub static EXCHANGE_ACT: RecordSpec = RecordSpec {
    name: "exchange-act",
    fields: &[
        FieldSpec::must(1, "exchange", FieldKind::Code),
        FieldSpec::must(2, "verb", FieldKind::Word(&EXCHANGE_VERB)),
        FieldSpec::when(3, "group", FieldKind::Count { min: 1, max: 50 }),
    ],
};

/// Paragraph B: how many, and in which groups.
pub static PERSONS_COUNTED: RecordSpec = RecordSpec {
    name: "persons-counted",
    fields: &[
        FieldSpec::must(1, "count", FieldKind::Count { min: 1, max: 500 }).critical(),
        FieldSpec::must(2, "groups", FieldKind::List { of: &FieldKind::Record(&GROUP_OF), min: 1, max: 50 }),
    ],
};

/// One group: who goes with whom, from which side.
pub static GROUP_OF: RecordSpec = RecordSpec {
    name: "group-of",
    fields: &[
        FieldSpec::must(1, "group", FieldKind::Count { min: 1, max: 50 }),
        FieldSpec::must(2, "held-by", FieldKind::Code),
        FieldSpec::must(3, "persons", FieldKind::List { of: &FieldKind::Code, min: 1, max: 20 }),
    ],
};

/// Paragraph C: where one person is.
pub static PERSON_NOW: RecordSpec = RecordSpec {
    name: "person-now",
    fields: &[
        FieldSpec::must(1, "person", FieldKind::Code),
        FieldSpec::must(2, "status", FieldKind::Word(&PERSON_STATUS)),
    ],
};

/// Paragraph D: health and consent, as far as they bear on the move.
pub static PERSON_HEALTH: RecordSpec = RecordSpec {
    name: "person-health",
    fields: &[
        FieldSpec::must(1, "person", FieldKind::Code),
        FieldSpec::must(2, "health", FieldKind::Word(&HEALTH)),
        FieldSpec::must(3, "consent", FieldKind::Flag),
    ],
};

/// Paragraph E: what must be met, seen by whom.
pub static CONDITION: RecordSpec = RecordSpec {
    name: "condition",
    fields: &[
        FieldSpec::must(1, "what", FieldKind::Word(&PRECONDITION)).critical(),
        FieldSpec::must(2, "witness", FieldKind::Station).critical(),
        FieldSpec::must(3, "met", FieldKind::Flag).critical(),
        FieldSpec::when(4, "account", FieldKind::Code).critical(),
        FieldSpec::when(5, "amount", MONEY).critical(),
    ],
};

/// Paragraph F.
pub static POSITION_TAKEN: RecordSpec = RecordSpec {
    name: "position-taken",
    fields: &[
        FieldSpec::must(1, "at", FieldKind::Place(SPOT)).critical(),
        FieldSpec::must(2, "aircraft", FieldKind::Text { words: 6 }),
        FieldSpec::may(3, "tail", FieldKind::Text { words: 2 }),
        FieldSpec::must(4, "window", FieldKind::Record(&SPELL)).critical(),
    ],
};

/// Paragraph G.
pub static ABORT: RecordSpec = RecordSpec {
    name: "abort",
    fields: &[
        FieldSpec::must(1, "rules", FieldKind::List { of: &FieldKind::Word(&ABORT_RULE), min: 1, max: 5 }),
        FieldSpec::may(2, "holds", FieldKind::List { of: &FieldKind::Word(&HOLD_POINT), min: 1, max: 3 }),
    ],
};

/// Paragraph H: who has custody now.
pub static RECEIPT: RecordSpec = RecordSpec {
    name: "receipt",
    fields: &[
        FieldSpec::must(1, "by", FieldKind::Code),
        FieldSpec::must(2, "count", FieldKind::Count { min: 0, max: 500 }),
        FieldSpec::must(3, "at", FieldKind::Instant { operative: false }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-C2-01",
        rule: "a person is an opaque id with a figure in it; LIST announces the annex of identities",
        test: |draft, _| {
            let named = persons(&draft.content).into_iter().find(|id| !opaque(id));
            if let Some(id) = named {
                return complain("B", facts! { person: id.to_string() });
            }
            let listed = draft.content.at("A.verb")?.word()? == "LIST";
            let annex = draft.envelope.annexes.iter().any(|annex| annex.kind == AnnexKind::Identities);
            if listed && !annex { complain("annexes", facts! { person: "-" }) } else { None }
        },
    },
    Check {
        id: "N-C2-02",
        rule: "groups add up to the count, and no person stands in two",
        test: |draft, _| {
            let count = draft.content.at("B.count")?.count()?;
            let groups = draft.content.items_at("B.groups").iter();
            let ids: Vec<&Code8> = groups
                .flat_map(|g| g.fields().map_or(&[][..], |g| g.items_at("persons")))
                .filter_map(Value::code)
                .collect();
            let twice = ids.iter().enumerate().any(|(i, id)| ids[..i].contains(id));
            let fits = usize::try_from(count).is_ok_and(|count| count == ids.len());
            if fits && !twice {
                None
            } else {
                complain("B", facts! { count: u64::from(count), listed: ids.len() })
            }
        },
    },
    Check {
        id: "N-C2-03",
        rule: "every verb but LIST says which group",
        test: |draft, _| {
            let verb = draft.content.at("A.verb")?.word()?;
            let said = draft.content.at("A.group").is_some();
            if said == (verb != "LIST") { None } else { complain("A.group", facts! { verb: verb }) }
        },
    },
    Check {
        id: "N-C2-04",
        rule: "ACCOUNT-CONFIRMED names account and amount; no other condition does",
        test: |draft, _| {
            let mut conditions = draft.content.items_at("E").iter().filter_map(Value::fields);
            let bad = conditions.find(|condition| {
                let paid = condition.word("what") == Some("ACCOUNT-CONFIRMED");
                ["account", "amount"].iter().any(|name| condition.get(name).is_some() != paid)
            })?;
            complain("E", facts! { what: bad.word("what").unwrap_or_default() })
        },
    },
    Check {
        id: "N-C2-05",
        rule: "RELEASED tells RELEASED, DECLINES-RETURN or TRANSFERRED of each person; MET has every condition met",
        test: |draft, _| {
            let verb = draft.content.at("A.verb")?.word()?;
            let status = |item: &Value| item.fields().and_then(|person| person.word("status"));
            let held = draft
                .content
                .items_at("C")
                .iter()
                .any(|p| !matches!(status(p), Some("RELEASED" | "DECLINES-RETURN" | "TRANSFERRED")));
            if verb == "RELEASED" && held {
                return complain("C", facts! { verb: verb });
            }
            let unmet = draft.content.items_at("E").iter().filter_map(Value::fields);
            let unmet = unmet.into_iter().any(|c| c.get("met").and_then(Value::flag) != Some(true));
            if verb == "MET" && unmet { complain("E", facts! { verb: verb }) } else { None }
        },
    },
];

/// Every person's id in the notice.
fn persons(content: &crate::value::Fields) -> Vec<&Code8> {
    let groups = content.items_at("B.groups").iter().filter_map(Value::fields);
    let grouped = groups.flat_map(|group| group.items_at("persons")).filter_map(Value::code);
    let single = content.items_at("C").iter().chain(content.items_at("D"));
    grouped.chain(single.filter_map(|person| person.fields()?.get("person")?.code())).collect()
}

fn opaque(id: &Code8) -> bool {
    id.as_str().bytes().any(|byte| byte.is_ascii_digit())
}

/// Reading of a C2.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a>(&'a Notice);

impl<'a> Exchange<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::C2).then_some(Exchange(notice))
    }

    /// A: the exchange.
    pub fn exchange(&self) -> Option<&'a Code8> {
        self.0.content().at("A.exchange")?.code()
    }

    /// A: the verb.
    pub fn verb(&self) -> Option<ExchangeVerb> {
        ExchangeVerb::parse(self.0.content().at("A.verb")?.word()?)
    }

    /// A: which group.
    pub fn group(&self) -> Option<u32> {
        self.0.content().at("A.group")?.count()
    }

    /// B: each group with who holds it and its persons.
    pub fn groups(&self) -> Vec<(u32, &'a Code8, Vec<&'a Code8>)> {
        let groups = self.0.content().items_at("B.groups").iter().filter_map(Value::fields);
        groups
            .filter_map(|group| {
                let persons = group.items_at("persons").iter().filter_map(Value::code).collect();
                Some((group.get("group")?.count()?, group.get("held-by")?.code()?, persons))
            })
            .collect()
    }

    /// C: persons with their status.
    pub fn persons(&self) -> Vec<(&'a Code8, PersonStatus)> {
        let items = self.0.content().items_at("C").iter().filter_map(Value::fields);
        items
            .filter_map(|person| {
                Some((person.get("person")?.code()?, PersonStatus::parse(person.word("status")?)?))
            })
            .collect()
    }

    /// E: accounts that conditions name.
    pub fn accounts(&self) -> Vec<&'a Code8> {
        let items = self.0.content().items_at("E").iter().filter_map(Value::fields);
        items.filter_map(|condition| condition.get("account")?.code()).collect()
    }

    /// E: conditions with the witness of each, and whether it is told as met.
    pub fn conditions(&self) -> Vec<(Precondition, &'a Station, bool)> {
        let items = self.0.content().items_at("E").iter().filter_map(Value::fields);
        items
            .filter_map(|condition| {
                let what = Precondition::parse(condition.word("what")?)?;
                Some((what, condition.get("witness")?.station()?, condition.get("met")?.flag()?))
            })
            .collect()
    }
}
