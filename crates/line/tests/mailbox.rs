//! The rules of a relay (line.md section 10), driven by hand with rows in memory.

use line::envelope::{self, Kind};
use line::ids::MailboxId;
use line::keys::Secret;
use line::mailbox::{
    AccountQuota, At, Limits, Mailboxes, Origin, RelayRows, RelayTable, apply, hand_over_is, receipt_is,
};
use line::relay_api::{
    DropUpTo, HandOverAsk, Mark, NewBox, Open, Put, PutItem, PutOutcome, ReceiptKey, RelayReceipt,
    RelayRefusal, RelayTime, Request, Response, Take, TakeFrom, Taken, TimeAsk, Token,
};

const ACCOUNT: Token = Token([1; 32]);
const FILL: Token = Token([2; 32]);
const EMPTY: Token = Token([3; 32]);
const FILL_KEY: ReceiptKey = ReceiptKey([4; 32]);
const EMPTY_KEY: ReceiptKey = ReceiptKey([5; 32]);
const BOX: MailboxId = MailboxId([6; 32]);

/// A relay with its store; every answer is given after its rows are written.
struct Relay {
    rules: Mailboxes,
    rows: RelayRows,
    ms: i64,
}

impl Relay {
    fn new(limits: Limits) -> Self {
        let mut relay =
            Relay { rules: Mailboxes::new("CH-1".into(), limits), rows: RelayRows::new(), ms: 1_000_000 };
        let quota = AccountQuota { bytes: 1 << 20, boxes: 3 };
        apply(&mut relay.rows, relay.rules.admit_account(ACCOUNT.hash(), quota));
        assert_eq!(
            relay.ask(Request::Open(Open { account: ACCOUNT, boxes: vec![new_box(BOX)] })),
            Response::Opened
        );
        relay
    }

    fn at(&self) -> At {
        let time = RelayTime { utc_ms: self.ms, error_ms: 50 };
        At { time, mono_ms: u64::try_from(self.ms).unwrap_or(0) }
    }

    fn ask(&mut self, request: Request) -> Response {
        let (answer, writes) = self.rules.handle(self.at(), Origin::default(), &request, &self.rows);
        apply(&mut self.rows, writes);
        answer
    }

    fn restart(&mut self, limits: Limits) {
        let state = self.rows.iter().filter(|((table, _), _)| table.is_state());
        let rows = state.map(|((table, key), value)| (*table, key.clone(), value.clone()));
        self.rules = Mailboxes::restore("CH-1".into(), limits, rows).expect("its own rows");
    }

    fn put(&mut self, n: u8) -> Result<RelayReceipt, RelayRefusal> {
        self.put_as(FILL, envelope_of(n))
    }

    fn put_as(&mut self, fill: Token, envelope: Vec<u8>) -> Result<RelayReceipt, RelayRefusal> {
        let put = Put { items: vec![PutItem { fill, envelope }], ask_hand_over: Vec::new() };
        match self.ask(Request::Put(put)) {
            Response::Put(outcomes, _) => match outcomes.into_iter().next() {
                Some(PutOutcome::Kept(receipt)) => Ok(receipt),
                Some(PutOutcome::Refused(why)) => Err(why),
                None => panic!("one outcome an item"),
            },
            other => panic!("{other:?}"),
        }
    }

    fn take(&mut self, after: u64) -> Vec<Taken> {
        match self.ask(Request::Take(take(EMPTY, after))) {
            Response::Taken(taken) => taken,
            other => panic!("{other:?}"),
        }
    }

    fn drop_to(&mut self, upto: u64) {
        let upto = vec![TakeFrom { mailbox: BOX, empty: EMPTY, after: upto }];
        assert_eq!(self.ask(Request::Drop(DropUpTo { upto })), Response::Dropped);
    }

    fn count(&self, table: RelayTable) -> usize {
        self.rows.keys().filter(|(t, _)| *t == table).count()
    }
}

fn new_box(mailbox: MailboxId) -> NewBox {
    NewBox {
        mailbox,
        fill_hash: FILL.hash(),
        empty_hash: EMPTY.hash(),
        fill_receipt_key: FILL_KEY,
        empty_receipt_key: EMPTY_KEY,
        tell_hand_over: true,
    }
}

fn envelope_of(n: u8) -> Vec<u8> {
    envelope::wrap(&Secret::new([8; 32]), &BOX, &[n; 24], Kind::Mls, &[n]).expect("fits")
}

