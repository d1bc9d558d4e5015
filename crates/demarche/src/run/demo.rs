//! `demarche demo`.

use crate::command::demo::DemoArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::runtime;
use crate::run::stalemate;
use crate::stopped::Stopped;
use excon::case::Case;
use excon::demo::{Page, Played, Wishes, play};
use excon::hand::Stay;
use excon::report::{Report, equal};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// Plays the shipped example.
pub fn run(args: &DemoArgs, output: &Output) -> Result<Exit, Stopped> {
    let case = args.scenario.as_deref().map(Case::read).transpose().map_err(|e| Stopped::refused(&e))?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let (type_in, typed) = tokio::sync::mpsc::channel(8);
    let stay = Stay { stop: stopped, typed: Arc::new(Mutex::new(typed)) };
    let wishes = Wishes { case, stay: args.stay.then_some(stay), ..Wishes::default() };
    let (folder, kept) = place(args.keep.as_deref())?;
    let progress = ProgressBar::new_spinner();
    progress.set_style(ProgressStyle::default_spinner());
    progress.enable_steady_tick(Duration::from_millis(250));
    let plain = !console_is_interactive();
    let say = |line: &str| {
        if plain { eprintln!("{line}") } else { progress.println(line) }
    };
    let runtime = runtime()?;
    if args.stay {
        runtime.spawn(async move {
            // Without signals the demo would never end: then it ends at once.
            let _ = tokio::signal::ctrl_c().await;
            stop.send_replace(true);
        });
        std::thread::spawn(move || {
            for line in std::io::stdin().lines().map_while(Result::ok) {
                // The demo has ended: nobody reads any more.
                if type_in.blocking_send(line).is_err() {
                    break;
                }
            }
        });
    }
    let played = runtime.block_on(play(&folder, wishes, &say));
    progress.finish_and_clear();
    if !kept {
        // What is left in the temporary folder are exercise keys; the system clears it too.
        let _ = std::fs::remove_dir_all(&folder);
    }
    let Played { report, pages, board, .. } = played.map_err(|e| Stopped::refused(&e))?;
    let shown = if args.headless { String::new() } else { pages.iter().map(page).collect() };
    let document = serde_json::to_value(&report).unwrap_or_default();
    let board = board.map(|it| stalemate::page(&it.board, &it.fingerprint, &it.digits, output));
    let board = board.map_or_else(String::new, |page| format!("\n\n{page}"));
    output.print(&document, &format!("{shown}{}{board}", words(&report)));
    Ok(if report.failures.is_empty() { Exit::Done } else { Exit::Negative })
}

fn place(keep: Option<&Path>) -> Result<(PathBuf, bool), Stopped> {
    match keep {
        Some(folder) => {
            store::create_folder(folder).map_err(|e| Stopped::refused(&e))?;
            Ok((folder.to_owned(), true))
        }
        None => {
            let folder = std::env::temp_dir().join(format!("demarche-demo-{}", std::process::id()));
            store::create_folder(&folder).map_err(|e| Stopped::refused(&e))?;
            Ok((folder, false))
        }
    }
}

fn console_is_interactive() -> bool {
    use std::io::IsTerminal;
    std::io::stderr().is_terminal()
}

fn page(page: &Page) -> String {
    format!("\n--- {} sees\n{}\n", page.party, page.lines.join("\n"))
}

/// The result, as a person reads it.
fn words(report: &Report) -> String {
    let count = |n: u64, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let mut lines = vec![
        format!("\n--- {}, played in {} s", report.scenario, report.elapsed_s),
        format!(
            "{}, {}, {}",
            count(report.notices, "notice", "notices"),
            count(report.readbacks, "read-back matched", "read-backs matched"),
            count(report.mismatches, "did not", "did not")
        ),
        "\nScript fingerprints: equal exactly when all hold the same entries".to_owned(),
    ];
    for (code, by_party) in &report.fingerprints {
        let parties: Vec<&str> = by_party.keys().map(String::as_str).collect();
        let parties = parties.join(" ");
        if equal(by_party) {
            let digits = by_party.values().next().map_or("", String::as_str);
            lines.push(format!("{code:<4} {parties:<14} equal  {digits}"));
        } else {
            lines.push(format!("{code:<4} {parties:<14} DIFFERENT"));
            lines.extend(by_party.iter().map(|(party, digits)| format!("     {party:<14}        {digits}")));
        }
    }
    if !report.diagnoses.is_empty() {
        lines.push("\nWhat was done to the line, and the word that the nodes found".to_owned());
    }
    for d in &report.diagnoses {
        let refined = d.refined.as_deref().map(|word| format!(", on return {word}")).unwrap_or_default();
        let computed = d.computed.as_deref().unwrap_or("(nothing)");
        lines.push(format!("{:<20} {} sees {computed}{refined}", d.injected, d.seen_by));
    }
    lines.push(String::new());
    if report.failures.is_empty() {
        lines.push("All end states hold.".to_owned());
    }
    lines.extend(report.failures.iter().map(|failure| format!("DOES NOT HOLD: {failure}")));
    lines.join("\n")
}
