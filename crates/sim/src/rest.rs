//! When a world has come to rest: all heads have met.

use crate::core::Core;
use crate::node::Node;
use crate::promise::Scene;

/// Whether every node runs, holds the same set, has nothing to send and stands in the same epoch. A party put
/// back to an older store holds the same set too, but enters no epoch any more and acknowledges nothing.
pub(crate) fn heads_meet(scene: &Scene<'_>) -> bool {
    (0..scene.shape.compartments).all(|compartment| {
        let near = |node: &&Node| {
            node.compartment == compartment
                && !scene.twins.contains(&node.party)
                && scene.shape.by_pouch != Some(node.party)
        };
        let mut nodes = scene.nodes.iter().filter(near);
        let mute = |node: &Node| scene.put_back.contains(&node.party);
        // Old copies follow whoever has the record; where all are old copies nobody has it, and none seals again.
        if nodes.clone().all(mute) {
            return nodes.all(|node| node.core().is_some());
        }
        let answered = scene.put_back.is_empty() && scene.twins.is_empty() && scene.shape.by_pouch.is_none();
        let done = |core: &dyn Core| core.outbox_len() == 0 || !answered;
        let Some(cut) = nodes.clone().next().and_then(Node::core).map(Core::cut) else { return false };
        let epoch = nodes.clone().find(|node| !mute(node)).and_then(Node::core).map(Core::epoch);
        let same =
            |node: &Node, core: &dyn Core| core.cut() == cut && (mute(node) || Some(core.epoch()) == epoch);
        nodes.all(|node| node.core().is_some_and(|core| same(node, core) && done(core)))
    }) && far_follows(scene)
}

/// A member that lives on pouches is always some days behind: it must hold all that stood when faults stopped.
fn far_follows(scene: &Scene<'_>) -> bool {
    let far = scene.nodes.iter().filter(|node| scene.shape.by_pouch == Some(node.party));
    far.into_iter().all(|node| {
        let cut = node.core().map(Core::cut).unwrap_or_default();
        let stood = scene.at_healing.get(node.compartment);
        stood.is_some_and(|stood| stood.0.iter().all(|(author, (seq, _))| cut.covers(author, *seq)))
    })
}
