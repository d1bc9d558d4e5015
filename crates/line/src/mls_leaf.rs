//! What a leaf of an MLS group is made of: suite, capabilities, signing key, credential, KeyPackage; and the
//! provider that openmls works with.
//!
//! I1 every leaf declares the suite and the credential type and has an unlimited lifetime, so no clock is read.
//! I2 a signing key leaves memory only into the rows and is erased there when it is no longer used.

use crate::certificate::SerialRule;
use crate::group::{CertificateAuthority, Dirty, GroupError, Member};
use crate::leaf;
use crate::mls_crypto::MlsCrypto;
use crate::mls_storage::{MlsStorage, OWN_KINDS};
use ed25519_dalek::{Signer as _, SigningKey};
use openmls::key_packages::{KeyPackage, Lifetime};
use openmls::prelude::tls_codec::{DeserializeBytes, Serialize};
use openmls::prelude::{
    Capabilities, Credential, CredentialType, CredentialWithKey, KeyPackageIn, LeafNode, LeafNodeParameters,
    ProtocolVersion,
};
use openmls_traits::OpenMlsProvider;
use openmls_traits::random::OpenMlsRand;
use openmls_traits::signatures::{Signer, SignerError};
use openmls_traits::types::{Ciphersuite, SignatureScheme};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The cryptography that the shell hands in; seeded from the system once, when the shell makes it.
#[derive(Clone)]
pub struct MlsProvider {
    crypto: Arc<MlsCrypto>,
}

impl MlsProvider {
    /// Seeds the generator from the system: called by a shell, never by the core.
    ///
    /// # Errors
    /// [`GroupError::Library`] if the system has no randomness.
    pub fn from_system() -> Result<Self, GroupError> {
        let crypto = MlsCrypto::from_system().map_err(|e| GroupError::Library(e.to_string()))?;
        Ok(MlsProvider { crypto: Arc::new(crypto) })
    }

    pub(crate) fn over(&self, rows: MlsStorage) -> Backend {
        Backend { crypto: self.crypto.clone(), rows }
    }
}

/// Cryptography and rows of one group, as openmls wants them.
pub(crate) struct Backend {
    crypto: Arc<MlsCrypto>,
    pub(crate) rows: MlsStorage,
}

impl OpenMlsProvider for Backend {
    type CryptoProvider = MlsCrypto;
    type RandProvider = MlsCrypto;
    type StorageProvider = MlsStorage;

    fn storage(&self) -> &MlsStorage {
        &self.rows
    }

    fn crypto(&self) -> &MlsCrypto {
        &self.crypto
    }

    fn rand(&self) -> &MlsCrypto {
        &self.crypto
    }
}

impl Backend {
    /// The same cryptography over the rows of these kinds.
    pub(crate) fn taken_over(&self, kinds: &[u8]) -> Backend {
        Backend { crypto: self.crypto.clone(), rows: self.rows.taken_over(kinds) }
    }
}

/// An own leaf key. Dropping it erases it from memory.
pub(crate) struct LeafSigner {
    key: SigningKey,
}

impl LeafSigner {
    pub(crate) fn random(backend: &Backend) -> Result<Self, GroupError> {
        let seed: Result<[u8; 32], _> = backend.rand().random_array();
        let seed = Zeroizing::new(seed.map_err(|e| GroupError::Library(e.to_string()))?);
        Ok(LeafSigner { key: SigningKey::from_bytes(&seed) })
    }

    /// Keeps the key in the rows under its public half.
    pub(crate) fn keep(&self, rows: &MlsStorage, kind: u8) {
        self.keep_under(rows, kind, &self.public());
    }

    /// Keeps the key in the rows under another name.
    pub(crate) fn keep_under(&self, rows: &MlsStorage, kind: u8, name: &[u8]) {
        rows.put_bytes(kind, name, self.key.to_bytes().to_vec());
    }

