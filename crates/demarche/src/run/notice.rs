//! `demarche notice`.

use crate::command::notice::{NoticeCommand, Wait};
use crate::command::{NodeFile, SealedBy};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::run::{
    desk_check, files, moment, notice_types, officer_key, passphrase, readback, render, sites, span,
};
use crate::stopped::Stopped;
use chancery::challenge::Challenge;
use line::cbor;
use node::api::{Ask, Hex, NoticeTold, Purpose, Told};
use notice::Station;
use notice::vocabulary::{ActClass, NoticeType};
use refusal::{Fact, facts};
use serde_json::json;
use std::path::Path;

/// Drafts, checks, releases, lists, shows, opens, reads back.
pub fn run(command: NoticeCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        NoticeCommand::Template { code } => {
            let kind = files::kind_of(&code)?;
            let text = notice::template::template(kind).ok_or_else(|| Stopped::usage("type", &code))?;
            output.print(&json!({ "template": text }), &text);
            Ok(Exit::Done)
        }
        NoticeCommand::Types => notice_types::run(output),
        NoticeCommand::Render(args) => render::run(&args, output),
        NoticeCommand::Check { file, config, compartment, officer } => {
            let node = config.zip(compartment).map(|(config, code)| (NodeFile { config }, code));
            check(&files::read(&file)?, node, officer, output)
        }
        NoticeCommand::New { file, csv, row, act, config, compartment, remark, from, to } => {
            let text = match (csv, row) {
                (Some(csv), Some(row)) => of_record(&file, (&csv, row), act.as_deref(), (&from, &to))?,
                _ => files::read(Path::new(&file))?,
            };
            match (config, compartment) {
                (Some(config), Some(compartment)) => {
                    keep(&NodeFile { config }, &compartment, text, remark, output)
                }
                _ => {
                    output.print(&json!({ "draft": text }), &text);
                    Ok(Exit::Done)
                }
            }
        }
        NoticeCommand::Sites { file, coast, config, compartment, from, to } => {
            let kept =
                config.zip(compartment).map(|(config, compartment)| (NodeFile { config }, compartment));
            sites::run(&file, coast.as_deref(), kept, (&from, &to), output)
        }
        NoticeCommand::Strike { compartment, act, place, error, at, until, node } => {
            let earliest_ms = moment::parse(&at)?;
            let latest_ms = moment::maybe(until.as_deref())?.unwrap_or(earliest_ms);
            let seen =
                Ask::StrikeSeen { compartment, act, at: place, error_m: error, earliest_ms, latest_ms };
            strike(&node, &seen, output)
        }
        NoticeCommand::Release { id, compartment, node, by, second, overrule, flash, wait } => {
            let purpose = if second { Purpose::Second } else { Purpose::Release };
            let reasons = Reasons { overrule, flash };
            let told = seal(&node, &compartment, &id, purpose, &by, reasons)?;
            released(&node, &told, &wait, output)
        }
        NoticeCommand::List { node, compartment, drafts } => list(&node, compartment, drafts, output),
        NoticeCommand::Flares { node } => flares(&node, output),
        NoticeCommand::Show { number, node } => show(&node, number, output),
        NoticeCommand::Open { number, node, by } => {
            let compartment = compartment_of(&number)?;
            let told = ask(&node, &Ask::Open { number })?;
            sealed_at_once(&node, &compartment, &told, &by, output)
        }
        NoticeCommand::Readback { number, node, by, from } => {
            let compartment = compartment_of(&number)?;
            let restated = match from {
                Some(file) => files::read(&file)?,
                None => readback::on_terminal(&number)?,
            };
            let told = ask(&node, &Ask::Readback { number, restated })?;
            sealed_at_once(&node, &compartment, &told, &by, output)
        }
        NoticeCommand::Wait { number, node, wait } => {
            let mark = wait.mark.clone().ok_or_else(|| Stopped::usage("wait", "(no mark named)"))?;
            await_mark(&node, number, mark, &wait, output)
        }
    }
}

