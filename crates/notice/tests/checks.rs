//! Every check by its id: a forged notice that breaks it alone, and a table that none is missing from.

use crate::broken;
use crate::cases::{Node, at, code};
use crate::files::{drafted, sample, sample_charter};
use crate::forge::{Forged, forge};
use notice::check::{Apart, Context};
use notice::validate::{Rendered, table, validate, validate_charter};
use notice::vocabulary::{NoticeType, Role, SealPhase};
use notice::{Charter, Draft, Sealed, Value};
use std::collections::BTreeSet;
use toml::Table;

const T1: NoticeType = NoticeType::T1;
const T3: NoticeType = NoticeType::T3;
const E1: NoticeType = NoticeType::E1;

fn ids(draft: &Draft, line: &dyn Context) -> Vec<String> {
    let found = validate(draft, line, Some(Rendered { words: 120 }));
    found.iter().map(|finding| format!("{} {}", finding.id, finding.para)).collect()
}

/// A node on which every template may be released: two principals, and for the S types a verifier.
pub fn node_for(kind: NoticeType) -> Node {
    let mut node = Node::at("2027-08-20T14:00:00Z").line("US-2/1", true);
    node.charter.types.extend(NoticeType::ALL);
    node = KNOWN.iter().fold(node, |node, number| node.knows(number, number.ends_with("T1")));
    if kind.word().starts_with('S') { node.member("VER", Role::Verifier) } else { node }
}

fn node() -> Node {
    node_for(T1)
}

const KNOWN: &[&str] = &[
    "US/LEV/27/0002/T1",
    "IR/LEV/27/0001/T1",
    "US/LEV/27/0003/E1",
    "US/LEV/27/0005/E1",
    "US/LEV/27/0006/E1",
    "US/LEV/27/0008/E1",
    "US/LEV/27/0011/A1",
    "US/LEV/27/0012/E2",
    "IR/LEV/27/0013/E3",
    "US/LEV/27/0014/E4",
    "US/LEV/27/0015/E1",
    "IR/LEV/27/0016/S1",
];

