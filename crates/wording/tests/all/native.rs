//! What makes a text native, tested on its bytes: isolates, digits, dates, spaces, and verbs that never collapse.

use std::collections::{BTreeMap, BTreeSet};

use notice::registry::FORMS;
use notice::vocabulary::MODALITY;
use notice::{Instant, file};
use wording::{Arguments, Calendar, Digits, Packs, Reader, render_draft, render_notice};

use crate::golden::{LANGUAGES, NOW, notice, readers};

const LRI: char = '\u{2066}';
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

/// What stands outside every isolate of a line; `None` if they do not nest and end in it.
fn outside(line: &str) -> Option<String> {
    let (mut depth, mut rest) = (0usize, String::new());
    for c in line.chars() {
        match c {
            LRI | FSI => depth += 1,
            PDI => depth = depth.checked_sub(1)?,
            c if depth == 0 => rest.push(c),
            _ => {}
        }
    }
    (depth == 0).then_some(rest)
}

fn digits_of(text: &str, zero: u32) -> usize {
    text.chars().filter(|c| (zero..zero + 10).contains(&(*c as u32))).count()
}

/// Every form as a draft and the shipped case's notices, line by line, for one reader.
fn everything(reader: &Reader) -> Vec<String> {
    let packs = Packs::shipped();
    let drafted = FORMS.iter().filter(|form| form.spec.drafted).map(|form| {
        let text = notice::template::template(form.spec.kind).expect("drafted forms have a template");
        render_draft(packs, &file::draft_from_toml(&text).expect("the template reads"), "D-1", reader)
    });
    let stamped = ["t1", "t3", "e1", "l2", "l3", "l4", "l5", "l6", "a4"]
        .map(|name| render_notice(packs, &notice(name, 7), &Default::default(), reader));
    drafted.chain(stamped).flat_map(|text| text.lines().to_vec()).collect()
}

#[test]
fn a_right_to_left_line_isolates_what_runs_the_other_way_and_ends_every_isolate() {
    for reader in [&readers()[1], &readers()[3]] {
        let lines = everything(reader);
        assert!(lines.len() > 400, "{} lines", lines.len());
        for line in lines {
            let rest = outside(&line).unwrap_or_else(|| panic!("isolates of {line:?}"));
            // What is left of Latin script may only be single words (codes such as A5): their order cannot break.
            for word in rest.split(|c: char| !c.is_ascii_graphic()) {
                let word = word.trim_matches(['(', ')', '[', ']', ':', '.', '=']);
                let letters = word.chars().any(|c| c.is_ascii_alphabetic());
                let whole = word.chars().all(|c| c.is_ascii_alphanumeric());
                assert!(whole || !letters, "{word:?} in {line:?}");
            }
        }
    }
}

#[test]
fn numbers_outside_codes_are_in_the_readers_digits_and_in_no_other() {
    let zeros = [(Digits::Latin, u32::from('0')), (Digits::Persian, 0x06F0), (Digits::Arabic, 0x0660)];
    for reader in readers().into_iter().filter(|reader| ["fa", "ar"].contains(&reader.language.as_str())) {
        for (digits, zero) in zeros {
            let reader = Reader { digits, ..reader.clone() };
            let mut seen = 0;
            for line in everything(&reader) {
                seen += digits_of(&line, zero);
                for (other, foreign) in zeros.iter().filter(|(other, _)| *other != digits) {
                    // Codes keep their own digits: they are isolated, or words of the lists (A5, UF6).
                    let text =
                        if *other == Digits::Latin { words_without_letters(&line) } else { line.clone() };
                    assert_eq!(
                        digits_of(&text, *foreign),
                        0,
                        "{other:?} in {} {digits:?}: {line:?}",
                        reader.language
                    );
                }
            }
            assert!(seen > 500, "{seen} digits in {} {digits:?}", reader.language);
        }
    }
}

