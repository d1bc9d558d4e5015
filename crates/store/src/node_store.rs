//! `node.db`: what belongs to the party and not to one compartment.

use crate::error::StoreError;
use crate::row_store::{AllRows, RowStore, RowWrite, TableSet};

/// The tables of `node.db`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NodeTable {
    /// Own identity and settings of the party.
    Party = 0,
    /// Paired parties and their secrets.
    Pairs = 1,
    /// Officers, their roles and authenticators.
    Officers = 2,
    /// Relays with pins and accounts.
    Relays = 3,
    /// Index of compartments and charters.
    Index = 4,
    /// Pairing and founding under way.
    Steps = 5,
}

impl TableSet for NodeTable {
    const ALL: &'static [Self] = &[
        NodeTable::Party,
        NodeTable::Pairs,
        NodeTable::Officers,
        NodeTable::Relays,
        NodeTable::Index,
        NodeTable::Steps,
    ];
    const KIND: u32 = 2;

    fn name(self) -> &'static str {
        match self {
            NodeTable::Party => "party",
            NodeTable::Pairs => "pairs",
            NodeTable::Officers => "officers",
            NodeTable::Relays => "relays",
            NodeTable::Index => "compartments",
            NodeTable::Steps => "steps",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }

    fn wide(self) -> bool {
        matches!(self, NodeTable::Steps)
    }
}

/// One row of `node.db` to write or delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeWrite {
    /// Where.
    pub table: NodeTable,
    /// Its key.
    pub key: Vec<u8>,
    /// The new value, or `None` to delete.
    pub value: Option<Vec<u8>>,
}

/// The node's own store.
#[derive(Debug)]
pub struct NodeStore(pub(crate) RowStore<NodeTable>);

impl NodeStore {
    /// Every row.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn load(&mut self) -> Result<AllRows<NodeTable>, StoreError> {
        self.0.load()
    }

    /// All rows in one transaction, durable on return.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing of it is kept then.
    pub fn commit(&mut self, writes: &[NodeWrite]) -> Result<(), StoreError> {
        self.0.commit(writes.iter().map(|w| RowWrite {
            table: w.table,
            key: &w.key,
            value: w.value.as_deref(),
        }))
    }

    /// The rows underneath, for checkpoints and limits.
    pub fn rows(&mut self) -> &mut RowStore<NodeTable> {
        &mut self.0
    }

    /// Closes the store and leaves the clean-stop marker.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn stop_cleanly(self, boot: &str) -> Result<(), StoreError> {
        self.0.stop_cleanly(boot)
    }
}
