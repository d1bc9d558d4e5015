//! From a file to an assessment.

use attribution::*;

fn assessed(text: &str) -> (Evidence, Assessment) {
    let evidence = Evidence::parse(text).expect("a file");
    let assessment = assess(&evidence, &Likelihoods::shipped(), &Response::shipped()).expect("assessed");
    (evidence, assessment)
}

fn without_prior(text: &str) -> String {
    let (head, rest) = text.split_once("[prior]").expect("a prior");
    let (_, tail) = rest.split_once("third = 0.10").expect("the last line of the prior");
    format!("{head}{tail}")
}

#[test]
fn the_template_is_valid_and_its_decibans_add_up_to_the_posterior() {
    let (evidence, assessment) = assessed(evidence_template());
    let Prior::Stated(prior) = evidence.prior else { panic!("stated") };
    let mut odds = (prior[0] / prior[2]).log10() * 10.0;
    for c in &assessment.contributions {
        odds += c.decibans[0] - c.decibans[2];
    }
    let [directed, _, autonomous, ..] = assessment.by_hypothesis.map(|range| range.central.expect("stated"));
    assert!((odds - (directed / autonomous).log10() * 10.0).abs() < 1e-9);
    assert_eq!(assessment.contributions.len(), 5);
    for range in assessment.by_hypothesis {
        let central = range.central.expect("stated");
        assert!(range.low <= central && central <= range.high, "{range:?}");
    }
}

#[test]
fn without_a_prior_there_is_a_band_and_no_centre() {
    let (_, stated) = assessed(evidence_template());
    let (_, band) = assessed(&without_prior(evidence_template()));
    assert!(band.responsible.central.is_none() && band.prior_that_flips.is_none());
    assert!(band.responsible.high - band.responsible.low > stated.responsible.high - stated.responsible.low);
    let empty = assessed("case = \"nothing\"\n").1;
    assert!((empty.responsible.low - 0.05).abs() < 1e-12 && (empty.responsible.high - 0.60).abs() < 1e-12);
}

#[test]
fn the_prior_that_flips_flips() {
    let (evidence, assessment) = assessed(evidence_template());
    let (_, above) = assessment.prior_that_flips.expect("stated");
    let central = assessment.responsible.central.expect("stated");
    let Prior::Stated(prior) = evidence.prior else { panic!("stated") };
    let scaled = |all: f64| {
        let (a, b) = (all / (prior[0] + prior[1]), (1.0 - all) / (1.0 - prior[0] - prior[1]));
        let prior = [prior[0] * a, prior[1] * a, prior[2] * b, prior[3] * b, prior[4] * b];
        let moved = Evidence { prior: Prior::stated(prior).expect("a prior"), ..evidence.clone() };
        let assessment = assess(&moved, &Likelihoods::shipped(), &Response::shipped()).expect("assessed");
        word(assessment.responsible.central.expect("stated"))
    };
    assert_eq!(scaled(above - 1e-4), word(central));
    assert_ne!(scaled(above + 1e-4), word(central));
}

#[test]
fn one_story_told_thrice_counts_little_more_than_once() {
    let item = |id: &str, origin: &str| {
        format!(
            "[[item]]\nid = \"{id}\"\nkind = \"patron_officer_present\"\nseen = true\ngrade = \"A1\"\n\
             origin = \"{origin}\"\nsource = \"s\"\n"
        )
    };
    let head = "case = \"c\"\n[prior]\ndirected = 0.2\npermitted = 0.2\nautonomous = 0.2\nrogue = 0.2\nthird = 0.2\n";
    let p = |items: &[(&str, &str)]| {
        let items: String = items.iter().map(|(id, origin)| item(id, origin)).collect();
        assessed(&format!("{head}{items}")).1.by_hypothesis[0].central.expect("stated")
    };
    let (one, copies, three) = (
        p(&[("a", "x")]),
        p(&[("a", "x"), ("b", "x"), ("c", "x")]),
        p(&[("a", "x"), ("b", "y"), ("c", "z")]),
    );
    assert!(one < copies && copies < three && copies - one < 0.5 * (three - one), "{one} {copies} {three}");
}

#[test]
fn the_next_observation_is_the_most_telling_that_is_lacking() {
    let (evidence, assessment) = assessed(evidence_template());
    let found = next_best(&evidence, &assessment, &Likelihoods::shipped(), &Response::shipped(), 0.68);
    let found = found.expect("computed");
    assert_eq!(found.len(), 10);
    assert!(found.windows(2).all(|pair| pair[0].bits >= pair[1].bits));
    assert!(found.iter().all(|o| o.bits >= 0.0 && (0.0..=1.0).contains(&o.chance)));
}

#[test]
fn standards_are_read_and_none_is_picked() {
    let (evidence, _) = assessed(evidence_template());
    let readings = read_under(&evidence.items);
    assert_eq!(readings.len(), 11);
    let of = |code: &str| readings.iter().find(|r| r.standard.code == code).expect("a standard").met;
    // Supply alone never meets overall control: it needs planning or co-ordination.
    assert_eq!(of("OVERALL-CONTROL"), Met::Unknown);
    assert_eq!(of("HARBOURING-AND-SUPPORT"), Met::NotMet);
    assert_eq!(of("COMPLETE-DEPENDENCE"), Met::Unknown);
    let with = format!(
        "{}[[item]]\nid = \"o\"\nkind = \"patron_officer_present\"\nseen = true\ngrade = \"A1\"\nsource = \"s\"\n",
        evidence_template()
    );
    let readings = read_under(&Evidence::parse(&with).expect("a file").items);
    let overall = readings.iter().find(|r| r.standard.code == "OVERALL-CONTROL").expect("a standard");
    assert_eq!(overall.met, Met::Met, "{overall:?}");
}

#[test]
fn confidence_is_about_sources() {
    let (evidence, _) = assessed(evidence_template());
    assert_eq!(confidence(&evidence.items), Confidence::High);
    assert_eq!(confidence(&[]), Confidence::Low);
}
