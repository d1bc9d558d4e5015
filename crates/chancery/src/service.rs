//! Drafts of the service notices that an officer's one act makes: opening (L2), reading back (L3), asking (L4),
//! confirming (L5). They go by the desk like any other draft.

use notice::vocabulary::{
    Attestation, LegalCharacter, Modality, NoticeType, OfficerMark, Onward, Precedence, Question, Status,
};
use notice::{Code8, Draft, Envelope, Fields, Instant, Number, Station, Until, Value};

/// What every service notice of a station says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Status of the line.
    pub status: Status,
    /// Attestation of the charter.
    pub attestation: Attestation,
    /// The own station.
    pub from: Station,
    /// Whom it answers: stations addressed.
    pub to: Vec<Station>,
    /// Hash of the defined-terms list in force.
    pub term_set: [u8; 32],
}

impl Desk {
    /// L2: a mark on a notice, made at this time by this watch position; `onward` for K5 and K6.
    pub fn acknowledgement(
        &self,
        subject: &Number,
        mark: OfficerMark,
        at: Instant,
        position: Code8,
        onward: Option<Onward>,
    ) -> Draft {
        let mut content = Fields::new()
            .with("A", Value::Number(subject.clone()))
            .with("B", Value::Word(mark.word()))
            .with("C", Value::Instant(at))
            .with("D", Value::Code(position));
        if let Some(onward) = onward {
            content.set("E", Value::Word(onward.word()));
        }
        self.draft(NoticeType::L2, content)
    }

    /// L3: the critical fields as the receiver typed them.
    pub fn read_back(&self, subject: &Number, entry: [u8; 32], restated: Fields) -> Draft {
        let subject =
            Fields::new().with("number", Value::Number(subject.clone())).with("entry", Value::Hash(entry));
        let content = Fields::new().with("A", Value::Record(subject)).with("B", Value::Record(restated));
        self.draft(NoticeType::L3, content)
    }

    /// L4 ASK about a paragraph.
    pub fn ask(&self, subject: &Number, paragraph: &str, question: Question) -> Draft {
        let about = Fields::new()
            .with("number", Value::Number(subject.clone()))
            .with("paragraph", Value::Text(paragraph.to_owned()));
        let content = Fields::new()
            .with("A", Value::Word("ASK"))
            .with("B", Value::Record(about))
            .with("C", Value::Word(question.word()));
        self.draft(NoticeType::L4, content)
    }

    /// L5 CONFIRM: the second seal on an own notice. Z, so that it is as quick as what it confirms.
    pub fn confirm(&self, subject: &Number) -> Draft {
        let content =
            Fields::new().with("A", Value::Word("CONFIRM")).with("B", Value::Number(subject.clone()));
        let mut draft = self.draft(NoticeType::L5, content);
        draft.envelope.precedence = Precedence::Flash;
        draft
    }

    /// The head of a notice that states what is: routine, unilateral, without an end.
    pub fn envelope(&self) -> Envelope {
        Envelope {
            status: self.status,
            precedence: Precedence::Routine,
            precedence_info: None,
            from: self.from.clone(),
            to: self.to.clone(),
            info: Vec::new(),
            basis: "CHARTER A".to_owned(),
            refs: Vec::new(),
            modality: Modality::Notes,
            legal_character: LegalCharacter::Unilateral,
            without_prejudice: false,
            answer_due: None,
            effective_from: None,
            expires: Until::Standing,
            review_on: None,
            remarks: None,
            attestation: self.attestation,
            term_set: self.term_set,
            annexes: Vec::new(),
            sealed: None,
        }
    }

    fn draft(&self, kind: NoticeType, content: Fields) -> Draft {
        Draft { kind, envelope: self.envelope(), content }
    }
}
