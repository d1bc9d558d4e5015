//! Disclosure: an author closes an epoch, two members follow when they like, one of them forges with the key as soon
//! as it has read it, a silent member holds nothing back; every order of delivery (line.md section 7, "Closing").
//!
//! The model holds no rule of its own: what is given away and what is refused is asked of `line::closing::Closing`,
//! fed with the entries that the member has admitted. A weakening leaves a rule out.

use line::closing::Closing;
use stateright::{Checker, HasDiscoveries, Model, Property};

const AUTHOR: u8 = 0;
const FORGER: u8 = 1;
const HONEST: u8 = 2;
const SILENT: u8 = 3;
const MEMBERS: usize = 4;
/// The closed epoch.
const OLD: u64 = 1;

/// An entry, by its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
enum Said {
    /// The author's last entry in the old epoch.
    Last,
    /// The author's OPENING of the next.
    Opening,
    /// OPENINGs of the other two that count.
    Follows1,
    Follows2,
    /// Their first entries that cover the author's OPENING.
    Covers1,
    Covers2,
    /// The author's DISCLOSE.
    Disclose,
}

const ALL: [Said; 7] =
    [Said::Last, Said::Opening, Said::Follows1, Said::Follows2, Said::Covers1, Said::Covers2, Said::Disclose];

/// What each member has admitted, and what became of the forgery at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    admitted: [u8; MEMBERS],
    forged: bool,
    taken_in: [bool; MEMBERS],
    refused: [bool; MEMBERS],
    /// The silent member took it in with the author's OPENING already here.
    silent_deceived: bool,
    /// Something that the author wrote was refused.
    wronged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Say(Said),
    Deliver { said: Said, to: u8 },
    Forge,
    DeliverForgery { to: u8 },
}

/// A rule left out on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weakening {
    None,
    /// The key goes as soon as it is replaced.
    DiscloseEarly,
    /// Entries of an epoch that their author has left are taken in.
    AdmitClosed,
    /// They are refused only from the DISCLOSE on, which may still be under way.
    RefuseFromTheDisclosureOn,
}

struct Disclosure {
    weakening: Weakening,
}

impl Disclosure {
    /// Whether a member may write this now, with what it has admitted.
    fn may_say(&self, said: Said, state: &State) -> bool {
        let by = author(said);
        let here = state.admitted[usize::from(by)];
        let closing = closing(by, here);
        !has(here, said)
            && below(said).all(|b| has(here, b))
            && match said {
                Said::Disclose if self.weakening == Weakening::DiscloseEarly => {
                    closing.left_at(&AUTHOR, OLD).is_some()
                }
                Said::Disclose => closing.may_disclose(&AUTHOR, OLD),
                _ => true,
            }
    }

    /// Whether a member refuses what is signed with the author's key of the old epoch and is not here.
    fn refuses(&self, member: u8, admitted: u8) -> bool {
        match self.weakening {
            Weakening::AdmitClosed => false,
            Weakening::RefuseFromTheDisclosureOn => has(admitted, Said::Disclose),
            Weakening::None | Weakening::DiscloseEarly => closing(member, admitted).is_spent(&AUTHOR, OLD),
        }
    }
}

impl Model for Disclosure {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            admitted: [0; MEMBERS],
            forged: false,
            taken_in: [false; MEMBERS],
            refused: [false; MEMBERS],
            silent_deceived: false,
            wronged: false,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let anywhere = state.admitted.iter().fold(0, |all, a| all | a);
        for said in ALL {
            actions.extend(self.may_say(said, state).then_some(Action::Say(said)));
            for to in (0..MEMBERS as u8).filter(|_| has(anywhere, said)) {
                let here = state.admitted[usize::from(to)];
                let ready = !has(here, said) && beneath(said, state).all(|b| has(here, b));
                actions.extend(ready.then_some(Action::Deliver { said, to }));
            }
        }
        if has(state.admitted[usize::from(FORGER)], Said::Disclose) && !state.forged {
            actions.push(Action::Forge);
        }
        if state.forged {
            actions.extend((0..MEMBERS as u8).filter(|to| *to != FORGER).filter_map(|to| {
                let met = state.taken_in[usize::from(to)] || state.refused[usize::from(to)];
                (!met).then_some(Action::DeliverForgery { to })
            }));
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = *last;
        match action {
            Action::Say(said) => next.admitted[usize::from(author(said))] |= bit(said),
            Action::Deliver { said, to } => {
                let here = &mut next.admitted[usize::from(to)];
                next.wronged |= said == Said::Last && self.refuses(to, *here);
                *here |= bit(said);
            }
            Action::Forge => next.forged = true,
            Action::DeliverForgery { to } => {
                let here = last.admitted[usize::from(to)];
                let refuses = self.refuses(to, here);
                next.refused[usize::from(to)] = refuses;
                next.taken_in[usize::from(to)] = !refuses;
                next.silent_deceived |= to == SILENT && !refuses && has(here, Said::Opening);
            }
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(EARLY, |_, s: &State| {
                let given = has(s.admitted[usize::from(AUTHOR)], Said::Disclose);
                let covers = |m: u8, said| has(s.admitted[usize::from(m)], said);
                !given || (covers(FORGER, Said::Covers1) && covers(HONEST, Said::Covers2))
            }),
            Property::always(DECEIVED, |_, s: &State| {
                !s.taken_in[usize::from(HONEST)] && !s.taken_in[usize::from(AUTHOR)]
            }),
            Property::always(
                "a silent member takes nothing forged in once it has the OPENING",
                |_, s: &State| !s.silent_deceived,
            ),
            Property::always("nothing that the author wrote is refused", |_, s: &State| !s.wronged),
            Property::sometimes(GIVEN, |_, s: &State| has(s.admitted[usize::from(HONEST)], Said::Disclose)),
            Property::sometimes(REFUSED, |_, s: &State| {
                // before the DISCLOSE has come: the own heads have let the key go
                s.refused[usize::from(HONEST)] && !has(s.admitted[usize::from(HONEST)], Said::Disclose)
            }),
        ]
    }
}

