//! Cuts a stream into lines, records and documents without ever holding more than a limit.
//!
//! I1 what is longer than the limit is passed over to the end of its line (or to the next document) and told as such.

use std::io::{BufRead, ErrorKind};

/// A piece of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The line it ends on.
    pub through: u64,
    /// Its bytes; `None` if there were too many.
    pub bytes: Option<Vec<u8>>,
    /// Bytes of the stream up to its end.
    pub offset: u64,
}

/// Where a piece ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// At the end of a line.
    Line,
    /// At the end of a line with as many quotation marks before it as make pairs.
    Record,
    /// Behind the closing tag of this element, whatever its prefix.
    Tag(&'static str),
}

/// Cuts a stream.
pub struct Cuts<R> {
    stream: R,
    ends: Ends,
    limit: usize,
    line: u64,
    offset: u64,
    /// Lines read too far and handed back.
    back: std::collections::VecDeque<Vec<u8>>,
    over: bool,
}

impl<R: BufRead> Cuts<R> {
    /// Cuts at these ends; `offset` and `line` say how much was passed over before.
    pub fn new(stream: R, ends: Ends, limit: usize, offset: u64, line: u64) -> Self {
        Cuts { stream, ends, limit, line, offset, back: std::collections::VecDeque::new(), over: false }
    }

    /// One line with its end; `None` in the second place if it is too long. A stream that breaks ends here.
    fn line(&mut self) -> Option<(u64, Option<Vec<u8>>)> {
        if let Some(line) = self.back.pop_front() {
            return Some((line.len() as u64, Some(line)));
        }
        let mut line = Vec::new();
        let mut read = 0u64;
        loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => &[],
            };
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let take = end.unwrap_or(buffer.len());
            if line.len() + take <= self.limit {
                line.extend_from_slice(&buffer[..take]);
            } else {
                line.truncate(self.limit.min(line.len()));
                line.resize(self.limit + 1, 0);
            }
            read += take as u64;
            self.stream.consume(take);
            // A document that has ended is told now: on a live connection no line end may ever follow.
            let ended = matches!(self.ends, Ends::Tag(tag) if closed(&line, tag).is_some());
            if end.is_some() || ended {
                break;
            }
        }
        if read == 0 {
            self.over = true;
            return None;
        }
        Some((read, (line.len() <= self.limit).then_some(line)))
    }

    fn record(&mut self) -> Option<Cut> {
        let first = self.line + 1;
        let mut held: Vec<Vec<u8>> = Vec::new();
        let (mut bytes, mut quotes) = (0usize, 0usize);
        while let Some((read, line)) = self.line() {
            let Some(line) = line else {
                if held.is_empty() {
                    self.line += 1;
                    self.offset += read;
                    return Some(Cut { line: first, through: first, bytes: None, offset: self.offset });
                }
                // The long line is told after what was held: it cannot be handed back, so it is told as passed over.
                let through = first + held.len() as u64;
                self.line = through;
                self.offset += bytes as u64 + read;
                return Some(Cut { line: first, through, bytes: None, offset: self.offset });
            };
            bytes += line.len();
            quotes += line.iter().filter(|byte| **byte == b'"').count();
            held.push(line);
            if quotes % 2 == 0 {
                break;
            }
            if bytes > self.limit || held.len() > MOST_LINES {
                // A mark that nothing closes: the first line is refused, the others are read again.
                let mut held = held.into_iter();
                let line = held.next().unwrap_or_default();
                held.rev().for_each(|line| self.back.push_front(line));
                self.line += 1;
                self.offset += line.len() as u64;
                return Some(Cut { line: first, through: first, bytes: None, offset: self.offset });
            }
        }
        if held.is_empty() {
            return None;
        }
        self.line += held.len() as u64;
        self.offset += bytes as u64;
        Some(Cut { line: first, through: self.line, bytes: Some(held.concat()), offset: self.offset })
    }

    fn tagged(&mut self, tag: &str) -> Option<Cut> {
        let first = self.line + 1;
        let mut held: Vec<u8> = Vec::new();
        let mut too_long = false;
        let mut read_any = false;
        while let Some((read, line)) = self.line() {
            read_any = true;
            self.offset += read;
            self.line += u64::from(line.as_ref().is_none_or(|line| line.ends_with(b"\n")));
            let Some(mut line) = line else {
                too_long = true;
                held.clear();
                continue;
            };
            if let Some(end) = closed(&line, tag) {
                let rest = line.split_off(end);
                if rest.iter().any(|byte| !byte.is_ascii_whitespace()) {
                    self.offset -= rest.len() as u64;
                    self.line -= u64::from(rest.ends_with(b"\n"));
                    self.back.push_front(rest);
                }
                held.extend(line);
                break;
            }
            held.extend(line);
            if held.len() > self.limit {
                too_long = true;
                held.clear();
            }
        }
        let blank = held.iter().all(u8::is_ascii_whitespace) && !too_long;
        if !read_any || blank {
            return None;
        }
        let bytes = (!too_long).then_some(held);
        Some(Cut { line: first, through: self.line.max(first), bytes, offset: self.offset })
    }
}

