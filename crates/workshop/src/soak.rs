//! `./run soak`: two nodes and three relays as processes of their own, one relay hostile, processes killed at random,
//! notices both ways all the while; afterwards every notice is looked for on both sides.
//!
//! In: minutes. Out: one document: what was released, admitted, lost, doubled, which relays were named and for what,
//! memory and files over time. I1 a notice counts as released when its officer was told so. I2 nothing is asked of the hostile
//! relay, and nothing is told to it. I3 the nodes and two of the relays are the shipped binary.

mod capital;
mod hostile;
mod load;
mod process;
mod stage;
mod tally;
mod watch;

use crate::soak::capital::Capital;
use crate::soak::stage::Stage;
use crate::soak::tally::Tally;
use crate::soak::watch::Watch;
use sim::chance::Chance;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

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
    /// Draws who dies when; another one each time if none is given. It is printed.
    #[arg(long)]
    seed: Option<u64>,
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
    let seed = match arguments.seed {
        Some(seed) => seed,
        None => getrandom::u64().map_err(|e| e.to_string())?,
    };
    eprintln!("soak: seed {seed}");
    let tally = runtime.block_on(soak(place.path(), arguments, seed))?;
    println!("{}", if arguments.json { tally.document().to_string() } else { tally.page() });
    Ok(tally.holds())
}

async fn soak(folder: &std::path::Path, arguments: &SoakArguments, seed: u64) -> Result<Tally, String> {
    let mut stage = Stage::set(folder).await?;
    let capitals = stage.capitals().map(Arc::new);
    let [us, ir] = &capitals;
    capital::found(us, ir).await?;
    let mut watch = Watch::default();
    let mut tally = Tally::of(arguments.minutes, seed);
    let mut chance = Chance::of(seed, "soak");
    let began = Instant::now();
    let mut told =
        load::speak(&capitals, arguments.rate, began + Duration::from_secs(arguments.minutes * 60));
    let mut kill = began + CALM_FIRST;
    let mut start = None;
    let (mut test, mut word) = (began, began + SAY_EVERY);
    loop {
        let next = [kill, test, word].into_iter().chain(start).min().unwrap_or(kill);
        tokio::select! {
            biased;
            () = tokio::time::sleep_until(next) => {}
            said = told.recv() => match said {
                Some(said) => {
                    tally.note(said);
                    continue;
                }
                None => break,
            },
        }
        if start.is_some_and(|at| at <= next) {
            stage.start_killed()?;
            (start, kill) =
                (None, next + Duration::from_millis(chance.between(KILL_EVERY_MS.0, KILL_EVERY_MS.1)));
        } else if kill <= next {
            tally.kills += 1;
            stage.kill_one(&mut chance);
            start = Some(next + DOWN_FOR);
            kill = next + FAR;
        }
        if test <= next {
            test = next + TEST_EVERY;
            for capital in &capitals {
                capital.test().await;
            }
            watch.look(&stage, &capitals).await;
        }
        if word <= next {
            word = next + SAY_EVERY;
            let minute = began.elapsed().as_secs() / 60;
            watch.keep(&stage, minute, tally.released());
            eprintln!("soak: minute {minute} of {}, {}", arguments.minutes, tally.so_far());
        }
    }
    settle(&mut stage, &capitals).await?;
    watch.look(&stage, &capitals).await;
    watch.keep(&stage, began.elapsed().as_secs() / 60, tally.released());
    tally.count(us, ir).await?;
    tally.watched(watch);
    stage.end();
    Ok(tally)
}

/// Everything is up; both sides come to hold the same and wait for nothing.
async fn settle(stage: &mut Stage, capitals: &[Arc<Capital>; 2]) -> Result<(), String> {
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

/// Tests before the first process dies, so that the relays' clocks are known.
const CALM_FIRST: Duration = Duration::from_secs(30);
/// From one start to the next death, at least and at most.
const KILL_EVERY_MS: (u64, u64) = (15_000, 60_000);
const DOWN_FOR: Duration = Duration::from_secs(2);
/// Longer than any soak.
const FAR: Duration = Duration::from_secs(100 * 86_400);
const TEST_EVERY: Duration = Duration::from_secs(10);
const SAY_EVERY: Duration = Duration::from_secs(60);
const SETTLES_WITHIN: Duration = Duration::from_secs(300);
