//! Time to material: intervals, their seed, age and the loss of a verified basis.

use safeguards::*;

fn tables() -> (Stocks, Machines) {
    (Stocks::read(STOCKS).expect("shipped"), Machines::read(MACHINES).expect("shipped"))
}

fn date(text: &str) -> jiff::civil::Date {
    text.parse().expect("a date")
}

#[test]
fn the_same_seed_gives_the_same_interval_and_the_interval_holds_the_centre() {
    let (stocks, machines) = tables();
    let at = standing_at(&stocks, date("2025-05-17")).expect("a report");
    let capacity = machines.capacity(date("2025-05-17"), &[]).expect("counts");
    let plant = Plant::usual(at.feeds(&stocks), capacity.swu_per_year);
    let run = |seed| breakout_interval(&plant, KgU(25.0), Assay::new(0.9).expect("a fraction"), 2_000, seed);
    let (one, two) = (run(7).expect("runs"), run(7).expect("runs"));
    assert_eq!(one, two);
    assert_ne!(one.draws, run(8).expect("runs").draws);
    let Interval { low: Some(low), central: Some(central), high: Some(high) } = one.interval() else {
        panic!("never")
    };
    assert!(low <= central && central <= high && low > 0.0, "{low} {central} {high}");
    // 408.6 kg of 60 % and tens of thousands of SWU: weeks at most.
    assert!(central < 1.0, "{central}");
}

#[test]
fn an_older_report_gives_a_wider_interval() {
    let (stocks, machines) = tables();
    let width = |as_of: &str| {
        let at = standing_at(&stocks, date(as_of)).expect("a report");
        let capacity = machines.capacity(date(as_of), &[]).expect("counts").swu_per_year;
        let plant = Plant::usual(at.feeds(&stocks), capacity);
        let spread = breakout_interval(&plant, KgU(300.0), Assay::new(0.9).expect("a fraction"), 4_000, 3);
        let Interval { low, high, .. } = spread.expect("runs").interval();
        high.expect("reached") / low.expect("reached")
    };
    assert!(width("2025-06-10") > width("2025-05-17"));
}

#[test]
fn after_the_last_verified_report_there_is_no_basis() {
    let (stocks, _) = tables();
    let verified = standing_at(&stocks, date("2025-05-20")).expect("a report");
    assert_eq!(verified.no_basis_since, None);
    assert_eq!(verified.age_days, 3);
    let lost = standing_at(&stocks, date("2026-11-28")).expect("a report");
    assert_eq!(lost.no_basis_since, Some(date("2025-06-13")));
    assert_eq!(lost.last.as_of, date("2025-05-17"));
    assert_eq!(lost.estimate.as_of, date("2025-06-13"));
    assert_eq!(lost.age_days, 560);
}

#[test]
fn a_table_that_nobody_continues_loses_its_basis_too() {
    let head = STOCKS_COLUMNS.join(",");
    let stocks = Stocks::read(&format!("{head}\n2024-01-01,R,100,,,,10,read\n")).expect("a table");
    assert!(standing_at(&stocks, date("2024-04-01")).expect("a report").no_basis_since.is_none());
    let stale = standing_at(&stocks, date("2024-08-01")).expect("a report");
    assert_eq!(stale.no_basis_since, Some(date("2024-01-01")));
}

#[test]
fn a_verifier_who_returns_gives_a_basis_again() {
    let (stocks, _) = tables();
    let mut report = standing_at(&stocks, date("2025-06-13")).expect("a report").estimate;
    report.as_of = date("2026-03-01");
    report.basis = "inspection, continuity of knowledge restored".to_owned();
    let standing = standing_at(&stocks.with(report), date("2026-03-20")).expect("a report");
    assert_eq!(standing.no_basis_since, None);
    assert_eq!(standing.last.as_of, date("2026-03-01"));
}

#[test]
fn without_capacity_there_is_never_and_with_assumed_capacity_there_is_an_interval() {
    let (stocks, machines) = tables();
    let standing = standing_at(&stocks, date("2026-01-01")).expect("a report");
    let cases = assumed_cases(&standing, &stocks, &machines, KgU(25.0), &Assumed::USUAL, 500, 1);
    let cases = cases.expect("runs");
    assert_eq!(cases.len(), 6);
    for case in &cases {
        assert_eq!(case.months.central.is_none(), case.capacity == "none", "{case:?}");
    }
}

#[test]
fn capacity_adds_the_newest_counts_and_never_counts_a_machine_twice() {
    let (_, machines) = tables();
    let stated = machines.capacity(date("2020-09-04"), &[]).expect("counts");
    assert_eq!(stated.swu_per_year.high, 7_693.0);
    let counted = machines.capacity(date("2021-03-20"), &[]).expect("counts");
    let central = 1_044.0 * 0.9 + 5_060.0 * 0.9 + 522.0 * 3.7 + 174.0 * 3.3;
    assert!((counted.swu_per_year.central - central).abs() < 1e-9, "{counted:?}");
    let later = machines.capacity(date("2025-05-17"), &[]).expect("counts");
    assert_eq!(later.counts.iter().filter(|count| count.kind == "IR-6").count(), 0, "{later:?}");
    assert!(later.swu_per_year.low > 40_000.0 && later.swu_per_year.high < 110_000.0, "{later:?}");
}
