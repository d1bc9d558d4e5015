//! The memo: Markdown, and one page of HTML with drawings in SVG that fetches nothing.

use crate::assumptions::Side;
use crate::findings::{BLIND, confidence, scale, title};
use crate::models;
use crate::report::Report;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::fmt::Write;

/// Findings that a reader in a hurry gets first.
const FIRST: [&str; 3] = ["posture", "restraint", "line"];

/// Markdown.
pub fn markdown(report: &Report) -> String {
    let assumptions = &report.weighed.assumptions;
    let mut out = format!(
        "# {}\n\n**PRIVATE.** {} on {}, as of {}. Run `{}`, seed 0, inputs `{}`.\n\n## In short\n\n",
        assumptions.title,
        assumptions.own,
        assumptions.other,
        assumptions.as_of,
        report.inputs.run_id(),
        report.inputs.hash
    );
    for id in FIRST {
        if let Ok(finding) = report.finding(id) {
            let _ = writeln!(out, "- {}", finding.text);
        }
    }
    if let Some(line) = models::in_short(report.moves.as_ref()) {
        let _ = writeln!(out, "- {line}");
    }
    let _ = writeln!(out, "- {}\n\n{}\n", confidence(assumptions).1, scale(&report.weighed));
    for finding in &report.findings {
        let _ = writeln!(out, "## {}\n\n{}\n", title(finding.id), finding.text);
        if let Some(by) = report.moved_by(finding.id) {
            let _ = writeln!(out, "*Moved most by:* the model {}.\n", by.word());
        }
        let _ = writeln!(
            out,
            "*How:* {}. *Rests on:* {} (`assess explain {}` lists each with its source).\n",
            finding.method,
            finding.rests_on.join(", "),
            finding.id
        );
    }
    postures_told(&mut out, report);
    models_told(&mut out, report);
    flips_told(&mut out, report);
    assumptions_told(&mut out, report);
    let _ = writeln!(out, "\n## What the model cannot see\n\n{BLIND}");
    out
}

fn postures_told(out: &mut String, report: &Report) {
    out.push_str("## Postures\n\n| posture | worst loss | kindest to worst | regret | best reply |\n|---|---|---|---|---|\n");
    for own in &report.found.postures {
        let _ = writeln!(
            out,
            "| {} | {:.1} | {:.1} to {:.1} | {:.1} | {} |",
            own.posture.words(),
            own.worst,
            own.interval[0],
            own.interval[1],
            own.regret,
            own.reply.words()
        );
    }
}

fn models_told(out: &mut String, report: &Report) {
    let lines = models::lines(&report.inputs, report.moves.as_ref());
    if lines.is_empty() {
        return;
    }
    out.push_str("\n## What the three models say and move\n\n```text\n");
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    out.push_str("```\n");
}

fn flips_told(out: &mut String, report: &Report) {
    let Some(flips) = &report.flips else { return };
    out.push_str("\n## What would change it\n\n| assumption | low | centre | high | loss at low | loss at high | flips at |\n|---|---|---|---|---|---|---|\n");
    for swing in &flips.swings {
        let at: Vec<String> =
            swing.flips.iter().map(|(at, to)| format!("{at:.4} ({})", to.words())).collect();
        let _ = writeln!(
            out,
            "| {} | {:.4} | {:.4} | {:.4} | {:.1} | {:.1} | {} |",
            swing.key,
            swing.interval[0],
            swing.interval[1],
            swing.interval[2],
            swing.loss[0],
            swing.loss[1],
            at.join(", ")
        );
    }
}

/// Every number, every amount and every date that the findings rest on, with its source.
fn assumptions_told(out: &mut String, report: &Report) {
    let assumptions = &report.weighed.assumptions;
    out.push_str(
        "\n## Assumptions\n\n| key | low | centre | high | unit | source |\n|---|---|---|---|---|---|\n",
    );
    for named in assumptions.numbers() {
        let own = named.estimate;
        let _ = writeln!(
            out,
            "| {} | {:.4} | {:.4} | {:.4} | {} | {} |",
            named.key, own.low, own.centre, own.high, own.unit, own.source
        );
    }
    out.push_str("\n### Costs of one move, by rung\n\n| component | whose | unit | rung 0 to 11 | source |\n|---|---|---|---|---|\n");
    for it in &assumptions.component {
        let amounts: Vec<String> = it.amounts.iter().map(ToString::to_string).collect();
        let whose = if it.side == Side::Own { &assumptions.own } else { &assumptions.other };
        let _ = writeln!(
            out,
            "| {}: {} | {whose} | {} | {} | {} |",
            it.id,
            it.title,
            it.unit,
            amounts.join(", "),
            it.source
        );
    }
    if !report.weighed.calendar.event.is_empty() {
        out.push_str("\n### Calendar\n\n| event | whose | days | audience, leak, survival | source |\n|---|---|---|---|---|\n");
    }
    for it in &report.weighed.calendar.event {
        let whose = if it.side == Side::Own { &assumptions.own } else { &assumptions.other };
        let _ = writeln!(
            out,
            "| {} | {whose} | {} to {} | {}, {}, {} | {} |",
            it.title, it.from, it.to, it.audience, it.leak, it.survival, it.source
        );
    }
}

