//! What a hand does to the running demo: pull a cable, take a relay down, send a watch away; and mend it again.
//!
//! The words are those of a scenario's faults and of the report: `RELAY-DOWN CH-1`, then `mend RELAY-DOWN CH-1`.

use crate::error::ExconError;
use crate::faults::{Stage, cut};
use crate::play::Say;
use exercise::scenario::Inject;
use tokio::sync::{mpsc, watch};

/// What a hand can do, with the word of it.
const BY_HAND: [Inject; 5] =
    [Inject::RelayDown, Inject::RelayWithholds, Inject::PathCut, Inject::NodeOff, Inject::WatchAbsent];

/// How long the demo stays, and what is typed meanwhile.
#[derive(Clone)]
pub struct Stay {
    /// Told to stop.
    pub stop: watch::Receiver<bool>,
    /// Lines as they are typed.
    pub typed: std::sync::Arc<tokio::sync::Mutex<mpsc::Receiver<String>>>,
}

impl Stay {
    /// Carries out what is typed until it is told to stop. What cannot be done is said and changes nothing.
    pub(crate) async fn play(mut self, stage: &mut Stage<'_>, say: Say<'_>) {
        let typed = self.typed.clone();
        let mut typed = typed.lock().await;
        loop {
            let line = tokio::select! {
                // A sender that is gone has nothing more to say: the play ends.
                _ = self.stop.wait_for(|stop| *stop) => return,
                line = typed.recv() => line,
            };
            match line {
                Some(line) if line.trim().is_empty() => {}
                Some(line) => match act(stage, &line).await {
                    Ok(()) => say(&format!("done: {}", line.trim())),
                    Err(Undone::Unknown) => say(&help(stage)),
                    Err(Undone::Failed(why)) => say(&why.to_string()),
                },
                None => {
                    // Nothing is typed any more (standard input has ended): it stays all the same.
                    let _ = self.stop.wait_for(|stop| *stop).await;
                    return;
                }
            }
        }
    }
}

enum Undone {
    Unknown,
    Failed(ExconError),
}

async fn act(stage: &mut Stage<'_>, line: &str) -> Result<(), Undone> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (on, word, whom) = match words[..] {
        [word, whom] => (true, word, whom),
        ["mend", word, whom] => (false, word, whom),
        _ => return Err(Undone::Unknown),
    };
    let inject = BY_HAND.into_iter().find(|inject| inject.word().eq_ignore_ascii_case(word));
    let inject = inject.filter(|inject| whose(stage, *inject).any(|known| known == whom));
    cut(stage, inject.ok_or(Undone::Unknown)?, whom, on).await.map_err(Undone::Failed)
}

/// Whom it can be done to.
fn whose<'a>(stage: &'a Stage<'_>, inject: Inject) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    match inject {
        Inject::RelayDown | Inject::RelayWithholds => Box::new(stage.relays.keys().map(String::as_str)),
        _ => Box::new(stage.desks.keys().map(String::as_str)),
    }
}

/// What can be typed.
pub(crate) fn help(stage: &Stage<'_>) -> String {
    let row = |inject: Inject| {
        let whom: Vec<&str> = whose(stage, inject).collect();
        format!("  [mend] {:<15} {}", inject.word(), whom.join(" | "))
    };
    format!("Type one of these and Enter:\n{}", BY_HAND.map(row).join("\n"))
}
