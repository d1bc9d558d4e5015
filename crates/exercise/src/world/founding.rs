//! How a world comes to be: pairs, groups of labels, charters with their record keys, officers, empty stores, relays.

use super::custodians::Custodians;
use super::node::Node;
use super::officers::Team;
use super::{Post, World};
use crate::error::ExerciseError;
use crate::folder::Folder;
use crate::scenario::Scenario;
use chancery::officers::Roster;
use chancery::{Compartment, Setup};
use line::body::CharterRelay;
use line::config::{Attestation, Config, Planted, RelayConfig, Tempo};
use line::group::{CertificateAuthority, Changes, Group};
use line::ids::{CompartmentId, PartyCode, Status};
use line::keys::{Secret, leaf_mac};
use line::label_group::LabelGroup;
use line::line::Stop;
use line::machine::{Input as Carry, Rows};
use line::mailbox::Limits;
use line::relay_api::Token;
use notice::vocabulary::{Attestation as Said, Tempo as SaidTempo};
use notice::{Charter, Code8, Fields, Parameters, Station, Value};
use sim::chance::Chance;
use sim::clock::WORLD_BEGINS_MS;
use sim::queue::Queue;
use sim::relay::Relay;
use std::collections::{BTreeMap, BTreeSet};

/// A party at the table.
pub struct Seat {
    /// Its code.
    pub code: String,
    /// The station that speaks for it.
    pub station: Station,
    pub(crate) team: Team,
    pub(crate) roster: Roster,
    /// Whether its tests say that the watch is manned.
    pub(crate) manned: bool,
    /// Whether somebody opens what comes.
    pub(crate) attends: bool,
    pub(crate) custodians: Custodians,
}

impl World {
    /// Founds the world of a scenario; D1's play begins at its `starts`.
    pub(crate) fn found(scenario: &Scenario, folder: &Folder) -> Result<Self, ExerciseError> {
        let mut chance = Chance::of(0, "exercise");
        let starts = scenario.starts_ms()?;
        let day_one_ms = starts.div_euclid(DAY_MS) * DAY_MS;
        let codes: Vec<String> = scenario.compartment.iter().map(|c| c.code.clone()).collect();
        let mut world = World {
            day_one_ms,
            seats: seats(scenario, &codes, starts, &mut chance)?,
            compartments: codes,
            nodes: Vec::new(),
            posts: Vec::new(),
            cut: BTreeSet::new(),
            flood: super::flood::Flood::default(),
            queue: Queue::new(),
            chance: chance.fork("world"),
            ticket: 0,
        };
        world.queue.pass_to(starts.abs_diff(day_one_ms));
        let pairs = pairs(scenario, &mut chance);
        let mut accounts: Vec<(String, Token)> = Vec::new();
        let mut begun = Vec::new();
        for (at, compartment) in scenario.compartment.iter().enumerate() {
            let text = folder.text(&compartment.charter)?;
            let charter = notice::file::charter_from_toml(text)
                .map_err(|why| World::wrong(&compartment.charter, &format!("a charter: {why}")))?;
            let setups = world.setups(scenario, charter, &compartment.creator, (at, &pairs), &mut chance)?;
            accounts.extend(
                setups.iter().flat_map(|s| s.line.relays.iter().map(|r| (r.path.clone(), r.account))),
            );
            let groups =
                groups(&setups).ok_or_else(|| World::wrong(&compartment.code, "members that are paired"))?;
            begun.extend(setups.into_iter().zip(groups));
        }
        for relay in &scenario.relay {
            let here: Vec<Token> =
                accounts.iter().filter(|(path, _)| *path == relay.id).map(|(_, t)| *t).collect();
            let usual = Limits::default();
            let limits = Limits { box_rate: relay.mailbox_rate.unwrap_or(usual.box_rate), ..usual };
            let mut relay = Relay::limited(relay.id.clone(), &here, limits);
            relay.clock.jump(day_one_ms - WORLD_BEGINS_MS);
            world.posts.push(Post { relay, withheld: None });
        }
        for (setup, group) in begun {
            world.open(setup, group, &mut chance)?;
        }
        Ok(world)
    }

    fn open(&mut self, setup: Setup, group: LabelGroup, chance: &mut Chance) -> Result<(), ExerciseError> {
        let own = setup.line.own.to_string();
        let party = self.seats.iter().position(|seat| seat.code == own).unwrap_or_default();
        let code = setup.code.to_string();
        let entropy = Box::new(chance.fork("node"));
        let (core, effects) = Compartment::open(setup.clone(), group, self.now(), entropy)
            .map_err(|why| World::wrong(&code, &format!("a compartment that opens: {why}")))?;
        self.nodes.push(Node::new(party, code, setup, core));
        let node = self.nodes.len() - 1;
        self.carry_out(node, effects);
        self.man(node, true);
        Ok(())
    }

