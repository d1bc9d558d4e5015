//! An E1 drafted from a strike that was seen inside a protected site's buffer (R17): a person completes and releases it.
//!
//! I1 nothing is said but what was seen: who did it is UNKNOWN, harm is left to the officer.

use crate::draft_e1::unknown_actor;
use crate::envelope::{Envelope, Reference};
use crate::notice::Draft;
use crate::number::Number;
use crate::place::{ErrorEllipse, Place, PlacePart, Point, Shape};
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::{
    ActClass, Credibility, Custody, EffectOn, EvidenceKind, NoticeType, Relation, ReleaseLevel, Reliability,
    TimePrecision, WithheldReason,
};
use sha2::{Digest, Sha256};

/// A strike as the own side saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    /// What.
    pub act: ActClass,
    /// Where.
    pub at: Point,
    /// Horizontal error, metres.
    pub error_m: u32,
    /// Not before and not after.
    pub when: (Instant, Instant),
}

impl Strike {
    /// Where it was seen, with its error.
    pub fn place(&self) -> Place {
        let (major_m, minor_m) = (self.error_m, self.error_m);
        let error = ErrorEllipse { major_m, minor_m, azimuth_deg: 0, contour_pct: 90 };
        let shape = Shape::Point(self.at);
        let part = PlacePart { shape, error: Some(error), precision: None, gazetteer: None };
        Place { parts: vec![part], stand_off_m: None }
    }
}

/// The draft; it follows the notices of the sites that were struck.
pub fn draft_strike(strike: &Strike, envelope: &Envelope, sites: &[Number]) -> Draft {
    let follows = |number: &Number| Reference { relation: Relation::Follows, number: number.clone() };
    let mut envelope = envelope.clone();
    envelope.refs = sites.iter().map(follows).collect();
    let seen = format!("{} {:?} {:?}", strike.act.word(), strike.at, strike.when);
    let hash: [u8; 32] =
        Sha256::new().chain_update(b"demarche/strike-seen/1").chain_update(seen).finalize().into();
    let evidence = Fields::new()
        .with("kind", Value::Word(EvidenceKind::Record.word()))
        .with("hash", Value::Hash(hash))
        .with("reliability", Value::Word(Reliability::F.word()))
        .with("credibility", Value::Word(Credibility::Six.word()))
        .with("custody", Value::Word(Custody::Public.word()))
        .with("release", Value::Word(ReleaseLevel::Released.word()));
    let when = Fields::new()
        .with("earliest", Value::Instant(strike.when.0))
        .with("latest", Value::Instant(strike.when.1))
        .with("precision", Value::Word(TimePrecision::Exact.word()));
    let harm = Fields::new().with("on", Value::Word(EffectOn::Unknown.word()));
    let withheld = Fields::new().with("reason", Value::Word(WithheldReason::Nothing.word()));
    let content = Fields::new()
        .with("A", Value::Word(strike.act.word()))
        .with("B", Value::Record(when))
        .with("C", Value::Place(strike.place()))
        .with("D", Value::List(vec![Value::Record(harm)]))
        .with("E", Value::List(vec![Value::Record(unknown_actor())]))
        .with("G", Value::List(vec![Value::Record(evidence)]))
        .with("H", Value::Record(withheld));
    Draft { kind: NoticeType::E1, envelope, content }
}
