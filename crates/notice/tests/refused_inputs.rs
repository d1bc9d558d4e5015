//! A table of refused inputs a type, generated from its spec: at least eight each, none leaves a trace.

use crate::checks::node_for;
use crate::files::{drafted, sample};
use crate::forge::{Forged, forge};
use notice::check::Context;
use notice::file::{draft_from_toml, draft_to_toml};
use notice::registry::spec;
use notice::spec::{FieldKind, FieldSpec, Need};
use notice::validate::validate;
use notice::vocabulary::NoticeType;
use refusal::OperatorError;
use toml::{Table, Value};

/// What is done to one field, and the file that comes of it.
type Spoilt = (String, Table);

/// Files made from the valid one by spoiling one field in each way that its kind knows.
fn spoilt(kind: NoticeType) -> Vec<Spoilt> {
    let file: Table = draft_to_toml(&sample(kind)).parse().expect("TOML");
    let mut all = Vec::new();
    fields(spec(kind).expect("served").paragraphs, &file, &["content".to_owned()], &mut all);
    let mut unknown = file.clone();
    inside(&mut unknown, &["content".to_owned()]).insert("ZZ".to_owned(), Value::Boolean(true));
    all.push(("an unknown paragraph".to_owned(), unknown));
    for (key, value) in [("precedence", "FLASH"), ("status", "REAL"), ("expires", "2027-11-07T00:00:00Z")] {
        let mut wrong = file.clone();
        inside(&mut wrong, &["envelope".to_owned()]).insert(key.to_owned(), value.into());
        all.push((format!("{key} = {value}"), wrong));
    }
    all
}

fn inside<'a>(file: &'a mut Table, path: &[String]) -> &'a mut Table {
    path.iter().fold(file, |table, name| table.get_mut(name).and_then(Value::as_table_mut).expect("a table"))
}

fn fields(specs: &'static [FieldSpec], file: &Table, path: &[String], all: &mut Vec<Spoilt>) {
    for spec in specs {
        let mut copy = file.clone();
        let Some(held) = inside(&mut copy, path).get(spec.name).cloned() else { continue };
        let mut put = |what: &str, value: Option<Value>| {
            let mut file = file.clone();
            let table = inside(&mut file, path);
            match value {
                Some(value) => drop(table.insert(spec.name.to_owned(), value)),
                None => drop(table.remove(spec.name)),
            }
            all.push((format!("{}.{}: {what}", path.join("."), spec.name), file));
        };
        if spec.need == Need::Mandatory {
            put("missing", None);
        }
        for (what, value) in wrong(&spec.kind, &held) {
            put(what, Some(value));
        }
        if let (FieldKind::Record(record), Value::Table(_)) = (&spec.kind, &held) {
            let deeper: Vec<String> = path.iter().cloned().chain([spec.name.to_owned()]).collect();
            fields(record.fields, file, &deeper, all);
        }
    }
}

/// Values that no field of this kind takes.
fn wrong(kind: &FieldKind, held: &Value) -> Vec<(&'static str, Value)> {
    let text = |text: &str| Value::String(text.to_owned());
    match kind {
        FieldKind::Word(_) => vec![("no word of the list", text("NO-SUCH-WORD"))],
        FieldKind::Text { words } => {
            vec![("too many words", text(&"word ".repeat(usize::from(*words) + 1))), ("nothing", text(""))]
        }
        FieldKind::Flag => vec![("no flag", text("YES"))],
        FieldKind::Count { max, .. } => {
            vec![("negative", Value::Integer(-1)), ("over the most", Value::Integer(i64::from(*max) + 1))]
        }
        FieldKind::Quantity { .. } => vec![
            ("no basis", text("12 kg")),
            ("no unit that fits", text("12 ms")),
            ("no number", text("about twelve")),
        ],
        FieldKind::Span { max_s, .. } => {
            vec![("no unit", text("12")), ("over the most", text(&format!("{} s", max_s + 1)))]
        }
        FieldKind::Instant { operative } => {
            let mut wrong = vec![("no zone", text("2027-08-09T03:00:00")), ("no date", text("tomorrow"))];
            wrong.extend(operative.then(|| ("midnight", text("2027-08-25T00:00:00Z"))));
            wrong
        }
        FieldKind::Number(_) => vec![("no number", text("US-31")), ("of no type", text("US/LEV/27/0031/Q9"))],
        FieldKind::Code => vec![("a name", text("Mr. Smith"))],
        FieldKind::Station => vec![("no office", text("US"))],
        FieldKind::Line => vec![("no version", text("US-2"))],
        FieldKind::Hash => vec![("short", text("00ff"))],
        FieldKind::Place(_) => places(),
        FieldKind::List { .. } => {
            vec![("no list", Value::Table([("x".to_owned(), text("y"))].into_iter().collect()))]
        }
        FieldKind::OrWord(_, inner) if held.is_table() || held.is_array() => wrong(inner, held),
        FieldKind::OrWord(..) => vec![("neither", text("NO-SUCH-WORD!"))],
        FieldKind::Record(_) | FieldKind::Restatement => vec![("no record", Value::Integer(5))],
    }
}

