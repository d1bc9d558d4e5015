//! M6, carve-outs (notices.md section 8): PROPOSED -C1 OPEN read back by all-> OPEN; a tranche REQUESTED -checks->
//! CHECKED -CONFIRM-> CONFIRMED -AUDIT-> REPORTED, STUCK by the clock; OPEN -ceiling used-> EXHAUSTED; -expiry or CLOSE->
//! CLOSED.
//!
//! I1 what is exposed is never more than one tranche: a second request before the first is confirmed moves nothing.
//! I2 amounts are whole billionths of one currency: no rounding.

use crate::book::Filed;
use crate::delivery::Delivery;
use crate::review;
use crate::seal;
use crate::view::{View, addressees};
use line::ids::PartyCode;
use notice::quantity::{Quantity, Unit};
use notice::types::c1_carve_out::CarveOut;
use notice::vocabulary::{CarveOutVerb, NoticeType, Review};
use notice::{Code8, Number, Until};

/// Where a carve-out stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarveOutState {
    /// Its OPEN is not yet read back by all.
    Proposed,
    /// Open.
    Open,
    /// Its ceiling is used.
    Exhausted,
    /// Closed, or its time is over.
    Closed {
        /// When, ms UTC.
        at_ms: i64,
    },
}

/// Where a tranche stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrancheState {
    /// Asked for.
    Requested,
    /// Its checks are told as passed.
    Checked,
    /// Nothing has moved for as long as the charter says.
    Stuck {
        /// Since when, ms UTC.
        since_ms: i64,
    },
    /// The witness has confirmed it.
    Confirmed,
    /// Audited.
    Reported,
}

/// A tranche.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tranche {
    /// Its number within the carve-out.
    pub tranche: u32,
    /// Its amount.
    pub amount: Quantity,
    /// Where it stands.
    pub state: TrancheState,
    /// When it last moved, ms UTC.
    pub moved_ms: i64,
}

/// A carve-out and its tranches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarvedOut {
    /// Its OPEN.
    pub number: Number,
    /// The channel.
    pub channel: Code8,
    /// Who opened it.
    pub author: PartyCode,
    /// Where it stands.
    pub state: CarveOutState,
    /// What is left under the ceiling.
    pub left: Option<Quantity>,
    /// Its tranches, by number.
    pub tranches: Vec<Tranche>,
}

impl CarveOutState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            CarveOutState::Proposed => "PROPOSED",
            CarveOutState::Open => "OPEN",
            CarveOutState::Exhausted => "EXHAUSTED",
            CarveOutState::Closed { .. } => "CLOSED",
        }
    }
}

impl TrancheState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            TrancheState::Requested => "REQUESTED",
            TrancheState::Checked => "CHECKED",
            TrancheState::Stuck { .. } => "STUCK",
            TrancheState::Confirmed => "CONFIRMED",
            TrancheState::Reported => "REPORTED",
        }
    }
}

/// Every carve-out, by the order of its OPEN; a channel is opened once.
pub fn carve_outs(view: View<'_>) -> Vec<CarvedOut> {
    let mut all: Vec<CarvedOut> = Vec::new();
    for filed in seal::standing(view, NoticeType::C1).filter(|filed| view.past(dtg(filed))) {
        let Some(c1) = CarveOut::of(&filed.notice) else { continue };
        let Some((channel, verb)) = c1.channel().zip(c1.verb()) else { continue };
        let known = all.iter_mut().find(|carved| carved.channel == *channel);
        match (known, verb) {
            (None, CarveOutVerb::Open) => all.push(opened(view, filed, &c1, channel)),
            (Some(carved), verb) => carved.take_in(filed, &c1, verb),
            (None, _) => {}
        }
    }
    all.iter_mut().for_each(|carved| carved.by_clock(view));
    all
}

fn opened(view: View<'_>, filed: &Filed, c1: &CarveOut<'_>, channel: &Code8) -> CarvedOut {
    let asked = addressees(filed).into_iter().filter(|(_, action)| *action);
    let read = asked.map(|(party, action)| {
        let known = Delivery::of(view, filed, &party, action).known_ms();
        known.is_some_and(|at_ms| view.past(at_ms))
    });
    let state =
        if read.into_iter().all(|known| known) { CarveOutState::Open } else { CarveOutState::Proposed };
    CarvedOut {
        number: filed.notice.number().clone(),
        channel: channel.clone(),
        author: filed.place.author.clone(),
        state,
        left: c1.ceiling(),
        tranches: Vec::new(),
    }
}

