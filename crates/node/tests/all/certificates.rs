//! Officers who come in by a certificate, over real TLS.

use crate::world::*;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use node::api::{Ask, Hex};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Somebody who signs certificates.
struct Authority {
    pem: String,
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate and its key.
struct Held {
    pem: String,
    der: CertificateDer<'static>,
    key: KeyPair,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).expect("signed");
        let (pem, der) = (certificate.pem(), certificate.der().clone());
        Authority { pem, der, issuer: Issuer::new(params, key) }
    }

    fn signs(&self, name: &str) -> Held {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        let certificate = params.signed_by(&key, &self.issuer).expect("signed");
        Held { pem: certificate.pem(), der: certificate.der().clone(), key }
    }
}

impl Held {
    fn hash(&self) -> String {
        hex::encode(Sha256::digest(&self.der))
    }
}

/// A browser that shows a certificate, or none.
struct Browser {
    at: SocketAddr,
    tls: TlsConnector,
}

struct Answer {
    status: StatusCode,
    cookie: String,
    text: String,
}

impl Browser {
    fn new(at: SocketAddr, authority: &Authority, shown: Option<&Held>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(authority.der.clone()).expect("an authority");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .expect("the provider has TLS 1.3")
            .with_root_certificates(roots);
        let config = match shown {
            Some(held) => {
                let key = PrivateKeyDer::try_from(held.key.serialize_der()).expect("a key");
                config.with_client_auth_cert(vec![held.der.clone()], key).expect("they belong together")
            }
            None => config.with_no_client_auth(),
        };
        Browser { at, tls: TlsConnector::from(Arc::new(config)) }
    }

    /// `None` if the connection is closed before an answer.
    async fn asks(&self, method: Method, path: &str, cookie: &str, body: &Value) -> Option<Answer> {
        self.asks_as(method, path, cookie, body, &format!("https://{}", self.at)).await
    }

    async fn asks_as(
        &self,
        method: Method,
        path: &str,
        cookie: &str,
        body: &Value,
        origin: &str,
    ) -> Option<Answer> {
        let stream = TcpStream::connect(self.at).await.expect("somebody listens");
        let name = ServerName::try_from("127.0.0.1").expect("an address");
        let stream = self.tls.connect(name, stream).await.ok()?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.at.to_string())
            .header(ORIGIN, origin)
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body.to_string())))
            .expect("a request");
        let answer = sender.send_request(request).await.ok()?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let cookie = headers.get(SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let text = answer.into_body().collect().await.ok()?.to_bytes();
        Some(Answer { status, cookie, text: String::from_utf8_lossy(&text).into_owned() })
    }

    async fn gets(&self, path: &str, cookie: &str) -> Option<Answer> {
        self.asks(Method::GET, path, cookie, &json!(null)).await
    }

    async fn posts(&self, path: &str, cookie: &str, body: &Value) -> Option<Answer> {
        self.asks(Method::POST, path, cookie, body).await
    }
}

fn write(folder: &Path, authority: &Authority, server: &Held, officers: &[(&Held, &str)]) {
    std::fs::create_dir_all(folder).expect("a folder");
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    put("console.pem", &server.pem);
    put("console-key.pem", &server.key.serialize_pem());
    put("officers.pem", &authority.pem);
    let named: Vec<String> =
        officers.iter().map(|(held, person)| format!("\"{}\" = \"{person}\"", held.hash())).collect();
    let text = format!(
        "listen = \"127.0.0.1:0\"\ncertificate = \"console.pem\"\nkey = \"console-key.pem\"\n\
         authorities = \"officers.pem\"\n[officers]\n{}\n",
        named.join("\n")
    );
    put("certificates.toml", &text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_certificate_comes_in_as_its_person_and_nobody_else_sees_a_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (own, strange) = (Authority::new(), Authority::new());
    let server = own.signs("127.0.0.1");
    let (anne, boris, nobody) = (own.signs("anne"), own.signs("boris"), own.signs("nobody"));
    let forged = strange.signs("anne");
    let config = config(folder.path(), "US", &[]);
    let node_folder = config.folder.clone();
    node::Node::init(&config, &node::Protection::KeyFile).expect("founded");
    write(&node_folder, &own, &server, &[(&anne, "anne"), (&boris, "boris")]);
    let node = start(config).await;
    let at = node.certified_console().expect("it listens");
    assert_eq!(node.console(), None, "nothing in the clear");
    let roles = BTreeMap::new();
    let public_key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]).verifying_key().to_bytes();
    let add =
        Ask::OfficerAdd { person: "anne".to_owned(), public_key: Some(Hex(public_key.to_vec())), roles };
    told(&node, add).await;

    for stranger in [None, Some(&forged), Some(&nobody)] {
        let answer = Browser::new(at, &own, stranger).gets("/", "").await;
        assert!(answer.is_none(), "no page without a named certificate");
    }
    let hers = Browser::new(at, &own, Some(&anne));
    let display = hers.gets("/api/v1/watch", "").await.expect("an answer");
    let display: Value = serde_json::from_str(&display.text).expect("JSON");
    assert_eq!(display["certified"], "anne");

    let foreign = hers
        .asks_as(Method::POST, "/api/v1/login/certificate", "", &json!({}), &format!("http://{at}"))
        .await;
    assert_eq!(foreign.expect("an answer").status, StatusCode::FORBIDDEN, "a page in the clear is foreign");
    let login = hers.posts("/api/v1/login/certificate", "", &json!({})).await.expect("an answer");
    assert_eq!(login.status, StatusCode::OK, "{}", login.text);
    assert!(login.text.contains("\"person\":\"anne\""), "{}", login.text);
    let session = hers.gets("/api/v1/session", &login.cookie).await.expect("an answer");
    assert_eq!(session.status, StatusCode::OK);

    let his = Browser::new(at, &own, Some(&boris));
    let stolen = his.gets("/api/v1/session", &login.cookie).await.expect("an answer");
    assert_eq!(stolen.status, StatusCode::UNAUTHORIZED, "her cookie is no session on his connection");
    let unknown = his.posts("/api/v1/login/certificate", "", &json!({})).await.expect("an answer");
    assert_eq!(unknown.status, StatusCode::FORBIDDEN, "he is not on the roster");

    let key = ed25519_dalek::SigningKey::from_bytes(&[4; 32]).verifying_key().to_bytes();
    let enrol = json!({ "link": null, "key": { "by": "key", "public_key": hex::encode(key) } });
    let enrolled = hers.posts("/api/v1/enrol", "", &enrol).await.expect("an answer");
    assert_eq!(enrolled.status, StatusCode::OK, "{}", enrolled.text);
    let refused = his.posts("/api/v1/enrol", "", &enrol).await.expect("an answer");
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_not_what_it_should_be_keeps_the_node_from_starting() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let authority = Authority::new();
    let server = authority.signs("127.0.0.1");
    let config = config(folder.path(), "US", &[]);
    node::Node::init(&config, &node::Protection::KeyFile).expect("founded");
    write(&config.folder, &authority, &server, &[]);
    std::fs::write(config.folder.join("officers.pem"), "nothing").expect("written");
    let started = node::Node::start(config, None, hooks("US")).await;
    assert!(matches!(started, Err(node::NodeError::Config { .. })), "nobody could come in");
}
