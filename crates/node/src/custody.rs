//! What the node keeps of its custodians: the register, pair records that it cannot open, the drill that is out.
//!
//! I1 the root, the seal and the own governance keys are never here. I2 a register of another party or status, or of an
//! older version, is refused. I3 a new register changes the invitation, so pairs are made again by ceremony.

use crate::api::{CustodyAsk, CustodyTold, DrilledTold, FileTold, Hex, Told};
use crate::entropy::random;
use crate::error::NodeError;
use crate::party::{Desk, INVITATION, REGISTER, pair_row};
use ::custody::{
    Act, Approval, Approved, CustodyError, DrillRecord, FileKind, Paper, Proof, Register, file, health,
    kind_of, read,
};
use line::cbor;
use line::pairing::Paired;
use line::secret::Secret;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use store::{NodeTable, NodeWrite};

/// What a ceremony gives the node of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PairFile {
    /// The pair, without the own governance key: 32 zero bytes stand in its place, and nobody takes its word.
    #[n(0)]
    paired: Paired,
    /// The pair record, sealed to the own backup key.
    #[n(1)]
    record: ByteVec,
    /// Generation of the own root that it was made with.
    #[n(2)]
    generation: u32,
}

impl PairFile {
    /// The node's half of a pair, with the sealed whole.
    pub fn of(paired: &Paired, record: Vec<u8>, generation: u32) -> Self {
        let mut paired = paired.clone();
        paired.roots.governance_own = Secret::new([0; 32]);
        PairFile { paired, record: record.into(), generation }
    }

    /// The node's half.
    pub fn paired(&self) -> &Paired {
        &self.paired
    }

    /// The sealed whole.
    pub fn record(&self) -> &[u8] {
        &self.record
    }
}

/// Answers a question about custody.
pub(crate) fn answer(desk: &mut Desk, question: CustodyAsk, now_ms: i64) -> Result<Told, NodeError> {
    match question {
        CustodyAsk::Status {} => Ok(Told::Custody(match register(desk)? {
            Some(register) => CustodyTold::of(&register, &health(&register, now_ms)),
            None => CustodyTold::none(),
        })),
        CustodyAsk::Load { file } => load(desk, &file.0),
        CustodyAsk::Paper { act, compartment, text } => put_paper(desk, &act, compartment, text, now_ms),
        CustodyAsk::Revive { compartment, approved } => {
            approved_by(desk, Act::Revive, &compartment, &approved, now_ms)?;
            Ok(Told::Done {})
        }
        CustodyAsk::Retire {} => retire(desk),
        CustodyAsk::DrillStart {} => drill_start(desk, now_ms),
        CustodyAsk::DrillRecord { proofs } => drill_record(desk, &proofs, now_ms),
        other => Err(NodeError::NotOfItsForm { field: "custody".to_owned(), given: format!("{other:?}") }),
    }
}

/// The register, if there is one.
pub(crate) fn register(desk: &mut Desk) -> Result<Option<Register>, NodeError> {
    desk.register()
}

/// The sealed record of a pair.
pub(crate) fn record(desk: &mut Desk, peer: &str) -> Result<Option<Vec<u8>>, NodeError> {
    Ok(kept_record(desk, peer)?.map(|kept| kept.record.into()))
}

fn kept_record(desk: &mut Desk, peer: &str) -> Result<Option<KeptRecord>, NodeError> {
    let row = desk.row(NodeTable::Party, &record_key(peer))?;
    row.map(|row| cbor::decode(&row).map_err(|_| unreadable("pair-record"))).transpose()
}

/// A sealed pair record as the node keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct KeptRecord {
    #[n(0)]
    generation: u32,
    #[n(1)]
    record: ByteVec,
}

/// The approval that was last put before the custodians for an act.
pub(crate) fn paper(desk: &mut Desk, act: Act, compartment: &str) -> Result<Option<Approval>, NodeError> {
    let row = desk.row(NodeTable::Party, &paper_key(act, compartment))?;
    row.map(|row| Approval::decode(&row).map_err(|_| unreadable("approval"))).transpose()
}

