//! k of n act, k - 1 do not; old shares are worth nothing after a resharing; sets never mix.

use crate::common::{choose, generator, set, three_of_five};
use custody::{
    CustodyError, SetId, Share, Status, derived, enrol, found, refresh, sign_together, signature_is,
    whole_root,
};
use proptest::prelude::*;

#[test]
fn all_ten_triples_of_five_make_the_root_and_sign_and_all_ten_pairs_are_refused() {
    let shares = three_of_five(1);
    let root = whole_root(&shares).expect("five are enough");
    let triples = choose(&shares, 3);
    assert_eq!(triples.len(), 10);
    for triple in triples {
        assert_eq!(whole_root(&triple).expect("three are enough"), root);
        let signature = sign_together(&triple, b"act", &mut generator(2)).expect("signed");
        assert!(signature_is(&shares[0].seal_public, b"act", &signature));
        assert!(!signature_is(&shares[0].seal_public, b"other", &signature));
    }
    let pairs = choose(&shares, 2);
    assert_eq!(pairs.len(), 10);
    for pair in pairs {
        let few = CustodyError::TooFew { have: 2, need: 3 };
        assert_eq!(whole_root(&pair), Err(few.clone()));
        assert_eq!(sign_together(&pair, b"act", &mut generator(2)), Err(few));
    }
}

#[test]
fn a_pair_that_claims_a_smaller_k_gives_another_key_and_is_refused() {
    let mut pair = choose(&three_of_five(1), 2).remove(0);
    for share in &mut pair {
        share.root_public.k = 2;
        share.seal_public.k = 2;
    }
    assert_eq!(whole_root(&pair), Err(CustodyError::WrongKey));
    assert!(matches!(sign_together(&pair, b"act", &mut generator(2)), Err(CustodyError::BadProof { .. })));
}

/// Three of five replaced at once, two stay: the case of day 20.
fn turned_over(old: &[Share], seed: u64) -> Vec<Share> {
    let newcomers = enrol(&old[..3], &[1, 2, 3, 4, 5], &[6, 7, 8], &mut generator(seed)).expect("enrolled");
    refresh(&old[3..], &newcomers, &mut generator(seed + 1)).expect("refreshed")
}

#[test]
fn after_a_resharing_the_keys_are_the_same_and_old_shares_fit_no_new_ones() {
    let old = three_of_five(3);
    let fresh = turned_over(&old, 4);
    assert_eq!(fresh.iter().map(|share| share.index).collect::<Vec<_>>(), [4, 5, 6, 7, 8]);
    assert_eq!(fresh[0].set, SetId { version: 2, ..set() });
    assert_eq!(whole_root(&fresh[1..4]), whole_root(&old));
    assert_eq!(fresh[0].seal_public.key, old[0].seal_public.key);
    let signature = sign_together(&fresh[2..], b"act", &mut generator(9)).expect("signed");
    assert!(signature_is(&old[0].seal_public, b"act", &signature));
    let mixed = [fresh[0].clone(), fresh[1].clone(), old[0].clone()];
    assert!(matches!(whole_root(&mixed), Err(CustodyError::MixedSets { index: 1, .. })));
    // an old share dressed as one of the new set
    let forged = Share {
        set: fresh[0].set.clone(),
        root_public: fresh[0].root_public.clone(),
        seal_public: fresh[0].seal_public.clone(),
        ..old[3].clone()
    };
    let forged = [fresh[1].clone(), fresh[2].clone(), forged];
    assert_eq!(whole_root(&forged), Err(CustodyError::WrongShare { index: 4 }));
    assert_eq!(sign_together(&forged, b"act", &mut generator(9)), Err(CustodyError::WrongShare { index: 4 }));
}

#[test]
fn all_five_are_replaced_and_no_index_comes_twice() {
    let old = three_of_five(5);
    let used = [1, 2, 3, 4, 5];
    let newcomers = enrol(&old[..3], &used, &[6, 7, 8, 9, 10], &mut generator(6)).expect("enrolled");
    let fresh = refresh(&[], &newcomers, &mut generator(7)).expect("refreshed");
    assert_eq!(whole_root(&fresh[..3]), whole_root(&old[2..]));
    for again in [[3, 11], [11, 11], [0, 11]] {
        let refused = enrol(&old[..3], &used, &again, &mut generator(6));
        assert!(matches!(refused, Err(CustodyError::IndexUsed { .. })), "{again:?}");
    }
}

#[test]
fn one_who_helps_with_a_false_share_is_caught_before_the_old_set_is_gone() {
    let mut old = three_of_five(8);
    let other = three_of_five(9);
    old[1].root = other[1].root.clone();
    let refused = enrol(&old[..3], &[1, 2, 3, 4, 5], &[6], &mut generator(10));
    assert_eq!(refused, Err(CustodyError::WrongShare { index: 2 }));
    // the liar also forges the public share that the others see
    let forged = other[1].root_public.clone();
    for share in &mut old {
        share.root_public = forged.clone();
    }
    assert!(enrol(&old[..3], &[1, 2, 3, 4, 5], &[6], &mut generator(10)).is_err());
}

