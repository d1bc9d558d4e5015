//! What came of it: every notice looked for on both sides, and who was named.

use crate::soak::capital::{Capital, Said};
use crate::soak::stage::HOSTILE;
use crate::soak::watch::Watch;
use line::body::NoticeBody;
use line::entry::{Attestation, Entry, Kind};
use notice::Notice;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The count.
#[derive(Default)]
pub struct Tally {
    /// How long.
    minutes: u64,
    /// What drew who died when.
    seed: u64,
    /// Processes killed.
    pub kills: u64,
    released: BTreeSet<String>,
    /// Notices that were not released, by the code that says why.
    refused: BTreeMap<String, u64>,
    unknown: u64,
    admitted: u64,
    lost: Vec<String>,
    doubled: Vec<String>,
    entries: u64,
    /// Proofs that name a relay, by relay.
    proved: BTreeMap<String, u64>,
    disputed: u64,
    proofs: u64,
    watch: Watch,
}

impl Tally {
    /// Nothing yet, of a soak of so many minutes with this seed.
    pub fn of(minutes: u64, seed: u64) -> Self {
        Tally { minutes, seed, ..Tally::default() }
    }

    /// Notes what an officer was told of a notice.
    pub fn note(&mut self, said: Said) {
        match said {
            Said::Released(number) => {
                self.released.insert(number);
            }
            Said::Not(code) => *self.refused.entry(code).or_default() += 1,
            Said::Unknown => self.unknown += 1,
        }
    }

    /// Notices whose officer was told so.
    pub fn released(&self) -> u64 {
        self.released.len() as u64
    }

    /// How far it has come, in words.
    pub fn so_far(&self) -> String {
        let refused: u64 = self.refused.values().sum();
        let released = self.released.len();
        format!("{released} released, {refused} refused, {} unknown, {} kills", self.unknown, self.kills)
    }

    /// What was seen while it ran.
    pub fn watched(&mut self, watch: Watch) {
        self.watch = watch;
    }

    /// Looks for every notice on both sides, and asks for proofs of some.
    pub async fn count(&mut self, us: &Capital, ir: &Capital) -> Result<(), String> {
        let mut here = Vec::new();
        for capital in [us, ir] {
            let transcript = capital.transcript().await?;
            self.entries = transcript.len() as u64;
            here.push(notices(&transcript));
        }
        let both = |number: &&String| here.iter().all(|side| side.contains_key(*number));
        self.admitted = here[0].keys().filter(|number| here[1].contains_key(*number)).count() as u64;
        self.lost = self.released.iter().filter(|number| !both(number)).cloned().collect();
        self.doubled = here.iter().flat_map(doubled).collect();
        self.doubled.sort();
        self.doubled.dedup();
        let every = (self.released.len() / PROOFS).max(1);
        for number in self.released.iter().step_by(every) {
            for capital in [us, ir] {
                let proof = capital.proof(number).await?;
                self.proofs += 1;
                self.disputed += u64::from(!proof.disputed.is_empty());
                for relay in proof.named {
                    *self.proved.entry(relay).or_default() += 1;
                }
            }
        }
        Ok(())
    }

    /// Relays that were named for a lie or for withholding, with what for and how often.
    fn named(&self) -> BTreeMap<&str, BTreeMap<&str, u64>> {
        let mut named: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        for (relay, times) in &self.proved {
            named.entry(relay).or_default().insert("PROVED", *times);
        }
        for (relay, words) in &self.watch.words {
            for (word, times) in words.iter().filter(|(word, _)| word.as_str() != DOWN) {
                named.entry(relay).or_default().insert(word, *times);
            }
        }
        named
    }

    /// Whether nothing was lost or doubled, the hostile relay, and no other, was named, and nothing grew beyond its record.
    pub fn holds(&self) -> bool {
        let named = self.named();
        let alone = named.keys().eq([HOSTILE].iter());
        let kept = self.lost.is_empty() && self.doubled.is_empty() && !self.released.is_empty();
        kept && alone && self.watch.bounded()
    }

