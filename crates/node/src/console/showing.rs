//! What a browser needs to draw: the registry of types with its words, and a draft as the other side will read it.

use super::Console;
use super::asked::Asked;
use super::gate::{open_session, refused};
use crate::api::{FindingTold, LineText};
use crate::error::NodeError;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use notice::spec::{FieldKind, FieldSpec, Need};
use notice::vocabulary::Vocabulary;
use notice::{Instant, registry};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use wording::{Arguments, Digits, Direction, Packs, Reader};

/// In which language.
#[derive(Deserialize, JsonSchema)]
pub(super) struct In {
    language: String,
}

/// A draft to be shown, as the browser's form holds it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Shown {
    draft: Value,
    language: String,
}

/// Languages of the embedded packs.
pub(super) fn languages() -> Vec<String> {
    Packs::shipped().languages().map(str::to_owned).collect()
}

/// `GET /api/v1/words?language=fa`: the pack as Fluent text. Words are no secret: the login page needs them too.
pub(super) async fn words_of(Query(asked): Query<In>) -> Response {
    let text = Packs::sources(&asked.language).collect::<Vec<_>>().join("\n");
    if text.is_empty() {
        let error = NodeError::NotOfItsForm { field: "language".to_owned(), given: asked.language };
        return refused(StatusCode::NOT_FOUND, &error);
    }
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /api/v1/types?language=fa`.
pub(super) async fn types(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Query(asked): Query<In>,
) -> Response {
    if let Err(response) = open_session(&console, &jar).await {
        return response;
    }
    let told = {
        let packs = Packs::shipped();
        let say = |key: &str| packs.say(&asked.language, Digits::Latin, key, &Arguments::new());
        let drafted = registry::FORMS.iter().map(|form| form.spec).filter(|spec| spec.drafted);
        let of = |spec: &notice::spec::TypeSpec| {
            let code = spec.kind.word();
            json!({
                "code": code,
                "title": say(&format!("type-{}", code.to_lowercase())),
                "read_back": spec.read_back,
                "template": notice::template::template(spec.kind)
                    .and_then(|text| toml::from_str::<Value>(&text).ok()),
                "envelope": notice::envelope::ENVELOPE.fields.iter()
                    .map(|f| field("envelope", f, &say)).collect::<Vec<_>>(),
                "paragraphs": spec.paragraphs.iter().map(|f| field(code, f, &say)).collect::<Vec<_>>(),
            })
        };
        drafted.map(of).collect::<Vec<_>>()
    };
    Json(told).into_response()
}

fn field(of: &str, spec: &FieldSpec, say: &dyn Fn(&str) -> String) -> Value {
    // What a page prints without a label still has a name in a form.
    let label = Some(say(&format!("{of}-{}", spec.name))).filter(|label| !label.is_empty());
    json!({
        "name": spec.name,
        "label": label.unwrap_or_else(|| say(&format!("field-{}", spec.name))),
        "need": match spec.need {
            Need::Mandatory => "M",
            Need::Conditional => "C",
            Need::Optional => "O",
        },
        "critical": spec.critical,
        "kind": kind(&spec.kind, say),
    })
}

fn words(list: &Vocabulary, say: &dyn Fn(&str) -> String) -> Value {
    let word = |word: &str| json!([word, say(&format!("{}-{}", list.name, word.to_lowercase()))]);
    list.words().map(word).collect()
}

fn kind(of: &FieldKind, say: &dyn Fn(&str) -> String) -> Value {
    match of {
        FieldKind::Word(list) => json!({ "is": "word", "words": words(list, say) }),
        FieldKind::Text { words } => json!({ "is": "text", "most": words }),
        FieldKind::Flag => json!({ "is": "flag" }),
        FieldKind::Count { min, max } => json!({ "is": "count", "min": min, "max": max }),
        FieldKind::Quantity { units, .. } => {
            json!({ "is": "quantity", "units": units.iter().map(|u| u.word()).collect::<Vec<_>>() })
        }
        FieldKind::Span { .. } => json!({ "is": "span" }),
        FieldKind::Instant { .. } => json!({ "is": "instant" }),
        FieldKind::Number(_) => json!({ "is": "number" }),
        FieldKind::Code => json!({ "is": "code" }),
        FieldKind::Station => json!({ "is": "station" }),
        FieldKind::Line => json!({ "is": "line" }),
        FieldKind::Hash => json!({ "is": "hash" }),
        FieldKind::Place(rules) => json!({ "is": "place", "stand_off": rules.stand_off }),
        FieldKind::List { of, min, max } => {
            json!({ "is": "list", "of": kind(of, say), "min": min, "max": max })
        }
        FieldKind::Record(spec) => json!({
            "is": "record",
            "fields": spec.fields.iter().map(|f| field(spec.name, f, say)).collect::<Vec<_>>(),
        }),
        FieldKind::OrWord(list, inner) => {
            json!({ "is": "or-word", "words": words(list, say), "of": kind(inner, say) })
        }
        FieldKind::Restatement => json!({ "is": "restatement" }),
    }
}

/// `POST /api/v1/preview`: the draft's text as a file, its findings as data, its pages as the reader will see them.
pub(super) async fn preview(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Asked(asked): Asked<Shown>,
) -> Response {
    if let Err(response) = open_session(&console, &jar).await {
        return response;
    }
    let text = match toml::to_string(&asked.draft) {
        Ok(text) => text,
        Err(error) => {
            let error = NodeError::NotOfItsForm { field: "draft".to_owned(), given: error.to_string() };
            return refused(StatusCode::OK, &error);
        }
    };
    let draft = match notice::file::draft_from_toml(&text) {
        Ok(draft) => draft,
        Err(error) => return refused(StatusCode::OK, &NodeError::below(&error)),
    };
    let Some(at) = Instant::from_ms(console.inner.roll.clock().now().utc_ms) else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, &NodeError::Stopping);
    };
    let lines = {
        let packs = Packs::shipped();
        let reader = packs.reader(&asked.language, at).unwrap_or_else(|| Reader::english(at));
        let text = wording::render_draft(packs, &draft, "", &reader);
        let rtl = text.direction() == Direction::RightToLeft;
        text.lines().iter().map(|line| LineText { rtl, text: line.clone() }).collect::<Vec<_>>()
    };
    let lint: Vec<FindingTold> = notice::lint::lint(&draft).iter().map(crate::answer::finding_told).collect();
    Json(json!({ "text": text, "lines": lines, "lint": lint })).into_response()
}
