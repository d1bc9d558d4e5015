//! What breaks each rule of the types of sections 2 to 7, alone: expected id and paragraph, and the forged file.

use crate::forge::{Forged, forge};
use notice::vocabulary::NoticeType;

/// A breach and the file that has it.
pub type Breach = (&'static str, Forged);

const HASH: &str = "5d6f1f8b0f5b3c2f0a8a6f4f2e3d1c0b9a8f7e6d5c4b3a291807f6e5d4c3b2a1";

fn set(kind: NoticeType, changes: &[(&str, &str)]) -> Forged {
    changes.iter().fold(forge(kind), |file, (path, value)| match *value {
        "" => file.without(path),
        value => file.set(path, value),
    })
}

/// Shared rules N-ALL-24 to N-ALL-36.
pub fn shared() -> Vec<Breach> {
    use NoticeType::*;
    let sealed = format!(
        "{{ phase = \"COMMIT\", exchange = \"X1\", due = \"2027-08-21T12:00:00Z\", value = \"{HASH}\" }}"
    );
    vec![
        ("N-ALL-24 K", set(A4, &[("content.K", "")])),
        ("N-ALL-24 J", set(A4, &[("content.J", "")])),
        ("N-ALL-25 M", set(A4, &[("content.M", "\"OTHER\"")])),
        ("N-ALL-26 precedence", set(A5, &[("envelope.precedence", "\"O\"")])),
        ("N-ALL-27 from", set(S3, &[("envelope.from", "\"VER/REPORTS\"")])),
        ("N-ALL-28 5x", set(A3, &[("envelope.modality", "\"MAY\"")])),
        ("N-ALL-29 attestation", set(P1, &[("envelope.attestation", "\"TRANSFERABLE\"")])),
        ("N-ALL-30 4", set(A5, &[("content.A", "\"UPDATE\"")])),
        ("N-ALL-31 B", set(A1, &[("content.B.closes", "\"2027-08-20T19:00:00Z\"")])),
        ("N-ALL-31 C", set(A4, &[("content.C.latest", "\"2027-08-20T23:00:00Z\"")])),
        ("N-ALL-31 G", set(E2, &[("content.G", "{}")])),
        ("N-ALL-31 B.count", set(E4, &[("content.B.count", "{ count = 3 }")])),
        ("N-ALL-31 A", set(E4, &[("content.A.standard", "")])),
        ("N-ALL-31 C.1", set(S3, &[("content.C.0.band", "")])),
        ("N-ALL-31 C.2", set(S3, &[("content.C.1.value", "\"139.2 wt%\"")])),
        ("N-ALL-31 C.1", set(S4, &[("content.C.0.error", "\"2.0 kgUF6\"")])),
        ("N-ALL-32 A", set(A4, &[("content.A", "\"US/LEV/27/0999/E1\"")])),
        ("N-ALL-33 A", set(A4, &[("content.A", "\"US/MAR/27/0008/E1\"")])),
        (
            "N-ALL-34 4",
            set(E3, &[("envelope.refs", "[{ relation = \"ANSWERS\", number = \"IR/LEV/27/0013/E3\" }]")]),
        ),
        ("N-ALL-35 sealed", set(A4, &[("envelope.sealed", &sealed)])),
        ("N-ALL-35 sealed", set(S1, &[("envelope.sealed", &sealed)])),
        ("N-ALL-36 J", set(A4, &[("content.J", "\"NONE-WILL-BE-ISUED\"")])),
    ]
}

/// T2 and the A types.
pub fn activity() -> Vec<Breach> {
    use NoticeType::*;
    let poly = "{ E = { place = { stand-off = \"13 NM\", parts = [{ polygon = [\"29.275 50.310\", \"29.255 50.335\", \
                \"29.215 50.325\", \"29.205 50.310\", \"29.235 50.285\", \"29.265 50.290\"] }] } } }";
    vec![
        ("N-T2-01 A", set(T2, &[("content.A", "\"US-2/2\"")])),
        ("N-T2-01 A", set(T2, &[("content.A", "\"IR-1/1\"")])),
        ("N-T2-02 B.until", set(T2, &[("content.B.until", "\"2027-08-28T12:00:00Z\"")])),
        ("N-T2-03 C", set(T2, &[("content.C.now", "{ K = \"RESERVED\" }")])),
        ("N-T2-04 D", set(T2, &[("content.C.now", poly)])),
        ("N-A1-01 B", set(A1, &[("content.A", "\"EXERCISE\"")])),
        ("N-A1-02 J", set(A1, &[("content.A", "\"SORTIE-BLOCK\"")])),
        ("N-A1-03 F", set(A1, &[("content.H", "true")])),
        ("N-A1-04 C", set(A1, &[("content.C.low", "\"900 m\""), ("content.C.high", "\"300 m\"")])),
        ("N-A1-05 J", set(A1, &[("content.J", "\"BEING-REQUESTED\"")])),
        ("N-A1-06 5w", set(A1, &[("envelope.expires", "\"2027-08-21T12:00:00Z\"")])),
        ("N-A2-01 A", set(A2, &[("content.A", "{}")])),
        ("N-A2-02 B", set(A2, &[("content.B.1.claim", "\"EMISSIONS\"")])),
        ("N-A2-03 D", set(A2, &[("content.D.distance", "")])),
        ("N-A3-01 B", set(A3, &[("content.B", "")])),
        ("N-A3-02 A", set(A3, &[("content.A", "[\"LEADERSHIP\", \"LEADERSHIP\", \"NAMED-AREAS\"]")])),
        ("N-A3-03 D", set(A3, &[("content.D", "[\"UNCONDITIONAL\", \"NO-ATTACK-ON-OWN-FORCES\"]")])),
        ("N-A3-04 C", set(A3, &[("content.C", "{}")])),
        ("N-A4-01 B", set(A4, &[("content.B", "{ finality = \"PART\" }")])),
        ("N-A4-02 H", set(A4, &[("content.H.until", "\"2027-08-21T01:00:00Z\"")])),
        ("N-A4-03 E.excluded-areas", set(A4, &[("content.E.excluded", "[\"NAMED-AREAS\"]")])),
        ("N-A4-04 J", set(A4, &[("content.J", "\"BEING-REQUESTED\"")])),
        ("N-A4-05 C", set(A4, &[("content.C.earliest", "\"2027-08-20T13:00:00Z\"")])),
        (
            "N-A4-06 V",
            set(
                A4,
                &[
                    ("content.V", "\"CHANGED\""),
                    ("content.B", ""),
                    ("content.C", ""),
                    ("content.D", ""),
                    ("content.E", ""),
                    ("content.F", ""),
                    ("content.G", ""),
                    ("content.H", ""),
                    ("content.I", ""),
                    ("content.L", ""),
                ],
            ),
        ),
        ("N-ALL-17 H", set(A4, &[("content.H.until", "\"2027-08-20T16:30:00Z\"")])),
        ("N-A5-01 H", set(A5, &[("content.H", "false")])),
        ("N-A5-02 B.heading", set(A5, &[("content.B.heading", "\"360 deg\"")])),
        ("N-A5-03 B", set(A5, &[("content.B.altitude-error", "\"20 m\""), ("content.B.altitude", "")])),
        ("N-A5-04 E", set(A5, &[("content.E", "\"FINISHED\"")])),
        ("N-A6-01 C.at", set(A6, &[("content.C.at", "{ parts = [{ point = \"34.3 47.1\" }] }")])),
        ("N-A6-02 C.mgrs", set(A6, &[("content.C.mgrs", "\"38SPC9326197417\"")])),
        ("N-A6-03 E", set(A6, &[("content.B", "\"CONVOY\"")])),
        ("N-A6-04 J", set(A6, &[("content.J", "[\"US\", \"XX\"]")])),
        ("N-A6-05 H", set(A6, &[("content.H.on", "\"2027-06-01T09:00:00Z\"")])),
    ]
}

/// E2 to E5.
pub fn attribution() -> Vec<Breach> {
    use NoticeType::*;
    vec![
        ("N-E2-01 B.party", set(E2, &[("content.B.party", "\"US\"")])),
        ("N-E2-02 C", set(E2, &[("content.C", "\"EFFECTIVE-CONTROL\"")])),
        ("N-E3-01 4", set(E3, &[("envelope.refs", "")])),
        ("N-E3-02 B.from", set(E3, &[("content.B", "[{ act = \"WILL-RESTRAIN\" }]")])),
        ("N-E3-03 B", set(E3, &[("content.B", "[{ act = \"CANNOT\" }, { act = \"WILL-INVESTIGATE\" }]")])),
        ("N-E4-01 A.party", set(E4, &[("content.A.party", "\"US\"")])),
        ("N-E4-02 D", set(E4, &[("content.D", "[\"DIRECTS\"]")])),
        ("N-E4-03 F", set(E4, &[("content.F", "\"60 d\"")])),
        ("N-E4-04 B.acts", set(E4, &[("content.B.acts", "[\"AIR-STRIKE\", \"AIR-STRIKE\"]")])),
        ("N-E5-01 A", set(E5, &[("content.A.challenge", "\"IR/LEV/27/0012/E2\"")])),
        ("N-E5-02 A.repeats", set(E5, &[("content.A.repeats", "[\"US/LEV/27/0008/E1\"]")])),
        ("N-E5-03 F", set(E5, &[("content.F.lasts", "\"0 s\"")])),
        ("N-E5-04 E.quiet", set(E5, &[("content.E.quiet", "")])),
        ("N-E5-05 D.actor.party", set(E5, &[("content.D.actor.party", "\"US\"")])),
        ("N-E5-06 B.count", set(E5, &[("content.B.count", "3")])),
    ]
}

/// The S types.
pub fn steps() -> Vec<Breach> {
    use NoticeType::*;
    vec![
        ("N-S1-01 B", set(S1, &[("content.B.0.actor", "\"US\"")])),
        ("N-S1-01 C", set(S1, &[("content.C.0.actor", "\"IR\"")])),
        ("N-S1-02 C", set(S1, &[("content.C.0.id", "\"IR1\"")])),
        ("N-S1-03 D.triggers", set(S1, &[("content.D.triggers.0.of", "\"US1\"")])),
        ("N-S1-03 D.triggers", set(S1, &[("content.D.triggers.0.step", "\"US9\"")])),
        ("N-S1-03 D.triggers", set(S1, &[("content.B.0.verifier", "")])),
        ("N-S1-04 D.within", set(S1, &[("content.D.pairing", "\"SIMULTANEOUS\"")])),
        ("N-S1-05 B", set(S1, &[("content.B.0.lasts", "")])),
        ("N-S1-06 B", set(S1, &[("content.B.0.verifier", "\"IR/REPORTS\"")])),
        ("N-S1-07 I", set(S1, &[("content.I", "[\"LEV\"]")])),
        ("N-S2-01 B.until", set(S2, &[("content.B.answer", "\"HOLD\""), ("content.D", "")])),
        ("N-S2-02 4", set(S2, &[("envelope.refs", "")])),
        ("N-S2-03 5x", set(S2, &[("envelope.modality", "\"REJECTS\"")])),
        ("N-S3-01 B", set(S3, &[("content.B.verb", "\"LATE-PERFORMING\"")])),
        ("N-S3-02 C", set(S3, &[("content.C.0.as-of", "\"2027-08-22T06:00:00Z\"")])),
        ("N-S3-03 A.step", set(S3, &[("content.A.step", "\"US1\"")])),
        ("N-S4-01 A.step", set(S4, &[("envelope.from", "\"VER/OTHER\"")])),
        ("N-S4-02 B.reason", set(S4, &[("content.B.verdict", "\"UNABLE\""), ("content.C", "")])),
        ("N-S4-03 D.gap", set(S4, &[("content.D.kept", "false")])),
        ("N-S4-04 C", set(S4, &[("content.C.0.error", "")])),
        (
            "N-S4-05 D",
            set(
                S4,
                &[("content.B", "{ verdict = \"UNABLE\", reason = \"CONTINUITY-LOST\" }"), ("content.C", "")],
            ),
        ),
        ("N-S5-01 G", set(S5, &[("content.G", "false")])),
        ("N-S5-02 D", set(S5, &[("content.D.go-on", "[\"US1\"]")])),
        ("N-S5-03 D.pause", set(S5, &[("content.D.pause", "[\"IR1\"]")])),
        ("N-S5-04 C", set(S5, &[("content.C.cause", "\"CURED\"")])),
    ]
}

/// The C and P types.
pub fn carve_outs_and_public() -> Vec<Breach> {
    use NoticeType::*;
    vec![
        ("N-C1-01 B.tranche", set(C1, &[("content.B.tranche", "1")])),
        ("N-C1-02 D.ceiling", set(C1, &[("content.D.ceiling", "\"1000000 EUR\"")])),
        ("N-C1-02 D.ceiling", set(C1, &[("content.D.ceiling", "\"20000000 USD\"")])),
        ("N-C1-03 D.amount", set(C1, &[("content.D.amount", "\"0 EUR\"")])),
        ("N-C1-04 B.instrument", set(C1, &[("content.B.instrument", "\"LICENCE\"")])),
        ("N-C2-01 B", set(C2, &[("content.C.0.person", "\"SMITH\"")])),
        ("N-C2-01 annexes", set(C2, &[("envelope.annexes", "")])),
        ("N-C2-02 B", set(C2, &[("content.B.count", "5")])),
        ("N-C2-03 A.group", set(C2, &[("content.A.group", "1")])),
        ("N-C2-04 E", set(C2, &[("content.E.0.amount", "")])),
        (
            "N-C2-05 C",
            set(
                C2,
                &[
                    ("content.A", "{ exchange = \"X1\", verb = \"RELEASED\", group = 1 }"),
                    ("content.B", ""),
                    ("content.E", ""),
                    ("content.G", ""),
                ],
            ),
        ),
        ("N-P1-01 B", set(P1, &[("content.B.at", "\"2027-08-19T12:00:00Z\"")])),
        ("N-P1-02 C", set(P1, &[("content.C", "[\"IR/LEV/27/0001/T1\"]")])),
        ("N-P2-01 E", set(P2, &[("content.E", "[{ measure = \"QUIET-UNTIL\" }]")])),
        ("N-P2-02 A.classes", set(P2, &[("content.A.classes", "[\"FLOOR\"]")])),
        ("N-P2-03 B", set(P2, &[("content.B.at", "\"2027-08-21T12:00:00Z\"")])),
    ]
}