#[test]
fn three_who_left_still_make_the_old_root_and_renewal_makes_another() {
    let old = three_of_five(11);
    let fresh = turned_over(&old, 12);
    assert_eq!(
        whole_root(&old[..3]),
        whole_root(&fresh[..3]),
        "resharing cannot take back what k have copied"
    );
    let next = SetId { generation: 2, ..set() };
    let renewed = found(&next, 3, 5, 1, &mut generator(13)).expect("renewed").shares;
    assert_ne!(whole_root(&renewed), whole_root(&old));
    assert_ne!(renewed[0].seal_public.key, old[0].seal_public.key);
}

#[test]
fn status_and_generation_change_what_is_derived_and_a_resharing_does_not() {
    let root = whole_root(&three_of_five(14)).expect("whole");
    let actual = derived(&root, &set());
    assert_ne!(actual.kem_seed, actual.backup_seed);
    assert_eq!(derived(&root, &SetId { version: 7, ..set() }), actual);
    for other in [
        SetId { status: Status::Exercise, ..set() },
        SetId { generation: 2, ..set() },
        SetId { party: "IR".to_owned(), ..set() },
    ] {
        assert_ne!(derived(&root, &other).kem_seed, actual.kem_seed, "{other}");
        assert_ne!(derived(&root, &other).backup_seed, actual.backup_seed, "{other}");
    }
}

#[test]
fn a_share_file_reads_back_and_a_changed_one_is_refused() {
    let share = three_of_five(15).remove(2);
    let file = share.encode();
    assert!(file.len() < 700, "{} bytes", file.len());
    assert_eq!(Share::decode(&file).expect("reads"), share);
    for secret in [share.root.bytes(), share.seal.bytes()] {
        let at = file.windows(32).position(|window| window == secret).expect("it stands there");
        for place in at..at + 32 {
            let mut changed = file.to_vec();
            changed[place] ^= 1;
            assert!(Share::decode(&changed).is_err(), "byte {place}");
        }
    }
    assert!(Share::decode(&file[..file.len() - 1]).is_err());
    assert!(!format!("{share:?}").contains(&hex::encode(share.root.bytes())));
}

#[test]
fn thresholds_that_make_no_sense_are_refused() {
    for (k, n) in [(0, 0), (1, 5), (6, 5), (3, 16)] {
        let refused = found(&set(), k, n, 1, &mut generator(1)).err();
        assert_eq!(refused, Some(CustodyError::Thresholds { k, n }), "{k} of {n}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_k_of_n_sign_and_make_the_root_and_fewer_do_not(seed: u64, k in 2u16..6, more in 0u16..4, pick: u64) {
        let n = k + more;
        let mut shares = found(&set(), k, n, 1, &mut generator(seed)).expect("in range").shares;
        let root = whole_root(&shares).expect("all");
        shares.rotate_left(usize::try_from(pick % u64::from(n)).expect("small"));
        let some = &shares[..usize::from(k)];
        prop_assert_eq!(whole_root(some).expect("k"), root);
        let signature = sign_together(some, b"x", &mut generator(seed ^ 1)).expect("k sign");
        prop_assert!(signature_is(&shares[0].seal_public, b"x", &signature));
        let few = &shares[..usize::from(k) - 1];
        prop_assert!(whole_root(few).is_err() && sign_together(few, b"x", &mut generator(1)).is_err());
    }

    #[test]
    fn after_any_turnover_k_new_act_and_old_ones_are_refused(seed: u64, leave in 1usize..6) {
        let old = three_of_five(seed);
        let newcomers: Vec<u16> = (6..).take(leave).collect();
        let joined = enrol(&old[..3], &[1, 2, 3, 4, 5], &newcomers, &mut generator(seed ^ 2)).expect("enrolled");
        let fresh = refresh(&old[leave..], &joined, &mut generator(seed ^ 3)).expect("refreshed");
        prop_assert_eq!(fresh.len(), 5);
        prop_assert_eq!(whole_root(&fresh[2..]), whole_root(&old));
        let mixed = [fresh[0].clone(), fresh[1].clone(), old[0].clone()];
        prop_assert!(whole_root(&mixed).is_err() && sign_together(&mixed, b"x", &mut generator(1)).is_err());
    }

    #[test]
    fn no_bytes_make_a_share_file_fail_otherwise_than_by_a_refusal(bytes: Vec<u8>) {
        prop_assert!(Share::decode(&bytes).is_err());
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(16)
}
