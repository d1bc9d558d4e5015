//! `./run bench`: two nodes and a relay as processes of their own over TLS, beside the floor of the same disk.
//!
//! Figures are printed, never asserted: a slow machine fails no test. What each means stands in
//! `docs/src/benchmarks.md`.

mod beside;
mod child;
mod custody;
mod flood;
mod floor;
mod folds;
mod games;
mod installed;
mod models;
mod node;
mod open;
mod orders;
mod peer;
mod plot;
mod relay;
mod render;
mod report;
mod seeds;
mod succession;
mod watch;

use crate::bench::child::Child;
use crate::bench::orders::{FloodPlan, Order, Plan, RowShape, Word};
use crate::bench::report::Samples;
use clap::Subcommand;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What can be measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Notices end to end over one relay: a rate, the time of one alone, and the floor of the disk.
    Line {
        /// How long notices are streamed; one at a time takes a quarter of it besides, at most 15 s.
        #[arg(long, default_value_t = 60, value_name = "SECONDS")]
        seconds: u64,
        /// Notices under way at most while streaming.
        #[arg(long, default_value_t = 1_024, value_name = "COUNT")]
        window: usize,
        /// Run a peer after it, installed for this run, and print its figures and the ratios too.
        #[arg(long, value_enum)]
        peer: Option<beside::Peer>,
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// Folds: red lines and their openings from canonical bytes, one of them 10,000 places late.
    Folds {
        /// Entries.
        #[arg(long, default_value_t = 100_000, value_name = "COUNT")]
        entries: usize,
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// Renderings: the filled template of every type, in every shipped language.
    Render {
        /// How often each is rendered.
        #[arg(long, default_value_t = 200, value_name = "COUNT")]
        times: usize,
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// Custody: sharing, signing, enrolling, refreshing among five of whom three act; sealing a backup.
    Custody {
        /// How often each call is made; the median is printed.
        #[arg(long, default_value_t = 101, value_name = "COUNT")]
        times: usize,
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// Opening a compartment again: two nodes fill a store with so many notices, a fresh process opens it.
    Open {
        /// Notices, at least.
        #[arg(long, default_value_t = 10_000, value_name = "COUNT")]
        entries: u64,
        /// Fill this folder and leave it; one that was filled before is only opened again, without the dossier.
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// One compartment at ten times its quota beside another, in turn without and with the flood.
    Flood {
        /// Seconds of flood in all; as many without it.
        #[arg(long, default_value_t = 60, value_name = "SECONDS")]
        seconds: u64,
        /// One flat JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// The three models: vectors, published cases, simulated truth, the back-test, each bar beside its figure; speed.
    Models {
        /// Draw the plots of the book into this folder.
        #[arg(long, value_name = "FOLDER")]
        plots: Option<PathBuf>,
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// A whole team and all custodians of one side replaced, forty-six lines affirmed in four compartments.
    Succession {
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
    /// Red lines: verdicts a second at three numbers of lines, beside PostGIS and shapely.
    Watch(watch::WatchBench),
    /// Solvers of games and the private desk, beside a peer from PyPI in the same run.
    Games {
        /// The peer; it is installed on the first run, beside the build.
        #[arg(long, value_name = "PEER")]
        peer: Option<games::PeerName>,
        /// Random games that are answered by both and compared, beside a peer.
        #[arg(long, default_value_t = 200, value_name = "COUNT")]
        cross_check: usize,
        /// One JSON object; without it the same, indented.
        #[arg(long)]
        json: bool,
    },
    /// Worlds from seeds in great number, with labels and with MLS; exit 1 if one broke a promise.
    Seeds(seeds::SeedsBench),
    /// What the disk and three serial commits of a store cost, nothing else.
    Floor {
        /// One JSON object; without it one figure a line.
        #[arg(long)]
        json: bool,
    },
}

/// Measures and prints.
///
/// # Errors
/// What a process or the disk said.
pub fn run(bench: &Bench) -> Result<bool, String> {
    let place = Place::make()?;
    let (figures, json) = match bench {
        Bench::Line { seconds, window, peer, json } => {
            let mut figures = line(&place, *seconds, *window)?;
            if let Some(peer) = peer {
                beside::beside(*peer, &place.path, *seconds, &mut figures)?;
            }
            (figures, *json)
        }
        Bench::Watch(asked) => return watch::run(asked, &place),
        Bench::Seeds(asked) => return seeds::run(asked),
        Bench::Folds { entries, json } => (folds::measure(*entries)?, *json),
        Bench::Render { times, json } => (render::measure(*times)?, *json),
        Bench::Custody { times, json } => (custody::measure(*times)?, *json),
        Bench::Succession { json } => (succession::measure()?, *json),
        Bench::Models { plots, json } => (models::measure(plots.as_deref())?, *json),
        Bench::Open { entries, folder, json } => {
            let (plan, fresh) = match folder {
                Some(folder) => kept(folder, *entries)?,
                None => (filled(&place, *entries)?, true),
            };
            (opened(plan, fresh)?, *json)
        }
        Bench::Flood { seconds, json } => (flood::measure(&place, *seconds)?, *json),
        Bench::Games { peer, cross_check, json } => {
            let found = games::measure(*peer, *cross_check, &place.path)?;
            let whole = serde_json::to_string_pretty(&found).unwrap_or_default();
            println!("{}", if *json { found.to_string() } else { whole });
            return Ok(true);
        }
        Bench::Floor { json } => {
            let mut floor = floor::Floor::new(&place.path, &floor::seen())?;
            let streak = floor.streak(FLOOR_SAMPLES)?;
            (streak.figures(), *json)
        }
    };
    println!("{}", if json { report::json(&figures) } else { report::lines(&figures) });
    Ok(true)
}

/// The hidden process of a node.
///
/// # Errors
/// What went wrong, for standard error.
pub fn node() -> Result<bool, String> {
    node::run().map(|()| true)
}

/// The hidden process of the relay.
///
/// # Errors
/// What went wrong, for standard error.
pub fn relay() -> Result<bool, String> {
    relay::run().map(|()| true)
}

/// The hidden process of a flooder.
///
/// # Errors
/// What went wrong, for standard error.
pub fn flood() -> Result<bool, String> {
    flood::run().map(|()| true)
}

fn line(place: &Place, seconds: u64, window: usize) -> Result<report::Figures, String> {
    let mut scene = Scene::set(place, None)?;
    let mut floor = floor::Floor::new(&place.path, &scene.rows()?)?;
    let streak = floor.streak(FLOOR_SAMPLES)?;
    let time = Duration::from_secs((seconds / 4).clamp(1, 15));
    let (alone, between) = scene.alone(time, &mut floor)?;
    let before = scene.cpu_ms()?;
    let bytes = scene.relay_bytes()?;
    let stream = scene.phase(&Order::Stream { seconds, window })?;
    let bytes = scene.relay_bytes()? - bytes;
    let after = scene.cpu_ms()?;
    scene.end()?;
    let cpu_ms = [0, 1, 2].map(|n| after[n] - before[n]);
    let measured = report::Measured { seconds, window, streak, between, alone, stream, bytes, cpu_ms };
    Ok(report::of_line(&measured))
}

/// Fills the stores of two nodes and stops them; gives the receiver's plan.
fn filled(place: &Place, entries: u64) -> Result<Plan, String> {
    let mut scene = Scene::set(place, None)?;
    let mut sent = 0;
    while sent < entries {
        sent += scene.phase(&Order::Stream { seconds: 1, window: 1_024 })?.covered.len();
    }
    let plan = scene.plan.clone();
    scene.end()?;
    Ok(plan)
}

/// The same in a folder that stays, with the plan beside the stores; a folder that has one is taken as it is. Also whether
/// it was filled now.
fn kept(folder: &std::path::Path, entries: u64) -> Result<(Plan, bool), String> {
    let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
    let beside = folder.join("plan.json");
    if let Ok(text) = std::fs::read_to_string(&beside) {
        return serde_json::from_str(&text).map(|plan| (plan, false)).map_err(|e| e.to_string());
    }
    std::fs::create_dir_all(folder).map_err(failed)?;
    let place = Place { path: folder.canonicalize().map_err(failed)?, stays: true };
    let plan = filled(&place, entries)?;
    let text = serde_json::to_string(&plan).map_err(|e| e.to_string())?;
    std::fs::write(&beside, text).map_err(failed)?;
    Ok((plan, true))
}

/// Opens the store of a plan in a fresh process, and makes a dossier of it there if wanted.
fn opened(plan: Plan, dossier: bool) -> Result<report::Figures, String> {
    let mut child = Child::start("bench-node")?;
    child.tell(&Order::Open { plan, dossier })?;
    let Word::Opened(opened) = child.hear()? else { return Err(OUT_OF_TURN.into()) };
    child.end()?;
    Ok(open::figures(&opened))
}

/// What one phase showed: times of each notice from its release, microseconds.
struct Phase {
    /// To its commit at the receiver.
    arrived: Samples,
    /// To the commit of the covering RECEIPT at the sender.
    covered: Samples,
    /// RECEIPTs that the receiver wrote.
    receipts: u64,
    /// From the first release to the last cover.
    took: Duration,
}

/// What the sender says after a phase.
struct Sent {
    first: u64,
    released: Vec<u64>,
    covered: Vec<(u64, u64)>,
}

/// The three processes.
struct Scene {
    relay: Child,
    sender: Child,
    receiver: Child,
    /// The receiver's.
    plan: Plan,
    /// An account that nobody uses.
    spare: String,
}

impl Scene {
    fn set(place: &Place, deposits_per_s: Option<u32>) -> Result<Self, String> {
        let accounts = [random()?, random()?, random()?];
        let mut relay = Child::start("bench-relay")?;
        let folder = place.path.join("relay");
        relay.tell(&Order::Relay { folder, accounts: accounts.to_vec(), deposits_per_s })?;
        let Word::Listening { address, pin } = relay.hear()? else { return Err(OUT_OF_TURN.into()) };
        let (root, compartment) = (random()?, random()?);
        let plan = |own: &str, peer: &str, founder, account: &String| Plan {
            own: own.to_owned(),
            peer: peer.to_owned(),
            founder,
            folder: place.path.join(own),
            relay: address.clone(),
            pin: pin.clone(),
            account: account.clone(),
            root: root.clone(),
            compartment: compartment.clone(),
        };
        let (mut sender, mut receiver) = (Child::start("bench-node")?, Child::start("bench-node")?);
        let receivers = plan("US", "IR", false, &accounts[1]);
        receiver.tell(&Order::Node(receivers.clone()))?;
        let Word::Package(package) = receiver.hear()? else { return Err(OUT_OF_TURN.into()) };
        sender.tell(&Order::Node(plan("IR", "US", true, &accounts[0])))?;
        sender.tell(&Order::Found(package))?;
        let Word::Welcome(welcome) = sender.hear()? else { return Err(OUT_OF_TURN.into()) };
        receiver.tell(&Order::Join(welcome))?;
        let [_, _, spare] = accounts;
        let mut scene = Scene { relay, sender, receiver, plan: receivers, spare };
        for _ in 0..WARMING {
            scene.send(&Order::One)?;
        }
        scene.phase(&Order::One)?;
        Ok(scene)
    }

    /// What a flooder of the same relay must know.
    fn flood_plan(&self) -> FloodPlan {
        let (relay, pin) = (self.plan.relay.clone(), self.plan.pin.clone());
        FloodPlan { relay, pin, account: self.spare.clone() }
    }

    /// What the sender did; what came of it is not asked yet.
    fn send(&mut self, order: &Order) -> Result<Sent, String> {
        self.sender.tell(order)?;
        match self.sender.hear()? {
            Word::Sent { first, released, covered } => Ok(Sent { first, released, covered }),
            _ => Err(OUT_OF_TURN.into()),
        }
    }

    fn phase(&mut self, order: &Order) -> Result<Phase, String> {
        let sent = self.send(order)?;
        self.came_of(sent)
    }

    /// One notice at a time, in turn with one sample of the floor: the disk and the processor are as rested for the
    /// one as for the other.
    fn alone(
        &mut self,
        time: Duration,
        floor: &mut floor::Floor,
    ) -> Result<(Phase, floor::Samples3), String> {
        let until = Instant::now() + time;
        let mut all = self.send(&Order::One)?;
        let mut between = floor::Samples3::default();
        while Instant::now() < until {
            floor.sample(&mut between)?;
            let one = self.send(&Order::One)?;
            all.released.extend(one.released);
            all.covered.extend(one.covered);
        }
        Ok((self.came_of(all)?, between))
    }

    /// The rows that one notice is in the Persist of its sender and of its receiver.
    fn rows(&mut self) -> Result<[Vec<RowShape>; 2], String> {
        let mut rows = Vec::new();
        for child in [&mut self.sender, &mut self.receiver] {
            child.tell(&Order::Rows)?;
            let Word::Rows(found) = child.hear()? else { return Err(OUT_OF_TURN.into()) };
            rows.push(found);
        }
        rows.try_into().map_err(|_| OUT_OF_TURN.to_owned())
    }

    fn came_of(&mut self, sent: Sent) -> Result<Phase, String> {
        let Sent { first, released, covered } = sent;
        self.receiver.tell(&Order::Tell)?;
        let Word::Came { arrived, receipts } = self.receiver.hear()? else { return Err(OUT_OF_TURN.into()) };
        let since = |(number, at): &(u64, u64)| {
            let sent = usize::try_from(number.checked_sub(first)?).ok().and_then(|n| released.get(n))?;
            Some(at.saturating_sub(*sent) / 1_000)
        };
        let last = covered.iter().map(|(_, at)| *at).max().unwrap_or_default();
        Ok(Phase {
            arrived: Samples::of(arrived.iter().filter_map(since).collect()),
            covered: Samples::of(covered.iter().filter_map(since).collect()),
            receipts,
            took: Duration::from_nanos(last.saturating_sub(released.first().copied().unwrap_or(last))),
        })
    }

    /// Processor time so far of sender, receiver, relay, milliseconds.
    fn cpu_ms(&self) -> Result<[u64; 3], String> {
        Ok([self.sender.cpu_ms()?, self.receiver.cpu_ms()?, self.relay.cpu_ms()?])
    }

    fn relay_bytes(&mut self) -> Result<u64, String> {
        self.relay.tell(&Order::Tell)?;
        match self.relay.hear()? {
            Word::Bytes(bytes) => Ok(bytes),
            _ => Err(OUT_OF_TURN.into()),
        }
    }

    fn end(self) -> Result<(), String> {
        for child in [self.sender, self.receiver, self.relay] {
            child.end()?;
        }
        Ok(())
    }
}

/// A folder for the processes of a measurement: one beside the build goes when it is dropped.
pub(crate) struct Place {
    path: PathBuf,
    stays: bool,
}

impl Place {
    /// The folder.
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.path
    }

    pub(crate) fn make() -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let beside = program.parent().ok_or("the program lies in no folder")?;
        let folder = beside.join(format!("bench-{}", std::process::id()));
        std::fs::create_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(Place { path: folder, stays: false })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What cannot be removed stays beside the build, where `cargo clean` finds it.
        if !self.stays {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// 32 random bytes as hexadecimal digits.
fn random() -> Result<String, String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| e.to_string())?;
    Ok(hex::encode(bytes))
}

const FLOOR_SAMPLES: usize = 150;
/// Notices before anything is measured.
const WARMING: usize = 50;
const OUT_OF_TURN: &str = "a process answered out of turn";
