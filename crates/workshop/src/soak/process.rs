//! A process of the soak: started, killed, started again; its memory.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A program with its arguments, running or not.
pub struct Process {
    program: PathBuf,
    arguments: Vec<String>,
    log: PathBuf,
    child: Option<Child>,
}

impl Process {
    /// One that does not run yet; what it says goes to a log.
    pub fn new(program: &Path, arguments: &[&str], log: PathBuf) -> Self {
        let arguments = arguments.iter().map(|&word| word.to_owned()).collect();
        Process { program: program.to_owned(), arguments, log, child: None }
    }

    /// Starts it.
    pub fn start(&mut self) -> Result<(), String> {
        let failed = |e: std::io::Error| format!("{}: {e}", self.program.display());
        let log = std::fs::OpenOptions::new().create(true).append(true).open(&self.log).map_err(failed)?;
        let child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(failed)?;
        self.child = Some(child);
        Ok(())
    }

    /// Kills it without a word (SIGKILL) and waits for its end.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself; then there is nothing to kill.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Whether it has not ended by itself.
    pub fn runs(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Resident memory, KiB.
    pub fn rss_kib(&self) -> Option<u64> {
        let path = format!("/proc/{}/status", self.child.as_ref()?.id());
        let status = std::fs::read_to_string(path).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse().ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
