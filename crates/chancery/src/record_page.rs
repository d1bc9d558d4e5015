//! One notice of a TRANSFERABLE compartment on a page that verifies by itself (line.md section 4): the notice, its
//! record signature and the charter page with the record keys. Neither a node nor a transcript is needed, and no
//! other notice is shown by it.
//!
//! In: entries of a compartment and a number, or a page. Out: a page, or what it shows.
//! I1 a page verifies against the charter on it and nothing else; whose charter that is, its fingerprint tells to
//! whoever has the sealed one. I2 a MUTUAL_ONLY compartment gives no page: there is no signature to put on it.

use crate::error::ChanceryError;
use line::body::NoticeBody;
use line::config::Attestation;
use line::entry::{Entry, Kind};
use line::ids::Status;
use line::record::Record;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use notice::{Charter, Notice, Number};
use sha2::{Digest, Sha256};

/// The page as a file: canonical CBOR.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RecordPage {
    /// [`FORMAT`].
    #[n(0)]
    pub format: String,
    /// ACTUAL, EXERCISE or TEST.
    #[n(1)]
    pub status: Status,
    /// Canonical bytes of the charter form under which the notice was released.
    #[n(2)]
    pub charter: ByteVec,
    /// Canonical bytes of the notice.
    #[n(3)]
    pub notice: ByteVec,
    /// Its record signature.
    #[n(4)]
    pub signature: ByteArray<64>,
}

/// What a page that verifies shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The notice.
    pub notice: Notice,
    /// The status of both.
    pub status: Status,
    /// SHA-256 of the charter form; compare its fingerprint with the sealed charter's.
    pub charter: [u8; 32],
    /// The record key of the notice's party, as the charter names it.
    pub record_key: [u8; 32],
}

impl RecordPage {
    /// Puts a notice on a page, from a compartment's entries: with the newest charter version that it verifies
    /// against.
    ///
    /// # Errors
    /// [`ChanceryError::NoRecordSignature`] in MUTUAL_ONLY, [`ChanceryError::NoSuchNotice`],
    /// [`ChanceryError::RecordPage`] if no charter version of the transcript fits.
    pub fn of<'a>(
        entries: impl Iterator<Item = &'a Entry> + Clone,
        attestation: Attestation,
        number: &Number,
    ) -> Result<Self, ChanceryError> {
        let of_kind = |kind: Kind| entries.clone().filter(move |e| e.header.kind == kind);
        let found = of_kind(Kind::Notice).find_map(|e| {
            let body = NoticeBody::decode(&e.body, attestation).ok()?;
            let is = Notice::decode(&body.bytes).is_ok_and(|n| n.number() == number);
            is.then_some((e.header.status, body))
        });
        let (status, body) =
            found.ok_or_else(|| ChanceryError::NoSuchNotice { number: number.to_string() })?;
        let signature = body.record_sig.ok_or(ChanceryError::NoRecordSignature)?;
        let charters = of_kind(Kind::Charter)
            .filter_map(|e| line::body::Charter::decode(&e.body, attestation).ok())
            .map(|charter| charter.bytes);
        let page = |charter: ByteVec| RecordPage {
            format: FORMAT.to_owned(),
            status,
            charter,
            notice: body.bytes.clone(),
            signature,
        };
        let mut pages: Vec<RecordPage> = charters.map(page).collect();
        pages.reverse();
        let none = ChanceryError::RecordPage { why: "CHARTER" };
        pages.into_iter().find(|page| page.shown().is_ok()).ok_or(none)
    }

    /// The file's bytes.
    pub fn encode(&self) -> Vec<u8> {
        line::cbor::encode(self)
    }

    /// Verifies a file from the charter page on it.
    ///
    /// # Errors
    /// [`ChanceryError::RecordPage`] with the check that failed: FORM, STATUS, MUTUAL-ONLY, COMPARTMENT, NO-KEY or
    /// SIGNATURE.
    pub fn verify(bytes: &[u8]) -> Result<Shown, ChanceryError> {
        let page: RecordPage = line::cbor::decode(bytes).map_err(|_| failed("FORM"))?;
        if page.format != FORMAT {
            return Err(failed("FORM"));
        }
        page.shown()
    }

    fn shown(&self) -> Result<Shown, ChanceryError> {
        let notice = Notice::decode(&self.notice).map_err(|_| failed("FORM"))?;
        let charter = Charter::decode(&self.charter).map_err(|_| failed("FORM"))?;
        let status = self.status.word();
        if charter.status.word() != status || notice.draft().envelope.status.word() != status {
            return Err(failed("STATUS"));
        }
        let said = charter.parameters().ok_or_else(|| failed("FORM"))?;
        if said.attestation != notice::vocabulary::Attestation::Transferable {
            return Err(failed("MUTUAL-ONLY"));
        }
        let number = notice.number();
        if number.compartment != charter.compartment {
            return Err(failed("COMPARTMENT"));
        }
        let key = said.record_keys.iter().find(|(party, _)| *party == number.party).map(|(_, key)| *key);
        let record_key = key.ok_or_else(|| failed("NO-KEY"))?;
        let printed = number.to_string();
        let hash: [u8; 32] = Sha256::digest(&*self.charter).into();
        let record = Record {
            status: self.status,
            charter: &hash,
            number_or_subject: printed.as_bytes(),
            notice: &self.notice,
            dtg_ms: notice.stamp().dtg.ms(),
        };
        match record.verify(&record_key, &self.signature) {
            true => Ok(Shown { notice, status: self.status, charter: hash, record_key }),
            false => Err(failed("SIGNATURE")),
        }
    }
}

fn failed(why: &'static str) -> ChanceryError {
    ChanceryError::RecordPage { why }
}

/// What the file says that it is.
pub const FORMAT: &str = "demarche/record-page/1";