fn places() -> Vec<(&'static str, Value)> {
    let place = |text: &str| format!("v = {text}").parse::<Table>().expect("TOML")["v"].clone();
    vec![
        ("another datum", place("{ datum = \"ED50\", parts = [{ point = \"33.7 42.4\" }] }")),
        ("off the globe", place("{ parts = [{ point = \"133.7 42.4\" }] }")),
        ("no part", place("{ parts = [] }")),
        (
            "a ring that crosses itself",
            place("{ parts = [{ polygon = [\"33 42\", \"34 43\", \"33 43\", \"34 42\"] }] }"),
        ),
        (
            "a ring over half the globe",
            place("{ parts = [{ polygon = [\"-10 -170\", \"20 -60\", \"10 60\", \"20 170\"] }] }"),
        ),
        (
            "a ring that repeats its first corner",
            place("{ parts = [{ polygon = [\"33 42\", \"34 43\", \"33 42\"] }] }"),
        ),
    ]
}

/// Whether the file is refused: it cannot be read, or validation finds something.
fn refused(file: &Table, line: &dyn Context) -> bool {
    match draft_from_toml(&toml::to_string(file).expect("prints")) {
        Err(_) => true,
        Ok(draft) => !validate(&draft, line, None).is_empty(),
    }
}

#[test]
fn each_type_has_at_least_eight_inputs_that_are_refused() {
    let mut total = 0;
    for kind in drafted() {
        let line = node_for(kind);
        let all = spoilt(kind);
        assert!(all.len() >= 8, "{kind}: {}", all.len());
        for (what, file) in &all {
            assert!(refused(file, &line), "{kind} takes {what}");
        }
        total += all.len();
    }
    println!("{total} refused inputs for {} types", drafted().len());
}

/// What refuses a forged file: the ids of validation, or the reader's own code.
fn said_of(kind: NoticeType, file: &Forged) -> Vec<String> {
    match file.read() {
        Err(why) => vec![why.code().0.to_owned()],
        Ok(draft) => {
            let found = validate(&draft, &node_for(kind), None);
            found.iter().map(|f| format!("{} {}", f.id, f.para.as_str())).collect()
        }
    }
}

#[test]
fn everything_that_the_issue_names_is_refused_for_its_own_reason() {
    use NoticeType::*;
    let over_half = "[{ polygon = [\"-10 -170\", \"20 -60\", \"10 60\", \"20 170\"] }]";
    let crossing = "[{ polygon = [\"33 42\", \"34 43\", \"33 43\", \"34 42\"] }]";
    type Case = (&'static str, NoticeType, Vec<(&'static str, &'static str)>, &'static str);
    let table: Vec<Case> = vec![
        ("wrong unit", S3, vec![("content.C.1.value", "\"139.2 wt%\"")], "N-ALL-31 C.2"),
        ("unit of another kind", T1, vec![("content.E.place.stand-off", "\"15 kgU\"")], "E-NOTICE-010"),
        ("missing basis", S3, vec![("content.C.0.value", "\"748.0 kg\"")], "E-NOTICE-010"),
        ("window reversed", A1, vec![("content.B.closes", "\"2027-08-20T19:00:00Z\"")], "N-ALL-31 B"),
        ("polygon inverted", T1, vec![("content.E.place.parts", over_half)], "N-ALL-09 E.place"),
        ("polygon self-crossing", T1, vec![("content.E.place.parts", crossing)], "N-ALL-09 E.place"),
        ("place of no datum", T1, vec![("content.E.place.datum", "\"\"")], "E-NOTICE-009"),
        ("count without window", T1, vec![("content.G", "{ count = 3 }")], "N-T1-06 G.window"),
        ("answer to what does not exist", A4, vec![("content.A", "\"US/LEV/27/0999/E1\"")], "N-ALL-32 A"),
        (
            "answer to what is not theirs",
            E3,
            vec![("envelope.refs", "[{ relation = \"ANSWERS\", number = \"IR/LEV/27/0013/E3\" }]")],
            "N-ALL-34 4",
        ),
        ("E5 without a chain", E5, vec![("content.A", "")], "N-ALL-02 A"),
        (
            "S4 from a station that is no verifier",
            S4,
            vec![("envelope.from", "\"VER/OTHER\"")],
            "N-S4-01 A.step",
        ),
        ("identity outside its sealed annex", C2, vec![("content.C.0.person", "\"SMITH\"")], "N-C2-01 B"),
        ("annex of identities left out", C2, vec![("envelope.annexes", "")], "N-C2-01 annexes"),
        ("exercise beside actual", E3, vec![("envelope.status", "\"ACTUAL\"")], "N-ALL-23 status"),
        ("reference across compartments", A4, vec![("content.A", "\"US/MAR/27/0008/E1\"")], "N-ALL-33 A"),
        ("midnight", A4, vec![("content.C.latest", "\"2027-08-21T00:00:00Z\"")], "N-ALL-08 C.latest"),
        (
            "reply window over before notice",
            A4,
            vec![("content.H.until", "\"2027-08-20T16:30:00Z\"")],
            "N-ALL-17 H",
        ),
        ("a mark that only a read-back sets", L2, vec![("content.B", "\"K3\"")], "E-NOTICE-010"),
    ];
    for (what, kind, changes, expected) in table {
        let forged = changes.iter().fold(forge(kind), |file, (path, value)| match *value {
            "" => file.without(path),
            value => file.set(path, value),
        });
        let said = said_of(kind, &forged);
        assert!(said.iter().any(|id| id == expected), "{what}: {said:?} lacks {expected}");
    }
}
