//! Drafts and maps of red lines: lint, comparison, distance, drawing.

use crate::command::redline::{DrawArgs, RedlineCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::feed;
use crate::run::files::read;
use crate::run::replay;
use crate::run::watch::lines_refused;
use crate::stopped::Stopped;
use feeds::item::Said;
use feeds::reader::Position;
use notice::truth::Truth;
use redline::cases::Coast;
use redline::compare::{Found, compare};
use redline::draw::{Mark, draw};
use redline::geometry::Geometry;
use redline::globe::wgs84;
use redline::lint::lint_all;
use redline::{Known, LatLon, Zone, judge};
use serde_json::{Value, json};
use std::path::Path;
use watch::lines::{Loaded, load};

/// Does what is asked.
pub fn run(command: RedlineCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        RedlineCommand::Lint { file, coast } => lint(&file, coast.as_deref(), output),
        RedlineCommand::Compare { a, b, geojson } => compared(&a, &b, geojson, output),
        RedlineCommand::Replay(args) => replay::run(&args, output),
        RedlineCommand::Distance { line, point } => distance(&line, &point, output),
        RedlineCommand::Draw(args) => drawn(&args, output),
    }
}

/// The coast that the user names, or the shipped one.
pub fn coast(path: Option<&Path>) -> Result<Coast, Stopped> {
    let read = match path {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|e| Stopped::file(path, &e))?;
            feeds::coast::of_geojson(&bytes)
        }
        None => feeds::coast::shipped(),
    };
    read.map_err(|why| Stopped::usage("coast", &format!("{}: {}", why.reason, why.detail)))
}

/// Reads drafts even if none of them draws a line yet: a draft is linted before it is whole.
fn drafts(path: &Path, output: &Output) -> Result<Loaded, Stopped> {
    watch::lines::read(path).map_err(|e| lines_refused(e, output))
}

fn lint(path: &Path, coast_file: Option<&Path>, output: &Output) -> Result<Exit, Stopped> {
    let loaded = drafts(path, output)?;
    let coast = coast(coast_file)?;
    let found = lint_all(&loaded.drafts, Some(&coast));
    let document = |one: &redline::lint::Found| {
        let mut document = output.findings_told(std::slice::from_ref(&one.finding), "warn").remove(0);
        let said = |part: &str| output.phrase(&format!("{}-{part}", one.finding.id), &one.finding.facts);
        document["line"] = json!(one.line);
        document["name"] = json!(one.name);
        document["clause"] = json!(one.finding.para.as_str());
        document["words"] = json!(said("what"));
        document["why"] = json!(said("why"));
        document["mend"] = json!(said("mend"));
        document
    };
    let findings: Vec<Value> = found.iter().map(document).collect();
    let text: Vec<String> = found
        .iter()
        .map(|one| format!("{}\n{}", one.line, output.findings(std::slice::from_ref(&one.finding))))
        .collect();
    output.print(&json!({ "findings": findings, "clean": found.is_empty() }), &text.join("\n"));
    Ok(if found.is_empty() { Exit::Done } else { Exit::Negative })
}

fn compared(a: &Path, b: &Path, geojson: bool, output: &Output) -> Result<Exit, Stopped> {
    let (a, b) = (drafts(a, output)?, drafts(b, output)?);
    let found = compare(&a.drafts, &b.drafts);
    if geojson {
        let features: Vec<Value> = found
            .iter()
            .map(|one| {
                let geometry =
                    one.place.map(|at| json!({ "type": "Point", "coordinates": [at.lon, at.lat] }));
                json!({ "type": "Feature", "geometry": geometry, "properties": finding(one) })
            })
            .collect();
        let whole = json!({ "type": "FeatureCollection", "features": features });
        output.print(&whole, &whole.to_string());
        return Ok(Exit::Done);
    }
    let count = |word: &str| found.iter().filter(|one| one.relation.word() == word).count();
    let document = json!({
        "findings": found.iter().map(finding).collect::<Vec<_>>(),
        "totals": {
            "mismatch": count("mismatch"), "conflict": count("conflict"), "gap": count("gap"),
            "subsumed": count("subsumed"), "overlap": count("overlap"), "disjoint": count("disjoint"),
        },
    });
    let row = |one: &Found| {
        let place = one.place.map(|at| format!("{:.4} {:.4}", at.lat, at.lon)).unwrap_or_default();
        format!(
            "{:<9} {:<10} {:<10} {:<14} {:<20} | {:<20} {place}",
            one.relation.word(),
            one.a,
            one.b,
            one.about,
            one.says_a,
            one.says_b
        )
    };
    output.print(&document, &found.iter().map(row).collect::<Vec<_>>().join("\n"));
    Ok(Exit::Done)
}

fn finding(one: &Found) -> Value {
    let time = |at: i64| feeds::time::text(at);
    let truth = |truth: Option<Truth>| match truth {
        None => Value::Null,
        Some(Truth::True) => json!("crossed"),
        Some(Truth::Uncertain) => json!("uncertain"),
        Some(Truth::False) => json!("not_crossed"),
    };
    json!({
        "relation": one.relation.word(),
        "a": one.a,
        "b": one.b,
        "about": one.about,
        "says_a": one.says_a,
        "says_b": one.says_b,
        "lat": one.place.map(|at| at.lat),
        "lon": one.place.map(|at| at.lon),
        "from": one.time.map(|(from, _)| time(from)),
        "until": one.time.map(|(_, until)| time(until)),
        "example": one.example.as_ref().map(|example| json!({
            "acts": example.event.acts.classes().iter().map(|act| act.word()).collect::<Vec<_>>(),
            "lat": example.event.spots.first().map(|spot| spot.centre().lat),
            "lon": example.event.spots.first().map(|spot| spot.centre().lon),
            "time": time(example.event.when.0),
            "actor": example.event.candidates.first().and_then(|(who, _)| who.as_ref()).map(|who| who.as_str()),
            "by_a": truth(example.by_a),
            "by_b": truth(example.by_b),
        })),
    })
}

