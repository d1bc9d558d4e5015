//! A map of lines and events as SVG, for print: no script, no font, no address.
//!
//! A stand-off is drawn as a round-edged stroke of its width, which is its true shape in the plane of the drawing; the
//! drawing is in longitude and latitude, shortened by the cosine of its middle latitude.

use crate::event::{Event, Where};
use crate::globe::{LatLon, turned};
use crate::line::{Line, Places};
use crate::zone::Zone;
use notice::truth::Truth;
use std::fmt::Write as _;

/// Something to draw.
pub struct Mark<'a> {
    /// The event.
    pub event: &'a Event,
    /// What it came to.
    pub truth: Truth,
    /// Whether it is near.
    pub near: bool,
}

struct Sheet {
    west: f64,
    north: f64,
    scale: f64,
    squeeze: f64,
    height: f64,
}

/// Draws lines and events. Nothing to draw gives an empty sheet.
pub fn draw(lines: &[&Line], marks: &[Mark<'_>]) -> String {
    let sheet = Sheet::round(lines, marks);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {:.0}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        sheet.height
    );
    sheet.grid(&mut svg);
    for (i, line) in lines.iter().enumerate() {
        sheet.line(&mut svg, line, COLOURS[i % COLOURS.len()]);
    }
    for mark in marks {
        sheet.mark(&mut svg, mark);
    }
    sheet.scale_bar(&mut svg);
    svg.push_str("</svg>\n");
    svg
}

impl Sheet {
    fn round(lines: &[&Line], marks: &[Mark<'_>]) -> Self {
        let mut points: Vec<(LatLon, f64)> = Vec::new();
        for line in lines {
            if let Places::Within(zones, stand_off_m) = &line.places {
                for zone in zones.iter() {
                    let reach = stand_off_m + zone.widened_m + f64::from(line.beyond_m.unwrap_or(0));
                    points.extend(zone.pieces().iter().map(|piece| (piece.a, reach)));
                }
            }
        }
        for spot in marks.iter().flat_map(|mark| &mark.event.spots) {
            points.push((spot.centre(), spot.radius_m().min(200_000.0)));
        }
        let first = points.first().map_or(0.0, |(at, _)| at.lon);
        let (mut south, mut north, mut west, mut east) = (90.0_f64, -90.0_f64, 540.0_f64, -540.0_f64);
        for (at, reach) in &points {
            let lat = reach / 111_000.0;
            let lon = lat / at.lat.to_radians().cos().max(0.05);
            let along = first + turned(at.lon - first);
            (south, north) = (south.min(at.lat - lat), north.max(at.lat + lat));
            (west, east) = (west.min(along - lon), east.max(along + lon));
        }
        if points.is_empty() {
            (south, north, west, east) = (-1.0, 1.0, -1.0, 1.0);
        }
        let pad = ((north - south).max(east - west) * 0.08).max(0.02);
        (south, north, west, east) = (south - pad, north + pad, west - pad, east + pad);
        let squeeze = f64::midpoint(south, north).to_radians().cos().max(0.05);
        let scale = (WIDTH / ((east - west) * squeeze)).min(TALLEST / (north - south));
        Sheet { west, north, scale, squeeze, height: (north - south) * scale + FOOT }
    }

    fn at(&self, point: LatLon) -> (f64, f64) {
        let along = self.west + (point.lon - self.west).rem_euclid(360.0);
        let along = if along - self.west > 350.0 { along - 360.0 } else { along };
        ((along - self.west) * self.squeeze * self.scale, (self.north - point.lat) * self.scale)
    }

    fn pixels(&self, metres: f64) -> f64 {
        metres / 111_200.0 * self.scale
    }

    fn grid(&self, svg: &mut String) {
        let degrees = WIDTH / self.scale / 6.0;
        let step = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0]
            .into_iter()
            .find(|s| *s >= degrees)
            .unwrap_or(30.0);
        let south = self.north - (self.height - FOOT) / self.scale;
        let east = self.west + WIDTH / self.scale / self.squeeze;
        let mut lat = (south / step).ceil() * step;
        while lat < self.north {
            let y = (self.north - lat) * self.scale;
            let _ = writeln!(
                svg,
                "<path d=\"M0 {y:.1}H{WIDTH}\" stroke=\"#dddddd\"/><text x=\"4\" y=\"{:.1}\" fill=\"#777777\">{lat:.2}</text>",
                y - 3.0
            );
            lat += step;
        }
        let mut lon = (self.west / step).ceil() * step;
        while lon < east {
            let x = (lon - self.west) * self.squeeze * self.scale;
            let bottom = self.height - FOOT;
            let told = turned(lon);
            let _ = writeln!(
                svg,
                "<path d=\"M{x:.1} 0V{bottom:.1}\" stroke=\"#dddddd\"/><text x=\"{:.1}\" y=\"{:.1}\" fill=\"#777777\">{told:.2}</text>",
                x + 3.0,
                bottom - 4.0
            );
            lon += step;
        }
    }

