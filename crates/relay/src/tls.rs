//! TLS 1.3 with a self-signed certificate that is known by the pin of its public key (line.md section 10).
//!
//! I1 TLS 1.3 only, X25519MLKEM768 offered first. I2 a client accepts exactly one public key, whatever names
//! and dates the certificate carries; the handshake's signature under that key is checked as always.

use crate::error::RelayError;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, ServerConfig, SignatureScheme};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use subtle::ConstantTimeEq;
use x509_parser::prelude::{FromDer, X509Certificate};

/// SHA-256 of a certificate's SubjectPublicKeyInfo.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pin(pub [u8; 32]);

impl Pin {
    /// Reads 64 hexadecimal digits; spaces between them do not count.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.split_whitespace().collect();
        let mut pin = [0; 32];
        hex::decode_to_slice(digits, &mut pin).ok()?;
        Some(Pin(pin))
    }

    /// The digits in groups of four, for people.
    pub fn grouped(&self) -> String {
        let groups: Vec<String> = self.0.chunks(2).map(hex::encode).collect();
        groups.join(" ")
    }

    /// The pin of a certificate in DER; `None` if it is not one.
    pub fn of(certificate: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
        Some(Pin(Sha256::digest(certificate.public_key().raw).into()))
    }
}

impl std::fmt::Display for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pin({self})")
    }
}

/// The key and certificate of a server, kept in its folder.
pub struct ServerIdentity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    pin: Pin,
}

impl ServerIdentity {
    /// Reads `tls.key` and `tls.crt` of a folder, or makes them when neither is there.
    ///
    /// # Errors
    /// [`RelayError::Certificate`] or a file error.
    pub fn of_folder(folder: &Path) -> Result<Self, RelayError> {
        let (key_path, certificate_path) = (folder.join("tls.key"), folder.join("tls.crt"));
        if !key_path.exists() && !certificate_path.exists() {
            let fresh = rcgen::generate_simple_self_signed(vec![NAME.to_owned()]).map_err(bad)?;
            store::create_private(&key_path, fresh.signing_key.serialized_der())?;
            store::create_private(&certificate_path, fresh.cert.der())?;
        }
        let key = store::read_bounded(&key_path, FILE_LIMIT)?;
        let certificate = store::read_bounded(&certificate_path, FILE_LIMIT)?;
        let pin = Pin::of(&certificate).ok_or_else(|| bad("tls.crt is not a certificate"))?;
        Ok(ServerIdentity {
            certificate: CertificateDer::from(certificate),
            key: PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key)),
            pin,
        })
    }

    /// What clients pin.
    pub fn pin(&self) -> Pin {
        self.pin
    }

    /// The server side of TLS with this identity.
    ///
    /// # Errors
    /// [`RelayError::Certificate`] if key and certificate do not belong together.
    pub fn server_config(&self) -> Result<Arc<ServerConfig>, RelayError> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(bad)?
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], self.key.clone_key())
            .map_err(bad)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

/// The client side of TLS for one pin. Each value has its own memory of sessions: nothing links two of them.
pub fn client_config(pin: Pin) -> Arc<ClientConfig> {
    let provider = provider();
    let verifier = Arc::new(PinnedKey { pin, provider: provider.clone() });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("the provider has TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.enable_sni = false;
    Arc::new(config)
}

/// The name in every certificate here; it says nothing.
pub(crate) fn server_name() -> ServerName<'static> {
    ServerName::try_from(NAME).expect("a constant name that parses")
}

/// Whether a TLS error means that the other side has another key than the pinned one.
pub(crate) fn is_wrong_pin(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
    matches!(inner, Some(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)))
}

#[derive(Debug)]
struct PinnedKey {
    pin: Pin,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for PinnedKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let found =
            Pin::of(end_entity).ok_or(rustls::Error::InvalidCertificate(CertificateError::BadEncoding))?;
        if bool::from(found.0.ct_eq(&self.pin.0)) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::PeerIncompatible(rustls::PeerIncompatible::Tls12NotOffered))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

fn bad(detail: impl std::fmt::Display) -> RelayError {
    RelayError::Certificate { detail: detail.to_string() }
}

const NAME: &str = "relay.invalid";
const FILE_LIMIT: u64 = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::NamedGroup;

    #[test]
    fn a_folder_keeps_its_identity_and_pin() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = ServerIdentity::of_folder(folder.path()).expect("made").pin();
        assert_eq!(ServerIdentity::of_folder(folder.path()).expect("read").pin(), first);
        assert_eq!(Pin::parse(&first.to_string()), Some(first));
        assert_eq!(Pin::parse(&first.grouped()), Some(first));
    }

    #[test]
    fn the_hybrid_key_exchange_is_offered_first() {
        assert_eq!(provider().kx_groups[0].name(), NamedGroup::X25519MLKEM768);
    }
}
