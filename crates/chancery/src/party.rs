//! A party as its node knows it: officers, pairs, the index of compartments. Its rows make `node.db`.
//!
//! I1 every change gives the row that keeps it; nothing is kept that has no row. I2 no secret stands here: pair
//! secrets and keys are the store's.

use crate::error::ChanceryError;
use crate::officers::Roster;
use line::ids::{CompartmentId, PartyCode, Status};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use notice::{Charter, Code8, Station};
use std::collections::BTreeMap;

/// A row of `node.db`: its key, and its value or `None` to delete.
pub type Row = (Vec<u8>, Option<Vec<u8>>);

/// A pair with another party, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Pair {
    /// The other's fingerprint as it was typed in: eight groups of five digits.
    #[n(0)]
    pub fingerprint: String,
    /// Generation of its identity.
    #[n(1)]
    pub generation: u32,
    /// Whether a courier secret went in; else FINGERPRINT ONLY.
    #[n(2)]
    pub courier: bool,
    /// When they were paired, ms UTC.
    #[n(3)]
    pub at_ms: i64,
}

/// A compartment in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Its id.
    pub id: CompartmentId,
    /// The own station that speaks there.
    pub station: Station,
    /// The charter version in force.
    pub charter: Charter,
}

/// A party, its officers and what it takes part in.
#[derive(Debug, Clone)]
pub struct Party {
    code: PartyCode,
    status: Status,
    roster: Roster,
    pairs: BTreeMap<PartyCode, Pair>,
    compartments: BTreeMap<Code8, Indexed>,
}

impl Party {
    /// A party that knows nobody yet.
    pub fn new(code: PartyCode, status: Status) -> Self {
        let (pairs, compartments) = (BTreeMap::new(), BTreeMap::new());
        Party { code, status, roster: Roster::default(), pairs, compartments }
    }

    /// Rebuilds it from its rows; rows of others are passed over.
    ///
    /// # Errors
    /// [`ChanceryError::RowUnreadable`].
    pub fn restore<'a>(
        code: PartyCode,
        status: Status,
        rows: impl Iterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<Self, ChanceryError> {
        let mut party = Party::new(code, status);
        let unreadable = |row: &str| ChanceryError::RowUnreadable { row: row.to_owned() };
        for (key, value) in rows {
            if key == ROSTER {
                party.roster = line::cbor::decode(value).map_err(|_| unreadable("officers"))?;
            } else if let Some(other) = key.strip_prefix(PAIR) {
                let other = std::str::from_utf8(other).ok().and_then(PartyCode::parse);
                let pair = line::cbor::decode(value).map_err(|_| unreadable("pair"))?;
                party.pairs.insert(other.ok_or_else(|| unreadable("pair"))?, pair);
            } else if let Some(code) = key.strip_prefix(COMPARTMENT) {
                let code = std::str::from_utf8(code).ok().and_then(|code| Code8::parse(code).ok());
                let indexed = Indexed::decode(value).ok_or_else(|| unreadable("compartment"))?;
                party.compartments.insert(code.ok_or_else(|| unreadable("compartment"))?, indexed);
            }
        }
        Ok(party)
    }

    /// Its code.
    pub fn code(&self) -> &PartyCode {
        &self.code
    }

    /// Its status.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Its officers; every compartment gets a copy by `Input::Roster`.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Changes the officers and gives the row that keeps the change.
    ///
    /// # Errors
    /// What the change says; then nothing is changed.
    pub fn change_roster(
        &mut self,
        change: impl FnOnce(&mut Roster) -> Result<(), ChanceryError>,
    ) -> Result<Row, ChanceryError> {
        let mut roster = self.roster.clone();
        change(&mut roster)?;
        self.roster = roster;
        Ok((ROSTER.to_vec(), Some(line::cbor::encode(&self.roster))))
    }

    /// Pairs, by party.
    pub fn pairs(&self) -> &BTreeMap<PartyCode, Pair> {
        &self.pairs
    }

    /// Notes a pair.
    pub fn pair(&mut self, other: PartyCode, pair: Pair) -> Row {
        let key = [PAIR, other.as_str().as_bytes()].concat();
        let value = Some(line::cbor::encode(&pair));
        self.pairs.insert(other, pair);
        (key, value)
    }

    /// Compartments, by code.
    pub fn compartments(&self) -> &BTreeMap<Code8, Indexed> {
        &self.compartments
    }

    /// Notes a compartment, or its new charter version.
    ///
    /// # Errors
    /// [`ChanceryError::Invalid`] if the charter cannot be encoded.
    pub fn index(&mut self, code: Code8, indexed: Indexed) -> Result<Row, ChanceryError> {
        let value = Some(indexed.encode()?);
        let key = [COMPARTMENT, code.as_str().as_bytes()].concat();
        self.compartments.insert(code, indexed);
        Ok((key, value))
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct IndexRow {
    #[n(0)]
    id: CompartmentId,
    #[n(1)]
    station: String,
    #[n(2)]
    charter: ByteVec,
}

impl Indexed {
    fn encode(&self) -> Result<Vec<u8>, ChanceryError> {
        let invalid = |why: notice::NoticeError| ChanceryError::Invalid { findings: vec![why.to_string()] };
        let charter = self.charter.encode().map_err(invalid)?.into();
        let row = IndexRow { id: self.id, station: self.station.to_string(), charter };
        Ok(line::cbor::encode(&row))
    }

    fn decode(value: &[u8]) -> Option<Self> {
        let row: IndexRow = line::cbor::decode(value).ok()?;
        let station = Station::parse(&row.station).ok()?;
        Some(Indexed { id: row.id, station, charter: Charter::decode(&row.charter).ok()? })
    }
}

const ROSTER: &[u8] = b"chancery/officers";
const PAIR: &[u8] = b"chancery/pair/";
const COMPARTMENT: &[u8] = b"chancery/compartment/";
