//! A feed of any form as a stream of items, from any offset.

use crate::built_in::of_header;
use crate::documents::{Cut, Cuts, Ends};
use crate::error::FeedError;
use crate::item::{Item, Refused};
use crate::mapping::{Mapping, OWN};
use crate::nmea::Sentences;
use crate::table::{self, Cells};
use crate::{cap, cot, geojson};
use notice::vocabulary::DetectorKind;
use std::collections::VecDeque;
use std::io::{BufRead, Read};

/// Form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Rows with a header.
    Csv,
    /// A collection, or one feature a line.
    Geojson,
    /// AIS sentences.
    Nmea,
    /// Cursor on Target.
    Cot,
    /// Common Alerting Protocol.
    Cap,
}

/// How far a feed was read: what a later reading passes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Bytes.
    pub offset: u64,
    /// Lines.
    pub line: u64,
}

/// Items of a feed.
pub struct Items<R: BufRead> {
    source: Source<R>,
    ready: VecDeque<Item>,
    position: Position,
}

enum Source<R: BufRead> {
    Table { cuts: Cuts<R>, mapping: Box<Mapping>, header: Vec<String> },
    Sentences { cuts: Cuts<R>, sentences: Box<Sentences>, over: bool },
    Documents { cuts: Cuts<R>, mapping: Box<Mapping>, items: fn(&Mapping, &Cut) -> Vec<Item> },
    Features { cuts: Cuts<R>, mapping: Option<Box<Mapping>> },
    Done,
}

impl Format {
    /// Reads the word of the command line.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "csv" => Some(Format::Csv),
            "geojson" => Some(Format::Geojson),
            "nmea" => Some(Format::Nmea),
            "cot" => Some(Format::Cot),
            "cap" => Some(Format::Cap),
            _ => None,
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Geojson => "geojson",
            Format::Nmea => "nmea",
            Format::Cot => "cot",
            Format::Cap => "cap",
        }
    }
}

/// Reads a feed from its beginning; items before `from` are passed over, for a table its header is read again.
///
/// # Errors
/// [`FeedError::UnknownColumns`] for a table that neither a mapping nor a known header explains.
pub fn read<R: BufRead>(
    mut stream: R,
    format: Format,
    mapping: Option<&Mapping>,
    from: Position,
) -> Result<Items<R>, FeedError> {
    let named = || {
        let mut seen_by = OWN.to_vec();
        match format {
            Format::Nmea => seen_by.push(DetectorKind::Ais),
            Format::Cap => seen_by.push(DetectorKind::PublicReport),
            Format::Csv | Format::Geojson | Format::Cot => {}
        }
        let plain = Mapping { source: format.word().to_owned(), seen_by, ..Mapping::default() };
        Box::new(mapping.cloned().unwrap_or(plain))
    };
    let mut ready = VecDeque::new();
    let mut position = from;
    let source = match format {
        Format::Csv => {
            let mut head = Cuts::new(&mut stream, Ends::Record, LONGEST_RECORD, 0, 0);
            let first = head.next();
            let read = first.as_ref().map_or(0, |cut| cut.offset);
            let lines = first.as_ref().map_or(0, |cut| cut.through);
            let header = first.and_then(|cut| cut.bytes).and_then(|bytes| cells(&bytes)).unwrap_or_default();
            let header: Vec<String> =
                header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
            let mapping = match mapping {
                Some(mapping) => Some(mapping.clone()),
                None => of_header(&header),
            };
            let mapping = mapping.ok_or_else(|| FeedError::UnknownColumns { found: header.clone() })?;
            position = Position { offset: from.offset.max(read), line: from.line.max(lines) };
            skip(&mut stream, position.offset - read);
            let cuts = Cuts::new(stream, Ends::Record, LONGEST_RECORD, position.offset, position.line);
            Source::Table { cuts, mapping: Box::new(mapping), header }
        }
        Format::Nmea => {
            skip(&mut stream, from.offset);
            let cuts = Cuts::new(stream, Ends::Line, LONGEST_SENTENCE, from.offset, from.line);
            Source::Sentences { cuts, sentences: Box::new(Sentences::new(*named())), over: false }
        }
        Format::Cot | Format::Cap => {
            skip(&mut stream, from.offset);
            let (tag, items): (_, fn(&Mapping, &Cut) -> Vec<Item>) =
                if format == Format::Cot { ("event", cot::items) } else { ("alert", cap::items) };
            let cuts = Cuts::new(stream, Ends::Tag(tag), LONGEST_DOCUMENT, from.offset, from.line);
            Source::Documents { cuts, mapping: named(), items }
        }
        Format::Geojson => {
            skip(&mut stream, from.offset);
            match whole(&mut stream, from, mapping, &mut ready) {
                Some(read) => {
                    position = read;
                    Source::Done
                }
                None => {
                    let cuts = Cuts::new(stream, Ends::Line, LONGEST_RECORD, from.offset, from.line);
                    Source::Features { cuts, mapping: mapping.cloned().map(Box::new) }
                }
            }
        }
    };
    Ok(Items { source, ready, position })
}

