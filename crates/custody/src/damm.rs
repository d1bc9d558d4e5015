//! Check digit by a quasigroup (Damm 2004): finds every single wrong digit and every exchange of two neighbours.

/// The digit that makes the sequence end in 0.
pub(crate) fn check(digits: impl IntoIterator<Item = u8>) -> u8 {
    digits.into_iter().fold(0, |state, digit| TABLE[usize::from(state)][usize::from(digit)])
}

/// The table of order 10 of Damm's thesis, totally anti-symmetric.
const TABLE: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_and_every_slip_of_one_digit_or_two_neighbours() {
        assert_eq!(check([5, 7, 2]), 4);
        for number in 0..1000u16 {
            let digits =
                [number / 100, number / 10 % 10, number % 10].map(|d| u8::try_from(d).expect("a digit"));
            let whole = check(digits);
            for place in 0..3 {
                for other in (0..10).filter(|other| *other != digits[place]) {
                    let mut wrong = digits;
                    wrong[place] = other;
                    assert_ne!(check(wrong), whole);
                }
            }
            for place in 0..2 {
                let mut wrong = digits;
                wrong.swap(place, place + 1);
                assert!(wrong == digits || check(wrong) != whole);
            }
        }
    }
}
