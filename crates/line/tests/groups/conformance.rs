//! What every group must do (line.md sections 3, 7 and 16; line-measured.md 2 and 3).

use super::forge::{Flaw, Forge};
use super::impostor::Impostor;
use super::node::{
    COMPARTMENT, Node, Provided, add, apply, found, founder, offer, pairings, party, round, updates,
};
use line::group::{Changes, Group, GroupError};

const THREE: [&str; 3] = ["IR", "OM", "US"];

pub fn founding_gives_all_the_same_epoch_members_and_authenticator<G: Provided>() {
    let nodes = found::<G>(&THREE);
    for node in &nodes {
        assert_eq!(node.group.epoch(), 1);
        assert_eq!(node.group.members(), nodes[0].group.members());
        assert_eq!(node.group.authenticator(), nodes[0].group.authenticator());
    }
    let codes: Vec<_> = nodes[0].group.members().into_iter().map(|m| m.party).collect();
    assert_eq!(codes, THREE.map(party));
}

pub fn sealing_opens_at_every_other_member_but_not_at_its_author<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let sealed = nodes[0].group.seal(b"one").expect("a member seals");
    assert_eq!(nodes[0].group.open(&sealed), Err(GroupError::NotOurs));
    for node in &mut nodes[1..] {
        let opened = node.opens(&sealed);
        assert_eq!((opened.sender, opened.epoch, opened.plaintext), (party("IR"), 1, b"one".to_vec()));
    }
}

pub fn generation_opens_once<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let (first, second) = (seal(&mut nodes[0], b"1"), seal(&mut nodes[0], b"2"));
    assert_ne!(first, second);
    nodes[1].opens(&second);
    nodes[1].opens(&first);
    assert_eq!(nodes[1].group.open(&first), Err(GroupError::GenerationUsed));
    assert_eq!(nodes[1].group.open(&second), Err(GroupError::GenerationUsed));
}

pub fn window_is_256_behind_and_10_000_ahead<G: Provided>() {
    let mut nodes = found::<G>(&["IR", "US"]);
    let sealed: Vec<Vec<u8>> = (0..=10_001).map(|_| seal(&mut nodes[0], b"x")).collect();
    assert_eq!(nodes[1].group.open(&sealed[10_001]), Err(GroupError::OutsideWindow), "10,001 ahead");
    nodes[1].opens(&sealed[10_000]);
    nodes[1].opens(&sealed[10_001 - 256]);
    assert_eq!(nodes[1].group.open(&sealed[10_001 - 257]), Err(GroupError::OutsideWindow), "257 behind");
    nodes[1].opens(&sealed[10_001]);
}

pub fn past_epoch_opens_once_more_and_the_one_before_does_not<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let (early, late) = (seal(&mut nodes[0], b"early"), seal(&mut nodes[0], b"late"));
    let before = nodes[1].group.members();
    round(&mut nodes, 1, &Changes::default());
    assert_eq!(nodes[1].group.past_members(), before);
    assert_eq!(nodes[1].opens(&early).epoch, 1);
    assert_eq!(nodes[1].group.open(&early), Err(GroupError::GenerationUsed));
    round(&mut nodes, 2, &Changes::default());
    assert_eq!(nodes[1].group.open(&late), Err(GroupError::WrongEpoch { of: 1, at: 3 }));
}

pub fn message_of_an_epoch_not_yet_merged_waits<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let updates = updates(&mut nodes, 0);
    let commit = nodes[0].commit(&updates, &Changes::default());
    nodes[0].merge();
    let ahead = seal(&mut nodes[0], b"from e+1");
    let node = &mut nodes[1];
    assert_eq!(node.group.open(&ahead), Err(GroupError::WrongEpoch { of: 2, at: 1 }));
    node.try_stage(&updates, &commit.bytes, &Changes::default()).expect("a good commit");
    assert_eq!(node.group.open(&ahead), Err(GroupError::WrongEpoch { of: 2, at: 1 }));
    node.merge();
    assert_eq!(node.opens(&ahead).epoch, 2);
}

