//! What the folds take: red lines and their openings filed from canonical bytes and from decoded notices, one after the
//! other with the states that each moves, one of them late, one root.

use crate::bench::open;
use crate::bench::report::{Figures, Samples};
use line::cut::Cut;
use line::docket::Brief;
use line::entry::{Entry, Header, Kind, Lane, NoticeBody};
use line::ids::{CompartmentId, EntryHash, PartyCode, Seq, Status};
use notice::vocabulary::{AuthorityLevel, NoticeType, OfficerMark};
use notice::{Code8, Draft, Fields, Instant as Time, Notice, Number, ReleaseLine, Stamp, Station, Value};
use standing::Standing;
use standing::reading::{Reading, lane_of};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Files so many entries and measures.
pub(super) fn measure(entries: usize) -> Result<Figures, String> {
    let script = Script::written(entries)?;
    // First, while no memory stands by that another pass has freed.
    let (grown_kib, standing_kib, asked) = kept(&script)?;
    let begun = Instant::now();
    let readings: Vec<Reading> = script.entries.iter().map(|entry| Reading::of(entry, COMPARTMENT)).collect();
    let read = begun.elapsed();
    let decoded = decoded(&script, readings);
    let (_, admitted) = admitted(&script);
    // Every second entry declares a line: it stands with its opening and what is kept once every state was asked.
    let declared = entries.div_ceil(2);
    let in_order = in_order(&script);
    let (late, places) = late(&script);
    Ok(vec![
        ("entries", entries.into()),
        ("read_per_s", per_second(entries, read).into()),
        ("folded_from_bytes_per_s", per_second(entries, admitted).into()),
        ("folded_decoded_per_s", per_second(entries, decoded).into()),
        ("in_order_p50_us", micros_of(in_order.at(50)).into()),
        ("in_order_p99_us", micros_of(in_order.at(99)).into()),
        ("late_places_back", places.into()),
        ("late_us", micros(late).into()),
        ("root_ms", u64::try_from(asked.as_millis()).unwrap_or(u64::MAX).into()),
        ("bytes_per_notice", (grown_kib.saturating_mul(1024) / entries.max(1) as u64).into()),
        ("bytes_per_declared_line", (standing_kib.saturating_mul(1024) / declared.max(1) as u64).into()),
    ])
}

/// KiB that resident memory grows by when all is filed, and when every state was asked too; how long the asking took.
fn kept(script: &Script) -> Result<(u64, u64, Duration), String> {
    let before_kib = open::rss_kib()?;
    let (standing, _) = admitted(script);
    let grown_kib = open::rss_kib()?.saturating_sub(before_kib);
    let asked = begun_root(&standing, &script.cut());
    Ok((grown_kib, open::rss_kib()?.saturating_sub(before_kib), asked))
}

/// Files what was decoded before.
fn decoded(script: &Script, readings: Vec<Reading>) -> Duration {
    let mut standing = Standing::new(COMPARTMENT, None);
    let begun = Instant::now();
    for (entry, reading) in script.entries.iter().zip(readings) {
        black_box(standing.take_in(&Brief::of(&entry.header), entry.hash, reading));
    }
    begun.elapsed()
}

/// Decodes and files.
fn admitted(script: &Script) -> (Standing, Duration) {
    let mut standing = Standing::new(COMPARTMENT, None);
    let begun = Instant::now();
    for entry in &script.entries {
        black_box(standing.admit(entry));
    }
    let took = begun.elapsed();
    (standing, took)
}

