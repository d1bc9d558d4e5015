//! What the console's API takes and answers, as an OpenAPI 3.1 document made from the types themselves.
//!
//! I1 every route of the console stands here, and nothing else: a test walks both.

use super::{events, gate, seal, showing, sites, standing, symbol};
use crate::api::{Ask, Outcome, RefusalTold};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// One route.
struct Route {
    method: &'static str,
    path: &'static str,
    about: &'static str,
    /// Needs a logged-in session.
    session: bool,
    /// Body, or query where the method is `get`.
    takes: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// The body of a 200.
    answers: Answers,
}

enum Answers {
    /// JSON of a type.
    Of(fn(&mut SchemaGenerator) -> Schema),
    /// JSON without a type of its own.
    Object(&'static str),
    /// Anything else, by its media type.
    Media(&'static str),
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

const fn route(method: &'static str, path: &'static str, about: &'static str, answers: Answers) -> Route {
    Route { method, path, about, session: true, takes: None, answers }
}

impl Route {
    const fn takes(mut self, takes: fn(&mut SchemaGenerator) -> Schema) -> Self {
        self.takes = Some(takes);
        self
    }

    const fn open(mut self) -> Self {
        self.session = false;
        self
    }
}

fn routes() -> Vec<Route> {
    use Answers::{Media, Object, Of};
    vec![
        route(
            "post",
            "/api/v1/enrol",
            "A key by a one-time link or a certificate.",
            Of(of::<gate::SessionTold>),
        )
        .takes(of::<gate::Enrol>)
        .open(),
        route("post", "/api/v1/login/nonce", "A nonce to sign for a login.", Object("nonce")).open(),
        route("post", "/api/v1/login", "Login by a key of the roster.", Of(of::<gate::SessionTold>))
            .takes(of::<gate::Login>)
            .open(),
        route(
            "post",
            "/api/v1/login/certificate",
            "Login of whom the connection's certificate names.",
            Of(of::<gate::SessionTold>),
        )
        .open(),
        route("post", "/api/v1/logout", "Ends the session.", Object("told")).open(),
        route("get", "/api/v1/session", "The session of this browser.", Of(of::<gate::SessionTold>)),
        route("post", "/api/v1/active", "Puts the lock off.", Of(of::<gate::SessionTold>)),
        route("post", "/api/v1/ask", "A question to the node, as far as the roles reach.", Of(of::<Outcome>))
            .takes(of::<Ask>),
        route("get", "/api/v1/words", "A language pack as Fluent text.", Media("text/plain; charset=utf-8"))
            .takes(of::<showing::In>)
            .open(),
        route("get", "/api/v1/map", "Declared geometry, GeoJSON.", Object("features")),
        route("get", "/api/v1/standing", "What stands and what is due.", Object("matters"))
            .takes(of::<standing::At>),
        route(
            "post",
            "/api/v1/sites",
            "A list of protected sites, kept as drafts.",
            Of(of::<sites::ImportTold>),
        )
        .takes(of::<sites::Imported>),
        route("get", "/api/v1/symbol", "The symbol of a printed page.", Of(of::<symbol::Drawn>))
            .takes(of::<symbol::Held>),
        route("get", "/api/v1/types", "The registry of types with its words.", Media("application/json"))
            .takes(of::<showing::In>),
        route(
            "post",
            "/api/v1/preview",
            "A draft as the other side will read it.",
            Media("application/json"),
        )
        .takes(of::<showing::Shown>),
        route("post", "/api/v1/challenge", "What the officer's key is to sign.", Media("application/json"))
            .takes(of::<seal::Wanted>),
        route("post", "/api/v1/seal", "A signature over a challenge.", Of(of::<Outcome>))
            .takes(of::<seal::Signed>),
        route("get", "/api/v1/events", "What happens, as server-sent events.", Media("text/event-stream")),
        route("get", "/api/v1/watch", "The display on the wall.", Of(of::<events::Display>)).open(),
    ]
}

/// The document.
pub fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    let refusal = generator.subschema_for::<RefusalTold>();
    for route in routes() {
        let mut told = operation(&route, &mut generator, &refusal);
        if route.session {
            told["security"] = json!([{ "session": [] }]);
        }
        let path = paths.entry(route.path.to_owned()).or_insert_with(|| json!({}));
        path[route.method] = told;
    }
    let happened = generator.subschema_for::<events::Happened>();
    let toward_sign = generator.subschema_for::<seal::ToSign>();
    let schemas = generator.take_definitions(true);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Demarche console",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Served by a node on its own machine, and over TLS to officers' certificates. A request that changes something needs the \
                            Origin of the console's own pages; times are milliseconds UTC, bytes are hexadecimal.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": format!("{}-PORT", gate::COOKIE) },
            },
        },
        "x-event": happened,
        "x-challenge": toward_sign,
    });
    bound(&mut document);
    document
}

