//! The standing snapshot of a compartment, for analysts: canonical bytes with cut, time and root. No keys, no drafts,
//! no remarks (house.md, "A question's way").

use crate::compartment::Compartment;
use line::group::Group;
use line::time::Now;
use minicbor::Encoder;

impl<G: Group> Compartment<G> {
    /// `[1, status, party, code, compartment id, heads, as_of ms, root, [items of the root]]`, canonical CBOR. Whoever
    /// has the items can compute the root again.
    pub fn snapshot(&self, now: Now) -> Vec<u8> {
        let stand = self.stand(now);
        let items = stand.items();
        let setup = self.setup();
        let heads = line::cbor::encode(&self.line().cut().heads());
        let mut page = Encoder::new(Vec::new());
        let written = page
            .array(9)
            .and_then(|page| page.u8(1))
            .and_then(|page| page.str(setup.line.status.word()))
            .and_then(|page| page.str(setup.line.own.as_str()))
            .and_then(|page| page.str(setup.code.as_str()))
            .and_then(|page| page.bytes(&setup.line.compartment.0))
            .and_then(|page| page.bytes(&heads))
            .and_then(|page| page.i64(stand.as_of_ms()))
            .and_then(|page| page.bytes(&standing::root::root(&items)))
            .and_then(|page| page.array(items.len() as u64));
        written.expect("a vector never refuses a write");
        let mut bytes = page.into_writer();
        bytes.extend(items.into_iter().flatten());
        bytes
    }
}
