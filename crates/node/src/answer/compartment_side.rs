//! Questions and orders about who is in a compartment: members, charter versions, old copies, RE-FORM, annexes.

use super::{find, not_of_its_form};
use crate::api::{
    AnnexTold, Ask, CompartmentMembers, CourierSecretTold, FlareTold, Hex, MemberTold, ReformTold, Told,
};
use crate::error::NodeError;
use crate::inner::Inner;
use crate::party::found;
use chancery::{Command, Compartment, Event};
use line::body::{Annex, Control, MemberTempo, Reform, ReformWhy, Tempo};
use line::entry::{Entry, Kind};
use line::error::LineError;
use line::ids::{EntryHash, PartyCode};
use line::machine::{self, AnnexOrder, ReformOrder};
use line::mls_group::MlsGroup;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

pub(super) async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::Compartment { compartment } => {
            let worker = find(inner, &compartment)?;
            let told = worker.ask(move |core, _| members(core, &compartment)).await?;
            Ok(Told::Compartment(told))
        }
        Ask::CharterApply { compartment, version } => apply(inner, &compartment, version).await,
        Ask::Rejoin { compartment } => {
            let rolled_back = |core: &mut Compartment<MlsGroup>, _| core.line().rolled_back_by().is_some();
            if !find(inner, &compartment)?.ask(rolled_back).await? {
                return Err(NodeError::below(&LineError::Change("NOT-ROLLED-BACK")));
            }
            order(inner, &compartment, machine::Input::Rejoin).await
        }
        Ask::Reform { compartment, writers, why } => reform(inner, &compartment, &writers, &why).await,
        Ask::ReformAgree { compartment, entry } => {
            let hash: [u8; 32] =
                entry.0.as_slice().try_into().map_err(|_| not_of_its_form("entry", "(hash)"))?;
            order(inner, &compartment, machine::Input::ReformAgree(EntryHash(hash))).await
        }
        Ask::AnnexSend { compartment, file, kind, readers } => {
            let readers: Result<Vec<PartyCode>, NodeError> = readers.iter().map(|r| party(r)).collect();
            let order = AnnexOrder { ticket: 0, bytes: file.0, kind, readers: readers? };
            send(inner, &compartment, order).await
        }
        Ask::AnnexGet { compartment, annex } => {
            let name: [u8; 32] =
                annex.0.as_slice().try_into().map_err(|_| not_of_its_form("annex", "(hash)"))?;
            let found = find(inner, &compartment)?.ask(move |core, _| core.line().annex(&name)).await?;
            let file = found.ok_or_else(|| not_of_its_form("annex", &hex::encode(name)))?;
            Ok(Told::Annex { file: Hex(file) })
        }
        _ => Ok(Told::Done {}),
    }
}

/// Without newcomers the version is put in force at once; with some when they have lent KeyPackages.
async fn apply(inner: &Arc<Inner>, compartment: &str, version: u32) -> Result<Told, NodeError> {
    let worker = find(inner, compartment)?;
    let found = worker.ask(move |core, now| {
        let stand = core.stand(now);
        let charter = stand.charters().find(|filed| filed.charter.version == version)?.charter.clone();
        let members = &core.line().config().members;
        let parties = charter.parameters()?.members.into_iter().map(|(party, ..)| party);
        let newcomers =
            parties.filter_map(|p| PartyCode::parse(p.as_str())).filter(|p| !members.contains_key(p));
        let newcomers: Vec<PartyCode> = newcomers.collect();
        Some((charter, newcomers))
    });
    let missing = || NodeError::below(&LineError::Change("NO-SUCH-CHARTER"));
    let (charter, newcomers) = found.await?.ok_or_else(missing)?;
    if newcomers.is_empty() {
        let command = Command::ApplyCharter { version, packages: BTreeMap::new() };
        worker.command(command).await?;
    } else {
        inner.party.ask(move |desk| found::invite(desk, &charter, newcomers)).await??;
    }
    Ok(Told::Done {})
}

fn party(code: &str) -> Result<PartyCode, NodeError> {
    PartyCode::parse(code).ok_or_else(|| not_of_its_form("party", code))
}

/// Hands an order to the carrier and waits for the refusal that it may tell.
async fn order(inner: &Arc<Inner>, compartment: &str, input: machine::Input) -> Result<Told, NodeError> {
    let mut events = inner.events.subscribe();
    // what refused it is told before it counts as taken in
    find(inner, compartment)?.hand_in(input).await?;
    while let Ok((code, event)) = events.try_recv() {
        if let Event::Carrier(machine::Event::Refused(refusal)) | Event::Refused(refusal) = event
            && code == compartment
            && ORDERED.contains(&refusal.code.0)
        {
            return Err(NodeError::Below(refusal));
        }
    }
    Ok(Told::Done {})
}

async fn reform(
    inner: &Arc<Inner>,
    compartment: &str,
    writers: &[String],
    why: &str,
) -> Result<Told, NodeError> {
    let why = WHYS.iter().find(|(word, _)| *word == why).map(|(_, why)| *why);
    let why = why.ok_or_else(|| not_of_its_form("why", "VANISHED, LEAK, SUITE or REVIVAL"))?;
    let writers: Result<Vec<PartyCode>, NodeError> = writers.iter().map(|w| party(w)).collect();
    let mut writers = writers?;
    let worker = find(inner, compartment)?;
    let (own, now) = worker
        .ask(|core, _| {
            let config = core.line().config();
            (config.own.clone(), config.members.clone())
        })
        .await?;
    writers.push(own);
    writers.sort();
    writers.dedup();
    let member = |(party, tempo): (PartyCode, Tempo)| {
        let away = !writers.contains(&party) && tempo == Tempo::Voting;
        MemberTempo { party, tempo: if away { Tempo::Following } else { tempo } }
    };
    let members = now.into_iter().map(member).collect();
    let asked = ReformOrder { writers: writers.clone(), members, why };
    order(inner, compartment, machine::Input::Reform(asked)).await
}

