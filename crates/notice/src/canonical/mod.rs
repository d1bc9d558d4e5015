//! The canonical form: deterministic CBOR, RFC 8949 section 4.2.1, walked by the spec (notices.md section 0).
//!
//! A notice is `{0: 1, 1: type, 2: stamp, 3: envelope, 4: content}`, a draft the same without 2, a charter
//! `{0: 1, 1: 71, 2: head, 4: content}`. Words are their numbers, instants and durations whole seconds,
//! coordinates 1e-7 degrees, quantities `[mantissa, unit]` or `[mantissa, unit, decimals]`.
//!
//! I1 definite lengths, shortest integers, ascending integer keys, NFC text, no floats, no tags, no null.
//! I2 decoding is strict: what would not encode to the same bytes is refused as it is read (a charter, which is
//! seldom, is written again and compared); what a length claims is not believed.

mod read;
mod write;

use crate::charter::Charter;
use crate::envelope::ENVELOPE;
use crate::envelope::{Envelope, STAMP, Stamp};
use crate::error::NoticeError;
use crate::notice::{Draft, MOST_BYTES, Notice};
use crate::registry;
use crate::spec::{FieldSpec, TypeSpec};
use crate::value::{Fields, Value};
use crate::vocabulary::NoticeType;
use read::Reader;
use sha2::{Digest, Sha256};
use write::Writer;

const VERSION: u8 = 1;

/// Canonical bytes of paragraphs alone, for commitments and hashes of terms.
///
/// # Errors
/// [`NoticeError::Unfit`] names the paragraph whose value is not of its kind.
pub fn content(kind: NoticeType, fields: &Fields) -> Result<Vec<u8>, NoticeError> {
    let mut writer = Writer::new();
    writer.record(paragraphs(kind)?, fields, None)?;
    writer.done()
}

impl Notice {
    /// Canonical bytes.
    ///
    /// # Errors
    /// [`NoticeError::Unfit`] names the paragraph whose value is not of its kind.
    pub fn encode(&self) -> Result<Vec<u8>, NoticeError> {
        let mut writer = Writer::new();
        writer.open(5);
        head(&mut writer, self.kind());
        writer.key(2);
        writer.record(STAMP.fields, &self.stamp().fields(), None)?;
        body(writer, self.draft())
    }

    /// Reads canonical bytes, strictly.
    ///
    /// # Errors
    /// [`NoticeError`] for any other bytes than [`Notice::encode`] gives.
    pub fn decode(bytes: &[u8]) -> Result<Self, NoticeError> {
        let (reader, spec) = open(bytes, 5)?;
        let mut reader = drafted(reader, spec)?;
        reader.key(2)?;
        let stamp = Stamp::of(&reader.record(STAMP.fields, None)?).map_err(missing)?;
        let draft = rest(reader, spec)?;
        draft.stamped(stamp).ok_or_else(|| shape("1", "the number is of another type or party"))
    }

    /// SHA-256("demarche/notice/1" || canonical bytes).
    ///
    /// # Errors
    /// As [`Notice::encode`].
    pub fn hash(&self) -> Result<[u8; 32], NoticeError> {
        Ok(digest(b"demarche/notice/1", &self.encode()?))
    }
}

impl Draft {
    /// Canonical bytes of the draft: what officers approve before there is a number.
    ///
    /// # Errors
    /// [`NoticeError::Unfit`] names the paragraph whose value is not of its kind.
    pub fn encode(&self) -> Result<Vec<u8>, NoticeError> {
        let mut writer = Writer::new();
        writer.open(4);
        head(&mut writer, self.kind);
        body(writer, self)
    }

    /// Reads canonical bytes of a draft, strictly.
    ///
    /// # Errors
    /// [`NoticeError`] for any other bytes than [`Draft::encode`] gives.
    pub fn decode(bytes: &[u8]) -> Result<Self, NoticeError> {
        let (reader, spec) = open(bytes, 4)?;
        rest(drafted(reader, spec)?, spec)
    }

    /// SHA-256("demarche/draft/1" || canonical bytes): the subject of an officer's approval.
    ///
    /// # Errors
    /// As [`Draft::encode`].
    pub fn hash(&self) -> Result<[u8; 32], NoticeError> {
        Ok(digest(b"demarche/draft/1", &self.encode()?))
    }
}

impl Charter {
    /// Canonical bytes.
    ///
    /// # Errors
    /// [`NoticeError::Unfit`] names the paragraph whose value is not of its kind.
    pub fn encode(&self) -> Result<Vec<u8>, NoticeError> {
        let mut writer = Writer::new();
        writer.open(4);
        head(&mut writer, NoticeType::Ch);
        writer.key(2);
        writer.record(crate::charter::HEAD.fields, &self.head_fields(), None)?;
        writer.key(4);
        writer.record(paragraphs(NoticeType::Ch)?, &self.content, None)?;
        writer.done()
    }

