//! `demarche relay`.

use crate::command::relay::RelayCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::serving;
use crate::stopped::Stopped;
use ::relay::{Progress, Relay, RelayConfig, ServerIdentity};
use line::mailbox::{CarrierEvent, CarrierSlice, LoggedEvent};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Runs a relay, or serves its host.
pub fn run(command: RelayCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        RelayCommand::Kit { out } => kit(&out, output),
        RelayCommand::Pin { relay, sheet } => pin(&read(&relay.config)?, sheet.as_deref(), output),
        RelayCommand::Account { names, relay, out } => account(&names, &relay.config, &out, output),
        RelayCommand::Run { relay } => serve(read(&relay.config)?, output),
        RelayCommand::Prove { relay, mailbox, from, most } => {
            let config = read(&relay.config)?;
            let slice = ::relay::prove(&config, &mailbox, from, most).map_err(|e| Stopped::refused(&e))?;
            print_slice(&slice, output)
        }
    }
}

fn read(path: &Path) -> Result<RelayConfig, Stopped> {
    RelayConfig::read(path).map_err(|e| Stopped::refused(&e))
}

fn kit(out: &Path, output: &Output) -> Result<Exit, Stopped> {
    let binary = std::env::current_exe().map_err(|e| Stopped::file(out, &e))?;
    let files = ::relay::write_kit(out, &binary, output.language()).map_err(|e| Stopped::refused(&e))?;
    let document = json!({ "folder": out.display().to_string(), "files": files });
    output.print(&document, &format!("{}: {}", out.display(), files.join(", ")));
    Ok(Exit::Done)
}

fn pin(config: &RelayConfig, sheet: Option<&Path>, output: &Output) -> Result<Exit, Stopped> {
    store::create_folder(&config.folder).map_err(|e| Stopped::refused(&e))?;
    let identity = ServerIdentity::of_folder(&config.folder).map_err(|e| Stopped::refused(&e))?;
    if let Some(sheet) = sheet {
        let page = ::relay::parties_page(config, identity.pin()).map_err(|e| Stopped::refused(&e))?;
        store::write_atomically(sheet, page.as_bytes(), 0o644).map_err(|e| Stopped::refused(&e))?;
    }
    let (pin, listen) = (identity.pin().to_string(), config.listen.to_string());
    let document = json!({ "id": config.id, "listen": listen, "pin": pin });
    output.print(&document, &format!("{}  {listen}  pin {pin}", config.id));
    Ok(Exit::Done)
}

fn account(names: &[String], config: &Path, out: &Path, output: &Output) -> Result<Exit, Stopped> {
    let id = read(config)?.id;
    let mut desk =
        Zeroizing::new(format!("# Account tokens at relay {id}. Whoever has one may fill its quota.\n"));
    let mut host = String::new();
    for name in names {
        let mut token = Zeroizing::new([0u8; 32]);
        getrandom::fill(token.as_mut())
            .map_err(|e| Stopped::file(out, &std::io::Error::other(e.to_string())))?;
        let hash = hex::encode(Sha256::digest(token.as_ref()));
        let quoted = toml::Value::from(name.as_str());
        // Writing to a string cannot fail.
        let _ = writeln!(desk, "{quoted} = \"{}\"", Zeroizing::new(hex::encode(token.as_ref())).as_str());
        let _ = write!(host, "\n[[account]]\nname = {quoted}\ntoken_sha256 = \"{hash}\"\n");
    }
    store::create_private(out, desk.as_bytes()).map_err(|e| Stopped::refused(&e))?;
    let appended = std::fs::OpenOptions::new().append(true).open(config);
    appended.and_then(|mut file| file.write_all(host.as_bytes())).map_err(|e| Stopped::file(config, &e))?;
    read(config)?;
    let document = json!({ "relay": id, "accounts": names, "file": out.display().to_string() });
    output.print(&document, &format!("{} accounts written to {}", names.len(), out.display()));
    Ok(Exit::Done)
}

fn serve(config: RelayConfig, output: &Output) -> Result<Exit, Stopped> {
    let say = Arc::new(|progress: Progress| match progress {
        Progress::Told(key, facts) => {
            let facts: Vec<String> = facts.iter().map(|(name, fact)| format!("{name}={fact:?}")).collect();
            eprintln!("{key} {}", facts.join(" "));
        }
        Progress::Refused(refusal) => eprintln!("{refusal}"),
    });
    let id = config.id.clone();
    serving()?.block_on(async {
        let relay = Relay::start(config, None, say).await.map_err(|e| Stopped::refused(&e))?;
        let document =
            json!({ "id": id, "address": relay.address().to_string(), "pin": relay.pin().to_string(),
                "page": relay.health().map(|page| format!("http://{page}/")) });
        output.print(&document, &format!("{id} listens on {}, pin {}", relay.address(), relay.pin()));
        super::until_told_to_stop().await;
        relay.stop().await.map_err(|e| Stopped::refused(&e))
    })?;
    Ok(Exit::Done)
}

/// Order and times; the document also has the hashes, for the two who hold the heads.
fn print_slice(slice: &CarrierSlice, output: &Output) -> Result<Exit, Stopped> {
    let event = |(logged, number): (&LoggedEvent, u64)| {
        let mut document = match &logged.event {
            CarrierEvent::Deposit { seq, envelope, bucket, at } => json!({
                "event": "DEPOSIT", "seq": seq, "envelope": envelope.to_string(), "size_class": bucket,
                "at_ms": at.utc_ms, "error_ms": at.error_ms,
            }),
            CarrierEvent::HandOver { after, upto, at } => json!({
                "event": "HAND-OVER", "after": after, "upto": upto,
                "at_ms": at.utc_ms, "error_ms": at.error_ms,
            }),
        };
        document["number"] = json!(number);
        document["head"] = json!(hex::encode(logged.head));
        document
    };
    let document = json!({
        "relay": slice.relay,
        "mailbox": slice.mailbox.to_string(),
        "head_before": hex::encode(slice.head_before),
        "events": slice.events.iter().zip(slice.from + 1..).map(event).collect::<Vec<_>>(),
    });
    let lines = ::relay::in_words(slice, output.language()).map_err(|e| Stopped::refused(&e))?;
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}
