//! What validation asks about the line, answered from the folds of this compartment.

use line::ids::PartyCode;
use notice::types::ch_charter::CH;
use notice::vocabulary::{Mark, NoticeType, Precedence, Role};
use notice::{Code8, Context, Instant, Known, KnownStep, LineVersion, Number, Parameters, Until};
use standing::Stand;
use std::fmt;

/// The folds at one moment, for one party.
pub struct OwnLine<'a> {
    /// The folds.
    pub stand: &'a Stand<'a>,
    /// The charter in force.
    pub charter: &'a Parameters,
    /// Whose desk asks.
    pub own: &'a PartyCode,
}

impl fmt::Debug for OwnLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnLine").field("own", self.own).finish_non_exhaustive()
    }
}

impl Context for OwnLine<'_> {
    fn now(&self) -> Option<Instant> {
        Instant::from_ms(self.stand.as_of_ms())
    }

    fn known(&self, number: &Number) -> Option<Known> {
        if number.kind == NoticeType::Ch {
            let filed = self.stand.charters().find(|filed| filed.charter.number() == *number)?;
            return Some(Known {
                kind: CH.kind,
                author: filed.charter.proposer.clone(),
                entry: filed.entry.0,
                precedence: Precedence::Routine,
                opened_here: false,
                expires: Until::Standing,
            });
        }
        let filed = self.stand.notice(number)?;
        let opened = self.stand.delivery(number, self.own).is_some_and(|d| d.has(Mark::K2));
        Some(Known {
            kind: filed.notice.kind(),
            author: number.party.clone(),
            entry: filed.entry.0,
            precedence: filed.notice.envelope().precedence,
            opened_here: opened,
            expires: filed.notice.envelope().expires,
        })
    }

    fn connected(&self) -> bool {
        true
    }

    fn role(&self, party: &Code8) -> Option<Role> {
        self.charter.role(party)
    }

    fn charter(&self) -> Option<&Parameters> {
        Some(self.charter)
    }

    fn in_force(&self, line: &LineVersion) -> Option<bool> {
        self.stand.in_force(line)
    }

    fn compartment(&self) -> Option<Code8> {
        Code8::parse(self.stand.compartment()).ok()
    }

    fn step(&self, package: &Code8, step: &Code8) -> Option<KnownStep> {
        self.stand.step(package, step)
    }
}
