//! **What a screen on this machine is served with**: its built files, the headers of every answer, whose request it is.
//!
//! In: paths and headers of requests. Out: files, headers, refusals of foreign requests. No socket: shells own those.
//!
//! I1 a request whose Host is not this machine's own name is foreign (DNS rebinding), and so is one that changes something
//! from another origin. I2 the policy lets a page run and fetch its own files, and nothing else.

pub mod caller;
pub mod file;
pub mod headers;

pub use caller::{Foreign, foreign, hosts};
pub use file::file;
pub use headers::guard;
