//! Whoever holds a relay's whole disk and its keys: every row of its store as SQLite gives it, every file as it lies
//! there, and every key on it tried on every envelope.

use crate::secrets::{Needle, Secrets};
use line::envelope;
use line::ids::MailboxId;
use line::keys::Secret;
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What lies in one relay's folder.
#[derive(Default)]
pub struct Disk {
    /// Every different value of every row.
    pub values: BTreeSet<Vec<u8>>,
    /// Every file, whole.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
}

/// Reads the folders of all relays of a play, by name.
pub fn disks(folder: &Path) -> BTreeMap<String, Disk> {
    let mut disks = BTreeMap::new();
    for item in std::fs::read_dir(folder).expect("listed") {
        let path = item.expect("an item").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if name.starts_with("relay-") {
            disks.insert(name, Disk::of(&path));
        }
    }
    disks
}

impl Disk {
    fn of(folder: &Path) -> Self {
        let mut disk = Disk::default();
        for item in std::fs::read_dir(folder).expect("listed") {
            let path = item.expect("an item").path();
            if path.is_file() {
                disk.files.insert(path.clone(), std::fs::read(&path).expect("readable"));
            }
        }
        disk.read_rows(&folder.join("relay.db")).expect("its store is plain SQLite");
        disk
    }

    fn read_rows(&mut self, store: &Path) -> rusqlite::Result<()> {
        let store = rusqlite::Connection::open(store)?;
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
        let tables: Vec<String> =
            store.prepare(tables)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for table in tables {
            let mut all = store.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = all.column_count();
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    let value = match row.get_ref(column)? {
                        ValueRef::Blob(bytes) | ValueRef::Text(bytes) => bytes.to_vec(),
                        ValueRef::Integer(number) => number.to_be_bytes().to_vec(),
                        ValueRef::Real(_) | ValueRef::Null => continue,
                    };
                    self.values.insert(value);
                }
            }
        }
        Ok(())
    }

    /// Envelopes among the values: a bucket's size, their mailbox first.
    fn envelopes(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.values.iter().filter(|value| envelope::Bucket::of_size(value.len()).is_some())
    }

    /// Everything on it that may be a key: any 32 bytes of a value that is no envelope, or of a file that is no store.
    fn keys(&self) -> BTreeSet<[u8; 32]> {
        let small = self.values.iter().filter(|value| value.len() < 2_048);
        let beside =
            self.files.iter().filter(|(path, _)| path.extension().is_none_or(|e| e != "db" && e != "db-wal"));
        let windows = small.chain(beside.map(|(_, bytes)| bytes)).flat_map(|bytes| bytes.windows(32));
        windows.filter_map(|window| window.try_into().ok()).collect()
    }
}

/// Where short needles were found. A mailbox id is random and stands in a hundred rows: what chance put into it once
/// counts once. Behind the head of a text or a separator every place counts, for there it would be no chance.
#[derive(Default)]
struct Contexts(BTreeSet<(usize, Vec<u8>)>);

impl Contexts {
    fn counts(&mut self, needle: usize, told: &[u8], at: usize, long: usize) -> bool {
        let head = u8::try_from(long).map_or(0, |long| 0x60 | long);
        let spoken = at.checked_sub(1).is_some_and(|before| {
            let byte = told[before];
            byte == head || b"/-\"' ".contains(&byte)
        });
        let (from, to) = (at.saturating_sub(4), told.len().min(at + long + 4));
        spoken || long >= Needle::LONG || self.0.insert((needle, told[from..to].to_vec()))
    }
}

/// A value without the play's instants: hundreds of one minute share their bytes, and two of those may spell a party's
/// code. No text begins as an instant does.
fn untimed(value: &[u8]) -> Vec<u8> {
    let mut kept = value.to_vec();
    for (at, six) in value.windows(6).enumerate() {
        let ms = six.iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
        if PLAY_MS.contains(&ms) {
            kept[at..at + 6].fill(0);
        }
    }
    kept
}

