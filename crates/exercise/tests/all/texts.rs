//! A scenario's text is read or refused, whatever it is.

use exercise::scenario::{Scenario, template};
use proptest::prelude::*;

fn cases() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_text_as_a_scenario_is_refused(text in ".{0,200}") {
        prop_assert!(Scenario::parse(&text).is_err());
    }

    #[test]
    fn a_scenario_with_a_piece_replaced_is_read_or_refused(
        place in any::<prop::sample::Index>(), length in 0usize..12, piece in "[ -~]{0,8}",
    ) {
        let text: Vec<char> = template().chars().collect();
        let start = place.index(text.len());
        let end = (start + length).min(text.len());
        let changed: String =
            text[..start].iter().copied().chain(piece.chars()).chain(text[end..].iter().copied()).collect();
        if let Ok(scenario) = Scenario::parse(&changed) {
            prop_assert!(scenario.party.len() <= 6 && !scenario.relay.is_empty());
        }
    }
}
