//! Questions about what was released: lists, renderings, marks, waiting, proofs.

use super::notices::{no_such_notice, numbered};
use super::{find, not_of_its_form, some};
use crate::api::{
    Ask, ContradictionTold, FlareShown, Hex, LineText, NoticeTold, PathTold, ProofTold, ReadbackTold, Told,
};
use crate::error::NodeError;
use crate::inner::Inner;
use chancery::Compartment;
use line::ids::PartyCode;
use line::line::SeenFlare;
use line::mls_group::MlsGroup;
use line::prove::{Contradiction, PathProof, Source};
use line::time::{Bracket, Now};
use notice::{Instant, Number};
use standing::book::{Filed, FiledCharter};
use standing::matching::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use wording::{Arrivals, Calendar, Digits, Direction, Packs, Reader, Text, Via};

type Core = Compartment<MlsGroup>;
type Marks = BTreeMap<String, Vec<String>>;

pub(super) async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::List { compartment, after, most } => list(inner, compartment.as_deref(), after, most).await,
        Ask::Show { number, language, digits, calendar } => {
            show(inner, &number, ReadIn { language, digits, calendar }).await
        }
        Ask::Flares { language } => flares(inner, ReadIn { language, digits: None, calendar: None }).await,
        Ask::Wait { number, mark, of, timeout_ms } => {
            wait(inner, &number, &mark, of.as_deref(), timeout_ms).await
        }
        Ask::Prove { number } => prove(inner, &number).await,
        _ => Ok(Told::Done {}),
    }
}

async fn list(
    inner: &Arc<Inner>,
    compartment: Option<&str>,
    after: Option<u64>,
    most: Option<u64>,
) -> Result<Told, NodeError> {
    let mut notices = Vec::new();
    for (_, worker) in some(inner, compartment)? {
        notices.extend(worker.ask(|core, now| all(core, now)).await?);
    }
    notices.retain(|told| told.position.is_none_or(|at| after.is_none_or(|after| at > after)));
    notices.truncate(usize::try_from(most.unwrap_or(MOST)).unwrap_or(usize::MAX));
    Ok(Told::Notices { notices })
}

async fn flares(inner: &Arc<Inner>, read: ReadIn) -> Result<Told, NodeError> {
    let mut flares = Vec::new();
    for (code, worker) in some(inner, None)? {
        let hooks = inner.roll.hooks();
        let read = read.clone();
        flares.extend(worker.ask(move |core, now| flares_of(core, &code, &read, hooks.packs(), now)).await??);
    }
    Ok(Told::Flares { flares })
}

fn flares_of(
    core: &Core,
    code: &str,
    read: &ReadIn,
    packs: &Packs,
    now: Now,
) -> Result<Vec<FlareShown>, NodeError> {
    let reader = read.reader(packs, Instant::from_ms(now.utc_ms).ok_or(NodeError::Stopping)?)?;
    let mut open: Vec<_> = core.line().flares().filter(|flare| flare.entry.is_none()).collect();
    open.sort_by_key(|flare| (flare.came_ms, flare.id.to_vec()));
    let shown = |flare: &SeenFlare| {
        let notice = notice::Notice::decode(&flare.notice).ok();
        let text = notice.as_ref().map(|it| wording::render_notice(packs, it, &Arrivals::default(), &reader));
        FlareShown {
            compartment: code.to_owned(),
            party: flare.party.to_string(),
            number: notice.map(|it| it.number().to_string()),
            sent_ms: flare.utc_ms,
            came_ms: flare.came_ms,
            lines: text.as_ref().map(lines).unwrap_or_default(),
        }
    };
    Ok(open.into_iter().map(shown).collect())
}

/// Notices and charter versions in total order.
fn all(core: &Core, now: Now) -> Vec<NoticeTold> {
    let stand = core.stand(now);
    let notices = stand.notices().map(|filed| notice_told(core, filed, now));
    let charters = stand.charters().map(|filed| charter_told(core, filed, now));
    let mut told: Vec<NoticeTold> = notices.chain(charters).collect();
    told.sort_by_key(|told| told.position.unwrap_or(u64::MAX));
    told
}

fn notice_told(core: &Core, filed: &Filed, now: Now) -> NoticeTold {
    let envelope = filed.notice.envelope();
    NoticeTold {
        number: Some(filed.notice.number().to_string()),
        compartment: core.setup().code.to_string(),
        kind: filed.notice.kind().word().to_owned(),
        from: envelope.from.to_string(),
        to: envelope.to.iter().map(ToString::to_string).collect(),
        precedence: Some(envelope.precedence.word().to_owned()),
        dtg_ms: Some(filed.notice.stamp().dtg.ms()),
        marks: marks(core, filed.notice.number(), now),
        ..placed(core, &filed.entry)
    }
}

