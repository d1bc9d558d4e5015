//! The pages that the binary carries, and the headers that every answer carries.

use axum::body::Body;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../console/dist"]
struct Built;

/// A page or asset by path; the questions have paths of their own.
pub(super) async fn page(uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return (StatusCode::NOT_FOUND, "no such question\n").into_response();
    }
    screen::file::<Built>(uri.path()).map(Body::from)
}

/// Sets the security headers.
pub(super) async fn headers(mut response: Response) -> Response {
    screen::guard(response.headers_mut());
    response
}