pub fn talk_goes_on_while_commits_are_pending_and_staged<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let updates = updates(&mut nodes, 0);
    talk(&mut nodes);
    let commit = nodes[0].commit(&updates, &Changes::default());
    talk(&mut nodes);
    stage_all(&mut nodes, 0, &updates, &commit.bytes);
    talk(&mut nodes);
    nodes.iter_mut().for_each(Node::merge);
    talk(&mut nodes);
}

pub fn rotation_replaces_every_leaf_key<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let before = nodes[0].group.members();
    round(&mut nodes, 1, &Changes::default());
    let after = nodes[0].group.members();
    for (was, is) in before.iter().zip(&after) {
        assert_eq!(was.party, is.party);
        assert!(is.serial > was.serial && is.leaf_key != was.leaf_key);
    }
    assert!(nodes.iter().all(|n| n.group.members() == after && n.group.past_members() == before));
}

pub fn entry_signature_holds_for_its_leaf_key_only<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let old = nodes[0].group.sign(b"entry");
    let keys: Vec<[u8; 32]> = nodes[1].group.members().iter().map(|m| m.leaf_key).collect();
    assert!(nodes[1].group.verify(&keys[0], b"entry", &old));
    assert!(!nodes[1].group.verify(&keys[1], b"entry", &old));
    assert!(!nodes[1].group.verify(&keys[0], b"entrY", &old));
    assert!(!nodes[1].group.verify(&keys[0], b"entry", &old[..63]));
    round(&mut nodes, 1, &Changes::default());
    let new = nodes[0].group.sign(b"entry");
    let live = nodes[1].group.members()[0].leaf_key;
    assert!(nodes[1].group.verify(&live, b"entry", &new) && !nodes[1].group.verify(&keys[0], b"entry", &new));
    assert!(nodes[1].group.verify(&keys[0], b"entry", &old), "what was signed stays signed");
}

pub fn replaced_leaf_key_is_kept_until_its_epoch_is_closed<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let before = nodes[0].group.members();
    assert!(nodes[0].group.replaced_key(1).is_none(), "it is live");
    round(&mut nodes, 1, &Changes::default());
    round(&mut nodes, 2, &Changes::default());
    restart(&mut nodes);
    for (node, was) in nodes.iter_mut().zip(&before) {
        let seed = node.group.replaced_key(1).expect("it was replaced");
        assert!(node.group.is_private_half(seed.bytes(), &was.leaf_key));
        assert!(!node.group.is_private_half(&[9; 32], &was.leaf_key));
        assert_eq!(node.group.replaced_key(1), Some(seed));
        let signed = G::sign_with(node.group.replaced_key(1).expect("still").bytes(), b"late");
        assert!(node.group.verify(&was.leaf_key, b"late", &signed), "whoever has it signs as its owner");
        node.group.close(1);
        assert!(node.group.replaced_key(1).is_none() && node.group.replaced_key(2).is_some());
        node.group.close(9);
        assert!(node.group.replaced_key(2).is_some(), "an epoch that is not over is not closed");
    }
    restart(&mut nodes);
    assert!(nodes.iter().all(|n| n.group.replaced_key(1).is_none()));
    talk(&mut nodes);
}

pub fn closed_epoch_opens_nothing_more<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let (early, late) = (seal(&mut nodes[0], b"early"), seal(&mut nodes[0], b"late"));
    round(&mut nodes, 1, &Changes::default());
    assert_eq!(nodes[1].opens(&early).epoch, 1);
    nodes[1].group.close(1);
    assert_eq!(nodes[1].group.open(&late), Err(GroupError::WrongEpoch { of: 1, at: 2 }));
    restart(&mut nodes);
    assert_eq!(nodes[1].group.open(&late), Err(GroupError::WrongEpoch { of: 1, at: 2 }));
    assert!(nodes[1].group.past_members().is_empty());
    assert_eq!(nodes[2].opens(&late).epoch, 1, "who has not closed it reads on");
    talk(&mut nodes);
}

