//! KeyPackages that no honest member makes.

use super::node::{COMPARTMENT, Pairings, Provided};
use ed25519_dalek::{Signer as _, SigningKey};
use line::certificate::LeafCertificate;
use line::ids::CompartmentId;
use line::label_form::{LabelKeyPackage, LabelLeaf};
use line::label_group::LabelGroup;
use line::mls_group::MlsGroup;
use openmls::prelude::tls_codec::Serialize;
use openmls::prelude::{
    Capabilities, Credential, CredentialType, CredentialWithKey, KeyPackage, Lifetime,
    OpenMlsSignaturePublicKey,
};
use openmls_traits::signatures::{Signer, SignerError};
use openmls_traits::types::{Ciphersuite, SignatureScheme};

/// What is wrong with a KeyPackage, or odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Its certificate names another leaf key.
    WrongKey,
    /// It declares neither suite nor credential type.
    NoCapability,
    /// Made nine years ago; nothing is wrong with it.
    NineYearsOld,
}

/// A kind of group whose KeyPackages can be forged from outside.
pub trait Forge: Provided {
    fn forged(pairings: &Pairings, serial: u64, flaw: Flaw) -> Vec<u8>;
}

impl Forge for LabelGroup {
    fn forged(pairings: &Pairings, serial: u64, flaw: Flaw) -> Vec<u8> {
        let key = [serial as u8; 32];
        let certificate = certificate(pairings, serial, &named(key, flaw));
        let leaf = LabelLeaf { certificate, key, capable: flaw != Flaw::NoCapability };
        line::cbor::encode(&LabelKeyPackage { what: "KeyPackage".to_owned(), leaf })
    }
}

impl Forge for MlsGroup {
    fn forged(pairings: &Pairings, serial: u64, flaw: Flaw) -> Vec<u8> {
        let signer = Key(SigningKey::from_bytes(&[serial as u8; 32]));
        let key = signer.0.verifying_key().to_bytes();
        let bytes = certificate(pairings, serial, &named(key, flaw));
        let credential = Credential::new(CredentialType::Other(0xF0DE), bytes);
        let public = OpenMlsSignaturePublicKey::new(key.to_vec().into(), SignatureScheme::ED25519);
        let signature_key = public.expect("an Ed25519 key").into();
        let provider = openmls_libcrux_crypto::Provider::new().expect("this machine has randomness");
        let begins = if flaw == Flaw::NineYearsOld { now_s() - 9 * 365 * 86_400 } else { 0 };
        let mut builder = KeyPackage::builder().key_package_lifetime(Lifetime::init(begins, u64::MAX));
        if flaw != Flaw::NoCapability {
            let credentials = vec![CredentialType::Other(0xF0DE)];
            let capable = Capabilities::builder().ciphersuites(vec![SUITE]).credentials(credentials).build();
            builder = builder.leaf_node_capabilities(capable);
        }
        let with_key = CredentialWithKey { credential, signature_key };
        let bundle = builder.build(SUITE, &provider, &signer, with_key).expect("openmls builds it");
        bundle.key_package().tls_serialize_detached().expect("it encodes")
    }
}

struct Key(SigningKey);

impl Signer for Key {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(self.0.sign(payload).to_bytes().to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

fn named(key: [u8; 32], flaw: Flaw) -> [u8; 32] {
    if flaw == Flaw::WrongKey { [0xAA; 32] } else { key }
}

fn certificate(pairings: &Pairings, serial: u64, leaf_key: &[u8; 32]) -> Vec<u8> {
    let made = LeafCertificate::make(pairings, &CompartmentId(COMPARTMENT), serial, leaf_key);
    made.expect("all are paired").encode()
}

fn now_s() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.expect("after 1970").as_secs()
}

const SUITE: Ciphersuite = Ciphersuite::MLS_256_XWING_CHACHA20POLY1305_SHA256_Ed25519;
