//! The notices of the shipped example as a private record, filled in without a play.

use discretion::guard::Private;
use notice::vocabulary::AuthorityLevel;
use notice::{Code8, Draft, Instant, Notice, Number, ReleaseLine, Stamp};
use std::path::Path;

/// Every notice of the shipped example that can be read by itself, numbered in the order of its file's name.
pub fn record() -> Vec<Private> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/us-iran/notices");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the example").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let read = files.iter().enumerate().filter_map(|(at, file)| {
        let text = filled(&std::fs::read_to_string(file).expect("a text"));
        let draft = notice::file::draft_from_toml(&text).ok()?;
        Some(Private { notice: released(draft, at as u32 + 1)?, renderings: Vec::new() })
    });
    let record: Vec<Private> = read.collect();
    assert!(record.len() > 60, "{} notices were read", record.len());
    record
}

fn released(draft: Draft, serial: u32) -> Option<Notice> {
    let code = |text: &str| Code8::parse(text).expect("a code");
    let number = Number {
        party: draft.envelope.from.party.clone(),
        compartment: code("MAR"),
        year: 27,
        serial,
        kind: draft.kind,
    };
    let release =
        ReleaseLine { level: AuthorityLevel::Watch, drafted_by: code("WATCH"), released_by: code("WATCH") };
    let dtg = Instant::from_seconds(1_817_780_400)?;
    draft.stamped(Stamp { number, dtg, clock_error_ms: 0, release })
}

/// What a play would fill in: instants as they are, other notices by any number.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").expect("braces in pairs");
        out.push_str(before);
        out.push_str(&match name.split_once(':') {
            Some(("at", moment)) => instant(moment),
            Some(("mgrs", _)) => "38S LC 0000 0000".to_owned(),
            Some(_) => "00".repeat(32),
            None if name == "point" => "34.30010 47.10020".to_owned(),
            None if name == "site" => "SITE1".to_owned(),
            None => any_number(name),
        });
        rest = behind;
    }
    out + rest
}

/// `D2 20:00`, D1 being 2027-08-09.
fn instant(moment: &str) -> String {
    let (day, time) = moment[1..].split_once(' ').expect("a moment");
    let (hour, minute) = time.split_once(':').unwrap_or((time, "00"));
    let days: i64 = day.parse().expect("a day");
    let (hour, minute): (i64, i64) = (hour.parse().expect("hours"), minute.parse().expect("minutes"));
    let seconds = 1_817_769_600 + (days - 1) * 86_400 + hour * 3_600 + minute * 60;
    Instant::from_seconds(seconds).expect("in range").to_string()
}

/// A number whose type is that of the name: E1-4 is an E1.
fn any_number(name: &str) -> String {
    let kind = match name.get(..2) {
        Some(kind) if notice::vocabulary::NoticeType::parse(kind).is_some() => kind,
        Some("CA") => "E2",
        Some("SI") => "A6",
        _ => "T1",
    };
    format!("US/LEV/27/0001/{kind}")
}