/// What stands outside isolates, without words that hold a Latin letter.
fn words_without_letters(line: &str) -> String {
    let rest = outside(line).unwrap_or_default();
    let words = rest.split(char::is_whitespace).filter(|word| !word.chars().any(|c| c.is_ascii_alphabetic()));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn local_dates_follow_the_readers_calendar_and_the_date_time_group_never_does() {
    let l4 = |reader: &Reader| render_notice(Packs::shipped(), &notice("l4", 3), &Default::default(), reader);
    let wanted = [
        ("en", None, "Washington Tue 10 Aug 2027 18:30; Tehran Wed 20 Mordad 1406 02:00"),
        ("fr", None, "Washington mar. 10 août 2027 18:30\u{202f}; Téhéran mer. 20 mordad 1406 02:00"),
        ("fr", Some(Calendar::Gregorian), "Téhéran mer. 11 août 2027 02:00"),
        ("fa", None, "تهران چهارشنبه ۲۰ مرداد ۱۴۰۶ \u{2066}۰۲:۰۰\u{2069}"),
        ("fa", Some(Calendar::Gregorian), "تهران چهارشنبه ۱۱ اوت ۲۰۲۷ \u{2066}۰۲:۰۰\u{2069}"),
        ("ar", None, "واشنطن الثلاثاء ١٠ آب/أغسطس ٢٠٢٧ \u{2066}١٨:٣٠\u{2069}"),
        ("ar", Some(Calendar::UmmAlQura), "واشنطن الثلاثاء ٨ ربيع الأول ١٤٤٩ \u{2066}١٨:٣٠\u{2069}"),
        ("ar", Some(Calendar::SolarHijri), "واشنطن الثلاثاء ١٩ مرداد ١٤٠٦ \u{2066}١٨:٣٠\u{2069}"),
    ];
    for (language, calendar, part) in wanted {
        let now = Instant::from_seconds(NOW).expect("in range");
        let mut reader = Packs::shipped().reader(language, now).expect("shipped");
        reader.calendar = calendar;
        let text = l4(&reader).to_string();
        assert!(text.contains(part), "{language} {calendar:?} {part}:\n{text}");
        assert!(text.contains("TUE 102230Z AUG 27"), "{text}");
    }
}

#[test]
fn modality_verbs_never_collapse_in_any_language() {
    let packs = Packs::shipped();
    for language in LANGUAGES {
        let say = |word: &str| {
            let key = format!("modality-{}", word.to_lowercase());
            packs.say(language, Digits::Latin, &key, &Arguments::new())
        };
        let said: BTreeSet<String> = MODALITY.words().map(say).collect();
        assert_eq!(said.len(), MODALITY.words().count(), "{language}: {said:?}");
        let (refuses, lacks_intent) = (say("WILL-NOT"), say("DOES-NOT-INTEND"));
        assert!(!refuses.contains(&lacks_intent) && !lacks_intent.contains(&refuses), "{language}");
        // The negation is part of the verb: neither is the affirmative with a word before it that can be overlooked.
        assert!(refuses != say("WILL") && lacks_intent != say("INTENDS"), "{language}");
    }
    let shown: BTreeSet<Vec<String>> = readers().iter().map(verbs_shown).collect();
    assert_eq!(shown.len(), LANGUAGES.len(), "each language says them in its own words");
}

/// The line of the modality as a whole notice shows it, for the two verbs that are most easily confused.
fn verbs_shown(reader: &Reader) -> Vec<String> {
    let mut draft = crate::golden::draft("t1");
    let mut shown = Vec::new();
    for verb in [notice::vocabulary::Modality::WillNot, notice::vocabulary::Modality::DoesNotIntend] {
        draft.envelope.modality = verb;
        let text = render_draft(Packs::shipped(), &draft, "D-1", reader);
        let own = Packs::shipped().say(
            &reader.language,
            reader.digits,
            &format!("modality-{}", verb.word().to_lowercase()),
            &Arguments::new(),
        );
        let line =
            text.lines().iter().find(|line| line.contains(&own)).expect("the modality is shown").clone();
        shown.push(line);
    }
    assert_ne!(shown[0], shown[1], "{}", reader.language);
    shown
}

/// Files of a pack in the source tree.
fn files(language: &str) -> Vec<(String, String)> {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../languages").join(language);
    let entries = std::fs::read_dir(folder).expect("the pack is there").flatten();
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(entry.path()).expect("it reads"))
        })
        .collect()
}

/// The arguments that each message of a pack uses.
fn arguments(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, text) in files(language) {
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let own = line.starts_with(|c: char| c.is_ascii_alphabetic());
            if let Some((name, _)) = line.split_once(" =").filter(|_| own) {
                name.clone_into(&mut key);
            }
            let names = line.split('$').skip(1);
            let names = names.map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next());
            let into = used.entry(key.clone()).or_default();
            into.extend(names.flatten().map(|name| name.trim_end_matches('-').to_owned()));
        }
    }
    used
}

#[test]
fn every_translation_says_each_argument_of_its_message_and_no_other() {
    let english = arguments("en");
    assert!(english.len() > 1_300, "{} messages", english.len());
    for language in LANGUAGES {
        for (key, used) in arguments(language) {
            assert_eq!(Some(&used), english.get(&key), "{language}: {key}");
        }
    }
}

#[test]
fn packs_hold_no_digits_that_the_reader_did_not_choose() {
    for language in LANGUAGES {
        for (name, text) in files(language) {
            let foreign = digits_of(&text, 0x06F0) + digits_of(&text, 0x0660);
            assert_eq!(foreign, 0, "{language}/{name}: write {{ 5 }}, which follows the reader's choice");
        }
    }
}

#[test]
fn options_and_files_in_right_to_left_messages_are_isolated() {
    for language in ["fa", "ar"] {
        for (name, text) in files(language) {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let value = line.split_once(" = ").map_or(line, |(_, value)| value);
                let rest = outside(value).unwrap_or_else(|| panic!("isolates of {language}/{name}: {line}"));
                for word in rest.split(|c: char| !c.is_ascii_graphic()) {
                    let edge = |c: Option<char>| c.is_some_and(|c| "-/".contains(c));
                    let letters = word.chars().any(|c| c.is_ascii_alphabetic());
                    let breaks = letters && (edge(word.chars().next()) || edge(word.chars().last()));
                    assert!(!breaks, "{word:?} in {language}/{name}: {line}");
                }
            }
        }
    }
}

#[test]
fn french_is_spaced_as_french_is() {
    for (name, text) in files("fr") {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((_, value)) = line.split_once(" = ") else { continue };
            for (wrong, why) in [
                (" :", "a no-break space before a colon"),
                (" ;", "a narrow no-break space before a semicolon"),
                (" ?", "a narrow no-break space before a question mark"),
                (" !", "a narrow no-break space before an exclamation mark"),
                ("« ", "a no-break space inside quotation marks"),
                (" »", "a no-break space inside quotation marks"),
                (" %", "a no-break space before a per cent sign"),
                ("'", "the apostrophe ’"),
            ] {
                assert!(!value.contains(wrong) || value == "%", "{name}: {line}: {why}");
            }
        }
    }
    let shown = render_draft(Packs::shipped(), &crate::golden::draft("t1"), "D-1", &readers()[2]).to_string();
    assert!(shown.contains("72\u{a0}h") && shown.contains("15\u{a0}km"), "{shown}");
    assert!(shown.contains("OBJET\u{a0}: ") && !shown.contains(" :"), "{shown}");
}
