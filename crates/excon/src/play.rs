//! Rows of the scenario: charters, notices, read-backs, real records.

use crate::desk::Desk;
use crate::error::ExconError;
use crate::parties::{self, Desks};
use crate::report::Report;
use exercise::scenario::{NoticeStep, Records, Scenario};
use exercise::shipped;
use node::api::{Ask, Told};
use notice::file::{draft_from_toml, draft_to_toml, restated_to_toml};
use notice::vocabulary::NoticeType;
use notice::{Fields, registry};

/// Where a play's progress goes.
pub type Say<'a> = &'a (dyn Fn(&str) + Sync);

/// Founds every compartment, releases its charter, has it read back by every other member.
pub async fn charters(
    scenario: &Scenario,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    for compartment in &scenario.compartment {
        let text = file(&compartment.charter)?;
        let pace = scenario.test_interval_s;
        let clocks = format!("test = \"{pace} s\"\ntest-crisis = \"{pace} s\"\narrival-grace = \"{pace} s\"");
        let text = text.replace("test = \"1 h\"", &clocks);
        let charter = notice::file::charter_from_toml(&text).map_err(|e| ExconError::of(&e))?;
        let parameters = charter.parameters().ok_or_else(|| ExconError::missing(&compartment.charter))?;
        let members: Vec<String> = parameters.members.iter().map(|(party, _, _)| party.to_string()).collect();
        let text = with_record_keys(text, &compartment.code, &members, desks).await?;
        let creator = &desks[&compartment.creator];
        creator.ask(Ask::Found { charter: text.clone() }).await?;
        parties::await_compartment(desks, &compartment.code, &members).await?;
        let draft = charter_draft(creator, &compartment.code).await?;
        let number = creator.release(&compartment.code, &draft, Some("the first charter")).await?;
        report.notices += 1;
        let charter = notice::file::charter_from_toml(&text).map_err(|e| ExconError::of(&e))?;
        let restated = critical(NoticeType::Ch, &charter.content)?;
        for member in members.iter().filter(|m| **m != compartment.creator) {
            let desk = &desks[member];
            desk.await_notice(&compartment.code, &number).await?;
            desk.read_back(&compartment.code, &number, &restated).await?;
            if creator.wait(&number, "K3", member).await? {
                report.readbacks += 1;
            } else {
                report.failures.push(format!("{number}: no K3 of {member}"));
            }
        }
        say(&format!("{}: founded by {}, charter {number} in force", compartment.code, creator.code));
    }
    Ok(())
}

/// Puts every member's record key into paragraph E of a TRANSFERABLE charter.
async fn with_record_keys(
    text: String,
    code: &str,
    members: &[String],
    desks: &Desks,
) -> Result<String, ExconError> {
    let mode = "mode = \"TRANSFERABLE\"";
    if !text.contains(mode) {
        return Ok(text);
    }
    let mut keys = Vec::new();
    for member in members {
        let question = Ask::RecordKey { compartment: code.to_owned() };
        if let Told::RecordKey { key } = desks[member].ask(question).await? {
            keys.push(format!("{{ party = \"{member}\", key = \"{}\" }}", hex::encode(&key.0)));
        }
    }
    Ok(text.replace(mode, &format!("{mode}\nkeys = [{}]", keys.join(", "))))
}

/// Plays the notices and their read-backs.
pub async fn notices(
    scenario: &Scenario,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    for step in &scenario.notice_of {
        if step.refused.is_empty() {
            notice(step, desks, report, say).await?;
        } else {
            refused(step, desks, report, say).await?;
        }
    }
    Ok(())
}

async fn refused(
    step: &NoticeStep,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let question = Ask::Check { compartment: step.compartment.clone(), draft: file(&step.file)?.to_owned() };
    let Told::Checked { findings, .. } = desks[&step.by].ask(question).await? else {
        return Err(ExconError::NotInTime { what: step.file.clone() });
    };
    let letters: Vec<String> = findings.iter().filter_map(|f| f.paragraph.clone()).collect();
    if letters != step.refused {
        report.failures.push(format!("{}: refused for {letters:?}", step.file));
    }
    say(&format!("{} row {}: release refused, paragraphs {}", step.at, step.row, letters.join(" and ")));
    Ok(())
}

