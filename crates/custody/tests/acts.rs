//! Proofs, approvals, governance MACs.

use crate::common::{generator, set, three_of_five};
use custody::{
    Act, Approval, CustodyError, GovernanceAct, GovernanceKind as Kind, Secret32, Status, act_mac,
    act_mac_is, approve, approved, prove, proved,
};

#[test]
fn a_proof_shows_nothing_and_serves_one_drill_and_one_custodian() {
    let shares = three_of_five(30);
    let (root, seal) = (&shares[0].root_public, &shares[0].seal_public);
    let proof = prove(&shares[1], &[7; 32], &mut generator(31)).expect("proved");
    assert_eq!(proved(&set(), root, seal, &[7; 32], &proof), Ok(()));
    assert!(proved(&set(), root, seal, &[8; 32], &proof).is_err());
    let of_another = custody::Proof { index: 3, ..proof.clone() };
    assert_eq!(proved(&set(), root, seal, &[7; 32], &of_another), Err(CustodyError::BadProof { index: 3 }));
    let later = custody::SetId { version: 2, ..set() };
    assert!(proved(&later, root, seal, &[7; 32], &proof).is_err());
    let swapped = custody::Proof { root: proof.seal, seal: proof.root, ..proof };
    assert!(proved(&set(), root, seal, &[7; 32], &swapped).is_err());
}

fn close(text: &str) -> Approval {
    Approval {
        act: Act::Close,
        party: "US".to_owned(),
        status: Status::Actual,
        compartment: "LEV".to_owned(),
        text: Approval::hash(text),
        not_before_ms: 100,
        expires_ms: 200,
        nonce: [1; 16],
    }
}

#[test]
fn k_distinct_custodians_approve_the_text_they_saw_in_its_time_and_nobody_else() {
    let shares = three_of_five(32);
    let seal = &shares[0].seal_public;
    let approval = close("CLOSE LEV");
    let answer = |place: usize| {
        approve(&shares[place], &approval, "CLOSE LEV", 150, &mut generator(33)).expect("shown")
    };
    let three = [answer(0), answer(2), answer(4)];
    assert_eq!(approved(seal, &approval, &three, 150).expect("three").len(), 3);
    let twice = [answer(0), answer(2), answer(2)];
    assert_eq!(approved(seal, &approval, &twice, 150), Err(CustodyError::TooFew { have: 2, need: 3 }));
    for late in [99, 201] {
        assert_eq!(approved(seal, &approval, &three, late), Err(CustodyError::OutOfTime { index: 0 }));
    }
    let other = approve(&shares[0], &approval, "CLOSE MAR", 150, &mut generator(33));
    assert_eq!(other, Err(CustodyError::OtherText { index: 1 }));
    let elsewhere = Approval { compartment: "MAR".to_owned(), ..approval.clone() };
    assert_eq!(approved(seal, &elsewhere, &three, 150), Err(CustodyError::BadProof { index: 1 }));
    let exercise = Approval { status: Status::Exercise, ..approval.clone() };
    let refused = approve(&shares[0], &exercise, "CLOSE LEV", 150, &mut generator(33));
    assert!(matches!(refused, Err(CustodyError::MixedSets { .. })));
    let hold = Approval { act: Act::Hold, ..approval };
    let one = approve(&shares[3], &hold, "CLOSE LEV", 150, &mut generator(33)).expect("shown");
    assert_eq!(approved(seal, &hold, &[one], 150).expect("one holds").len(), 1);
    assert!(approved(seal, &hold, &[], 150).is_err());
}

#[test]
fn a_governance_mac_holds_for_one_act_one_key_one_status() {
    let act = GovernanceAct {
        kind: Kind::Succession,
        party: "US".to_owned(),
        status: Status::Actual,
        compartment: [5; 32],
        effect_ms: 1_000,
        roster: [6; 32],
        items: 46,
        generation: 1,
    };
    let (own, peer) = (Secret32::new([1; 32]), Secret32::new([2; 32]));
    let mac = act_mac(&own, &act);
    assert!(act_mac_is(&own, &act, &mac));
    assert!(!act_mac_is(&peer, &act, &mac));
    for other in [
        GovernanceAct { items: 45, ..act.clone() },
        GovernanceAct { kind: Kind::Cancel, ..act.clone() },
        GovernanceAct { compartment: [4; 32], ..act.clone() },
        GovernanceAct { status: Status::Exercise, ..act.clone() },
    ] {
        assert!(!act_mac_is(&own, &other, &mac));
    }
    assert_eq!(GovernanceAct::decode(&act.encode()), Ok(act));
}
