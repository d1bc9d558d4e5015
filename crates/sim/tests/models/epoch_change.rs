//! Epoch change: 3 voters, 2 ballots, every order of delivery, NACKs at will, and one member that may stop for
//! ever, its entries then passed on only by live holders (line.md section 7, rules 1 to 7).
//!
//! The model holds no rule of its own: what a voter may do is asked of `line::ballot::Round`, fed with the words
//! that this voter has heard. A weakening feeds it words that were not said, or leaves out such that were.

use line::ballot::{Folded, Round, Word};
use stateright::{Checker, HasDiscoveries, Model, Property};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const VOTERS: u8 = 3;
const BALLOTS: u32 = 2;

/// What a voter can say in a ballot; a message is one of these in one ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Saying {
    Commit,
    /// By a voter; the proposer's is the decision.
    Ack(u8),
    Nack(u8),
}

/// A set of messages, a bit each.
type Heard = u16;

/// One state of all: what each voter has heard (its own words included), what it merged, who stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    heard: [Heard; 3],
    merged: [Option<u8>; 3],
    /// Dropped what it had staged (a weakening only).
    dropped: [bool; 3],
    stopped: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Deliver { message: u8, to: u8 },
    Say { voter: u8, message: u8 },
    Merge { voter: u8, ballot: u8 },
    Drop { voter: u8 },
    Stop { voter: u8 },
}

/// A rule left out on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weakening {
    None,
    NextBallotWithoutNack,
    NackAfterAck,
    DecisionOneAckShort,
    AbortAfterAcknowledging,
    MergeWithoutTheProposers,
    /// Whoever is taken in anew was no old copy and goes on voting.
    TakenInAnewVotes,
}

/// What a voter that has heard these may do now.
#[derive(Debug, Default)]
struct View {
    says: Vec<u8>,
    merges: Vec<u8>,
}

struct EpochChange {
    weakening: Weakening,
    may_stop: bool,
    /// The last voter is an old copy: every COMMIT takes it in anew and it says nothing.
    taken_in_anew: bool,
    views: Vec<OnceLock<View>>,
}

impl EpochChange {
    fn new(weakening: Weakening, may_stop: bool) -> Self {
        let views = (0..usize::from(VOTERS) << MESSAGES).map(|_| OnceLock::new()).collect();
        EpochChange { weakening, may_stop, taken_in_anew: false, views }
    }

    fn with_an_old_copy(weakening: Weakening) -> Self {
        EpochChange { taken_in_anew: true, ..EpochChange::new(weakening, false) }
    }

    fn view(&self, voter: u8, heard: Heard) -> &View {
        let place = usize::from(voter) << MESSAGES | usize::from(heard);
        self.views[place].get_or_init(|| self.ask(voter, heard))
    }

    /// Asks the rules, in each world of hearsay that the weakening allows.
    fn ask(&self, voter: u8, heard: Heard) -> View {
        let round = |voter, heard| round(voter, heard, self.taken_in_anew);
        let own_acks = (0..BALLOTS).map(|b| bit(b, Saying::Ack(voter))).fold(0, |a, b| a | b);
        let mut view = View::default();
        let mut add = |round: &Round<u8, u8>| add_moves(&mut view, round, voter);
        add(&round(voter, heard));
        match self.weakening {
            Weakening::None | Weakening::AbortAfterAcknowledging | Weakening::TakenInAnewVotes => {}
            Weakening::NextBallotWithoutNack => add(&round(voter, heard | bit(0, Saying::Nack(2)))),
            Weakening::NackAfterAck => {
                let forgetful = add_moves_of(&round(voter, heard & !own_acks), voter);
                view.says
                    .extend(forgetful.says.into_iter().filter(|m| matches!(said(*m).1, Saying::Nack(_))));
            }
            Weakening::DecisionOneAckShort => {
                let mut generous = View::default();
                for b in 0..BALLOTS {
                    let all = (0..VOTERS).filter(|v| u32::from(*v) != b).map(|v| bit(b, Saying::Ack(v)));
                    let one_missing = all.clone().any(|ack| heard & ack != 0);
                    let forged = if one_missing { all.fold(heard, |a, x| a | x) } else { heard };
                    add_moves(&mut generous, &round(voter, forged), voter);
                }
                view.says.extend(generous.says.into_iter().filter(|m| is_decision(*m)));
                view.merges.extend(generous.merges);
            }
            Weakening::MergeWithoutTheProposers => {
                for b in 0..BALLOTS {
                    let forged = round(voter, heard | bit(b, Saying::Ack(proposer(b))));
                    view.merges.extend(add_moves_of(&forged, voter).merges);
                }
            }
        }
        if self.taken_in_anew && voter == OLD_COPY && self.weakening != Weakening::TakenInAnewVotes {
            view.says.clear();
        }
        view.says.retain(|m| heard & (1 << m) == 0);
        view.says.sort_unstable();
        view.says.dedup();
        view.merges.sort_unstable();
        view.merges.dedup();
        view
    }

