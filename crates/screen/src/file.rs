//! Built files by path.

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};
use rust_embed::RustEmbed;
use std::borrow::Cow;

/// A file of the built ones; an unknown path without an ending is the page itself, whose script reads the path.
pub fn file<Built: RustEmbed>(path: &str) -> Response<Cow<'static, [u8]>> {
    let path = path.trim_start_matches('/');
    if let Some(file) = Built::get(path) {
        let kind = file.metadata.mimetype().to_owned();
        // Assets are named by their content; the page is not.
        let caching = if path.starts_with("assets/") { LASTING } else { NOT_KEPT };
        return answer(file.data, &kind, caching);
    }
    match Built::get(PAGE) {
        Some(file) if !path.contains('.') => answer(file.data, "text/html; charset=utf-8", NOT_KEPT),
        _ => {
            let mut missing = Response::new(Cow::Borrowed(&b"no such page\n"[..]));
            *missing.status_mut() = StatusCode::NOT_FOUND;
            missing
        }
    }
}

fn answer(data: Cow<'static, [u8]>, kind: &str, caching: &'static str) -> Response<Cow<'static, [u8]>> {
    let mut answer = Response::new(data);
    if let Ok(kind) = HeaderValue::from_str(kind) {
        answer.headers_mut().insert(CONTENT_TYPE, kind);
    }
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    answer
}

const PAGE: &str = "index.html";
const LASTING: &str = "private, max-age=31536000, immutable";
const NOT_KEPT: &str = "no-store";
