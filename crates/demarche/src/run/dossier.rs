//! `demarche attribution dossier`: a case on pages to print, in every language that ships.
//!
//! Everything is computed before anything is written; a page is written beside its place and then put there.

use crate::command::ReadBy;
use crate::command::attribution::DossierArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::attribution::{Assessed, assessed, document, refused, said};
use crate::run::files::read;
use crate::stopped::Stopped;
use ::attribution::{HYPOTHESES, Incident, Likelihoods, confidence, incidents};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use refusal::facts;
use serde_json::{Value, json};
use std::path::Path;

/// One point of a dossier.
struct Point {
    id: String,
    what: String,
    time: Option<String>,
    place: Option<String>,
    position: Option<String>,
    precision: Option<String>,
    grade: Option<String>,
    source: String,
    custody: Option<String>,
}

/// Writes the dossier.
pub fn run(args: &DossierArgs, output: &Output) -> Result<Exit, Stopped> {
    let (title, points, found) = match &args.evidence {
        Some(path) => {
            let found = assessed(&read(path)?, &Likelihoods::shipped())?;
            (format!("{}: {}", args.case, found.evidence.case), of_evidence(&found), Some(found))
        }
        None => {
            let incident = incident(args)?;
            (format!("{}: {}", incident.id, incident.what), of_incident(&incident), None)
        }
    };
    let mut files = Vec::new();
    for language in LANGUAGES {
        let read = ReadBy { language: language.to_owned(), languages: None, digits: None, calendar: None };
        let reader = Output::new(false, &read)?;
        let page = page(&title, &points, found.as_ref(), &reader).into_string();
        files.push((format!("dossier.{language}.html"), page));
    }
    let whole = json!({
        "case": args.case, "title": title,
        "points": points.iter().map(point_document).collect::<Vec<_>>(),
        "assessment": found.as_ref().map(|found| document(found, output)),
    });
    files.push(("dossier.json".to_owned(), format!("{whole:#}\n")));
    write(&args.out, &files)?;
    let names: Vec<String> =
        files.iter().map(|(name, _)| args.out.join(name).display().to_string()).collect();
    let told = json!({ "case": args.case, "points": points.len(), "files": names });
    output.print(&told, &names.join("\n"));
    Ok(Exit::Done)
}

/// The incident of the table by its id or its number from 1.
fn incident(args: &DossierArgs) -> Result<Incident, Stopped> {
    let text = match &args.incidents {
        Some(path) => read(path)?,
        None => ::attribution::INCIDENTS.to_owned(),
    };
    let all = incidents(&text).map_err(refused)?;
    let number = args.case.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let found = number.and_then(|at| all.get(at)).or_else(|| all.iter().find(|i| i.id == args.case));
    found.cloned().ok_or_else(|| {
        let ids: Vec<&str> = all.iter().map(|i| i.id.as_str()).collect();
        Stopped::usage(&format!("case (1 to {}, or one of {})", all.len(), ids.join(", ")), &args.case)
    })
}

fn of_incident(i: &Incident) -> Vec<Point> {
    let point = |id: &str, what: String, placed: bool| Point {
        id: id.to_owned(),
        what,
        time: Some(i.date.to_string()),
        place: placed.then(|| i.place.clone()),
        position: placed.then(|| format!("{} {}", i.lat, i.lon)),
        precision: placed.then(|| format!("{} km", i.precision_km)),
        grade: None,
        source: format!("{} ({})", i.source, i.basis),
        custody: None,
    };
    let told = [
        ("incident", i.what.clone(), true),
        ("claimed", i.actor_claimed.clone(), false),
        ("held-responsible", format!("{} ({})", i.held_responsible, i.held_by), false),
        ("denied", i.denied_by.clone(), false),
        ("relation-alleged", format!("{}: {}", i.alleged_patron, i.relation_alleged), false),
    ];
    told.into_iter().map(|(id, what, placed)| point(id, what, placed)).collect()
}

fn of_evidence(found: &Assessed) -> Vec<Point> {
    let items = found.evidence.file.item.iter().map(|item| {
        let seen = if item.seen { "" } else { "NOT SEEN: " };
        let text = item.text.clone().unwrap_or_default();
        Point {
            id: item.id.clone(),
            what: format!("{seen}{}. {text}", item.kind),
            time: item.at.clone(),
            place: item.place.clone(),
            position: item.lat.zip(item.lon).map(|(lat, lon)| format!("{lat} {lon}")),
            precision: item.precision_km.map(|km| format!("{km} km")),
            grade: Some(item.grade.clone()),
            source: item.source.clone(),
            custody: item.custody.clone(),
        }
    });
    items.collect()
}