    fn at_rest(&self, state: &State) -> bool {
        let mut actions = Vec::new();
        self.actions(state, &mut actions);
        actions.iter().all(|a| matches!(a, Action::Stop { .. } | Action::Drop { .. }))
    }
}

impl Model for EpochChange {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State { heard: [0; 3], merged: [None; 3], dropped: [false; 3], stopped: None }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let live = |v: &u8| state.stopped != Some(*v);
        let held_by_live = (0..VOTERS).filter(live).fold(0, |all, v| all | state.heard[usize::from(v)]);
        for voter in (0..VOTERS).filter(live) {
            let heard = state.heard[usize::from(voter)];
            let lacking = (0..MESSAGES as u8).filter(|m| held_by_live & !heard & (1 << m) != 0);
            actions.extend(lacking.map(|message| Action::Deliver { message, to: voter }));
            if state.merged[usize::from(voter)].is_none() {
                let view = self.view(voter, heard);
                actions.extend(view.says.iter().map(|m| Action::Say { voter, message: *m }));
                if !state.dropped[usize::from(voter)] {
                    actions.extend(view.merges.iter().map(|b| Action::Merge { voter, ballot: *b }));
                }
                let acked = (0..BALLOTS).any(|b| heard & bit(b, Saying::Ack(voter)) != 0);
                let drops = self.weakening == Weakening::AbortAfterAcknowledging && acked;
                actions
                    .extend((drops && !state.dropped[usize::from(voter)]).then_some(Action::Drop { voter }));
            }
        }
        if self.may_stop && state.stopped.is_none() {
            actions.extend((0..VOTERS).map(|voter| Action::Stop { voter }));
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = *last;
        match action {
            Action::Deliver { message, to } => next.heard[usize::from(to)] |= 1 << message,
            Action::Say { voter, message } => {
                next.heard[usize::from(voter)] |= 1 << message;
                // Rule 5: the decision is merged in the same Persist.
                if is_decision(message) {
                    next.merged[usize::from(voter)] = Some(said(message).0 as u8);
                }
            }
            Action::Merge { voter, ballot } => next.merged[usize::from(voter)] = Some(ballot),
            Action::Drop { voter } => next.dropped[usize::from(voter)] = true,
            Action::Stop { voter } => next.stopped = Some(voter),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("one commit merged an epoch", |_, s: &State| {
                let mut merged = s.merged.iter().flatten();
                merged.next().is_none_or(|first| merged.all(|b| b == first))
            }),
            Property::always("no NACK by a voter where one has merged", |_, s: &State| {
                let all = s.heard.iter().fold(0, |a, h| a | h);
                s.merged
                    .iter()
                    .flatten()
                    .all(|b| (0..VOTERS).all(|v| all & bit(u32::from(*b), Saying::Nack(v)) == 0))
            }),
            Property::always("no ACK and NACK of one ballot by one voter", |_, s: &State| {
                let all = s.heard.iter().fold(0, |a, h| a | h);
                let both = |b, v| all & bit(b, Saying::Ack(v)) != 0 && all & bit(b, Saying::Nack(v)) != 0;
                (0..BALLOTS).all(|b| (0..VOTERS).all(|v| !both(b, v)))
            }),
            Property::always(
                "who is live can seal and open with all who are live",
                |model: &Self, s: &State| {
                    // One past epoch is kept, so apart for a while is well; apart at rest is not.
                    let epochs: Vec<bool> = (0..VOTERS)
                        .filter(|v| s.stopped != Some(*v))
                        .map(|v| s.merged[usize::from(v)].is_some())
                        .collect();
                    epochs.windows(2).all(|w| w[0] == w[1]) || !model.at_rest(s)
                },
            ),
            Property::sometimes("all merge the first ballot", |_, s: &State| s.merged == [Some(0); 3]),
            Property::sometimes("all merge the second ballot", |_, s: &State| s.merged == [Some(1); 3]),
        ]
    }
}