async fn notice(
    step: &NoticeStep,
    desks: &Desks,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let author = &desks[&step.by];
    let draft = author.draft(&step.compartment, file(&step.file)?).await?;
    let number = author.release(&step.compartment, &draft, step.overrule.as_deref()).await?;
    report.notices += 1;
    report.first_t1.get_or_insert(number.clone());
    say(&format!("{} row {}: {number} released by {}", step.at, step.row, step.by));
    for read_back in &step.read_back {
        let desk = &desks[&read_back.by];
        desk.await_notice(&step.compartment, &number).await?;
        opened(desk, &step.compartment, &number).await?;
        desk.read_back(&step.compartment, &number, file(&read_back.file)?).await?;
        if read_back.mismatch.is_empty() {
            let matched = author.wait(&number, "K3", &read_back.by).await?;
            if matched {
                report.readbacks += 1;
            } else {
                report.failures.push(format!("{number}: no K3 of {}", read_back.by));
            }
            say(&format!("   {}: read back, MATCH, K3", read_back.by));
        } else {
            let letters = mismatch(author, &step.compartment, &number, &read_back.by).await?;
            report.mismatches += 1;
            if letters != read_back.mismatch {
                report.failures.push(format!("{number}: mismatch in {letters:?}"));
            }
            let shown = author.list(&step.compartment).await?;
            let marks = shown.iter().find(|n| n.number.as_deref() == Some(&number)).map(|n| n.marks.clone());
            if marks.and_then(|m| m.get(&read_back.by).cloned()).is_some_and(|m| m.iter().any(|k| k == "K3"))
            {
                report.failures.push(format!("{number}: K3 in spite of a mismatch"));
            }
            say(&format!("   {}: read back, MISMATCH in {}, no K3", read_back.by, letters.join(" ")));
        }
    }
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
    let until = std::time::Instant::now() + crate::desk::PATIENCE;
    author.await_notice(compartment, number).await?;
    loop {
        let question = Ask::Show { number: number.to_owned(), language: "en".to_owned() };
        if let Told::Notice { readbacks, .. } = author.ask(question).await?
            && let Some(tried) = readbacks.iter().rev().find(|r| r.by == by && !r.matched)
        {
            return Ok(tried.paragraphs.clone());
        }
        if std::time::Instant::now() > until {
            return Err(ExconError::NotInTime { what: format!("a read-back of {number}") });
        }
        tokio::time::sleep(crate::desk::POLL).await;
    }
}

/// Sends real records as E1 and has the last one read back.
pub async fn records(
    records: &Records,
    desks: &Desks,
    to: &str,
    report: &mut Report,
    say: Say<'_>,
) -> Result<(), ExconError> {
    let table = file(&records.table)?;
    let template = notice::template::template(NoticeType::E1).unwrap_or_default();
    let envelope = draft_from_toml(&template).map_err(|e| ExconError::of(&e))?.envelope;
    let author = &desks[&records.by];
    let mut last = None;
    for row in &records.rows {
        let drafted = notice::draft_e1::draft_e1(table, *row, envelope.clone(), None)
            .map_err(|e| ExconError::of(&e))?;
        let draft = author.draft(&records.compartment, &draft_to_toml(&drafted.draft)).await?;
        let number = author.release(&records.compartment, &draft, Some("real record")).await?;
        report.notices += 1;
        let desk = &desks[to];
        desk.await_notice(&records.compartment, &number).await?;
        opened(desk, &records.compartment, &number).await?;
        say(&format!("real record {row}: {number} released by {}, opened by {to}", records.by));
        last = Some((number, drafted.draft.content));
    }
    if let Some((number, content)) = last {
        let desk = &desks[to];
        let restated = critical(NoticeType::E1, &content)?;
        desk.read_back(&records.compartment, &number, &restated).await?;
        if author.wait(&number, "K3", to).await? {
            report.readbacks += 1;
        } else {
            report.failures.push(format!("{number}: no K3 of {to}"));
        }
        say(&format!("   {to}: read back, MATCH, K3"));
    }
    Ok(())
}

async fn charter_draft(creator: &Desk, compartment: &str) -> Result<String, ExconError> {
    let until = std::time::Instant::now() + crate::desk::PATIENCE;
    loop {
        if let Told::Drafts { drafts } =
            creator.ask(Ask::Drafts { compartment: compartment.to_owned() }).await?
            && let Some(draft) = drafts.iter().find(|d| d.kind == "CH")
        {
            return Ok(draft.draft.clone());
        }
        if std::time::Instant::now() > until {
            return Err(ExconError::NotInTime { what: format!("the charter draft of {compartment}") });
        }
        tokio::time::sleep(crate::desk::POLL).await;
    }
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

/// The text of a file of the scenario.
pub fn file(path: &str) -> Result<&'static str, ExconError> {
    shipped::file(path).ok_or_else(|| ExconError::missing(path))
}
