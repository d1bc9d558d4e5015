//! What is remembered of one report: its identity, and for each line it may match what was found. Written to the log and
//! read back as it was.

use notice::truth::Truth;
use redline::Event;
use redline::event::Where;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A report as remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Hash of source and id.
    pub key: u128,
    /// Revision.
    pub revision: u32,
    /// Hash of what it says.
    pub content: u64,
    /// Earliest and latest time.
    pub when: (i64, i64),
    /// Its source takes it back.
    pub withdrawn: bool,
    /// Its id, if it may match a line.
    pub id: String,
    /// Lines it may match or is near.
    pub matches: Vec<Match>,
}

/// What was found of one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The line's number.
    pub line: u32,
    /// Whether it matches; the count apart.
    pub truth: Truth,
    /// Whether it is near by place or magnitude.
    pub near: bool,
    /// Metres beyond the stand-off and half the extent, if there is a place.
    pub figures: Option<(f64, f64)>,
}

/// Hash of an event's identity.
pub fn key(event: &Event) -> u128 {
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        event.identity.source.hash(&mut hasher);
        event.identity.id.hash(&mut hasher);
        hasher.finish()
    };
    u128::from(hash(1)) << 64 | u128::from(hash(2))
}

/// Hash of what an event says, its identity apart.
pub fn content(event: &Event, withdrawn: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    (event.when, withdrawn).hash(&mut hasher);
    let classes: Vec<u8> = event.acts.classes().iter().map(|act| act.number()).collect();
    classes.hash(&mut hasher);
    for spot in &event.spots {
        let centre = spot.centre();
        (centre.lat.to_bits(), centre.lon.to_bits(), spot.radius_m().to_bits()).hash(&mut hasher);
        if let Where::Ellipse { error, .. } = spot {
            (error.minor_m.to_bits(), error.azimuth_deg.to_bits()).hash(&mut hasher);
        }
    }
    event.candidates.hash(&mut hasher);
    event.measured.hash(&mut hasher);
    event.seen_by.hash(&mut hasher);
    event.told.hash(&mut hasher);
    hasher.finish()
}

impl Record {
    /// Writes it behind what is there.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.key.to_le_bytes());
        out.extend(self.revision.to_le_bytes());
        out.extend(self.content.to_le_bytes());
        out.extend(self.when.0.to_le_bytes());
        out.extend(self.when.1.to_le_bytes());
        out.push(u8::from(self.withdrawn));
        out.extend(u32::try_from(self.matches.len()).unwrap_or(u32::MAX).to_le_bytes());
        if self.matches.is_empty() {
            return;
        }
        out.extend(u32::try_from(self.id.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(self.id.as_bytes());
        for found in &self.matches {
            out.extend(found.line.to_le_bytes());
            out.push(found.truth as u8 | u8::from(found.near) << 2 | u8::from(found.figures.is_some()) << 3);
            let (margin, extent) = found.figures.unwrap_or_default();
            out.extend(margin.to_le_bytes());
            out.extend(extent.to_le_bytes());
        }
    }

    /// Reads the next one and takes it off; `None` at the end or for bytes that are no record.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut record = Record {
            key: u128::from_le_bytes(take(bytes)?),
            revision: u32::from_le_bytes(take(bytes)?),
            content: u64::from_le_bytes(take(bytes)?),
            when: (i64::from_le_bytes(take(bytes)?), i64::from_le_bytes(take(bytes)?)),
            withdrawn: take::<1>(bytes)?[0] == 1,
            id: String::new(),
            matches: Vec::new(),
        };
        let count = u32::from_le_bytes(take(bytes)?);
        if count == 0 {
            return Some(record);
        }
        let length = usize::try_from(u32::from_le_bytes(take(bytes)?)).ok()?;
        let id = bytes.get(..length)?;
        record.id = String::from_utf8(id.to_vec()).ok()?;
        *bytes = &bytes[length..];
        for _ in 0..count {
            let line = u32::from_le_bytes(take(bytes)?);
            let flags = take::<1>(bytes)?[0];
            let truth = match flags & 3 {
                0 => Truth::False,
                1 => Truth::Uncertain,
                _ => Truth::True,
            };
            let figures = (f64::from_le_bytes(take(bytes)?), f64::from_le_bytes(take(bytes)?));
            let figures = (flags & 8 != 0).then_some(figures);
            record.matches.push(Match { line, truth, near: flags & 4 != 0, figures });
        }
        Some(record)
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_back_as_they_were_and_short_bytes_are_none() {
        let found = Match { line: 7, truth: Truth::Uncertain, near: true, figures: Some((-3.5, 400.0)) };
        let record = Record {
            key: 1 << 100,
            revision: 2,
            content: 3,
            when: (-4, 5),
            withdrawn: false,
            id: "drone".into(),
            matches: vec![found, Match { figures: None, truth: Truth::True, near: false, ..found }],
        };
        let mut bytes = Vec::new();
        record.write(&mut bytes);
        Record { matches: Vec::new(), id: String::new(), withdrawn: true, ..record.clone() }
            .write(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(Record::read(&mut rest), Some(record));
        assert!(Record::read(&mut rest).is_some_and(|record| record.withdrawn));
        assert_eq!(Record::read(&mut rest), None);
        assert_eq!(Record::read(&mut &bytes[..20]), None);
    }
}
