//! The guard on public drafts: what each sentence of a draft betrays of the private record.
//!
//! In: the record's notices with their renderings, what is already public, a draft and its instant. Out: [`Report`].
//! I1 nothing is kept: neither the draft nor what was found in it. I2 hints and allusions are not looked for.

use crate::existence::{Polarity, existence};
use crate::facet::Facets;
use crate::lore::Lore;
use crate::prints::Prints;
use crate::reading::Reading;
use crate::record::{Hit, Part, Record};
use crate::sentence::sentences;
use crate::words::Tongue;
use notice::types::p2_leak::Leak;
use notice::{Instant, Notice};
use std::collections::BTreeSet;

/// A notice of the record, and every rendering that a person may have read.
#[derive(Debug, Clone)]
pub struct Private {
    /// The notice.
    pub notice: Notice,
    /// Its renderings, one a language.
    pub renderings: Vec<String>,
}

/// The guard of one record.
#[derive(Debug)]
pub struct Guard<'a> {
    lore: &'a Lore,
    record: Record,
    numbers: Vec<String>,
    prints: Prints,
    cleared: Vec<Reading>,
    parties: BTreeSet<String>,
    offsets: Vec<i64>,
}

/// What a sentence does.
#[derive(Debug, Clone, PartialEq)]
pub enum Reveals {
    /// It says facts of a notice.
    Facts(Vec<Part>),
    /// It quotes the words of a rendering: so many runs.
    Words(usize),
    /// It confirms or denies that there is a private track.
    Existence(Polarity),
}

/// One sentence that betrays something.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// Which sentence, from 1.
    pub sentence: usize,
    /// It.
    pub text: String,
    /// What it does.
    pub reveals: Reveals,
    /// Number of the notice; none for existence.
    pub entry: Option<String>,
    /// Paragraph of the notice.
    pub paragraph: String,
    /// How much, bits.
    pub bits: f64,
}

/// What a draft betrays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// How many sentences it has.
    pub sentences: usize,
    /// Those that a second officer must release.
    pub stops: Vec<Alarm>,
    /// Those to look at.
    pub looks: Vec<Alarm>,
}

/// Clocks of the capitals that a time of day may be meant in, minutes east.
pub const CLOCKS_MIN: [i64; 2] = [-240, 210];

/// The line toward the public that was last said in a P2.
pub fn agreed_line(notices: &[Notice]) -> Option<&'static str> {
    let said = notices.iter().filter_map(|notice| Some((notice.stamp().dtg, Leak::of(notice)?.line()?)));
    said.max_by_key(|(dtg, _)| *dtg).map(|(_, line)| line.word())
}

impl<'a> Guard<'a> {
    /// A guard of these notices; `parties` are the members' codes, `public` what was said before, `offsets` the clocks of
    /// the capitals in minutes east.
    pub fn new(
        lore: &'a Lore,
        record: &[Private],
        parties: BTreeSet<String>,
        public: &[String],
        offsets: &[i64],
    ) -> Self {
        let mut prints = Prints::default();
        let mut numbers = Vec::new();
        for (at, private) in record.iter().enumerate() {
            numbers.push(private.notice.number().to_string());
            for rendering in &private.renderings {
                prints.take(rendering, u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        public.iter().for_each(|text| prints.clear(text));
        let facets = record.iter().filter_map(|private| Facets::of(&private.notice)).collect();
        let mut clocks = vec![0];
        clocks.extend(offsets);
        let read = |text: &String| Reading::of(lore, text, Tongue::English, 0, &clocks);
        let cleared = public.iter().flat_map(|text| sentences(text)).map(|text| read(&text)).collect();
        Guard { lore, record: Record::of(lore, facets), numbers, prints, cleared, parties, offsets: clocks }
    }

    /// Judges a draft that will be said at an instant.
    pub fn check(&self, draft: &str, at: Instant) -> Report {
        let mut report = Report::default();
        let mut tongue = Tongue::English;
        for (n, text) in sentences(draft).into_iter().enumerate() {
            report.sentences += 1;
            let reading = Reading::of(self.lore, &text, tongue, at.seconds(), &self.offsets);
            tongue = reading.tongue;
            let alarms = [self.said(n + 1, &text, &reading), self.track(n + 1, &text, &reading)];
            for alarm in alarms.into_iter().flatten() {
                if alarm.bits >= STOP {
                    report.stops.push(alarm);
                } else if alarm.bits >= LOOK {
                    report.looks.push(alarm);
                }
            }
        }
        report
    }

    /// The heaviest of facts and words.
    fn said(&self, sentence: usize, text: &str, reading: &Reading) -> Option<Alarm> {
        let alarm = |reveals, entry: String, paragraph: String, bits: f64| Alarm {
            sentence,
            text: text.to_owned(),
            reveals,
            entry: Some(entry),
            paragraph,
            bits: (bits * 10.0).round() / 10.0,
        };
        let facts = self.heaviest(reading).map(|hit| {
            let paragraph = hit.paragraph().to_owned();
            alarm(Reveals::Facts(hit.parts), hit.number, paragraph, hit.bits)
        });
        let quoted = self.prints.quoted(text);
        let words = quoted.into_iter().max_by_key(|(_, runs)| *runs).and_then(|(at, runs)| {
            let number = self.numbers.get(at as usize)?.clone();
            let bits = (QUOTE + runs as f64 - 1.0).min(MOST_QUOTE);
            Some(alarm(Reveals::Words(runs), number, String::new(), bits))
        });
        [facts, words].into_iter().flatten().max_by(|a, b| a.bits.total_cmp(&b.bits))
    }

    fn heaviest(&self, reading: &Reading) -> Option<Hit> {
        let places = self.record.places(self.lore, reading);
        let hits = (0..self.record.entries().len()).filter_map(|entry| {
            let hit = self.record.hit(self.lore, entry, reading, &places).filter(|hit| hit.bits >= LOOK)?;
            Some(self.cleared(entry, hit))
        });
        hits.max_by(|a, b| a.bits.total_cmp(&b.bits))
    }

    /// The hit, less what public sentences have said.
    fn cleared(&self, entry: usize, hit: Hit) -> Hit {
        let public = self.cleared.iter().filter_map(|reading| {
            let places = self.record.places(self.lore, reading);
            self.record.hit(self.lore, entry, reading, &places)
        });
        public.fold(hit, |hit, public| hit.cleared_by(&public))
    }

    fn track(&self, sentence: usize, text: &str, reading: &Reading) -> Option<Alarm> {
        if self.numbers.is_empty() {
            return None;
        }
        let (polarity, bits) = existence(self.lore, reading, &self.parties)?;
        let reveals = Reveals::Existence(polarity);
        Some(Alarm { sentence, text: text.to_owned(), reveals, entry: None, paragraph: String::new(), bits })
    }
}

/// From here on a second officer must release it, bits.
pub const STOP: f64 = 9.0;
/// From here on a person looks at it, bits.
pub const LOOK: f64 = 7.0;
const QUOTE: f64 = 10.0;
const MOST_QUOTE: f64 = 16.0;