/// What the rules allow this voter, as messages and merges.
fn add_moves(view: &mut View, round: &Round<u8, u8>, voter: u8) {
    let mut say = |b: u32, saying: Saying| view.says.extend((b < BALLOTS).then(|| number(b, saying)));
    round.may_commit().into_iter().for_each(|(b, _)| say(b, Saying::Commit));
    round.may_ack().into_iter().for_each(|(b, ..)| say(b, Saying::Ack(voter)));
    round.may_nack().into_iter().for_each(|b| say(b, Saying::Nack(voter)));
    for b in 0..BALLOTS {
        round.may_decide(&[b as u8]).into_iter().for_each(|(b, ..)| say(b, Saying::Ack(voter)));
    }
    view.merges.extend(round.may_merge().map(|d| d.ballot as u8));
}

fn add_moves_of(round: &Round<u8, u8>, voter: u8) -> View {
    let mut view = View::default();
    add_moves(&mut view, round, voter);
    view
}

/// The rules' state after hearing these; every voter's UPDATE is there from the start.
fn round(voter: u8, heard: Heard, taken_in_anew: bool) -> Round<u8, u8> {
    let mut round = Round::new(0, 0..VOTERS, voter);
    for by in 0..VOTERS {
        round.hear(&by, update(by), Word::Update).expect("anyone updates");
    }
    for message in (0..MESSAGES as u8).filter(|m| heard & (1 << m) != 0) {
        let (ballot, saying) = said(message);
        let others = (0..VOTERS).filter(|v| *v != proposer(ballot));
        let (by, word) = match saying {
            Saying::Commit => {
                let stays = |v: &u8| !taken_in_anew || *v != OLD_COPY;
                let updates: BTreeMap<u8, u8> = others.filter(stays).map(|v| (v, update(v))).collect();
                let mut folded = Folded::of(updates);
                folded.rejoins.extend(taken_in_anew.then_some(OLD_COPY));
                (proposer(ballot), Word::Commit { ballot, folded })
            }
            Saying::Ack(by) => {
                let stays = |v: &u8| !taken_in_anew || *v != OLD_COPY;
                let names = others
                    .filter(|v| by == proposer(ballot) && stays(v))
                    .map(|v| number(ballot, Saying::Ack(v)));
                let commit = number(ballot, Saying::Commit);
                (by, Word::Ack { ballot, commit, authenticator: vec![ballot as u8], names: names.collect() })
            }
            Saying::Nack(by) => (by, Word::Nack { ballot }),
        };
        round.hear(&by, message, word).expect("only voters speak, each in its turn");
    }
    round
}

/// Of epoch 0, ballot b is proposed by voter b.
fn proposer(ballot: u32) -> u8 {
    ballot as u8
}

fn is_decision(message: u8) -> bool {
    let (ballot, saying) = said(message);
    saying == Saying::Ack(proposer(ballot))
}

fn bit(ballot: u32, saying: Saying) -> Heard {
    1 << number(ballot, saying)
}

