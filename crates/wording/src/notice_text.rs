//! A notice as numbered paragraphs, from the canonical form (notices.md section 10).

use notice::Notice;

use crate::arrivals::Arrivals;
use crate::pack::Packs;
use crate::reader::Reader;
use crate::text::Text;

/// The notice, its status three times at head and foot.
pub fn render_notice(packs: &Packs, notice: &Notice, arrivals: &Arrivals, reader: &Reader) -> Text {
    let _ = (notice, arrivals);
    Text { direction: packs.direction(&reader.language), lines: Vec::new() }
}