/// The last entries one by one: decoded, filed, and every state asked that each moves; nanoseconds.
fn in_order(script: &Script) -> Samples {
    let mut standing = Standing::new(COMPARTMENT, None);
    let mut cut = Cut::default();
    let warm = script.entries.len().saturating_sub(LATE);
    let mut times = Vec::with_capacity(LATE);
    for (place, entry) in script.entries.iter().enumerate() {
        let begun = Instant::now();
        let touched = standing.admit(entry);
        cut.0.insert(entry.header.author.clone(), (entry.header.seq, entry.hash));
        if place < warm {
            continue;
        }
        let stand = standing.at(&cut, START);
        for number in touched {
            black_box((stand.deliveries(&number), stand.life(&number)));
        }
        times.push(u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }
    Samples::of(times)
}

/// The whole state at the newest cut, hashed.
fn begun_root(standing: &Standing, cut: &Cut) -> Duration {
    let begun = Instant::now();
    black_box(standing.at(cut, START).root());
    begun.elapsed()
}

/// Files all but one opening, then that one, and asks the states that it moves.
fn late(script: &Script) -> (Duration, usize) {
    let places = LATE.min(script.entries.len() / 2);
    // Openings stand at odd places.
    let at = (script.entries.len() - places) | 1;
    let mut standing = Standing::new(COMPARTMENT, None);
    for (_, entry) in script.entries.iter().enumerate().filter(|(place, _)| *place != at) {
        standing.admit(entry);
    }
    let (cut, missing) = (script.cut(), script.entries.get(at));
    let begun = Instant::now();
    for number in missing.map(|entry| standing.admit(entry)).unwrap_or_default() {
        let stand = standing.at(&cut, START);
        black_box((stand.deliveries(&number), stand.life(&number)));
    }
    (begun.elapsed(), places)
}

/// Entries of two authors who hear each other at once.
#[derive(Default)]
struct Script {
    entries: Vec<Entry>,
    heads: BTreeMap<PartyCode, (Seq, EntryHash)>,
    serials: BTreeMap<String, u32>,
}

impl Script {
    /// A red line of US, its opening by IR, and so on.
    fn written(entries: usize) -> Result<Self, String> {
        let mut script = Script::default();
        let (line, opening) = (draft(NoticeType::T1, "US", "IR")?, draft(NoticeType::L2, "IR", "US")?);
        while script.entries.len() < entries {
            let subject = script.say("US", line.clone())?;
            let mut opening = opening.clone();
            opening.content = Fields::new()
                .with("A", Value::Number(subject))
                .with("B", Value::Word(OfficerMark::K2.word()))
                .with("C", Value::Instant(time()?))
                .with("D", Value::Code(code("WATCH1")?));
            script.say("IR", opening)?;
        }
        script.entries.truncate(entries);
        Ok(script)
    }

    fn say(&mut self, by: &str, draft: Draft) -> Result<Number, String> {
        let serial = self.serials.entry(by.to_owned()).or_default();
        *serial += 1;
        let (party, compartment) = (code(by)?, code(COMPARTMENT)?);
        let number = Number { party, compartment, year: 27, serial: *serial, kind: draft.kind };
        let release = ReleaseLine {
            level: AuthorityLevel::Senior,
            drafted_by: code("WATCH")?,
            released_by: code("SENIOR")?,
        };
        let stamp = Stamp { number: number.clone(), dtg: time()?, clock_error_ms: 50, release };
        let notice = draft.stamped(stamp).ok_or("number and draft differ")?;
        self.write(by, &notice)?;
        Ok(number)
    }

    fn write(&mut self, by: &str, notice: &Notice) -> Result<(), String> {
        let author = PartyCode::parse(by).ok_or("no party")?;
        let lane: Lane = lane_of(notice).ok_or("a type without a lane")?;
        let bytes = notice.encode().map_err(|e| e.to_string())?.into();
        let last = self.heads.get(&author).copied();
        let others = self.heads.iter().filter(|(of, _)| **of != author);
        let heads =
            others.map(|(of, (seq, hash))| line::entry::Head { author: of.clone(), seq: *seq, hash: *hash });
        let header = Header {
            v: 1,
            status: Status::Exercise,
            compartment: CompartmentId([7; 32]),
            term: 0,
            seq: last.map_or(0, |(seq, _)| seq) + 1,
            prev: last.map(|(_, hash)| hash),
            lamport: self.entries.len() as u64 + 1,
            heads: heads.collect(),
            epoch: 0,
            kind: Kind::Notice,
            lane,
            body_hash: [0; 32],
            claimed_ms: START,
            clock_error_ms: 50,
            author: author.clone(),
        };
        let body = line::cbor::encode(&NoticeBody { bytes, record_sig: None, flare: None });
        let entry = Entry::compose(header, body, |_| [0; 64]);
        self.heads.insert(author, (entry.header.seq, entry.hash));
        self.entries.push(entry);
        Ok(())
    }

    fn cut(&self) -> Cut {
        Cut(self.heads.clone())
    }
}

/// The filled template of a type, from one party's watch to another's.
fn draft(kind: NoticeType, from: &str, to: &str) -> Result<Draft, String> {
    let text = notice::template::template(kind).ok_or("no template")?;
    let mut draft = notice::file::draft_from_toml(&text).map_err(|e| e.to_string())?;
    let station =
        |code: &str| Station::parse(&format!("{code}/WATCH")).map_err(|_| format!("{code} is no station"));
    draft.envelope.from = station(from)?;
    draft.envelope.to = vec![station(to)?];
    Ok(draft)
}

fn code(text: &str) -> Result<Code8, String> {
    Code8::parse(text).map_err(|_| format!("{text} is no code"))
}

fn time() -> Result<Time, String> {
    Time::from_ms(START).ok_or_else(|| "a time out of range".to_owned())
}

fn per_second(count: usize, took: Duration) -> u64 {
    (count as u64).saturating_mul(1_000_000) / micros(took).max(1)
}

/// To two decimal places.
fn micros_of(nanos: u64) -> f64 {
    (nanos as f64 / 10.0).round() / 100.0
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

const COMPARTMENT: &str = "LEV";
/// 2027-08-09T03:00:00Z, ms.
const START: i64 = 1_817_780_400_000;
/// Places back of the late entry.
const LATE: usize = 10_000;
