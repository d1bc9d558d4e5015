//! Rolling origins, and the origins before and after named episodes. Each can be run by itself, in any order, by any
//! thread: the shell shares them out.

use crate::bootstrap::{Gain, gain};
use crate::episodes::Episode;
use crate::error::BrentError;
use crate::event::Case;
use crate::origin::{Method, OriginScore, score_origin};
use crate::prices::Prices;
use crate::scores::{HorizonScores, score_table};
use jiff::civil::Date;

/// What is to be run.
pub struct Backtest<'a> {
    prices: &'a Prices,
    episodes: &'a [Episode],
    cases: Vec<Case>,
    origins: Vec<EpisodeOrigin>,
    paths: usize,
}

/// An origin and its relation to an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpisodeOrigin {
    /// Every fifth row; the last episode that was known at least a row before, if it lies within 60 rows.
    Rolling {
        /// Row.
        row: usize,
        /// Place of the episode, and rows since the last row before it.
        after: Option<(usize, usize)>,
    },
    /// The last row before an episode, the scenario named.
    Before {
        /// Place of the episode.
        episode: usize,
        /// Row.
        row: usize,
    },
    /// The first row after the day of an episode.
    After {
        /// Place of the episode.
        episode: usize,
        /// Row.
        row: usize,
        /// Rows since the last row before it.
        since: usize,
    },
}

/// One of the three tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Lines by horizon and method.
    pub lines: Vec<HorizonScores>,
    /// Gain of the scenario over GARCH-t.
    pub over_garch: Vec<Gain>,
    /// Gain of the scenario over the random walk.
    pub over_walk: Vec<Gain>,
    /// Gain of GARCH-t over the random walk.
    pub garch_over_walk: Vec<Gain>,
}

/// What came of a back-test.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// All days.
    pub rolling: Table,
    /// The last rows before episodes, scenario named.
    pub before: Table,
    /// The first rows after them.
    pub after: Table,
    /// Episodes that have rows enough before them.
    pub episodes: usize,
}

impl<'a> Backtest<'a> {
    /// Lays out the origins: rolling from a day on, every `step` rows; no rolling ones at step 0.
    ///
    /// # Errors
    /// A series too short for any origin.
    pub fn new(
        prices: &'a Prices,
        episodes: &'a [Episode],
        from: Date,
        step: usize,
        paths: usize,
    ) -> Result<Self, BrentError> {
        let mut origins = Vec::new();
        if step > 0 {
            let first = prices.from(from).max(HISTORY);
            for row in (first..prices.len().saturating_sub(1)).step_by(step) {
                origins.push(EpisodeOrigin::Rolling { row, after: known(prices, episodes, row) });
            }
        }
        for (place, episode) in episodes.iter().enumerate() {
            let (Some(before), after) = prices.around(episode.date) else { continue };
            if before < HISTORY {
                continue;
            }
            origins.push(EpisodeOrigin::Before { episode: place, row: before });
            if let Some(row) = after {
                origins.push(EpisodeOrigin::After { episode: place, row, since: row - before });
            }
        }
        if origins.is_empty() {
            let found = format!("{} rows", prices.len());
            return Err(BrentError::TooFew {
                found,
                expected: format!("more than {HISTORY} rows before an origin"),
            });
        }
        let cases = episodes.iter().map(Episode::case).collect();
        Ok(Backtest { prices, episodes, cases, origins, paths })
    }

    /// How many origins there are.
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether there are none; a laid-out back-test has some.
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// Runs one origin by its place.
    ///
    /// # Errors
    /// Returns that cannot be fitted, or a place that is none.
    pub fn run(&self, place: usize) -> Result<OriginScore, BrentError> {
        let case = |episode: usize, since: usize| self.cases.get(episode).map(|case| (case, since as f64));
        match self.origins.get(place) {
            Some(EpisodeOrigin::Rolling { row, after }) => {
                let case = after.and_then(|(episode, since)| case(episode, since));
                score_origin(self.prices, *row, case, self.paths)
            }
            Some(EpisodeOrigin::Before { episode, row }) => {
                score_origin(self.prices, *row, case(*episode, 0), self.paths)
            }
            Some(EpisodeOrigin::After { episode, row, since }) => {
                score_origin(self.prices, *row, case(*episode, *since), self.paths)
            }
            None => Err(BrentError::value("origin", place, &format!("below {}", self.origins.len()))),
        }
    }

    /// Puts all scores, in the order of their places, into tables.
    pub fn summary(&self, scores: &[OriginScore]) -> Summary {
        let of = |kind: fn(&EpisodeOrigin) -> bool| -> Vec<OriginScore> {
            let pairs = self.origins.iter().zip(scores).filter(|(origin, _)| kind(origin));
            pairs.map(|(_, score)| score.clone()).collect()
        };
        let before = of(|origin| matches!(origin, EpisodeOrigin::Before { .. }));
        let after = of(|origin| matches!(origin, EpisodeOrigin::After { .. }));
        Summary {
            rolling: table(&of(|origin| matches!(origin, EpisodeOrigin::Rolling { .. })), BLOCK),
            episodes: before.len(),
            before: table(&before, 1),
            after: table(&after, 1),
        }
    }

    /// The id of the episode of an origin that lies before or after one, with its score.
    pub fn by_episode<'b>(&'b self, scores: &'b [OriginScore]) -> Vec<(&'b str, bool, &'b OriginScore)> {
        let id = |place: &usize| self.episodes.get(*place).map_or("", |episode| episode.id.as_str());
        let pairs = self.origins.iter().zip(scores);
        pairs
            .filter_map(|(origin, score)| match origin {
                EpisodeOrigin::Before { episode, .. } => Some((id(episode), true, score)),
                EpisodeOrigin::After { episode, .. } => Some((id(episode), false, score)),
                EpisodeOrigin::Rolling { .. } => None,
            })
            .collect()
    }
}

fn table(scores: &[OriginScore], block: usize) -> Table {
    Table {
        lines: score_table(scores),
        over_garch: gain(scores, Method::Scenario, Method::GarchT, block),
        over_walk: gain(scores, Method::Scenario, Method::Walk, block),
        garch_over_walk: gain(scores, Method::GarchT, Method::Walk, block),
    }
}

/// The last episode before the day of a row, if it lies near enough to be felt.
fn known(prices: &Prices, episodes: &[Episode], row: usize) -> Option<(usize, usize)> {
    let day = prices.date(row);
    let (place, episode) = episodes.iter().enumerate().rfind(|(_, episode)| episode.date < day)?;
    let since = row - prices.around(episode.date).0?;
    (since <= FELT).then_some((place, since))
}

/// Rows that an origin must have before it.
const HISTORY: usize = 1_600;

/// Origins of a block of the bootstrap: 60 rows at every fifth row.
const BLOCK: usize = 12;

/// Rows after which an episode is no longer looked at.
const FELT: usize = 60;
