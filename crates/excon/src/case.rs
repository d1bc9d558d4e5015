//! What is played: a scenario and the texts of the files it names.

use crate::error::ExconError;
use exercise::scenario::Scenario;
use exercise::shipped;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A scenario with its files.
///
/// A file is read beside the scenario; one that is not there is taken from the shipped example, so that a changed
/// copy of the example needs no other file.
#[derive(Debug, Clone)]
pub struct Case {
    /// What is played.
    pub scenario: Scenario,
    folder: Option<PathBuf>,
}

impl Case {
    /// The shipped example.
    ///
    /// # Errors
    /// [`ExconError`] if it is not valid, which a test excludes.
    pub fn shipped() -> Result<Self, ExconError> {
        let scenario = Scenario::parse(exercise::scenario::template()).map_err(|e| ExconError::of(&e))?;
        Ok(Case::of(scenario))
    }

    /// A changed scenario of the shipped files.
    pub fn of(scenario: Scenario) -> Self {
        Case { scenario, folder: None }
    }

    /// A scenario file of a user; every file that it names must be there.
    ///
    /// # Errors
    /// [`ExconError`] with what is wrong in it, or with the file that is missing.
    pub fn read(path: &Path) -> Result<Self, ExconError> {
        let text = read(path)?;
        let scenario = Scenario::parse(&text).map_err(|e| ExconError::of(&e))?;
        let case = Case { scenario, folder: path.parent().map(Path::to_owned) };
        for file in case.scenario.files() {
            case.text(file)?;
        }
        Ok(case)
    }

    /// The text of a file that the scenario names.
    ///
    /// # Errors
    /// [`ExconError::File`] if it is neither beside the scenario nor in the shipped example.
    pub fn text(&self, path: &str) -> Result<Cow<'static, str>, ExconError> {
        let own = self.folder.as_ref().map(|folder| folder.join(path)).filter(|file| file.exists());
        match own {
            Some(file) => read(&file).map(Cow::Owned),
            None => shipped::file(path).map(Cow::Borrowed).ok_or_else(|| ExconError::missing(path)),
        }
    }
}

fn read(path: &Path) -> Result<String, ExconError> {
    let failed =
        |e: std::io::Error| ExconError::File { path: path.display().to_string(), why: e.to_string() };
    std::fs::read_to_string(path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_beside_the_scenario_is_taken_before_the_shipped_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.toml");
        let text = exercise::scenario::template().replacen("title = \"US-IRAN\"", "title = \"MINE\"", 1);
        std::fs::write(&path, text).expect("written");
        let case = Case::read(&path).expect("valid");
        assert_eq!(case.scenario.title, "MINE");
        let shipped = case.text("charters/mar.toml").expect("shipped");
        std::fs::create_dir(folder.path().join("charters")).expect("made");
        std::fs::write(folder.path().join("charters/mar.toml"), "own").expect("written");
        assert_eq!(case.text("charters/mar.toml").expect("own"), "own");
        assert_ne!(shipped, "own");
    }

    #[test]
    fn a_scenario_that_names_a_file_that_is_nowhere_is_refused_with_its_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.toml");
        let text = exercise::scenario::template().replacen("charters/mar.toml", "charters/none.toml", 1);
        std::fs::write(&path, text).expect("written");
        let refused = Case::read(&path).expect_err("no such file");
        assert!(matches!(refused, ExconError::File { path, .. } if path == "charters/none.toml"));
    }
}
