//! What a store promises, seen from outside.

#[path = "all/backup.rs"]
mod backup;
#[path = "all/compartment.rs"]
mod compartment;
#[path = "all/folder.rs"]
mod folder;

store::relay_store_conforms!(sqlite_relay_store, |folder: &std::path::Path| {
    store::SqliteRelayStore::of_folder(folder).expect("opens")
});
