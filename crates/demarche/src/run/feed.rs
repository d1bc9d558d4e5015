//! Feeds: their forms, their mappings, and what they say.

use crate::command::feed::FeedCommand;
use crate::command::watch::FeedFormat;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::files::read;
use crate::stopped::Stopped;
use feeds::item::Said;
use feeds::reader::{Items, Position};
use feeds::{Format, Mapping};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use watch::source::{Drained, Feed};

/// Prints every item of a feed, and the totals.
pub fn run(command: &FeedCommand, output: &Output) -> Result<Exit, Stopped> {
    let FeedCommand::Decode { file, format, mapping } = command;
    let (mut items, _) = open(file, *format, mapping.as_deref(), Position::default())?;
    let (mut all, mut events, mut refused) = (0u64, 0u64, BTreeMap::new());
    for item in &mut items {
        all += 1;
        match &item.said {
            Said::Refused(why) => *refused.entry(why.reason).or_insert(0u64) += 1,
            Said::Event(_) | Said::Withdrawn(_) => events += 1,
            Said::Message => {}
        }
        let document = item.document();
        output.print(&document, &document.to_string());
    }
    let sum: u64 = refused.values().sum();
    let totals = json!({
        "totals": { "items": all, "events": events, "refused": sum },
        "refused_by_reason": refused,
    });
    output.print(&totals, &format!("items {all}, events {events}, refused {sum}"));
    Ok(Exit::Done)
}

/// Opens a feed at a position; and for one that may wait, whether all that has come was read.
pub fn open(
    name: &str,
    format: FeedFormat,
    mapping: Option<&Path>,
    from: Position,
) -> Result<(Items<Feed>, Option<Drained>), Stopped> {
    let mapping = mapping.map(mapping_of).transpose()?;
    let stream = watch::source::open(name).map_err(|e| Stopped::refused(&e))?;
    let drained = stream.drained();
    let items = feeds::read(stream, format_of(format), mapping.as_ref(), from);
    Ok((items.map_err(|e| Stopped::refused(&e))?, drained))
}

/// Reads a mapping file.
pub fn mapping_of(path: &Path) -> Result<Mapping, Stopped> {
    Mapping::parse(&read(path)?).map_err(|e| Stopped::refused(&e))
}

fn format_of(format: FeedFormat) -> Format {
    match format {
        FeedFormat::Csv => Format::Csv,
        FeedFormat::Geojson => Format::Geojson,
        FeedFormat::Nmea => Format::Nmea,
        FeedFormat::Cot => Format::Cot,
        FeedFormat::Cap => Format::Cap,
    }
}