fn charter_told(core: &Core, filed: &FiledCharter, now: Now) -> NoticeTold {
    NoticeTold {
        number: Some(filed.charter.number().to_string()),
        compartment: core.setup().code.to_string(),
        kind: "CH".to_owned(),
        from: filed.charter.proposer.to_string(),
        dtg_ms: Some(filed.charter.dtg.ms()),
        marks: marks(core, &filed.charter.number(), now),
        ..placed(core, &filed.entry)
    }
}

/// Where an entry stands and when it came.
fn placed(core: &Core, entry: &line::ids::EntryHash) -> NoticeTold {
    let line = core.line();
    NoticeTold {
        number: None,
        compartment: String::new(),
        kind: String::new(),
        from: String::new(),
        to: Vec::new(),
        precedence: None,
        dtg_ms: None,
        entry: Hex(entry.0.to_vec()),
        position: line.position(entry).map(|at| at as u64),
        arrived_ms: line.arrivals(entry).first().map(|arrival| arrival.utc_ms),
        marks: Marks::new(),
    }
}

/// Marks by addressee: of the folds, and those that this node alone saw.
fn marks(core: &Core, number: &Number, now: Now) -> Marks {
    let mut all = Marks::new();
    for (reader, _) in core.stand(now).charter_read_by(number) {
        all.insert(reader.to_string(), vec!["K3".to_owned()]);
    }
    for delivery in core.stand(now).deliveries(number) {
        let mut marks: BTreeSet<_> = delivery.marks.into_keys().collect();
        marks.extend(core.marks(number, &delivery.addressee));
        let words = marks.into_iter().map(|mark| mark.word().to_owned()).collect();
        all.insert(delivery.addressee.to_string(), words);
    }
    all
}

/// How a notice is to be read.
#[derive(Clone)]
struct ReadIn {
    language: String,
    digits: Option<String>,
    calendar: Option<String>,
}

impl ReadIn {
    fn reader(&self, packs: &Packs, at: Instant) -> Result<Reader, NodeError> {
        let unknown = || not_of_its_form("language", &self.language);
        let mut reader = packs.reader(&self.language, at).ok_or_else(unknown)?;
        if let Some(word) = &self.digits {
            reader.digits = Digits::parse(word).ok_or_else(|| not_of_its_form("digits", word))?;
        }
        if let Some(word) = &self.calendar {
            let calendar = Calendar::parse(word).ok_or_else(|| not_of_its_form("calendar", word))?;
            reader.calendar = Some(calendar);
        }
        Ok(reader)
    }
}

async fn show(inner: &Arc<Inner>, number: &str, read: ReadIn) -> Result<Told, NodeError> {
    let (code, number) = numbered(number)?;
    let worker = find(inner, &code)?;
    let hooks = inner.roll.hooks();
    worker.ask(move |core, now| shown(core, &number, &read, hooks.packs(), now)).await?
}

fn shown(core: &Core, number: &Number, read: &ReadIn, packs: &Packs, now: Now) -> Result<Told, NodeError> {
    let stand = core.stand(now);
    let at = Instant::from_ms(now.utc_ms).ok_or(NodeError::Stopping)?;
    let reader = read.reader(packs, at)?;
    if let Some(filed) = stand.notice(number) {
        let arrivals = arrivals(core, &filed.entry);
        let text = wording::render_notice(packs, &filed.notice, &arrivals, &reader);
        return Ok(Told::Notice {
            notice: notice_told(core, filed, now),
            lines: lines(&text),
            readbacks: stand.deliveries(number).iter().flat_map(readbacks).collect(),
            canonical: Hex(filed.notice.encode().map_err(|e| NodeError::below(&e))?),
        });
    }
    let filed = stand.charters().find(|filed| filed.charter.number() == *number);
    let filed = filed.ok_or_else(|| no_such_notice(number))?;
    let arrivals = arrivals(core, &filed.entry);
    let text = wording::render_charter(packs, &filed.charter, &arrivals, &reader);
    Ok(Told::Notice {
        notice: charter_told(core, filed, now),
        lines: lines(&text),
        readbacks: Vec::new(),
        canonical: Hex(filed.charter.encode().map_err(|e| NodeError::below(&e))?),
    })
}

/// The paths by which an entry came here, in the order of arrival.
fn arrivals(core: &Core, entry: &line::ids::EntryHash) -> Arrivals {
    let via = |path: String| if path == line::pouch::PATH { Via::Courier } else { Via::Relay(path) };
    Arrivals(core.line().arrivals(entry).into_iter().map(|arrival| via(arrival.path)).collect())
}

