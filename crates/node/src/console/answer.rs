//! Questions of a logged-in person: the socket's own questions, as far as the person's roles reach.

use super::Console;
use super::asked::Asked;
use super::gate::{open_session, refused};
use super::permit;
use crate::api::{Ask, Outcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use std::sync::Arc;

/// `POST /api/v1/ask`.
pub(super) async fn ask(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Asked(question): Asked<Ask>,
) -> Response {
    let (session, roles) = match open_session(&console, &jar).await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let question = permit::as_person(question, &session.person, &roles);
    if let Err(error) = permit::allow(&question, &roles) {
        return refused(StatusCode::FORBIDDEN, &error);
    }
    match crate::answer::respond(&console.inner, question).await {
        Outcome::Ok(told) => Json(Outcome::Ok(permit::cut(told, &roles))).into_response(),
        refusal @ Outcome::Refused(_) => Json(refusal).into_response(),
    }
}