/// One page of HTML.
pub fn page(report: &Report) -> String {
    let assumptions = &report.weighed.assumptions;
    let body = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (assumptions.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                p .private { "PRIVATE" }
                h1 { (assumptions.title) }
                p { (assumptions.own) " on " (assumptions.other) ", as of " (assumptions.as_of) ". Run " code { (report.inputs.run_id()) } ", seed 0, inputs " code { (report.inputs.hash) } }
                p { (scale(&report.weighed)) " " (confidence(assumptions).1) }
                h2 { "Ladder" } (ladder(report))
                h2 { "Worst loss and regret" } (postures(report))
                h2 { "Value of the line" } (regimes(report))
                @if report.flips.is_some() { h2 { "What moves the worst loss" } (tornado(report)) }
                h2 { "Findings" }
                @for finding in &report.findings {
                    section id=(finding.id) {
                        h3 { (title(finding.id)) }
                        p { (finding.text) }
                        p .how {
                            "How: " (finding.method) ". Rests on " (finding.rests_on.join(", ")) "."
                            @if let Some(by) = report.moved_by(finding.id) { " Moved most by the model " (by.word()) "." }
                        }
                    }
                }
                @if report.moves.is_some() {
                    h2 { "What the three models say and move" }
                    pre { (models::lines(&report.inputs, report.moves.as_ref()).join("\n")) }
                }
                h2 { "Assumptions" }
                table {
                    tr { th { "key" } th { "low" } th { "centre" } th { "high" } th { "unit" } th { "source" } }
                    @for named in assumptions.numbers() {
                        tr {
                            td { (named.key) } td { (named.estimate.low) } td { (named.estimate.centre) }
                            td { (named.estimate.high) } td { (named.estimate.unit) } td { (named.estimate.source) }
                        }
                    }
                }
                h2 { "Costs of one move, by rung" }
                table {
                    tr { th { "component" } th { "unit" } th { "rung 0 to 11" } th { "source" } }
                    @for it in &assumptions.component {
                        tr {
                            td { (it.id) ": " (it.title) } td { (it.unit) }
                            td { (it.amounts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")) }
                            td { (it.source) }
                        }
                    }
                }
                h2 { "What the model cannot see" }
                p { (BLIND) }
            }
        }
    };
    body.into_string()
}

const STYLE: &str = "body{font:15px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}\
.private{background:repeating-linear-gradient(45deg,#5b2333,#5b2333 10px,#7a2f45 10px,#7a2f45 20px);color:#fff;\
padding:.4rem 1rem;font-weight:700;letter-spacing:.2em}.how{color:#57606a;font-size:.9em}\
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d0d7de;text-align:left;padding:.2rem .5rem;font-size:.9em}\
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85em}\
svg text{font:12px sans-serif;fill:#1b1f24}";

/// One bar a row: label, from, to, the number at its end.
fn bars(rows: &[(String, f64, f64, String)], colour: &str) -> Markup {
    let low = rows.iter().flat_map(|row| [row.1, row.2]).fold(0.0_f64, f64::min);
    let high = rows.iter().flat_map(|row| [row.1, row.2]).fold(0.0_f64, f64::max);
    let range = if high > low { high - low } else { 1.0 };
    let x = |value: f64| 300.0 + 440.0 * (value - low) / range;
    let height = 24 * rows.len();
    html! {
        svg viewBox=(format!("0 0 860 {height}")) width="100%" role="img" {
            @for (at, (label, from, to, said)) in rows.iter().enumerate() {
                text x="290" y=(24 * at + 16) text-anchor="end" { (label) }
                rect x=(format!("{:.1}", x(from.min(*to)))) y=(24 * at + 4)
                    width=(format!("{:.1}", (x(from.max(*to)) - x(from.min(*to))).max(1.0))) height="16" fill=(colour) {}
                text x=(format!("{:.1}", x(from.max(*to)) + 6.0)) y=(24 * at + 16) { (said) }
            }
        }
    }
}

fn ladder(report: &Report) -> Markup {
    let assumptions = &report.inputs.assumptions;
    html! {
        ol start="0" {
            @for (at, rung) in assumptions.ladder.iter().enumerate() {
                li {
                    @if at == assumptions.now.rung { strong { (rung.title) " (now)" } } @else { (rung.title) }
                    @if !rung.public { " (not public)" }
                    @if let Some((_, reply)) = report.found.proportion.iter().find(|(own, _)| *own == at) {
                        span .how { "; a response here meets: " (reply.words()) }
                    }
                }
            }
        }
    }
}

fn postures(report: &Report) -> Markup {
    let rows: Vec<_> = report
        .found
        .postures
        .iter()
        .map(|own| {
            let said = format!("{:.1}, regret {:.1}", own.worst, own.regret);
            (own.posture.words().to_owned(), 0.0, own.worst, said)
        })
        .collect();
    bars(&rows, "#7a2f45")
}

fn regimes(report: &Report) -> Markup {
    let silence = report.found.regimes.first().and_then(|silence| silence.best);
    let rows: Vec<_> = report
        .found
        .regimes
        .iter()
        .filter_map(|regime| {
            let (best, silence) = regime.best.zip(silence)?;
            let value = best[0] + best[1] - silence[0] - silence[1];
            Some((regime.name.to_owned(), 0.0, value, format!("{value:.2} jointly")))
        })
        .collect();
    bars(&rows, "#2f5d7a")
}

fn tornado(report: &Report) -> Markup {
    let rows: Vec<_> = report
        .flips
        .iter()
        .flat_map(|flips| flips.swings.iter().take(15))
        .map(|swing| {
            let said = format!(
                "{:.1} to {:.1}{}",
                swing.loss[0],
                swing.loss[1],
                if swing.flips.is_empty() { "" } else { ", flips" }
            );
            (swing.key.clone(), swing.loss[0], swing.loss[1], said)
        })
        .collect();
    bars(&rows, "#6b7a2f")
}
