//! A script of entries written by hand: each author knows what it was shown, and its heads say so.

use line::body::{Instant as Clock, Receipt, Statement, Test};
use line::cut::Cut;
use line::entry::{Entry, Head, Header, Kind, Lane, NoticeBody};
use line::ids::{CompartmentId, CutDigest, EntryHash, PartyCode, Seq, Status};
use notice::registry::spec;
use notice::vocabulary::{AuthorityLevel, NoticeType, OfficerMark, Relation};
use notice::{Code8, Draft, Fields, Instant, Notice, Number, Reference, ReleaseLine, Stamp, Value};
use standing::Standing;
use std::collections::BTreeMap;

/// 2027-08-09T03:00:00Z, ms.
pub const START: i64 = 1_817_780_400_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

pub fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a party code")
}

#[derive(Default)]
struct Author {
    chain: Vec<EntryHash>,
    knows: BTreeMap<PartyCode, (Seq, EntryHash)>,
    told: BTreeMap<PartyCode, Seq>,
    lamport: u64,
    serial: u32,
    epoch: u64,
}

/// Entries in the order in which they were written: one order that extends causality.
#[derive(Default)]
pub struct Script {
    authors: BTreeMap<PartyCode, Author>,
    pub entries: Vec<Entry>,
}

impl Script {
    /// Appends an entry of an author at a time.
    pub fn write(&mut self, by: &str, at_ms: i64, kind: Kind, lane: Lane, body: Vec<u8>) -> Entry {
        let author = self.authors.entry(party(by)).or_default();
        let new: Vec<Head> = author
            .knows
            .iter()
            .filter(|(of, (seq, _))| author.told.get(of).copied().unwrap_or(0) < *seq)
            .map(|(of, (seq, hash))| Head { author: of.clone(), seq: *seq, hash: *hash })
            .collect();
        author.told.extend(new.iter().map(|head| (head.author.clone(), head.seq)));
        author.lamport += 1;
        let header = Header {
            v: 1,
            status: Status::Exercise,
            compartment: CompartmentId([7; 32]),
            term: 0,
            author: party(by),
            seq: author.chain.len() as Seq + 1,
            prev: author.chain.last().copied(),
            lamport: author.lamport,
            heads: new,
            epoch: author.epoch,
            kind,
            lane,
            body_hash: [0; 32],
            claimed_ms: at_ms,
            clock_error_ms: 50,
        };
        let entry = Entry::compose(header, body, |_| [0; 64]);
        author.chain.push(entry.hash);
        self.entries.push(entry.clone());
        entry
    }

    /// An author speaks under new keys from now on.
    pub fn turn(&mut self, by: &str) {
        self.authors.entry(party(by)).or_default().epoch += 1;
    }

    /// Shows everything an author has written, and all beneath it, to another.
    pub fn show(&mut self, from: &str, to: &str) {
        let author = self.authors.entry(party(from)).or_default();
        let mut shown = author.knows.clone();
        if let Some(last) = author.chain.last() {
            shown.insert(party(from), (author.chain.len() as Seq, *last));
        }
        let lamport = author.lamport;
        let reader = self.authors.entry(party(to)).or_default();
        reader.lamport = reader.lamport.max(lamport);
        for (of, head) in shown {
            if of.as_str() != to && reader.knows.get(&of).is_none_or(|had| had.0 < head.0) {
                reader.knows.insert(of, head);
            }
        }
    }

    /// Releases a draft: number, stamp, entry.
    pub fn say(&mut self, by: &str, at_ms: i64, mut draft: Draft) -> Number {
        let author = self.authors.entry(party(by)).or_default();
        author.serial += 1;
        let code = |code: &str| Code8::parse(code).expect("a code");
        draft.envelope.from.party = code(by);
        let number = Number {
            party: code(by),
            compartment: code("LEV"),
            year: 27,
            serial: author.serial,
            kind: draft.kind,
        };
        let release = ReleaseLine {
            level: AuthorityLevel::Senior,
            drafted_by: code("WATCH"),
            released_by: code("SENIOR"),
        };
        let dtg = Instant::from_ms(at_ms).expect("in range");
        let notice = draft.stamped(Stamp { number: number.clone(), dtg, clock_error_ms: 50, release });
        let notice = notice.expect("number and draft agree");
        let lane = standing::reading::lane_of(&notice).expect("a served type");
        self.notice(by, at_ms, &notice, lane);
        number
    }

    pub fn notice(&mut self, by: &str, at_ms: i64, notice: &Notice, lane: Lane) -> Entry {
        let bytes = notice.encode().expect("canonical").into();
        let body = line::cbor::encode(&NoticeBody { bytes, record_sig: None, flare: None });
        self.write(by, at_ms, Kind::Notice, lane, body)
    }

    pub fn test(&mut self, by: &str, slot_ms: i64, manned: bool) {
        let mut watch = [0; 16];
        watch[0] = u8::from(manned);
        let test = Test {
            slot_ms,
            digest: CutDigest([0; 32]),
            echo: Vec::new(),
            uptime_ms: 0,
            offsets: Vec::new(),
            state_root: [0; 32],
            watch,
        };
        self.write(by, slot_ms, Kind::Test, Lane::Service, line::cbor::encode(&test));
    }

