//! Founding apart: three rounds of files, one share a machine; what is swapped, missing or false is named.

use crate::common::{choose, generator, set};
use custody::apart::{First, Held, Seat, Second, begin, compared, give, take};
use custody::{CustodyError, Secret32, SetId, Share, sign_together, signature_is, whole_root};

fn seat(index: u16) -> Seat {
    Seat { set: set(), k: 3, n: 5, index }
}

fn begun(seed: u64) -> (Vec<Held>, Vec<First>) {
    let one = |index: u16| {
        let transport = Secret32::new([index as u8; 32]);
        begin(seat(index), transport, vec![index as u8; 8], &mut generator(seed + u64::from(index)))
            .expect("begun")
    };
    (1..=5).map(one).unzip()
}

fn given(held: &[Held], firsts: &[First]) -> (Vec<Held>, Vec<Second>) {
    let (held, given): (Vec<Held>, Vec<Vec<Second>>) =
        held.iter().map(|held| give(held, firsts).expect("given")).unzip();
    (held, given.into_iter().flatten().collect())
}

/// Through its file, as it is kept between the rounds.
fn kept(held: &Held) -> Held {
    Held::decode(&held.encode()).expect("its own bytes")
}

#[test]
fn five_who_never_met_hold_shares_of_one_root_and_one_seal() {
    let (held, firsts) = begun(1);
    let digests: Vec<[u8; 32]> = held.iter().map(|held| compared(held, &firsts).expect("compared")).collect();
    assert!(digests.iter().all(|digest| *digest == digests[0]), "all read out the same digits");
    let held: Vec<Held> = held.iter().map(kept).collect();
    let (held, seconds) = given(&held, &firsts);
    let shares: Vec<Share> = held.iter().map(|held| take(&kept(held), &seconds).expect("taken")).collect();
    let root = whole_root(&shares).expect("five are enough");
    for triple in choose(&shares, 3) {
        assert_eq!(whole_root(&triple).expect("three are enough"), root);
        let signature = sign_together(&triple, b"act", &mut generator(2)).expect("signed");
        assert!(signature_is(&shares[0].seal_public, b"act", &signature));
    }
    for pair in choose(&shares, 2) {
        assert_eq!(whole_root(&pair), Err(CustodyError::TooFew { have: 2, need: 3 }));
    }
    assert_eq!(Share::decode(&shares[3].encode()), Ok(shares[3].clone()));
}

#[test]
fn a_first_file_swapped_on_its_way_shows_in_what_is_read_out() {
    let (held, firsts) = begun(1);
    let (_, others) = begun(50);
    let mut swapped = firsts.clone();
    swapped[3] = others[3].clone();
    assert_ne!(compared(&held[0], &firsts), compared(&held[0], &swapped));
}

#[test]
fn a_false_second_file_is_named_and_gives_no_share() {
    let (held, firsts) = begun(1);
    let (held, mut seconds) = given(&held, &firsts);
    let (other_held, other_firsts) = begun(90);
    let (_, others) = given(&other_held, &other_firsts);
    let place = seconds.iter().position(|second| second.seat.index == 4 && second.to == 1).expect("4 to 1");
    let same = |second: &&Second| second.seat.index == 4 && second.to == 1;
    seconds[place] = others.iter().find(same).expect("4 to 1").clone();
    assert_eq!(take(&held[0], &seconds).map(drop), Err(CustodyError::WrongShare { index: 4 }));
    assert!(take(&held[1], &seconds).is_ok(), "what 4 gave 2 was right");
}

#[test]
fn files_of_another_seating_too_few_files_and_steps_out_of_turn_are_refused() {
    let (held, firsts) = begun(1);
    let few = compared(&held[0], &firsts[..4]);
    assert_eq!(few, Err(CustodyError::TooFew { have: 4, need: 5 }));
    let mut twice = firsts.clone();
    twice[1] = firsts[0].clone();
    assert_eq!(give(&held[0], &twice).map(drop), Err(CustodyError::SameIndex { index: 1 }));
    let mut other = firsts.clone();
    other[2].seat.set = SetId { generation: 2, ..set() };
    assert!(matches!(give(&held[0], &other), Err(CustodyError::MixedSets { index: 3, .. })));
    assert!(matches!(take(&held[0], &[]), Err(CustodyError::WrongStep { .. })));
    let (held, seconds) = given(&held, &firsts);
    let mine: Vec<Second> = seconds.into_iter().filter(|second| second.seat.index != 5).collect();
    assert_eq!(take(&held[0], &mine).map(drop), Err(CustodyError::TooFew { have: 3, need: 4 }));
    for (k, n) in [(1, 3), (4, 3), (3, 16)] {
        let seat = Seat { k, n, ..seat(1) };
        let begun = begin(seat, Secret32::new([0; 32]), Vec::new(), &mut generator(1)).map(drop);
        assert_eq!(begun, Err(CustodyError::Thresholds { k, n }));
    }
    let out = begin(seat(6), Secret32::new([0; 32]), Vec::new(), &mut generator(1)).map(drop);
    assert_eq!(out, Err(CustodyError::NoSuchIndex { index: 6 }));
}

#[test]
fn nothing_secret_stands_in_debug_output() {
    let (held, firsts) = begun(1);
    let (held, seconds) = given(&held, &firsts);
    let text = format!("{:?} {:?}", held[0], seconds[0]);
    assert!(!text.contains("root") && !text.contains("transport"), "{text}");
}
