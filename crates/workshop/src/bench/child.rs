//! A process of the bench: this program again, under a hidden word.

use crate::bench::orders::{Order, Word};
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

/// A running process; killed when it is dropped.
pub(super) struct Child {
    process: std::process::Child,
    orders: Option<ChildStdin>,
    words: BufReader<ChildStdout>,
}

impl Child {
    /// Starts this program with a hidden word.
    pub(super) fn start(word: &str) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let mut process = Command::new(program)
            .arg(word)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{word}: {e}"))?;
        let orders = process.stdin.take();
        let words = process.stdout.take().ok_or("no standard output")?;
        Ok(Child { process, orders, words: BufReader::new(words) })
    }

    /// Gives an order.
    pub(super) fn tell(&mut self, order: &Order) -> Result<(), String> {
        let text = serde_json::to_string(order).map_err(|e| e.to_string())?;
        let orders = self.orders.as_mut().ok_or("no standard input")?;
        writeln!(orders, "{text}").and_then(|()| orders.flush()).map_err(|e| e.to_string())
    }

    /// Waits for the next word.
    pub(super) fn hear(&mut self) -> Result<Word, String> {
        let mut line = String::new();
        self.words.read_line(&mut line).map_err(|e| e.to_string())?;
        if line.is_empty() {
            return Err("a process of the bench has ended early".to_owned());
        }
        serde_json::from_str(&line).map_err(|e| e.to_string())
    }

    /// Processor time of all its threads so far, user and system, milliseconds.
    pub(super) fn cpu_ms(&self) -> Result<u64, String> {
        let path = format!("/proc/{}/stat", self.process.id());
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
        // The second field is the name in brackets; user and system time are the 14th and 15th.
        let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks = rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok());
        Ok(ticks.sum::<u64>() * MS_A_TICK)
    }

    /// Closes its input and waits for its end.
    pub(super) fn end(mut self) -> Result<(), String> {
        drop(self.orders.take());
        let status = self.process.wait().map_err(|e| e.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("a process of the bench failed: {status}")) }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // After `end` there is nothing left to kill.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Linux counts processor time for users in hundredths of a second on every architecture.
const MS_A_TICK: u64 = 10;