fn lines(text: &Text) -> Vec<LineText> {
    let rtl = text.direction() == Direction::RightToLeft;
    text.lines().iter().map(|line| LineText { rtl, text: line.clone() }).collect()
}

fn readbacks(delivery: &standing::Delivery) -> Vec<ReadbackTold> {
    let told = |tried: &standing::delivery::Try| ReadbackTold {
        by: delivery.addressee.to_string(),
        number: tried.number.to_string(),
        matched: tried.outcome == Outcome::Match,
        paragraphs: match &tried.outcome {
            Outcome::Match => Vec::new(),
            Outcome::Mismatch(paragraphs) => paragraphs.clone(),
        },
    };
    delivery.read_backs.iter().map(told).collect()
}

/// Blocks on changes of the compartment until the mark is there or the time is over.
async fn wait(
    inner: &Arc<Inner>,
    number: &str,
    mark: &str,
    of: Option<&str>,
    timeout_ms: u64,
) -> Result<Told, NodeError> {
    let (code, wanted) = numbered(number)?;
    let worker = find(inner, &code)?;
    let mut changed = worker.shared.changed.subscribe();
    let until = tokio::time::Instant::now() + Duration::from_millis(timeout_ms.min(LONGEST_WAIT_MS));
    loop {
        changed.mark_unchanged();
        let number_asked = wanted.clone();
        let marks = worker.ask(move |core, now| marks(core, &number_asked, now)).await?;
        let has = |marks: &Vec<String>| marks.iter().any(|m| m == mark);
        let reached = match of {
            Some(party) => marks.get(party).is_some_and(has),
            None => !marks.is_empty() && marks.values().all(has),
        };
        let waiting = tokio::time::timeout_at(until, changed.changed());
        if reached || !matches!(waiting.await, Ok(Ok(()))) {
            return Ok(Told::Marks { number: number.to_owned(), reached, marks });
        }
    }
}

async fn prove(inner: &Arc<Inner>, number: &str) -> Result<Told, NodeError> {
    let (code, wanted) = numbered(number)?;
    let worker = find(inner, &code)?;
    let asked = worker.ask(move |core, now| {
        let report = core.prove(&wanted).ok_or_else(|| no_such_notice(&wanted))?;
        let seen = core.seen_here(&wanted);
        Ok::<_, NodeError>((report, seen, marks(core, &wanted, now)))
    });
    let (report, seen, marks) = asked.await??;
    let text = |party: &PartyCode| party.to_string();
    Ok(Told::Proof(ProofTold {
        number: number.to_owned(),
        hash: Hex(report.entry.0.to_vec()),
        paths: paths_told(&report.paths, &seen),
        marks,
        named: report.named.clone(),
        grounds: report.grounds.iter().map(contradiction_told).collect(),
        disputed: report.disputed.iter().map(contradiction_told).collect(),
        attested_by: report.attested_by.iter().map(text).collect(),
        mode: report.mode.to_owned(),
    }))
}

fn contradiction_told(of: &Contradiction) -> ContradictionTold {
    let source = |source: &Source| match source {
        Source::Relay(path) => path.clone(),
        Source::Party(party) => party.to_string(),
    };
    ContradictionTold {
        kind: of.conflict.name().to_owned(),
        sources: of.sources.iter().map(source).collect(),
        seen_by: of.seen_by.iter().map(ToString::to_string).collect(),
        by_ms: of.by_ms,
    }
}

/// What both sides hold, and in place of it or beside it what this node alone has seen so far.
fn paths_told(agreed: &[PathProof], seen: &[PathProof]) -> Vec<PathTold> {
    let place = |of: &PathProof| (of.path.clone(), of.recipient.clone(), of.clock.clone());
    let known: BTreeSet<_> = seen.iter().map(place).collect();
    let both = agreed.iter().filter(|line| !known.contains(&place(line))).map(|line| path_told(line, true));
    let mut told: Vec<PathTold> = both.chain(seen.iter().map(|line| path_told(line, false))).collect();
    told.sort_by(|a, b| (&a.path, &a.recipient, &a.clock).cmp(&(&b.path, &b.recipient, &b.clock)));
    told
}

fn path_told(proof: &PathProof, agreed: bool) -> PathTold {
    let ends = |bracket: &Option<Bracket>| bracket.as_ref().map(|b| [b.earliest_ms, b.latest_ms]);
    PathTold {
        path: proof.path.clone(),
        recipient: proof.recipient.to_string(),
        deposit: ends(&proof.deposit),
        arrival: ends(&proof.arrival),
        clock: proof.clock.to_string(),
        agreed,
    }
}

const MOST: u64 = 1_000;
const LONGEST_WAIT_MS: u64 = 24 * 3_600_000;
