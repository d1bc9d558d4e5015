//! `demarche demo`.

use crate::command::demo::DemoArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::runtime;
use crate::run::stopped::Stopped;
use excon::demo::{Page, Played, Wishes, play};
use excon::report::Report;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Plays the shipped example.
pub fn run(args: &DemoArgs, output: &Output) -> Result<Exit, Stopped> {
    let (folder, kept) = place(args.keep.as_deref())?;
    let progress = ProgressBar::new_spinner();
    progress.set_style(ProgressStyle::default_spinner());
    progress.enable_steady_tick(Duration::from_millis(250));
    let plain = !console_is_interactive();
    let say = |line: &str| {
        if plain { eprintln!("{line}") } else { progress.println(line) }
    };
    let played = runtime()?.block_on(play(&folder, Wishes::default(), &say));
    progress.finish_and_clear();
    if !kept {
        // What is left in the temporary folder are exercise keys; the system clears it too.
        let _ = std::fs::remove_dir_all(&folder);
    }
    let Played { report, pages, .. } = played.map_err(|e| Stopped::refused(&e))?;
    let shown = if args.headless { String::new() } else { pages.iter().map(page).collect() };
    let document = serde_json::to_value(&report).unwrap_or_default();
    output.print(&document, &format!("{shown}{}", words(&report)));
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
    format!("\n--- what {} sees ---\n{}\n", page.party, page.lines.join("\n"))
}

fn words(report: &Report) -> String {
    let mut lines = vec![format!(
        "\n{}: {} notices, {} read back, {} mismatch, in {} s",
        report.scenario, report.notices, report.readbacks, report.mismatches, report.elapsed_s
    )];
    for (code, by_party) in &report.fingerprints {
        let first = by_party.values().next().cloned().unwrap_or_default();
        let equal = by_party.values().all(|f| *f == first);
        let parties: Vec<&str> = by_party.keys().map(String::as_str).collect();
        let word = if equal { "equal" } else { "DIFFERENT" };
        lines.push(format!("{code}  {}  script fingerprint {word}: {first}", parties.join(" ")));
    }
    for d in &report.diagnoses {
        let refined = d.refined.as_deref().map(|word| format!(" -> {word}")).unwrap_or_default();
        let computed = d.computed.as_deref().unwrap_or("(nothing)");
        lines.push(format!("row {}  {}  {} sees {computed}{refined}", d.row, d.injected, d.seen_by));
    }
    if let Some(number) = &report.first_t1 {
        lines.push(format!("the first red line: {number}"));
    }
    lines.extend(report.failures.iter().map(|failure| format!("DOES NOT HOLD: {failure}")));
    lines.join("\n")
}
