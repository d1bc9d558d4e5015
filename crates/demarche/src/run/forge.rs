//! `demarche forge`: a transcript with a page that was never written, made by one member alone, that verifies as well as
//! the true one. A demonstration, on the groups of an exercise only.
//!
//! I1 a scenario is never ACTUAL: its status stands in every entry, and the page is headed as fabricated. I2 nothing of a
//! running node is touched.

use crate::command::forge::ForgeArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::exercise::read;
use crate::run::files;
use crate::stopped::Stopped;
use ::exercise::inspect::inspect;
use ::exercise::moment::Moment;
use ::exercise::play::{Nobody, Wishes, play};
use ::exercise::report::Transcript;
use line::config::Attestation;
use line::entry::{Entry, Header, Kind, Lane, NoticeBody, lamport_after};
use line::ids::PartyCode;
use line::script::Script;
use notice::vocabulary::{Attestation as Said, AuthorityLevel};
use notice::{Code8, Draft, Instant, Notice, Number, ReleaseLine, Stamp};
use refusal::facts;
use serde_json::json;
use std::path::Path;
use wording::Arrivals;

/// Makes it.
pub fn run(args: &ForgeArgs, output: &Output) -> Result<Exit, Stopped> {
    let until = Moment::parse_until(&args.until).ok_or_else(|| Stopped::usage("until", &args.until))?;
    let draft =
        notice::file::draft_from_toml(&files::read(&args.draft)?).map_err(|e| Stopped::refused(&e))?;
    let transcript = played(&args.scenario, until, &args.compartment)?;
    let attestation = match transcript.charter.attestation {
        Said::MutualOnly => Attestation::MutualOnly,
        // A record signature is its author's alone: there is nothing to show here.
        Said::Transferable => return Err(Stopped::usage("compartment", "a MUTUAL_ONLY compartment")),
    };
    for party in [&args.by, &args.name] {
        let member = transcript.charter.members.iter().any(|(code, ..)| code.as_str() == party);
        member.then_some(()).ok_or_else(|| Stopped::usage("member", party))?;
    }
    let notice = released(draft, &transcript, &args.name)?;
    let forged = entry(&transcript, &notice, &args.name)?;
    let status = forged.header.status;
    let script = |entries: &[Entry]| {
        // What is out of a closed epoch has no signatures; a forger writes none.
        let bare: Vec<Entry> =
            entries.iter().map(|entry| Entry { sig: Vec::new(), ..entry.clone() }).collect();
        Script::of(status, transcript.id, attestation, bare.iter()).encode()
    };
    let mut entries = transcript.entries.clone();
    if let Some(path) = &args.beside {
        store::create_private(path, &script(&entries)).map_err(|e| Stopped::refused(&e))?;
    }
    entries.push(forged);
    let file = script(&entries);
    store::create_private(&args.out, &file).map_err(|e| Stopped::refused(&e))?;
    let head = output.phrase("forge-head", &facts! { by: args.by.clone(), name: args.name.clone() });
    let page = output.notice(&notice, &Arrivals::default());
    let document = json!({
        "head": "FABRICATED FOR DEMONSTRATION",
        "number": notice.number().to_string(),
        "verifies": Script::verify(&file).is_ok(),
        "file": args.out.display().to_string(),
        "page": page,
    });
    output.print(&document, &format!("{head}\n{}\n{head}", page.join("\n")));
    Ok(Exit::Done)
}

fn played(folder: &Path, until: Moment, code: &str) -> Result<Transcript, Stopped> {
    let folder = read(folder)?;
    let case = inspect(&folder).map_err(|why| Stopped::refused(&why))?;
    let wishes = Wishes { until: Some(until), ..Wishes::default() };
    let played = play(&case, &folder, &wishes, &mut Nobody).map_err(|why| Stopped::refused(&why))?;
    let found = played.transcripts.into_iter().find(|transcript| transcript.compartment == code);
    found.ok_or_else(|| Stopped::usage("compartment", code))
}

/// The draft with the next number of its alleged author, a minute after the last entry.
fn released(draft: Draft, transcript: &Transcript, name: &str) -> Result<Notice, Stopped> {
    let code = |text: &str| Code8::parse(text).map_err(|_| Stopped::usage("code", text));
    let author = PartyCode::parse(name).ok_or_else(|| Stopped::usage("as", name))?;
    let numbers = transcript.entries.iter().filter(|entry| entry.header.author == author).filter_map(number);
    let serial = numbers.map(|number| number.serial).max().unwrap_or_default() + 1;
    let last = transcript.entries.iter().map(|entry| entry.header.claimed_ms).max().unwrap_or_default();
    let dtg =
        Instant::from_ms(last + 60_000).ok_or_else(|| Stopped::usage("until", "a play that has begun"))?;
    let year = u8::try_from(dtg.to_string()[2..4].parse::<u32>().unwrap_or_default()).unwrap_or_default();
    let kind = draft.kind;
    let number =
        Number { party: code(name)?, compartment: code(&transcript.compartment)?, year, serial, kind };
    let release =
        ReleaseLine { level: AuthorityLevel::Watch, drafted_by: code("WATCH")?, released_by: code("WATCH")? };
    let from = draft.envelope.from.to_string();
    let stamped = draft.stamped(Stamp { number, dtg, clock_error_ms: 200, release });
    stamped.ok_or_else(|| Stopped::usage("draft", &from))
}

fn number(entry: &Entry) -> Option<Number> {
    let body = NoticeBody::decode(&entry.body, Attestation::MutualOnly).ok()?;
    Some(Notice::decode(&body.bytes).ok()?.number().clone())
}

/// The entry that goes on with the author's chain as if the author had written it.
fn entry(transcript: &Transcript, notice: &Notice, name: &str) -> Result<Entry, Stopped> {
    let author = PartyCode::parse(name).ok_or_else(|| Stopped::usage("as", name))?;
    let last = |party: &PartyCode| {
        let own = transcript.entries.iter().filter(|entry| entry.header.author == *party);
        own.max_by_key(|entry| entry.header.seq)
    };
    let before = last(&author).ok_or_else(|| Stopped::usage("as", name))?;
    let mut others: Vec<PartyCode> =
        transcript.entries.iter().map(|entry| entry.header.author.clone()).collect();
    others.sort();
    others.dedup();
    let heads: Vec<&Entry> = others.iter().filter(|party| **party != author).filter_map(last).collect();
    let beneath = heads.iter().copied().chain([before]).map(|entry| entry.header.lamport);
    let bytes = notice.encode().map_err(|e| Stopped::refused(&e))?;
    let body = NoticeBody { bytes: bytes.into(), record_sig: None, flare: None };
    let header = Header {
        seq: before.header.seq + 1,
        prev: Some(before.hash),
        lamport: lamport_after(beneath).unwrap_or(u64::MAX),
        heads: heads.iter().map(|entry| entry.head()).collect(),
        epoch: heads.iter().map(|entry| entry.header.epoch).max().unwrap_or(before.header.epoch),
        kind: Kind::Notice,
        lane: Lane::Routine,
        claimed_ms: notice.stamp().dtg.ms(),
        ..before.header.clone()
    };
    Ok(Entry::compose(header, line::cbor::encode(&body), |_| [0; 64]))
}
