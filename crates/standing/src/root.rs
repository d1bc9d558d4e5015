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
use crate::memo::Unit;
use crate::operations::{operations, responses};
use crate::person_exchanges::person_exchanges;
use crate::public_acts::public_acts;
use crate::revised::{Revised, revised};
use crate::seal::{life, second_seal};
use crate::sealed_texts::exchanges;
use crate::sites::sites;
use crate::station;
use crate::succession::successions;
use crate::understandings::{Understanding, understandings};
use crate::view::{View, addressees};
use line::ids::PartyCode;
use minicbor::Encoder;
use notice::Number;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Items of one part of the state, each a canonical CBOR array.
type Items = Vec<Vec<u8>>;

/// SHA-256 over the items.
pub fn root(items: &[Vec<u8>]) -> [u8; 32] {
    over(items.iter())
}

/// The same of a view.
pub fn root_of(view: View<'_>) -> [u8; 32] {
    over(parts(view).iter().flat_map(|part| part.iter()))
}

fn over<'a>(items: impl Iterator<Item = &'a Vec<u8>>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"demarche/root/1");
    items.for_each(|item| hash.update(item));
    hash.finalize().into()
}

/// What the root is over, item by item.
pub fn items(view: View<'_>) -> Items {
    parts(view).iter().flat_map(|part| part.iter().cloned()).collect()
}

/// Notices with their deliveries, what cannot be read, lines, crossings, declared windows, what else stands by machine,
/// REVISED; each part as it was folded before, where it still holds.
fn parts(view: View<'_>) -> Vec<Arc<Items>> {
    let mut parts: Vec<Arc<Items>> = Vec::new();
    for filed in view.book.notices(view.horizon) {
        let number = filed.notice.number();
        parts.push(view.part(Unit::Notice(number.clone()), |view| of_notice(view, number)));
    }
    let illegible = view.book.illegible(view.horizon);
    parts.push(Arc::new(illegible.map(|i| item(|page| page.text("?").bytes(&i.entry.0))).collect()));
    for (place, fold) in LINES.iter().enumerate() {
        parts.push(machine(view, place, *fold));
    }
    for party in view.horizon.authors() {
        parts.push(view.part(Unit::Windows(party.clone()), |view| of_windows(view, party)));
    }
    for (place, fold) in MATTERS.iter().enumerate() {
        parts.push(machine(view, LINES.len() + place, *fold));
    }
    parts.push(Arc::new(revised(view).iter().map(of_revised).collect()));
    parts
}