fn bit(said: Said) -> u8 {
    1 << said as u8
}

fn has(admitted: u8, said: Said) -> bool {
    admitted & bit(said) != 0
}

fn author(said: Said) -> u8 {
    match said {
        Said::Last | Said::Opening | Said::Disclose => AUTHOR,
        Said::Follows1 | Said::Covers1 => FORGER,
        Said::Follows2 | Said::Covers2 => HONEST,
    }
}

/// What must be here before its author can write it.
fn below(said: Said) -> impl Iterator<Item = Said> {
    let below: &[Said] = match said {
        Said::Last | Said::Follows1 | Said::Follows2 => &[],
        Said::Opening => &[Said::Last],
        Said::Covers1 => &[Said::Follows1, Said::Opening],
        Said::Covers2 => &[Said::Follows2, Said::Opening],
        Said::Disclose => &[Said::Opening],
    };
    below.iter().copied()
}

/// What it rests on: its own chain, and of a DISCLOSE all that its author has covered.
fn beneath(said: Said, state: &State) -> impl Iterator<Item = Said> {
    let covered = state.admitted[usize::from(AUTHOR)];
    let heads = ALL.into_iter().filter(move |s| said == Said::Disclose && *s != said && has(covered, *s));
    below(said).chain(heads.filter(|s| author(*s) != AUTHOR))
}

/// The rules' state of a member that has admitted these. Everybody has written once in the old epoch.
fn closing(member: u8, admitted: u8) -> Closing<u8> {
    let mut closing = Closing::new(member, [AUTHOR, FORGER, HONEST]);
    for by in 0..MEMBERS as u8 {
        closing.admitted(&by, OLD, 1, std::iter::empty());
    }
    for said in ALL.into_iter().filter(|s| has(admitted, *s)) {
        let (epoch, seq) = match said {
            Said::Last => (OLD, 2),
            Said::Follows1 | Said::Follows2 => (OLD + 1, 2),
            Said::Opening | Said::Covers1 | Said::Covers2 => (OLD + 1, 3),
            Said::Disclose => (OLD + 1, 4),
        };
        let covers = matches!(said, Said::Covers1 | Said::Covers2).then_some((AUTHOR, 3));
        closing.admitted(&author(said), epoch, seq, covers.into_iter());
        if said == Said::Disclose {
            closing.disclosed(&AUTHOR, OLD);
        }
    }
    closing
}

/// Searches all states, or until `breaks` is broken; prints how many.
fn search(name: &str, weakening: Weakening, breaks: Option<&'static str>) -> Vec<&'static str> {
    let checker = Disclosure { weakening }.checker().threads(2);
    let checker = match breaks {
        Some(invariant) => checker.finish_when(HasDiscoveries::AllOf([invariant].into())),
        None => checker,
    };
    let checker = checker.spawn_bfs().join();
    println!("{name}: {} states, {} transitions", checker.unique_state_count(), checker.state_count());
    let found = checker.discoveries();
    let wanted = [GIVEN, REFUSED];
    assert!(breaks.is_some() || wanted.iter().all(|w| found.contains_key(w)), "nothing is ever given away");
    found.into_keys().filter(|name| !wanted.contains(name)).collect()
}

#[test]
fn no_key_is_given_early_and_no_forgery_taken_in() {
    assert_eq!(search("disclosure", Weakening::None, None), Vec::<&str>::new());
}

#[test]
fn each_weakening_of_disclosure_breaks_an_invariant() {
    let variants = [
        ("disclose too early", Weakening::DiscloseEarly, EARLY),
        ("disclose too early, and forge", Weakening::DiscloseEarly, DECEIVED),
        ("accept a closed epoch's entry", Weakening::AdmitClosed, DECEIVED),
        ("refuse from the disclosure on", Weakening::RefuseFromTheDisclosureOn, DECEIVED),
    ];
    for (name, weakening, breaks) in variants {
        let broken = search(name, weakening, Some(breaks));
        assert!(broken.contains(&breaks), "{name} broke {broken:?}");
    }
}

const EARLY: &str = "no key is given away before all that count cover the OPENING";
const DECEIVED: &str = "no honest member that counts takes a forgery in";
const GIVEN: &str = "a key is given away";
const REFUSED: &str = "a forgery is refused before the DISCLOSE has come";
