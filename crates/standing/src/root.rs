//! The state root: SHA-256("demarche/root/1" || canonical CBOR of the shared folds at (cut, as_of)).
//!
//! I1 only what is equal on all nodes by construction goes in: no arrival that this node alone saw, no relay's word,
//! no rung of M1.

use crate::answer::Answer;
use crate::attendance::Stretch;
use crate::book::Filed;
use crate::carve_outs::carve_outs;
use crate::cases::cases;
use crate::crossing::CrossingState;
use crate::cycle::{CycleState, cycles};
use crate::delivery::Delivery;
use crate::leaks::leaks;
use crate::lines::{Crossed, LineToward, crossings, red_lines};
use crate::matching::Outcome;
use crate::operations::{operations, responses};
use crate::person_exchanges::person_exchanges;
use crate::public_acts::public_acts;
use crate::revised::revised;
use crate::seal::{life, second_seal};
use crate::sealed_texts::exchanges;
use crate::sites::sites;
use crate::station;
use crate::succession::successions;
use crate::understandings::{Understanding, understandings};
use crate::view::{View, addressees};
use minicbor::Encoder;
use sha2::{Digest, Sha256};

/// SHA-256 over the items, each a canonical CBOR array.
pub fn root(items: &[Vec<u8>]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"demarche/root/1");
    for item in items {
        hash.update(item);
    }
    hash.finalize().into()
}

/// What the root is over, item by item: notices with their deliveries, what cannot be read, lines, crossings,
/// declared windows, REVISED.
pub fn items(view: View<'_>) -> Vec<Vec<u8>> {
    let mut items = Vec::new();
    for filed in view.book.notices(view.horizon) {
        items.push(item(|page| notice(page, view, filed)));
        for (party, action) in addressees(filed) {
            let delivery = Delivery::of(view, filed, &party, action);
            items.push(item(|page| delivered(page, &delivery)));
        }
    }
    items.extend(view.book.illegible(view.horizon).map(|i| item(|page| page.text("?").bytes(&i.entry.0))));
    items.extend(red_lines(view).iter().map(|line| item(|page| red_line(page, line))));
    items.extend(crossings(view).0.iter().map(|crossed| item(|page| crossing(page, crossed))));
    for party in view.horizon.authors() {
        for window in station::windows(view, party) {
            let stretch = Stretch { from_ms: window.from_ms, until_ms: window.until_ms };
            let by = window.by.to_string();
            items.push(item(|page| page.texts(&["W", party.as_str(), &by]).stretch(stretch)));
        }
    }
    items.extend(matters(view));
    for revised in revised(view) {
        let party = revised.addressee.as_ref().map_or("", |party| party.as_str());
        let subject = revised.subject.to_string();
        let words = ["R", subject.as_str(), party, revised.was, revised.is];
        items.push(item(|page| page.texts(&words).bytes(&revised.because.0)));
    }
    items
}

/// Operations, responses, cycles, cases, sites and public acts: nothing where none of them stands.
fn matters(view: View<'_>) -> Vec<Vec<u8>> {
    let mut items = Vec::new();
    for it in operations(view) {
        let (number, due) = (it.number.to_string(), it.due_ms);
        items.push(item(|page| page.texts(&["O", &number, it.state.word()]).instant(due)));
    }
    for it in responses(view) {
        items.push(item(|page| page.texts(&["A", &it.number.to_string(), it.state.word()])));
    }
    for it in cycles(view) {
        let (number, state) = (it.number.to_string(), it.state.word());
        let (who, at) = match &it.state {
            CycleState::Open { move_of, since_ms } => (move_of.as_str(), *since_ms),
            CycleState::Paused { until_ms } => ("", *until_ms),
            CycleState::Closed { at_ms } => ("", *at_ms),
        };
        items.push(item(|page| page.texts(&["Y", &number, state, who]).instant(Some(at))));
    }
    for it in cases(view) {
        let contested: Vec<String> = it.contested.iter().map(ToString::to_string).collect();
        let words = ["C", &it.challenge.to_string(), &it.actor, it.state.word(), it.position];
        items.push(item(|page| page.texts(&words).text(&contested.join(" "))));
    }
    for it in sites(view) {
        let struck = it.struck.as_ref().map(|(at_ms, _)| *at_ms);
        let words = ["S", &it.number.to_string(), &it.site, it.state.word()];
        items.push(item(|page| page.texts(&words).instant(struck)));
    }
    for it in carve_outs(view) {
        let left = it.left.map(|left| left.to_string()).unwrap_or_default();
        items.push(item(|page| page.texts(&["M", &it.number.to_string(), it.state.word(), &left])));
        for tranche in &it.tranches {
            let words = ["T", it.channel.as_str(), &tranche.tranche.to_string(), tranche.state.word()];
            items.push(item(|page| page.texts(&words)));
        }
    }
    for it in exchanges(view) {
        let names: Vec<&str> = it.state.names().iter().map(|party| party.as_str()).collect();
        let words = ["E", it.exchange.as_str(), it.kind.word(), it.state.word()];
        items.push(item(|page| page.texts(&words).text(&names.join(" "))));
    }
    for it in public_acts(view) {
        items.push(item(|page| page.texts(&["P", &it.number.to_string(), it.state.word()])));
    }
    understandings(view).iter().for_each(|it| understanding(&mut items, it));
    for it in person_exchanges(view) {
        let (number, state) = (it.number.to_string(), it.state().word());
        items.push(item(|page| page.texts(&["XP", &number, it.exchange.as_str(), state])));
        for (group, stands) in it.inner.groups() {
            let words = ["XG", it.exchange.as_str(), &group.to_string(), stands.state.word()];
            items.push(item(|page| page.texts(&words).instant(Some(stands.moved_ms))));
        }
    }
    for it in leaks(view) {
        items.push(item(|page| page.texts(&["K", &it.number.to_string(), it.state.word()])));
    }
    for it in successions(view) {
        let (done, of) = it.reviewed();
        let words = ["U", it.party.as_str(), &it.number.to_string(), it.state.word()];
        items.push(item(|page| page.texts(&words).text(&format!("{done} {of}")).instant(Some(it.effect_ms))));
    }
    items
}

