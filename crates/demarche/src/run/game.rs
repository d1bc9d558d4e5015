//! `demarche game`: games in, answers with their certificates out.

use crate::command::game::{CheckArgs, ConvertArgs, Form, GameCommand, SolveArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::stopped::Stopped;
use games::solution::{Options, Profile, Solution, Value, check, solve};
use games::solve::objective::Objective;
use games::{Game, GameError};
use serde_json::{Map, json};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Does what the command asks.
pub fn run(command: GameCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        GameCommand::Solve(args) => solved(&args, output),
        GameCommand::Check(args) => checked(&args, output),
        GameCommand::Convert(args) => converted(&args, output),
    }
}

/// A file, or a built-in game where there is no file of that name.
fn game(path: &Path) -> Result<Game, Stopped> {
    if !path.exists()
        && let Some(game) = path.to_str().and_then(games::builtin::named)
    {
        return Ok(game);
    }
    let bytes = std::fs::read(path).map_err(|error| Stopped::file(path, &error))?;
    games::gambit::read(&bytes).map_err(|error| Stopped::refused(&error))
}

fn players(game: &Game) -> &[String] {
    match game {
        Game::Normal(game) => &game.players,
        Game::Tree(game) => &game.players,
    }
}

fn solved(args: &SolveArgs, output: &Output) -> Result<Exit, Stopped> {
    let game = game(&args.file)?;
    let objective =
        Objective::named(&args.objective, players(&game).len()).map_err(|error| Stopped::refused(&error))?;
    let options = Options {
        lambda: args.lambda,
        objective,
        iterations: args.iterations,
        seed: args.seed,
        proofs: args.proofs,
    };
    let told = told_to_stop();
    let start = Instant::now();
    let found = solve(&game, &args.solution, &options, &mut || told.load(Ordering::Relaxed))
        .map_err(|error| Stopped::refused(&error))?;
    let elapsed = start.elapsed().as_secs_f64();
    output.print(&document(&game, &found, elapsed), &text(&game, &found, elapsed));
    Ok(Exit::Done)
}

/// Becomes true when the process is told to stop; the second time it ends at once.
fn told_to_stop() -> Arc<AtomicBool> {
    let told = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&told);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(super::until_told_to_stop());
        set.store(true, Ordering::Relaxed);
        runtime.block_on(super::until_told_to_stop());
        std::process::exit(i32::from(Exit::Negative.number()));
    });
    told
}

fn strategies(profile: &Profile) -> serde_json::Value {
    match profile {
        Profile::Mixed(mixed) => json!(mixed),
        Profile::Behaviour(behaviour) => json!(behaviour),
    }
}

/// Names in the order of the strategies, so that a reader of the document need not open the game.
fn names(game: &Game) -> serde_json::Value {
    match game {
        Game::Normal(game) => json!(game.strategies),
        Game::Tree(tree) if tree.sets.len() <= NAMED => {
            let sets = |player: usize| -> Vec<serde_json::Value> {
                tree.sets_of(player)
                    .map(|(_, set)| json!({ "set": set.label, "actions": set.actions }))
                    .collect()
            };
            json!((0..tree.count()).map(sets).collect::<Vec<_>>())
        }
        Game::Tree(_) => serde_json::Value::Null,
    }
}

const NAMED: usize = 5_000;

fn document(game: &Game, found: &Solution, elapsed: f64) -> serde_json::Value {
    let value = match &found.value {
        Value::One(value) => json!(value),
        Value::ByPlayer(values) => json!(values),
    };
    let mut certificate = Map::new();
    certificate.insert(found.certificate.kind.to_owned(), json!(found.certificate.size));
    certificate.insert("gains".to_owned(), json!(found.certificate.gains));
    certificate.insert("in_fractions".to_owned(), json!(found.certificate.exact));
    let profiles: Vec<_> = found.profiles.iter().map(strategies).collect();
    let mut document = json!({
        "solution": found.method,
        "players": players(game),
        "value": value,
        "payoffs": found.payoffs,
        "strategies": if found.many { json!(profiles) } else { json!(profiles.first()) },
        "names": names(game),
        "certificate": certificate,
        "iterations": found.iterations,
        "elapsed_s": elapsed,
        "notes": found.notes,
    });
    if found.many {
        document["payoffs_by_profile"] = json!(found.payoffs_by_profile);
    }
    if !found.joint.is_empty() {
        let plan =
            found.joint.iter().map(|(profile, weight)| json!({ "profile": profile, "weight": weight }));
        document["joint"] = json!(plan.collect::<Vec<_>>());
    }
    if let Some(weights) = &found.distribution {
        document["distribution"] = json!(weights);
    }
    document
}

