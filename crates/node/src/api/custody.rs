//! Questions about custody, and their answers.

use super::Hex;
use custody::{Health, Register};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A question about the custodians of the party's root and seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "custody", rename_all = "kebab-case", deny_unknown_fields)]
pub enum CustodyAsk {
    /// How custody stands: [`super::Told::Custody`].
    Status {},
    /// Take what a ceremony wrote, a register or a pair: [`super::Told::Done`].
    Load {
        /// The file.
        file: Hex,
    },
    /// Put the party's word on an act: without custody it is sent, [`super::Told::Spoken`]; with it the acts wait for a
    /// ceremony, [`super::Told::CustodyFile`].
    Speak {
        /// Code of the compartment.
        compartment: String,
        /// SUCCESSION, CANCEL, CLOSE or RENEWAL.
        word: String,
        /// When it takes effect, ms UTC.
        effect_ms: i64,
        /// How many items stand for review.
        items: u32,
        /// Digest of the new roster, 32 bytes.
        roster: Hex,
    },
    /// What was said in a compartment and where its closing stands: [`super::Told::Said`].
    Said {
        /// Code of the compartment.
        compartment: String,
    },
    /// Put an act before the custodians: [`super::Told::CustodyFile`].
    Paper {
        /// Word of the act.
        act: String,
        /// Code of the compartment; empty for the party.
        compartment: String,
        /// The whole text.
        text: String,
    },
    /// Hold a closing: [`super::Told::Spoken`].
    Hold {
        /// Code of the compartment.
        compartment: String,
        /// A custodian's approval, where there is custody.
        approved: Vec<Hex>,
    },
    /// Whether k custodians approve that the party comes back: [`super::Told::Done`].
    Revive {
        /// Code of the compartment.
        compartment: String,
        /// Approvals.
        approved: Vec<Hex>,
    },
    /// Successions in a compartment: [`super::Told::Successions`].
    Successions {
        /// Code of the compartment.
        compartment: String,
    },
    /// How present each member is: [`super::Told::Presence`].
    Presence {
        /// Code of the compartment.
        compartment: String,
    },
    /// Back the node up into one file sealed to the party's backup key: [`super::Told::Done`].
    Backup {
        /// Path of the file, which must not exist; absolute, as the node sees it.
        path: String,
    },
    /// Retire the generations before the register's, once every pair is made again: [`super::Told::Done`].
    Retire {},
    /// Ask every custodian to prove: [`super::Told::CustodyFile`].
    DrillStart {},
    /// Take answers to the drill that was asked last: [`super::Told::Drilled`].
    DrillRecord {
        /// One file a custodian.
        proofs: Vec<Hex>,
    },
}

/// How custody stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustodyTold {
    /// Party, status, generation and version; absent where there is no custody.
    pub set: Option<String>,
    /// FOUNDED, HEALTHY, THIN, CRITICAL, RESHARED, RENEWING, RETIRED, LOST, REFOUNDED or NO-CUSTODY.
    pub state: String,
    /// How many act.
    pub k: u16,
    /// How many there are.
    pub n: usize,
    /// Places of those who have proved within a year.
    pub proved: Vec<u16>,
    /// The last drill, ms UTC.
    pub last_drill_ms: Option<i64>,
    /// When the next is due, ms UTC.
    pub due_ms: i64,
    /// The custodians.
    pub custodians: Vec<CustodianTold>,
}

/// A custodian: an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustodianTold {
    /// Place in the set.
    pub place: u16,
    /// The office.
    pub office: String,
    /// Who appoints to it.
    pub appointed_by: String,
    /// Town.
    pub at: String,
    /// Whether it outlives governments.
    pub permanent: bool,
}