/// An understanding, then each period of its steps that has begun.
fn understanding(items: &mut Vec<Vec<u8>>, it: &Understanding) {
    let words = ["F", it.package.as_str(), &it.number.to_string(), it.word()];
    items.push(item(|page| page.texts(&words).bytes(&it.terms)));
    let Some(package) = it.running() else { return };
    for (place, step) in package.terms().steps.iter().enumerate() {
        for (number, period) in package.begun(place) {
            let words = ["FS", step.id.as_str(), &number.to_string(), period.state.word()];
            items.push(item(|page| page.texts(&words).instant(period.due_ms)));
        }
    }
}

/// One item as a CBOR array of definite length: each field in turn.
struct Page {
    fields: u64,
    body: Encoder<Vec<u8>>,
}

impl Page {
    fn text(&mut self, text: &str) -> &mut Self {
        self.field(|body| body.str(text).map(drop))
    }

    fn texts(&mut self, texts: &[&str]) -> &mut Self {
        texts.iter().fold(self, |page, text| page.text(text))
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.field(|body| body.bytes(bytes).map(drop))
    }

    fn instant(&mut self, at_ms: Option<i64>) -> &mut Self {
        self.field(|body| match at_ms {
            Some(at) => body.i64(at).map(drop),
            None => body.null().map(drop),
        })
    }

    fn stretch(&mut self, stretch: Stretch) -> &mut Self {
        self.instant(Some(stretch.from_ms)).instant(Some(stretch.until_ms))
    }

    fn field(
        &mut self,
        write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<std::convert::Infallible>>,
    ) -> &mut Self {
        write(&mut self.body).expect("a vector never refuses a write");
        self.fields += 1;
        self
    }
}

fn item(write: impl FnOnce(&mut Page) -> &mut Page) -> Vec<u8> {
    let mut page = Page { fields: 0, body: Encoder::new(Vec::new()) };
    write(&mut page);
    let mut head = Encoder::new(Vec::new());
    head.array(page.fields).expect("a vector never refuses a write");
    let mut bytes = head.into_writer();
    bytes.extend(page.body.into_writer());
    bytes
}

fn notice<'p>(page: &'p mut Page, view: View<'_>, filed: &Filed) -> &'p mut Page {
    let seal = match second_seal(view, filed) {
        crate::seal::SecondSeal::NotAsked => "",
        crate::seal::SecondSeal::Outstanding { .. } => "OUTSTANDING",
        crate::seal::SecondSeal::Given { .. } => "GIVEN",
        crate::seal::SecondSeal::Lapsed { .. } => "LAPSED",
    };
    let number = filed.notice.number().to_string();
    page.text("N").bytes(&filed.entry.0).texts(&[&number, life(view, filed).word(), seal])
}

fn delivered<'p>(page: &'p mut Page, delivery: &Delivery) -> &'p mut Page {
    let page = page.text("D").text(delivery.addressee.as_str());
    for (mark, at_ms) in &delivery.marks {
        page.text(mark.word()).instant(Some(*at_ms));
    }
    for read_back in &delivery.read_backs {
        let word = match &read_back.outcome {
            Outcome::Match => "MATCH".to_owned(),
            Outcome::Mismatch(paragraphs) => format!("MISMATCH {}", paragraphs.join(" ")),
        };
        page.bytes(&read_back.entry.0).text(&word);
    }
    let by = match &delivery.answer {
        Answer::Answered { by } | Answer::AnsweredLate { by, .. } => by.as_ref().map(ToString::to_string),
        _ => None,
    };
    let due = match delivery.answer {
        Answer::Due { at_ms: at } | Answer::NonAnswer { since_ms: at } => Some(at),
        Answer::AnsweredLate { since_ms, .. } => Some(since_ms),
        _ => None,
    };
    page.instant(delivery.constructive_ms);
    page.text(delivery.answer.word()).text(&by.unwrap_or_default()).instant(due)
}

fn red_line<'p>(page: &'p mut Page, line: &LineToward) -> &'p mut Page {
    page.texts(&["L", &line.line.to_string(), line.addressee.as_str(), line.state.word()])
}

fn crossing<'p>(page: &'p mut Page, crossed: &Crossed) -> &'p mut Page {
    let late = matches!(crossed.state, CrossingState::Answered { late: true, .. });
    let (notify, addressee) = (crossed.notify.to_string(), crossed.addressee.as_str());
    page.texts(&["X", &notify, addressee, crossed.state.word(), if late { "LATE" } else { "" }])
}
