//! `./run bench games`: the solvers, and beside them, alternating in the same run, a peer from PyPI.
//!
//! A figure is the median of five rounds, one thread; `ratio` is own over peer in speed. Games without a peer's figure have
//! none. Every answer was accepted by the checker first.

use crate::bench::peer::Peer;
use games::normal::Normal;
use games::number::Rational;
use games::sequence::SequenceForm;
use games::solution::{Options, Profile, solve};
use games::solve::regret_matching::{Cfr, Rule};
use games::solve::sampling::{Mccfr, Sampling};
use games::{Game, Tree};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::Instant;

/// Rounds of which the median is taken.
const ROUNDS: usize = 5;

/// Which peer runs beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum PeerName {
    /// OpenSpiel's C++ solvers, and HiGHS through scipy.
    Openspiel,
    /// Gambit through pygambit.
    Gambit,
}

/// Own figures, the peer's, and how many times faster.
#[derive(Default)]
struct Sheet {
    own: Map<String, Value>,
    peer: Map<String, Value>,
    ratio: Map<String, Value>,
}

/// Measures; games for the peer to read are written into the folder.
///
/// # Errors
/// What a solver or the peer said.
pub(super) fn measure(peer: Option<PeerName>, cross: usize, folder: &Path) -> Result<Value, String> {
    let mut sheet = Sheet::default();
    let mut beside = peer.map(|name| Peer::start(name == PeerName::Gambit)).transpose()?;
    trees(&mut sheet, if peer == Some(PeerName::Openspiel) { beside.as_mut() } else { None })?;
    matrices(&mut sheet, peer, beside.as_mut(), folder)?;
    desk(&mut sheet)?;
    let mut document = json!({ "rounds": ROUNDS, "own": sheet.own, "load_average_1_min": load() });
    if let (Some(name), Some(beside)) = (peer, beside.as_mut()) {
        document["peer"] = json!(format!("{name:?}").to_lowercase());
        document["peer_figures"] = Value::Object(sheet.peer);
        document["ratio"] = Value::Object(sheet.ratio);
        if cross > 0 {
            document["cross_check"] = cross_check(name, beside, folder, cross)?;
        }
    }
    Ok(document)
}

