//! Whose copy a leaked text is: a posterior for every reader, over all coalitions of up to three and over nobody.
//!
//! In: the code of each reader's copies and the forms read from the text. Out: [`Leads`]. Where the copies of a
//! coalition differ, either form is equally likely; where they agree, that form with 95 %. A carrier that cannot be read
//! counts under two hypotheses, lost by chance and blanked on purpose where copies differ. I1 the answer is a lead with
//! what else explains it, never a finding: nobody of ours is a hypothesis like the others.

/// Forms by carrier, as bits in words of 64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Vec<u64>);

/// What was read: which carriers, and their forms.
#[derive(Debug, Clone)]
pub struct Read {
    known: Row,
    forms: Row,
    carriers: usize,
}

/// How likely each reader is to have had a part in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Leads {
    /// By reader, in the order of the codes.
    pub readers: Vec<f64>,
    /// That it was none of them.
    pub nobody: f64,
}

/// What is held likely before anything is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// That it was none of these readers: the other side reads its own renderings.
    pub nobody: f64,
    /// One, two, three together, of the rest.
    pub together: [f64; 3],
}

impl Default for Prior {
    fn default() -> Self {
        Prior { nobody: 0.2, together: [0.6, 0.25, 0.15] }
    }
}

impl Row {
    /// From forms by carrier.
    pub fn of(bits: &[bool]) -> Self {
        let mut words = vec![0u64; bits.len().div_ceil(64)];
        for (at, _) in bits.iter().enumerate().filter(|(_, bit)| **bit) {
            words[at / 64] |= 1 << (at % 64);
        }
        Row(words)
    }
}

impl Read {
    /// From forms by carrier, none where it cannot be read.
    pub fn of(forms: &[Option<bool>]) -> Self {
        let known: Vec<bool> = forms.iter().map(Option::is_some).collect();
        let ones: Vec<bool> = forms.iter().map(|form| *form == Some(true)).collect();
        Read { known: Row::of(&known), forms: Row::of(&ones), carriers: forms.len() }
    }

    /// How many carriers could be read.
    pub fn known(&self) -> u32 {
        self.known.0.iter().map(|word| word.count_ones()).sum()
    }
}

/// Posterior of each reader. More than [`MOST_READERS`] are not judged: everybody keeps the prior.
pub fn leads(codes: &[Row], read: &Read, prior: Prior) -> Leads {
    let n = codes.len();
    if n == 0 || n > MOST_READERS {
        return Leads { readers: vec![0.0; n], nobody: prior.nobody };
    }
    let mut weighed: Vec<(Vec<usize>, f64)> = Vec::new();
    for size in 1..=3.min(n) {
        let groups = coalitions(n, size);
        let each = ((1.0 - prior.nobody) * prior.together[size - 1] / groups.len() as f64).ln();
        weighed.extend(groups.into_iter().map(|group| {
            let fits = likelihood(&group.iter().map(|at| &codes[*at]).collect::<Vec<_>>(), read);
            (group, each + fits)
        }));
    }
    let nobody = prior.nobody.ln() + chance(read);
    let most = weighed.iter().map(|(_, log)| *log).fold(nobody, f64::max);
    let sum: f64 = weighed.iter().map(|(_, log)| (log - most).exp()).sum::<f64>() + (nobody - most).exp();
    let mut readers = vec![0.0; n];
    for (group, log) in &weighed {
        for at in group {
            readers[*at] += (log - most).exp() / sum;
        }
    }
    Leads { readers, nobody: (nobody - most).exp() / sum }
}

