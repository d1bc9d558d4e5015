//! Jumps of the exercise clock: what falls due meanwhile is told in its order, and what must first be seen by a person
//! ends the jump there.
//!
//! I1 no jump passes over an open answer or reply: it is refused, and names it. I2 a jump leaves nothing out: the world
//! goes on as always, every quarter of its days is looked at.

use super::Player;
use super::acts::Do;
use crate::moment::{MINUTE_MS, Moment};
use crate::timeline::Jump;
use serde_json::{Value, json};
use standing::duty::{Duty, What};
use std::collections::BTreeSet;

/// A jump under way, or over.
#[derive(Debug, Clone)]
pub(crate) struct Jumping {
    to: Moment,
    /// What was due already.
    known: BTreeSet<(String, Duty)>,
    /// What was told, in order.
    told: Vec<String>,
    over: bool,
}

impl Player<'_> {
    /// The clock is to jump.
    pub(crate) fn jump(&mut self, row: usize, jump: &Jump) {
        let (from, known) = (self.moment(), self.all_due());
        let id = self.case.rows[row].id.get_ref().clone();
        let open = |(_, duty): &&(String, Duty)| {
            let until = duty.at_ms.and_then(|at_ms| Moment::of_utc(self.world.day_one_ms, at_ms));
            let window = matches!(duty.what, What::Answer | What::Reply | What::OffRamp);
            window && until.is_some_and(|until| until > from && until <= jump.to)
        };
        let refused: Vec<String> = known.iter().filter(open).map(|due| self.due_words(due)).collect();
        let begun = if refused.is_empty() {
            self.plan(next(from).min(jump.to.0), Do::JumpOn(row));
            vec![format!("from {from}")]
        } else {
            refused.into_iter().map(|open| format!("refused: {open}")).collect()
        };
        self.trace(&format!("jump to {}: {}", jump.to, begun.join(", ")));
        let over = !begun[0].starts_with("from");
        self.jumps.insert(id, Jumping { to: jump.to, known, told: begun, over });
    }

    /// A quarter of a day of a jump is over.
    pub(crate) fn jump_on(&mut self, row: usize) {
        let id = self.case.rows[row].id.get_ref().clone();
        let (now, due) = (self.moment(), self.all_due());
        let Some(mut jumping) = self.jumps.remove(&id).filter(|jumping| !jumping.over) else { return };
        let mut fresh: Vec<&(String, Duty)> = due.difference(&jumping.known).collect();
        fresh.sort_by_key(|(_, duty)| duty.at_ms);
        jumping.told.extend(fresh.iter().map(|due| self.due_words(due)));
        let seen_first = fresh.iter().any(|(_, duty)| duty.what == What::Reaffirm);
        if seen_first || now >= jumping.to {
            jumping.over = true;
            jumping.told.push(format!("{} {now}", if seen_first { "halted" } else { "arrived" }));
        } else {
            self.plan(next(now).min(jumping.to.0), Do::JumpOn(row));
        }
        jumping.known.extend(due);
        self.jumps.insert(id, jumping);
    }

    /// What came of the jump of a row.
    pub(crate) fn jumped(&self, row: &str) -> Value {
        self.jumps.get(row).map_or_else(|| json!("none"), |jumping| json!(jumping.told))
    }

    /// Everything due in every compartment, as its first running member has it.
    fn all_due(&self) -> BTreeSet<(String, Duty)> {
        let mut all = BTreeSet::new();
        for code in &self.world.compartments {
            let core = self.world.members(code).into_iter().find_map(|node| self.world.nodes()[node].core());
            let Some(core) = core else { continue };
            let duties = core.stand(self.world.now()).duties();
            all.extend(duties.into_iter().map(|duty| (code.clone(), duty)));
        }
        all
    }

    fn due_words(&self, (compartment, duty): &(String, Duty)) -> String {
        let from: Vec<String> = duty.from.iter().map(ToString::to_string).collect();
        let name = self.name_of(&duty.number);
        let until = self.at(duty.at_ms);
        format!("{compartment} {} {name} from {} by {until}", duty.what.word(), from.join(" "))
    }
}

/// When a jump looks next: at the next quarter of the day.
fn next(now: Moment) -> u64 {
    (now.0 / LOOK_MS + 1) * LOOK_MS
}

/// How often a jump looks at what has become due.
const LOOK_MS: u64 = 6 * 60 * MINUTE_MS;
