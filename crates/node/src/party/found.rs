//! Groups of new compartments: KeyPackages lent, groups founded and joined, stores made, threads started.
//!
//! I1 private rows of a KeyPackage are durable before it is lent. I2 a compartment's store holds its first Persist
//! before the index names it, and the index names it before anything of it leaves this node.

use super::{Desk, index_row};
use crate::entropy::{SystemEntropy, random};
use crate::error::NodeError;
use crate::setup::Indexed;
use chancery::{Command, Compartment, Effect, Setup};
use line::cbor;
use line::direct::{FoundingRequest, FoundingWhy, KeyPackages, Welcome};
use line::entry::Attestation;
use line::founding::FoundingInput;
use line::group::{CertificateAuthority, Changes, Dirty, Group, GroupError};
use line::ids::{CompartmentId, PartyCode, Status};
use line::keys::{leaf_mac, leaf_mac_of_another_status};
use line::line::Stop;
use line::mls_group::MlsGroup;
use line::secret::Secret;
use refusal::Refusal;
use std::collections::BTreeMap;
use store::{NodeTable, NodeWrite};

/// A member was asked for KeyPackages: checks the charter, makes one, lends it. Joining is a machine act; the
/// charter binds only when a person has read it back.
pub(crate) fn lend(desk: &mut Desk, request: FoundingRequest) -> Result<(), NodeError> {
    let id = request.compartment;
    if let Err(error) = desk.party().agrees(&request) {
        let why = match error {
            NodeError::NotPaired { .. } => FoundingWhy::NotPaired,
            _ => FoundingWhy::Charter,
        };
        desk.founding(FoundingInput::Decline { compartment: id, why });
        return Err(error);
    }
    let code = Indexed { request: request.clone(), record_key: None }.charter()?.compartment.to_string();
    if desk.roll.find(&code).is_some() {
        desk.founding(FoundingInput::Decline { compartment: id, why: FoundingWhy::Declined });
        return Err(NodeError::CodeTaken { compartment: code });
    }
    desk.note_new(id, &code, &request.creator, "JOINING");
    let mut authority = authority(desk, &request)?;
    authority.status = desk.roll.lends_as().unwrap_or(authority.status);
    let (package, rows) = MlsGroup::key_package(&mut desk.provider, &authority, &id.0, FIRST_SERIAL)?;
    let record_key = transferable(&request).then(|| record_key(desk, &code)).transpose()?;
    let lent = Lent { rows: rows.into_iter().collect(), record_key: record_key.clone() };
    let value = Some(cbor::encode(&lent));
    desk.keep(&[NodeWrite { table: NodeTable::Steps, key: lent_key(&id), value }])?;
    let packages = KeyPackages {
        compartment: id,
        packages: vec![package.into()],
        record_key: record_key.map(|seed| public(&seed).into()),
    };
    desk.founding(FoundingInput::Lend(packages));
    Ok(())
}

/// The creator has a KeyPackage of every other member: founds the group with all of them in one commit.
pub(crate) fn create(
    desk: &mut Desk,
    request: FoundingRequest,
    packages: BTreeMap<PartyCode, Vec<u8>>,
) -> Result<(), NodeError> {
    let id = request.compartment;
    let authority = authority(desk, &request)?;
    let mut group = MlsGroup::create(desk.provider.clone(), &authority, &id.0, FIRST_TERM, FIRST_SERIAL)?;
    let changes = Changes { adds: packages, removes: Vec::new(), psks: Vec::new() };
    let commit = match group.commit(&authority, &[], FIRST_SERIAL + 1, &changes) {
        Ok(commit) => commit,
        Err(why) => return Err(not_founded(desk, &id, why)),
    };
    group.merge()?;
    let epoch = group.epoch();
    let charter = Indexed { request: request.clone(), record_key: None }.charter()?;
    let code = charter.compartment.to_string();
    let record_key = transferable(&request).then(|| record_key(desk, &code)).transpose()?;
    let indexed = Indexed { request, record_key };
    let started = open(desk, &indexed, group, None)?;
    desk.note(&id, "WELCOMING", None);
    let welcomes = commit.welcomes;
    desk.founding(FoundingInput::Welcomes { compartment: id, term: FIRST_TERM, epoch, welcomes });
    started(desk)?;
    // The first version waits on the desk for the officers who propose it.
    if let Some(worker) = desk.roll.find(&code) {
        worker.order(Command::DraftCharter { charter: Box::new(charter) });
    }
    Ok(())
}

