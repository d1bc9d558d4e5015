//! The folds of one compartment.

use crate::terms::Terms;

/// Everything admitted in one compartment, ready to be asked at any cut and time.
#[derive(Debug, Clone)]
pub struct Standing {
    terms: Terms,
}

impl Standing {
    /// Nothing admitted yet.
    pub fn new(terms: Terms) -> Self {
        Standing { terms }
    }

    /// The charter's clocks in use.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }
}
