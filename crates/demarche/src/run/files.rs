//! Templates, checks and schemas of the files that users write; completions.

use crate::command::Cli;
use crate::command::files::{CheckArgs, CompletionsArgs, FileKind, ManArgs, SchemaArgs, TemplateArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::{model_file, pack, sites};
use crate::stopped::Stopped;
use clap::CommandFactory;
use notice::vocabulary::NoticeType;
use notice::{Apart, Finding};
use serde_json::json;
use std::path::Path;

/// Prints a template.
pub fn template(args: &TemplateArgs, output: &Output) -> Result<Exit, Stopped> {
    let text = match args.kind {
        FileKind::Charter => notice::template::template(NoticeType::Ch),
        FileKind::Notice => notice::template::template(kind_of(&args.code)?),
        FileKind::Node => Some(node::NodeConfig::template().to_owned()),
        FileKind::Relay => Some(::relay::RelayConfig::template().to_owned()),
        FileKind::Sites => Some(notice::site_list::template().to_owned()),
        FileKind::Scenario => Some(::exercise::scenario::template().to_owned()),
        FileKind::Timeline => Some(::exercise::timeline::TEMPLATE.to_owned()),
        FileKind::Expect => Some(::exercise::expect::TEMPLATE.to_owned()),
        FileKind::FeedMap => Some(feeds::Mapping::template().to_owned()),
        FileKind::Assumptions => Some(desk::shipped::template()),
        FileKind::Calendar => Some(desk::shipped::CALENDAR.to_owned()),
        FileKind::Pack => Some(wording::pack_template()),
        kind => model_file::template(kind).map(str::to_owned),
    };
    let text = text.ok_or_else(|| Stopped::usage("type", &args.code))?;
    output.print(&json!({ "template": text }), &text);
    Ok(Exit::Done)
}

/// Checks a file; changes nothing.
pub fn check(args: &CheckArgs, output: &Output) -> Result<Exit, Stopped> {
    // A scenario and a pack are folders: what is no folder is read where it is checked.
    let text = || read(&args.file);
    let name = args.file.display().to_string();
    match args.kind {
        FileKind::Charter => {
            let charter = notice::file::charter_from_toml(&text()?).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&notice::validate::validate_charter(&charter), &[], output))
        }
        FileKind::Notice => notice_text(&text()?, output),
        FileKind::Node => {
            node::NodeConfig::parse(&text()?, &name).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&[], &[], output))
        }
        FileKind::Relay => {
            ::relay::RelayConfig::parse(&text()?, &name).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&[], &[], output))
        }
        FileKind::Sites => sites::check(&text()?, output),
        FileKind::Scenario => super::exercise::check(&args.file, output),
        FileKind::Pack => pack::check(&args.file, output),
        FileKind::FeedMap => {
            feeds::Mapping::parse(&text()?).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&[], &[], output))
        }
        FileKind::Assumptions => {
            desk::Assumptions::parse(&text()?, &name).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&[], &[], output))
        }
        FileKind::Calendar => {
            desk::Calendar::parse(&text()?, &name).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&[], &[], output))
        }
        FileKind::Timeline => {
            ::exercise::inspect::timeline(&name, &text()?).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&[], &[], output))
        }
        FileKind::Expect => {
            ::exercise::inspect::expectations(&name, &text()?).map_err(|e| Stopped::refused(&e))?;
            Ok(report(&[], &[], output))
        }
        kind => {
            model_file::check(kind, &text()?)?;
            Ok(report(&[], &[], output))
        }
    }
}

/// Checks the text of a notice.
pub fn notice_text(text: &str, output: &Output) -> Result<Exit, Stopped> {
    let draft = notice::file::draft_from_toml(text).map_err(|e| Stopped::refused(&e))?;
    let refused = notice::validate::validate(&draft, &Apart, None);
    Ok(report(&refused, &notice::lint::lint(&draft), output))
}

/// Prints the JSON Schema of a kind of file.
pub fn schema(args: &SchemaArgs, output: &Output) -> Result<Exit, Stopped> {
    let schema = match args.kind {
        FileKind::Charter => notice::schema::schema(NoticeType::Ch),
        FileKind::Notice => notice::schema::schema(kind_of(&args.code)?),
        FileKind::Node => Some(json!(schemars::schema_for!(node::NodeConfig))),
        FileKind::Relay => Some(json!(schemars::schema_for!(::relay::RelayConfig))),
        FileKind::Sites => Some(notice::site_list::schema()),
        FileKind::Scenario => Some(json!(schemars::schema_for!(::exercise::scenario::Scenario))),
        FileKind::Timeline => Some(json!(schemars::schema_for!(::exercise::timeline::Timeline))),
        FileKind::Expect => Some(json!(schemars::schema_for!(::exercise::expect::Expectations))),
        FileKind::FeedMap => Some(json!(schemars::schema_for!(feeds::mapping::MappingFile))),
        FileKind::Assumptions => Some(json!(desk::shipped::assumptions_schema())),
        FileKind::Calendar => Some(json!(desk::shipped::calendar_schema())),
        FileKind::Pack => Some(pack::schema()),
        kind => model_file::schema(kind),
    };
    let schema = schema.ok_or_else(|| Stopped::usage("type", &args.code))?;
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    output.print(&schema, &text);
    Ok(Exit::Done)
}

/// Prints completions for a shell.
pub fn completions(args: &CompletionsArgs) -> Result<Exit, Stopped> {
    clap_complete::generate(args.shell, &mut Cli::command(), "demarche", &mut std::io::stdout());
    Ok(Exit::Done)
}

/// Writes the manual.
pub fn man(args: &ManArgs) -> Result<Exit, Stopped> {
    clap_mangen::generate_to(Cli::command(), &args.folder).map_err(|e| Stopped::file(&args.folder, &e))?;
    Ok(Exit::Done)
}

/// A type by its code.
pub fn kind_of(code: &str) -> Result<NoticeType, Stopped> {
    NoticeType::parse(code).ok_or_else(|| Stopped::usage("type", code))
}

/// Reads a text file of the operator.
pub fn read(path: &Path) -> Result<String, Stopped> {
    std::fs::read_to_string(path).map_err(|e| Stopped::file(path, &e))
}

fn report(refused: &[Finding], lint: &[Finding], output: &Output) -> Exit {
    let document = json!({
        "valid": refused.is_empty(),
        "findings": output.findings_told(refused, "refuse"),
        "lint": output.findings_told(lint, "warn"),
    });
    let verdict = if refused.is_empty() { "valid" } else { "refused" };
    let text = format!("{verdict}\n{}{}", output.findings(refused), output.findings(lint));
    output.print(&document, &text);
    if refused.is_empty() { Exit::Done } else { Exit::Negative }
}
