//! How a segment lies in its row: what an item shares with the one before it, or with its author's last, is left out.
//!
//! I1 packing and unpacking is the identity, whatever the numbers. I2 a row of another form, or one that names an author it
//! does not list, is no segment.

use super::{Item, Place, Pointer, Says, Segment, Stated};
use crate::entry::{Kind, Lane};
use crate::ids::{EntryHash, Epoch, PartyCode, Seq, Term};
use minicbor::{Decode, Encode};

/// A segment as it is written. Number 3 were the items of an earlier form.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub(super) struct Packed {
    #[n(0)]
    end: u32,
    #[n(1)]
    tops: Vec<Place>,
    #[n(2)]
    forked: Vec<PartyCode>,
    /// Whom the items name, by their numbers here.
    #[n(4)]
    parties: Vec<PartyCode>,
    #[n(5)]
    items: Vec<Lean>,
}

/// An item; every difference is taken from the item before, or from 0 at the first.
#[derive(Debug, Encode, Decode)]
#[cbor(array)]
struct Lean {
    #[n(0)]
    hash: EntryHash,
    #[n(1)]
    at: Spot,
    #[n(2)]
    lamport: i64,
    #[n(3)]
    kind: Kind,
    #[n(4)]
    lane: Lane,
    #[n(5)]
    signed: bool,
    #[n(6)]
    claimed: i64,
    #[n(7)]
    clock_error: i64,
    #[n(8)]
    index: i64,
    #[n(9)]
    heads: Vec<Head>,
    /// Term and epoch, where they are others than before.
    #[n(10)]
    turn: Option<(Term, Epoch)>,
    #[n(11)]
    prev: Option<EntryHash>,
    #[n(12)]
    says: Option<Said>,
}

/// A place of a chain: whose, and how far from the place of that author that was named last.
#[derive(Debug, Encode, Decode)]
#[cbor(array)]
struct Spot {
    #[n(0)]
    party: u32,
    #[n(1)]
    on: i64,
}

#[derive(Debug, Encode, Decode)]
#[cbor(array)]
struct Head {
    #[n(0)]
    at: Spot,
    #[n(1)]
    hash: Option<EntryHash>,
}

