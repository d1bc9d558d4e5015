//! From a charter and this node's configuration to what a compartment's cores must know.

use crate::config::NodeConfig;
use crate::error::NodeError;
use chancery::Setup;
use chancery::officers::Roster;
use line::body::{CharterRelay, MemberTempo, Parameters, Tempo};
use line::config::{Config, Planted, RelayConfig};
use line::direct::FoundingRequest;
use line::entry::Attestation;
use line::ids::{CompartmentId, PartyCode, Status};
use line::secret::Secret;
use minicbor::{Decode, Encode};
use notice::{Charter, Station};
use std::collections::BTreeMap;

/// What `node.db` keeps of a compartment: all that its setup is made of again at each start.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Indexed {
    /// What was agreed to be founded.
    #[n(0)]
    pub(crate) request: FoundingRequest,
    /// Own record key seed, in TRANSFERABLE only.
    #[n(1)]
    pub(crate) record_key: Option<Secret>,
}

impl Indexed {
    /// The charter form.
    pub(crate) fn charter(&self) -> Result<Charter, NodeError> {
        Charter::decode(&self.request.charter).map_err(|e| NodeError::below(&e))
    }
}

/// What this node brings to every compartment.
pub(crate) struct Party<'a> {
    pub(crate) config: &'a NodeConfig,
    pub(crate) node: [u8; 32],
    pub(crate) pairs: &'a BTreeMap<PartyCode, Secret>,
    pub(crate) roster: &'a Roster,
    pub(crate) planted: Planted,
}

