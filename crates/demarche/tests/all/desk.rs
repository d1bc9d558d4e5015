//! Four machines on one: a folder each, the shell's values that persons set there, and the programs that run there.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A fenced block of the book.
pub struct Block {
    /// The machine that its first line names.
    pub on: String,
    /// All of it, as printed in the book.
    pub text: String,
}

impl Block {
    /// One command on a machine.
    pub fn of(on: &str, text: &str) -> Self {
        Block { on: on.to_owned(), text: text.to_owned() }
    }

    /// Whether the block takes this value of the shell.
    pub fn uses(&self, name: &str) -> bool {
        self.text.contains(&format!("\"${name}\""))
    }

    /// What follows a comment word such as `# carry: `.
    fn after(&self, word: &str) -> Option<&str> {
        self.text.lines().find_map(|line| line.strip_prefix(word))
    }
}

/// The `sh` blocks of a page; each must name its machine.
pub fn blocks(page: &str) -> Vec<Block> {
    let block = |part: &str| {
        let (text, _) = part.split_once("\n```").expect("the fence is closed");
        let on = text.lines().next().and_then(|line| line.strip_prefix("# on: "));
        Block::of(on.unwrap_or_else(|| panic!("no machine named: {text}")), text)
    };
    page.split("\n```sh\n").skip(1).map(block).collect()
}

/// All machines.
pub struct Desk {
    folder: tempfile::TempDir,
    values: BTreeMap<String, BTreeMap<String, String>>,
    running: BTreeMap<String, Child>,
    /// The fingerprint that each machine printed last.
    read_out: BTreeMap<String, String>,
}

