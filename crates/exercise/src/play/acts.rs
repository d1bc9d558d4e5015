//! What the player does at a moment: a row's act, an officer who opens or reads back, the end of a fault.

use super::Player;
use crate::error::ExerciseError;
use crate::moment::{MINUTE_MS, Moment, Time};
use crate::report::{Check, RefusedDraft};
use crate::texts::{self, Known};
use crate::timeline::{Act, Fault, FaultKind, MarkAct, Pouch, Reader, Rotate, Send, Team};
use crate::world::{Happening, World};
use chancery::input::{Input, Reply};
use line::group::Changes;
use line::ids::PartyCode;
use line::machine::Input as Carry;
use notice::vocabulary::{Mark, NoticeType, OfficerMark, Onward};
use notice::{Code8, Draft, Fields, Number, registry};
use refusal::Refusal;
use serde_json::json;
use std::collections::BTreeMap;
use std::rc::Rc;

/// One thing planned.
#[derive(Debug, Clone)]
pub(crate) enum Do {
    /// The charter of a compartment is released.
    Charter(usize),
    /// A row.
    Row(usize),
    /// The fault of a row ends.
    Heal(usize),
    /// Somebody opens a notice.
    Open { node: usize, number: Number },
    /// Somebody reads a notice back: with the values of a file, or with its own.
    ReadBack { node: usize, number: Number, file: Option<String> },
    /// Rows that wait for something are looked at.
    Look,
    /// An expectation is looked at.
    Check(usize),
    /// Standing snapshots are taken, for a moment.
    Snapshot(Moment),
    /// Another second of a flood.
    Flood(usize),
    /// The jump of a row goes on.
    JumpOn(usize),
    /// A charter version is put in force.
    InForce { node: usize, version: u32 },
}