    fn line(&self, svg: &mut String, line: &Line, colour: &str) {
        let Places::Within(zones, stand_off_m) = &line.places else { return };
        for zone in zones.iter() {
            let reach = stand_off_m + zone.widened_m;
            if let Some(beyond) = line.beyond_m {
                self.zone(svg, zone, reach + f64::from(beyond), colour, 0.10);
            }
            self.zone(svg, zone, reach, colour, 0.22);
            self.zone(svg, zone, 0.0, colour, 0.9);
        }
        for ground in line.unsettled.iter().flat_map(|ground| ground.iter()) {
            self.zone(svg, ground, 0.0, UNSETTLED, 0.6);
        }
        if let Some(zone) = zones.first() {
            let (x, y) = self.at(zone.hub().0);
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-weight=\"bold\" text-anchor=\"middle\" fill=\"{colour}\">{}</text>",
                escaped(&line.name)
            );
        }
    }

    fn zone(&self, svg: &mut String, zone: &Zone, reach_m: f64, colour: &str, opacity: f64) {
        let mut path = String::new();
        let mut chain = None;
        for piece in zone.pieces() {
            let (a, b) = (self.at(piece.a), self.at(piece.b));
            if chain != Some(piece.chain) {
                let _ = write!(path, "M{:.1} {:.1}", a.0, a.1);
                chain = Some(piece.chain);
            }
            let _ = write!(path, "L{:.1} {:.1}", b.0, b.1);
        }
        let fill = if zone.encloses() { colour } else { "none" };
        let width = if reach_m > 0.0 { 2.0 * self.pixels(reach_m) } else { 1.5 };
        let fill_opacity = if reach_m > 0.0 || !zone.encloses() { 1.0 } else { 0.3 };
        let _ = writeln!(
            svg,
            "<g opacity=\"{opacity}\"><path d=\"{path}\" fill=\"{fill}\" fill-opacity=\"{fill_opacity}\" fill-rule=\"evenodd\" stroke=\"{colour}\" stroke-width=\"{width:.1}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/></g>"
        );
    }

    fn mark(&self, svg: &mut String, mark: &Mark<'_>) {
        let (colour, shape) = match (mark.truth, mark.near) {
            (Truth::True, _) => ("#b00020", "crossed"),
            (Truth::Uncertain, _) => ("#a05a00", "uncertain"),
            (Truth::False, true) => ("#8a7a00", "near"),
            (Truth::False, false) => ("#1b5e20", "not crossed"),
        };
        for spot in &mark.event.spots {
            let (x, y) = self.at(spot.centre());
            if let Where::Ellipse { error, .. } = spot {
                let (major, minor) = (self.pixels(error.major_m), self.pixels(error.minor_m));
                let turn = error.azimuth_deg - 90.0;
                let _ = writeln!(
                    svg,
                    "<ellipse cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{major:.1}\" ry=\"{minor:.1}\" transform=\"rotate({turn:.1} {x:.1} {y:.1})\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>"
                );
            }
            let _ = writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{} {shape}</text>",
                x + 6.0,
                y - 6.0,
                escaped(&mark.event.identity.id)
            );
        }
    }

    fn scale_bar(&self, svg: &mut String) {
        let metres = WIDTH / self.scale * 111_200.0 / 5.0;
        let km = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0]
            .into_iter()
            .rfind(|km| km * 1000.0 <= metres);
        let km = km.unwrap_or(0.5);
        let (y, length) = (self.height - 12.0, self.pixels(km * 1000.0));
        let _ = writeln!(
            svg,
            "<path d=\"M12 {y:.1}h{length:.1}\" stroke=\"#000000\" stroke-width=\"3\"/><text x=\"{:.1}\" y=\"{:.1}\">{km} km</text>",
            length + 20.0,
            y + 4.0
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const WIDTH: f64 = 800.0;
const TALLEST: f64 = 800.0;
const FOOT: f64 = 30.0;
/// Ground that a line calls unsettled.
const UNSETTLED: &str = "#777777";
/// Told apart by people who do not see colours alike (Okabe and Ito 2008), beside their names.
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];
