//! What a leaked text is, held against the renderings of the record: the same, a part, changed, or not ours.
//!
//! In: a text and every rendering of every notice. Out: one [`Item`] a notice that stands in it. I1 what changes with
//! the reader and the moment (ways of arrival, local times) is never held to be a change. I2 a word or figure put,
//! taken or changed inside what is there makes it altered.

use crate::prints::runs;
use crate::token::{Kind, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// How an item stands to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// All of it, unchanged.
    Exact,
    /// A part of it, unchanged.
    Partial,
    /// Something in it is other than in the record.
    Altered,
    /// Not of this record.
    NotOurs,
}

impl Match {
    /// The word of documents.
    pub fn word(self) -> &'static str {
        match self {
            Match::Exact => "exact",
            Match::Partial => "partial",
            Match::Altered => "altered",
            Match::NotOurs => "not ours",
        }
    }
}

/// A rendering of a notice in one language, in folded words; those that change with the reader are marked.
#[derive(Debug, Clone)]
pub struct Rendering {
    /// Number of the notice.
    pub number: String,
    /// Language of the pack.
    pub language: String,
    words: Vec<Word>,
    /// Words after which another moment puts further ones in ("8 d ago" for "in 1 d").
    loose_after: BTreeSet<usize>,
}

#[derive(Debug, Clone)]
struct Word {
    text: String,
    /// The same for every reader at every moment.
    steady: bool,
}

/// One notice found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Number of the notice; none where nothing is ours.
    pub entry: Option<String>,
    /// Language of the rendering it is nearest to.
    pub language: Option<String>,
    /// How it stands.
    pub found: Match,
    /// Per cent of the rendering's steady words that stand in the text.
    pub share: u8,
    /// What stands there instead: words of the text beside words of the record, at most a few.
    pub changes: Vec<(String, String)>,
}

impl Rendering {
    /// From the same notice as two readers see it at two moments: words of the first that the second lacks are not
    /// steady.
    pub fn of(number: String, language: String, one: &str, other: &str) -> Self {
        let (one, other) = (words(one), words(other));
        let pairs = alike(&one, &other);
        let same: BTreeSet<usize> = pairs.iter().map(|(at, _)| *at).collect();
        let put_in = pairs.windows(2).filter(|pair| pair[1].1 > pair[0].1 + 1);
        let loose_after = put_in.map(|pair| pair[0].0).collect();
        let words = one.into_iter().enumerate().map(|(at, text)| Word { steady: same.contains(&at), text });
        Rendering { number, language, words: words.collect(), loose_after }
    }

    fn texts(&self) -> Vec<String> {
        self.words.iter().map(|word| word.text.clone()).collect()
    }
}

/// Everything of the record that stands in a text; one item that is not ours where nothing does.
pub fn items(text: &str, renderings: &[Rendering]) -> Vec<Item> {
    let said = words(text);
    let grams: BTreeSet<u64> = runs(text).into_iter().collect();
    let joined: BTreeSet<String> = numbers(text);
    let mut best: BTreeMap<&str, (usize, &Rendering)> = BTreeMap::new();
    let own: Vec<(usize, &Rendering)> = renderings
        .iter()
        .map(|rendering| {
            let runs = runs(&rendering.texts().join(" "));
            (runs.iter().filter(|run| grams.contains(run)).count(), rendering)
        })
        .collect();
    for (shared, rendering) in &own {
        let held = best.get(rendering.number.as_str()).map_or(0, |(held, _)| *held);
        if *shared > held {
            best.insert(&rendering.number, (*shared, rendering));
        }
    }
    // Notices of one type share the words of their form: one is in the text if its number is, or if no other has more.
    let named: BTreeSet<&str> = best.keys().copied().filter(|number| joined.contains(*number)).collect();
    let chosen: Vec<&Rendering> = if named.is_empty() {
        let most = best.values().map(|(shared, _)| *shared).max().unwrap_or_default();
        best.values()
            .filter(|(shared, _)| *shared == most && most >= LEAST_RUNS)
            .map(|(_, r)| *r)
            .take(1)
            .collect()
    } else {
        told_of(best.iter().filter(|(number, _)| named.contains(*number)).map(|(_, found)| *found), &grams)
    };
    let mut items: Vec<Item> = chosen.into_iter().map(|rendering| compare(&said, rendering)).collect();
    let foreign = joined.iter().filter(|number| !best.contains_key(number.as_str()));
    let none = |entry: Option<String>| Item {
        entry,
        language: None,
        found: Match::NotOurs,
        share: 0,
        changes: Vec::new(),
    };
    let whole = renderings.is_empty() || items.is_empty();
    items.extend(foreign.filter(|_| whole).map(|number| none(Some(number.clone()))));
    if items.is_empty() {
        items.push(none(None));
    }
    items
}

