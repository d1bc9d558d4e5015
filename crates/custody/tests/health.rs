//! Custody's state by the drills of a year, and the rules for custodians.

use crate::common::{generator, set, three_of_five};
use custody::{
    Change, Custodian, CustodyState, DrillRecord, Register, SetId, Share, Warning, health, prove,
    sign_together, warnings,
};

const DAY: i64 = 86_400_000;

fn register(shares: &[Share]) -> Register {
    Register {
        set: shares[0].set.clone(),
        root_public: shares[0].root_public.clone(),
        seal_public: shares[0].seal_public.clone(),
        kem_public: vec![0; 1216].into(),
        backup_public: vec![0; 1216].into(),
        custodians: Vec::new(),
        used: vec![1, 2, 3, 4, 5],
        drills: Vec::new(),
        declared: None,
        made_ms: 0,
    }
}

fn drilled(register: &Register, shares: &[Share], at_ms: i64) -> DrillRecord {
    let mut drill = DrillRecord::ask(&register.set, [9; 32], at_ms);
    let proofs: Vec<_> =
        shares.iter().map(|s| prove(s, &[9; 32], &mut generator(1)).expect("proved")).collect();
    let result = drill.take(register.publics(), &proofs, at_ms);
    assert!(result.wrong.is_empty());
    drill
}

#[test]
fn the_state_follows_the_proofs_of_twelve_months() {
    let shares = three_of_five(40);
    let mut register = register(&shares);
    let state = |register: &Register, day: i64| health(register, day * DAY).state;
    assert_eq!(state(&register, 1), CustodyState::Founded);
    assert_eq!(state(&register, 366), CustodyState::Critical, "a year without a drill");
    register.drills.push(drilled(&register, &shares[..4], 10 * DAY));
    assert_eq!(state(&register, 11), CustodyState::Healthy);
    assert_eq!(state(&register, 376), CustodyState::Critical);
    register.drills.push(drilled(&register, &shares[..3], 370 * DAY));
    assert_eq!(state(&register, 380), CustodyState::Thin);
    register.drills.push(drilled(&register, &shares[4..], 381 * DAY));
    assert_eq!(state(&register, 382), CustodyState::Healthy);
    assert_eq!(health(&register, 382 * DAY).due_ms, (381 + 365) * DAY);
    register.set = SetId { version: 2, ..set() };
    assert_eq!(state(&register, 382), CustodyState::Critical, "drills of another version do not count");
    register.declared = Some(CustodyState::Lost);
    assert_eq!(state(&register, 382), CustodyState::Lost);
}

#[test]
fn a_wrong_answer_is_named_and_the_seal_signs_who_has_proved() {
    let (shares, strangers) = (three_of_five(41), three_of_five(42));
    let register = register(&shares);
    let mut drill = DrillRecord::ask(&register.set, [3; 32], 5);
    let proofs = [
        prove(&shares[0], &[3; 32], &mut generator(1)).expect("proved"),
        prove(&strangers[1], &[3; 32], &mut generator(1)).expect("proved"),
    ];
    let result = drill.take(register.publics(), &proofs, 6);
    assert_eq!(result.proved.into_iter().collect::<Vec<_>>(), [1]);
    assert_eq!(result.wrong.len(), 1);
    assert_eq!(result.wrong[0].0, 2);
    let signature = sign_together(&shares[2..], &drill.message(), &mut generator(2)).expect("signed");
    drill.seal(&register.seal_public, signature).expect("the seal's");
    assert_eq!(DrillRecord::decode(&drill.encode()), Ok(drill.clone()));
    drill.proved.insert(2, 6);
    assert!(drill.seal(&register.seal_public, signature).is_err(), "another list of names");
}

#[test]
fn only_a_lost_set_is_founded_anew_and_a_retired_one_is_over() {
    use CustodyState::{Critical, Healthy, Lost, Refounded, Renewing, Retired};
    assert!(Lost.may_become(Refounded) && !Critical.may_become(Refounded));
    assert!(Healthy.may_become(Renewing) && !Lost.may_become(Renewing) && !Retired.may_become(Renewing));
    assert!(Renewing.may_become(Retired) && !Healthy.may_become(Retired) && !Healthy.may_become(Healthy));
}

fn seat(index: u16, office: &str, appointed_by: &str, place: &str, permanent: bool) -> Custodian {
    let [office, appointed_by, place] = [office, appointed_by, place].map(str::to_owned);
    Custodian { index, office, appointed_by, place, permanent }
}

#[test]
fn a_set_that_one_office_or_one_town_could_speak_for_is_warned_of() {
    let good = [
        seat(1, "A", "P", "X", true),
        seat(2, "B", "P", "X", false),
        seat(3, "C", "Q", "Y", false),
        seat(4, "D", "Q", "Y", false),
        seat(5, "E", "R", "Z", false),
    ];
    assert_eq!(warnings(&Change { k: 3, before: &[], after: &good }), []);
    let mut bad = good.clone();
    bad[0].permanent = false;
    bad[2].appointed_by = "P".to_owned();
    bad[4].place = "X".to_owned();
    bad[4].office = "F".to_owned();
    let found = warnings(&Change { k: 3, before: &good, after: &bad });
    let one = Warning::OneAppoints { office: "P".to_owned(), seats: 3 };
    assert_eq!(found, [one, Warning::OnePlace { place: "X".to_owned(), seats: 3 }, Warning::NonePermanent]);
    for place in 0..4 {
        bad[place].office = format!("N{place}");
    }
    let found = warnings(&Change { k: 3, before: &good, after: &bad });
    assert!(found.contains(&Warning::FewStay { stay: 0, should: 2 }));
}
