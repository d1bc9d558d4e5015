//! Each party's desk beside the shipped case (scenario-us-iran.md): the play gives the standing snapshots at the instants
//! named, and each side's desk reads its own with its own assumptions.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn case(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/us-iran");
    root.join(name).display().to_string()
}

fn told(arguments: &[&str]) -> Value {
    let run = Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).arg("--json").output();
    let run = run.expect("the program runs");
    assert!(!run.stdout.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("a document")
}

/// Plays a branch and takes snapshots at moments.
fn played(out: &Path, until: &str, moments: &[&str], branch: Option<&str>) {
    let (folder, out) = (case(""), out.display().to_string());
    let mut arguments = vec!["exercise", "run", &folder, "--until", until, "--standing", &out];
    moments.iter().for_each(|moment| arguments.extend(["--snapshot-at", moment]));
    branch.iter().for_each(|branch| arguments.extend(["--branch", branch]));
    let document = told(&arguments);
    assert!(document["snapshots"].as_array().is_some_and(|all| all.len() > moments.len()), "{document}");
}

/// What one side's desk finds at a moment.
struct Desk<'a> {
    out: &'a Path,
    party: &'a str,
}

impl Desk<'_> {
    fn standing(&self, moment: &str) -> String {
        let path: PathBuf = self.out.join(moment).join(self.party);
        path.display().to_string()
    }

    fn assumptions(&self) -> String {
        case(&format!("assumptions-{}.toml", self.party.to_lowercase()))
    }

    fn assessed(&self, moment: &str) -> Value {
        let (file, standing) = (self.assumptions(), self.standing(moment));
        told(&["assess", "run", "--assumptions", &file, "--standing", &standing])
    }

    fn margins_of_both(&self, report: &Value) {
        let margins = &finding(report, "restraint")["figures"]["margins"];
        assert_eq!(margins.as_array().map(Vec::len), Some(2), "{}: {margins}", self.party);
    }

    fn breakout(&self, moment: &str, day: &str) -> Value {
        let (stocks, machines, standing) =
            (case("desk/stocks.csv"), case("desk/machines.csv"), self.standing(moment));
        let tables = ["--stocks", &stocks, "--machines", &machines, "--standing", &standing];
        told(&[&["safeguards", "breakout", "--as-of", day][..], &tables].concat())
    }
}

fn finding<'a>(report: &'a Value, id: &str) -> &'a Value {
    let all = report["findings"].as_array().expect("findings");
    all.iter().find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id} in {report}"))
}

#[test]
fn each_sides_desk_reads_its_own_snapshots_with_its_own_assumptions() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path();
    let moments = ["D1 23:00", "D6 23:00", "D9 23:00", "D10 23:00", "D11 12:00", "D14 23:00", "D18 06:00"];
    played(out, "D18 07:00", &moments, None);
    for party in ["US", "IR"] {
        let desk = Desk { out, party };
        let other = if party == "US" { "IR" } else { "US" };
        let mut runs = std::collections::BTreeSet::new();
        for (moment, rung) in [("D6-23-00", 4), ("D9-23-00", 4), ("D10-23-00", 6)] {
            let report = desk.assessed(moment);
            assert_eq!(report["own"], party, "{report}");
            assert_eq!(report["other"], other);
            assert_eq!(report["rung"], rung, "{moment}: {}", report["rung"]);
            if moment == "D9-23-00" {
                desk.margins_of_both(&report);
            }
            let posture = finding(&report, "posture");
            assert!(posture["figures"]["worst_loss"].as_f64().is_some_and(|loss| loss > 0.0), "{posture}");
            assert!(report["flips"]["tornado"].as_array().is_some_and(|all| !all.is_empty()));
            // Both sides' losses stand side by side.
            let first = &posture["figures"]["postures"][0]["expected_losses"];
            assert_eq!(first.as_array().map(Vec::len), Some(2), "{posture}");
            assert!(
                runs.insert(report["run_id"].as_str().expect("a run").to_owned()),
                "another run a moment"
            );
        }
        for moment in ["D1-23-00", "D14-23-00"] {
            desk.margins_of_both(&desk.assessed(moment));
        }
        // Breakout before and after the report of D11, with the age of its data; none while continuity is lost.
        let before = desk.breakout("D10-23-00", "2027-08-18");
        let after = desk.breakout("D11-12-00", "2027-08-19");
        let age = |told: &Value| told["last_verified"]["age_days"].as_i64();
        assert_eq!((age(&before), age(&after)), (Some(10), Some(0)), "{after}");
        let sixty = |told: &Value| told["metrics"]["stock_kg_u"]["60"].as_f64();
        assert_eq!((sixty(&before), sixty(&after)), (Some(142.1), Some(139.2)));
        for told in [&before, &after] {
            let months = |name: &str| told["months"][name].as_f64().expect("months");
            assert!(0.0 < months("low") && months("low") < months("high"), "{told}");
        }
        assert!(after["statement"].as_str().is_some_and(|said| said.contains("not to a weapon")));
        let lost = desk.breakout("D18-06-00", "2027-08-26");
        assert_eq!(lost["months"], Value::Null, "{lost}");
        assert_eq!(lost["no_verified_basis_since"], "2027-08-25");
    }
}