/// Sends an annex and waits for its entry.
pub(super) async fn send(
    inner: &Arc<Inner>,
    compartment: &str,
    order: AnnexOrder,
) -> Result<Told, NodeError> {
    let worker = find(inner, compartment)?;
    let name = line::annex::hash_of(&order.bytes);
    let mut events = inner.events.subscribe();
    worker.hand_in(machine::Input::Annex(order)).await?;
    let sent = async {
        loop {
            match events.recv().await {
                Ok((code, Event::Carrier(machine::Event::AnnexSent { annex, entry, .. })))
                    if code == compartment && annex == name =>
                {
                    return Ok(Told::AnnexSent { annex: Hex(annex.to_vec()), entry: Hex(entry.0.to_vec()) });
                }
                Ok((code, Event::Carrier(machine::Event::ReleaseRefused { ticket: 0, refusal })))
                    if code == compartment =>
                {
                    return Err(NodeError::Below(refusal));
                }
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return Err(NodeError::Stopping),
                _ => {}
            }
        }
    };
    let busy = || NodeError::Busy { compartment: compartment.to_owned() };
    tokio::time::timeout(SENT_WITHIN, sent).await.map_err(|_| busy())?
}

fn members(core: &Compartment<MlsGroup>, code: &str) -> CompartmentMembers {
    let line = core.line();
    let config = line.config();
    let put_back: Vec<&PartyCode> = line.put_back().collect();
    let member = |(party, tempo): (&PartyCode, &Tempo)| MemberTold {
        party: party.to_string(),
        tempo: match tempo {
            Tempo::Voting => "VOTING",
            Tempo::Following => "FOLLOWING",
            Tempo::Silent => "SILENT",
        }
        .to_owned(),
        unheard_ms: line.unheard_ms(party).filter(|_| *party != config.own),
        put_back: put_back.contains(&party),
    };
    let flare = |f: &line::line::SeenFlare| FlareTold {
        id: Hex(f.id.to_vec()),
        party: f.party.to_string(),
        number: notice::Notice::decode(&f.notice).ok().map(|n| n.number().to_string()),
        sent_ms: f.utc_ms,
        came_ms: f.came_ms,
        entry: f.entry.map(|e| Hex(e.0.to_vec())),
    };
    let annex = |e: Cow<'_, Entry>| {
        let body = Annex::decode(&e.body).ok()?;
        Some(AnnexTold {
            annex: Hex(body.hash.to_vec()),
            party: e.header.author.to_string(),
            kind: body.kind,
            size: body.size,
            here: line.annex(&body.hash).is_some(),
        })
    };
    let controls = line.order().chain(line.held());
    let controls = controls.filter(|d| d.header.kind == Kind::Control && d.header.term == line.term());
    let reforms = controls.filter_map(|d| reform_told(&*line.entry(&d.hash)?));
    CompartmentMembers {
        compartment: code.to_owned(),
        term: line.term(),
        epoch: line.epoch(),
        condition: condition(core).to_owned(),
        charter_entry: line.charter_in_force().map(|e| Hex(e.0.to_vec())),
        members: config.members.iter().map(member).collect(),
        reforms: reforms.collect(),
        flares: line.flares().map(flare).collect(),
        own_flares: line.own_flares().count() as u64,
        annexes: line.record_of(Kind::Annex).filter_map(annex).collect(),
        courier_secrets: line
            .psks()
            .into_iter()
            .map(|(id, without)| CourierSecretTold {
                id: Hex(id),
                without: without.iter().map(PartyCode::to_string).collect(),
            })
            .collect(),
    }
}

/// A RE-FORM, if this is one.
fn reform_told(entry: &Entry) -> Option<ReformTold> {
    let Ok(Control::Reform(Reform { writers, attempt, .. })) = Control::decode(&entry.body) else {
        return None;
    };
    Some(ReformTold {
        entry: Hex(entry.hash.0.to_vec()),
        by: entry.header.author.to_string(),
        writers: writers.iter().map(ToString::to_string).collect(),
        attempt,
    })
}

/// One word for what this node may do here. Two parties of whom one is gone are dormant until both write RE-FORM.
fn condition(core: &Compartment<MlsGroup>) -> &'static str {
    let line = core.line();
    let mut others = line.config().peers();
    let gone = |p: &PartyCode| line.unheard_ms(p).is_some_and(|ms| ms >= DORMANT_MS);
    let two = line.config().members.len() == 2;
    match () {
        () if line.has_left() => "LEFT",
        () if line.rolled_back_by().is_some() => "ROLLED-BACK",
        () if line.is_joining() => "JOINING",
        () if line.quarantined() => "QUARANTINED",
        () if two && others.all(gone) => "DORMANT",
        () => "RUNNING",
    }
}

/// Refusals of orders that the carrier judges.
const ORDERED: [&str; 2] = ["E-LINE-016", "E-LINE-017"];
const WHYS: [(&str, ReformWhy); 4] = [
    ("VANISHED", ReformWhy::Vanished),
    ("LEAK", ReformWhy::Leak),
    ("SUITE", ReformWhy::Suite),
    ("REVIVAL", ReformWhy::Revival),
];
const SENT_WITHIN: Duration = Duration::from_secs(30);
/// Silence of the other of two after which a compartment counts as dormant, ms.
const DORMANT_MS: i64 = 14 * 86_400_000;