/// A strike that was seen: the sites it lies in, and the draft of its E1.
fn strike(node: &NodeFile, seen: &Ask, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, seen)?;
    let Told::Struck { sites, draft } = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let text = match draft {
        Some(draft) => format!("STRUCK-AFTER-NOTICE: {}; E1 drafted: {draft}", sites.join(" ")),
        None => "no protected site".to_owned(),
    };
    output.print(&document(&told), &text);
    Ok(Exit::Done)
}

/// A file looked over by itself, or by the release desk of a node.
fn check(
    text: &str,
    node: Option<(NodeFile, String)>,
    officer: Option<String>,
    output: &Output,
) -> Result<Exit, Stopped> {
    match node {
        Some((node, code)) => desk_check::run(&node, code, text.to_owned(), officer, output),
        None => files::notice_text(text, output),
    }
}

/// Reasons that lint or the FLASH budget ask for.
#[derive(Default)]
struct Reasons {
    overrule: Option<String>,
    flash: Option<String>,
}

fn of_record(
    code: &str,
    (csv, row): (&Path, usize),
    act: Option<&str>,
    (from, to): (&str, &str),
) -> Result<String, Stopped> {
    if code != "E1" {
        return Err(Stopped::usage("type", code));
    }
    let class = |word: &str| ActClass::parse(word).ok_or_else(|| Stopped::usage("act", word));
    let act = act.map(class).transpose()?;
    let station = |text: &str| Station::parse(text).map_err(|_| Stopped::usage("station", text));
    let template = notice::template::template(NoticeType::E1).unwrap_or_default();
    let mut envelope = notice::file::draft_from_toml(&template).map_err(|e| Stopped::refused(&e))?.envelope;
    envelope.from = station(from)?;
    envelope.to = vec![station(to)?];
    let table = files::read(csv)?;
    let drafted = notice::draft_e1::draft_e1(&table, row, envelope, act).map_err(|e| Stopped::refused(&e))?;
    let look: Vec<&str> = drafted.look_at.iter().map(notice::Para::as_str).collect();
    eprintln!("look at before release: {}", look.join(" "));
    Ok(notice::file::draft_to_toml(&drafted.draft))
}

fn keep(
    node: &NodeFile,
    compartment: &str,
    draft: String,
    remark: Option<String>,
    output: &Output,
) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Draft { compartment: compartment.to_owned(), draft, remark })?;
    let Told::Drafted { draft, lint } = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let warned = if lint.is_empty() { String::new() } else { format!("; lint: {}", lint.join(" ")) };
    output.print(&document(&told), &format!("{draft} kept in {compartment}{warned}"));
    Ok(Exit::Done)
}

fn seal(
    node: &NodeFile,
    compartment: &str,
    draft: &str,
    purpose: Purpose,
    by: &SealedBy,
    reasons: Reasons,
) -> Result<Told, Stopped> {
    let question = Ask::Challenge { compartment: compartment.to_owned(), purpose, draft: draft.to_owned() };
    let told = ask(node, &question)?;
    let Told::Challenge { challenge, subject } = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    eprintln!("approving: {subject}");
    let secret = passphrase::read(&by.passphrase, "Passphrase of the key file: ", false)?;
    let key = officer_key::open(&by.key, &secret)?;
    let challenge: Challenge =
        cbor::decode(&challenge.0).map_err(|why| Stopped::unexpected(&why.to_string()))?;
    let question = Ask::Seal {
        compartment: compartment.to_owned(),
        draft: draft.to_owned(),
        purpose,
        answer: Hex(cbor::encode(&challenge.answer(&key))),
        lint_reason: reasons.overrule,
        flash_reason: reasons.flash,
    };
    ask(node, &question)
}

fn sealed_at_once(
    node: &NodeFile,
    compartment: &str,
    drafted: &Told,
    by: &SealedBy,
    output: &Output,
) -> Result<Exit, Stopped> {
    let Told::Drafted { draft, .. } = drafted else {
        return Err(Stopped::unexpected(&format!("{drafted:?}")));
    };
    let told = seal(node, compartment, draft, Purpose::Release, by, Reasons::default())?;
    let no_wait = Wait { mark: None, timeout: "0s".to_owned() };
    released(node, &told, &no_wait, output)
}

