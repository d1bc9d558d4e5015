//! What custody costs: sharing, signing, enrolling, refreshing among five of whom three act; sealing a backup.

use crate::bench::report::Figures;
use custody::rand_core::{CryptoRng, Error, RngCore};
use custody::{SetId, Share, Status, enrol, found, prove, proved, refresh, sign_together, whole_root};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use store::BackupSecret;

struct System;

impl RngCore for System {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        u64::from(self.next_u32()) << 32 | u64::from(self.next_u32())
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        getrandom::fill(out).expect("the system gives randomness");
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl CryptoRng for System {}

/// Measures each call so many times and gives the median.
pub(super) fn measure(times: usize) -> Result<Figures, String> {
    let failed = |e: custody::CustodyError| e.to_string();
    let set = SetId { party: "US".to_owned(), status: Status::Test, generation: 1, version: 1 };
    let old: Vec<Share> = found(&set, 3, 5, 1, &mut System).map_err(failed)?.shares;
    let used = [1, 2, 3, 4, 5];
    let newcomers = enrol(&old[..3], &used, &[6, 7, 8, 9, 10], &mut System).map_err(failed)?;
    let proof = prove(&old[0], &[7; 32], &mut System).map_err(failed)?;
    let (root, seal) = (&old[0].root_public, &old[0].seal_public);
    let path = Path::new("bench");
    let secret = BackupSecret::of_seed(&[1; 32]).map_err(|e| e.to_string())?;
    let backup = vec![7; 10 << 20];
    let sealed = secret.public().seal(path, &backup).map_err(|e| e.to_string())?;
    let enrolled = || enrol(&old[..3], &used, &[6, 7, 8, 9, 10], &mut System);
    Ok(vec![
        ("share_file_bytes", old[0].encode().len().into()),
        ("found_us", median(times, || found(&set, 3, 5, 1, &mut System).is_ok()).into()),
        ("root_whole_us", median(times, || whole_root(&old[..3]).is_ok()).into()),
        ("sign_by_three_us", median(times, || sign_together(&old[..3], b"act", &mut System).is_ok()).into()),
        ("enrol_five_by_three_us", median(times, || enrolled().is_ok()).into()),
        ("refresh_five_us", median(times, || refresh(&[], &newcomers, &mut System).is_ok()).into()),
        ("prove_us", median(times, || prove(&old[0], &[7; 32], &mut System).is_ok()).into()),
        ("verify_proof_us", median(times, || proved(&set, root, seal, &[7; 32], &proof).is_ok()).into()),
        ("seal_10_mib_us", median(5, || secret.public().seal(path, &backup).is_ok()).into()),
        ("open_10_mib_us", median(5, || secret.open(path, &sealed).is_ok()).into()),
    ])
}

fn median(times: usize, mut call: impl FnMut() -> bool) -> u64 {
    let mut all: Vec<u64> = (0..times.max(1))
        .map(|_| {
            let begun = Instant::now();
            black_box(call());
            u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)
        })
        .collect();
    all.sort_unstable();
    all[all.len() / 2]
}
