//! The release desk: papers, seals, numbers, and what went out (notices.md section 0).
//!
//! In: drafts, answers to challenges. Out: rows, and the word that a paper may go.
//!
//! I1 a seal is kept only after [`crate::challenge::Challenges::verify`]. I2 a number is taken in the transaction
//! that releases; a refused release gives it back if none was taken since. I3 what the desk knows survives a restart.

use crate::challenge::{Answer, Approved, Challenge, Challenges, Purpose, Subject};
use crate::error::ChanceryError;
use crate::officers::Roster;
use crate::paper::{DraftId, Paper, Sent};
use crate::seal_log::{self, Seal, SealLog};
use crate::subject_tag::{self, TagKeys};
use line::ids::Epoch;
use line::machine::{Rows, Table, Write};
use line::time::Now;
use notice::{Instant, Number};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The desk of one compartment at one node.
#[derive(Debug, Default)]
pub struct Desk {
    papers: BTreeMap<DraftId, Paper>,
    next_draft: u64,
    serials: BTreeMap<u8, u32>,
    sent: BTreeMap<Number, Sent>,
    log: SealLog,
    tags: TagKeys,
    challenges: Challenges,
}

impl Desk {
    /// Rebuilds the desk from the rows of the compartment's store.
    ///
    /// # Errors
    /// [`ChanceryError::RowUnreadable`], [`ChanceryError::SealLogBroken`].
    pub fn restore(rows: &Rows) -> Result<Self, ChanceryError> {
        let mut desk = Desk::default();
        for ((table, key), value) in rows {
            match table {
                Table::Drafts => {
                    let (id, paper) = Paper::read(key, value)?;
                    desk.papers.insert(id, paper);
                }
                Table::Desk => desk.restore_row(key, value)?,
                _ => {}
            }
        }
        Ok(desk)
    }

    fn restore_row(&mut self, key: &[u8], value: &[u8]) -> Result<(), ChanceryError> {
        let unreadable = |row: &str| ChanceryError::RowUnreadable { row: row.to_owned() };
        if key.starts_with(seal_log::PREFIX) {
            return self.log.restore(value);
        }
        if key.starts_with(subject_tag::PREFIX) {
            return self.tags.restore(key, value);
        }
        if key == NEXT_DRAFT {
            self.next_draft = line::cbor::decode(value).map_err(|_| unreadable("next draft"))?;
        } else if let Some(year) = key.strip_prefix(SERIAL) {
            let &[year] = year else { return Err(unreadable("serial")) };
            self.serials.insert(year, line::cbor::decode(value).map_err(|_| unreadable("serial"))?);
        } else if let Some(number) = key.strip_prefix(SENT) {
            let number = std::str::from_utf8(number).ok().and_then(Number::parse);
            let sent = line::cbor::decode(value).map_err(|_| unreadable("sent"))?;
            self.sent.insert(number.ok_or_else(|| unreadable("sent"))?, sent);
        }
        Ok(())
    }

    /// Keeps a new paper.
    ///
    /// # Errors
    /// [`ChanceryError::Invalid`] if a value is not of its paragraph's kind.
    pub fn keep(&mut self, paper: Paper) -> Result<(DraftId, Vec<Write>), ChanceryError> {
        let id = DraftId(self.next_draft + 1);
        let row = paper.write(id)?;
        self.next_draft = id.0;
        self.papers.insert(id, paper);
        let value = Some(line::cbor::encode(&self.next_draft));
        Ok((id, vec![row, Write { table: Table::Desk, key: NEXT_DRAFT.to_vec(), value }]))
    }

    /// Replaces a paper, with its new seals.
    ///
    /// # Errors
    /// [`ChanceryError::Invalid`] if a value is not of its paragraph's kind.
    pub fn replace(&mut self, id: DraftId, paper: Paper) -> Result<Write, ChanceryError> {
        let row = paper.write(id)?;
        self.papers.insert(id, paper);
        Ok(row)
    }

    /// A paper.
    ///
    /// # Errors
    /// [`ChanceryError::NoSuchDraft`].
    pub fn paper(&self, id: DraftId) -> Result<&Paper, ChanceryError> {
        self.papers.get(&id).ok_or_else(|| ChanceryError::NoSuchDraft { draft: id.to_string() })
    }

    /// All papers, by id.
    pub fn papers(&self) -> impl Iterator<Item = (DraftId, &Paper)> {
        self.papers.iter().map(|(id, paper)| (*id, paper))
    }

    /// Takes a paper off the desk.
    pub fn discard(&mut self, id: DraftId) -> Write {
        self.papers.remove(&id);
        Paper::erase(id)
    }

    /// Hands out a challenge for a purpose on a paper. The nonce must be fresh.
    ///
    /// # Errors
    /// [`ChanceryError::NoSuchDraft`], [`ChanceryError::TooManyChallenges`], [`ChanceryError::Invalid`].
    pub fn challenge(
        &mut self,
        now: Now,
        node: [u8; 32],
        compartment: &str,
        asked: (Purpose, DraftId),
        nonce: [u8; 32],
    ) -> Result<Challenge, ChanceryError> {
        let hash = self.paper(asked.1)?.text.subject()?;
        let epoch = self.tags.newest().unwrap_or(0);
        let tag = self.tags.tag(epoch, &hash).ok_or(ChanceryError::NoSuchChallenge)?;
        self.challenges.issue(now, node, compartment, (asked.0, Subject { hash, tag, epoch }), nonce)
    }

