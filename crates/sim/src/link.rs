//! The way between one party and one relay: latency, loss, duplicates; what is late overtakes nothing by rule,
//! so a wide latency is the reordering.
//!
//! I1 a link never alters bytes (a relay may). I2 a cut link answers nothing at all.

use crate::chance::Chance;

/// What a link does to the requests and answers that pass it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Least and greatest delay of one passage, ms.
    pub latency_ms: (u64, u64),
    /// One passage in so many is lost; 0 for none.
    pub lose_one_in: u64,
    /// One passage in so many comes twice; 0 for none.
    pub double_one_in: u64,
    /// Nothing passes.
    pub cut: bool,
}

impl Link {
    /// A quiet line: 20 to 80 ms, nothing lost.
    pub fn quiet() -> Self {
        Link { latency_ms: (20, 80), lose_one_in: 0, double_one_in: 0, cut: false }
    }

    /// The delays after which one message comes out: none if it is lost, two if it is doubled.
    pub fn pass(&self, chance: &mut Chance) -> Vec<u64> {
        if self.cut || chance.one_in(self.lose_one_in) {
            return Vec::new();
        }
        let copies = if chance.one_in(self.double_one_in) { 2 } else { 1 };
        (0..copies).map(|_| chance.between(self.latency_ms.0, self.latency_ms.1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_link_passes_nothing_and_a_quiet_one_everything_once() {
        let mut chance = Chance::of(1, "link");
        for _ in 0..100 {
            let delays = Link::quiet().pass(&mut chance);
            assert_eq!(delays.len(), 1);
            assert!((20..=80).contains(&delays[0]));
        }
        let cut = Link { cut: true, ..Link::quiet() };
        assert!((0..100).all(|_| cut.pass(&mut chance).is_empty()));
    }

    #[test]
    fn loss_and_doubling_come_about_as_often_as_asked() {
        let mut chance = Chance::of(2, "link");
        let link = Link { lose_one_in: 4, double_one_in: 4, ..Link::quiet() };
        let passages: Vec<usize> = (0..4_000).map(|_| link.pass(&mut chance).len()).collect();
        let count = |n| passages.iter().filter(|&&p| p == n).count();
        assert!((800..1_200).contains(&count(0)), "about a quarter is lost");
        assert!((600..900).contains(&count(2)), "about a quarter of the rest is doubled");
    }
}
