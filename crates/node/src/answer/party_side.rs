//! Questions about the party: status, pairs, officers, foundings, backup.

use super::not_of_its_form;
use crate::api::{Ask, CompartmentTold, FoundingTold, Hex, RefusalTold, StatusTold, Told};
use crate::entropy::random;
use crate::error::NodeError;
use crate::inner::Inner;
use crate::party::{Desk, found};
use crate::roll::Running;
use crate::worker::Condition;
use crate::{officers, pair};
use line::founding::FoundingInput;
use line::ids::CompartmentId;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use store::{BackupHeader, BackupKey, BackupWriter, Closing, WORK_FACTOR};

pub(super) async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::Backup { path, passphrase } => {
            backup(inner, PathBuf::from(path), ClosedWith::Passphrase(passphrase)).await
        }
        Ask::CharterShow { compartment } => {
            let told = inner.party.ask(move |desk| charter(desk, &compartment)).await??;
            in_force(inner, told).await
        }
        Ask::OfficerInvite { person, roles } => invite(inner, person, roles).await,
        question => inner.party.ask(move |desk| at_desk(desk, question)).await?,
    }
}

/// A link that serves once: its token stands behind `#`, which no browser sends anywhere by itself.
async fn invite(
    inner: &Arc<Inner>,
    person: String,
    roles: BTreeMap<String, Vec<String>>,
) -> Result<Told, NodeError> {
    let at = inner.console.get().copied().ok_or(NodeError::NoConsole {})?;
    let named = person.clone();
    inner.party.ask(move |desk| officers::admit(desk, &named, &roles)).await??;
    let token: [u8; 32] = random();
    inner.links().issue(inner.roll.clock().mono_ms(), &person, &token);
    let url = format!("http://localhost:{}/#link={}", at.port(), hex::encode(token));
    Ok(Told::Link { url, lives_ms: crate::links::LIFE_MS })
}

/// Whether the own party has read the version back, as the folds have it; a stopped compartment says no.
async fn in_force(inner: &Arc<Inner>, told: Told) -> Result<Told, NodeError> {
    let Told::Charter { compartment, version, text, hash, .. } = told else { return Ok(told) };
    let mut in_force = false;
    if let Some(worker) = inner.roll.find(&compartment) {
        let asked = worker.ask(|core, now| {
            let number = core.setup().charter.number();
            chancery::charter::in_force_for(&core.stand(now), &number, &core.setup().line.own)
        });
        in_force = asked.await.unwrap_or(false);
    }
    Ok(Told::Charter { compartment, version, in_force, text, hash })
}

fn at_desk(desk: &mut Desk, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::Invite {} => {
            let invitation = desk.invitation()?;
            let file = Hex(invitation.file().armour().into_bytes());
            Ok(Told::Invitation { file, fingerprint: invitation.fingerprint() })
        }
        Ask::ReadPairFile { file } => pair::read_file(desk, &file.0),
        Ask::Pair { file, typed, courier } => {
            let secret =
                |c: Hex| <[u8; 32]>::try_from(c.0).map_err(|_| not_of_its_form("courier", "(secret)"));
            pair::take_file(desk, &file.0, typed.as_deref(), courier.map(secret).transpose()?)
        }
        Ask::Pairs {} => Ok(Told::Pairs { pairs: pair::pairs(desk) }),
        Ask::OfficerAdd { person, public_key, roles } => {
            let key = public_key.map(|key| officers::key_file(key.0)).transpose()?;
            officers::add(desk, &person, key, &roles)?;
            Ok(Told::Done {})
        }
        Ask::OfficerLeave { person } => {
            officers::leave(desk, &person)?;
            Ok(Told::Done {})
        }
        Ask::OfficerList {} => Ok(Told::Officers { officers: officers::list(desk) }),
        Ask::Found { charter } => found(desk, &charter),
        Ask::RecordKey { compartment } => {
            let seed = found::record_key(desk, &compartment)?;
            Ok(Told::RecordKey { key: Hex(found::public(&seed).to_vec()) })
        }
        Ask::Foundings {} => Ok(Told::Foundings { foundings: foundings(desk) }),
        _ => Ok(Told::Done {}),
    }
}

fn found(desk: &mut Desk, text: &str) -> Result<Told, NodeError> {
    let charter = notice::file::charter_from_toml(text).map_err(|e| NodeError::below(&e))?;
    let code = charter.compartment.to_string();
    if desk.roll.find(&code).is_some()
        || desk.foundings.values().any(|p| p.code == code && p.refused.is_none())
    {
        return Err(NodeError::CodeTaken { compartment: code });
    }
    let id = CompartmentId(random());
    let request = desk.party().request(&charter, id)?;
    let creator = request.creator.clone();
    desk.note_new(id, &code, &creator, "COLLECTING");
    desk.founding(FoundingInput::Start(request));
    foundings(desk)
        .into_iter()
        .find(|told| told.id.0 == id.0)
        .map(Told::Founding)
        .ok_or(NodeError::NoSuchCompartment { compartment: code })
}

fn foundings(desk: &Desk) -> Vec<FoundingTold> {
    let told = |(id, p): (&CompartmentId, &crate::party::Progress)| FoundingTold {
        compartment: p.code.clone(),
        id: Hex(id.0.to_vec()),
        creator: p.creator.to_string(),
        state: p.state.to_owned(),
        missing: Vec::new(),
        refused: p.refused.as_ref().map(RefusalTold::from),
    };
    desk.foundings.iter().map(told).collect()
}