fn load() -> Value {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    json!(text.split(' ').next().and_then(|word| word.parse::<f64>().ok()))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// A number of an answer.
fn number(answer: &Value, key: &str) -> Result<f64, String> {
    answer.get(key).and_then(Value::as_f64).ok_or_else(|| format!("the peer answered {answer}"))
}

/// Own and peer in turn; `own` and the peer's key give seconds or a rate.
fn in_turn(
    sheet: &mut Sheet,
    name: &str,
    is_rate: bool,
    peer: Option<(&mut Peer, Value, &str)>,
    mut own: impl FnMut() -> Result<f64, String>,
) -> Result<(), String> {
    let mut figures = (Vec::new(), Vec::new());
    let mut peer = peer;
    for _ in 0..ROUNDS {
        figures.0.push(own()?);
        if let Some((peer, ask, key)) = &mut peer {
            figures.1.push(number(&peer.ask(ask)?, key)?);
        }
    }
    let (own, theirs) = (median(figures.0), median(figures.1));
    sheet.own.insert(name.to_owned(), json!(own));
    if peer.is_some() {
        sheet.peer.insert(name.to_owned(), json!(theirs));
        sheet.ratio.insert(name.to_owned(), json!(if is_rate { own / theirs } else { theirs / own }));
    }
    Ok(())
}

fn tree(name: &str) -> Result<Tree, String> {
    match games::builtin::named(name) {
        Some(Game::Tree(tree)) => Ok(tree),
        _ => Err(format!("{name} is no tree")),
    }
}

fn trees(sheet: &mut Sheet, mut peer: Option<&mut Peer>) -> Result<(), String> {
    for (name, steps, theirs) in
        [("kuhn_poker", 200_000, 5_000), ("leduc_poker", 4_000, 60), ("liars_dice", 100, 4)]
    {
        let tree = tree(name)?;
        let form = SequenceForm::of(&tree, "bench").map_err(text)?;
        let mut run = Cfr::new(&form, Rule::CfrPlus);
        let ask = json!({ "what": "cfr+", "game": name, "steps": theirs });
        in_turn(sheet, name, true, peer.as_deref_mut().map(|peer| (peer, ask, "per_s")), || {
            let start = Instant::now();
            (0..steps).for_each(|_| run.step());
            Ok(f64::from(steps) / start.elapsed().as_secs_f64())
        })?;
        let uniform = Cfr::new(&form, Rule::CfrPlus).average();
        let ask = json!({ "what": "exploitability", "game": name });
        let key = format!("exploitability_{name}_s");
        in_turn(sheet, &key, false, peer.as_deref_mut().map(|peer| (peer, ask, "seconds")), || {
            let start = Instant::now();
            let gains = form.regrets(&uniform);
            std::hint::black_box(&gains);
            Ok(start.elapsed().as_secs_f64())
        })?;
    }
    let leduc = tree("leduc_poker")?;
    let form = SequenceForm::of(&leduc, "bench").map_err(text)?;
    let ask = json!({ "what": "mccfr", "game": "leduc_poker", "steps": 4_000 });
    in_turn(sheet, "mccfr_leduc_poker", true, peer.as_deref_mut().map(|peer| (peer, ask, "per_s")), || {
        let mut run = Mccfr::new(&leduc, &form, Sampling::External, 7);
        let start = Instant::now();
        (0..20_000).for_each(|_| run.step());
        Ok(20_000.0 / start.elapsed().as_secs_f64())
    })?;
    in_turn(sheet, "leduc_to_1e-3_s", false, None, to_a_thousandth)?;
    for name in ["kuhn_poker", "leduc_poker", "liars_dice"] {
        let game = Game::Tree(tree(name)?);
        let ask = json!({ "what": "sequence-lp", "game": name });
        let key = format!("sequence_lp_{name}_s");
        let rounds = peer.as_deref_mut().filter(|_| name != "liars_dice").map(|peer| (peer, ask, "seconds"));
        let mut value = 0.0;
        let mut own = || -> Result<f64, String> {
            let start = Instant::now();
            let found = solve(&game, "sequence-lp", &Options::default(), &mut || false).map_err(text)?;
            value = found.payoffs[0];
            Ok(start.elapsed().as_secs_f64())
        };
        if name == "liars_dice" {
            let seconds = own()?;
            sheet.own.insert(key, json!(seconds));
        } else {
            in_turn(sheet, &key, false, rounds, own)?;
        }
        sheet.own.insert(format!("value_{name}"), json!(value));
    }
    Ok(())
}

/// Leduc from nothing to an exploitability of a thousandth.
fn to_a_thousandth() -> Result<f64, String> {
    let start = Instant::now();
    let tree = tree("leduc_poker")?;
    let form = SequenceForm::of(&tree, "bench").map_err(text)?;
    let mut run = Cfr::new(&form, Rule::Discounted);
    loop {
        (0..40).for_each(|_| run.step());
        let gains = form.regrets(&run.average());
        if (gains[0] + gains[1]) / 2.0 < 1e-3 {
            return Ok(start.elapsed().as_secs_f64());
        }
    }
}

/// A random game of whole payoffs within a bound.
fn random(rows: usize, columns: usize, bound: u32, zero_sum: bool, seed: u64) -> Result<Normal, String> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut exact = Vec::new();
    for _ in 0..rows * columns {
        let mut draw = || i64::from(random.next_u32() % (2 * bound + 1)) - i64::from(bound);
        let first = draw();
        let second = if zero_sum { -first } else { draw() };
        exact.extend([first, second].map(|value| Rational::from_integer(value.into())));
    }
    let names = |count: usize| (1..=count).map(|n| n.to_string()).collect();
    let players = vec!["A".to_owned(), "B".to_owned()];
    Normal::new("random", players, vec![names(rows), names(columns)], exact).map_err(text)
}

