//! Who comes in: host and origin of a request, enrolment by a one-time link, login by a key or a certificate, the
//! session's cookie.

use super::Console;
use super::asked::Asked;
use super::proof::{KeyGiven, ProofGiven};
use super::sessions::{Session, Standing};
use super::tls::Peer;
use crate::api::{Hex, OfficerTold, Outcome, RefusalTold, Told};
use crate::entropy::random;
use crate::error::NodeError;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::COOKIE as COOKIE_HEADER;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use refusal::Refusal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whom the connection itself names, by its certificate; nobody on loopback.
#[derive(Clone)]
pub(super) struct Certified(pub(super) Option<String>);

impl Certified {
    /// Whether a person may be the one at the other end.
    fn admits(&self, person: &str) -> bool {
        self.0.as_ref().is_none_or(|named| named == person)
    }
}

/// Refuses a foreign Host, and a foreign Origin where something may change. The cookie of somebody else than the
/// connection's certificate names is taken off: on that connection it is no session.
pub(super) async fn guard(State(console): State<Arc<Console>>, mut request: Request, next: Next) -> Response {
    let foreign = screen::foreign(console.scheme, &console.hosts, request.method(), request.headers());
    if let Some(foreign) = foreign {
        return foreign.answer().into_response();
    }
    let shown = request.extensions().get::<ConnectInfo<Peer>>();
    let certified = Certified(shown.map(|ConnectInfo(Peer(person))| person.clone()));
    let jar = CookieJar::from_headers(request.headers());
    match standing(&console, &jar, false) {
        Standing::Locked(session) | Standing::Open(session) if !certified.admits(&session.person) => {
            request.headers_mut().remove(COOKIE_HEADER);
        }
        _ => {}
    }
    request.extensions_mut().insert(certified);
    next.run(request).await
}

/// A key by a link, or by the certificate of the connection.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Enrol {
    /// Absent where a certificate says who it is.
    link: Option<Hex>,
    key: KeyGiven,
}

/// A login by a key that the person holds already.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    nonce: Hex,
    proof: ProofGiven,
}

/// What the browser may know of its session.
#[derive(Serialize, JsonSchema)]
pub(super) struct SessionTold {
    person: String,
    party: String,
    status: String,
    station: String,
    roles: BTreeMap<String, Vec<String>>,
    /// Languages that this node can speak.
    languages: Vec<String>,
    now_ms: i64,
    ends_in_ms: u64,
    locks_in_ms: u64,
    locked: bool,
}

/// `POST /api/v1/enrol`.
pub(super) async fn enrol(
    State(console): State<Arc<Console>>,
    Extension(certified): Extension<Certified>,
    jar: CookieJar,
    Asked(asked): Asked<Enrol>,
) -> Response {
    let Enrol { link, key } = asked;
    // Whoever may not enrol learns nothing of keys; a key that cannot be read costs no link.
    let now = console.inner.roll.clock().mono_ms();
    let may = match &link {
        Some(link) => console.inner.links().knows(now, &link.0),
        None => certified.0.is_some(),
    };
    if !may {
        return refused(StatusCode::FORBIDDEN, &NodeError::NoSuchLink {});
    }
    let key = match key.authenticator() {
        Ok(key) => key,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error),
    };
    let person = match link {
        Some(link) => console.inner.links().take(now, &link.0).filter(|person| certified.admits(person)),
        None => match certified.0 {
            Some(person) => officer(&console, &person).await.map(|_| person),
            None => None,
        },
    };
    let Some(person) = person else { return refused(StatusCode::FORBIDDEN, &NodeError::NoSuchLink {}) };
    let named = person.clone();
    let added = console
        .inner
        .party
        .ask(move |desk| crate::officers::add(desk, &named, Some(key), &BTreeMap::new()))
        .await
        .and_then(|done| done);
    match added {
        Ok(()) => begin(&console, jar, &person).await,
        Err(error) => refused(StatusCode::BAD_REQUEST, &error),
    }
}

/// `POST /api/v1/login/nonce`.
pub(super) async fn nonce(State(console): State<Arc<Console>>) -> Response {
    let nonce: [u8; 32] = random();
    if !console.sessions().offer(console.inner.roll.clock().mono_ms(), nonce) {
        return refused(StatusCode::TOO_MANY_REQUESTS, &NodeError::TooManyLogins {});
    }
    Json(serde_json::json!({ "nonce": hex::encode(nonce) })).into_response()
}

/// `POST /api/v1/login`: a proof over "demarche/console-login/1", the node's status and party, and the nonce.
pub(super) async fn login(
    State(console): State<Arc<Console>>,
    Extension(certified): Extension<Certified>,
    jar: CookieJar,
    Asked(asked): Asked<Login>,
) -> Response {
    let unknown = || refused(StatusCode::FORBIDDEN, &NodeError::LoginRefused {});
    let Ok(nonce) = <[u8; 32]>::try_from(asked.nonce.0) else { return unknown() };
    if !console.sessions().use_nonce(console.inner.roll.clock().mono_ms(), &nonce) {
        return unknown();
    }
    let config = &console.inner.config;
    let mut message = format!("demarche/console-login/1 {} {}", config.status, config.party).into_bytes();
    message.extend(nonce);
    match asked.proof.known(&console).await {
        Some(known)
            if certified.admits(&known.person) && known.authenticator.verifies(&message, &known.proof) =>
        {
            begin(&console, jar, &known.person).await
        }
        _ => unknown(),
    }
}