pub fn leaf_that_was_not_replaced_is_never_given<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let updates = vec![nodes[1].propose()];
    let commit = nodes[0].commit(&updates, &Changes::default());
    stage_all(&mut nodes, 0, &updates, &commit.bytes);
    nodes.iter_mut().for_each(Node::merge);
    assert!(nodes[0].group.replaced_key(1).is_some() && nodes[1].group.replaced_key(1).is_some());
    assert!(nodes[2].group.replaced_key(1).is_none(), "its leaf is live in epoch 2");
    round(&mut nodes, 1, &Changes::default());
    assert!(nodes[2].group.replaced_key(1).is_none() && nodes[2].group.replaced_key(2).is_some());
}

pub fn who_has_a_disclosed_key_and_the_epochs_secrets_speaks_as_its_owner<G: Impostor>() {
    let mut nodes = found::<G>(&THREE);
    let kept = nodes[1].store.clone();
    round(&mut nodes, 0, &Changes::default());
    let seed = nodes[0].group.replaced_key(1).expect("it was replaced");
    let mut impostor = G::impostor(&kept, &party("IR"), seed.bytes());
    let forged = impostor.seal(b"IR never wrote this").expect("it seals");
    let opened = nodes[2].opens(&forged);
    assert_eq!((opened.sender, opened.epoch), (party("IR"), 1), "the group alone is deceived");
    let again = impostor.seal(b"nor this").expect("it seals");
    nodes[2].group.close(1);
    assert_eq!(nodes[2].group.open(&again), Err(GroupError::WrongEpoch { of: 1, at: 2 }));
}

pub fn own_pending_commit_is_never_replaced<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let updates = updates(&mut nodes, 0);
    let commit = nodes[0].commit(&updates, &Changes::default());
    let node = &mut nodes[0];
    let again = node.try_commit(&updates, 9, &Changes::default());
    assert_eq!(again, Err(GroupError::CommitPending));
    assert_eq!(node.try_propose(10), Err(GroupError::CommitPending), "nor is an UPDATE made beside it");
    stage_all(&mut nodes, 0, &updates, &commit.bytes);
    nodes.iter_mut().for_each(Node::merge);
    assert!(nodes.iter().all(|n| n.group.authenticator() == commit.authenticator));
}

pub fn rival_commits_stage_one_drop_it_and_merge_the_other<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let all: Vec<Vec<u8>> = nodes.iter_mut().map(Node::propose).collect();
    let (of_x, of_y) = ([all[1].clone(), all[2].clone()], [all[0].clone(), all[2].clone()]);
    let x = nodes[0].commit(&of_x, &Changes::default());
    let y = nodes[1].commit(&of_y, &Changes::default());
    assert_ne!(x.authenticator, y.authenticator);
    let none = Changes::default();
    let node = &mut nodes[2];
    assert_eq!(node.try_stage(&of_x, &x.bytes, &none), Ok(x.authenticator));
    node.group.abort();
    assert_eq!(node.try_stage(&of_y, &y.bytes, &none), Ok(y.authenticator.clone()));
    nodes[0].group.abort();
    stage_all(&mut nodes[..1], 1, &of_y, &y.bytes);
    nodes.iter_mut().for_each(Node::merge);
    assert!(nodes.iter().all(|n| n.group.authenticator() == y.authenticator));
    talk(&mut nodes);
}

pub fn dropped_own_commit_does_not_hinder_the_rival<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let all: Vec<Vec<u8>> = nodes.iter_mut().map(Node::propose).collect();
    let (of_x, of_y) = ([all[1].clone(), all[2].clone()], [all[0].clone(), all[2].clone()]);
    let x = nodes[0].commit(&of_x, &Changes::default());
    stage_all(&mut nodes[1..], 9, &of_x, &x.bytes);
    let dropped = nodes[1].try_commit(&of_y, 7, &Changes::default());
    assert!(dropped.is_ok(), "a staged commit of another does not stand in the way");
    nodes[1].group.abort();
    stage_all(&mut nodes[1..2], 9, &of_x, &x.bytes);
    nodes.iter_mut().for_each(Node::merge);
    assert!(nodes.iter().all(|n| n.group.authenticator() == x.authenticator));
}

