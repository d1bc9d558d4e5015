//! What late entries changed (REVISED): told once, listed until an officer has seen it (line.md section 6).
//!
//! In: what the folds list. Out: what is new in it, and what nobody has seen. The list itself is the folds', equal at
//! equal cuts.

use crate::compartment::{Compartment, Gathered};
use crate::error::ChanceryError;
use crate::input::{Event, Reply};
use line::group::Group;
use line::time::Now;
use notice::Number;
use standing::delivery::Delivery;
use standing::revised::Revised;

impl<G: Group> Compartment<G> {
    /// What late entries changed and no officer has seen yet, in order of subject.
    pub fn revised(&self, now: Now) -> Vec<Revised> {
        let mut all = self.stand(now).revised();
        all.retain(|revised| !self.revisions.is_seen(revised));
        all
    }

    /// Tells what a notice newly changed, by coming late or by being answered late.
    pub(crate) fn tell_revised(
        &mut self,
        now: Now,
        number: &Number,
        deliveries: &[Delivery],
        gathered: &mut Gathered,
    ) {
        for revised in self.stand(now).revised_of(number, deliveries) {
            if self.revisions.tell(&revised) {
                gathered.tell(Event::Revised(revised));
            }
        }
    }

    /// An officer has seen what a late notice changed.
    pub(crate) fn revised_seen(
        &mut self,
        now: Now,
        because: &Number,
        gathered: &mut Gathered,
    ) -> Result<Reply, ChanceryError> {
        let entry = self.stand(now).notice(because).map(|filed| filed.entry);
        let entry = entry.ok_or_else(|| ChanceryError::NoSuchNotice { number: because.to_string() })?;
        let unseen: Vec<Revised> =
            self.revised(now).into_iter().filter(|revised| revised.because == entry).collect();
        for revised in &unseen {
            gathered.writes.push(self.revisions.see(revised));
        }
        Ok(Reply::Seen { changes: unseen.len() })
    }
}
