//! The texts of a scenario's folder. A file that is not there is taken from the shipped example, so that a changed
//! copy of the example needs no other file.

use crate::error::ExerciseError;
use crate::shipped;
use std::collections::BTreeMap;

/// Texts by path within the folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    files: BTreeMap<String, String>,
    scenario: String,
}

impl Folder {
    /// A folder whose scenario is in this file.
    pub fn new(scenario: &str, files: BTreeMap<String, String>) -> Self {
        Folder { files, scenario: scenario.to_owned() }
    }

    /// The shipped example.
    pub fn shipped() -> Self {
        Folder::new(SCENARIO, BTreeMap::new())
    }

    /// Name of the scenario's file.
    pub fn scenario(&self) -> &str {
        &self.scenario
    }

    /// The text of a file.
    ///
    /// # Errors
    /// [`ExerciseError::Missing`] if it is neither here nor in the shipped example.
    pub fn text(&self, path: &str) -> Result<&str, ExerciseError> {
        let own = self.files.get(path).map(String::as_str);
        own.or_else(|| shipped::file(path)).ok_or_else(|| ExerciseError::Missing { file: path.to_owned() })
    }

    /// The same folder with another's files in the place of its own.
    #[must_use]
    pub fn with(mut self, other: &Folder) -> Self {
        self.files.extend(other.files.clone());
        self
    }

    /// The same folder with every text changed.
    #[must_use]
    pub fn map(&self, paths: &[String], change: impl Fn(&str) -> String) -> Self {
        let texts = paths.iter().filter_map(|path| Some((path.clone(), change(self.text(path).ok()?))));
        Folder { files: texts.collect(), scenario: self.scenario.clone() }
    }
}

/// Name of a scenario's file in a folder.
pub const SCENARIO: &str = "scenario.toml";
