//! The stalemate board, shared half, of one compartment: stability, affiliates, breakout, as counts with their notices
//! (mission M17). No score, no colour: a word, an interval, a trend, an age, and what it rests on.
//!
//! I1 equal at equal cut and time on every node. I2 of breakout only the last verified stocks and their age: a time to
//! break-out is the desk's, and nearness to a red line the watch's.

use crate::answer::Answer;
use crate::book::Filed;
use crate::delivery::Delivery;
use crate::seal;
use crate::view::{View, addressees};
use notice::quantity::Quantity;
use notice::types::e1_incident::Incident;
use notice::types::s4_report::Verified;
use notice::vocabulary::{ActClass, NoticeType, StockBand, Verdict};
use notice::{Code8, Number};
use std::collections::BTreeMap;

/// Where a count goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trend {
    /// More than in the window before.
    Rising,
    /// Fewer.
    Falling,
    /// As many.
    Steady,
    /// Nothing to compare with.
    NoBasis,
}

impl Trend {
    /// The whole list.
    pub const ALL: [Trend; 4] = [Trend::Rising, Trend::Falling, Trend::Steady, Trend::NoBasis];

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Trend::Rising => "RISING",
            Trend::Falling => "FALLING",
            Trend::Steady => "STEADY",
            Trend::NoBasis => "NO-BASIS",
        }
    }

    fn of<T: Ord>(now: Option<T>, before: Option<T>) -> Self {
        match now.zip(before).map(|(now, before)| now.cmp(&before)) {
            Some(std::cmp::Ordering::Greater) => Trend::Rising,
            Some(std::cmp::Ordering::Less) => Trend::Falling,
            Some(std::cmp::Ordering::Equal) => Trend::Steady,
            None => Trend::NoBasis,
        }
    }
}

/// Incidents of one class in the last week, and in the week before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekOf {
    /// Surely and possibly in the last week, by the uncertainty of their times.
    pub this_week: [u32; 2],
    /// The same for the week before.
    pub week_before: [u32; 2],
    /// The E1 it rests on.
    pub numbers: Vec<Number>,
}

/// Stability: counts, never an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stability {
    /// By class of act.
    pub incidents: BTreeMap<ActClass, WeekOf>,
    /// When the last incident ended, ms UTC; absent if none was told.
    pub last_ms: Option<i64>,
    /// Notices that asked for an answer and whose time is over or answered: all, in time.
    pub answered: [u32; 2],
    /// Answers that have not come.
    pub open_non_answers: Vec<Number>,
    /// This week against the week before.
    pub trend: Trend,
}

/// What is told of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliate {
    /// How many incidents of the last four weeks it is held to, by the bounds of the likelihood terms, in hundredths.
    pub held_to: [u32; 2],
    /// The last two weeks against the two before.
    pub trend: Trend,
    /// When the last one ended, ms UTC.
    pub last_ms: i64,
    /// The E1 it rests on.
    pub numbers: Vec<Number>,
}

/// A stock as a verifier last reported it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// The value.
    pub value: Quantity,
    /// Its error, either way.
    pub error: Option<Quantity>,
    /// As of when, ms UTC.
    pub as_of_ms: i64,
    /// Against the report before it.
    pub trend: Trend,
    /// The S4.
    pub number: Number,
}

/// Breakout: the basis that is verified, and its age.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breakout {
    /// By band of enrichment.
    pub stocks: BTreeMap<StockBand, Stock>,
    /// A later report UNABLE: no verified basis since, ms UTC.
    pub unable_since_ms: Option<(i64, Number)>,
}

/// The shared half, of one compartment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// First variable.
    pub stability: Stability,
    /// Second.
    pub affiliates: BTreeMap<Code8, Affiliate>,
    /// Third.
    pub breakout: Breakout,
}

/// The board at the view's time.
pub fn board(view: View<'_>) -> Board {
    let incidents = incidents(view);
    Board {
        stability: stability(view, &incidents),
        affiliates: affiliates(view, &incidents),
        breakout: breakout(view),
    }
}

/// An incident: its notice, class, and interval in time.
struct Told<'a> {
    filed: &'a Filed,
    act: ActClass,
    when: (i64, i64),
}

