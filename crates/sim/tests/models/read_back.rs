//! K3 only from a matching restatement: US declares a red line, IR may open it and read it back, rightly, wrongly
//! or of another entry, up to four times in any order, OM reads it back unasked, and two nodes admit all this in
//! every order that keeps chains whole (notices.md, rungs of delivery; requirement R3).
//!
//! The model holds no rule of its own: the marks are those of `standing::Delivery`, folded over real notices, which
//! the second node files in the opposite order.

use line::docket::Brief;
use line::entry::{Entry, Header, Kind, NoticeBody};
use line::ids::{CompartmentId, PartyCode, Status};
use notice::file::draft_from_toml;
use notice::template::template;
use notice::vocabulary::{AuthorityLevel, Mark, NoticeType};
use notice::{Clocks, Code8, Instant, Notice, Number, ReleaseLine, Stamp};
use standing::book::Book;
use standing::horizon::Horizon;
use standing::memo::Memo;
use standing::reading::Reading;
use standing::view::{Ground, View};
use standing::{Delivery, Planted};
use stateright::{Checker, HasDiscoveries, Model, Property};
use std::collections::BTreeMap;
use std::sync::Mutex;

const LONGEST: usize = 4;
const SUBJECT: &str = "US/LEV/27/0002/T1";

/// What IR's chain can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Said {
    Opened,
    Wrong,
    Right,
    RightOfAnotherEntry,
}

/// How far a node has admitted each chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Admitted {
    subject: bool,
    ir: usize,
    om: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    chain: Vec<Said>,
    om_spoke: bool,
    nodes: [Admitted; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Say(Said),
    OmReadsBack,
    AdmitSubject(usize),
    AdmitIr(usize),
    AdmitOm(usize),
}

/// The chain that a node sees, whether it sees the others, and which node it is.
type Sight = (Vec<Said>, bool, bool, usize);

struct ReadBack {
    planted: Planted,
    folded: Mutex<BTreeMap<Sight, bool>>,
}

impl ReadBack {
    /// Whether the fold of a node gives K3.
    fn k3(&self, state: &State, node: usize) -> bool {
        let at = state.nodes[node];
        let sight = (state.chain[..at.ir].to_vec(), at.subject, at.om, node);
        let mut folded = self.folded.lock().expect("no fold panics");
        *folded.entry(sight).or_insert_with_key(|sight| self.fold(sight))
    }

    fn fold(&self, (chain, subject, om, node): &Sight) -> bool {
        let declared = entry(NoticeType::T1, "US", 1, |text| text.to_owned());
        let mut entries = vec![declared.clone()];
        for (i, said) in chain.iter().enumerate() {
            entries.push(said_by_ir(*said, i as u64 + 1, &declared));
        }
        entries.push(entry(NoticeType::L3, "OM", 1, |text| restated(text, &declared)));
        if *node == 1 {
            entries.reverse();
        }
        let mut book = Book::default();
        for e in &entries {
            book.file(&Brief::of(&e.header), e.hash, Reading::of(e, "LEV"));
        }
        let seqs = [("US", u64::from(*subject)), ("IR", chain.len() as u64), ("OM", u64::from(*om))];
        let horizon = Horizon::from_seqs(seqs.map(|(code, seq)| (party(code), seq)).into());
        let clocks = Clocks::default();
        let (charter, planted, memo) = (None, self.planted, Memo::default());
        let ground = Ground { book: &book, horizon: &horizon, clocks: &clocks, charter, planted };
        let view = View::new(ground, DTG_S * 1_000 + 60_000, &memo);
        let filed = book.notice(&Number::parse(SUBJECT).expect("a number"), &horizon);
        filed.is_some_and(|filed| Delivery::of(view, filed, &party("IR"), true).has(Mark::K3))
    }
}

impl Model for ReadBack {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State { chain: Vec::new(), om_spoke: false, nodes: [Admitted::default(); 2] }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        if state.chain.len() < LONGEST {
            let all = [Said::Opened, Said::Wrong, Said::Right, Said::RightOfAnotherEntry];
            actions.extend(all.map(Action::Say));
        }
        actions.extend((!state.om_spoke).then_some(Action::OmReadsBack));
        for (i, node) in state.nodes.iter().enumerate() {
            actions.extend((!node.subject).then_some(Action::AdmitSubject(i)));
            // Who speaks of it held it: beneath their entries lies the subject.
            actions.extend((node.subject && node.ir < state.chain.len()).then_some(Action::AdmitIr(i)));
            actions.extend((node.subject && state.om_spoke && !node.om).then_some(Action::AdmitOm(i)));
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = last.clone();
        match action {
            Action::Say(said) => next.chain.push(said),
            Action::OmReadsBack => next.om_spoke = true,
            Action::AdmitSubject(node) => next.nodes[node].subject = true,
            Action::AdmitIr(node) => next.nodes[node].ir += 1,
            Action::AdmitOm(node) => next.nodes[node].om = true,
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(
                "K3 only from a matching restatement of what was opened",
                |model: &Self, s: &State| {
                    (0..2).all(|node| !model.k3(s, node) || matched(&s.chain[..s.nodes[node].ir]))
                },
            ),
            Property::always("a matching restatement of what was opened is K3", |model: &Self, s: &State| {
                (0..2).all(|node| model.k3(s, node) || !matched(&s.chain[..s.nodes[node].ir]))
            }),
            Property::always("equal cuts give equal marks", |model: &Self, s: &State| {
                s.nodes[0] != s.nodes[1] || model.k3(s, 0) == model.k3(s, 1)
            }),
            Property::sometimes("read back at both", |model: &Self, s: &State| {
                (0..2).all(|node| model.k3(s, node))
            }),
        ]
    }
}

