//! A list of protected sites from the browser: looked over row by row; what passes is kept as drafts, which persons
//! release one by one.

use super::Console;
use super::asked::Asked;
use super::gate::{open_session, refused};
use super::permit;
use crate::answer::{finding_told, respond};
use crate::api::{Ask, FindingTold, Outcome, Told};
use crate::error::NodeError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use notice::site_lint::Around;
use notice::site_list::site_list;
use notice::vocabulary::NoticeType;
use notice::{Instant, Station};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A list and where its drafts are kept.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Imported {
    compartment: String,
    /// CSV or GeoJSON, as `demarche notice sites` takes it.
    list: String,
}

/// What became of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct ImportTold {
    drafts: Vec<RowDrafted>,
    /// Not `refused`: that word at the top of an answer is a refusal of the whole.
    rejected: Vec<RowRefused>,
    /// Looks that could not be taken here, by name.
    unchecked: Vec<String>,
}

/// A row that passed.
#[derive(Serialize, JsonSchema)]
pub(super) struct RowDrafted {
    row: usize,
    draft: String,
}

/// A row that did not, with every reason.
#[derive(Serialize, JsonSchema)]
pub(super) struct RowRefused {
    row: usize,
    findings: Vec<FindingTold>,
}

/// `POST /api/v1/sites`.
pub(super) async fn import(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Asked(asked): Asked<Imported>,
) -> Response {
    let roles = match open_session(&console, &jar).await {
        Ok((_, roles)) => roles,
        Err(response) => return response,
    };
    let probe = Ask::Drafts { compartment: asked.compartment.clone() };
    if let Err(error) = permit::allow(&probe, &roles) {
        return refused(StatusCode::FORBIDDEN, &error);
    }
    match kept(&console, &asked).await {
        Ok(told) => Json(told).into_response(),
        Err(error) => refused(StatusCode::OK, &error),
    }
}

async fn kept(console: &Console, asked: &Imported) -> Result<ImportTold, NodeError> {
    let template = notice::template::template(NoticeType::A6).unwrap_or_default();
    let mut envelope =
        notice::file::draft_from_toml(&template).map_err(|error| NodeError::below(&error))?.envelope;
    let inner = &console.inner;
    let form = |text: &str| NodeError::NotOfItsForm { field: "station".to_owned(), given: text.to_owned() };
    let station = |text: &str| Station::parse(text).map_err(|_| form(text));
    envelope.from = station(&inner.config.station)?;
    envelope.to = others(console, &asked.compartment)
        .await?
        .iter()
        .map(|party| station(&format!("{party}/WATCH")))
        .collect::<Result<_, _>>()?;
    let now = Instant::from_ms(inner.roll.clock().now().utc_ms);
    let around = Around { coast: None, now, known: &[] };
    let list = site_list(&asked.list, &envelope, &around).map_err(|error| NodeError::below(&error))?;
    let mut drafts = Vec::new();
    for (row, draft) in &list.drafts {
        let text = notice::file::draft_to_toml(draft);
        let question = Ask::Draft { compartment: asked.compartment.clone(), draft: text, remark: None };
        if let Outcome::Ok(Told::Drafted { draft, .. }) = respond(inner, question).await {
            drafts.push(RowDrafted { row: *row, draft });
        }
    }
    let rejected = list.refused.iter();
    Ok(ImportTold {
        drafts,
        rejected: rejected
            .map(|(row, found)| RowRefused { row: *row, findings: found.iter().map(finding_told).collect() })
            .collect(),
        unchecked: list.unchecked.iter().map(|look| (*look).to_owned()).collect(),
    })
}

async fn others(console: &Console, compartment: &str) -> Result<Vec<String>, NodeError> {
    let Outcome::Ok(Told::Status(status)) = respond(&console.inner, Ask::Status {}).await else {
        return Err(NodeError::Stopping);
    };
    let own = console.inner.config.party.clone();
    let members = status.compartments.into_iter().filter(|told| told.code == compartment);
    Ok(members.flat_map(|told| told.members).filter(|party| *party != own).collect())
}
