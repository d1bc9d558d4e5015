//! An item of the root: a CBOR array of definite length, written field by field.

use crate::attendance::Stretch;
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

/// Items, one after another: each says itself where it ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Items(Vec<u8>);

impl Items {
    /// One more.
    pub fn push(&mut self, write: impl FnOnce(&mut Page) -> &mut Page) {
        let mut page = Page { fields: 0, body: Encoder::new(Vec::new()) };
        write(&mut page);
        let mut head = Encoder::new(&mut self.0);
        head.array(page.fields).expect("a vector never refuses a write");
        self.0.extend(page.body.into_writer());
    }

    /// Gives back the room that is not needed.
    #[must_use]
    pub fn tight(mut self) -> Self {
        self.0.shrink_to_fit();
        self
    }

    /// All bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Item by item.
    pub fn each(&self) -> Vec<Vec<u8>> {
        let mut read = Decoder::new(&self.0);
        let mut items = Vec::new();
        while read.position() < self.0.len() {
            let from = read.position();
            read.skip().expect("what was written as items is read as items");
            items.push(self.0[from..read.position()].to_vec());
        }
        items
    }
}

/// The fields of one item.
pub struct Page {
    fields: u64,
    body: Encoder<Vec<u8>>,
}

impl Page {
    /// A text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.field(|body| body.str(text).map(drop))
    }

    /// Texts, a field each.
    pub fn texts(&mut self, texts: &[&str]) -> &mut Self {
        texts.iter().fold(self, |page, text| page.text(text))
    }

    /// A byte string.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.field(|body| body.bytes(bytes).map(drop))
    }

    /// An instant, ms UTC, or null.
    pub fn instant(&mut self, at_ms: Option<i64>) -> &mut Self {
        self.field(|body| match at_ms {
            Some(at) => body.i64(at).map(drop),
            None => body.null().map(drop),
        })
    }

    /// Both ends of a stretch.
    pub fn stretch(&mut self, stretch: Stretch) -> &mut Self {
        self.instant(Some(stretch.from_ms)).instant(Some(stretch.until_ms))
    }

    fn field(
        &mut self,
        write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>>,
    ) -> &mut Self {
        write(&mut self.body).expect("a vector never refuses a write");
        self.fields += 1;
        self
    }
}
