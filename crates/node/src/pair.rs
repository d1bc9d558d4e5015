//! Pairing at the party's desk: the four files of line.md section 2, one after another.

use crate::api::{Hex, PairTold, Told};
use crate::entropy::random;
use crate::error::NodeError;
use crate::party::{Desk, exchange_row, pair_row};
use line::armour::{File, FileKind};
use line::ids::PartyCode;
use line::pairing::{Exchange, Invitation, Paired, Step};
use line::secret::Secret;

/// Whose a file is, before a fingerprint is typed.
pub(crate) fn read_file(desk: &Desk, bytes: &[u8]) -> Result<Told, NodeError> {
    let file = File::read(bytes)?;
    let ours = desk.identity.status;
    let (kind, party) = match file.kind {
        FileKind::Invitation => ("INVITATION", Some(Invitation::read(bytes, ours)?.party)),
        FileKind::PairingReply => ("REPLY", Some(Exchange::replier(bytes, ours)?.party)),
        kind => {
            let id = Exchange::id_in(bytes, ours)?;
            let word = if kind == FileKind::PairingConfirm { "CONFIRM" } else { "CLOSE" };
            (word, desk.exchanges.get(&id).map(|e| e.peer.party.clone()))
        }
    };
    Ok(Told::PairFile {
        kind: kind.to_owned(),
        party: party.map(|p| p.to_string()),
        status: Some(file.status.word().to_owned()),
        needs_fingerprint: matches!(file.kind, FileKind::Invitation | FileKind::PairingReply),
    })
}

/// Takes the next file of a pairing.
pub(crate) fn take_file(
    desk: &mut Desk,
    bytes: &[u8],
    typed: Option<&str>,
    courier: Option<[u8; 32]>,
) -> Result<Told, NodeError> {
    let ours = desk.identity.status;
    let courier = courier.map(Secret::new);
    match File::read(bytes)?.kind {
        FileKind::Invitation => {
            let theirs = Invitation::read(bytes, ours)?;
            let typed = needed(typed, &theirs.party)?;
            let own = desk.invitation()?;
            let exchange = Exchange::reply(&desk.identity, &own, &theirs, typed, courier, random())?;
            begin(desk, exchange)
        }
        FileKind::PairingReply => {
            let typed = needed(typed, &Exchange::replier(bytes, ours)?.party)?;
            let own = desk.invitation()?;
            let exchange = Exchange::confirm(&desk.identity, &own, bytes, typed, courier, random())?;
            begin(desk, exchange)
        }
        _ => receive(desk, bytes),
    }
}

/// All pairs, done and under way.
pub(crate) fn pairs(desk: &Desk) -> Vec<PairTold> {
    let done = desk.pairs.values().map(|paired| told(paired, None));
    let waiting = desk.exchanges.values().filter(|e| e.paired().is_none()).map(|e| PairTold {
        party: e.peer.party.to_string(),
        state: "WAITING".to_owned(),
        assurance: "NONE".to_owned(),
        give: Some(Hex(e.out.to_vec())),
    });
    done.chain(waiting).collect()
}

fn begin(desk: &mut Desk, exchange: Exchange) -> Result<Told, NodeError> {
    desk.keep(&[exchange_row(&exchange)])?;
    let told = PairTold {
        party: exchange.peer.party.to_string(),
        state: "WAITING".to_owned(),
        assurance: "NONE".to_owned(),
        give: Some(Hex(exchange.out.to_vec())),
    };
    desk.exchanges.insert(exchange.id, exchange);
    Ok(Told::Pairing(told))
}

fn receive(desk: &mut Desk, bytes: &[u8]) -> Result<Told, NodeError> {
    let id = Exchange::id_in(bytes, desk.identity.status)?;
    let exchange = desk.exchanges.get(&id).ok_or(line::refused::Refused::NoSuchPairing)?;
    let mut exchange = exchange.clone();
    let step = exchange.receive(&desk.identity, bytes)?;
    let (paired, give) = match step {
        Step::PairedGive(paired) => (paired, Some(exchange.out.to_vec())),
        Step::Paired(paired) => (paired, None),
    };
    desk.keep(&[exchange_row(&exchange), pair_row(&paired)])?;
    desk.exchanges.insert(id, exchange);
    desk.pairs.insert(paired.peer.party.clone(), paired.clone());
    desk.know(&paired);
    Ok(Told::Pairing(told(&paired, give)))
}

fn told(paired: &Paired, give: Option<Vec<u8>>) -> PairTold {
    PairTold {
        party: paired.peer.party.to_string(),
        state: "PAIRED".to_owned(),
        assurance: if paired.courier { "COURIER" } else { "FINGERPRINT ONLY" }.to_owned(),
        give: give.map(Hex),
    }
}

fn needed<'a>(typed: Option<&'a str>, party: &PartyCode) -> Result<&'a str, NodeError> {
    typed.ok_or_else(|| NodeError::FingerprintNeeded { party: party.to_string() })
}
