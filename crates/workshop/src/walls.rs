//! Which crate may import which (house.md, the rooms from the ground up), and the walls that no convenience
//! may breach. Adding an edge here is a decision: it belongs into `docs/src/decisions/` first.

use crate::finding::Finding;
use crate::metadata::{Crates, Kind};

/// Everything that breaks the table, the transitive walls, or the ban on shells below floor 2.
pub fn check(crates: &Crates) -> Vec<Finding> {
    let mut found = Vec::new();
    for (from, to, kind) in &crates.edges {
        if crates.own.contains(to) {
            found.extend(edge(from, to, *kind));
        } else if *kind == Kind::Normal && is_pure(from) && SHELLS.contains(&to.as_str()) {
            found.push(Finding::new(
                format!("crates/{from}/Cargo.toml"),
                format!("{from} does no I/O and draws no randomness, but depends on {to}"),
                "take time, bytes and randomness as arguments; the shell (node, relay, store) owns them",
            ));
        }
    }
    for (from, never) in WALLS {
        for to in crates.reach(from) {
            if never.contains(&to) {
                found.push(Finding::new(
                    format!("crates/{from}/Cargo.toml"),
                    format!("{from} reaches {to}, through one import or several"),
                    "this wall has no exceptions: hand the bytes over in a crate above both",
                ));
            }
        }
    }
    found
}

/// The crates that take clock, disk, socket, environment and randomness as arguments only.
pub fn is_pure(name: &str) -> bool {
    ROOMS.iter().any(|(room, floor, _)| *room == name && *floor < 2)
        || ["chancery", "sim", "exercise"].contains(&name)
}

/// The floor of a crate, if the house has such a room.
pub fn floor(name: &str) -> Option<u8> {
    ROOMS.iter().find(|(room, _, _)| *room == name).map(|(_, floor, _)| *floor)
}

fn edge(from: &str, to: &str, kind: Kind) -> Option<Finding> {
    let place = format!("crates/{from}/Cargo.toml");
    let Some((_, _, may)) = ROOMS.iter().find(|(room, _, _)| *room == from) else {
        return Some(Finding::new(
            place,
            format!("{from} is no room of the house"),
            "found the room in the table of walls.rs and in ARCHITECTURE.md first",
        ));
    };
    let everything_but_workshop = *may == ["*"] && to != "workshop";
    let allowed = to == "refusal" || may.contains(&to) || everything_but_workshop;
    if allowed || kind == Kind::Dev && to == "sim" {
        return None;
    }
    let list = may.join(", ");
    Some(Finding::new(
        place,
        format!("{from} may not import {to}; it may import: refusal, {list}"),
        "move what is needed down to a shared room, or let a room above both join them",
    ))
}

/// Room, floor, what it may import besides `refusal`; `*` is everything but `workshop`.
const ROOMS: &[(&str, u8, &[&str])] = &[
    ("refusal", 0, &[]),
    ("notice", 0, &[]),
    ("line", 0, &[]),
    ("games", 0, &[]),
    ("safeguards", 0, &[]),
    ("brent", 0, &[]),
    ("attribution", 0, &[]),
    ("custody", 0, &[]),
    ("standing", 1, &["notice", "line"]),
    ("redline", 1, &["notice"]),
    ("discretion", 1, &["notice"]),
    ("wording", 1, &["notice"]),
    ("screen", 1, &[]),
    ("chancery", 2, &["notice", "line", "standing", "redline", "wording", "custody", "discretion"]),
    ("store", 2, &["line"]),
    ("feeds", 2, &["notice", "redline"]),
    (
        "desk",
        2,
        &[
            "notice",
            "standing",
            "redline",
            "games",
            "safeguards",
            "brent",
            "attribution",
            "wording",
            "screen",
        ],
    ),
    ("relay", 3, &["line", "store", "wording"]),
    ("watch", 3, &["notice", "standing", "redline", "feeds", "store"]),
    ("sim", 3, &["notice", "line", "standing", "chancery"]),
    // The register of custodians is the party's, not a compartment's: the node keeps it and never what it guards.
    (
        "node",
        4,
        &[
            "notice",
            "line",
            "standing",
            "wording",
            "chancery",
            "store",
            "relay",
            "watch",
            "custody",
            "discretion",
            "screen",
        ],
    ),
    (
        "exercise",
        4,
        &[
            "notice",
            "line",
            "custody",
            "standing",
            "redline",
            "feeds",
            "chancery",
            "sim",
            "wording",
            "games",
            "discretion",
        ],
    ),
    // A play's officers sign and word as officers' terminals do: they need the desk's and the notice's forms.
    ("excon", 5, &["exercise", "node", "relay", "wording", "chancery", "line", "notice"]),
    ("demarche", 6, &["*"]),
    ("workshop", 6, &["*"]),
];