fn number(ballot: u32, saying: Saying) -> u8 {
    let within = match saying {
        Saying::Commit => 0,
        Saying::Ack(v) => 1 + v,
        Saying::Nack(v) => 1 + VOTERS + v,
    };
    ballot as u8 * SAYINGS + within
}

fn said(message: u8) -> (u32, Saying) {
    let saying = match message % SAYINGS {
        0 => Saying::Commit,
        n if n <= VOTERS => Saying::Ack(n - 1),
        n => Saying::Nack(n - 1 - VOTERS),
    };
    (u32::from(message / SAYINGS), saying)
}

/// Entry of a voter's UPDATE, beyond all messages.
fn update(voter: u8) -> u8 {
    100 + voter
}

/// Searches all states, or until `breaks` is broken; prints how many.
fn search(
    name: &str,
    weakening: Weakening,
    may_stop: bool,
    breaks: Option<&'static str>,
) -> Vec<&'static str> {
    search_in(name, EpochChange::new(weakening, may_stop), breaks)
}

fn search_in(name: &str, model: EpochChange, breaks: Option<&'static str>) -> Vec<&'static str> {
    let checker = model.checker().threads(2);
    let checker = match breaks {
        Some(invariant) => checker.finish_when(HasDiscoveries::AllOf([invariant].into())),
        None => checker,
    };
    let checker = checker.spawn_bfs().join();
    println!("{name}: {} states, {} transitions", checker.unique_state_count(), checker.state_count());
    let found = checker.discoveries();
    let wanted = ["all merge the first ballot", "all merge the second ballot"];
    assert!(breaks.is_some() || wanted.iter().all(|w| found.contains_key(w)), "nothing is ever decided");
    found.into_keys().filter(|name| !wanted.contains(name)).collect()
}

#[test]
fn epoch_change_neither_forks_nor_leaves_anybody_behind() {
    assert_eq!(search("epoch change", Weakening::None, false, None), Vec::<&str>::new());
}

#[test]
fn epoch_change_holds_when_one_member_stops_for_ever() {
    assert_eq!(search("epoch change, one may stop", Weakening::None, true, None), Vec::<&str>::new());
}

#[test]
fn epoch_change_holds_when_an_old_copy_is_taken_in_anew_and_breaks_when_it_votes() {
    let model = EpochChange::with_an_old_copy(Weakening::None);
    assert_eq!(search_in("epoch change, an old copy", model, None), Vec::<&str>::new());
    let breaks = "no NACK by a voter where one has merged";
    let model = EpochChange::with_an_old_copy(Weakening::TakenInAnewVotes);
    let broken = search_in("who is taken in anew votes", model, Some(breaks));
    assert!(broken.contains(&breaks), "broke {broken:?}");
}

#[test]
fn each_weakening_of_epoch_change_breaks_an_invariant() {
    let variants = [
        ("next ballot without a NACK", Weakening::NextBallotWithoutNack, "one commit merged an epoch"),
        ("NACK after ACK", Weakening::NackAfterAck, "no ACK and NACK of one ballot by one voter"),
        ("decision one ACK short", Weakening::DecisionOneAckShort, "no NACK by a voter where one has merged"),
        (
            "abort after acknowledging",
            Weakening::AbortAfterAcknowledging,
            "who is live can seal and open with all who are live",
        ),
        (
            "merge without the proposer's",
            Weakening::MergeWithoutTheProposers,
            "no NACK by a voter where one has merged",
        ),
    ];
    for (name, weakening, breaks) in variants {
        let broken = search(name, weakening, false, Some(breaks));
        assert!(broken.contains(&breaks), "{name} broke {broken:?}");
    }
}

/// Who is taken in anew, in those models that have an old copy.
const OLD_COPY: u8 = VOTERS - 1;
const SAYINGS: u8 = 1 + 2 * VOTERS;
const MESSAGES: u32 = BALLOTS * SAYINGS as u32;
