//! Drafts for officers in a folder: a T3 for what crosses or comes near a line, and the E1 of the event.
//!
//! I1 a draft that is there is never written again: an officer may have changed it.

use crate::error::WatchError;
use crate::stream::Told;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::Precedence;
use notice::{Code8, Draft, Envelope, LineVersion};
use redline::drafted::{Drafted, Grounds, crossing, incident};
use redline::{Event, Verdict};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

/// Where drafts go, and what they are drafted from.
pub struct Drafts {
    folder: PathBuf,
    lines: BTreeMap<String, (LineVersion, Envelope)>,
}

impl Drafts {
    /// Into a folder, for the red lines among these drafts; with a party only for its own.
    pub fn new(folder: PathBuf, drafts: &[(String, Draft)], party: Option<&Code8>) -> Self {
        let own = |draft: &&(String, Draft)| party.is_none_or(|party| &draft.1.envelope.from.party == party);
        let line = |(_, draft): &(String, Draft)| {
            let line = RedLine::of_draft(draft)?.line()?.clone();
            Some((line.to_string(), (line, draft.envelope.clone())))
        };
        Drafts { folder, lines: drafts.iter().filter(own).filter_map(line).collect() }
    }

    /// Writes the drafts that a ruling calls for, and gives their names.
    pub fn write(
        &self,
        told: &Told,
        name: &str,
        of: u32,
        event: &Event,
        verdict: &Verdict,
    ) -> Result<Vec<String>, WatchError> {
        let Some((line, envelope)) = self.lines.get(name) else { return Ok(Vec::new()) };
        let crossed = match told.ruling.word() {
            "crossed" => true,
            "near" => false,
            _ => return Ok(Vec::new()),
        };
        let envelope = Envelope {
            precedence: if crossed { Precedence::Immediate } else { Precedence::Priority },
            answer_due: None,
            effective_from: None,
            review_on: None,
            remarks: None,
            sealed: None,
            refs: Vec::new(),
            ..envelope.clone()
        };
        let grounds = Grounds { line, of, parts: &verdict.parts, counted: told.ruling.counted, crossed };
        let id = plain(&told.id);
        let mut written =
            vec![self.file(&format!("T3-{}-{id}.toml", plain(name)), &crossing(&grounds, envelope.clone()))?];
        if let Some(drafted) = incident(event, evidence(event), envelope) {
            written.push(self.file(&format!("E1-{id}.toml"), &drafted)?);
        }
        Ok(written)
    }

    fn file(&self, name: &str, drafted: &Drafted) -> Result<String, WatchError> {
        let path = self.folder.join(name);
        if !path.exists() {
            let look: Vec<&str> = drafted.look_at.iter().map(|para| para.as_str()).collect();
            let text = notice::file::draft_to_toml(&drafted.draft);
            let head = format!("# Drafted by the watch; nothing is sent. Look at: {}.\n", look.join(", "));
            std::fs::write(&path, head + &text).map_err(|e| WatchError::file(&path, &e))?;
        }
        Ok(name.to_owned())
    }
}

/// A name that every file system takes, told apart from others by a number if something was left out.
fn plain(text: &str) -> String {
    let kept: String =
        text.chars().take(40).map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    if kept == text {
        return kept;
    }
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{kept}-{:04x}", hasher.finish() & 0xffff)
}

/// What commits to the record: its identity and what it says.
fn evidence(event: &Event) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&crate::record::key(event).to_le_bytes());
    bytes[16..24].copy_from_slice(&crate::record::content(event, false).to_le_bytes());
    bytes
}
