//! By what a person shows who they are at the console: the browser's own key, or a passkey.
//!
//! I1 whose it is stands in the roster; a key that nobody holds shows nothing. I2 a passkey's assertion was asked for by
//! a page of this console: its origin, as the browser tells it, is one of this console's own.

use super::Console;
use crate::api::Hex;
use crate::error::NodeError;
use crate::officers;
use chancery::officers::{Authenticator, Proof};
use chancery::passkey::Assertion;
use schemars::JsonSchema;
use serde::Deserialize;

/// What is enrolled.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum KeyGiven {
    /// An Ed25519 key that the browser made and does not give out.
    Key {
        /// Its public part.
        public_key: Hex,
    },
    /// A passkey (ES256).
    Passkey {
        /// Credential id.
        credential: Hex,
        /// Public key, as SubjectPublicKeyInfo in DER.
        public_key: Hex,
    },
}

impl KeyGiven {
    /// The authenticator for the roster.
    ///
    /// # Errors
    /// [`NodeError::NotOfItsForm`].
    pub(super) fn authenticator(self) -> Result<Authenticator, NodeError> {
        match self {
            KeyGiven::Key { public_key } => officers::key_file(public_key.0),
            KeyGiven::Passkey { credential, public_key } => officers::passkey(&public_key.0, &credential.0),
        }
    }
}

/// What is shown.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ProofGiven {
    /// A signature by the browser's own key.
    Key {
        /// Its public part.
        public_key: Hex,
        /// Ed25519 over the message.
        signature: Hex,
    },
    /// An assertion of a passkey whose challenge is the SHA-256 of the message.
    Passkey {
        /// Credential id.
        credential: Hex,
        /// `authenticatorData`.
        authenticator_data: Hex,
        /// `clientDataJSON`.
        client_data: Hex,
        /// ECDSA in DER.
        signature: Hex,
    },
}

/// Whose it is by the roster, and the proof to be checked.
pub(super) struct Known {
    pub(super) person: String,
    pub(super) authenticator: Authenticator,
    pub(super) proof: Proof,
}

impl ProofGiven {
    /// Looks the person up; `None` if nobody holds it, or if another page asked for it.
    pub(super) async fn known(self, console: &Console) -> Option<Known> {
        match self {
            ProofGiven::Key { public_key, signature } => {
                let authenticator = officers::key_file(public_key.0).ok()?;
                let signature = <[u8; 64]>::try_from(signature.0).ok()?;
                let id = authenticator.id();
                let person = console.inner.party.ask(move |desk| desk.holder(&id)).await.ok().flatten()?;
                Some(Known { person, authenticator, proof: Proof::Signature(signature) })
            }
            ProofGiven::Passkey { credential, authenticator_data, client_data, signature } => {
                let assertion = Assertion {
                    authenticator_data: authenticator_data.0,
                    client_data: client_data.0,
                    signature: signature.0,
                };
                let origin = assertion.origin()?;
                let own = |host: &String| origin.strip_prefix(console.scheme.prefix()) == Some(host);
                if !console.hosts.iter().any(own) {
                    return None;
                }
                let found = console.inner.party.ask(move |desk| desk.passkey(&credential.0)).await;
                let (person, authenticator) = found.ok().flatten()?;
                Some(Known { person, authenticator, proof: Proof::Assertion(assertion) })
            }
        }
    }
}
