//! Whose copy a leaked text is: a posterior for every reader, over all coalitions of up to three and over nobody.
//!
//! In: the code of each reader's copies and the forms read from the text. Out: [`Leads`]. Where the copies of a
//! coalition agree, that form has 96 %; where two differ either is equally likely, where three do it may be by lot, by most or
//! by fewest. A carrier that cannot be read
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
        Prior { nobody: 0.2, together: [0.5, 0.35, 0.15] }
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
    if read.known() == 0 {
        // What cannot be read says nothing of anybody.
        let sizes = prior.together.iter().zip(1u8..).map(|(share, size)| share * f64::from(size));
        let each = (1.0 - prior.nobody) * sizes.sum::<f64>() / n as f64;
        return Leads { readers: vec![each; n], nobody: prior.nobody };
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
    let mut seen = Seen::default();
    for at in 0..read.known.0.len() {
        let left = read.carriers - at * 64;
        let all = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
        let (and, or) = copies.iter().fold((u64::MAX, 0), |(and, or), row| (and & row.0[at], or | row.0[at]));
        let most = match copies {
            [a, b, c] => a.0[at] & b.0[at] | b.0[at] & c.0[at] | a.0[at] & c.0[at],
            _ => 0,
        };
        let (known, forms, differ) = (read.known.0[at], read.forms.0[at], and ^ or);
        let agree = known & !differ;
        seen.right += (agree & !(forms ^ and)).count_ones();
        seen.wrong += (agree & (forms ^ and)).count_ones();
        seen.split += (known & differ).count_ones();
        seen.most += (known & differ & !(forms ^ most)).count_ones();
        seen.lost_agreed += (all & !known & !differ).count_ones();
        seen.lost_split += (all & !known & differ).count_ones();
    }
    let agreed = f64::from(seen.right) * RIGHT.ln() + f64::from(seen.wrong) * (1.0 - RIGHT).ln();
    let by_chance = beta(seen.lost_agreed + seen.lost_split, seen.right + seen.wrong + seen.split);
    if copies.len() == 1 {
        return agreed + by_chance;
    }
    let blanked = beta(seen.lost_agreed, seen.right + seen.wrong)
        + f64::from(seen.lost_split) * BLANKED.ln()
        + f64::from(seen.split) * (1.0 - BLANKED).ln();
    agreed + mixed(&seen, copies.len()) + mean(&[by_chance, blanked])
}

/// What was read under one hypothesis.
#[derive(Default)]
struct Seen {
    /// Where all copies agree: the form they have, and another.
    right: u32,
    wrong: u32,
    /// Where they differ, and of these the form that two of three have.
    split: u32,
    most: u32,
    lost_agreed: u32,
    lost_split: u32,
}

/// How the forms where copies differ fit: of two either; of three by lot, as most have it, as fewest have it.
fn mixed(seen: &Seen, copies: usize) -> f64 {
    if copies < 3 {
        return f64::from(seen.split) * 0.5f64.ln();
    }
    let as_most = |share: f64| {
        f64::from(seen.most) * share.ln() + f64::from(seen.split - seen.most) * (1.0 - share).ln()
    };
    mean(&[as_most(0.5), as_most(2.0 / 3.0), as_most(RIGHT), as_most(1.0 - RIGHT)])
}

/// The same if it was nobody of these: any form, anything lost.
fn chance(read: &Read) -> f64 {
    let known = read.known();
    let lost = u32::try_from(read.carriers).unwrap_or(u32::MAX) - known;
    f64::from(known) * 0.5f64.ln() + beta(lost, known)
}

/// The mean of several, in logarithms.
fn mean(logs: &[f64]) -> f64 {
    let most = logs.iter().copied().fold(f64::MIN, f64::max);
    most + (logs.iter().map(|log| (log - most).exp()).sum::<f64>() / logs.len() as f64).ln()
}

/// Log of the chance that just these were lost, if two in five are, as far as eight and twelve trials would show it.
fn beta(lost: u32, kept: u32) -> f64 {
    let of = |a: u32, b: u32| log_factorial(a) + log_factorial(b) - log_factorial(a + b + 1);
    of(lost + LOST - 1, kept + KEPT - 1) - of(LOST - 1, KEPT - 1)
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
const RIGHT: f64 = 0.96;
const BLANKED: f64 = 0.98;
/// What is known of losses beforehand, as lost and kept marks.
const LOST: u32 = 8;
const KEPT: u32 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_groups_of_up_to_three_are_tried() {
        assert_eq!((1..=3).map(|size| coalitions(20, size).len()).sum::<usize>(), 1350);
    }

    #[test]
    fn a_copy_alone_is_found_and_noise_is_nobody() {
        // Steele, Lea, Flood, *Fast splittable pseudorandom number generators* (2014): rows without a pattern, as the
        // keyed rows of readers are.
        let bit = |seed: u64, n: u64| {
            let z = seed.wrapping_add((n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (z ^ (z >> 31)) & 1 == 1
        };
        let code = |seed: u64| Row::of(&(0..80).map(|n| bit(seed, n)).collect::<Vec<_>>());
        let codes: Vec<Row> = [0x9e37_79b9, 0x7f4a_7c15, 0xbf58_476d, 0x94d0_49bb].map(code).into();
        let copy = |row: &Row| (0..80).map(|n| Some(row.0[n / 64] >> (n % 64) & 1 == 1)).collect::<Vec<_>>();
        let found = leads(&codes, &Read::of(&copy(&codes[2])), Prior::default());
        assert!(found.readers[2] > ACCUSE && found.nobody < 0.001, "{found:?}");
        let lost = leads(&codes, &Read::of(&[None; 80]), Prior::default());
        assert!((lost.nobody - 0.2).abs() < 0.1, "{lost:?}");
    }
}
