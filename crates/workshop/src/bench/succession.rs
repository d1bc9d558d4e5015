//! What a full succession costs: one side with forty-six standing lines in four compartments of ten thousand entries changes
//! its whole team and all five custodians, and says of every line that it stands. Played on the real cores, with labels for
//! groups; what MLS and the custodians' shares cost beside it is in [`crate::bench::custody`] and [`crate::bench::node`].

use crate::bench::report::Figures;
use exercise::folder::{Folder, SCENARIO};
use exercise::inspect::inspect;
use exercise::moment::Moment;
use exercise::play::{Nobody, Wishes, play};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

/// Plays up to the succession, then all of it; the difference is what the succession took.
pub(super) fn measure() -> Result<Figures, String> {
    let folder = folder();
    let case = inspect(&folder).map_err(|e| e.to_string())?;
    let until = |text: &str| Moment::parse(text).ok_or_else(|| format!("{text} is no moment"));
    let timed = |until: Moment| {
        let begun = Instant::now();
        let wishes = Wishes { until: Some(until), ..Wishes::default() };
        let played = play(&case, &folder, &wishes, &mut Nobody).map_err(|e| e.to_string())?;
        Ok::<_, String>((played, u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)))
    };
    let (before, before_ms) = timed(until(BEFORE)?)?;
    let (after, whole_ms) = timed(until(ENDS)?)?;
    if let Some(missed) = after.checks.iter().find(|check| !check.holds()) {
        return Err(format!("{}: {} wanted, {} seen", missed.id, missed.expected, missed.seen));
    }
    let entries = before.transcripts.iter().map(|transcript| transcript.entries.len()).sum::<usize>();
    if entries < ENTRIES {
        return Err(format!("{entries} entries, {ENTRIES} wanted"));
    }
    Ok(vec![
        ("entries", entries.into()),
        ("compartments", SHARES.len().into()),
        ("items", SHARES.iter().sum::<usize>().into()),
        ("custodians", CUSTODIANS.into()),
        ("checks", after.checks.len().into()),
        ("before_ms", before_ms.into()),
        ("whole_ms", whole_ms.into()),
        ("succession_ms", whole_ms.saturating_sub(before_ms).into()),
    ])
}

/// A scenario of two invented states that declare lines, let time pass, and then one of them changes its people.
fn folder() -> Folder {
    let mut scenario = format!(
        "title = \"SUCCESSION\"\nnotice = \"INVENTED STORY\"\nstatus = \"EXERCISE\"\nstarts = \"2027-06-01T00:00:00Z\"\n\
         test_interval_s = 3\nends = \"{ENDS}\"\ntimeline = [\"timeline.toml\"]\nexpect = [\"expect.toml\"]\n\
         pace = {{ opens = \"5 min\", reads = \"30 min\" }}\n"
    );
    for party in ["XV", "XO", "XF", "XP"] {
        let _ = write!(
            scenario,
            "\n[[party]]\ncode = \"{party}\"\nstation = \"{party}/OPS\"\nlanguage = \"en\"\nname = \"{party}\"\n"
        );
    }
    for (relay, host) in [("FC-1", "XF"), ("PS-1", "XP")] {
        let _ = write!(scenario, "\n[[relay]]\nid = \"{relay}\"\nhost = \"{host}\"\n");
    }
    let (mut timeline, mut expect, mut files) = (String::new(), String::new(), BTreeMap::new());
    for (at, items) in SHARES.into_iter().enumerate() {
        let code = format!("C{}", at + 1);
        let charter = CHARTER
            .replace("\"SEA\"", &format!("\"{code}\""))
            .replace("D = [\"A1\", \"A5\", \"E1\"]", "D = [\"A1\", \"A5\", \"E1\", \"T1\"]")
            .replace("test = \"2 h\"", "test = \"1 h\"");
        files.insert(format!("{code}.toml"), charter);
        let _ = write!(
            scenario,
            "\n[[compartment]]\ncode = \"{code}\"\ncreator = \"XV\"\ncharter = \"{code}.toml\"\n"
        );
        for item in 1..=items {
            let name = format!("{code}-{item}");
            let line = LINE.replace("XO-1/1", &format!("XO-{}/1", at * 20 + item)).replace("90 d", "365 d");
            files.insert(format!("{name}.toml"), line);
            let send = sent(&code, &name, &name);
            let _ =
                write!(timeline, "\n[[row]]\nid = \"{name}\"\nat = \"D1 {:02}:{:02}\"\n{send}", 4 + at, item);
        }
        files.insert(format!("{code}-open.toml"), station_notice(""));
        let affirmed: Vec<String> = (1..=items)
            .map(|item| format!("{{ number = \"{{{{{code}-{item}}}}}\", verdict = \"AFFIRM\" }}"))
            .collect();
        files.insert(
            format!("{code}-review.toml"),
            station_notice(&format!("E = [{}]\n", affirmed.join(", "))),
        );
        for (when, what) in [("D61 06:00", "open"), ("D62 06:01", "review")] {
            let send = sent(&code, &format!("{code}-{what}"), &format!("{code}-{}", what.to_uppercase()));
            let _ = write!(timeline, "\n[[row]]\nid = \"{code}-{what}\"\nat = \"{when}\"\n{send}");
        }
        for (id, when, state) in [
            ("open", "D61 07:00", format!("OPEN 0 of {items}")),
            ("complete", "D62 07:00", format!("COMPLETE {items} of {items}")),
        ] {
            let _ = write!(
                expect,
                "\n[[expect]]\nid = \"{code}.{id}\"\nat = \"{when}\"\nask = \"succession\"\ncompartment = \"{code}\"\n\
                 toward = \"XO\"\nis = \"{state}\"\n"
            );
        }
    }
    let _ = write!(
        timeline,
        "\n[[row]]\nid = \"team\"\nat = \"D62 06:00\"\nteam = {{ party = \"XO\", custodians = {CUSTODIANS} }}\n"
    );
    files.extend([
        (SCENARIO.to_owned(), scenario),
        ("timeline.toml".to_owned(), timeline),
        ("expect.toml".to_owned(), expect),
    ]);
    Folder::new(SCENARIO, files)
}

fn sent(code: &str, file: &str, name: &str) -> String {
    format!(
        "[row.send]\nby = \"XO\"\ncompartment = \"{code}\"\nfile = \"{file}.toml\"\nname = \"{name}\"\n\
         overrule = \"the bench means it\"\n"
    )
}

/// An L6 SUCCESSION, with its verdicts or without.
fn station_notice(verdicts: &str) -> String {
    format!(
        "type = \"L6\"\n\n[envelope]\nstatus = \"EXERCISE\"\nprecedence = \"P\"\nfrom = \"XO/OPS\"\nto = [\"XV/OPS\"]\n\
         basis = \"CHARTER A(a)\"\nmodality = \"NOTES\"\nlegal-character = \"UNILATERAL\"\nexpires = \"STANDING\"\n\
         attestation = \"MUTUAL_ONLY\"\n\n[content]\nA = {{ verb = \"SUCCESSION\" }}\nB = {{ from = \"{{{{at:D62 06:00}}}}\" }}\n\
         {verdicts}"
    )
}

const CHARTER: &str = include_str!("../../../../scenarios/coastguard/charters/sea.toml");
const LINE: &str = include_str!("../../../../scenarios/coastguard/notices/xo-1.toml");
/// Lines by compartment.
const SHARES: [usize; 4] = [12, 12, 11, 11];
const CUSTODIANS: usize = 5;
const ENTRIES: usize = 10_000;
const BEFORE: &str = "D61 05:00";
const ENDS: &str = "D62 08:00";
