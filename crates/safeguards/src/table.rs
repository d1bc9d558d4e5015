//! Tables with a fixed header, refused with line and column; lines that begin with # are comments.

use crate::error::SafeguardsError;
use jiff::civil::Date;

/// One line of a table.
pub(crate) struct Row<'a> {
    columns: &'a [&'a str],
    cells: csv::StringRecord,
    line: u64,
}

/// Reads a table that must have exactly these columns in this order.
pub(crate) fn rows<'a>(text: &str, columns: &'a [&'a str]) -> Result<Vec<Row<'a>>, SafeguardsError> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
    let unreadable = |e: csv::Error| SafeguardsError::Unreadable { why: e.to_string() };
    let header = reader.headers().map_err(unreadable)?.clone();
    if !header.iter().eq(columns.iter().copied()) {
        let found = header.iter().collect::<Vec<_>>().join(",");
        return Err(SafeguardsError::Header { found, expected: columns.join(",") });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let cells = record.map_err(unreadable)?;
        let line = cells.position().map_or(0, csv::Position::line);
        if cells.len() != columns.len() {
            return Err(SafeguardsError::Field {
                row: line,
                column: "-".to_owned(),
                found: format!("{} fields", cells.len()),
                expected: format!("{} fields", columns.len()),
            });
        }
        rows.push(Row { columns, cells, line });
    }
    Ok(rows)
}

impl Row<'_> {
    /// Line of the file, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The text of a column, trimmed.
    pub(crate) fn text(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|known| *known == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or_default().trim()
    }

    /// A date, year-month-day.
    pub(crate) fn date(&self, column: &str) -> Result<Date, SafeguardsError> {
        self.text(column).parse().map_err(|_| self.refused(column, "a date such as 2025-05-17"))
    }

    /// A number that is not negative; empty means not known.
    pub(crate) fn known(&self, column: &str) -> Result<Option<f64>, SafeguardsError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
            _ => Err(self.refused(column, "a number, not negative, or nothing")),
        }
    }

    /// A number that is not negative and stands there.
    pub(crate) fn number(&self, column: &str) -> Result<f64, SafeguardsError> {
        self.known(column)?.ok_or_else(|| self.refused(column, "a number, not negative"))
    }

    /// What is wrong with a column of this line.
    pub(crate) fn refused(&self, column: &str, expected: &str) -> SafeguardsError {
        SafeguardsError::Field {
            row: self.line,
            column: column.to_owned(),
            found: self.text(column).to_owned(),
            expected: expected.to_owned(),
        }
    }
}
