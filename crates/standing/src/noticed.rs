//! What one notice gives to the state: its items of the root, and what late entries changed because of it. Both rest on
//! the same deliveries, so they are folded and kept together.

use crate::answer::Answer;
use crate::book::Filed;
use crate::delivery::Delivery;
use crate::matching::Outcome;
use crate::memo::Unit;
use crate::page::{Items, Page};
use crate::revised::{Revised, of_notice};
use crate::seal::{SecondSeal, life, second_seal};
use crate::view::{View, addressees};
use notice::Number;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The part of one notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noticed {
    /// The notice, then its delivery toward each addressee.
    pub items: Items,
    /// What came late because of it, or in its answer.
    pub revised: Vec<Revised>,
}

/// Every notice's part, by number, as it was folded before where that still holds.
pub fn noticed(view: View<'_>) -> Vec<Arc<Noticed>> {
    let numbers = view.book.notices(view.horizon).map(|filed| filed.notice.number());
    numbers.map(|number| view.part(Unit::Notice(number.clone()), |view| of(view, number))).collect()
}

/// Everything that late entries changed, in order of subject.
pub fn revised(noticed: &[Arc<Noticed>]) -> BTreeSet<&Revised> {
    noticed.iter().flat_map(|part| &part.revised).collect()
}

fn of(view: View<'_>, number: &Number) -> Noticed {
    let Some(filed) = view.book.notice(number, view.horizon) else { return Noticed::default() };
    let each = |(party, action)| Delivery::of(view, filed, &party, action);
    let deliveries: Vec<Delivery> = addressees(filed).into_iter().map(each).collect();
    let mut items = Items::default();
    items.push(|page| notice(page, view, filed));
    deliveries.iter().for_each(|delivery| items.push(|page| delivered(page, delivery)));
    Noticed { items: items.tight(), revised: of_notice(view, filed, &deliveries) }
}

fn notice<'p>(page: &'p mut Page, view: View<'_>, filed: &Filed) -> &'p mut Page {
    let seal = match second_seal(view, filed) {
        SecondSeal::NotAsked => "",
        SecondSeal::Outstanding { .. } => "OUTSTANDING",
        SecondSeal::Given { .. } => "GIVEN",
        SecondSeal::Lapsed { .. } => "LAPSED",
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
