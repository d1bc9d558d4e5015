//! What a command prints: exactly one JSON document with `--json`, else text; refusals always on standard error.
//!
//! I1 with `--json` nothing else stands on standard output. I2 no secret is printed.

use crate::command::ReadBy;
use crate::exit::Exit;
use crate::packs;
use crate::stopped::{Said, Stopped};
use node::api::{Ask, RefusalTold};
use notice::{Finding, Instant};
use refusal::{Blame, Code, Fact, Facts, Refusal};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use wording::{Calendar, Card, Digits, Direction, Packs, Reader};

/// How this run prints.
#[derive(Clone)]
pub struct Output {
    json: bool,
    reader: Reader,
    packs: Arc<Packs>,
}

/// A phrase in a language, for a page.
pub struct Phrase {
    /// The language's tag.
    pub language: String,
    /// As HTML writes it.
    pub direction: &'static str,
    /// What is said.
    pub text: String,
}

impl Output {
    /// Prints for this reader.
    ///
    /// # Errors
    /// A folder of packs that cannot be used; a language, digits or calendar that nobody has.
    pub fn new(json: bool, read: &ReadBy) -> Result<Self, Stopped> {
        let packs = packs::with(read.languages.as_deref())?;
        let no_words = || Stopped::language(&read.language, packs.languages().map(str::to_owned).collect());
        let mut reader = packs.reader(&read.language, now()).ok_or_else(no_words)?;
        if let Some(word) = &read.digits {
            reader.digits = Digits::parse(word).ok_or_else(|| Stopped::usage("digits", word))?;
        }
        if let Some(word) = &read.calendar {
            reader.calendar = Some(Calendar::parse(word).ok_or_else(|| Stopped::usage("calendar", word))?);
        }
        Ok(Output { json, reader, packs: Arc::new(packs) })
    }

    /// Prints in English: for what goes wrong before the reader is known.
    pub fn plain(json: bool) -> Self {
        Output { json, reader: Reader::english(now()), packs: Arc::new(Packs::embedded()) }
    }

    /// The packs, for whoever renders in this process.
    pub fn packs(&self) -> Arc<Packs> {
        self.packs.clone()
    }

    /// The question that shows a notice to this reader.
    pub fn show(&self, number: String) -> Ask {
        Ask::Show {
            number,
            language: self.reader.language.clone(),
            digits: Some(self.reader.digits.word().to_owned()),
            calendar: self.reader.calendar.map(|calendar| calendar.word().to_owned()),
        }
    }

    /// A card for this reader.
    pub fn card(&self, name: &str) -> Option<Card> {
        wording::card(&self.packs, name, &self.reader)
    }

    /// Whether documents are printed.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Language tag of the reader.
    pub fn language(&self) -> &str {
        &self.reader.language
    }

    /// Prints the document, or the text that says the same.
    pub fn print(&self, document: &Value, text: &str) {
        if self.json {
            say(&document.to_string());
        } else if !text.is_empty() {
            say(text.trim_end_matches('\n'));
        }
    }

    /// Says on standard error why a command stopped.
    pub fn stop(&self, stopped: &Stopped) -> Exit {
        let refusal = match &stopped.said {
            Said::Here(refusal) => refusal.clone(),
            Said::Told(told) => heard(told),
        };
        let words = wording::render_refusal(&self.packs, &refusal, &self.reader).plain();
        if self.json {
            eprintln!("{}", json!({ "refused": refusal_document(&refusal), "text": words }));
        } else {
            eprintln!("{}", words.trim_end_matches('\n'));
        }
        stopped.exit
    }

    /// A phrase of the packs, said to this reader.
    pub fn phrase(&self, key: &str, facts: &Facts) -> String {
        wording::render_phrase(&self.packs, key, facts, &self.reader)
    }

