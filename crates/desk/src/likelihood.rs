//! The words for likelihoods (ICD 203, 2015), lower end inclusive; confidence is another sentence.

/// The word for a chance, or none at the ends where no word stands.
pub fn word(chance: f64) -> Option<&'static str> {
    const WORDS: [(f64, &str); 7] = [
        (0.01, "almost no chance"),
        (0.05, "very unlikely"),
        (0.20, "unlikely"),
        (0.45, "roughly even chance"),
        (0.55, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
    ];
    if !(0.01..=0.99).contains(&chance) {
        return None;
    }
    WORDS.iter().rev().find(|(from, _)| chance >= *from).map(|(_, word)| *word)
}
