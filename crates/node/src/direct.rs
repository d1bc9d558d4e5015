//! The direct path: relay verbs that a node serves itself, so that the others reach its party without a host in between
//! (line.md section 9, "Path").
//!
//! I1 it is a relay like any other: bounded, sealed envelopes only, a key and a folder of its own.

use crate::config::NodeConfig;
use crate::error::NodeError;
use crate::hooks::Hooks;
use refusal::Refusal;
use relay::{Progress, Relay, RelayConfig};
use std::sync::Arc;

/// Starts the relay of the configuration's `direct`, if there is one.
pub(crate) async fn serve(config: &NodeConfig, hooks: &Hooks) -> Result<Option<Relay>, NodeError> {
    let Some(path) = &config.direct else { return Ok(None) };
    let served = RelayConfig::read(path)?;
    let hooks = hooks.clone();
    let say = Arc::new(move |progress: Progress| {
        if let Progress::Refused(refusal) = progress {
            hooks.say(&refusal);
        }
    });
    Ok(Some(Relay::start(served, None, say).await?))
}

/// Stops it in good order; what went wrong is for the operator's ear.
pub(crate) async fn stop(relay: Option<Relay>, hooks: &Hooks) {
    let Some(relay) = relay else { return };
    if let Err(why) = relay.stop().await {
        hooks.say(&Refusal::of(&why));
    }
}
