//! Lines on a map in a play: two notices compared, a draft looked over before it goes, lint of what a draft draws.
//!
//! I1 nothing is sent: the files of a scenario are read as drafts, notices as they stand on the node that is asked.

use super::Player;
use crate::texts::{self, Known};
use notice::site_lint::Around;
use notice::vocabulary::NoticeType;
use notice::{Draft, Instant, Number, Point};
use redline::cases::Coast;
use redline::claims::{claimants, disputed};
use redline::compare::compare;
use redline::lint::{lint_all, of_shapes};
use redline::{LatLon, Line, RedLines, Zone, release};
use serde_json::{Value, json};
use standing::Stand;
use std::collections::{BTreeMap, BTreeSet};

impl Player<'_> {
    /// How two notices stand to each other: `of` names both; what is found, with what it is about.
    pub(crate) fn compared(&self, of: &str, stand: &Stand<'_>) -> Value {
        let drafts: Vec<(String, Draft)> = of.split(' ').filter_map(|name| self.named(name, stand)).collect();
        let [one, other] = &drafts[..] else { return json!("none") };
        let found = compare(std::slice::from_ref(one), std::slice::from_ref(other));
        let words = found.iter().map(|found| {
            let place = if found.place.is_some() { ", both look at a place" } else { "" };
            format!("{} {}{place}", found.relation.word(), found.about)
        });
        json!(words.collect::<BTreeSet<_>>())
    }

    fn named(&self, name: &str, stand: &Stand<'_>) -> Option<(String, Draft)> {
        let draft = stand.notice(self.numbers.get(name)?)?.notice.draft().clone();
        Some((name.to_owned(), draft))
    }

    /// Land whose claimants are not exactly one: by whom, area and width. `of` names the notices that claim it.
    pub(crate) fn claims(&self, of: &str, stand: &Stand<'_>) -> Value {
        let claims = self.claimed(of.split(' '), stand);
        let land: Vec<Zone> = self.case.scenario.land().into_iter().map(ring).collect();
        let zones: Vec<Zone> = claims.iter().map(|(_, zone)| zone.clone()).collect();
        let told = disputed(&zones, &land).into_iter().map(|stretch| {
            let by: Vec<&str> = stretch.by.iter().map(|number| claims[*number].0.as_str()).collect();
            let by = if by.is_empty() { "none".to_owned() } else { by.join(" ") };
            let (km2, km) = (stretch.area_m2 / 1e6, stretch.width_m / 1e3);
            format!("{by}: {km2:.0} km2, up to {km:.1} km wide")
        });
        json!(told.collect::<Vec<_>>())
    }

    /// Who claims a place: names of notices, then latitude and longitude.
    pub(crate) fn claimed_at(&self, of: &str, stand: &Stand<'_>) -> Value {
        let words: Vec<&str> = of.split(' ').collect();
        let [names @ .., lat, lon] = words.as_slice() else { return json!("none") };
        let Some(at) = texts::point(&format!("{lat} {lon}")) else { return json!("none") };
        let claims = self.claimed(names.iter().copied(), stand);
        let zones: Vec<Zone> = claims.iter().map(|(_, zone)| zone.clone()).collect();
        let by = claimants(&zones, LatLon::of(at)).into_iter().map(|number| claims[number].0.clone());
        json!(by.collect::<Vec<_>>())
    }

    /// Claims of named notices, by author.
    fn claimed<'n>(&self, names: impl Iterator<Item = &'n str>, stand: &Stand<'_>) -> Vec<(String, Zone)> {
        let claim = |name: &str| {
            let (_, draft) = self.named(name, stand)?;
            let line = Line::of_draft(&draft, name, None).ok()?.into_iter().next()?;
            Some((line.author.to_string(), line.zones()?.0.first()?.clone()))
        };
        names.filter_map(claim).collect()
    }

    /// Ids of what lint finds on the map in a draft of the scenario.
    pub(crate) fn map_lint(&self, file: &str) -> Value {
        let Some(draft) = self.draft_in(file) else { return json!("none") };
        let coast = self.coast();
        let shapes = of_shapes(&draft).into_iter().map(|finding| finding.id);
        let mut ids: BTreeSet<&str> = shapes.collect();
        let found = lint_all(&[(file.to_owned(), draft)], Some(&coast));
        ids.extend(found.iter().map(|found| found.finding.id));
        json!(ids)
    }

    /// Standing lines that a draft of the scenario comes to, as the release desk tells them.
    pub(crate) fn touched(&self, file: &str, stand: &Stand<'_>, party: &str) -> Value {
        let Some(draft) = self.draft_in(file) else { return json!("none") };
        let map = RedLines::of(self.lines(stand, party));
        let name = |line: &str| {
            let (number, part) = line.split_once(' ').unwrap_or((line, ""));
            match Number::parse(number) {
                Some(number) => format!("{} {part}", self.name_of(&number)).trim_end().to_owned(),
                None => line.to_owned(),
            }
        };
        let touched = release::check(&draft, &map, &redline::Known::default());
        let words = touched.iter().filter_map(|touched| {
            Some(format!("{} {}", name(&map.line(touched.line)?.name), touched.touch.word()))
        });
        json!(words.collect::<Vec<_>>())
    }

    /// What becomes of a list of sites in a file: how many pass, and why each other row does not.
    pub(crate) fn site_list(&self, file: &str) -> Value {
        let land = notice::coast::Coast::of_rings(self.case.scenario.land());
        let around =
            Around { coast: Some(&land), now: Instant::from_ms(self.world.now().utc_ms), known: &[] };
        let envelope = notice::template::template(NoticeType::A6)
            .and_then(|text| notice::file::draft_from_toml(&text).ok())
            .map(|draft| draft.envelope);
        let list = envelope
            .zip(self.folder.text(file).ok())
            .and_then(|(envelope, text)| notice::site_list::site_list(text, &envelope, &around).ok());
        let Some(list) = list else { return json!("none") };
        let mut told = vec![format!("{} pass", list.drafts.len())];
        for (row, findings) in &list.refused {
            let ids: Vec<&str> = findings.iter().map(|finding| finding.id).collect();
            told.push(format!("row {row} {}", ids.join(" ")));
        }
        json!(told)
    }

    /// The land mask as lines.
    fn coast(&self) -> Coast {
        let closed = |ring: Vec<Point>| {
            let corners = ring.iter().chain(ring.first()).map(|corner| LatLon::of(*corner));
            Zone::tracks(&[corners.collect()], 0.0)
        };
        Coast { lines: self.case.scenario.land().into_iter().map(closed).collect() }
    }

    fn draft_in(&self, file: &str) -> Option<Draft> {
        notice::file::draft_from_toml(&self.filled_in(file)?).ok()
    }

    /// The text of a file, with what is known by now.
    pub(crate) fn filled_in(&self, file: &str) -> Option<String> {
        let with = BTreeMap::new();
        let day_one_ms = self.world.day_one_ms;
        let known = Known {
            folder: self.folder,
            numbers: &self.numbers,
            terms: &self.terms,
            with: &with,
            day_one_ms,
        };
        texts::filled(file, known).ok()
    }
}

/// Land inside a ring.
fn ring(corners: Vec<Point>) -> Zone {
    Zone::rings(&[corners.into_iter().map(LatLon::of).collect()])
}
