//! A matter: one thing that stands, in one shape whatever machine moves it. What lists, boards and plays read.

use line::ids::PartyCode;
use notice::Number;

/// Which machine moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Machine {
    /// M0, a notice's life and marks.
    Notice,
    /// M2, a red line toward a party.
    RedLine,
    /// M2, a crossing from its NOTIFY on.
    Crossing,
    /// M3, an activity, posture, self-limit or hazard.
    Operation,
    /// M3, a response.
    Response,
    /// M3, whose move it is.
    Cycle,
    /// M4, an attribution case.
    Case,
    /// M5, an understanding.
    Understanding,
    /// M6, a carve-out.
    CarveOut,
    /// M6b, an exchange of persons.
    PersonExchange,
    /// M6c, a protected site.
    Site,
    /// M7, a public act.
    PublicAct,
    /// M7, a leak.
    Leak,
    /// M8, an exchange of sealed texts.
    SealedTexts,
    /// A succession.
    Succession,
}

/// One thing that stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matter {
    /// Which machine moves it.
    pub machine: Machine,
    /// What people call it: a line and version, a package, a channel, a number.
    pub id: String,
    /// The notice it rests on.
    pub number: Number,
    /// Whose it is.
    pub author: PartyCode,
    /// Toward whom, where it stands toward each party by itself.
    pub toward: Option<PartyCode>,
    /// The word of its state.
    pub state: &'static str,
    /// The instant that belongs to the state: since when, or until when, ms UTC.
    pub at_ms: Option<i64>,
    /// Its parts: steps and periods, tranches, groups, marks.
    pub parts: Vec<Part>,
    /// What stands beside it, by name.
    pub beside: Vec<(&'static str, String)>,
}

/// A part of a matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Its id within the matter.
    pub id: String,
    /// The word of its state.
    pub state: String,
    /// The instant that belongs to it, ms UTC.
    pub at_ms: Option<i64>,
}

impl Machine {
    /// Every machine, in the order of notices.md section 8.
    pub const ALL: [Machine; 15] = [
        Machine::Notice,
        Machine::RedLine,
        Machine::Crossing,
        Machine::Operation,
        Machine::Response,
        Machine::Cycle,
        Machine::Case,
        Machine::Understanding,
        Machine::CarveOut,
        Machine::PersonExchange,
        Machine::Site,
        Machine::PublicAct,
        Machine::Leak,
        Machine::SealedTexts,
        Machine::Succession,
    ];

    /// Its name in the design ("M5").
    pub fn code(self) -> &'static str {
        match self {
            Machine::Notice => "M0",
            Machine::RedLine | Machine::Crossing => "M2",
            Machine::Operation | Machine::Response | Machine::Cycle => "M3",
            Machine::Case => "M4",
            Machine::Understanding => "M5",
            Machine::CarveOut => "M6",
            Machine::PersonExchange => "M6b",
            Machine::Site => "M6c",
            Machine::PublicAct | Machine::Leak => "M7",
            Machine::SealedTexts => "M8",
            Machine::Succession => "M1",
        }
    }

    /// The key under which lists keep it ("red_lines").
    pub fn key(self) -> &'static str {
        match self {
            Machine::Notice => "notices",
            Machine::RedLine => "red_lines",
            Machine::Crossing => "crossings",
            Machine::Operation => "operations",
            Machine::Response => "responses",
            Machine::Cycle => "cycles",
            Machine::Case => "cases",
            Machine::Understanding => "understandings",
            Machine::CarveOut => "carve_outs",
            Machine::PersonExchange => "exchanges",
            Machine::Site => "sites",
            Machine::PublicAct => "public_acts",
            Machine::Leak => "leaks",
            Machine::SealedTexts => "sealed_texts",
            Machine::Succession => "successions",
        }
    }
}

impl Matter {
    /// What tells it from every other matter.
    pub fn key(&self) -> (Machine, &str, &Number, Option<&PartyCode>) {
        (self.machine, &self.id, &self.number, self.toward.as_ref())
    }

    /// A value beside it.
    pub fn beside(&self, name: &str) -> Option<&str> {
        self.beside.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}
