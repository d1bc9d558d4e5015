//! A bare line in a world: `Line<G>` with a group that is watched, and the folds of what it admits.

use crate::chance::Chance;
use crate::core::{Core, Placed, Rebuild};
use crate::disk::Disk;
use crate::group::{Deeds, Driven, Witness};
use crate::paper::COMPARTMENT;
use line::config::Config;
use line::cut::Cut;
use line::diagnosis::LineState;
use line::entry::{Attestation, Kind, NoticeBody};
use line::error::LineError;
use line::ids::{CutDigest, EntryHash, Epoch, PartyCode};
use line::line::{Line, Marks, Stop};
use line::machine::{Effect, Event, Input};
use line::prove::ProveReport;
use line::time::Now;
use notice::Number;
use standing::Standing;
use standing::delivery::Delivery;
use standing::revised::Revised;
use std::collections::BTreeMap;

/// A bare line with the folds of what it admits.
pub struct Bare<G: Driven> {
    line: Line<Witness<G>>,
    standing: Standing,
}

/// What every life of a core is made from.
pub struct Making<G: Driven> {
    /// What the carrier must know.
    pub config: Config,
    /// Where the group's witness writes.
    pub deeds: Deeds,
    /// Cryptography, where the group needs any.
    pub shell: G::Shell,
    /// Rules of the folds broken on purpose.
    pub standing: standing::Planted,
}

impl<G: Driven> Bare<G> {
    /// A compartment from a group just founded.
    pub fn open(
        config: Config,
        group: Witness<G>,
        planted: standing::Planted,
        now: Now,
        chance: &mut Chance,
    ) -> (Self, Vec<Effect>) {
        let (line, effects) = Line::open(config, group, now, chance);
        let mut bare = Bare { line, standing: Standing::new(COMPARTMENT, None).with_planted(planted) };
        bare.fold(&effects);
        (bare, effects)
    }

    /// What rebuilds it after every crash.
    pub fn maker(making: Making<G>, chance: Chance) -> impl Rebuild {
        Maker { making, chance }
    }

    /// Takes what was admitted into the folds.
    fn fold(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Tell(Event::Admitted(entry)) => drop(self.standing.admit(entry)),
                Effect::Tell(Event::Equivocation { author, seq, .. }) => self.standing.strike(author, *seq),
                Effect::Tell(Event::Void { author, from, to }) => self.standing.void(author, *from, *to),
                _ => {}
            }
        }
    }
}

impl<G: Driven> Core for Bare<G> {
    fn handle(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        self.line.all_is_committed();
        let effects = self.line.handle(now, inputs);
        self.fold(&effects);
        effects
    }

    fn next_deadline(&self) -> Option<u64> {
        self.line.next_deadline()
    }

    fn order(&self) -> Vec<Placed> {
        self.line.order().map(Placed::of).collect()
    }

    fn notices(&self) -> Vec<Vec<u8>> {
        let notices = self.line.record_of(Kind::Notice);
        let bodies = notices.filter_map(|e| NoticeBody::decode(&e.body, Attestation::MutualOnly).ok());
        bodies.map(|body| body.bytes.to_vec()).collect()
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

    fn state_root(&self, slot_ms: i64) -> [u8; 32] {
        self.standing.at(&self.line.cut(), slot_ms).root()
    }

    fn revised(&self, as_of_ms: i64) -> Vec<Revised> {
        self.standing.at(&self.line.cut(), as_of_ms).revised()
    }

    fn deliveries(&self, as_of_ms: i64) -> Vec<Delivery> {
        let cut = self.line.cut();
        let stand = self.standing.at(&cut, as_of_ms);
        let numbers: Vec<Number> = stand.notices().map(|filed| filed.notice.number().clone()).collect();
        numbers.iter().flat_map(|number| stand.deliveries(number)).collect()
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

    fn prove(&self, entries: &[EntryHash]) -> Vec<ProveReport> {
        self.line.prove_each(entries)
    }

    fn outbox_len(&self) -> usize {
        self.line.outbox_len()
    }

    fn forge(&self, author: &PartyCode, epoch: Epoch) -> Option<Vec<u8>> {
        crate::forger::forge(&self.line, author, epoch, G::sign_with)
    }

    fn quarantined(&self) -> bool {
        self.line.quarantined()
    }
}

struct Maker<G: Driven> {
    making: Making<G>,
    chance: Chance,
}

impl<G: Driven> Rebuild for Maker<G> {
    fn rebuild(
        &mut self,
        disk: &Disk,
        stop: Stop,
        now: Now,
    ) -> Result<(Box<dyn Core>, Vec<Effect>), LineError> {
        let making = &self.making;
        let provider = (G::provider(&making.shell), making.deeds.clone());
        let config = Config { past: Some(disk.past()), ..making.config.clone() };
        let rows = disk.rows_to_open();
        let (line, effects) =
            Line::<Witness<G>>::restore(config, provider, &rows, stop, now, &mut self.chance)?;
        let mut standing = Standing::new(COMPARTMENT, None).with_planted(making.standing);
        standing.read(&line, |_, _| {});
        let mut bare = Bare { line, standing };
        bare.fold(&effects);
        Ok((Box::new(bare), effects))
    }

    fn twin(&mut self) -> Box<dyn Rebuild> {
        let Making { config, shell, standing, .. } = &self.making;
        let deeds = Deeds::default();
        let making = Making { config: config.clone(), deeds, shell: shell.clone(), standing: *standing };
        Box::new(Maker::<G> { making, chance: self.chance.fork("twin") })
    }
}
