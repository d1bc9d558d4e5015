//! The readers through their public door.

mod expected;
mod hostile;