/// Of the notices that a text names, those whose own words stand in it, the fullest first: one that is only referred to
/// shares the words of the form with another, and nothing else.
fn told_of<'a>(
    named: impl Iterator<Item = (usize, &'a Rendering)>,
    grams: &BTreeSet<u64>,
) -> Vec<&'a Rendering> {
    let mut named: Vec<(usize, &Rendering)> = named.collect();
    named.sort_by_key(|(shared, rendering)| (std::cmp::Reverse(*shared), rendering.number.clone()));
    let mut explained: BTreeSet<u64> = BTreeSet::new();
    let mut kept = Vec::new();
    for (_, rendering) in named {
        let runs = runs(&rendering.texts().join(" "));
        let own: BTreeSet<u64> =
            runs.into_iter().filter(|run| grams.contains(run) && !explained.contains(run)).collect();
        if kept.is_empty() || own.len() >= LEAST_RUNS {
            explained.extend(own);
            kept.push(rendering);
        }
    }
    kept
}

/// Words between two that are alike are compared: what stands on one side only is a change.
fn compare(said: &[String], rendering: &Rendering) -> Item {
    let held = rendering.texts();
    let pairs = alike(&held, said);
    let steady = rendering.words.iter().filter(|word| word.steady).count().max(1);
    let found = pairs.iter().filter(|(at, _)| rendering.words[*at].steady).count();
    let mut changes = Vec::new();
    for pair in pairs.windows(2) {
        let [(h0, s0), (h1, s1)] = pair else { continue };
        let missing = &rendering.words[h0 + 1..*h1];
        let put = &said[s0 + 1..*s1];
        let loose = rendering.loose_after.range(h0..h1).next().is_some();
        let unsteady = loose || missing.iter().any(|word| !word.steady);
        let lost = missing.iter().filter(|word| word.steady).count();
        if unsteady || put.is_empty() && lost == 0 {
            continue;
        }
        // A page left out is a part; a few words left out or put in change what the rest says.
        let cut = put.is_empty() && lost > MOST_LOST || put.len() > MOST_PUT;
        if !cut {
            let held: Vec<&str> = missing.iter().map(|word| word.text.as_str()).collect();
            changes.push((put.join(" "), held.join(" ")));
        }
    }
    let share = u8::try_from(found * 100 / steady).unwrap_or(100);
    let matched = match (changes.is_empty(), share >= WHOLE) {
        (false, _) => Match::Altered,
        (true, true) => Match::Exact,
        (true, false) => Match::Partial,
    };
    changes.truncate(MOST_CHANGES);
    Item {
        entry: Some(rendering.number.clone()),
        language: Some(rendering.language.clone()),
        found: matched,
        share,
        changes,
    }
}

/// Folded words and numbers.
fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().filter(|token| token.kind != Kind::Sign).map(|token| token.text).collect()
}

/// Numbers of notices in a text: `AA/BBB/27/0001/T1`.
fn numbers(text: &str) -> BTreeSet<String> {
    let pieces = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '/'));
    pieces.filter_map(notice::Number::parse).map(|number| number.to_string()).collect()
}

/// The longest common run of two texts in order: pairs of indices.
fn alike(one: &[String], other: &[String]) -> Vec<(usize, usize)> {
    let (rows, columns) = (one.len() + 1, other.len() + 1);
    if rows.saturating_mul(columns) > MOST_CELLS {
        return Vec::new();
    }
    let mut best = vec![0u32; rows * columns];
    for i in (0..one.len()).rev() {
        for j in (0..other.len()).rev() {
            best[i * columns + j] = if one[i] == other[j] {
                best[(i + 1) * columns + j + 1] + 1
            } else {
                best[(i + 1) * columns + j].max(best[i * columns + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < one.len() && j < other.len() {
        if one[i] == other[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * columns + j] >= best[i * columns + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Runs of five words that must be shared before a text without a number is held to be a notice's.
const LEAST_RUNS: usize = 3;
/// Per cent of the steady words that make it the whole.
const WHOLE: u8 = 97;
/// More words than these left out are a part that is not there.
const MOST_LOST: usize = 12;
/// More words than these put in are another text between two pages.
const MOST_PUT: usize = 25;
const MOST_CHANGES: usize = 8;
/// Texts larger than this are not compared word by word.
const MOST_CELLS: usize = 60_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "1 number AA/BBB/27/0001/A2 2 dated TUE 171700Z AUG 27 5.B no unit closer than 60 km of the \
                        place named, for as long as paragraph C says, and the author will show it on demand by any \
                        observer that both parties accept. in 6 h 54 min. end of AA/BBB/27/0001/A2";

    fn held() -> Vec<Rendering> {
        let later = PAGE.replace("6 h 54", "2 h 11");
        vec![Rendering::of("AA/BBB/27/0001/A2".to_owned(), "en".to_owned(), PAGE, &later)]
    }

    fn found(text: &str) -> Match {
        items(text, &held())[0].found
    }

    #[test]
    fn same_part_changed_and_foreign_are_told_apart() {
        assert_eq!(found(PAGE), Match::Exact);
        assert_eq!(found(&PAGE.replace("6 h 54", "1 h 01")), Match::Exact, "what changes with the hour");
        assert_eq!(found(&PAGE.replace("60 km", "90 km")), Match::Altered);
        assert_eq!(found(&PAGE.replace("will show", "will not show")), Match::Altered);
        assert_eq!(
            found("no unit closer than 60 km of the place named, for as long as paragraph C says"),
            Match::Partial
        );
        assert_eq!(
            found("The weather will be fine on the whole coast for most of the coming week."),
            Match::NotOurs
        );
        assert_eq!(found("Page CC/DDD/27/0009/A4 of nobody's record"), Match::NotOurs);
    }
}
