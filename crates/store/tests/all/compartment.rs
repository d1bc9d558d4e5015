//! The store of one compartment: durable commits, restarts, keys, markers.

use line::machine::{Rows, Table, Write};
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use store::{CompartmentStore, Stop, StoreError, StoreKey};

fn write(table: Table, key: &[u8], value: Option<&[u8]>) -> Write {
    Write { table, key: key.to_vec(), value: value.map(<[u8]>::to_vec) }
}

fn fresh(folder: &Path) -> (CompartmentStore, StoreKey) {
    let key = StoreKey::random().expect("a key");
    (CompartmentStore::create(&folder.join("c.db"), &key).expect("created"), key)
}

fn copy(from: &Path, to: &Path) {
    for file in ["c.db", "c.db-wal", "c.stopped"] {
        if from.join(file).exists() {
            std::fs::copy(from.join(file), to.join(file)).expect("copied");
        }
    }
}

#[test]
fn rows_written_in_one_commit_are_there_after_a_copy_of_the_files_without_any_stop() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut store, key) = fresh(folder.path());
    store
        .commit(&[write(Table::Entries, b"US1", Some(b"entry")), write(Table::Outbox, b"1", Some(b""))])
        .expect("kept");
    store.commit(&[write(Table::Outbox, b"1", None), write(Table::Core, b"1", Some(b"x"))]).expect("kept");
    // What lies on the disk now is what a killed process leaves.
    let after_kill = tempfile::tempdir().expect("a temporary folder");
    copy(folder.path(), after_kill.path());
    let (mut store, stop) =
        CompartmentStore::open(&after_kill.path().join("c.db"), &key, "boot").expect("opens");
    assert_eq!(stop, Stop::Unclean);
    let expected: Rows = [
        ((Table::Entries, b"US1".to_vec()), b"entry".to_vec()),
        ((Table::Core, b"1".to_vec()), b"x".to_vec()),
    ]
    .into();
    assert_eq!(store.load().expect("readable"), expected);
}

#[test]
fn a_clean_stop_is_believed_once_and_only_for_this_boot_and_this_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("c.db");
    let (store, key) = fresh(folder.path());
    let open = |boot: &str| CompartmentStore::open(&path, &key, boot).expect("opens");
    store.stop_cleanly("boot-1").expect("stopped");
    let (store, stop) = open("boot-1");
    assert_eq!(stop, Stop::Clean);
    drop(store);
    assert_eq!(open("boot-1").1, Stop::Unclean, "the marker was consumed");
    open("boot-1").0.stop_cleanly("boot-1").expect("stopped");
    assert_eq!(open("boot-2").1, Stop::Unclean, "another boot");
    open("boot-2").0.stop_cleanly("boot-2").expect("stopped");
    let elsewhere = folder.path().join("copy.db");
    std::fs::copy(&path, &elsewhere).expect("copied");
    std::fs::rename(&elsewhere, &path).expect("put in its place");
    assert_eq!(open("boot-2").1, Stop::Unclean, "another file");
}

#[test]
fn an_older_copy_brought_back_into_the_same_file_is_not_taken_for_a_clean_stop() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("c.db");
    let (store, key) = fresh(folder.path());
    store.stop_cleanly("boot").expect("stopped");
    let old = std::fs::read(&path).expect("readable");
    let (mut store, _) = CompartmentStore::open(&path, &key, "boot").expect("opens");
    store.commit(&[write(Table::Core, b"k", Some(b"v"))]).expect("kept");
    store.stop_cleanly("boot").expect("stopped");
    std::fs::write(&path, old).expect("brought back, same inode, marker still there");
    let (_, stop) = CompartmentStore::open(&path, &key, "boot").expect("opens");
    assert_eq!(stop, Stop::Unclean);
}