/// Whether the addressee opened it and afterwards restated that very entry rightly.
fn matched(chain: &[Said]) -> bool {
    let opened = chain.iter().position(|said| *said == Said::Opened);
    opened.is_some_and(|at| chain[at..].contains(&Said::Right))
}

fn said_by_ir(said: Said, seq: u64, declared: &Entry) -> Entry {
    match said {
        Said::Opened => entry(NoticeType::L2, "IR", seq, |text| text.to_owned()),
        Said::Right => entry(NoticeType::L3, "IR", seq, |text| restated(text, declared)),
        Said::Wrong => entry(NoticeType::L3, "IR", seq, |text| {
            restated(text, declared).replace("\"15 km\"", "\"51 km\"")
        }),
        Said::RightOfAnotherEntry => entry(NoticeType::L3, "IR", seq, |text| text.to_owned()),
    }
}

/// The template's restatement, of this entry.
fn restated(text: &str, of: &Entry) -> String {
    text.replace(&"0".repeat(64), &of.hash.to_string())
}

/// A template, changed and released as an entry of this author.
fn entry(kind: NoticeType, author: &str, seq: u64, change: impl Fn(&str) -> String) -> Entry {
    let text =
        change(&template(kind).expect("a template")).replace("from = \"IR/", &format!("from = \"{author}/"));
    let code = |text: &str| Code8::parse(text).expect("a code");
    let place = if kind == NoticeType::T1 { 2 } else { seq };
    let number = Number::parse(&format!("{author}/LEV/27/{place:04}/{kind}")).expect("a number");
    let release =
        ReleaseLine { level: AuthorityLevel::Senior, drafted_by: code("WATCH"), released_by: code("SENIOR") };
    let dtg = Instant::from_seconds(DTG_S + seq as i64).expect("in range");
    let stamp = Stamp { number, dtg, clock_error_ms: 400, release };
    let notice = draft_from_toml(&text).expect("a valid draft").stamped(stamp).expect("its number fits");
    compose(&notice, author, seq)
}

fn compose(notice: &Notice, author: &str, seq: u64) -> Entry {
    let header = Header {
        v: 1,
        status: Status::Exercise,
        compartment: CompartmentId([5; 32]),
        term: 0,
        author: party(author),
        seq,
        prev: None,
        lamport: if author == "US" { 1 } else { 1 + seq },
        heads: Vec::new(),
        epoch: 1,
        kind: Kind::Notice,
        lane: standing::reading::lane_of(notice).expect("a served type"),
        body_hash: [0; 32],
        claimed_ms: notice.stamp().dtg.ms(),
        clock_error_ms: 400,
    };
    let body = NoticeBody { bytes: notice.encode().expect("encodes").into(), record_sig: None, flare: None };
    Entry::compose(header, line::cbor::encode(&body), |_| [0; 64])
}

fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a code")
}

fn search(name: &str, planted: Planted) -> Vec<&'static str> {
    let wanted = "read back at both";
    let model = ReadBack { planted, folded: Mutex::default() };
    let checker = model.checker().threads(2).finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    println!("{name}: {} states, {} transitions", checker.unique_state_count(), checker.state_count());
    let found = checker.discoveries();
    assert!(planted != Planted::default() || found.contains_key(wanted), "nothing is ever read back");
    found.into_keys().filter(|name| *name != wanted).collect()
}

#[test]
fn k3_comes_from_a_matching_restatement_only() {
    assert_eq!(search("read-back", Planted::default()), Vec::<&str>::new());
}

#[test]
fn counting_a_mismatched_read_back_breaks_the_invariant() {
    let planted = Planted { count_mismatched_read_back: true };
    let broken = search("count a mismatched read-back", planted);
    assert!(broken.contains(&"K3 only from a matching restatement of what was opened"), "{broken:?}");
}

/// 2027-08-09T03:00:00Z.
const DTG_S: i64 = 1_817_780_400;
