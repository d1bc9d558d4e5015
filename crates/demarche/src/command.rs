//! The commands as the parser knows them. A command's arguments, help and example stand in one file each.

pub mod apart;
pub mod assess;
pub mod attribution;
pub mod brent;
pub mod card;
pub mod charter;
pub mod compartment;
pub mod custodian;
pub mod demo;
pub mod desk;
pub mod dormancy;
pub mod dossier;
pub mod drill;
pub mod exercise;
pub mod feed;
pub mod files;
pub mod forge;
pub mod game;
pub mod leak;
pub mod line;
pub mod node;
pub mod notice;
pub mod officer;
pub mod party;
pub mod pouch;
pub mod prove;
pub mod public;
pub mod record;
pub mod redline;
pub mod relay;
pub mod safeguards;
pub mod script;
pub mod sheet;
pub mod stalemate;
pub mod standing;
pub mod succession;
pub mod verify;
pub mod watch;
pub mod watchkeeper;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// A line between adversaries: typed notices, read back, provably the same on both sides.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, propagate_version = true, after_help = EXAMPLES)]
pub struct Cli {
    /// Print exactly one JSON document on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// How and for whom it is printed.
    #[command(flatten)]
    pub read: ReadBy,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Who reads what is printed.
#[derive(Debug, Args)]
pub struct ReadBy {
    /// Language of what is printed: en, fa, fr, ar, or that of a folder in --languages.
    #[arg(long, global = true, env = "DEMARCHE_LANGUAGE", default_value = "en", value_name = "LANGUAGE")]
    pub language: String,
    /// Folder of language packs, one folder a language, that adds to or overrides the shipped ones.
    #[arg(long, global = true, env = "DEMARCHE_LANGUAGES", value_name = "FOLDER")]
    pub languages: Option<PathBuf>,
    /// Digits of numbers and local times: latin, persian or arabic; without it those of the language.
    #[arg(long, global = true, value_name = "DIGITS")]
    pub digits: Option<String>,
    /// Calendar of local dates: gregorian, solar-hijri or umm-al-qura; without it that of each capital.
    #[arg(long, global = true, value_name = "CALENDAR")]
    pub calendar: Option<String>,
}

/// All commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play the shipped example: five parties, two relays, one machine.
    Demo(demo::DemoArgs),
    /// Play a scenario on a virtual clock, or check its folder.
    #[command(subcommand)]
    Exercise(exercise::ExerciseCommand),
    /// Run a relay, or print what it can prove.
    #[command(subcommand)]
    Relay(relay::RelayCommand),
    /// Set up, pair and run the node of a party.
    #[command(subcommand)]
    Node(node::NodeCommand),
    /// Found compartments and show their charters.
    #[command(subcommand)]
    Charter(charter::CharterCommand),
    /// Who is in a compartment: members, charter versions, RE-FORM, old copies, annexes.
    #[command(subcommand)]
    Compartment(compartment::CompartmentCommand),
    /// Officers of a node and their keys.
    #[command(subcommand)]
    Officer(officer::OfficerCommand),
    /// The party's own keys: found, renew, pair in a ceremony, speak, status.
    #[command(subcommand)]
    Party(party::PartyCommand),
    /// One custodian with the own share: prove, approve, print and check sheets; change the set.
    #[command(subcommand)]
    Custodian(custodian::CustodianCommand),
    /// Drills: ask custodians to prove their shares, keep the answers.
    #[command(subcommand)]
    Drill(drill::DrillCommand),
    /// The people who speak for a party change, the line stays.
    #[command(subcommand)]
    Succession(succession::SuccessionCommand),
    /// What a successor who knows nothing needs: Part A on paper, Part B sealed.
    #[command(subcommand)]
    Dossier(dossier::DossierCommand),
    /// Nobody speaks for a party: declare it, see it, come back.
    #[command(subcommand)]
    Dormancy(dormancy::DormancyCommand),
    /// Draft, check, release, open and read back notices.
    #[command(subcommand)]
    Notice(notice::NoticeCommand),
    /// The state of the line, and line tests.
    #[command(subcommand)]
    Line(line::LineCommand),
    /// The transcript: fingerprint, verification, export.
    #[command(subcommand)]
    Script(script::ScriptCommand),
    /// One notice on a page that verifies by itself (TRANSFERABLE compartments).
    #[command(subcommand)]
    Record(record::RecordCommand),
    /// Carry entries by hand.
    #[command(subcommand)]
    Pouch(pouch::PouchCommand),
    /// Carry entries on paper.
    #[command(subcommand)]
    Sheet(sheet::SheetCommand),
    /// The watch's cards: one situation each, numbered steps, in the language of --language.
    #[command(subcommand)]
    Card(card::CardCommand),
    /// What is said in public: check a draft against the private record, clear what is public already.
    #[command(subcommand)]
    Public(public::PublicCommand),
    /// What a leaked file is, what a stranger can verify of it, what proves contact all the same.
    LeakCheck(leak::LeakCheckArgs),
    /// After a leak: roll one compartment over.
    #[command(subcommand)]
    Leak(leak::LeakCommand),
    /// Show on an exercise group that one member alone can make a page that verifies as well as a true one.
    Forge(forge::ForgeArgs),
    /// When a notice was sent and arrived, by which paths, in whose clock.
    Prove(prove::ProveArgs),
    /// What the notices add up to: states, what is due, whose move, why.
    #[command(subcommand)]
    Standing(standing::StandingCommand),
    /// The stalemate board: the whole on one page.
    #[command(subcommand)]
    Stalemate(stalemate::StalemateCommand),
    /// Separative work, time to material, steps priced in days.
    #[command(subcommand)]
    Safeguards(safeguards::SafeguardsCommand),
    /// Who stands behind an act, and what changed after a warning.
    #[command(subcommand)]
    Attribution(attribution::AttributionCommand),
    /// Oil shocks to price fans, and how they have done.
    #[command(subcommand)]
    Brent(brent::BrentCommand),
    /// The alarm at the node: bell, the own program, a log; nobody need be logged in.
    Watchkeeper(watchkeeper::WatchkeeperArgs),
    /// Watch a feed against red lines, in three values.
    Watch(watch::WatchArgs),
    /// Red lines as a map: lint, compare, replay, distance, draw.
    #[command(subcommand)]
    Redline(redline::RedlineCommand),
    /// Feeds of the outside world.
    #[command(subcommand)]
    Feed(feed::FeedCommand),
    /// Run the tables of cases by which an engine can be checked.
    #[command(subcommand)]
    Verify(verify::VerifyCommand),
    /// The private assessment: postures, worth of the line, restraint, what would change the answer.
    #[command(subcommand)]
    Assess(assess::AssessCommand),
    /// The private desk as a process of its own.
    #[command(subcommand)]
    Desk(desk::DeskCommand),
    /// Solve, check and convert games.
    #[command(subcommand)]
    Game(game::GameCommand),
    /// Print a filled, commented, valid file of a kind that users write.
    Template(files::TemplateArgs),
    /// Check a file that a user wrote; changes nothing.
    Check(files::CheckArgs),
    /// Print the JSON Schema of a kind of file.
    Schema(files::SchemaArgs),
    /// Print completions for a shell.
    Completions(files::CompletionsArgs),
    /// Write the manual, a page a command, into a folder; for packagers.
    #[command(hide = true)]
    Man(files::ManArgs),
}