/// Items of one machine.
type Fold = fn(View<'_>, &mut Items);

const LINES: [Fold; 2] = [of_lines, of_crossings];
const MATTERS: [Fold; 12] = [
    of_operations,
    of_responses,
    of_cycles,
    of_cases,
    of_sites,
    of_carve_outs,
    of_exchanges,
    of_public_acts,
    of_understandings,
    of_person_exchanges,
    of_leaks,
    of_successions,
];

fn machine(view: View<'_>, place: usize, fold: Fold) -> Arc<Items> {
    let unit = Unit::Machine(u8::try_from(place).expect("a dozen machines"));
    view.part(unit, |view| {
        let mut items = Items::new();
        fold(view, &mut items);
        items
    })
}

fn of_notice(view: View<'_>, number: &Number) -> Items {
    let Some(filed) = view.book.notice(number, view.horizon) else { return Items::new() };
    let mut items = vec![item(|page| notice(page, view, filed))];
    for (party, action) in addressees(filed) {
        let delivery = Delivery::of(view, filed, &party, action);
        items.push(item(|page| delivered(page, &delivery)));
    }
    items
}

fn of_lines(view: View<'_>, items: &mut Items) {
    items.extend(red_lines(view).iter().map(|line| item(|page| red_line(page, line))));
}

fn of_crossings(view: View<'_>, items: &mut Items) {
    items.extend(crossings(view).0.iter().map(|crossed| item(|page| crossing(page, crossed))));
}

fn of_windows(view: View<'_>, party: &PartyCode) -> Items {
    let each = |window: station::Window| {
        let stretch = Stretch { from_ms: window.from_ms, until_ms: window.until_ms };
        let by = window.by.to_string();
        item(|page| page.texts(&["W", party.as_str(), &by]).stretch(stretch))
    };
    station::windows(view, party).into_iter().map(each).collect()
}

fn of_revised(revised: &Revised) -> Vec<u8> {
    let party = revised.addressee.as_ref().map_or("", |party| party.as_str());
    let subject = revised.subject.to_string();
    let words = ["R", subject.as_str(), party, revised.was, revised.is];
    item(|page| page.texts(&words).bytes(&revised.because.0))
}

fn of_operations(view: View<'_>, items: &mut Items) {
    for it in operations(view) {
        let (number, due) = (it.number.to_string(), it.due_ms);
        items.push(item(|page| page.texts(&["O", &number, it.state.word()]).instant(due)));
    }
}

fn of_responses(view: View<'_>, items: &mut Items) {
    for it in responses(view) {
        items.push(item(|page| page.texts(&["A", &it.number.to_string(), it.state.word()])));
    }
}

fn of_cycles(view: View<'_>, items: &mut Items) {
    for it in cycles(view) {
        let (number, state) = (it.number.to_string(), it.state.word());
        let (who, at) = match &it.state {
            CycleState::Open { move_of, since_ms } => (move_of.as_str(), *since_ms),
            CycleState::Paused { until_ms } => ("", *until_ms),
            CycleState::Closed { at_ms } => ("", *at_ms),
        };
        items.push(item(|page| page.texts(&["Y", &number, state, who]).instant(Some(at))));
    }
}

fn of_cases(view: View<'_>, items: &mut Items) {
    for it in cases(view) {
        let contested: Vec<String> = it.contested.iter().map(ToString::to_string).collect();
        let words = ["C", &it.challenge.to_string(), &it.actor, it.state.word(), it.position];
        items.push(item(|page| page.texts(&words).text(&contested.join(" "))));
    }
}

fn of_sites(view: View<'_>, items: &mut Items) {
    for it in sites(view) {
        let struck = it.struck.as_ref().map(|(at_ms, _)| *at_ms);
        let words = ["S", &it.number.to_string(), &it.site, it.state.word()];
        items.push(item(|page| page.texts(&words).instant(struck)));
    }
}

fn of_carve_outs(view: View<'_>, items: &mut Items) {
    for it in carve_outs(view) {
        let left = it.left.map(|left| left.to_string()).unwrap_or_default();
        items.push(item(|page| page.texts(&["M", &it.number.to_string(), it.state.word(), &left])));
        for tranche in &it.tranches {
            let words = ["T", it.channel.as_str(), &tranche.tranche.to_string(), tranche.state.word()];
            items.push(item(|page| page.texts(&words)));
        }
    }
}

fn of_exchanges(view: View<'_>, items: &mut Items) {
    for it in exchanges(view) {
        let names: Vec<&str> = it.state.names().iter().map(|party| party.as_str()).collect();
        let words = ["E", it.exchange.as_str(), it.kind.word(), it.state.word()];
        items.push(item(|page| page.texts(&words).text(&names.join(" "))));
    }
}

fn of_public_acts(view: View<'_>, items: &mut Items) {
    for it in public_acts(view) {
        items.push(item(|page| page.texts(&["P", &it.number.to_string(), it.state.word()])));
    }
}

fn of_understandings(view: View<'_>, items: &mut Items) {
    understandings(view).iter().for_each(|it| understanding(items, it));
}

fn of_person_exchanges(view: View<'_>, items: &mut Items) {
    for it in person_exchanges(view) {
        let (number, state) = (it.number.to_string(), it.state().word());
        items.push(item(|page| page.texts(&["XP", &number, it.exchange.as_str(), state])));
        for (group, stands) in it.inner.groups() {
            let words = ["XG", it.exchange.as_str(), &group.to_string(), stands.state.word()];
            items.push(item(|page| page.texts(&words).instant(Some(stands.moved_ms))));
        }
    }
}

fn of_leaks(view: View<'_>, items: &mut Items) {
    for it in leaks(view) {
        items.push(item(|page| page.texts(&["K", &it.number.to_string(), it.state.word()])));
    }
}

fn of_successions(view: View<'_>, items: &mut Items) {
    for it in successions(view) {
        let (done, of) = it.reviewed();
        let words = ["U", it.party.as_str(), &it.number.to_string(), it.state.word()];
        items.push(item(|page| page.texts(&words).text(&format!("{done} {of}")).instant(Some(it.effect_ms))));
    }
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
