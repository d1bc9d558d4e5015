//! One party of the play: its node, its two officers, and what they do at the desk.

use crate::error::ExconError;
use chancery::challenge::Challenge;
use ed25519_dalek::SigningKey;
use line::cbor;
use node::api::{Ask, Hex, NoticeTold, Outcome, Purpose, Told};
use node::{Hooks, Node, NodeConfig};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A party at its desk.
pub struct Desk {
    /// Party code.
    pub code: String,
    /// Language of its pages.
    pub language: String,
    /// Handles for faults.
    pub hooks: Hooks,
    config: NodeConfig,
    node: Option<Node>,
    senior: SigningKey,
    watch: SigningKey,
}

impl Desk {
    /// Founds and starts the node of a party.
    pub async fn open(
        code: &str,
        language: &str,
        config: NodeConfig,
        hooks: Hooks,
    ) -> Result<Self, ExconError> {
        Node::init(&config, &node::Protection::KeyFile).map_err(|e| ExconError::of(&e))?;
        let key = || {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).expect("a running operating system gives randomness");
            SigningKey::from_bytes(&seed)
        };
        let mut desk = Desk {
            code: code.to_owned(),
            language: language.to_owned(),
            hooks,
            config,
            node: None,
            senior: key(),
            watch: key(),
        };
        desk.on().await?;
        Ok(desk)
    }

    /// Starts the node.
    pub async fn on(&mut self) -> Result<(), ExconError> {
        if self.node.is_none() {
            let node = Node::start(self.config.clone(), None, self.hooks.clone());
            self.node = Some(node.await.map_err(|e| ExconError::of(&e))?);
        }
        Ok(())
    }

    /// Stops the node in good order.
    pub async fn off(&mut self) {
        if let Some(node) = self.node.take() {
            node.stop().await;
        }
    }

    /// Asks the node.
    pub async fn ask(&self, question: Ask) -> Result<Told, ExconError> {
        let asked: String = format!("{question:?}").chars().take_while(|c| c.is_alphanumeric()).collect();
        let Some(node) = &self.node else {
            return Err(ExconError::NotInTime { what: format!("{} is off", self.code) });
        };
        match node.ask(question).await {
            Outcome::Ok(told) => Ok(told),
            Outcome::Refused(refusal) => Err(ExconError::told(&self.code, &asked, &refusal)),
        }
    }

    /// Enrols the two officers, one of them SENIOR, in these compartments.
    pub async fn enrol(&self, compartments: &[String]) -> Result<(), ExconError> {
        for (person, role, key) in
            [("officer-1", "SENIOR", &self.senior), ("officer-2", "WATCH", &self.watch)]
        {
            let roles: BTreeMap<String, Vec<String>> =
                compartments.iter().map(|code| (code.clone(), vec![role.to_owned()])).collect();
            let public_key = Some(Hex(key.verifying_key().to_bytes().to_vec()));
            self.ask(Ask::OfficerAdd { person: person.to_owned(), public_key, roles }).await?;
        }
        Ok(())
    }

    /// A link into the console for a person with one role in these compartments.
    pub async fn link(
        &self,
        person: &str,
        role: &str,
        compartments: &[String],
    ) -> Result<String, ExconError> {
        let roles = compartments.iter().map(|code| (code.clone(), vec![role.to_owned()])).collect();
        match self.ask(Ask::OfficerInvite { person: person.to_owned(), roles }).await? {
            Told::Link { url, .. } => Ok(url),
            other => Err(ExconError::NotInTime { what: format!("{other:?}") }),
        }
    }

    /// Says that the watch is manned, in every compartment there is.
    pub async fn man(&self) -> Result<(), ExconError> {
        self.ask(Ask::Watch { manned: true, languages: vec!["en".to_owned()] }).await.map(drop)
    }

    /// Drafts a notice of a file.
    pub async fn draft(&self, compartment: &str, text: &str) -> Result<String, ExconError> {
        let question =
            Ask::Draft { compartment: compartment.to_owned(), draft: text.to_owned(), remark: None };
        self.drafted(question).await
    }

    /// Releases a draft: the watch seals first, the senior where a second seal is needed. Gives the number.
    pub async fn release(
        &self,
        compartment: &str,
        draft: &str,
        overrule: Option<&str>,
    ) -> Result<String, ExconError> {
        let first = self.seal(compartment, draft, Purpose::Release, &self.watch, overrule).await?;
        let last = match first {
            Told::Pending { .. } => {
                self.seal(compartment, draft, Purpose::Second, &self.senior, overrule).await?
            }
            other => other,
        };
        match last {
            Told::Released { number, .. } => Ok(number),
            other => Err(ExconError::NotInTime { what: format!("{draft}: {other:?}") }),
        }
    }

    /// Opens a notice: K2 by one officer.
    pub async fn open_notice(&self, compartment: &str, number: &str) -> Result<(), ExconError> {
        let draft = self.drafted(Ask::Open { number: number.to_owned() }).await?;
        self.release(compartment, &draft, None).await.map(drop)
    }

    /// Reads a notice back with what the officer typed.
    pub async fn read_back(&self, compartment: &str, number: &str, restated: &str) -> Result<(), ExconError> {
        let question = Ask::Readback { number: number.to_owned(), restated: restated.to_owned() };
        let draft = self.drafted(question).await?;
        self.release(compartment, &draft, None).await.map(drop)
    }

    /// Waits for a mark of one addressee.
    pub async fn wait(&self, number: &str, mark: &str, of: &str) -> Result<bool, ExconError> {
        let question = Ask::Wait {
            number: number.to_owned(),
            mark: mark.to_owned(),
            of: Some(of.to_owned()),
            timeout_ms: 30_000,
        };
        match self.ask(question).await? {
            Told::Marks { reached, .. } => Ok(reached),
            _ => Ok(false),
        }
    }

    /// Waits until a notice stands in the own list.
    pub async fn await_notice(&self, compartment: &str, number: &str) -> Result<NoticeTold, ExconError> {
        let found = until(PATIENCE, async || {
            let listed = self.list(compartment).await?;
            Ok(listed.into_iter().find(|n| n.number.as_deref() == Some(number)))
        });
        found.await?.ok_or_else(|| ExconError::NotInTime { what: format!("{number} at {}", self.code) })
    }

    /// All notices of a compartment.
    pub async fn list(&self, compartment: &str) -> Result<Vec<NoticeTold>, ExconError> {
        let question = Ask::List { compartment: Some(compartment.to_owned()), after: None, most: None };
        match self.ask(question).await? {
            Told::Notices { notices } => Ok(notices),
            other => Err(ExconError::NotInTime { what: format!("{other:?}") }),
        }
    }

    async fn drafted(&self, question: Ask) -> Result<String, ExconError> {
        match self.ask(question).await? {
            Told::Drafted { draft, .. } => Ok(draft),
            other => Err(ExconError::NotInTime { what: format!("{other:?}") }),
        }
    }

    async fn seal(
        &self,
        compartment: &str,
        draft: &str,
        purpose: Purpose,
        key: &SigningKey,
        overrule: Option<&str>,
    ) -> Result<Told, ExconError> {
        let (compartment, draft) = (compartment.to_owned(), draft.to_owned());
        let question = Ask::Challenge { compartment: compartment.clone(), purpose, draft: draft.clone() };
        let Told::Challenge { challenge, .. } = self.ask(question).await? else {
            return Err(ExconError::NotInTime { what: format!("a challenge for {draft}") });
        };
        let challenge: Challenge = cbor::decode(&challenge.0)
            .map_err(|why| ExconError::NotInTime { what: format!("a challenge: {why}") })?;
        let answer = Hex(cbor::encode(&challenge.answer(key)));
        let lint_reason = overrule.map(str::to_owned);
        self.ask(Ask::Seal { compartment, draft, purpose, answer, lint_reason, flash_reason: None }).await
    }
}

/// Looks again and again until there is something to see; `None` if there is nothing within `patience`.
pub async fn until<T>(
    patience: Duration,
    mut look: impl AsyncFnMut() -> Result<Option<T>, ExconError>,
) -> Result<Option<T>, ExconError> {
    let end = Instant::now() + patience;
    loop {
        if let Some(seen) = look().await? {
            return Ok(Some(seen));
        }
        if Instant::now() > end {
            return Ok(None);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// How long the play waits for anything that must come.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How often it looks.
const POLL: Duration = Duration::from_millis(100);
