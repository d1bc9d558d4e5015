//! A relay over real sockets.

#[path = "all/faults.rs"]
mod faults;
#[path = "all/hostile.rs"]
mod hostile;
#[path = "all/mailboxes.rs"]
mod mailboxes;
#[path = "all/page.rs"]
mod page;
#[path = "all/world.rs"]
mod world;