    /// Verifies an officer's answer for a purpose on a paper.
    ///
    /// # Errors
    /// As [`Challenges::verify`]; [`ChanceryError::NoSuchDraft`].
    pub fn verify(
        &mut self,
        now: Now,
        roster: &Roster,
        answer: &Answer,
        asked: (Purpose, DraftId),
    ) -> Result<Approved, ChanceryError> {
        let hash = self.paper(asked.1)?.text.subject()?;
        self.challenges.verify(now, roster, answer, (asked.0, hash))
    }

    /// Logs a seal; it stands in the log whatever becomes of the release.
    pub fn log(&mut self, approved: &Approved) -> (Seal, Write) {
        let seal = Seal::of(approved);
        let write = self.log.append(seal.clone());
        (seal, write)
    }

    /// The log of seals.
    pub fn seal_log(&self) -> &SealLog {
        &self.log
    }

    /// Makes the tag key of a new epoch; `None` if it is there.
    pub fn open_epoch(&mut self, epoch: Epoch, fresh: Zeroizing<[u8; 32]>) -> Option<Write> {
        self.tags.open(epoch, fresh)
    }

    /// Destroys the tag keys of a MUTUAL_ONLY compartment's epochs up to a disclosed one.
    pub fn disclose_up_to(&mut self, epoch: Epoch) -> Vec<Write> {
        self.tags.destroy_up_to(epoch)
    }

    /// Takes the next number of a year, with the row that keeps it.
    pub fn take_number(&mut self, at: Instant) -> (u8, u32, Write) {
        let year = year_of(at);
        let serial = self.serials.entry(year).or_insert(0);
        *serial += 1;
        let value = Some(line::cbor::encode(serial));
        (year, *serial, Write { table: Table::Desk, key: [SERIAL, &[year]].concat(), value })
    }

    /// Leaves numbers of a year out.
    pub fn skip_numbers(&mut self, at: Instant, count: u32) {
        let serial = self.serials.entry(year_of(at)).or_insert(0);
        *serial = serial.saturating_add(count);
    }

    /// Gives a number back that was not used, if it is the last taken.
    pub fn give_back(&mut self, year: u8, serial: u32) {
        if let Some(last) = self.serials.get_mut(&year).filter(|last| **last == serial) {
            *last -= 1;
        }
    }

    /// The row of what went out.
    pub fn sent_row(number: &Number, sent: &Sent) -> Write {
        let key = [SENT, number.to_string().as_bytes()].concat();
        Write { table: Table::Desk, key, value: Some(line::cbor::encode(sent)) }
    }

    /// Notes that a notice went out.
    pub fn went_out(&mut self, number: Number, sent: Sent) {
        self.sent.insert(number, sent);
    }

    /// What the desk knows of an own notice.
    pub fn sent(&self, number: &Number) -> Option<&Sent> {
        self.sent.get(number)
    }

    /// Own notices that went out, by number.
    pub fn all_sent(&self) -> impl Iterator<Item = (&Number, &Sent)> {
        self.sent.iter()
    }

    /// FLASH of the last hour that count against the budget.
    pub fn flashes_since(&self, from_ms: i64) -> u64 {
        self.sent.values().filter(|sent| sent.flash && sent.at_ms > from_ms).count() as u64
    }
}

/// Last two digits of the year of an instant.
fn year_of(at: Instant) -> u8 {
    let days = at.seconds() / 86_400 + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let january_or_february = (5 * day_of_year + 2) / 153 >= 10;
    let year = year_of_era + era * 400 + i64::from(january_or_february);
    u8::try_from(year.rem_euclid(100)).unwrap_or_default()
}

const NEXT_DRAFT: &[u8] = b"next/draft";
const SERIAL: &[u8] = b"serial/";
const SENT: &[u8] = b"sent/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_number_is_that_of_utc() {
        let year = |seconds| year_of(Instant::from_seconds(seconds).expect("in range"));
        assert_eq!(year(0), 70);
        assert_eq!(year(1_798_761_599), 26, "2026-12-31T23:59:59Z");
        assert_eq!(year(1_798_761_600), 27, "2027-01-01T00:00:00Z");
        assert_eq!(year(1_835_481_600), 28, "2028-03-01T00:00:00Z");
    }

    #[test]
    fn a_number_given_back_is_taken_again_unless_a_later_one_went_out() {
        let mut desk = Desk::default();
        let at = Instant::from_seconds(1_800_000_000).expect("in range");
        assert_eq!(desk.take_number(at).1, 1);
        desk.give_back(27, 1);
        assert_eq!(desk.take_number(at).1, 1);
        assert_eq!(desk.take_number(at).1, 2);
        desk.give_back(27, 1);
        assert_eq!(desk.take_number(at).1, 3);
    }
}
