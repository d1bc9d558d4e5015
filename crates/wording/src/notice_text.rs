//! A notice, a draft, a charter and a line test as numbered paragraphs, from typed values (notices.md section 10).
//!
//! I1 the status stands three times at head and foot, in a shape of its own. I2 every paragraph of the spec that
//! the notice holds is printed, in the order of the spec; none that it does not hold.

use notice::clause::ACTOR;
use notice::envelope::NO_TERMS;
use notice::spec::{FieldKind, TypeSpec};
use notice::types::l1_line_test::LineTest;
use notice::validate::Rendered;
use notice::vocabulary::{
    ANNEX_KIND, ANSWER_KIND, ATTESTATION, AUTHORITY_LEVEL, LEGAL_CHARACTER, MODALITY, NoticeType, PRECEDENCE,
    Precedence, RELATION, SEAL_PHASE, Status,
};
use notice::{
    Charter, Code8, Draft, Due, Envelope, Fields, Instant, Notice, Number, Stamp, Station, Until, Value,
    registry,
};

use crate::arrivals::{Arrivals, Via};
use crate::digits::Digits;
use crate::isolate::{foreign, machine};
use crate::pack::{Argument, Arguments, Packs};
use crate::reader::Reader;
use crate::text::{Text, word_count};
use crate::times::{dtg, from_now, local, stated};
use crate::value_text::{instants, list_lines, value};
use crate::voice::{Voice, word_key};

/// A notice in one language as plain text to be held against other texts: Latin digits, no ways of arrival.
pub fn plain_notice(packs: &Packs, notice: &Notice, language: &str, at: Instant) -> String {
    render_notice(packs, notice, &Arrivals::default(), &Reader::of(language, Digits::Latin, at)).plain()
}

/// A released notice as it is read.
pub fn render_notice(packs: &Packs, notice: &Notice, arrivals: &Arrivals, reader: &Reader) -> Text {
    let sheet = Sheet::new(packs, reader);
    let stamp = notice.stamp();
    sheet.whole(notice.draft(), &stamp.number.to_string(), Some(stamp), arrivals)
}

/// A draft as it will be read, under its draft id.
pub fn render_draft(packs: &Packs, draft: &Draft, draft_id: &str, reader: &Reader) -> Text {
    let sheet = Sheet::new(packs, reader);
    let id = sheet.voice.say_one("head-draft", "id", machine(draft_id));
    sheet.whole(draft, &id, None, &Arrivals::default())
}

/// How long a draft renders in the longest of these languages: what `notice::validate` holds the cap against.
pub fn rendered(packs: &Packs, draft: &Draft, languages: &[&str], reader: &Reader) -> Rendered {
    let words = languages.iter().map(|language| {
        let reader = Reader { language: (*language).to_owned(), ..reader.clone() };
        word_count(&render_draft(packs, draft, "D", &reader))
    });
    Rendered { words: words.max().unwrap_or(0) }
}

/// A version of a charter.
pub fn render_charter(packs: &Packs, charter: &Charter, arrivals: &Arrivals, reader: &Reader) -> Text {
    let mut sheet = Sheet::new(packs, reader);
    let number = machine(&charter.number().to_string());
    sheet.status(charter.status);
    let from = sheet.voice.say_one("head-from", "from", machine(charter.proposer.as_str()));
    sheet.head(vec![from], arrivals);
    sheet.subject(NoticeType::Ch, &charter.content, &charter.proposer);
    sheet.paragraph(1, "para-number", &number);
    sheet.paragraph(2, "para-dtg", &machine(&dtg(charter.dtg.seconds())));
    sheet.content(NoticeType::Ch, &charter.content);
    sheet.end(&number);
    sheet.status(charter.status);
    sheet.text
}

/// A TEST entry as L1: no number, no author but the node of this party.
pub fn render_line_test(
    packs: &Packs,
    test: &LineTest,
    from: &Code8,
    status: Status,
    reader: &Reader,
) -> Text {
    let mut sheet = Sheet::new(packs, reader);
    let content = test.content();
    sheet.status(status);
    let sender = sheet.voice.say_one("head-from", "from", machine(from.as_str()));
    sheet.head(vec![sender], &Arrivals::default());
    sheet.subject(NoticeType::L1, &content, from);
    sheet.content(NoticeType::L1, &content);
    sheet.status(status);
    sheet.text
}

/// A page that is being written.
struct Sheet<'a> {
    voice: Voice<'a>,
    text: Text,
}

impl<'a> Sheet<'a> {
    fn new(packs: &'a Packs, reader: &'a Reader) -> Self {
        let voice = Voice::new(packs, reader);
        Sheet { voice, text: voice.text() }
    }

