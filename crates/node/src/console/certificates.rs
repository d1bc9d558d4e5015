//! Who comes in by a certificate, where there is no host name that a passkey could be bound to: `certificates.toml` in
//! the node's folder, and the TLS that it makes.
//!
//! It stands apart from the node's settings because it changes with the people, and because a node without it has
//! nothing that another machine can reach.
//!
//! I1 TLS 1.3 only. I2 a certificate names a person only if the authorities signed it *and* the list names it.

use crate::error::NodeError;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file. Paths in it are as seen from its folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificates {
    /// Where the console listens.
    pub(super) listen: SocketAddr,
    /// Names or addresses under which browsers reach it, besides that of `listen`.
    #[serde(default)]
    hosts: Vec<String>,
    /// The console's own certificate, PEM, with what signed it.
    certificate: PathBuf,
    /// Its key, PEM.
    key: PathBuf,
    /// Who signs officers' certificates, PEM.
    authorities: PathBuf,
    /// Persons by the SHA-256 of their certificate; one person may have several.
    officers: BTreeMap<String, String>,
}

/// Persons by the SHA-256 of their certificate.
#[derive(Debug, Clone)]
pub(super) struct Named(BTreeMap<[u8; 32], String>);

impl Named {
    /// Whom a certificate names.
    pub(super) fn person(&self, certificate: &CertificateDer<'_>) -> Option<String> {
        let hash: [u8; 32] = Sha256::digest(certificate.as_ref()).into();
        self.0.get(&hash).cloned()
    }
}

impl Certificates {
    /// Reads the file of a node's folder, if it has one.
    ///
    /// # Errors
    /// [`NodeError::Config`] with what is wrong and where, or a file error.
    pub(crate) fn beside(folder: &Path) -> Result<Option<Self>, NodeError> {
        let path = folder.join(CERTIFICATES);
        if !path.exists() {
            return Ok(None);
        }
        let text = String::from_utf8(store::read_bounded(&path, LIMIT)?).map_err(|e| refuse(&path, &e))?;
        toml::from_str(&text).map(Some).map_err(|e| refuse(&path, &e))
    }

    /// The hosts, with port, under which the console answers.
    pub(super) fn hosts(&self, at: SocketAddr) -> Vec<String> {
        let named = self.hosts.iter().map(|host| format!("{host}:{}", at.port()));
        let mut all: Vec<String> = std::iter::once(at.to_string()).chain(named).collect();
        if at.port() == HTTPS {
            // A browser leaves the port out that is usual.
            let bare = |host: &String| host.strip_suffix(":443").map(str::to_owned);
            all.extend(all.clone().iter().filter_map(bare));
        }
        all
    }

    /// Whom each certificate names.
    ///
    /// # Errors
    /// [`NodeError::Config`] where one is not written as a SHA-256.
    pub(super) fn named(&self, folder: &Path) -> Result<Named, NodeError> {
        let read = |(text, person): (&String, &String)| {
            let mut hash = [0; 32];
            match hex::decode_to_slice(text.replace(':', ""), &mut hash) {
                Ok(()) => Ok((hash, person.clone())),
                Err(_) => Err(refuse(&folder.join(CERTIFICATES), &format!("officers: {text} is no SHA-256"))),
            }
        };
        self.officers.iter().map(read).collect::<Result<_, _>>().map(Named)
    }

    /// The server's side of TLS, which asks every browser for a certificate.
    ///
    /// # Errors
    /// [`NodeError::Config`] with the file that is not what it should be.
    pub(super) fn server_config(&self, folder: &Path) -> Result<Arc<ServerConfig>, NodeError> {
        let (certificate, key) = (folder.join(&self.certificate), folder.join(&self.key));
        let authorities = folder.join(&self.authorities);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        for authority in chain(&authorities)? {
            roots.add(authority).map_err(|e| refuse(&authorities, &e))?;
        }
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
            .build()
            .map_err(|e| refuse(&authorities, &e))?;
        let secret = store::read_bounded(&key, LIMIT)?;
        let secret = PrivateKeyDer::from_pem_slice(&secret).map_err(|e| refuse(&key, &e))?;
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(|e| refuse(&certificate, &e))?
            .with_client_cert_verifier(verifier)
            .with_single_cert(chain(&certificate)?, secret)
            .map_err(|e| refuse(&certificate, &e))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, NodeError> {
    let text = store::read_bounded(path, LIMIT)?;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    read.map_err(|e| refuse(path, &e))
}

fn refuse(path: &Path, detail: &dyn std::fmt::Display) -> NodeError {
    NodeError::Config { path: path.display().to_string(), detail: detail.to_string() }
}

/// The file's name.
pub(crate) const CERTIFICATES: &str = "certificates.toml";
const LIMIT: u64 = 1 << 20;
const HTTPS: u16 = 443;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(officers: &str) -> Result<Certificates, toml::de::Error> {
        toml::from_str(&format!(
            "listen = \"192.0.2.7:443\"\nhosts = [\"watch.invalid\"]\ncertificate = \"a\"\nkey = \"b\"\n\
             authorities = \"c\"\n[officers]\n{officers}"
        ))
    }

    #[test]
    fn it_answers_under_its_address_and_its_names_and_a_usual_port_may_be_left_out() {
        let hosts = read("").expect("valid").hosts("192.0.2.7:443".parse().expect("an address"));
        assert_eq!(hosts, ["192.0.2.7:443", "watch.invalid:443", "192.0.2.7", "watch.invalid"]);
    }

    #[test]
    fn a_certificate_is_named_by_its_hash_as_openssl_prints_it() {
        let hash: Vec<String> = Sha256::digest(b"der").iter().map(|byte| format!("{byte:02X}")).collect();
        let listed = read(&format!("\"{}\" = \"anne\"", hash.join(":"))).expect("valid");
        let named = listed.named(Path::new("/nowhere")).expect("a hash");
        assert_eq!(named.person(&CertificateDer::from(&b"der"[..])).as_deref(), Some("anne"));
        assert_eq!(named.person(&CertificateDer::from(&b"other"[..])), None);
        let wrong = read("\"12:34\" = \"anne\"").expect("read");
        assert!(matches!(wrong.named(Path::new("/nowhere")), Err(NodeError::Config { .. })));
        assert!(read("").and_then(|_| toml::from_str::<Certificates>("port = 1")).is_err());
    }
}
