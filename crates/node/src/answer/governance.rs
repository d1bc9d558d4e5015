//! A party's word in a compartment: succession, closing, renewal. Sent and read as annexes that only the peer opens, checked
//! by the pair's governance key.
//!
//! I1 an ACTUAL party without custody cannot speak. I2 with custody this node prepares acts and carries words; it makes
//! none. I3 a word counts from the time its entry claims, so all members see one state. I4 HOLD needs no key: whoever could
//! forge it can only keep a line open.

use super::compartment_side::send;
use super::party_side::{ClosedWith, backup};
use super::{find, successions};
use crate::api::{ClosingTold, CustodyAsk, FileTold, Hex, SaidTold, SpokenTold, Told, WordsTold};
use crate::custody;
use crate::error::NodeError;
use crate::inner::Inner;
use crate::party::Desk;
use ::custody::{
    Act, Closing, FileKind, GovernanceAct, GovernanceKind, Moved, Secret32, Status, Waiting, Word, act_mac,
    act_mac_is, closing, file, kind_of, read,
};
use line::body::Annex;
use line::entry::Kind;
use line::ids::PartyCode;
use line::machine::AnnexOrder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Answers a question about custody or the party's word.
pub(super) async fn answer(inner: &Arc<Inner>, question: CustodyAsk) -> Result<Told, NodeError> {
    match question {
        CustodyAsk::Speak { compartment, word, effect_ms, items, roster } => {
            speak(inner, &compartment, &word, effect_ms, items, &roster).await
        }
        CustodyAsk::Said { compartment } => {
            let (said, state) = heard(inner, &compartment).await?;
            let told = said.into_iter().map(|said| said.told).collect();
            Ok(Told::Said(WordsTold { said: told, closing: closing_told(&state) }))
        }
        CustodyAsk::Hold { compartment, approved } => hold(inner, &compartment, approved).await,
        CustodyAsk::Backup { path } => {
            let register = inner.party.ask(custody::register).await??.ok_or(NodeError::NoCustody {})?;
            let key = store::BackupKey(register.backup_public.to_vec());
            backup(inner, PathBuf::from(path), ClosedWith::Key(key)).await
        }
        CustodyAsk::Successions { compartment } => successions::successions(inner, &compartment).await,
        CustodyAsk::Presence { compartment } => successions::presence(inner, &compartment).await,
        CustodyAsk::Load { file } if kind_of(&file.0) == Some(FileKind::Words) => words(inner, &file.0).await,
        question => {
            let now_ms = inner.roll.clock().now().utc_ms;
            inner.party.ask(move |desk| custody::answer(desk, question, now_ms)).await?
        }
    }
}

/// Refuses what would be released into a compartment that both sides have closed.
pub(super) async fn not_closed(inner: &Arc<Inner>, compartment: &str) -> Result<(), NodeError> {
    match heard(inner, compartment).await?.1 {
        Closing::Closed { .. } => Err(NodeError::Closed { compartment: compartment.to_owned() }),
        _ => Ok(()),
    }
}

/// What an act is about, as the carrier knows it.
struct Place {
    id: [u8; 32],
    own: String,
    status: Status,
    peers: Vec<PartyCode>,
}

async fn place(inner: &Arc<Inner>, compartment: &str) -> Result<Place, NodeError> {
    let worker = find(inner, compartment)?;
    let told = worker.ask(|core, _| {
        let config = core.line().config();
        let status = Status::parse(config.status.word());
        (config.compartment.0, config.own.to_string(), status, config.peers().cloned().collect::<Vec<_>>())
    });
    let (id, own, status, peers) = told.await?;
    let status = status.ok_or_else(|| NodeError::RowUnreadable { row: "status".to_owned() })?;
    Ok(Place { id, own, status, peers })
}

async fn speak(
    inner: &Arc<Inner>,
    compartment: &str,
    word: &str,
    effect_ms: i64,
    items: u32,
    roster: &Hex,
) -> Result<Told, NodeError> {
    let form = |field: &str, given: &str| NodeError::NotOfItsForm {
        field: field.to_owned(),
        given: given.to_owned(),
    };
    let kind =
        [GovernanceKind::Succession, GovernanceKind::Cancel, GovernanceKind::Close, GovernanceKind::Renewal];
    let kind = kind.into_iter().find(|kind| kind.word() == word).ok_or_else(|| form("word", word))?;
    let roster: [u8; 32] = roster.0.as_slice().try_into().map_err(|_| form("roster", "(digest)"))?;
    let place = place(inner, compartment).await?;
    let made =
        inner.party.ask(move |desk| prepared(desk, &place, kind, effect_ms, (items, roster))).await??;
    match made {
        Made::Waiting(all) => Ok(Told::CustodyFile(FileTold { file: Hex(file(FileKind::Acts, &all)) })),
        Made::Words(all) => sent(inner, compartment, all).await,
    }
}

