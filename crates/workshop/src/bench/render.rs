//! What a rendering takes: the filled template of every type, in every shipped language, as an officer's screen shows it.

use crate::bench::report::{Figures, Samples};
use notice::vocabulary::{AuthorityLevel, NoticeType};
use notice::{Code8, Instant as Time, Notice, Number, ReleaseLine, Stamp};
use std::hint::black_box;
use std::time::Instant;
use wording::{Arrivals, Packs, render_notice};

/// Renders each so many times and measures each rendering.
pub(super) fn measure(times: usize) -> Result<Figures, String> {
    let begun = Instant::now();
    let packs = &Packs::embedded();
    let packs_read = begun.elapsed();
    let now = Time::from_ms(START).ok_or("a time out of range")?;
    let notices = notices(now)?;
    let (mut all, mut slowest) = (Vec::new(), (0, String::new()));
    for language in packs.languages() {
        let reader = packs.reader(language, now).ok_or("a language without a reader")?;
        for notice in &notices {
            // The first says what a cold cache costs; it is not what an officer waits for twice.
            black_box(render_notice(packs, notice, &Arrivals::default(), &reader));
            let one = || {
                let begun = Instant::now();
                black_box(render_notice(packs, notice, &Arrivals::default(), &reader));
                u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX)
            };
            let took: Vec<u64> = (0..times).map(|_| one()).collect();
            let middle = Samples::of(took.clone()).at(50);
            if middle > slowest.0 {
                slowest = (middle, format!("{} {language}", notice.kind().word()));
            }
            all.extend(took);
        }
    }
    let samples = Samples::of(all);
    Ok(vec![
        ("languages", packs.languages().count().into()),
        ("types", notices.len().into()),
        ("packs_read_ms", u64::try_from(packs_read.as_millis()).unwrap_or(u64::MAX).into()),
        ("rendered_p50_us", micros_of(samples.at(50)).into()),
        ("rendered_p99_us", micros_of(samples.at(99)).into()),
        ("slowest_p50_us", micros_of(slowest.0).into()),
        ("slowest", slowest.1.into()),
    ])
}

/// The template of every type, stamped.
fn notices(now: Time) -> Result<Vec<Notice>, String> {
    let code = |text: &str| Code8::parse(text).map_err(|_| format!("{text} is no code"));
    let mut all = Vec::new();
    // L1 is drafted by nobody and has no template; the charter form is no notice.
    for kind in NoticeType::ALL.iter().copied().filter(|kind| *kind != NoticeType::Ch) {
        let Some(text) = notice::template::template(kind).filter(|text| !text.is_empty()) else { continue };
        let draft = notice::file::draft_from_toml(&text).map_err(|e| e.to_string())?;
        let party = draft.envelope.from.party.clone();
        let number = Number { party, compartment: code("LEV")?, year: 27, serial: 17, kind };
        let (drafted_by, released_by) = (code("WATCH")?, code("SENIOR")?);
        let release = ReleaseLine { level: AuthorityLevel::Senior, drafted_by, released_by };
        let stamp = Stamp { number, dtg: now, clock_error_ms: 50, release };
        all.push(draft.stamped(stamp).ok_or("number and draft differ")?);
    }
    Ok(all)
}

/// To two decimal places.
fn micros_of(nanos: u64) -> f64 {
    (nanos as f64 / 10.0).round() / 100.0
}

/// 2027-08-09T03:00:00Z, ms.
const START: i64 = 1_817_780_400_000;
