//! What an officer must look at: unread, unopened, unanswered, unconfirmed, overdue; and whom to page when.

use crate::paper::DraftId;
use line::ids::PartyCode;
use notice::vocabulary::{Mark, Precedence};
use notice::{Number, Parameters, Until};
use standing::answer::Answer;
use standing::delivery::Delivery;
use standing::life::Life;
use standing::seal::SecondSeal;
use standing::{Filed, Stand};

/// Why something is on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Not opened by us (K2) yet.
    Unread,
    /// Not opened by the addressee in its precedence's time.
    Unopened,
    /// Opened by us and not yet read back.
    ReadBackMissing,
    /// We owe an answer.
    AnswerOwed,
    /// They owe an answer; not yet past due.
    AnswerAwaited,
    /// Nobody answered in time.
    NonAnswer,
    /// One of ours waits for its second seal.
    SecondSeal,
    /// Released by one officer, to be reviewed by a second.
    Review,
    /// A draft waits for a second officer.
    PendingRelease,
    /// A late entry changed what was shown of it, and no officer has seen that yet.
    Revised,
}

impl Why {
    /// The word, also the key of its message.
    pub fn word(self) -> &'static str {
        match self {
            Why::Unread => "UNREAD",
            Why::Unopened => "UNOPENED",
            Why::ReadBackMissing => "READ-BACK-MISSING",
            Why::AnswerOwed => "ANSWER-OWED",
            Why::AnswerAwaited => "ANSWER-AWAITED",
            Why::NonAnswer => "NON-ANSWER",
            Why::SecondSeal => "SECOND-SEAL",
            Why::Review => "REVIEW",
            Why::PendingRelease => "PENDING-RELEASE",
            Why::Revised => "REVISED",
        }
    }
}

/// One item of the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// By when, or since when if past, ms UTC; absent where no clock runs.
    pub at_ms: Option<i64>,
    /// Why.
    pub why: Why,
    /// The notice, if it has a number.
    pub number: Option<Number>,
    /// The draft, if it is one.
    pub draft: Option<DraftId>,
    /// The other party, where one is meant.
    pub party: Option<PartyCode>,
}

/// Everything due about one notice.
pub fn of_notice(stand: &Stand<'_>, charter: &Parameters, own: &PartyCode, number: &Number) -> Vec<Due> {
    of_delivered(stand, charter, own, number, &stand.deliveries(number))
}

/// The same with its deliveries at hand.
pub fn of_delivered(
    stand: &Stand<'_>,
    charter: &Parameters,
    own: &PartyCode,
    number: &Number,
    deliveries: &[Delivery],
) -> Vec<Due> {
    let Some(filed) = stand.notice(number) else { return Vec::new() };
    if stand.life(number).is_some_and(|life| life.undone()) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for delivery in deliveries {
        let ours = delivery.author == *own;
        if delivery.addressee == *own {
            let missing = if delivery.has(Mark::K2) { Why::ReadBackMissing } else { Why::Unread };
            if needs_us(delivery) {
                all.push(item(
                    missing,
                    number,
                    Some(&delivery.author),
                    delivery.marks.get(&Mark::K1).copied(),
                ));
            }
        } else if ours && silence(charter, filed, delivery, own, stand.as_of_ms()).0 {
            let since = opened_by_ms(charter, filed);
            all.push(item(Why::Unopened, number, Some(&delivery.addressee), since));
        }
        if ours || delivery.addressee == *own {
            all.extend(of_delivery(stand, delivery, own));
        }
    }
    if filed.place.author == *own
        && let Some(SecondSeal::Outstanding { until_ms }) = stand.second_seal(number)
    {
        all.push(item(Why::SecondSeal, number, None, Some(until_ms)));
    }
    all
}

/// What is due about the answer of one delivery.
pub fn of_delivery(_: &Stand<'_>, delivery: &Delivery, own: &PartyCode) -> Option<Due> {
    let (why, at_ms) = match delivery.answer {
        Answer::Due { at_ms } if delivery.addressee == *own => (Why::AnswerOwed, at_ms),
        Answer::Due { at_ms } => (Why::AnswerAwaited, at_ms),
        Answer::NonAnswer { since_ms } => (Why::NonAnswer, since_ms),
        _ => return None,
    };
    let other = if delivery.addressee == *own { &delivery.author } else { &delivery.addressee };
    Some(item(why, &delivery.number, Some(other), Some(at_ms)))
}

