//! An acknowledged entry is never lost: one author, one relay, one reader, two entries. Each machine may die and
//! loses what it had not made durable; the relay may once lose everything; what is under way may arrive late,
//! twice or never (line.md sections 1, 9, 10 and 11).

use stateright::{Checker, HasDiscoveries, Model, Property};

const ENTRIES: usize = 2;

/// Where one entry is. "Under way" means that it may arrive any number of times, or never.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Trace {
    released: bool,
    author_durable: bool,
    officer_told: bool,
    outbox: bool,
    outbox_durable: bool,
    put_under_way: bool,
    relay: bool,
    relay_durable: bool,
    relay_receipt_seen: bool,
    reader: bool,
    reader_durable: bool,
    shown: u8,
    receipt_under_way: bool,
    covered: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    entries: [Trace; ENTRIES],
    relay_burnt: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Release(usize),
    AuthorPersists,
    TellOfficer(usize),
    Put(usize),
    PutArrives(usize),
    RelayPersists,
    RelayAnswers(usize),
    Take(usize),
    ReaderPersists,
    Show(usize),
    Acknowledge(usize),
    ReceiptArrives(usize),
    RelayDrops(usize),
    AuthorDies,
    RelayDies,
    RelayBurns,
    ReaderDies,
}

/// A rule left out on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weakening {
    None,
    AcknowledgeBeforePersist,
    ForgetOutboxAtCrash,
    SkipDedupe,
    TakeTheRelaysWordForDelivery,
    TellBeforePersist,
}

struct Acknowledged(Weakening);

impl Acknowledged {
    fn is(&self, weakening: Weakening) -> bool {
        self.0 == weakening
    }

    fn of_entry(&self, i: usize, e: &Trace, actions: &mut Vec<Action>) {
        let mut offer = |may: bool, action| actions.extend(may.then_some(action));
        offer(!e.released, Action::Release(i));
        let durable = e.author_durable || self.is(Weakening::TellBeforePersist);
        offer(e.released && durable && !e.officer_told, Action::TellOfficer(i));
        offer(e.outbox && e.author_durable && !e.put_under_way, Action::Put(i));
        offer(e.put_under_way && !e.relay, Action::PutArrives(i));
        offer(e.relay_durable && e.outbox && !e.relay_receipt_seen, Action::RelayAnswers(i));
        offer(e.relay_durable && (!e.reader || self.is(Weakening::SkipDedupe)), Action::Take(i));
        let shows = e.shown == 0 || (self.is(Weakening::SkipDedupe) && e.shown == 1 && e.relay_durable);
        offer(e.reader_durable && shows, Action::Show(i));
        let kept = e.reader_durable || (e.reader && self.is(Weakening::AcknowledgeBeforePersist));
        offer(kept && !e.receipt_under_way, Action::Acknowledge(i));
        offer(e.receipt_under_way && e.outbox, Action::ReceiptArrives(i));
        offer(e.reader_durable && e.relay, Action::RelayDrops(i));
    }
}

impl Model for Acknowledged {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State { entries: [Trace::default(); ENTRIES], relay_burnt: false }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        for (i, e) in state.entries.iter().enumerate() {
            self.of_entry(i, e, actions);
        }
        actions.extend([
            Action::AuthorPersists,
            Action::RelayPersists,
            Action::ReaderPersists,
            Action::AuthorDies,
            Action::RelayDies,
            Action::ReaderDies,
        ]);
        actions.extend((!state.relay_burnt).then_some(Action::RelayBurns));
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = *last;
        let all = next.entries.iter_mut();
        match action {
            Action::Release(i) => (next.entries[i].released, next.entries[i].outbox) = (true, true),
            Action::AuthorPersists => all.for_each(|e| {
                e.author_durable |= e.released;
                e.outbox_durable = e.outbox;
            }),
            Action::TellOfficer(i) => next.entries[i].officer_told = true,
            Action::Put(i) => next.entries[i].put_under_way = true,
            Action::PutArrives(i) => next.entries[i].relay = true,
            Action::RelayPersists => all.for_each(|e| e.relay_durable = e.relay),
            Action::RelayAnswers(i) => {
                next.entries[i].relay_receipt_seen = true;
                next.entries[i].outbox &= !self.is(Weakening::TakeTheRelaysWordForDelivery);
            }
            Action::Take(i) => next.entries[i].reader = true,
            Action::ReaderPersists => all.for_each(|e| e.reader_durable |= e.reader),
            Action::Show(i) => next.entries[i].shown += 1,
            Action::Acknowledge(i) => next.entries[i].receipt_under_way = true,
            Action::ReceiptArrives(i) => (next.entries[i].covered, next.entries[i].outbox) = (true, false),
            Action::RelayDrops(i) => (next.entries[i].relay, next.entries[i].relay_durable) = (false, false),
            Action::AuthorDies => all.for_each(|e| {
                e.released = e.author_durable;
                e.outbox = e.outbox_durable && !self.is(Weakening::ForgetOutboxAtCrash);
                e.relay_receipt_seen &= e.outbox;
            }),
            Action::RelayDies => all.for_each(|e| e.relay = e.relay_durable),
            Action::RelayBurns => {
                all.for_each(|e| (e.relay, e.relay_durable) = (false, false));
                next.relay_burnt = true;
            }
            Action::ReaderDies => all.for_each(|e| e.reader = e.reader_durable),
        }
        (next != *last).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("an entry that an officer was told of is durable", |_, s: &State| {
                s.entries.iter().all(|e| !e.officer_told || e.author_durable)
            }),
            Property::always("an acknowledged entry is durable at its reader", |_, s: &State| {
                s.entries.iter().all(|e| !e.covered || e.reader_durable)
            }),
            Property::always("what its reader has not, the outbox has", |_, s: &State| {
                s.entries.iter().all(|e| !e.officer_told || !e.author_durable || e.reader_durable || e.outbox)
            }),
            Property::always("shown once, and only what is durable", |_, s: &State| {
                s.entries.iter().all(|e| e.shown <= u8::from(e.reader_durable))
            }),
            Property::sometimes("both are shown and covered", |_, s: &State| {
                s.entries.iter().all(|e| e.shown == 1 && e.covered)
            }),
        ]
    }
}

fn search(name: &str, weakening: Weakening) -> Vec<&'static str> {
    let wanted = "both are shown and covered";
    let checker = Acknowledged(weakening).checker().threads(2);
    let checker = match weakening {
        Weakening::None => checker,
        _ => checker.finish_when(HasDiscoveries::AnyFailures),
    };
    let checker = checker.spawn_bfs().join();
    println!("{name}: {} states, {} transitions", checker.unique_state_count(), checker.state_count());
    let found = checker.discoveries();
    assert!(weakening != Weakening::None || found.contains_key(wanted), "nothing is ever delivered");
    found.into_keys().filter(|name| *name != wanted).collect()
}

#[test]
fn acknowledged_entry_is_never_lost() {
    assert_eq!(search("acknowledged entry", Weakening::None), Vec::<&str>::new());
}

#[test]
fn each_weakening_of_delivery_breaks_an_invariant() {
    for weakening in [
        Weakening::AcknowledgeBeforePersist,
        Weakening::ForgetOutboxAtCrash,
        Weakening::SkipDedupe,
        Weakening::TakeTheRelaysWordForDelivery,
        Weakening::TellBeforePersist,
    ] {
        let name = format!("{weakening:?}");
        let broken = search(&name, weakening);
        assert!(!broken.is_empty(), "{name} broke nothing");
        println!("{name} breaks: {}", broken.join("; "));
    }
}
