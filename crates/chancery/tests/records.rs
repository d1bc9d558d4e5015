//! What a leaked page of a compartment proves: nothing long-term in MUTUAL_ONLY, itself in TRANSFERABLE.

use crate::world::*;
use chancery::challenge::Purpose;
use chancery::record_page::RecordPage;
use chancery::{Command, Reply, Setup};
use line::body::NoticeBody;
use line::config::Attestation;
use line::entry::{Entry, Kind};
use line::keys::Secret;
use line::record::public_key;
use notice::Number;
use notice::vocabulary::NoticeType;

pub fn seed(own: usize) -> [u8; 32] {
    [0x40 + own as u8; 32]
}

/// The setups of a TRANSFERABLE compartment: record keys in paragraph E and at their owners.
pub fn transferable() -> [Setup; 2] {
    let key = |own: usize, code: &str| {
        format!("{{ party = \"{code}\", key = \"{}\" }}", hex::encode(public_key(&seed(own))))
    };
    let mode = format!("mode = \"TRANSFERABLE\"\nkeys = [{}, {}]", key(US, "US"), key(IR, "IR"));
    let text = template(NoticeType::Ch).replace("mode = \"MUTUAL_ONLY\"", &mode);
    let charter = notice::file::charter_from_toml(&text).expect("a charter");
    [US, IR].map(|own| {
        let mut setup = setup(own);
        setup.charter = charter.clone();
        setup.line.attestation = Attestation::Transferable;
        setup.record_key = Some(Secret::new(seed(own)));
        setup
    })
}

/// A world whose charter is released, with one released red line.
pub fn spoken(setups: [Setup; 2]) -> (World, Number) {
    let attestation = setups[US].line.attestation;
    let charter = setups[US].charter.clone();
    let mut world = World::with(setups);
    let kept = world.command(US, Command::DraftCharter { charter: Box::new(charter) });
    let Ok(Reply::Drafted { draft, .. }) = kept else { panic!("{kept:?}") };
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, draft)), "PENDING");
    assert_eq!(code(world.seal(US, "clara", Purpose::Second, draft)), "RELEASED");
    let said = match attestation {
        Attestation::MutualOnly => "MUTUAL_ONLY",
        Attestation::Transferable => "TRANSFERABLE",
    };
    let red_line = draft_of(NoticeType::T1, &[("\"MUTUAL_ONLY\"", &format!("\"{said}\""))]);
    let number = world.release(US, &["anne", "clara"], red_line);
    world.run(MINUTE);
    (world, number)
}

pub fn entries(world: &World, node: usize) -> Vec<Entry> {
    world.nodes[node].it.line().record().map(std::borrow::Cow::into_owned).collect()
}

#[test]
fn a_page_of_a_transferable_compartment_verifies_from_its_charter_page_alone() {
    let (world, number) = spoken(transferable());
    let page = RecordPage::of(entries(&world, IR).iter(), Attestation::Transferable, &number);
    let page = page.expect("IR can show what US wrote");
    let shown = RecordPage::verify(&page.encode()).expect("it verifies");
    assert_eq!(shown.notice.number(), &number);
    assert_eq!(shown.record_key, public_key(&seed(US)));
    let why = |page: &RecordPage| RecordPage::verify(&page.encode()).expect_err("altered").to_string();
    let mut forged = page.clone();
    forged.signature = [7; 64].into();
    assert!(why(&forged).contains("SIGNATURE"), "{}", why(&forged));
    let status = RecordPage { status: line::ids::Status::Actual, ..page.clone() };
    assert!(why(&status).contains("STATUS"));
    let [mut other, _] = transferable();
    other.charter.version += 1;
    let another = RecordPage { charter: other.charter.encode().expect("encodes").into(), ..page.clone() };
    assert!(why(&another).contains("SIGNATURE"), "another charter version");
    let mutual = RecordPage { charter: charter().encode().expect("encodes").into(), ..page.clone() };
    assert!(why(&mutual).contains("MUTUAL-ONLY"));
    for at in 0..page.encode().len() {
        let mut bytes = page.encode();
        bytes[at] ^= 1;
        assert!(RecordPage::verify(&bytes).is_err(), "byte {at}");
    }
}

#[test]
fn a_page_of_a_mutual_only_compartment_verifies_against_nothing_long_term() {
    let (mut world, number) = spoken([setup(US), setup(IR)]);
    let refused = RecordPage::of(entries(&world, IR).iter(), Attestation::MutualOnly, &number);
    assert!(refused.expect_err("there is no signature").to_string().contains("E-CHAN-029"));
    world.input(US, chancery::Input::Line(line::machine::Input::Rotate(line::group::Changes::default())));
    world.run(10 * MINUTE);
    for node in [US, IR] {
        let all = entries(&world, node);
        let leaked: Vec<&Entry> = all.iter().filter(|e| e.header.epoch == 1).collect();
        assert!(leaked.iter().any(|e| e.header.kind == Kind::Notice));
        assert!(leaked.iter().all(|e| e.sig.is_empty()), "what signed it is erased, and its key is out");
        for entry in &leaked {
            match entry.header.kind {
                Kind::Notice => {
                    let body = NoticeBody::decode(&entry.body, Attestation::MutualOnly).expect("a notice");
                    assert!(body.record_sig.is_none());
                    assert!(
                        NoticeBody::decode(&entry.body, Attestation::Transferable).is_err(),
                        "the form has no place for a signature"
                    );
                }
                Kind::Charter => {
                    let body = line::body::Charter::decode(&entry.body, Attestation::MutualOnly);
                    assert!(body.expect("a charter").record_keys.is_empty(), "no key to verify with");
                }
                _ => {}
            }
        }
    }
}
