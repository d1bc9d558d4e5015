//! One question to the running node, over its Unix socket.

use crate::command::NodeFile;
use crate::stopped::Stopped;
use node::NodeConfig;
use node::api::{Ask, Outcome, Told};

/// Asks the node whose settings these are.
pub fn ask(file: &NodeFile, question: &Ask) -> Result<Told, Stopped> {
    let config = NodeConfig::read(&file.config).map_err(|e| Stopped::refused(&e))?;
    let socket = config.socket();
    let answer = runtime()?.block_on(node::ask(&socket, question));
    match answer.map_err(|e| Stopped::not_running(&socket, &e))? {
        Outcome::Ok(told) => Ok(told),
        Outcome::Refused(refusal) => Err(Stopped::told(refusal)),
    }
}

/// The runtime of one command.
pub fn runtime() -> Result<tokio::runtime::Runtime, Stopped> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Stopped::file(std::path::Path::new("runtime"), &e))
}

/// The runtime of a node or relay that serves.
pub fn serving() -> Result<tokio::runtime::Runtime, Stopped> {
    relay::runtime().map_err(|e| Stopped::file(std::path::Path::new("runtime"), &e))
}

/// The document of an answer, without the word that says which it is.
pub fn document(told: &impl serde::Serialize) -> serde_json::Value {
    let mut value = serde_json::to_value(told).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.remove("told");
    }
    value
}
