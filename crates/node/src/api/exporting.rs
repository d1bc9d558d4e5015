//! A transcript page by page: a record of a million entries is no single answer.
//!
//! I1 all pages are of the cut of the first one, whatever comes meanwhile.

use super::{Ask, Hex, Told};

/// An export under way.
#[derive(Debug, Clone)]
pub struct Exporting {
    compartment: String,
    cut: Option<Hex>,
    from: u64,
    entries: Vec<Vec<u8>>,
}

impl Exporting {
    /// Begins the export of a compartment.
    pub fn of(compartment: &str) -> Self {
        Exporting { compartment: compartment.to_owned(), cut: None, from: 0, entries: Vec::new() }
    }

    /// The question for the next page.
    pub fn question(&self) -> Ask {
        Ask::Export { compartment: self.compartment.clone(), cut: self.cut.clone(), from: self.from }
    }

    /// Takes a page in; gives back what is no page. `Ok(true)` while more is to be asked.
    ///
    /// # Errors
    /// The answer, if it is another.
    pub fn take(&mut self, told: Told) -> Result<bool, Box<Told>> {
        let Told::Export { entries, cut, next } = told else { return Err(Box::new(told)) };
        self.entries.extend(entries.into_iter().map(|entry| entry.0));
        self.cut = Some(cut);
        self.from = next.unwrap_or(self.from);
        Ok(next.is_some())
    }

    /// The entries in total order, canonical bytes.
    pub fn entries(self) -> Vec<Vec<u8>> {
        self.entries
    }
}
