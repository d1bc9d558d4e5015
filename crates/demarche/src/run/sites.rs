//! `demarche notice sites`: a list of protected sites, looked over row by row, kept as drafts.

use crate::command::NodeFile;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::files;
use crate::run::socket::ask;
use crate::stopped::Stopped;
use node::api::{Ask, Told};
use notice::coast::Coast;
use notice::envelope::Envelope;
use notice::site_lint::Around;
use notice::site_list::{SiteList, site_list};
use notice::vocabulary::NoticeType;
use notice::{Instant, Station};
use serde_json::{Value, json};
use std::path::Path;

/// Reads the list, keeps the drafts that passed, prints the rows that did not.
pub fn run(
    file: &Path,
    coast: Option<&Path>,
    kept: Option<(NodeFile, String)>,
    (from, to): (&str, &[String]),
    output: &Output,
) -> Result<Exit, Stopped> {
    let coast = match coast {
        Some(path) => {
            let text = files::read(path)?;
            Some(
                Coast::of_geojson(&text)
                    .ok_or_else(|| Stopped::usage("coast", &path.display().to_string()))?,
            )
        }
        None => None,
    };
    let station = |text: &str| Station::parse(text).map_err(|_| Stopped::usage("station", text));
    let mut envelope = envelope()?;
    envelope.from = station(from)?;
    envelope.to = to.iter().map(|to| station(to)).collect::<Result<_, _>>()?;
    let now = kept.as_ref().map(|(node, _)| now(node)).transpose()?.flatten();
    let around = Around { coast: coast.as_ref(), now, known: &[] };
    let list = site_list(&files::read(file)?, &envelope, &around).map_err(|e| Stopped::refused(&e))?;
    let mut drafts = Vec::new();
    for (row, draft) in &list.drafts {
        let text = notice::file::draft_to_toml(draft);
        let id = match &kept {
            Some((node, compartment)) => {
                let question = Ask::Draft { compartment: compartment.clone(), draft: text, remark: None };
                match ask(node, &question)? {
                    Told::Drafted { draft, .. } => Some(draft),
                    other => return Err(Stopped::unexpected(&format!("{other:?}"))),
                }
            }
            None => None,
        };
        drafts.push(json!({ "row": row, "draft": id }));
    }
    Ok(report(&list, drafts, output))
}

/// Looks a list over without a coast or a clock and keeps nothing.
pub fn check(text: &str, output: &Output) -> Result<Exit, Stopped> {
    let around = Around { coast: None, now: None, known: &[] };
    let list = site_list(text, &envelope()?, &around).map_err(|e| Stopped::refused(&e))?;
    let drafts = list.drafts.iter().map(|(row, _)| json!({ "row": row, "draft": null })).collect();
    Ok(report(&list, drafts, output))
}

fn envelope() -> Result<Envelope, Stopped> {
    let template = notice::template::template(NoticeType::A6).unwrap_or_default();
    Ok(notice::file::draft_from_toml(&template).map_err(|e| Stopped::refused(&e))?.envelope)
}

/// The time by the node's clock: an exercise has its own.
fn now(node: &NodeFile) -> Result<Option<Instant>, Stopped> {
    match ask(node, &Ask::Status {})? {
        Told::Status(status) => Ok(Instant::from_ms(status.now_ms)),
        other => Err(Stopped::unexpected(&format!("{other:?}"))),
    }
}

fn report(list: &SiteList, drafts: Vec<Value>, output: &Output) -> Exit {
    let mut refused = Vec::new();
    let mut text = format!("{} drafted, {} refused\n", list.drafts.len(), list.refused.len());
    for (row, found) in &list.refused {
        refused.push(json!({ "row": row, "findings": output.findings_told(found, "refuse") }));
        text.push_str(&output.findings(found));
    }
    if !list.unchecked.is_empty() {
        text.push_str(&format!("not looked at: {}\n", list.unchecked.join(", ")));
    }
    let valid = list.refused.is_empty();
    let unchecked = &list.unchecked;
    let document = json!({ "valid": valid, "drafts": drafts, "refused": refused, "unchecked": unchecked });
    output.print(&document, &text);
    if valid { Exit::Done } else { Exit::Negative }
}
