//! Every form, rendered in all four languages, compared with committed files; `DEMARCHE_ACCEPT=1` writes them.

use std::path::PathBuf;

use notice::types::l1_line_test::LineTest;
use notice::vocabulary::{AuthorityLevel, Language, NoticeType, Precedence, Status};
use notice::{Code8, Draft, Instant, Notice, Number, ReleaseLine, Span, Stamp, file};
use wording::{
    Arrivals, Packs, Reader, Text, Via, render_charter, render_draft, render_line_test, render_notice,
    rendered, word_count,
};

/// 2027-08-09 03:05 UTC.
pub const NOW: i64 = 1_817_780_700;

/// The shipped languages.
pub const LANGUAGES: [&str; 4] = ["en", "fa", "fr", "ar"];

/// A reader of each shipped language at the same moment, with the digits that its pack names.
pub fn readers() -> [Reader; 4] {
    let now = Instant::from_seconds(NOW).expect("a time in range");
    LANGUAGES.map(|language| Packs::shipped().reader(language, now).expect("it is shipped"))
}

/// The text of a file beside the renderings; where there is none, the template of the type.
fn input(name: &str) -> String {
    let kind = NoticeType::parse(&name.to_uppercase());
    let template = || notice::template::template(kind?);
    let beside = std::fs::read_to_string(folder().join(format!("{name}.toml"))).ok();
    beside.or_else(template).expect("the input is committed")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// A draft of the shipped case.
pub fn draft(name: &str) -> Draft {
    file::draft_from_toml(&input(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The notice it becomes.
pub fn notice(name: &str, serial: u32) -> Notice {
    let draft = draft(name);
    let code = |text: &str| Code8::parse(text).expect("a code");
    let number = Number {
        party: draft.envelope.from.party.clone(),
        compartment: code("LEV"),
        year: 27,
        serial,
        kind: draft.kind,
    };
    let release =
        ReleaseLine { level: AuthorityLevel::Watch, drafted_by: code("DUTY"), released_by: code("HEAD") };
    let dtg = Instant::from_seconds(NOW - 300).expect("a time in range");
    draft.stamped(Stamp { number, dtg, clock_error_ms: 380, release }).expect("number and draft agree")
}

/// Compares a rendering in all four languages with `NAME.LANGUAGE.txt`.
fn golden(name: &str, render: impl Fn(&Packs, &Reader) -> Text) {
    let packs = Packs::embedded();
    for reader in readers() {
        let text = render(&packs, &reader);
        let shown = text.to_string();
        assert!(!shown.contains("[EN]"), "{name} in {} has a gap:\n{shown}", reader.language);
        let path = folder().join(format!("{name}.{}.txt", reader.language));
        if std::env::var_os("DEMARCHE_ACCEPT").is_some() {
            std::fs::write(&path, &shown).expect("the golden folder can be written");
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(known == shown, "{name} in {} changed; ./run golden --accept\n{shown}", reader.language);
    }
}

fn by_relays() -> Arrivals {
    Arrivals(vec![Via::Relay("CH-1".into()), Via::Relay("OM-1".into()), Via::Courier])
}

#[test]
fn golden_notices_are_printed_alike() {
    for form in notice::registry::FORMS.iter().filter(|form| form.spec.drafted) {
        let name = form.spec.kind.word().to_lowercase();
        let notice = notice(&name, u32::from(form.spec.kind.number()));
        golden(&name, |packs, reader| render_notice(packs, &notice, &by_relays(), reader));
    }
}

#[test]
fn golden_draft_shows_its_draft_id_and_no_time() {
    let draft = draft("t1");
    golden("draft", |packs, reader| render_draft(packs, &draft, "D-17", reader));
}

#[test]
fn golden_charter_is_printed_alike() {
    let charter = file::charter_from_toml(&input("ch")).unwrap_or_else(|e| panic!("{e}"));
    golden("ch", |packs, reader| render_charter(packs, &charter, &by_relays(), reader));
}

#[test]
fn golden_line_test_is_printed_alike() {
    let at = |seconds: i64| Instant::from_seconds(seconds).expect("a time in range");
    let test = LineTest {
        seq: 41,
        slot: at(NOW - 300),
        digest: [0x33; 32],
        state_root: [0x44; 32],
        clock: at(NOW - 299),
        clock_error_ms: 400,
        offsets: vec![("CH-1".into(), -120, 80), ("OM-1".into(), -40, 310)],
        text: None,
        manned: true,
        languages: vec![Language::English, Language::Persian],
        echo_ms: Some(812),
        uptime: Span::hours(37),
    };
    let from = Code8::parse("IR").expect("a code");
    golden("l1", |packs, reader| render_line_test(packs, &test, &from, Status::Exercise, reader));
}

#[test]
fn every_form_of_the_registry_has_its_golden_renderings() {
    for form in notice::registry::FORMS {
        let name = form.spec.kind.word().to_lowercase();
        for language in LANGUAGES {
            let path = folder().join(format!("{name}.{language}.txt"));
            assert!(path.is_file(), "{} is missing", path.display());
        }
    }
}

#[test]
fn the_red_line_of_the_shipped_case_keeps_the_word_cap_in_every_language() {
    let (packs, notice) = (Packs::embedded(), notice("t1", 2));
    for reader in readers() {
        let words = word_count(&render_notice(&packs, &notice, &by_relays(), &reader));
        assert!((100..=200).contains(&words), "{words} words in {}", reader.language);
    }
}

#[test]
fn every_template_renders_without_a_gap_and_counts_alike_for_validation() {
    let packs = Packs::embedded();
    let drafted = notice::registry::FORMS.iter().filter(|form| form.spec.drafted);
    for form in drafted {
        let text = notice::template::template(form.spec.kind).expect("drafted forms have a template");
        let draft = file::draft_from_toml(&text).unwrap_or_else(|e| panic!("{}: {e}", form.spec.kind));
        let mut longest = 0;
        for reader in readers() {
            let text = render_draft(&packs, &draft, "D-1", &reader);
            assert!(!text.to_string().contains("[EN]"), "{} in {}: {text}", form.spec.kind, reader.language);
            longest = longest.max(word_count(&text));
        }
        let capped = matches!(draft.envelope.precedence, Precedence::Flash | Precedence::Immediate);
        assert!(!capped || longest <= notice::validate::MOST_WORDS, "{}: {longest}", form.spec.kind);
        let measured = rendered(&packs, &draft, &LANGUAGES, &readers()[0]).words;
        assert_eq!(measured, longest, "{}", form.spec.kind);
    }
}
