//! A case from the template: `cargo run -p attribution --example one_case`.

use attribution::{Evidence, HYPOTHESES, Likelihoods, Response, assess, confidence, evidence_template, word};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let evidence = Evidence::parse(evidence_template())?;
    let assessment = assess(&evidence, &Likelihoods::shipped(), &Response::shipped())?;
    let said = |p: f64| word(p).unwrap_or("beyond the scale");
    for (range, hypothesis) in assessment.by_hypothesis.iter().zip(HYPOTHESES) {
        println!(
            "{}: {} ({} to {})",
            hypothesis.name(),
            said(range.middle()),
            said(range.low),
            said(range.high)
        );
    }
    println!("directed or permitted: {}", said(assessment.responsible.middle()));
    println!("Confidence in the sources: {}.", confidence(&evidence.items).word());
    for c in &assessment.contributions {
        println!("{:<10} {:+.1} decibans", c.id, c.decibans_responsible);
    }
    Ok(())
}
