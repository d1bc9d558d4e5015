//! Checks a whole scenario before it is played: every key, name, word, file and moment; each error with file and line.
//!
//! I1 a scenario that is inspected names only what it declares, in an order in which it is there. I2 nothing in it can
//! never happen: a row or expectation outside the play, in no branch, or waiting for a word that no machine has.

use crate::error::ExerciseError;
use crate::expect::{Expect, Expectations, Need};
use crate::folder::Folder;
use crate::moment::Moment;
use crate::question::{Ask, Of, Question, Wanted};
use crate::scenario::Scenario;
use crate::texts;
use crate::timeline::{Act, FaultKind, FeedAct, Row, Send, Timeline};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// A scenario with its timeline and expectations, checked.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// The scenario.
    pub scenario: Scenario,
    /// Its rows, as the files have them.
    pub rows: Vec<Row>,
    /// Its expectations.
    pub expectations: Vec<Expect>,
}

/// A file as it was read, to tell lines.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn line(&self, at: usize) -> usize {
        self.text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
    }

    fn wrong(&self, id: &Spanned<String>, at: &str, expected: &str) -> ExerciseError {
        let line = self.line(id.span().start);
        let at = if at.is_empty() { id.get_ref().clone() } else { format!("{}: {at}", id.get_ref()) };
        ExerciseError::InFile { file: self.name.to_owned(), line, at, expected: expected.to_owned() }
    }

    fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, ExerciseError> {
        toml::from_str(self.text).map_err(|why| ExerciseError::InFile {
            file: self.name.to_owned(),
            line: why.span().map_or(1, |span| self.line(span.start)),
            at: why.message().to_owned(),
            expected: "a file of the form that demarche schema prints".to_owned(),
        })
    }
}

/// Reads a timeline by itself: its keys and words.
///
/// # Errors
/// [`ExerciseError::InFile`].
pub fn timeline(name: &str, text: &str) -> Result<Timeline, ExerciseError> {
    Source { name, text }.read()
}

/// Reads a file of expectations by itself: its keys and words.
///
/// # Errors
/// [`ExerciseError::InFile`].
pub fn expectations(name: &str, text: &str) -> Result<Expectations, ExerciseError> {
    Source { name, text }.read()
}

/// Reads and checks a scenario's folder.
///
/// # Errors
/// [`ExerciseError`] with file and line of the first thing that is wrong.
pub fn inspect(folder: &Folder) -> Result<Inspected, ExerciseError> {
    let name = folder.scenario();
    let source = Source { name, text: folder.text(name)? };
    let scenario: Scenario = source.read()?;
    scenario.check()?;
    for file in scenario.files() {
        folder.text(file)?;
    }
    let mut rows = Vec::new();
    let mut sight = Sight::new(&scenario, folder)?;
    for file in &scenario.timeline {
        let source = Source { name: file, text: folder.text(file)? };
        let timeline: Timeline = source.read()?;
        timeline.row.iter().try_for_each(|row| sight.row(&source, row))?;
        rows.extend(timeline.row);
    }
    sight.order(&rows)?;
    let mut expectations = Vec::new();
    for file in &scenario.expect {
        let source = Source { name: file, text: folder.text(file)? };
        let read: Expectations = source.read()?;
        read.expect.iter().try_for_each(|expect| sight.expect(&source, expect, &rows))?;
        expectations.extend(read.expect);
    }
    for (file, row) in sight.waits.clone() {
        let source = Source { name: &file, text: folder.text(&file)? };
        let row = rows.iter().find(|known| known.id.get_ref() == row.as_str());
        if let Some((row, when)) = row.and_then(|row| Some((row, row.when.as_ref()?))) {
            sight.question(&source, &row.id, &when.question, &when.is, &rows)?;
        }
    }
    Ok(Inspected { scenario, rows, expectations })
}

/// What has been seen of a scenario so far.
struct Sight<'a> {
    scenario: &'a Scenario,
    folder: &'a Folder,
    starts: Moment,
    ends: Moment,
    members: BTreeMap<String, BTreeSet<String>>,
    ids: BTreeSet<String>,
    /// Files and rows that wait for something.
    waits: Vec<(String, String)>,
    /// Where a row stands, for errors found later.
    places: BTreeMap<String, (String, usize)>,
}

