//! Sealed texts: a commitment that hides a text until all have committed, and hashes of terms (M8, M5).
//!
//! I1 a commitment binds: two texts with one commitment cannot be found. I2 it hides: the salt is 32 bytes drawn at
//! random by the caller.

use crate::error::NoticeError;
use crate::notice::{Draft, Notice};
use crate::types::s1_offer::Offer;
use crate::value::Fields;
use crate::vocabulary::SealPhase;
use sha2::{Digest, Sha256};

/// SHA-256("demarche/sealed/1" || salt || canonical content of the text).
///
/// # Errors
/// [`NoticeError::Unfit`] names the paragraph whose value is not of its kind.
pub fn commitment(draft: &Draft, salt: &[u8; 32]) -> Result<[u8; 32], NoticeError> {
    Ok(digest(&[b"demarche/sealed/1", salt, &crate::canonical::content(draft.kind, &draft.content)?]))
}

/// SHA-256("demarche/terms/1" || canonical paragraphs B, C, D, F of an offer): what a reply accepts.
///
/// # Errors
/// As [`commitment`]; `Ok(None)` for another type than S1.
pub fn terms(draft: &Draft) -> Result<Option<[u8; 32]>, NoticeError> {
    let Some(offer) = Offer::of_draft(draft) else { return Ok(None) };
    let terms: Fields = offer.terms();
    Ok(Some(digest(&[b"demarche/terms/1", &crate::canonical::content(draft.kind, &terms)?])))
}

/// Whether a notice is a commitment only: it says nothing yet, and no fold but M8 reads it.
pub fn is_commitment(notice: &Notice) -> bool {
    notice.envelope().sealed.as_ref().is_some_and(|sealed| sealed.phase == SealPhase::Commit)
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}