pub fn nothing_staged_nothing_merged<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    assert_eq!(nodes[0].group.merge(), Err(GroupError::NothingStaged));
    let updates = updates(&mut nodes, 0);
    let commit = nodes[0].commit(&updates, &Changes::default());
    stage_all(&mut nodes[1..2], 9, &updates, &commit.bytes);
    nodes[1].group.abort();
    nodes[0].group.abort();
    assert_eq!(nodes[1].group.merge(), Err(GroupError::NothingStaged));
    assert_eq!(nodes[0].group.merge(), Err(GroupError::NothingStaged));
    assert_eq!(nodes[0].group.epoch(), 1);
}

pub fn restored_at_any_point_the_round_goes_on<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let held_back = seal(&mut nodes[0], b"under way");
    restart(&mut nodes);
    let updates = updates(&mut nodes, 0);
    restart(&mut nodes);
    talk(&mut nodes);
    let commit = nodes[0].commit(&updates, &Changes::default());
    restart(&mut nodes);
    stage_all(&mut nodes, 0, &updates, &commit.bytes);
    restart(&mut nodes);
    assert_eq!(nodes[1].group.merge(), Err(GroupError::NothingStaged), "staged commits live in memory only");
    stage_all(&mut nodes, 0, &updates, &commit.bytes);
    nodes.iter_mut().for_each(Node::merge);
    restart(&mut nodes);
    assert!(nodes.iter().all(|n| n.group.authenticator() == commit.authenticator));
    assert_eq!(nodes[1].group.past_members().len(), 3);
    nodes[1].opens(&held_back);
    talk(&mut nodes);
    round(&mut nodes, 1, &Changes::default());
}

pub fn what_was_not_exported_is_as_if_it_had_not_been<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let sealed = seal(&mut nodes[0], b"one");
    nodes[1].opens(&sealed);
    nodes[1].restart();
    nodes[1].opens(&sealed);
    nodes[1].persist();
    nodes[1].restart();
    assert_eq!(nodes[1].group.open(&sealed), Err(GroupError::GenerationUsed));
    nodes[1].persist();
    assert!(nodes[1].group.export().is_empty(), "nothing changed since");
}

pub fn update_with_a_bad_certificate_is_refused_by_whom_it_concerns<G: Provided>() {
    for flaw in ["WRONG-MAC", "SERIAL", "PEER-MISSING"] {
        let mut nodes = found::<G>(&THREE);
        let mut lying = nodes[2].pairings.clone();
        let serial = if flaw == "SERIAL" { 1 } else { 2 };
        match flaw {
            "WRONG-MAC" => lying.wrong_for = Some(party("OM")),
            "PEER-MISSING" => lying.members.retain(|p| *p != party("OM")),
            _ => {}
        }
        let bad = nodes[2].group.propose(&lying, serial).expect("a member may propose");
        let mut updates = vec![nodes[1].propose(), bad];
        // The proposer is in league with the liar: its own checks are the liar's.
        nodes[0].pairings.seen.clear();
        if flaw == "PEER-MISSING" {
            nodes[0].pairings.members.retain(|p| *p != party("OM"));
            updates.remove(0);
        }
        let commit = nodes[0].try_commit(&updates, 2, &Changes::default());
        let commit = commit.expect("nothing in it is wrong for the proposer");
        let node = &mut nodes[1];
        let refused = node.try_stage(&updates, &commit.bytes, &Changes::default());
        assert_eq!(refused, Err(GroupError::Certificate { party: Some(party("US")), check: flaw }));
        assert_eq!((node.group.epoch(), node.group.merge()), (1, Err(GroupError::NothingStaged)));
        nodes[0].group.abort();
        nodes[0].pairings.members = THREE.map(party).to_vec();
        let honest = [nodes[1].propose(), nodes[2].try_propose(3).expect("a member may")];
        let commit = nodes[0].commit(&honest, &Changes::default());
        stage_all(&mut nodes, 0, &honest, &commit.bytes);
        nodes.iter_mut().for_each(Node::merge);
        talk(&mut nodes);
    }
}

