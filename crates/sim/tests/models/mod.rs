//! Exhaustive models of the protocol (line.md sections 7 and 16), with planted weakenings that must break them.

mod acknowledged;
mod disclosure;
mod epoch_change;
mod read_back;
mod reform;