    fn whole(mut self, draft: &Draft, number: &str, stamp: Option<&Stamp>, arrivals: &Arrivals) -> Text {
        let envelope = &draft.envelope;
        let number = if stamp.is_some() { machine(number) } else { number.to_owned() };
        self.status(envelope.status);
        let head = self.addresses(envelope);
        self.head(head, arrivals);
        self.subject(draft.kind, &draft.content, &envelope.from.party);
        if draft.kind == NoticeType::E5 {
            self.finding(draft, &number);
        }
        self.paragraph(1, "para-number", &number);
        let released = stamp.map_or_else(|| self.voice.say("para-dtg-none"), |stamp| self.stamped(stamp));
        self.paragraph(2, "para-dtg", &released);
        self.paragraph(3, "para-basis", &foreign(&envelope.basis));
        if !envelope.refs.is_empty() {
            let refs: Vec<String> = envelope
                .refs
                .iter()
                .map(|r| {
                    format!(
                        "{} {}",
                        self.voice.word(&RELATION, r.relation.word()),
                        machine(&r.number.to_string())
                    )
                })
                .collect();
            self.paragraph(4, "para-refs", &self.voice.list(&refs));
        }
        self.content(draft.kind, &draft.content);
        self.terms(envelope, stamp);
        let remarks = envelope.remarks.as_ref().map_or_else(
            || self.voice.say("remarks-nil"),
            |remarks| self.voice.say_one("remarks-not-operative", "text", foreign(remarks)),
        );
        self.paragraph(6, "para-remarks", &remarks);
        self.end(&number);
        self.status(envelope.status);
        self.text
    }

    /// The status three times, in its own shape.
    fn status(&mut self, status: Status) {
        let word = self.voice.say(&word_key("status", status.word()));
        let line = match status {
            Status::Actual => format!("== {word} ==  == {word} ==  == {word} =="),
            Status::Exercise => format!("{word}  {word}  {word}"),
            Status::Test => format!("-- {word} --  -- {word} --  -- {word} --"),
        };
        self.text.push(&line);
    }

    fn addresses(&self, envelope: &Envelope) -> Vec<String> {
        let stations = |stations: &[Station]| {
            self.voice.list(&stations.iter().map(|station| machine(&station.to_string())).collect::<Vec<_>>())
        };
        let mut parts = vec![self.precedence("head-precedence", envelope.precedence)];
        parts.extend(envelope.precedence_info.map(|p| self.precedence("head-precedence-info", p)));
        parts.push(self.voice.say_one("head-from", "from", machine(&envelope.from.to_string())));
        parts.push(self.voice.say_one("head-to", "to", stations(&envelope.to)));
        if !envelope.info.is_empty() {
            parts.push(self.voice.say_one("head-info", "info", stations(&envelope.info)));
        }
        parts
    }

    fn precedence(&self, key: &str, precedence: Precedence) -> String {
        self.voice.say_one(key, "precedence", self.voice.word(&PRECEDENCE, precedence.word()))
    }

    fn head(&mut self, mut parts: Vec<String>, arrivals: &Arrivals) {
        if !arrivals.0.is_empty() {
            let via: Vec<String> = arrivals.0.iter().map(|via| self.via(via)).collect();
            parts.push(self.voice.say_one("head-arrived-by", "via", self.voice.list(&via)));
        }
        self.text.push(&parts.join("   "));
    }

    fn via(&self, via: &Via) -> String {
        match via {
            Via::Relay(id) => machine(id),
            Via::Direct => self.voice.say("via-direct"),
            Via::Courier => self.voice.say("via-courier"),
            Via::InPerson(host) => self.voice.say_one("via-in-person", "host", machine(host)),
        }
    }

    /// Code and title; a verb may have a title of its own (`subject-l5-cancel`), which may name its author.
    fn subject(&mut self, kind: NoticeType, content: &Fields, author: &Code8) {
        let stated = registry::spec(kind).and_then(|spec| spec.verb_of(content));
        let verb = stated.or_else(|| {
            ["A0", "A"].iter().find_map(|letter| match content.get(letter)? {
                Value::Word(word) => Some(*word),
                Value::Record(fields) => fields.word("verb"),
                _ => None,
            })
        });
        let own = verb.map(|verb| word_key(&word_key("subject", kind.word()), verb));
        let arguments = Arguments::from([("author", Argument::Text(machine(author.as_str())))]);
        let own = own.and_then(|key| self.voice.say_if(&key, &arguments));
        let title = own.unwrap_or_else(|| self.voice.say(&word_key("type", kind.word())));
        self.text.push(&format!("{} {} {title}", self.voice.say("head-subject"), machine(kind.word())));
    }

