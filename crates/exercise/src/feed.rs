//! Feeds of a scenario: rows that a party's own watch reads.

use crate::error::ExerciseError;
use crate::folder::Folder;
use feeds::reader::Position;
use feeds::{Format, Item, Mapping};

/// Every row of a feed in a file of the folder, read by a mapping in another.
///
/// # Errors
/// [`ExerciseError`] with the file that is not there, no mapping, or no table.
pub fn rows(folder: &Folder, file: &str, map: Option<&str>) -> Result<Vec<Item>, ExerciseError> {
    let wrong = |at: &str, why: String| ExerciseError::Wrong { at: at.to_owned(), expected: why };
    let mapping = map.map(|map| {
        Mapping::parse(folder.text(map)?).map_err(|why| wrong(map, format!("a mapping of columns: {why}")))
    });
    let mapping = mapping.transpose()?;
    let text = folder.text(file)?;
    let items = feeds::read(text.as_bytes(), Format::Csv, mapping.as_ref(), Position::default());
    Ok(items.map_err(|why| wrong(file, format!("rows with a header: {why}")))?.collect())
}
