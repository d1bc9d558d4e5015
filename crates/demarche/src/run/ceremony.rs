//! A ceremony in a folder: goes on at its next step, and writes the page that those present sign.
//!
//! I1 what a step made is durable before the step is noted. I2 what an interrupted step left is removed before it is done
//! again: shares of a set that was never noted are void. I3 the page holds no secret.

use crate::command::party::RoomArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::randomness::{System, random};
use crate::run::table::{Passphrases, share, work};
use crate::run::{machine, passphrase_file, share_sheet, transcript, typed_sheet};
use crate::stopped::Stopped;
use custody::{
    Ceremony, Change, Custodian, DrillRecord, FileKind, Index, Register, Share, Step, Warning, file, prove,
    sign_together, warnings,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use store::BackupSecret;

/// A ceremony under way.
pub struct Room<'a> {
    /// What was done and is to be done.
    pub ceremony: Ceremony,
    args: &'a RoomArgs,
    output: &'a Output,
    passphrases: Passphrases,
}

/// What the step MADE needs to know beside the shares.
pub struct Before {
    /// The custodians before; empty at a founding.
    pub custodians: Vec<Custodian>,
    /// Places that were given before in this generation.
    pub used: Vec<Index>,
}

impl<'a> Room<'a> {
    /// Goes on with the ceremony in the folder, or begins this one there.
    pub fn enter(args: &'a RoomArgs, fresh: Ceremony, output: &'a Output) -> Result<Self, Stopped> {
        store::create_folder(&args.folder).map_err(|e| Stopped::refused(&e))?;
        let path = args.folder.join(STATE);
        let ceremony = if path.exists() {
            let bytes = store::read_bounded(&path, LIMIT).map_err(|e| Stopped::refused(&e))?;
            let kept = Ceremony::decode(&bytes).map_err(|e| Stopped::refused(&e))?;
            if (kept.plan, &kept.set, kept.k, &kept.indices)
                != (fresh.plan, &fresh.set, fresh.k, &fresh.indices)
            {
                return Err(Stopped::other_ceremony(&args.folder, &kept.set.to_string()));
            }
            kept
        } else {
            fresh
        };
        let passphrases = Passphrases::of(&args.passphrase)?;
        Ok(Room { ceremony, args, output, passphrases })
    }

    /// Opens share files with the passphrases that come first.
    pub fn open(&mut self, paths: &[PathBuf]) -> Result<Vec<Share>, Stopped> {
        crate::run::table::shares(paths, &mut self.passphrases)
    }

    /// Does every step that can be done now. `make` gives the new shares.
    pub fn go_on(
        &mut self,
        before: &Before,
        make: impl FnOnce(&mut Self) -> Result<Vec<Share>, Stopped>,
    ) -> Result<Exit, Stopped> {
        let mut make = Some(make);
        let mut fresh: Vec<Share> = Vec::new();
        while let Some(step) = self.ceremony.next() {
            let note = match step {
                Step::Machine => self.machine()?,
                Step::Made => {
                    let Some(make) = make.take() else { break };
                    let shares = make(self)?;
                    let note = self.made(&shares, before)?;
                    fresh = shares;
                    note
                }
                Step::Checked(place) => match self.checked(place, &mut fresh)? {
                    Some(note) => note,
                    None => break,
                },
                Step::Drilled => self.drilled(&mut fresh)?,
                Step::Given => self.given()?,
            };
            self.note(step, note)?;
        }
        self.tell(before)
    }

    fn machine(&self) -> Result<String, Stopped> {
        let lacking = machine::lacking(Path::new("/"), &self.args.folder);
        machine::demand(self.ceremony.set.status, &lacking)?;
        Ok(if lacking.is_empty() { "OFFLINE".to_owned() } else { lacking.join(", ") })
    }

    fn made(&mut self, shares: &[Share], before: &Before) -> Result<String, Stopped> {
        self.clear()?;
        for share in shares {
            let said = self.output.phrase("custody-passphrase-shown", &refusal::facts! {});
            let passphrase = self.passphrases.made(share.index, &said)?;
            let path = self.share_path(share.index);
            passphrase_file::create(&path, &share.encode(), &passphrase, work(share.set.status))?;
            share_sheet::write(share, &self.args.folder.join(SHEETS), self.output)?;
        }
        let register = self.register(shares, before)?;
        self.write(REGISTER, &file(FileKind::Register, &register))?;
        Ok(format!("{}, {} OF {}", register.set, self.ceremony.k, shares.len()))
    }