impl CustodyTold {
    /// Of a register and its health.
    pub fn of(register: &Register, health: &Health) -> Self {
        let custodians = register.custodians.iter().map(|one| CustodianTold {
            place: one.index,
            office: one.office.clone(),
            appointed_by: one.appointed_by.clone(),
            at: one.place.clone(),
            permanent: one.permanent,
        });
        CustodyTold {
            set: Some(register.set.to_string()),
            state: health.state.word().to_owned(),
            k: health.k,
            n: health.n,
            proved: health.proved.iter().copied().collect(),
            last_drill_ms: health.last_drill_ms,
            due_ms: health.due_ms,
            custodians: custodians.collect(),
        }
    }

    /// Where no ceremony was ever held: the identity is random and the node's own.
    pub fn none() -> Self {
        CustodyTold {
            set: None,
            state: "NO-CUSTODY".to_owned(),
            k: 0,
            n: 0,
            proved: Vec::new(),
            last_drill_ms: None,
            due_ms: 0,
            custodians: Vec::new(),
        }
    }
}

/// A word of a party in a compartment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidTold {
    /// Who.
    pub party: String,
    /// SUCCESSION, CANCEL, CLOSE, HOLD or RENEWAL.
    pub word: String,
    /// When, ms UTC.
    pub at_ms: i64,
    /// When it takes effect, ms UTC.
    pub effect_ms: i64,
    /// How many items stand for review.
    pub items: u32,
    /// Generation of the root that spoke.
    pub generation: u32,
    /// Whether it is that party's word by the pair's key; one that is not counts for nothing.
    pub proved: bool,
}

/// Where a closing stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosingTold {
    /// OPEN, PROPOSED, COOLING, CLOSED or HELD.
    pub state: String,
    /// Who proposed, or who holds.
    pub by: Vec<String>,
    /// COOLING until, CLOSED since, HELD since; ms UTC.
    pub at_ms: Option<i64>,
}

/// A succession.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuccessionTold {
    /// Whose.
    pub party: String,
    /// The L6 that opened it.
    pub number: String,
    /// OPEN, REVIEWING or COMPLETE.
    pub state: String,
    /// When it takes effect, ms UTC.
    pub effect_ms: i64,
    /// Items with a verdict.
    pub reviewed: usize,
    /// Items.
    pub of: usize,
    /// The items, of the own party's only.
    pub items: Option<Vec<ItemTold>>,
    /// Days since it took effect, while items lack a verdict; reminders at 7, 30 and 90.
    pub unreviewed_days: Option<i64>,
}

/// An item of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemTold {
    /// Its number.
    pub number: String,
    /// AFFIRM, SUSPEND or DISOWN; none yet: it stands, UNREVIEWED.
    pub verdict: Option<String>,
}

/// How present a member is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceTold {
    /// Who.
    pub party: String,
    /// UP, QUIET or DORMANT.
    pub state: String,
    /// DECLARED, NODE-SILENT or NO-OFFICER.
    pub cause: Option<String>,
    /// End of what was declared, ms UTC.
    pub until_ms: Option<i64>,
    /// How long nothing came, ms.
    pub unheard_ms: Option<i64>,
}

/// A file for custodians or for a ceremony.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileTold {
    /// The file.
    pub file: Hex,
}

/// The party's word went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpokenTold {
    /// To whom.
    pub sent: Vec<String>,
}

/// What was said in a compartment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsTold {
    /// Oldest first.
    pub said: Vec<SaidTold>,
    /// Where its closing stands.
    pub closing: ClosingTold,
}

/// Successions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuccessionsTold {
    /// By party and time.
    pub successions: Vec<SuccessionTold>,
    /// What a successor of the own party would have to review now.
    pub review: Vec<String>,
    /// What is unread, unanswered or overdue here.
    pub due: Vec<String>,
}

/// How present each member is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PresencesTold {
    /// By party.
    pub members: Vec<PresenceTold>,
}

/// Answers to a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrilledTold {
    /// Places of those who have proved in it.
    pub proved: Vec<u16>,
    /// Places whose answer is wrong.
    pub wrong: Vec<u16>,
    /// The state of custody now.
    pub state: String,
}
