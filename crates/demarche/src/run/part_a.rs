//! Part A of a dossier: what a successor who knows nothing must read first, on paper, without a secret.
//!
//! I1 the page of one compartment names no other. I2 everything on it is checked against Part B by `dossier verify`.

use crate::output::Output;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use node::api::{CompartmentTold, CustodyTold, MatterTold, OfficerTold};
use refusal::facts;
use serde::{Deserialize, Serialize};

/// What Part A says of a compartment, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    /// Its code.
    pub code: String,
    /// Admitted entries.
    pub entries: u64,
    /// Fingerprint of the cut.
    pub fingerprint: String,
    /// State root at the dossier's instant, hexadecimal.
    pub root: String,
}

/// Part A as a machine reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartA {
    /// The party.
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    pub status: String,
    /// The instant, ms UTC.
    pub at_ms: i64,
    /// What is compared, by compartment.
    pub compartments: Vec<Fixed>,
}

/// What the page of the party tells beside.
pub struct OfParty<'a> {
    /// Fingerprint of the invitation.
    pub fingerprint: &'a str,
    /// Pairs: party, assurance.
    pub pairs: Vec<(String, String)>,
    /// Relays by id.
    pub relays: Vec<String>,
    /// Custody.
    pub custody: &'a CustodyTold,
    /// Who speaks.
    pub officers: &'a [OfficerTold],
    /// Version of this program.
    pub version: &'static str,
}

/// What the page of a compartment tells beside.
pub struct OfCompartment<'a> {
    /// How it stands.
    pub here: &'a CompartmentTold,
    /// What is compared.
    pub fixed: &'a Fixed,
    /// The charter as text.
    pub charter: &'a str,
    /// What stands.
    pub standing: &'a [MatterTold],
}

/// The page of the party.
pub fn of_party(a: &PartA, it: &OfParty<'_>, output: &Output) -> String {
    let say = |key: &str| output.phrase(key, &facts! {});
    let body = html! {
        h1 { (output.phrase("part-a-party", &facts! { party: a.party.as_str(), status: a.status.as_str() })) }
        p { (when(a, output)) }
        @for step in 1..=8 { p { (say(&format!("part-a-letter-{step}"))) } }
        h2 { (say("part-a-fingerprints")) }
        table {
            tr { td { (say("part-a-invitation")) } td { bdi dir="ltr" { (it.fingerprint) } } }
            tr { td { (say("part-a-software")) } td { bdi dir="ltr" { (it.version) } } }
            @for (party, assurance) in &it.pairs { tr { td { bdi { (party) } } td { bdi { (assurance) } } } }
            @for relay in &it.relays { tr { td { (say("part-a-relay")) } td { bdi { (relay) } } } }
        }
        h2 { (say("part-a-custody")) }
        p { bdi dir="ltr" { (it.custody.set.as_deref().unwrap_or("-")) " " (it.custody.state) } }
        table {
            @for one in &it.custody.custodians {
                tr { td { (output.own_digits(&one.place.to_string())) } td { (one.office) } td { (one.appointed_by) } td { (one.at) } }
            }
        }
        h2 { (say("part-a-officers")) }
        table {
            @for officer in it.officers {
                tr { td { bdi { (officer.person) } } td { (output.own_digits(&officer.keys.len().to_string())) } }
            }
        }
    };
    page(&body, output)
}

/// The page of a compartment.
pub fn of_compartment(a: &PartA, it: &OfCompartment<'_>, output: &Output) -> String {
    let say = |key: &str| output.phrase(key, &facts! {});
    let title = facts! { party: a.party.as_str(), compartment: it.here.code.as_str() };
    let body = html! {
        h1 { (output.phrase("part-a-compartment", &title)) }
        p { (when(a, output)) }
        table {
            tr { td { (say("part-a-members")) } td { bdi dir="ltr" { (it.here.members.join(" ")) } } }
            tr { td { (say("part-a-entries")) } td { (output.own_digits(&it.fixed.entries.to_string())) } }
            tr { td { (say("part-a-cut")) } td { bdi dir="ltr" { (it.fixed.fingerprint) } } }
            tr { td { (say("part-a-root")) } td { bdi dir="ltr" { (it.fixed.root) } } }
        }
        h2 { (say("part-a-standing")) }
        table {
            @for matter in it.standing {
                tr { td { bdi dir="ltr" { (matter.number) } } td { bdi { (matter.author) } } td { bdi dir="ltr" { (matter.state) } } }
            }
        }
        h2 { (say("part-a-charter")) }
        pre dir="ltr" { (it.charter) }
    };
    page(&body, output)
}

fn when(a: &PartA, output: &Output) -> String {
    let mut told = facts! {};
    told.insert("at", refusal::Fact::InstantMs(a.at_ms));
    output.phrase("part-a-when", &told)
}

fn page(body: &Markup, output: &Output) -> String {
    let direction = if ["fa", "ar"].contains(&output.language()) { "rtl" } else { "ltr" };
    html! {
        (DOCTYPE)
        html lang=(output.language()) dir=(direction) {
            head {
                meta charset="utf-8";
                meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "Demarche" }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
    .into_string()
}

const STYLE: &str = "@page{size:A4;margin:15mm}body{font:11pt/1.5 serif;margin:0 auto;max-width:170mm}\
table{border-collapse:collapse;width:100%}td{border:1px solid #777;padding:.25em .5em;overflow-wrap:anywhere}\
h1{font-size:15pt}h2{font-size:12pt}pre{font:8pt/1.3 monospace;white-space:pre-wrap}";