    /// Finds the key of a public half among these kinds of rows.
    pub(crate) fn find(rows: &MlsStorage, public: &[u8], kinds: &[u8]) -> Option<Self> {
        let seed = kinds.iter().find_map(|kind| rows.bytes(*kind, public)).map(Zeroizing::new)?;
        Some(LeafSigner { key: SigningKey::from_bytes(seed.as_slice().try_into().ok()?) })
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    pub(crate) fn sign_raw(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl Signer for LeafSigner {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(self.sign_raw(payload).to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// What every leaf declares: the suite and the credential type of leaf certificates.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities::builder()
        .ciphersuites(vec![SUITE])
        .credentials(vec![CredentialType::Other(LEAF_CERTIFICATE)])
        .build()
}

/// Parameters of a new own leaf; the credential comes with its signer.
pub(crate) fn leaf_parameters() -> LeafNodeParameters {
    LeafNodeParameters::builder().with_capabilities(capabilities()).build()
}

/// No beginning and no end: an offline member's KeyPackage must not die in a drawer.
pub(crate) fn lifetime() -> Lifetime {
    Lifetime::init(0, u64::MAX)
}

/// The certificate of an own key as MLS credential.
pub(crate) fn certified(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    serial: u64,
    signer: &LeafSigner,
) -> Result<CredentialWithKey, GroupError> {
    let certificate = leaf::certify(authority, compartment, serial, &signer.public())?;
    let credential = Credential::new(CredentialType::Other(LEAF_CERTIFICATE), certificate);
    Ok(CredentialWithKey { credential, signature_key: signer.public().to_vec().into() })
}

/// Checks capabilities and certificate of another member's leaf.
pub(crate) fn check_leaf(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    node: &LeafNode,
    serials: SerialRule,
) -> Result<Member, GroupError> {
    let declared = node.capabilities();
    let suite = declared.ciphersuites().iter().any(|s| Ciphersuite::try_from(*s) == Ok(SUITE));
    if !suite || !declared.credentials().contains(&CredentialType::Other(LEAF_CERTIFICATE)) {
        let party = read_credential(node.credential()).ok().map(|m| m.party);
        return Err(GroupError::Certificate { party, check: "CAPABILITY-MISSING" });
    }
    let key = node.signature_key().as_slice();
    check_credential(authority, compartment, node.credential(), key, serials)
}

/// Checks the certificate that a credential carries.
pub(crate) fn check_credential(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    credential: &Credential,
    leaf_key: &[u8],
    serials: SerialRule,
) -> Result<Member, GroupError> {
    leaf::check(authority, compartment, content(credential)?, leaf_key, serials)
}

/// The member that a credential names, without any check.
pub(crate) fn read_credential(credential: &Credential) -> Result<Member, GroupError> {
    leaf::read(content(credential)?)
}

/// Makes a KeyPackage; its private parts and signing key are in the backend's rows.
pub(crate) fn make_key_package(
    backend: &Backend,
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    serial: u64,
) -> Result<Vec<u8>, GroupError> {
    let signer = LeafSigner::random(backend)?;
    let credential = certified(authority, compartment, serial, &signer)?;
    let bundle = KeyPackage::builder()
        .key_package_lifetime(lifetime())
        .leaf_node_capabilities(capabilities())
        .build(SUITE, backend, &signer, credential)
        .map_err(|e| GroupError::Library(e.to_string()))?;
    signer.keep(&backend.rows, SPARE_SIGNER);
    bundle.key_package().tls_serialize_detached().map_err(|e| GroupError::Library(e.to_string()))
}

/// Reads a KeyPackage and verifies all that MLS verifies of it.
pub(crate) fn read_key_package(backend: &Backend, bytes: &[u8]) -> Result<KeyPackage, GroupError> {
    let malformed = |e: String| GroupError::Malformed(format!("KeyPackage: {e}"));
    let read = KeyPackageIn::tls_deserialize_exact_bytes(bytes).map_err(|e| malformed(e.to_string()))?;
    read.validate(backend.crypto(), ProtocolVersion::Mls10).map_err(|e| malformed(e.to_string()))
}

/// All rows of a fresh backend, as if just exported.
pub(crate) fn all_rows(backend: &Backend) -> Dirty {
    backend.rows.take_dirty()
}

fn content(credential: &Credential) -> Result<&[u8], GroupError> {
    let ours = credential.credential_type() == CredentialType::Other(LEAF_CERTIFICATE);
    let malformed = GroupError::Certificate { party: None, check: "MALFORMED" };
    if ours { Ok(credential.serialized_content()) } else { Err(malformed) }
}

/// The suite of every group (line.md section 18): X-Wing, ChaCha20-Poly1305, SHA-256, Ed25519.
pub(crate) const SUITE: Ciphersuite = Ciphersuite::MLS_256_XWING_CHACHA20POLY1305_SHA256_Ed25519;
/// Credential type of leaf certificates (line.md section 3).
const LEAF_CERTIFICATE: u16 = 0xF0DE;
/// Rows of signing keys: of the live leaf and of UPDATEs sent.
pub(crate) const SIGNER: u8 = OWN_KINDS;
/// Of KeyPackages.
pub(crate) const SPARE_SIGNER: u8 = OWN_KINDS + 1;
/// Of the own pending commit.
pub(crate) const PENDING_SIGNER: u8 = OWN_KINDS + 2;