    fn register(&self, shares: &[Share], before: &Before) -> Result<Register, Stopped> {
        let mut used = before.used.clone();
        used.extend(self.ceremony.indices.iter().filter(|index| !before.used.contains(index)));
        registered(shares, self.custodians(before)?, used)
    }

    /// The custodians of the new set: those who stay as they were, newcomers as they are named.
    pub fn custodians(&self, before: &Before) -> Result<Vec<Custodian>, Stopped> {
        let mut named = self.args.custodians.iter();
        let mut all = Vec::new();
        for index in &self.ceremony.indices {
            if let Some(stays) = before.custodians.iter().find(|one| one.index == *index) {
                all.push(stays.clone());
            } else if let Some(text) = named.next() {
                all.push(custodian(*index, text)?);
            }
        }
        Ok(all)
    }

    /// One custodian types the own sheet; `None` if nobody is there to type.
    fn checked(&mut self, place: Index, fresh: &mut Vec<Share>) -> Result<Option<String>, Stopped> {
        let typed = self.args.typed.as_ref().map(|folder| folder.join(format!("{place}.txt")));
        if typed.as_ref().is_some_and(|path| !path.exists()) || typed.is_none() && self.unattended() {
            return Ok(None);
        }
        self.all_open(fresh)?;
        let Some(share) = fresh.iter().find(|share| share.index == place) else { return Ok(None) };
        match &typed {
            Some(path) => typed_sheet::file(share, path)?,
            None => typed_sheet::terminal(share)?,
        }
        Ok(Some("SHEET RIGHT".to_owned()))
    }

    fn drilled(&mut self, fresh: &mut Vec<Share>) -> Result<String, Stopped> {
        self.all_open(fresh)?;
        let refused = |e: custody::CustodyError| Stopped::refused(&e);
        let mut register = self.read_register()?;
        let now = now_ms();
        let mut drill = DrillRecord::ask(&register.set, random(), now);
        let proofs = fresh
            .iter()
            .map(|share| prove(share, &drill.nonce, &mut System))
            .collect::<Result<Vec<_>, _>>()
            .map_err(refused)?;
        let result = drill.take(register.publics(), &proofs, now);
        if let Some((_, why)) = result.wrong.first() {
            return Err(Stopped::refused(why));
        }
        let signature = sign_together(fresh, &drill.message(), &mut System).map_err(refused)?;
        drill.seal(&register.seal_public, signature).map_err(refused)?;
        register.drills.push(drill);
        self.write(REGISTER, &file(FileKind::Register, &register))?;
        Ok(format!("{} PROVED, SEAL SIGNED", result.proved.len()))
    }

    fn given(&self) -> Result<String, Stopped> {
        let sheets = self.args.folder.join(SHEETS);
        if sheets.exists() {
            std::fs::remove_dir_all(&sheets).map_err(|e| Stopped::file(&sheets, &e))?;
        }
        Ok("SHEETS ERASED".to_owned())
    }

    /// Every new share, opened from its file if this run did not make it.
    fn all_open(&mut self, fresh: &mut Vec<Share>) -> Result<(), Stopped> {
        if fresh.is_empty() {
            for index in self.ceremony.indices.clone() {
                let path = self.share_path(index);
                fresh.push(share(&path, &mut self.passphrases)?);
            }
        }
        Ok(())
    }

    fn unattended(&self) -> bool {
        matches!(self.passphrases, Passphrases::Lines(_))
    }

    /// Removes what an interrupted making left.
    fn clear(&self) -> Result<(), Stopped> {
        let sheets = self.args.folder.join(SHEETS);
        if sheets.exists() {
            std::fs::remove_dir_all(&sheets).map_err(|e| Stopped::file(&sheets, &e))?;
        }
        for index in &self.ceremony.indices {
            let path = self.share_path(*index);
            if path.exists() {
                std::fs::remove_file(&path).map_err(|e| Stopped::file(&path, &e))?;
            }
        }
        Ok(())
    }

    fn note(&mut self, step: Step, note: String) -> Result<(), Stopped> {
        self.ceremony.note(step, now_ms(), note).map_err(|e| Stopped::refused(&e))?;
        self.write(STATE, &self.ceremony.encode())?;
        self.write(PAGE, transcript::page(&self.ceremony, self.output).as_bytes())
    }