fn matrices(
    sheet: &mut Sheet,
    name: Option<PeerName>,
    mut peer: Option<&mut Peer>,
    folder: &Path,
) -> Result<(), String> {
    let cases = [
        ("zero_sum_200", 200, true, "sequence-lp"),
        ("all_nash_10", 10, false, "all-nash"),
        ("logit_50", 50, false, "qre"),
    ];
    for (key, size, zero_sum, solution) in cases {
        let normal = random(size, size, 1_000, zero_sum, 11)?;
        let file = folder.join(format!("{key}.nfg"));
        let table = normal.table(0);
        let game = Game::Normal(normal);
        std::fs::write(&file, games::gambit::write(&game)).map_err(text)?;
        let ask = match (name, solution) {
            (Some(PeerName::Gambit), "sequence-lp") => {
                Some((json!({ "what": "zero-sum", "file": file }), "seconds"))
            }
            (Some(PeerName::Gambit), "all-nash") => {
                Some((json!({ "what": "all-nash", "file": file }), "seconds"))
            }
            (Some(PeerName::Gambit), _) => Some((json!({ "what": "logit", "file": file }), "seconds")),
            (Some(PeerName::Openspiel), "sequence-lp") => {
                let rows: Vec<&[f64]> = (0..table.rows).map(|row| table.row(row)).collect();
                Some((json!({ "what": "matrix-lp", "table": rows }), "seconds"))
            }
            _ => None,
        };
        let beside = peer.as_deref_mut().zip(ask).map(|(peer, (ask, what))| (peer, ask, what));
        in_turn(sheet, &format!("{key}_s"), false, beside, || {
            let start = Instant::now();
            let found = solve(&game, solution, &Options::default(), &mut || false).map_err(text)?;
            std::hint::black_box(&found);
            Ok(start.elapsed().as_secs_f64())
        })?;
    }
    Ok(())
}

/// The desk on the shipped case: the main finding, everything with its flips, and the default tree's bound.
fn desk(sheet: &mut Sheet) -> Result<(), String> {
    let files = (desk::shipped::ASSUMPTIONS, desk::shipped::CALENDAR);
    let read = || desk::Inputs::read(("assumptions", files.0), Some(("calendar", files.1))).map_err(text);
    let start = Instant::now();
    std::hint::black_box(desk::assessment::main_finding(&read()?));
    sheet.own.insert("assess_main_finding_s".to_owned(), json!(start.elapsed().as_secs_f64()));
    let start = Instant::now();
    let report = desk::Report::make(read()?, true).map_err(text)?;
    sheet.own.insert("assess_all_with_flips_s".to_owned(), json!(start.elapsed().as_secs_f64()));
    let model = desk::model::Model::at(&report.inputs.assumptions, &desk::model::Point::new());
    let start = Instant::now();
    for (name, talk) in [("silence", desk::tree::Talk::Silence), ("notice", desk::tree::Talk::Verified)] {
        let tree = desk::tree::tree(&model, talk).map_err(text)?;
        let form = SequenceForm::of(&tree, "bench").map_err(text)?;
        sheet.own.insert(format!("escalation_nodes_{name}"), json!(tree.nodes()));
        for (player, side) in ["own", "other"].into_iter().enumerate() {
            let answer = games::solve::security::programme(&form, player).solve("maximin").map_err(text)?;
            sheet.own.insert(format!("escalation_security_{name}_{side}"), json!(answer.value));
        }
    }
    sheet.own.insert("escalation_security_s".to_owned(), json!(start.elapsed().as_secs_f64()));
    let start = Instant::now();
    let regimes = desk::regimes::regimes(&model).map_err(text)?;
    let best = |name: &str| regimes.iter().find(|it| it.name == name).and_then(|it| it.best);
    let joint = |name: &str| best(name).map(|own| own[0] + own[1]);
    let value = joint("mediator").zip(joint("silence")).map(|(with, without)| with - without);
    sheet.own.insert("stage_value_of_the_mediator".to_owned(), json!(value));
    sheet.own.insert("stage_regimes_s".to_owned(), json!(start.elapsed().as_secs_f64()));
    mediated(sheet, &model)?;
    six_moves(sheet, &model);
    Ok(())
}

/// The best plan of a go-between over the whole ladder of four moves, without a notice and with a round of them; and what
/// its habits come to without it.
fn mediated(sheet: &mut Sheet, model: &desk::model::Model) -> Result<(), String> {
    use desk::mediated::{Board, best};
    for (name, talk) in [("silence", desk::tree::Talk::Silence), ("notice", desk::tree::Talk::Verified)] {
        let start = Instant::now();
        let board = Board::of(model, talk).ok_or("the shipped case looks four moves ahead")?;
        let (plan, proofs) = (best(&board, false).map_err(text)?, best(&board, true).map_err(text)?);
        let seconds = start.elapsed().as_secs_f64();
        let aloud = plan.aloud(model, &board).map_err(text)?;
        let joint = |payoffs: [f64; 2]| payoffs[0] + payoffs[1];
        let found = json!({
            "payoffs": plan.payoffs, "joint": joint(plan.payoffs), "joint_with_proofs": joint(proofs.payoffs),
            "max_violation": plan.miss.max(proofs.miss), "max_gain": plan.gain.max(proofs.gain),
            "variables_rows": plan.size, "variables_rows_with_proofs": proofs.size, "seconds": seconds,
            "without_go_between": { "payoffs": aloud.payoffs, "max_gain": aloud.gain },
            "value_beside_it": joint(plan.payoffs) - joint(aloud.payoffs),
        });
        sheet.own.insert(format!("mediated_{name}"), found);
    }
    Ok(())
}

