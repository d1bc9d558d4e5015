//! `./run soak`: two nodes and three relays as processes of their own, one relay hostile, processes killed at random,
//! notices both ways all the while; afterwards every notice is looked for on both sides.
//!
//! In: minutes. Out: one document: what was released, admitted, lost, doubled, which relays were named and for what,
//! memory and files. I1 a notice counts as released when its officer was told so. I2 nothing is asked of the hostile
//! relay, and nothing is told to it. I3 the nodes and two of the relays are the shipped binary.

mod capital;
mod hostile;
mod process;
mod stage;
mod tally;
mod watch;

use crate::soak::capital::Capital;
use crate::soak::stage::Stage;
use crate::soak::tally::Tally;
use crate::soak::watch::Watch;
use std::time::{Duration, Instant};

pub use hostile::run as hostile;

/// What to soak.
#[derive(clap::Args)]
pub struct SoakArguments {
    /// How long notices are sent and processes killed; setting up and settling come on top.
    #[arg(long, default_value_t = 60, value_name = "MINUTES")]
    minutes: u64,
    /// Notices a minute, over both sides.
    #[arg(long, default_value_t = 6_000, value_name = "COUNT")]
    rate: u64,
    /// One JSON document and nothing else.
    #[arg(long)]
    json: bool,
}

/// Soaks and prints; true if nothing was lost or doubled and only the hostile relay was named.
///
/// # Errors
/// What kept it from being carried out.
pub fn run(arguments: &SoakArguments) -> Result<bool, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|e| e.to_string())?;
    let place = crate::bench::Place::make()?;
    let tally = runtime.block_on(soak(place.path(), arguments))?;
    println!("{}", if arguments.json { tally.document().to_string() } else { tally.page() });
    Ok(tally.holds())
}

async fn soak(folder: &std::path::Path, arguments: &SoakArguments) -> Result<Tally, String> {
    let mut stage = Stage::set(folder).await?;
    let [us, ir] = stage.capitals();
    capital::found(&us, &ir).await?;
    let mut watch = Watch::default();
    let mut tally = Tally::default();
    let began = Instant::now();
    let end = began + Duration::from_secs(arguments.minutes * 60);
    let pause = Duration::from_millis(AT_ONCE * 60_000 / arguments.rate.max(1));
    let mut next_kill = began + CALM_FIRST;
    let (mut next_test, mut next_word) = (began, began + SAY_EVERY);
    let mut number = 0u64;
    while Instant::now() < end {
        let from = Instant::now();
        let [to_us, to_ir] = [us.station(), ir.station()];
        let (a, b, c, d) = tokio::join!(
            us.say(&to_ir, number),
            ir.say(&to_us, number + 1),
            us.say(&to_ir, number + 2),
            ir.say(&to_us, number + 3)
        );
        number += AT_ONCE;
        [a, b, c, d].into_iter().for_each(|said| tally.note(said));
        if from >= next_word {
            next_word = from + SAY_EVERY;
            let minute = began.elapsed().as_secs() / 60;
            eprintln!("soak: minute {minute} of {}, {}", arguments.minutes, tally.so_far());
        }
        if from >= next_test {
            next_test = from + TEST_EVERY;
            for capital in [&us, &ir] {
                capital.test().await;
            }
            watch.look(&stage, [&us, &ir]).await;
        }
        if from >= next_kill {
            next_kill = from + KILL_EVERY;
            tally.kills += 1;
            stage.kill_one().await?;
        }
        tokio::time::sleep(pause.saturating_sub(from.elapsed())).await;
    }
    tally.minutes = arguments.minutes;
    settle(&mut stage, [&us, &ir]).await?;
    watch.look(&stage, [&us, &ir]).await;
    tally.count(&us, &ir).await?;
    tally.watched(watch);
    stage.end();
    Ok(tally)
}

/// Everything is up; both sides come to hold the same and wait for nothing.
async fn settle(stage: &mut Stage, capitals: [&Capital; 2]) -> Result<(), String> {
    stage.all_up().await?;
    let until = Instant::now() + SETTLES_WITHIN;
    while Instant::now() < until {
        let (a, b) = (capitals[0].stands().await, capitals[1].stands().await);
        if let (Some(a), Some(b)) = (a, b)
            && a.fingerprint == b.fingerprint
            && a.outbox + b.outbox == 0
            && !a.quarantined
            && !b.quarantined
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Err("the two sides did not come to hold the same".to_owned())
}

/// Notices under way together, half of them each way.
const AT_ONCE: u64 = 4;
/// Tests before the first process dies, so that the relays' clocks are known.
const CALM_FIRST: Duration = Duration::from_secs(30);
const KILL_EVERY: Duration = Duration::from_secs(40);
const TEST_EVERY: Duration = Duration::from_secs(10);
const SAY_EVERY: Duration = Duration::from_secs(60);
const SETTLES_WITHIN: Duration = Duration::from_secs(300);