fn take(empty: Token, after: u64) -> Take {
    Take { from: vec![TakeFrom { mailbox: BOX, empty, after }], wait_ms: 0, max_bytes: 1 << 20 }
}

#[test]
fn what_is_put_is_taken_in_order_and_again_until_it_is_dropped() {
    let mut relay = Relay::new(Limits::default());
    for n in 0..3 {
        assert_eq!(relay.put(n).expect("kept").seq, u64::from(n) + 1);
    }
    let seqs = |taken: Vec<Taken>| taken.iter().map(|t| t.receipt.seq).collect::<Vec<_>>();
    assert_eq!(relay.take(0)[2].envelope, envelope_of(2));
    assert_eq!(seqs(relay.take(0)), [1, 2, 3]);
    assert_eq!(seqs(relay.take(2)), [3]);
    relay.drop_to(2);
    assert_eq!(seqs(relay.take(0)), [3]);
    assert_eq!(relay.count(RelayTable::Envelopes), 1);
}

#[test]
fn what_was_never_handed_over_cannot_be_dropped() {
    let mut relay = Relay::new(Limits::default());
    relay.put(0).expect("kept");
    relay.drop_to(u64::MAX);
    assert_eq!(relay.take(0).len(), 1);
}

#[test]
fn one_envelope_is_kept_once_even_after_it_was_dropped_and_the_relay_restarted() {
    let mut relay = Relay::new(Limits::default());
    let first = relay.put(0).expect("kept");
    assert_eq!(relay.put(0), Ok(first.clone()));
    relay.take(0);
    relay.drop_to(1);
    relay.restart(Limits::default());
    assert_eq!(relay.put(0), Ok(first));
    assert!(relay.take(0).is_empty());
    assert_eq!(relay.put(1).expect("kept").seq, 2);
}

#[test]
fn a_restart_changes_no_answer() {
    let (mut stays, mut restarts) = (Relay::new(Limits::default()), Relay::new(Limits::default()));
    for n in 0..20u8 {
        for relay in [&mut stays, &mut restarts] {
            relay.ms += 777;
            let _ = relay.put(n % 7 + n / 5);
            if n % 4 == 0 {
                relay.take(u64::from(n / 3));
                relay.drop_to(u64::from(n / 4));
            }
        }
        restarts.restart(Limits::default());
        assert_eq!(stays.rows, restarts.rows, "step {n}");
    }
    assert_eq!(stays.take(0), restarts.take(0));
}

#[test]
fn a_receipt_convinces_its_reader_and_no_other_and_about_nothing_else() {
    let mut relay = Relay::new(Limits::default());
    let mine = relay.put(0).expect("kept");
    assert!(receipt_is("CH-1", &FILL_KEY, &mine, None));
    assert!(!receipt_is("CH-1", &EMPTY_KEY, &mine, None));
    assert!(!receipt_is("OM-1", &FILL_KEY, &mine, None));
    let later = RelayTime { utc_ms: mine.deposited.utc_ms + 1, ..mine.deposited };
    assert!(!receipt_is("CH-1", &FILL_KEY, &RelayReceipt { deposited: later, ..mine.clone() }, None));
    let theirs = relay.take(0).remove(0);
    assert!(receipt_is("CH-1", &EMPTY_KEY, &theirs.receipt, Some(theirs.handed_over)));
    assert!(!receipt_is("CH-1", &EMPTY_KEY, &theirs.receipt, Some(later)));
    assert_eq!((theirs.receipt.deposited, theirs.receipt.log_head), (mine.deposited, mine.log_head));
}

#[test]
fn a_wrong_token_and_a_missing_mailbox_get_one_answer() {
    let mut relay = Relay::new(Limits::default());
    assert_eq!(relay.put_as(Token([9; 32]), envelope_of(0)), Err(RelayRefusal::NoSuchBox));
    let mut elsewhere = envelope_of(0);
    elsewhere[0] ^= 1;
    assert_eq!(relay.put_as(FILL, elsewhere), Err(RelayRefusal::NoSuchBox));
    assert_eq!(relay.ask(Request::Take(take(FILL, 0))), Response::Refused(RelayRefusal::NoSuchBox));
    assert_eq!(relay.put_as(EMPTY, envelope_of(0)), Err(RelayRefusal::NoSuchBox));
}

