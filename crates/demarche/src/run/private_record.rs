//! The private record that a text is held against: of the own running node, or of a played scenario.
//!
//! I1 nothing is written, and nothing of the text goes to the node: it is asked for its transcripts alone.

use crate::command::NodeFile;
use crate::command::public::Against;
use crate::run::exercise::read;
use crate::run::script::exported;
use crate::run::socket::ask;
use crate::stopped::Stopped;
use ::exercise::inspect::inspect;
use ::exercise::moment::Moment;
use ::exercise::play::{Nobody, Wishes, play};
use line::body::NoticeBody;
use line::config::Attestation;
use line::entry::{Entry, Kind};
use line::ids::CompartmentId;
use node::api::{Ask, Told};
use notice::{Instant, Notice};
use std::collections::BTreeSet;
use std::path::Path;

/// One compartment of it.
pub struct Compartment {
    /// Its code.
    pub code: String,
    /// Its id.
    pub id: CompartmentId,
    /// Whether a stranger could be shown proof.
    pub attestation: Attestation,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// The record.
pub struct PrivateRecord {
    /// Its compartments.
    pub compartments: Vec<Compartment>,
}

impl PrivateRecord {
    /// Reads it; a scenario is played until an instant, or to its end.
    ///
    /// # Errors
    /// Neither a node nor a scenario is named, the node does not answer, the scenario cannot be played.
    pub fn of(against: &Against, at: Option<Instant>) -> Result<Self, Stopped> {
        match (&against.scenario, &against.config) {
            (Some(folder), _) => played(folder, at),
            (None, Some(config)) => of_node(&NodeFile { config: config.clone() }),
            (None, None) => Err(Stopped::usage("--config or --scenario", "")),
        }
    }

    /// Notices with the compartment of each.
    pub fn notices(&self) -> Vec<(&Compartment, &Entry, Notice)> {
        let each = self.compartments.iter().flat_map(|c| c.entries.iter().map(move |entry| (c, entry)));
        let notices = each.filter(|(_, entry)| entry.header.kind == Kind::Notice).filter_map(|(c, entry)| {
            let body = NoticeBody::decode(&entry.body, c.attestation).ok()?;
            Some((c, entry, Notice::decode(&body.bytes).ok()?))
        });
        notices.collect()
    }

    /// Codes of everyone who wrote in it.
    pub fn parties(&self) -> BTreeSet<String> {
        let entries = self.compartments.iter().flat_map(|c| &c.entries);
        entries.map(|entry| entry.header.author.to_string()).collect()
    }
}

fn of_node(node: &NodeFile) -> Result<PrivateRecord, Stopped> {
    let told = ask(node, &Ask::Status {})?;
    let Told::Status(party) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let mut compartments = Vec::new();
    for here in &party.compartments {
        let (_, id, attestation, entries) = exported(node, &here.code)?;
        compartments.push(Compartment { code: here.code.clone(), id, attestation, entries });
    }
    Ok(PrivateRecord { compartments })
}

fn played(folder: &Path, at: Option<Instant>) -> Result<PrivateRecord, Stopped> {
    let folder = read(folder)?;
    let case = inspect(&folder).map_err(|why| Stopped::refused(&why))?;
    let starts = case.scenario.starts_ms().map_err(|why| Stopped::refused(&why))?;
    let day_one_ms = starts.div_euclid(DAY_MS) * DAY_MS;
    let until = at.map(|at| Moment::of_utc(day_one_ms, at.ms()).unwrap_or(Moment(0)));
    let wishes = Wishes { until, ..Wishes::default() };
    let played = play(&case, &folder, &wishes, &mut Nobody).map_err(|why| Stopped::refused(&why))?;
    let compartments = played.transcripts.into_iter().map(|transcript| Compartment {
        code: transcript.compartment,
        id: transcript.id,
        attestation: match transcript.charter.attestation {
            notice::vocabulary::Attestation::Transferable => Attestation::Transferable,
            notice::vocabulary::Attestation::MutualOnly => Attestation::MutualOnly,
        },
        entries: transcript.entries,
    });
    Ok(PrivateRecord { compartments: compartments.collect() })
}

/// The plain text of a file, at most a few megabytes.
pub fn text(path: &Path) -> Result<String, Stopped> {
    let bytes = store::read_bounded(path, LIMIT).map_err(|e| Stopped::refused(&e))?;
    String::from_utf8(bytes).map_err(|_| {
        Stopped::file(path, &std::io::Error::new(std::io::ErrorKind::InvalidData, "not a text in UTF-8"))
    })
}

/// What a check without an answer exits with: 2 and 3 are its answers (docs/src/exit-codes.md).
pub fn unjudged(stopped: Stopped) -> Stopped {
    Stopped { exit: crate::exit::Exit::Negative, ..stopped }
}

const LIMIT: u64 = 8 << 20;
const DAY_MS: i64 = 86_400_000;