/// Six moves on public histories, without a notice and with a round of them: how many, what the own side can be sure of,
/// in what time and room.
fn six_moves(sheet: &mut Sheet, model: &desk::model::Model) {
    use desk::public::{Aim, Bounds, PublicTree};
    let far = desk::model::Model { moves: 6, ..model.clone() };
    for (name, talk) in [("silence", desk::tree::Talk::Silence), ("notice", desk::tree::Talk::Verified)] {
        let start = Instant::now();
        let tree = PublicTree::of(&far, talk);
        let Bounds { sure, most, sweeps } = tree.security(Aim::Own, 0.05, 200);
        let found = json!({
            "public_histories": tree.len(), "sure": sure, "most": most, "sweeps": sweeps,
            "seconds": start.elapsed().as_secs_f64(),
        });
        sheet.own.insert(format!("six_moves_{name}"), found);
    }
    sheet.own.insert("peak_resident_mib".to_owned(), peak());
}

/// The most memory that this process has had at once, MiB.
fn peak() -> Value {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    json!(
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok())
            .map(|kib| kib / 1_024.0)
    )
}

/// Random small games answered by both.
fn cross_check(name: PeerName, peer: &mut Peer, folder: &Path, count: usize) -> Result<Value, String> {
    let (mut compared, mut differ) = (0, Vec::new());
    for seed in 0..count as u64 {
        let sizes = (2 + (seed % 3) as usize, 2 + (seed / 3 % 3) as usize);
        let normal = random(sizes.0, sizes.1, 9, false, 1_000 + seed)?;
        let game = Game::Normal(normal.clone());
        if name == PeerName::Gambit {
            let file = folder.join("cross.nfg");
            std::fs::write(&file, games::gambit::write(&game)).map_err(text)?;
            for solution in ["all-nash", "pure"] {
                let own = solve(&game, solution, &Options::default(), &mut || false).map_err(text)?;
                let answer = peer.ask(&json!({ "what": solution, "file": file }))?;
                compared += 1;
                if !same(&own.profiles, &answer) {
                    differ.push(json!({ "seed": seed, "solution": solution }));
                }
            }
        } else {
            // The tree of the same game, and the gain of best replies to even chances, as the peer reads our file.
            let tree = games::reduce::as_tree(&normal).map_err(text)?;
            let file = folder.join("cross.efg");
            let game = Game::Tree(tree.clone());
            std::fs::write(&file, games::gambit::write(&game)).map_err(text)?;
            let even = |player: usize| vec![vec![1.0 / normal.size(player) as f64; normal.size(player)]];
            let worth =
                games::solution::check(&game, &Profile::Behaviour(vec![even(0), even(1)])).map_err(text)?;
            let answer = peer.ask(&json!({ "what": "check", "file": file }))?;
            compared += 1;
            let theirs = number(&answer, "exploitability").unwrap_or(f64::NAN);
            if (theirs - worth.exploitability()).abs() > 1e-9 || theirs.is_nan() {
                differ.push(json!({ "seed": seed, "own": worth.exploitability(), "peer": answer }));
            }
        }
    }
    Ok(json!({ "games": count, "answers_compared": compared, "disagreements": differ }))
}

/// Whether both lists hold the same profiles.
fn same(own: &[Profile], answer: &Value) -> bool {
    let Some(theirs) = answer.get("profiles") else { return false };
    let Ok(theirs) = serde_json::from_value::<Vec<Vec<Vec<f64>>>>(theirs.clone()) else { return false };
    let own: Vec<&Vec<Vec<f64>>> =
        own.iter().filter_map(|own| if let Profile::Mixed(own) = own { Some(own) } else { None }).collect();
    let near = |a: &[Vec<f64>], b: &[Vec<f64>]| {
        a.iter().flatten().zip(b.iter().flatten()).all(|(x, y)| (x - y).abs() < 1e-9)
    };
    own.len() == theirs.len() && own.iter().all(|one| theirs.iter().any(|other| near(one, other)))
}
