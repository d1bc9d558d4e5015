//! What is seen while it runs: words that name relays, memory, files.

use crate::soak::capital::Capital;
use crate::soak::stage::Stage;
use std::collections::BTreeMap;
use std::sync::Arc;

/// First, last and greatest of a figure.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub struct Range {
    /// When first looked at.
    pub first: u64,
    /// When last looked at.
    pub last: u64,
    /// The greatest seen.
    pub most: u64,
}

impl Range {
    fn see(&mut self, value: u64) {
        if self.most == 0 {
            self.first = value;
        }
        self.last = value;
        self.most = self.most.max(value);
    }
}

/// Memory and files at one minute.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Minute {
    /// Which.
    pub minute: u64,
    /// Notices released until then.
    pub released: u64,
    /// Resident memory by process, KiB.
    pub rss_kib: BTreeMap<&'static str, u64>,
    /// Size of its files, KiB.
    pub files_kib: BTreeMap<&'static str, u64>,
}

/// What a notice costs a process, bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Cost {
    /// Of resident memory.
    pub memory: u64,
    /// Of its files.
    pub files: u64,
}

/// Everything seen so far.
#[derive(Default)]
pub struct Watch {
    /// How often a word of the line named a relay, by relay and word.
    pub words: BTreeMap<String, BTreeMap<String, u64>>,
    /// Resident memory by process, KiB.
    pub rss_kib: BTreeMap<&'static str, Range>,
    /// Size of its files, KiB.
    pub files_kib: BTreeMap<&'static str, Range>,
    /// Both, minute by minute.
    pub minutes: Vec<Minute>,
}

impl Watch {
    /// Keeps memory and files of a minute.
    pub fn keep(&mut self, stage: &Stage, minute: u64, released: u64) {
        let sizes = stage.sizes();
        self.minutes.push(Minute {
            minute,
            released,
            rss_kib: sizes.iter().filter_map(|(name, rss_kib, _)| Some((*name, (*rss_kib)?))).collect(),
            files_kib: sizes.iter().map(|(name, _, bytes)| (*name, bytes / 1_024)).collect(),
        });
    }

    /// Looks once.
    pub async fn look(&mut self, stage: &Stage, capitals: &[Arc<Capital>; 2]) {
        for capital in capitals {
            for (word, relay) in capital.words().await {
                *self.words.entry(relay).or_default().entry(word).or_default() += 1;
            }
        }
        for (name, rss_kib, bytes) in stage.sizes() {
            if let Some(rss_kib) = rss_kib {
                self.rss_kib.entry(name).or_default().see(rss_kib);
            }
            self.files_kib.entry(name).or_default().see(bytes / 1_024);
        }
    }

    /// What each notice cost from the first minute that was kept to the last, by process.
    pub fn costs(&self) -> BTreeMap<&'static str, Cost> {
        let (Some(first), Some(last)) = (self.minutes.first(), self.minutes.last()) else {
            return BTreeMap::new();
        };
        let notices = last.released.saturating_sub(first.released).max(1);
        let each = |then: &BTreeMap<&str, u64>, now: &BTreeMap<&str, u64>, name: &str| {
            let [then, now] = [then, now].map(|kib| kib.get(name).copied().unwrap_or_default());
            now.saturating_sub(then) * 1_024 / notices
        };
        let cost = |name: &&'static str| {
            let memory = each(&first.rss_kib, &last.rss_kib, name);
            (*name, Cost { memory, files: each(&first.files_kib, &last.files_kib, name) })
        };
        last.files_kib.keys().map(cost).collect()
    }

    /// Whether no process takes more for a notice than its record needs: a leak would.
    pub fn bounded(&self) -> bool {
        self.costs().iter().all(|(name, cost)| {
            let most = if name.starts_with("R-") { MOST_AT_A_RELAY } else { MOST_AT_A_NODE };
            cost.memory <= most.memory && cost.files <= most.files
        })
    }
}

/// A node keeps every notice for good.
const MOST_AT_A_NODE: Cost = Cost { memory: 8_192, files: 8_192 };
/// A relay keeps it until it is fetched, and its receipts.
const MOST_AT_A_RELAY: Cost = Cost { memory: 512, files: 4_096 };

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: u64, released: u64, node: u64, relay: u64) -> Minute {
        let kib = BTreeMap::from([("US", node), ("R-1", relay)]);
        Minute { minute, released, rss_kib: kib.clone(), files_kib: kib }
    }

    #[test]
    fn what_grows_beyond_its_record_is_not_bounded() {
        let watch =
            |last| Watch { minutes: vec![minute(1, 1_000, 50_000, 40_000), last], ..Watch::default() };
        let fair = watch(minute(2, 11_000, 50_000 + 40_000, 40_000 + 4_000));
        assert_eq!(fair.costs()["US"], Cost { memory: 4_096, files: 4_096 });
        assert!(fair.bounded());
        assert!(!watch(minute(2, 11_000, 50_000 + 90_000, 40_000)).bounded(), "a node leaks");
        assert!(!watch(minute(2, 11_000, 50_000, 40_000 + 6_000)).bounded(), "a relay leaks");
    }
}
