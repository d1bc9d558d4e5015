//! A bare line in a world: `Line<G>` with a group that is watched, payloads that mean nothing.

use crate::chance::Chance;
use crate::core::{Core, Placed, Rebuild};
use crate::group::{Deeds, Driven, Witness};
use line::config::Config;
use line::cut::Cut;
use line::diagnosis::LineState;
use line::entry::{Attestation, Entry, Kind, NoticeBody};
use line::error::LineError;
use line::ids::{CutDigest, EntryHash, Epoch, PartyCode};
use line::line::{Line, Marks, Stop};
use line::machine::{Effect, Input, Rows};
use line::time::Now;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// A bare line.
pub struct Bare<G: Driven> {
    line: Line<Witness<G>>,
}

impl<G: Driven> Bare<G> {
    /// A compartment from a group just founded.
    pub fn open(config: Config, group: Witness<G>, now: Now, chance: &mut Chance) -> (Self, Vec<Effect>) {
        let (line, effects) = Line::open(config, group, now, chance);
        (Bare { line }, effects)
    }

    /// What rebuilds it after every crash.
    pub fn maker(config: Config, deeds: Deeds, chance: Chance) -> impl Rebuild {
        Maker::<G> { config, deeds, chance, form: PhantomData }
    }
}

impl<G: Driven> Core for Bare<G> {
    fn handle(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        self.line.handle(now, inputs)
    }

    fn next_deadline(&self) -> Option<u64> {
        self.line.next_deadline()
    }

    fn order(&self) -> Vec<Placed> {
        self.line.order().map(Placed::of).collect()
    }

    fn notices(&self) -> Vec<Vec<u8>> {
        let notices = self.line.order().filter(|entry| entry.header.kind == Kind::Notice);
        let bytes = |entry: &Entry| NoticeBody::decode(&entry.body, Attestation::MutualOnly).ok();
        notices.filter_map(bytes).map(|body| body.bytes.to_vec()).collect()
    }

    fn held(&self) -> usize {
        self.line.held().count()
    }

    fn cut(&self) -> Cut {
        self.line.cut()
    }

    fn digest(&self) -> CutDigest {
        self.line.digest()
    }

    /// There is no layer above: its root is the order of the cut itself, which must be alike for equal cuts.
    fn state_root(&self, slot_ms: i64) -> [u8; 32] {
        let mut root = Sha256::new_with_prefix(slot_ms.to_be_bytes());
        self.line.order().for_each(|entry| root.update(entry.hash.0));
        root.finalize().into()
    }

    fn epoch(&self) -> Epoch {
        self.line.epoch()
    }

    fn line_states(&self) -> BTreeMap<PartyCode, LineState> {
        self.line.line_states()
    }

    fn marks(&self, entry: &EntryHash) -> BTreeMap<PartyCode, Marks> {
        self.line.marks(entry)
    }

    fn outbox_len(&self) -> usize {
        self.line.outbox_len()
    }

    fn quarantined(&self) -> bool {
        self.line.quarantined()
    }
}

struct Maker<G> {
    config: Config,
    deeds: Deeds,
    chance: Chance,
    form: PhantomData<G>,
}

impl<G: Driven> Rebuild for Maker<G> {
    fn rebuild(
        &mut self,
        rows: &Rows,
        stop: Stop,
        now: Now,
    ) -> Result<(Box<dyn Core>, Vec<Effect>), LineError> {
        let provider = (G::provider(self.chance.fork("provider")), self.deeds.clone());
        let config = self.config.clone();
        let (line, effects) =
            Line::<Witness<G>>::restore(config, provider, rows, stop, now, &mut self.chance)?;
        Ok((Box::new(Bare { line }), effects))
    }

    fn twin(&mut self) -> Box<dyn Rebuild> {
        let (config, deeds) = (self.config.clone(), Deeds::default());
        let chance = self.chance.fork("twin");
        Box::new(Maker::<G> { config, deeds, chance, form: PhantomData })
    }
}