pub fn commit_with_a_bad_own_leaf_is_refused<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let updates = updates(&mut nodes, 0);
    let mut lying = nodes[0].pairings.clone();
    lying.wrong_for = Some(party("US"));
    let commit =
        nodes[0].group.commit(&lying, &updates, 3, &Changes::default()).expect("it looks good to itself");
    let staged = |n: &mut Node<G>| n.try_stage(&updates, &commit.bytes, &Changes::default());
    assert_eq!(staged(&mut nodes[1]), Ok(commit.authenticator.clone()), "its MAC for OM is good");
    let refused = Err(GroupError::Certificate { party: Some(party("IR")), check: "WRONG-MAC" });
    assert_eq!(staged(&mut nodes[2]), refused);
    assert_eq!(nodes[2].group.epoch(), 1);
}

pub fn key_package_with_a_bad_certificate_is_refused_check_by_check<G: Forge>() {
    let four = ["IR", "OM", "US", "VER"];
    let honest = pairings("VER", &four);
    let mut wrong_mac = honest.clone();
    wrong_mac.wrong_for = Some(party("IR"));
    let mut missing = honest.clone();
    missing.members.retain(|p| *p != party("IR"));
    let stranger = pairings("XX", &["IR", "OM", "US", "VER", "XX"]);
    let other_group = G::key_package(&mut G::provider(), &honest, &[8; 32], 1).expect("all are paired").0;
    let cases = [
        ("WRONG-MAC", offer::<G>(&wrong_mac, 1).0),
        ("PEER-MISSING", offer::<G>(&missing, 1).0),
        ("SERIAL", offer::<G>(&honest, 0).0),
        ("WRONG-GROUP", other_group),
        ("NOT-A-MEMBER", offer::<G>(&stranger, 1).0),
        ("WRONG-KEY", G::forged(&honest, 1, Flaw::WrongKey)),
        ("CAPABILITY-MISSING", G::forged(&honest, 1, Flaw::NoCapability)),
    ];
    for (expected, key_package) in cases {
        let mut nodes = found::<G>(&THREE);
        nodes.iter_mut().for_each(|n| n.pairings.members = four.map(party).to_vec());
        let updates = updates(&mut nodes, 0);
        let changes = Changes { adds: [(party("VER"), key_package)].into(), ..Changes::default() };
        let refused = nodes[0].try_commit(&updates, 2, &changes);
        let Err(GroupError::Certificate { check, .. }) = refused else {
            panic!("{expected}: {refused:?}");
        };
        assert_eq!(check, expected);
        assert_eq!(nodes[0].group.epoch(), 1);
        let good = nodes[0].commit(&updates, &Changes::default());
        stage_all(&mut nodes, 0, &updates, &good.bytes);
    }
}

pub fn key_package_nine_years_old_is_accepted<G: Forge>() {
    let four = ["IR", "OM", "US", "VER"];
    let key_package = G::forged(&pairings("VER", &four), 1, Flaw::NineYearsOld);
    let mut nodes = found::<G>(&THREE);
    nodes.iter_mut().for_each(|n| n.pairings.members = four.map(party).to_vec());
    let changes = Changes { adds: [(party("VER"), key_package)].into(), ..Changes::default() };
    round(&mut nodes, 0, &changes);
    assert_eq!(nodes[2].group.members().len(), 4);
}

