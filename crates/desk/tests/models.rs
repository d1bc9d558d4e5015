//! The three models beside the assumptions: what each moves is declared, shown and reversible.

use desk::assessment::{Assessment, assess};
use desk::edit::Change;
use desk::models::{File, Files, Model};
use desk::report::Report;
use desk::{DeskError, Inputs, shipped};

const EVENT: &str = include_str!("../../../scenarios/us-iran/desk/event.toml");
const EVIDENCE: &str = include_str!("../../../scenarios/us-iran/desk/evidence-us.toml");
const MACHINES: &str = include_str!("../../../scenarios/us-iran/desk/machines.csv");
const STOCKS: &str = include_str!("../../../scenarios/us-iran/desk/stocks.csv");

fn file(name: &str, text: &str) -> Option<File> {
    Some(File { name: name.to_owned(), text: text.to_owned() })
}

fn files() -> Files {
    Files {
        stocks: file("stocks.csv", STOCKS),
        machines: file("machines.csv", MACHINES),
        as_of: None,
        evidence: file("evidence.toml", EVIDENCE),
        likelihoods: None,
        event: file("event.toml", EVENT),
        origin: Some("2024-06-10".to_owned()),
        prices: None,
    }
}

fn read(assumptions: &str, files: &Files) -> Result<Inputs, DeskError> {
    Inputs::read(("us.toml", assumptions), Some(("calendar.toml", shipped::CALENDAR)))?
        .with_models(files, &[])
}

fn given(assumptions: &str, files: &Files) -> Inputs {
    read(assumptions, files).unwrap_or_else(|error| panic!("{error}"))
}

