//! What happens, as server-sent events to a logged-in browser; and the watch display, which needs no session and
//! tells no subject.

use super::Console;
use super::gate::{Certified, officer, refused, standing};
use super::sessions::Standing;
use crate::api::{Ask, Outcome, Told};
use crate::error::NodeError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use axum_extra::extract::cookie::CookieJar;
use chancery::Event;
use futures_util::stream::unfold;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// One thing that happened; numbers and words of codes, never content.
#[derive(Serialize, JsonSchema)]
pub(super) struct Happened {
    compartment: String,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precedence: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minute: Option<u32>,
}

/// `GET /api/v1/events`. A locked session hears alarms as before.
pub(super) async fn stream(State(console): State<Arc<Console>>, jar: CookieJar) -> Response {
    let session = match standing(&console, &jar, false) {
        Standing::Nobody => return refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {}),
        Standing::Locked(session) | Standing::Open(session) => session,
    };
    let Some(officer) = officer(&console, &session.person).await else {
        return refused(StatusCode::UNAUTHORIZED, &NodeError::NotLoggedIn {});
    };
    let roles = officer.roles;
    let listening = console.inner.events.subscribe();
    let stopping = console.inner.stopping.subscribe();
    let events = unfold((listening, stopping, roles), async |(mut listening, mut stopping, roles)| {
        loop {
            let heard = tokio::select! {
                heard = listening.recv() => heard,
                _ = stopping.wait_for(|stop| *stop) => return None,
            };
            let sent = match heard {
                Ok((code, event)) if roles.get(&code).is_some_and(|words| !words.is_empty()) => {
                    sent(&happened(code, &event))
                }
                Ok(_) => continue,
                // The browser reads everything anew: it was told less than happened.
                Err(RecvError::Lagged(_)) => Sent::default().event("anew").data("{}"),
                Err(RecvError::Closed) => return None,
            };
            return Some((Ok::<_, Infallible>(sent), (listening, stopping, roles)));
        }
    });
    let beat = KeepAlive::new().interval(BEAT).event(Sent::default().event("beat").data("{}"));
    Sse::new(events).keep_alive(beat).into_response()
}

fn sent(happened: &Happened) -> Sent {
    // A record of words and numbers always encodes.
    Sent::default().event("happened").data(serde_json::to_string(happened).unwrap_or_default())
}

fn happened(compartment: String, event: &Event) -> Happened {
    let mut told =
        Happened { compartment, what: "changed", number: None, precedence: None, party: None, minute: None };
    match event {
        Event::Ring { number, precedence, .. } => {
            told.what = "ring";
            told.number = number.as_ref().map(ToString::to_string);
            told.precedence = precedence.map(notice::vocabulary::Precedence::word);
        }
        // Only the floor goes out as a flare, and nobody knows how long it was under way.
        Event::Flare { party, number, .. } => {
            told.what = "flare";
            told.number = number.as_ref().map(ToString::to_string);
            told.precedence = Some(notice::vocabulary::Precedence::Flash.word());
            told.party = Some(party.to_string());
        }
        Event::HeldBack { number, .. } => {
            told.what = "held-back";
            told.number = Some(number.to_string());
        }
        Event::Mark { number, addressee, .. } => {
            told.what = "mark";
            told.number = Some(number.to_string());
            told.party = Some(addressee.to_string());
        }
        Event::Mismatch { number, by, .. } => {
            told.what = "mismatch";
            told.number = Some(number.to_string());
            told.party = Some(by.to_string());
        }
        Event::Page { number, precedence, minute } => {
            told.what = "page";
            told.number = Some(number.to_string());
            told.precedence = Some(precedence.word());
            told.minute = Some(*minute);
        }
        Event::Line { party, .. } => {
            told.what = "line";
            told.party = Some(party.to_string());
        }
        Event::Due(_) => told.what = "due",
        Event::Revised(_) => told.what = "revised",
        Event::Refused(_) => told.what = "refused",
        _ => {}
    }
    told
}

/// What a screen on the wall may show to whoever passes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Display {
    party: String,
    status: String,
    now_ms: i64,
    /// State of the worst line, and since when.
    line: String,
    since_ms: Option<i64>,
    /// Notices that nobody here has opened, by precedence.
    unopened: BTreeMap<String, u64>,
    /// Whether anybody is logged in.
    manned: bool,
    /// Whom the connection's certificate names, where it shows one.
    certified: Option<String>,
    /// Languages that this node can speak, for the login page.
    languages: Vec<String>,
}

/// `GET /api/v1/watch`.
pub(super) async fn display(
    State(console): State<Arc<Console>>,
    Extension(certified): Extension<Certified>,
) -> Response {
    let inner = &console.inner;
    let mut display = Display {
        party: inner.config.party.clone(),
        status: inner.config.status.clone(),
        now_ms: inner.roll.clock().now().utc_ms,
        line: "UP".to_owned(),
        since_ms: None,
        unopened: BTreeMap::new(),
        certified: certified.0,
        languages: super::showing::languages(),
        manned: console.sessions().anybody(inner.roll.clock().mono_ms()),
    };
    if let Outcome::Ok(Told::Lines { lines }) = crate::answer::respond(inner, Ask::LineStatus {}).await {
        let worst = lines.iter().max_by_key(|line| badness(&line.state));
        if let Some(line) = worst {
            display.line = line.state.clone();
            display.since_ms = Some(line.since_ms);
        }
    }
    let all = Ask::List { compartment: None, after: None, most: Some(u64::MAX) };
    if let Outcome::Ok(Told::Notices { notices }) = crate::answer::respond(inner, all).await {
        let own = &inner.config.party;
        let unopened = notices.iter().filter(|n| {
            let ours = n.marks.get(own);
            n.kind != "L1" && ours.is_some_and(|marks| !marks.iter().any(|mark| mark == "K2"))
        });
        for notice in unopened {
            let precedence = notice.precedence.clone().unwrap_or_else(|| "R".to_owned());
            *display.unopened.entry(precedence).or_default() += 1;
        }
    }
    Json(display).into_response()
}

fn badness(state: &str) -> usize {
    let order = ["UP", "DECLARED", "DEGRADED", "LATE", "UNANSWERED", "FORKED", "QUARANTINED"];
    order.iter().position(|known| *known == state).unwrap_or(order.len())
}

/// A stream that is silent for longer than two beats is down, never calm.
const BEAT: Duration = Duration::from_secs(5);