fn text(game: &Game, found: &Solution, elapsed: f64) -> String {
    let mut out = String::new();
    let value = match &found.value {
        Value::One(value) => format!("{value:.9}"),
        Value::ByPlayer(values) => numbers(values, 9),
    };
    let _ = writeln!(out, "{}: value {value}, payoffs {}", found.method, numbers(&found.payoffs, 9));
    let certificate = &found.certificate;
    let how = if certificate.exact { "checked in fractions" } else { "checked" };
    let word = certificate.kind.replace('_', " ");
    let _ =
        writeln!(out, "{word} {:.3e}, {how}; {} steps, {elapsed:.3} s", certificate.size, found.iterations);
    for (number, profile) in found.profiles.iter().enumerate() {
        if found.many {
            let _ = writeln!(
                out,
                "profile {}: payoffs {}",
                number + 1,
                numbers(&found.payoffs_by_profile[number], 6)
            );
        }
        match (profile, game) {
            (Profile::Mixed(mixed), _) => {
                for (player, own) in players(game).iter().zip(mixed) {
                    let _ = writeln!(out, "  {player}: {}", numbers(own, 6));
                }
            }
            (Profile::Behaviour(behaviour), Game::Tree(tree)) if tree.sets.len() <= SHOWN => {
                for (player, own) in behaviour.iter().enumerate() {
                    for ((_, set), chances) in tree.sets_of(player).zip(own) {
                        let acts: Vec<String> =
                            set.actions.iter().zip(chances).map(|(act, p)| format!("{act} {p:.6}")).collect();
                        let _ =
                            writeln!(out, "  {} at {}: {}", tree.players[player], set.label, acts.join(", "));
                    }
                }
            }
            _ => {
                let _ = writeln!(out, "  strategies of many information sets: see --json");
            }
        }
    }
    for (profile, weight) in &found.joint {
        let _ = writeln!(out, "  {weight:.6}  {profile}");
    }
    for note in &found.notes {
        let _ = writeln!(out, "note: {note}");
    }
    out
}

const SHOWN: usize = 100;

fn numbers(values: &[f64], places: usize) -> String {
    values.iter().map(|value| format!("{value:.places$}")).collect::<Vec<_>>().join(" ")
}

fn checked(args: &CheckArgs, output: &Output) -> Result<Exit, Stopped> {
    let game = game(&args.file)?;
    let text =
        std::fs::read_to_string(&args.profile).map_err(|error| Stopped::file(&args.profile, &error))?;
    let document: serde_json::Value = serde_json::from_str(&text).map_err(|error| {
        let why = format!("it is not JSON: {error}");
        Stopped::refused(&GameError::Profile { why })
    })?;
    let refuse = |error: GameError| Stopped::refused(&error);
    let mut worths = Vec::new();
    let coarse = document.get("solution").and_then(|name| name.as_str()) == Some("cce");
    let distribution = document.get("distribution").map(numbers_of).transpose().map_err(refuse)?;
    match (&game, distribution) {
        (Game::Normal(normal), Some(joint)) => {
            worths.push(games::checker::correlated(normal, &joint, coarse).map_err(refuse)?);
        }
        _ => {
            let strategies = document.get("strategies").unwrap_or(&document);
            for profile in profiles(&game, strategies).map_err(refuse)? {
                worths.push(check(&game, &profile).map_err(refuse)?);
            }
        }
    }
    let worst = worths.iter().map(games::checker::Worth::max_gain).fold(0.0, f64::max);
    let exploitability = worths.iter().map(games::checker::Worth::exploitability).fold(0.0, f64::max);
    let holds = worst <= args.tolerance;
    let found = json!({
        "holds": holds,
        "exploitability": exploitability,
        "max_violation": worst,
        "payoffs": worths.first().map(|worth| &worth.payoffs),
        "gains": worths.first().map(|worth| &worth.gains),
        "profiles": worths.len(),
        "tolerance": args.tolerance,
    });
    let verdict = if holds { "holds" } else { "does not hold" };
    let first = worths.first().map_or(String::new(), |worth| numbers(&worth.payoffs, 9));
    let text = format!(
        "{verdict}: the best deviation gains {worst:.3e}, exploitability {exploitability:.3e}; payoffs {first}"
    );
    output.print(&found, &text);
    Ok(if holds { Exit::Done } else { Exit::Negative })
}

