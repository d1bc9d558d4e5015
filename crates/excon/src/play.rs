//! Rows of the scenario: charters, notices, read-backs, real records.

use crate::case::Case;
use crate::desk::{Desk, PATIENCE, until};
use crate::error::ExconError;
use crate::parties::{self, Desks, desk_of};
use crate::report::Report;
use exercise::scenario::{Compartment, NoticeStep, ReadBack, Records};
use node::api::{Ask, Told};
use notice::file::{charter_from_toml, charter_to_toml, draft_from_toml, draft_to_toml, restated_to_toml};
use notice::vocabulary::NoticeType;
use notice::{Charter, Code8, Fields, Span, Value, registry};

/// Where a play's progress goes.
pub type Say<'a> = &'a (dyn Fn(&str) + Sync);

/// Founds every compartment, releases its charter, has it read back by every other member.
pub async fn charters(
    case: &Case,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    for compartment in &case.scenario.compartment {
        let (code, creator) = (&compartment.code, desk_of(desks, &compartment.creator)?);
        let (charter, members) = charter(case, compartment, desks).await?;
        creator.ask(Ask::Found { charter: charter_to_toml(&charter) }).await?;
        parties::await_compartment(desks, code, &members).await?;
        let draft = charter_draft(creator, code).await?;
        let number = creator.release(code, &draft, Some("the first charter")).await?;
        report.notices += 1;
        let restated = critical(NoticeType::Ch, &charter.content)?;
        for member in members.iter().filter(|m| **m != compartment.creator) {
            let desk = desk_of(desks, member)?;
            desk.await_notice(code, &number).await?;
            desk.read_back(code, &number, &restated).await?;
            matched(creator, &number, member, report).await?;
        }
        let mode = charter.content.get("E").and_then(Value::fields).and_then(|e| e.word("mode"));
        say(&format!("{code:<4} {:<16} {}", members.join(" "), mode.unwrap_or_default().replace('_', " ")));
    }
    Ok(())
}

/// The charter of a compartment at the play's pace, with every member's record key where it is TRANSFERABLE.
async fn charter(
    case: &Case,
    compartment: &Compartment,
    desks: &Desks,
) -> Result<(Charter, Vec<String>), ExconError> {
    let mut charter = charter_from_toml(&case.text(&compartment.charter)?).map_err(|e| ExconError::of(&e))?;
    let parameters = charter.parameters().ok_or_else(|| ExconError::missing(&compartment.charter))?;
    let members: Vec<String> = parameters.members.iter().map(|(party, _, _)| party.to_string()).collect();
    let paragraph = |charter: &Charter, letter: &str| {
        charter.content.get(letter).and_then(Value::fields).cloned().unwrap_or_default()
    };
    let mut clocks = paragraph(&charter, "H");
    let pace = Span::from_seconds(case.scenario.test_interval_s.into());
    for clock in ["test", "test-crisis", "arrival-grace"] {
        if let Some(pace) = pace {
            clocks.set(clock, Value::Span(pace));
        }
    }
    charter.content.set("H", Value::Record(clocks));
    let mut attestation = paragraph(&charter, "E");
    if attestation.word("mode") == Some("TRANSFERABLE") {
        attestation.set("keys", Value::List(record_keys(&compartment.code, &members, desks).await?));
        charter.content.set("E", Value::Record(attestation));
    }
    Ok((charter, members))
}

/// The record key of every member, as paragraph E names them.
async fn record_keys(code: &str, members: &[String], desks: &Desks) -> Result<Vec<Value>, ExconError> {
    let mut keys = Vec::new();
    for member in members {
        let question = Ask::RecordKey { compartment: code.to_owned() };
        let Told::RecordKey { key } = desk_of(desks, member)?.ask(question).await? else { continue };
        let (Ok(party), Ok(key)) = (Code8::parse(member), key.0.try_into()) else { continue };
        keys.push(Value::Record(
            Fields::new().with("party", Value::Code(party)).with("key", Value::Hash(key)),
        ));
    }
    Ok(keys)
}

/// Waits for K3; a read-back that does not come to it stands in the report.
async fn matched(author: &Desk, number: &str, by: &str, report: &mut Report) -> Result<bool, ExconError> {
    let matched = author.wait(number, "K3", by).await?;
    if matched {
        report.readbacks += 1;
    } else {
        report.failures.push(format!("{number}: no K3 of {by}"));
    }
    Ok(matched)
}

/// Plays the notices and their read-backs.
pub async fn notices(
    case: &Case,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    for step in &case.scenario.notice_of {
        if step.refused.is_empty() {
            notice(case, step, desks, report, say).await?;
        } else {
            refused(case, step, desks, report, say).await?;
        }
    }
    Ok(())
}

async fn refused(
    case: &Case,
    step: &NoticeStep,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let draft = case.text(&step.file)?.into_owned();
    let question = Ask::Check { compartment: step.compartment.clone(), draft };
    let Told::Checked { findings, .. } = desk_of(desks, &step.by)?.ask(question).await? else {
        return Err(ExconError::NotInTime { what: step.file.clone() });
    };
    let letters: Vec<String> = findings.iter().filter_map(|f| f.paragraph.clone()).collect();
    if letters != step.refused {
        report.failures.push(format!("{}: refused for {letters:?}", step.file));
    }
    let missing = letters.join(" and ");
    say(&format!("{}  {} drafts a notice; it is refused: paragraphs {missing}", step.at, step.by));
    Ok(())
}

