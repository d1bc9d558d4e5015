//! What no relay may know, and how it is looked for so that chance alone finds nothing.
//!
//! A relay's bytes are as good as random, so a text of n bytes stands in N bytes about N / 256^n times by chance:
//! "US" hundreds of times, the same with its CBOR head a few times, eight bytes once in 10^11 runs of this test.
//! Each text may therefore stand as often as chance puts it there in all but one of 10^9 cases, and no oftener: for
//! eight bytes and more that is never. It is counted over the *different* byte strings that a relay saw, which are
//! independent; long texts are looked for in the whole bodies besides.

use excon::demo::Transcript;
use exercise::scenario::Scenario;
use line::body;
use line::entry::{Attestation, Entry, Kind};
use std::collections::BTreeSet;

/// A text that no relay may know.
pub struct Needle {
    /// For the report.
    pub what: String,
    /// The text.
    pub bytes: Vec<u8>,
}

impl Needle {
    /// From this length on a text is looked for in whole bodies too.
    pub const LONG: usize = 8;

    /// How often chance may put it into this many bytes: exceeded once in 10^9 cases.
    pub fn by_chance(&self, bytes: usize) -> usize {
        let expected = bytes as f64 / 256f64.powi(i32::try_from(self.bytes.len()).unwrap_or(i32::MAX));
        let (mut times, mut of_exactly, mut up_to) = (0usize, (-expected).exp(), (-expected).exp());
        if expected > 500.0 {
            // The tail of so great a mean is normal; eight deviations are beyond 10^-9.
            return (expected + 8.0 * expected.sqrt()) as usize;
        }
        while 1.0 - up_to > 1e-9 {
            times += 1;
            of_exactly *= expected / times as f64;
            up_to += of_exactly;
        }
        times
    }
}

/// All of them.
pub struct Secrets {
    pub needles: Vec<Needle>,
    /// Needles by their first eight bytes.
    long: Vec<(u64, usize)>,
    sieve: Sieve,
    short: Vec<usize>,
    firsts: Vec<bool>,
}

impl Secrets {
    /// Of a scenario: codes, stations, names.
    pub fn of(scenario: &Scenario, transcripts: &[Transcript]) -> Self {
        let mut needles = Collected::default();
        for party in &scenario.party {
            needles.code("party code", &party.code);
            needles.text("station code", &party.station);
            needles.text("name of a party", &party.name);
        }
        for compartment in &scenario.compartment {
            needles.code("compartment code", &compartment.code);
        }
        for transcript in transcripts {
            needles.transcript(transcript);
        }
        Secrets::indexed(needles.all)
    }

    fn indexed(needles: Vec<Needle>) -> Self {
        let (mut long, mut short, mut firsts) = (Vec::new(), Vec::new(), vec![false; 1 << 16]);
        for (n, needle) in needles.iter().enumerate() {
            match needle.bytes.first_chunk::<8>() {
                Some(first) => long.push((u64::from_be_bytes(*first), n)),
                None => {
                    firsts[usize::from(u16::from_be_bytes([needle.bytes[0], needle.bytes[1]]))] = true;
                    short.push(n);
                }
            }
        }
        long.sort_unstable();
        let sieve = Sieve::of(long.iter().map(|(first, _)| *first));
        Secrets { needles, long, sieve, short, firsts }
    }

    /// Calls back for every needle at every place where it stands.
    pub fn each_hit(&self, body: &[u8], mut hit: impl FnMut(usize)) {
        let mut last = 0u64;
        for (at, byte) in body.iter().enumerate() {
            last = last << 8 | u64::from(*byte);
            if at >= 1 && self.firsts[(last & 0xFFFF) as usize] {
                let stands = |n: &&usize| body[at - 1..].starts_with(&self.needles[**n].bytes);
                self.short.iter().filter(stands).for_each(|n| hit(*n));
            }
            if at >= 7 && self.sieve.may_hold(last) {
                let from = self.long.partition_point(|(first, _)| *first < last);
                let same = self.long[from..].iter().take_while(|(first, _)| *first == last);
                let stands = same.filter(|(_, n)| body[at - 7..].starts_with(&self.needles[*n].bytes));
                stands.for_each(|(_, n)| hit(*n));
            }
        }
    }

    /// A run of 32 printable characters: by chance once in 10^6 runs of this test.
    pub fn printable_run<'a>(&self, body: &'a [u8]) -> Option<&'a str> {
        let runs = body.split(|byte| !(b' '..=b'~').contains(byte));
        runs.filter(|run| run.len() >= PRINTABLE).find_map(|run| std::str::from_utf8(run).ok())
    }
}

#[derive(Default)]
struct Collected {
    all: Vec<Needle>,
    known: BTreeSet<Vec<u8>>,
}