#[test]
fn a_wrong_key_a_damaged_file_a_missing_one_and_a_second_opener_are_told_apart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("c.db");
    let (mut store, key) = fresh(folder.path());
    let rows: Vec<Write> = (0..200u8).map(|i| write(Table::Entries, &[i], Some(&[i; 900]))).collect();
    store.commit(&rows).expect("kept");
    assert!(
        matches!(CompartmentStore::open(&path, &key, "b"), Err(StoreError::InUse { .. })),
        "second opener"
    );
    store.stop_cleanly("b").expect("stopped");
    let other = StoreKey::random().expect("a key");
    assert!(matches!(CompartmentStore::open(&path, &other, "b"), Err(StoreError::WrongKey { .. })));
    assert!(matches!(
        CompartmentStore::open(&folder.path().join("no.db"), &key, "b"),
        Err(StoreError::Missing { .. })
    ));
    let mut bytes = std::fs::read(&path).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0);
    std::fs::write(&path, bytes).expect("damaged");
    let (mut store, _) = CompartmentStore::open(&path, &key, "b").expect("the first page is whole");
    assert!(matches!(
        store.load(),
        Err(StoreError::Corrupt { .. } | StoreError::WrongKey { .. } | StoreError::DiskFailing { .. })
    ));
}

#[test]
fn nothing_readable_stands_in_the_files_and_they_are_private() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut store, _key) = fresh(folder.path());
    store.commit(&[write(Table::Drafts, b"DRAFTKEY", Some(b"ein ganz bestimmter Satz"))]).expect("kept");
    for item in std::fs::read_dir(folder.path()).expect("listed") {
        let path = item.expect("an item").path();
        let bytes = std::fs::read(&path).expect("readable");
        for needle in [b"bestimmter".as_slice(), b"DRAFTKEY", b"SQLite"] {
            assert!(!bytes.windows(needle.len()).any(|w| w == needle), "{}", path.display());
        }
        let mode = std::fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is readable by others", path.display());
    }
}

fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(16))
}

fn any_write() -> impl Strategy<Value = Write> {
    let table = prop::sample::select(Table::ALL.as_slice());
    let value = prop::option::of(prop::collection::vec(any::<u8>(), 0..64));
    (table, prop::collection::vec(any::<u8>(), 0..3), value).prop_map(|(table, key, value)| Write {
        table,
        key,
        value,
    })
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn a_store_holds_what_a_map_would_hold(
        batches in prop::collection::vec(prop::collection::vec(any_write(), 0..20), 0..6)
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (mut store, _) = fresh(folder.path());
        let mut model = Rows::new();
        for batch in batches {
            store.commit(&batch).expect("kept");
            for write in batch {
                match write.value {
                    Some(value) => { model.insert((write.table, write.key), value); }
                    None => { model.remove(&(write.table, write.key)); }
                }
            }
            prop_assert_eq!(&store.load().expect("readable"), &model);
        }
    }
}

#[test]
fn a_long_log_is_short_again_after_a_checkpoint_and_the_next_commit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut store, _) = fresh(folder.path());
    let big = vec![7; 17 << 20];
    for key in [b"1", b"2", b"3", b"4"] {
        store.commit(&[write(Table::Entries, key, Some(&big))]).expect("kept");
    }
    assert!(store.rows().log_is_long().expect("readable"));
    store.rows().checkpoint().expect("moved");
    store.commit(&[write(Table::Core, b"1", Some(b"x"))]).expect("kept");
    assert!(!store.rows().log_is_long().expect("readable"));
}

#[test]
fn commits_overwrite_room_in_the_log_and_a_killed_store_has_every_row_of_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut store, key) = fresh(folder.path());
    let length = || std::fs::metadata(folder.path().join("c.db-wal")).expect("a log").len();
    let mut lengthened = 0;
    let mut rows = Rows::new();
    for number in 0..200u32 {
        if number == 150 {
            // The next commits go over the frames of the former ones, from the beginning.
            store.rows().checkpoint().expect("moved");
        }
        let (place, value, before) = (number.to_be_bytes(), vec![number as u8; 5_000], length());
        store.commit(&[write(Table::Entries, &place, Some(&value))]).expect("kept");
        rows.insert((Table::Entries, place.to_vec()), value);
        if length() > before {
            lengthened += 1;
            // The room comes behind the commit's back.
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
    assert!(lengthened < 20, "the log was lengthened by {lengthened} of 200 commits");
    let after_kill = tempfile::tempdir().expect("a temporary folder");
    copy(folder.path(), after_kill.path());
    let opened = CompartmentStore::open(&after_kill.path().join("c.db"), &key, "boot");
    assert_eq!(opened.expect("opens").0.load().expect("readable"), rows);
}
