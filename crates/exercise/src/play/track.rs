//! The two tracks at a party's table: a public draft held against its record, a page that was leaked.
//!
//! I1 the judgement is `discretion`'s, on what the party's own nodes hold at the moment of the question.

use super::Player;
use chancery::Compartment;
use chancery::record_page::RecordPage;
use discretion::guard::{Guard, Private};
use discretion::leak::{Item, Match, Rendering, items};
use discretion::lore::Lore;
use line::entry::{Entry, Kind, NoticeBody};
use line::label_group::LabelGroup;
use notice::{Instant, Notice, Number};
use serde_json::{Value, json};
use standing::{Filed, Stand};
use std::borrow::Cow;
use wording::{Packs, plain_notice};

impl Player<'_> {
    /// What the guard says of a draft in a file of the scenario: STOP, LOOK or CLEAR.
    pub(crate) fn draft_guard(&self, file: &str, node: usize) -> Value {
        let Ok(draft) = self.folder.text(file) else { return json!("none") };
        let party = self.world.nodes()[node].party;
        let own =
            self.world.nodes().iter().filter(|other| other.party == party).filter_map(|other| other.core());
        let packs = Packs::shipped();
        let Some(at) = Instant::from_ms(self.world.now().utc_ms) else { return json!("none") };
        let mut private = Vec::new();
        for core in own {
            private.extend(core.stand(self.world.now()).notices().map(|filed| {
                let notice = filed.notice.clone();
                let renderings =
                    packs.languages().map(|language| plain_notice(packs, &notice, language, at)).collect();
                Private { notice, renderings }
            }));
        }
        let parties = self.world.seats().iter().map(|seat| seat.code.clone()).collect();
        let lore = Lore::shipped();
        let report = Guard::new(&lore, &private, parties, &[], &[]).check(draft, at);
        json!(match (report.stops.is_empty(), report.looks.is_empty()) {
            (false, _) => "STOP",
            (true, false) => "LOOK",
            (true, true) => "CLEAR",
        })
    }

    /// What a page of a notice proves to a stranger once it is out: the verdict of `leak-check`. Where notices are signed
    /// for strangers, a page of the record verifies; elsewhere there is nothing but text.
    pub(crate) fn leaked_page(&self, core: &Compartment<LabelGroup>, number: &Number) -> Value {
        let stand = core.stand(self.world.now());
        let Some(filed) = stand.notice(number) else { return json!("none") };
        let line = core.line();
        let entries: Vec<Cow<'_, Entry>> = line.record().collect();
        let signed = RecordPage::of(entries.iter().map(AsRef::as_ref), line.config().attestation, number);
        let shown = signed.ok().and_then(|page| RecordPage::verify(&page.encode()).ok());
        if shown.is_some_and(|shown| shown.notice == filed.notice) {
            return json!("VERIFIES");
        }
        let at = Instant::from_seconds(filed.notice.stamp().dtg.seconds() + 99);
        let leaked =
            plain_notice(Packs::shipped(), &filed.notice, "en", at.unwrap_or(filed.notice.stamp().dtg));
        json!(of_text(&items(&leaked, &held(&stand))))
    }

    /// How a text that is out stands to what a node holds: it is text, so it adds no proof.
    pub(crate) fn leaked_file(&self, file: &str, core: &Compartment<LabelGroup>) -> Value {
        let Some(text) = self.filled_in(file) else { return json!("none") };
        let stand = core.stand(self.world.now());
        let items = items(&text, &held(&stand));
        let verdict = of_text(&items);
        let found: Vec<String> = items
            .into_iter()
            .map(|item| {
                let named = item.entry.and_then(|entry| Number::parse(&entry));
                let name = named.map(|number| self.name_of(&number)).unwrap_or_default();
                format!("{name} {}", item.found.word()).trim_start().to_owned()
            })
            .collect();
        json!(format!("{}: {verdict}", found.join(", ")))
    }

    /// Whether the leaf key that signed a notice's entry was given away among the members: LIVE or DISCLOSED.
    pub(crate) fn leaf_key(&self, core: &Compartment<LabelGroup>, number: &Number) -> Value {
        let attestation = core.line().config().attestation;
        let is = |entry: &Cow<'_, Entry>| {
            let body = NoticeBody::decode(&entry.body, attestation).ok();
            body.and_then(|body| Notice::decode(&body.bytes).ok())
                .is_some_and(|notice| notice.number() == number)
        };
        let entry = core.line().record_of(Kind::Notice).find(is);
        json!(entry.map_or("none", |entry| if entry.sig.is_empty() { "DISCLOSED" } else { "LIVE" }))
    }
}

/// What a text that is out proves to a stranger: if any of it is ours, nothing, for it is text.
fn of_text(found: &[Item]) -> &'static str {
    let ours = found.iter().any(|item| item.found != Match::NotOurs);
    if ours { "ADDS NO PROOF FOR A STRANGER" } else { "NOT OURS" }
}

/// Every notice in every language, as two readers see it.
fn held(stand: &Stand<'_>) -> Vec<Rendering> {
    let packs = Packs::shipped();
    let of = |filed: &Filed| {
        let dtg = filed.notice.stamp().dtg;
        let at = |later: i64| Instant::from_seconds(dtg.seconds() + later).unwrap_or(dtg);
        let pages = packs.languages().map(|language| {
            let [one, other] =
                [0, LATER_S].map(|later| plain_notice(packs, &filed.notice, language, at(later)));
            Rendering::of(filed.notice.number().to_string(), language.to_owned(), &one, &other)
        });
        pages.collect::<Vec<_>>()
    };
    stand.notices().flat_map(of).collect()
}

/// A reader of another month: spans that were ahead lie behind.
const LATER_S: i64 = 40 * 86_400 + 7_531;