/// What the desk can make of an act: with custody what waits for a ceremony, without it the words themselves.
enum Made {
    Waiting(Vec<Waiting>),
    Words(Vec<Word>),
}

fn prepared(
    desk: &mut Desk,
    place: &Place,
    kind: GovernanceKind,
    effect_ms: i64,
    (items, roster): (u32, [u8; 32]),
) -> Result<Made, NodeError> {
    let register = custody::register(desk)?;
    let generation = register.as_ref().map_or(1, |register| register.set.generation);
    let act = GovernanceAct {
        kind,
        party: place.own.clone(),
        status: place.status,
        compartment: place.id,
        effect_ms,
        roster,
        items,
        generation,
    };
    if register.is_none() && place.status == Status::Actual {
        return Err(NodeError::NoCustody {});
    }
    let (mut waiting, mut words) = (Vec::new(), Vec::new());
    for peer in &place.peers {
        let named = peer.to_string();
        match custody::record(desk, &named)? {
            Some(record) => waiting.push(Waiting { peer: named, act: act.clone(), record: record.into() }),
            None if register.is_some() => return Err(NodeError::NotPaired { party: named }),
            None => {
                let pair = desk.pairs.get(peer).ok_or(NodeError::NotPaired { party: named.clone() })?;
                let key = Secret32::new(*pair.roots.governance_own.bytes());
                words.push(Word { peer: named, act: act.clone(), mac: act_mac(&key, &act) });
            }
        }
    }
    Ok(if register.is_some() { Made::Waiting(waiting) } else { Made::Words(words) })
}

/// Words that a ceremony made, of any compartment of this node.
async fn words(inner: &Arc<Inner>, bytes: &[u8]) -> Result<Told, NodeError> {
    let all: Vec<Word> = read(FileKind::Words, bytes).map_err(|e| NodeError::below(&e))?;
    let ids: BTreeSet<[u8; 32]> = all.iter().map(|word| word.act.compartment).collect();
    let codes = inner.party.ask(move |desk| {
        let code = |id: &[u8; 32]| {
            let indexed = desk.index.get(&line::ids::CompartmentId(*id))?;
            Some((*id, indexed.charter().ok()?.compartment.to_string()))
        };
        ids.iter().filter_map(code).collect::<BTreeMap<_, _>>()
    });
    let codes = codes.await?;
    let own =
        |word: &Word| word.act.party == inner.config.party && word.act.status.word() == inner.config.status;
    if let Some(word) = all.iter().find(|word| !own(word) || !codes.contains_key(&word.act.compartment)) {
        let compartment = hex::encode(&word.act.compartment[..4]);
        return Err(NodeError::NoSuchCompartment { compartment });
    }
    let mut peers = Vec::new();
    for (id, code) in codes {
        let here = all.iter().filter(|word| word.act.compartment == id).cloned().collect();
        if let Told::Spoken(SpokenTold { sent }) = sent(inner, &code, here).await? {
            peers.extend(sent);
        }
    }
    Ok(Told::Spoken(SpokenTold { sent: peers }))
}

async fn sent(inner: &Arc<Inner>, compartment: &str, words: Vec<Word>) -> Result<Told, NodeError> {
    let mut peers = Vec::new();
    for word in words {
        let reader = PartyCode::parse(&word.peer);
        let readers = vec![reader.ok_or(NodeError::NotPaired { party: word.peer.clone() })?];
        peers.push(word.peer.clone());
        let bytes = file(FileKind::Words, &vec![word]);
        send(inner, compartment, AnnexOrder { ticket: 0, bytes, kind: KIND.to_owned(), readers }).await?;
    }
    Ok(Told::Spoken(SpokenTold { sent: peers }))
}

