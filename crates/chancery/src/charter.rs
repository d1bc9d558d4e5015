//! The charter at this node: what `line` is told beside the text, and whether both say the same (line.md section 4).

use crate::error::ChanceryError;
use line::body::{CharterRelay, MemberTempo, Parameters as Carried, RecordKey};
use line::config::{Attestation, Config, Tempo};
use line::entry::Lane;
use line::ids::PartyCode;
use notice::vocabulary::{Attestation as Said, Tempo as SaidTempo};
use notice::{Charter, Number, Parameters};
use standing::Stand;
use standing::view::party_of;

/// The body of a CHARTER entry: the form's bytes, and beside them what `line` needs of it.
///
/// # Errors
/// [`ChanceryError::CharterDisagrees`] if the text lacks a paragraph or says otherwise than the carrier was told;
/// [`ChanceryError::Invalid`] if a value is not of its paragraph's kind.
pub fn body(
    charter: &Charter,
    in_force: u32,
    config: &Config,
    relays: &[CharterRelay],
) -> Result<Vec<u8>, ChanceryError> {
    let said = read(charter)?;
    agrees(charter, in_force, config)?;
    let bytes = charter.encode().map_err(|why| ChanceryError::Invalid { findings: vec![why.to_string()] })?;
    let mut record_keys: Vec<RecordKey> =
        said.record_keys.iter().map(|(party, key)| RecordKey { party: party_of(party), key: *key }).collect();
    record_keys.sort_by(|a, b| a.party.cmp(&b.party));
    let body = line::body::Charter {
        bytes: bytes.into(),
        parameters: parameters(charter.version, &said, config, relays),
        record_keys,
    };
    Ok(line::cbor::encode(&body))
}

/// Refuses a charter whose text says otherwise than what the carrier was told. A version later than the one in force
/// may name other members and another test interval, which take effect with it; status, attestation and relays are the
/// compartment's for its life.
///
/// # Errors
/// [`ChanceryError::CharterDisagrees`] with the first difference.
pub fn agrees(charter: &Charter, in_force: u32, config: &Config) -> Result<(), ChanceryError> {
    let said = read(charter)?;
    let same = |parameter: &str, text: String, carrier: String| {
        let refused = || ChanceryError::CharterDisagrees {
            parameter: parameter.to_owned(),
            text: text.clone(),
            carrier: carrier.clone(),
        };
        if text == carrier { Ok(()) } else { Err(refused()) }
    };
    same("status", charter.status.word().to_owned(), config.status.word().to_owned())?;
    same("attestation", format!("{:?}", attestation(&said)), format!("{:?}", config.attestation))?;
    let mut relays: Vec<String> = said.relays.iter().map(|(id, _)| id.clone()).collect();
    let mut told: Vec<String> = config.relays.iter().map(|relay| relay.path.clone()).collect();
    relays.sort();
    told.sort();
    same("relays", relays.join(", "), told.join(", "))?;
    if charter.version > in_force {
        return Ok(());
    }
    let mut text: Vec<(PartyCode, Tempo)> =
        said.members.iter().map(|(party, _, how)| (party_of(party), tempo(*how))).collect();
    text.sort();
    let told: Vec<(PartyCode, Tempo)> = config.members.iter().map(|(p, t)| (p.clone(), *t)).collect();
    let list = |members: &[(PartyCode, Tempo)]| {
        members.iter().map(|(party, tempo)| format!("{party} {tempo:?}")).collect::<Vec<_>>().join(", ")
    };
    same("members", list(&text), list(&told))?;
    let interval = said.clocks.test.ms().unsigned_abs();
    same("test", interval.to_string(), config.test_interval_ms.to_string())
}

