//! L6 STATION NOTICE: the station and the line speak of themselves (notices.md section 1, 4.12).

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::{
    AUTHORITY_LEVEL, LANGUAGE, NoticeType, REVIEW, Review, STATION_VERB, SUSPENSION_CLASS, StationVerb,
    SuspensionClass,
};
use refusal::facts;

/// The spec.
pub static L6: TypeSpec = TypeSpec {
    kind: NoticeType::L6,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&ACT)).critical(),
        FieldSpec::when(2, "B", FieldKind::Record(&WINDOW)),
        FieldSpec::when(3, "C", FieldKind::List { of: &FieldKind::Record(&POSITION), min: 1, max: 12 }),
        FieldSpec::when(4, "D", FieldKind::Record(&OPEN_ITEMS)),
        FieldSpec::when(5, "E", FieldKind::List { of: &FieldKind::Record(&REVIEWED), min: 1, max: 200 }),
        FieldSpec::when(6, "F", FieldKind::Flag).critical(),
        FieldSpec::when(7, "G", FieldKind::Record(&MEETING)),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::Floor,
    effects: &[Effect::StatesStation],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "The station and the line speak of themselves: watch, silence, suspension, succession.",
    rules: Rules::ANY,
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-L6-01",
        rule: "MEETING says host, level and agenda in G; no other verb does",
        test: |draft, _| {
            let verb = verb(&draft.content)?;
            let stands = draft.content.get("G").is_some();
            if stands == (verb == StationVerb::Meeting) {
                None
            } else {
                complain("G", facts! { verb: verb.word() })
            }
        },
    },
    Check {
        id: "N-L6-02",
        rule: "SUSPEND names its classes; no other verb does",
        test: |draft, _| {
            let verb = verb(&draft.content)?;
            let named = draft.content.get("A")?.fields()?.get("classes").is_some();
            if named == (verb == StationVerb::Suspend) {
                None
            } else {
                complain("A", facts! { verb: verb.word() })
            }
        },
    },
    Check {
        id: "N-L6-03",
        rule: "SILENCE-DECLARED, SUSPEND and PLANNED-OUTAGE say until when in B, and from before until",
        test: |draft, _| {
            let verb = verb(&draft.content)?;
            let window = draft.content.get("B").and_then(Value::fields);
            let until = window.and_then(|w| w.get("until")).and_then(Value::instant);
            let from = window.and_then(|w| w.get("from")).and_then(Value::instant);
            let needed = matches!(
                verb,
                StationVerb::SilenceDeclared | StationVerb::Suspend | StationVerb::PlannedOutage
            );
            let ordered = from.zip(until).is_none_or(|(from, until)| from < until);
            if (!needed || until.is_some()) && ordered {
                None
            } else {
                complain("B", facts! { verb: verb.word() })
            }
        },
    },
    Check {
        id: "N-L6-04",
        rule: "SUSPEND and SILENCE-DECLARED say in F whether the floor is kept, as the classes do",
        test: |draft, _| {
            let verb = verb(&draft.content)?;
            let kept = draft.content.get("F").and_then(Value::flag);
            let classes = classes(&draft.content);
            let cut = classes.contains(&SuspensionClass::Floor);
            let fits = match verb {
                StationVerb::Suspend => kept == Some(!cut),
                StationVerb::SilenceDeclared => kept.is_some(),
                _ => kept.is_none(),
            };
            if fits { None } else { complain("F", facts! { verb: verb.word() }) }
        },
    },
    Check {
        id: "N-L6-05",
        rule: "ROSTER and HANDOVER list positions and languages in C",
        test: |draft, _| {
            let verb = verb(&draft.content)?;
            let needed = matches!(verb, StationVerb::Roster | StationVerb::Handover);
            if !needed || draft.content.get("C").is_some() {
                return None;
            }
            complain("C", facts! { verb: verb.word() })
        },
    },
    Check {
        id: "N-L6-06",
        rule: "HANDOVER carries the list of what is unread and unanswered in D; no other verb does",
        test: |draft, _| {
            let verb = verb(&draft.content)?;
            let stands = draft.content.get("D").is_some();
            if stands == (verb == StationVerb::Handover) {
                None
            } else {
                complain("D", facts! { verb: verb.word() })
            }
        },
    },
    Check {
        id: "N-L6-07",
        rule: "the review list stands in E of SUCCESSION only; SUSPEND says until when, no item stands twice",
        test: |draft, _| {
            let verb = verb(&draft.content)?;
            let items: Vec<&Fields> = draft.content.items_at("E").iter().filter_map(Value::fields).collect();
            if draft.content.get("E").is_some() && verb != StationVerb::Succession {
                return complain("E", facts! { verb: verb.word() });
            }
            let bad = items.iter().enumerate().any(|(place, item)| {
                let twice = items[..place].iter().any(|other| other.get("number") == item.get("number"));
                twice || (item.word("verdict") == Some("SUSPEND")) != item.get("until").is_some()
            });
            if bad { complain("E", facts! { verb: verb.word() }) } else { None }
        },
    },
    Check {
        id: "N-L6-08",
        rule: "a successor reviews what its own party has said, or a package that it takes part in",
        test: |draft, _| {
            let own = &draft.envelope.from.party;
            let items = draft.content.items_at("E").iter().filter_map(Value::fields);
            let mut numbers = items.filter_map(|item| item.get("number")?.number());
            let shared = [NoticeType::S1, NoticeType::C1, NoticeType::C2];
            let foreign = numbers.find(|number| number.party != *own && !shared.contains(&number.kind))?;
            complain("E", facts! { verb: foreign.to_string() })
        },
    },
];

