//! The three models as an analyst meets them: real processes, real files, the keys that the issue names.

use crate::commands::{code, demarche, document, folder, printed, said};
use serde_json::Value;
use std::path::Path;

fn data(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(path).display().to_string()
}

fn asked(folder: &Path, words: &[&str]) -> Value {
    let output = demarche(folder, words);
    assert_eq!(code(&output), 0, "{words:?}: {}{}", printed(&output), said(&output));
    document(&printed(&output))
}

fn filled(folder: &Path, kind: &str, file: &str) {
    let text = printed(&demarche(folder, &["template", kind]));
    std::fs::write(folder.join(file), text).expect("written");
}

#[test]
fn every_case_table_of_the_data_folder_holds_line_by_line() {
    let folder = folder();
    let tables = [
        ("safeguards/vectors.csv", 28),
        ("safeguards/published-breakout.csv", 13),
        ("safeguards/published-totals.csv", 5),
        ("attribution/vectors.csv", 9),
        ("brent/vectors.csv", 8),
    ];
    for (table, cases) in tables {
        let output = demarche(folder.path(), &["verify", "cases", &data(table), "--json"]);
        let text = printed(&output);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!((code(&output), lines.len()), (0, cases + 1), "{table}: {text}");
        let last = lines.last().expect("totals");
        assert_eq!((&last["holds"], &last["fails"]), (&Value::from(cases), &Value::from(0)));
        assert!(
            lines[..cases].iter().all(|l| l["holds"] == true && l["id"].is_string() && !l["seen"].is_null())
        );
    }
    let bad =
        std::fs::read_to_string(data("safeguards/vectors.csv")).expect("there").replace("4.868883", "4.9");
    std::fs::write(folder.path().join("bad.csv"), bad).expect("written");
    let output = demarche(folder.path(), &["verify", "cases", "bad.csv", "--json"]);
    assert_eq!(code(&output), 1);
    assert!(printed(&output).trim_end().ends_with(r#"{"fails":1,"holds":27}"#), "{}", printed(&output));
    std::fs::write(folder.path().join("other.csv"), "a,b\n1,2\n").expect("written");
    assert_eq!(code(&demarche(folder.path(), &["verify", "cases", "other.csv"])), 3);
}

#[test]
fn breakout_is_an_interval_while_there_is_a_basis_and_a_table_after() {
    let folder = folder();
    let (stocks, machines) = (data("safeguards/stocks.csv"), data("safeguards/machines.csv"));
    let words = ["safeguards", "breakout", "--stocks", &stocks, "--machines", &machines, "--json"];
    let found = asked(folder.path(), &words);
    let months = ["low", "central", "high"].map(|key| found["months"][key].as_f64().expect("a number"));
    assert!(months[0] <= months[1] && months[1] <= months[2], "{found}");
    assert!(found["detection"]["delay_days"]["central"].is_number() && found["stages"][0]["band"] == "60");
    assert!(found["metrics"]["breakout_months"]["central"].is_number() && found["statement"].is_string());
    assert_eq!(found, asked(folder.path(), &words), "the same seed, the same bytes");
    let later = asked(folder.path(), &["safeguards", "breakout", "--as-of", "2026-11-28", "--json"]);
    assert!(later["months"].is_null() && later["metrics"]["breakout_months"].is_null());
    assert_eq!(later["no_verified_basis_since"], "2025-06-13");
    assert_eq!(later["cases"].as_array().map(Vec::len), Some(6));
    let text = printed(&demarche(folder.path(), &["safeguards", "breakout", "--as-of", "2026-11-28"]));
    assert!(text.contains("NO VERIFIED BASIS SINCE") && text.contains("not to a weapon"), "{text}");
    filled(folder.path(), "step", "step.toml");
    let step = asked(folder.path(), &["safeguards", "price-step", "--step", "step.toml", "--json"]);
    assert!(step["days_bought"]["low"].as_f64().expect("days") > 0.0, "{step}");
}

#[test]
fn separative_work_is_told_and_nonsense_refused() {
    let folder = folder();
    let swu = |xp: &str, xf: &str, xt: &str| {
        let words = ["safeguards", "swu", "--product", "1", "--xp", xp, "--xf", xf, "--xt", xt, "--json"];
        demarche(folder.path(), &words)
    };
    let found = document(&printed(&swu("0.9", "0.00711", "0.003")));
    assert!((found["swu"].as_f64().expect("a number") - 192.937618).abs() < 1e-6);
    for (xp, xf, xt, told) in
        [("0.01", "0.2", "0.1", "product"), ("0.9", "0.2", "0.3", "tails"), ("1.2", "0.2", "0.1", "xp")]
    {
        let refused = swu(xp, xf, xt);
        assert_eq!(code(&refused), 3);
        assert!(said(&refused).contains(told) && said(&refused).contains("E-SAFE-003"), "{}", said(&refused));
    }
}

#[test]
fn a_posterior_is_words_with_ranges_and_names_what_moved_it() {
    let folder = folder();
    filled(folder.path(), "evidence", "case.toml");
    let found = asked(folder.path(), &["attribution", "posterior", "--evidence", "case.toml", "--json"]);
    assert!(
        found["posterior"]["directed"]["low"].is_number() && found["words"]["directed"]["word"].is_string()
    );
    assert!(
        found["factors"].as_array().expect("a list").iter().all(|f| f["decibans"].is_number()),
        "{found}"
    );
    assert_eq!(found["standards"].as_array().map(Vec::len), Some(11));
    assert!(found["next_best_observation"]["kind"].is_string());
    let events = data("incidents/ucdp-syria-subset.csv");
    let after = asked(
        folder.path(),
        &["attribution", "after-warning", "--events", &events, "--warning", "2018-03-25", "--json"],
    );
    assert!(after["rate_before"]["low"].is_number() && after["rate_after"]["high"].is_number());
    assert!(after["log10_bayes_factor"].is_number(), "{after}");
}

#[test]
fn a_dossier_has_every_point_in_every_language_and_nothing_half_written() {
    let folder = folder();
    let told = asked(folder.path(), &["attribution", "dossier", "--case", "3", "--out", "d", "--json"]);
    assert_eq!(told["points"], 5);
    for name in ["dossier.en.html", "dossier.fa.html"] {
        let page = std::fs::read_to_string(folder.path().join("d").join(name)).expect("written");
        assert!(
            page.contains("25.93 49.67") && page.contains("S/2020/326") && !page.contains("[EN]"),
            "{name}"
        );
    }
    assert_eq!(
        std::fs::read_dir(folder.path().join("d"))
            .expect("there")
            .filter_map(Result::ok)
            .filter(|f| { f.path().extension().is_some_and(|end| end == "part") })
            .count(),
        0
    );
    let none = demarche(folder.path(), &["attribution", "dossier", "--case", "999", "--out", "e"]);
    assert_eq!(code(&none), 2);
    assert!(!folder.path().join("e").exists());
}

#[test]
fn a_fan_has_its_baselines_its_difference_and_no_look_ahead() {
    let folder = folder();
    let here = folder.path();
    filled(here, "event", "event.toml");
    let words = ["brent", "scenario", "--event", "event.toml", "--origin", "2025-06-12", "--json"];
    let found = asked(here, &words);
    for rows in ["1", "5", "20", "60", "120"] {
        let quantiles =
            ["5", "25", "50", "75", "95"].map(|q| found["quantiles"][rows][q].as_f64().expect("USD"));
        assert!(quantiles.windows(2).all(|pair| pair[0] < pair[1]), "{rows}: {quantiles:?}");
    }
    assert!(
        found["baseline"]["garch_t"]["5"]["50"].is_number()
            && found["difference"]["horizons"]["5"].is_object()
    );
    assert!(found["statement"].as_str().expect("a sentence").contains("no data here estimate"));
    let text = std::fs::read_to_string(here.join("event.toml")).expect("there").replace("# known", "known");
    std::fs::write(here.join("ahead.toml"), text).expect("written");
    let ahead = ["brent", "scenario", "--event", "ahead.toml", "--origin", "2025-06-12"];
    let refused = demarche(here, &ahead);
    assert_eq!(code(&refused), 3);
    assert!(
        said(&refused).contains("E-BRENT-005") && said(&refused).contains("2025-06-13"),
        "{}",
        said(&refused)
    );
    let log = ["--unreleased", "US/LEV/27/0031/A4", "--person", "analyst-2", "--log", "runs.jsonl"];
    asked(here, &[&words[..], &log[..]].concat());
    let line = std::fs::read_to_string(here.join("runs.jsonl")).expect("logged");
    assert!(line.contains("analyst-2") && line.contains("\"at\":\"20"), "{line}");
}

#[test]
fn a_back_test_tells_scores_by_horizon_and_method_on_any_number_of_threads() {
    let folder = folder();
    let words = [
        "brent",
        "backtest",
        "--from",
        "2023-01-03",
        "--step",
        "60",
        "--paths",
        "400",
        "--json",
        "--threads",
    ];
    let run = |threads: &str| asked(folder.path(), &[&words[..], &[threads]].concat());
    let found = run("1");
    assert_eq!(found, run("3"));
    for key in ["crps", "coverage50", "coverage90", "pit"] {
        assert!(
            !found[key]["20"]["scenario"].is_null() && !found[key]["20"]["random_walk"].is_null(),
            "{key}"
        );
    }
    assert!(found["before"]["crps"]["1"]["garch_t"].is_number());
    assert!(found["gain"]["scenario_over_random_walk"]["1"]["low"].is_number());
    let fit = asked(folder.path(), &["brent", "fit", "--origin", "2012-12-31", "--json"]);
    assert!((fit["garch"]["nu"].as_f64().expect("a number") - 8.35).abs() < 0.1, "{fit}");
}
