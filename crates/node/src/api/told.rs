//! What a node answers: one noun, one variant.

use super::*;

/// A node's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "told", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Told {
    /// Done; nothing more to say.
    Done {},
    /// See [`Ask::Status`].
    Status(StatusTold),
    /// See [`Ask::Health`].
    Health {
        /// Whether all is well.
        healthy: bool,
        /// What is not, one refusal a thing.
        troubles: Vec<RefusalTold>,
    },
    /// The own invitation.
    Invitation {
        /// The file.
        file: Hex,
        /// Its fingerprint, to be read out or written down for the other side.
        fingerprint: String,
    },
    /// Whose file of a pairing.
    PairFile {
        /// INVITATION, REPLY, CONFIRM or CLOSE.
        kind: String,
        /// The other party, where the file says it.
        party: Option<String>,
        /// ACTUAL, EXERCISE or TEST.
        status: Option<String>,
        /// Whether a typed fingerprint is needed to take it.
        needs_fingerprint: bool,
    },
    /// How a pairing stands.
    Pairing(PairTold),
    /// All pairs.
    Pairs {
        /// By party.
        pairs: Vec<PairTold>,
    },
    /// A courier secret was entered.
    CourierSecret {
        /// Its id, which follows from it: both sides compare it.
        id: Hex,
    },
    /// All persons.
    Officers {
        /// By code.
        officers: Vec<OfficerTold>,
    },
    /// A link that serves once.
    Link {
        /// The address to open on this machine.
        url: String,
        /// For how long it serves, ms.
        lives_ms: u64,
    },
    /// A founding.
    Founding(FoundingTold),
    /// All foundings.
    Foundings {
        /// Oldest first.
        foundings: Vec<FoundingTold>,
    },
    /// An own record key.
    RecordKey {
        /// The Ed25519 public key.
        key: Hex,
    },
    /// The charter in force.
    Charter {
        /// Code of the compartment.
        compartment: String,
        /// Its version.
        version: u32,
        /// Whether this party has read it back.
        in_force: bool,
        /// The form as TOML.
        text: String,
        /// SHA-256 of its canonical bytes.
        hash: Hex,
    },
    /// What validation and lint say.
    Checked {
        /// Whether it could be released.
        valid: bool,
        /// What validation refuses.
        findings: Vec<FindingTold>,
        /// What lint and the release desk warn of.
        lint: Vec<FindingTold>,
        /// What else the drafter must see.
        desk: DeskTold,
    },
    /// A draft is kept.
    Drafted {
        /// Its id.
        draft: String,
        /// Ids of what lint says.
        lint: Vec<String>,
    },
    /// Drafts.
    Drafts {
        /// By id.
        drafts: Vec<DraftTold>,
    },
    /// A challenge to sign.
    Challenge {
        /// Canonical bytes of `chancery::challenge::Challenge`.
        challenge: Hex,
        /// What is approved, in one line, for the officer's eyes.
        subject: String,
    },
    /// A second officer is missing; exit code 4.
    Pending {
        /// The release id: the draft's.
        release: String,
    },
    /// It went out.
    Released {
        /// Its number.
        number: String,
        /// Its entry.
        entry: Hex,
        /// Until when a second seal must follow, ms UTC.
        second_seal_by_ms: Option<i64>,
    },
    /// It went out as a flare, since this node may not write entries now.
    Flared {
        /// Its number.
        number: String,
    },
    /// A compartment's members and what is under way.
    Compartment(CompartmentMembers),
    /// An annex is announced; reading parties fetch it.
    AnnexSent {
        /// SHA-256 of the whole.
        annex: Hex,
        /// Its entry.
        entry: Hex,
    },
    /// An annex.
    Annex {
        /// The whole.
        file: Hex,
    },
    /// Notices.
    Notices {
        /// In total order; those held and not yet admitted last.
        notices: Vec<NoticeTold>,
    },
    /// Flares.
    Flares {
        /// By compartment; within it in the order of coming.
        flares: Vec<FlareShown>,
    },
    /// One notice.
    Notice {
        /// Its line of the list.
        notice: NoticeTold,
        /// Rendered lines.
        lines: Vec<LineText>,
        /// Read-backs of it.
        readbacks: Vec<ReadbackTold>,
        /// Its canonical bytes.
        canonical: Hex,
    },
    /// What is due.
    Due {
        /// By time.
        items: Vec<DueTold>,
    },
    /// What stands.
    Standing {
        /// By compartment.
        compartments: Vec<StandingTold>,
    },
    /// What is due by anybody.
    Duties {
        /// By time.
        duties: Vec<DutyTold>,
    },
    /// Why matters are what they are.
    Why {
        /// Each matter of the notice.
        matters: Vec<WhyTold>,
    },
    /// What a strike lies in.
    Struck {
        /// Notices of the sites that are STRUCK-AFTER-NOTICE by what this node saw.
        sites: Vec<String>,
        /// The draft of the E1; none if no site was struck.
        draft: Option<String>,
    },
    /// The stalemate board, shared half.
    Board {
        /// The board.
        board: BoardTold,
        /// SHA-256 over it: equal on both sides if the boards are.
        fingerprint: Hex,
        /// The same, eight groups of five digits.
        digits: String,
    },
    /// What late entries changed.
    Revised {
        /// By compartment and subject.
        items: Vec<RevisedTold>,
    },
    /// Changes that left the list.
    Seen {
        /// How many.
        changes: u64,
    },
    /// Marks of a notice, by addressee.
    Marks {
        /// The notice.
        number: String,
        /// Whether the mark that was waited for is there; exit code 5 if not.
        reached: bool,
        /// Marks by addressee.
        marks: BTreeMap<String, Vec<String>>,
    },
    /// What became of line tests.
    LineTests {
        /// Whether all members have acknowledged; exit code 5 if not.
        reached: bool,
        /// By compartment and party.
        tests: Vec<TestTold>,
    },
    /// Lines.
    Lines {
        /// By compartment and party.
        lines: Vec<LineTold>,
    },
    /// A fingerprint.
    Fingerprint {
        /// Code of the compartment.
        compartment: String,
        /// Eight groups of five digits.
        digits: String,
        /// Twelve words.
        words: String,
        /// The digest itself.
        digest: Hex,
        /// Heads it stands for.
        heads: Vec<HeadTold>,
    },
    /// A comparison.
    Verified {
        /// Whether they are equal.
        equal: bool,
        /// The own fingerprint.
        own: String,
    },
    /// A page of a transcript.
    Export {
        /// Entries in total order, canonical bytes.
        entries: Vec<Hex>,
        /// The cut that it is of: its heads, canonical bytes.
        cut: Hex,
        /// Where the next page begins; absent after the last one.
        next: Option<u64>,
    },
    /// A pouch file.
    Pouch {
        /// The file.
        file: Hex,
        /// Entries in it.
        entries: u64,
    },
    /// Intervals of a notice's way.
    Proof(ProofTold),
    /// How custody stands.
    Custody(CustodyTold),
    /// A file for custodians or for a ceremony.
    CustodyFile(FileTold),
    /// The party's word went out.
    Spoken(SpokenTold),
    /// What was said in a compartment.
    Said(WordsTold),
    /// Successions.
    Successions(SuccessionsTold),
    /// How present each member is.
    Presence(PresencesTold),
    /// Answers to a drill.
    Drilled(DrilledTold),
    /// What a public draft would reveal.
    Guarded(GuardedTold),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_and_an_answer_survive_their_own_encoding() {
        let ask = Ask::PouchOpen { compartment: "LEV".to_owned(), file: Hex(vec![0, 255]) };
        let text = serde_json::to_string(&ask).expect("encodes");
        assert_eq!(text, r#"{"ask":"pouch-open","compartment":"LEV","file":"00ff"}"#);
        assert_eq!(serde_json::from_str::<Ask>(&text).expect("decodes"), ask);
        let outcome = Outcome::Ok(Told::Pending { release: "D-1".to_owned() });
        let text = serde_json::to_string(&outcome).expect("encodes");
        assert_eq!(serde_json::from_str::<Outcome>(&text).expect("decodes"), outcome);
    }

    #[test]
    fn an_unknown_key_in_a_question_is_refused() {
        assert!(serde_json::from_str::<Ask>(r#"{"ask":"status","verbose":true}"#).is_err());
        assert!(serde_json::from_str::<Ask>(r#"{"ask":"steal"}"#).is_err());
    }
}
