//! Gambit's files: every form that is read, what is refused and where, and that nothing panics.

use crate::support::{crisis, named, number, of, seen};
use games::gambit::{read, write};
use games::solution::Options;
use games::{Game, GameError};
use proptest::prelude::*;

fn normal(text: &str) -> games::Normal {
    match read(text.as_bytes()) {
        Ok(Game::Normal(game)) => game,
        other => panic!("{text}: {other:?}"),
    }
}

fn tree(text: &str) -> games::Tree {
    match read(text.as_bytes()) {
        Ok(Game::Tree(game)) => game,
        other => panic!("{text}: {other:?}"),
    }
}

fn refused(text: &str) -> (usize, usize, String) {
    match read(text.as_bytes()) {
        Err(GameError::Syntax { line, column, why }) => (line, column, why),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn strategies_as_counts_and_as_labels_and_payoffs_flat_or_by_outcome() {
    let flat = normal("NFG 1 R \"T\" { \"A\" \"B\" } { 2 2 } \"c\" 1 2 3 4 5 6 1/2 1e2");
    assert_eq!(flat.payoffs, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.5, 100.0]);
    assert_eq!(flat.comment, "c");
    let labelled = normal(
        "NFG 1 D \"T\" { \"A\" \"B\" }\n{ { \"u\" \"d\" }\n{ \"l\" \"r\" } }\n\"\"\n{ { \"x\" 1, 2 } {\"y\" 3 4,} }\n1 2 0 1",
    );
    assert_eq!(labelled.payoffs, [1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 1.0, 2.0]);
    assert_eq!(labelled.strategies[1], ["l", "r"]);
}

#[test]
fn outcomes_at_inner_nodes_add_up_and_sets_are_named_once() {
    let game = tree(
        "EFG 2 R \"T\" { \"A\" \"B\" } \"\"\nc \"\" 7 \"\" { \"l\" 1/3 \"r\" 2/3 } 0\np \"n\" 1 -4 \"s\" { \"u\" \"d\" } 5 \"o\" { 10, -10 }\nt \"\" 2 \"\" { 1 2 }\nt \"\" 2\np \"\" 1 -4 5\nt \"\" 2\nt \"\" 0\nwhatever stands here",
    );
    assert_eq!(game.payoffs, [11.0, -8.0, 11.0, -8.0, 11.0, -8.0, 10.0, -10.0]);
    assert_eq!(game.sets.len(), 1);
    assert_eq!(game.labels, [(1, "n".to_owned())]);
}

#[test]
fn what_is_written_is_read_again_and_solved_alike() {
    let games = ["kuhn_poker", "leduc_poker", "matching_pennies", "chicken", "beer_quiche"].map(named);
    for game in games.into_iter().chain([Game::Tree(crisis(0.3)), Game::Tree(seen(Some(0.25)))]) {
        let text = write(&game);
        let again = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(write(&again), text);
        match (&game, &again) {
            (Game::Tree(a), Game::Tree(b)) => assert_eq!(a.kind, b.kind),
            (Game::Normal(a), Game::Normal(b)) => assert_eq!(a, b),
            _ => panic!("another form"),
        }
        assert!((number(&of(&game, "maximin")) - number(&of(&again, "maximin"))).abs() < 1e-9);
    }
}

#[test]
fn labels_are_any_text() {
    let game = normal("NFG 1 R \"صفحه \\\"x\\\"\" { \"É\" \"ب\" } { { \"a\\b\" } { \"{\" } } 1 2");
    assert_eq!(game.title, "صفحه \"x\"");
    assert_eq!(game.strategies[0][0], "a\\b");
    assert_eq!(read(write(&Game::Normal(game.clone())).as_bytes()).expect("written"), Game::Normal(game));
}

#[test]
fn errors_name_line_and_column() {
    let (line, column, why) = refused("NFG 1 R \"T\" { \"A\" \"B\" }\n{ 2 2 }\n1 2 x 4 5 6 7 8");
    assert_eq!((line, column), (3, 5), "{why}");
    let (line, _, why) = refused(
        "EFG 2 R \"T\" { \"A\" }\nc \"\" 1 \"\" { \"a\" 0.3333333 \"b\" 0.3333333 \"c\" 0.3333333 } 0",
    );
    assert_eq!(line, 2);
    assert!(why.contains("not exactly to 1"), "{why}");
    for (text, word) in [
        ("\u{feff}NFG 1 R", "byte-order"),
        ("GAME", "NFG 1 or EFG 2"),
        ("NFG 2 R", "version 1"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { -2 2 } 1", "1 to"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 99999999 99999999 } 1", "number of strategies"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 9999999 99 } 1", "number of strategies"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 2 2 } 1 2 3", "ends after 3 of 8"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 1 1 } 1 2 3", "end of the file"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 1 1 } NaN 2", "no number"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 1 1 } 1e300 2", "1e100"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 1 1 } 1.0e999999999 2", "beyond 400"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { { \"a\" } 2 } 1 2", "a list of names"),
        ("NFG 1 R \"T\" { \"A\" \"B\" } { 1 1 } { { \"\" 1 2 } } 2", "no outcome 2"),
        ("EFG 2 R \"T\" { \"A\" } t\"\" 0", "blank"),
        ("EFG 2 R \"T\" { \"A\" } t \"\" 0 { 1 }", "outcome 0"),
        ("EFG 2 R \"T\" { \"A\" } t \"\" 1", "before it is defined"),
        ("EFG 2 R \"T\" { \"A\" } p \"\" 2 1 { \"a\" } 0", "no player 2"),
        ("EFG 2 R \"T\" { \"A\" } p \"\" 1 1 0", "before it is defined"),
        ("EFG 2 R \"T\" { \"A\" } p \"\" 1 1 { \"a\" \"b\" } 0 t \"\" 0", "1 nodes still lack"),
        ("EFG 2 R \"T\" { \"A\" } p \"\" 1 1 { \"a\" } 0 p \"\" 1 1 { \"b\" } 0", "other actions"),
        ("EFG 2 R \"T\" { \"A\" } p \"never closed", "never closed"),
    ] {
        let (_, _, why) = refused(text);
        assert!(why.contains(word), "{text}: {why}");
    }
    assert!(matches!(read(b"NFG 1 R \"\xff\""), Err(GameError::Syntax { line: 1, column: 10, .. })));
}