fn distance(path: &Path, point: &str, output: &Output) -> Result<Exit, Stopped> {
    let from = position(point)?;
    let (name, zones, stand_off_m) = zones(path)?;
    let globe = wgs84();
    let metres = zones.iter().map(|zone| zone.distance(&globe, from)).fold(f64::INFINITY, f64::min);
    let thousandth = |m: f64| (m * 1e4).round() / 1e4;
    let margin = metres - stand_off_m;
    let document = json!({
        "line": name,
        "lat": from.lat,
        "lon": from.lon,
        "distance_m": thousandth(metres),
        "stand_off_m": stand_off_m,
        "margin_m": thousandth(margin),
        "within": margin <= 0.0,
    });
    output.print(
        &document,
        &format!("{name}: {metres:.3} m, {margin:.3} m beyond the stand-off of {stand_off_m} m"),
    );
    Ok(Exit::Done)
}

fn position(text: &str) -> Result<LatLon, Stopped> {
    let wrong = || Stopped::usage("point", text);
    let (lat, lon) = text.split_once(',').ok_or_else(wrong)?;
    let (lat, lon): (f64, f64) =
        (lat.trim().parse().map_err(|_| wrong())?, lon.trim().parse().map_err(|_| wrong())?);
    let at = LatLon { lat, lon };
    if lat.abs() <= 90.0 && lon.abs() <= 540.0 { Ok(at) } else { Err(wrong()) }
}

/// The zones of a notice, or of a geometry as GeoJSON or WKT.
fn zones(path: &Path) -> Result<(String, Vec<Zone>, f64), Stopped> {
    let text = read(path)?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let begins = text.trim_start();
    let refused = |e: redline::RedlineError| Stopped::refused(&e);
    if begins.starts_with('{') {
        let value: Value =
            serde_json::from_str(&text).map_err(|e| Stopped::usage("GeoJSON", &e.to_string()))?;
        let of = |value: &Value| -> Result<Zone, Stopped> {
            let geometry = if value["geometry"].is_object() { &value["geometry"] } else { value };
            let geometry = feeds::geojson::geometry(geometry)
                .map_err(|why| Stopped::usage("GeoJSON", &format!("{}: {}", why.reason, why.detail)))?;
            geometry.zone().map_err(refused)
        };
        let zones = match value["features"].as_array() {
            Some(features) => features.iter().map(of).collect::<Result<_, _>>()?,
            None => vec![of(&value)?],
        };
        return Ok((name, zones, 0.0));
    }
    if ["POINT", "LINESTRING", "POLYGON", "MULTI"].iter().any(|word| begins.to_uppercase().starts_with(word))
    {
        let geometry = Geometry::of_wkt(begins).map_err(refused)?;
        return Ok((name, vec![geometry.zone().map_err(refused)?], 0.0));
    }
    let loaded = load(path).map_err(|e| Stopped::refused(&e))?;
    let placed = loaded.lines.iter().find_map(|line| line.zones().map(|(zones, reach)| (line, zones, reach)));
    let (line, zones, reach) = placed.ok_or_else(|| Stopped::usage("place", &name))?;
    Ok((line.name.clone(), zones.to_vec(), reach))
}

fn drawn(args: &DrawArgs, output: &Output) -> Result<Exit, Stopped> {
    let loaded = load(&args.lines).map_err(|e| lines_refused(e, output))?;
    let wanted =
        |name: &str| args.only.is_empty() || args.only.iter().any(|only| name.starts_with(only.as_str()));
    let lines: Vec<&redline::Line> = loaded.lines.iter().filter(|line| wanted(&line.name)).collect();
    let mut events = Vec::new();
    if let Some(name) = &args.feed {
        let (items, _) = feed::open(name, args.format, args.mapping.as_deref(), Position::default())?;
        events.extend(items.filter_map(|item| match item.said {
            Said::Event(event) => Some(*event),
            _ => None,
        }));
    }
    let globe = wgs84();
    let marks: Vec<Mark<'_>> = events
        .iter()
        .map(|event| {
            let verdicts: Vec<_> =
                lines.iter().map(|line| judge(&globe, line, event, &Known::default())).collect();
            let truth = verdicts.iter().map(|verdict| verdict.truth).max().unwrap_or(Truth::False);
            Mark { event, truth, near: verdicts.iter().any(|verdict| verdict.near) }
        })
        .collect();
    let svg = draw(&lines, &marks);
    match &args.out {
        Some(path) => {
            std::fs::write(path, &svg).map_err(|e| Stopped::file(path, &e))?;
            let told = path.display().to_string();
            output.print(&json!({ "written": told, "lines": lines.len(), "events": events.len() }), &told);
        }
        None => output.print(&json!({ "svg": svg, "lines": lines.len(), "events": events.len() }), &svg),
    }
    Ok(Exit::Done)
}