impl<'a> Sight<'a> {
    fn new(scenario: &'a Scenario, folder: &'a Folder) -> Result<Self, ExerciseError> {
        let starts = Moment::of_utc(scenario.day_one_ms()?, scenario.starts_ms()?).unwrap_or(Moment(0));
        let mut members = BTreeMap::new();
        for compartment in &scenario.compartment {
            let text = folder.text(&compartment.charter)?;
            let charter = notice::file::charter_from_toml(text).map_err(|why| ExerciseError::Wrong {
                at: compartment.charter.clone(),
                expected: format!("a charter: {why}"),
            })?;
            let parameters = charter.parameters().map(|said| said.members).unwrap_or_default();
            let parties = parameters.iter().map(|(party, _, _)| party.to_string()).collect();
            members.insert(compartment.code.clone(), parties);
        }
        let (ids, waits, places) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
        Ok(Sight { scenario, folder, starts, ends: scenario.ends()?, members, ids, waits, places })
    }

    fn row(&mut self, source: &Source<'_>, row: &Row) -> Result<(), ExerciseError> {
        let wrong = |at: &str, expected: &str| Err(source.wrong(&row.id, at, expected));
        if !self.ids.insert(row.id.get_ref().clone()) {
            return wrong("", "an id that no other row or expectation has");
        }
        self.places
            .insert(row.id.get_ref().clone(), (source.name.to_owned(), source.line(row.id.span().start)));
        match (row.at, &row.when) {
            (Some(at), None) if at < self.starts || at > self.ends => {
                return wrong(
                    &at.to_string(),
                    &format!("a moment of the play, {} to {}", self.starts, self.ends),
                );
            }
            (Some(_), None) => {}
            (None, Some(when)) => {
                self.member(source, &row.id, &when.on, &when.question.compartment)?;
                self.waits.push((source.name.to_owned(), row.id.get_ref().clone()));
            }
            _ => return wrong("", "exactly one of at and when"),
        }
        self.branches(source, &row.id, &row.only, &row.except)?;
        match row.acts().as_slice() {
            [act] => self.act(source, row, *act),
            _ => wrong("", "exactly one act: send, mark, fault, pouch, rotate, team, feed, charter or jump"),
        }
    }

    fn branches(
        &self,
        source: &Source<'_>,
        id: &Spanned<String>,
        only: &[String],
        except: &[String],
    ) -> Result<(), ExerciseError> {
        let known = |name: &&String| self.scenario.branch.iter().any(|branch| branch.id == **name);
        if let Some(name) = only.iter().chain(except).find(|name| !known(name)) {
            return Err(source.wrong(id, name, "a branch that the scenario declares"));
        }
        if !only.is_empty() && only.iter().all(|name| except.contains(name)) {
            return Err(source.wrong(id, "only, except", "a branch in which it can happen"));
        }
        Ok(())
    }

    fn act(&self, source: &Source<'_>, row: &Row, act: Act<'_>) -> Result<(), ExerciseError> {
        let wrong = |at: &str, expected: &str| Err(source.wrong(&row.id, at, expected));
        match act {
            Act::Send(send) => self.send(source, row, send),
            Act::Mark(mark) => {
                if notice::vocabulary::OfficerMark::parse(&mark.mark).is_none() {
                    return wrong(&mark.mark, "a mark that an officer sets: K2, K4, K5, K6, N2, N3");
                }
                self.member(source, &row.id, &mark.by, &mark.compartment)
            }
            Act::Fault(fault) => {
                let relay = fault.relay.as_ref();
                let known = relay.is_some_and(|id| self.scenario.relay.iter().any(|relay| relay.id == *id));
                if fault.does.of_relay() && !known {
                    return wrong(
                        relay.map_or("relay", String::as_str),
                        "a relay that the scenario declares",
                    );
                }
                let party = fault.party.as_deref();
                let code = fault.compartment.as_deref();
                if fault.does == FaultKind::MailboxFlood
                    && !code.is_some_and(|c| self.members.contains_key(c))
                {
                    return wrong(code.unwrap_or("compartment"), "a compartment that the scenario declares");
                }
                if fault.does.of_party() && party.and_then(|code| self.scenario.party(code)).is_none() {
                    return wrong(party.unwrap_or("party"), "a party that the scenario declares");
                }
                if row.at.is_some_and(|at| fault.until <= at) {
                    return wrong(&fault.until.to_string(), "an end after its beginning");
                }
                Ok(())
            }
            Act::Pouch(pouch) => {
                self.member(source, &row.id, &pouch.from, &pouch.compartment)?;
                self.member(source, &row.id, &pouch.to, &pouch.compartment)
            }
            Act::Rotate(rotate) => self.member(source, &row.id, &rotate.by, &rotate.compartment),
            Act::Team(team) => match self.scenario.party(&team.party) {
                Some(_) => Ok(()),
                None => wrong(&team.party, "a party that the scenario declares"),
            },
            Act::Feed(feed) => self.feed(source, row, feed),
            Act::Charter(charter) => {
                if self.folder.text(&charter.file).is_err() {
                    return wrong(&charter.file, "a file of the folder");
                }
                self.member(source, &row.id, &charter.by, &charter.compartment)
            }
            Act::Jump(jump) if row.at.is_some_and(|at| jump.to <= at) || jump.to > self.ends => {
                wrong(&jump.to.to_string(), "a moment behind it, within the play")
            }
            Act::Jump(_) => Ok(()),
        }
    }

