//! A relay of a world: the line's own mailbox rules, and a hand on them that lies.
//!
//! I1 an honest relay of a world is `line::mailbox` and nothing else. I2 a lie is told in the answer or in the
//! state that a rule sees, never by breaking the rule. I3 a long poll is parked here and ends by itself.

use crate::chance::Chance;
use crate::clock::Clock;
use line::ids::{MailboxId, PathId};
use line::mailbox::{self, AccountQuota, At, Limits, Mailboxes, Origin, RelayRows};
use line::relay_api::{RelayRefusal, RelayTime, Request, Response, Taken, Token};
use std::collections::BTreeSet;

/// What a relay does besides its duty.
#[derive(Debug, Clone, Default)]
pub struct Manners {
    /// Does not answer at all.
    pub dead: bool,
    /// Parties to which nothing is handed over.
    pub withholds_from: BTreeSet<usize>,
    /// Hands over every second envelope only.
    pub leaves_out: bool,
    /// Hands over in another order.
    pub reorders: bool,
    /// Executes and hands over twice.
    pub doubles: bool,
    /// Alters one envelope in so many; 0 for none.
    pub corrupts_one_in: u64,
    /// Answers after up to so many ms more.
    pub delays_up_to_ms: u64,
    /// Shows fetchers the state of this copy.
    pub shows_old: bool,
    /// Makes nothing durable and says so.
    pub refuses: bool,
    /// Is someone with another key.
    pub impostor: bool,
    /// Answers what is not of the protocol.
    pub garbles: bool,
}

/// One relay.
pub struct Relay {
    /// Its name in the charter.
    pub path: PathId,
    /// Its clock.
    pub clock: Clock,
    /// What it does besides its duty.
    pub manners: Manners,
    boxes: Boxes,
    old: Option<Boxes>,
    other_face: Option<OtherFace>,
}

/// What a relay that lies about time shows to some: the same deposits, dated otherwise.
struct OtherFace {
    boxes: Boxes,
    lie: Lie,
}

/// How a relay lies about time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lie {
    /// How far its false stamps are ahead of its clock, ms.
    pub by_ms: i64,
    /// The only party to which it lies; `None` for all.
    pub to: Option<usize>,
    /// Whoever asks its time is told the truth: only receipts and hand-overs lie.
    pub only_receipts: bool,
}

impl Lie {
    fn is_told(&self, to: usize, request: &Request) -> bool {
        let asks_time = matches!(request, Request::Mark(_) | Request::Time(_));
        self.to.is_none_or(|one| one == to) && !(self.only_receipts && asks_time)
    }
}

/// The rules with their rows, which commit at once.
struct Boxes {
    rules: Mailboxes,
    rows: RelayRows,
    limits: Limits,
}

impl Boxes {
    fn handle(&mut self, at: At, request: &Request) -> Response {
        let (response, writes) = self.rules.handle(at, Origin::default(), request, &self.rows);
        mailbox::apply(&mut self.rows, writes);
        response
    }

    /// The same relay as its rows have it now.
    fn copy(&self, path: &PathId) -> Self {
        let state = self.rows.iter().map(|((table, key), value)| (*table, key.clone(), value.clone()));
        let rules = Mailboxes::restore(path.clone(), self.limits, state);
        let rules = rules.expect("rows that the rules wrote restore");
        Boxes { rules, rows: self.rows.clone(), limits: self.limits }
    }
}

impl Relay {
    /// An honest, empty relay at which these accounts may open mailboxes.
    pub fn new(path: PathId, accounts: &[Token]) -> Self {
        Relay::limited(path, accounts, Limits::default())
    }

    /// The same with limits of its own.
    pub fn limited(path: PathId, accounts: &[Token], limits: Limits) -> Self {
        let mut rules = Mailboxes::new(path.clone(), limits);
        let mut rows = RelayRows::new();
        for account in accounts {
            mailbox::apply(&mut rows, rules.admit_account(account.hash(), QUOTA));
        }
        let clock = Clock::right(CLOCK_ERROR_MS);
        Relay {
            path,
            clock,
            manners: Manners::default(),
            boxes: Boxes { rules, rows, limits },
            old: None,
            other_face: None,
        }
    }