pub fn newcomer_finding_a_bad_certificate_in_the_tree_does_not_join<G: Provided>() {
    let mut founder = founder::<G>(&["IR", "US"]);
    let newcomer = pairings("US", &["IR", "US"]);
    let (key_package, rows) = offer::<G>(&newcomer, 1);
    let changes = Changes { adds: [(party("US"), key_package)].into(), ..Changes::default() };
    let mut lying = founder.pairings.clone();
    lying.wrong_for = Some(party("US"));
    let commit = founder.group.commit(&lying, &[], 2, &changes).expect("it looks good to itself");
    let welcome = &commit.welcomes[&party("US")];
    let refused = G::join(G::provider(), &newcomer, &COMPARTMENT, 0, welcome, &rows).err();
    assert_eq!(refused, Some(GroupError::Certificate { party: Some(party("IR")), check: "WRONG-MAC" }));
    founder.group.abort();
    let commit = founder.try_commit(&[], 2, &changes).expect("good");
    let welcome = &commit.welcomes[&party("US")];
    assert!(G::join(G::provider(), &newcomer, &COMPARTMENT, 0, welcome, &rows).is_ok());
    let elsewhere = G::join(G::provider(), &newcomer, &[9; 32], 0, welcome, &rows).err();
    assert_eq!(elsewhere, Some(GroupError::NotOurs), "another compartment");
    let next_term = G::join(G::provider(), &newcomer, &COMPARTMENT, 1, welcome, &rows).err();
    assert_eq!(next_term, Some(GroupError::NotOurs), "another term");
    let (_, others) = offer::<G>(&newcomer, 5);
    let not_offered = G::join(G::provider(), &newcomer, &COMPARTMENT, 0, welcome, &others).err();
    assert_eq!(not_offered, Some(GroupError::NotOurs), "no KeyPackage of ours is in it");
}

pub fn joining_is_an_add_folded_into_a_full_rotation<G: Provided>() {
    let four = ["IR", "OM", "US", "VER"];
    let mut nodes = found::<G>(&THREE);
    let before = seal(&mut nodes[0], b"not for VER");
    add(&mut nodes, &["VER"], &four);
    assert!(nodes.iter().all(|n| n.group.members() == nodes[0].group.members()));
    assert_eq!(nodes[3].group.members().len(), 4);
    talk(&mut nodes);
    assert_eq!(nodes[3].group.open(&before), Err(GroupError::WrongEpoch { of: 1, at: 2 }));
    nodes.iter_mut().for_each(Node::persist);
    restart(&mut nodes);
    round(&mut nodes, 3, &Changes::default());
    talk(&mut nodes);
}

pub fn removed_member_seals_no_more_and_the_others_go_on<G: Provided>() {
    let mut nodes = found::<G>(&["IR", "OM", "US", "VER"]);
    for i in [0, 2, 3] {
        nodes[i].pairings.members.retain(|p| *p != party("OM"));
    }
    let of_leaver = seal(&mut nodes[1], b"last words");
    let updates = [nodes[2].propose(), nodes[3].propose()];
    let changes = Changes { removes: vec![party("OM")], ..Changes::default() };
    let commit = nodes[0].commit(&updates, &changes);
    for (i, node) in nodes.iter_mut().enumerate().skip(1) {
        let staged = node.try_stage(&updates, &commit.bytes, &changes).expect("a good commit");
        let expected = if i == 1 { Vec::new() } else { commit.authenticator.clone() };
        assert_eq!(staged, expected, "who leaves does not derive the next epoch");
    }
    nodes.iter_mut().for_each(Node::merge);
    let gone = GroupError::Forbidden("no longer a member");
    assert_eq!(nodes[1].group.seal(b"x"), Err(gone.clone()));
    assert_eq!(nodes[1].try_propose(9), Err(gone));
    assert_eq!(nodes[0].opens(&of_leaver).sender, party("OM"));
    nodes.remove(1);
    assert_eq!(nodes[2].group.members().len(), 3);
    talk(&mut nodes);
    round(&mut nodes, 2, &Changes::default());
}

pub fn commit_that_makes_other_changes_than_named_is_refused<G: Provided>() {
    let four = ["IR", "OM", "US", "VER"];
    let adds = Changes {
        adds: [(party("VER"), offer::<G>(&pairings("VER", &four), 1).0)].into(),
        ..Changes::default()
    };
    let removes = Changes { removes: vec![party("OM")], ..Changes::default() };
    for (made, named) in
        [(&adds, &Changes::default()), (&removes, &Changes::default()), (&Changes::default(), &removes)]
    {
        let mut nodes = found::<G>(&THREE);
        nodes.iter_mut().for_each(|n| n.pairings.members = four.map(party).to_vec());
        let updates = [nodes[1].try_propose(2), nodes[2].try_propose(2)];
        let mut updates = updates.map(|u| u.expect("a member may propose")).to_vec();
        if !made.removes.is_empty() {
            updates.remove(0);
        }
        let commit = nodes[0].commit(&updates, made);
        let node = &mut nodes[2];
        let refused = node.try_stage(&updates, &commit.bytes, named);
        assert!(matches!(refused, Err(GroupError::Malformed(_))), "{refused:?}");
        assert_eq!(node.group.epoch(), 1);
    }
}

