//! The six-bit payload of an AIS message (ITU-R M.1371-5, annex 8; IEC 61162-1 for its letters).

/// Bits of a payload, most significant first.
#[derive(Debug, Clone)]
pub struct Bits {
    sixes: Vec<u8>,
    length: usize,
}

impl Bits {
    /// Reads the letters of a payload; `None` for a letter that stands for nothing.
    pub fn of(letters: &[u8], fill: usize) -> Option<Self> {
        let six = |letter: &u8| match letter {
            48..=87 => Some(letter - 48),
            96..=119 => Some(letter - 56),
            _ => None,
        };
        let sixes = letters.iter().map(six).collect::<Option<Vec<u8>>>()?;
        let length = (sixes.len() * 6).saturating_sub(fill.min(5));
        Some(Bits { sixes, length })
    }

    /// How many bits there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// A field without sign, of at most 32 bits; `None` beyond the end.
    pub fn number(&self, from: usize, count: usize) -> Option<u32> {
        if count > 32 || from.checked_add(count)? > self.length {
            return None;
        }
        let bit = |at: usize| u32::from(self.sixes[at / 6] >> (5 - at % 6) & 1);
        Some((from..from + count).fold(0, |value, at| value << 1 | bit(at)))
    }

    /// A field in two's complement.
    pub fn signed(&self, from: usize, count: usize) -> Option<i32> {
        let value = i64::from(self.number(from, count)?);
        let wide = 1i64 << count;
        i32::try_from(if value >= wide / 2 { value - wide } else { value }).ok()
    }

    /// A text of six-bit letters, blanks and fill taken off its end.
    pub fn text(&self, from: usize, letters: usize) -> Option<String> {
        let letter = |i: usize| {
            let six = u8::try_from(self.number(from + 6 * i, 6)?).ok()?;
            Some(char::from(if six < 32 { six + 64 } else { six }))
        };
        let text: String = (0..letters).map(letter).collect::<Option<_>>()?;
        Some(text.split('@').next().unwrap_or_default().trim_end().to_owned())
    }
}