/// Whether enough custodians have approved; without custody nobody has to.
pub(crate) fn approved_by(
    desk: &mut Desk,
    act: Act,
    compartment: &str,
    files: &[Hex],
    now_ms: i64,
) -> Result<(), NodeError> {
    let Some(known) = register(desk)? else { return Ok(()) };
    let below = |e: CustodyError| NodeError::below(&e);
    let need = act.needs(known.seal_public.k);
    let missing = CustodyError::TooFew { have: files.len(), need };
    let approval = paper(desk, act, compartment)?.ok_or_else(|| below(missing))?;
    let given = files.iter().map(|file| read::<Approved>(FileKind::Approved, &file.0));
    let given = given.collect::<Result<Vec<_>, _>>().map_err(below)?;
    ::custody::approved(&known.seal_public, &approval, &given, now_ms).map_err(below)?;
    forget_paper(desk, act, compartment)
}

/// An approval serves once.
pub(crate) fn forget_paper(desk: &mut Desk, act: Act, compartment: &str) -> Result<(), NodeError> {
    desk.keep(&[keep(&paper_key(act, compartment), None)])
}

fn put_paper(
    desk: &mut Desk,
    act: &str,
    compartment: String,
    text: String,
    now_ms: i64,
) -> Result<Told, NodeError> {
    let register = register(desk)?.ok_or(NodeError::NoCustody {})?;
    let given = || NodeError::NotOfItsForm { field: "act".to_owned(), given: act.to_owned() };
    let act = Act::parse(act).ok_or_else(given)?;
    let approval = Approval {
        act,
        party: register.set.party.clone(),
        status: register.set.status,
        compartment: compartment.clone(),
        text: Approval::hash(&text),
        not_before_ms: now_ms,
        expires_ms: now_ms.saturating_add(APPROVAL_MS),
        nonce: random(),
    };
    desk.keep(&[keep(&paper_key(act, &compartment), Some(approval.encode()))])?;
    Ok(Told::CustodyFile(FileTold { file: Hex(file(FileKind::Paper, &Paper { approval, text })) }))
}

/// The generations before the register's are over once no pair rests on them.
fn retire(desk: &mut Desk) -> Result<Told, NodeError> {
    let register = register(desk)?.ok_or(NodeError::NoCustody {})?;
    let peers: Vec<String> = desk.pairs.keys().map(ToString::to_string).collect();
    for party in peers {
        let made = kept_record(desk, &party)?.map_or(0, |kept| kept.generation);
        if made < register.set.generation {
            return Err(NodeError::PairOfOldGeneration { party });
        }
    }
    Ok(Told::Done {})
}

fn load(desk: &mut Desk, bytes: &[u8]) -> Result<Told, NodeError> {
    match kind_of(bytes) {
        Some(FileKind::Register) => {
            let fresh: Register = below(read(FileKind::Register, bytes))?;
            let fresh = below(Register::decode(&fresh.encode()))?;
            take_register(desk, &fresh)
        }
        Some(FileKind::Pair) => {
            let pair: PairFile = below(read(FileKind::Pair, bytes))?;
            take_pair(desk, pair)
        }
        _ => below(Err(CustodyError::NotAFile { why: "neither a register nor a pair".to_owned() })),
    }
}

fn take_register(desk: &mut Desk, fresh: &Register) -> Result<Told, NodeError> {
    let config = desk.config.clone();
    let own = (config.party.as_str(), config.status.as_str());
    let old = register(desk)?;
    let later =
        |old: &Register| (old.set.generation, old.set.version) <= (fresh.set.generation, fresh.set.version);
    let own_set = (fresh.set.party.as_str(), fresh.set.status.word()) == own;
    if !own_set || !old.as_ref().is_none_or(later) {
        let expected = old.map_or_else(|| format!("{} {}", own.0, own.1), |old| old.set.to_string());
        return below(Err(CustodyError::MixedSets { index: 0, found: fresh.set.to_string(), expected }));
    }
    let forgotten = [keep(INVITATION, None), keep(REGISTER, Some(fresh.encode())), keep(DRILL, None)];
    let same_identity = old.is_some_and(|old| old.kem_public == fresh.kem_public);
    desk.keep(if same_identity { &forgotten[1..] } else { &forgotten })?;
    if !same_identity {
        desk.invitation = None;
    }
    Ok(Told::Done {})
}

