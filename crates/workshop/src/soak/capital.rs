//! One party of the soak, spoken to over its node's socket, with its two officers' keys.

use chancery::challenge::Challenge;
use ed25519_dalek::SigningKey;
use line::cbor;
use node::NodeConfig;
use node::api::{Ask, CompartmentTold, Exporting, Hex, Outcome, ProofTold, Purpose, Told};
use notice::vocabulary::NoticeType;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A party at its socket.
pub struct Capital {
    config: NodeConfig,
    officers: [(&'static str, SigningKey); 2],
}

/// What became of a notice.
pub enum Said {
    /// Its officer was told that it is released.
    Released(String),
    /// It was refused by this code, or the node did not answer before it was handed over.
    Not(String),
    /// The node died while it had it.
    Unknown,
}

impl Capital {
    /// The party of these settings; its officers' keys follow from its place.
    pub fn new(config: NodeConfig, place: usize) -> Self {
        let key = |n: u8| SigningKey::from_bytes(&[n; 32]);
        let seed = 10 + 10 * u8::try_from(place).unwrap_or(0);
        Capital { config, officers: [("anne", key(seed)), ("boris", key(seed + 1))] }
    }

    /// Its code.
    pub fn party(&self) -> &str {
        &self.config.party
    }

    /// The station that speaks here.
    pub fn station(&self) -> String {
        self.config.station.clone()
    }

    fn socket(&self) -> PathBuf {
        self.config.socket()
    }

    async fn try_ask(&self, question: &Ask) -> Result<Told, Option<String>> {
        let asked = tokio::time::timeout(ANSWERS_WITHIN, node::ask(&self.socket(), question)).await;
        match asked {
            Ok(Ok(Outcome::Ok(told))) => Ok(told),
            Ok(Ok(Outcome::Refused(refusal))) => Err(Some(refusal.code)),
            Ok(Err(_)) | Err(_) => Err(None),
        }
    }

    async fn ask(&self, question: Ask) -> Result<Told, String> {
        let told = self.try_ask(&question).await;
        told.map_err(|why| format!("{}: {question:?}: {why:?}", self.config.party))
    }

    /// Whether its node answers.
    pub async fn answers(&self) -> bool {
        self.try_ask(&Ask::Health {}).await.is_ok()
    }

    /// How its compartment stands.
    pub async fn stands(&self) -> Option<CompartmentTold> {
        match self.try_ask(&Ask::Status {}).await {
            Ok(Told::Status(status)) => status.compartments.into_iter().next(),
            _ => None,
        }
    }

    /// Sends a line test; whether it was answered does not matter here.
    pub async fn test(&self) {
        let _ = self.try_ask(&Ask::LineTest { compartment: None, timeout_ms: 1 }).await;
    }

    /// The words for the line, each with the relay it names.
    pub async fn words(&self) -> Vec<(String, String)> {
        match self.try_ask(&Ask::LineStatus {}).await {
            Ok(Told::Lines { lines }) => {
                lines.into_iter().filter_map(|l| Some((l.word?, l.relay?))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Every entry here, canonical bytes.
    pub async fn transcript(&self) -> Result<Vec<Vec<u8>>, String> {
        let mut exporting = Exporting::of("LEV");
        while exporting.take(self.ask(exporting.question()).await?).map_err(|other| format!("{other:?}"))? {}
        Ok(exporting.entries())
    }

    /// What is proved of a notice.
    pub async fn proof(&self, number: &str) -> Result<ProofTold, String> {
        match self.ask(Ask::Prove { number: number.to_owned() }).await? {
            Told::Proof(proof) => Ok(proof),
            other => Err(format!("{other:?}")),
        }
    }

    /// Drafts and releases an incident notice with this mark in its remarks.
    pub async fn say(&self, to: &str, mark: u64) -> Said {
        let text = incident(&self.config.station, to, mark);
        let question = Ask::Draft { compartment: "LEV".to_owned(), draft: text, remark: None };
        let draft = match self.try_ask(&question).await {
            Ok(Told::Drafted { draft, .. }) => draft,
            Ok(other) => return Said::Not(format!("{other:?}")),
            Err(why) => return Said::Not(why.unwrap_or_else(|| "DOWN".to_owned())),
        };
        let first = self.seal(&draft, Purpose::Release, 0).await;
        let last = match first {
            Ok(Told::Pending { .. }) => self.seal(&draft, Purpose::Second, 1).await,
            other => other,
        };
        match last {
            Ok(Told::Released { number, .. }) => Said::Released(number),
            Ok(other) => Said::Not(format!("{other:?}")),
            Err(Some(code)) => Said::Not(code),
            Err(None) => Said::Unknown,
        }
    }

    async fn seal(&self, draft: &str, purpose: Purpose, officer: usize) -> Result<Told, Option<String>> {
        let (compartment, draft) = ("LEV".to_owned(), draft.to_owned());
        let question = Ask::Challenge { compartment: compartment.clone(), purpose, draft: draft.clone() };
        let Told::Challenge { challenge, .. } =
            self.try_ask(&question).await.map_err(|why| why.or_else(|| Some("DOWN".to_owned())))?
        else {
            return Err(Some("no challenge".to_owned()));
        };
        let challenge: Challenge = cbor::decode(&challenge.0).map_err(|e| Some(e.to_string()))?;
        let answer = Hex(cbor::encode(&challenge.answer(&self.officers[officer].1)));
        let (lint_reason, flash_reason) = (Some("soak".to_owned()), None);
        self.try_ask(&Ask::Seal { compartment, draft, purpose, answer, lint_reason, flash_reason }).await
    }

    async fn enrol(&self) -> Result<(), String> {
        for (person, key) in &self.officers {
            let roles = ["WATCH", "SENIOR", "PRINCIPAL"].map(str::to_owned).to_vec();
            let question = Ask::OfficerAdd {
                person: (*person).to_owned(),
                public_key: Some(Hex(key.verifying_key().to_bytes().to_vec())),
                roles: BTreeMap::from([("LEV".to_owned(), roles)]),
            };
            self.ask(question).await?;
        }
        Ok(())
    }

    async fn invitation(&self) -> Result<(Hex, String), String> {
        match self.ask(Ask::Invite {}).await? {
            Told::Invitation { file, fingerprint } => Ok((file, fingerprint)),
            other => Err(format!("{other:?}")),
        }
    }

    async fn pair_step(&self, file: Hex, typed: Option<String>) -> Result<Option<Hex>, String> {
        match self.ask(Ask::Pair { file, typed, courier: None }).await? {
            Told::Pairing(pair) => Ok(pair.give),
            other => Err(format!("{other:?}")),
        }
    }
}

/// Pairs both, enrols their officers, founds LEV between them and releases its charter.
pub async fn found(us: &Capital, ir: &Capital) -> Result<(), String> {
    let none = || "a pairing stopped half way".to_owned();
    let ((file, heard), (_, heard_back)) = (ir.invitation().await?, us.invitation().await?);
    let reply = us.pair_step(file, Some(heard)).await?.ok_or_else(none)?;
    let confirm = ir.pair_step(reply, Some(heard_back)).await?.ok_or_else(none)?;
    let close = us.pair_step(confirm, None).await?.ok_or_else(none)?;
    ir.pair_step(close, None).await?;
    us.enrol().await?;
    ir.enrol().await?;
    us.ask(Ask::Found { charter: charter()? }).await?;
    let until = Instant::now() + FOUNDS_WITHIN;
    while us.stands().await.is_none() || ir.stands().await.is_none() {
        if Instant::now() > until {
            return Err("no compartment came to be".to_owned());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    us.seal("D-1", Purpose::Release, 0).await.map_err(|why| format!("the charter: {why:?}"))?;
    us.seal("D-1", Purpose::Second, 1).await.map_err(|why| format!("the charter: {why:?}")).map(drop)
}

/// The charter of the template between both over the three relays.
fn charter() -> Result<String, String> {
    let text = notice::template::template(NoticeType::Ch).ok_or("no template for a charter")?;
    let cut = "the template of the charter has another shape";
    let (before, rest) = text.split_once("parties = [").ok_or(cut)?;
    let (_, after) = rest.split_once("[[content.C]]").ok_or(cut)?;
    let party = |code| format!("{{ party = \"{code}\", role = \"PRINCIPAL\", tempo = \"VOTING\" }}");
    let relay = |(id, host)| format!("{{ id = \"{id}\", host = \"{host}\" }}");
    let parties = ["US", "IR"].map(party).join(", ");
    let relays = [("R-1", "CH"), ("R-2", "OM"), ("R-3", "VER")].map(relay).join(", ");
    Ok(format!("{before}parties = [{parties}]\nrelays = [{relays}]\n\n[[content.C]]{after}"))
}

/// An incident notice of the template from a station to another, with a mark that stands in no other.
fn incident(from: &str, to: &str, mark: u64) -> String {
    let text = notice::template::template(NoticeType::E1).unwrap_or_default();
    let line = |line: &str| match line.split_once(" = ") {
        Some(("from", _)) => format!("from = \"{from}\""),
        Some(("to", _)) => format!("to = [\"{to}\"]\nremarks = \"mark {mark}\""),
        Some(("remarks", _)) => String::new(),
        Some(("B", _)) => seen(),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Paragraph B: when it was, an hour before now.
fn seen() -> String {
    let before_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() - 3_600;
    let at = |s: u64| i64::try_from(s).ok().and_then(notice::Instant::from_seconds).map(|at| at.to_string());
    let (earliest, latest) = (at(before_s).unwrap_or_default(), at(before_s + 120).unwrap_or_default());
    format!("B = {{ earliest = \"{earliest}\", latest = \"{latest}\", precision = \"EXACT\" }}")
}

const ANSWERS_WITHIN: Duration = Duration::from_secs(20);
const FOUNDS_WITHIN: Duration = Duration::from_secs(60);