/// How many values are shown that hold what they should not.
const SHOWN: usize = 3;

/// From July 2027 on, as the play has it, to the last day on which a relay lets anything expire, ms UTC.
const PLAY_MS: std::ops::Range<u64> = 1_814_400_000_000..2_208_988_800_000;

/// What is found: secrets in values and files, and envelopes that a key of the disk opens.
pub fn findings(disk: &Disk, secrets: &Secrets, tries: usize) -> Vec<String> {
    let mut seen = vec![0usize; secrets.needles.len()];
    let mut contexts = Contexts::default();
    let mut held: Vec<Vec<String>> = vec![Vec::new(); secrets.needles.len()];
    let mut found = Vec::new();
    for value in &disk.values {
        found.extend(secrets.printable_run(value).map(|run| format!("a readable text: {run}")));
        let told = untimed(value);
        let mut hit = BTreeSet::new();
        secrets.each_hit(&told, |needle| {
            hit.insert(needle);
        });
        for needle in hit {
            let bytes = &secrets.needles[needle].bytes;
            let places = (0..told.len()).filter(|at| told[*at..].starts_with(bytes));
            seen[needle] += places.filter(|at| contexts.counts(needle, &told, *at, bytes.len())).count();
            if held[needle].len() < SHOWN {
                held[needle].push(hex::encode(&told[..told.len().min(48)]));
            }
        }
    }
    for bytes in disk.files.values() {
        secrets.each_hit(bytes, |needle| {
            seen[needle] += usize::from(secrets.needles[needle].bytes.len() >= Needle::LONG);
        });
    }
    let bytes: usize = disk.values.iter().map(Vec::len).sum();
    for ((needle, times), held) in secrets.needles.iter().zip(seen).zip(held) {
        let chance = needle.by_chance(bytes);
        if times > chance {
            let held = held.join(" ");
            found.push(format!("{} ({times} times, by chance at most {chance}): {held}", needle.what));
        }
    }
    let keys = disk.keys();
    found.extend(
        disk.envelopes().take(tries).filter(|e| opened(e, &keys)).map(|_| "an envelope opens".to_owned()),
    );
    found
}

/// Whether one of these keys opens an envelope.
fn opened(envelope: &[u8], keys: &BTreeSet<[u8; 32]>) -> bool {
    let Some(mailbox) = envelope::mailbox_of(envelope) else { return false };
    keys.iter().any(|key| envelope::unwrap(&Secret::new(*key), &mailbox, envelope).is_ok())
}

#[test]
fn what_lies_on_a_disk_in_the_clear_is_found_and_a_key_beside_its_envelope_opens_it() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("relay-ch-1");
    std::fs::create_dir(&folder).expect("made");
    let key = [9; 32];
    let (mailbox, nonce) = (MailboxId([3; 32]), [4; 24]);
    let kind = envelope::Kind::Direct;
    let sealed = envelope::wrap(&Secret::new(key), &mailbox, &nonce, kind, b"text").expect("small");
    let store = rusqlite::Connection::open(folder.join("relay.db")).expect("made");
    store.execute("CREATE TABLE boxes (key BLOB, value BLOB)", []).expect("made");
    let row = "INSERT INTO boxes VALUES (?1, ?2)";
    let words = b"The sending party declares that from this day on".to_vec();
    store.execute(row, rusqlite::params![sealed, words]).expect("kept");
    store
        .execute(row, rusqlite::params![[&[1, 2], &key[..], &[3]].concat(), b"US/LEV/27/0001/T1"])
        .expect("kept");
    drop(store);
    let secrets = Secrets::of_texts(&["US/LEV/27/0001/T1"]);
    let disks = disks(place.path());
    let found = findings(&disks["relay-ch-1"], &secrets, 9);
    for what in ["a readable text", "US/LEV/27/0001/T1", "an envelope opens"] {
        assert!(found.iter().any(|finding| finding.contains(what)), "{what} is not in {found:?}");
    }
}