    /// A feed is read by a party, by a mapping that can be read, and has as many rows as are said to have come.
    fn feed(&self, source: &Source<'_>, row: &Row, feed: &FeedAct) -> Result<(), ExerciseError> {
        let wrong = |at: &str, expected: &str| Err(source.wrong(&row.id, at, expected));
        if self.scenario.party(&feed.by).is_none() {
            return wrong(&feed.by, "a party that the scenario declares");
        }
        let all = crate::feed::rows(self.folder, &feed.file, feed.map.as_deref());
        let all = all.map_err(|why| source.wrong(&row.id, &feed.file, &why.to_string()))?.len();
        match feed.rows {
            Some(rows) if rows > all => {
                wrong(&rows.to_string(), &format!("at most the {all} rows of its file"))
            }
            _ => Ok(()),
        }
    }

    fn send(&self, source: &Source<'_>, row: &Row, send: &Send) -> Result<(), ExerciseError> {
        self.member(source, &row.id, &send.by, &send.compartment)?;
        for reader in &send.reader {
            self.member(source, &row.id, &reader.by, &send.compartment)?;
        }
        let files =
            send.reader.iter().flat_map(|reader| &reader.reads).filter_map(|reading| reading.file.as_ref());
        for file in std::iter::once(&send.file).chain(files) {
            if self.folder.text(file).is_err() {
                return Err(source.wrong(&row.id, file, "a file of the folder"));
            }
        }
        let unused = send.with.keys().find(|key| {
            let text = self.folder.text(&send.file).unwrap_or_default();
            !texts::names(text)
                .iter()
                .any(|name| name == key || name.split_once(':').is_some_and(|(_, of)| of == *key))
        });
        match unused {
            Some(key) => Err(source.wrong(&row.id, key, "a text that the file uses")),
            None => Ok(()),
        }
    }

    fn member(
        &self,
        source: &Source<'_>,
        id: &Spanned<String>,
        party: &str,
        compartment: &str,
    ) -> Result<(), ExerciseError> {
        let members = self.members.get(compartment);
        let members = members
            .ok_or_else(|| source.wrong(id, compartment, "a compartment that the scenario declares"))?;
        if members.contains(party) {
            return Ok(());
        }
        Err(source.wrong(id, party, &format!("a member of {compartment}")))
    }

    /// Every name that a file uses is given by an earlier row that is played wherever this one is.
    fn order(&self, rows: &[Row]) -> Result<(), ExerciseError> {
        for (place, row) in rows.iter().enumerate() {
            let used: Vec<String> = match (&row.send, &row.mark) {
                (Some(send), _) => self.uses(send),
                (_, Some(mark)) => mark.of.clone(),
                _ => continue,
            };
            for name in used {
                let gives = |(at, other): &(usize, &Row)| {
                    let before = other.at.zip(row.at).is_none_or(|(other, own)| (other, *at) < (own, place));
                    other.send.as_ref().is_some_and(|send| send.name.as_deref() == Some(name.as_str()))
                        && before
                };
                let givers: Vec<&Row> =
                    rows.iter().enumerate().filter(gives).map(|(_, giver)| giver).collect();
                let branches =
                    self.scenario.branch.iter().map(|branch| Some(branch.id.as_str())).chain([None]);
                let gap = branches
                    .filter(|branch| row.in_branch(*branch))
                    .find(|branch| !givers.iter().any(|giver| giver.in_branch(*branch)));
                if gap.is_some() {
                    let (file, line) = self.places.get(row.id.get_ref()).cloned().unwrap_or_default();
                    let expected =
                        "the name of a notice that an earlier row of the same branch releases".to_owned();
                    return Err(ExerciseError::InFile {
                        file,
                        line,
                        at: format!("{}: {name}", row.id.get_ref()),
                        expected,
                    });
                }
            }
        }
        Ok(())
    }