    /// Whether the watch of a node is manned goes into its next test.
    pub(crate) fn man(&mut self, node: usize, manned: bool) {
        let mut watch = [0; 16];
        watch[0] = u8::from(manned);
        self.hand_in(node, vec![chancery::Input::Line(Carry::Watch(watch))]);
    }

    /// A node starts again from its rows.
    pub(crate) fn restart(&mut self, node: usize) -> Result<(), ExerciseError> {
        let now = self.now();
        let entropy = Box::new(self.chance.fork("life"));
        let at = &self.nodes[node];
        let mut setup = at.setup.clone();
        setup.roster = self.seats[at.party].roster.clone();
        let restored = Compartment::restore(setup, (), &at.rows, Stop::Clean, now, entropy);
        let (core, effects) =
            restored.map_err(|why| World::wrong(&at.code, &format!("rows that open: {why}")))?;
        self.nodes[node].core = Some(core);
        self.carry_out(node, effects);
        let manned = self.seats[self.nodes[node].party].manned;
        self.man(node, manned);
        // As the shell does at a start: the line is tested at once.
        self.hand_in(node, vec![chancery::Input::Line(Carry::TestNow)]);
        Ok(())
    }

    /// A setup a member of a compartment, the creator first.
    fn setups(
        &self,
        scenario: &Scenario,
        mut charter: Charter,
        creator: &str,
        (at, pairs): (usize, &BTreeMap<(String, String), [u8; 32]>),
        chance: &mut Chance,
    ) -> Result<Vec<Setup>, ExerciseError> {
        let name = scenario.compartment[at].charter.clone();
        let said = charter
            .parameters()
            .ok_or_else(|| World::wrong(&name, "a charter with every mandatory paragraph"))?;
        let seeds = record_keys(&mut charter, &said, chance);
        let id = CompartmentId(chance.bytes32());
        let members: BTreeMap<PartyCode, Tempo> =
            said.members.iter().map(|(party, _, how)| (party_code(party), tempo(*how))).collect();
        let mut own: Vec<String> = said.members.iter().map(|(party, _, _)| party.to_string()).collect();
        own.sort_by_key(|party| party != creator);
        let mut setups = Vec::new();
        for party in own {
            let seat = self.seats.iter().find(|seat| seat.code == party);
            let seat = seat.ok_or_else(|| World::wrong(&party, "a party that the scenario declares"))?;
            let code = PartyCode::parse(&party).ok_or_else(|| World::wrong(&party, "a party code"))?;
            let secrets = members.keys().filter(|other| **other != code).filter_map(|other| {
                let pair = pairs.get(&ordered(&party, other.as_str()))?;
                Some((other.clone(), Secret::new(*pair)))
            });
            let relays = said.relays.iter().map(|(path, host)| RelayConfig {
                path: path.clone(),
                account: Token(chance.bytes32()),
                host: host.as_ref().map_or_else(|| path.clone(), ToString::to_string),
            });
            let line = Config {
                status: Status::Exercise,
                compartment: id,
                own: code.clone(),
                creator: PartyCode::parse(creator).ok_or_else(|| World::wrong(creator, "a party code"))?,
                members: members.clone(),
                pairs: secrets.collect(),
                relays: relays.collect(),
                attestation: attestation(&said),
                test_interval_ms: said.clocks.test.ms().unsigned_abs(),
                epoch_age_ms: Config::EPOCH_AGE_MS,
                tell_hand_over: true,
                past: None,
                planted: Planted::default(),
            };
            let addresses = said.relays.iter().map(|(path, _)| CharterRelay {
                id: path.clone(),
                url: format!("https://{}.exercise.invalid:443", path.to_lowercase()),
                spki_pin: [0; 32],
            });
            setups.push(Setup {
                node: chance.bytes32(),
                code: charter.compartment.clone(),
                station: seat.station.clone(),
                line,
                roster: seat.roster.clone(),
                charter: charter.clone(),
                relays: addresses.collect(),
                record_key: seeds.get(&party).map(|seed| Secret::new(*seed)),
                planted: standing::Planted::default(),
            });
        }
        Ok(setups)
    }
}

fn seats(
    scenario: &Scenario,
    compartments: &[String],
    starts: i64,
    chance: &mut Chance,
) -> Result<Vec<Seat>, ExerciseError> {
    let mut seats = Vec::new();
    for party in &scenario.party {
        let station = Station::parse(&party.station)
            .map_err(|_| World::wrong(&party.station, "a station such as XA/WATCH"))?;
        let team = Team::new(1, &mut chance.fork("team"));
        let mut roster = Roster::default();
        let joined = team.join(&mut roster, compartments, starts);
        joined.map_err(|why| World::wrong(&party.code, &format!("officers: {why}")))?;
        let custodians = Custodians::new(&party.code, &mut chance.fork("custodians"))?;
        let (code, manned, attends) = (party.code.clone(), true, true);
        seats.push(Seat { code, station, team, roster, manned, attends, custodians });
    }
    Ok(seats)
}

