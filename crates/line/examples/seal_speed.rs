//! Time of sealing, opening and exporting by MLS: `cargo run --release -p line --example seal_speed`.
//!
//! Prints one line: microseconds a message of 1 KiB, with an export after each and after each 64, and the bytes
//! that an export writes.

use line::group::{CertificateAuthority, Changes, Group};
use line::ids::PartyCode;
use line::mls_group::{MlsGroup, MlsProvider};
use std::time::Instant;

/// Pairings whose MACs are all alike; enough to time a group.
struct Alike(PartyCode);

impl CertificateAuthority for Alike {
    fn mac(&self, _peer: &PartyCode, _former: &[u8]) -> Option<[u8; 32]> {
        Some([0; 32])
    }
    fn own(&self) -> &PartyCode {
        &self.0
    }
    fn members(&self) -> Vec<PartyCode> {
        ["IR", "US"].map(code).to_vec()
    }
    fn highest_serial(&self, _party: &PartyCode) -> u64 {
        0
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (ir, us) = (Alike(code("IR")), Alike(code("US")));
    let mut provider = MlsProvider::from_system()?;
    let mut sender = MlsGroup::create(provider.clone(), &ir, &[1; 32], 0, 1)?;
    let (offer, rows) = MlsGroup::key_package(&mut provider, &us, &[1; 32], 1)?;
    let changes = Changes { adds: [(code("US"), offer)].into(), ..Changes::default() };
    let commit = sender.commit(&ir, &[], 2, &changes)?;
    sender.merge()?;
    let mut reader = MlsGroup::join(provider, &us, &[1; 32], 0, &commit.welcomes[&code("US")], &rows)?;
    for every in [1, 64] {
        let (mut sealing, mut opening, mut written) = (0, 0, 0);
        for message in 1..=MESSAGES {
            let begun = Instant::now();
            let sealed = sender.seal(&[7; 1_024])?;
            if message % every == 0 {
                written += sender.export().values().flatten().map(Vec::len).sum::<usize>();
            }
            sealing += begun.elapsed().as_micros();
            let begun = Instant::now();
            reader.open(&sealed)?;
            if message % every == 0 {
                reader.export();
            }
            opening += begun.elapsed().as_micros();
        }
        let n = MESSAGES as u128;
        let bytes = written * every / MESSAGES;
        println!(
            "export each {every}: seal {} us, open {} us, {bytes} B an export",
            sealing / n,
            opening / n
        );
    }
    Ok(())
}

fn code(text: &str) -> PartyCode {
    PartyCode::parse(text).expect("a code")
}

const MESSAGES: usize = 2_000;