impl Player<'_> {
    pub(crate) fn act(&mut self, what: Do) -> Result<(), ExerciseError> {
        match what {
            Do::Charter(at) => self.charter(at),
            Do::Row(at) => self.row(at),
            Do::Heal(at) => self.heal(at),
            Do::Open { node, number } => self.open(node, number),
            Do::ReadBack { node, number, file } => self.read_back(node, number, file),
            Do::Flood(row) => {
                self.flood(row);
                Ok(())
            }
            Do::JumpOn(row) => {
                self.jump_on(row);
                Ok(())
            }
            Do::InForce { node, version } => {
                self.put_in_force(node, version);
                Ok(())
            }
            Do::Look | Do::Check(_) | Do::Snapshot(_) => Ok(()),
        }
    }

    /// The creator releases the charter; every other member opens nothing and reads it back.
    fn charter(&mut self, at: usize) -> Result<(), ExerciseError> {
        let compartment = &self.case.scenario.compartment[at];
        let (code, creator) = (compartment.code.clone(), compartment.creator.clone());
        let node = self.node(&creator, &code)?;
        let charter = self.world.nodes[node].setup.charter.clone();
        let number = charter.number();
        let draft = self.world.keep_charter(node, charter);
        match draft.and_then(|draft| self.world.seal_all(node, draft, None)) {
            Some(Ok(Reply::Released { .. })) => {}
            other => {
                return Err(World::wrong(&code, &format!("a charter that can be released, not {other:?}")));
            }
        }
        let moment = self.moment();
        let at_ms = self.case.scenario.pace().reads.from(moment).0;
        for member in self.world.members(&code).into_iter().filter(|member| *member != node) {
            self.plan(at_ms, Do::ReadBack { node: member, number: number.clone(), file: None });
        }
        self.trace(&format!("{code} charter {number} released by {creator}"));
        Ok(())
    }

    fn row(&mut self, at: usize) -> Result<(), ExerciseError> {
        let case = self.case;
        let row = &case.rows[at];
        let moment = self.moment();
        self.audience.row(moment, row.id.get_ref());
        for act in row.acts() {
            match act {
                Act::Send(send) => self.send(row.id.get_ref(), send)?,
                Act::Mark(mark) => self.mark(row.id.get_ref(), mark)?,
                Act::Fault(fault) => self.fault(at, fault)?,
                Act::Pouch(pouch) => self.pouch(pouch)?,
                Act::Rotate(rotate) => self.rotate(rotate)?,
                Act::Team(team) => self.team(team)?,
                Act::Feed(feed) => self.read_feed(feed)?,
                Act::Charter(charter) => self.propose(row.id.get_ref(), charter)?,
                Act::Jump(jump) => self.jump(at, jump),
            }
        }
        Ok(())
    }

    pub(crate) fn node(&self, party: &str, compartment: &str) -> Result<usize, ExerciseError> {
        let node = self.world.node_of(party, compartment);
        node.ok_or_else(|| World::wrong(party, &format!("a member of {compartment}")))
    }

    fn known<'k>(&'k self, with: &'k BTreeMap<String, String>) -> Known<'k> {
        let day_one_ms = self.world.day_one_ms;
        Known { folder: self.folder, numbers: &self.numbers, terms: &self.terms, with, day_one_ms }
    }

    fn send(&mut self, id: &str, send: &Send) -> Result<(), ExerciseError> {
        let node = self.node(&send.by, &send.compartment)?;
        let read = texts::filled(&send.file, self.known(&send.with)).map_err(|why| why.to_string());
        let draft = read.and_then(|text| notice::file::draft_from_toml(&text).map_err(|why| why.to_string()));
        let draft = match draft {
            Ok(draft) => draft,
            // A name that was not given, because its notice did not go out: the play goes on without this one.
            Err(why) => {
                self.checks.push(Check {
                    id: format!("{id} released"),
                    expected: json!("released"),
                    seen: json!(why),
                });
                return Ok(());
            }
        };
        let terms = notice::sealed::terms(&draft).ok().flatten();
        let released = match self.world.keep(node, draft.clone()) {
            Some(Ok((kept, findings))) => {
                self.examined.insert(id.to_owned(), (ids(&findings.refusals), ids(&findings.lint)));
                self.world.seal_all(node, kept, send.overrule.as_deref())
            }
            other => other.map(|kept| kept.map(|(draft, _)| Reply::Pending { draft })),
        };
        match released {
            Some(Ok(Reply::Released { number, .. })) => {
                self.released(id, node, send, number, (&draft, terms))
            }
            Some(Err(why)) => self.not_released(id, send, &why),
            _ => {
                let why = json!("the node is off or another seal is missing");
                self.checks.push(Check {
                    id: format!("{id} released"),
                    expected: json!("released"),
                    seen: why,
                });
            }
        }
        Ok(())
    }

    fn released(
        &mut self,
        id: &str,
        node: usize,
        send: &Send,
        number: Number,
        (draft, terms): (&Draft, Option<[u8; 32]>),
    ) {
        let seen = if send.refused { "released" } else { "" };
        if !seen.is_empty() {
            self.checks.push(Check {
                id: format!("{id} refused"),
                expected: json!("refused"),
                seen: json!(seen),
            });
        }
        self.trace(&format!("{number} released by {} ({id})", send.by));
        if let Some(name) = &send.name {
            self.numbers.insert(name.clone(), number.clone());
            self.terms.extend(terms.map(|terms| (name.clone(), terms)));
        }
        let to: Vec<String> = draft.envelope.to.iter().map(|s| s.party.to_string()).collect();
        let info: Vec<String> = draft.envelope.info.iter().map(|s| s.party.to_string()).collect();
        for member in self.world.members(&send.compartment).into_iter().filter(|member| *member != node) {
            let party = self.party_of(member);
            let reader = send.reader.iter().find(|reader| reader.by == party);
            if to.contains(&party) || info.contains(&party) {
                self.plan_reader(member, &number, reader, to.contains(&party));
            }
        }
    }

    fn plan_reader(&mut self, node: usize, number: &Number, reader: Option<&Reader>, action: bool) {
        let pace = self.case.scenario.pace();
        let moment = self.moment();
        let opened = !matches!(number.kind, NoticeType::L1 | NoticeType::L2 | NoticeType::L3);
        if !opened || reader.is_some_and(|reader| reader.never_opens) {
            return;
        }
        let opens = reader.and_then(|reader| reader.opens).unwrap_or(pace.opens);
        let number = number.clone();
        self.plan(opens.from(moment).0, Do::Open { node, number: number.clone() });
        let reads_back = registry::spec(number.kind).is_some_and(|spec| spec.read_back);
        if !action || !reads_back || reader.is_some_and(|reader| reader.never_reads) {
            return;
        }
        let own: Vec<(Time, Option<String>)> = reader
            .map(|reader| reader.reads.iter().map(|reading| (reading.at, reading.file.clone())).collect())
            .unwrap_or_default();
        let reads = if own.is_empty() { vec![(pace.reads, None)] } else { own };
        for (at, file) in reads {
            self.plan(at.from(moment).0, Do::ReadBack { node, number: number.clone(), file });
        }
    }

    fn not_released(&mut self, id: &str, send: &Send, why: &Refusal) {
        let findings = match why.facts.get("findings") {
            Some(refusal::Fact::List(list)) => list.clone(),
            _ => Vec::new(),
        };
        self.trace(&format!("{} of {} refused: {} {}", send.file, send.by, why.code.0, findings.join(", ")));
        if !send.refused {
            let seen = json!(format!("{} {}", why.code.0, findings.join(", ")));
            self.checks.push(Check { id: format!("{id} released"), expected: json!("released"), seen });
        }
        self.refusals.push(RefusedDraft {
            row: id.to_owned(),
            at: self.moment().to_string(),
            by: send.by.clone(),
            compartment: send.compartment.clone(),
            code: why.code.0.to_owned(),
            findings,
            expected: send.refused,
        });
    }

    /// A service notice by one officer; again later if the watch does not attend, the node is off or it is not there.
    fn service(
        &mut self,
        node: usize,
        again: Do,
        make: impl FnOnce(&Player<'_>, &chancery::service::Desk, &standing::Stand<'_>) -> Option<Draft>,
    ) {
        let attends = self.world.seats[self.world.nodes[node].party].attends;
        let now = self.world.now();
        let draft = self.world.nodes[node].core().filter(|_| attends).and_then(|core| {
            let others: Vec<notice::Station> = self.others(node);
            make(self, &core.service(others), &core.stand(now))
        });
        let released = draft.and_then(|draft| self.world.release(node, draft));
        match released {
            Some(Ok(_)) => {}
            Some(Err(why)) => self.trace(&format!("{}: {} {:?}", self.party_of(node), why.code.0, why.facts)),
            None => self.plan(self.world.now_ms() + AGAIN_MS, again),
        }
    }

    /// Stations of the other members of a node's compartment.
    fn others(&self, node: usize) -> Vec<notice::Station> {
        let members =
            self.world.members(&self.world.nodes[node].code).into_iter().filter(|other| *other != node);
        members.map(|other| self.world.seats[self.world.nodes[other].party].station.clone()).collect()
    }

    fn open(&mut self, node: usize, number: Number) -> Result<(), ExerciseError> {
        let position = Code8::parse("WATCH1").map_err(|_| World::wrong("WATCH1", "a position"))?;
        let at = notice::Instant::from_ms(self.world.now().utc_ms);
        let subject = number.clone();
        self.service(node, Do::Open { node, number }, |_, desk, stand| {
            stand.notice(&subject)?;
            Some(desk.acknowledgement(&subject, OfficerMark::K2, at?, position, None))
        });
        Ok(())
    }

    fn read_back(&mut self, node: usize, number: Number, file: Option<String>) -> Result<(), ExerciseError> {
        let typed = file
            .as_ref()
            .map(|file| {
                let text = texts::filled(file, self.known(&BTreeMap::new()))?;
                let read = notice::file::restated_from_toml(number.kind, &text);
                read.map_err(|why| World::wrong(file, &why.to_string()))
            })
            .transpose()?;
        let subject = number.clone();
        self.service(node, Do::ReadBack { node, number, file }, |player, desk, stand| {
            // What was not opened is not read back; an officer who was kept from either does both, one after the other.
            let own = PartyCode::parse(&player.party_of(node))?;
            if stand.delivery(&subject, &own).is_some_and(|delivery| !delivery.has(Mark::K2)) {
                return None;
            }
            let (entry, content) = found(stand, &subject)?;
            let charter = player.world.nodes[node].core()?.charter();
            let restated = typed.or_else(|| critical(subject.kind, &content, charter))?;
            Some(desk.read_back(&subject, entry, restated))
        });
        Ok(())
    }

    fn mark(&mut self, id: &str, mark: &MarkAct) -> Result<(), ExerciseError> {
        let node = self.node(&mark.by, &mark.compartment)?;
        let word =
            OfficerMark::parse(&mark.mark).ok_or_else(|| World::wrong(id, "a mark that an officer sets"))?;
        let onward = mark.onward.as_deref().and_then(Onward::parse);
        for name in &mark.of {
            let Some(number) = self.numbers.get(name).cloned() else {
                let seen = json!(format!("{name} was not released"));
                self.checks.push(Check {
                    id: format!("{id} {name} marked"),
                    expected: json!("marked"),
                    seen,
                });
                continue;
            };
            let position = Code8::parse("WATCH1").map_err(|_| World::wrong("WATCH1", "a position"))?;
            let now = self.world.now();
            // Times of K4 to K6 are told to the quarter of an hour, but for protected sites (notices.md, L2).
            let told = matches!(word, OfficerMark::K4 | OfficerMark::K5 | OfficerMark::K6);
            let coarse = told && number.kind != NoticeType::A6;
            let at_ms =
                if coarse { now.utc_ms.div_euclid(QUARTER_MS) * QUARTER_MS + QUARTER_MS } else { now.utc_ms };
            let others = self.others(node);
            let draft = self.world.nodes[node]
                .core()
                .zip(notice::Instant::from_ms(at_ms))
                .map(|(core, at)| core.service(others).acknowledgement(&number, word, at, position, onward));
            let released = draft.and_then(|draft| self.world.release(node, draft));
            if !matches!(released, Some(Ok(Reply::Released { .. }))) {
                let seen = json!(format!("{released:?}"));
                self.checks.push(Check {
                    id: format!("{id} {name} marked"),
                    expected: json!("marked"),
                    seen,
                });
            }
        }
        Ok(())
    }

    fn fault(&mut self, row: usize, fault: &Fault) -> Result<(), ExerciseError> {
        self.set(fault, true)?;
        self.trace(&format!("{:?} begins", fault.does));
        self.plan(fault.until.0, Do::Heal(row));
        if fault.does == FaultKind::MailboxFlood {
            self.plan(self.world.now_ms(), Do::Flood(row));
        }
        Ok(())
    }

    /// A second of the flood of a row, and the next one planned.
    fn flood(&mut self, row: usize) {
        let case = self.case;
        let Some(fault) = &case.rows[row].fault else { return };
        let next = self.world.now_ms() + 1_000;
        self.world.flood(fault.compartment.as_deref().unwrap_or_default());
        if next < fault.until.0 {
            self.plan(next, Do::Flood(row));
        }
    }

    fn heal(&mut self, row: usize) -> Result<(), ExerciseError> {
        let case = self.case;
        let Some(fault) = &case.rows[row].fault else { return Ok(()) };
        self.trace(&format!("{:?} ends", fault.does));
        self.set(fault, false)
    }

    fn set(&mut self, fault: &Fault, on: bool) -> Result<(), ExerciseError> {
        let relay =
            fault.relay.as_ref().and_then(|id| self.world.posts.iter().position(|p| p.relay.path == *id));
        let party =
            fault.party.as_ref().and_then(|code| self.world.seats.iter().position(|s| s.code == *code));
        match (fault.does, relay, party) {
            (FaultKind::RelayDown, Some(relay), _) => {
                self.world.posts[relay].relay.manners.dead = on;
                self.world.break_parked();
            }
            (FaultKind::RelayWithholds, Some(relay), _) => {
                self.world.posts[relay].withheld = on.then(Default::default);
            }
            (FaultKind::PathCut, _, Some(party)) => {
                if on {
                    self.world.cut.insert(party)
                } else {
                    self.world.cut.remove(&party)
                };
                self.world.break_parked();
            }
            (FaultKind::NodeOff, _, Some(party)) => {
                for node in self.nodes_of(party) {
                    if on { self.world.off(node) } else { self.world.restart(node)? }
                }
            }
            (FaultKind::WatchAbsent, _, Some(party)) => {
                let seat = &mut self.world.seats[party];
                (seat.manned, seat.attends) = (!on, !on);
                for node in self.nodes_of(party) {
                    self.world.man(node, !on);
                }
            }
            (FaultKind::WatchIdle, _, Some(party)) => self.world.seats[party].attends = !on,
            _ => {}
        }
        Ok(())
    }

    fn nodes_of(&self, party: usize) -> Vec<usize> {
        (0..self.world.nodes.len()).filter(|node| self.world.nodes[*node].party == party).collect()
    }

    fn pouch(&mut self, pouch: &Pouch) -> Result<(), ExerciseError> {
        let (from, to) =
            (self.node(&pouch.from, &pouch.compartment)?, self.node(&pouch.to, &pouch.compartment)?);
        let code = PartyCode::parse(&pouch.to).ok_or_else(|| World::wrong(&pouch.to, "a party code"))?;
        self.world.hand_in(from, vec![Input::Line(Carry::PackPouch { to: code })]);
        let moment = self.moment();
        let arrives = pouch.travels.unwrap_or(Time::After(MINUTE_MS)).from(moment);
        for bytes in std::mem::take(&mut self.world.nodes[from].packed) {
            self.world.queue.plan(arrives.0, Happening::Pouch { node: to, bytes: Rc::new(bytes) });
        }
        self.trace(&format!("{} packs a pouch for {}", pouch.from, pouch.to));
        Ok(())
    }

    fn rotate(&mut self, rotate: &Rotate) -> Result<(), ExerciseError> {
        let node = self.node(&rotate.by, &rotate.compartment)?;
        self.world.hand_in(node, vec![Input::Line(Carry::Rotate(Changes::default()))]);
        self.trace(&format!("{} is rotated", rotate.compartment));
        Ok(())
    }

    /// All officers leave and others take their seats, and so many custodians with them; the stations stay.
    fn team(&mut self, team: &Team) -> Result<(), ExerciseError> {
        let party = self.world.seats.iter().position(|seat| seat.code == team.party);
        let party = party.ok_or_else(|| World::wrong(&team.party, "a party that the scenario declares"))?;
        let now_ms = self.world.now().utc_ms;
        let mut chance = self.world.chance.fork("team");
        let next = self.world.seats[party].team.next(&mut chance);
        let compartments = self.world.compartments.clone();
        let seat = &mut self.world.seats[party];
        let changed = seat.team.leave(&mut seat.roster, now_ms);
        let changed = changed.and_then(|()| next.join(&mut seat.roster, &compartments, now_ms));
        changed.map_err(|why| World::wrong(&team.party, &format!("a team that can be replaced: {why}")))?;
        seat.team = next;
        let roster = seat.roster.clone();
        for node in self.nodes_of(party) {
            self.world.hand_in(node, vec![Input::Roster(roster.clone())]);
        }
        let renewed = self.world.seats[party].custodians.replace(team.custodians, &mut chance);
        renewed.map_err(|why| World::wrong(&team.party, &format!("custodians: {why}")))?;
        self.trace(&format!("the team of {} is replaced", team.party));
        Ok(())
    }
}

