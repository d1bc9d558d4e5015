//! `demarche attribution`: likelihood in words with ranges, confidence apart, no standard picked.

use crate::command::attribution::{AfterWarningArgs, AttributionCommand, PosteriorArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::dossier;
use crate::run::files::read;
use crate::run::model_words::date;
use crate::stopped::Stopped;
use ::attribution::{
    AfterWarning, Assessment, AttributionError, Contribution, Events, Evidence, HYPOTHESES, Likelihoods,
    Observation, Range, Reading, Response, Window, after_warning, assess, confidence, next_best, read_under,
    word,
};
use refusal::facts;
use serde_json::{Map, Value, json};

/// Runs the command.
pub fn run(command: &AttributionCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        AttributionCommand::Posterior(args) => posterior(args, output),
        AttributionCommand::AfterWarning(args) => after(args, output),
        AttributionCommand::Dossier(args) => dossier::run(args, output),
    }
}

/// Refuses with the words of the crate.
pub fn refused(error: AttributionError) -> Stopped {
    Stopped::refused(&error)
}

/// Evidence with all that is said of it.
pub struct Assessed {
    /// The evidence.
    pub evidence: Evidence,
    /// Posterior and contributions.
    pub assessment: Assessment,
    /// Every standard.
    pub readings: Vec<Reading>,
    /// What to look for next, the most telling first.
    pub next: Vec<Observation>,
}

/// Weighs the text of a file of evidence.
pub fn assessed(text: &str, table: &Likelihoods) -> Result<Assessed, Stopped> {
    let evidence = Evidence::parse(text).map_err(refused)?;
    let response = Response::shipped();
    let assessment = assess(&evidence, table, &response).map_err(refused)?;
    let next = next_best(&evidence, &assessment, table, &response, USUAL_GRADE).map_err(refused)?;
    Ok(Assessed { readings: read_under(&evidence.items), evidence, assessment, next })
}

fn posterior(args: &PosteriorArgs, output: &Output) -> Result<Exit, Stopped> {
    let found = weighed(args)?;
    let lines = lines(&found, output);
    output.print(&document(&found, output), &lines.join("\n"));
    Ok(Exit::Done)
}

/// Weighs the evidence that is named.
///
/// # Errors
/// What is wrong with the evidence or the table.
pub fn weighed(args: &PosteriorArgs) -> Result<Assessed, Stopped> {
    let table = match &args.likelihoods {
        Some(path) => Likelihoods::read(&read(path)?).map_err(refused)?,
        None => Likelihoods::shipped(),
    };
    assessed(&read(&args.evidence)?, &table)
}

/// All of it as one document.
pub fn document(found: &Assessed, output: &Output) -> Value {
    let Assessed { evidence, assessment, readings, next } = found;
    let by = |of: fn(&Range) -> Value| -> Map<String, Value> {
        let pairs = HYPOTHESES.iter().zip(&assessment.by_hypothesis);
        let mut all: Map<String, Value> = pairs.map(|(h, range)| (h.name().to_owned(), of(range))).collect();
        all.insert("directed_or_permitted".to_owned(), of(&assessment.responsible));
        all
    };
    json!({
        "case": evidence.case,
        "prior": evidence.file.prior.as_ref().map(|_| assessment.prior),
        "prior_stated": evidence.file.prior.is_some(),
        "posterior": by(|range| json!({ "low": range.low, "central": range.central, "high": range.high })),
        "words": by(|range| json!({
            "word": range.central.and_then(word), "low": word(range.low), "high": word(range.high),
        })),
        "confidence": confidence(&evidence.items).word(),
        "factors": assessment.contributions.iter().map(factor).collect::<Vec<_>>(),
        "moves_most": assessment.moves_most,
        "prior_that_flips_the_word": assessment.prior_that_flips.map(|(low, high)| json!({ "below": low, "above": high })),
        "standards": readings.iter().map(|reading| standard(reading, output)).collect::<Vec<_>>(),
        "next_best_observation": next.first().map(observation),
        "observations": next.iter().map(observation).collect::<Vec<_>>(),
        "statement": output.phrase("models-fact-not-law", &facts! {}),
    })
}

fn factor(c: &Contribution) -> Value {
    let by: Map<String, Value> =
        HYPOTHESES.iter().zip(c.decibans).map(|(h, db)| (h.name().to_owned(), json!(db))).collect();
    json!({
        "item": c.id, "kind": c.kind, "decibans": c.decibans_responsible, "decibans_by_hypothesis": by,
        "weight": c.weight,
        "without": { "low": c.without.low, "central": c.without.central, "high": c.without.high },
    })
}

fn standard(reading: &Reading, output: &Output) -> Value {
    let needs: Vec<Value> = reading
        .needs
        .iter()
        .map(|(need, met, items)| {
            json!({ "key": need.key, "need": output.phrase(need.key, &facts! {}), "status": met.word(), "items": items })
        })
        .collect();
    json!({
        "standard": reading.standard.code,
        "status": reading.met.word(),
        "leads_to": reading.standard.leads_to,
        "would_lead_to": output.phrase(reading.standard.leads_to, &facts! {}),
        "source": reading.standard.source,
        "needs": needs,
    })
}

fn observation(o: &Observation) -> Value {
    json!({
        "kind": o.kind, "bits": o.bits, "chance_seen": o.chance,
        "directed_or_permitted_if_seen": o.if_seen, "directed_or_permitted_if_not": o.if_not_seen,
    })
}

