//! The same scenario with two parties exchanged: their codes, their languages, and every place on the other side of
//! the equator. A neutral build plays it to mirrored end states.
//!
//! I1 mirroring twice gives the scenario back.

use crate::folder::Folder;
use crate::inspect::Inspected;
use crate::question::Of;

/// Two words that are exchanged wherever they stand as words.
type Exchange<'a> = (&'a str, &'a str);

/// The folder of a scenario with these words exchanged and its places mirrored.
pub fn mirrored(folder: &Folder, case: &Inspected, exchanged: &[Exchange<'_>]) -> Folder {
    let texts = folder.map(&paths(folder, case), |text| places(&words(text, exchanged)));
    texts.with(&folder.map(&feeds(case), |text| latitudes(&words(text, exchanged))))
}

/// A text with words exchanged; letters and digits on either side make another word.
pub fn words(text: &str, exchanged: &[Exchange<'_>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for letter in text.chars().chain(['\0']) {
        if letter.is_alphanumeric() {
            word.push(letter);
            continue;
        }
        let other = exchanged.iter().find_map(|(a, b)| match word.as_str() {
            w if w == *a => Some(*b),
            w if w == *b => Some(*a),
            _ => None,
        });
        out.push_str(other.unwrap_or(&word));
        word.clear();
        if letter != '\0' {
            out.push(letter);
        }
    }
    out
}

/// A text with every latitude negated: what stands in quotes or braces as two decimal numbers is a place.
fn places(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        let (before, quoted) = rest.split_at(at + 1);
        out.push_str(before);
        let (inner, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
        out.push_str(&place(inner));
        if quoted.contains('"') {
            out.push('"');
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A table with every cell of its column `lat` negated.
fn latitudes(text: &str) -> String {
    let mut rows = text.lines().map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>());
    let Some(header) = rows.next() else { return text.to_owned() };
    let column = header.iter().position(|name| name == "lat");
    let turned = rows.map(|mut row| {
        if let Some(cell) = column.and_then(|column| row.get_mut(column)) {
            *cell = cell.strip_prefix('-').map_or_else(|| format!("-{cell}"), str::to_owned);
        }
        row
    });
    let rows: Vec<String> = [header].into_iter().chain(turned).map(|row| row.join(",") + "\n").collect();
    rows.concat()
}

/// Tables of feeds that a scenario's watches read.
fn feeds(case: &Inspected) -> Vec<String> {
    case.rows.iter().filter_map(|row| row.feed.as_ref()).map(|feed| feed.file.clone()).collect()
}

fn place(inner: &str) -> String {
    let decimal = |text: &str| {
        let text = text.strip_prefix('-').unwrap_or(text);
        let parts = text.split_once('.');
        parts.is_some_and(|(a, b)| {
            [a, b].iter().all(|p| !p.is_empty() && p.bytes().all(|c| c.is_ascii_digit()))
        })
    };
    match inner.split_once(' ') {
        Some((lat, lon)) if decimal(lat) && decimal(lon) => match lat.strip_prefix('-') {
            Some(north) => format!("{north} {lon}"),
            None => format!("-{lat} {lon}"),
        },
        _ => inner.to_owned(),
    }
}

/// Every file of a scenario.
fn paths(folder: &Folder, case: &Inspected) -> Vec<String> {
    let scenario = &case.scenario;
    let mut paths: Vec<String> = scenario.files().into_iter().map(str::to_owned).collect();
    paths.push(folder.scenario().to_owned());
    paths.extend(scenario.timeline.iter().chain(&scenario.expect).cloned());
    for send in case.rows.iter().filter_map(|row| row.send.as_ref()) {
        paths.push(send.file.clone());
        paths.extend(send.reader.iter().flat_map(|r| &r.reads).filter_map(|reading| reading.file.clone()));
    }
    paths.extend(case.rows.iter().filter_map(|row| row.feed.as_ref()?.map.clone()));
    let looked =
        case.expectations.iter().filter(|expect| expect.ask.is_some_and(|ask| ask.form().of == Of::File));
    let table = |file: &&String| !feeds(case).contains(file);
    paths.extend(looked.filter_map(|expect| expect.of.as_ref()).filter(table).cloned());
    let named: Vec<String> = paths
        .iter()
        .filter_map(|path| folder.text(path).ok())
        .flat_map(crate::texts::names)
        .filter_map(|name| name.strip_prefix("commit:").map(str::to_owned))
        .collect();
    paths.extend(named);
    paths.sort();
    paths.dedup();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_exchanged_as_words_and_back() {
        let text = "by = \"XA\" line XA-1 and XAB, XB/WATCH";
        let there = words(text, &[("XA", "XB")]);
        assert_eq!(there, "by = \"XB\" line XB-1 and XAB, XA/WATCH");
        assert_eq!(words(&there, &[("XA", "XB")]), text);
    }

    #[test]
    fn a_table_changes_the_side_of_its_latitudes_alone_and_back() {
        let text = "id,lat,lon\na,33.5,42.1\nb,-1.0,-2.0\n";
        let there = latitudes(text);
        assert_eq!(there, "id,lat,lon\na,-33.5,42.1\nb,1.0,-2.0\n");
        assert_eq!(latitudes(&there), text);
    }

    #[test]
    fn a_place_changes_its_side_and_nothing_else_does() {
        let text = "point = \"33.786 42.441\", at = \"D1 02:00\", value = \"0.1 kgU\"";
        let there = places(text);
        assert_eq!(there, "point = \"-33.786 42.441\", at = \"D1 02:00\", value = \"0.1 kgU\"");
        assert_eq!(places(&there), text);
    }
}
