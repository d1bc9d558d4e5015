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
use notice::{Draft, Finding};
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

/// Findings about every red line of some drafts.
pub fn lint_all(drafts: &[(String, Draft)], coast: Option<&Coast>) -> Vec<Found> {
    let views: Vec<DraftView<'_>> = drafts.iter().map(|(name, draft)| DraftView::of(name, draft)).collect();
    let ground = Ground { all: &views, coast };
    views.iter().filter(|view| view.is_red_line()).flat_map(|view| lint(view, &ground)).collect()
}
