//! The page of a ceremony: what was done, when, and the lines where those present sign by hand.

use crate::output::Output;
use custody::{Ceremony, Plan, Step, StepDone, Warning};
use maud::{DOCTYPE, PreEscaped, html};
use refusal::{Facts, facts};

/// The page.
pub fn page(ceremony: &Ceremony, output: &Output) -> String {
    let say = |key: &str| output.phrase(key, &facts! {});
    html! {
        (DOCTYPE)
        html lang=(output.language()) dir=(direction(output)) {
            head {
                meta charset="utf-8";
                meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "Demarche" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title(ceremony, output)) }
                p { (say("custody-room")) }
                table {
                    tr { th { (say("custody-head-time")) } th { (say("custody-head-step")) } th { (say("custody-head-note")) } }
                    @for done in &ceremony.done {
                        tr {
                            td { bdi { (crate::run::prove::instant(done.at_ms)) } }
                            td { (step(done.step, output)) }
                            td { bdi { (done.note) } }
                        }
                    }
                }
                h2 { (say("custody-signed")) }
                table class="sign" {
                    @for index in &ceremony.indices {
                        tr { td { (output.phrase("custody-custodian", &facts! { place: u64::from(*index) })) } td {} }
                    }
                    @for _ in 0..2 { tr { td { (say("custody-witness")) } td {} } }
                }
            }
        }
    }
    .into_string()
}

/// What was done, a line each.
pub fn lines(ceremony: &Ceremony, output: &Output) -> Vec<String> {
    let line = |done: &StepDone| format!("{}  {}", step(done.step, output), done.note);
    std::iter::once(title(ceremony, output)).chain(ceremony.done.iter().map(line)).collect()
}

/// What comes next.
pub fn next(next: Option<Step>, folder: &str, output: &Output) -> String {
    match next {
        Some(step) => {
            output.phrase("custody-next", &facts! { step: self::step(step, output), folder: folder })
        }
        None => output.phrase("custody-done", &facts! { folder: folder }),
    }
}

/// A rule for custodians that is broken.
pub fn warning(warning: &Warning, output: &Output) -> String {
    let (key, told): (_, Facts) = match warning {
        Warning::OneAppoints { office, seats } => {
            ("custody-warn-one-appoints", facts! { office: office.as_str(), seats: *seats })
        }
        Warning::FewStay { stay, should } => {
            ("custody-warn-few-stay", facts! { stay: *stay, should: *should })
        }
        Warning::OnePlace { place, seats } => {
            ("custody-warn-one-place", facts! { place: place.as_str(), seats: *seats })
        }
        Warning::NonePermanent => ("custody-warn-none-permanent", facts! {}),
    };
    output.phrase(key, &told)
}

fn title(ceremony: &Ceremony, output: &Output) -> String {
    let key = match ceremony.plan {
        Plan::Found => "custody-title-found",
        Plan::Reshare => "custody-title-reshare",
        Plan::Renew => "custody-title-renew",
    };
    let told = facts! { set: ceremony.set.to_string(), k: u64::from(ceremony.k), n: ceremony.indices.len() };
    output.phrase(key, &told)
}

fn step(step: Step, output: &Output) -> String {
    match step {
        Step::Machine => output.phrase("custody-step-machine", &facts! {}),
        Step::Made => output.phrase("custody-step-made", &facts! {}),
        Step::Checked(place) => output.phrase("custody-step-checked", &facts! { place: u64::from(place) }),
        Step::Drilled => output.phrase("custody-step-drilled", &facts! {}),
        Step::Given => output.phrase("custody-step-given", &facts! {}),
    }
}

fn direction(output: &Output) -> &'static str {
    if ["fa", "ar"].contains(&output.language()) { "rtl" } else { "ltr" }
}

const STYLE: &str = "@page{size:A4;margin:15mm}body{font:11pt/1.5 serif;margin:0 auto;max-width:170mm}\
table{border-collapse:collapse;width:100%}td,th{border:1px solid #777;padding:.3em .5em;text-align:start}\
h1{font-size:15pt}h2{font-size:12pt}.sign td{height:12mm;width:50%}";