fn made(inputs: Inputs) -> Report {
    Report::make(inputs, false).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_model_of_the_shipped_case_moves_a_finding_and_the_report_says_which() {
    let report = made(given(shipped::ASSUMPTIONS, &files()));
    let moves = report.moves.as_ref().expect("models are given");
    for model in Model::ALL {
        let moved = moves.findings.iter().flat_map(|it| &it.rows).any(|row| {
            let alone = row.alone.iter().find(|(of, _)| *of == model).and_then(|(_, value)| *value);
            alone != row.measure.value
        });
        assert!(moved, "{model:?} moves nothing");
    }
    // What stands under `with` is what the findings say, and under `without` what they say when nothing is asked.
    let plain = made(given(shipped::ASSUMPTIONS, &files()).with_only(&[]).expect("a run").0);
    let worst = |report: &Report| {
        let own = report.found.postures.iter().find(|own| own.posture == report.found.posture);
        own.expect("a posture").worst
    };
    let posture = moves.findings.iter().find(|it| it.finding == "posture").expect("a finding");
    let row = &posture.rows[0];
    assert_eq!(row.measure.value, Some(worst(&plain)));
    assert_eq!(row.with, Some(worst(&report)));
    assert_eq!(row.difference, Some(worst(&report) - worst(&plain)));
    assert!(row.difference.expect("a number").abs() > 0.1, "{row:?}");
    assert_eq!(report.moved_by("posture"), row.moved_by);
    let document = report.document();
    assert_eq!(document["models"]["models"].as_array().map(Vec::len), Some(3), "{document}");
    let text = report.text();
    assert!(text.contains("moved by") && text.contains("partner.Affiliates.control becomes"), "{text}");
    let memo = desk::memo::markdown(&report);
    assert!(memo.contains("What the three models say and move"), "{memo}");
    assert!(desk::memo::page(&report).contains("Moved most by the model"));
}

#[test]
fn each_alone_is_the_run_in_which_that_model_alone_was_asked() {
    let report = made(given(shipped::ASSUMPTIONS, &files()));
    let moves = report.moves.as_ref().expect("models are given");
    let only = Files { stocks: None, machines: None, event: None, origin: None, ..files() };
    let kept = shipped::ASSUMPTIONS
        .split("\n[[models.feed]]")
        .filter(|part| !part.contains("model = \"safeguards\""));
    let text: Vec<&str> = kept.filter(|part| !part.contains("model = \"brent\"")).collect();
    let alone = made(given(&text.join("\n[[models.feed]]"), &only));
    for (moved, own) in moves.findings.iter().zip(&alone.moves.as_ref().expect("a model").findings) {
        for (row, own) in moved.rows.iter().zip(&own.rows) {
            let value = row.alone.iter().find(|(model, _)| *model == Model::Attribution).and_then(|it| it.1);
            assert_eq!(value, own.with, "{} {}", moved.finding, row.measure.words());
        }
    }
}

#[test]
fn a_fed_number_names_model_reading_and_factor_as_its_source_and_keeps_its_unit() {
    let weighed = given(shipped::ASSUMPTIONS, &files()).weighed().expect("a run");
    assert_eq!(weighed.weighed().expect("a run"), weighed, "nothing is moved twice");
    let numbers = weighed.assumptions.numbers();
    let of = |key: &str| numbers.iter().find(|named| named.key == key).expect("a number").estimate;
    let control = of("partner.Affiliates.control");
    assert!(control.source.starts_with("attribution directed-or-permitted"), "{control:?}");
    assert_eq!(control.unit, "share");
    let energy = of("component.energy.scale");
    assert!(
        energy.source.contains("brent level after 5 rows") && energy.source.contains("shifted by"),
        "{energy:?}"
    );
    let patience = of("patience.own_discount");
    assert!(patience.source.starts_with("judgement; shifted by safeguards months"), "{patience:?}");
    assert!(numbers.iter().all(|named| {
        let it = named.estimate;
        it.low <= it.centre && it.centre <= it.high
    }));
}

#[test]
fn a_model_moves_nothing_that_is_not_declared() {
    let at = shipped::ASSUMPTIONS.find("\n[models.safeguards]").expect("the table");
    let report = made(given(&shipped::ASSUMPTIONS[..at], &files()));
    let plain = assess(&report.inputs).expect("an assessment");
    assert_eq!(plain, Assessment { whole: None, ..report.found.clone() });
    let moves = report.moves.as_ref().expect("the models answer");
    assert!(moves.shifts.is_empty() && moves.findings.iter().all(|it| it.moved_by.is_none()));
    assert!(report.text().contains("it feeds no assumption"));
}

#[test]
fn without_a_verified_basis_the_time_to_material_moves_nothing_and_says_so() {
    let lost = format!("{STOCKS}2027-08-15,note,6201.3,,2376.9,751.3,142.1,continuity of knowledge lost\n");
    let report = made(given(shipped::ASSUMPTIONS, &Files { stocks: file("stocks.csv", &lost), ..files() }));
    let told = report.document()["models"]["models"][0].clone();
    assert_eq!(
        (told["model"].as_str(), told["silent"].as_bool()),
        (Some("safeguards"), Some(true)),
        "{told}"
    );
    assert!(told["notes"].to_string().contains("NO VERIFIED BASIS SINCE 2027-08-15"), "{told}");
    let moves = report.moves.as_ref().expect("the models answer");
    let rows = moves.findings.iter().flat_map(|it| &it.rows);
    assert!(rows.clone().all(|row| row.moved_by != Some(Model::Safeguards)));
    assert!(rows.clone().any(|row| row.moved_by == Some(Model::Brent)));
}

#[test]
fn the_same_files_give_the_same_bytes_and_any_byte_of_a_model_another_run() {
    let first = made(given(shipped::ASSUMPTIONS, &files()));
    let again = made(given(shipped::ASSUMPTIONS, &files()));
    assert_eq!(first.document().to_string(), again.document().to_string());
    let other = [
        Files { stocks: file("stocks.csv", &format!("# read again\n{STOCKS}")), ..files() },
        Files { machines: file("machines.csv", &format!("# read again\n{MACHINES}")), ..files() },
        Files { evidence: file("evidence.toml", &format!("# read again\n{EVIDENCE}")), ..files() },
        Files { event: file("event.toml", &format!("# read again\n{EVENT}")), ..files() },
        Files { origin: Some("2024-06-11".to_owned()), ..files() },
        Files { as_of: Some("2027-08-18".to_owned()), ..files() },
    ];
    let mut ids: Vec<String> =
        other.iter().map(|files| given(shipped::ASSUMPTIONS, files).run_id().to_owned()).collect();
    ids.push(first.inputs.run_id().to_owned());
    ids.push(given(shipped::ASSUMPTIONS, &files()).with_only(&[]).expect("a run").0.run_id().to_owned());
    ids.sort_unstable();
    ids.dedup();
    // The last run is the first with its models set aside: the same inputs, the same id.
    assert_eq!(ids.len(), other.len() + 1, "{ids:?}");
}

#[test]
fn what_is_wrong_with_a_feed_or_a_file_is_named() {
    let bad: [(&str, &str, &str); 10] = [
        ("reading = \"months\"", "reading = \"weeks\"", "models.feed 4.reading"),
        ("rows = 5\nkey", "rows = 4\nkey", "models.feed 2.rows"),
        (
            "key = \"component.energy.scale\"\nhow = \"shifts\"",
            "key = \"component.oil.scale\"\nhow = \"shifts\"",
            "models.feed 3.key",
        ),
        (
            "key = \"component.energy.scale\"\nhow = \"shifts\"",
            "key = \"component.energy.scale\"\nhow = \"becomes\"",
            "models.feed 3.how",
        ),
        ("how = \"becomes\"\nfactor", "how = \"grows\"\nfactor", "grows"),
        ("low = 0.8, centre = 1, high = 1", "low = 1.8, centre = 1, high = 1", "models.feed 1.factor"),
        ("unit = \"share per share\"", "unit = \" \"", "models.feed 1.factor"),
        ("least = 0.5\nmost = 0.99", "least = 0.99\nmost = 0.5", "models.feed 4.least"),
        ("[models.attribution]\nevidence", "[models.attribution]\nproof", "proof"),
        (
            "how = \"becomes\"\nfactor = { low = 0.8",
            "reference = 3\nhow = \"becomes\"\nfactor = { low = 0.8",
            "models.feed 1.reference",
        ),
    ];
    for (from, to, named) in bad {
        assert!(shipped::ASSUMPTIONS.contains(from), "{from}");
        let refused = read(&shipped::ASSUMPTIONS.replacen(from, to, 1), &files()).expect_err(to);
        assert!(refused.to_string().contains(named), "{to}: {refused}");
    }
    let wrong: [(Files, &str); 6] = [
        (Files { stocks: None, ..files() }, "no file of safeguards"),
        (Files { origin: None, ..files() }, "models.brent.origin"),
        (Files { origin: Some("June".to_owned()), ..files() }, "no date"),
        (Files { stocks: file("stocks.csv", "as_of,report\n"), ..files() }, "stocks.csv"),
        (
            Files { evidence: file("case.toml", &EVIDENCE.replace("\"B2\"", "\"Z9\"")), ..files() },
            "case.toml",
        ),
        (
            Files {
                event: file("event.toml", &EVENT.replacen("title", "known = \"2024-06-11\"\ntitle", 1)),
                ..files()
            },
            "event.toml",
        ),
    ];
    for (files, named) in wrong {
        let refused = read(shipped::ASSUMPTIONS, &files).expect_err(named);
        assert!(refused.to_string().contains(named), "{refused}");
    }
    // A factor that takes a share out of its bounds is refused by the number's own name.
    let far = shipped::ASSUMPTIONS.replacen(
        "low = 0.8, centre = 1, high = 1",
        "low = 0.8, centre = 1, high = 2",
        1,
    );
    let refused = given(&far, &files()).weighed().expect_err("a share above 1");
    assert!(refused.to_string().contains("partner.Affiliates.control"), "{refused}");
}

#[test]
fn a_number_that_a_model_gives_is_not_changed_by_hand_and_other_changes_keep_the_models() {
    let inputs = given(shipped::ASSUMPTIONS, &files());
    let change = |key: &str| Change {
        key: key.to_owned(),
        low: 0.2,
        centre: 0.3,
        high: 0.4,
        source: "judgement".to_owned(),
    };
    let refused = inputs.changed(&[change("partner.Affiliates.control")]).expect_err("a model gives it");
    assert!(refused.to_string().contains("attribution directed-or-permitted"), "{refused}");
    let (changed, done) = inputs.changed(&[change("types.own_high")]).expect("a change");
    assert_eq!(done.len(), 1);
    assert_eq!(changed.given, inputs.given);
    // The file of a changed run gives the same run again.
    let again = given(&changed.file().expect("a file"), &files());
    assert_eq!(again.run_id(), changed.run_id());
    assert_eq!(again.weighed().expect("a run").assumptions, changed.weighed().expect("a run").assumptions);
}

#[test]
fn the_printed_template_is_valid_and_names_no_file() {
    let text = shipped::template();
    let read = desk::Assumptions::parse(&text, "template").unwrap_or_else(|error| panic!("{error}"));
    assert!(read.models.is_none());
    assert!(text.contains("# [models.attribution]"), "{text}");
    let plain = desk::Assumptions::parse(shipped::ASSUMPTIONS, "shipped").expect("valid");
    assert_eq!(read, desk::Assumptions { models: None, ..plain });
}
