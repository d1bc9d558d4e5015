//! What a world reads out of a node's rows: the entries they hold.

use line::entry::{Attestation, Entry};
use line::machine::{Table, Write};
use minicbor::Decoder;

/// The entries among the rows of a commit.
pub fn entries(writes: &[Write]) -> Vec<Entry> {
    let rows = writes.iter().filter(|write| write.table == Table::Entries);
    rows.filter_map(|write| entry(write.value.as_deref()?)).collect()
}

/// The entry in a row of the entries table, whose value is `[place, entry bytes]`.
fn entry(value: &[u8]) -> Option<Entry> {
    let mut row = Decoder::new(value);
    row.array().ok()?;
    row.skip().ok()?;
    Entry::decode(row.bytes().ok()?, Attestation::MutualOnly).ok()
}