fn numbers_of(value: &serde_json::Value) -> Result<Vec<f64>, GameError> {
    serde_json::from_value(value.clone())
        .map_err(|error| GameError::Profile { why: format!("a list of numbers is wanted: {error}") })
}

/// One profile, or the list that `pure` and `all-nash` give.
fn profiles(game: &Game, strategies: &serde_json::Value) -> Result<Vec<Profile>, GameError> {
    let refused = |error: serde_json::Error| GameError::Profile {
        why: format!("not in the form of strategies: {error}"),
    };
    let depth = depth(strategies);
    match game {
        Game::Normal(_) if depth == 3 => {
            let list: Vec<Vec<Vec<f64>>> = serde_json::from_value(strategies.clone()).map_err(refused)?;
            Ok(list.into_iter().map(Profile::Mixed).collect())
        }
        Game::Normal(_) => {
            serde_json::from_value(strategies.clone()).map(|one| vec![Profile::Mixed(one)]).map_err(refused)
        }
        Game::Tree(_) if depth == 4 => {
            let list: Vec<Vec<Vec<Vec<f64>>>> =
                serde_json::from_value(strategies.clone()).map_err(refused)?;
            Ok(list.into_iter().map(Profile::Behaviour).collect())
        }
        Game::Tree(_) => serde_json::from_value(strategies.clone())
            .map(|one| vec![Profile::Behaviour(one)])
            .map_err(refused),
    }
}

/// How many lists stand in one another.
fn depth(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn converted(args: &ConvertArgs, output: &Output) -> Result<Exit, Stopped> {
    let refuse = |error: GameError| Stopped::refused(&error);
    let wanted = match (game(&args.file)?, args.to) {
        (Game::Normal(game), Some(Form::Efg)) => Game::Tree(games::reduce::as_tree(&game).map_err(refuse)?),
        (Game::Tree(tree), Some(Form::Nfg)) => {
            let form = games::sequence::SequenceForm::of(&tree, "nfg").map_err(refuse)?;
            Game::Normal(games::reduce::reduced(&tree, &form, "nfg").map_err(refuse)?.game)
        }
        (same, _) => same,
    };
    let wanted = match wanted {
        Game::Normal(mut game) if args.numbered => {
            for names in &mut game.strategies {
                *names = (1..=names.len()).map(|n| n.to_string()).collect();
            }
            Game::Normal(game)
        }
        same => same,
    };
    let form = if matches!(wanted, Game::Tree(_)) { "efg" } else { "nfg" };
    let text = games::gambit::write(&wanted);
    match &args.out {
        Some(path) => {
            std::fs::write(path, &text).map_err(|error| Stopped::file(path, &error))?;
            let said = format!("{} written, {} bytes", path.display(), text.len());
            output.print(&json!({ "form": form, "file": path, "bytes": text.len() }), &said);
        }
        None => output.print(&json!({ "form": form, "game": text }), &text),
    }
    Ok(Exit::Done)
}
