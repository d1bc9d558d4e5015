//! Questions about the carrier: tests, states, fingerprints, pouches, the watch.

use super::{find, line_tests, not_of_its_form, some};
use crate::api::{Ask, HeadTold, Hex, LineTold, Told};
use crate::error::NodeError;
use crate::inner::Inner;
use chancery::Event;
use line::cut::Cut;
use line::diagnosis::{LineState, State, Word};
use line::header::Head;
use line::ids::PartyCode;
use line::machine;
use line::secret::Secret;
use std::sync::Arc;
use std::time::Duration;

pub(super) async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::LineTest { compartment, timeout_ms } => {
            line_tests::answer(some(inner, compartment.as_deref())?, timeout_ms).await
        }
        Ask::LineStatus {} => lines(inner).await,
        Ask::Watch { manned, languages } => {
            let watch = watch(manned, &languages)?;
            inner.party.ask(move |desk| desk.man(watch)).await??;
            Ok(Told::Done {})
        }
        Ask::Rotate { compartment, courier_secrets } => {
            let psks = courier_secrets.into_iter().map(|id| id.0).collect();
            let changes = line::group::Changes { psks, ..Default::default() };
            find(inner, &compartment)?.hand_in(machine::Input::Rotate(changes)).await?;
            Ok(Told::Done {})
        }
        Ask::CourierSecret { compartment, secret } => {
            let wrong = |_| not_of_its_form("secret", "(secret)");
            let secret = Secret::new(<[u8; 32]>::try_from(secret.0).map_err(wrong)?);
            let worker = find(inner, &compartment)?;
            let id = worker
                .ask({
                    let secret = secret.clone();
                    move |core, _| line::keys::psk_id(core.line().config().status, &secret)
                })
                .await?;
            worker.hand_in(machine::Input::Psk { id: id.clone(), secret }).await?;
            Ok(Told::CourierSecret { id: Hex(id) })
        }
        Ask::Fingerprint { compartment } => fingerprint(inner, compartment).await,
        Ask::Verify { compartment, fingerprint } => verify(inner, &compartment, fingerprint).await,
        Ask::Export { compartment, cut, from } => export(inner, &compartment, cut, from).await,
        Ask::PouchPack { compartment, to } => pack(inner, &compartment, &to).await,
        Ask::PouchOpen { compartment, file } => {
            let worker = find(inner, &compartment)?;
            // The compartment reads it again: here the bearer learns at once why it is not for this node.
            if let Some(ours) = inner.config.line_status() {
                line::pouch::open(&file.0, ours).map_err(|refused| NodeError::below(&refused))?;
            }
            worker.hand_in(machine::Input::Pouch(file.0)).await?;
            Ok(Told::Done {})
        }
        _ => Ok(Told::Done {}),
    }
}

async fn lines(inner: &Arc<Inner>) -> Result<Told, NodeError> {
    let mut lines = Vec::new();
    for (code, worker) in inner.roll.all() {
        let states = worker.ask(|core, _| core.line().line_states()).await?;
        lines.extend(states.into_iter().map(|(party, state)| line_told(&code, &party, &state)));
    }
    Ok(Told::Lines { lines })
}

pub(super) fn line_told(code: &str, party: &PartyCode, state: &LineState) -> LineTold {
    let word = state.word.as_ref().map(word);
    LineTold {
        compartment: code.to_owned(),
        party: party.to_string(),
        state: match state.state {
            State::Up => "UP",
            State::Degraded => "DEGRADED",
            State::Late => "LATE",
            State::Unanswered => "UNANSWERED",
            State::Declared => "DECLARED",
            State::Forked => "FORKED",
        }
        .to_owned(),
        word: word.map(|(word, _)| word.to_owned()),
        relay: word.and_then(|(_, relay)| relay.map(ToOwned::to_owned)),
        since_ms: state.since_ms,
    }
}

/// The word as the table has it, and the relay that it names.
fn word(word: &Word) -> (&'static str, Option<&str>) {
    match word {
        Word::PathOurs => ("PATH-OURS", None),
        Word::RelayDown(relay) => ("RELAY-DOWN", Some(relay)),
        Word::RelayWithholds(relay) => ("RELAY-WITHHOLDS", Some(relay)),
        Word::Declared => ("DECLARED", None),
        Word::NoContact => ("NO-CONTACT", None),
        Word::NodeOff => ("NODE-OFF", None),
        Word::PathTheirs => ("PATH-THEIRS", None),
        Word::WatchAbsent => ("WATCH-ABSENT", None),
        Word::PresentNotAnswering => ("PRESENT-NOT-ANSWERING", None),
        Word::Forked => ("FORKED", None),
    }
}

