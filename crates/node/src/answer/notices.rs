//! Questions about drafts: kept, checked, challenged, sealed, withdrawn; openings and read-backs.

use super::{find, not_of_its_form, rolls};
use crate::api::{Ask, DraftTold, DueTold, FindingTold, Hex, Purpose, Told};
use crate::error::NodeError;
use crate::inner::Inner;
use chancery::challenge;
use chancery::context::OwnLine;
use chancery::due::Due;
use chancery::paper::{DraftId, Reasons, Text};
use chancery::{Command, Compartment, Reply};
use line::cbor;
use line::mls_group::MlsGroup;
use line::time::Now;
use notice::validate::{Rendered, validate};
use notice::vocabulary::{NoticeType, OfficerMark};
use notice::{Code8, Draft, Finding, Instant, NoticeError, Number, Station};
use std::sync::Arc;

type Core = Compartment<MlsGroup>;

pub(super) async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::Check { compartment, draft } => check(inner, &compartment, &draft).await,
        Ask::Draft { compartment, draft, remark } => keep(inner, &compartment, &draft, remark).await,
        Ask::Drafts { compartment } => {
            let worker = find(inner, &compartment)?;
            let drafts = worker.ask(|core, _| core.desk().papers().map(draft_told).collect()).await?;
            Ok(Told::Drafts { drafts })
        }
        Ask::Challenge { compartment, purpose, draft } => {
            challenge(inner, &compartment, purpose, &draft).await
        }
        Ask::Seal { compartment, draft, purpose, answer, lint_reason, flash_reason } => {
            let command = Command::Seal {
                draft: draft_id(&draft)?,
                purpose: purpose_of(purpose),
                answer: signed(&answer)?,
                reasons: Reasons { lint: lint_reason, flash: flash_reason },
            };
            command_told(inner, &compartment, command).await
        }
        Ask::Withdraw { compartment, draft, answer } => {
            let command = Command::Withdraw { draft: draft_id(&draft)?, answer: signed(&answer)? };
            command_told(inner, &compartment, command).await
        }
        Ask::Open { number } => open(inner, &number).await,
        Ask::Readback { number, restated } => read_back(inner, &number, restated).await,
        Ask::Due { compartment } => due(inner, compartment.as_deref()).await,
        question => rolls::answer(inner, question).await,
    }
}

/// The compartment and the number that a number's text names.
pub(super) fn numbered(number: &str) -> Result<(String, Number), NodeError> {
    let read = Number::parse(number).ok_or_else(|| not_of_its_form("number", number))?;
    Ok((read.compartment.to_string(), read))
}

pub(super) fn no_such_notice(number: &Number) -> NodeError {
    NodeError::NoSuchNotice { number: number.to_string() }
}

async fn check(inner: &Arc<Inner>, compartment: &str, text: &str) -> Result<Told, NodeError> {
    let draft = draft_of(text)?;
    let worker = find(inner, compartment)?;
    let examined = worker.ask(move |core, now| examine(core, &draft, now));
    let (refusals, lint) = examined.await?;
    let told = |found: Vec<Finding>| found.iter().map(finding_told).collect();
    Ok(Told::Checked { valid: refusals.is_empty(), findings: told(refusals), lint: told(lint) })
}

fn examine(core: &Core, draft: &Draft, now: Now) -> (Vec<Finding>, Vec<Finding>) {
    let stand = core.stand(now);
    let line = OwnLine { stand: &stand, charter: core.charter(), own: &core.setup().line.own };
    let at = Instant::from_ms(now.utc_ms);
    let rendered =
        at.and_then(|at| chancery::words::longest(draft, core.charter(), at)).map(|words| Rendered { words });
    (validate(draft, &line, rendered), notice::lint::lint(draft))
}

async fn keep(
    inner: &Arc<Inner>,
    compartment: &str,
    text: &str,
    remark: Option<String>,
) -> Result<Told, NodeError> {
    let command = match notice::file::draft_from_toml(text) {
        Ok(draft) => Command::Draft { draft: Box::new(draft), remark },
        Err(NoticeError::NotDrafted { .. }) => {
            let charter = notice::file::charter_from_toml(text).map_err(|e| NodeError::below(&e))?;
            Command::DraftCharter { charter: Box::new(charter) }
        }
        Err(error) => return Err(NodeError::below(&error)),
    };
    command_told(inner, compartment, command).await
}

async fn command_told(inner: &Arc<Inner>, compartment: &str, command: Command) -> Result<Told, NodeError> {
    Ok(match find(inner, compartment)?.command(command).await? {
        Reply::Drafted { draft, findings } => {
            let all = findings.refusals.iter().chain(&findings.lint);
            Told::Drafted { draft: draft.to_string(), lint: all.map(ToString::to_string).collect() }
        }
        Reply::Pending { draft } => Told::Pending { release: draft.to_string() },
        Reply::Released { number, entry, second_seal_by_ms } => {
            Told::Released { number: number.to_string(), entry: Hex(entry.0.to_vec()), second_seal_by_ms }
        }
        Reply::Withdrawn { .. } | Reply::Seen => Told::Done {},
    })
}

async fn challenge(
    inner: &Arc<Inner>,
    compartment: &str,
    purpose: Purpose,
    draft: &str,
) -> Result<Told, NodeError> {
    let id = draft_id(draft)?;
    let worker = find(inner, compartment)?;
    let asked = worker.ask(move |core, now| {
        let challenge = core.challenge(now, purpose_of(purpose), id)?;
        let subject = core.desk().paper(id).map(|paper| subject_line(&paper.text))?;
        Ok::<_, NodeError>((challenge, subject))
    });
    let (challenge, subject) = asked.await??;
    Ok(Told::Challenge { challenge: Hex(cbor::encode(&challenge)), subject })
}

