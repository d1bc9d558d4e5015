//! When a world has come to rest: all heads have met.

use crate::core::Core;
use crate::node::Node;
use crate::promise::Scene;

/// Whether every node runs, holds the same set, has nothing to send and stands in the same epoch. A party put
/// back to an older store seals nothing more, so nobody can be acknowledged by it.
pub(crate) fn heads_meet(scene: &Scene<'_>) -> bool {
    (0..scene.shape.compartments).all(|compartment| {
        let honest = |node: &&Node| !scene.twins.contains(&node.party);
        let mut nodes = scene.nodes.iter().filter(|node| node.compartment == compartment).filter(honest);
        let mute = |node: &Node| scene.put_back.contains(&node.party);
        let anyone_mute = !scene.put_back.is_empty() || !scene.twins.is_empty();
        let done = |core: &dyn Core| core.outbox_len() == 0 || anyone_mute;
        let Some(first) = nodes.next().and_then(Node::core) else { return false };
        let (cut, epoch) = (first.cut(), first.epoch());
        let same = |node: &Node, core: &dyn Core| core.cut() == cut && (core.epoch() == epoch || mute(node));
        done(first) && nodes.all(|node| node.core().is_some_and(|core| same(node, core) && done(core)))
    })
}