    /// A phrase in every language of the packs, this reader's first: for paper, of which nobody knows who reads it.
    pub fn in_every_language(&self, key: &str, facts: &Facts) -> Vec<Phrase> {
        let others = self.packs.languages().filter(|language| *language != self.language());
        let readers = others.filter_map(|language| self.packs.reader(language, now()));
        std::iter::once(self.reader.clone())
            .chain(readers)
            .map(|reader| self.phrase_for(key, facts, &reader))
            .collect()
    }

    fn phrase_for(&self, key: &str, facts: &Facts, reader: &Reader) -> Phrase {
        let rtl = self.packs.direction(&reader.language) == Direction::RightToLeft;
        let text = wording::render_phrase(&self.packs, key, facts, reader);
        Phrase { language: reader.language.clone(), direction: if rtl { "rtl" } else { "ltr" }, text }
    }

    /// A text with its digits as this reader writes them.
    pub fn own_digits(&self, text: &str) -> String {
        self.reader.digits.write(text)
    }

    /// A draft as this reader will see it, line by line.
    pub fn draft(&self, draft: &notice::Draft) -> Vec<String> {
        let text = wording::render_draft(&self.packs, draft, "D", &self.reader);
        text.plain().lines().map(str::to_owned).collect()
    }

    /// A notice as this reader will see it, line by line.
    pub fn notice(&self, notice: &notice::Notice, arrivals: &wording::Arrivals) -> Vec<String> {
        let text = wording::render_notice(&self.packs, notice, arrivals, &self.reader);
        text.plain().lines().map(str::to_owned).collect()
    }

    /// Each finding as a document in the reader's words: paragraph, code, severity, words.
    pub fn findings_told(&self, findings: &[Finding], severity: &str) -> Vec<Value> {
        let each = |finding: &Finding| {
            let words = wording::render_findings(&self.packs, std::slice::from_ref(finding), &self.reader);
            json!({
                "id": finding.id,
                "code": finding.id,
                "paragraph": finding.para.as_str(),
                "severity": severity,
                "words": words.plain().trim_end(),
                "facts": facts_document(&finding.facts),
            })
        };
        findings.iter().map(each).collect()
    }

    /// Findings in words.
    pub fn findings(&self, findings: &[Finding]) -> String {
        wording::render_findings(&self.packs, findings, &self.reader).plain()
    }
}

fn refusal_document(refusal: &Refusal) -> Value {
    json!({
        "code": refusal.code.0,
        "blame": format!("{:?}", refusal.blame),
        "facts": facts_document(&refusal.facts),
    })
}

fn facts_document(facts: &Facts) -> Value {
    let value = |fact: &Fact| match fact {
        Fact::Text(text) => json!(text),
        Fact::Number(n) | Fact::InstantMs(n) | Fact::DurationMs(n) => json!(n),
        Fact::List(items) => json!(items),
    };
    Value::Object(facts.iter().map(|(name, fact)| ((*name).to_owned(), value(fact))).collect())
}

/// A refusal that came over the socket, as one of this process. Its few names live as long as the process,
/// which is about to end.
fn heard(told: &RefusalTold) -> Refusal {
    let kept = |name: &str| -> &'static str { Box::leak(name.to_owned().into_boxed_str()) };
    let blame = match (told.blame.as_str(), &told.blamed) {
        ("COUNTERPART", Some(party)) => Blame::Counterpart(party.clone()),
        ("RELAY", Some(relay)) => Blame::Relay(relay.clone()),
        ("ENVIRONMENT", _) => Blame::Environment,
        ("US", _) => Blame::Us,
        _ => Blame::Operator,
    };
    let facts = told.facts.iter().map(|(name, fact)| (kept(name), fact.into())).collect();
    Refusal { code: Code(kept(&told.code)), blame, facts }
}

fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
    Instant::from_seconds(seconds).unwrap_or_else(|| Instant::from_seconds(0).expect("1970 is in the range"))
}

/// One text on standard output. Whoever closes it early, as `head` does, has read enough: that is no error of this program.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
