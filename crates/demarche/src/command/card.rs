//! `demarche card`.

use clap::Subcommand;

/// Commands for the printed cards.
#[derive(Debug, Subcommand)]
pub enum CardCommand {
    /// List the cards.
    #[command(after_help = "Example:\n  demarche card list --language ar --json")]
    List,
    /// Show a card, or print it: one A6 page.
    #[command(
        after_help = "Examples:\n  demarche card show flash --language fr\n  demarche card show silence --language fa --html > silence.html"
    )]
    Show {
        /// Its name, as `card list` gives it.
        name: String,
        /// A page for the printer instead of lines for the terminal.
        #[arg(long)]
        html: bool,
    },
}