#[test]
fn only_the_four_sizes_are_kept() {
    let mut relay = Relay::new(Limits::default());
    for size in [0, 31, 2_047, 2_049, 65_537] {
        assert_eq!(relay.put_as(FILL, vec![6; size]), Err(RelayRefusal::NotABucket), "{size} bytes");
    }
}

#[test]
fn over_quota_is_refused_with_the_date_and_evicts_nothing() {
    let mut relay = Relay::new(Limits { box_count: 2, ..Limits::default() });
    relay.put(0).expect("kept");
    relay.put(1).expect("kept");
    assert_eq!(relay.put(2), Err(RelayRefusal::OverQuota(relay.at().time)));
    assert_eq!(relay.take(0).len(), 2);
    relay.drop_to(1);
    assert_eq!(relay.put(2).expect("kept").seq, 3);
}

#[test]
fn an_account_has_its_own_bytes_and_mailboxes() {
    let mut relay = Relay::new(Limits::default());
    let boxes = (10..13).map(|n| new_box(MailboxId([n; 32]))).collect();
    let many = relay.ask(Request::Open(Open { account: ACCOUNT, boxes }));
    assert_eq!(many, Response::Refused(RelayRefusal::TooManyBoxes));
    let stranger = relay.ask(Request::Open(Open { account: Token([9; 32]), boxes: Vec::new() }));
    assert_eq!(stranger, Response::Refused(RelayRefusal::NoSuchAccount));
    let small = AccountQuota { bytes: 4 << 10, boxes: 3 };
    relay.rules.admit_account(ACCOUNT.hash(), small);
    relay.put(0).expect("kept");
    relay.put(1).expect("kept");
    assert!(matches!(relay.put(2), Err(RelayRefusal::OverQuota(_))));
}

#[test]
fn opening_twice_is_once_and_with_other_fields_is_refused() {
    let mut relay = Relay::new(Limits::default());
    let open = |new| Request::Open(Open { account: ACCOUNT, boxes: vec![new] });
    assert_eq!(relay.ask(open(new_box(BOX))), Response::Opened);
    let other = NewBox { fill_hash: [9; 32], ..new_box(BOX) };
    assert_eq!(relay.ask(open(other)), Response::Refused(RelayRefusal::AlreadyOpen));
}

#[test]
fn too_fast_is_told_how_long_to_wait() {
    let mut relay = Relay::new(Limits { box_rate: 1, ..Limits::default() });
    for n in 0..10 {
        relay.put(n).expect("kept");
    }
    assert_eq!(relay.put(10), Err(RelayRefusal::TooFast(1_000)));
    relay.ms += 1_000;
    relay.put(10).expect("kept");
}