async fn hold(inner: &Arc<Inner>, compartment: &str, approved: Vec<Hex>) -> Result<Told, NodeError> {
    let place = place(inner, compartment).await?;
    let (code, now_ms) = (compartment.to_owned(), inner.roll.clock().now().utc_ms);
    let checked =
        inner.party.ask(move |desk| custody::approved_by(desk, Act::Hold, &code, &approved, now_ms));
    checked.await??;
    let act = |peer: &PartyCode| Word {
        peer: peer.to_string(),
        act: GovernanceAct {
            kind: GovernanceKind::Hold,
            party: place.own.clone(),
            status: place.status,
            compartment: place.id,
            effect_ms: now_ms,
            roster: [0; 32],
            items: 0,
            generation: 1,
        },
        mac: [0; 32],
    };
    sent(inner, compartment, place.peers.iter().map(act).collect()).await
}

/// A word that was heard or sent.
struct Heard {
    told: SaidTold,
    moved: Option<Moved>,
}

/// Every word in a compartment, oldest first, and where its closing stands.
async fn heard(inner: &Arc<Inner>, compartment: &str) -> Result<(Vec<Heard>, Closing), NodeError> {
    let worker = find(inner, compartment)?;
    let told = worker.ask(|core, now| {
        let line = core.line();
        let config = line.config();
        let annexes: Vec<(PartyCode, i64, Vec<u8>)> = line
            .record_of(Kind::Annex)
            .filter_map(|entry| {
                let body = Annex::decode(&entry.body).ok().filter(|body| body.kind == KIND)?;
                let bytes = line.annex(&body.hash)?;
                Some((entry.header.author.clone(), entry.header.claimed_ms, bytes))
            })
            .collect();
        // Only what was closed by a word can be opened again by a notice.
        let after = (!annexes.is_empty()).then(|| line.order()).into_iter().flatten();
        let notices = after.filter(|entry| entry.header.kind == Kind::Notice);
        let notices: Vec<i64> = notices.map(|entry| entry.header.claimed_ms).collect();
        let members: BTreeSet<String> = config.members.keys().map(ToString::to_string).collect();
        (annexes, notices, members, config.compartment.0, config.own.clone(), now.utc_ms)
    });
    let (annexes, notices, members, id, own, now_ms) = told.await?;
    let keys = inner.party.ask(|desk| {
        let key = |(party, pair): (&PartyCode, &line::pairing::Paired)| {
            (party.clone(), Secret32::new(*pair.roots.governance_peer.bytes()))
        };
        desk.pairs.iter().map(key).collect::<BTreeMap<_, _>>()
    });
    let keys = keys.await?;
    let all: Vec<Heard> = annexes
        .into_iter()
        .filter_map(|(author, at_ms, bytes)| {
            let word = read::<Vec<Word>>(FileKind::Words, &bytes).ok()?.pop()?;
            Some(one(&author, at_ms, &word, &id, (author == own).then_some(()), keys.get(&author)))
        })
        .collect();
    let moves = all.iter().filter_map(|heard| heard.moved.clone());
    let moves: Vec<Moved> = moves.chain(notices.into_iter().map(|at_ms| Moved::Notice { at_ms })).collect();
    let state = closing(&members, &moves, now_ms);
    Ok((all, state))
}

fn one(
    author: &PartyCode,
    at_ms: i64,
    word: &Word,
    id: &[u8; 32],
    own: Option<()>,
    key: Option<&Secret32>,
) -> Heard {
    let act = &word.act;
    let here = act.party == author.as_str() && act.compartment == *id;
    let mac = own.is_some() || key.is_some_and(|key| act_mac_is(key, act, &word.mac));
    let proved = here && (act.kind == GovernanceKind::Hold || mac);
    let party = author.to_string();
    let moved = proved.then(|| Moved::Said { at_ms, party: party.clone(), kind: act.kind });
    let told = SaidTold {
        party,
        word: act.kind.word().to_owned(),
        at_ms,
        effect_ms: act.effect_ms,
        items: act.items,
        generation: act.generation,
        proved,
    };
    Heard { told, moved }
}

fn closing_told(state: &Closing) -> ClosingTold {
    let mut told = ClosingTold { state: state.word().to_owned(), by: Vec::new(), at_ms: None };
    match state {
        Closing::Open => {}
        Closing::Proposed { by } => told.by = by.iter().cloned().collect(),
        Closing::Cooling { until_ms } => told.at_ms = Some(*until_ms),
        Closing::Closed { since_ms } => told.at_ms = Some(*since_ms),
        Closing::Held { by, at_ms } => {
            told.by = vec![by.clone()];
            told.at_ms = Some(*at_ms);
        }
    }
    told
}

/// The kind of the annexes that carry words.
const KIND: &str = "GOVERNANCE";
