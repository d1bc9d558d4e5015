//! QR symbols of printed pages: drawn from bytes, as rows of dark and light and as a path for SVG.
//!
//! I1 a symbol is in byte mode and holds exactly the bytes.

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

/// A drawn symbol: rows of dark and light, without the margin.
pub struct Symbol {
    width: usize,
    dark: Vec<bool>,
}

impl Symbol {
    /// The symbol of some bytes, of version 40 and level M, for sheets; `None` above 2,331 bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let mut bits = Bits::new(Version::Normal(40));
        bits.push_byte_data(bytes).ok()?;
        bits.push_terminator(EcLevel::M).ok()?;
        let code = QrCode::with_bits(bits, EcLevel::M).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Symbol { width: code.width(), dark })
    }

    /// The least symbol of level Q that holds the bytes, for what is kept for years; `None` above 1,663 bytes.
    pub fn least(bytes: &[u8]) -> Option<Self> {
        let code = QrCode::with_error_correction_level(bytes, EcLevel::Q).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Symbol { width: code.width(), dark })
    }

    /// Modules on a side, margin included.
    pub fn side(&self) -> usize {
        self.width + 2 * MARGIN
    }

    /// The dark runs as a path for SVG, one unit a module.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (row, line) in self.dark.chunks(self.width).enumerate() {
            let mut at = 0;
            for run in line.chunk_by(|a, b| a == b) {
                if run[0] {
                    path.push_str(&format!(
                        "M{} {}h{}v1h-{}z",
                        at + MARGIN,
                        row + MARGIN,
                        run.len(),
                        run.len()
                    ));
                }
                at += run.len();
            }
        }
        path
    }

    /// Whether a module is dark; the margin is light.
    pub fn dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < self.width);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.width + x])
    }
}

/// Light modules round the symbol.
const MARGIN: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_the_modules_and_the_margin_is_light() {
        let symbol = Symbol::least(b"AA/LEV/27/0001/T1").expect("short");
        assert!((0..symbol.side()).all(|at| !symbol.dark(at, 3) && !symbol.dark(3, at)));
        // The finder's corner: seven dark modules in its first row, one at either end of its second.
        assert!(symbol.path().starts_with("M4 4h7v1h-7z"), "{}", symbol.path());
        assert!(symbol.path().contains("M4 5h1v1h-1zM10 5h1v1h-1z"));
        assert!(Symbol::least(&[0; 1_664]).is_none());
    }
}
