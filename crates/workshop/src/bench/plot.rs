//! The plots of the models' pages, as SVG: no script, no font of one's own, readable in black and white.

use attribution::{Bin, Scores};
use brent::{Case, Fan, Method, Summary};
use safeguards::PublishedCase;
use std::fmt::Write;

/// A drawing in its own coordinates, with margins for words.
struct Drawing {
    body: String,
    width: f64,
    height: f64,
}

impl Drawing {
    fn new(title: &str, width: f64, height: f64) -> Self {
        let mut drawing = Drawing { body: String::new(), width, height };
        drawing.text(10.0, 18.0, "start", title);
        drawing
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), style: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = writeln!(
            self.body,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" {style}/>"
        );
    }

    fn dot(&mut self, (x, y): (f64, f64), radius: f64, style: &str) {
        let _ = writeln!(self.body, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" {style}/>");
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(self.body, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>");
    }

    fn done(self) -> String {
        let (width, height) = (self.width, self.height);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
             font-size=\"12\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n{}</svg>\n",
            self.body
        )
    }
}

/// Published months and the model's, case by case, on a log scale.
pub(super) fn published(cases: &[PublishedCase]) -> String {
    let height = 60.0 + 26.0 * cases.len() as f64;
    let mut d =
        Drawing::new("Months to 25 kg: published (black), model quick to slow (grey)", 720.0, height + 30.0);
    let x = |months: f64| 190.0 + 500.0 * ((months.max(0.1) / 0.1).ln() / 240.0_f64.ln());
    for tick in [0.1, 0.3, 1.0, 3.0, 10.0] {
        d.line((x(tick), 30.0), (x(tick), height), LIGHT);
        d.text(x(tick), height + 16.0, "middle", &tick.to_string());
    }
    for (n, case) in cases.iter().enumerate() {
        let y = 46.0 + 26.0 * n as f64;
        d.text(180.0, y + 4.0, "end", &case.id);
        for ([low, central, high], y, style) in
            [(case.published, y - 4.0, BLACK), (case.model, y + 5.0, GREY)]
        {
            d.line((x(low), y), (x(high.min(24.0)), y), style);
            d.dot((x(central), y), 3.5, style);
        }
    }
    d.done()
}

/// Reliability of the two statements: told against came.
pub(super) fn reliability(scores: &Scores) -> String {
    let mut d = Drawing::new("Told and came: directed (black), directed or permitted (grey)", 460.0, 460.0);
    let (x, y) = (|p: f64| 50.0 + 380.0 * p, |p: f64| 420.0 - 380.0 * p);
    d.line((x(0.0), y(0.0)), (x(1.0), y(1.0)), LIGHT);
    for tick in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        d.line((x(tick), y(0.0)), (x(tick), y(0.0) + 5.0), BLACK);
        d.line((x(0.0), y(tick)), (x(0.0) - 5.0, y(tick)), BLACK);
        d.text(x(tick), y(0.0) + 18.0, "middle", &tick.to_string());
        d.text(x(0.0) - 8.0, y(tick) + 4.0, "end", &tick.to_string());
    }
    d.text(x(0.5), 455.0, "middle", "probability told (dots by number of cases)");
    for (bins, style) in [(&scores.bins_directed, BLACK), (&scores.bins_responsible, GREY)] {
        let told: Vec<&Bin> = bins.iter().filter(|bin| bin.cases >= 20).collect();
        for pair in told.windows(2) {
            d.line((x(pair[0].told), y(pair[0].came)), (x(pair[1].told), y(pair[1].came)), style);
        }
        for bin in told {
            d.dot((x(bin.told), y(bin.came)), 2.0 + (bin.cases as f64).sqrt() / 14.0, style);
        }
    }
    d.done()
}

