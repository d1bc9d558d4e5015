//! One compartment at ten times its quota beside another that goes on as if nothing were (R9): in turn without and
//! with the flood, on the same machine and relay.
//!
//! The flooder is a process of its own with an account and a mailbox, that deposits whatever the relay says: a member
//! gone mad, or one who means it. Its quota is the relay's: deposits a second into one mailbox, on the long run.

use crate::bench::child::Child;
use crate::bench::orders::{FloodPlan, Order, Word, order, say};
use crate::bench::report::{self, Figures, Samples};
use crate::bench::{OUT_OF_TURN, Place, Scene};
use line::envelope::Bucket;
use line::ids::MailboxId;
use line::relay_api::{NewBox, Open, Put, PutItem, PutOutcome, ReceiptKey, Request, Response, Token};
use relay::{Client, Faults, Pin};
use std::time::{Duration, Instant};

/// Measures in turn: a stretch without and a stretch with the flood, as often as the seconds allow.
pub(super) fn measure(place: &Place, seconds: u64) -> Result<Figures, String> {
    let mut scene = Scene::set(place, Some(QUOTA))?;
    let mut flooder = Child::start("bench-flood")?;
    flooder.tell(&Order::Flood(scene.flood_plan()))?;
    let rounds = (seconds / STRETCH_S).max(1);
    let (mut calm, mut flooded) = (Vec::new(), Vec::new());
    let (mut offered, mut kept, mut refused) = (0, 0, 0);
    for _ in 0..rounds {
        calm.extend(alone(&mut scene)?);
        flooder.tell(&Order::Stream { seconds: STRETCH_S, window: OFFERED })?;
        std::thread::sleep(SWELLS);
        flooded.extend(alone(&mut scene)?);
        let Word::Flooded { offered: more, kept: in_it, refused: not } = flooder.hear()? else {
            return Err(OUT_OF_TURN.into());
        };
        (offered, kept, refused) = (offered + more, kept + in_it, refused + not);
    }
    flooder.end()?;
    scene.end()?;
    let (calm, flooded) = (Samples::of(calm), Samples::of(flooded));
    let each = |count: u64| count / (rounds * STRETCH_S).max(1);
    Ok(vec![
        ("p50_calm_us", calm.at(50).into()),
        ("p50_flood_us", flooded.at(50).into()),
        ("p99_calm_us", calm.at(99).into()),
        ("p99_flood_us", flooded.at(99).into()),
        ("p99_flood_over_calm", report::ratio(flooded.at(99), calm.at(99))),
        ("target_ratio", 1.5.into()),
        ("notices_calm", calm.len().into()),
        ("notices_flood", flooded.len().into()),
        ("quota_per_s", QUOTA.into()),
        ("offered_per_s", each(offered).into()),
        ("kept_per_s", each(kept).into()),
        ("refused_per_s", each(refused).into()),
        ("flood_seconds", (rounds * STRETCH_S).into()),
        ("load_average_1_min", report::load()),
    ])
}

/// Notices one at a time for a stretch less the time that a flood needs to swell; times to the receiver's commit.
fn alone(scene: &mut Scene) -> Result<Vec<u64>, String> {
    let until = Instant::now() + Duration::from_secs(STRETCH_S) - SWELLS;
    let mut arrived = Vec::new();
    while Instant::now() < until {
        arrived.extend(scene.phase(&Order::One)?.arrived.into_inner());
    }
    Ok(arrived)
}

/// The flooder's process: opens its mailbox, floods when told.
pub(super) fn run() -> Result<(), String> {
    let Some(Order::Flood(plan)) = order()? else { return Err("no order for a flooder".into()) };
    let runtime = relay::runtime().map_err(|e| e.to_string())?;
    let pin = Pin::parse(&plan.pin).ok_or("no pin")?;
    let client = Client::new(&plan.relay, pin, Faults::default());
    let mailbox = Mailbox::random()?;
    runtime.block_on(mailbox.open(&client, &plan))?;
    while let Some(Order::Stream { seconds, window }) = order()? {
        let flooded = mailbox.flood(&client, Duration::from_secs(seconds), window as u64);
        say(&runtime.block_on(flooded)?)?;
    }
    Ok(())
}

struct Mailbox {
    id: [u8; 32],
    fill: Token,
}

impl Mailbox {
    fn random() -> Result<Self, String> {
        let (mut id, mut fill) = ([0; 32], [0; 32]);
        getrandom::fill(&mut id).and_then(|()| getrandom::fill(&mut fill)).map_err(|e| e.to_string())?;
        Ok(Mailbox { id, fill: Token(fill) })
    }

    async fn open(&self, client: &Client, plan: &FloodPlan) -> Result<(), String> {
        let account = hex::decode(&plan.account).map_err(|e| e.to_string())?;
        let account = Token(account.try_into().map_err(|_| "not 32 bytes")?);
        let opened = NewBox {
            mailbox: MailboxId(self.id),
            fill_hash: self.fill.hash(),
            empty_hash: self.fill.hash(),
            fill_receipt_key: ReceiptKey([1; 32]),
            empty_receipt_key: ReceiptKey([2; 32]),
            tell_hand_over: false,
        };
        match client.call(&Request::Open(Open { account, boxes: vec![opened] })).await {
            Ok(Response::Opened) => Ok(()),
            other => Err(format!("the mailbox is not opened: {other:?}")),
        }
    }

    /// Deposits so many a second for so long, in equal portions, whatever the relay answers.
    async fn flood(&self, client: &Client, time: Duration, per_s: u64) -> Result<Word, String> {
        let (begun, mut portion) = (Instant::now(), 0);
        let (mut offered, mut kept, mut refused) = (0, 0, 0);
        let pause = Duration::from_micros(1_000_000 * PORTION / per_s.max(1));
        while begun.elapsed() < time {
            let items = (0..PORTION).map(|n| self.item(portion * PORTION + n)).collect::<Result<_, _>>()?;
            portion += 1;
            offered += PORTION;
            let put = Request::Put(Put { items, ask_hand_over: Vec::new() });
            if let Ok(Response::Put(outcomes, _)) = client.call(&put).await {
                let in_it = outcomes.iter().filter(|o| matches!(o, PutOutcome::Kept(_))).count() as u64;
                (kept, refused) = (kept + in_it, refused + outcomes.len() as u64 - in_it);
            }
            let due = begun + pause * u32::try_from(portion).unwrap_or(u32::MAX);
            tokio::time::sleep(due.saturating_duration_since(Instant::now())).await;
        }
        Ok(Word::Flooded { offered, kept, refused })
    }

    fn item(&self, number: u64) -> Result<PutItem, String> {
        let mut envelope = vec![0; Bucket::ALL[0].size()];
        envelope[..32].copy_from_slice(&self.id);
        getrandom::fill(&mut envelope[40..72]).map_err(|e| e.to_string())?;
        envelope[32..40].copy_from_slice(&number.to_be_bytes());
        Ok(PutItem { fill: self.fill, envelope })
    }
}

/// Deposits a second into one mailbox that the relay of this bench takes on the long run.
const QUOTA: u32 = 400;
/// Ten times as many.
const OFFERED: usize = 4_000;
const STRETCH_S: u64 = 15;
/// A flood runs for so long before anything is measured in it.
const SWELLS: Duration = Duration::from_secs(2);
/// Envelopes of one request.
const PORTION: u64 = 40;
