//! The shipped files, the sizes of the ladder, findings that hold together, and files that are refused.

mod mediated;
mod models;
mod serve;

use desk::assumptions::Assumptions;
use desk::calendar::Calendar;
use desk::edit::Change;
use desk::ladder::{Posture, worst};
use desk::model::{Model, Point};
use desk::public::{Aim, Bounds, PublicTree};
use desk::regimes::stage;
use desk::report::Report;
use desk::shipped;
use desk::tree::{Talk, tree};
use desk::{DeskError, Inputs};
use games::sequence::SequenceForm;
use games::tree::Kind;
use proptest::prelude::*;

fn read(assumptions: &str, calendar: &str) -> Inputs {
    Inputs::read(("assumptions", assumptions), Some(("calendar", calendar)))
        .unwrap_or_else(|error| panic!("{error}"))
}

fn own() -> Inputs {
    read(shipped::ASSUMPTIONS, shipped::CALENDAR)
}

fn model() -> Model {
    Model::at(&own().assumptions, &Point::new())
}

#[test]
fn both_sides_files_are_valid_and_give_findings() {
    for inputs in [own(), read(shipped::ASSUMPTIONS_OTHER, shipped::CALENDAR_OTHER)] {
        let report = Report::make(inputs, false).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(report.findings.len(), 11);
        assert!(report.findings.iter().all(|finding| !finding.text.is_empty()));
        let posture =
            &report.found.postures.iter().find(|own| own.posture == report.found.posture).expect("a posture");
        // No plan does better at worst than the bound of the linear programme says.
        assert!(
            posture.worst >= report.found.security.0 - 1e-6,
            "{} {}",
            posture.worst,
            report.found.security.0
        );
        assert!(report.found.security.1 < 1e-6, "{}", report.found.security.1);
        assert!(report.found.regimes.iter().all(|regime| regime.miss < 1e-6));
        let value = |name: &str| {
            let regime = report.found.regimes.iter().find(|regime| regime.name == name).expect("a regime");
            regime.best.map(|own| own[0] + own[1])
        };
        // A mediator can always say nothing, and proofs only help it.
        assert!(value("mediator") >= value("silence").map(|value| value - 1e-6));
        assert!(value("mediator with proofs") >= value("mediator").map(|value| value - 1e-6));
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_and_other_inputs_another_run() {
    let once = |text: &str| {
        let report = Report::make(read(text, shipped::CALENDAR), true).expect("a report");
        (report.document().to_string(), desk::memo::markdown(&report), desk::memo::page(&report))
    };
    let first = once(shipped::ASSUMPTIONS);
    assert_eq!(first, once(shipped::ASSUMPTIONS));
    let other = once(&shipped::ASSUMPTIONS.replace("rung = 4\nmoves", "rung = 3\nmoves"));
    assert_ne!(first.0, other.0);
    assert!(first.0.contains("\"flips\"") && first.2.contains("PRIVATE"));
}

#[test]
fn the_ladder_has_the_counted_sizes() {
    let small = Model { moves: 4, ..model() };
    let counts = |talk: Talk| {
        let tree = tree(&small, talk).expect("a tree");
        let sets = |player: usize| tree.sets_of(player).count();
        (sets(0), sets(1), tree.leaves(), tree.nodes())
    };
    let (own, other, leaves, nodes) = counts(Talk::Silence);
    assert_eq!((own, other, leaves), (130, 2_336, 41_472));
    assert!((65_000..75_000).contains(&nodes), "{nodes}");
    let (own, other, leaves, nodes) = counts(Talk::Verified);
    assert_eq!((own, other, leaves), (652, 11_680, 207_360));
    assert!((330_000..380_000).contains(&nodes), "{nodes}");
}

#[test]
fn on_public_histories_the_bounds_hold_the_value_of_the_linear_programme() {
    let cases = [
        (4, true, Talk::Silence),
        (4, false, Talk::Silence),
        (3, true, Talk::Verified),
        (2, true, Talk::Cheap),
    ];
    for (moves, partner, talk) in cases {
        let mut small = Model { moves, ..model() };
        if !partner {
            small.partner[1] = None;
        }
        let tree = tree(&small, talk).expect("a tree");
        let form = SequenceForm::of(&tree, "maximin").expect("recall");
        let public = PublicTree::of(&small, talk);
        for (side, aim) in [(0, Aim::Own), (1, Aim::Other)] {
            let exact =
                games::solve::security::programme(&form, side).solve("maximin").expect("an answer").value;
            let found = public.security(aim, 0.01, 2_000);
            let Bounds { sure, most, .. } = found;
            let what = format!("{moves} {talk:?} {aim:?}: {exact} in {found:?}");
            assert!(sure <= exact + 1e-6 && exact <= most + 1e-6, "{what}");
            assert!(most - sure <= 0.01, "{what}");
        }
    }
}

#[test]
fn on_public_histories_learners_end_where_a_tree_of_all_histories_says() {
    let small = Model { moves: 4, ..model() };
    let found = PublicTree::of(&small, Talk::Silence).learned(200);
    assert!((found.first.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{found:?}");
    assert!(found.regret.iter().all(|gain| *gain > -1e-9), "a best reply is no worse: {found:?}");
    let share = found.regret[0].max(found.regret[1]) / found.payoffs[0].abs().max(1.0);
    assert!(share < 0.05, "{found:?}");
}

#[test]
fn six_moves_are_assessed_on_public_histories() {
    let far = shipped::ASSUMPTIONS.replacen("moves = 4", "moves = 6", 1);
    let report = Report::make(read(&far, shipped::CALENDAR), false).expect("a report");
    let six = Model { moves: 6, ..model() };
    assert_eq!(PublicTree::of(&six, Talk::Silence).len(), 299_593, "a history a node");
    let least = report.found.postures.iter().map(|own| own.worst).fold(f64::INFINITY, f64::min);
    let (bound, gap) = report.found.security;
    assert!(bound <= least + 1e-9 && gap >= 0.0, "{bound} {gap} {least}");
}

#[test]
fn the_worst_case_backwards_is_the_worst_case_on_the_tree() {
    let model = Model { moves: 4, ..model() };
    let tree = tree(&model, Talk::Silence).expect("a tree");
    for posture in [Posture::InKind, Posture::Press, Posture::StepDown] {
        // The posture as a behaviour: follow the states along the tree.
        let mut profile: Vec<Vec<Vec<f64>>> = (0..2)
            .map(|player| {
                tree.sets_of(player)
                    .map(|(_, set)| vec![1.0 / set.actions.len() as f64; set.actions.len()])
                    .collect()
            })
            .collect();
        let place: Vec<usize> = {
            let mut seen = [0; 2];
            tree.sets
                .iter()
                .map(|set| {
                    seen[set.player] += 1;
                    seen[set.player] - 1
                })
                .collect()
        };
        let mut states = vec![None; tree.nodes()];
        for node in 0..tree.nodes() {
            let parent = tree.parent[node] as usize;
            let edge = tree.edge[node] as usize;
            states[node] = match (node, tree.kind[parent]) {
                (0, _) => None,
                (_, Kind::Chance(_)) if parent == 0 => Some((desk::ladder::State::start(&model), None)),
                (_, Kind::Decision(set)) => {
                    let (state, _) = states[parent].expect("a state");
                    let acts = desk::ladder::acts(tree.sets[set as usize].player, true);
                    let after = state.after(&model, acts[edge]);
                    let covert = acts[edge] == desk::ladder::Act::Covert;
                    Some(if covert { (after.settled(&model, false), None) } else { (state, Some(after)) })
                }
                (_, Kind::Chance(_)) => {
                    let (_, after) = states[parent].expect("a state");
                    let after: desk::ladder::State = after.expect("a move was made");
                    Some((after.settled(&model, edge == 1), None))
                }
                (_, Kind::Leaf(_)) => None,
            };
            if let (Kind::Decision(set), Some((state, _))) = (tree.kind[node], states[node])
                && tree.sets[set as usize].player == 0
            {
                let act = posture.act(&state, true);
                let own = &mut profile[0][place[set as usize]];
                let acts = desk::ladder::acts(0, true);
                own.iter_mut()
                    .zip(acts)
                    .for_each(|(chance, word)| *chance = f64::from(u8::from(*word == act)));
            }
        }
        let (least, _) = games::checker::security(&tree, &profile, 0).expect("a profile");
        let backwards = worst(&model, posture);
        assert!((least - backwards).abs() < 1e-7 * backwards.abs(), "{posture:?}: {least} {backwards}");
    }
}

#[test]
fn the_stage_is_solved_by_the_solvers_own_checker() {
    let game = games::Game::Tree(stage(&model(), None).expect("a stage"));
    let found =
        games::solution::solve(&game, "all-nash", &Default::default(), &mut || false).expect("equilibria");
    for profile in &found.profiles {
        assert!(games::solution::check(&game, profile).expect("a profile").max_gain() < 1e-7);
    }
}

#[test]
fn a_survival_shock_makes_weeks_weak_and_names_the_event() {
    let shaken = shipped::CALENDAR.replace("survival = 0.8\n", "survival = 0.3\n");
    let report = Report::make(read(shipped::ASSUMPTIONS, &shaken), false).expect("a report");
    assert!(
        report.found.weeks.iter().any(|week| week.because.contains(&"us-primaries".to_owned())),
        "{:?}",
        report.found.weeks
    );
}

#[test]
fn a_draft_on_a_marked_day_is_flagged() {
    let draft =
        "type = \"A4\"\n[content]\nB = \"2027-11-25T10:00:00Z\"\nC = { until = \"2027-10-05T03:00:00Z\" }";
    let flags = desk::draft::flags(&own(), draft, "draft").expect("flags");
    assert!(
        flags.iter().any(|flag| flag.at == "content.B" && flag.why.contains("Thanksgiving")),
        "{flags:?}"
    );
    assert!(desk::draft::flags(&own(), "not = [toml", "draft").is_err());
}

#[test]
fn an_explained_finding_names_sources() {
    let report = Report::make(own(), false).expect("a report");
    let (document, text) = report.explained("restraint").expect("a finding");
    assert!(
        text.contains("patience.own_discount")
            && document["assumptions"].as_array().is_some_and(|list| !list.is_empty())
    );
    assert!(matches!(report.explained("fate"), Err(DeskError::Unknown { .. })));
}

#[test]
fn a_changed_number_is_a_new_run_that_its_file_gives_again() {
    let inputs = own();
    let key = "patience.own_discount";
    let now = inputs.assumptions.patience.own_discount.clone();
    let change = |low: f64, centre: f64, high: f64, source: &str| Change {
        key: key.to_owned(),
        low,
        centre,
        high,
        source: source.to_owned(),
    };
    let (changed, done) = inputs.changed(&[change(0.5, 0.6, 0.7, "asked of the staff")]).expect("a change");
    assert_ne!(changed.run_id(), inputs.run_id());
    assert_eq!((done.len(), done[0].from.clone(), done[0].to.centre), (1, now.clone(), 0.6));
    assert_eq!(changed.assumptions.patience.own_discount.source, "asked of the staff");
    let again = read(&changed.file().expect("a file"), shipped::CALENDAR);
    assert_eq!((again.run_id(), &again.assumptions), (changed.run_id(), &changed.assumptions));
    let (same, none) =
        inputs.changed(&[change(now.low, now.centre, now.high, &now.source)]).expect("no change");
    assert_eq!((same.run_id(), none.len()), (inputs.run_id(), 0));
    // Every number can be reached by its key.
    for named in inputs.assumptions.numbers() {
        let estimate = named.estimate;
        let (low, centre, high) = (estimate.low, estimate.centre, estimate.high);
        let asked = Change { key: named.key.clone(), low, centre, high, source: "another".to_owned() };
        let (changed, _) = inputs.changed(&[asked]).expect("a change");
        let found =
            changed.assumptions.numbers().into_iter().find(|it| it.key == named.key).expect("a number");
        assert_eq!(found.estimate.source, "another", "{}", named.key);
    }
}

#[test]
fn a_changed_number_is_refused_by_its_key() {
    let inputs = own();
    let change = |key: &str, ends: [f64; 3], source: &str| {
        let [low, centre, high] = ends;
        inputs.changed(&[Change { key: key.to_owned(), low, centre, high, source: source.to_owned() }])
    };
    let energy = inputs.assumptions.component.iter().find(|it| it.id == "energy").expect("a component");
    let old = energy.weight.source.clone();
    assert_ne!(old, "judgement");
    for (ends, source) in [([0.9, 0.5, 0.6], "new"), ([0.1, 0.2, 0.3], old.as_str()), ([0.1, 0.2, 0.3], " ")]
    {
        match change("component.energy.weight", ends, source) {
            Err(DeskError::Value { key, .. }) => assert_eq!(key, "component.energy.weight"),
            other => panic!("{ends:?} {source}: {other:?}"),
        }
    }
    assert!(matches!(change("component.fate.weight", [1.0; 3], "new"), Err(DeskError::Unknown { .. })));
    assert!(matches!(change("now.rung", [1.0; 3], "new"), Err(DeskError::Unknown { .. })));
}

#[test]
fn wrong_files_are_refused_by_key() {
    let text = shipped::ASSUMPTIONS;
    let cases = [
        ("rung = 4\nmoves", "rung = 12\nmoves", "now"),
        ("low = 0.84, centre = 0.9", "low = 0.99, centre = 0.9", "patience.own_discount"),
        ("unit = \"days\"", "unit = \"\"", "now.move_days"),
        ("as_of = \"2027-08-17\"", "as_of = \"soon\"", "as_of"),
        ("amounts = [0, 0, 2, 5, 8", "amounts = [9, 0, 2, 5, 8", "component.energy.amounts"),
        ("id = \"pacific\"", "id = \"energy\"", "component.energy"),
        ("low = 0.05, centre = 0.15, high = 0.35", "low = 0.05, centre = 0.15, high = 1.35", "chance.leak"),
    ];
    for (from, to, key) in cases {
        assert!(text.contains(from), "{from}");
        match Assumptions::parse(&text.replacen(from, to, 1), "file") {
            Err(DeskError::Value { key: found, .. }) => assert_eq!(found, key),
            other => panic!("{to}: {other:?}"),
        }
    }
    assert!(matches!(Assumptions::parse("title = 1", "file"), Err(DeskError::Form { .. })));
    let reversed = shipped::CALENDAR.replacen("to = \"2027-11-26\"", "to = \"2027-11-01\"", 1);
    assert!(matches!(Calendar::parse(&reversed, "file"), Err(DeskError::Value { .. })));
}

#[test]
fn likelihood_words_have_their_ranges() {
    use desk::likelihood::word;
    let found = [0.005, 0.01, 0.05, 0.2, 0.449, 0.45, 0.55, 0.8, 0.95, 0.99, 0.995].map(word);
    assert_eq!(found[0], None);
    assert_eq!(found[1], Some("almost no chance"));
    assert_eq!(found[4], Some("unlikely"));
    assert_eq!(found[5], Some("roughly even chance"));
    assert_eq!(found[9], Some("almost certain"));
    assert_eq!(found[10], None);
}

proptest! {
    #[test]
    fn no_damaged_file_panics(at in 0_usize..40_000, with in any::<u8>()) {
        let mut bytes = shipped::ASSUMPTIONS.as_bytes().to_vec();
        let place = at % bytes.len();
        bytes[place] = with;
        if let Ok(text) = String::from_utf8(bytes) {
            let _ = Assumptions::parse(&text, "file");
        }
    }
}
