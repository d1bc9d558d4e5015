//! `workshop`: what developers of Demarche run, behind `./run`. Never shipped.
//!
//! Duty: the rules of the house as code, and the drawings, figures and renderings made from the sources.
//! In: the checkout. Out: findings on the terminal and an exit code: 0 passed, 1 failed, 2 wrong use.

mod banned;
mod bench;
mod books;
mod check;
mod figures;
mod finding;
mod fuzz;
mod golden;
mod graph;
mod languages;
mod leftovers;
mod lengths;
mod licences;
mod metadata;
mod neutral;
mod package;
mod pages;
mod rings;
mod sim;
mod soak;
mod source;
mod timeline;
mod tree;
mod vocabulary;
mod walls;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::metadata::Crates;
use crate::tree::{Tree, root};

/// What is measured here is measured with what the binary allocates with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What developers of Demarche run, behind `./run`.
#[derive(Parser)]
#[command(name = "workshop", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The quick gate: every rule of the house, with the seconds of each step.
    Check {
        /// Only this step; may be given several times.
        #[arg(long = "only", value_name = "STEP")]
        only: Vec<String>,
        /// All but this step; may be given several times.
        #[arg(long = "without", value_name = "STEP", conflicts_with = "only")]
        without: Vec<String>,
    },
    /// Draw the crates into ARCHITECTURE.md.
    Graph {
        /// Change nothing; fail if the drawing is not the crates as they are.
        #[arg(long)]
        check: bool,
    },
    /// Compare renderings and vectors with the committed ones.
    Golden {
        /// Write what was found.
        #[arg(long)]
        accept: bool,
    },
    /// Feed random and damaged bytes to every decoder; stops at the first failure.
    Fuzz {
        /// How long; the round that has begun is finished.
        #[arg(long, default_value_t = 60, value_name = "MINUTES")]
        minutes: u64,
        /// Cases a property and round.
        #[arg(long, default_value_t = 4096, value_name = "CASES")]
        cases: u32,
    },
    /// Write the page of all refusals and checks from the English packs.
    Pages,
    /// Worlds drawn from seeds: run, replay, shrink, plant faults.
    Sim(sim::SimArguments),
    /// Make the binary, the Debian package and the container file; with --try, run them on a clean Debian.
    Package(package::PackageArguments),
    /// Figures of the sources: files, lengths, tests.
    Figures,
    /// Measure: notices end to end, or the floor of the disk alone. Build with --release.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Two nodes and three relays as processes, one relay hostile, processes killed at random.
    Soak(soak::SoakArguments),
    /// The hostile relay of the soak, started by it.
    #[command(hide = true)]
    SoakHostile {
        /// Its settings.
        config: std::path::PathBuf,
    },
    /// A node of the bench, started by it.
    #[command(hide = true)]
    BenchNode,
    /// The flooder of the bench, started by it.
    #[command(hide = true)]
    BenchFlood,
    /// The relay of the bench, started by it.
    #[command(hide = true)]
    BenchRelay,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Check { only, without } => Ok(check::run(&only, &without)),
        Command::Graph { check } => draw(check),
        Command::Golden { accept } => golden::run(accept),
        Command::Fuzz { minutes, cases } => fuzz::run(minutes, cases),
        Command::Pages => Tree::read(&root()).and_then(|tree| write(&tree, pages::PAGE, &pages::page(&tree))),
        Command::Sim(arguments) => sim::run(&arguments),
        Command::Package(arguments) => package::run(&arguments),
        Command::Figures => Tree::read(&root()).map(|tree| {
            print!("{}", figures::table(&tree));
            true
        }),
        Command::Bench(bench) => bench::run(&bench),
        Command::Soak(arguments) => soak::run(&arguments),
        Command::SoakHostile { config } => soak::hostile(&config),
        Command::BenchNode => bench::node(),
        Command::BenchFlood => bench::flood(),
        Command::BenchRelay => bench::relay(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn draw(check: bool) -> Result<bool, String> {
    let tree = Tree::read(&root())?;
    let crates = Crates::read(&tree.root)?;
    if check {
        let found = graph::check(&tree, &crates);
        found.iter().for_each(|finding| println!("{finding}"));
        return Ok(found.is_empty());
    }
    let page = graph::redrawn(&tree.text(graph::PAGE), &crates)
        .ok_or_else(|| format!("the marks of the drawing are missing in {}", graph::PAGE))?;
    write(&tree, graph::PAGE, &page)
}

fn write(tree: &Tree, path: &str, text: &str) -> Result<bool, String> {
    std::fs::write(tree.root.join(path), text).map_err(|e| format!("{path}: {e}"))?;
    Ok(true)
}
