//! Words: everything a person reads, in their language, from typed values.
//!
//! In: notices, refusals, findings, states as typed values; language packs as text; the reader's language,
//! digits, capitals and the time. Out: [`Text`], lines with a direction. No disk, no clock: packs are embedded
//! by the build script, others are handed in as text.
//!
//! I1 a message that a pack lacks is shown in English behind a visible mark, never as nothing.
//! I2 the same notice gives the same lines for the same reader and time.
//! I3 a machine value (code, number, time, place, hash) stands isolated in a right-to-left line.
//! I4 nothing rendered enters a hash: the canonical form alone does.
//!
//! ```
//! use wording::{Packs, Reader, render_phrase};
//!
//! let packs = Packs::embedded();
//! let now = notice::Instant::from_seconds(1_818_522_000).expect("before 2200");
//! let mut facts = refusal::facts! { party: "IR" };
//! facts.insert("since", refusal::Fact::InstantMs(1_818_518_400_000));
//! facts.insert("age", refusal::Fact::DurationMs(3_600_000));
//! let text = render_phrase(&packs, "line-state-late", &facts, &Reader::english(now));
//! assert_eq!(text, "IR: LATE. One test missed, since TUE 171600Z AUG 27 (1 h).");
//! ```

mod arrivals;
mod calendar;
mod capital;
mod cards;
mod digits;
mod direction;
mod facts;
mod isolate;
mod line_state;
mod notice_text;
mod pack;
mod pack_check;
mod place_text;
mod reader;
mod refusal_text;
mod text;
mod times;
mod value_text;
mod voice;

pub use arrivals::{Arrivals, Via};
pub use calendar::Calendar;
pub use capital::Capital;
pub use cards::{CARDS, Card, card};
pub use digits::Digits;
pub use direction::Direction;
pub use line_state::{LineSaying, MarkBox, STATES, WORDS, render_line_state, render_marks};
pub use notice_text::{
    plain_notice, render_charter, render_draft, render_line_test, render_notice, rendered,
};
pub use pack::{Argument, Arguments, NotAPack, PackFile, Packs};
pub use pack_check::{Fault, PackFault, check_pack, pack_messages, pack_template, pack_words};
pub use reader::Reader;
pub use refusal_text::{render_findings, render_phrase, render_refusal};
pub use text::{Text, word_count};
pub use times::dtg;
