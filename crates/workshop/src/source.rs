//! Rust source as the rules read it: comments, strings and test modules blanked, lines kept.
//!
//! In: the text of one file. Out: a text of the same lines in which only code is left.
//! I1 the line count never changes, so that a place found is a place to look.
//! I2 what stands in a string, a comment or a `#[cfg(test)]` module is never found by a rule on code.

/// The code of a file without comments and without the contents of strings and characters.
pub fn code_only(text: &str) -> String {
    Blanker::of(text, false)
}

/// The code of a file without comments, strings kept.
pub fn without_comments(text: &str) -> String {
    Blanker::of(text, true)
}

/// The code of a file as [`code_only`], with modules and items under `#[cfg(test)]` blanked too.
pub fn production_only(text: &str) -> String {
    let mut code = code_only(text);
    while let Some(start) = code.find("#[cfg(test)]") {
        let end = end_of_item(&code, start + "#[cfg(test)]".len());
        let blanked: String = code[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        code.replace_range(start..end, &blanked);
    }
    code
}

/// The names of modules that a file declares under `#[cfg(test)]` in files of their own.
pub fn test_modules(text: &str) -> Vec<String> {
    let code = code_only(text);
    code.split("#[cfg(test)]")
        .skip(1)
        .filter_map(|after| after.trim_start().strip_prefix("mod "))
        .filter_map(|after| after.split_once(';').filter(|(name, _)| !name.contains('{')))
        .map(|(name, _)| name.trim().to_owned())
        .collect()
}

/// One function: its name, first line and number of lines, signature and braces included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// First line, from 1.
    pub line: usize,
    /// Lines from signature to closing brace.
    pub lines: usize,
}

/// Every function with a body in a text that went through [`code_only`].
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = code[from..].find("fn ").map(|at| from + at) {
        from = start + 3;
        let before = code[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let name: String = code[from..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let end = end_of_item(code, from);
        if name.is_empty() || !code[from..end].ends_with('}') {
            continue;
        }
        let line = code[..start].matches('\n').count() + 1;
        found.push(Function { name, line, lines: code[start..end].matches('\n').count() + 1 });
    }
    found
}

/// Where the item that starts at `from` ends: after its `;` or its closing brace.
fn end_of_item(code: &str, from: usize) -> usize {
    let (mut braces, mut round) = (0usize, 0isize);
    for (at, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            ';' if braces == 0 && round == 0 => return from + at + 1,
            '{' => braces += 1,
            '}' if braces <= 1 => return from + at + 1,
            '}' => braces -= 1,
            _ => {}
        }
    }
    code.len()
}

/// A walk over the characters of a file that writes code and blanks the rest.
struct Blanker {
    chars: Vec<char>,
    at: usize,
    keep_strings: bool,
    out: String,
}

impl Blanker {
    fn of(text: &str, keep_strings: bool) -> String {
        let out = String::with_capacity(text.len());
        let mut blanker = Blanker { chars: text.chars().collect(), at: 0, keep_strings, out };
        blanker.run();
        blanker.out
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.blank_while(|c, _| c != '\n'),
                ('/', Some('*')) => self.blank_comment(),
                ('"', _) => self.blank_string(0),
                ('r', Some('"' | '#')) if !self.in_word() => self.raw_string_or_code(),
                ('\'', _) => self.character_or_lifetime(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn in_word(&self) -> bool {
        self.at > 0 && self.chars[self.at - 1] != 'b' && is_word(self.chars[self.at - 1])
    }

    fn keep(&mut self) {
        self.out.push(self.chars[self.at]);
        self.at += 1;
    }

    fn blank(&mut self) {
        let c = self.chars[self.at];
        self.out.push(if c == '\n' { '\n' } else { ' ' });
        self.at += 1;
    }

    fn blank_while(&mut self, go_on: impl Fn(char, Option<char>) -> bool) {
        while let Some(c) = self.peek(0) {
            if !go_on(c, self.peek(1)) {
                break;
            }
            self.blank();
        }
    }

    fn blank_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    fn blank_string(&mut self, hashes: usize) {
        self.keep();
        while let Some(c) = self.peek(0) {
            if c == '\\' && hashes == 0 {
                self.inside();
                if self.peek(0).is_some() {
                    self.inside();
                }
                continue;
            }
            if c == '"' && (0..hashes).all(|i| self.peek(1 + i) == Some('#')) {
                self.keep();
                return;
            }
            self.inside();
        }
    }

    /// One character inside a string.
    fn inside(&mut self) {
        if self.keep_strings {
            self.keep();
        } else {
            self.blank();
        }
    }

    fn raw_string_or_code(&mut self) {
        let hashes = (1..).take_while(|i| self.peek(*i) == Some('#')).count();
        if self.peek(1 + hashes) != Some('"') {
            self.keep();
            return;
        }
        for _ in 0..=hashes {
            self.keep();
        }
        // A raw string without hashes still has no escapes: one hash too many would never match.
        if hashes == 0 {
            self.keep();
            while self.peek(0).is_some_and(|c| c != '"') {
                self.inside();
            }
            if self.peek(0).is_some() {
                self.keep();
            }
        } else {
            self.blank_string(hashes);
        }
    }

    fn character_or_lifetime(&mut self) {
        let literal = matches!((self.peek(1), self.peek(2)), (Some('\\'), _) | (Some(_), Some('\'')));
        self.keep();
        if !literal {
            return;
        }
        if self.peek(0) == Some('\\') {
            self.blank();
            self.blank();
        }
        self.blank_while(|c, _| c != '\'');
        if self.peek(0).is_some() {
            self.keep();
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_and_lines_stay() {
        let text =
            "let a = \"std::fs // no\"; // std::fs\n/* HashMap\n*/ let c = '\"'; let d = r#\"f64\"#;\n";
        let code = code_only(text);
        assert_eq!(code.matches('\n').count(), 3);
        assert!(!code.contains("fs") && !code.contains("HashMap") && !code.contains("f64"), "{code}");
        assert!(code.contains("let c") && code.contains("let d"));
    }

    #[test]
    fn lifetimes_are_not_taken_for_characters() {
        assert!(code_only("fn f<'a>(x: &'a str) { HashMap }").contains("HashMap"));
    }

    #[test]
    fn test_modules_are_not_production() {
        let text = "use std::fs;\n#[cfg(test)]\nmod tests {\n    use std::env;\n}\nfn after() {}\n";
        let code = production_only(text);
        assert!(code.contains("std::fs") && code.contains("after") && !code.contains("std::env"));
        assert_eq!(test_modules("#[cfg(test)]\nmod planted;\n#[cfg(test)]\nmod tests { }"), ["planted"]);
    }

    #[test]
    fn functions_are_counted_with_their_signature() {
        let text = "fn one() {\n    if x { y(); }\n}\n\ntrait T { fn none(&self) -> [u8; 4]; }\n";
        let found = functions(&code_only(text));
        assert_eq!(found, [Function { name: "one".into(), line: 1, lines: 3 }]);
    }
}
