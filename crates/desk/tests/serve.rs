//! The screen's questions: who is answered, and what.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode};
use desk::serve::{Desk, Entry, History, Panel, router};
use desk::{Inputs, shipped};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:8471";

/// A desk on the shipped files with one panel, and its first link.
fn served() -> (Router, String) {
    let links = Arc::new(Mutex::new(Vec::new()));
    let heard = links.clone();
    let entry = Entry::new(Box::new(move |link| heard.lock().expect("no panic").push(link.to_owned())));
    let read = || {
        let files = (("assumptions", shipped::ASSUMPTIONS), Some(("calendar", shipped::CALENDAR)));
        Inputs::read(files.0, files.1).map_err(|error| refusal::Refusal::of(&error))
    };
    let oil: Panel = Box::new(|| Ok(json!({ "price_usd": 72 })));
    let desk = Desk {
        files: Box::new(read),
        panels: BTreeMap::from([("brent", oil)]),
        records: BTreeMap::new(),
        entry: entry.expect("randomness"),
        history: History::default(),
        hosts: screen::hosts(8471),
    };
    let link = links.lock().expect("no panic")[0].clone();
    (router(Arc::new(desk)), link)
}

/// A question; with a body it is a POST from the desk's own page.
async fn asked(router: &Router, path: &str, key: Option<&str>, body: Option<Value>) -> Response<Body> {
    let mut request = Request::builder().uri(path).header("host", HOST);
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let request = match body {
        Some(body) => request
            .method(Method::POST)
            .header("origin", format!("http://{HOST}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string())),
        None => request.body(Body::empty()),
    };
    router.clone().oneshot(request.expect("a request")).await.expect("an answer")
}

async fn document(response: Response<Body>) -> Value {
    let bytes = to_bytes(response.into_body(), 1 << 24).await.expect("a body");
    serde_json::from_slice(&bytes).expect("a document")
}

#[tokio::test]
async fn without_a_key_nothing_is_told_and_every_answer_has_its_headers() {
    let (router, link) = served();
    let private = ["runs", "runs/0", "runs/0/flips", "runs/0/file", "panels/brent", "records/brent"];
    for path in private {
        for key in [None, Some("0"), Some(link.as_str())] {
            let answer = asked(&router, &format!("/api/v1/{path}"), key, None).await;
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
            assert!(answer.headers().contains_key("content-security-policy"), "{path}");
        }
    }
    let make = asked(&router, "/api/v1/runs", None, Some(json!({}))).await;
    assert_eq!(make.status(), StatusCode::UNAUTHORIZED);
    let page = asked(&router, "/", None, None).await;
    assert_eq!(
        (page.status(), page.headers()["cache-control"].to_str().ok()),
        (StatusCode::OK, Some("no-store"))
    );
    let words = asked(&router, "/api/v1/words?language=fa", None, None).await;
    assert_eq!(words.status(), StatusCode::OK);
    let foreign = Request::builder().uri("/").header("host", "elsewhere.example").body(Body::empty());
    let foreign = router.clone().oneshot(foreign.expect("a request")).await.expect("an answer");
    assert_eq!(foreign.status(), StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn who_comes_in_by_the_link_makes_runs_and_looks_at_panels() {
    let (router, link) = served();
    let entered = document(asked(&router, "/api/v1/enter", None, Some(json!({ "link": link }))).await).await;
    let key = entered["ok"]["key"].as_str().expect("a key").to_owned();
    let again = asked(&router, "/api/v1/enter", None, Some(json!({ "link": link }))).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    assert_eq!(document(again).await["refused"]["code"], "E-DESK-005");

    let make = |body: Value| asked(&router, "/api/v1/runs", Some(&key), Some(body));
    let first = document(make(json!({})).await).await["ok"].clone();
    let id = first["run"]["run_id"].as_str().expect("a run").to_owned();
    assert_eq!(first["ladder"].as_array().map(Vec::len), Some(12));
    assert_eq!(first["run"]["from"], Value::Null);
    let change = json!({ "key": "patience.own_discount", "low": 0.5, "centre": 0.6, "high": 0.7, "source": "the staff" });
    let second = document(make(json!({ "from": id, "changes": [change] })).await).await["ok"].clone();
    assert_eq!(second["run"]["from"], json!(id));
    assert_eq!(second["run"]["changes"][0]["to"]["centre"], 0.6);
    let listed = document(asked(&router, "/api/v1/runs", Some(&key), None).await).await["ok"].clone();
    assert_eq!(listed["runs"].as_array().map(Vec::len), Some(2));
    assert_eq!(listed["panels"], json!(["brent"]));
    let file = document(asked(&router, &format!("/api/v1/runs/{id}/file"), Some(&key), None).await).await;
    assert!(file["ok"]["assumptions"].as_str().is_some_and(|text| text.contains("own_discount")));

    let wrong = json!({ "from": id, "changes": [{ "key": "fate", "low": 0, "centre": 0, "high": 0, "source": "x" }] });
    let refused = make(wrong).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(document(refused).await["refused"]["code"], "E-DESK-003");
    let panel = document(asked(&router, "/api/v1/panels/brent", Some(&key), None).await).await;
    assert_eq!(panel["ok"]["price_usd"], 72);
    let none = document(asked(&router, "/api/v1/panels/breakout", Some(&key), None).await).await;
    assert_eq!(none["refused"]["code"], "E-DESK-003");
}
