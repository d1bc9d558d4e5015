//! The same evidence under each legal standard: what it needs, and whether that is met, not met or unknown. None is
//! picked: law is applied by people, and two parties may declare two standards.

use crate::item::Item;

/// A standard of the notice language (section 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standard {
    /// Its code.
    pub code: &'static str,
    /// What it would lead to, in a key of the language packs.
    pub leads_to: &'static str,
    /// Where it comes from, who affirmed and who rejected it.
    pub source: &'static str,
    /// What it needs, all of it.
    pub needs: &'static [Need],
}

/// One thing that a standard needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// In a key of the language packs.
    pub key: &'static str,
    /// Kinds of evidence that bear on it; none means that no kind of the table does, so it stays unknown.
    pub kinds: &'static [&'static str],
}

/// Whether a need or a standard is met by the evidence at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// Reported by a source that is more right than wrong.
    Met,
    /// Looked for by such a source and not seen.
    NotMet,
    /// Nobody looked, sources contradict each other, or they cannot be judged.
    Unknown,
}

/// A standard with the state of its needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which.
    pub standard: Standard,
    /// Each need, its state, the items that bear on it.
    pub needs: Vec<(Need, Met, Vec<String>)>,
    /// Met if all needs are, not met if one is not, else unknown.
    pub met: Met,
}

impl Met {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Met::Met => "met",
            Met::NotMet => "not met",
            Met::Unknown => "unknown",
        }
    }
}

/// Reads the evidence under every standard.
pub fn read_under(items: &[Item]) -> Vec<Reading> {
    STANDARDS.iter().map(|standard| reading(*standard, items)).collect()
}

fn reading(standard: Standard, items: &[Item]) -> Reading {
    let needs: Vec<_> = standard.needs.iter().map(|need| state(*need, items)).collect();
    let met = if needs.iter().any(|(_, met, _)| *met == Met::NotMet) {
        Met::NotMet
    } else if !needs.is_empty() && needs.iter().all(|(_, met, _)| *met == Met::Met) {
        Met::Met
    } else {
        Met::Unknown
    };
    Reading { standard, needs, met }
}

fn state(need: Need, items: &[Item]) -> (Need, Met, Vec<String>) {
    let bearing: Vec<&Item> = items.iter().filter(|item| need.kinds.contains(&item.kind.as_str())).collect();
    let sound = || bearing.iter().filter(|item| item.reliability >= SOUND);
    let met = match (sound().any(|item| item.seen), sound().any(|item| !item.seen)) {
        (true, false) => Met::Met,
        (false, true) => Met::NotMet,
        _ => Met::Unknown,
    };
    (need, met, bearing.iter().map(|item| item.id.clone()).collect())
}

/// Right more often than not.
const SOUND: f64 = 0.5;

const INSTRUCTION: Need = Need { key: "need-instruction", kinds: &["patron_order_intercepted"] };
const CONDUCT: Need = Need {
    key: "need-conduct",
    kinds: &["patron_order_intercepted", "patron_officer_present", "patron_targeting_data"],
};
const PLANNING: Need =
    Need { key: "need-planning", kinds: &["patron_officer_present", "patron_targeting_data"] };
const MEANS: Need = Need { key: "need-means", kinds: &["patron_only_weapon", "recent_transfer_traced"] };
const DEPENDENCE: Need = Need { key: "need-dependence", kinds: &[] };
const ADOPTED: Need = Need { key: "need-adopted", kinds: &[] };
const KNOWLEDGE: Need =
    Need { key: "need-knowledge", kinds: &["patron_targeting_data", "patron_officer_present"] };
const TERRITORY: Need = Need { key: "need-territory", kinds: &["launch_from_patron_soil"] };
const OMISSION: Need = Need { key: "need-omission", kinds: &[] };

/// All standards, in the order of the notice language.
pub const STANDARDS: [Standard; 11] = [
    Standard {
        code: "INSTRUCTIONS-OR-DIRECTION",
        leads_to: "leads-attribution",
        source: "ILC, Articles on State Responsibility (2001), article 8",
        needs: &[INSTRUCTION],
    },
    Standard {
        code: "EFFECTIVE-CONTROL",
        leads_to: "leads-attribution",
        source: "ICJ Reports 1986, p. 14 (merits, 27 June 1986), paragraph 115; affirmed by ICJ, Bosnian Genocide (2007), paragraphs 399 to 401",
        needs: &[MEANS, CONDUCT],
    },
    Standard {
        code: "COMPLETE-DEPENDENCE",
        leads_to: "leads-organ",
        source: "ICJ Reports 1986, p. 14 (merits, 27 June 1986), paragraphs 109 and 110; Bosnian Genocide (2007), paragraphs 392 and 393",
        needs: &[DEPENDENCE],
    },
    Standard {
        code: "ADOPTION",
        leads_to: "leads-attribution",
        source: "ILC, Articles (2001), article 11; ICJ, Tehran Hostages (1980), paragraph 74",
        needs: &[ADOPTED],
    },
    Standard {
        code: "OVERALL-CONTROL",
        leads_to: "leads-disputed",
        source: "ICTY, Tadic, Appeals Chamber (1999), paragraph 131; rejected for attribution by ICJ (2007), paragraphs 402 to 406",
        needs: &[MEANS, PLANNING],
    },
    Standard {
        code: "AID-OR-ASSISTANCE",
        leads_to: "leads-own-breach",
        source: "ILC, Articles (2001), article 16, by analogy; ICJ (2007), paragraph 420",
        needs: &[MEANS, KNOWLEDGE],
    },
    Standard {
        code: "DUE-DILIGENCE",
        leads_to: "leads-own-breach",
        source: "ICJ, Corfu Channel (1949), page 22; Bosnian Genocide (2007), paragraph 430",
        needs: &[TERRITORY, OMISSION],
    },
    Standard {
        code: "HARBOURING-AND-SUPPORT",
        leads_to: "leads-contested",
        source: "claimed by states since 2001; no court has affirmed it",
        needs: &[MEANS, TERRITORY],
    },
    Standard {
        code: "UNABLE-OR-UNWILLING",
        leads_to: "leads-contested",
        source: "claimed by some states, protested by others; no court has affirmed it",
        needs: &[TERRITORY, OMISSION],
    },
    Standard {
        code: "POLICY",
        leads_to: "leads-policy",
        source: "a state's own policy, whatever the law says",
        needs: &[],
    },
    Standard {
        code: "NONE-CLAIMED",
        leads_to: "leads-nothing",
        source: "no standard is claimed",
        needs: &[],
    },
];