/// Paragraph A: the verb and, for SUSPEND, the classes.
pub static ACT: RecordSpec = RecordSpec {
    name: "station-act",
    fields: &[
        FieldSpec::must(1, "verb", FieldKind::Word(&STATION_VERB)).critical(),
        FieldSpec::when(
            2,
            "classes",
            FieldKind::List { of: &FieldKind::Word(&SUSPENSION_CLASS), min: 1, max: 7 },
        )
        .critical(),
    ],
};

/// Paragraph B.
pub static WINDOW: RecordSpec = RecordSpec {
    name: "window",
    fields: &[
        FieldSpec::may(1, "from", FieldKind::Instant { operative: true }),
        FieldSpec::may(2, "until", FieldKind::Instant { operative: true }),
    ],
};

/// Paragraph C: a watch position and the languages on it.
pub static POSITION: RecordSpec = RecordSpec {
    name: "position",
    fields: &[
        FieldSpec::must(1, "position", FieldKind::Code),
        FieldSpec::must(2, "languages", FieldKind::List { of: &FieldKind::Word(&LANGUAGE), min: 1, max: 4 }),
    ],
};

/// Paragraph D: what the new watch takes over.
pub static OPEN_ITEMS: RecordSpec = RecordSpec {
    name: "open-items",
    fields: &[
        FieldSpec::may(1, "unread", FieldKind::List { of: &FieldKind::Number(&[]), min: 1, max: 50 }),
        FieldSpec::may(2, "unanswered", FieldKind::List { of: &FieldKind::Number(&[]), min: 1, max: 50 }),
    ],
};

/// Paragraph E: one item of a succession's review.
pub static REVIEWED: RecordSpec = RecordSpec {
    name: "reviewed",
    fields: &[
        FieldSpec::must(1, "number", FieldKind::Number(&[])),
        FieldSpec::must(2, "verdict", FieldKind::Word(&REVIEW)),
        FieldSpec::when(3, "until", FieldKind::Instant { operative: true }),
    ],
};

/// Paragraph G.
pub static MEETING: RecordSpec = RecordSpec {
    name: "meeting",
    fields: &[
        FieldSpec::must(1, "host", FieldKind::Code),
        FieldSpec::must(2, "level", FieldKind::Word(&AUTHORITY_LEVEL)),
        FieldSpec::must(3, "agenda", FieldKind::List { of: &FieldKind::Number(&[]), min: 1, max: 50 }),
        FieldSpec::may(4, "line", FieldKind::Number(&[NoticeType::P2])),
    ],
};

fn verb(content: &Fields) -> Option<StationVerb> {
    StationVerb::parse(content.get("A")?.fields()?.word("verb")?)
}

fn classes(content: &Fields) -> Vec<SuspensionClass> {
    let act = content.get("A").and_then(Value::fields);
    let items = act.and_then(|a| a.get("classes")).map_or(&[][..], Value::items);
    items.iter().filter_map(|word| SuspensionClass::parse(word.word()?)).collect()
}

/// Reading of an L6.
#[derive(Debug, Clone, Copy)]
pub struct StationNotice<'a>(&'a Notice);

impl<'a> StationNotice<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::L6).then_some(StationNotice(notice))
    }

    /// A: the verb.
    pub fn verb(&self) -> Option<StationVerb> {
        verb(self.0.content())
    }

    /// A: classes that SUSPEND names; empty for other verbs.
    pub fn classes(&self) -> Vec<SuspensionClass> {
        classes(self.0.content())
    }

    /// B: from when; at release if absent.
    pub fn from(&self) -> Option<Instant> {
        self.0.paragraph("B")?.fields()?.get("from")?.instant()
    }

    /// B: until when.
    pub fn until(&self) -> Option<Instant> {
        self.0.paragraph("B")?.fields()?.get("until")?.instant()
    }

    /// D: numbers handed over as unread.
    pub fn unread(&self) -> Vec<&'a Number> {
        self.open_items("unread")
    }

    /// D: numbers handed over as unanswered.
    pub fn unanswered(&self) -> Vec<&'a Number> {
        self.open_items("unanswered")
    }

    /// E: items of a succession's review: number, verdict, until when it is suspended.
    pub fn reviewed(&self) -> Vec<(&'a Number, Review, Option<Instant>)> {
        let items = self.0.content().items_at("E").iter().filter_map(Value::fields);
        items
            .filter_map(|item| {
                let verdict = Review::parse(item.word("verdict")?)?;
                Some((item.get("number")?.number()?, verdict, item.get("until").and_then(Value::instant)))
            })
            .collect()
    }

    /// F: whether the floor classes still pass; kept where the verb says nothing.
    pub fn floor_kept(&self) -> bool {
        self.0.paragraph("F").and_then(Value::flag).unwrap_or(true)
    }

    fn open_items(&self, name: &str) -> Vec<&'a Number> {
        let record = self.0.paragraph("D").and_then(Value::fields);
        let items = record.and_then(|d| d.get(name)).map_or(&[][..], Value::items);
        items.iter().filter_map(Value::number).collect()
    }
}