/// How often bands of 90 % held: all days, before and after episodes.
pub(super) fn coverage(summary: &Summary) -> String {
    let mut d = Drawing::new("How often bands of 90 % held: GARCH-t (grey), scenario (black)", 640.0, 320.0);
    let y = |share: f64| 270.0 - 220.0 * (share - 0.5) / 0.5;
    for share in [0.5, 0.6, 0.7, 0.8, 0.9, 1.0] {
        d.line((60.0, y(share)), (620.0, y(share)), if share == 0.9 { BLACK } else { LIGHT });
        d.text(52.0, y(share) + 4.0, "end", &share.to_string());
    }
    let groups = [("all days", &summary.rolling), ("before", &summary.before), ("after", &summary.after)];
    for (g, (name, table)) in groups.into_iter().enumerate() {
        let left = 80.0 + 185.0 * g as f64;
        d.text(left + 70.0, 312.0, "middle", name);
        for (n, rows) in [1, 5, 20, 60].into_iter().enumerate() {
            let at = left + 45.0 * n as f64;
            d.text(at + 6.0, 292.0, "middle", &rows.to_string());
            for (method, x, style) in [(Method::GarchT, at, GREY), (Method::Scenario, at + 12.0, BLACK)] {
                let line = table.lines.iter().find(|line| line.rows == rows && line.method == method);
                if let Some(line) = line {
                    d.line((x, y(0.5)), (x, y(line.held[1].max(0.5))), style);
                    d.dot((x, y(line.held[1].max(0.5))), 3.0, style);
                }
            }
        }
    }
    d.done()
}

/// Two fans: medians and bands of 90 %.
pub(super) fn fans(cases: &[Case], fans: &[Fan]) -> String {
    let mut d = Drawing::new(
        "Two assumed cases from one origin: median and band of 90 %, USD a barrel",
        640.0,
        360.0,
    );
    let price = fans.first().map_or(0.0, |fan| fan.price);
    let high = fans.iter().flat_map(|fan| &fan.horizons).map(|h| h.price(95)).fold(price, f64::max);
    let low = fans.iter().flat_map(|fan| &fan.horizons).map(|h| h.price(5)).fold(price, f64::min);
    let x = |rows: f64| 60.0 + 560.0 * (rows / 120.0).sqrt();
    let y = |usd: f64| 310.0 - 270.0 * (usd - low) / (high - low).max(1e-9);
    for rows in [1_u32, 5, 20, 60, 120] {
        d.line((x(f64::from(rows)), 30.0), (x(f64::from(rows)), 310.0), LIGHT);
        d.text(x(f64::from(rows)), 326.0, "middle", &rows.to_string());
    }
    for usd in [low, price, high] {
        d.text(52.0, y(usd) + 4.0, "end", &format!("{usd:.0}"));
    }
    for (n, (case, fan)) in cases.iter().zip(fans).enumerate() {
        let style = if n == 0 { BLACK } else { GREY };
        d.text(70.0, 350.0 + 16.0 * n as f64, "start", &format!("{}: {}", SHADES[n.min(1)], case.name));
        for (percent, style) in [(5, THIN[n.min(1)]), (50, style), (95, THIN[n.min(1)])] {
            let mut from = (x(0.0), y(fan.price));
            for h in &fan.horizons {
                let to = (x(h.rows as f64), y(h.price(percent)));
                d.line(from, to, style);
                from = to;
            }
        }
    }
    d.done()
}

const BLACK: &str = "stroke=\"black\" fill=\"black\" stroke-width=\"2\"";
const GREY: &str = "stroke=\"#888\" fill=\"#888\" stroke-width=\"2\"";
const LIGHT: &str = "stroke=\"#ddd\" stroke-width=\"1\"";
const THIN: [&str; 2] = [
    "stroke=\"black\" stroke-width=\"1\" stroke-dasharray=\"5 3\"",
    "stroke=\"#888\" stroke-width=\"1\" stroke-dasharray=\"2 2\"",
];
const SHADES: [&str; 2] = ["black", "grey"];