/// A range in words: never a bare number.
pub fn said(range: &Range) -> String {
    let of = |p: f64| word(p).unwrap_or("beyond the scale of words");
    let ends = if of(range.low) == of(range.high) {
        of(range.low).to_owned()
    } else {
        format!("{} to {}", of(range.low), of(range.high))
    };
    match range.central {
        Some(p) => format!("{} (over the tables: {ends})", of(p)),
        None => ends,
    }
}

fn lines(found: &Assessed, output: &Output) -> Vec<String> {
    let assessment = &found.assessment;
    let mut lines = vec![found.evidence.case.clone()];
    if found.evidence.file.prior.is_none() {
        lines.push(output.phrase("models-no-prior", &facts! {}));
    }
    let pairs = HYPOTHESES.iter().zip(&assessment.by_hypothesis);
    lines.extend(pairs.map(|(h, range)| format!("{:<22} {}", h.name(), said(range))));
    lines.push(format!("{:<22} {}", "directed or permitted", said(&assessment.responsible)));
    lines.push(output.phrase("models-fact-not-law", &facts! {}));
    let sources = confidence(&found.evidence.items).word();
    lines.push(output.phrase("models-confidence", &facts! { level: sources }));
    lines.extend(assessment.contributions.iter().map(|c| {
        format!("  {:<20} {:+.1} decibans ({}, weight {:.2})", c.id, c.decibans_responsible, c.kind, c.weight)
    }));
    if let Some(id) = &assessment.moves_most {
        lines.push(format!("moves it most          {id}"));
    }
    for reading in &found.readings {
        lines.push(format!("{:<26} {}", reading.standard.code, reading.met.word()));
        lines.extend(reading.needs.iter().map(|(need, met, items)| {
            format!("  {}: {} {}", output.phrase(need.key, &facts! {}), met.word(), items.join(" "))
        }));
    }
    if let Some(o) = found.next.first() {
        lines.push(format!("look next for          {} ({:.2} bits expected)", o.kind, o.bits));
    }
    lines
}

fn after(args: &AfterWarningArgs, output: &Output) -> Result<Exit, Stopped> {
    let all = Events::read(&read(&args.events)?).map_err(refused)?;
    let day = |what: &str, text: &Option<String>| text.as_deref().map(|text| date(what, text)).transpose();
    let window = Window {
        from: day("from", &args.from)?,
        warning: date("warning", &args.warning)?,
        to: day("to", &args.to)?,
    };
    let control = args.control.as_deref().map(|words| all.of(Some(words)));
    let found = after_warning(&all.of(args.group.as_deref()), control.as_ref(), window, &Response::shipped());
    let found = found.map_err(refused)?;
    let text = after_lines(&found, output).join("\n");
    output.print(&after_document(&found, args), &text);
    Ok(Exit::Done)
}

fn after_document(found: &AfterWarning, args: &AfterWarningArgs) -> Value {
    // Beyond the range of a float the factor is null and its log stands.
    let finite = |ln: f64| Some(ln.exp()).filter(|value| value.is_finite());
    let log10 = |ln: f64| ln / std::f64::consts::LN_10;
    let rate = |[low, mean, high]: [f64; 3]| json!({ "low": low, "central": mean, "high": high });
    let factor: Map<String, Value> = HYPOTHESES
        .iter()
        .zip(found.ln_factor)
        .map(|(h, ln)| (h.name().to_owned(), json!(ln.exp())))
        .collect();
    let hawkes = found.hawkes.map(|fit| {
        json!({
            "mu_before": fit.mu_before, "mu_after": fit.mu_after, "branching": fit.alpha,
            "decay_per_day": fit.beta, "likelihood_ratio": fit.likelihood_ratio, "p_value": fit.p_value,
        })
    });
    json!({
        "warning": args.warning, "group": args.group, "control": args.control,
        "bayes_factor": finite(found.change.ln_change),
        "log10_bayes_factor": log10(found.change.ln_change),
        "p_drop": found.change.p_drop,
        "bayes_factor_uncorrected": finite(found.raw_change.ln_change),
        "log10_bayes_factor_uncorrected": log10(found.raw_change.ln_change),
        "dispersion": found.dispersion,
        "rate_before": rate(found.rate_before),
        "rate_after": rate(found.rate_after),
        "unit": "events a day, 90 % interval",
        "counts": {
            "before": found.raw.n0, "days_before": found.raw.t0, "after": found.raw.n1,
            "days_after": found.raw.t1, "straddling": found.straddling,
        },
        "factor_by_hypothesis": factor,
        "self_exciting": hawkes,
        "agree": found.agree,
    })
}

fn after_lines(found: &AfterWarning, output: &Output) -> Vec<String> {
    let rate = |[low, mean, high]: [f64; 3]| format!("{mean:.3} a day (90 %: {low:.3} to {high:.3})");
    let mut lines = vec![
        format!("before       {} events, {}", found.raw.n0, rate(found.rate_before)),
        format!("after        {} events, {}", found.raw.n1, rate(found.rate_after)),
        format!(
            "change       10^{:.1} to 1 (uncorrected 10^{:.1}), a drop in {:.1} of 100",
            found.change.ln_change / std::f64::consts::LN_10,
            found.raw_change.ln_change / std::f64::consts::LN_10,
            100.0 * found.change.p_drop
        ),
    ];
    if let Some(fit) = &found.hawkes {
        lines.push(format!(
            "self-exciting background {:.3} then {:.3} a day, branching {:.2}, p {:.3}",
            fit.mu_before, fit.mu_after, fit.alpha, fit.p_value
        ));
    }
    if found.agree == Some(false) {
        lines.push(output.phrase("models-processes-disagree", &facts! {}));
    }
    lines
}

/// B2: what a usual further report would be worth.
const USUAL_GRADE: f64 = 0.85 * 0.80;
