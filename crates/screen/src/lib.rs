//! **What a screen is served with**: its built files, the headers of every answer, whose request it is, the symbols of its
//! printed pages.
//!
//! In: paths and headers of requests, bytes of a symbol. Out: files, headers, refusals of foreign requests, symbols. No
//! socket: shells own those.
//!
//! I1 a request whose Host is not one of the screen's own names is foreign (DNS rebinding), and so is one that changes
//! something from another origin. I2 the policy lets a page run and fetch its own files, and nothing else.

pub mod caller;
pub mod file;
pub mod headers;
pub mod symbol;

pub use caller::{Foreign, Scheme, foreign, hosts};
pub use file::file;
pub use headers::guard;
pub use symbol::Symbol;
