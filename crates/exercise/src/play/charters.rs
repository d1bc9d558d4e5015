//! Charter versions in a play: proposed by one, read back by all others, put in force when the last has.

use super::Player;
use super::acts::Do;
use crate::error::ExerciseError;
use crate::moment::MINUTE_MS;
use crate::report::Check;
use crate::timeline::CharterAct;
use crate::world::World;
use chancery::input::{Command, Reply};
use serde_json::json;
use std::collections::BTreeMap;

impl Player<'_> {
    /// A party proposes the next version of a charter.
    pub(crate) fn propose(&mut self, id: &str, act: &CharterAct) -> Result<(), ExerciseError> {
        let node = self.node(&act.by, &act.compartment)?;
        let text = self.filled_in(&act.file).unwrap_or_default();
        let charter = notice::file::charter_from_toml(&text)
            .map_err(|why| World::wrong(&act.file, &format!("a charter: {why}")))?;
        let (number, version) = (charter.number(), charter.version);
        let draft = self.world.keep_charter(node, charter);
        let released = draft.and_then(|draft| self.world.seal_all(node, draft, None));
        if !matches!(released, Some(Ok(Reply::Released { .. }))) {
            let seen = json!(format!("{released:?}"));
            self.checks.push(Check { id: format!("{id} released"), expected: json!("released"), seen });
            return Ok(());
        }
        let read_ms = self.case.scenario.pace().reads.from(self.moment()).0;
        for member in self.world.members(&act.compartment).into_iter().filter(|member| *member != node) {
            self.plan(read_ms, Do::ReadBack { node: member, number: number.clone(), file: None });
        }
        self.plan(read_ms + MINUTE_MS, Do::InForce { node, version });
        self.trace(&format!("{number} proposed by {}", act.by));
        Ok(())
    }

    /// A version that all have read back is put in force.
    pub(crate) fn put_in_force(&mut self, node: usize, version: u32) {
        let applied = self.world.command(node, Command::ApplyCharter { version, packages: BTreeMap::new() });
        if !matches!(applied, Some(Ok(Reply::Ordered))) {
            self.trace(&format!("version {version} is not in force: {applied:?}"));
        }
    }
}