fn take_pair(desk: &mut Desk, pair: PairFile) -> Result<Told, NodeError> {
    let PairFile { mut paired, record, generation } = pair;
    if paired.peer.status != desk.identity.status || paired.peer.party == desk.identity.party {
        let found = format!("{} {}", paired.peer.party, paired.peer.status.word());
        let expected = desk.config.status.clone();
        return below(Err(CustodyError::MixedSets { index: 0, found, expected }));
    }
    paired.roots.governance_own = Secret::new([0; 32]);
    let kept = cbor::encode(&KeptRecord { generation, record });
    let sealed = keep(&record_key(paired.peer.party.as_str()), Some(kept));
    desk.keep(&[pair_row(&paired), sealed])?;
    desk.pairs.insert(paired.peer.party.clone(), paired.clone());
    desk.know(&paired);
    Ok(Told::Done {})
}

fn drill_start(desk: &mut Desk, now_ms: i64) -> Result<Told, NodeError> {
    let register = register(desk)?.ok_or(NodeError::NoCustody {})?;
    let drill = DrillRecord::ask(&register.set, random(), now_ms);
    desk.keep(&[keep(DRILL, Some(drill.encode()))])?;
    Ok(Told::CustodyFile(FileTold { file: Hex(file(FileKind::Drill, &drill)) }))
}

fn drill_record(desk: &mut Desk, proofs: &[Hex], now_ms: i64) -> Result<Told, NodeError> {
    let mut register = register(desk)?.ok_or(NodeError::NoCustody {})?;
    let row = desk.row(NodeTable::Party, DRILL)?.ok_or(NodeError::NoDrill {})?;
    let mut drill = DrillRecord::decode(&row).map_err(|_| unreadable("drill"))?;
    let proofs: Vec<Proof> =
        proofs.iter().map(|proof| below(read(FileKind::Proof, &proof.0))).collect::<Result<_, _>>()?;
    let result = drill.take(register.publics(), &proofs, now_ms);
    register.drills.retain(|kept| kept.nonce != drill.nonce);
    if !drill.proved.is_empty() {
        register.drills.push(drill.clone());
    }
    desk.keep(&[keep(DRILL, Some(drill.encode())), keep(REGISTER, Some(register.encode()))])?;
    Ok(Told::Drilled(DrilledTold {
        proved: drill.proved.keys().copied().collect(),
        wrong: result.wrong.iter().map(|(index, _)| *index).collect(),
        state: health(&register, now_ms).state.word().to_owned(),
    }))
}

fn keep(key: &[u8], value: Option<Vec<u8>>) -> NodeWrite {
    NodeWrite { table: NodeTable::Party, key: key.to_vec(), value }
}

fn record_key(peer: &str) -> Vec<u8> {
    [RECORD, peer.as_bytes()].concat()
}

fn below<T>(result: Result<T, CustodyError>) -> Result<T, NodeError> {
    result.map_err(|e| NodeError::below(&e))
}

fn unreadable(row: &str) -> NodeError {
    NodeError::RowUnreadable { row: row.to_owned() }
}

fn paper_key(act: Act, compartment: &str) -> Vec<u8> {
    [b"custody-paper/", act.word().as_bytes(), b"/", compartment.as_bytes()].concat()
}

/// How long an approval may be given: custodians sit apart.
const APPROVAL_MS: i64 = 14 * 86_400_000;
const DRILL: &[u8] = b"custody-drill";
const RECORD: &[u8] = b"pair-record/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nodes_half_of_a_pair_has_no_governance_key_of_its_own() {
        let identity = line::pairing::Identity {
            party: line::ids::PartyCode::parse("IR").expect("a code"),
            status: line::ids::Status::Test,
            generation: 1,
            kem_seed: Secret::new([1; 32]),
        };
        let peer = line::pairing::Invitation::new(&identity, Vec::new(), [0; 32], Vec::new());
        let roots = line::pairing::Roots {
            day: Secret::new([2; 32]),
            governance_own: Secret::new([3; 32]),
            governance_peer: Secret::new([4; 32]),
        };
        let half = PairFile::of(&Paired { peer, roots, courier: false }, Vec::new(), 1);
        let bytes = cbor::encode(&half);
        assert!(!bytes.windows(32).any(|window| window == [3; 32]));
        assert!(bytes.windows(32).any(|window| window == [4; 32]));
    }
}
