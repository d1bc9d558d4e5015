//! Enrichment bands in which stocks are reported.

use crate::error::SafeguardsError;
use crate::mass::{Assay, KgU};

/// A band, named by the enrichment up to which it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Up to 60 %.
    UpTo60,
    /// Up to 20 %.
    UpTo20,
    /// Up to 5 %.
    UpTo5,
    /// Up to 2 %.
    UpTo2,
    /// Not from the stock: natural uranium, first to an intermediate enrichment.
    Natural,
}

/// A band with what it feeds: mass and mean enrichment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandFeed {
    /// Which band.
    pub band: Band,
    /// Mass.
    pub mass: KgU,
    /// Mean enrichment, lower than the band's name.
    pub mean: Assay,
}

impl Band {
    /// The bands of a stock, from the richest.
    pub const STOCK: [Band; 4] = [Band::UpTo60, Band::UpTo20, Band::UpTo5, Band::UpTo2];

    /// How files and answers name it: the percentage.
    pub fn word(self) -> &'static str {
        match self {
            Band::UpTo60 => "60",
            Band::UpTo20 => "20",
            Band::UpTo5 => "5",
            Band::UpTo2 => "2",
            Band::Natural => "natural",
        }
    }

    /// A band of a stock by its percentage.
    ///
    /// # Errors
    /// Another word.
    pub fn parse(what: &str, text: &str) -> Result<Self, SafeguardsError> {
        let found = Band::STOCK.into_iter().find(|band| band.word() == text);
        found.ok_or_else(|| SafeguardsError::value(what, text, "a band: 60, 20, 5 or 2"))
    }

    /// Mean enrichment where nothing better is known: 60, 20, 4.5 and 1.5 % (`data/safeguards/README.md`).
    pub fn usual_mean(self) -> Assay {
        Assay::known(match self {
            Band::UpTo60 => 0.6,
            Band::UpTo20 => 0.2,
            Band::UpTo5 => 0.045,
            Band::UpTo2 => 0.015,
            Band::Natural => 0.00711,
        })
    }

    /// Its place from the richest, natural last.
    pub(crate) fn index(self) -> usize {
        self as usize
    }
}
