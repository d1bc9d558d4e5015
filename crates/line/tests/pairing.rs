//! Pairing by files (line.md section 2).

use line::armour::File;
use line::ids::{PartyCode, Status};
use line::keys::Secret;
use line::pairing::{Exchange, Identity, Invitation, InvitationName, Step};
use line::refused::Refused;

struct Side {
    identity: Identity,
    invitation: Invitation,
}

fn side(code: &str, seed: u8, status: Status) -> Side {
    let identity = Identity {
        party: PartyCode::parse(code).expect("a code"),
        status,
        generation: 1,
        kem_seed: Secret::new([seed; 32]),
    };
    let names = vec![InvitationName { language: "en".into(), name: code.into() }];
    let invitation = Invitation::new(&identity, names, [seed; 32], Vec::new());
    Side { identity, invitation }
}

fn reply(b: &Side, a: &Invitation, courier: Option<u8>) -> Result<Exchange, Refused> {
    let courier = courier.map(|c| Secret::new([c; 32]));
    Exchange::reply(&b.identity, &b.invitation, a, &a.fingerprint(), courier, [3; 64])
}

fn confirm(a: &Side, message: &[u8], typed: &str, courier: Option<u8>) -> Result<Exchange, Refused> {
    let courier = courier.map(|c| Secret::new([c; 32]));
    Exchange::confirm(&a.identity, &a.invitation, message, typed, courier, [4; 64])
}

fn whole(
    courier_a: Option<u8>,
    courier_b: Option<u8>,
) -> Result<(line::pairing::Paired, line::pairing::Paired), Refused> {
    let (a, b) = (side("IR", 1, Status::Test), side("US", 2, Status::Test));
    let mut at_b = reply(&b, &a.invitation, courier_b)?;
    let mut at_a = confirm(&a, &at_b.out, &b.invitation.fingerprint(), courier_a)?;
    let message_3 = at_a.out.clone();
    let Step::PairedGive(paired_b) = at_b.receive(&b.identity, &message_3)? else {
        panic!("B gives message 4")
    };
    let message_4 = at_b.out.clone();
    let Step::Paired(paired_a) = at_a.receive(&a.identity, &message_4)? else { panic!("A is done") };
    assert_eq!(
        at_b.receive(&b.identity, &message_3),
        Ok(Step::PairedGive(paired_b.clone())),
        "twice is once"
    );
    assert_eq!(at_a.receive(&a.identity, &message_4), Ok(Step::Paired(paired_a.clone())), "twice is once");
    Ok((paired_a, paired_b))
}

#[test]
fn four_files_leave_both_sides_with_the_same_day_root_and_crossed_governance_keys() {
    let (a, b) = whole(None, None).expect("paired");
    assert_eq!(a.roots.day, b.roots.day);
    assert_eq!(a.roots.governance_own, b.roots.governance_peer);
    assert_eq!(a.roots.governance_peer, b.roots.governance_own);
    assert_ne!(a.roots.governance_own, a.roots.governance_peer);
    assert!(!a.courier && !b.courier);
}

#[test]
fn a_courier_secret_changes_every_root_and_must_be_the_same_on_both_sides() {
    let (plain, _) = whole(None, None).expect("paired");
    let (carried, other) = whole(Some(9), Some(9)).expect("paired");
    assert!(carried.courier);
    assert_eq!(carried.roots.day, other.roots.day);
    assert_ne!(plain.roots.day, carried.roots.day);
    assert!(matches!(whole(Some(9), Some(8)), Err(Refused::WrongMac(_))));
    assert!(matches!(whole(Some(9), None), Err(Refused::WrongMac(_))));
}

#[test]
fn an_exchange_survives_a_restart_between_any_two_files() {
    let restart = |e: &Exchange| line::cbor::decode::<Exchange>(&line::cbor::encode(e)).expect("a row");
    let (a, b) = (side("IR", 1, Status::Test), side("US", 2, Status::Test));
    let mut at_b = restart(&reply(&b, &a.invitation, None).expect("message 2"));
    let mut at_a = restart(&confirm(&a, &at_b.out, &b.invitation.fingerprint(), None).expect("message 3"));
    at_b.receive(&b.identity, &at_a.out.clone()).expect("paired");
    let at_b = restart(&at_b);
    at_a.receive(&a.identity, &at_b.out).expect("paired");
    assert_eq!(restart(&at_a).paired().map(|p| p.roots.day), at_b.paired().map(|p| p.roots.day));
}

#[test]
fn nothing_is_encapsulated_before_the_right_fingerprint_is_typed() {
    let (a, b) = (side("IR", 1, Status::Test), side("US", 2, Status::Test));
    let wrong = Exchange::reply(&b.identity, &b.invitation, &a.invitation, "12345", None, [3; 64]);
    assert!(matches!(wrong, Err(Refused::FingerprintDiffers(p)) if p == a.identity.party));
    let at_b = reply(&b, &a.invitation, None).expect("message 2");
    let own = a.invitation.fingerprint();
    assert!(matches!(confirm(&a, &at_b.out, &own, None), Err(Refused::FingerprintDiffers(_))));
}

#[test]
fn the_lower_code_begins_and_nobody_pairs_with_itself() {
    let (a, b) = (side("IR", 1, Status::Test), side("US", 2, Status::Test));
    assert!(matches!(reply(&a, &b.invitation, None), Err(Refused::WeGoFirst(_))));
    assert!(matches!(reply(&b, &side("US", 5, Status::Test).invitation, None), Err(Refused::OwnCode(_))));
}

#[test]
fn an_exercise_and_an_actual_node_refuse_each_others_invitation_with_the_reason() {
    let (exercise, actual) = (side("IR", 1, Status::Exercise), side("US", 2, Status::Actual));
    for (file, ours) in [(&exercise, Status::Actual), (&actual, Status::Exercise)] {
        let bytes = file.invitation.file().armour();
        let read = Invitation::read(bytes.as_bytes(), ours);
        assert_eq!(read, Err(Refused::OtherStatus { ours, theirs: file.identity.status }));
    }
    assert!(matches!(reply(&actual, &exercise.invitation, None), Err(Refused::OtherStatus { .. })));
}

#[test]
fn an_altered_or_foreign_message_is_refused_and_changes_nothing() {
    let (a, b) = (side("IR", 1, Status::Test), side("US", 2, Status::Test));
    let mut at_b = reply(&b, &a.invitation, None).expect("message 2");
    let at_a = confirm(&a, &at_b.out, &b.invitation.fingerprint(), None).expect("message 3");
    let before = at_b.clone();
    let mut payload = File::read(&at_a.out).expect("a file");
    for at in [40, 200, 1_000, payload.payload.len() - 1] {
        let mut altered = payload.clone();
        altered.payload[at] ^= 1;
        assert!(at_b.receive(&b.identity, &altered.encode()).is_err(), "byte {at}");
        assert_eq!(at_b, before);
    }
    payload.payload.pop();
    assert!(at_b.receive(&b.identity, &payload.encode()).is_err());
    let other = side("CH", 7, Status::Test);
    let foreign = reply(&b, &other.invitation, None).expect("message 2 to another");
    assert_eq!(confirm(&a, &foreign.out, &b.invitation.fingerprint(), None).err(), Some(Refused::NotForUs));
}
