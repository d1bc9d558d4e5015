//! The body of a request: JSON as its schema has it. An integer may be written `925.0` (JSON Schema 2020-12, 6.1.1:
//! a number without a fractional part is an integer, whatever its writing).

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

/// What was asked.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Asked<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let Json(mut body) =
            Json::<Value>::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        whole(&mut body);
        let read = serde_json::from_value(body).map(Asked);
        read.map_err(|error| (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response())
    }
}

/// Writes every number without a fractional part as an integer.
fn whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let plain = number.as_f64().filter(|f| number.is_f64() && f.fract() == 0.0 && f.abs() <= EXACT);
            if let Some(plain) = plain {
                *number = Number::from(plain as i64);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(whole),
        Value::Object(fields) => fields.values_mut().for_each(whole),
        _ => {}
    }
}

/// Up to here every integer has a floating form of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_integer_written_with_a_point_is_an_integer_and_a_fraction_stays() {
        let mut body = json!({ "a": 925.0, "b": [-3.0, 0.5, 7], "c": { "d": 1e300 } });
        whole(&mut body);
        assert_eq!(body, json!({ "a": 925, "b": [-3, 0.5, 7], "c": { "d": 1e300 } }));
    }
}