    /// What a finding says, its author in the first words; never that anything is withdrawn from anybody.
    fn finding(&mut self, draft: &Draft, number: &str) {
        let Some(status) = draft.content.at("D.status").and_then(Value::word) else { return };
        let Some(actor) = draft.content.at("D.actor").and_then(Value::fields) else { return };
        let groups = actor.items_at("groups").iter().filter_map(Value::fields);
        let names: Vec<String> = groups
            .filter_map(|group| {
                let name = group.get("name").and_then(Value::text).map(foreign);
                name.or_else(|| Some(machine(group.get("code")?.code()?.as_str())))
            })
            .collect();
        let whole = || value(&self.voice, &FieldKind::Record(&ACTOR), &Value::Record(actor.clone()));
        let actor = if names.is_empty() { whole() } else { self.voice.list(&names) };
        let arguments = Arguments::from([
            ("author", Argument::Text(machine(draft.envelope.from.party.as_str()))),
            ("actor", Argument::Text(actor)),
            ("number", Argument::Text(number.to_owned())),
        ]);
        let line = self.voice.say_with(&word_key("finding", status), &arguments);
        self.text.push(&line);
    }

    fn stamped(&self, stamp: &Stamp) -> String {
        let tenths = stamp.clock_error_ms.div_ceil(100);
        let error = self.voice.reader.digits.write(&format!("{}.{}", tenths / 10, tenths % 10));
        let error = self.voice.say_one("para-clock-error", "error", machine(&error));
        format!("{} {error}", machine(&dtg(stamp.dtg.seconds())))
    }

    fn paragraph(&mut self, number: u32, label: &str, text: &str) {
        let number = machine(&self.voice.reader.digits.write(&number.to_string()));
        self.text.push(format!("{number}. {} {text}", self.voice.say(label)).trim_end());
    }

    fn end(&mut self, number: &str) {
        self.paragraph(7, "para-end", number);
    }

    /// Paragraph 5, lettered.
    fn content(&mut self, kind: NoticeType, content: &Fields) {
        self.paragraph(5, "para-content", "");
        let Some(spec) = registry::spec(kind) else { return };
        for field in spec.paragraphs {
            let Some(held) = content.get(field.name) else { continue };
            let label = self.lettered(spec, field.name);
            match (&field.kind, held) {
                (FieldKind::Restatement, Value::Record(restated)) => {
                    self.heading(&label);
                    self.restated(content, restated);
                }
                (kind, held) => self.field(&label, kind, held),
            }
        }
    }

    /// `E. PLACE`, without its colon. The full stop belongs to the line, so that it stands between letter and label
    /// whichever way the line runs.
    fn lettered(&self, spec: &TypeSpec, letter: &str) -> String {
        format!("{}. {}", machine(letter), self.voice.say(&label(spec, letter)))
    }

    /// A label whose items follow on lines of their own.
    fn heading(&mut self, label: &str) {
        self.text.push(format!("   {}", self.voice.label(label, "")).trim_end());
    }

    fn field(&mut self, label: &str, kind: &FieldKind, held: &Value) {
        if let Some(lines) = list_lines(&self.voice, kind, held) {
            self.heading(label);
            lines.iter().for_each(|line| self.text.push(&format!("      {line}")));
        } else {
            self.text.push(&format!("   {}", self.voice.label(label, &value(&self.voice, kind, held))));
        }
        self.times(&instants(held));
    }

    /// Paragraph B of a read-back: the subject's critical fields as they were typed.
    fn restated(&mut self, content: &Fields, restated: &Fields) {
        let subject =
            content.get("A").and_then(Value::fields).and_then(|a| a.get("number")).and_then(Value::number);
        let Some(spec) = subject.and_then(|number: &Number| registry::spec(number.kind)) else { return };
        for field in spec.paragraphs {
            let Some(held) = restated.get(field.name) else { continue };
            let text = value(&self.voice, &field.kind, held);
            self.text.push(&format!("      {}", self.voice.label(&self.lettered(spec, field.name), &text)));
            self.times(&instants(held));
        }
    }

    /// Local times and the distance from now, a line an instant.
    fn times(&mut self, instants: &[Instant]) {
        for at in instants {
            let text = format!("{} ({})", local(&self.voice, *at), from_now(&self.voice, *at));
            let text =
                if instants.len() > 1 { format!("{} = {text}", machine(&dtg(at.seconds()))) } else { text };
            self.text.push_echo(&format!("      {text}"));
        }
    }

