//! A charter is in force for a member from its read-back (notices.md section 9).

use crate::matching::{Outcome, charter_outcome};
use crate::view::View;
use line::ids::PartyCode;
use notice::Number;
use notice::types::l3_read_back::ReadBack;

/// Members that have read a charter version back, with when, ms UTC; its proposer from its entry on is none of them.
pub fn readers(view: View<'_>, number: &Number) -> Vec<(PartyCode, i64)> {
    let Some(filed) = view.book.charters(view.horizon).find(|c| c.charter.number() == *number) else {
        return Vec::new();
    };
    let mut readers: Vec<(PartyCode, i64)> = Vec::new();
    for said in view.about(number) {
        let Some(l3) = ReadBack::of(&said.notice) else { continue };
        let aimed = l3.subject() == Some(number) && l3.entry() == Some(filed.entry.0);
        let matches = aimed && charter_outcome(&filed.charter, &said.notice) == Outcome::Match;
        let new = readers.iter().all(|(party, _)| *party != said.place.author);
        if matches && new && said.place.author != filed.place.author {
            readers.push((said.place.author.clone(), said.notice.stamp().dtg.ms()));
        }
    }
    readers
}
