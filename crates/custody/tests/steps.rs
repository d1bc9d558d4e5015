//! A ceremony goes on where it stopped, and does nothing out of order.

use crate::common::set;
use custody::{Ceremony, CustodyError, Plan};

#[test]
fn each_step_is_done_once_and_in_its_order_also_after_an_interruption() {
    let mut ceremony = Ceremony::begin(Plan::Found, set(), 2, vec![1, 2]);
    let steps = ceremony.steps();
    assert_eq!(steps.len(), 6);
    for (place, step) in steps.iter().enumerate() {
        for later in &steps[place + 1..] {
            let asked = later.to_string();
            let refused = ceremony.note(*later, 1, String::new());
            assert_eq!(refused, Err(CustodyError::WrongStep { next: step.to_string(), asked }));
        }
        ceremony.note(*step, 1, "done".to_owned()).expect("next");
        assert!(ceremony.note(*step, 1, String::new()).is_err(), "once");
        ceremony = Ceremony::decode(&ceremony.encode()).expect("reads back");
    }
    assert_eq!(ceremony.next(), None);
    assert_eq!(ceremony.done.len(), 6);
}
