//! How a world comes to be: pairs, the charter's parameters, founded groups, empty stores, honest relays.
//!
//! I1 equal seeds found equal worlds. I2 every compartment gets secrets, tokens and groups of its own. I3 a
//! founded world has made its first commits and nothing more.

use crate::bare::{Bare, Making};
use crate::chance::Chance;
use crate::core::Rebuild;
use crate::disk::Disk;
use crate::group::{Deeds, Driven, Witness};
use crate::journal::Journal;
use crate::node::Node;
use crate::plan::Shape;
use crate::relay::Relay;
use crate::world::World;
use line::config::{Attestation, Config, Planted, RelayConfig, Tempo};
use line::group::{CertificateAuthority, Changes, Group};
use line::ids::{CompartmentId, PartyCode, Status};
use line::keys::{Secret, leaf_mac};
use line::label_group::LabelGroup;
use line::relay_api::Token;
use std::collections::BTreeMap;

/// Rules broken on purpose, in the line and above it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Planting {
    /// In the line.
    pub line: Planted,
    /// In the folds.
    pub standing: standing::Planted,
}

/// Founds a world of bare lines: groups of the form `G`, all members but a far one voting.
pub fn found<G: Driven>(
    shape: Shape,
    seed: u64,
    planted: Planting,
    shell: &G::Shell,
    journal: Journal,
) -> World {
    let mut chance = Chance::of(seed, "founding");
    let mut nodes = Vec::new();
    let mut accounts = Vec::new();
    let mut begun = Vec::new();
    for compartment in 0..shape.compartments {
        let configs = configs(&shape, compartment, planted.line, &mut chance);
        accounts.extend(configs.iter().flat_map(|c| c.relays.iter().map(|r| (r.path.clone(), r.account))));
        for (party, (config, group, deeds)) in founded::<G>(configs, shell).into_iter().enumerate() {
            begun.push(group);
            let making = Making {
                config: config.clone(),
                deeds: deeds.clone(),
                shell: shell.clone(),
                standing: planted.standing,
            };
            let maker = Box::new(Bare::<G>::maker(making, chance.fork("life")));
            nodes.push(node(party, compartment, &shape, config, deeds.clone(), maker));
        }
    }
    let relays = (0..shape.relays).map(|at| {
        let path = relay_name(at);
        let here: Vec<Token> = accounts.iter().filter(|(p, _)| *p == path).map(|(_, token)| *token).collect();
        Relay::new(path, &here)
    });
    let relays = relays.collect();
    let mut world = World::of(shape, seed, nodes, relays, journal);
    for (node, group) in begun.into_iter().enumerate() {
        let now = world.clock_of(node);
        let past = Some(world.nodes[node].disk.past());
        let config = Config { past, ..world.nodes[node].config.clone() };
        let (core, effects) = Bare::<G>::open(config, group, planted.standing, now, &mut chance);
        world.nodes[node].core = Some(Box::new(core));
        world.begin_node(node, effects);
    }
    world
}

impl World {
    /// A quiet world for a story: labels, one compartment, line tests every ten minutes.
    pub fn story(parties: usize, relays: usize) -> Self {
        World::seeded(0, parties, relays, 600_000, Journal::new(true))
    }

    /// The same with its delays drawn from a seed and another interval between line tests.
    pub fn seeded(seed: u64, parties: usize, relays: usize, test_interval_ms: u64, journal: Journal) -> Self {
        let shape = Shape { parties, relays, compartments: 1, by_pouch: None, test_interval_ms };
        found::<LabelGroup>(shape, seed, Planting::default(), &(), journal)
    }
}

fn node(
    party: usize,
    compartment: usize,
    shape: &Shape,
    config: Config,
    deeds: Deeds,
    maker: Box<dyn Rebuild>,
) -> Node {
    let code = config.own.clone();
    let whose = if shape.compartments > 1 { format!("{code}/{compartment}") } else { code.to_string() };
    Node {
        party,
        compartment,
        code,
        config,
        whose,
        disk: Disk::new(),
        durable: Default::default(),
        durable_in_snapshot: Default::default(),
        maker,
        core: None,
        deeds,
        life: 0,
        inbox: Vec::new(),
        turn_planned: false,
        wakes_at: None,
        calls: BTreeMap::new(),
        crash: None,
        failures: 0,
        delivered_since_copy: 0,
        copied_ms: 0,
        recalled: Vec::new(),
        sealed_since_copy: Default::default(),
        taken_since_copy: 0,
        spoils_for: Default::default(),
    }
}