fn pairs(scenario: &Scenario, chance: &mut Chance) -> BTreeMap<(String, String), [u8; 32]> {
    let mut pairs = BTreeMap::new();
    for (at, one) in scenario.party.iter().enumerate() {
        for other in &scenario.party[at + 1..] {
            pairs.insert(ordered(&one.code, &other.code), chance.bytes32());
        }
    }
    pairs
}

fn ordered(a: &str, b: &str) -> (String, String) {
    if a < b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

/// Record keys of a TRANSFERABLE compartment go into paragraph E; gives the seeds by party.
fn record_keys(charter: &mut Charter, said: &Parameters, chance: &mut Chance) -> BTreeMap<String, [u8; 32]> {
    if said.attestation != Said::Transferable {
        return BTreeMap::new();
    }
    let seeds: BTreeMap<String, [u8; 32]> =
        said.members.iter().map(|(party, _, _)| (party.to_string(), chance.bytes32())).collect();
    let key = |(party, _, _): &(Code8, notice::vocabulary::Role, SaidTempo)| {
        let public = line::record::public_key(seeds.get(&party.to_string())?);
        Some(Value::Record(
            Fields::new().with("party", Value::Code(party.clone())).with("key", Value::Hash(public)),
        ))
    };
    let keys: Vec<Value> = said.members.iter().filter_map(key).collect();
    let mut paragraph = charter.content.get("E").and_then(Value::fields).cloned().unwrap_or_default();
    paragraph.set("keys", Value::List(keys));
    charter.content.set("E", Value::Record(paragraph));
    seeds
}

/// Groups of one compartment: the first party founds, all others join by its Welcomes.
fn groups(setups: &[Setup]) -> Option<Vec<LabelGroup>> {
    let (first, others) = setups.split_first()?;
    let id = first.line.compartment.0;
    let mut changes = Changes::default();
    let mut newcomers = Vec::new();
    for setup in others {
        let (package, rows) = LabelGroup::key_package(&mut (), &Pairs(&setup.line), &id, 1).ok()?;
        changes.adds.insert(setup.line.own.clone(), package);
        newcomers.push((setup, rows));
    }
    let founder = Pairs(&first.line);
    let mut group = LabelGroup::create((), &founder, &id, 0, 1).ok()?;
    let commit = group.commit(&founder, &[], 2, &changes).ok()?;
    group.merge().ok()?;
    let mut all = vec![group];
    for (setup, rows) in newcomers {
        let welcome = commit.welcomes.get(&setup.line.own)?;
        all.push(LabelGroup::join((), &Pairs(&setup.line), &id, 0, welcome, &rows).ok()?);
    }
    Some(all)
}

/// The pairs of one member, as certificates need them before there is a transcript.
struct Pairs<'a>(&'a Config);

impl CertificateAuthority for Pairs<'_> {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        self.0.pairs.get(peer).map(|root| leaf_mac(root, self.0.status, former))
    }

    fn own(&self) -> &PartyCode {
        &self.0.own
    }

    fn members(&self) -> Vec<PartyCode> {
        self.0.members.keys().cloned().collect()
    }

    fn highest_serial(&self, _: &PartyCode) -> u64 {
        0
    }
}

impl Node {
    fn new(party: usize, code: String, setup: Setup, core: Compartment<LabelGroup>) -> Self {
        Node {
            party,
            code,
            setup,
            core: Some(core),
            rows: Rows::new(),
            calls: BTreeMap::new(),
            inbox: Vec::new(),
            life: 0,
            wakes_at: None,
            replies: BTreeMap::new(),
            lines: Vec::new(),
            packed: Vec::new(),
            refused: Vec::new(),
        }
    }
}

fn party_code(code: &Code8) -> PartyCode {
    standing::view::party_of(code)
}

fn attestation(said: &Parameters) -> Attestation {
    match said.attestation {
        Said::MutualOnly => Attestation::MutualOnly,
        Said::Transferable => Attestation::Transferable,
    }
}

fn tempo(said: SaidTempo) -> Tempo {
    match said {
        SaidTempo::Voting => Tempo::Voting,
        SaidTempo::Following => Tempo::Following,
        SaidTempo::Silent => Tempo::Silent,
    }
}

/// A day, ms.
const DAY_MS: i64 = 86_400_000;
