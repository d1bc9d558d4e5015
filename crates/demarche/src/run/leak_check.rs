//! `demarche leak-check`: what a leaked file is, what a stranger can verify of it, what proves contact all the same.
//!
//! I1 the answer never says that a leak proves nothing: it says what a stranger can verify, and what else shows contact.

use crate::command::leak::LeakCheckArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::moment;
use crate::run::private_record::{PrivateRecord, unjudged};
use crate::run::render::{pairs, trace_key};
use crate::stopped::Stopped;
use chancery::record_page::RecordPage;
use discretion::decoder::{Leads, Prior, Read, Row, leads};
use discretion::evidence::{Evidence, evidence};
use discretion::leak::{Item, Match, Rendering, items};
use discretion::trace::{bits, carriers, plain, read};
use line::body::NoticeBody;
use line::config::Attestation;
use line::entry::{Entry, Kind};
use line::ids::{EntryHash, PartyCode, Seq};
use line::script::{FORMAT, Script};
use notice::{Instant, Notice};
use refusal::{Facts, facts};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wording::{Arrivals, Capital, Digits, Packs, Reader, Via, plain_notice};

/// What a file gave.
#[derive(Default)]
struct Findings {
    items: Vec<Item>,
    /// Parties whose record signature stands in it, by entry.
    bound: BTreeMap<String, String>,
    /// Epochs with leaf signatures, by compartment: those given away inside, and those whose key lives.
    disclosed: BTreeSet<(String, u64)>,
    live: BTreeSet<(String, u64)>,
}

/// Judges a file.
pub fn run(args: &LeakCheckArgs, output: &Output) -> Result<Exit, Stopped> {
    judge(args, output).map_err(unjudged)
}

