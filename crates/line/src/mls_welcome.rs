//! A Welcome as openmls takes it, and how far its ratchets reach.
//!
//! I1 a Welcome for no KeyPackage of these rows is not ours; it changes nothing.

use crate::group::GroupError;
use crate::mls_leaf::Backend;
use crate::mls_refusal::malformed;
use openmls::group as mls;
use openmls::group::{MlsGroupJoinConfig, StagedWelcome};
use openmls::prelude::tls_codec::DeserializeBytes;
use openmls::prelude::{MlsMessageBodyIn, MlsMessageIn, SenderRatchetConfiguration};

/// Reads a Welcome and finds the KeyPackage that it is for.
pub(crate) fn stage_welcome(backend: &Backend, welcome: &[u8]) -> Result<StagedWelcome, GroupError> {
    let read = MlsMessageIn::tls_deserialize_exact_bytes(welcome).map_err(malformed)?;
    let MlsMessageBodyIn::Welcome(welcome) = read.extract() else {
        return Err(malformed("not a Welcome"));
    };
    let config = MlsGroupJoinConfig::builder()
        .wire_format_policy(mls::PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .max_past_epochs(MAX_PAST_EPOCHS)
        .sender_ratchet_configuration(windows())
        .use_ratchet_tree_extension(true)
        .build();
    StagedWelcome::new_from_welcome(backend, &config, welcome, None).map_err(|e| match e {
        mls::WelcomeError::NoMatchingKeyPackage => GroupError::NotOurs,
        other => malformed(other),
    })
}

/// How far behind and ahead a sealing may be.
pub(crate) fn windows() -> SenderRatchetConfiguration {
    SenderRatchetConfiguration::new(OUT_OF_ORDER_TOLERANCE, MAXIMUM_FORWARD_DISTANCE)
}

const OUT_OF_ORDER_TOLERANCE: u32 = 256;
const MAXIMUM_FORWARD_DISTANCE: u32 = 10_000;
/// No sender is more than one epoch behind (line.md section 7 rule 8).
pub(crate) const MAX_PAST_EPOCHS: usize = 1;