/// What breaks each rule, alone: id and paragraph expected, the forged file.
fn broken() -> Vec<(&'static str, Forged)> {
    let l2 = || forge(NoticeType::L2);
    let l4 = || forge(NoticeType::L4);
    let l5 = || forge(NoticeType::L5);
    let l6 = || forge(NoticeType::L6);
    let t1 = || forge(T1);
    let t3 = || forge(T3);
    let e1 = || forge(E1);
    let answer = || {
        let answer =
            ["B", "C", "D", "E", "F", "G"].into_iter().fold(t3(), |f, p| f.without(&format!("content.{p}")));
        answer
            .set("content.A0", "{ verb = \"ANSWER\", answer = \"DISPUTED\" }")
            .set("envelope.from", "\"IR/WATCH\"")
            .set("envelope.to", "[\"US/WATCH\"]")
            .set("envelope.refs", "[{ relation = \"ANSWERS\", number = \"US/LEV/27/0009/T3\" }]")
    };
    vec![
        ("N-ALL-02 G", t1().without("content.G")),
        ("N-ALL-03 D.relation", t1().without("content.D.relation").set("content.D", "{ party = \"IR\" }")),
        ("N-ALL-05 G.count", t1().set("content.G.count", "2000")),
        ("N-ALL-06 remarks", t1().set("envelope.remarks", &format!("\"{}\"", "word ".repeat(201)))),
        ("N-ALL-07 C", t1().set("content.C", "[]")),
        ("N-ALL-08 expires", t1().set("envelope.expires", "\"2027-11-07T00:00:00Z\"")),
        ("N-ALL-09 E.place", t1().set("content.E.place.parts.0.gazetteer", "\"ANBAR\"")),
        ("N-ALL-11 to", t1().set("envelope.to", "[\"IR/WATCH\", \"IR/WATCH\"]")),
        ("N-ALL-12 to", t1().set("envelope.to", "[\"IR/WATCH\", \"XX/WATCH\"]")),
        ("N-ALL-14 attestation", t1().set("envelope.attestation", "\"TRANSFERABLE\"")),
        (
            "N-ALL-15 4",
            t1().set("envelope.refs", "[{ relation = \"FOLLOWS\", number = \"IR/LEV/27/0077/E1\" }]"),
        ),
        ("N-ALL-16 5w", t1().set("envelope.expires", "\"2027-08-20T13:00:00Z\"")),
        ("N-ALL-17 G", t3().set("content.G", "{ at = \"2027-08-20T20:30:00Z\" }")),
        (
            "N-ALL-17 5z",
            l4().set("envelope.answer-due", "{ at = \"2027-08-20T20:30:00Z\", answer = \"ANSWER\" }"),
        ),
        ("N-ALL-18 5z", l4().set("envelope.answer-due.within", "\"30 min\"")),
        (
            "N-ALL-20 4",
            t1().set("envelope.refs", "[{ relation = \"AMENDS\", number = \"IR/LEV/27/0001/T1\" }]"),
        ),
        ("N-ALL-21 precedence", t1().set("envelope.precedence-info", "\"Z\"")),
        ("N-ALL-23 status", t1().set("envelope.status", "\"ACTUAL\"")),
        (
            "N-ALL-22 annexes",
            t1().set(
                "envelope.annexes",
                &format!(
                    "[{{ hash = \"{}\", size = 9000000, kind = \"LIST\", readers = [\"IR\"] }}]",
                    "0".repeat(64)
                ),
            ),
        ),
        ("N-L2-01 E", l2().set("content.E", "\"LOCAL\"")),
        ("N-L2-02 A", l2().set("content.A", "\"US/LEV/27/0099/T1\"")),
        ("N-L2-03 C", l2().set("content.A", "\"US/LEV/27/0031/A4\"").set("content.B", "\"K4\"")),
        ("N-L2-04 B", l2().set("content.B", "\"K4\"").set("content.C", "\"2027-08-09T03:15:00Z\"")),
        ("N-L3-01 A", forge(NoticeType::L3).set("content.A.entry", &format!("\"{}\"", "1".repeat(64)))),
        ("N-L3-03 B", forge(NoticeType::L3).set("content.B", "{}")),
        ("N-L4-01 C", l4().without("content.C")),
        ("N-L4-02 D", l4().set("content.D", "{ count = 2 }")),
        ("N-L4-03 B", l4().set("content.B.paragraph", "\"Z\"")),
        ("N-L5-01 C", l5().without("content.C")),
        ("N-L5-02 D", l5().set("content.D", "\"US/LEV/27/0004/E1\"")),
        ("N-L5-03 B", l5().set("content.B", "\"IR/LEV/27/0001/T1\"")),
        ("N-L6-01 G", l6().set("content.A.verb", "\"MEETING\"").without("content.F")),
        ("N-L6-02 A", l6().set("content.A.verb", "\"SUSPEND\"")),
        ("N-L6-03 B", l6().set("content.B", "{ from = \"2027-08-20T20:10:00Z\" }")),
        ("N-L6-04 F", l6().without("content.F")),
        ("N-L6-05 C", l6().set("content.A.verb", "\"ROSTER\"").without("content.F")),
        ("N-L6-06 D", l6().set("content.D", "{ unread = [\"US/LEV/27/0003/E1\"] }")),
        (
            "N-L6-07 E",
            l6().set("content.A.verb", "\"SUCCESSION\"")
                .without("content.F")
                .set("content.E", "[{ number = \"IR/LEV/27/0003/T1\", verdict = \"SUSPEND\" }]"),
        ),
        (
            "N-L6-08 E",
            l6().set("content.A.verb", "\"SUCCESSION\"")
                .without("content.F")
                .set("content.E", "[{ number = \"US/LEV/27/0003/T1\", verdict = \"AFFIRM\" }]"),
        ),
        ("N-T1-01 A", t1().set("content.A", "\"IR-2/1\"")),
        ("N-T1-02 C", t1().set("content.C", "[\"AIR-STRIKE\", \"AIR-STRIKE\"]")),
        ("N-T1-03 D", t1().without("content.D.standard")),
        ("N-T1-04 D.groups", t1().set("content.D", "{ relation = \"NAMED\" }")),
        (
            "N-T1-05 E",
            t1().set("content.E.sealed", &format!("{{ commitment = \"{}\", count = 4 }}", "0".repeat(64))),
        ),
        ("N-T1-06 G.window", t1().without("content.G.window")),
        (
            "N-T1-07 J.detectors",
            t1().set("content.J.detectors", "[{ kind = \"STATION\", station = \"VER/REPORTS\" }]"),
        ),
        ("N-T1-08 H", t1().set("content.H", "{ lasts = \"90 d\", until = \"2027-11-07T03:00:01Z\" }")),
        ("N-T1-09 I.within", t1().set("content.I", "[{ kind = \"MEDICAL\", within = \"2 h\" }]")),
        ("N-T1-10 M.count", t1().set("content.M.count", "3")),
        ("N-T1-11 J.detectors", t1().set("content.J.detectors", "[{ kind = \"STATION\" }]")),
        ("N-T1-12 M", t1().set("content.M", "{}")),
        ("N-T3-01 D", t3().without("content.D")),
        ("N-T3-02 A0", t3().set("content.A0.answer", "\"DISPUTED\"")),
        ("N-T3-03 A0.accident", answer().set("content.A0.answer", "\"EXCUSED\"")),
        ("N-T3-04 A0.reason", t3().set("content.A0.reason", "\"SETTLED\"")),
        ("N-T3-05 A", t3().set("content.E", "\"DISPUTED-OWN\"")),
        ("N-T3-06 A", t3().set("content.A", "\"US-2/2\"")),
        ("N-T3-07 4", answer().without("envelope.refs")),
        ("N-T3-08 C", t3().set("content.C", "[\"US/LEV/27/0055/E1\"]")),
        ("N-T3-09 G", t3().set("content.G", "{}")),
        ("N-E1-01 B", e1().set("content.B.latest", "\"2027-08-12T01:00:00Z\"")),
        (
            "N-E1-02 B",
            e1().set("content.B.earliest", "\"2027-08-21T01:00:00Z\"")
                .set("content.B.latest", "\"2027-08-21T02:00:00Z\""),
        ),
        ("N-E1-03 E", e1().set("content.E.1.likelihood", "\"LIKELY\"")),
        ("N-E1-04 H", e1().set("content.H.reason", "\"SOURCES\"")),
        ("N-E1-05 D", e1().set("content.D", "[{ on = \"OWN\" }, { on = \"OWN\" }]")),
        ("N-E1-06 D", e1().set("content.D", "[{ on = \"OWN\", fatalities = 3, fatalities-most = 1 }]")),
    ]
}