#[test]
fn in_branch_b_the_desks_see_the_off_ramp_taken() {
    let place = tempfile::tempdir().expect("a folder");
    played(place.path(), "D9 22:00", &["D9 21:40"], Some("B"));
    for party in ["US", "IR"] {
        let report = Desk { out: place.path(), party }.assessed("D9-21-40");
        assert_eq!(report["rung"], 4, "no response was carried out: {report}");
    }
}

#[test]
fn posteriors_before_and_after_the_warning_stand_under_every_prior() {
    for (name, after) in [("evidence-us", "evidence-us-after"), ("evidence-ir", "evidence-ir-after")] {
        let posterior = |name: &str| {
            let file = case(&format!("desk/{name}.toml"));
            told(&["attribution", "posterior", "--evidence", &file])
        };
        let (before, after) = (posterior(name), posterior(after));
        assert_ne!(before["posterior"], after["posterior"], "{name}");
        for told in [&before, &after] {
            let text = told.to_string();
            assert!(text.contains("standards") && text.contains("words"), "{text}");
        }
    }
}

#[test]
fn fans_of_an_a4_sent_and_of_a_strike_without_notice_differ_by_assumption() {
    let file = case("desk/event.toml");
    let told = told(&["brent", "scenario", "--event", &file, "--origin", "2024-06-10"]);
    let text = told.to_string();
    assert!(text.contains("A4 sent") && text.contains("strike without notice"), "{text}");
    assert!(told["difference"].is_object() || told["difference"].is_array(), "{text}");
    assert!(text.contains("notice by itself"), "the difference is assumed: {text}");
}

#[test]
fn each_sides_models_move_its_findings_and_it_is_said_which_and_by_what_factor() {
    for (party, evidence) in [("us", "evidence-us.toml"), ("ir", "evidence-ir.toml")] {
        let file = case(&format!("assumptions-{party}.toml"));
        let report = told(&["assess", "run", "--without-flips", "--assumptions", &file]);
        let models = report["models"]["models"].as_array().expect("models");
        let names: Vec<&str> = models.iter().filter_map(|it| it["model"].as_str()).collect();
        assert_eq!(names, ["safeguards", "attribution", "brent"]);
        assert!(models[1]["files"][0]["name"].as_str().is_some_and(|name| name.ends_with(evidence)));
        let moved: Vec<&str> = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter_map(|it| it["moved_by"].as_str())
            .collect();
        assert!(!moved.is_empty(), "{party}: {report}");
        for change in report["models"]["changes"].as_array().expect("changes") {
            assert!(change["factor"]["source"].as_str().is_some_and(|source| !source.is_empty()), "{change}");
            assert!(change["factor"]["unit"].as_str().is_some_and(|unit| unit.contains(" per ")), "{change}");
        }
        // Left out, nothing of them is left; another file in an option's place makes another run.
        let plain = told(&["assess", "run", "--without-flips", "--without-models", "--assumptions", &file]);
        assert_eq!(plain["models"], Value::Null);
        assert!(plain["findings"].as_array().expect("findings").iter().all(|it| it["moved_by"].is_null()));
        let after = case(&format!("desk/{}", evidence.replace(".toml", "-after.toml")));
        let other = told(&["assess", "run", "--without-flips", "--assumptions", &file, "--evidence", &after]);
        let ids = [&report, &plain, &other].map(|it| it["run_id"].as_str().expect("a run").to_owned());
        assert!(ids[0] != ids[1] && ids[0] != ids[2] && ids[1] != ids[2], "{ids:?}");
    }
}

#[test]
fn a_models_file_that_is_not_there_or_is_wrong_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::copy(case("assumptions-us.toml"), path("us.toml")).expect("a copy");
    let memo = |more: &[&str]| {
        let (file, out) = (path("us.toml"), path("memo"));
        let arguments = [&["assess", "memo", "--assumptions", &file, "--out", &out][..], more].concat();
        let run =
            Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).output().expect("the program runs");
        assert!(!run.status.success() && !folder.path().join("memo").exists());
        String::from_utf8_lossy(&run.stderr).into_owned()
    };
    let said = memo(&[]);
    assert!(said.contains("desk/stocks.csv"), "{said}");
    let (stocks, machines, event, case_file) = (
        case("desk/stocks.csv"),
        case("desk/machines.csv"),
        case("desk/event.toml"),
        case("desk/evidence-us.toml"),
    );
    let bad = std::fs::read_to_string(&case_file).expect("evidence").replace("\"B2\"", "\"B7\"");
    std::fs::write(path("bad.toml"), bad).expect("a file");
    let said = memo(&[
        "--stocks",
        &stocks,
        "--machines",
        &machines,
        "--event",
        &event,
        "--evidence",
        &path("bad.toml"),
    ]);
    assert!(said.contains("bad.toml") && said.contains("B7"), "{said}");
}
