//! Who must seal a notice before it goes, and in which lane (notices.md section 0, two tables).

use crate::notice::Draft;
use crate::parameters::Parameters;
use crate::spec::{LaneRule, Release, TypeSpec};
use crate::types::a4_response::Response;
use crate::types::a5_hazard::HazardWarning;
use crate::value::Value;
use crate::vocabulary::{
    ClarificationVerb, CorrectionVerb, HazardVerb, Lane, NoticeType, Precedence, ResponseVerb, StationVerb,
};

/// What the release desk must collect for this draft.
///
/// ASK, HANDOVER, ROSTER and the types whose rule is [`Release::One`] need one officer at any precedence; every
/// other Z needs two. A CONFIRM is itself the second seal and needs one officer, not the first.
pub fn release(spec: &TypeSpec, draft: &Draft) -> Release {
    let flash = draft.envelope.precedence == Precedence::Flash;
    match (draft.kind, spec.release) {
        (NoticeType::L4, _) if clarification(draft) == Some(ClarificationVerb::Ask) => Release::One,
        (NoticeType::L5, _) => match correction(draft) {
            Some(CorrectionVerb::Confirm) => Release::One,
            _ => Release::OneThenSeal,
        },
        (NoticeType::L6, _) => match station(draft) {
            Some(StationVerb::Handover | StationVerb::Roster) => Release::One,
            Some(StationVerb::Resume) => Release::OneThenSeal,
            Some(StationVerb::Succession) => Release::TwoWith(crate::vocabulary::AuthorityLevel::Senior),
            _ if flash => Release::Two,
            _ => Release::DraftedByAnother,
        },
        (NoticeType::A4, _) => match response(draft) {
            Some(ResponseVerb::StoodDown) => Release::OneThenSeal,
            Some(ResponseVerb::Postponed | ResponseVerb::Changed | ResponseVerb::Concluded) => Release::Two,
            _ => spec.release,
        },
        (NoticeType::A5, _) => match hazard(draft) {
            Some(HazardVerb::ThirdPartyThreat | HazardVerb::UnexplainedLaunch) => Release::Two,
            _ => spec.release,
        },
        (_, Release::DraftedByAnother) if flash => Release::Two,
        (_, rule) => rule,
    }
}

/// The lane a draft goes in: floor and service by type, the rest by precedence.
pub fn lane(spec: &TypeSpec, precedence: Precedence) -> Lane {
    match (spec.lane, precedence) {
        (LaneRule::Floor, _) => Lane::Floor,
        (LaneRule::Service, _) => Lane::Service,
        (LaneRule::ByPrecedence, Precedence::Flash) => Lane::Flash,
        (LaneRule::ByPrecedence, Precedence::Immediate) => Lane::Immediate,
        (LaneRule::ByPrecedence, Precedence::Priority) => Lane::Priority,
        (LaneRule::ByPrecedence, Precedence::Routine) => Lane::Routine,
        (LaneRule::ByPrecedence, Precedence::Deferred) => Lane::Deferred,
    }
}

/// Whether a released Z counts against the FLASH budget of an hour: not A5, not L5, and of A4 only PENDING.
pub fn counts_as_flash(draft: &Draft) -> bool {
    let ends_a_threat = draft.kind == NoticeType::A4 && response(draft) != Some(ResponseVerb::Pending);
    let free = ends_a_threat || matches!(draft.kind, NoticeType::A5 | NoticeType::L5);
    draft.envelope.precedence == Precedence::Flash && !free
}

/// Whether the charter's floor lets the type pass whatever classes are suspended; L2 to L4 serve and pass too.
pub fn passes_suspension(kind: NoticeType, charter: &Parameters) -> bool {
    use NoticeType::{L1, L2, L3, L4, L5, L6};
    matches!(kind, L1 | L2 | L3 | L4 | L5 | L6) || charter.floor.contains(&kind)
}

fn clarification(draft: &Draft) -> Option<ClarificationVerb> {
    ClarificationVerb::parse(draft.content.word("A")?)
}

fn correction(draft: &Draft) -> Option<CorrectionVerb> {
    CorrectionVerb::parse(draft.content.word("A")?)
}

fn station(draft: &Draft) -> Option<StationVerb> {
    StationVerb::parse(draft.content.get("A").and_then(Value::fields)?.word("verb")?)
}

fn response(draft: &Draft) -> Option<ResponseVerb> {
    Response::of_draft(draft)?.verb()
}

fn hazard(draft: &Draft) -> Option<HazardVerb> {
    HazardWarning::of_draft(draft)?.verb()
}
