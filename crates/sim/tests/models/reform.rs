//! RE-FORM against a decision that may be out: 3 voters, 2 attempts, every order of delivery, one member that may
//! stop for ever, its words then passed on only by live holders (line.md section 7, rule 9).
//!
//! The model holds no rule of its own: what a voter may write is asked of `line::reform::Reforming`, what it may
//! acknowledge, decide and merge of `line::ballot::Round`, each fed with what this voter has heard.

use line::ballot::{Folded, Round, Word};
use line::reform::{Proposal, Reforming};
use stateright::{Checker, HasDiscoveries, Model, Property};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const VOTERS: u8 = 3;

/// What a voter can say. The first ballot's COMMIT is out from the start and its proposer is the first voter, whose
/// ACK is the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saying {
    Ack(u8),
    /// Its OPENING of the next epoch, with the decision that it forwards.
    Opening(u8),
    /// RE-FORM in this attempt, by this voter, this one of the proposals that name it.
    Reform {
        attempt: u32,
        by: u8,
        proposal: u8,
    },
}

/// A set of sayings, a bit each.
type Heard = u32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    heard: [Heard; 3],
    merged: [bool; 3],
    stopped: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Deliver { saying: u8, to: u8 },
    Say { voter: u8, saying: u8 },
    Merge { voter: u8 },
    Stop { voter: u8 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weakening {
    None,
    /// Who has written RE-FORM acknowledges and merges all the same.
    NoPledge,
    /// Who has merged the decision writes RE-FORM all the same.
    WriteAfterMerging,
    /// One voter of three is enough.
    FewerThanHalf,
    /// A second word in one attempt.
    SecondWord,
}

#[derive(Debug, Default)]
struct View {
    says: Vec<u8>,
    merges: bool,
    stands: bool,
    /// Its last word is dead and the model has no further attempt: only the bound of the model ends it.
    spent: bool,
    /// Writers of an own word that is not dead, a bit each: while one of them says nothing it waits.
    waits_for: u8,
}

struct Reform {
    weakening: Weakening,
    attempts: u32,
    /// How many of the proposals may be made.
    proposals: u8,
    may_stop: bool,
    views: BTreeMap<u8, Vec<OnceLock<View>>>,
}

impl Reform {
    fn new(weakening: Weakening, attempts: u32, proposals: u8) -> Self {
        let size = 1usize << sayings(attempts);
        let fresh = || (0..size).map(|_| OnceLock::new()).collect();
        Reform {
            weakening,
            attempts,
            proposals,
            may_stop: true,
            views: (0..VOTERS * 2).map(|v| (v, fresh())).collect(),
        }
    }

    fn view(&self, voter: u8, heard: Heard, merged: bool) -> &View {
        let place = voter + if merged { VOTERS } else { 0 };
        self.views[&place][heard as usize].get_or_init(|| self.ask(voter, heard, merged))
    }

    fn ask(&self, voter: u8, heard: Heard, merged: bool) -> View {
        let round = round(voter, heard, self.attempts);
        let reforming = self.reforming(voter, heard);
        let holds = round.may_merge().is_some();
        let mut view = View { stands: self.stands(&reforming, heard), ..View::default() };
        if view.stands {
            return view;
        }
        let own = |p: &Proposal<u8, u8>| {
            let word = |at| Saying::Reform { attempt: at, by: voter, proposal: p.content };
            (0..self.attempts).any(|at| heard & bit(word(at)) != 0)
        };
        let open = reforming.open().into_iter().filter(|(_, p)| p.writers.contains(&voter) && own(p));
        view.waits_for = open.flat_map(|(_, p)| &p.writers).fold(0, |all, w| all | 1 << w);
        let mut says = Vec::new();
        if !reforming.is_pledged() && !merged {
            says.extend(round.may_ack().map(|_| Saying::Ack(voter)));
            says.extend(round.may_decide(AUTHENTICATOR).map(|_| Saying::Ack(voter)));
            view.merges = holds;
        }
        if merged {
            says.push(Saying::Opening(voter));
        }
        if (!merged && !holds) || self.weakening == Weakening::WriteAfterMerging {
            says.extend(self.reforms(voter, &reforming));
        }
        let wrote_last = (0..PROPOSALS).any(|p| {
            let last = Saying::Reform { attempt: self.attempts - 1, by: voter, proposal: p };
            heard & bit(last) != 0
        });
        view.spent = wrote_last && !reforming.is_pledged();
        view.says = says.into_iter().map(number).filter(|s| heard & (1 << s) == 0).collect();
        view.says.sort_unstable();
        view.says.dedup();
        view
    }

    /// What RE-FORMs this voter may write now.
    fn reforms(&self, voter: u8, reforming: &Reforming<u8, u8>) -> Vec<Saying> {
        let mut says = Vec::new();
        for proposal in (0..self.proposals).filter(|p| writers(*p).contains(&voter)) {
            let fresh = reforming.may_propose().filter(|a| *a < self.attempts);
            says.extend(fresh.map(|attempt| Saying::Reform { attempt, by: voter, proposal }));
            for attempt in 0..self.attempts {
                let second = self.weakening == Weakening::SecondWord;
                let heard = reforming.open().contains(&(attempt, &asked(proposal)));
                if second || (heard && reforming.may_agree(attempt, &asked(proposal))) {
                    says.push(Saying::Reform { attempt, by: voter, proposal });
                }
            }
        }
        says
    }

    fn stands(&self, reforming: &Reforming<u8, u8>, heard: Heard) -> bool {
        let first_word = |s: u8| matches!(said(s), Saying::Reform { .. }) && heard & (1 << s) != 0;
        match self.weakening {
            Weakening::FewerThanHalf => (0..sayings(self.attempts) as u8).any(first_word),
            Weakening::SecondWord => (0..self.attempts).any(|attempt| {
                (0..PROPOSALS).any(|proposal| {
                    let mut by = writers(proposal).into_iter();
                    by.all(|by| heard & bit(Saying::Reform { attempt, by, proposal }) != 0)
                })
            }),
            _ => reforming.stands().is_some(),
        }
    }

    fn reforming(&self, voter: u8, heard: Heard) -> Reforming<u8, u8> {
        let pledge = self.weakening == Weakening::NoPledge;
        let mut reforming = Reforming::new(voter, 0..VOTERS).without_pledge(pledge);
        for saying in (0..sayings(self.attempts) as u8).filter(|s| heard & (1 << s) != 0) {
            match said(saying) {
                Saying::Ack(_) => {}
                Saying::Opening(by) => reforming.opened(&by),
                Saying::Reform { attempt, by, proposal } => {
                    assert!(reforming.hear(&by, attempt, asked(proposal)), "only writers write");
                }
            }
        }
        reforming
    }

    /// Which proposals stand for somebody who has heard all that was said.
    fn standing(&self, state: &State) -> Vec<(u32, u8)> {
        let all = state.heard.iter().fold(0, |a, h| a | h);
        let mut standing = Vec::new();
        for attempt in 0..self.attempts {
            for proposal in 0..PROPOSALS {
                let mut by = writers(proposal).into_iter();
                let said = |by| all & bit(Saying::Reform { attempt, by, proposal }) != 0;
                let stands = match self.weakening {
                    Weakening::FewerThanHalf => by.any(said),
                    _ => by.all(said),
                };
                if stands {
                    standing.push((attempt, proposal));
                }
            }
        }
        standing
    }

    fn at_rest(&self, state: &State) -> bool {
        let mut actions = Vec::new();
        self.actions(state, &mut actions);
        actions.iter().all(|a| matches!(a, Action::Stop { .. }))
    }
}

impl Model for Reform {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State { heard: [0; 3], merged: [false; 3], stopped: None }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let live = |v: &u8| state.stopped != Some(*v);
        let held_by_live = (0..VOTERS).filter(live).fold(0, |all, v| all | state.heard[usize::from(v)]);
        for voter in (0..VOTERS).filter(live) {
            let (heard, merged) = (state.heard[usize::from(voter)], state.merged[usize::from(voter)]);
            let lacking = (0..sayings(self.attempts) as u8).filter(|s| held_by_live & !heard & (1 << s) != 0);
            actions.extend(lacking.map(|saying| Action::Deliver { saying, to: voter }));
            let view = self.view(voter, heard, merged);
            actions.extend(view.says.iter().map(|saying| Action::Say { voter, saying: *saying }));
            actions.extend((view.merges && !merged).then_some(Action::Merge { voter }));
        }
        if self.may_stop && state.stopped.is_none() {
            actions.extend((0..VOTERS).map(|voter| Action::Stop { voter }));
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = *last;
        match action {
            Action::Deliver { saying, to } => {
                next.heard[usize::from(to)] |= 1 << saying;
                // an OPENING comes with the decision behind it (rule 6)
                if let Saying::Opening(_) = said(saying) {
                    next.heard[usize::from(to)] |= (0..VOTERS).fold(0, |a, v| a | bit(Saying::Ack(v)));
                }
            }
            Action::Say { voter, saying } => {
                next.heard[usize::from(voter)] |= 1 << saying;
                // the decision is merged in the same Persist (rule 5)
                next.merged[usize::from(voter)] |= said(saying) == Saying::Ack(PROPOSER);
            }
            Action::Merge { voter } => next.merged[usize::from(voter)] = true,
            Action::Stop { voter } => next.stopped = Some(voter),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(
                "never both: no writer of a RE-FORM that stands has merged",
                |m: &Self, s: &State| {
                    m.standing(s).iter().all(|(_, p)| writers(*p).iter().all(|w| !s.merged[usize::from(*w)]))
                },
            ),
            Property::always("one RE-FORM stands", |m: &Self, s: &State| m.standing(s).len() <= 1),
            Property::always("nobody is left behind", |m: &Self, s: &State| {
                let live: Vec<u8> = (0..VOTERS).filter(|v| s.stopped != Some(*v)).collect();
                let view = |v: &u8| m.view(*v, s.heard[usize::from(*v)], s.merged[usize::from(*v)]);
                let reformed = live.iter().filter(|v| view(v).stands).count();
                let merged = live.iter().filter(|v| s.merged[usize::from(**v)]).count();
                let stopped = s.stopped.map_or(0, |v| 1u8 << v);
                if live.iter().any(|v| view(v).waits_for & stopped != 0) {
                    // whoever has written together with a party that then stops waits for it: the price of the pledge
                    return true;
                }
                let together = match (reformed, merged) {
                    (0, 0) => live.iter().any(|v| view(v).spent),
                    (0, _) => merged == live.len(),
                    (_, _) => reformed == live.len(),
                };
                together || !m.at_rest(s)
            }),
            Property::sometimes("all merge", |_, s: &State| s.merged == [true; 3]),
            Property::sometimes("a RE-FORM stands without whoever stopped", |m: &Self, s: &State| {
                let stands = m.standing(s);
                !m.may_stop
                    || s.stopped.is_some_and(|v| stands.iter().any(|(_, p)| !writers(*p).contains(&v)))
            }),
            Property::sometimes("a RE-FORM stands while the decision is out", |m: &Self, s: &State| {
                s.merged[usize::from(PROPOSER)] && !m.standing(s).is_empty()
            }),
        ]
    }
}

/// Proposals: by each two of the three. The last is the second with the two who only acknowledge changed round.
fn writers(proposal: u8) -> Vec<u8> {
    [vec![1, 2], vec![0, 1], vec![0, 2]][usize::from(proposal)].clone()
}

fn asked(proposal: u8) -> Proposal<u8, u8> {
    Proposal { writers: writers(proposal).into_iter().collect(), content: proposal }
}

/// The rules' state of the ballot after hearing these; UPDATEs and COMMIT are there from the start.
fn round(voter: u8, heard: Heard, _attempts: u32) -> Round<u8, u8> {
    let mut round = Round::new(0, 0..VOTERS, voter);
    for by in 0..VOTERS {
        round.hear(&by, 100 + by, Word::Update).expect("anyone updates");
    }
    let folded = Folded::of((1..VOTERS).map(|v| (v, 100 + v)).collect());
    round.hear(&PROPOSER, COMMIT, Word::Commit { ballot: 0, folded }).expect("its turn");
    for by in (0..VOTERS).filter(|by| heard & bit(Saying::Ack(*by)) != 0) {
        let names = (1..VOTERS).filter(|_| by == PROPOSER).map(|v| number(Saying::Ack(v))).collect();
        let (commit, authenticator) = (COMMIT, AUTHENTICATOR.to_vec());
        let ack = Word::Ack { ballot: 0, commit, authenticator, names };
        round.hear(&by, number(Saying::Ack(by)), ack).expect("a voter");
    }
    round
}

fn bit(saying: Saying) -> Heard {
    1 << number(saying)
}

fn number(saying: Saying) -> u8 {
    match saying {
        Saying::Ack(by) => by,
        Saying::Opening(by) => VOTERS + by,
        Saying::Reform { attempt, by, proposal } => {
            2 * VOTERS + attempt as u8 * WORDS + proposal * 2 + u8::from(writers(proposal)[1] == by)
        }
    }
}

fn said(number: u8) -> Saying {
    match number {
        n if n < VOTERS => Saying::Ack(n),
        n if n < 2 * VOTERS => Saying::Opening(n - VOTERS),
        n => {
            let (attempt, word) = ((n - 2 * VOTERS) / WORDS, (n - 2 * VOTERS) % WORDS);
            let proposal = word / 2;
            let by = writers(proposal)[usize::from(word % 2)];
            Saying::Reform { attempt: attempt.into(), by, proposal }
        }
    }
}

fn sayings(attempts: u32) -> u32 {
    u32::from(2 * VOTERS) + attempts * u32::from(WORDS)
}

fn search(name: &str, model: Reform, breaks: Option<&'static str>) -> Vec<&'static str> {
    let checker = model.checker().threads(2);
    let checker = match breaks {
        Some(invariant) => checker.finish_when(HasDiscoveries::AllOf([invariant].into())),
        None => checker,
    };
    let checker = checker.spawn_bfs().join();
    println!("{name}: {} states, {} transitions", checker.unique_state_count(), checker.state_count());
    let found = checker.discoveries();
    for (name, path) in found.iter().filter(|(name, _)| breaks.is_none() && !WANTED.contains(*name)) {
        println!("{name}: {:?}", path.clone().into_actions());
    }
    assert!(breaks.is_some() || WANTED.iter().all(|w| found.contains_key(w)), "{:?}", found.keys());
    found.into_keys().filter(|name| !WANTED.contains(name)).collect()
}

#[test]
fn reform_never_splits_the_line_and_leaves_nobody_behind() {
    for (name, attempts, proposals) in
        [("RE-FORM, one attempt", 1, PROPOSALS), ("RE-FORM, two attempts", 2, PROPOSALS - 1)]
    {
        let found = search(name, Reform::new(Weakening::None, attempts, proposals), None);
        assert_eq!(found, Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn each_weakening_of_reform_breaks_an_invariant() {
    let variants = [
        ("merge after RE-FORM", Weakening::NoPledge, BOTH),
        ("write RE-FORM after merging", Weakening::WriteAfterMerging, BOTH),
        ("fewer than half", Weakening::FewerThanHalf, BOTH),
        ("a second word in an attempt", Weakening::SecondWord, "one RE-FORM stands"),
    ];
    for (name, weakening, breaks) in variants {
        let broken = search(name, Reform::new(weakening, 1, PROPOSALS), Some(breaks));
        assert!(broken.contains(&breaks), "{name} broke {broken:?}");
    }
}

const BOTH: &str = "never both: no writer of a RE-FORM that stands has merged";
const WANTED: [&str; 3] =
    ["all merge", "a RE-FORM stands without whoever stopped", "a RE-FORM stands while the decision is out"];
const PROPOSER: u8 = 0;
const COMMIT: u8 = 200;
const AUTHENTICATOR: &[u8] = b"next";
const PROPOSALS: u8 = 3;
const WORDS: u8 = 2 * PROPOSALS;