/// E1 that stand; one that a later E1 amends or repeats counts once, as the later tells it.
fn incidents(view: View<'_>) -> Vec<Told<'_>> {
    let told: Vec<&Filed> =
        seal::standing(view, NoticeType::E1).filter(|filed| view.past(dtg(filed))).collect();
    let replaced = |filed: &&Filed| {
        let number = filed.notice.number();
        let refers = |later: &&&Filed| {
            let refs = later.notice.envelope().refs.iter();
            let amends = |r: &notice::Reference| {
                use notice::vocabulary::Relation::{Amends, Corrects, Repeats};
                r.number == *number && matches!(r.relation, Amends | Corrects | Repeats)
            };
            later.place.author == filed.place.author && refs.into_iter().any(amends)
        };
        told.iter().any(|later| refers(&later))
    };
    let kept = told.iter().filter(|filed| !replaced(filed));
    kept.filter_map(|filed| {
        let e1 = Incident::of(&filed.notice)?;
        let (from, until) = e1.interval()?;
        Some(Told { filed, act: e1.act()?, when: (from.ms(), until.ms()) })
    })
    .collect()
}

/// How many of a window's ends an interval meets: surely inside, possibly inside.
fn within(when: (i64, i64), from: i64, until: i64) -> [u32; 2] {
    let surely = when.0 > from && when.1 <= until;
    let possibly = when.1 > from && when.0 <= until;
    [u32::from(surely), u32::from(possibly)]
}

fn add(sum: &mut [u32; 2], more: [u32; 2]) {
    sum[0] = sum[0].saturating_add(more[0]);
    sum[1] = sum[1].saturating_add(more[1]);
}

fn stability(view: View<'_>, told: &[Told<'_>]) -> Stability {
    let now = view.as_of_ms();
    let (week, before) = (now.saturating_sub(WEEK_MS), now.saturating_sub(2 * WEEK_MS));
    let mut incidents: BTreeMap<ActClass, WeekOf> = BTreeMap::new();
    let (mut this, mut last) = ([0, 0], [0, 0]);
    for it in told {
        let (in_week, in_before) = (within(it.when, week, now), within(it.when, before, week));
        if in_week[1] + in_before[1] == 0 {
            continue;
        }
        let blank = || WeekOf { this_week: [0, 0], week_before: [0, 0], numbers: Vec::new() };
        let class = incidents.entry(it.act).or_insert_with(blank);
        add(&mut class.this_week, in_week);
        add(&mut class.week_before, in_before);
        class.numbers.push(it.filed.notice.number().clone());
        add(&mut this, in_week);
        add(&mut last, in_before);
    }
    let (mut answered, mut open_non_answers) = ([0u32, 0u32], Vec::new());
    for filed in view.book.notices(view.horizon) {
        for (party, action) in addressees(filed).into_iter().filter(|(_, action)| *action) {
            match Delivery::of(view, filed, &party, action).answer {
                Answer::Answered { .. } => add(&mut answered, [1, 1]),
                Answer::AnsweredLate { .. } => add(&mut answered, [1, 0]),
                Answer::NonAnswer { .. } => {
                    add(&mut answered, [1, 0]);
                    open_non_answers.push(filed.notice.number().clone());
                }
                Answer::NotAsked | Answer::Waiting | Answer::Due { .. } => {}
            }
        }
    }
    let trend = if told.is_empty() { Trend::NoBasis } else { Trend::of(Some(this[1]), Some(last[1])) };
    let last_ms = told.iter().map(|it| it.when.1).max();
    Stability { incidents, last_ms, answered, open_non_answers, trend }
}

fn affiliates(view: View<'_>, told: &[Told<'_>]) -> BTreeMap<Code8, Affiliate> {
    let now = view.as_of_ms();
    let (two, four) = (now.saturating_sub(2 * WEEK_MS), now.saturating_sub(4 * WEEK_MS));
    let mut all: BTreeMap<Code8, Affiliate> = BTreeMap::new();
    let mut halves: BTreeMap<Code8, (u32, u32)> = BTreeMap::new();
    for it in told.iter().filter(|it| it.when.1 > four) {
        let Some(e1) = Incident::of(&it.filed.notice) else { continue };
        for (group, likelihood) in e1.candidates() {
            let Some(group) = group else { continue };
            let blank = || Affiliate {
                held_to: [0, 0],
                trend: Trend::NoBasis,
                last_ms: it.when.1,
                numbers: Vec::new(),
            };
            let held = all.entry(group.clone()).or_insert_with(blank);
            let (least, most) = likelihood.range_pct();
            add(&mut held.held_to, [u32::from(least), u32::from(most)]);
            held.last_ms = held.last_ms.max(it.when.1);
            held.numbers.push(it.filed.notice.number().clone());
            let half = halves.entry(group.clone()).or_default();
            if it.when.1 > two { half.0 += 1 } else { half.1 += 1 }
        }
    }
    for (group, (late, early)) in halves {
        if let Some(held) = all.get_mut(&group) {
            held.trend = Trend::of(Some(late), Some(early));
        }
    }
    all
}

fn breakout(view: View<'_>) -> Breakout {
    let mut told: Vec<&Filed> =
        seal::standing(view, NoticeType::S4).filter(|filed| view.past(dtg(filed))).collect();
    told.sort_by(|a, b| (dtg(a), &a.place).cmp(&(dtg(b), &b.place)));
    let mut breakout = Breakout::default();
    for filed in told {
        let Some(s4) = Verified::of(&filed.notice) else { continue };
        let stocks = s4.stocks();
        match s4.verdict() {
            Some(Verdict::Unable) if !breakout.stocks.is_empty() => {
                breakout.unable_since_ms = Some((dtg(filed), filed.notice.number().clone()));
            }
            Some(Verdict::Verified | Verdict::NotVerified) if !stocks.is_empty() => {
                breakout.unable_since_ms = None;
                for (band, value, error, as_of) in stocks {
                    let size = |value: Quantity| value.in_base_nano().0;
                    let before = breakout.stocks.get(&band).map(|stock| size(stock.value));
                    let trend = Trend::of(Some(size(value)), before);
                    let number = filed.notice.number().clone();
                    let stock = Stock { value, error, as_of_ms: as_of.ms(), trend, number };
                    breakout.stocks.insert(band, stock);
                }
            }
            _ => {}
        }
    }
    breakout
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}

const WEEK_MS: i64 = 7 * 24 * 3_600_000;