/// Log-likelihood of what was read if these put their copies together.
fn likelihood(copies: &[&Row], read: &Read) -> f64 {
    let (mut right, mut wrong, mut split, mut lost_agreed, mut lost_split) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for at in 0..read.known.0.len() {
        let left = read.carriers - at * 64;
        let all = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
        let (and, or) = copies.iter().fold((u64::MAX, 0), |(and, or), row| (and & row.0[at], or | row.0[at]));
        let (known, forms, differ) = (read.known.0[at], read.forms.0[at], and ^ or);
        let agree = known & !differ;
        right += (agree & !(forms ^ and)).count_ones();
        wrong += (agree & (forms ^ and)).count_ones();
        split += (known & differ).count_ones();
        lost_agreed += (all & !known & !differ).count_ones();
        lost_split += (all & !known & differ).count_ones();
    }
    let forms = f64::from(right) * RIGHT.ln()
        + f64::from(wrong) * (1.0 - RIGHT).ln()
        + f64::from(split) * 0.5f64.ln();
    let by_chance = beta(lost_agreed + lost_split, right + wrong + split);
    if copies.len() == 1 {
        return forms + by_chance;
    }
    let blanked = beta(lost_agreed, right + wrong)
        + f64::from(lost_split) * BLANKED.ln()
        + f64::from(split) * (1.0 - BLANKED).ln();
    forms + either(by_chance, blanked)
}

/// The same if it was nobody of these: any form, anything lost.
fn chance(read: &Read) -> f64 {
    let known = read.known();
    let lost = u32::try_from(read.carriers).unwrap_or(u32::MAX) - known;
    f64::from(known) * 0.5f64.ln() + beta(lost, known)
}

/// Half of each of two, in logarithms.
fn either(a: f64, b: f64) -> f64 {
    let most = a.max(b);
    most + ((a - most).exp() / 2.0 + (b - most).exp() / 2.0).ln()
}

/// Log of the chance that just these were lost, whatever share is lost: B(lost + 1, kept + 1).
fn beta(lost: u32, kept: u32) -> f64 {
    log_factorial(lost) + log_factorial(kept) - log_factorial(lost + kept + 1)
}

/// ln n!, by Stirling's series above small numbers.
fn log_factorial(n: u32) -> f64 {
    if n < 16 {
        return (2..=n).map(|k| f64::from(k).ln()).sum();
    }
    let n = f64::from(n);
    n * n.ln() - n + 0.5 * (2.0 * std::f64::consts::PI * n).ln() + 1.0 / (12.0 * n)
        - 1.0 / (360.0 * n * n * n)
}

/// All groups of a size.
fn coalitions(n: usize, size: usize) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..size {
        out = out
            .into_iter()
            .flat_map(|group| {
                let from = group.last().map_or(0, |last| last + 1);
                (from..n).map(move |next| group.iter().copied().chain([next]).collect())
            })
            .collect();
    }
    out
}

/// All coalitions are tried for at most so many readers.
pub const MOST_READERS: usize = 20;
/// A lead is shown as one above this.
pub const ACCUSE: f64 = 0.99;
const RIGHT: f64 = 0.95;
const BLANKED: f64 = 0.98;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_groups_of_up_to_three_are_tried() {
        assert_eq!((1..=3).map(|size| coalitions(20, size).len()).sum::<usize>(), 1350);
    }

    #[test]
    fn a_copy_alone_is_found_and_noise_is_nobody() {
        let code = |seed: u64| {
            Row::of(&(0..80).map(|n| (seed.wrapping_mul(n + 3) >> 7) & 1 == 1).collect::<Vec<_>>())
        };
        let codes: Vec<Row> = [0x9e37_79b9, 0x7f4a_7c15, 0xbf58_476d, 0x94d0_49bb].map(code).into();
        let copy = |row: &Row| (0..80).map(|n| Some(row.0[n / 64] >> (n % 64) & 1 == 1)).collect::<Vec<_>>();
        let found = leads(&codes, &Read::of(&copy(&codes[2])), Prior::default());
        assert!(found.readers[2] > ACCUSE && found.nobody < 0.001, "{found:?}");
        let lost = leads(&codes, &Read::of(&vec![None; 80]), Prior::default());
        assert!((lost.nobody - 0.2).abs() < 0.1, "{lost:?}");
    }
}