impl Party<'_> {
    /// The setup of a compartment.
    ///
    /// # Errors
    /// [`NodeError::NotPaired`], [`NodeError::NoSuchRelay`], a refusal of the charter's bytes.
    pub(crate) fn setup(&self, indexed: &Indexed) -> Result<Setup, NodeError> {
        let charter = indexed.charter()?;
        let station = Station::parse(&self.config.station).map_err(|_| self.bad("station"))?;
        Ok(Setup {
            node: self.node,
            code: charter.compartment.clone(),
            station,
            line: self.line(&indexed.request, charter.compartment.as_str())?,
            roster: self.roster.clone(),
            charter,
            relays: indexed.request.parameters.relays.clone(),
            record_key: indexed.record_key.clone(),
            planted: standing::Planted::default(),
        })
    }

    /// What the carrier must know.
    fn line(&self, request: &FoundingRequest, code: &str) -> Result<Config, NodeError> {
        let own = self.config.party_code().ok_or_else(|| self.bad("party"))?;
        let parameters = &request.parameters;
        // all pairs, not the members' only: a later charter version may let another party in
        let pairs = self.pairs.clone();
        let strangers = parameters.members.iter().filter(|m| m.party != own);
        if let Some(stranger) = strangers.into_iter().find(|m| !pairs.contains_key(&m.party)) {
            return Err(NodeError::NotPaired { party: stranger.party.to_string() });
        }
        let relay = |named: &CharterRelay| {
            let known = self.config.relays.iter().find(|r| r.id == named.id);
            let account = known.and_then(|r| Some((r.host.clone(), r.account(code)?)));
            let (host, account) =
                account.ok_or_else(|| NodeError::NoSuchRelay { relay: named.id.clone() })?;
            Ok(RelayConfig { path: named.id.clone(), account, host })
        };
        Ok(Config {
            status: request.status,
            compartment: request.compartment,
            own,
            creator: request.creator.clone(),
            members: parameters.members.iter().map(|m| (m.party.clone(), tempo(m.tempo))).collect(),
            pairs,
            relays: parameters.relays.iter().map(relay).collect::<Result<_, NodeError>>()?,
            attestation: match parameters.attestation {
                Attestation::MutualOnly => line::config::Attestation::MutualOnly,
                Attestation::Transferable => line::config::Attestation::Transferable,
            },
            test_interval_ms: parameters.test_interval_ms,
            epoch_age_ms: Config::EPOCH_AGE_MS,
            tell_hand_over: parameters.tell_hand_over,
            past: None,
            planted: self.planted,
        })
    }

    /// A founding of this charter by this party: checked, with a fresh compartment id.
    ///
    /// # Errors
    /// [`NodeError::CharterInvalid`], [`NodeError::NotPaired`], [`NodeError::NoSuchRelay`].
    pub(crate) fn request(&self, charter: &Charter, id: CompartmentId) -> Result<FoundingRequest, NodeError> {
        let findings = notice::validate::validate_charter(charter);
        if !findings.is_empty() {
            return Err(NodeError::CharterInvalid {
                findings: findings.iter().map(|f| f.id.to_string()).collect(),
            });
        }
        let parameters = self.parameters(charter)?;
        let request = FoundingRequest {
            compartment: id,
            status: self.config.line_status().ok_or_else(|| self.bad("status"))?,
            creator: self.config.party_code().ok_or_else(|| self.bad("party"))?,
            charter: charter.encode().map_err(|e| NodeError::below(&e))?.into(),
            parameters,
        };
        self.line(&request, charter.compartment.as_str())?;
        Ok(request)
    }

    /// Whether the parameters beside a charter's text are what its text says; relays' addresses are not in it.
    ///
    /// # Errors
    /// [`NodeError::CharterInvalid`] if they are not, or what [`Party::request`] refuses.
    pub(crate) fn agrees(&self, request: &FoundingRequest) -> Result<(), NodeError> {
        let indexed = Indexed { request: request.clone(), record_key: None };
        let charter = indexed.charter()?;
        let status = Status::parse(charter.status.word());
        let mut ours = self.parameters(&charter)?;
        ours.relays.clone_from(&request.parameters.relays);
        // a founding is asked for by its proposer; a later version of a compartment that runs by any member
        let by_creator = charter.proposer.as_str() == request.creator.as_str();
        let of_members = ours.members.iter().any(|m| m.party.as_str() == charter.proposer.as_str());
        let proposer = by_creator || charter.version > FIRST_VERSION && of_members;
        if status == Some(request.status) && ours == request.parameters && proposer {
            self.setup(&indexed).map(drop)
        } else {
            Err(NodeError::CharterInvalid { findings: vec!["PARAMETERS".to_owned()] })
        }
    }

    /// What `line` needs of a charter.
    fn parameters(&self, charter: &Charter) -> Result<Parameters, NodeError> {
        let invalid = |id: &str| NodeError::CharterInvalid { findings: vec![id.to_owned()] };
        let said = charter.parameters().ok_or_else(|| invalid("PARAMETERS"))?;
        let mut members = Vec::new();
        for (party, _, tempo) in &said.members {
            let party = PartyCode::parse(party.as_str()).ok_or_else(|| invalid("PARTY"))?;
            members
                .push(MemberTempo { party, tempo: tempo_of(tempo.word()).ok_or_else(|| invalid("TEMPO"))? });
        }
        members.sort_by(|a, b| a.party.cmp(&b.party));
        let mut relays = Vec::new();
        for (id, _) in &said.relays {
            let known = self.config.relays.iter().find(|r| r.id == *id);
            let pin = known.and_then(|r| r.pin().map(|pin| (r.address.clone(), pin.0)));
            let (address, spki_pin) = pin.ok_or_else(|| NodeError::NoSuchRelay { relay: id.clone() })?;
            relays.push(CharterRelay { id: id.clone(), url: format!("https://{address}"), spki_pin });
        }
        relays.sort_by(|a, b| a.id.cmp(&b.id));
        let attestation = match said.attestation.word() {
            "TRANSFERABLE" => Attestation::Transferable,
            _ => Attestation::MutualOnly,
        };
        let mut parameters = Parameters::usual(members, relays, attestation);
        parameters.version = charter.version;
        parameters.test_interval_ms = said.clocks.test.seconds().saturating_mul(1_000);
        parameters.grace_ms = said.clocks.arrival_grace.seconds().saturating_mul(1_000);
        parameters.retention_days = u32::try_from(said.retention.seconds() / 86_400).unwrap_or(u32::MAX);
        parameters.annex_max_bytes = said.annex_bytes.0.into();
        parameters.annex_total_bytes = said.annex_bytes.1.into();
        parameters.check().map_err(|e| invalid(&e.to_string()))?;
        Ok(parameters)
    }

    fn bad(&self, field: &str) -> NodeError {
        NodeError::Config { path: self.config.folder.display().to_string(), detail: field.to_owned() }
    }
}

/// The version that a compartment is founded with.
const FIRST_VERSION: u32 = 1;

fn tempo(tempo: Tempo) -> line::config::Tempo {
    match tempo {
        Tempo::Voting => line::config::Tempo::Voting,
        Tempo::Following => line::config::Tempo::Following,
        Tempo::Silent => line::config::Tempo::Silent,
    }
}

fn tempo_of(word: &str) -> Option<Tempo> {
    match word {
        "VOTING" => Some(Tempo::Voting),
        "FOLLOWING" => Some(Tempo::Following),
        "SILENT" => Some(Tempo::Silent),
        _ => None,
    }
}