#[derive(Debug, Encode, Decode)]
enum Said {
    #[n(0)]
    Flared,
    #[n(1)]
    Tested(#[n(0)] i64, #[n(1)] bool),
    #[n(2)]
    Received(#[n(0)] Vec<Spot>, #[n(1)] Vec<Word>),
}

/// A statement: its entry's place before the item's, and times after the one that the item's author claims.
#[derive(Debug, Encode, Decode)]
#[cbor(array)]
struct Word {
    #[n(0)]
    at: Option<i64>,
    #[n(1)]
    arrival: Option<i64>,
    #[n(2)]
    told: Option<i64>,
    #[n(3)]
    hash: Option<EntryHash>,
}

/// What was named last; both ways keep it alike.
#[derive(Default)]
struct Last {
    parties: Vec<PartyCode>,
    seqs: Vec<Seq>,
    lamport: u64,
    turn: (Term, Epoch),
    claimed_ms: i64,
    clock_error_ms: i64,
    index: i64,
}

impl Packed {
    pub(super) fn of(segment: &Segment) -> Self {
        let mut last = Last::default();
        let items = segment.items.iter().map(|item| last.lean(item)).collect();
        let (tops, forked) = (segment.tops.clone(), segment.forked.clone());
        Packed { end: segment.end, tops, forked, parties: last.parties, items }
    }

    pub(super) fn unpack(self) -> Option<Segment> {
        let seqs = vec![0; self.parties.len()];
        let mut last = Last { parties: self.parties, seqs, ..Last::default() };
        let items = self.items.into_iter().map(|lean| last.item(lean)).collect::<Option<_>>()?;
        Some(Segment { end: self.end, tops: self.tops, forked: self.forked, items })
    }
}

impl Last {
    fn lean(&mut self, item: &Item) -> Lean {
        let at = self.spot(&item.author, item.seq);
        let lamport = item.lamport.wrapping_sub(self.lamport).cast_signed();
        let claimed = item.claimed_ms.wrapping_sub(self.claimed_ms);
        let clock_error = i64::from(item.clock_error_ms) - self.clock_error_ms;
        let index = i64::from(item.index) - self.index;
        let turn = Some((item.term, item.epoch)).filter(|turn| *turn != self.turn);
        let heads =
            item.heads.iter().map(|head| Head { at: self.spot(&head.author, head.seq), hash: head.hash });
        let heads = heads.collect();
        let says = item.says.as_ref().map(|says| self.said(says, item));
        self.goes_on(item);
        Lean {
            hash: item.hash,
            at,
            lamport,
            kind: item.kind,
            lane: item.lane,
            signed: item.signed,
            claimed,
            clock_error,
            index,
            heads,
            turn,
            prev: item.prev,
            says,
        }
    }

    fn item(&mut self, lean: Lean) -> Option<Item> {
        let (author, seq) = self.place(&lean.at)?;
        let (term, epoch) = lean.turn.unwrap_or(self.turn);
        let heads = lean.heads.into_iter().map(|head| {
            let (author, seq) = self.place(&head.at)?;
            Some(Pointer { author, seq, hash: head.hash })
        });
        let heads = heads.collect::<Option<_>>()?;
        let mut item = Item {
            hash: lean.hash,
            author,
            seq,
            lamport: self.lamport.wrapping_add_signed(lean.lamport),
            term,
            epoch,
            kind: lean.kind,
            lane: lean.lane,
            claimed_ms: self.claimed_ms.wrapping_add(lean.claimed),
            clock_error_ms: u32::try_from(self.clock_error_ms.checked_add(lean.clock_error)?).ok()?,
            signed: lean.signed,
            index: u32::try_from(self.index.checked_add(lean.index)?).ok()?,
            heads,
            prev: lean.prev,
            says: None,
        };
        item.says = match lean.says {
            Some(said) => Some(self.says(said, &item)?),
            None => None,
        };
        self.goes_on(&item);
        Some(item)
    }

    fn goes_on(&mut self, item: &Item) {
        self.lamport = item.lamport;
        self.turn = (item.term, item.epoch);
        self.claimed_ms = item.claimed_ms;
        self.clock_error_ms = i64::from(item.clock_error_ms);
        // Most come one after another.
        self.index = i64::from(item.index) + 1;
    }

    fn said(&mut self, says: &Says, item: &Item) -> Said {
        match says {
            Says::Flared => Said::Flared,
            Says::Tested(slot_ms, manned) => Said::Tested(slot_ms.wrapping_sub(item.claimed_ms), *manned),
            Says::Received(held, stated) => {
                let held = held.iter().map(|place| self.spot(&place.author, place.seq)).collect();
                let word = |stated: &Stated| Word {
                    at: stated.at.map(|at| i64::from(item.index) - i64::from(at)),
                    arrival: stated.arrival_ms.map(|at| at.wrapping_sub(item.claimed_ms)),
                    told: stated.told_ms.map(|at| at.wrapping_sub(item.claimed_ms)),
                    hash: stated.hash,
                };
                Said::Received(held, stated.iter().map(word).collect())
            }
        }
    }

    fn says(&mut self, said: Said, item: &Item) -> Option<Says> {
        let place = |at: i64| u32::try_from(i64::from(item.index).checked_sub(at)?).ok();
        Some(match said {
            Said::Flared => Says::Flared,
            Said::Tested(slot, manned) => Says::Tested(item.claimed_ms.wrapping_add(slot), manned),
            Said::Received(held, words) => {
                let held = held.iter().map(|at| self.place(at).map(|(author, seq)| Place { author, seq }));
                let held = held.collect::<Option<_>>()?;
                let stated = words.into_iter().map(|word| {
                    let at = match word.at {
                        Some(at) => Some(place(at)?),
                        None => None,
                    };
                    Some(Stated {
                        hash: word.hash,
                        at,
                        arrival_ms: word.arrival.map(|after| item.claimed_ms.wrapping_add(after)),
                        told_ms: word.told.map(|after| item.claimed_ms.wrapping_add(after)),
                    })
                });
                Says::Received(held, stated.collect::<Option<_>>()?)
            }
        })
    }

    fn spot(&mut self, author: &PartyCode, seq: Seq) -> Spot {
        let known = self.parties.iter().position(|party| party == author);
        let number = known.unwrap_or_else(|| {
            self.parties.push(author.clone());
            self.seqs.push(0);
            self.parties.len() - 1
        });
        let on = seq.wrapping_sub(self.seqs[number]).cast_signed();
        self.seqs[number] = seq;
        Spot { party: u32::try_from(number).unwrap_or(u32::MAX), on }
    }

    fn place(&mut self, spot: &Spot) -> Option<(PartyCode, Seq)> {
        let number = spot.party as usize;
        let last = self.seqs.get_mut(number)?;
        *last = last.wrapping_add_signed(spot.on);
        Some((self.parties.get(number)?.clone(), *last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn party() -> impl Strategy<Value = PartyCode> {
        prop::sample::select(vec!["US", "IR", "CH", "VER"])
            .prop_map(|code| PartyCode::parse(code).expect("a code"))
    }

    fn hash() -> impl Strategy<Value = EntryHash> {
        any::<[u8; 32]>().prop_map(EntryHash)
    }

    fn says() -> impl Strategy<Value = Says> {
        let place = (party(), any::<Seq>()).prop_map(|(author, seq)| Place { author, seq });
        let stated =
            (prop::option::of(hash()), any::<Option<u32>>(), any::<Option<i64>>(), any::<Option<i64>>());
        let stated =
            stated.prop_map(|(hash, at, arrival_ms, told_ms)| Stated { hash, at, arrival_ms, told_ms });
        let lists = (prop::collection::vec(place, 0..3), prop::collection::vec(stated, 0..4));
        prop_oneof![
            Just(Says::Flared),
            (any::<i64>(), any::<bool>()).prop_map(|(slot, manned)| Says::Tested(slot, manned)),
            lists.prop_map(|(held, stated)| Says::Received(held, stated)),
        ]
    }

    prop_compose! {
        fn item()(
            hash_of in hash(), author in party(), numbers in any::<(Seq, u64, Term, Epoch, i64, u32, u32)>(),
            kind in prop::sample::select(vec![Kind::Notice, Kind::Receipt, Kind::Test, Kind::Control]),
            signed in any::<bool>(), prev in prop::option::of(hash()), says in prop::option::of(says()),
            heads in prop::collection::vec((party(), any::<Seq>(), prop::option::of(hash())), 0..3),
        ) -> Item {
            let (seq, lamport, term, epoch, claimed_ms, clock_error_ms, index) = numbers;
            let heads = heads.into_iter().map(|(author, seq, hash)| Pointer { author, seq, hash }).collect();
            Item {
                hash: hash_of, author, seq, lamport, term, epoch, kind, lane: Lane::Routine, claimed_ms,
                clock_error_ms, signed, index, heads, prev, says,
            }
        }
    }

    proptest! {
        #[test]
        fn a_row_gives_the_segment_again(items in prop::collection::vec(item(), 0..12), end in any::<u32>()) {
            let segment = Segment { end, items, ..Segment::default() };
            let (_, row) = segment.row();
            prop_assert_eq!(Segment::read(&row), Some(segment));
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let packed = minicbor::decode::<Packed>(&bytes);
            let _ = packed.ok().and_then(Packed::unpack);
        }
    }
}