async fn notice(
    case: &Case,
    step: &NoticeStep,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let author = desk_of(desks, &step.by)?;
    let draft = author.draft(&step.compartment, &case.text(&step.file)?).await?;
    let number = author.release(&step.compartment, &draft, step.overrule.as_deref()).await?;
    report.notices += 1;
    if report.first_t1.is_none() {
        report.first_t1 = Some(number.clone());
    }
    say(&format!("{}  {number}  released by {}, two officers", step.at, step.by));
    for read_back in &step.read_back {
        let desk = desk_of(desks, &read_back.by)?;
        desk.await_notice(&step.compartment, &number).await?;
        opened(desk, &step.compartment, &number).await?;
        desk.read_back(&step.compartment, &number, &case.text(&read_back.file)?).await?;
        if read_back.mismatch.is_empty() {
            let word =
                if matched(author, &number, &read_back.by, report).await? { "MATCH, K3" } else { "no K3" };
            say(&format!("          {} reads back: {word}", read_back.by));
        } else {
            mismatched(author, step, &number, read_back, (report, say)).await?;
        }
    }
    Ok(())
}

/// A read-back that must not match, and must not set K3.
async fn mismatched(
    author: &Desk,
    step: &NoticeStep,
    number: &str,
    read_back: &ReadBack,
    (report, say): (&mut Report, Say<'_>),
) -> Result<(), ExconError> {
    let by = &read_back.by;
    let letters = mismatch(author, &step.compartment, number, by).await?;
    report.mismatches += 1;
    if letters != read_back.mismatch {
        report.failures.push(format!("{number}: mismatch in {letters:?}"));
    }
    let listed = author.list(&step.compartment).await?;
    let marks = listed.iter().find(|n| n.number.as_deref() == Some(number)).and_then(|n| n.marks.get(by));
    if marks.is_some_and(|marks| marks.iter().any(|mark| mark == "K3")) {
        report.failures.push(format!("{number}: K3 in spite of a mismatch"));
    }
    say(&format!("          {by} reads back: MISMATCH in {}, no K3", letters.join(" ")));
    Ok(())
}

/// Opens once: a second opening sets no mark.
async fn opened(desk: &Desk, compartment: &str, number: &str) -> Result<(), ExconError> {
    let listed = desk.list(compartment).await?;
    let marks = listed.iter().find(|n| n.number.as_deref() == Some(number)).map(|n| &n.marks);
    let open = marks.and_then(|m| m.get(&desk.code)).is_some_and(|m| m.iter().any(|k| k == "K2"));
    if open { Ok(()) } else { desk.open_notice(compartment, number).await }
}

async fn mismatch(
    author: &Desk,
    compartment: &str,
    number: &str,
    by: &str,
) -> Result<Vec<String>, ExconError> {
    author.await_notice(compartment, number).await?;
    let differs = until(PATIENCE, async || {
        let question =
            Ask::Show { number: number.to_owned(), language: "en".to_owned(), digits: None, calendar: None };
        let Told::Notice { readbacks, .. } = author.ask(question).await? else { return Ok(None) };
        let tried = readbacks.into_iter().rev().find(|r| r.by == by && !r.matched);
        Ok(tried.map(|tried| tried.paragraphs))
    });
    differs.await?.ok_or_else(|| ExconError::NotInTime { what: format!("a read-back of {number}") })
}

/// Sends real records as E1 to the addressee of the template and has the last one read back.
pub async fn records(
    case: &Case,
    records: &Records,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let table = case.text(&records.table)?;
    let template = notice::template::template(NoticeType::E1).unwrap_or_default();
    let envelope = draft_from_toml(&template).map_err(|e| ExconError::of(&e))?.envelope;
    let to = envelope.to.first().map(|station| station.party.to_string()).unwrap_or_default();
    let (author, desk) = (desk_of(desks, &records.by)?, desk_of(desks, &to)?);
    let mut last = None;
    for row in &records.rows {
        let drafted = notice::draft_e1::draft_e1(&table, *row, envelope.clone(), None)
            .map_err(|e| ExconError::of(&e))?;
        let draft = author.draft(&records.compartment, &draft_to_toml(&drafted.draft)).await?;
        let number = author.release(&records.compartment, &draft, Some("real record")).await?;
        report.notices += 1;
        desk.await_notice(&records.compartment, &number).await?;
        opened(desk, &records.compartment, &number).await?;
        say(&format!("record {row:<2} {number}  released by {}, opened by {to}", records.by));
        last = Some((number, drafted.draft.content));
    }
    if let Some((number, content)) = last {
        let restated = critical(NoticeType::E1, &content)?;
        desk.read_back(&records.compartment, &number, &restated).await?;
        let word = if matched(author, &number, &to, report).await? { "MATCH, K3" } else { "no K3" };
        say(&format!("          {to} reads back: {word}"));
    }
    Ok(())
}

async fn charter_draft(creator: &Desk, compartment: &str) -> Result<String, ExconError> {
    let kept = until(PATIENCE, async || {
        let question = Ask::Drafts { compartment: compartment.to_owned() };
        let Told::Drafts { drafts } = creator.ask(question).await? else { return Ok(None) };
        Ok(drafts.into_iter().find(|d| d.kind == "CH").map(|d| d.draft))
    });
    kept.await?.ok_or_else(|| ExconError::NotInTime { what: format!("the charter draft of {compartment}") })
}

/// What a careful officer types of a notice: its critical paragraphs.
fn critical(kind: NoticeType, content: &Fields) -> Result<String, ExconError> {
    let spec = registry::spec(kind).ok_or_else(|| ExconError::missing(kind.word()))?;
    let mut restated = Fields::new();
    for field in notice::read_back::critical(spec, None) {
        if let Some(value) = content.get(field.name) {
            restated.set(field.name, value.clone());
        }
    }
    Ok(restated_to_toml(spec, &restated))
}
