//! Two parties in custody pair by ceremonies, and one speaks to the other: by the real commands, without a node.

use crate::commands::{code, demarche, document, folder, said};
use crate::custody::{passphrases, told, type_sheets, with_passphrases};
use crate::exit::Exit;
use ::custody::{
    FileKind, GovernanceAct, GovernanceKind, Register, Secret32, Status, Waiting, Word, act_mac_is, file,
    read,
};
use line::ids::PartyCode;
use line::pairing::Invitation;
use node::PairFile;
use std::path::Path;

/// Founds a party in custody, in a room of its own.
pub fn founded(here: &Path, party: &str, room: &str) -> Register {
    let words = ["party", "keys", "found", "--party", party, "--status", "TEST", "--folder", room, "--json"];
    let begun = with_passphrases(here, &words, &passphrases(1..=5));
    assert_eq!(code(&begun), i32::from(Exit::NotInTime.number()), "{}", said(&begun));
    let typed = format!("typed-{room}");
    type_sheets(here, room, &typed, 1..=5);
    told(&with_passphrases(here, &[&words[..], &["--typed", &typed]].concat(), &passphrases(1..=5)));
    let bytes = std::fs::read(here.join(room).join("register")).expect("there");
    read(FileKind::Register, &bytes).expect("a register")
}

/// The invitation that the party's node would write.
fn invitation(here: &Path, register: &Register) -> Invitation {
    let invitation = Invitation {
        v: 1,
        status: line::ids::Status::Test,
        party: PartyCode::parse(&register.set.party).expect("a code"),
        names: Vec::new(),
        generation: register.set.generation,
        kem_public: register.kem_public.clone(),
        node_pin: [7; 32],
        relays: Vec::new(),
    };
    let name = here.join(format!("{}.invitation", register.set.party));
    std::fs::write(name, invitation.file().armour()).expect("written");
    invitation
}

/// A party at the table of a pairing: whose invitation, which set, where its files go.
pub struct Side<'a> {
    pub invitation: &'a str,
    pub room: &'a str,
    pub out: &'a str,
}

/// One step of a pairing by the custodians 1, 2 and 4.
pub fn step(here: &Path, own: &Side<'_>, theirs: &str, typed: Option<&str>) -> std::process::Output {
    let register = format!("{}/register", own.room);
    let shares = [1, 2, 4].map(|place| format!("{}/{place}.share", own.room));
    let mut words = vec!["party", "keys", "pair", theirs, "--own", own.invitation, "--register", &register];
    words.extend(shares.iter().flat_map(|share| ["--share", share.as_str()]));
    words.extend(["--folder", own.out, "--json"]);
    words.extend(typed.into_iter().flat_map(|typed| ["--fingerprint", typed]));
    with_passphrases(here, &words, &passphrases([1, 2, 4]))
}

const US: Side<'_> = Side { invitation: "US.invitation", room: "US", out: "US-pairing" };
const IR: Side<'_> = Side { invitation: "IR.invitation", room: "IR", out: "IR-pairing" };

pub fn given(output: &std::process::Output) -> String {
    told(output)["give"].as_str().expect("a file for the other side").to_owned()
}

fn pair_file(here: &Path, own: &str, peer: &str) -> PairFile {
    let bytes = std::fs::read(here.join(format!("{own}-pairing/{peer}.pair"))).expect("there");
    read(FileKind::Pair, &bytes).expect("a pair")
}

#[test]
fn two_parties_in_custody_pair_and_only_k_custodians_speak_and_only_to_the_peer() {
    let folder = folder();
    let here = folder.path();
    let registers = ["IR", "US"].map(|party| founded(here, party, party));
    let [ir, us] = registers.each_ref().map(|register| invitation(here, register).fingerprint());
    let wrong = step(here, &US, "IR.invitation", Some(&us));
    assert_eq!(code(&wrong), i32::from(Exit::Refused.number()), "a fingerprint of another is refused");
    let reply = given(&step(here, &US, "IR.invitation", Some(&ir)));
    let confirm = given(&step(here, &IR, &reply, Some(&us)));
    let close = given(&step(here, &US, &confirm, None));
    let end = told(&step(here, &IR, &close, None));
    assert_eq!((&end["state"], &end["give"]), (&"PAIRED".into(), &serde_json::Value::Null));
    let (of_us, of_ir) = (pair_file(here, "US", "IR"), pair_file(here, "IR", "US"));
    let roots = |file: &PairFile| file.paired().roots.clone();
    assert_eq!(roots(&of_us).day, roots(&of_ir).day);
    assert_eq!(
        roots(&of_us).governance_own,
        line::secret::Secret::new([0; 32]),
        "the node's half has no word of ours"
    );
    let (heard, act) = spoken(here, &of_us);
    let key = |file: &PairFile| Secret32::new(*roots(file).governance_peer.bytes());
    assert!(act_mac_is(&key(&of_ir), &act, &heard.mac), "the peer is convinced");
    assert!(!act_mac_is(&key(&of_us), &act, &heard.mac), "and our own node could not have said it");
}

/// US speaks to IR by three custodians; two are refused.
fn spoken(here: &Path, of_us: &PairFile) -> (Word, GovernanceAct) {
    let act = GovernanceAct {
        kind: GovernanceKind::Succession,
        party: "US".to_owned(),
        status: Status::Test,
        compartment: [1; 32],
        effect_ms: 5,
        roster: [2; 32],
        items: 46,
        generation: 1,
    };
    let waiting = Waiting { peer: "IR".to_owned(), act: act.clone(), record: of_us.record().to_vec().into() };
    std::fs::write(here.join("us.acts"), file(FileKind::Acts, &vec![waiting])).expect("written");
    let speak = |places: &[u16], out: &str| {
        let shares: Vec<String> = places.iter().map(|place| format!("US/{place}.share")).collect();
        let mut words =
            vec!["party", "keys", "speak", "us.acts", "--register", "US/register", "--out", out, "--json"];
        words.extend(shares.iter().flat_map(|share| ["--share", share.as_str()]));
        with_passphrases(here, &words, &passphrases(places.iter().copied()))
    };
    let few = speak(&[2, 3], "few.words");
    assert_eq!(document(&said(&few))["refused"]["code"], "E-CUS-003");
    assert!(!here.join("few.words").exists());
    told(&speak(&[2, 3, 5], "us.words"));
    let bytes = std::fs::read(here.join("us.words")).expect("written");
    let mut words: Vec<Word> = read(FileKind::Words, &bytes).expect("words");
    assert_eq!(words.len(), 1);
    (words.remove(0), act)
}

#[test]
fn a_register_of_another_party_or_a_set_of_the_old_version_pairs_with_nobody() {
    let folder = folder();
    let here = folder.path();
    for party in ["IR", "US"] {
        invitation(here, &founded(here, party, party));
    }
    std::fs::copy(here.join("IR/register"), here.join("US/register")).expect("copied");
    let output = step(here, &US, "IR.invitation", Some("1"));
    assert_eq!(document(&said(&output))["refused"]["code"], "E-CUS-004");
    assert!(!demarche(here, &["party", "keys", "status", "--register", "US/1.share"]).status.success());
}