/// `POST /api/v1/login/certificate`: whom the connection's certificate names. Such a session looks and drafts; to seal
/// it needs a key like any other.
pub(super) async fn by_certificate(
    State(console): State<Arc<Console>>,
    Extension(certified): Extension<Certified>,
    jar: CookieJar,
) -> Response {
    match certified.0 {
        Some(person) if officer(&console, &person).await.is_some() => begin(&console, jar, &person).await,
        _ => refused(StatusCode::FORBIDDEN, &NodeError::LoginRefused {}),
    }
}

/// `POST /api/v1/logout`.
pub(super) async fn logout(State(console): State<Arc<Console>>, jar: CookieJar) -> Response {
    if let Some(id) = id_of(&console, &jar) {
        console.sessions().end(&id);
    }
    (jar.remove(cookie(&console, String::new())), Json(Told::Done {})).into_response()
}

/// `GET /api/v1/session`.
pub(super) async fn session(State(console): State<Arc<Console>>, jar: CookieJar) -> Response {
    match standing(&console, &jar, false) {
        Standing::Nobody => refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {}),
        Standing::Locked(session) => told(&console, &session, true).await,
        Standing::Open(session) => told(&console, &session, false).await,
    }
}

/// `POST /api/v1/active`: somebody touched the keys; puts the lock off. No other question does, so that what a page
/// asks by itself keeps no session open.
pub(super) async fn active(State(console): State<Arc<Console>>, jar: CookieJar) -> Response {
    match standing(&console, &jar, true) {
        Standing::Nobody => refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {}),
        Standing::Locked(_) => refused(StatusCode::UNAUTHORIZED, &NodeError::SessionLocked {}),
        Standing::Open(session) => told(&console, &session, false).await,
    }
}

/// The open session of a request.
///
/// # Errors
/// The refusal to send: nobody, locked, or gone from the roster.
pub(super) async fn open_session(
    console: &Console,
    jar: &CookieJar,
) -> Result<(Session, BTreeMap<String, Vec<String>>), Response> {
    match standing(console, jar, false) {
        Standing::Nobody => Err(refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {})),
        Standing::Locked(_) => Err(refused(StatusCode::UNAUTHORIZED, &NodeError::SessionLocked {})),
        Standing::Open(session) => match officer(console, &session.person).await {
            Some(officer) => Ok((session, officer.roles)),
            None => {
                console.sessions().end_all(&session.person);
                Err(refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {}))
            }
        },
    }
}

/// How a request stands, whatever it wants.
pub(super) fn standing(console: &Console, jar: &CookieJar, acting: bool) -> Standing {
    let now = console.inner.roll.clock().mono_ms();
    match id_of(console, jar) {
        Some(id) => console.sessions().find(now, &id, acting),
        None => Standing::Nobody,
    }
}

/// The person as the roster has them now, unless they have left.
pub(super) async fn officer(console: &Console, person: &str) -> Option<OfficerTold> {
    let all = console.inner.party.ask(|desk| crate::officers::list(desk)).await.ok()?;
    all.into_iter().find(|officer| officer.person == person && !officer.left)
}

/// A refusal as an answer, in the shape of every other one.
pub(super) fn refused(status: StatusCode, error: &NodeError) -> Response {
    (status, Json(Outcome::Refused(RefusalTold::from(&Refusal::of(error))))).into_response()
}

async fn begin(console: &Console, jar: CookieJar, person: &str) -> Response {
    let id: [u8; 32] = random();
    let now = console.inner.roll.clock().mono_ms();
    console.sessions().begin(now, person, &id);
    let jar = jar.add(cookie(console, hex::encode(id)));
    let Standing::Open(session) = console.sessions().find(now, &id, true) else {
        return refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {});
    };
    (jar, told(console, &session, false).await).into_response()
}

async fn told(console: &Console, session: &Session, locked: bool) -> Response {
    let Some(officer) = officer(console, &session.person).await else {
        return refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {});
    };
    let (config, now) = (&console.inner.config, console.inner.roll.clock().now());
    Json(SessionTold {
        person: session.person.clone(),
        party: config.party.clone(),
        status: config.status.clone(),
        station: config.station.clone(),
        roles: officer.roles,
        languages: super::showing::languages(),
        now_ms: now.utc_ms,
        ends_in_ms: session.ends_mono_ms.saturating_sub(now.mono_ms),
        locks_in_ms: session.locks_mono_ms.saturating_sub(now.mono_ms),
        locked,
    })
    .into_response()
}

fn id_of(console: &Console, jar: &CookieJar) -> Option<Vec<u8>> {
    hex::decode(jar.get(&console.cookie)?.value()).ok()
}

fn cookie(console: &Console, value: String) -> Cookie<'static> {
    Cookie::build((console.cookie.clone(), value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .build()
}

/// The session's cookie, before the port.
pub(super) const COOKIE: &str = "__Host-demarche";
