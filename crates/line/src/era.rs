//! Term and epoch as one number that only rises, so that what is kept by epoch stays in order across a RE-FORM
//! (line.md section 7, rule 9). In term 0 an era is its epoch.
//!
//! I1 a later term lies above every epoch of an earlier one.

use crate::ids::{Epoch, Term};

/// Term and epoch.
pub type Era = u64;

/// The era of an epoch in a term. Epochs beyond 2^40 count as the last one that fits.
pub fn of(term: Term, epoch: Epoch) -> Era {
    u64::from(term) << BITS | epoch.min(LAST)
}

/// Its term.
pub fn term(era: Era) -> Term {
    u32::try_from(era >> BITS).unwrap_or(Term::MAX)
}

/// Its epoch.
pub fn epoch(era: Era) -> Epoch {
    era & LAST
}

const BITS: u32 = 40;
const LAST: u64 = (1 << BITS) - 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_term_lies_above_every_epoch_of_an_earlier_one() {
        assert_eq!(of(0, 7), 7);
        assert!(of(1, 0) > of(0, u64::MAX));
        for (term_no, epoch_no) in [(0, 0), (1, 5), (9, LAST)] {
            let era = of(term_no, epoch_no);
            assert_eq!((term(era), epoch(era)), (term_no, epoch_no));
        }
    }
}
