//! Why a command ended before its end.

use crate::exit::Exit;
use node::api::RefusalTold;
use refusal::{OperatorError, Refusal, facts};
use std::path::Path;

/// Why a command stops: how it exits, and the refusal that is printed.
#[derive(Debug)]
pub struct Stopped {
    /// How the process ends.
    pub exit: Exit,
    /// What is said.
    pub said: Said,
}

/// What is said on standard error.
#[derive(Debug)]
pub enum Said {
    /// A refusal made here, worded by its code.
    Here(Refusal),
    /// A refusal that came over a node's socket.
    Told(RefusalTold),
}

impl Stopped {
    /// Refused by a typed error of this process.
    pub fn refused(error: &dyn OperatorError) -> Self {
        Stopped { exit: Exit::Refused, said: Said::Here(Refusal::of(error)) }
    }

    /// Refused by the node.
    pub fn told(refusal: RefusalTold) -> Self {
        Stopped { exit: Exit::Refused, said: Said::Told(refusal) }
    }

    /// Refused in this process.
    pub fn here(refusal: Refusal) -> Self {
        Stopped { exit: Exit::Refused, said: Said::Here(refusal) }
    }

    /// The refusal, for who words it elsewhere; one that a node told has its words there.
    pub fn refusal(self) -> Refusal {
        match self.said {
            Said::Here(refusal) => refusal,
            Said::Told(told) => refusal("E-DEM-004", facts! { answer: told.code }),
        }
    }

    /// A file of the operator cannot be read or written.
    pub fn file(path: &Path, why: &std::io::Error) -> Self {
        let facts = facts! { path: path.display().to_string(), why: why.to_string() };
        Stopped { exit: Exit::Refused, said: Said::Here(refusal("E-DEM-001", facts)) }
    }

    /// The command line holds a value that cannot be understood.
    pub fn usage(what: &str, value: &str) -> Self {
        let facts = facts! { what: what, value: value };
        Stopped { exit: Exit::Usage, said: Said::Here(refusal("E-DEM-002", facts)) }
    }

    /// No node answers at the socket.
    pub fn not_running(socket: &Path, why: &std::io::Error) -> Self {
        let facts = facts! { socket: socket.display().to_string(), why: why.to_string() };
        Stopped { exit: Exit::NotRunning, said: Said::Here(refusal("E-DEM-003", facts)) }
    }

    /// The node answered something else than was asked.
    pub fn unexpected(answer: &str) -> Self {
        Stopped { exit: Exit::Refused, said: Said::Here(refusal("E-DEM-004", facts! { answer: answer })) }
    }

    /// The passphrase does not open the officer's key file, or the file is not one.
    pub fn key_file(path: &Path) -> Self {
        let facts = facts! { path: path.display().to_string() };
        Stopped { exit: Exit::Refused, said: Said::Here(refusal("E-DEM-005", facts)) }
    }

    /// A language pack cannot be read.
    pub fn pack(file: &str, why: &str) -> Self {
        Stopped {
            exit: Exit::Refused,
            said: Said::Here(refusal("E-DEM-030", facts! { file: file, why: why })),
        }
    }

    /// No pack speaks the language.
    pub fn language(language: &str, known: Vec<String>) -> Self {
        let facts = facts! { language: language, known: refusal::Fact::List(known) };
        Stopped { exit: Exit::Usage, said: Said::Here(refusal("E-DEM-031", facts)) }
    }

    /// A picture shows no symbol that can be read.
    pub fn no_symbol(path: &Path) -> Self {
        let facts = facts! { path: path.display().to_string() };
        Stopped { exit: Exit::Refused, said: Said::Here(refusal("E-DEM-020", facts)) }
    }

    /// The machine is not fit for an ACTUAL ceremony.
    pub fn machine(lacking: &[String]) -> Self {
        let facts = facts! { lacking: refusal::Fact::List(lacking.to_vec()) };
        Stopped { exit: Exit::Refused, said: Said::Here(refusal("E-DEM-050", facts)) }
    }

    /// A succession is not where the command needs it.
    pub fn succession(code: &'static str, subject: &str, state: &str) -> Self {
        let facts = facts! { subject: subject, state: state };
        Stopped { exit: Exit::Refused, said: Said::Here(refusal(code, facts)) }
    }

    /// The secret of the reserve pouch was entered here and not by every voter.
    pub fn pouch_not_opened(id: &str, without: &[String]) -> Self {
        let facts = facts! { id: id, without: refusal::Fact::List(without.to_vec()) };
        Stopped { exit: Exit::Refused, said: Said::Here(refusal("E-DEM-057", facts)) }
    }

    /// Another ceremony is under way in the folder.
    pub fn other_ceremony(folder: &Path, set: &str) -> Self {
        let facts = facts! { path: folder.display().to_string(), set: set };
        Stopped { exit: Exit::Refused, said: Said::Here(refusal("E-DEM-051", facts)) }
    }

    /// An exported transcript does not verify.
    pub fn script(path: &Path, why: &str) -> Self {
        let facts = facts! { path: path.display().to_string(), why: why };
        Stopped { exit: Exit::Negative, said: Said::Here(refusal("E-DEM-006", facts)) }
    }
}

fn refusal(code: &'static str, facts: refusal::Facts) -> Refusal {
    Refusal { code: refusal::Code(code), blame: refusal::Blame::Operator, facts }
}
