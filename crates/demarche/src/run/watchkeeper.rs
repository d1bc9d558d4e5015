//! `demarche watchkeeper`: terminal bell, the operator's own program, and a log; nobody need be logged in.
//!
//! I1 neither the screen nor the program nor the log learns a number, a compartment or a subject. I2 a node that does
//! not answer is an alarm, never silence. I3 each hand-over tests the alarm, and the log says whether it was heard.

mod bells;
mod hand_over;

use crate::command::NodeFile;
use crate::command::watchkeeper::WatchkeeperArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::ask;
use crate::run::span;
use crate::stopped::Stopped;
use bells::{Alarm, Bells, NODE, Waiting};
use hand_over::{HandOvers, Record, Step};
use node::api::{Ask, Told};
use refusal::facts;
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Keeps watch.
pub fn run(args: &WatchkeeperArgs, output: &Output) -> Result<Exit, Stopped> {
    let lasts = args.lasts.as_deref().map(span::milliseconds).transpose()?;
    if args.test {
        return test(args, output);
    }
    // Wrong settings are said at once; a node that is merely down is what this command is there to tell.
    node::NodeConfig::read(&args.node.config).map_err(|e| Stopped::refused(&e))?;
    let (from, mut bells) = (Instant::now(), Bells::default());
    let (mut record, mut hand_overs, typed) = (Record::default(), HandOvers::default(), typed());
    loop {
        let mono_ms = u64::try_from(from.elapsed().as_millis()).unwrap_or(u64::MAX);
        if lasts.is_some_and(|lasts| mono_ms >= lasts) {
            return Ok(Exit::Done);
        }
        let waiting = waiting(&args.node);
        if let Some(alarm) = bells.tick(mono_ms, &waiting) {
            ring(args, &alarm, output)?;
        }
        let heard = typed.try_iter().any(|line| is_heard(&line));
        if let Some(step) = hand_overs.tick(mono_ms, record.hand_overs(&args.node), heard) {
            handed_over(args, step, output)?;
        }
        std::thread::sleep(EVERY);
    }
}

/// What waits unopened at the node; the node itself if it does not answer.
fn waiting(node: &NodeFile) -> Vec<Waiting> {
    let silent = || vec![Waiting { what: NODE.to_owned(), precedence: "Z".to_owned() }];
    let Ok(Told::Due { items }) = ask(node, &Ask::Due { compartment: None }) else { return silent() };
    let unread: Vec<String> =
        items.into_iter().filter(|item| item.why == "UNREAD").filter_map(|item| item.number).collect();
    if unread.is_empty() {
        return Vec::new();
    }
    let list = Ask::List { compartment: None, after: None, most: Some(u64::MAX) };
    let Ok(Told::Notices { notices }) = ask(node, &list) else { return silent() };
    let precedence = |number: &String| {
        let notice = notices.iter().find(|notice| notice.number.as_ref() == Some(number));
        notice.and_then(|notice| notice.precedence.clone()).unwrap_or_else(|| "R".to_owned())
    };
    unread.into_iter().map(|number| Waiting { precedence: precedence(&number), what: number }).collect()
}

fn ring(args: &WatchkeeperArgs, alarm: &Alarm, output: &Output) -> Result<(), Stopped> {
    let key = if alarm.node_silent { "watchkeeper-node-silent" } else { "watchkeeper-waits" };
    let words = output.phrase(
        key,
        &facts! { precedence: alarm.precedence.clone(), count: alarm.count, position: alarm.position() },
    );
    sound(args, &alarm.precedence, alarm.count, alarm.position())?;
    tell(args, output, "alarm", alarm, &words)
}

/// The bell on standard error, so that documents on standard output stay clean, and the operator's program.
fn sound(args: &WatchkeeperArgs, precedence: &str, count: usize, position: &str) -> Result<(), Stopped> {
    let times = if precedence == "Z" { 3 } else { 1 };
    for _ in 0..times {
        eprint!("\u{7}");
        // A terminal that is gone hears nothing; the program below may still be heard.
        let _ = std::io::stderr().flush();
        std::thread::sleep(BETWEEN_BELLS);
    }
    let Some(program) = &args.exec else { return Ok(()) };
    let count = count.to_string();
    let mut child = Command::new(program)
        .args([precedence, &count, position])
        .spawn()
        .map_err(|e| Stopped::file(program, &e))?;
    // A siren may last longer than a minute: it is waited for beside the watch.
    std::thread::spawn(move || child.wait());
    Ok(())
}

fn test(args: &WatchkeeperArgs, output: &Output) -> Result<Exit, Stopped> {
    ask_whether_heard(args, output)?;
    let mut typed = String::new();
    std::io::stdin().lock().read_line(&mut typed).map_err(|e| Stopped::file(Path::new("stdin"), &e))?;
    let heard = is_heard(&typed);
    note(args, heard, output)?;
    Ok(if heard { Exit::Done } else { Exit::Negative })
}

/// A step of the test that a hand-over began.
fn handed_over(args: &WatchkeeperArgs, step: Step, output: &Output) -> Result<(), Stopped> {
    match step {
        Step::Sound => {
            ask_whether_heard(args, output)?;
            tell(args, output, "test", &nothing_waits(), &output.phrase("watchkeeper-hand-over", &facts! {}))
        }
        Step::Heard => note(args, true, output),
        Step::NotHeard => note(args, false, output),
    }
}

fn ask_whether_heard(args: &WatchkeeperArgs, output: &Output) -> Result<(), Stopped> {
    sound(args, "Z", 0, "TEST")?;
    eprintln!("{}", output.phrase("watchkeeper-heard", &facts! {}));
    Ok(())
}

fn note(args: &WatchkeeperArgs, heard: bool, output: &Output) -> Result<(), Stopped> {
    let key = if heard { "watchkeeper-test-heard" } else { "watchkeeper-test-not-heard" };
    let what = if heard { "test-heard" } else { "test-not-heard" };
    tell(args, output, what, &nothing_waits(), &output.phrase(key, &facts! {}))
}

fn nothing_waits() -> Alarm {
    Alarm { precedence: "Z".to_owned(), count: 0, minute: 0, node_silent: false }
}

fn is_heard(typed: &str) -> bool {
    typed.trim().eq_ignore_ascii_case("HEARD")
}

/// What is typed while the watch is kept; nothing where there is no terminal.
fn typed() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// One line or document, and the same in the log.
fn tell(
    args: &WatchkeeperArgs,
    output: &Output,
    what: &str,
    alarm: &Alarm,
    words: &str,
) -> Result<(), Stopped> {
    let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let document: Value = json!({
        "at": at, "what": what, "precedence": alarm.precedence, "count": alarm.count, "minute": alarm.minute,
        "position": alarm.position(), "node_silent": alarm.node_silent,
    });
    output.print(&document, words);
    let Some(path) = &args.log else { return Ok(()) };
    let failed = |e: std::io::Error| Stopped::file(path, &e);
    let mut log =
        std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map_err(failed)?;
    writeln!(log, "{document}").and_then(|()| log.sync_data()).map_err(failed)
}

/// How often the node is asked.
const EVERY: Duration = Duration::from_secs(1);
const BETWEEN_BELLS: Duration = Duration::from_millis(300);
