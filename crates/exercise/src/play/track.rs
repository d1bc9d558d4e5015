//! The two tracks at a party's table: a public draft held against its record, a page that was leaked.
//!
//! I1 the judgement is `discretion`'s, on what the party's own nodes hold at the moment of the question.

use super::Player;
use chancery::Compartment;
use discretion::guard::{Guard, Private};
use discretion::leak::{Match, Rendering, items};
use discretion::lore::Lore;
use line::entry::{Entry, Kind, NoticeBody};
use line::label_group::LabelGroup;
use notice::{Instant, Notice, Number};
use serde_json::{Value, json};
use wording::{Arrivals, Digits, Packs, Reader};

impl Player<'_> {
    /// What the guard says of a draft in a file of the scenario: STOP, LOOK or CLEAR.
    pub(crate) fn draft_guard(&self, file: &str, node: usize) -> Value {
        let Ok(draft) = self.folder.text(file) else { return json!("none") };
        let party = self.world.nodes()[node].party;
        let own =
            self.world.nodes().iter().filter(|other| other.party == party).filter_map(|other| other.core());
        let packs = Packs::embedded();
        let Some(at) = Instant::from_ms(self.world.now().utc_ms) else { return json!("none") };
        let mut private = Vec::new();
        for core in own {
            private.extend(core.stand(self.world.now()).notices().map(|filed| {
                let notice = filed.notice.clone();
                let renderings =
                    packs.languages().map(|language| page(&packs, &notice, language, at)).collect();
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

    /// What a page of a notice proves to a stranger once it is out, as text: the verdict of `leak-check`.
    pub(crate) fn leaked_page(&self, core: &Compartment<LabelGroup>, number: &Number) -> Value {
        let stand = core.stand(self.world.now());
        let Some(filed) = stand.notice(number) else { return json!("none") };
        let packs = Packs::embedded();
        let at = |seconds: i64| Instant::from_seconds(seconds).unwrap_or(filed.notice.stamp().dtg);
        let dtg = filed.notice.stamp().dtg.seconds();
        let held: Vec<Rendering> = stand
            .notices()
            .flat_map(|filed| {
                let pages = packs.languages().map(|language| {
                    let [one, other] =
                        [0, LATER_S].map(|later| page(&packs, &filed.notice, language, at(dtg + later)));
                    Rendering::of(filed.notice.number().to_string(), language.to_owned(), &one, &other)
                });
                pages.collect::<Vec<_>>()
            })
            .collect();
        let leaked = page(&packs, &filed.notice, "en", at(dtg + 99));
        let ours = items(&leaked, &held).iter().any(|item| item.found != Match::NotOurs);
        json!(if ours { "ADDS NO PROOF FOR A STRANGER" } else { "NOT OURS" })
    }

    /// Whether the leaf key that signed a notice's entry was given away among the members: LIVE or DISCLOSED.
    pub(crate) fn leaf_key(&self, core: &Compartment<LabelGroup>, number: &Number) -> Value {
        let attestation = core.line().config().attestation;
        let is = |entry: &&Entry| {
            let body = NoticeBody::decode(&entry.body, attestation)
                .ok()
                .filter(|_| entry.header.kind == Kind::Notice);
            body.and_then(|body| Notice::decode(&body.bytes).ok())
                .is_some_and(|notice| notice.number() == number)
        };
        let entry = core.line().order().find(is);
        json!(entry.map_or("none", |entry| if entry.sig.is_empty() { "DISCLOSED" } else { "LIVE" }))
    }
}

fn page(packs: &Packs, notice: &Notice, language: &str, at: Instant) -> String {
    let reader = Reader::of(language, Digits::Latin, at);
    wording::render_notice(packs, notice, &Arrivals::default(), &reader).plain()
}

/// A reader of another month: spans that were ahead lie behind.
const LATER_S: i64 = 40 * 86_400 + 7_531;
