//! What it takes to open a compartment again: a store that a node of the bench has filled, in a fresh process. The
//! line alone: the folds of the layer above come on top ([`crate::bench::folds`]).

use crate::bench::node::{System, config, now};
use crate::bench::orders::{Opened, Plan, Word, say};
use crate::bench::report::Figures;
use line::ids::Status;
use line::line::{Line, Stop};
use line::machine::{Effect, Table};
use line::mls_group::{MlsGroup, MlsProvider};
use std::path::Path;
use std::time::Instant;
use store::{
    BackupHeader, BackupSecret, BackupWriter, Closing, CompartmentStore, NodeFolder, Opening, Protection,
};

/// Opens, measures, says it.
pub(super) fn open(plan: &Plan, dossier: bool) -> Result<(), String> {
    let mut config = config(plan)?;
    let (folder, _node_db, _) = NodeFolder::open(&plan.folder, None).map_err(|e| e.to_string())?;
    let begun = Instant::now();
    let (mut store, _) = folder.open_compartment(&config.compartment).map_err(|e| e.to_string())?;
    let rows = store.load_to_open().map_err(|refusal| format!("{} {:?}", refusal.code.0, refusal.facts))?;
    config.past = Some(store.past());
    let load_ms = millis(begun);
    let path = store.rows().path().to_owned();
    let begun = Instant::now();
    let provider = MlsProvider::from_system().map_err(|e| e.to_string())?;
    let (line, effects) =
        Line::<MlsGroup>::restore(config, provider, &rows, Stop::Clean, now(begun), &mut System)
            .map_err(|e| e.to_string())?;
    for effect in effects {
        if let Effect::Persist(writes) = effect {
            store.commit(&writes).map_err(|e| e.to_string())?;
        }
    }
    let whole = rows.keys().filter(|(table, _)| *table == Table::Entries).count();
    drop(rows);
    let rebuild_ms = millis(begun);
    let begun = Instant::now();
    let fingerprint = line.fingerprint();
    let fingerprint_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    drop(fingerprint);
    let (rss_kib, store_kib) = (rss_kib()?, kib(&path)?);
    let entries = line.order().len();
    drop(line);
    let dossier_ms = dossier.then(|| from_a_dossier(plan, &mut store)).transpose()?;
    say(&Word::Opened(Opened {
        entries,
        load_ms,
        rebuild_ms,
        fingerprint_us,
        rss_kib,
        store_kib,
        whole,
        dossier_ms,
    }))
}

/// Seals the store to a backup key and makes an empty folder of it again, as `dossier make` and `dossier restore` do; gives
/// both times, and refuses if what came back is not what was there.
fn from_a_dossier(plan: &Plan, store: &mut CompartmentStore) -> Result<[u64; 2], String> {
    let failed = |e: store::StoreError| e.to_string();
    let (file, again) = (plan.folder.with_extension("sealed"), plan.folder.with_extension("again"));
    let secret = BackupSecret::of_seed(&[7; 32]).map_err(failed)?;
    let header = BackupHeader { v: 1, status: Status::Test, party: plan.own.clone(), made_ms: 0 };
    let before = store.load().map_err(failed)?;
    let config = config(plan)?;
    let begun = Instant::now();
    let mut writer = BackupWriter::create(&file, Closing::Sealed(secret.public()), header).map_err(failed)?;
    writer.compartment(config.compartment, store.load().map_err(failed)?).map_err(failed)?;
    writer.finish().map_err(failed)?;
    let seal_ms = millis(begun);
    let begun = Instant::now();
    let opening = Opening::Sealed(&secret);
    store::restore(&file, opening, Status::Test, &again, &Protection::KeyFile).map_err(failed)?;
    let (folder, _, _) = NodeFolder::open(&again, None).map_err(failed)?;
    let (mut restored, _) = folder.open_compartment(&config.compartment).map_err(failed)?;
    let rows = restored.load().map_err(failed)?;
    let provider = MlsProvider::from_system().map_err(|e| e.to_string())?;
    Line::<MlsGroup>::restore(config, provider, &rows, Stop::Unknown, now(begun), &mut System)
        .map_err(|e| e.to_string())?;
    let restore_ms = millis(begun);
    drop(restored);
    for made in [std::fs::remove_file(&file), std::fs::remove_dir_all(&again)] {
        made.map_err(|e| format!("{}: {e}", plan.folder.display()))?;
    }
    if rows == before {
        Ok([seal_ms, restore_ms])
    } else {
        Err("what came back is not what was there".to_owned())
    }
}

/// What `bench open` prints.
pub(super) fn figures(opened: &Opened) -> Figures {
    let mut figures: Figures = vec![
        ("entries", opened.entries.into()),
        ("open_ms", (opened.load_ms + opened.rebuild_ms).into()),
        ("load_ms", opened.load_ms.into()),
        ("rebuild_ms", opened.rebuild_ms.into()),
        ("fingerprint_us", opened.fingerprint_us.into()),
        ("rss_mib", (opened.rss_kib / 1_024).into()),
        ("whole_entries", opened.whole.into()),
        ("store_mib", (opened.store_kib / 1_024).into()),
    ];
    if let Some([seal_ms, restore_ms]) = opened.dossier_ms {
        figures.extend([("seal_ms", seal_ms.into()), ("restore_ms", restore_ms.into())]);
    }
    figures
}

/// Resident memory of this process, KiB.
pub(super) fn rss_kib() -> Result<u64, String> {
    let text = std::fs::read_to_string("/proc/self/status").map_err(|e| e.to_string())?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|rest| rest.split_whitespace().next()).and_then(|n| n.parse().ok());
    number.ok_or_else(|| "no resident size in /proc".to_owned())
}

fn kib(path: &Path) -> Result<u64, String> {
    std::fs::metadata(path).map(|found| found.len() / 1_024).map_err(|e| e.to_string())
}

fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}
