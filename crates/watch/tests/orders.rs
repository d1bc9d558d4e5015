//! Whatever the order in which reports come, and however often: what stands at the end is what a brute count says.

use notice::truth::Truth;
use notice::window::{InTime, counted};
use proptest::prelude::*;
use redline::event::{Acts, Ellipse, Event, Identity, Where};
use redline::line::{ActorSet, Line, Origin, Places};
use redline::{Known, LatLon, RedLines, Zone};
use watch::Stream;

/// Three in an hour within 10 km of a point.
pub fn line(count: u32, window_s: i64) -> Line {
    Line {
        name: "T-1/1".into(),
        origin: Origin::RedLine,
        author: notice::Code8::parse("TT").expect("a code"),
        acts: Acts::ANY,
        actor: ActorSet {
            relation: Some(notice::vocabulary::ActorRelation::Any),
            party: None,
            groups: Vec::new(),
        },
        unsettled: None,
        places: Places::Within(
            [Zone::tracks(&[vec![LatLon::new(26.0, 56.0)]], 0.0)].into_iter().collect(),
            10_000.0,
        ),
        magnitude: None,
        count,
        window_s: Some(window_s),
        period: None,
        excluded: Vec::new(),
        detectors: Vec::new(),
        threshold_pct: 55,
        beyond_m: None,
        near_count: Some(count - 1),
        near_pct: None,
    }
}

/// What a report says: how far off in units of 1 km, when, revision, whether it is taken back.
#[derive(Debug, Clone)]
struct Said {
    id: u8,
    revision: u32,
    km: u8,
    when: (i64, i64),
    withdrawn: bool,
}

impl Said {
    fn event(&self) -> Event {
        let centre = LatLon::new(26.0 + f64::from(self.km) / 111.0, 56.0);
        Event {
            identity: Identity { source: "t".into(), id: self.id.to_string(), revision: self.revision },
            acts: Acts::ANY,
            when: self.when,
            spots: vec![Where::Ellipse { centre, error: Ellipse::circle(1_500.0) }],
            candidates: vec![(None, 100)],
            measured: Vec::new(),
            seen_by: Vec::new(),
            told: Vec::new(),
        }
    }

    fn matches(&self) -> Truth {
        match self.km {
            0..=8 => Truth::True,
            9..=11 => Truth::Uncertain,
            _ => Truth::False,
        }
    }
}

fn said() -> impl Strategy<Value = Said> {
    let km = prop::sample::select(vec![1u8, 5, 10, 10, 30]);
    let spread = prop::sample::select(vec![0i64, 0, 0, 900, 3_000]);
    (0u8..9, 0u32..3, km, 1_000_000i64..1_012_000, spread, prop::bool::weighted(0.15)).prop_map(
        |(id, revision, km, at, spread, withdrawn)| Said {
            id,
            revision,
            km,
            when: (at, at + spread),
            withdrawn,
        },
    )
}

fn standing(reports: &[Said]) -> Vec<(String, u32, redline::Ruling)> {
    let mut stream = Stream::new(RedLines::of([line(3, 3_600)]), Known::default(), None);
    let mut told = Vec::new();
    for report in reports {
        stream.take(&report.event(), report.withdrawn, &mut told);
    }
    stream.standing()
}

proptest! {
    #[test]
    fn the_end_is_the_same_in_every_order_and_with_doubles(
        reports in prop::collection::vec(said(), 1..25),
        order in prop::collection::vec(any::<prop::sample::Index>(), 25),
    ) {
        let mut shuffled = reports.clone();
        for (i, index) in order.iter().enumerate().take(shuffled.len()) {
            let other = index.index(shuffled.len());
            shuffled.swap(i, other);
        }
        let doubled: Vec<Said> = shuffled.iter().chain(&shuffled).cloned().collect();
        prop_assert_eq!(standing(&reports), standing(&doubled));
    }

    #[test]
    fn a_crossing_is_what_a_brute_count_of_what_stands_says(reports in prop::collection::vec(said(), 1..12)) {
        // One report an id, so that what stands is plain.
        let mut last = std::collections::BTreeMap::new();
        for report in &reports {
            last.entry(report.id).or_insert_with(|| Said { revision: 0, withdrawn: false, ..report.clone() });
        }
        let plain: Vec<Said> = last.into_values().collect();
        let events: Vec<InTime> = plain
            .iter()
            .map(|s| InTime { earliest: s.when.0, latest: s.when.1, matches: s.matches() })
            .collect();
        let whole = counted(&events, 3, Some(3_600));
        let stands = standing(&plain);
        let seen = stands.iter().map(|(_, _, ruling)| ruling.truth).max().unwrap_or(Truth::False);
        // The last event of a crossing is the one that is told crossed, unless it only may match.
        let fits = match whole {
            Truth::True => seen.may(),
            other => seen == other,
        };
        prop_assert!(fits, "{seen:?} for {whole:?}: {stands:?}");
    }
}

