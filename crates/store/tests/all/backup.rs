//! Backup of a node folder and its way back.

use line::ids::{CompartmentId, Status};
use line::machine::{Table, Write};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use store::{
    BackupHeader, BackupWriter, Closing, NodeFolder, NodeTable, NodeWrite, Opening, Protection, Stop,
    StoreError, restore,
};

const WORDS: &str = "sieben rote Boote";
const WORK: u8 = 2;

fn header() -> BackupHeader {
    BackupHeader { v: 1, status: Status::Exercise, party: "US".to_owned(), made_ms: 1_700_000_000_000 }
}

fn backup_of_a_small_node(place: &Path) -> PathBuf {
    let (node, mut store) = NodeFolder::create(&place.join("us"), &Protection::KeyFile).expect("founded");
    let row = NodeWrite { table: NodeTable::Pairs, key: b"IR".to_vec(), value: Some(vec![1; 32]) };
    store.commit(&[row]).expect("kept");
    let id = CompartmentId([7; 32]);
    let mut compartment = node.create_compartment(&id).expect("made");
    let rows: Vec<Write> = (0..1_300u32)
        .map(|i| Write {
            table: Table::Entries,
            key: i.to_be_bytes().to_vec(),
            value: Some(vec![i as u8; 40]),
        })
        .collect();
    compartment.commit(&rows).expect("kept");
    let path = place.join("us.backup");
    let mut writer = BackupWriter::create(&path, Closing::Passphrase(WORDS, WORK), header()).expect("begun");
    writer.file("node.toml", b"party = \"US\"".to_vec()).expect("added");
    writer.node_store(store.load().expect("readable")).expect("added");
    writer.compartment(id, compartment.load().expect("readable")).expect("added");
    writer.finish().expect("finished");
    path
}

#[test]
fn a_backup_comes_back_whole_under_new_keys_and_counts_as_unclean() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = backup_of_a_small_node(place.path());
    let folder = place.path().join("again");
    let found = restore(&path, Opening::Passphrase(WORDS), Status::Exercise, &folder, &Protection::KeyFile)
        .expect("restored");
    assert_eq!(found, header());
    let (node, mut store, stop) = NodeFolder::open(&folder, None).expect("opens");
    assert_eq!(stop, Stop::Unclean);
    assert_eq!(store.load().expect("readable").len(), 1);
    let (mut compartment, stop) = node.open_compartment(&CompartmentId([7; 32])).expect("opens");
    assert_eq!(stop, Stop::Unclean);
    assert_eq!(compartment.load().expect("readable").len(), 1_300);
    assert_eq!(std::fs::read(folder.join("node.toml")).expect("there"), b"party = \"US\"");
    assert_ne!(
        std::fs::read(folder.join("node.key")).expect("there"),
        std::fs::read(place.path().join("us/node.key")).expect("there")
    );
}

#[test]
fn a_backup_of_another_status_a_wrong_passphrase_and_a_full_folder_are_refused_and_leave_nothing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = backup_of_a_small_node(place.path());
    let folder = place.path().join("again");
    let into = |words: &str, status, folder: &Path| {
        restore(&path, Opening::Passphrase(words), status, folder, &Protection::KeyFile)
    };
    assert_eq!(
        into(WORDS, Status::Actual, &folder),
        Err(StoreError::OtherStatus { path: path.clone(), found: "EXERCISE", asked: "ACTUAL" })
    );
    assert_eq!(
        into("sieben rote", Status::Exercise, &folder),
        Err(StoreError::WrongPassphrase { path: path.clone() })
    );
    assert!(!folder.exists());
    let us = place.path().join("us");
    assert_eq!(into(WORDS, Status::Exercise, &us), Err(StoreError::Exists { path: us }));
}

#[test]
fn a_backup_cut_short_is_refused_and_the_half_folder_removed() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = backup_of_a_small_node(place.path());
    let bytes = std::fs::read(&path).expect("readable");
    std::fs::write(&path, &bytes[..bytes.len() - 40]).expect("cut");
    let folder = place.path().join("again");
    let refused = restore(&path, Opening::Passphrase(WORDS), Status::Exercise, &folder, &Protection::KeyFile);
    assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "{refused:?}");
    assert!(!folder.exists());
}

fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(64))
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn any_bytes_as_a_backup_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("b");
        std::fs::write(&path, bytes).expect("written");
        let folder = place.path().join("again");
        prop_assert!(restore(&path, Opening::Passphrase(WORDS), Status::Exercise, &folder, &Protection::KeyFile).is_err());
        prop_assert!(!folder.exists());
    }
}
