//! One file a type: its spec, its checks, its typed reading for folds (notices.md sections 1 to 9).

pub mod ch_charter;
pub mod e1_incident;
pub mod l1_line_test;
pub mod l2_acknowledgement;
pub mod l3_read_back;
pub mod l4_clarification;
pub mod l5_correction;
pub mod l6_station;
pub mod t1_red_line;
pub mod t3_crossing;
