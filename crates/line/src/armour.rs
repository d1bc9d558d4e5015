//! Files that people carry: canonical CBOR `["demarche", kind, status, payload]`, or the same as armoured text
//! (line.md sections 2 and 9).
//!
//! In: bytes of a file, either form. Out: its payload, or the reason why it is not for this node.
//!
//! I1 the status is read before the payload, so that a file of another status is refused with that reason (R14).

use crate::cbor::{self, Malformed};
use crate::ids::Status;
use crate::refused::Refused;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum FileKind {
    /// An invitation: pairing message 1.
    #[n(0)]
    Invitation,
    /// Pairing message 2.
    #[n(1)]
    PairingReply,
    /// Pairing message 3.
    #[n(2)]
    PairingConfirm,
    /// Pairing message 4.
    #[n(3)]
    PairingClose,
    /// Envelopes carried by hand.
    #[n(4)]
    Pouch,
    /// A stretch of a relay's carrier log.
    #[n(5)]
    CarrierSlice,
}

impl FileKind {
    /// The words of the armour's first and last line.
    pub fn words(self) -> &'static str {
        match self {
            FileKind::Invitation => "INVITATION",
            FileKind::PairingReply => "PAIRING 2 OF 4",
            FileKind::PairingConfirm => "PAIRING 3 OF 4",
            FileKind::PairingClose => "PAIRING 4 OF 4",
            FileKind::Pouch => "POUCH",
            FileKind::CarrierSlice => "CARRIER LOG",
        }
    }
}

/// A file with its payload still opaque.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// ACTUAL, EXERCISE or TEST.
    pub status: Status,
    /// Canonical bytes of what its kind says.
    pub payload: Vec<u8>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Wire {
    #[n(0)]
    magic: String,
    #[n(1)]
    kind: FileKind,
    #[n(2)]
    status: Status,
    #[n(3)]
    payload: ByteVec,
}

impl File {
    /// The binary form.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(&Wire {
            magic: MAGIC.to_owned(),
            kind: self.kind,
            status: self.status,
            payload: self.payload.clone().into(),
        })
    }

    /// The armoured form: base64 in lines of 64 between two lines of words.
    pub fn armour(&self) -> String {
        let text = STANDARD.encode(self.encode());
        let mut out = format!("-----BEGIN DEMARCHE {}-----\n", self.kind.words());
        for line in text.as_bytes().chunks(64) {
            out.extend(line.iter().map(|b| char::from(*b)));
            out.push('\n');
        }
        out.push_str(&format!("-----END DEMARCHE {}-----\n", self.kind.words()));
        out
    }

    /// Reads either form.
    ///
    /// # Errors
    /// [`Refused::NotAFile`], [`Refused::Malformed`].
    pub fn read(bytes: &[u8]) -> Result<File, Refused> {
        let binary = match bytes.trim_ascii_start().starts_with(BEGIN) {
            true => unarmour(bytes).ok_or(Refused::Malformed(Malformed::Rule("the armour is damaged")))?,
            false => bytes.to_vec(),
        };
        let starts_right = binary.len() > 9 && binary[0] == 0x84 && &binary[2..10] == MAGIC.as_bytes();
        if !starts_right {
            return Err(Refused::NotAFile);
        }
        let wire: Wire = cbor::decode(&binary).map_err(Refused::Malformed)?;
        let file = File { kind: wire.kind, status: wire.status, payload: wire.payload.into() };
        if wire.magic == MAGIC { Ok(file) } else { Err(Refused::NotAFile) }
    }

    /// The payload, if the file is of this kind and of this node's status.
    ///
    /// # Errors
    /// [`Refused::OtherKind`], [`Refused::OtherStatus`].
    pub fn expect(self, kind: FileKind, ours: Status) -> Result<Vec<u8>, Refused> {
        if self.kind != kind {
            return Err(Refused::OtherKind { wanted: kind.words(), found: self.kind.words() });
        }
        if self.status != ours {
            return Err(Refused::OtherStatus { ours, theirs: self.status });
        }
        Ok(self.payload)
    }
}

/// Takes the base64 between the two lines; spaces and line ends of any system do not count.
fn unarmour(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let (_, rest) = text.split_once('\n')?;
    let body = &rest[..rest.rfind("-----END DEMARCHE ")?];
    let packed: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(packed).ok()
}

const MAGIC: &str = "demarche";
const BEGIN: &[u8] = b"-----BEGIN DEMARCHE ";

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> File {
        File { kind: FileKind::Pouch, status: Status::Exercise, payload: vec![7; 100] }
    }

    #[test]
    fn both_forms_come_back_also_with_line_ends_of_another_system() {
        assert_eq!(File::read(&file().encode()), Ok(file()));
        assert_eq!(File::read(file().armour().as_bytes()), Ok(file()));
        assert_eq!(File::read(file().armour().replace('\n', "\r\n").as_bytes()), Ok(file()));
    }

    #[test]
    fn another_kind_or_status_is_refused_with_that_reason() {
        assert!(matches!(
            file().expect(FileKind::Invitation, Status::Exercise),
            Err(Refused::OtherKind { wanted: "INVITATION", found: "POUCH" })
        ));
        assert!(matches!(
            file().expect(FileKind::Pouch, Status::Actual),
            Err(Refused::OtherStatus { ours: Status::Actual, theirs: Status::Exercise })
        ));
    }

    #[test]
    fn what_is_no_file_is_not_called_a_damaged_one() {
        assert!(matches!(File::read(b"hello"), Err(Refused::NotAFile)));
        assert!(matches!(File::read(b""), Err(Refused::NotAFile)));
        let mut cut = file().encode();
        cut.pop();
        assert!(matches!(File::read(&cut), Err(Refused::Malformed(_))));
        assert!(matches!(File::read(b"-----BEGIN DEMARCHE POUCH-----\n***"), Err(Refused::Malformed(_))));
    }
}
