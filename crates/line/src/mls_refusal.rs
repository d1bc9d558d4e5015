//! Why openmls refused, in the words of [`GroupError`].

use crate::group::GroupError;
use crate::ids::Epoch;
use crate::mls_storage::RowError;
use openmls::framing::errors::MessageDecryptionError;
use openmls::group::{
    MlsGroupStateError, ProcessMessageError, ProposalValidationError, StageCommitError, ValidationError,
};
use openmls::schedule::errors::PskError;
use std::fmt::Display;

/// A failure that is our bug.
pub(crate) fn library(why: impl Display) -> GroupError {
    GroupError::Library(why.to_string())
}

/// A message that is not what it should be.
pub(crate) fn malformed(why: impl Display) -> GroupError {
    GroupError::Malformed(why.to_string())
}

/// Why nothing could be sealed or proposed.
pub(crate) fn of_sealing<E: Display>(error: E) -> GroupError {
    let why = error.to_string();
    let is = |state: MlsGroupStateError| why == state.to_string();
    if is(MlsGroupStateError::UseAfterEviction) {
        GroupError::Forbidden("no longer a member")
    } else {
        GroupError::Library(why)
    }
}

/// Why a message was not opened.
pub(crate) fn of_message(error: ProcessMessageError<RowError>, of: Epoch, at: Epoch) -> GroupError {
    match error {
        ProcessMessageError::ValidationError(why) => of_validation(why, of, at),
        ProcessMessageError::InvalidCommit(why) => of_staging(why),
        ProcessMessageError::GroupStateError(MlsGroupStateError::UseAfterEviction) => {
            GroupError::Forbidden("no longer a member")
        }
        ProcessMessageError::IncompatibleWireFormat => GroupError::Forbidden("handshake under encryption"),
        ProcessMessageError::LibraryError(why) => library(why),
        ProcessMessageError::StorageError(why) => library(why),
        other => malformed(other),
    }
}

/// Why a commit was not staged.
pub(crate) fn of_commit(error: ProcessMessageError<RowError>, at: Epoch) -> GroupError {
    of_message(error, at, at)
}

fn of_validation(error: ValidationError, of: Epoch, at: Epoch) -> GroupError {
    match error {
        ValidationError::WrongEpoch | ValidationError::NoPastEpochData => GroupError::WrongEpoch { of, at },
        ValidationError::UnableToDecrypt(MessageDecryptionError::SecretTreeError(why)) => {
            // The type is not exported, its words are.
            match format!("{why:?}").as_str() {
                "SecretReuseError" => GroupError::GenerationUsed,
                "TooDistantInThePast" | "TooDistantInTheFuture" => GroupError::OutsideWindow,
                _ => GroupError::NotOurs,
            }
        }
        ValidationError::WrongGroupId
        | ValidationError::UnableToDecrypt(_)
        | ValidationError::InvalidSignature
        | ValidationError::InvalidMembershipTag
        | ValidationError::MissingMembershipTag
        | ValidationError::UnknownMember => GroupError::NotOurs,
        ValidationError::LibraryError(why) => library(why),
        other => malformed(other),
    }
}

fn of_staging(error: StageCommitError) -> GroupError {
    match error {
        StageCommitError::PskError(PskError::KeyNotFound)
        | StageCommitError::ProposalValidationError(ProposalValidationError::Psk(PskError::KeyNotFound)) => {
            GroupError::PskMissing(Vec::new())
        }
        StageCommitError::MissingProposal => malformed("the commit folds other UPDATEs"),
        StageCommitError::ProposalValidationError(ProposalValidationError::InsufficientCapabilities) => {
            GroupError::Certificate { party: None, check: "CAPABILITY-MISSING" }
        }
        StageCommitError::LibraryError(why) => library(why),
        other => malformed(other),
    }
}