/// A KeyPackage that was lent is not one for this compartment: the founding ends for everybody, with the reason.
fn not_founded(desk: &mut Desk, id: &CompartmentId, why: GroupError) -> NodeError {
    let other_status = matches!(why, GroupError::Certificate { check: "OTHER-STATUS", .. });
    let error = NodeError::from(why);
    desk.note(id, "REFUSED", Some(Refusal::of(&error)));
    let why = if other_status { FoundingWhy::OtherStatus } else { FoundingWhy::Withdrawn };
    desk.founding(FoundingInput::Decline { compartment: *id, why });
    error
}

/// A charter version of a compartment that runs lets these in: they are asked for KeyPackages; when all have lent the
/// version is put in force.
pub(crate) fn invite(
    desk: &mut Desk,
    charter: &notice::Charter,
    newcomers: Vec<PartyCode>,
) -> Result<(), NodeError> {
    let code = charter.compartment.to_string();
    let known = desk.index.values().find(|i| i.charter().is_ok_and(|c| c.compartment.as_str() == code));
    let id = known.map(|i| i.request.compartment);
    let id = id.ok_or_else(|| NodeError::NoSuchCompartment { compartment: code.clone() })?;
    let request = desk.party().request(charter, id)?;
    let awaited = newcomers.iter().cloned().collect();
    let applying = Applying { code, version: charter.version, awaited, packages: BTreeMap::new() };
    desk.applying.insert(id, applying);
    for newcomer in newcomers {
        desk.founding(FoundingInput::Invite { request: request.clone(), newcomer });
    }
    Ok(())
}

/// A newcomer has lent its KeyPackage.
pub(crate) fn lent(desk: &mut Desk, id: &CompartmentId, newcomer: PartyCode, package: Vec<u8>) {
    let Some(applying) = desk.applying.get_mut(id) else { return };
    applying.awaited.remove(&newcomer);
    applying.packages.insert(newcomer, package);
    if !applying.awaited.is_empty() {
        return;
    }
    let Some(Applying { code, version, packages, .. }) = desk.applying.remove(id) else { return };
    if let Some(worker) = desk.roll.find(&code) {
        worker.order(Command::ApplyCharter { version, packages });
    }
}

/// A charter version that waits for KeyPackages; after a restart it is put in force anew by its people.
pub(crate) struct Applying {
    code: String,
    version: u32,
    awaited: std::collections::BTreeSet<PartyCode>,
    packages: BTreeMap<PartyCode, Vec<u8>>,
}

/// The own record key for a compartment code, made once and kept from then on.
pub(crate) fn record_key(desk: &mut Desk, code: &str) -> Result<Secret, NodeError> {
    let key = [b"record/".as_slice(), code.as_bytes()].concat();
    if let Some(row) = desk.rows()?.get(&(NodeTable::Steps, key.clone())) {
        return cbor::decode(row).map_err(|_| NodeError::RowUnreadable { row: "record".to_owned() });
    }
    let seed = Secret::new(random());
    desk.keep(&[NodeWrite { table: NodeTable::Steps, key, value: Some(cbor::encode(&seed)) }])?;
    Ok(seed)
}