fn charter(desk: &Desk, compartment: &str) -> Result<Told, NodeError> {
    for indexed in desk.index.values() {
        let charter = indexed.charter()?;
        if charter.compartment.as_str() == compartment
            || indexed.request.compartment.to_string() == compartment
        {
            return Ok(Told::Charter {
                compartment: charter.compartment.to_string(),
                version: charter.version,
                in_force: false,
                text: notice::file::charter_to_toml(&charter),
                hash: Hex(Sha256::digest(&*indexed.request.charter).to_vec()),
            });
        }
    }
    Err(NodeError::NoSuchCompartment { compartment: compartment.to_owned() })
}

/// What a backup is closed with.
pub(super) enum ClosedWith {
    /// A passphrase.
    Passphrase(String),
    /// The party's backup key: this node cannot read it again.
    Key(BackupKey),
}

/// Writes the whole node into one file.
pub(super) async fn backup(inner: &Arc<Inner>, path: PathBuf, with: ClosedWith) -> Result<Told, NodeError> {
    let party = inner.party.ask(|desk| {
        let ids: BTreeMap<String, CompartmentId> = desk
            .index
            .values()
            .filter_map(|i| Some((i.charter().ok()?.compartment.to_string(), i.request.compartment)))
            .collect();
        Ok::<_, NodeError>((desk.rows()?, ids, desk.identity.status))
    });
    let (rows, ids, status) = party.await??;
    let mut compartments = Vec::new();
    for (code, worker) in inner.roll.all() {
        if let Some(id) = ids.get(&code) {
            compartments.push((*id, worker.rows().await?));
        }
    }
    let made_ms = inner.roll.clock().now().utc_ms;
    let header = BackupHeader { v: 1, status, party: inner.config.party.clone(), made_ms };
    let writing = tokio::task::spawn_blocking(move || {
        let closing = match &with {
            ClosedWith::Passphrase(passphrase) => Closing::Passphrase(passphrase, WORK_FACTOR),
            ClosedWith::Key(key) => Closing::Sealed(key),
        };
        let mut writer = BackupWriter::create(&path, closing, header)?;
        writer.node_store(rows)?;
        for (id, rows) in compartments {
            writer.compartment(id, rows)?;
        }
        writer.finish()
    });
    writing.await.map_err(|_| NodeError::Stopping)??;
    Ok(Told::Done {})
}

/// How the node stands.
pub(super) async fn status(inner: &Arc<Inner>) -> Result<Told, NodeError> {
    let asked = inner.party.ask(|desk| {
        let fingerprint = desk.invitation()?.fingerprint();
        let ids: BTreeMap<String, CompartmentId> = desk
            .index
            .values()
            .filter_map(|i| Some((i.charter().ok()?.compartment.to_string(), i.request.compartment)))
            .collect();
        Ok::<_, NodeError>((desk.node, fingerprint, pair::pairs(desk), ids))
    });
    let (node, fingerprint, pairs, ids) = asked.await??;
    let mut compartments = Vec::new();
    for (code, worker) in inner.roll.all() {
        let id = ids.get(&code).map(|id| Hex(id.0.to_vec())).unwrap_or_default();
        compartments.push(compartment(code, id, &worker).await);
    }
    Ok(Told::Status(StatusTold {
        party: inner.config.party.clone(),
        status: inner.config.status.clone(),
        node: Hex(node.to_vec()),
        fingerprint,
        uptime_ms: u64::try_from(inner.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        now_ms: inner.roll.clock().now().utc_ms,
        compartments,
        pairs,
        relays: inner.roll.reached(),
    }))
}

async fn compartment(code: String, id: Hex, worker: &Running) -> CompartmentTold {
    let asked = worker.ask(|core, _| {
        let line = core.line();
        CompartmentTold {
            code: core.setup().code.to_string(),
            id: Hex::default(),
            state: "RUNNING".to_owned(),
            stopped: None,
            quarantined: line.quarantined(),
            attestation: match line.config().attestation {
                line::config::Attestation::MutualOnly => "MUTUAL-ONLY".to_owned(),
                line::config::Attestation::Transferable => "TRANSFERABLE".to_owned(),
            },
            epoch: line.epoch(),
            members: line.members().into_iter().map(|m| m.party.to_string()).collect(),
            entries: line.order().len() as u64,
            held: line.held().count() as u64,
            outbox: line.outbox_len() as u64,
            fingerprint: line.fingerprint(),
        }
    });
    match asked.await {
        Ok(told) => CompartmentTold { id, ..told },
        Err(error) => stopped(code, id, worker, &error),
    }
}

fn stopped(code: String, id: Hex, worker: &Running, error: &NodeError) -> CompartmentTold {
    let refusal = match worker.condition() {
        Condition::Running => refusal::Refusal::of(error),
        Condition::Ailing(refusal) | Condition::Stopped(refusal) => refusal,
    };
    CompartmentTold {
        code,
        id,
        state: "STOPPED".to_owned(),
        stopped: Some(RefusalTold::from(&refusal)),
        quarantined: false,
        attestation: String::new(),
        epoch: 0,
        members: Vec::new(),
        entries: 0,
        held: 0,
        outbox: 0,
        fingerprint: String::new(),
    }
}
