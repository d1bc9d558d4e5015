//! What is seen while it runs: words that name relays, memory, files.

use crate::soak::capital::Capital;
use crate::soak::stage::Stage;
use std::collections::BTreeMap;

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

/// Everything seen so far.
#[derive(Default)]
pub struct Watch {
    /// How often a word of the line named a relay, by relay and word.
    pub words: BTreeMap<String, BTreeMap<String, u64>>,
    /// Resident memory by process, KiB.
    pub rss_kib: BTreeMap<&'static str, Range>,
    /// Size of its files, KiB.
    pub files_kib: BTreeMap<&'static str, Range>,
}

impl Watch {
    /// Looks once.
    pub async fn look(&mut self, stage: &Stage, capitals: [&Capital; 2]) {
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
