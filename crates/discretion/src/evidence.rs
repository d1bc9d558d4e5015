//! What in a file proves contact whatever its pages prove: addresses, hosts, offices, receipts, what made it.
//!
//! I1 what cannot be judged from a file (paper, people) is never counted as absent.

use std::collections::BTreeSet;

/// What was found, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Words of relay receipts and carrier logs.
    pub receipts: BTreeSet<String>,
    /// Hosts, addresses of nets and mail, paths.
    pub addresses: BTreeSet<String>,
    /// Offices: `AA/WATCH`.
    pub stations: BTreeSet<String>,
    /// What made the file: producer, creator, author.
    pub producers: BTreeSet<String>,
}

/// Reads the bytes of a file.
pub fn evidence(bytes: &[u8]) -> Evidence {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Evidence::default();
    for word in
        text.split(|c: char| c.is_whitespace() || "()<>[]{}\",;".contains(c)).filter(|w| w.len() <= 200)
    {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/');
        if is_address(word) {
            found.addresses.insert(word.to_owned());
        }
        if is_station(word) {
            found.stations.insert(word.to_owned());
        }
        if RECEIPTS.iter().any(|mark| word.to_ascii_lowercase().contains(mark)) {
            found.receipts.insert(word.to_owned());
        }
    }
    for key in PRODUCERS {
        found.producers.extend(values(&text, key));
    }
    found
}

fn is_address(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let numbers = parts.len() == 4
        && parts.iter().all(|p| !p.is_empty() && p.len() <= 3 && p.bytes().all(|b| b.is_ascii_digit()));
    let mail = word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let link = word.contains("://")
        || word.starts_with("/home/")
        || word.starts_with("/Users/")
        || word.contains(":\\");
    let onion = word.ends_with(".onion");
    numbers || mail || link || onion
}

fn is_station(word: &str) -> bool {
    let Ok(station) = notice::Station::parse(word) else { return false };
    station.office.as_str().bytes().all(|b| b.is_ascii_alphabetic()) && station.office.as_str().len() >= 3
}

/// Values of a key of a PDF's or an image's description: `/Producer (scan, 2 pages)`, `<xmp:CreatorTool>…<`.
fn values(text: &str, key: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(key).take(MOST_VALUES) {
        let rest = text[at + key.len()..].trim_start_matches([' ', ':', '=']);
        let value = match rest.chars().next() {
            Some('(') => rest[1..].split(')').next(),
            Some('>') => rest[1..].split('<').next(),
            Some('"') => rest[1..].split('"').next(),
            _ => None,
        };
        let shown: String = value.unwrap_or_default().chars().filter(|c| !c.is_control()).take(80).collect();
        if !shown.trim().is_empty() {
            out.push(format!("{}: {}", key.trim_start_matches('/'), shown.trim()));
        }
    }
    out
}

const RECEIPTS: [&str; 3] = ["relay-receipt", "carrier-log", "demarche/relay"];
const PRODUCERS: [&str; 8] = [
    "/Producer",
    "/Creator",
    "/Author",
    "/CreationDate",
    "xmp:CreatorTool",
    "pdf:Producer",
    "dc:creator",
    "Software",
];
const MOST_VALUES: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_proves_contact_is_found_and_plain_words_are_not() {
        let text =
            b"from AA/WATCH to BB/DESK by relay.example https://relay.example:8443 10.0.0.7 a@b.example \
                     /Producer (scan, 2 pages) and/or 1/2 the rest";
        let found = evidence(text);
        assert_eq!(found.stations.into_iter().collect::<Vec<_>>(), ["AA/WATCH", "BB/DESK"]);
        assert_eq!(found.addresses.len(), 3);
        assert_eq!(found.producers.into_iter().collect::<Vec<_>>(), ["Producer: scan, 2 pages"]);
        assert_eq!(evidence(b"nothing of the kind, and/or little"), Evidence::default());
    }
}