/// Entry and content of a notice or charter version.
fn found(stand: &standing::Stand<'_>, number: &Number) -> Option<([u8; 32], Fields)> {
    if number.kind == NoticeType::Ch {
        let filed = stand.charters().find(|filed| filed.charter.number() == *number)?;
        return Some((filed.entry.0, filed.charter.content.clone()));
    }
    let filed = stand.notice(number)?;
    Some((filed.entry.0, filed.notice.content().clone()))
}

/// What a careful officer types of a notice: its critical paragraphs.
fn critical(kind: NoticeType, content: &Fields, charter: &notice::Parameters) -> Option<Fields> {
    let spec = registry::spec(kind)?;
    let charter = (kind != NoticeType::Ch).then_some(charter);
    let held = notice::read_back::critical(spec, charter);
    let held = held.filter_map(|field| Some((field.name, content.get(field.name)?.clone())));
    Some(held.fold(Fields::new(), |fields, (name, value)| fields.with(name, value)))
}

/// Findings as a scenario names them: id and paragraph.
fn ids(found: &[notice::Finding]) -> Vec<String> {
    found.iter().map(ToString::to_string).collect()
}

/// A quarter of an hour, ms.
const QUARTER_MS: i64 = 900_000;
/// After how long an officer looks again for what has not come, ms.
const AGAIN_MS: u64 = 5 * MINUTE_MS;