fn released(node: &NodeFile, told: &Told, wait: &Wait, output: &Output) -> Result<Exit, Stopped> {
    match told {
        Told::Pending { release } => {
            let text = format!("{release}: sealed by one officer; a second one is missing");
            output.print(&document(told), &text);
            Ok(Exit::SecondOfficerMissing)
        }
        Told::Flared { number } => {
            output.print(
                &document(told),
                &format!("sent as a flare: {number}; it becomes an entry when this node may write"),
            );
            Ok(Exit::Done)
        }
        Told::Released { number, .. } => match &wait.mark {
            Some(mark) => await_mark(node, number.clone(), mark.clone(), wait, output),
            None => {
                output.print(&document(told), &format!("released: {number}"));
                Ok(Exit::Done)
            }
        },
        Told::Drafted { draft, .. } => {
            output.print(&document(told), &format!("{draft}: sealed by its drafter"));
            Ok(Exit::SecondOfficerMissing)
        }
        other => Err(Stopped::unexpected(&format!("{other:?}"))),
    }
}

fn await_mark(
    node: &NodeFile,
    number: String,
    mark: String,
    wait: &Wait,
    output: &Output,
) -> Result<Exit, Stopped> {
    let timeout_ms = span::milliseconds(&wait.timeout)?;
    let told = ask(node, &Ask::Wait { number, mark, of: None, timeout_ms })?;
    let Told::Marks { number, reached, marks } = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let boxes: Vec<String> =
        marks.iter().map(|(party, marks)| format!("{party}: {}", marks.join(" "))).collect();
    output.print(&document(&told), &format!("{number}  {}", boxes.join("; ")));
    Ok(if *reached { Exit::Done } else { Exit::NotInTime })
}

fn list(
    node: &NodeFile,
    compartment: Option<String>,
    drafts: bool,
    output: &Output,
) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::List { compartment: compartment.clone(), after: None, most: None })?;
    let Told::Notices { notices } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let mut lines: Vec<String> = notices.iter().map(words).collect();
    let mut document = document(&told);
    if drafts {
        let compartment = compartment.ok_or_else(|| Stopped::usage("compartment", "(none named)"))?;
        let told = ask(node, &Ask::Drafts { compartment })?;
        let Told::Drafts { drafts } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
        lines.extend(drafts.iter().map(|d| format!("{}  {}  seals: {}", d.draft, d.kind, d.seals.join(" "))));
        document["drafts"] = json!(drafts);
    }
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

fn flares(node: &NodeFile, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Flares { language: output.language().to_owned() })?;
    let Told::Flares { flares } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let mut lines = Vec::new();
    for flare in flares {
        let (party, compartment) = (flare.party.clone(), flare.compartment.clone());
        lines.push(output.phrase("console-flare", &facts! { party: party, compartment: compartment }));
        let (sent, came) = (Fact::InstantMs(flare.sent_ms), Fact::InstantMs(flare.came_ms));
        lines.push(output.phrase("console-flare-about", &facts! { sent: sent, came: came }));
        lines.extend(flare.lines.iter().map(|line| line.text.clone()));
    }
    output.print(&document(&told), &lines.join("\n"));
    Ok(Exit::Done)
}

fn words(notice: &NoticeTold) -> String {
    let number = notice.number.as_deref().unwrap_or("(unreadable)");
    let marks: Vec<String> =
        notice.marks.iter().map(|(party, marks)| format!("{party}:{}", marks.join(","))).collect();
    format!("{number}  from {}  {}", notice.from, marks.join(" "))
}

fn show(node: &NodeFile, number: String, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, &output.show(number))?;
    let Told::Notice { lines, .. } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    output.print(&document(&told), &text.join("\n"));
    Ok(Exit::Done)
}

/// The compartment of a number such as US/LEV/27/0001/T1.
fn compartment_of(number: &str) -> Result<String, Stopped> {
    let mut parts = number.split('/');
    parts.nth(1).map(str::to_owned).ok_or_else(|| Stopped::usage("number", number))
}
