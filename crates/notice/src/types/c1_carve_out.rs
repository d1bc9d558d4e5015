//! C1 CARVE-OUT: a channel with a ceiling, paid in tranches (notices.md section 6). Moves M6.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::quantity::Quantity;
use crate::records::MONEY;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::Code8;
use crate::value::Instant;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static C1: TypeSpec = TypeSpec {
    kind: NoticeType::C1,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Code),
        FieldSpec::must(2, "B", FieldKind::Record(&CARVE_OUT_ACT)).critical(),
        FieldSpec::when(3, "C", FieldKind::List { of: &FieldKind::Record(&GOODS), min: 1, max: 8 }),
        FieldSpec::when(4, "D", FieldKind::Record(&AMOUNTS)).critical(),
        FieldSpec::when(5, "E", FieldKind::Record(&PAYMENT_PARTIES)),
        FieldSpec::when(6, "F", FieldKind::List { of: &FieldKind::Word(&TRANCHE_CHECK), min: 1, max: 5 }),
        FieldSpec::when(7, "G", FieldKind::Record(&VALUED)),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesCarveOut],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Opens a carve-out with a ceiling, asks for, confirms and audits its tranches, and closes it.",
    rules: Rules {
        senders: &[Role::Principal, Role::Intermediary],
        verb: "B.verb",
        by_verb: &[
            VerbRule::opens("OPEN", &["C", "D", "E"], &[]),
            VerbRule::opens("LICENSE", &["C"], &[]),
            VerbRule::opens("TRANCHE", &["D"], &["C", "F"]),
            VerbRule::opens("CONFIRM", &["D", "G"], &["F"]),
            VerbRule::opens("AUDIT", &["D"], &["F", "G"]),
            VerbRule::opens("CLOSE", &[], &[]),
        ],
        ..Rules::ANY
    },
};

/// Paragraph B: the verb, and which tranche.
pub static CARVE_OUT_ACT: RecordSpec = RecordSpec {
    name: "carve-out-act",
    fields: &[
        FieldSpec::must(1, "verb", FieldKind::Word(&CARVE_OUT_VERB)).critical(),
        FieldSpec::when(2, "tranche", FieldKind::Count { min: 1, max: 1000 }).critical(),
        FieldSpec::may(3, "instrument", FieldKind::Word(&INSTRUMENT)).critical(),
    ],
};

/// Paragraph C: goods by purpose, with the defined term.
pub static GOODS: RecordSpec = RecordSpec {
    name: "goods-meant",
    fields: &[
        FieldSpec::must(1, "purpose", FieldKind::Word(&GOODS_PURPOSE)),
        FieldSpec::must(2, "term", FieldKind::Text { words: 20 }),
        FieldSpec::may(3, "end-user", FieldKind::Code),
    ],
};

/// Paragraph D.
pub static AMOUNTS: RecordSpec = RecordSpec {
    name: "amounts",
    fields: &[
        FieldSpec::when(1, "ceiling", MONEY).critical(),
        FieldSpec::must(2, "amount", MONEY).critical(),
    ],
};

/// Paragraph E: who pays whom, through what, seen by whom; codes of offices and accounts, never of persons.
pub static PAYMENT_PARTIES: RecordSpec = RecordSpec {
    name: "payment-parties",
    fields: &[
        FieldSpec::must(1, "payer", FieldKind::Code),
        FieldSpec::must(2, "payee", FieldKind::Code),
        FieldSpec::must(3, "bank", FieldKind::Code),
        FieldSpec::must(4, "witness", FieldKind::Station),
        FieldSpec::may(5, "account", FieldKind::Code),
    ],
};

/// Paragraph G: what the witness confirms.
pub static VALUED: RecordSpec = RecordSpec {
    name: "valued",
    fields: &[FieldSpec::must(1, "value-date", FieldKind::Instant { operative: true })],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-C1-01",
        rule: "TRANCHE, CONFIRM and AUDIT say which tranche; no other verb does",
        test: |draft, _| {
            let verb = draft.content.at("B.verb")?.word()?;
            let of_tranche = matches!(verb, "TRANCHE" | "CONFIRM" | "AUDIT");
            let said = draft.content.at("B.tranche").is_some();
            if of_tranche == said { None } else { complain("B.tranche", facts! { verb: verb }) }
        },
    },
    Check {
        id: "N-C1-02",
        rule: "OPEN sets the ceiling, in the currency of its amount and not below it; no other verb does",
        test: |draft, _| {
            let verb = draft.content.at("B.verb")?.word()?;
            let amount = draft.content.at("D.amount")?.quantity()?;
            let ceiling = draft.content.at("D.ceiling").and_then(|value| value.quantity());
            let fits = match (verb, ceiling) {
                ("OPEN", Some(ceiling)) => {
                    ceiling.unit() == amount.unit() && amount.in_base_nano().0 <= ceiling.in_base_nano().0
                }
                ("OPEN", None) => false,
                (_, ceiling) => ceiling.is_none(),
            };
            if fits { None } else { complain("D.ceiling", facts! { verb: verb }) }
        },
    },
    Check {
        id: "N-C1-03",
        rule: "an amount is more than nothing",
        test: |draft, _| {
            let amount = draft.content.at("D.amount")?.quantity()?;
            if amount.mantissa() > 0 { None } else { complain("D.amount", facts! {}) }
        },
    },
    Check {
        id: "N-C1-04",
        rule: "only LICENSE names the instrument, and it does",
        test: |draft, _| {
            let verb = draft.content.at("B.verb")?.word()?;
            let said = draft.content.at("B.instrument").is_some();
            if said == (verb == "LICENSE") { None } else { complain("B.instrument", facts! { verb: verb }) }
        },
    },
];

/// Reading of a C1.
#[derive(Debug, Clone, Copy)]
pub struct CarveOut<'a>(&'a Notice);

impl<'a> CarveOut<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::C1).then_some(CarveOut(notice))
    }

    /// A: the channel.
    pub fn channel(&self) -> Option<&'a Code8> {
        self.0.paragraph("A")?.code()
    }

    /// B: the verb.
    pub fn verb(&self) -> Option<CarveOutVerb> {
        CarveOutVerb::parse(self.0.content().at("B.verb")?.word()?)
    }

    /// B: which tranche.
    pub fn tranche(&self) -> Option<u32> {
        self.0.content().at("B.tranche")?.count()
    }

    /// D: the ceiling, for OPEN.
    pub fn ceiling(&self) -> Option<Quantity> {
        self.0.content().at("D.ceiling")?.quantity()
    }

    /// D: the amount: of a tranche, or for OPEN the most of one.
    pub fn amount(&self) -> Option<Quantity> {
        self.0.content().at("D.amount")?.quantity()
    }

    /// F: whether checks are told as passed.
    pub fn checked(&self) -> bool {
        self.0.paragraph("F").is_some()
    }

    /// G: the value date.
    pub fn value_date(&self) -> Option<Instant> {
        self.0.content().at("G.value-date")?.instant()
    }
}
