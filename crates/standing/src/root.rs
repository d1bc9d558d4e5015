//! The state root: SHA-256("demarche/root/1" || canonical CBOR of the shared folds at (cut, as_of)).
//!
//! I1 only what is equal on all nodes by construction goes in: no arrival that this node alone saw, no relay's word,
//! no rung of M1.

use crate::attendance::Stretch;
use crate::carve_outs::carve_outs;
use crate::cases::cases;
use crate::crossing::CrossingState;
use crate::cycle::{CycleState, cycles};
use crate::leaks::leaks;
use crate::lines::{Crossed, LineToward, crossings, red_lines};
use crate::memo::Unit;
use crate::noticed::{Noticed, noticed, revised};
use crate::operations::{operations, responses};
use crate::page::{Items, Page};
use crate::person_exchanges::person_exchanges;
use crate::public_acts::public_acts;
use crate::revised::Revised;
use crate::sealed_texts::exchanges;
use crate::sites::sites;
use crate::station;
use crate::succession::successions;
use crate::understandings::{Understanding, understandings};
use crate::view::View;
use line::ids::PartyCode;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// SHA-256 over the items.
pub fn root(items: &[Vec<u8>]) -> [u8; 32] {
    over(items.iter().map(Vec::as_slice))
}

/// The same of a view.
pub fn root_of(view: View<'_>) -> [u8; 32] {
    let noticed = noticed(view);
    let rest = rest(view, &noticed);
    let first = noticed.iter().map(|part| part.items.bytes());
    over(first.chain(rest.iter().map(|part| part.bytes())))
}

fn over<'a>(parts: impl Iterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"demarche/root/1");
    parts.for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// What the root is over, item by item.
pub fn items(view: View<'_>) -> Vec<Vec<u8>> {
    let noticed = noticed(view);
    let rest = rest(view, &noticed);
    let first = noticed.iter().flat_map(|part| part.items.each());
    first.chain(rest.iter().flat_map(|part| part.each())).collect()
}

/// What stands after the notices with their deliveries: what cannot be read, lines, crossings, declared windows, what
/// else stands by machine, REVISED; each part as it was folded before, where it still holds.
fn rest(view: View<'_>, noticed: &[Arc<Noticed>]) -> Vec<Arc<Items>> {
    let mut parts: Vec<Arc<Items>> = Vec::new();
    let mut unread = Items::default();
    view.book.illegible(view.horizon).for_each(|i| unread.push(|page| page.text("?").bytes(&i.entry.0)));
    parts.push(Arc::new(unread));
    for (place, fold) in LINES.iter().enumerate() {
        parts.push(machine(view, place, *fold));
    }
    for party in view.horizon.authors() {
        parts.push(view.part(Unit::Windows(party.clone()), |view| of_windows(view, party)));
    }
    for (place, fold) in MATTERS.iter().enumerate() {
        parts.push(machine(view, LINES.len() + place, *fold));
    }
    let mut late = Items::default();
    revised(noticed).into_iter().for_each(|revised| late.push(|page| of_revised(page, revised)));
    parts.push(Arc::new(late));
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
        let mut items = Items::default();
        fold(view, &mut items);
        items
    })
}

fn of_lines(view: View<'_>, items: &mut Items) {
    red_lines(view).iter().for_each(|line| items.push(|page| red_line(page, line)));
}

fn of_crossings(view: View<'_>, items: &mut Items) {
    crossings(view).0.iter().for_each(|crossed| items.push(|page| crossing(page, crossed)));
}

fn of_windows(view: View<'_>, party: &PartyCode) -> Items {
    let mut items = Items::default();
    for window in station::windows(view, party) {
        let stretch = Stretch { from_ms: window.from_ms, until_ms: window.until_ms };
        let by = window.by.to_string();
        items.push(|page| page.texts(&["W", party.as_str(), &by]).stretch(stretch));
    }
    items
}

fn of_revised<'p>(page: &'p mut Page, revised: &Revised) -> &'p mut Page {
    let party = revised.addressee.as_ref().map_or("", |party| party.as_str());
    let subject = revised.subject.to_string();
    let words = ["R", subject.as_str(), party, revised.was, revised.is];
    page.texts(&words).bytes(&revised.because.0)
}

fn of_operations(view: View<'_>, items: &mut Items) {
    for it in operations(view) {
        let (number, due) = (it.number.to_string(), it.due_ms);
        items.push(|page| page.texts(&["O", &number, it.state.word()]).instant(due));
    }
}

