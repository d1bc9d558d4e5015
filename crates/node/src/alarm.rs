//! Where events of compartments go besides the cores: listeners, the operator's ear, the alarm program.

use crate::config::NodeConfig;
use crate::hooks::{Hooks, Listener};
use chancery::Event;
use line::machine;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::runtime::Handle;
use tokio::sync::broadcast;

/// The ear that every compartment's thread speaks to. It never waits.
pub(crate) fn ear(
    config: &Arc<NodeConfig>,
    hooks: &Hooks,
    events: broadcast::Sender<(String, Event)>,
    runtime: Handle,
) -> Listener {
    let (config, hooks) = (config.clone(), hooks.clone());
    Arc::new(move |code, event| {
        if let Event::Refused(refusal) | Event::Carrier(machine::Event::Refused(refusal)) = event {
            hooks.say(refusal);
        }
        if let Some(line) = alarm_line(code, event)
            && let Some((program, arguments)) = config.alarm.split_first()
        {
            runtime.spawn(run(program.clone(), arguments.to_vec(), line));
        }
        if let Some(listener) = &hooks.events {
            listener(code, event);
        }
        // Nobody may be listening.
        let _ = events.send((code.to_owned(), event.clone()));
    })
}

/// The line that the alarm program reads; absent for events that ring nothing. It names compartment, number and
/// precedence, never content.
fn alarm_line(code: &str, event: &Event) -> Option<String> {
    match event {
        Event::Ring { number, precedence, .. } => {
            let number = number.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
            Some(format!("RING {code} {number} {precedence:?}\n"))
        }
        Event::Flare { party, number, .. } => {
            let number = number.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
            Some(format!("FLARE {code} {party} {number}\n"))
        }
        Event::Page { number, minute, .. } => Some(format!("PAGE {code} {number} {minute}\n")),
        Event::Touches { compartments } => {
            let lines = compartments.iter().map(|touched| format!("TOUCHED {touched}\n"));
            Some(lines.collect())
        }
        Event::Mismatch { number, by, .. } => Some(format!("MISMATCH {code} {number} {by}\n")),
        Event::Revised(revised) => {
            Some(format!("REVISED {code} {} {} {}\n", revised.subject, revised.was, revised.is))
        }
        Event::Carrier(machine::Event::Forked { party, .. }) => Some(format!("FORKED {code} {party}\n")),
        Event::Carrier(machine::Event::Equivocation { author, seq, .. }) => {
            Some(format!("EQUIVOCATION {code} {author} {seq}\n"))
        }
        Event::Carrier(machine::Event::RolledBack(by)) => {
            Some(format!("ROLLED-BACK {code} {} {}\n", by.shown_by, by.seq))
        }
        _ => None,
    }
}

async fn run(program: String, arguments: Vec<String>, line: String) {
    let child = Command::new(program).args(arguments).stdin(std::process::Stdio::piped()).spawn();
    let Ok(mut child) = child else { return };
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read is its owner's business.
        let _ = stdin.write_all(line.as_bytes()).await;
    }
    let _ = child.wait().await;
}