    /// Whether what is sent to it comes to anybody: not if it is gone, nor if the connection ends at a wrong key.
    pub fn hears(&self) -> bool {
        !self.manners.dead && !self.manners.impostor
    }

    /// What it lets anyone use.
    pub fn limits(&self) -> Limits {
        self.boxes.limits
    }

    /// Keeps a copy of all that it holds, to go back to or to show.
    pub fn keep_copy(&mut self) {
        self.old = Some(self.boxes.copy(&self.path));
    }

    /// Goes back to the copy kept: what was deposited since is gone.
    pub fn roll_back(&mut self) {
        if let Some(old) = self.old.take() {
            self.boxes = old;
        }
    }

    /// From now on it lies so; what it holds already keeps its time.
    pub fn begin_to_lie(&mut self, lie: Lie) {
        self.other_face = Some(OtherFace { boxes: self.boxes.copy(&self.path), lie });
    }

    /// It tells everyone the same again.
    pub fn end_lies(&mut self) {
        self.other_face = None;
    }

    /// The answer to one request of a party; an empty list of taken envelopes may be parked by the caller.
    pub fn answer(&mut self, world_ms: u64, from: usize, request: &Request, chance: &mut Chance) -> Response {
        if self.manners.refuses {
            return Response::Refused(RelayRefusal::NotDurable);
        }
        let now = self.clock.read(world_ms);
        let time = RelayTime { utc_ms: now.utc_ms, error_ms: now.error_ms };
        let at = At { time, mono_ms: world_ms };
        if self.manners.doubles {
            self.boxes.handle(at, request);
        }
        let lied = self.other_face.as_mut().and_then(|face| {
            let time = RelayTime { utc_ms: time.utc_ms + face.lie.by_ms, ..time };
            let answer = face.boxes.handle(At { time, ..at }, request);
            face.lie.is_told(from, request).then_some(answer)
        });
        let old = self.old.as_mut().filter(|_| self.manners.shows_old);
        let answer = match (old, request) {
            (Some(old), Request::Take(_)) => old.handle(at, request),
            _ => self.boxes.handle(at, request),
        };
        match lied.unwrap_or(answer) {
            Response::Taken(taken) => Response::Taken(self.hand_over(taken, from, chance)),
            other => other,
        }
    }

    fn hand_over(&self, mut taken: Vec<Taken>, from: usize, chance: &mut Chance) -> Vec<Taken> {
        if self.manners.withholds_from.contains(&from) {
            return Vec::new();
        }
        if self.manners.leaves_out {
            taken.retain(|one| one.receipt.seq.is_multiple_of(2));
        }
        if self.manners.doubles {
            taken.extend_from_within(..);
        }
        if self.manners.reorders {
            chance.shuffle(&mut taken);
        }
        for one in &mut taken {
            if chance.one_in(self.manners.corrupts_one_in) {
                let at = chance.index(one.envelope.len());
                one.envelope[at] ^= 1 << chance.below(8);
            }
        }
        taken
    }
}

/// Mailboxes that a request fills.
pub fn fills(request: &Request) -> Vec<MailboxId> {
    let Request::Put(put) = request else { return Vec::new() };
    let id = |envelope: &[u8]| envelope.first_chunk::<32>().map(|id| MailboxId(*id));
    put.items.iter().filter_map(|item| id(&item.envelope)).collect()
}

/// What an account may use at a relay of a world: more than any world needs.
const QUOTA: AccountQuota = AccountQuota { bytes: 1 << 30, boxes: 10_000 };
/// A relay's declared clock error, ms.
pub(crate) const CLOCK_ERROR_MS: u32 = 100;
