//! Distances to a coast, and the verdict for a stand-off named in the column `verdict_standoff_<metres>_m`.

use crate::cases::{Ground, Row, within};
use crate::globe::{LatLon, wgs84};

pub(super) fn judge(row: &Row<'_>, ground: &Ground<'_>) -> (String, bool) {
    let Some(coast) = ground.coast else { return ("no coast at hand".to_owned(), false) };
    let Some((lat, lon)) = row.number("lat").zip(row.number("lon")) else {
        return ("unreadable".to_owned(), false);
    };
    let at = LatLon::new(lat, lon);
    let metres = coast.distance(at);
    let (seen, near_enough) = within(metres, row, "distance_to_coast_m", "tolerance_m");
    let verdict = row.columns.iter().find_map(|column| {
        let stand_off = column.strip_prefix("verdict_standoff_")?.strip_suffix("_m")?;
        let stand_off: f64 = stand_off.parse().ok()?;
        Some((super::geodesy::label(metres, stand_off, 0.1), row.cell(column)))
    });
    match verdict {
        Some((word, expected)) => (format!("{seen} {word}"), near_enough && word == expected),
        None => (seen, near_enough),
    }
}

impl super::Coast {
    /// Geodesic distance to the nearest line, metres.
    pub fn distance(&self, at: LatLon) -> f64 {
        let globe = wgs84();
        let rough: Vec<f64> = self.lines.iter().map(|line| line.at_least(at.centred())).collect();
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by(|a, b| rough[*a].total_cmp(&rough[*b]));
        order.into_iter().fold(f64::INFINITY, |best, i| {
            if rough[i] > best { best } else { best.min(self.lines[i].distance(&globe, at)) }
        })
    }
}