fn point_document(p: &Point) -> Value {
    json!({
        "id": p.id, "what": p.what, "time": p.time, "place": p.place, "position": p.position,
        "precision": p.precision, "grade": p.grade, "source": p.source, "custody": p.custody,
    })
}

fn page(title: &str, points: &[Point], found: Option<&Assessed>, reader: &Output) -> Markup {
    let say = |key: &str| reader.phrase(key, &facts! {});
    let unknown = say("dossier-unknown");
    let cell = |value: &Option<String>| value.clone().unwrap_or_else(|| unknown.clone());
    let heads = ["id", "what", "time", "place", "position", "precision", "grade", "source", "custody"];
    let direction = if ["fa", "ar"].contains(&reader.language()) { "rtl" } else { "ltr" };
    html! {
        (DOCTYPE)
        html lang=(reader.language()) dir=(direction) {
            head {
                meta charset="utf-8";
                title { bdi { (title) } }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (say("dossier-title")) " " bdi { (title) } }
                p { (say("dossier-allegations")) }
                h2 { (say("dossier-points")) }
                table {
                    thead { tr { @for head in heads { th { (say(&format!("dossier-{head}"))) } } } }
                    tbody {
                        @for p in points {
                            tr {
                                td { bdi { (p.id) } }
                                td { bdi { (p.what) } }
                                @for value in [&p.time, &p.place, &p.position, &p.precision, &p.grade] {
                                    td { bdi { (cell(value)) } }
                                }
                                td { bdi { (p.source) } }
                                td { bdi { (cell(&p.custody)) } }
                            }
                        }
                    }
                }
                @if let Some(found) = found { (judged(found, reader)) }
            }
        }
    }
}

/// Posterior in words, confidence apart, every standard.
fn judged(found: &Assessed, reader: &Output) -> Markup {
    let say = |key: &str| reader.phrase(key, &facts! {});
    let assessment = &found.assessment;
    let level = confidence(&found.evidence.items).word();
    html! {
        h2 { (say("dossier-likelihood")) }
        p { (say("models-fact-not-law")) }
        @if found.evidence.file.prior.is_none() { p { (say("models-no-prior")) } }
        table {
            @for (hypothesis, range) in HYPOTHESES.iter().zip(&assessment.by_hypothesis) {
                tr { td { (say(&format!("hypothesis-{}", hypothesis.name()))) } td { bdi lang="en" dir="ltr" { (said(range)) } } }
            }
            tr { td { (say("hypothesis-responsible")) } td { bdi lang="en" dir="ltr" { (said(&assessment.responsible)) } } }
        }
        p { (reader.phrase("models-confidence", &facts! { level: level })) }
        h2 { (say("dossier-contributions")) }
        table {
            @for c in &assessment.contributions {
                tr { td { bdi { (c.id) } } td { bdi dir="ltr" { (format!("{:+.1}", c.decibans_responsible)) } } }
            }
        }
        h2 { (say("dossier-standards")) }
        p { (say("dossier-none-picked")) }
        table {
            @for reading in &found.readings {
                tr {
                    td { bdi { (reading.standard.code) } }
                    td { (say(&format!("standard-{}", reading.met.word().replace(' ', "-")))) }
                    td {
                        @for (need, met, items) in &reading.needs {
                            div {
                                (say(need.key)) ": " (say(&format!("standard-{}", met.word().replace(' ', "-"))))
                                " " bdi { (items.join(" ")) }
                            }
                        }
                    }
                    td { (say(reading.standard.leads_to)) }
                    td { bdi lang="en" dir="ltr" { (reading.standard.source) } }
                }
            }
        }
    }
}

fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Stopped> {
    std::fs::create_dir_all(folder).map_err(|e| Stopped::file(folder, &e))?;
    for (name, text) in files {
        let part = folder.join(format!("{name}.part"));
        std::fs::write(&part, text).map_err(|e| Stopped::file(&part, &e))?;
    }
    for (name, _) in files {
        let place = folder.join(name);
        std::fs::rename(folder.join(format!("{name}.part")), &place)
            .map_err(|e| Stopped::file(&place, &e))?;
    }
    Ok(())
}

const LANGUAGES: [&str; 4] = ["en", "fa", "fr", "ar"];

const STYLE: &str = "body{font:11pt/1.45 serif;margin:2em auto;max-width:60em}table{border-collapse:collapse;width:100%}\
td,th{border:1px solid #888;padding:.25em .5em;text-align:start;vertical-align:top}h1{font-size:16pt}h2{font-size:13pt}\
tr{break-inside:avoid}@page{size:A4 landscape;margin:12mm}@media print{body{margin:0;max-width:none}}";
