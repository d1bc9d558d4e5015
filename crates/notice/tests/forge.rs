//! Forger of malformed notices: a valid file with one thing changed, for checks, lints and refusals.

use crate::files::sample;
use notice::file::{draft_from_toml, draft_to_toml};
use notice::vocabulary::NoticeType;
use notice::{Draft, NoticeError};
use toml::{Table, Value};

/// A valid file of a type, to be spoilt.
pub struct Forged(Table);

/// The valid file of a type.
pub fn forge(kind: NoticeType) -> Forged {
    Forged(draft_to_toml(&sample(kind)).parse().expect("TOML"))
}

impl Forged {
    /// Puts a value, written as TOML, at a dotted path (list items by number from 0).
    pub fn set(mut self, path: &str, value: &str) -> Self {
        let value: Value = format!("v = {value}").parse::<Table>().expect("TOML")["v"].clone();
        let (parent, name) = self.parent(path);
        match parent {
            Value::Table(table) => drop(table.insert(name, value)),
            Value::Array(items) => items[name.parse::<usize>().expect("a place")] = value,
            other => panic!("{path} is inside {other}"),
        }
        self
    }

    /// Takes away what stands at a path.
    pub fn without(mut self, path: &str) -> Self {
        let (parent, name) = self.parent(path);
        let gone = parent.as_table_mut().and_then(|table| table.remove(&name));
        assert!(gone.is_some(), "{path} stands in the valid file");
        self
    }

    fn parent(&mut self, path: &str) -> (&mut Value, String) {
        let (inside, name) = path.rsplit_once('.').unwrap_or(("", path));
        let mut names = inside.split('.').filter(|name| !name.is_empty());
        let first = names.next().expect("a path of at least two names");
        let mut value = self.0.get_mut(first).expect("the first table");
        for name in names {
            value = match value {
                Value::Array(items) => &mut items[name.parse::<usize>().expect("a place")],
                Value::Table(table) => {
                    table.entry(name.to_owned()).or_insert_with(|| Value::Table(Table::new()))
                }
                other => panic!("{name} is inside {other}"),
            };
        }
        (value, name.to_owned())
    }

    /// The forged draft, if it can still be read.
    pub fn read(&self) -> Result<Draft, NoticeError> {
        draft_from_toml(&toml::to_string(&self.0).expect("prints"))
    }

    /// The forged draft.
    pub fn draft(&self) -> Draft {
        self.read().expect("a readable file")
    }
}
