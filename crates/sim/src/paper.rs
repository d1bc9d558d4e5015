//! Notices that mean something: a red line, its opening and its read-back, right or wrong.
//!
//! I1 a paper is a filled template of `notice` with its stations, number and time put in. I2 a wrong read-back
//! differs from its subject in one critical field.

use crate::chance::Chance;
use line::entry::Lane;
use line::ids::EntryHash;
use notice::vocabulary::{AuthorityLevel, NoticeType, OfficerMark};
use notice::{Code8, Draft, Fields, Instant, Notice, Number, ReleaseLine, Stamp, Station, Value};

/// One notice, ready to be released.
pub struct Paper {
    /// Its canonical form.
    pub bytes: Vec<u8>,
    /// Its queue class.
    pub lane: Lane,
}

/// Who says it, when, with which number of its own.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The party's code.
    pub party: &'a str,
    /// The addressee's code.
    pub to: &'a str,
    /// Its place in the party's numbers.
    pub serial: u32,
    /// The officer's clock, ms UTC.
    pub at_ms: i64,
}

/// A red line.
pub fn red_line(by: By<'_>) -> Paper {
    stamped(by, template(NoticeType::T1, |text| text))
}

/// An officer has opened a notice: K2.
pub fn opening(by: By<'_>, subject: &Number) -> Paper {
    let mut draft = template(NoticeType::L2, |text| text);
    draft.content = Fields::new()
        .with("A", Value::Number(subject.clone()))
        .with("B", Value::Word(OfficerMark::K2.word()))
        .with("C", Value::Instant(instant(by.at_ms)))
        .with("D", Value::Code(code("WATCH1")));
    stamped(by, draft)
}

/// A read-back of the template's red line, with the right stand-off or another.
pub fn read_back(by: By<'_>, subject: &Number, entry: EntryHash, right: bool, chance: &mut Chance) -> Paper {
    let wrong = format!("stand-off = \"{} km\"", chance.between(16, 40));
    let stand_off = if right { RIGHT.to_owned() } else { wrong };
    let mut draft = template(NoticeType::L3, |text| text.replace(RIGHT, &stand_off));
    let about =
        Fields::new().with("number", Value::Number(subject.clone())).with("entry", Value::Hash(entry.0));
    draft.content.set("A", Value::Record(about));
    stamped(by, draft)
}

fn template(kind: NoticeType, filled: impl Fn(String) -> String) -> Draft {
    let text = notice::template::template(kind).expect("every type of a world has a template");
    notice::file::draft_from_toml(&filled(text)).expect("a template is a valid draft")
}

fn stamped(by: By<'_>, mut draft: Draft) -> Paper {
    let station = |party: &str| Station::parse(&format!("{party}/WATCH")).expect("a party has a watch");
    draft.envelope.from = station(by.party);
    draft.envelope.to = vec![station(by.to)];
    let number = Number {
        party: code(by.party),
        compartment: code(COMPARTMENT),
        year: YEAR,
        serial: by.serial,
        kind: draft.kind,
    };
    let level = AuthorityLevel::Senior;
    let release = ReleaseLine { level, drafted_by: code("WATCH"), released_by: code("SENIOR") };
    let stamp = Stamp { number, dtg: instant(by.at_ms), clock_error_ms: 50, release };
    let notice: Notice = draft.stamped(stamp).expect("number and draft agree");
    let lane = standing::reading::lane_of(&notice).expect("a served type");
    Paper { bytes: notice.encode().expect("a stamped draft is canonical"), lane }
}

fn instant(ms: i64) -> Instant {
    Instant::from_ms(ms).expect("a world's time is in range")
}

fn code(text: &str) -> Code8 {
    Code8::parse(text).expect("codes of a world are codes")
}

/// The compartment's code in every number of a world.
pub const COMPARTMENT: &str = "LEV";
const YEAR: u8 = 26;
const RIGHT: &str = "stand-off = \"15 km\"";