/// Reads a collection at once if the stream begins one; else nothing is consumed.
fn whole<R: BufRead>(
    stream: &mut R,
    from: Position,
    mapping: Option<&Mapping>,
    ready: &mut VecDeque<Item>,
) -> Option<Position> {
    let begins = stream.fill_buf().unwrap_or_default();
    let line_end = begins.iter().position(|byte| *byte == b'\n').unwrap_or(begins.len());
    let first = &begins[..line_end];
    let one_a_line = first.windows(9).any(|w| w == b"\"Feature\"")
        && serde_json::from_slice::<serde_json::Value>(first).is_ok();
    if one_a_line {
        return None;
    }
    let mut text = Vec::new();
    let read = stream.take(LONGEST_COLLECTION + 1).read_to_end(&mut text).unwrap_or(0) as u64;
    let lines = text.iter().filter(|byte| **byte == b'\n').count() as u64;
    if read > LONGEST_COLLECTION {
        ready.push_back(Item::refused(1, 1, Refused::new("document-too-long", "")));
    } else if text.iter().any(|byte| !byte.is_ascii_whitespace()) {
        ready.extend(geojson::items(mapping, &text, from.line + 1));
    }
    Some(Position { offset: from.offset + read, line: from.line + lines })
}

fn skip(stream: &mut impl BufRead, mut bytes: u64) {
    while bytes > 0 {
        let Ok(buffer) = stream.fill_buf() else { return };
        if buffer.is_empty() {
            return;
        }
        let take = usize::try_from(bytes).unwrap_or(usize::MAX).min(buffer.len());
        stream.consume(take);
        bytes -= take as u64;
    }
}

/// The cells of one record.
fn cells(bytes: &[u8]) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let record = reader.byte_records().next()?.ok()?;
    record.iter().map(|cell| String::from_utf8(cell.to_vec()).ok()).collect()
}

struct Row<'a> {
    header: &'a [String],
    cells: &'a [String],
}

impl Cells for Row<'_> {
    fn cell(&self, column: &str) -> Option<&str> {
        let place = self.header.iter().position(|name| name == column)?;
        self.cells.get(place).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }
}

fn row(mapping: &Mapping, header: &[String], cut: &Cut) -> Option<Item> {
    let refuse =
        |reason, detail: &str| Some(Item::refused(cut.line, cut.through, Refused::new(reason, detail)));
    let Some(bytes) = &cut.bytes else { return refuse("line-too-long", "") };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let Some(cells) = cells(bytes) else { return refuse("not-text", "") };
    if cells.len() != header.len() {
        return refuse("cells", &format!("{} of {}", cells.len(), header.len()));
    }
    Some(table::item(mapping, &Row { header, cells: &cells }, bytes, None, cut.line, cut.through))
}

impl<R: BufRead> Items<R> {
    /// How far the feed was read: behind the last item that was handed on.
    pub fn read_to(&self) -> Position {
        self.position
    }

    /// Whether everything up to the position was handed on, so that reading may go on from it.
    pub fn settled(&self) -> bool {
        let whole = match &self.source {
            Source::Sentences { sentences, .. } => sentences.settled(),
            _ => true,
        };
        self.ready.is_empty() && whole
    }

    fn fill(&mut self) -> bool {
        let at = |cut: &Cut| Position { offset: cut.offset, line: cut.through };
        match &mut self.source {
            Source::Table { cuts, mapping, header } => {
                let Some(cut) = cuts.next() else { return false };
                self.position = at(&cut);
                self.ready.extend(row(mapping, header, &cut));
            }
            Source::Sentences { cuts, sentences, over } => match cuts.next() {
                Some(cut) => {
                    self.position = at(&cut);
                    self.ready.extend(sentences.line(&cut));
                }
                None if *over => return false,
                None => {
                    *over = true;
                    self.ready.extend(sentences.finish());
                }
            },
            Source::Documents { cuts, mapping, items } => {
                let Some(cut) = cuts.next() else { return false };
                self.position = at(&cut);
                self.ready.extend(items(mapping, &cut));
            }
            Source::Features { cuts, mapping } => {
                let Some(cut) = cuts.next() else { return false };
                self.position = at(&cut);
                match &cut.bytes {
                    None => self.ready.push_back(Item::refused(
                        cut.line,
                        cut.line,
                        Refused::new("line-too-long", ""),
                    )),
                    Some(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                    Some(bytes) => {
                        // A text sequence may begin each feature with a record separator (RFC 8142).
                        let text = bytes.strip_prefix(b"\x1e").unwrap_or(bytes);
                        self.ready.extend(geojson::items(mapping.as_deref(), text, cut.line));
                    }
                }
            }
            Source::Done => return false,
        }
        true
    }
}

impl<R: BufRead> Iterator for Items<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while self.ready.is_empty() {
            if !self.fill() {
                return None;
            }
        }
        self.ready.pop_front()
    }
}

const LONGEST_RECORD: usize = 1 << 20;
const LONGEST_SENTENCE: usize = 1 << 10;
const LONGEST_DOCUMENT: usize = 1 << 20;
const LONGEST_COLLECTION: u64 = 1 << 28;