fn judge(args: &LeakCheckArgs, output: &Output) -> Result<Exit, Stopped> {
    let at = args.at.as_deref().map(moment::parse).transpose()?.and_then(Instant::from_ms);
    let bytes = store::read_bounded(&args.file, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let record = PrivateRecord::of(&args.against, at)?;
    let packs = output.packs();
    let findings = if let Ok(script) = line::cbor::decode::<Script>(&bytes)
        && script.format == FORMAT
    {
        of_script(&script, &record)
    } else if let Ok(shown) = RecordPage::verify(&bytes) {
        of_page(&shown.notice, &record)
    } else {
        let text = String::from_utf8_lossy(&bytes);
        let plain = packs
            .languages()
            .fold(text.into_owned(), |text, language| plain(&text, &pairs(&packs, language)));
        Findings { items: items(&plain, &rendered(&packs, &record)), ..Findings::default() }
    };
    let traced = match &args.trace_key {
        Some(key) => {
            let text = String::from_utf8_lossy(&bytes);
            let page = |number: &str, language: &str| page_of(&packs, &record, number, language);
            Some(trace(&text, &findings, &args.readers, key, &packs, page)?)
        }
        None => None,
    };
    let contact = evidence(&bytes);
    let verdict = verdict(&findings);
    let told = Told { findings: &findings, contact: &contact, output };
    let (mut document, mut page) = (told.document(&verdict), told.page(&verdict));
    if let Some((leads, read, all)) = &traced {
        let readers: BTreeMap<&String, f64> =
            args.readers.iter().zip(leads.readers.iter().copied()).collect();
        document["trace"] =
            json!({ "leads": readers, "nobody": leads.nobody, "read": read, "carriers": all });
        page = format!("{page}\n{}", told.leads(&readers, leads.nobody, *read, *all));
    }
    output.print(&document, &page);
    Ok(verdict.exit())
}

/// Whose traced copies it may be: carriers of every notice that was found, in the language it was found in.
fn trace(
    text: &str,
    findings: &Findings,
    readers: &[String],
    key: &Path,
    packs: &Packs,
    of: impl Fn(&str, &str) -> String,
) -> Result<(Leads, u32, usize), Stopped> {
    if !key.exists() {
        return Err(Stopped::usage("trace-key", &key.display().to_string()));
    }
    let key = trace_key(key)?;
    let (mut forms, mut codes) = (Vec::new(), vec![Vec::new(); readers.len()]);
    for item in &findings.items {
        let Some((entry, language)) = item.entry.as_ref().zip(item.language.as_ref()) else { continue };
        let pairs = pairs(packs, language);
        let read = read(text, &pairs);
        // A label that the page never had is not a mark that was lost.
        let page = of(entry, language);
        let held: Vec<bool> =
            pairs.iter().map(|pair| !carriers(&page, std::slice::from_ref(pair)).is_empty()).collect();
        for (code, reader) in codes.iter_mut().zip(readers) {
            let all = bits(&key, reader, entry, read.len());
            code.extend(all.into_iter().zip(&held).filter(|(_, held)| **held).map(|(bit, _)| bit));
        }
        forms.extend(read.into_iter().zip(&held).filter(|(_, held)| **held).map(|(form, _)| form));
    }
    let rows: Vec<Row> = codes.iter().map(|code| Row::of(code)).collect();
    let read = Read::of(&forms);
    Ok((leads(&rows, &read, Prior::default()), read.known(), forms.len()))
}

/// The page of a notice in a language; empty where there is none.
fn page_of(packs: &Packs, record: &PrivateRecord, number: &str, language: &str) -> String {
    let notices = record.notices().into_iter().map(|(_, _, notice)| notice);
    let found = notices.into_iter().find(|notice| notice.number().to_string() == number);
    found.map_or_else(String::new, |notice| plain_notice(packs, &notice, language, notice.stamp().dtg))
}

/// Every rendering of every notice, as two readers see it.
fn rendered(packs: &Packs, record: &PrivateRecord) -> Vec<Rendering> {
    let mut out = Vec::new();
    for (_, _, notice) in record.notices() {
        let dtg = notice.stamp().dtg;
        let later = Instant::from_seconds(dtg.seconds() + LATER_S).unwrap_or(dtg);
        for language in packs.languages() {
            let reader = |now: Instant, capitals: Vec<Capital>| Reader {
                capitals,
                ..Reader::of(language, Digits::Latin, now)
            };
            let both = vec![Capital::washington(), Capital::tehran()];
            let via = Arrivals(vec![Via::Relay("R-1".to_owned()), Via::Courier]);
            let one = wording::render_notice(packs, &notice, &via, &reader(dtg, both)).plain();
            let other =
                wording::render_notice(packs, &notice, &Arrivals::default(), &reader(later, Vec::new()))
                    .plain();
            out.push(Rendering::of(notice.number().to_string(), language.to_owned(), &one, &other));
        }
    }
    out
}

/// An exported transcript, entry by entry.
fn of_script(script: &Script, record: &PrivateRecord) -> Findings {
    let mut findings = Findings::default();
    let own = record.compartments.iter().find(|c| c.id == script.compartment);
    let entries = || own.into_iter().flat_map(|c| &c.entries);
    let by_hash: BTreeMap<EntryHash, &Entry> = entries().map(|entry| (entry.hash, entry)).collect();
    let places: BTreeSet<(&PartyCode, Seq)> = entries().map(|e| (&e.header.author, e.header.seq)).collect();
    for bytes in &script.entries {
        let Ok(entry) = Entry::decode(bytes, script.attestation) else {
            findings.items.push(item(None, Match::NotOurs));
            continue;
        };
        let same = by_hash.get(&entry.hash);
        let found = match (same, places.contains(&(&entry.header.author, entry.header.seq))) {
            (Some(_), _) => Match::Exact,
            (None, true) => Match::Altered,
            (None, false) => Match::NotOurs,
        };
        let name = named(&entry, script.attestation);
        findings.items.push(item(Some(name.clone()), found));
        let (Some(held), Some(own)) = (same, own) else { continue };
        if entry.header.kind == Kind::Notice
            && NoticeBody::decode(&entry.body, script.attestation).is_ok_and(|body| body.record_sig.is_some())
        {
            findings.bound.insert(name, entry.header.author.to_string());
        }
        let epoch = (own.code.clone(), entry.header.epoch);
        match (entry.sig.is_empty(), held.sig.is_empty()) {
            (false, false) => drop(findings.live.insert(epoch)),
            _ => drop(findings.disclosed.insert(epoch)),
        }
    }
    findings
}

/// A record page that verified.
fn of_page(shown: &Notice, record: &PrivateRecord) -> Findings {
    let number = shown.number().to_string();
    let held = record.notices().into_iter().find(|(_, _, notice)| notice.number() == shown.number());
    let found = match held {
        Some((_, _, notice)) if notice == *shown => Match::Exact,
        Some(_) => Match::Altered,
        None => Match::NotOurs,
    };
    let mut findings = Findings { items: vec![item(Some(number.clone()), found)], ..Findings::default() };
    findings.bound.insert(number, shown.number().party.to_string());
    findings
}

fn item(entry: Option<String>, found: Match) -> Item {
    let share = if found == Match::Exact { 100 } else { 0 };
    Item { entry, language: None, found, share, changes: Vec::new() }
}

/// The number of a notice, else author and place of the entry.
fn named(entry: &Entry, attestation: Attestation) -> String {
    let body =
        NoticeBody::decode(&entry.body, attestation).ok().filter(|_| entry.header.kind == Kind::Notice);
    let number =
        body.and_then(|body| Notice::decode(&body.bytes).ok()).map(|notice| notice.number().to_string());
    number.unwrap_or_else(|| format!("{} {}", entry.header.author, entry.header.seq))
}

/// What it comes to.
enum Verdict {
    Adds,
    Binds(Vec<String>),
    Live(String, Vec<u64>),
    NotOurs,
}

fn verdict(findings: &Findings) -> Verdict {
    if !findings.bound.is_empty() {
        let parties: BTreeSet<&String> = findings.bound.values().collect();
        return Verdict::Binds(parties.into_iter().cloned().collect());
    }
    if findings.items.iter().all(|item| item.found == Match::NotOurs) {
        return Verdict::NotOurs;
    }
    match findings.live.first() {
        Some((code, _)) => {
            Verdict::Live(code.clone(), findings.live.iter().map(|(_, epoch)| *epoch).collect())
        }
        None => Verdict::Adds,
    }
}

impl Verdict {
    fn exit(&self) -> Exit {
        match self {
            Verdict::Adds => Exit::Done,
            Verdict::Binds(_) => Exit::Stop,
            Verdict::Live(..) => Exit::Look,
            Verdict::NotOurs => Exit::NotOurs,
        }
    }

    /// The words of documents, stable in every language.
    fn word(&self) -> String {
        match self {
            Verdict::Adds => "ADDS NO PROOF FOR A STRANGER".to_owned(),
            Verdict::Binds(parties) => format!("BINDS {}", parties.join(" ")),
            Verdict::Live(..) => "LIVE KEY".to_owned(),
            Verdict::NotOurs => "NOT OURS".to_owned(),
        }
    }
}

/// The answer, in a reader's words.
struct Told<'a> {
    findings: &'a Findings,
    contact: &'a Evidence,
    output: &'a Output,
}