impl CarvedOut {
    fn take_in(&mut self, filed: &Filed, c1: &CarveOut<'_>, verb: CarveOutVerb) {
        if matches!(self.state, CarveOutState::Closed { .. } | CarveOutState::Proposed) {
            return;
        }
        let number = c1.tranche();
        let place = self.tranches.iter().position(|tranche| Some(tranche.tranche) == number);
        match verb {
            CarveOutVerb::Close if filed.place.author == self.author => {
                self.state = CarveOutState::Closed { at_ms: dtg(filed) };
            }
            CarveOutVerb::Tranche => self.request(filed, c1, place),
            CarveOutVerb::Confirm => self.confirm(place),
            CarveOutVerb::Audit => {
                let tranche = place.and_then(|place| self.tranches.get_mut(place));
                if let Some(tranche) = tranche.filter(|t| t.state == TrancheState::Confirmed) {
                    tranche.state = TrancheState::Reported;
                }
            }
            CarveOutVerb::Open | CarveOutVerb::License | CarveOutVerb::Close => {}
        }
    }

    /// One tranche at a time, and none above what is left.
    fn request(&mut self, filed: &Filed, c1: &CarveOut<'_>, place: Option<usize>) {
        let state = if c1.checked() { TrancheState::Checked } else { TrancheState::Requested };
        if let Some(tranche) = place.and_then(|place| self.tranches.get_mut(place)) {
            if tranche.waits() {
                (tranche.state, tranche.moved_ms) = (state, dtg(filed));
            }
            return;
        }
        let exposed = self.tranches.iter().any(Tranche::waits);
        let Some((tranche, amount)) = c1.tranche().zip(c1.amount()) else { return };
        let fits = self.left.is_some_and(|left| subtract(left, amount).is_some());
        if !exposed && fits && self.state == CarveOutState::Open {
            self.tranches.push(Tranche { tranche, amount, state, moved_ms: dtg(filed) });
        }
    }

    fn confirm(&mut self, place: Option<usize>) {
        let Some(tranche) = place.and_then(|place| self.tranches.get_mut(place)) else { return };
        if !tranche.waits() {
            return;
        }
        tranche.state = TrancheState::Confirmed;
        self.left = self.left.and_then(|left| subtract(left, tranche.amount)).or(self.left);
        if self.left.is_some_and(|left| left.mantissa() == 0) {
            self.state = CarveOutState::Exhausted;
        }
    }

    /// STUCK by the clock; the carve-out ends with its OPEN, or when its author's successor disowns it.
    fn by_clock(&mut self, view: View<'_>) {
        let opened = view.book.notice(&self.number, view.horizon);
        let reviews = opened.map(|filed| review::of_item(view, filed)).unwrap_or_default();
        if let Some(said) = reviews.into_iter().find(|said| said.verdict == Review::Disown)
            && !matches!(self.state, CarveOutState::Closed { .. })
        {
            self.state = CarveOutState::Closed { at_ms: said.at_ms };
        }
        if let Some(Until::At(end)) = opened.map(|filed| filed.notice.envelope().expires)
            && view.past(end.ms())
            && !matches!(self.state, CarveOutState::Closed { .. })
        {
            self.state = CarveOutState::Closed { at_ms: end.ms() };
        }
        for tranche in self.tranches.iter_mut().filter(|tranche| tranche.waits()) {
            let since_ms = tranche.moved_ms.saturating_add(view.clocks.tranche_stuck.ms());
            if view.past(since_ms) {
                tranche.state = TrancheState::Stuck { since_ms };
            }
        }
    }
}

impl Tranche {
    /// Whether it is asked for and not yet confirmed: what is exposed.
    fn waits(&self) -> bool {
        !matches!(self.state, TrancheState::Confirmed | TrancheState::Reported)
    }
}

/// What is left of one amount after another of the same currency; `None` if it is not enough, or of another.
fn subtract(left: Quantity, amount: Quantity) -> Option<Quantity> {
    let ((has, unit), (takes, other)) = (left.in_base_nano(), amount.in_base_nano());
    let known = unit == other && matches!(unit, Unit::Usd | Unit::Eur);
    let rest = has - takes;
    if !known || rest < 0 {
        return None;
    }
    let fine = i64::try_from(rest).ok().and_then(|rest| Quantity::new(rest, -9, unit));
    fine.or_else(|| whole(rest, unit))
}

/// An amount of whole currency units that does not fit in billionths.
fn whole(nano: i128, unit: Unit) -> Option<Quantity> {
    let (units, rest) = (nano / NANO, nano % NANO);
    (rest == 0).then(|| Some(Quantity::whole(i64::try_from(units).ok()?, unit))).flatten()
}

const NANO: i128 = 1_000_000_000;

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
