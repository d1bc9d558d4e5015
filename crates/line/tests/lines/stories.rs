use super::bench::{Bench, Fate, party};
use line::line::Stop;
use line::machine::Event;
use line::relay_api::Request;

#[test]
fn two_lines_exchange_a_notice_and_know_that_it_arrived() {
    let mut bench = Bench::new(&["US", "IR"], 1);
    bench.run(5_000);
    let entry = bench.release(0, "hold fire");
    bench.run(1_000);
    assert!(bench.nodes[1].line.position(&entry).is_some(), "{:?}", bench.nodes[1].events);
    assert!(bench.nodes[0].line.marks(&entry)[&party("IR")].covered);
    assert_eq!(bench.nodes[0].line.marks(&entry)[&party("IR")].held_by, ["R-0"]);
    assert_eq!(bench.nodes[0].line.outbox_len(), 0);
}
