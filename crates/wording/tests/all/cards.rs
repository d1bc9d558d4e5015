//! The cards: the same steps in every language, and each on one A6 page.

use wording::{CARDS, Packs, card};

use crate::golden::readers;

/// Signs in a line and lines on a page, as `card show --html` prints at 9.5 pt on A6 with margins of 7 mm: an
/// average sign is under 1.75 mm wide, a line is 4.4 mm high, a step is followed by 1.6 mm.
const SIGNS: usize = 48;
const PAGE_MM: f64 = 134.0;

#[test]
fn every_card_has_its_steps_in_every_language_and_fits_one_page() {
    for name in CARDS {
        let mut steps = Vec::new();
        for reader in readers() {
            let card = card(Packs::shipped(), name, &reader).expect("it is one of the cards");
            let text = card.text();
            assert!(!text.contains("[EN]") && !text.contains("card-"), "{} {text}", reader.language);
            let lines: usize = card.steps.iter().map(|step| step.chars().count().div_ceil(SIGNS)).sum();
            let height = 12.0 + 4.4 * lines as f64 + 1.6 * card.steps.len() as f64;
            assert!(height < PAGE_MM, "{name} in {} is {height:.0} mm high", reader.language);
            steps.push(card.steps.len());
        }
        assert!(steps[0] >= 4 && steps.iter().all(|count| *count == steps[0]), "{name}: {steps:?}");
    }
    assert_eq!(CARDS.len(), 9);
}

#[test]
fn a_card_is_numbered_in_the_readers_digits_and_an_unknown_one_is_none() {
    let arabic = card(Packs::shipped(), "silence", &readers()[3]).expect("a card");
    assert_eq!((arabic.number, arabic.numbered[8].0.as_str()), (3, "٩."));
    assert!(arabic.head.contains('٣') && arabic.steps[5].contains('٦'), "{arabic:?}");
    assert_eq!(card(Packs::shipped(), "weather", &readers()[0]), None);
}