/// A member is welcome: joins the group.
pub(crate) fn join(desk: &mut Desk, request: FoundingRequest, welcome: &Welcome) -> Result<(), NodeError> {
    let id = request.compartment;
    if desk.index.contains_key(&id) {
        desk.founding(FoundingInput::Joined(id));
        return Ok(());
    }
    let rows = desk.rows()?;
    let lent =
        rows.get(&(NodeTable::Steps, lent_key(&id))).and_then(|value| cbor::decode::<Lent>(value).ok());
    let lent = lent.ok_or_else(|| NodeError::RowUnreadable { row: "lent".to_owned() })?;
    let authority = authority(desk, &request)?;
    let rows: Dirty = lent.rows.into_iter().collect();
    let group =
        MlsGroup::join(desk.provider.clone(), &authority, &id.0, welcome.term, &welcome.welcome, &rows)?;
    let indexed = Indexed { request, record_key: lent.record_key };
    let running = Some(welcome).filter(|w| !w.heads.is_empty());
    let started = open(desk, &indexed, group, running)?;
    desk.keep(&[NodeWrite { table: NodeTable::Steps, key: lent_key(&id), value: None }])?;
    desk.founding(FoundingInput::Joined(id));
    desk.note(&id, "DONE", None);
    started(desk)
}

/// Opens the core of a new group in a new store and names it in the index; the returned step starts its thread.
fn open(
    desk: &mut Desk,
    indexed: &Indexed,
    group: MlsGroup,
    running: Option<&Welcome>,
) -> Result<impl FnOnce(&mut Desk) -> Result<(), NodeError> + use<>, NodeError> {
    let id = indexed.request.compartment;
    let setup: Setup = desk.party().setup(indexed)?;
    let now = desk.roll.clock().now();
    let (core, effects) = match running {
        Some(welcome) => Compartment::join(setup.clone(), group, welcome, now, Box::new(SystemEntropy))?,
        None => Compartment::open(setup.clone(), group, now, Box::new(SystemEntropy))?,
    };
    // What a crash left before the index named it is made again from the same KeyPackages.
    desk.folder.forget_compartment(&id)?;
    let mut store = desk.folder.create_compartment(&id)?;
    for effect in &effects {
        if let Effect::Persist(writes) = effect {
            store.commit(writes)?;
        }
    }
    desk.keep(&[index_row(indexed)])?;
    desk.index.insert(id, indexed.clone());
    Ok(move |desk: &mut Desk| {
        let (provider, boot) = (desk.provider.clone(), desk.folder.boot().to_owned());
        desk.roll.start(setup, provider, store, Some((core, effects)), Stop::Clean, &boot)
    })
}

/// What is kept of a KeyPackage until its Welcome comes.
#[derive(minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
struct Lent {
    #[n(0)]
    rows: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    #[n(1)]
    record_key: Option<Secret>,
}

/// Pairwise secrets for certificates of a compartment that is being founded; no serial was seen yet.
struct Founding {
    own: PartyCode,
    status: Status,
    pairs: BTreeMap<PartyCode, Secret>,
}

impl CertificateAuthority for Founding {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        self.pairs.get(peer).map(|root| leaf_mac(root, self.status, former))
    }

    fn of_another_status(&self, peer: &PartyCode, former: &[u8], claimed: &[u8; 32]) -> bool {
        let root = self.pairs.get(peer);
        root.is_some_and(|root| leaf_mac_of_another_status(root, self.status, former, claimed))
    }

    fn own(&self) -> &PartyCode {
        &self.own
    }

    fn members(&self) -> Vec<PartyCode> {
        self.pairs.keys().cloned().chain([self.own.clone()]).collect()
    }

    fn highest_serial(&self, _party: &PartyCode) -> u64 {
        0
    }
}

fn authority(desk: &Desk, request: &FoundingRequest) -> Result<Founding, NodeError> {
    let setup = desk.party().setup(&Indexed { request: request.clone(), record_key: None })?;
    let (own, status) = (setup.line.own, setup.line.status);
    let members = setup.line.members;
    let pairs = setup.line.pairs.into_iter().filter(|(party, _)| members.contains_key(party)).collect();
    Ok(Founding { own, status, pairs })
}

fn transferable(request: &FoundingRequest) -> bool {
    request.parameters.attestation == Attestation::Transferable
}

/// The public part of a record key.
pub(crate) fn public(seed: &Secret) -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(seed.bytes()).verifying_key().to_bytes()
}

fn lent_key(id: &CompartmentId) -> Vec<u8> {
    [b"lent/".as_slice(), &id.0].concat()
}

const FIRST_TERM: u32 = 0;
const FIRST_SERIAL: u64 = 1;