/// Says of every integer how large it may be: the name of its form is no bound to a reader of JSON.
fn bound(told: &mut Value) {
    match told {
        Value::Object(fields) => {
            let (least, most) = match fields.get("format").and_then(Value::as_str) {
                Some("uint64") => (json!(0), json!(u64::MAX)),
                Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
                Some("uint32") => (json!(0), json!(u32::MAX)),
                Some("uint16") => (json!(0), json!(u16::MAX)),
                Some("uint8") => (json!(0), json!(u8::MAX)),
                _ => return fields.values_mut().for_each(bound),
            };
            fields.entry("minimum").or_insert(least);
            fields.entry("maximum").or_insert(most);
        }
        Value::Array(all) => all.iter_mut().for_each(bound),
        _ => {}
    }
}

fn operation(route: &Route, generator: &mut SchemaGenerator, refusal: &Schema) -> Value {
    let refused = json!({
        "description": "Refused: its code and the facts of its words.",
        "content": { "application/json": { "schema": {
            "type": "object", "properties": { "refused": refusal }, "required": ["refused"],
        } } },
    });
    let text = |about: &str| {
        json!({
            "description": about, "content": { "text/plain": { "schema": { "type": "string" } } },
        })
    };
    let mut responses = Map::new();
    let content = match &route.answers {
        Answers::Of(schema) => json!({ "application/json": { "schema": schema(generator) } }),
        Answers::Object(field) => {
            json!({ "application/json": { "schema": { "type": "object", "required": [field] } } })
        }
        Answers::Media(kind) => json!({ *kind: { "schema": {} } }),
    };
    responses.insert("200".to_owned(), json!({ "description": "Answered.", "content": content }));
    let mut both = refused.clone();
    both["content"]["text/plain"] = json!({ "schema": { "type": "string" } });
    both["description"] = json!("Not what this question takes.");
    responses.insert("400".to_owned(), both.clone());
    for status in ["401", "404", "429", "503"] {
        responses.insert(status.to_owned(), refused.clone());
    }
    responses.insert("403".to_owned(), both);
    for (status, about) in TEXTS {
        responses.insert(status.to_owned(), text(about));
    }
    let mut told = json!({
        "operationId": route.path.trim_start_matches("/api/v1/").replace('/', "-"),
        "summary": route.about,
        "responses": responses,
    });
    if let Some(takes) = route.takes {
        let schema = takes(generator);
        match route.method {
            "get" => told["parameters"] = parameters(generator, &schema),
            _ => {
                told["requestBody"] = json!({
                    "required": true, "content": { "application/json": { "schema": schema } },
                });
            }
        }
    }
    told
}

/// A query's fields, each a parameter.
fn parameters(generator: &SchemaGenerator, schema: &Schema) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    let whole = name.and_then(|name| generator.definitions().get(name)).cloned().unwrap_or_default();
    let required: Vec<&str> =
        whole["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = whole["properties"].as_object().cloned().unwrap_or_default();
    fields
        .into_iter()
        .map(|(field, schema)| {
            let needed = required.contains(&field.as_str());
            json!({ "name": field, "in": "query", "required": needed, "schema": schema })
        })
        .collect()
}

/// Answers that stand before any question is read, as text.
const TEXTS: [(&str, &str); 5] = [
    ("405", "Another method."),
    ("413", "A body that is too long."),
    ("415", "A body that is not said to be JSON."),
    ("421", "A Host that is not the console's own name."),
    ("422", "JSON that is not what this question takes."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_of_the_router_is_told_and_no_other() {
        let source = include_str!("mod.rs");
        let mut served: Vec<&str> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix(".route(\""))
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let told = document();
        let mut paths: Vec<&str> =
            told["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
        served.sort_unstable();
        paths.sort_unstable();
        assert_eq!(paths, served);
    }

    #[test]
    fn every_reference_points_at_a_schema() {
        let told = document();
        let text = told.to_string();
        let references: Vec<&str> =
            text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(references.len() > 20, "{}", references.len());
        for reference in references {
            assert!(told.pointer(reference).is_some(), "{reference}");
        }
    }
}
