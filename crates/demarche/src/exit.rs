//! Every exit code of the binary, in one table that is also the page `docs/src/exit-codes.md`.
//!
//! I1 a code has one meaning in every command but the two that answer by it ([`ANSWERS`]). I2 the table, the page and the parser's own code agree; a test
//! compares them.

use std::process::ExitCode;

/// Why the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done; for a check: it holds.
    Done,
    /// The question was answered, and the answer is no (a check fails, an end state does not hold).
    Negative,
    /// The command line cannot be understood, or something the command needs is not installed.
    Usage,
    /// Refused: nothing was changed; the reason, what was kept and what to do next are on standard error.
    Refused,
    /// Released by one officer; a second one is missing. The release id is printed.
    SecondOfficerMissing,
    /// The awaited mark or state was not reached in time; the state is printed.
    NotInTime,
    /// The node, or the relay, that the command speaks to does not answer.
    NotRunning,
    /// `public check`: a sentence to stop; `leak-check`: what was leaked binds a party.
    Stop,
    /// `public check`: a sentence to look at; `leak-check`: a key of what was leaked still lives.
    Look,
    /// `leak-check`: nothing of it is ours.
    NotOurs,
}

/// The table: exit, number, meaning.
pub const TABLE: [(Exit, u8, &str); 7] = [
    (Exit::Done, 0, "done; for a check: it holds"),
    (Exit::Negative, 1, "the answer is no: a check fails, an end state does not hold, a world fails"),
    (Exit::Usage, 2, "the command line cannot be understood, or something the command needs is missing"),
    (
        Exit::Refused,
        3,
        "refused: nothing was changed; standard error says what happened, what was kept, what to do next",
    ),
    (
        Exit::SecondOfficerMissing,
        4,
        "released by one officer; a second is missing; the release id is printed",
    ),
    (Exit::NotInTime, 5, "what was waited for did not come in time; the state is printed"),
    (Exit::NotRunning, 6, "the node or relay that the command speaks to does not answer"),
];

/// Answers of `public check` and `leak-check`, whose numbers a script branches on: exit, number, meaning in each. What
/// cannot be judged at all ends with 1 in both.
pub const ANSWERS: [(Exit, u8, &str, &str); 3] = [
    (Exit::Stop, 2, "a sentence to stop", "binds a party"),
    (Exit::Look, 3, "a sentence to look at", "a live key: close the epoch first"),
    (Exit::NotOurs, 4, "-", "not ours"),
];

impl Exit {
    /// The number.
    pub fn number(self) -> u8 {
        if let Some((_, number, ..)) = ANSWERS.iter().find(|(exit, ..)| *exit == self) {
            return *number;
        }
        TABLE.iter().find(|(exit, _, _)| *exit == self).map_or(2, |(_, number, _)| *number)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.number())
    }
}
