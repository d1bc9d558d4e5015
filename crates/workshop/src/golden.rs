//! `./run golden`: shows whether renderings and vectors differ from the committed ones; `--accept` writes them.

use std::process::Command;

use crate::tree::root;

/// Runs the golden tests, accepting what they find where asked, and shows the difference by git.
///
/// # Errors
/// A sentence for the developer when cargo or git cannot be run.
pub fn run(accept: bool) -> Result<bool, String> {
    let mut tests = Command::new("cargo");
    // The whole workspace, as ./run test builds it, so that nothing is built twice; libtest runs what has such a name.
    tests.args(["test", "--quiet", "--workspace", "--no-fail-fast", "--", "golden", "vector", "schemas"]);
    if accept {
        tests.env("DEMARCHE_ACCEPT", "1");
    }
    let passed = status(&mut tests)?;
    let mut diff = Command::new("git");
    diff.args(["--no-pager", "diff", "--stat", "--", "crates/*/golden", "crates/*/vectors", "docs"]);
    status(&mut diff)?;
    Ok(passed)
}

fn status(command: &mut Command) -> Result<bool, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.current_dir(root()).status().map_err(|e| format!("{name} could not be run: {e}"))?;
    Ok(status.success())
}
