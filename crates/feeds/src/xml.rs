//! Small XML documents as a tree, read without any trust.
//!
//! I1 a document type is refused, so no entity is ever defined and none expanded but the five of XML itself and numbers;
//! nothing a document points to is opened. I2 depth, elements and bytes have limits.

use crate::item::Refused;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Its namespace as the document declares it on this or an enclosing element, if it does.
    pub space: Option<String>,
    /// Its attributes, in order.
    pub attributes: Vec<(String, String)>,
    /// Its own text, put together.
    pub text: String,
    /// Elements inside.
    pub children: Vec<Element>,
}

impl Element {
    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every child of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Text of the first child of a name, trimmed; `None` if there is no such child.
    pub fn said(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim())
    }
}

/// The elements of a document that stand at its top; a stream may hold several.
///
/// # Errors
/// [`Refused`] with `dtd`, `too-deep`, `too-many-elements`, `entity`, or `not-xml`.
pub fn documents(bytes: &[u8]) -> Result<Vec<Element>, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::new("not-text", ""))?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut done = Vec::new();
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(|e| Refused::new("not-xml", &e.to_string()))?;
        match event {
            Event::DocType(_) => return Err(Refused::new("dtd", "a document type is never read")),
            Event::Start(start) => {
                count += 1;
                if open.len() >= MOST_DEEP {
                    return Err(Refused::new("too-deep", ""));
                }
                let element = element(&start, open.last())?;
                open.push(element);
            }
            Event::Empty(start) => {
                count += 1;
                let element = element(&start, open.last())?;
                close(element, &mut open, &mut done);
            }
            Event::End(_) => {
                let element =
                    open.pop().ok_or_else(|| Refused::new("not-xml", "an end without a beginning"))?;
                close(element, &mut open, &mut done);
            }
            Event::Text(text) => add_text(&mut open, &text)?,
            Event::CData(data) => add_text(&mut open, &data)?,
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => own_entity(&reference).ok_or_else(|| Refused::new("entity", &reference))?.to_owned(),
                };
                add_text(&mut open, &known)?;
            }
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
        if count > MOST_ELEMENTS {
            return Err(Refused::new("too-many-elements", ""));
        }
    }
    if !open.is_empty() {
        return Err(Refused::new("not-xml", "an element is not closed"));
    }
    Ok(done)
}

fn close(element: Element, open: &mut [Element], done: &mut Vec<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => done.push(element),
    }
}

fn add_text(open: &mut [Element], text: &str) -> Result<(), Refused> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().trim_start_matches('\u{feff}').is_empty() => {}
        None => return Err(Refused::new("not-xml", "text outside of any element")),
    }
    Ok(())
}

fn element(start: &BytesStart<'_>, parent: Option<&Element>) -> Result<Element, Refused> {
    let bad = |why: String| Refused::new("not-xml", &why);
    let full = start.name().as_ref().to_owned();
    let (prefix, name) = full.split_once(':').map_or(("", full.as_str()), |(prefix, name)| (prefix, name));
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| bad(e.to_string()))?;
        let key = attribute.key.as_ref().to_owned();
        let value = quick_xml::escape::unescape_with(&attribute.value, own_entity)
            .map_err(|e| Refused::new("entity", &e.to_string()))?;
        if attributes.iter().any(|(known, _)| *known == key) {
            return Err(bad(format!("attribute {key} twice")));
        }
        attributes.push((key, value.into_owned()));
    }
    let declared = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
    let space = attributes.iter().find(|(key, _)| *key == declared).map(|(_, value)| value.clone());
    let space = space.or_else(|| parent.and_then(|parent| parent.space.clone()));
    Ok(Element { name: name.to_owned(), space, attributes, text: String::new(), children: Vec::new() })
}

fn own_entity(name: &str) -> Option<&'static str> {
    match name {
        "lt" => Some("<"),
        "gt" => Some(">"),
        "amp" => Some("&"),
        "quot" => Some("\""),
        "apos" => Some("'"),
        _ => None,
    }
}

const MOST_DEEP: usize = 64;
const MOST_ELEMENTS: usize = 50_000;