/// Byte 0: manned; then two letters a language, at most seven.
fn watch(manned: bool, languages: &[String]) -> Result<[u8; 16], NodeError> {
    let mut watch = [0; 16];
    watch[0] = u8::from(manned);
    for (place, language) in languages.iter().enumerate() {
        let letters: Option<[u8; 2]> = language.as_bytes().try_into().ok();
        let letters = letters.filter(|l| l.iter().all(u8::is_ascii_lowercase) && place < 7);
        let letters = letters.ok_or_else(|| not_of_its_form("languages", language))?;
        watch[1 + 2 * place..3 + 2 * place].copy_from_slice(&letters);
    }
    Ok(watch)
}

async fn fingerprint(inner: &Arc<Inner>, compartment: String) -> Result<Told, NodeError> {
    let worker = find(inner, &compartment)?;
    let (digest, heads) = worker.ask(|core, _| (core.line().digest(), core.line().cut().heads())).await?;
    let head = |h: line::entry::Head| HeadTold {
        author: h.author.to_string(),
        seq: h.seq,
        hash: Hex(h.hash.0.to_vec()),
    };
    Ok(Told::Fingerprint {
        compartment,
        digits: line::fingerprint::digits(&digest.0),
        words: line::fingerprint::words(&digest.0).join(" "),
        digest: Hex(digest.0.to_vec()),
        heads: heads.into_iter().map(head).collect(),
    })
}

async fn verify(inner: &Arc<Inner>, compartment: &str, typed: String) -> Result<Told, NodeError> {
    let digest = find(inner, compartment)?.ask(|core, _| core.line().digest()).await?;
    let own = line::fingerprint::digits(&digest.0);
    let words = line::fingerprint::words(&digest.0).join(" ");
    let said = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let equal = line::fingerprint::typed_is(&typed, &own) || said == words;
    Ok(Told::Verified { equal, own })
}

async fn export(
    inner: &Arc<Inner>,
    compartment: &str,
    cut: Option<Hex>,
    from: u64,
) -> Result<Told, NodeError> {
    let worker = find(inner, compartment)?;
    let cut = cut.map(|heads| line::cbor::decode::<Vec<Head>>(&heads.0));
    let cut = cut.transpose().map_err(|_| not_of_its_form("cut", "heads"))?;
    let cut = cut.map(|heads| Cut(heads.into_iter().map(|h| (h.author, (h.seq, h.hash))).collect()));
    let page = worker.ask(move |core, _| {
        let line = core.line();
        let cut = cut.unwrap_or_else(|| line.cut());
        let mut dockets = line.order_at(&cut).skip(usize::try_from(from).unwrap_or(usize::MAX));
        let page = dockets.by_ref().take(EXPORTED_AT_ONCE).filter_map(|docket| line.entry(&docket.hash));
        let entries: Vec<Hex> = page.map(|entry| Hex(entry.encode())).collect();
        let next = dockets.next().map(|_| from + entries.len() as u64);
        Told::Export { entries, cut: Hex(line::cbor::encode(&cut.heads())), next }
    });
    page.await
}

/// Entries of one page of an export.
const EXPORTED_AT_ONCE: usize = 4_096;

async fn pack(inner: &Arc<Inner>, compartment: &str, to: &str) -> Result<Told, NodeError> {
    let worker = find(inner, compartment)?;
    let party = PartyCode::parse(to).ok_or_else(|| not_of_its_form("to", to))?;
    let mut events = inner.events.subscribe();
    let entries = worker.ask(|core, _| core.line().outbox_len() as u64).await?;
    worker.hand_in(machine::Input::PackPouch { to: party.clone() }).await?;
    let packed = async {
        loop {
            match events.recv().await {
                Ok((code, Event::Carrier(machine::Event::PouchPacked { to, bytes })))
                    if code == compartment && to == party =>
                {
                    return Some(bytes);
                }
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return None,
                _ => {}
            }
        }
    };
    match tokio::time::timeout(PACK_WITHIN, packed).await {
        Ok(Some(bytes)) => Ok(Told::Pouch { file: Hex(bytes), entries }),
        _ => Err(NodeError::Busy { compartment: compartment.to_owned() }),
    }
}

const PACK_WITHIN: Duration = Duration::from_secs(10);