/// Times of reports in steps of a quarter of an hour, so that every possible world can be gone through.
fn in_steps() -> impl Strategy<Value = Said> {
    let km = prop::sample::select(vec![1u8, 1, 10, 30]);
    (0u8..5, 0u32..4, km, 0i64..7, 0i64..3, prop::bool::weighted(0.2)).prop_map(
        |(id, revision, km, at, spread, withdrawn)| {
            let from = 1_000_000 + 900 * at;
            Said { id, revision, km, when: (from, from + 900 * spread), withdrawn }
        },
    )
}

/// Whether some and whether every possible world of these reports has so many in one hour: what may have happened is
/// taken in and left out, what is uncertain in time is put at each of its steps.
fn worlds(stands: &[Said], count: usize) -> (bool, bool) {
    let choices: Vec<Vec<Option<i64>>> = stands
        .iter()
        .map(|said| {
            let steps = (said.when.0..=said.when.1).step_by(900).map(Some);
            let left_out = (!said.matches().must()).then_some(None);
            steps.filter(|_| said.matches().may()).chain(left_out).collect()
        })
        .collect();
    let all: usize = choices.iter().map(Vec::len).product();
    let crosses = |mut world: usize| {
        let mut times = Vec::new();
        for own in &choices {
            times.extend(own[world % own.len()]);
            world /= own.len();
        }
        times.sort_unstable();
        times.windows(count).any(|group| group[count - 1] - group[0] < 3_600)
    };
    ((0..all).any(crosses), (0..all).all(crosses))
}

proptest! {
    #[test]
    fn late_corrected_and_withdrawn_reports_leave_what_every_possible_world_says(
        reports in prop::collection::vec(in_steps(), 1..14),
        count in 2usize..4,
    ) {
        let mut seen = std::collections::BTreeSet::new();
        let reports: Vec<Said> =
            reports.into_iter().filter(|said| seen.insert((said.id, said.revision))).collect();
        let mut last: std::collections::BTreeMap<u8, Said> = Default::default();
        for said in &reports {
            let known = last.entry(said.id).or_insert_with(|| said.clone());
            if said.revision > known.revision {
                *known = said.clone();
            }
        }
        let stands: Vec<Said> = last.into_values().filter(|said| !said.withdrawn).collect();
        let (some, every) = worlds(&stands, count);
        let of = line(u32::try_from(count).expect("small"), 3_600);
        let mut stream = Stream::new(RedLines::of([of]), Known::default(), None);
        let mut told = Vec::new();
        for said in &reports {
            stream.take(&said.event(), said.withdrawn, &mut told);
        }
        let ruled = stream.standing();
        let truth = ruled.iter().map(|(_, _, ruling)| ruling.truth).max().unwrap_or(Truth::False);
        prop_assert!(!truth.must() || every, "crossed in not every world: {ruled:?} of {stands:?}");
        prop_assert_eq!(truth.may(), some, "{:?} of {:?}", ruled, stands);
    }
}

#[test]
fn a_correction_opens_the_window_again_and_a_withdrawal_takes_the_crossing_back() {
    let mut stream = Stream::new(RedLines::of([line(3, 3_600)]), Known::default(), None);
    let at = |id: u8, at: i64| Said { id, revision: 0, km: 1, when: (at, at), withdrawn: false };
    let mut told = Vec::new();
    let mut words = |stream: &mut Stream, said: &Said| {
        told.clear();
        stream.take(&said.event(), said.withdrawn, &mut told);
        told.iter().map(|told| (told.id.clone(), told.ruling.word())).collect::<Vec<_>>()
    };
    let pairs =
        |list: &[(&str, &'static str)]| list.iter().map(|(a, b)| ((*a).to_owned(), *b)).collect::<Vec<_>>();
    assert_eq!(words(&mut stream, &at(1, 1_000)), pairs(&[("1", "not_crossed")]));
    assert_eq!(words(&mut stream, &at(3, 3_000)), pairs(&[("3", "near")]));
    assert_eq!(words(&mut stream, &at(2, 2_000)), pairs(&[("2", "near"), ("3", "crossed")]));
    assert_eq!(words(&mut stream, &at(2, 2_000)), pairs(&[]));
    let away = Said { km: 30, revision: 1, ..at(2, 2_000) };
    assert_eq!(words(&mut stream, &away), pairs(&[("2", "not_crossed"), ("3", "near")]));
    let back = Said { withdrawn: true, ..at(1, 1_000) };
    let back = Said { revision: 1, ..back };
    assert_eq!(words(&mut stream, &back), pairs(&[("1", "not_crossed"), ("3", "not_crossed")]));
}
