//! Language packs from a folder: one folder a language, in it Fluent files (`.ftl`), as in `languages/`.

use crate::stopped::Stopped;
use std::path::{Path, PathBuf};
use wording::{PackFile, Packs};

/// The shipped packs with those of a folder over them.
///
/// # Errors
/// A folder or file that cannot be read, or is no pack; a folder without any pack.
pub fn with(folder: Option<&Path>) -> Result<Packs, Stopped> {
    let mut packs = Packs::embedded();
    let Some(folder) = folder else { return Ok(packs) };
    let mut added = 0;
    for language in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let code = name(&language);
        for file in
            entries(&language)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "ftl"))
        {
            let text = std::fs::read_to_string(&file).map_err(|e| Stopped::file(&file, &e))?;
            let pack = PackFile { language: &code, name: &name(&file), text: &text };
            packs.add(pack).map_err(|e| Stopped::pack(&e.file, &e.why))?;
            added += 1;
        }
    }
    if added == 0 {
        return Err(Stopped::pack(&folder.display().to_string(), "no LANGUAGE/*.ftl in it"));
    }
    Ok(packs)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Stopped> {
    let read = std::fs::read_dir(folder).map_err(|e| Stopped::file(folder, &e))?;
    let mut paths: Vec<PathBuf> = read.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
