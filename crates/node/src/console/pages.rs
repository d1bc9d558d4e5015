//! The pages that the binary carries, and the headers that every answer carries.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../console/dist"]
struct Built;

/// A page or asset by path; an unknown path outside the API is the page itself, whose script reads the path.
pub(super) async fn page(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return (StatusCode::NOT_FOUND, "no such question\n").into_response();
    }
    if let Some(file) = Built::get(path) {
        let kind = file.metadata.mimetype().to_owned();
        let lasting = path.starts_with("assets/");
        return served(file.data.into_owned(), &kind, lasting);
    }
    match Built::get("index.html") {
        Some(file) if !path.contains('.') => {
            served(file.data.into_owned(), "text/html; charset=utf-8", false)
        }
        _ => (StatusCode::NOT_FOUND, "no such page\n").into_response(),
    }
}

fn served(bytes: Vec<u8>, kind: &str, lasting: bool) -> Response {
    let mut headers = HeaderMap::new();
    if let Ok(kind) = HeaderValue::from_str(kind) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    // Assets are named by their content; the page is not.
    let caching = if lasting { "private, max-age=31536000, immutable" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    (headers, Body::from(bytes)).into_response()
}

/// Sets the security headers (console.md, "Strict CSP and Trusted Types").
pub(super) async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         object-src 'none'; require-trusted-types-for 'script'; \
         trusted-types svelte-trusted-html demarche-map default",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];
