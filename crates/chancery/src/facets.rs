//! What a draft names, read field by field: numbers, codes and words, places with their time.

use notice::place::Shape;
use notice::{Draft, Fields, Instant, Number, Value};

/// Everything a draft names, each with its paragraph.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    /// Numbers of notices, in fields and in texts.
    pub numbers: Vec<(String, Number)>,
    /// Codes, and words of texts that look like one, in capitals.
    pub names: Vec<(String, String)>,
    /// Shapes.
    pub shapes: Vec<(String, Shape)>,
    /// Instants.
    pub instants: Vec<Instant>,
}

impl Facets {
    /// Reads a draft, its head too.
    pub fn of(draft: &Draft) -> Self {
        let mut facets = Facets::default();
        for reference in &draft.envelope.refs {
            facets.numbers.push(("4".to_owned(), reference.number.clone()));
        }
        facets.text("3", &draft.envelope.basis);
        facets.text("6", draft.envelope.remarks.as_deref().unwrap_or_default());
        facets.fields("", &draft.content);
        facets
    }

    /// From the first to the last instant that it names.
    pub fn span(&self) -> Option<(Instant, Instant)> {
        Some((*self.instants.iter().min()?, *self.instants.iter().max()?))
    }

    fn fields(&mut self, at: &str, fields: &Fields) {
        for (name, value) in fields.iter() {
            let path = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
            self.value(&path, value);
        }
    }

    fn value(&mut self, at: &str, value: &Value) {
        match value {
            Value::Number(number) => self.numbers.push((at.to_owned(), number.clone())),
            Value::Code(code) => self.names.push((at.to_owned(), code.to_string())),
            Value::Line(line) => self.names.push((at.to_owned(), format!("{}-{}", line.party, line.line))),
            Value::Text(text) => self.text(at, text),
            Value::Instant(instant) => self.instants.push(*instant),
            Value::Place(place) => {
                self.shapes.extend(place.parts.iter().map(|part| (at.to_owned(), part.shape.clone())));
            }
            Value::List(items) => items.iter().for_each(|item| self.value(at, item)),
            Value::Record(fields) => self.fields(at, fields),
            Value::Sample { drawn, .. } => drawn.values().for_each(|item| self.value(at, item)),
            _ => {}
        }
    }

    /// Words of a text: a number if it is one, else a name if it could be a code or a line.
    fn text(&mut self, at: &str, text: &str) {
        let apart = |c: char| !(c.is_ascii_alphanumeric() || c == '/' || c == '-');
        for word in text.split(apart).filter(|word| !word.is_empty()) {
            let word = word.trim_matches(['/', '-']).to_ascii_uppercase();
            match Number::parse(&word) {
                Some(number) => self.numbers.push((at.to_owned(), number)),
                None if (2..=12).contains(&word.len()) => self.names.push((at.to_owned(), word)),
                None => {}
            }
        }
    }
}