impl<R: BufRead> Iterator for Cuts<R> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        match self.ends {
            Ends::Line => {
                let (read, bytes) = self.line()?;
                self.line += 1;
                self.offset += read;
                Some(Cut { line: self.line, through: self.line, bytes, offset: self.offset })
            }
            Ends::Record => self.record(),
            Ends::Tag(tag) => self.tagged(tag),
        }
    }
}

/// Where a line's first closing tag of an element ends.
fn closed(line: &[u8], tag: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = line[from..].windows(2).position(|pair| pair == b"</") {
        let start = from + at + 2;
        let end = start + line[start..].iter().position(|byte| *byte == b'>')?;
        let name = line[start..end].split(|byte| *byte == b':').next_back().unwrap_or_default();
        if name.trim_ascii() == tag.as_bytes() {
            return Some(end + 1);
        }
        from = end;
    }
    None
}

/// Lines that a quoted cell may span.
const MOST_LINES: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str, ends: Ends, limit: usize) -> Vec<(u64, Option<String>)> {
        let read = Cuts::new(text.as_bytes(), ends, limit, 0, 0);
        read.map(|cut| (cut.line, cut.bytes.map(|b| String::from_utf8_lossy(&b).into_owned()))).collect()
    }

    #[test]
    fn a_line_that_is_too_long_is_told_and_the_next_one_is_read() {
        let found = cuts("abc\ndefghijklmnop\nqr", Ends::Line, 8);
        assert_eq!(found, [(1, Some("abc\n".into())), (2, None), (3, Some("qr".into()))]);
    }

    #[test]
    fn a_quoted_cell_spans_lines_and_a_mark_that_nothing_closes_costs_one_line() {
        let found = cuts("a,\"b\nc\"\nd\n", Ends::Record, 100);
        assert_eq!(found, [(1, Some("a,\"b\nc\"\n".into())), (3, Some("d\n".into()))]);
        let open = format!("x,\"open\n{}", "y\n".repeat(60));
        let found = cuts(&open, Ends::Record, 50);
        assert_eq!(
            (found[0].clone(), found[1].clone(), found.len()),
            ((1, None), (2, Some("y\n".into())), 61)
        );
    }

    #[test]
    fn documents_end_behind_their_closing_tag_whatever_stands_on_the_line() {
        let found = cuts("<event a='1'></event><event>\n</event>\n\n", Ends::Tag("event"), 100);
        let documents: Vec<_> = found.into_iter().map(|(_, d)| d.unwrap_or_default()).collect();
        assert_eq!(documents, ["<event a='1'></event>", "<event>\n</event>"]);
        assert_eq!(cuts("<c:alert>x</c:alert>", Ends::Tag("alert"), 100).len(), 1);
    }
}