#[test]
fn every_template_is_valid_on_a_node_that_knows_what_it_refers_to() {
    for kind in drafted() {
        assert_eq!(ids(&sample(kind), &node_for(kind)), Vec::<String>::new(), "{kind}");
        assert_eq!(ids(&sample(kind), &Apart), Vec::<String>::new(), "{kind} apart");
    }
    assert_eq!(validate_charter(&sample_charter()), []);
}

#[test]
fn each_rule_is_found_where_it_is_broken() {
    let line = node()
        .member("VER", Role::Verifier)
        .knows("US/LEV/27/0031/A4", true)
        .knows("US/LEV/27/0009/T3", true);
    for (expected, forged) in broken() {
        let found = ids(&forged.draft(), &line);
        assert!(found.iter().any(|id| id == expected), "{expected}: {found:?}");
    }
    for (expected, forged) in later() {
        let draft = forged.draft();
        let found = ids(&draft, &node_for(draft.kind));
        assert!(found.iter().any(|id| id == expected), "{expected}: {found:?}");
    }
}

/// Breaches of the shared rules of types and of the types of sections 2 to 7.
fn later() -> Vec<broken::Breach> {
    let all = [
        broken::shared(),
        broken::activity(),
        broken::attribution(),
        broken::steps(),
        broken::carve_outs_and_public(),
    ];
    all.into_iter().flatten().collect()
}

