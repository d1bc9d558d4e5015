//! A node's folder: one process, one node key, one store a compartment.

use line::ids::CompartmentId;
use store::{NodeFolder, NodeTable, NodeWrite, Protection, Stop, StoreError};

#[test]
fn a_folder_keeps_its_node_store_and_compartments_over_a_restart() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("us");
    let (node, mut store) = NodeFolder::create(&folder, &Protection::KeyFile).expect("founded");
    let row = NodeWrite { table: NodeTable::Officers, key: b"o1".to_vec(), value: Some(b"officer".to_vec()) };
    store.commit(std::slice::from_ref(&row)).expect("kept");
    let id = CompartmentId([7; 32]);
    let compartment = node.create_compartment(&id).expect("made");
    compartment.stop_cleanly(node.boot()).expect("stopped");
    store.stop_cleanly(node.boot()).expect("stopped");
    assert!(matches!(NodeFolder::open(&folder, None), Err(StoreError::InUse { .. })), "second process");
    drop(node);
    assert!(matches!(NodeFolder::create(&folder, &Protection::KeyFile), Err(StoreError::Exists { .. })));
    let (node, mut store, stop) = NodeFolder::open(&folder, None).expect("opens");
    assert_eq!(stop, Stop::Clean);
    assert_eq!(
        store.load().expect("readable").get(&(NodeTable::Officers, b"o1".to_vec())),
        row.value.as_ref()
    );
    assert_eq!(node.compartments().expect("listed"), [id]);
    assert_eq!(node.open_compartment(&id).expect("opens").1, Stop::Clean);
}

#[test]
fn an_empty_folder_is_no_node() {
    let place = tempfile::tempdir().expect("a temporary folder");
    assert!(matches!(NodeFolder::open(place.path(), None), Err(StoreError::Missing { .. })));
}

#[test]
fn a_compartment_that_was_never_founded_leaves_no_file() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let (node, _store) = NodeFolder::create(place.path(), &Protection::KeyFile).expect("founded");
    let id = CompartmentId([9; 32]);
    drop(node.create_compartment(&id).expect("made"));
    node.forget_compartment(&id).expect("removed");
    assert_eq!(std::fs::read_dir(place.path().join("compartments")).expect("listed").count(), 0);
}