    /// A receipt that says when an entry arrived.
    pub fn arrived(&mut self, by: &str, at_ms: i64, entry: EntryHash, arrival_ms: i64) {
        let statement = Statement {
            entry,
            path: "CH-1".into(),
            peer: party("US"),
            deposit: None,
            told: None,
            handed_over: None,
            fetch: None,
            arrival: Some(Clock { utc_ms: arrival_ms, error_ms: 50 }),
            sealing: None,
        };
        let receipt = Receipt { statements: vec![statement], ..Receipt::default() };
        self.write(by, at_ms, Kind::Receipt, Lane::Service, line::cbor::encode(&receipt));
    }

    pub fn entry_of(&self, number: &Number) -> EntryHash {
        let standing = folded(&self.entries);
        let cut = cut(&self.entries);
        standing.at(&cut, START).notice(number).expect("here").entry
    }

    pub fn open(&mut self, by: &str, at_ms: i64, subject: &Number) -> Number {
        let mut draft = draft(NoticeType::L2, by, &subject.party.to_string());
        draft.content = Fields::new()
            .with("A", Value::Number(subject.clone()))
            .with("B", Value::Word(OfficerMark::K2.word()))
            .with("C", Value::Instant(Instant::from_ms(at_ms).expect("in range")))
            .with("D", Value::Code(Code8::parse("WATCH1").expect("a code")));
        self.say(by, at_ms, draft)
    }

    /// A read-back of the T1 template with this stand-off.
    pub fn read_back(&mut self, by: &str, at_ms: i64, subject: &Number, stand_off: &str) -> Number {
        let text = notice::template::template(NoticeType::L3).expect("a template");
        let text = text.replace("stand-off = \"15 km\"", &format!("stand-off = \"{stand_off}\""));
        let mut draft = notice::file::draft_from_toml(&text).expect("a draft");
        let about = Fields::new()
            .with("number", Value::Number(subject.clone()))
            .with("entry", Value::Hash(self.entry_of(subject).0));
        draft.content.set("A", Value::Record(about));
        self.say(by, at_ms, draft)
    }
}

/// The filled template of a type, from one party's watch to another's.
pub fn draft(kind: NoticeType, from: &str, to: &str) -> Draft {
    let text = notice::template::template(kind).expect("a template");
    let mut draft = notice::file::draft_from_toml(&text).expect("a draft");
    let station = |code: &str| notice::Station::parse(&format!("{code}/WATCH")).expect("a station");
    draft.envelope.from = station(from);
    draft.envelope.to = vec![station(to)];
    draft
}

pub fn folded(entries: &[Entry]) -> Standing {
    let mut standing = Standing::new("LEV", None);
    for entry in entries {
        standing.admit(entry);
    }
    standing
}

pub fn cut(entries: &[Entry]) -> Cut {
    let mut cut = Cut::default();
    for entry in entries {
        let header = &entry.header;
        if cut.seq(&header.author) < header.seq {
            cut.0.insert(header.author.clone(), (header.seq, entry.hash));
        }
    }
    cut
}

/// Sets a value at a path of the content.
pub fn put(draft: &mut Draft, path: &[&'static str], value: Value) {
    fn set(fields: &mut Fields, path: &[&'static str], value: Value) {
        match path {
            [name] => fields.set(name, value),
            [name, rest @ ..] => {
                let mut inner = fields.get(name).and_then(Value::fields).cloned().unwrap_or_default();
                set(&mut inner, rest, value);
                fields.set(name, Value::Record(inner));
            }
            [] => {}
        }
    }
    set(&mut draft.content, path, value);
}

pub fn at(ms: i64) -> Value {
    Value::Instant(Instant::from_ms(ms).expect("in range"))
}

pub fn refer(draft: &mut Draft, relation: Relation, number: &Number) {
    draft.envelope.refs = vec![Reference { relation, number: number.clone() }];
}

impl Script {
    /// Says it, shows it, and the addressee opens it and reads it back rightly after half an hour.
    pub fn known(&mut self, by: &str, to: &str, at_ms: i64, draft: Draft) -> Number {
        let restated = draft.clone();
        let number = self.say(by, at_ms, draft);
        self.show(by, to);
        self.restate(to, by, at_ms, &number, &restated);
        self.show(to, by);
        number
    }

    /// Opens a notice 5 min after a time and reads it back rightly after half an hour.
    pub fn restate(&mut self, by: &str, to: &str, at_ms: i64, number: &Number, text: &Draft) {
        let critical = spec(text.kind).expect("served").critical().map(|field| field.name);
        let restated = critical.filter_map(|name| Some((name, text.content.get(name)?.clone())));
        let restated = restated.fold(Fields::new(), |fields, (name, value)| fields.with(name, value));
        self.open(by, at_ms + 5 * MINUTE, number);
        let mut l3 = draft(NoticeType::L3, by, to);
        let about = Fields::new()
            .with("number", Value::Number(number.clone()))
            .with("entry", Value::Hash(self.entry_of(number).0));
        l3.content = Fields::new().with("A", Value::Record(about)).with("B", Value::Record(restated));
        self.say(by, at_ms + 30 * MINUTE, l3);
    }
}