    /// Names of notices that the files of a row use.
    fn uses(&self, send: &Send) -> Vec<String> {
        let mut used = Vec::new();
        let mut texts: Vec<&str> = vec![self.folder.text(&send.file).unwrap_or_default()];
        texts.extend(send.with.values().map(String::as_str));
        for text in texts {
            for name in texts::names(text) {
                match name.split_once(':') {
                    Some(("terms", of)) => used.push(of.to_owned()),
                    Some(("commit", file)) => {
                        let text = self.folder.text(file).unwrap_or_default();
                        used.extend(
                            texts::names(text).into_iter().filter(|n| !n.contains(':')).map(str::to_owned),
                        );
                    }
                    Some(_) => {}
                    None if send.with.contains_key(name) => {}
                    None => used.push(name.to_owned()),
                }
            }
        }
        used
    }

    fn expect(&mut self, source: &Source<'_>, expect: &Expect, rows: &[Row]) -> Result<(), ExerciseError> {
        let wrong = |at: &str, expected: &str| Err(source.wrong(&expect.id, at, expected));
        if !self.ids.insert(expect.id.get_ref().clone()) {
            return wrong("", "an id that no other row or expectation has");
        }
        if let Some(at) = expect.at.filter(|at| *at < self.starts || *at > self.ends) {
            return wrong(
                &at.to_string(),
                &format!("a moment of the play, {} to {}", self.starts, self.ends),
            );
        }
        self.branches(source, &expect.id, &expect.only, &expect.except)?;
        if let Some(desk) = &expect.desk {
            return if expect.needs != Some(Need::Desk) || expect.of_desk().is_none() {
                wrong("desk", "needs = \"desk\", at and is beside it")
            } else if self.scenario.party(&desk.party).is_none() {
                wrong(&desk.party, "a party that the scenario declares")
            } else if self.folder.text(&desk.assumptions).is_err() {
                wrong(&desk.assumptions, "a file of the folder")
            } else {
                Ok(())
            };
        }
        if expect.needs.is_some() {
            return if expect.says.is_some() { Ok(()) } else { wrong("says", "in words, what must be seen") };
        }
        let (Some(question), Some(is)) = (expect.question(), &expect.is) else {
            return wrong("", "ask and is, or needs and says");
        };
        for party in &expect.on {
            self.member(source, &expect.id, party, &question.compartment)?;
        }
        self.question(source, &expect.id, &question, is, rows)
    }

    fn question(
        &self,
        source: &Source<'_>,
        id: &Spanned<String>,
        question: &Question,
        is: &Wanted,
        rows: &[Row],
    ) -> Result<(), ExerciseError> {
        let wrong = |at: &str, expected: &str| Err(source.wrong(id, at, expected));
        let form = question.ask.form();
        if !self.members.contains_key(&question.compartment) {
            return wrong(&question.compartment, "a compartment that the scenario declares");
        }
        let named =
            |row: &Row, of: &str| row.send.as_ref().is_some_and(|send| send.name.as_deref() == Some(of));
        match (form.of, question.of.as_deref()) {
            (Of::Nothing, Some(of)) => return wrong(of, "no of for this question"),
            (Of::Id | Of::Notice | Of::Row | Of::File, None) => return wrong("of", "what is asked about"),
            (Of::File, Some(of)) if self.folder.text(of).is_err() => {
                return wrong(of, "a file of the folder");
            }
            (Of::Notice, Some(of)) if !rows.iter().any(|row| named(row, of)) => {
                return wrong(of, "the name of a notice that a row releases");
            }
            (Of::Row, Some(of)) if !rows.iter().any(|row| row.id.get_ref() == of && row.send.is_some()) => {
                return wrong(of, "the id of a row that sends");
            }
            _ => {}
        }
        match (form.toward, question.toward.as_deref()) {
            (true, None) => return wrong("toward", "a party"),
            (false, Some(party)) => return wrong(party, "no toward for this question"),
            (true, Some(party)) => self.member(source, id, party, &question.compartment)?,
            (false, None) => {}
        }
        let mark = question.mark.as_deref();
        let known = mark.is_some_and(|mark| notice::vocabulary::Mark::parse(mark).is_some());
        if (question.ask == Ask::Mark) != mark.is_some() || (mark.is_some() && !known) {
            return wrong(mark.unwrap_or("mark"), "a mark, for the question mark alone");
        }
        match is {
            Wanted::Text(text) if !form.words.is_empty() && !form.words.contains(&text.as_str()) => {
                wrong(text, &format!("one of {}", form.words.join(", ")))
            }
            Wanted::Flag(_) | Wanted::Number(_) | Wanted::List(_) if !form.words.is_empty() => {
                wrong("is", &format!("one of {}", form.words.join(", ")))
            }
            _ => Ok(()),
        }
    }
}
