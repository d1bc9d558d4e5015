//! The standing snapshot of a compartment, for analysts (house.md, "A question's way"): its form is `standing`'s.

use crate::compartment::Compartment;
use line::group::Group;
use line::time::Now;
use standing::snapshot::Origin;

impl<G: Group> Compartment<G> {
    /// The bytes of the snapshot now. No keys, no drafts, no remarks.
    pub fn snapshot(&self, now: Now) -> Vec<u8> {
        let setup = self.setup();
        let origin = Origin {
            status: setup.line.status.word().to_owned(),
            party: setup.line.own.clone(),
            compartment: setup.code.as_str().to_owned(),
            id: setup.line.compartment.0,
            heads: line::cbor::encode(&self.line().cut().heads()),
        };
        self.stand(now).snapshot(&origin)
    }
}
