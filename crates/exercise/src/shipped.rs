//! The shipped example, embedded, so that `demo` needs no file beside the binary.

/// Files of `scenarios/us-iran`, by path within it.
pub const US_IRAN: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/us_iran.rs"));

/// The text of a file of the shipped example.
pub fn file(path: &str) -> Option<&'static str> {
    US_IRAN.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}
