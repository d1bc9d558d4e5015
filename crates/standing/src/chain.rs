//! What stands at the places of one author's chain, in order. Entries nearly always come in that order, so it is a
//! list that is appended to; one that comes out of turn is put in its place.
//!
//! I1 equal sets of places give equal chains, whatever order they came in.

use line::ids::Seq;

/// Items by seq.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain<T>(Vec<(Seq, T)>);

impl<T> Default for Chain<T> {
    fn default() -> Self {
        Chain(Vec::new())
    }
}

impl<T> Chain<T> {
    /// Puts an item at its place; a later one replaces what stood there.
    pub fn put(&mut self, seq: Seq, item: T) {
        if self.0.last().is_none_or(|(last, _)| *last < seq) {
            return self.0.push((seq, item));
        }
        match self.0.binary_search_by_key(&seq, |(at, _)| *at) {
            Ok(at) => self.0[at].1 = item,
            Err(at) => self.0.insert(at, (seq, item)),
        }
    }

    /// The item at a place.
    pub fn get(&self, seq: Seq) -> Option<&T> {
        let at = self.0.binary_search_by_key(&seq, |(at, _)| *at).ok()?;
        self.0.get(at).map(|(_, item)| item)
    }

    /// Items above a place, up to another, that one included.
    pub fn between(&self, above: Seq, upto: Seq) -> &[(Seq, T)] {
        self.0.get(self.count(above)..self.count(upto)).unwrap_or_default()
    }

    /// Items up to a place, that one included.
    pub fn upto(&self, seq: Seq) -> &[(Seq, T)] {
        &self.0[..self.count(seq)]
    }

    /// All items.
    pub fn all(&self) -> &[(Seq, T)] {
        &self.0
    }

    fn count(&self, seq: Seq) -> usize {
        self.0.partition_point(|(at, _)| *at <= seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_of_turn_stands_in_its_place_and_a_later_one_replaces() {
        let mut chain = Chain::default();
        for (seq, item) in [(2, 'b'), (5, 'e'), (3, 'c'), (1, 'a'), (5, 'E')] {
            chain.put(seq, item);
        }
        assert_eq!(chain.all(), [(1, 'a'), (2, 'b'), (3, 'c'), (5, 'E')]);
        assert_eq!((chain.get(3), chain.get(4)), (Some(&'c'), None));
        assert_eq!(chain.upto(4), [(1, 'a'), (2, 'b'), (3, 'c')]);
        assert_eq!(chain.between(1, 4), [(2, 'b'), (3, 'c')]);
        assert!(chain.between(4, 2).is_empty() && chain.between(9, 99).is_empty());
    }
}