    /// Reads canonical bytes, strictly.
    ///
    /// # Errors
    /// [`NoticeError`] for any other bytes than [`Charter::encode`] gives.
    pub fn decode(bytes: &[u8]) -> Result<Self, NoticeError> {
        let (mut reader, spec) = open(bytes, 4)?;
        if spec.kind != NoticeType::Ch {
            return Err(shape("type", "not a charter"));
        }
        reader.key(2)?;
        let head = reader.record(crate::charter::HEAD.fields, None)?;
        reader.key(4)?;
        let content = reader.record(spec.paragraphs, None)?;
        reader.end()?;
        let charter = Charter::of(&head, content).map_err(missing)?;
        same(bytes, charter.encode()?)?;
        Ok(charter)
    }

    /// SHA-256("demarche/charter/1" || canonical bytes).
    ///
    /// # Errors
    /// As [`Charter::encode`].
    pub fn hash(&self) -> Result<[u8; 32], NoticeError> {
        Ok(digest(b"demarche/charter/1", &self.encode()?))
    }
}

fn head(writer: &mut Writer, kind: NoticeType) {
    writer.key(0);
    writer.number(u64::from(VERSION));
    writer.key(1);
    writer.number(u64::from(kind.number()));
}

/// Envelope and paragraphs.
fn body(mut writer: Writer, draft: &Draft) -> Result<Vec<u8>, NoticeError> {
    let paragraphs = paragraphs(draft.kind)?;
    writer.key(3);
    writer.record(ENVELOPE.fields, &draft.envelope.fields(), None)?;
    writer.key(4);
    writer.record(paragraphs, &draft.content, subject_of(draft.kind, &draft.content))?;
    writer.done()
}

/// Opens the outer map and reads version and type.
fn open(bytes: &[u8], entries: u64) -> Result<(Reader<'_>, &'static TypeSpec), NoticeError> {
    if bytes.len() > MOST_BYTES {
        return Err(NoticeError::TooLong { bytes: bytes.len() });
    }
    let mut reader = Reader::new(bytes);
    reader.open(entries)?;
    reader.key(0)?;
    let version = reader.small()?;
    if version != VERSION {
        return Err(NoticeError::UnknownVersion { version });
    }
    reader.key(1)?;
    let number = reader.small()?;
    let kind = NoticeType::of_number(number)
        .ok_or_else(|| NoticeError::Unknown { what: format!("type {number}") })?;
    let spec = registry::spec(kind).ok_or_else(|| NoticeError::NotServed { kind: kind.word().to_owned() })?;
    Ok((reader, spec))
}

fn drafted<'a>(reader: Reader<'a>, spec: &TypeSpec) -> Result<Reader<'a>, NoticeError> {
    if spec.drafted { Ok(reader) } else { Err(NoticeError::NotDrafted { kind: spec.kind.word().to_owned() }) }
}

/// Envelope and paragraphs, to the end.
fn rest(mut reader: Reader<'_>, spec: &'static TypeSpec) -> Result<Draft, NoticeError> {
    reader.key(3)?;
    let fields = reader.record(ENVELOPE.fields, None)?;
    let envelope = Envelope::of(&fields).map_err(missing)?;
    if !envelope.said_by(&fields) {
        return Err(NoticeError::NotCanonical);
    }
    reader.key(4)?;
    let content = reader.content(spec)?;
    reader.end()?;
    Ok(Draft { kind: spec.kind, envelope, content })
}

fn paragraphs(kind: NoticeType) -> Result<&'static [FieldSpec], NoticeError> {
    let spec = registry::spec(kind).ok_or_else(|| NoticeError::NotServed { kind: kind.word().to_owned() })?;
    let fits = spec.drafted || kind == NoticeType::Ch;
    if fits { Ok(spec.paragraphs) } else { Err(NoticeError::NotDrafted { kind: kind.word().to_owned() }) }
}

/// Type of what an L3 restates: paragraph A says which spec its paragraph B is written by.
fn subject_of(kind: NoticeType, content: &Fields) -> Option<&'static TypeSpec> {
    if kind != NoticeType::L3 {
        return None;
    }
    registry::spec(content.get("A")?.fields()?.get("number").and_then(Value::number)?.kind)
}

fn same(received: &[u8], encoded: Vec<u8>) -> Result<(), NoticeError> {
    if received == encoded { Ok(()) } else { Err(NoticeError::NotCanonical) }
}

fn digest(label: &[u8], bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(label).chain_update(bytes).finalize().into()
}

fn shape(at: &str, why: &str) -> NoticeError {
    NoticeError::Shape { at: at.to_owned(), why: why.to_owned() }
}

fn missing(name: &'static str) -> NoticeError {
    shape(name, "missing")
}
