//! Sheets: every slip is found, in every script.

use crate::common::{generator, set, three_of_five};
use custody::rand_core::RngCore;
use custody::{CustodyError, GROUPS, Which, digits, read_digits};

fn in_script(text: &str, zero: char) -> String {
    let digit = |sign: char| match sign.to_digit(10) {
        Some(digit) => char::from_u32(u32::from(zero) + digit).expect("a digit"),
        None => sign,
    };
    text.chars().map(digit).collect()
}

#[test]
fn a_sheet_reads_back_in_latin_persian_and_arabic_digits() {
    for share in three_of_five(20) {
        for (which, secret) in [(Which::Root, &share.root), (Which::Seal, &share.seal)] {
            let groups = digits(&share.set, share.index, which, secret);
            assert_eq!(groups.len(), GROUPS);
            assert!(groups.iter().all(|group| group.len() == 6));
            for zero in ['0', '\u{660}', '\u{6F0}'] {
                let typed = in_script(&groups.join(" "), zero);
                assert_eq!(read_digits(&share.set, share.index, which, &typed).as_ref(), Ok(secret));
            }
        }
    }
}

#[test]
fn a_sheet_of_another_index_set_or_secret_is_refused_as_a_whole() {
    let share = three_of_five(21).remove(0);
    let typed = digits(&share.set, 1, Which::Root, &share.root).join(" ");
    assert_eq!(read_digits(&set(), 2, Which::Root, &typed), Err(CustodyError::SheetWhole));
    assert_eq!(read_digits(&set(), 1, Which::Seal, &typed), Err(CustodyError::SheetWhole));
    let other = custody::SetId { generation: 2, ..set() };
    assert_eq!(read_digits(&other, 1, Which::Root, &typed), Err(CustodyError::SheetWhole));
    assert_eq!(read_digits(&set(), 1, Which::Root, &typed[7..]), Err(CustodyError::SheetLength { have: 17 }));
}

/// 10^5 single wrong digits and as many exchanged groups: all found, the first by its group.
#[test]
fn single_slips_are_located_and_exchanged_groups_are_found() {
    let share = three_of_five(22).remove(0);
    let groups = digits(&share.set, 1, Which::Root, &share.root);
    let mut draw = generator(23);
    let mut upto = |most: usize| usize::try_from(draw.next_u32()).expect("fits") % most;
    for _ in 0..100_000 {
        let (group, place, by) = (upto(GROUPS), upto(6), 1 + upto(9));
        let mut typed: Vec<String> = groups.to_vec();
        let mut figures: Vec<u8> = typed[group].bytes().collect();
        figures[place] = b'0' + (figures[place] - b'0' + u8::try_from(by).expect("a digit")) % 10;
        typed[group] = String::from_utf8(figures).expect("digits");
        let refused = read_digits(&share.set, 1, Which::Root, &typed.join(" "));
        assert_eq!(refused, Err(CustodyError::SheetGroup { group: group + 1 }));
    }
    for _ in 0..20_000 {
        let (one, two) = (upto(GROUPS), upto(GROUPS));
        let mut typed: Vec<String> = groups.to_vec();
        typed.swap(one, two);
        let same = typed[one] == groups[one];
        assert_eq!(read_digits(&share.set, 1, Which::Root, &typed.join(" ")).is_ok(), same);
    }
}
