//! Drafts of the shipped case and a node that knows what each test tells it.

use crate::files::{sample, sample_charter};
use notice::vocabulary::{AuthorityLevel, NoticeType, Precedence, Role, Status};
use notice::{
    Code8, Context, Draft, Instant, Known, KnownStep, LineVersion, Notice, Number, Parameters, ReleaseLine,
    Stamp, Station, Until,
};
use std::collections::BTreeMap;

/// An instant of RFC 3339.
pub fn at(text: &str) -> Instant {
    let stamp: jiff::Timestamp = text.parse().expect("an instant");
    Instant::from_seconds(stamp.as_second()).expect("in range")
}

/// A code.
pub fn code(text: &str) -> Code8 {
    Code8::parse(text).expect("a code")
}

/// A number.
pub fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

/// A draft released with this number.
pub fn released(draft: Draft, text: &str) -> Notice {
    let release =
        ReleaseLine { level: AuthorityLevel::Senior, drafted_by: code("WATCH"), released_by: code("SENIOR") };
    let stamp = Stamp { number: number(text), dtg: at("2027-08-09T03:00:00Z"), clock_error_ms: 400, release };
    draft.stamped(stamp).expect("number fits the draft")
}

/// US-2 as row 3 of the scenario declares it.
pub fn us_2() -> Notice {
    released(sample(NoticeType::T1), "US/LEV/27/0002/T1")
}

/// A node that knows the template's charter and what is put in.
pub struct Node {
    pub now: Instant,
    pub charter: Parameters,
    pub known: BTreeMap<String, Known>,
    pub lines: BTreeMap<String, bool>,
}

impl Node {
    /// At a time, with the charter of the template.
    pub fn at(text: &str) -> Self {
        let charter = sample_charter().parameters().expect("a whole charter");
        Node { now: at(text), charter, known: BTreeMap::new(), lines: BTreeMap::new() }
    }

    /// Knows a notice.
    pub fn knows(mut self, text: &str, opened_here: bool) -> Self {
        let it = number(text);
        let known = Known {
            kind: it.kind,
            author: it.party,
            entry: [0; 32],
            precedence: Precedence::Routine,
            opened_here,
            expires: Until::Standing,
        };
        self.known.insert(text.to_owned(), known);
        self
    }

    /// Knows a line and whether it is in force.
    pub fn line(mut self, text: &str, in_force: bool) -> Self {
        self.lines.insert(text.to_owned(), in_force);
        self
    }

    /// Has a member in another role.
    pub fn member(mut self, party: &str, role: Role) -> Self {
        self.charter.members.push((code(party), role, notice::vocabulary::Tempo::Following));
        self
    }
}

impl Context for Node {
    fn now(&self) -> Option<Instant> {
        Some(self.now)
    }
    fn known(&self, number: &Number) -> Option<Known> {
        self.known.get(&number.to_string()).cloned()
    }
    fn connected(&self) -> bool {
        true
    }
    fn role(&self, party: &Code8) -> Option<Role> {
        self.charter.role(party)
    }
    fn charter(&self) -> Option<&Parameters> {
        Some(&self.charter)
    }
    fn in_force(&self, line: &LineVersion) -> Option<bool> {
        self.lines.get(&line.to_string()).copied()
    }
    fn status(&self) -> Option<Status> {
        Some(Status::Exercise)
    }
    fn compartment(&self) -> Option<Code8> {
        Some(code("LEV"))
    }
    fn step(&self, package: &Code8, step: &Code8) -> Option<KnownStep> {
        let actor = code(step.as_str().get(..2)?);
        let verifier = Station::parse("VER/REPORTS").ok();
        (package.as_str() == "LFL1").then_some(KnownStep { actor, verifier })
    }
}