#[test]
fn a_chain_of_any_depth_is_read_and_answered() {
    let mut text = String::from("EFG 2 R \"T\" { \"A\" \"B\" } \"\"\n");
    for node in 0..20_000 {
        text.push_str(&format!("p \"\" {} {node} \"\" {{ \"down\" \"out\" }} 0\n", node % 2 + 1));
    }
    (0..20_001).for_each(|_| text.push_str("t \"\" 1 \"\" { 1 -1 }\n"));
    let game = Game::Tree(tree(&text));
    let few = Options { iterations: Some(1_000), ..Options::default() };
    let answer = crate::support::by(&game, "cfr+", &few).expect("an answer");
    assert!((number(&answer) - 1.0).abs() < 1e-9);
    assert!(matches!(
        crate::support::by(&game, "mediator", &Default::default()),
        Err(GameError::TooLarge { .. })
    ));
}

#[test]
fn a_player_that_forgets_is_refused_by_name() {
    let game = Game::Tree(tree(
        "EFG 2 R \"T\" { \"A\" \"B\" } \"\"\np \"\" 1 1 \"first\" { \"l\" \"r\" } 0\np \"\" 1 2 \"forgets\" { \"u\" \"d\" } 0\nt \"\" 1 \"\" { 1 -1 }\nt \"\" 1\np \"\" 1 2 0\nt \"\" 1\nt \"\" 1",
    ));
    for solution in ["cfr+", "sequence-lp", "qre", "mediator", "efce", "maximin", "mccfr"] {
        match crate::support::by(&game, solution, &Default::default()) {
            Err(GameError::ImperfectRecall { player, set, .. }) => {
                assert_eq!((player.as_str(), set.as_str()), ("A", "forgets"));
            }
            other => panic!("{solution}: {other:?}"),
        }
    }
    // Chance may forget: two of its nodes share a set, and that is nobody's recall.
    let chance = "EFG 2 R \"T\" { \"A\" \"B\" } \"\"\nc \"\" 1 \"\" { \"a\" 1/2 \"b\" 1/2 } 0\nc \"\" 1 0\nt \"\" 1 \"\" { 1 -1 }\nt \"\" 1\nc \"\" 1 0\nt \"\" 1\nt \"\" 1";
    assert!((number(&of(&Game::Tree(tree(chance)), "cfr+")) - 1.0).abs() < 1e-12);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_damage_panics(at in 0_usize..1_000, with in any::<u8>(), which in 0_usize..3) {
        let game = named(["kuhn_poker", "chicken", "beer_quiche"][which]);
        let mut bytes = write(&game).into_bytes();
        let place = at % bytes.len();
        bytes[place] = with;
        let _ = read(&bytes);
        bytes.truncate(place);
        let _ = read(&bytes);
    }
}