    fn read_register(&self) -> Result<Register, Stopped> {
        register_of(&self.args.folder.join(REGISTER))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Stopped> {
        store::write_atomically(&self.args.folder.join(name), bytes, 0o600).map_err(|e| Stopped::refused(&e))
    }

    fn share_path(&self, index: Index) -> PathBuf {
        self.args.folder.join(format!("{index}.share"))
    }

    fn tell(&self, before: &Before) -> Result<Exit, Stopped> {
        let custodians = self.custodians(before)?;
        let change = Change { k: self.ceremony.k, before: &before.custodians, after: &custodians };
        let warned = if custodians.is_empty() { Vec::new() } else { warnings(&change) };
        let next = self.ceremony.next();
        let folder = self.args.folder.display().to_string();
        let document = json!({
            "plan": self.ceremony.plan.word(), "set": self.ceremony.set.to_string(), "folder": folder,
            "done": self.ceremony.done.iter().map(|d| d.step.to_string()).collect::<Vec<_>>(),
            "next": next.map(|step| step.to_string()),
            "network": self.ceremony.done.first().map(|done| done.note.clone()),
            "warnings": warned.iter().map(warning_document).collect::<Vec<_>>(),
        });
        let mut lines = transcript::lines(&self.ceremony, self.output);
        lines.extend(warned.iter().map(|warning| transcript::warning(warning, self.output)));
        lines.push(transcript::next(next, &folder, self.output));
        self.output.print(&document, &lines.join("\n"));
        Ok(if next.is_none() { Exit::Done } else { Exit::NotInTime })
    }
}

fn warning_document(warning: &Warning) -> Value {
    match warning {
        Warning::OneAppoints { office, seats } => {
            json!({ "rule": "ONE-APPOINTS", "office": office, "seats": seats })
        }
        Warning::FewStay { stay, should } => json!({ "rule": "FEW-STAY", "stay": stay, "should": should }),
        Warning::OnePlace { place, seats } => json!({ "rule": "ONE-PLACE", "place": place, "seats": seats }),
        Warning::NonePermanent => json!({ "rule": "NONE-PERMANENT" }),
    }
}

/// A custodian as the command line names one.
pub fn custodian(index: Index, text: &str) -> Result<Custodian, Stopped> {
    let words: Vec<&str> = text.split(';').map(str::trim).collect();
    let (parts, permanent) = match words.as_slice() {
        [parts @ .., "PERMANENT"] => (parts, true),
        parts => (parts, false),
    };
    let [office, appointed_by, place] = parts else { return Err(Stopped::usage("custodian", text)) };
    Ok(Custodian {
        index,
        office: (*office).to_owned(),
        appointed_by: (*appointed_by).to_owned(),
        place: (*place).to_owned(),
        permanent,
    })
}

/// The node's file: k shares make the root whole, for the identity key and the backup key alone.
pub fn registered(
    shares: &[Share],
    custodians: Vec<Custodian>,
    used: Vec<Index>,
) -> Result<Register, Stopped> {
    let first = shares.first().ok_or_else(|| Stopped::usage("n", "0"))?;
    let root = custody::whole_root(shares).map_err(|e| Stopped::refused(&e))?;
    let derived = custody::derived(&root, &first.set);
    let backup = BackupSecret::of_seed(derived.backup_seed.bytes()).map_err(|e| Stopped::refused(&e))?;
    Ok(Register {
        set: first.set.clone(),
        root_public: first.root_public.clone(),
        seal_public: first.seal_public.clone(),
        kem_public: super::kem::public(&derived.kem_seed).into(),
        backup_public: backup.public().0.clone().into(),
        custodians,
        used,
        drills: Vec::new(),
        declared: None,
        made_ms: now_ms(),
    })
}

/// Reads a register file.
pub fn register_of(path: &Path) -> Result<Register, Stopped> {
    let bytes = store::read_bounded(path, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let register: Register = custody::read(FileKind::Register, &bytes).map_err(|e| Stopped::refused(&e))?;
    Register::decode(&register.encode()).map_err(|e| Stopped::refused(&e))
}

/// The clock of this machine, ms UTC.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

const LIMIT: u64 = 1 << 20;
const STATE: &str = "ceremony";
const REGISTER: &str = "register";
const PAGE: &str = "transcript.html";
const SHEETS: &str = "sheets";