#[test]
fn a_depositor_learns_seq_and_minute_of_the_last_hand_over_unless_the_charter_says_no() {
    let mut relay = Relay::new(Limits::default());
    relay.put(0).expect("kept");
    let asked = |relay: &mut Relay| {
        let ask_hand_over = vec![HandOverAsk { mailbox: BOX, fill: FILL }];
        match relay.ask(Request::Put(Put { items: Vec::new(), ask_hand_over })) {
            Response::Put(_, told) => told,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((asked(&mut relay)[0].seq, asked(&mut relay)[0].minute), (0, None));
    relay.take(0);
    let told = asked(&mut relay).remove(0);
    assert_eq!((told.seq, told.minute), (1, Some(relay.ms / 60_000)));
    assert!(hand_over_is("CH-1", &FILL_KEY, &told));
    let silent = MailboxId([7; 32]);
    let new = NewBox { tell_hand_over: false, ..new_box(silent) };
    relay.ask(Request::Open(Open { account: ACCOUNT, boxes: vec![new] }));
    let ask_hand_over = vec![HandOverAsk { mailbox: silent, fill: FILL }];
    let put = Put { items: Vec::new(), ask_hand_over };
    assert_eq!(relay.ask(Request::Put(put)), Response::Put(Vec::new(), Vec::new()));
}

#[test]
fn a_mark_replaces_the_newest_and_shows_the_one_before() {
    let mut relay = Relay::new(Limits::default());
    let mark = |envelope: Option<Vec<u8>>| {
        let envelope = envelope.map(Into::into);
        Request::Mark(Mark { slot: BOX, fill: FILL, envelope, ask_hand_over: Vec::new() })
    };
    let shown = |answer| match answer {
        Response::Marked(before, _, _) => before.map(Vec::from),
        other => panic!("{other:?}"),
    };
    assert_eq!(shown(relay.ask(mark(Some(envelope_of(1))))), None);
    assert_eq!(shown(relay.ask(mark(Some(envelope_of(2))))), Some(envelope_of(1)));
    relay.restart(Limits::default());
    assert_eq!(shown(relay.ask(mark(None))), Some(envelope_of(2)));
    assert_eq!(relay.count(RelayTable::Marks), 1);
    assert!(relay.take(0).is_empty(), "a mark is no deposit");
}

#[test]
fn the_carrier_log_chains_to_the_heads_in_both_receipts_and_names_nobody() {
    let mut relay = Relay::new(Limits::default());
    let receipts: Vec<_> = (0..3).map(|n| relay.put(n).expect("kept")).collect();
    relay.take(1);
    let slice = relay.rules.prove(&BOX, 0, 100, &relay.rows).expect("a mailbox");
    assert!(slice.chains());
    assert_eq!(slice.events.len(), 4);
    for (receipt, logged) in receipts.iter().zip(&slice.events) {
        assert_eq!(receipt.log_head, logged.head);
    }
    let later = relay.rules.prove(&BOX, 2, 1, &relay.rows).expect("a mailbox");
    assert_eq!(later.head_before, receipts[1].log_head);
    assert!(later.chains());
    let mut altered = slice.clone();
    altered.events.remove(1);
    assert!(!altered.chains());
    assert!(line::mailbox::CarrierSlice::decode(&altered.encode()).is_err());
}

#[test]
fn a_take_waits_only_while_there_is_nothing_and_its_token_is_right() {
    let mut relay = Relay::new(Limits::default());
    assert!(relay.rules.is_quiet(&take(EMPTY, 0)));
    assert!(!relay.rules.is_quiet(&take(FILL, 0)));
    relay.put(0).expect("kept");
    assert!(!relay.rules.is_quiet(&take(EMPTY, 0)));
    assert!(relay.rules.is_quiet(&take(EMPTY, 1)));
}

#[test]
fn one_envelope_always_fits_a_take() {
    let mut relay = Relay::new(Limits::default());
    relay.put(0).expect("kept");
    relay.put(1).expect("kept");
    let small = Take { max_bytes: 1, ..take(EMPTY, 0) };
    assert!(matches!(relay.ask(Request::Take(small)), Response::Taken(taken) if taken.len() == 1));
}

#[test]
fn after_four_hundred_days_envelopes_and_log_are_gone_and_the_places_go_on() {
    let mut relay = Relay::new(Limits::default());
    relay.put(0).expect("kept");
    relay.ms += 400 * 86_400_000;
    relay.put(1).expect("kept");
    let early = relay.rules.expire(relay.at(), &relay.rows);
    assert!(early.is_empty(), "not a millisecond before");
    relay.ms += 1;
    let writes = relay.rules.expire(relay.at(), &relay.rows);
    apply(&mut relay.rows, writes);
    assert_eq!(relay.take(0).iter().map(|t| t.receipt.seq).collect::<Vec<_>>(), [2]);
    let slice = relay.rules.prove(&BOX, 0, 100, &relay.rows).expect("a mailbox");
    assert!(slice.chains());
    assert_eq!(slice.from, 2, "the oldest event left is the anchor of the next");
}

#[test]
fn requests_over_a_limit_change_nothing() {
    let mut relay = Relay::new(Limits::default());
    let before = relay.rows.clone();
    let boxes = (0..=256u32).map(|_| new_box(BOX)).collect();
    let from = vec![TakeFrom { mailbox: BOX, empty: EMPTY, after: 0 }; 257];
    let item = PutItem { fill: FILL, envelope: envelope_of(0) };
    for request in [
        Request::Open(Open { account: ACCOUNT, boxes }),
        Request::Put(Put { items: vec![item; 129], ask_hand_over: Vec::new() }),
        Request::Take(Take { from, wait_ms: 0, max_bytes: 0 }),
    ] {
        assert_eq!(relay.ask(request), Response::Refused(RelayRefusal::Malformed));
        assert_eq!(relay.rows, before);
    }
    assert!(matches!(relay.ask(Request::Time(TimeAsk {})), Response::Time(_)));
}