impl Desk {
    /// Two relays and two nodes with free ports and empty folders.
    pub fn with_four_machines() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut desk =
            Desk { folder, values: BTreeMap::new(), running: BTreeMap::new(), read_out: BTreeMap::new() };
        // All are bound at the same time, so that no port is given twice.
        let bound: Vec<TcpListener> =
            (0..6).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
        let mut addresses =
            bound.iter().map(|l| l.local_addr().expect("bound").to_string()).collect::<Vec<_>>().into_iter();
        for machine in ["relay-1", "relay-2", "us", "ir"] {
            std::fs::create_dir(desk.folder.path().join(machine)).expect("a folder");
            desk.tell(machine, "HEALTH", &addresses.next().expect("one of six"));
        }
        for (relay, name) in [("relay-1", "CH1"), ("relay-2", "OM1")] {
            let address = addresses.next().expect("one of six");
            desk.tell(relay, "LISTEN", &address);
            desk.tell("us", name, &address);
            desk.tell("ir", name, &address);
        }
        for (machine, officer) in [("us", "ANNE"), ("us", "BORIS"), ("us", "BACKUP"), ("ir", "CYRUS")] {
            desk.tell(machine, officer, &format!("{officer} keeps a long secret"));
        }
        desk
    }

    fn folder(&self, machine: &str) -> PathBuf {
        self.folder.path().join(machine)
    }

    /// A person sets a value in the shell of a machine.
    pub fn tell(&mut self, machine: &str, name: &str, value: &str) {
        self.values.entry(machine.to_owned()).or_default().insert(name.to_owned(), value.to_owned());
    }

    /// Whether a value is set there.
    pub fn knows(&self, machine: &str, name: &str) -> bool {
        self.values.get(machine).is_some_and(|values| values.contains_key(name))
    }

    /// A value set there.
    pub fn told(&self, machine: &str, name: &str) -> String {
        self.values[machine][name].clone()
    }

    /// The fingerprint that a machine printed last.
    pub fn fingerprint(&self, machine: &str) -> String {
        self.read_out.get(machine).unwrap_or_else(|| panic!("{machine} printed no fingerprint")).clone()
    }

    /// Runs a block as it stands; gives what it printed.
    pub fn run(&mut self, block: &Block) -> String {
        if block.text.contains("# stop") {
            let child = self.running.remove(&block.on).expect("something runs there");
            kill(child);
            return String::new();
        }
        if block.text.contains(" run --config ") {
            return self.start(block);
        }
        let output = self.shell(block).output().expect("bash starts");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let log = std::fs::read_to_string(self.folder(&block.on).join("log")).unwrap_or_default();
            panic!("{}\n{}\nprinted: {printed}\nsaid: {said}\nlog: {log}", output.status, block.text);
        }
        if let Some(carried) = block.after("# carry: ") {
            self.carry(&block.on, carried);
        }
        if let Some(digits) = printed.lines().find_map(fingerprint_in) {
            self.read_out.insert(block.on.clone(), digits);
        }
        if block.text.contains("relay pin") {
            self.sheets(&block.on, &printed);
        }
        printed
    }

    /// One question to a node, answered as a document.
    pub fn ask(&mut self, machine: &str, words: &str) -> Value {
        let text = format!("demarche --json {words} --config node.toml");
        let output = self.shell(&Block::of(machine, &text)).output().expect("bash starts");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        serde_json::from_str(&printed).unwrap_or_else(|why| {
            panic!("{text}: {why}: {printed}{}", String::from_utf8_lossy(&output.stderr))
        })
    }

    /// Asks again until it holds, for half a minute.
    pub fn until(&mut self, what: &str, mut holds: impl FnMut(&mut Desk) -> bool) {
        let began = Instant::now();
        while !holds(self) {
            assert!(began.elapsed() < Duration::from_secs(30), "not in time: {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn shell(&self, block: &Block) -> Command {
        let binary = Path::new(env!("CARGO_BIN_EXE_demarche")).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("bash");
        command.args(["-eu", "-c", &block.text]).current_dir(self.folder(&block.on));
        command.env_remove("DEMARCHE_CONFIG").env("PATH", format!("{}:{path}", binary.display()));
        command.envs(&self.values[&block.on]).stdin(Stdio::null());
        command
    }

    /// Starts a program and waits for the line that says it runs.
    fn start(&mut self, block: &Block) -> String {
        let log = std::fs::File::create(self.folder(&block.on).join("log")).expect("a log");
        let mut command = self.shell(block);
        command.stdout(Stdio::piped()).stderr(log).process_group(0);
        let mut child = command.spawn().expect("bash starts");
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().expect("piped"));
        reader.read_line(&mut line).expect("readable");
        if line.is_empty() {
            let log = std::fs::read_to_string(self.folder(&block.on).join("log")).unwrap_or_default();
            panic!("{} did not start: {log}", block.on);
        }
        self.running.insert(block.on.clone(), child);
        line
    }

    /// A person carries a file: nothing else ever leaves a folder.
    fn carry(&self, from: &str, what: &str) {
        let (file, to) = what.split_once(" to ").expect("FILE to MACHINE");
        if self.folder(from).join(file).join("sheet.html").exists() {
            return self.carry_paper(from, to, file);
        }
        assert!([".invitation", ".pairing", ".pouch"].iter().any(|end| file.ends_with(end)), "{file}");
        std::fs::copy(self.folder(from).join(file), self.folder(to).join(file)).expect("carried");
    }

    /// A person carries printed pages; the other side has their pictures and what it types from them.
    fn carry_paper(&self, from: &str, to: &str, pages: &str) {
        std::fs::create_dir(self.folder(to).join(pages)).expect("a folder");
        for page in std::fs::read_dir(self.folder(from).join(pages)).expect("pages") {
            let name = page.expect("a page").file_name();
            let (from, to) = (self.folder(from).join(pages), self.folder(to).join(pages));
            std::fs::copy(from.join(&name), to.join(&name)).expect("carried");
        }
    }

    /// Puts a file into the folder of a machine.
    pub fn put(&self, machine: &str, file: &str, text: &str) {
        std::fs::write(self.folder(machine).join(file), text).expect("writable");
    }

    /// What a file of a machine says.
    pub fn read(&self, machine: &str, file: &str) -> String {
        std::fs::read_to_string(self.folder(machine).join(file)).expect("readable")
    }

    /// What a command says that must be refused.
    pub fn refused(&self, machine: &str, text: &str) -> String {
        let output = self.shell(&Block::of(machine, text)).output().expect("bash starts");
        assert_eq!(output.status.code(), Some(3), "{text}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// The relay's host gives each party its sheet: pin and tokens.
    fn sheets(&mut self, relay: &str, printed: &str) {
        let prefix = if relay == "relay-1" { "CH1" } else { "OM1" };
        let pin = printed.lines().find_map(|l| l.split_once("  pin ")).expect("a pin").1.to_owned();
        for (machine, party) in [("us", "US"), ("ir", "IR")] {
            let sheet = std::fs::read_to_string(self.folder(relay).join(format!("{machine}.accounts")));
            let sheet: toml::Table = sheet.expect("a sheet").parse().expect("lines of name and token");
            self.tell(machine, &format!("{prefix}_PIN"), &pin);
            for what in ["PAIRING", "LEV"] {
                let token = sheet[&format!("{party}-{what}")].as_str().expect("a token").to_owned();
                self.tell(machine, &format!("{prefix}_{what}"), &token);
            }
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for (_, child) in std::mem::take(&mut self.running) {
            kill(child);
        }
    }
}

/// Kills a program with the shell that started it.
fn kill(mut child: Child) {
    let group = format!("-{}", child.id());
    // It may have ended by itself.
    let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    let _ = child.wait();
}

/// Eight groups of five digits in a line.
fn fingerprint_in(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let digits = |word: &&str| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit());
    words.windows(8).find(|eight| eight.iter().all(digits)).map(|eight| eight.join(" "))
}
