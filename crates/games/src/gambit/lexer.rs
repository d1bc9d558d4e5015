//! The words of a game file, each with its line and column.

use crate::error::GameError;
use crate::number::{Rational, is_weighable, parse, shown};

/// One word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `{`, `}` or `,`.
    Mark(char),
    /// Text between quotation marks, still with its escapes.
    Quoted(&'a str),
    /// A number, a name, a letter.
    Word(&'a str),
    /// No more text.
    End,
}

/// Reads a text word by word.
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Where the last token began.
    start: usize,
}

impl<'a> Lexer<'a> {
    /// A text must be UTF-8 without a byte-order mark.
    pub fn new(bytes: &'a [u8]) -> Result<Self, GameError> {
        if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
            let why = "the file begins with a byte-order mark; save it as UTF-8 without one".to_owned();
            return Err(GameError::Syntax { line: 1, column: 1, why });
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Lexer { text, at: 0, start: 0 }),
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
                let (line, column) = place(&good, good.len());
                Err(GameError::Syntax { line, column, why: "the file is not UTF-8 from here on".to_owned() })
            }
        }
    }

    /// An error at the last token.
    pub fn error(&self, why: &str) -> GameError {
        let (line, column) = place(self.text, self.start);
        GameError::Syntax { line, column, why: why.to_owned() }
    }

    /// The next token without taking it.
    pub fn peek(&mut self) -> Result<Token<'a>, GameError> {
        let (at, start) = (self.at, self.start);
        let token = self.next();
        self.at = at;
        if token.is_ok() {
            self.start = start;
        }
        token
    }

    /// The next token.
    pub fn next(&mut self) -> Result<Token<'a>, GameError> {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start().len();
        self.at += blank;
        self.start = self.at;
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else { return Ok(Token::End) };
        if matches!(first, '{' | '}' | ',') {
            self.at += 1;
            return Ok(Token::Mark(first));
        }
        if first == '"' {
            let mut escaped = false;
            for (offset, c) in rest.char_indices().skip(1) {
                if c == '"' && !escaped {
                    self.at += offset + 1;
                    return Ok(Token::Quoted(&rest[1..offset]));
                }
                escaped = c == '\\' && !escaped;
            }
            return Err(self.error("a quotation mark is never closed"));
        }
        let end = rest
            .char_indices()
            .find(|(_, c)| c.is_whitespace() || matches!(c, '{' | '}' | ',' | '"'))
            .map_or(rest.len(), |(offset, _)| offset);
        self.at += end;
        Ok(Token::Word(&rest[..end]))
    }

    /// Whether the last token is followed by a blank, a mark of the file's end, or nothing.
    pub fn is_apart(&self) -> bool {
        self.text[self.at..].chars().next().is_none_or(char::is_whitespace)
    }

    /// A word.
    pub fn word(&mut self, what: &str) -> Result<&'a str, GameError> {
        match self.next()? {
            Token::Word(word) => Ok(word),
            other => Err(self.wanted(what, other)),
        }
    }

    /// A mark.
    pub fn mark(&mut self, mark: char, what: &str) -> Result<(), GameError> {
        match self.next()? {
            Token::Mark(found) if found == mark => Ok(()),
            other => Err(self.wanted(&format!("`{mark}` {what}"), other)),
        }
    }

    /// Takes a mark if it is next.
    pub fn takes(&mut self, mark: char) -> Result<bool, GameError> {
        let found = self.peek()? == Token::Mark(mark);
        if found {
            self.next()?;
        }
        Ok(found)
    }

    /// Text between quotation marks, without its escapes.
    pub fn quoted(&mut self, what: &str) -> Result<String, GameError> {
        match self.next()? {
            Token::Quoted(text) => Ok(unescaped(text)),
            other => Err(self.wanted(what, other)),
        }
    }

    /// A whole number.
    pub fn whole(&mut self, what: &str) -> Result<i64, GameError> {
        let word = self.word(what)?;
        word.parse().map_err(|_| self.error(&format!("`{}` is not a whole number ({what})", shown(word))))
    }

    /// A payoff or a probability.
    pub fn number(&mut self, what: &str) -> Result<Rational, GameError> {
        let word = self.word(what)?;
        let value = parse(word).map_err(|why| self.error(&why))?;
        if !is_weighable(&value) {
            let why = format!("{} is beyond 1e100 and cannot be weighed; divide all payoffs", shown(word));
            return Err(self.error(&why));
        }
        Ok(value)
    }

    /// What was wanted and what stands there.
    pub fn wanted(&self, what: &str, found: Token<'_>) -> GameError {
        let found = match found {
            Token::Mark(mark) => format!("`{mark}`"),
            Token::Quoted(text) => format!("the text \"{}\"", shown(text)),
            Token::Word(word) => format!("`{}`", shown(word)),
            Token::End => "the end of the file".to_owned(),
        };
        self.error(&format!("{what} is wanted here, not {found}"))
    }
}

/// `\"` is a quotation mark; every other backslash stays as it is.
fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"")
}

/// Line and column of a place, from 1, columns in characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