#[test]
fn every_id_of_the_table_is_broken_by_a_test() {
    let elsewhere = ["N-ALL-01", "N-ALL-04", "N-ALL-10", "N-ALL-13", "N-ALL-19", "N-L3-02", "N-L5-04"];
    let tested: BTreeSet<String> = broken()
        .iter()
        .chain(&later())
        .map(|(expected, _)| expected.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    let missing: Vec<&str> = table()
        .into_iter()
        .map(|(id, _)| id)
        .filter(|id| !id.starts_with("N-CH") && !elsewhere.contains(id) && !tested.contains(*id))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn n_all_01_a_line_test_is_not_drafted() {
    let draft = Draft { kind: NoticeType::L1, ..sample(T1) };
    assert_eq!(ids(&draft, &Apart), ["N-ALL-01 type"]);
}

#[test]
fn n_all_02_row_2_of_the_scenario_misses_paragraphs_g_and_j() {
    let draft = forge(T1).without("content.G").without("content.J").draft();
    assert_eq!(ids(&draft, &node()), ["N-ALL-02 G", "N-ALL-02 J"]);
}

#[test]
fn n_all_04_a_value_of_another_kind_is_found() {
    let mut draft = sample(T1);
    draft.content.set("K", Value::Flag(true));
    assert_eq!(ids(&draft, &Apart), ["N-ALL-04 K"]);
}

#[test]
fn n_all_08_offers_the_minute_before_and_after_midnight() {
    let draft = forge(T1).set("envelope.expires", "\"2027-11-07T00:00:00Z\"").draft();
    let found = validate(&draft, &Apart, None);
    let minute = |text| refusal::Fact::InstantMs(at(text).ms());
    assert_eq!(found[0].facts["before"], minute("2027-11-06T23:59:00Z"));
    assert_eq!(found[0].facts["after"], minute("2027-11-07T00:01:00Z"));
}

#[test]
fn n_all_10_only_flash_and_immediate_are_capped_at_200_words() {
    let long = Some(Rendered { words: 201 });
    let found = |kind| validate(&sample(kind), &Apart, long).iter().map(|f| f.id).collect::<Vec<_>>();
    assert_eq!(found(T3), ["N-ALL-10"], "T3's template is an O");
    assert_eq!(found(T1), Vec::<&str>::new(), "T1's template is a P");
    assert_eq!(validate(&sample(T3), &Apart, Some(Rendered { words: 200 })), []);
}

#[test]
fn n_all_13_a_type_outside_the_charter_is_refused() {
    let mut line = node();
    line.charter.types.retain(|kind| *kind != T1);
    assert_eq!(ids(&sample(T1), &line), ["N-ALL-13 type"]);
}

#[test]
fn n_all_17_a_deadline_an_hour_after_constructive_notice_is_accepted() {
    let at = |time: &str| forge(T3).set("content.G", &format!("{{ at = \"2027-08-20T{time}Z\" }}")).draft();
    assert_eq!(ids(&at("20:59:59"), &node()), ["N-ALL-17 G"]);
    assert_eq!(ids(&at("21:00:00"), &node()), Vec::<String>::new());
}

#[test]
fn n_all_19_a_crossing_of_an_unknown_line_lacks_what_must_precede_it() {
    let mut line = node();
    line.lines.clear();
    assert!(ids(&sample(T3), &line).contains(&"N-ALL-19 4".to_owned()));
}

#[test]
fn n_l3_02_an_acknowledgement_is_never_read_back() {
    let mut draft = sample(NoticeType::L3);
    let subject = draft.content.get("A").and_then(Value::fields).cloned().expect("a subject");
    let number = Value::Number(crate::cases::number("US/LEV/27/0007/L2"));
    draft.content.set("A", Value::Record(subject.with("number", number)));
    assert!(ids(&draft, &Apart).contains(&"N-L3-02 A".to_owned()));
}

#[test]
fn n_l5_04_a_correction_of_a_flash_is_a_flash() {
    let mut line = node();
    let known = line.known.get_mut("US/LEV/27/0003/E1").expect("known");
    known.precedence = notice::vocabulary::Precedence::Flash;
    assert_eq!(ids(&sample(NoticeType::L5), &line), ["N-L5-04 precedence"]);
    let flash = forge(NoticeType::L5).set("envelope.precedence", "\"Z\"").draft();
    assert_eq!(ids(&flash, &line), Vec::<String>::new());
}

#[test]
fn each_rule_of_the_charter_form_is_found_where_it_is_broken() {
    let broken: [(&str, &str, &str); 9] = [
        (
            "N-CH-01",
            "B.parties",
            "[{ party = \"US\", role = \"PRINCIPAL\", tempo = \"VOTING\" }, { party = \"US\", role = \"PRINCIPAL\", tempo = \"VOTING\" }]",
        ),
        (
            "N-CH-02",
            "B.parties",
            "[{ party = \"US\", role = \"PRINCIPAL\", tempo = \"VOTING\" }, { party = \"IR\", role = \"OBSERVER\", tempo = \"VOTING\" }]",
        ),
        ("N-CH-03", "C", "[{ station = \"US/WATCH\", languages = [\"EN\"], positions = 2 }]"),
        (
            "N-CH-04",
            "E",
            "{ mode = \"TRANSFERABLE\", keys = [{ party = \"US\", key = \"0101010101010101010101010101010101010101010101010101010101010101\" }] }",
        ),
        ("N-CH-05", "G", "[\"A5\", \"A6\", \"L1\"]"),
        ("N-CH-06", "I", "[{ type = \"T1\", paragraph = \"Z\" }]"),
        ("N-CH-07", "H", "{ deadline-margin = \"30 min\" }"),
        ("N-CH-08", "P", "{ how = \"ON-DATE\", notice = \"720 h\" }"),
        ("N-CH-09", "B.relays", "[{ id = \"CH-1\" }, { id = \"CH-1\" }]"),
    ];
    for (id, path, value) in broken {
        let found: Vec<_> = validate_charter(&charter_with(path, value)).iter().map(|f| f.id).collect();
        assert!(found.contains(&id), "{id}: {found:?}");
    }
}

/// The template's charter with one value changed.
fn charter_with(path: &str, value: &str) -> Charter {
    let mut file: Table = notice::file::charter_to_toml(&sample_charter()).parse().expect("TOML");
    let value = format!("v = {value}").parse::<Table>().expect("TOML")["v"].clone();
    let mut inside = file.get_mut("content").and_then(toml::Value::as_table_mut).expect("content");
    let (parents, name) = path.rsplit_once('.').unwrap_or(("", path));
    for parent in parents.split('.').filter(|parent| !parent.is_empty()) {
        inside = inside.get_mut(parent).and_then(toml::Value::as_table_mut).expect("a table");
    }
    inside.insert(name.to_owned(), value);
    notice::file::charter_from_toml(&toml::to_string(&file).expect("prints")).expect("readable")
}

#[test]
fn a_commitment_hides_its_text_and_binds_to_it() {
    let offer = sample(NoticeType::S1);
    let commit = |salt: u8| notice::sealed::commitment(&offer, &[salt; 32]).expect("encodes");
    let other = forge(NoticeType::S1).set("content.E", "\"PUBLISHED\"").draft();
    assert_ne!(commit(1), commit(2), "the salt hides");
    assert_ne!(commit(1), notice::sealed::commitment(&other, &[1; 32]).expect("encodes"), "the text binds");
    let mut bare = offer.clone();
    ["B", "C", "D", "E", "F", "G", "H", "I"].iter().for_each(|letter| drop(bare.content.remove(letter)));
    let sealed =
        |phase, value| Sealed { phase, exchange: code("X1"), due: at("2027-08-21T12:00:00Z"), value };
    bare.envelope.sealed = Some(sealed(SealPhase::Commit, commit(1)));
    assert_eq!(ids(&bare, &node_for(NoticeType::S1)), Vec::<String>::new());
    let mut shown = offer.clone();
    shown.envelope.sealed = Some(sealed(SealPhase::Reveal, [1; 32]));
    assert_eq!(ids(&shown, &node_for(NoticeType::S1)), Vec::<String>::new());
    let bytes = shown.encode().expect("encodes");
    assert_eq!(Draft::decode(&bytes).expect("decodes"), shown);
}
