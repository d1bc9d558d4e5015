//! A world's journal as a timeline with one column a party (`./run explain SEED`).
//!
//! In: lines "ms whose what". Out: rows; what happens at relays and to the world stands in the last column. Commits
//! are left out: every row rests on one.

/// The timeline, row by row.
pub(crate) fn rows(lines: &[String]) -> Vec<String> {
    let told: Vec<(u64, &str, &str)> = lines.iter().filter_map(|line| parts(line)).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (_, whose, _) in &told {
        if is_party(whose) && !columns.contains(whose) {
            columns.push(whose);
        }
    }
    columns.sort_unstable();
    let row = |time: &str, at: usize, text: &str| {
        let cells: Vec<String> = (0..=columns.len())
            .map(|column| format!("{:<WIDTH$}", if column == at { clipped(text) } else { String::new() }))
            .collect();
        format!("{time:>12}  {}", cells.join("| ")).trim_end().to_owned()
    };
    let head: Vec<String> =
        columns.iter().chain(&["relays, world"]).map(|name| format!("{name:<WIDTH$}")).collect();
    let mut rows = vec![format!("{:>12}  {}", "time", head.join("| ")).trim_end().to_owned()];
    for (at_ms, whose, what) in told.into_iter().filter(|(_, _, what)| *what != "persist") {
        let column = columns.iter().position(|name| *name == whose).unwrap_or(columns.len());
        let text = if column == columns.len() { format!("{whose} {what}") } else { what.to_owned() };
        rows.push(row(&clock(at_ms), column, &text));
    }
    rows
}

fn parts(line: &str) -> Option<(u64, &str, &str)> {
    let (at, rest) = line.trim_start().split_once(' ')?;
    let (whose, what) = rest.split_once(' ')?;
    Some((at.parse().ok()?, whose, what.trim_start()))
}

/// Relays and the world itself have no column of their own.
fn is_party(whose: &str) -> bool {
    whose != "world" && !whose.starts_with("R-")
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some(_) => text.chars().take(WIDTH - 1).chain(['\u{2026}']).collect(),
        None => text.to_owned(),
    }
}

/// Hours, minutes, seconds and thousandths since the world began.
fn clock(ms: u64) -> String {
    let s = ms / 1_000;
    format!("{}:{:02}:{:02}.{:03}", s / 3_600, s / 60 % 60, s % 60, ms % 1_000)
}

const WIDTH: usize = 34;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_party_has_its_column_and_commits_are_left_out() {
        let lines = [
            "         5 SOUTH    persist",
            "         7 SOUTH    holds NORTH1 Notice",
            "   3661001 NORTH    K1 SOUTH",
            "   3661002 world    begins RelayDies { relay: 0 }",
        ];
        let rows = rows(&lines.map(str::to_owned));
        assert_eq!(rows.len(), 4);
        let column = |name: &str| rows[0].find(name).expect("a column");
        assert_eq!(rows[1].find("holds"), Some(column("SOUTH")));
        assert_eq!(rows[2].find("K1"), Some(column("NORTH")));
        assert_eq!(rows[3].find("world begins"), Some(column("relays")));
        assert!(rows[2].contains("1:01:01.001"));
    }
}