/// Whether what stands beside a charter's text is what the text says; addresses of relays are not in it.
///
/// # Errors
/// [`ChanceryError::CharterDisagrees`] with the first difference; [`ChanceryError::Invalid`].
pub fn same(charter: &Charter, carried: &Carried) -> Result<(), ChanceryError> {
    let said = charter.parameters().ok_or_else(|| ChanceryError::Invalid { findings: vec!["CH".into()] })?;
    let members = |list: Vec<(PartyCode, Tempo)>| {
        let mut list: Vec<String> = list.into_iter().map(|(p, t)| format!("{p} {t:?}")).collect();
        list.sort();
        list.join(", ")
    };
    let text = said.members.iter().map(|(party, _, how)| (party_of(party), tempo(*how)));
    let beside = carried.members.iter().map(|m| (m.party.clone(), m.tempo));
    let mut relays: Vec<&str> = said.relays.iter().map(|(id, _)| id.as_str()).collect();
    relays.sort_unstable();
    let carried_relays: Vec<&str> = carried.relays.iter().map(|r| r.id.as_str()).collect();
    let days = u32::try_from(said.retention.seconds() / 86_400).unwrap_or(u32::MAX);
    let rows = [
        ("version", charter.version.to_string(), carried.version.to_string()),
        ("members", members(text.collect()), members(beside.collect())),
        ("relays", relays.join(", "), carried_relays.join(", ")),
        ("attestation", format!("{:?}", attestation(&said)), format!("{:?}", carried.attestation)),
        ("test", said.clocks.test.ms().unsigned_abs().to_string(), carried.test_interval_ms.to_string()),
        ("retention", days.to_string(), carried.retention_days.to_string()),
        ("annex", u64::from(said.annex_bytes.0).to_string(), carried.annex_max_bytes.to_string()),
        ("annexes", u64::from(said.annex_bytes.1).to_string(), carried.annex_total_bytes.to_string()),
    ];
    match rows.into_iter().find(|(_, text, carrier)| text != carrier) {
        Some((parameter, text, carrier)) => {
            Err(ChanceryError::CharterDisagrees { parameter: parameter.to_owned(), text, carrier })
        }
        None => Ok(()),
    }
}

/// Whether a version is in force for a member: its proposer at once, others from their matching read-back.
pub fn in_force_for(stand: &Stand<'_>, number: &Number, party: &PartyCode) -> bool {
    let proposed = stand.charters().any(|c| c.charter.number() == *number && c.place.author == *party);
    proposed || stand.charter_read_by(number).iter().any(|(reader, _)| reader == party)
}

fn read(charter: &Charter) -> Result<Parameters, ChanceryError> {
    let findings = notice::validate::validate_charter(charter);
    if !findings.is_empty() {
        return Err(ChanceryError::Invalid { findings: findings.iter().map(ToString::to_string).collect() });
    }
    charter.parameters().ok_or_else(|| ChanceryError::Invalid { findings: vec!["CH".into()] })
}

fn parameters(version: u32, said: &Parameters, config: &Config, relays: &[CharterRelay]) -> Carried {
    let mut members: Vec<MemberTempo> = said
        .members
        .iter()
        .map(|(party, _, how)| MemberTempo { party: party_of(party), tempo: tempo(*how) })
        .collect();
    members.sort_by(|a, b| a.party.cmp(&b.party));
    let mut relays = relays.to_vec();
    relays.sort_by(|a, b| a.id.cmp(&b.id));
    Carried {
        version,
        members,
        relays,
        test_interval_ms: said.clocks.test.ms().unsigned_abs(),
        retention_days: u32::try_from(said.retention.seconds() / 86_400).unwrap_or(u32::MAX),
        attestation: attestation(said),
        floor_lanes: vec![Lane::Floor],
        annex_max_bytes: said.annex_bytes.0.into(),
        annex_total_bytes: said.annex_bytes.1.into(),
        epoch_age_alarm_ms: EPOCH_AGE_ALARM_MS,
        grace_ms: said.clocks.arrival_grace.ms().unsigned_abs(),
        tell_hand_over: config.tell_hand_over,
        filler_per_hour: 0,
    }
}

fn attestation(said: &Parameters) -> Attestation {
    match said.attestation {
        Said::MutualOnly => Attestation::MutualOnly,
        Said::Transferable => Attestation::Transferable,
    }
}

fn tempo(said: SaidTempo) -> Tempo {
    match said {
        SaidTempo::Voting => Tempo::Voting,
        SaidTempo::Following => Tempo::Following,
        SaidTempo::Silent => Tempo::Silent,
    }
}

/// Age of an epoch that raises an alarm, ms: 30 d (line.md section 4).
const EPOCH_AGE_ALARM_MS: u64 = 30 * 86_400_000;
