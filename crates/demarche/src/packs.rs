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

/// The language and the Fluent files of its folder, or one such file; with their names.
///
/// # Errors
/// What cannot be read; a folder without a Fluent file.
pub fn texts(path: &Path) -> Result<(String, Vec<(String, String)>), Stopped> {
    let read = |file: &Path| -> Result<(String, String), Stopped> {
        let text = std::fs::read_to_string(file).map_err(|e| Stopped::file(file, &e))?;
        Ok((name(file), text))
    };
    if !path.is_dir() {
        // A file by itself says nothing of its language: `und` is the tag for that.
        return Ok(("und".to_owned(), vec![read(path)?]));
    }
    let files = entries(path)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "ftl"));
    let texts = files.map(|file| read(&file)).collect::<Result<Vec<_>, Stopped>>()?;
    if texts.is_empty() {
        return Err(Stopped::pack(&path.display().to_string(), "no *.ftl in it"));
    }
    let whole = path.canonicalize().map_err(|e| Stopped::file(path, &e))?;
    Ok((name(&whole), texts))
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
