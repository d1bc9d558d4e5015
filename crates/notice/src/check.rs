//! The shape of a check and of what it finds; words are in `languages/`, keyed by the check's id.
//!
//! I1 an id is stable and never reused: it stands in the finding, in the name of its test and in the table.

use crate::envelope::Until;
use crate::notice::Draft;
use crate::number::Number;
use crate::parameters::Parameters;
use crate::spec::TypeSpec;
use crate::station::{Code8, LineVersion, Station};
use crate::value::Instant;
use crate::vocabulary::{NoticeType, Precedence, Role, Status};
use refusal::Facts;
use std::fmt;

/// One rule of a form, refused when broken.
#[derive(Debug)]
pub struct Check {
    /// `N-T1-07`.
    pub id: &'static str,
    /// The rule in one sentence, for the generated table of checks.
    pub rule: &'static str,
    /// What it finds, if anything.
    pub test: fn(&Draft, &Sight<'_>) -> Option<Complaint>,
}

/// Looks up the spec of another type; the registry, handed in so that no type depends on the list of types.
pub type SpecOf = fn(NoticeType) -> Option<&'static TypeSpec>;

/// What a check may look at besides the draft.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// The line, as the own node knows it.
    pub line: &'a dyn Context,
    /// Specs of other types.
    pub spec: SpecOf,
}

/// What a check's test gives back: where, and the facts of its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where it is.
    pub para: Para,
    /// Arguments of its messages.
    pub facts: Facts,
}

/// A refusal or warning about one paragraph. Messages: `ID-what`, `ID-why`, `ID-mend`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the check.
    pub id: &'static str,
    /// Where it is.
    pub para: Para,
    /// Arguments of its messages; `para` is always among them.
    pub facts: Facts,
}

/// Where in a notice: a paragraph (`E`, `5z`) and inside it a path (`E.place`, `J.detectors.1`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Para(String);

impl Para {
    /// A place from its printed form.
    pub fn new(path: impl Into<String>) -> Self {
        Para(path.into())
    }

    /// A place inside this one.
    #[must_use]
    pub fn inside(&self, name: impl fmt::Display) -> Self {
        if self.0.is_empty() { Para(name.to_string()) } else { Para(format!("{}.{name}", self.0)) }
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The paragraph alone.
    pub fn letter(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }
}

impl fmt::Display for Para {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Finding {
    /// Puts a complaint under its id.
    pub fn of(id: &'static str, complaint: Complaint) -> Self {
        let Complaint { para, mut facts } = complaint;
        facts.insert("para", para.as_str().into());
        Finding { id, para, facts }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.id, self.para)
    }
}

/// Builds a complaint: `complain("E", facts! { km: 5u64 })`.
pub(crate) fn complain(para: &str, facts: Facts) -> Option<Complaint> {
    Some(Complaint { para: Para::new(para), facts })
}

/// What the own node knows of an earlier notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its type.
    pub kind: NoticeType,
    /// Its author.
    pub author: Code8,
    /// Hash of its entry.
    pub entry: [u8; 32],
    /// Its precedence.
    pub precedence: Precedence,
    /// Whether a watch position of the own party has opened it (K2).
    pub opened_here: bool,
    /// When it ends.
    pub expires: Until,
}

/// What validation asks about the line; the node answers from its folds.
pub trait Context {
    /// The own clock; `None` when a file is checked apart from any node.
    fn now(&self) -> Option<Instant>;
    /// An earlier notice of this compartment.
    fn known(&self, number: &Number) -> Option<Known>;
    /// Whether earlier notices can be asked for at all; false when a file is checked apart from any node.
    fn connected(&self) -> bool;
    /// Role of a party under the charter in force.
    fn role(&self, party: &Code8) -> Option<Role>;
    /// The charter in force.
    fn charter(&self) -> Option<&Parameters>;
    /// Whether a line's version is in force toward its addressees now; `None` if the line is not known.
    fn in_force(&self, line: &LineVersion) -> Option<bool>;
    /// ACTUAL, EXERCISE or TEST of the compartment; `None` when a file is checked apart from any node.
    fn status(&self) -> Option<Status> {
        None
    }
    /// Code of the compartment; `None` when a file is checked apart from any node.
    fn compartment(&self) -> Option<Code8> {
        None
    }
    /// A step of a package that was offered here.
    fn step(&self, _package: &Code8, _step: &Code8) -> Option<KnownStep> {
        None
    }
}

/// What the own node knows of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownStep {
    /// Who performs it.
    pub actor: Code8,
    /// The station that the package names as its verifier.
    pub verifier: Option<Station>,
}

impl Sight<'_> {
    /// The own clock.
    pub fn now(&self) -> Option<Instant> {
        self.line.now()
    }

    /// An earlier notice.
    pub fn known(&self, number: &Number) -> Option<Known> {
        self.line.known(number)
    }

    /// Whether earlier notices can be asked for.
    pub fn connected(&self) -> bool {
        self.line.connected()
    }

    /// Role of a party.
    pub fn role(&self, party: &Code8) -> Option<Role> {
        self.line.role(party)
    }

    /// Whether a line's version is in force.
    pub fn in_force(&self, line: &LineVersion) -> Option<bool> {
        self.line.in_force(line)
    }
}

/// Checks a file apart from any node: nothing is known, rules that need the line are left for the release.
#[derive(Debug, Clone, Copy)]
pub struct Apart;

impl Context for Apart {
    fn now(&self) -> Option<Instant> {
        None
    }
    fn known(&self, _: &Number) -> Option<Known> {
        None
    }
    fn connected(&self) -> bool {
        false
    }
    fn role(&self, _: &Code8) -> Option<Role> {
        None
    }
    fn charter(&self) -> Option<&Parameters> {
        None
    }
    fn in_force(&self, _: &LineVersion) -> Option<bool> {
        None
    }
}
