//! How often an amount, a place or an act stands in public text: what is often said betrays little.
//!
//! In: a table `key, sentences` whose first row `*` counts all sentences. Out: bits, -log2 of the frequency.

use crate::amount::Dimension;
use std::collections::BTreeMap;

/// The table.
#[derive(Debug, Default, Clone)]
pub struct Background {
    counts: BTreeMap<String, u32>,
    all: u32,
}

impl Background {
    /// Reads a table; lines that are not of the form count nothing.
    pub fn read(table: &str) -> Self {
        let mut background = Background::default();
        for line in table.lines() {
            let Some((key, count)) = line.split_once('\t') else { continue };
            let Ok(count) = count.trim().parse() else { continue };
            match key {
                ALL => background.all = count,
                key => drop(background.counts.insert(key.to_owned(), count)),
            }
        }
        background
    }

    /// Bits that the presence of something carries; 16 where it was never seen.
    pub fn bits(&self, key: &str) -> f64 {
        let seen = f64::from(self.counts.get(key).copied().unwrap_or_default());
        if self.all == 0 || seen == 0.0 { UNSEEN } else { (f64::from(self.all) / seen).log2() }
    }
}

/// The key of an amount: its dimension and a step of 4 % on its scale.
pub fn amount_key(dimension: Dimension, value: f64) -> String {
    let step = if value > 0.0 { (value.ln() / 0.04).round() } else { 0.0 };
    format!("{}:{step}", dimension.word())
}

/// The row that counts all sentences.
pub const ALL: &str = "*";
const UNSEEN: f64 = 16.0;