impl Told<'_> {
    fn say(&self, key: &str, facts: &Facts) -> String {
        self.output.phrase(key, facts)
    }

    fn document(&self, verdict: &Verdict) -> Value {
        let items: Vec<Value> = self.findings.items.iter().map(|item| {
            json!({
                "entry": item.entry, "match": item.found.word(), "language": item.language, "share": item.share,
                "changes": item.changes.iter().map(|(said, held)| json!({ "said": said, "held": held })).collect::<Vec<_>>(),
            })
        }).collect();
        let (live, contact) = (&self.findings.live, self.contact);
        json!({
            "verdict": verdict.word(),
            "items": items,
            "stranger_can_verify": self.stranger(),
            "contact_evidence": self.evidence(),
            "found": {
                "receipts": contact.receipts, "addresses": contact.addresses,
                "stations": contact.stations, "producers": contact.producers,
            },
            "bound": self.findings.bound,
            "live": live.iter().map(|(code, epoch)| json!({ "compartment": code, "epoch": epoch })).collect::<Vec<_>>(),
        })
    }

    fn stranger(&self) -> Vec<String> {
        let bound = self.findings.bound.iter().map(|(entry, party)| {
            self.say("leak-stranger-record", &facts! { party: party.clone(), entry: entry.clone() })
        });
        let epochs = |key: &'static str, of: &BTreeSet<(String, u64)>| -> Vec<String> {
            of.iter().map(|(_, epoch)| self.say(key, &facts! { epoch: *epoch })).collect()
        };
        let mut all: Vec<String> = bound.collect();
        all.extend(epochs("leak-stranger-leaf", &self.findings.live));
        all
    }

    fn evidence(&self) -> Vec<String> {
        let none = self.say("leak-found-none", &facts! {});
        let found = |key: &str, of: &BTreeSet<String>| {
            let list =
                if of.is_empty() { none.clone() } else { of.iter().cloned().collect::<Vec<_>>().join(", ") };
            self.say(key, &facts! { found: list })
        };
        vec![
            found("leak-contact-receipts", &self.contact.receipts),
            found("leak-contact-addresses", &self.contact.addresses),
            found("leak-contact-stations", &self.contact.stations),
            found("leak-contact-producer", &self.contact.producers),
            self.say("leak-contact-paper", &facts! {}),
            self.say("leak-contact-people", &facts! {}),
        ]
    }

    fn page(&self, verdict: &Verdict) -> String {
        let count = |found: Match| self.findings.items.iter().filter(|item| item.found == found).count();
        let counts = facts! {
            items: self.findings.items.len(), exact: count(Match::Exact), partial: count(Match::Partial),
            altered: count(Match::Altered), foreign: count(Match::NotOurs)
        };
        let mut lines = vec![self.headline(verdict), self.say("leak-counts", &counts)];
        lines.extend(self.findings.items.iter().take(MOST_LINES).map(|item| {
            let entry = item.entry.clone().unwrap_or_else(|| "-".to_owned());
            format!("  {entry}  {}  {}", item.found.word(), item.language.clone().unwrap_or_default())
        }));
        let nothing = self.say("leak-stranger-nothing", &facts! {});
        let mut stranger = self.stranger();
        if stranger.is_empty() {
            stranger.push(nothing);
        }
        lines.extend(stranger.into_iter().map(|what| self.say("leak-stranger", &facts! { what: what })));
        let disclosed = self.findings.disclosed.iter();
        lines.extend(
            disclosed.map(|(_, epoch)| self.say("leak-stranger-disclosed", &facts! { epoch: *epoch })),
        );
        lines.push(self.say("leak-contact", &facts! {}));
        lines.extend(self.evidence().into_iter().map(|line| format!("  {line}")));
        lines.push(self.say("leak-next", &facts! {}));
        lines.join("\n")
    }

    fn leads(&self, readers: &BTreeMap<&String, f64>, nobody: f64, read: u32, all: usize) -> String {
        let percent = |share: f64| (share * 100.0).round() as i64;
        let mut lines = vec![self.say("trace-carriers", &facts! { read: u64::from(read), all: all })];
        let mut leads: Vec<(&&String, &f64)> = readers.iter().collect();
        leads.sort_by(|a, b| b.1.total_cmp(a.1));
        lines.extend(leads.into_iter().take(3).map(|(reader, share)| {
            self.say("trace-lead", &facts! { reader: (*reader).clone(), percent: percent(*share) })
        }));
        lines.push(self.say("trace-none", &facts! { percent: percent(nobody) }));
        lines.extend(["trace-explains", "leak-trace-off"].map(|key| self.say(key, &facts! {})));
        lines.join("\n")
    }

    fn headline(&self, verdict: &Verdict) -> String {
        match verdict {
            Verdict::Adds => self.say("leak-adds", &facts! {}),
            Verdict::Binds(parties) => self.say("leak-binds", &facts! { party: parties.join(" ") }),
            Verdict::Live(code, epochs) => {
                let epochs = epochs.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
                self.say("leak-live", &facts! { epochs: epochs, compartment: code.clone() })
            }
            Verdict::NotOurs => self.say("leak-none-ours", &facts! {}),
        }
    }
}

const LIMIT: u64 = 64 << 20;
const MOST_LINES: usize = 40;

/// A reader of another month: spans that were ahead lie behind.
const LATER_S: i64 = 40 * 86_400 + 7_531;