fn of_responses(view: View<'_>, items: &mut Items) {
    for it in responses(view) {
        items.push(|page| page.texts(&["A", &it.number.to_string(), it.state.word()]));
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
        items.push(|page| page.texts(&["Y", &number, state, who]).instant(Some(at)));
    }
}

fn of_cases(view: View<'_>, items: &mut Items) {
    for it in cases(view) {
        let contested: Vec<String> = it.contested.iter().map(ToString::to_string).collect();
        let words = ["C", &it.challenge.to_string(), &it.actor, it.state.word(), it.position];
        items.push(|page| page.texts(&words).text(&contested.join(" ")));
    }
}

fn of_sites(view: View<'_>, items: &mut Items) {
    for it in sites(view) {
        let struck = it.struck.as_ref().map(|(at_ms, _)| *at_ms);
        let words = ["S", &it.number.to_string(), &it.site, it.state.word()];
        items.push(|page| page.texts(&words).instant(struck));
    }
}

fn of_carve_outs(view: View<'_>, items: &mut Items) {
    for it in carve_outs(view) {
        let left = it.left.map(|left| left.to_string()).unwrap_or_default();
        items.push(|page| page.texts(&["M", &it.number.to_string(), it.state.word(), &left]));
        for tranche in &it.tranches {
            let words = ["T", it.channel.as_str(), &tranche.tranche.to_string(), tranche.state.word()];
            items.push(|page| page.texts(&words));
        }
    }
}

fn of_exchanges(view: View<'_>, items: &mut Items) {
    for it in exchanges(view) {
        let names: Vec<&str> = it.state.names().iter().map(|party| party.as_str()).collect();
        let words = ["E", it.exchange.as_str(), it.kind.word(), it.state.word()];
        items.push(|page| page.texts(&words).text(&names.join(" ")));
    }
}

fn of_public_acts(view: View<'_>, items: &mut Items) {
    for it in public_acts(view) {
        items.push(|page| page.texts(&["P", &it.number.to_string(), it.state.word()]));
    }
}

fn of_understandings(view: View<'_>, items: &mut Items) {
    understandings(view).iter().for_each(|it| understanding(items, it));
}

fn of_person_exchanges(view: View<'_>, items: &mut Items) {
    for it in person_exchanges(view) {
        let (number, state) = (it.number.to_string(), it.state().word());
        items.push(|page| page.texts(&["XP", &number, it.exchange.as_str(), state]));
        for (group, stands) in it.inner.groups() {
            let words = ["XG", it.exchange.as_str(), &group.to_string(), stands.state.word()];
            items.push(|page| page.texts(&words).instant(Some(stands.moved_ms)));
        }
    }
}

fn of_leaks(view: View<'_>, items: &mut Items) {
    for it in leaks(view) {
        items.push(|page| page.texts(&["K", &it.number.to_string(), it.state.word()]));
    }
}

fn of_successions(view: View<'_>, items: &mut Items) {
    for it in successions(view) {
        let (done, of) = it.reviewed();
        let words = ["U", it.party.as_str(), &it.number.to_string(), it.state.word()];
        items.push(|page| page.texts(&words).text(&format!("{done} {of}")).instant(Some(it.effect_ms)));
    }
}

/// An understanding, then each period of its steps that has begun.
fn understanding(items: &mut Items, it: &Understanding) {
    let words = ["F", it.package.as_str(), &it.number.to_string(), it.word()];
    items.push(|page| page.texts(&words).bytes(&it.terms));
    let Some(package) = it.running() else { return };
    for (place, step) in package.terms().steps.iter().enumerate() {
        for (number, period) in package.begun(place) {
            let words = ["FS", step.id.as_str(), &number.to_string(), period.state.word()];
            items.push(|page| page.texts(&words).instant(period.due_ms));
        }
    }
}

fn red_line<'p>(page: &'p mut Page, line: &LineToward) -> &'p mut Page {
    page.texts(&["L", &line.line.to_string(), line.addressee.as_str(), line.state.word()])
}

fn crossing<'p>(page: &'p mut Page, crossed: &Crossed) -> &'p mut Page {
    let late = matches!(crossed.state, CrossingState::Answered { late: true, .. });
    let (notify, addressee) = (crossed.notify.to_string(), crossed.addressee.as_str());
    page.texts(&["X", &notify, addressee, crossed.state.word(), if late { "LATE" } else { "" }])
}
