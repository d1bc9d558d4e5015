//! Case tables of the three models, recognised by their header.

use crate::run::verify::Case;
use crate::stopped::Stopped;
use ::safeguards::{PUBLISHED_COLUMNS, TOTALS_COLUMNS};

/// Whether a header is one of theirs.
pub fn knows(header: &[String]) -> bool {
    kind(header).is_some()
}

/// Runs a table.
pub fn judge(text: &str) -> Result<Vec<Case>, Stopped> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map(|header| header.iter().map(str::to_owned).collect::<Vec<_>>());
    let header = header.map_err(|e| Stopped::usage("header of a table of cases", &e.to_string()))?;
    match kind(&header) {
        Some(Kind::Vectors) => safeguards_vectors(text),
        Some(Kind::JsonVectors) => json_vectors(text),
        Some(Kind::Published) => published(text),
        Some(Kind::Totals) => totals(text),
        None => Err(Stopped::usage("header of a table of cases", &header.join(","))),
    }
}

enum Kind {
    Vectors,
    JsonVectors,
    Published,
    Totals,
}

fn kind(header: &[String]) -> Option<Kind> {
    let is = |columns: &[&str]| header.iter().map(|name| name.trim()).eq(columns.iter().copied());
    if is(&["id", "function", "inputs", "expected"]) {
        Some(Kind::Vectors)
    } else if is(&["id", "function", "inputs_json", "expected_json"]) {
        Some(Kind::JsonVectors)
    } else if is(&PUBLISHED_COLUMNS) {
        Some(Kind::Published)
    } else if is(&TOTALS_COLUMNS) {
        Some(Kind::Totals)
    } else {
        None
    }
}

/// Id, function, inputs and expectation of each line.
fn functions(text: &str) -> Result<Vec<[String; 4]>, Stopped> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.records().map(|record| {
        let record = record.map_err(|e| Stopped::usage("line of a table of cases", &e.to_string()))?;
        Ok(std::array::from_fn(|at| record.get(at).unwrap_or_default().to_owned()))
    });
    records.collect()
}

fn safeguards_vectors(text: &str) -> Result<Vec<Case>, Stopped> {
    let run = |[id, function, inputs, expected]: &[String; 4]| {
        let checked = ::safeguards::vector(id, function, inputs, expected);
        checked.map(of_safeguards).map_err(|e| Stopped::refused(&e))
    };
    functions(text)?.iter().map(run).collect()
}

/// Tables of attribution and of brent share their header: the function says whose a line is.
fn json_vectors(text: &str) -> Result<Vec<Case>, Stopped> {
    let run = |[id, function, inputs, expected]: &[String; 4]| {
        let (seen, holds) = if ::brent::functions().contains(&function.as_str()) {
            let c = ::brent::vector(id, function, inputs, expected).map_err(|e| Stopped::refused(&e))?;
            (c.seen, c.holds)
        } else {
            let c =
                ::attribution::vector(id, function, inputs, expected).map_err(|e| Stopped::refused(&e))?;
            (c.seen, c.holds)
        };
        Ok(Case { id: id.clone(), seen: seen.to_string(), expected: expected.clone(), holds })
    };
    functions(text)?.iter().map(run).collect()
}

fn published(text: &str) -> Result<Vec<Case>, Stopped> {
    let cases = ::safeguards::published_cases(text).map_err(|e| Stopped::refused(&e))?;
    Ok(cases.iter().map(|case| of_safeguards(case.checked())).collect())
}

fn totals(text: &str) -> Result<Vec<Case>, Stopped> {
    let rows = ::safeguards::totals_rows(text).map_err(|e| Stopped::refused(&e))?;
    Ok(rows.iter().map(|row| of_safeguards(row.checked())).collect())
}

fn of_safeguards(c: ::safeguards::Checked) -> Case {
    Case { id: c.id, seen: c.seen, expected: c.expected, holds: c.holds }
}