pub fn commit_over_other_updates_is_refused<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let updates = updates(&mut nodes, 0);
    let replaced = nodes[1].propose();
    let commit = nodes[0].commit(&updates, &Changes::default());
    let node = &mut nodes[2];
    for given in [vec![], vec![updates[0].clone()], vec![replaced, updates[1].clone()]] {
        let refused = node.try_stage(&given, &commit.bytes, &Changes::default());
        assert!(matches!(refused, Err(GroupError::Malformed(_))), "{refused:?}");
    }
    assert_eq!(node.try_stage(&updates, &commit.bytes, &Changes::default()), Ok(commit.authenticator));
}

pub fn stale_and_foreign_handshakes_are_refused<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let mut others = vec![];
    for own in ["IR", "US"] {
        let pairings = pairings(own, &["IR", "US"]);
        let group = G::create(G::provider(), &pairings, &[8; 32], 0, 1).expect("founding");
        others.push(Node { group, pairings, store: Default::default(), serial: 1 });
    }
    let stale = updates(&mut nodes, 0);
    let old = nodes[0].commit(&stale, &Changes::default());
    nodes[0].group.abort();
    round(&mut nodes, 1, &Changes::default());
    let none = Changes::default();
    let node = &mut nodes[2];
    let refused = node.try_stage(&stale, &old.bytes, &none);
    assert_eq!(refused, Err(GroupError::WrongEpoch { of: 1, at: 2 }));
    let refused = node.try_commit(&stale[..1], 9, &none);
    assert_eq!(refused.map(|c| c.authenticator), Err(GroupError::WrongEpoch { of: 1, at: 2 }));
    let foreign = others[0].propose();
    let refused = node.try_commit(&[foreign], 9, &none);
    assert_eq!(refused.map(|c| c.authenticator), Err(GroupError::NotOurs));
    let own = node.propose();
    let refused = node.try_commit(&[own], 10, &none);
    assert!(refused.is_err(), "an own UPDATE has no place in the own commit");
}

pub fn missing_psk_is_named_and_the_same_commit_succeeds_once_it_is_there<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let changes = Changes { psks: vec![b"courier run 4".to_vec()], ..Changes::default() };
    nodes[0].group.psk(b"courier run 4", &[4; 32]);
    nodes[1].group.psk(b"courier run 4", &[4; 32]);
    let updates = updates(&mut nodes, 0);
    let commit = nodes[0].commit(&updates, &changes);
    let stage = |n: &mut Node<G>| n.try_stage(&updates, &commit.bytes, &changes);
    assert_eq!(stage(&mut nodes[1]), Ok(commit.authenticator.clone()));
    assert_eq!(stage(&mut nodes[2]), Err(GroupError::PskMissing(b"courier run 4".to_vec())));
    assert_eq!(nodes[2].group.epoch(), 1);
    nodes[2].group.psk(b"courier run 4", &[4; 32]);
    nodes[2].persist();
    nodes[2].restart();
    assert_eq!(stage(&mut nodes[2]), Ok(commit.authenticator.clone()));
    nodes.iter_mut().for_each(Node::merge);
    talk(&mut nodes);
    nodes.iter_mut().for_each(|node| node.group.forget_psk(b"courier run 4"));
    let updates = self::updates(&mut nodes, 0);
    let spent = nodes[0].try_commit(&updates, 11, &changes).map(drop);
    assert_eq!(spent, Err(GroupError::PskMissing(b"courier run 4".to_vec())), "it is forgotten");
}