    /// Paragraphs 5x to 5w, release, attestation, annexes.
    fn terms(&mut self, envelope: &Envelope, stamp: Option<&Stamp>) {
        let voice = self.voice;
        let modality =
            voice.say_one("term-modality", "word", voice.word(&MODALITY, envelope.modality.word()));
        let mut character = voice.word(&LEGAL_CHARACTER, envelope.legal_character.word());
        if envelope.without_prejudice {
            character = voice.list(&[character, voice.say("term-without-prejudice")]);
        }
        self.text.push(&format!("   {modality}  {}", voice.say_one("term-character", "word", character)));
        if let Some(due) = &envelope.answer_due {
            let (at, kind) = (self.due(due.due), voice.word(&ANSWER_KIND, due.answer.word()));
            let arguments = Arguments::from([("due", Argument::Text(at)), ("answer", Argument::Text(kind))]);
            self.text.push(&format!("   {}", voice.say_with("term-answer-due", &arguments)));
            if let Due::At(at) = due.due {
                self.times(&[at]);
            }
        }
        self.effect(envelope);
        let mut last = Vec::new();
        last.extend(stamp.map(|stamp| self.release(stamp)));
        last.push(voice.say_one(
            "term-attestation",
            "word",
            voice.word(&ATTESTATION, envelope.attestation.word()),
        ));
        if envelope.term_set != NO_TERMS {
            last.push(voice.say_one("term-set", "hash", hex(&envelope.term_set)));
        }
        self.text.push(&format!("   {}", last.join("  ")));
        self.sealed(envelope);
        self.annexes(envelope);
    }

    /// The mark SEALED: which exchange, by when all have committed, and the commitment or its salt.
    fn sealed(&mut self, envelope: &Envelope) {
        let Some(sealed) = &envelope.sealed else { return };
        let arguments = Arguments::from([
            ("phase", Argument::Text(self.voice.word(&SEAL_PHASE, sealed.phase.word()))),
            ("exchange", Argument::Text(machine(sealed.exchange.as_str()))),
            ("due", Argument::Text(machine(&dtg(sealed.due.seconds())))),
            ("value", Argument::Text(hex(&sealed.value))),
        ]);
        self.text.push(&format!("   {}", self.voice.say_with("term-sealed", &arguments)));
        self.times(&[sealed.due]);
    }

    fn due(&self, due: Due) -> String {
        match due {
            Due::Within(length) => self.voice.say_one("term-within", "span", stated(&self.voice, length)),
            Due::At(at) => self.voice.say_one("term-at", "at", machine(&dtg(at.seconds()))),
        }
    }

    fn effect(&mut self, envelope: &Envelope) {
        let at = |at: Instant| machine(&dtg(at.seconds()));
        let from = envelope.effective_from.map_or_else(|| self.voice.say("effect-on-release"), at);
        let until = match envelope.expires {
            Until::Standing => self.voice.say("standing-standing"),
            Until::At(end) => at(end),
        };
        let arguments = Arguments::from([("from", Argument::Text(from)), ("until", Argument::Text(until))]);
        let mut line = format!("   {}", self.voice.say_with("term-effect", &arguments));
        if let Some(review) = envelope.review_on {
            line = format!("{line}  {}", self.voice.say_one("term-review", "at", at(review)));
        }
        self.text.push(&line);
        let end = match envelope.expires {
            Until::Standing => None,
            Until::At(end) => Some(end),
        };
        let times: Vec<Instant> =
            [envelope.effective_from, end, envelope.review_on].into_iter().flatten().collect();
        self.times(&times);
    }

    fn release(&self, stamp: &Stamp) -> String {
        let release = &stamp.release;
        let arguments = Arguments::from([
            ("level", Argument::Text(self.voice.word(&AUTHORITY_LEVEL, release.level.word()))),
            ("drafted", Argument::Text(machine(release.drafted_by.as_str()))),
            ("released", Argument::Text(machine(release.released_by.as_str()))),
        ]);
        self.voice.say_with("term-release", &arguments)
    }

    fn annexes(&mut self, envelope: &Envelope) {
        for annex in &envelope.annexes {
            let readers: Vec<String> = annex.readers.iter().map(|reader| machine(reader.as_str())).collect();
            let arguments = Arguments::from([
                ("kind", Argument::Text(self.voice.word(&ANNEX_KIND, annex.kind.word()))),
                ("size", Argument::Text(self.voice.number(i64::from(annex.size)))),
                ("readers", Argument::Text(self.voice.list(&readers))),
                ("hash", Argument::Text(hex(&annex.hash))),
            ]);
            let line = self.voice.say_with("term-annex", &arguments);
            self.text.push(&format!("   {line}"));
        }
    }
}

/// The key of a paragraph's label: `T1-E`.
fn label(spec: &TypeSpec, letter: &str) -> String {
    format!("{}-{letter}", spec.kind.word())
}

fn hex(hash: &[u8; 32]) -> String {
    machine(&hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
