//! A peer's process: Python in an environment of its own, made by the bench from PyPI, one question a line.

use crate::bench::installed::environment;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const OPENSPIEL: &str = include_str!("../../../../bench/peers/openspiel.py");
const GAMBIT: &str = include_str!("../../../../bench/peers/gambit.py");

/// A running peer.
pub struct Peer {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// Makes the environment if it is not there, and starts the peer.
    ///
    /// # Errors
    /// What Python said.
    pub fn start(gambit: bool) -> Result<Self, String> {
        let (name, packages, script): (_, &[&str], _) = if gambit {
            ("gambit", &["pygambit"], GAMBIT)
        } else {
            ("openspiel", &["open_spiel", "scipy", "numpy"], OPENSPIEL)
        };
        let python = environment(name, packages)?;
        let mut child = Command::new(&python)
            .args(["-c", script])
            .env("OMP_NUM_THREADS", "1")
            .env("OPENBLAS_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", python.display()))?;
        let asks = child.stdin.take().ok_or("the peer takes no questions")?;
        let answers = BufReader::new(child.stdout.take().ok_or("the peer gives no answers")?);
        Ok(Peer { child, asks, answers })
    }

    /// One question.
    ///
    /// # Errors
    /// If the peer ended or its answer is not JSON.
    pub fn ask(&mut self, ask: &Value) -> Result<Value, String> {
        writeln!(self.asks, "{ask}").and_then(|()| self.asks.flush()).map_err(|error| error.to_string())?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        serde_json::from_str(&line).map_err(|error| format!("the peer said {line:?}: {error}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It ends by itself when its input closes; a peer that hangs is not waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
