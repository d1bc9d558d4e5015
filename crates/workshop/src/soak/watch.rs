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
}
