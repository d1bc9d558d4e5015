//! Codes of parties, compartments, positions and lines, and stations made of them: `US/WATCH`.
//!
//! I1 an office, never a person (notices.md section 0).

use std::fmt;

/// 2 to 8 capital letters or digits, a letter first: a party, a compartment, a position or an office.
/// Its bytes, then zeros: so it needs no room of its own, and its order is that of the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code8([u8; 8]);

/// A text that is no code; carries it for the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACode(pub String);

impl Code8 {
    /// Reads a code.
    ///
    /// # Errors
    /// [`NotACode`] if the text is not 2 to 8 capitals or digits beginning with a letter.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let shape = (2..=8).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && text.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
        if !shape {
            return Err(NotACode(text.chars().take(40).collect()));
        }
        let mut bytes = [0; 8];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Code8(bytes))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl fmt::Display for Code8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Code8").field(&self.as_str()).finish()
    }
}

/// An office of a party: `US/WATCH`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Station {
    /// The party.
    pub party: Code8,
    /// The office.
    pub office: Code8,
}

impl Station {
    /// Reads `PARTY/OFFICE`.
    ///
    /// # Errors
    /// [`NotACode`] with the text if it has another shape.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let refused = || NotACode(text.chars().take(40).collect());
        let (party, office) = text.split_once('/').ok_or_else(refused)?;
        Ok(Station {
            party: Code8::parse(party).map_err(|_| refused())?,
            office: Code8::parse(office).map_err(|_| refused())?,
        })
    }
}

impl fmt::Display for Station {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.party, self.office)
    }
}

/// Identity and version of a red line: `US-2` v1, written `US-2/1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineVersion {
    /// Party that draws it.
    pub party: Code8,
    /// Which of its lines, from 1.
    pub line: u16,
    /// Version, from 1.
    pub version: u16,
}

impl LineVersion {
    /// Reads `US-2/1`.
    ///
    /// # Errors
    /// [`NotACode`] with the text if it has another shape.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let refused = || NotACode(text.chars().take(40).collect());
        let (id, version) = text.split_once('/').ok_or_else(refused)?;
        let (party, line) = id.split_once('-').ok_or_else(refused)?;
        let read = LineVersion {
            party: Code8::parse(party)?,
            line: line.parse().map_err(|_| refused())?,
            version: version.parse().map_err(|_| refused())?,
        };
        if read.line > 0 && read.version > 0 && read.to_string() == text { Ok(read) } else { Err(refused()) }
    }

    /// The line without its version: `US-2`.
    pub fn id(&self) -> String {
        format!("{}-{}", self.party, self.line)
    }
}

impl fmt::Display for LineVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}/{}", self.party, self.line, self.version)
    }
}