/// Whether an addressee has left an own notice unopened past its time, and whether its answer is past due.
pub fn silence(
    charter: &Parameters,
    filed: &Filed,
    delivery: &Delivery,
    own: &PartyCode,
    now_ms: i64,
) -> (bool, bool) {
    if delivery.author != *own || !delivery.for_action {
        return (false, false);
    }
    let late = opened_by_ms(charter, filed).is_some_and(|by| now_ms >= by);
    let unopened = late && !delivery.has(Mark::K2) && is_opened(&delivery.number);
    (unopened, matches!(delivery.answer, Answer::NonAnswer { .. }))
}

/// When a notice's states can next change by a clock alone, ms UTC.
pub fn next_ms(
    stand: &Stand<'_>,
    charter: &Parameters,
    number: &Number,
    deliveries: &[Delivery],
    own: &PartyCode,
) -> Option<i64> {
    let filed = stand.notice(number)?;
    let mut at: Vec<i64> = Vec::new();
    if let Some(Life::Disregard { until_ms, .. }) = stand.life(number) {
        at.push(until_ms.saturating_add(1));
    }
    if let Some(SecondSeal::Outstanding { until_ms }) = stand.second_seal(number) {
        at.push(until_ms);
    }
    if let Until::At(end) = filed.notice.envelope().expires {
        at.push(end.ms());
    }
    at.extend(filed.notice.envelope().effective_from.map(|from| from.ms()));
    for delivery in deliveries {
        if let Answer::Due { at_ms } = delivery.answer {
            at.push(at_ms);
        }
        let waits = delivery.author == *own && !delivery.has(Mark::K2) && is_opened(number);
        at.extend(opened_by_ms(charter, filed).filter(|_| waits));
    }
    let windows = stand.windows(&filed.place.author);
    at.extend(windows.iter().filter(|w| w.by == *number).flat_map(|w| [w.from_ms, w.until_ms]));
    at.into_iter().filter(|at_ms| *at_ms > stand.as_of_ms() && *at_ms < i64::MAX).min()
}

/// Pages of an unopened FLASH.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The page to send now, by its minute.
    pub told: Option<u32>,
    /// When to look again, ms UTC.
    pub next_ms: Option<i64>,
}

/// Whom to page now about a notice to us: at its arrival, then the first and the second deputy (0, 3 and 6 min).
pub fn pages(charter: &Parameters, delivery: &Delivery, flash: bool, now_ms: i64) -> Pages {
    let none = Pages { told: None, next_ms: None };
    let Some(arrived) = delivery.marks.get(&Mark::K1).filter(|_| flash && !delivery.has(Mark::K2)) else {
        return none;
    };
    let clocks = &charter.clocks;
    let steps =
        [0, clocks.deputy_first.ms(), clocks.deputy_second.ms()].map(|after| arrived.saturating_add(after));
    let reached = steps.iter().rposition(|at| *at <= now_ms);
    let next_ms = steps.iter().find(|at| **at > now_ms).copied();
    let minute = |step: usize| u32::try_from((steps[step] - arrived) / 60_000).unwrap_or_default();
    Pages { told: reached.map(minute), next_ms }
}

/// Service notices are read where they belong; nobody opens them one by one.
fn is_opened(number: &Number) -> bool {
    use notice::vocabulary::NoticeType::{Ch, L1, L2, L3};
    !matches!(number.kind, L1 | L2 | L3 | Ch)
}

fn needs_us(delivery: &Delivery) -> bool {
    if !is_opened(&delivery.number) {
        return false;
    }
    let reads_back = notice::registry::spec(delivery.number.kind).is_some_and(|spec| spec.read_back);
    !delivery.has(Mark::K2) || (delivery.for_action && reads_back && !delivery.has(Mark::K3))
}

/// By when the addressee's watch opens it, ms UTC.
fn opened_by_ms(charter: &Parameters, filed: &Filed) -> Option<i64> {
    let precedence = filed.notice.envelope().precedence;
    let within_ms = match precedence {
        Precedence::Flash => charter.clocks.flash_opened.ms(),
        other => i64::try_from(other.opened_within_s()?).ok()?.saturating_mul(1000),
    };
    Some(filed.notice.stamp().dtg.ms().saturating_add(within_ms))
}

fn item(why: Why, number: &Number, party: Option<&PartyCode>, at_ms: Option<i64>) -> Due {
    Due { at_ms, why, number: Some(number.clone()), draft: None, party: party.cloned() }
}
