//! Nodes and relays over real sockets, as tasks of one process.

#[path = "all/certificates.rs"]
mod certificates;
#[path = "all/custody.rs"]
mod custody;
#[path = "all/direct.rs"]
mod direct;
#[path = "all/exchange.rs"]
mod exchange;
#[path = "all/founding.rs"]
mod founding;
#[path = "all/joining.rs"]
mod joining;
#[path = "all/kill.rs"]
mod kill;
#[path = "all/standings.rs"]
mod standings;
#[path = "all/status.rs"]
mod status;
#[path = "all/taint.rs"]
mod taint;
#[path = "all/texts.rs"]
mod texts;
#[path = "all/trouble.rs"]
mod trouble;
#[path = "all/upgrade.rs"]
mod upgrade;
#[path = "all/world.rs"]
mod world;