/// What an officer approves, in one line of codes.
fn subject_line(text: &Text) -> String {
    match text {
        Text::Notice(draft) => {
            let to: Vec<String> = draft.envelope.to.iter().map(ToString::to_string).collect();
            format!("{} {} {}", draft.kind.word(), draft.envelope.from, to.join(" "))
        }
        Text::Charter(charter) => format!("CH {}", charter.number()),
    }
}

/// Opening sets K2: an L2 by the own station to the notice's author.
async fn open(inner: &Arc<Inner>, number: &str) -> Result<Told, NodeError> {
    let (code, number) = numbered(number)?;
    let worker = find(inner, &code)?;
    let drafted = worker.ask(move |core, now| {
        let (to, _) = subject(core, &number, now).ok_or_else(|| no_such_notice(&number))?;
        let at = Instant::from_ms(now.utc_ms).ok_or(NodeError::Stopping)?;
        let position = Code8::parse(POSITION).map_err(|_| NodeError::Stopping)?;
        Ok::<_, NodeError>(core.service(to).acknowledgement(&number, OfficerMark::K2, at, position, None))
    });
    let draft = Box::new(drafted.await??);
    command_told(inner, &code, Command::Draft { draft, remark: None }).await
}

/// A read-back: an L3 with what the officer typed, nothing defaulted, copied or completed.
async fn read_back(inner: &Arc<Inner>, number: &str, restated: String) -> Result<Told, NodeError> {
    let (code, number) = numbered(number)?;
    let restated =
        notice::file::restated_from_toml(number.kind, &restated).map_err(|e| NodeError::below(&e))?;
    let worker = find(inner, &code)?;
    let drafted = worker.ask(move |core, now| {
        let (to, entry) = subject(core, &number, now).ok_or_else(|| no_such_notice(&number))?;
        Ok::<_, NodeError>(core.service(to).read_back(&number, entry, restated))
    });
    let draft = Box::new(drafted.await??);
    command_told(inner, &code, Command::Draft { draft, remark: None }).await
}

/// Whom a service notice about a notice goes to, and the notice's entry.
fn subject(core: &Core, number: &Number, now: Now) -> Option<(Vec<Station>, [u8; 32])> {
    let stand = core.stand(now);
    if number.kind == NoticeType::Ch {
        let filed = stand.charters().find(|filed| filed.charter.number() == *number)?;
        let own = |station: &&Station| station.party == number.party;
        let to = core.charter().stations.iter().filter(own).take(1).cloned().collect();
        return Some((to, filed.entry.0));
    }
    let filed = stand.notice(number)?;
    Some((vec![filed.notice.envelope().from.clone()], filed.entry.0))
}

async fn due(inner: &Arc<Inner>, compartment: Option<&str>) -> Result<Told, NodeError> {
    let mut items = Vec::new();
    for (code, worker) in super::some(inner, compartment)? {
        let due = worker.ask(|core, now| core.due(now)).await?;
        items.extend(due.into_iter().map(|due| due_told(&code, due)));
    }
    items.sort_by_key(|item| item.at_ms);
    Ok(Told::Due { items })
}

fn due_told(code: &str, due: Due) -> DueTold {
    DueTold {
        compartment: code.to_owned(),
        at_ms: due.at_ms,
        why: due.why.word().to_owned(),
        number: due.number.map(|n| n.to_string()),
        draft: due.draft.map(|d| d.to_string()),
        party: due.party.map(|p| p.to_string()),
    }
}

fn draft_told((id, paper): (DraftId, &chancery::paper::Paper)) -> DraftTold {
    let (kind, to) = match &paper.text {
        Text::Notice(draft) => {
            (draft.kind.word(), draft.envelope.to.iter().map(ToString::to_string).collect())
        }
        Text::Charter(_) => ("CH", Vec::new()),
    };
    let seals = [&paper.drafter, &paper.first].into_iter().flatten();
    DraftTold {
        draft: id.to_string(),
        kind: kind.to_owned(),
        to,
        seals: seals.map(|seal| seal.person.to_string()).collect(),
        remark: paper.remark.clone(),
    }
}

pub(crate) fn finding_told(finding: &Finding) -> FindingTold {
    FindingTold {
        id: finding.id.to_owned(),
        paragraph: Some(finding.para.as_str().to_owned()),
        facts: finding.facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.into())).collect(),
    }
}

fn draft_of(text: &str) -> Result<Draft, NodeError> {
    notice::file::draft_from_toml(text).map_err(|e| NodeError::below(&e))
}

fn draft_id(text: &str) -> Result<DraftId, NodeError> {
    DraftId::parse(text).ok_or_else(|| not_of_its_form("draft", text))
}

fn signed(answer: &Hex) -> Result<challenge::Answer, NodeError> {
    cbor::decode(&answer.0).map_err(|_| not_of_its_form("answer", "(an answer)"))
}

fn purpose_of(purpose: Purpose) -> challenge::Purpose {
    match purpose {
        Purpose::Draft => challenge::Purpose::Draft,
        Purpose::Release => challenge::Purpose::Release,
        Purpose::Second => challenge::Purpose::Second,
        Purpose::Withdraw => challenge::Purpose::Withdraw,
    }
}

/// The watch position that opens where the terminal names none.
const POSITION: &str = "W1";