    /// All of it as one document.
    pub fn document(&self) -> Value {
        let down =
            |(relay, words): (&String, &BTreeMap<String, u64>)| Some((relay.clone(), *words.get(DOWN)?));
        json!({
            "minutes": self.minutes,
            "seed": self.seed,
            "kills": self.kills,
            "released": self.released.len(),
            "refused": self.refused,
            "unknown": self.unknown,
            "admitted": self.admitted,
            "entries": self.entries,
            "lost": self.lost.len(),
            "lost_numbers": self.lost,
            "doubled": self.doubled.len(),
            "doubled_numbers": self.doubled,
            "named": self.named(),
            "hostile": HOSTILE,
            "down": self.watch.words.iter().filter_map(down).collect::<BTreeMap<_, _>>(),
            "proofs": self.proofs,
            "disputed": self.disputed,
            "rss_kib": self.watch.rss_kib,
            "files_kib": self.watch.files_kib,
            "bytes_a_notice": self.watch.costs(),
            "bounded": self.watch.bounded(),
            "over_time": self.watch.minutes,
            "holds": self.holds(),
        })
    }

    /// The same, one figure a line.
    pub fn page(&self) -> String {
        let document = self.document();
        let figures = document.as_object().into_iter().flatten().filter(|(name, _)| *name != "over_time");
        figures.map(|(name, value)| format!("{name:<16} {value}")).collect::<Vec<_>>().join("\n")
    }
}

/// Notices of a transcript by number, each with its mark for every entry that carries it.
fn notices(transcript: &[Vec<u8>]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for bytes in transcript {
        let Ok(entry) = Entry::decode(bytes, Attestation::MutualOnly) else { continue };
        if entry.header.kind != Kind::Notice {
            continue;
        }
        let body = NoticeBody::decode(&entry.body, Attestation::MutualOnly);
        if let Some(notice) = body.ok().and_then(|body| Notice::decode(&body.bytes).ok()) {
            let mark = notice.envelope().remarks.clone().unwrap_or_default();
            found.entry(notice.number().to_string()).or_default().push(mark);
        }
    }
    found
}

/// Numbers that stand on two entries, and numbers whose mark stands on another's too.
fn doubled(notices: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut marks = BTreeSet::new();
    let twice = |(number, all): (&String, &Vec<String>)| {
        let mark_twice = all.iter().any(|mark| !mark.is_empty() && !marks.insert(mark.clone()));
        (all.len() > 1 || mark_twice).then(|| number.clone())
    };
    notices.iter().filter_map(twice).collect()
}

/// A relay that was killed is down: that is no lie.
const DOWN: &str = "RELAY-DOWN";
/// Proofs asked of each side.
const PROOFS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let owned = |marks: &[&str]| marks.iter().map(|m| (*m).to_owned()).collect();
        pairs.iter().map(|(number, marks)| ((*number).to_owned(), owned(marks))).collect()
    }

    #[test]
    fn a_number_on_two_entries_and_a_mark_under_two_numbers_are_doubles() {
        assert!(doubled(&of(&[("1", &["mark 1"]), ("2", &["mark 2"]), ("3", &[""])])).is_empty());
        assert_eq!(doubled(&of(&[("1", &["mark 1", "mark 1"]), ("2", &["mark 2"])])), ["1"]);
        assert_eq!(doubled(&of(&[("1", &["mark 1"]), ("2", &["mark 1"])])), ["2"]);
    }

    #[test]
    fn it_holds_only_if_the_hostile_relay_and_no_other_is_named() {
        let mut tally = Tally { released: ["1".to_owned()].into(), ..Tally::default() };
        assert!(!tally.holds(), "it was not named");
        tally.proved.insert(HOSTILE.to_owned(), 3);
        assert!(tally.holds());
        tally.watch.words.entry("R-1".to_owned()).or_default().insert(DOWN.to_owned(), 2);
        assert!(tally.holds(), "an honest relay may be down");
        tally.watch.words.entry("R-1".to_owned()).or_default().insert("RELAY-WITHHOLDS".to_owned(), 1);
        assert!(!tally.holds());
    }
}