/// Which node a command speaks to.
#[derive(Debug, Args)]
pub struct NodeFile {
    /// Settings file of the node (`demarche template node`).
    #[arg(long = "config", env = "DEMARCHE_CONFIG", value_name = "FILE")]
    pub config: PathBuf,
}

/// Which relay a command speaks to.
#[derive(Debug, Args)]
pub struct RelayFile {
    /// Settings file of the relay (`demarche template relay`).
    #[arg(long = "config", value_name = "FILE")]
    pub config: PathBuf,
}

/// Where a passphrase comes from.
#[derive(Debug, Args)]
pub struct PassphraseFrom {
    /// File descriptor to read the passphrase from, instead of the terminal.
    #[arg(long = "passphrase-fd", value_name = "FD")]
    pub fd: Option<u32>,
}

/// The officer who seals.
#[derive(Debug, Args)]
pub struct SealedBy {
    /// Key file of the officer.
    #[arg(long = "as", value_name = "FILE")]
    pub key: PathBuf,
    /// Where its passphrase comes from.
    #[command(flatten)]
    pub passphrase: PassphraseFrom,
}

const EXAMPLES: &str = "Examples:
  demarche demo
  demarche template charter > charter.toml
  demarche node status --config us.toml
Exit codes: docs/src/exit-codes.md";
