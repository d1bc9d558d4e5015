//! What a store promises, seen from outside.

#[path = "all/backup.rs"]
mod backup;
#[path = "all/compartment.rs"]
mod compartment;
#[path = "all/folder.rs"]
mod folder;
