//! Files of a play before they are read: what stands in double braces is filled in.
//!
//! `{{NAME}}` is the number of a notice released under that name, or a text of the row; `{{terms:NAME}}` the hash of
//! the terms of an offer; `{{mgrs:LAT LON}}` the MGRS echo of a point; `{{commit:FILE}}` the commitment to the text in
//! a file, made with `{{salt:FILE}}`; `{{at:D5 01:30}}` an instant.
//!
//! I1 what cannot be filled in is an error that names it.

use crate::error::ExerciseError;
use crate::folder::Folder;
use crate::moment::Moment;
use notice::{Number, Point};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What is known when a file is filled in.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The folder.
    pub folder: &'a Folder,
    /// Numbers by name.
    pub numbers: &'a BTreeMap<String, Number>,
    /// Hashes of terms, by name of the offer.
    pub terms: &'a BTreeMap<String, [u8; 32]>,
    /// Texts of the row.
    pub with: &'a BTreeMap<String, String>,
    /// When D1 began, ms UTC.
    pub day_one_ms: i64,
}

/// What stands between double braces in a text, in order.
pub fn names(text: &str) -> Vec<&str> {
    text.split("{{").skip(1).filter_map(|part| part.split_once("}}")).map(|(name, _)| name.trim()).collect()
}

/// The text of a file, filled in.
///
/// # Errors
/// [`ExerciseError`] with the name that cannot be filled in.
pub fn filled(file: &str, known: Known<'_>) -> Result<String, ExerciseError> {
    fill(file, known.folder.text(file)?, known)
}

fn fill(file: &str, text: &str, known: Known<'_>) -> Result<String, ExerciseError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").ok_or_else(|| wrong(file, "{{", "}} behind it"))?;
        out.push_str(before);
        out.push_str(&value(file, name.trim(), known)?);
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

fn value(file: &str, name: &str, known: Known<'_>) -> Result<String, ExerciseError> {
    if let Some(text) = known.with.get(name) {
        return fill(file, text, Known { with: &BTreeMap::new(), ..known });
    }
    if let Some(number) = known.numbers.get(name) {
        return Ok(number.to_string());
    }
    let (kind, of) =
        name.split_once(':').ok_or_else(|| wrong(file, name, "a notice that was released before"))?;
    match kind {
        "terms" => {
            let terms =
                known.terms.get(of).ok_or_else(|| wrong(file, name, "an offer that was released before"))?;
            Ok(hex::encode(terms))
        }
        "mgrs" => {
            let of = known.with.get(of).map_or(of, String::as_str);
            let point = point(of).ok_or_else(|| wrong(file, name, "a point such as 34.1 47.1"))?;
            Ok(point.mgrs().unwrap_or_default())
        }
        "salt" => Ok(hex::encode(salt(of))),
        "commit" => {
            let text = filled(of, known)?;
            let draft =
                notice::file::draft_from_toml(&text).map_err(|why| wrong(of, name, &why.to_string()))?;
            let commitment = notice::sealed::commitment(&draft, &salt(of));
            Ok(hex::encode(commitment.map_err(|why| wrong(of, name, &why.to_string()))?))
        }
        "at" => {
            let moment = Moment::parse(of).ok_or_else(|| wrong(file, name, "a moment such as D5 01:30"))?;
            let instant = notice::Instant::from_ms(moment.utc_ms(known.day_one_ms));
            Ok(instant.map(|instant| instant.to_string()).unwrap_or_default())
        }
        _ => Err(wrong(file, name, "a name, terms:, mgrs:, salt:, commit: or at:")),
    }
}

/// `34.1 47.1`: degrees north and east, at most seven decimals.
pub(crate) fn point(text: &str) -> Option<Point> {
    let (lat, lon) = text.split_once(' ')?;
    Point::from_e7(e7(lat)?, e7(lon)?)
}

fn e7(text: &str) -> Option<i64> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 7 || !plain(whole) || !plain(part) {
        return None;
    }
    let value: i64 = format!("{whole}{part:0<7}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// The salt of a sealed text. A play has no secrets: it is made from the file's name.
fn salt(file: &str) -> [u8; 32] {
    Sha256::new().chain_update(b"demarche/exercise/salt/1").chain_update(file.as_bytes()).finalize().into()
}

fn wrong(file: &str, name: &str, expected: &str) -> ExerciseError {
    ExerciseError::Wrong { at: format!("{file}: {name}"), expected: expected.to_owned() }
}
