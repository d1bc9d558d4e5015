//! Lint of a map: what one draft alone cannot show, and what the lint of one notice leaves to the watch.
//!
//! Names are Altman's (arbitrary, imprecise, unverifiable, incomplete) and the field's: permission below the line,
//! dilution, salami gap, consequence not credible, detector slower than the period, verifier as trigger, discloses,
//! overlaps a territorial sea. I1 a lint never keeps a line from being declared by itself.

mod detect;
mod many;
mod place;

use crate::cases::Coast;
use crate::draft_view::DraftView;
use notice::check::Para;
use notice::vocabulary::NoticeType;
use notice::{Draft, Finding, Value};
use refusal::Facts;

/// One lint of a map.
pub struct Lint {
    /// `W-RL-01`; its words are `W-RL-01` and `W-RL-01-mend` of the packs.
    pub id: &'static str,
    /// Its name in the field.
    pub name: &'static str,
    test: fn(&DraftView<'_>, &Ground<'_>) -> Option<(&'static str, Facts)>,
}

/// What a line is held against.
pub struct Ground<'a> {
    /// Every draft at hand, its own among them.
    pub all: &'a [DraftView<'a>],
    /// A coast.
    pub coast: Option<&'a Coast>,
}

/// A finding of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The line.
    pub line: String,
    /// Its name in the field.
    pub name: &'static str,
    /// What was found: id, paragraph, facts.
    pub finding: Finding,
}

/// The lints of a map.
pub static LINTS: &[Lint] = &[
    Lint { id: "W-RL-01", name: "imprecise", test: place::defect },
    Lint { id: "W-RL-02", name: "imprecise", test: place::across_180 },
    Lint { id: "W-RL-03", name: "arbitrary", test: place::arbitrary_width },
    Lint { id: "W-RL-04", name: "arbitrary", test: many::arbitrary_window },
    Lint { id: "W-RL-05", name: "imprecise", test: detect::finer_than_its_detectors },
    Lint { id: "W-RL-06", name: "unverifiable", test: detect::blind },
    Lint { id: "W-RL-07", name: "unverifiable", test: detect::too_sure },
    Lint { id: "W-RL-08", name: "unverifiable", test: detect::no_evidence_of_control },
    Lint { id: "W-RL-09", name: "detector slower than the period", test: detect::slow },
    Lint { id: "W-RL-10", name: "verifier as trigger", test: detect::third_party },
    Lint { id: "W-RL-11", name: "incomplete", test: many::neighbouring_act },
    Lint { id: "W-RL-12", name: "incomplete", test: many::by_name },
    Lint { id: "W-RL-13", name: "salami gap", test: place::salami_gap },
    Lint { id: "W-RL-14", name: "dilution", test: many::dilution },
    Lint { id: "W-RL-15", name: "consequence not credible", test: many::not_credible },
    Lint { id: "W-RL-16", name: "discloses", test: place::discloses },
    Lint { id: "W-RL-17", name: "overlaps a territorial sea", test: place::territorial_sea },
];

/// Every finding about a red line: the lint of one notice and that of the map.
pub fn lint(view: &DraftView<'_>, ground: &Ground<'_>) -> Vec<Found> {
    let single = notice::lint::lint(view.draft).into_iter().map(|finding| Found {
        line: view.name.clone(),
        name: notice::lint::LINTS.iter().find(|lint| lint.id == finding.id).map_or("", |lint| lint.name),
        finding,
    });
    if !view.is_red_line() {
        return single.collect();
    }
    let of_map = LINTS.iter().filter_map(|lint| {
        let (para, facts) = (lint.test)(view, ground)?;
        let finding = Finding { id: lint.id, para: Para::new(para), facts };
        Some(Found { line: view.name.clone(), name: lint.name, finding })
    });
    single.chain(of_map).collect()
}

/// Findings about the shapes of a draft that announces, limits or declares a place: whether they are what they seem.
pub fn of_shapes(draft: &Draft) -> Vec<Finding> {
    let places = SHAPES.iter().filter(|(kind, _, _)| *kind == draft.kind);
    let found = places.filter_map(|(_, path, para)| {
        let place = draft.content.at(path).and_then(Value::place)?;
        let seen =
            [("W-RL-01", place::defect_of(&place.parts)), ("W-RL-02", place::across_180_of(&place.parts))];
        Some(
            seen.into_iter()
                .filter_map(|(id, facts)| Some(Finding { id, para: Para::new(*para), facts: facts? })),
        )
    });
    found.flatten().collect()
}

/// Where the types say a place that is drawn.
const SHAPES: [(NoticeType, &str, &str); 6] = [
    (NoticeType::T1, "E.place", "E"),
    (NoticeType::A1, "C.place", "C"),
    (NoticeType::A1, "F", "F"),
    (NoticeType::A3, "B.never-in", "B"),
    (NoticeType::A3, "B.only-in", "B"),
    (NoticeType::A4, "F", "F"),
];

/// Findings about every red line of some drafts.
pub fn lint_all(drafts: &[(String, Draft)], coast: Option<&Coast>) -> Vec<Found> {
    let views: Vec<DraftView<'_>> = drafts.iter().map(|(name, draft)| DraftView::of(name, draft)).collect();
    let ground = Ground { all: &views, coast };
    views.iter().filter(|view| view.is_red_line()).flat_map(|view| lint(view, &ground)).collect()
}