/// One configuration a party of a compartment.
fn configs(shape: &Shape, compartment: usize, planted: Planted, chance: &mut Chance) -> Vec<Config> {
    let id = CompartmentId(chance.bytes32());
    let tempo = |party| if shape.by_pouch == Some(party) { Tempo::Following } else { Tempo::Voting };
    let members: BTreeMap<_, _> = (0..shape.parties).map(|party| (code(party), tempo(party))).collect();
    let mut pairs: BTreeMap<(usize, usize), [u8; 32]> = BTreeMap::new();
    for a in 0..shape.parties {
        for b in a + 1..shape.parties {
            pairs.insert((a, b), chance.bytes32());
        }
    }
    let of_pair = |a: usize, b: usize| Secret::new(pairs[&(a.min(b), a.max(b))]);
    (0..shape.parties)
        .map(|party| Config {
            status: Status::Exercise,
            compartment: id,
            own: code(party),
            creator: code(0),
            members: members.clone(),
            pairs: (0..shape.parties).filter(|p| *p != party).map(|p| (code(p), of_pair(party, p))).collect(),
            relays: (0..shape.relays).map(|at| relay(at, compartment, chance)).collect(),
            attestation: Attestation::MutualOnly,
            test_interval_ms: shape.test_interval_ms,
            epoch_age_ms: Config::EPOCH_AGE_MS,
            tell_hand_over: true,
            past: None,
            planted,
        })
        .collect()
}

fn relay(at: usize, compartment: usize, chance: &mut Chance) -> RelayConfig {
    let account = Token(chance.bytes32());
    RelayConfig { path: relay_name(at), account, host: format!("host {at} of {compartment}") }
}

/// Groups of one compartment: the first party founds, all others join by its Welcomes.
fn founded<G: Driven>(configs: Vec<Config>, shell: &G::Shell) -> Vec<(Config, Witness<G>, Deeds)> {
    let id = configs[0].compartment.0;
    let mut changes = Changes::default();
    let mut newcomers = Vec::new();
    for config in &configs[1..] {
        let deeds = Deeds::default();
        let mut provider = (G::provider(shell), deeds.clone());
        let made = Witness::<G>::key_package(&mut provider, &Founding(config), &id, 1);
        let (package, rows) = made.expect("all members of a world are paired");
        changes.adds.insert(config.own.clone(), package);
        newcomers.push((config, provider, deeds, rows));
    }
    let deeds = Deeds::default();
    let founder = Founding(&configs[0]);
    let created = Witness::<G>::create((G::provider(shell), deeds.clone()), &founder, &id, 0, 1);
    let mut group = created.expect("all members of a world are paired");
    let commit = group.commit(&founder, &[], 2, &changes).expect("a fresh group adds its members");
    group.merge().expect("the own commit is pending");
    let mut all = vec![(configs[0].clone(), group, deeds)];
    for (config, provider, deeds, rows) in newcomers {
        let welcome = commit.welcomes.get(&config.own).expect("every newcomer has a Welcome");
        let joined = Witness::<G>::join(provider, &Founding(config), &id, 0, welcome, &rows);
        all.push((config.clone(), joined.expect("a Welcome of this founding is good"), deeds));
    }
    for (_, _, deeds) in &all {
        deeds.borrow_mut().clear();
    }
    all
}

/// The pairs of one member, as certificates need them before there is a transcript.
struct Founding<'a>(&'a Config);

impl CertificateAuthority for Founding<'_> {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        self.0.pairs.get(peer).map(|root| leaf_mac(root, self.0.status, former))
    }

    fn own(&self) -> &PartyCode {
        &self.0.own
    }

    fn members(&self) -> Vec<PartyCode> {
        self.0.peers().cloned().collect()
    }

    fn highest_serial(&self, _: &PartyCode) -> u64 {
        0
    }
}

/// The code of a party by its index.
pub fn code(party: usize) -> PartyCode {
    PartyCode::parse(CODES[party]).expect("the names of a world are party codes")
}

/// The name of a relay by its index.
pub fn relay_name(at: usize) -> String {
    format!("R-{}", at + 1)
}

const CODES: [&str; 5] = ["NORTH", "SOUTH", "EAST", "WEST", "MID"];
