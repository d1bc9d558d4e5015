//! Which rows a start needs: all small tables, and of entries and statements what comes after the segments.
//!
//! I1 without sound segments everything is read, as if there were none. I2 a machine restored from these rows and the
//! archive is the one restored from all rows.

use crate::archive::Archive;
use crate::entry_row::place_key;
use crate::machine::{Rows, Table};
use crate::segment::{self, ASIDE, SPOKEN, TO_READ, TO_TAKE_OUT, under};
use refusal::Refusal;
use std::collections::BTreeSet;

/// Whether a table grows with the record, so that a start reads of it only what it needs.
pub fn is_large(table: Table) -> bool {
    matches!(table, Table::Entries | Table::Arrivals | Table::Snapshots)
}

/// The rows of a start: `small` has every table that is not large, the rest is taken from the archive. Segments are only
/// named here; the line reads them one by one.
///
/// # Errors
/// Why something cannot be read.
pub fn rows_to_open(small: Rows, archive: &dyn Archive) -> Result<Rows, Refusal> {
    let mut rows = small;
    let named = segment::named(archive)?;
    let sign = if named.tops.is_some() { TO_READ } else { TO_TAKE_OUT };
    add(&mut rows, Table::Snapshots, named.keys.into_iter().map(|key| (key, sign.to_vec())));
    let Some(tops) = named.tops else {
        for table in [Table::Entries, Table::Arrivals] {
            add(&mut rows, table, archive.rows_between(table, &[], None)?);
        }
        return Ok(rows);
    };
    let mut from = Vec::new();
    for (author, seq) in &tops {
        let (first, next) = (place_key(author, 0), place_key(author, seq.saturating_add(1)));
        add(&mut rows, Table::Entries, archive.rows_between(Table::Entries, &from, Some(&first))?);
        from = next;
    }
    add(&mut rows, Table::Entries, archive.rows_between(Table::Entries, &from, None)?);
    let aside: Vec<Vec<u8>> = under(&rows, Table::Core, ASIDE).map(|(key, _)| key.to_vec()).collect();
    for key in aside {
        add(&mut rows, Table::Entries, archive.row(Table::Entries, &key)?.map(|row| (key, row)));
    }
    let spoken = under(&rows, Table::Core, SPOKEN).map(|(hash, _)| hash.to_vec());
    let entries = under(&rows, Table::Entries, &[]);
    let hashes = entries.filter_map(|(key, _)| key.last_chunk::<8>().map(|hash| hash.to_vec()));
    let spoken: BTreeSet<Vec<u8>> = spoken.chain(hashes).collect();
    for hash in spoken {
        add(&mut rows, Table::Arrivals, archive.rows_under(Table::Arrivals, &hash)?);
    }
    Ok(rows)
}

fn add(rows: &mut Rows, table: Table, found: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>) {
    rows.extend(found.into_iter().map(|(key, value)| ((table, key), value)));
}
