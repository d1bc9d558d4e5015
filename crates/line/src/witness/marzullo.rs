//! The clocks of which most agree (K. A. Marzullo, *Maintaining the Time in a Distributed System*, thesis,
//! Stanford 1984): each says an interval that must hold the truth, one of them at most is wrong.

use super::span::Span;
use crate::prove::Source;

/// What the intervals of several clocks say of each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Some instant lies in all of them.
    All,
    /// Without any one of these some instant lies in all others; by how much the first is beyond that.
    AllBut(Vec<Source>, i64),
    /// More than one must be wrong.
    None,
}

/// Who must be wrong if one is. Fewer than three clocks have no majority and prove nothing.
pub(super) fn agreement(clocks: &[(Source, Span)]) -> Agreement {
    let meet = |left_out: Option<usize>| {
        let rest =
            clocks.iter().enumerate().filter(|(at, _)| Some(*at) != left_out).map(|(_, (_, span))| *span);
        rest.map(Some).reduce(|a, b| a?.meet(b?)).flatten()
    };
    if clocks.len() < 3 || meet(None).is_some() {
        return Agreement::All;
    }
    let wrong: Vec<(usize, Span)> = (0..clocks.len()).filter_map(|at| Some((at, meet(Some(at))?))).collect();
    let Some((first, agreed)) = wrong.first() else { return Agreement::None };
    let by_ms = clocks[*first].1.beyond(*agreed);
    Agreement::AllBut(wrong.iter().map(|(at, _)| clocks[*at].0.clone()).collect(), by_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks(spans: &[(i64, i64)]) -> Vec<(Source, Span)> {
        let relay = |(at, (low, high)): (usize, &(i64, i64))| {
            (Source::Relay(format!("R-{at}")), Span { low: *low, high: *high })
        };
        spans.iter().enumerate().map(relay).collect()
    }

    fn wrong(spans: &[(i64, i64)]) -> Agreement {
        agreement(&clocks(spans))
    }

    #[test]
    fn of_three_clocks_the_one_beyond_the_two_others_is_wrong_and_of_two_none() {
        let third = Source::Relay("R-2".into());
        assert_eq!(wrong(&[(0, 10), (5, 20), (8, 9)]), Agreement::All);
        assert_eq!(wrong(&[(0, 10), (5, 20), (40, 50)]), Agreement::AllBut(vec![third], 30));
        assert_eq!(wrong(&[(0, 10), (40, 50)]), Agreement::All);
    }

    #[test]
    fn where_either_of_two_may_be_wrong_both_are_given_and_where_two_must_be_nobody() {
        let ends = vec![Source::Relay("R-0".into()), Source::Relay("R-2".into())];
        assert_eq!(wrong(&[(0, 10), (8, 20), (15, 30)]), Agreement::AllBut(ends, -5));
        assert_eq!(wrong(&[(0, 10), (40, 50), (80, 90)]), Agreement::None);
        assert_eq!(wrong(&[(0, 9), (1, 9), (40, 50), (80, 90)]), Agreement::None);
    }
}