pub fn corrupted_sealing_is_refused_and_consumes_nothing<G: Provided>() {
    let mut nodes = found::<G>(&["IR", "US"]);
    let mut others = found::<G>(&["IR", "US"]);
    let sealed = seal(&mut nodes[0], b"position 26.5 N");
    for place in 0..sealed.len() {
        let mut bad = sealed.clone();
        bad[place] ^= 1;
        assert!(nodes[1].group.open(&bad).is_err(), "byte {place} was changed and nobody saw it");
    }
    nodes[1].opens(&sealed);
    let again = seal(&mut nodes[0], b"x");
    assert!(others[1].group.open(&again[..again.len() - 1]).is_err());
}

pub fn junk_is_refused_everywhere<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    let sealed = seal(&mut nodes[0], b"one");
    let update = nodes[1].propose();
    let none = Changes::default();
    let junk: Vec<Vec<u8>> = vec![vec![], vec![0], vec![0xFF; 300], sealed.clone(), update.clone()];
    let node = &mut nodes[2];
    for bytes in &junk {
        assert!(node.try_stage(&[], bytes, &none).is_err());
        assert!(node.try_commit(std::slice::from_ref(bytes), 5, &none).is_err() || *bytes == update);
        node.group.abort();
        assert!(node.group.open(bytes).is_ok() == (*bytes == sealed));
        let joined = G::join(G::provider(), &node.pairings, &COMPARTMENT, 0, bytes, &Default::default());
        assert!(joined.is_err());
        let adds = Changes { adds: [(party("US"), bytes.clone())].into(), ..Changes::default() };
        assert!(node.try_commit(&[], 5, &adds).is_err());
    }
    assert!(G::restore(G::provider(), &Default::default()).is_err());
    assert_eq!(node.group.epoch(), 1);
}

pub fn rows_keep_their_number_over_100_epochs<G: Provided>() {
    let mut nodes = found::<G>(&THREE);
    round(&mut nodes, 0, &Changes::default());
    nodes.iter_mut().for_each(|n| n.group.close(n.group.epoch() - 1));
    nodes.iter_mut().for_each(Node::persist);
    let rows: Vec<usize> = nodes.iter().map(|n| n.store.len()).collect();
    for epoch in 0..100 {
        let abandoned = nodes[(epoch + 1) % 3].propose();
        let proposer = &mut nodes[epoch % 3];
        proposer.commit(&[abandoned], &Changes::default());
        proposer.group.abort();
        talk(&mut nodes);
        round(&mut nodes, epoch % 3, &Changes::default());
        nodes.iter_mut().for_each(|n| n.group.close(n.group.epoch() - 1));
        nodes.iter_mut().for_each(Node::persist);
        assert_eq!(nodes.iter().map(|n| n.store.len()).collect::<Vec<_>>(), rows, "after {epoch} epochs");
    }
    let most: usize = nodes.iter().map(|n| n.store.values().map(Vec::len).sum()).max().unwrap_or_default();
    assert!(most < 200_000, "{most} B in rows");
    let mut copy = Default::default();
    apply(&mut copy, nodes[0].store.iter().map(|(k, v)| (k.clone(), Some(v.clone()))).collect());
    assert!(G::restore(G::provider(), &copy).is_ok());
}

fn seal<G: Group>(node: &mut Node<G>, plaintext: &[u8]) -> Vec<u8> {
    node.group.seal(plaintext).expect("a member seals")
}

/// Everybody says something and everybody else opens it.
fn talk<G: Provided>(nodes: &mut [Node<G>]) {
    for speaker in 0..nodes.len() {
        let sealed = seal(&mut nodes[speaker], b"talk");
        for hearer in (0..nodes.len()).filter(|h| *h != speaker) {
            assert_eq!(nodes[hearer].opens(&sealed).plaintext, b"talk");
        }
    }
}

/// All nodes but `proposer` stage a commit without changes.
fn stage_all<G: Provided>(nodes: &mut [Node<G>], proposer: usize, updates: &[Vec<u8>], commit: &[u8]) {
    for (_, node) in nodes.iter_mut().enumerate().filter(|(i, _)| *i != proposer) {
        node.try_stage(updates, commit, &Changes::default()).expect("a good commit");
    }
}

fn restart<G: Provided>(nodes: &mut [Node<G>]) {
    nodes.iter_mut().for_each(Node::persist);
    nodes.iter_mut().for_each(Node::restart);
}
