//! Passkeys: what a browser hands back for a challenge, and whether it is a fresh act of the person who holds it.
//!
//! In: the assertion of `navigator.credentials.get` and the message that was to be approved. Out: whether the passkey
//! made it, over that very message, with the user verified (W3C Web Authentication Level 3, 7.2, steps 11 to 21).
//!
//! I1 what is signed is the SHA-256 of the node's own challenge, never randomness of the browser's. I2 a touch without
//! PIN or biometry is no approval. I3 nothing of an assertion is stored. The counter is not looked at: passkeys that
//! live on several devices of a person keep it at zero (the same, 6.1.1).

use minicbor::{Decode, Encode};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A passkey's public part: ES256, with the hash of its credential id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct Passkey {
    /// Compressed point on P-256 (SEC 1, 2.3.3).
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub public: [u8; 33],
    /// SHA-256 of the credential id.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    credential: [u8; 32],
}

/// What the browser hands back.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Assertion {
    /// `authenticatorData`.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub authenticator_data: Vec<u8>,
    /// `clientDataJSON`.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub client_data: Vec<u8>,
    /// ECDSA in DER.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub signature: Vec<u8>,
}

/// The parts of `clientDataJSON` that are looked at (the same, 5.8.1).
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

impl Passkey {
    /// Takes a new passkey in: its key as the browser gives it (SubjectPublicKeyInfo) and its credential id; `None` if
    /// it is no point on P-256.
    pub fn of(public_key: &[u8], credential: &[u8]) -> Option<Self> {
        let key = VerifyingKey::from_public_key_der(public_key).ok()?;
        let public = key.to_encoded_point(true).as_bytes().try_into().ok()?;
        Some(Passkey { public, credential: Sha256::digest(credential).into() })
    }

    /// Whether this is its credential id.
    pub fn is_named(&self, credential: &[u8]) -> bool {
        self.credential == <[u8; 32]>::from(Sha256::digest(credential))
    }

    /// Whether it made the assertion, for this message.
    pub fn made(&self, assertion: &Assertion, message: &[u8]) -> bool {
        self.signed(assertion).unwrap_or(false)
            && about(&assertion.client_data, message)
            && by_a_verified_user(&assertion.authenticator_data)
    }

    fn signed(&self, assertion: &Assertion) -> Option<bool> {
        let key = VerifyingKey::from_sec1_bytes(&self.public).ok()?;
        let signature = Signature::from_der(&assertion.signature).ok()?;
        let mut said = assertion.authenticator_data.clone();
        said.extend(Sha256::digest(&assertion.client_data));
        Some(key.verify(&said, &signature).is_ok())
    }
}

impl Assertion {
    /// Origin of the page that asked for it, as the browser says; `None` if it is no assertion.
    pub fn origin(&self) -> Option<String> {
        serde_json::from_slice::<ClientData>(&self.client_data).ok().map(|data| data.origin)
    }
}

fn about(client_data: &[u8], message: &[u8]) -> bool {
    use base64::Engine;
    let Ok(data) = serde_json::from_slice::<ClientData>(client_data) else { return false };
    let wanted = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(message));
    data.kind == "webauthn.get" && data.challenge == wanted && !data.cross_origin
}

/// Made for this relying party, with the person present and verified (the same, 6.1).
fn by_a_verified_user(authenticator_data: &[u8]) -> bool {
    const PRESENT_AND_VERIFIED: u8 = 0b101;
    let party = <[u8; 32]>::from(Sha256::digest(RELYING_PARTY));
    let Some((of, rest)) = authenticator_data.split_at_checked(32) else { return false };
    of == party && rest.len() >= 5 && rest[0] & PRESENT_AND_VERIFIED == PRESENT_AND_VERIFIED
}

/// The only name under which a console is served: it listens on loopback (console.md, "Login").
pub const RELYING_PARTY: &str = "localhost";

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::SigningKey;
    use p256::ecdsa::signature::Signer;
    use p256::pkcs8::EncodePublicKey;

    const MESSAGE: &[u8] = b"demarche/officer/1 and a challenge";

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32].into()).expect("a scalar")
    }

    fn passkey() -> Passkey {
        let der = key().verifying_key().to_public_key_der().expect("a key");
        Passkey::of(der.as_bytes(), b"credential").expect("a point on P-256")
    }

    /// An assertion as a browser makes it, with these parts of its data.
    fn assertion(kind: &str, message: &[u8], cross: bool, party: &str, flags: u8) -> Assertion {
        use base64::Engine;
        let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(message));
        let client_data = format!(
            r#"{{"type":"{kind}","challenge":"{challenge}","origin":"http://localhost:7451","crossOrigin":{cross}}}"#
        )
        .into_bytes();
        let mut authenticator_data = Sha256::digest(party).to_vec();
        authenticator_data.extend([flags, 0, 0, 0, 0]);
        let mut said = authenticator_data.clone();
        said.extend(Sha256::digest(&client_data));
        let signature: Signature = key().sign(&said);
        Assertion { authenticator_data, client_data, signature: signature.to_der().as_bytes().to_vec() }
    }

    #[test]
    fn a_verified_persons_assertion_over_the_message_holds() {
        let good = assertion("webauthn.get", MESSAGE, false, RELYING_PARTY, 0b101);
        assert!(passkey().made(&good, MESSAGE));
        assert_eq!(good.origin().as_deref(), Some("http://localhost:7451"));
        assert!(passkey().is_named(b"credential") && !passkey().is_named(b"another"));
    }

    #[test]
    fn anything_else_than_that_is_refused() {
        let refused = [
            ("another message", assertion("webauthn.get", b"another", false, RELYING_PARTY, 0b101)),
            ("an enrolment", assertion("webauthn.create", MESSAGE, false, RELYING_PARTY, 0b101)),
            ("a frame of another page", assertion("webauthn.get", MESSAGE, true, RELYING_PARTY, 0b101)),
            ("another party's", assertion("webauthn.get", MESSAGE, false, "example.org", 0b101)),
            ("a touch without verification", assertion("webauthn.get", MESSAGE, false, RELYING_PARTY, 0b001)),
        ];
        for (what, given) in refused {
            assert!(!passkey().made(&given, MESSAGE), "{what}");
        }
        let good = assertion("webauthn.get", MESSAGE, false, RELYING_PARTY, 0b101);
        for part in 0..3 {
            let mut bad = good.clone();
            let bytes = match part {
                0 => &mut bad.authenticator_data,
                1 => &mut bad.client_data,
                _ => &mut bad.signature,
            };
            *bytes.last_mut().expect("bytes") ^= 1;
            assert!(!passkey().made(&bad, MESSAGE), "part {part} changed");
            let cut = match part {
                0 => Assertion { authenticator_data: Vec::new(), ..good.clone() },
                1 => Assertion { client_data: Vec::new(), ..good.clone() },
                _ => Assertion { signature: Vec::new(), ..good.clone() },
            };
            assert!(!passkey().made(&cut, MESSAGE), "part {part} missing");
        }
    }

    #[test]
    fn what_is_no_point_on_the_curve_is_no_passkey() {
        assert_eq!(Passkey::of(b"no key", b"credential"), None);
    }
}