impl Collected {
    fn add(&mut self, what: String, bytes: &[u8]) {
        if self.known.insert(bytes.to_vec()) {
            self.all.push(Needle { what, bytes: bytes.to_vec() });
        }
    }

    fn text(&mut self, what: &str, text: &str) {
        self.add(format!("{what} {text}"), text.as_bytes());
    }

    /// A code bare, and with the head that it has in every canonical form.
    fn code(&mut self, what: &str, code: &str) {
        self.text(what, code);
        let head = 0x60 | u8::try_from(code.len()).expect("codes are short");
        self.add(format!("{what} {code} as CBOR"), &[&[head], code.as_bytes()].concat());
    }

    fn transcript(&mut self, transcript: &Transcript) {
        let code = &transcript.code;
        let id: [u8; 32] = transcript.id.as_slice().try_into().expect("a compartment id");
        self.add(format!("compartment id of {code}"), &id);
        self.text(&format!("compartment id of {code}"), &hex::encode(id));
        for term in 0..4 {
            self.add(format!("MLS group id of {code}, term {term}"), &line::group::group_id(&id, term));
        }
        for entry in &transcript.entries {
            let read = |attestation| Entry::decode(entry, attestation);
            let entry = read(Attestation::MutualOnly).or_else(|_| read(Attestation::Transferable));
            let entry = entry.expect("a party exports entries");
            self.add(format!("hash of an entry of {code}"), &entry.hash.0);
            if let Some(canonical) = canonical(&entry) {
                self.notice(code, &canonical);
            }
        }
    }

    fn notice(&mut self, code: &str, canonical: &[u8]) {
        let mut what = format!("charter of {code}");
        if let Ok(notice) = notice::Notice::decode(canonical) {
            what = notice.number().to_string();
            self.text("number", &what);
        }
        for window in canonical.windows(8) {
            self.add(format!("8 bytes of {what}: {}", hex::encode(window)), window);
        }
    }
}

/// The canonical notice or charter form that an entry carries.
fn canonical(entry: &Entry) -> Option<Vec<u8>> {
    let of = |attestation| match entry.header.kind {
        Kind::Notice => body::NoticeBody::decode(&entry.body, attestation).ok().map(|n| n.bytes.to_vec()),
        Kind::Charter => body::Charter::decode(&entry.body, attestation).ok().map(|c| c.bytes.to_vec()),
        _ => None,
    };
    of(Attestation::MutualOnly).or_else(|| of(Attestation::Transferable))
}

/// Says fast that a block of eight bytes is certainly not among some.
pub struct Sieve(Vec<u64>);

impl Sieve {
    pub fn of(blocks: impl Iterator<Item = u64>) -> Self {
        let mut bits = vec![0; 1 << 20];
        for block in blocks {
            let (word, bit) = Self::place(block);
            bits[word] |= bit;
        }
        Sieve(bits)
    }

    pub fn may_hold(&self, block: u64) -> bool {
        let (word, bit) = Self::place(block);
        self.0[word] & bit != 0
    }

    fn place(block: u64) -> (usize, u64) {
        let mixed = block.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 38;
        ((mixed >> 6) as usize, 1 << (mixed & 63))
    }
}

const PRINTABLE: usize = 32;

#[test]
fn chance_is_allowed_what_it_does_and_that_is_nothing_with_eight_bytes() {
    let of = |n: usize| Needle { what: String::new(), bytes: vec![7; n] };
    assert_eq!(of(6).by_chance(100_000_000), 1, "expected 3.6e-7 times");
    assert_eq!(of(8).by_chance(100_000_000), 0);
    assert!((10..40).contains(&of(3).by_chance(50_000_000)));
    assert!((763..1_100).contains(&of(2).by_chance(50_000_000)));
}

#[test]
fn every_needle_is_found_where_it_stands() {
    let needles = ["US", "LEV", "US/WATCH", "US/LEV/27/0001/T1"];
    let needles: Vec<Needle> =
        needles.iter().map(|n| Needle { what: (*n).to_owned(), bytes: n.as_bytes().to_vec() }).collect();
    let secrets = Secrets::indexed(needles);
    for (n, needle) in secrets.needles.iter().enumerate() {
        for before in 0..9 {
            let body = [vec![0xEE; before], needle.bytes.clone()].concat();
            let mut hits = BTreeSet::new();
            secrets.each_hit(&body, |hit| {
                hits.insert(hit);
            });
            assert!(hits.contains(&n), "{} after {before}", needle.what);
        }
    }
    assert!(secrets.printable_run(b"\0The first party declares that from this day\xff").is_some());
    assert!(secrets.printable_run(b"\0The United\0States").is_none());
}
