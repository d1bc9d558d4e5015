//! Why a relay does not start or stops, in codes with words in `languages/`.

use refusal::{Blame, Code, Facts, OperatorError, Refusal, facts};

/// What a relay's host is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelayError {
    /// The configuration is not what the page says: unknown key, wrong type, out of range.
    Config {
        /// The file.
        path: String,
        /// What and where.
        detail: String,
    },
    /// The address cannot be listened on.
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        detail: String,
    },
    /// Health and metrics are for this machine only.
    NotLoopback {
        /// The address asked for.
        address: String,
    },
    /// The TLS key or certificate in the relay's folder cannot be used.
    Certificate {
        /// What is wrong.
        detail: String,
    },
    /// The writer of mailboxes has stopped.
    WriterGone,
    /// The mailbox asked about is not here.
    NoSuchBox {
        /// Its id as given.
        mailbox: String,
    },
    /// The store holds rows that this version did not write.
    Rows {
        /// What is wrong.
        detail: String,
    },
    /// No pack speaks the language.
    Language {
        /// The language asked for.
        language: String,
    },
    /// A kit is never written over something.
    KitExists {
        /// The folder.
        path: String,
    },
    /// A file of the kit cannot be written.
    KitFile {
        /// The folder.
        path: String,
        /// What the system said.
        detail: String,
    },
    /// A refusal of the store.
    Store(Refusal),
}

impl From<store::StoreError> for RelayError {
    fn from(error: store::StoreError) -> Self {
        RelayError::Store(Refusal::of(&error))
    }
}

impl std::fmt::Display for RelayError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Refusal::of(self))
    }
}

impl std::error::Error for RelayError {}

impl OperatorError for RelayError {
    fn code(&self) -> Code {
        match self {
            RelayError::Config { .. } => Code("E-RELAY-001"),
            RelayError::Listen { .. } => Code("E-RELAY-002"),
            RelayError::NotLoopback { .. } => Code("E-RELAY-003"),
            RelayError::Certificate { .. } => Code("E-RELAY-004"),
            RelayError::WriterGone => Code("E-RELAY-005"),
            RelayError::NoSuchBox { .. } => Code("E-RELAY-006"),
            RelayError::Rows { .. } => Code("E-RELAY-007"),
            RelayError::Language { .. } => Code("E-RELAY-008"),
            RelayError::KitExists { .. } => Code("E-RELAY-009"),
            RelayError::KitFile { .. } => Code("E-RELAY-010"),
            RelayError::Store(refusal) => refusal.code,
        }
    }

    fn blame(&self) -> Blame {
        match self {
            RelayError::Config { .. }
            | RelayError::NotLoopback { .. }
            | RelayError::NoSuchBox { .. }
            | RelayError::Language { .. }
            | RelayError::KitExists { .. } => Blame::Operator,
            RelayError::Listen { .. }
            | RelayError::Certificate { .. }
            | RelayError::Rows { .. }
            | RelayError::KitFile { .. } => Blame::Environment,
            RelayError::WriterGone => Blame::Us,
            RelayError::Store(refusal) => refusal.blame.clone(),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            RelayError::Config { path, detail } | RelayError::KitFile { path, detail } => {
                facts! { path: path.as_str(), detail: detail.as_str() }
            }
            RelayError::KitExists { path } => facts! { path: path.as_str() },
            RelayError::Language { language } => facts! { language: language.as_str() },
            RelayError::Listen { address, detail } => {
                facts! { address: address.as_str(), detail: detail.as_str() }
            }
            RelayError::NotLoopback { address } => facts! { address: address.as_str() },
            RelayError::Certificate { detail } | RelayError::Rows { detail } => {
                facts! { detail: detail.as_str() }
            }
            RelayError::WriterGone => facts! {},
            RelayError::NoSuchBox { mailbox } => facts! { mailbox: mailbox.as_str() },
            RelayError::Store(refusal) => refusal.facts.clone(),
        }
    }
}
