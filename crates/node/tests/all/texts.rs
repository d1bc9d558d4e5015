//! What users write is read or refused, whatever it is: configurations, and questions over the socket.

use node::NodeConfig;
use node::api::Ask;
use proptest::prelude::*;

fn cases() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// The text with a stretch of it replaced.
fn changed(text: &str, place: prop::sample::Index, length: usize, piece: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let start = place.index(text.len());
    let end = (start + length).min(text.len());
    text[..start].iter().copied().chain(piece.chars()).chain(text[end..].iter().copied()).collect()
}

fn asked() -> Vec<String> {
    let asks = [
        Ask::Status {},
        Ask::Pair { file: node::api::Hex(vec![7; 40]), typed: Some("12345".to_owned()), courier: None },
        Ask::Draft { compartment: "LEV".to_owned(), draft: "type = \"T1\"".to_owned(), remark: None },
        Ask::List { compartment: None, after: Some(7), most: Some(u64::MAX) },
    ];
    asks.iter().map(|ask| serde_json::to_string(ask).expect("encodes")).collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_text_as_a_configuration_or_question_is_refused(text in ".{0,200}") {
        prop_assert!(NodeConfig::parse(&text, "f").is_err());
        let _ = serde_json::from_str::<Ask>(&text);
    }

    #[test]
    fn a_configuration_with_a_piece_replaced_is_read_or_refused(
        place in any::<prop::sample::Index>(), length in 0usize..12, piece in "[ -~]{0,8}",
    ) {
        let text = changed(NodeConfig::template(), place, length, &piece);
        if let Ok(config) = NodeConfig::parse(&text, "f") {
            let written = toml::to_string(&config).expect("a configuration is written");
            prop_assert_eq!(NodeConfig::parse(&written, "f").map_err(|e| e.to_string()), Ok(config));
        }
    }

    #[test]
    fn a_question_with_a_piece_replaced_is_read_or_refused(
        which in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(),
        length in 0usize..12, piece in "[ -~]{0,8}",
    ) {
        let asks = asked();
        let text = changed(which.get::<String>(&asks), place, length, &piece);
        if let Ok(ask) = serde_json::from_str::<Ask>(&text) {
            let written = serde_json::to_string(&ask).expect("encodes");
            prop_assert_eq!(serde_json::from_str::<Ask>(&written).expect("decodes"), ask);
        }
    }
}
