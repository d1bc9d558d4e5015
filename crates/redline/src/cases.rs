//! Tables of cases by which a user who distrusts this engine runs it: recognised by their columns, judged row by row.

mod coast;
mod geodesy;
mod window;

use crate::error::RedlineError;
use crate::zone::Zone;

/// A row and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// First column.
    pub id: String,
    /// What the engine says.
    pub seen: String,
    /// What the table says.
    pub expected: String,
    /// Whether they agree to the table's tolerance.
    pub holds: bool,
}

/// A row by column.
pub struct Row<'a> {
    columns: &'a [String],
    cells: Vec<String>,
}

/// A kind of table.
pub struct Table {
    /// Columns it is known by.
    pub columns: &'static [&'static str],
    judge: fn(&Row<'_>, &Ground<'_>) -> (String, bool),
    expected: &'static str,
}

/// What a table may need besides itself.
#[derive(Debug, Default)]
pub struct Ground<'a> {
    /// The coast, for tables that ask for distances to it.
    pub coast: Option<&'a Coast>,
}

/// A coast line by line.
#[derive(Debug)]
pub struct Coast {
    /// Each line as a zone.
    pub lines: Vec<Zone>,
}

/// The tables of this crate.
pub static TABLES: &[Table] = &[
    Table {
        columns: &["id", "kind", "geometry_wkt", "query", "ask", "expected", "unit", "tolerance", "note"],
        judge: geodesy::judge,
        expected: "expected",
    },
    Table {
        columns: &["reference", "lat", "lon", "distance_to_coast_m", "tolerance_m"],
        judge: coast::judge,
        expected: "distance_to_coast_m",
    },
    Table { columns: &["id", "events", "n", "w", "verdict"], judge: window::judge, expected: "verdict" },
];

impl<'a> Row<'a> {
    /// A cell; empty if there is no such column.
    pub fn cell(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|name| name == column);
        place.and_then(|place| self.cells.get(place)).map_or("", |cell| cell.trim())
    }

    /// A cell as a number.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.cell(column).parse().ok()
    }
}

/// The columns of a table.
///
/// # Errors
/// [`RedlineError::NotATable`].
pub fn columns(text: &str) -> Result<Vec<String>, RedlineError> {
    let bad = |e: csv::Error| RedlineError::NotATable { why: e.to_string() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    Ok(reader.headers().map_err(bad)?.iter().map(|name| name.trim().to_owned()).collect())
}

/// The table of these columns, if this crate knows it.
pub fn table_of(columns: &[String]) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.columns.iter().all(|name| columns.iter().any(|found| found == name)))
}

impl Table {
    /// Judges every row.
    ///
    /// # Errors
    /// [`RedlineError::NotATable`] for a row that is not of the table's shape.
    pub fn run(&self, text: &str, ground: &Ground<'_>) -> Result<Vec<Judged>, RedlineError> {
        let columns = columns(text)?;
        let bad = |e: csv::Error| RedlineError::NotATable { why: e.to_string() };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader
            .records()
            .map(|record| {
                let cells = record.map_err(bad)?.iter().map(str::to_owned).collect();
                let row = Row { columns: &columns, cells };
                let (seen, holds) = (self.judge)(&row, ground);
                let id = row.cells.first().cloned().unwrap_or_default();
                Ok(Judged { id, seen, expected: row.cell(self.expected).to_owned(), holds })
            })
            .collect()
    }
}

/// A number compared with the expected one, to the tolerance of the row.
fn within(seen: f64, row: &Row<'_>, expected: &str, tolerance: &str) -> (String, bool) {
    let agrees = row
        .number(expected)
        .zip(row.number(tolerance))
        .is_some_and(|(expected, tolerance)| (seen - expected).abs() <= tolerance.max(1e-12));
    (format!("{seen:.6}"), agrees)
}

/// A word compared with the expected one.
fn same(seen: &str, row: &Row<'_>, expected: &str) -> (String, bool) {
    (seen.to_owned(), seen == row.cell(expected))
}
