//! A relay set up from the kit by somebody who has its printed sheet and nothing else.

use line::ids::MailboxId;
use line::relay_api::{NewBox, Open, ReceiptKey, Request, Response, Token};
use relay::{Client, Faults, Pin};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A relay that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn kit(folder: &Path, language: &str) -> PathBuf {
    let out = folder.join("relay-kit");
    let made = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["relay", "kit", "relay-kit", "--language", language])
        .current_dir(folder)
        .output()
        .expect("the binary starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    out
}

/// Fills a field of the settings, as a person does: between its quotation marks.
fn fill(settings: &str, field: &str, value: &str) -> String {
    let line = |line: &str| match line.strip_prefix(field).filter(|rest| rest.starts_with(" = \"")) {
        Some(_) => format!("{field} = \"{value}\"\n"),
        None => format!("{line}\n"),
    };
    settings.lines().map(line).collect()
}

/// The commands of the printed sheet, in their order; both languages print the same.
fn commands(sheet: &str) -> Vec<String> {
    let printed: Vec<&str> = sheet.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    let mut languages = printed.chunks(printed.len() / LANGUAGES);
    let first = languages.next().expect("a sheet has commands");
    assert!(languages.all(|other| other == first), "one language has other commands than the other");
    first.iter().map(|command| (*command).to_owned()).collect()
}

fn shell(folder: &Path, command: &str) -> Command {
    let mut shell = Command::new("bash");
    // Nothing but the folder: the sheet needs no program of this name elsewhere.
    shell.args(["-c", &format!("exec {command}")]).current_dir(folder).stdin(Stdio::null());
    shell.env_remove("DEMARCHE_CONFIG").env("PATH", "/usr/bin:/bin");
    shell
}

/// Types the commands; the one that runs the relay goes on in the background.
fn follow(folder: &Path, commands: &[String]) -> Running {
    let (run, before) = commands.split_last().expect("a sheet with commands");
    assert!(run.contains("relay run"), "{run}");
    for command in before {
        let output = shell(folder, command).output().expect("bash starts");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut child = shell(folder, run).stdout(Stdio::piped()).spawn().expect("bash starts");
    let mut said = String::new();
    let out = child.stdout.take().expect("piped");
    let running = Running(child);
    BufReader::new(out).read_line(&mut said).expect("readable");
    assert!(said.contains("listens on"), "{said}");
    running
}

/// The text of the only `dd` after a `dt` of the printed page, in its first language.
fn printed(page: &str, what: &str) -> String {
    let (_, rest) = page.split_once(&format!("<dt>{what}</dt>")).expect("it is printed");
    let (_, rest) = rest.split_once('>').expect("a tag");
    rest.split_once('<').expect("an end").0.to_owned()
}

fn get(address: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the page is served");
    write!(stream, "GET / HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("answered");
    text
}

fn read(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).unwrap_or_else(|why| panic!("{file}: {why}"))
}

/// Opens one mailbox as a party would that has the printed page and its file of accounts.
fn open(address: &str, pin: Pin, accounts: &str, name: &str) -> Response {
    let accounts: toml::Table = accounts.parse().expect("lines of name and token");
    let token = hex::decode(accounts[name].as_str().expect("a token")).expect("hexadecimal");
    let new = NewBox {
        mailbox: MailboxId([0xAB; 32]),
        fill_hash: [1; 32],
        empty_hash: [2; 32],
        fill_receipt_key: ReceiptKey([3; 32]),
        empty_receipt_key: ReceiptKey([4; 32]),
        tell_hand_over: true,
    };
    let account = Token(token.try_into().expect("32 bytes"));
    let request = Request::Open(Open { account, boxes: vec![new] });
    let client = Client::new(address, pin, Faults::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(client.call(&request)).expect("the relay answers")
}

#[test]
fn a_relay_is_set_up_from_the_kit_by_its_printed_sheet_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let kit = kit(folder.path(), "fa");
    let ports: Vec<TcpListener> =
        (0..2).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    let at: Vec<String> = ports.iter().map(|p| p.local_addr().expect("bound").to_string()).collect();
    drop(ports);
    let settings = read(&kit, "settings.toml");
    assert_eq!(settings.lines().filter(|line| line.contains(" = ")).count(), 4, "four fields: {settings}");
    assert!(settings.contains("language = \"fa\"") && settings.contains("تنظیم‌های این رله"), "{settings}");
    let settings = fill(&fill(&fill(&settings, "id", "OM-1"), "address", &at[0]), "page", &at[1]);
    std::fs::write(kit.join("settings.toml"), settings).expect("writable");
    let _relay = follow(&kit, &commands(&read(&kit, "sheet.txt")));
    let parties = read(&kit, "parties.html");
    let pin = Pin::parse(&printed(&parties, "Fingerprint")).expect("a fingerprint");
    assert_eq!(printed(&parties, "Address"), at[0]);
    let opened = open(&at[0], pin, &read(&kit, "first.accounts"), "FIRST-2");
    assert_eq!(opened, Response::Opened);
    let page = get(&at[1]);
    assert!(page.contains("OM-1") && page.contains(&pin.grouped()) && page.contains("FIRST-2"), "{page}");
    assert!(!page.contains("abab"), "no mailbox is named: {page}");
    for file in ["first.accounts", "second.accounts"] {
        let tokens: toml::Table = read(&kit, file).parse().expect("lines of name and token");
        for token in tokens.values().filter_map(toml::Value::as_str) {
            assert!(!page.contains(token) && !read(&kit, "settings.toml").contains(token), "a token shows");
        }
    }
}

#[test]
fn the_sheet_prints_the_same_steps_for_the_eye_and_loads_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let kit = kit(folder.path(), "en");
    let sheet = read(&kit, "sheet.html");
    for command in commands(&read(&kit, "sheet.txt")) {
        assert_eq!(sheet.matches(&format!(">{command}<")).count(), LANGUAGES, "{command}");
    }
    assert!(!sheet.contains("<script") && !sheet.contains("src=") && !sheet.contains("href="), "{sheet}");
    assert!(sheet.contains("lang=\"fa\" dir=\"rtl\""), "{sheet}");
}

#[test]
fn a_kit_is_never_written_over_something() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let kit = kit(folder.path(), "en");
    std::fs::write(kit.join("settings.toml"), "mine").expect("writable");
    let again = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["relay", "kit", "relay-kit"])
        .current_dir(folder.path())
        .output()
        .expect("the binary starts");
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&again.stderr).contains("E-RELAY-009"));
    assert_eq!(read(&kit, "settings.toml"), "mine");
}

/// Languages that are shipped, each with its own part of the sheet.
const LANGUAGES: usize = 4;