/// Who never reaches whom, through however many crates.
const WALLS: &[(&str, &[&str])] = &[
    ("line", &["notice", "desk", "games", "safeguards", "brent", "attribution"]),
    ("chancery", &["desk", "games", "safeguards", "brent", "attribution"]),
    ("watch", &["desk", "games", "safeguards", "brent", "attribution"]),
    ("sim", &["desk", "games", "safeguards", "brent", "attribution"]),
    ("node", &["desk", "games", "safeguards", "brent", "attribution"]),
    ("relay", &["desk", "games", "safeguards", "brent", "attribution"]),
    ("store", &["notice"]),
    ("exercise", &["desk"]),
    ("excon", &["desk"]),
    ("desk", &["store", "chancery", "node", "relay"]),
];

/// Packages that open clocks, disks, sockets or randomness, refused in pure crates.
const SHELLS: &[&str] = &[
    "aws-lc-rs",
    "axum",
    "getrandom",
    "hyper",
    "hyper-util",
    "rand",
    "reqwest",
    "rusqlite",
    "rustls",
    "tempfile",
    "tokio",
    "tokio-rustls",
    "tower",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn crates(edges: &[(&str, &str, Kind)]) -> Crates {
        let mut crates = Crates::default();
        for (room, _, _) in ROOMS {
            crates.own.insert((*room).to_owned());
        }
        for (from, to, kind) in edges {
            crates.edges.insert(((*from).to_owned(), (*to).to_owned(), *kind));
        }
        crates
    }

    #[test]
    fn a_planted_edge_from_line_to_notice_is_caught_twice() {
        let found = check(&crates(&[("line", "notice", Kind::Normal)]));
        assert!(found.iter().any(|f| f.what.contains("line may not import notice")), "{found:?}");
        assert!(found.iter().any(|f| f.what.contains("line reaches notice")), "{found:?}");
    }

    #[test]
    fn a_planted_edge_from_chancery_to_an_engine_is_caught() {
        assert!(!check(&crates(&[("chancery", "games", Kind::Normal)])).is_empty());
    }

    #[test]
    fn what_reaches_the_wire_reaches_neither_the_desk_nor_an_engine() {
        for from in ["line", "chancery", "watch", "sim", "node", "relay"] {
            for to in ["desk", "games", "safeguards", "brent", "attribution"] {
                let found = check(&crates(&[(from, to, Kind::Normal)]));
                assert!(
                    found.iter().any(|f| f.what.contains(&format!("{from} reaches {to}"))),
                    "{from} {to}"
                );
            }
        }
        for to in ["store", "chancery", "node", "relay"] {
            assert!(!check(&crates(&[("desk", to, Kind::Normal)])).is_empty(), "desk {to}");
        }
    }

    #[test]
    fn a_wall_is_seen_through_a_crate_in_between() {
        let edges = [("chancery", "redline", Kind::Normal), ("redline", "brent", Kind::Normal)];
        let found = check(&crates(&edges));
        assert!(found.iter().any(|f| f.what.contains("chancery reaches brent")), "{found:?}");
    }

    #[test]
    fn only_sim_may_be_imported_upward_and_only_by_tests() {
        assert!(check(&crates(&[("line", "sim", Kind::Dev)])).is_empty());
        assert_eq!(check(&crates(&[("line", "sim", Kind::Normal)])).len(), 1);
        assert_eq!(check(&crates(&[("line", "node", Kind::Dev)])).len(), 1);
    }

    #[test]
    fn a_pure_crate_with_a_socket_is_caught_and_its_tests_are_free() {
        assert_eq!(check(&crates(&[("chancery", "tokio", Kind::Normal)])).len(), 1);
        assert!(check(&crates(&[("line", "getrandom", Kind::Dev)])).is_empty());
        assert!(check(&crates(&[("node", "tokio", Kind::Normal)])).is_empty());
    }

    #[test]
    fn a_room_outside_the_table_is_caught() {
        let mut planted = crates(&[("shed", "notice", Kind::Normal)]);
        planted.own.insert("shed".to_owned());
        assert_eq!(check(&planted).len(), 1);
    }

    #[test]
    fn imports_of_the_table_go_only_downward() {
        for (room, floor_of_room, may) in ROOMS.iter().filter(|(_, _, may)| *may != ["*"]) {
            for to in *may {
                assert!(floor(to).is_some_and(|f| f < *floor_of_room), "{room} to {to}");
            }
        }
    }
}
