//! The standing snapshot of a compartment, for analysts (house.md, "A question's way"): what a node writes, and what the
//! desk and a watch without a node read. No keys, no drafts, no remarks.
//!
//! In: the folds at a cut and a time. Out: canonical CBOR `[2, status, party, code, compartment id, heads, as_of ms, root,
//! [items of the root], [matters], [notices]]`, and back.
//!
//! I1 whoever has the items can compute the root again, and a snapshot whose root is another is refused. I2 notices are
//! those that draw lines or tell what happened, as far as they stand, without their remarks.

use crate::error::StandError;
use crate::matter::{Machine, Matter};
use crate::root;
use crate::seal;
use crate::stand::Stand;
use crate::view::View;
use line::ids::PartyCode;
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};
use notice::Notice;
use notice::vocabulary::NoticeType;

/// The form that is written and read.
const FORM: u8 = 2;
/// Types whose notices are told: those that draw lines, incidents, accidents, reports, announced responses and public acts.
const TOLD: [NoticeType; 10] = [
    NoticeType::T1,
    NoticeType::T2,
    NoticeType::A2,
    NoticeType::A3,
    NoticeType::A4,
    NoticeType::A5,
    NoticeType::E1,
    NoticeType::E4,
    NoticeType::P1,
    NoticeType::S4,
];

/// Whose snapshot it is, of which compartment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// ACTUAL, EXERCISE or TEST.
    pub status: String,
    /// The party whose node wrote it.
    pub party: PartyCode,
    /// Code of the compartment.
    pub compartment: String,
    /// Its id.
    pub id: [u8; 32],
    /// The cut, as the node's line encodes it.
    pub heads: Vec<u8>,
}

/// One matter as told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which list it is of (`red_lines`, `cycles`).
    pub kind: String,
    /// What people call it.
    pub id: String,
    /// The notice it rests on.
    pub number: String,
    /// Whose it is.
    pub author: String,
    /// Toward whom, where it stands toward each party by itself.
    pub toward: Option<String>,
    /// The word of its state.
    pub state: String,
    /// The instant that belongs to the state, ms UTC.
    pub at_ms: Option<i64>,
}

/// A snapshot that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Whose.
    pub origin: Origin,
    /// The time it speaks of, ms UTC.
    pub as_of_ms: i64,
    /// The state root.
    pub root: [u8; 32],
    /// Everything that stands, single notices apart.
    pub matters: Vec<Told>,
    /// Notices that draw lines or tell what happened, in order, without remarks.
    pub notices: Vec<Notice>,
}

impl Stand<'_> {
    /// The bytes of the snapshot.
    pub fn snapshot(&self, origin: &Origin) -> Vec<u8> {
        let items = self.items();
        let matters: Vec<Vec<u8>> = self.matters().iter().map(told).collect();
        let notices: Vec<Vec<u8>> = TOLD.into_iter().flat_map(|kind| standing(self.view(), kind)).collect();
        let mut page = Encoder::new(Vec::new());
        let written = page
            .array(11)
            .and_then(|page| page.u8(FORM))
            .and_then(|page| page.str(&origin.status))
            .and_then(|page| page.str(origin.party.as_str()))
            .and_then(|page| page.str(&origin.compartment))
            .and_then(|page| page.bytes(&origin.id))
            .and_then(|page| page.bytes(&origin.heads))
            .and_then(|page| page.i64(self.as_of_ms()))
            .and_then(|page| page.bytes(&root::root(&items)))
            .map(drop);
        written.expect("a vector never refuses a write");
        let mut bytes = page.into_writer();
        for list in [items, matters, notices] {
            let mut head = Encoder::new(bytes);
            head.array(list.len() as u64).expect("a vector never refuses a write");
            bytes = head.into_writer();
            bytes.extend(list.into_iter().flatten());
        }
        bytes
    }
}

/// Notices of a type that stand, each as a byte string of its canonical form without remarks.
fn standing(view: View<'_>, kind: NoticeType) -> Vec<Vec<u8>> {
    let bare = |notice: &Notice| {
        let mut draft = notice.draft().clone();
        draft.envelope.remarks = None;
        draft.stamped(notice.stamp().clone())?.encode().ok()
    };
    let wrapped = |bytes: Vec<u8>| {
        let mut page = Encoder::new(Vec::new());
        page.bytes(&bytes).expect("a vector never refuses a write");
        page.into_writer()
    };
    seal::standing(view, kind).filter_map(|filed| bare(&filed.notice)).map(wrapped).collect()
}

fn told(matter: &Matter) -> Vec<u8> {
    let mut page = Encoder::new(Vec::new());
    let toward = matter.toward.as_ref().map(PartyCode::as_str);
    let written = page
        .array(7)
        .and_then(|page| page.str(matter.machine.key()))
        .and_then(|page| page.str(&matter.id))
        .and_then(|page| page.str(&matter.number.to_string()))
        .and_then(|page| page.str(matter.author.as_str()))
        .and_then(|page| page.encode(toward))
        .and_then(|page| page.str(matter.state))
        .and_then(|page| page.encode(matter.at_ms))
        .map(drop);
    written.expect("a vector never refuses a write");
    page.into_writer()
}

impl Snapshot {
    /// Whether a file begins as a snapshot does.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(&[0x8B, FORM])
    }

    /// Reads what a node wrote.
    ///
    /// # Errors
    /// [`StandError::NotASnapshot`] for any other bytes, or if the root is not that of the items.
    pub fn read(bytes: &[u8]) -> Result<Self, StandError> {
        let refused = |why: String| StandError::NotASnapshot { why };
        let (snapshot, items) = parts(bytes).map_err(|error| refused(error.to_string()))?;
        if root::root(&items) != snapshot.root {
            return Err(refused("its root is not that of its items".to_owned()));
        }
        Ok(snapshot)
    }

    /// Matters of one kind.
    pub fn of_kind(&self, machine: Machine) -> impl Iterator<Item = &Told> {
        self.matters.iter().filter(move |told| told.kind == machine.key())
    }

    /// The matter that rests on a notice toward somebody, of one kind.
    pub fn on(&self, machine: Machine, number: &str) -> Option<&Told> {
        self.of_kind(machine).find(|told| told.number == number)
    }
}

fn parts(bytes: &[u8]) -> Result<(Snapshot, Vec<Vec<u8>>), Error> {
    let mut read = Decoder::new(bytes);
    length(&mut read, 11)?;
    if read.u8()? != FORM {
        return Err(Error::message("another form"));
    }
    let status = read.str()?.to_owned();
    let party = PartyCode::parse(read.str()?).ok_or_else(|| Error::message("no code of a party"))?;
    let compartment = read.str()?.to_owned();
    let id = thirty_two(&mut read)?;
    let heads = read.bytes()?.to_vec();
    let as_of_ms = read.i64()?;
    let root = thirty_two(&mut read)?;
    let mut items = Vec::new();
    for _ in 0..count(&mut read)? {
        let from = read.position();
        read.skip()?;
        items.push(bytes.get(from..read.position()).unwrap_or_default().to_vec());
    }
    let mut matters = Vec::new();
    for _ in 0..count(&mut read)? {
        length(&mut read, 7)?;
        matters.push(Told {
            kind: read.str()?.to_owned(),
            id: read.str()?.to_owned(),
            number: read.str()?.to_owned(),
            author: read.str()?.to_owned(),
            toward: read.decode::<Option<String>>()?,
            state: read.str()?.to_owned(),
            at_ms: read.decode()?,
        });
    }
    let mut notices = Vec::new();
    for _ in 0..count(&mut read)? {
        let notice = Notice::decode(read.bytes()?);
        notices.push(notice.map_err(|error| Error::message(error.to_string()))?);
    }
    if read.position() != bytes.len() {
        return Err(Error::message("more than a snapshot"));
    }
    let origin = Origin { status, party, compartment, id, heads };
    Ok((Snapshot { origin, as_of_ms, root, matters, notices }, items))
}

fn count(read: &mut Decoder<'_>) -> Result<u64, Error> {
    read.array()?.ok_or_else(|| Error::message("a list without a length"))
}

fn length(read: &mut Decoder<'_>, wanted: u64) -> Result<(), Error> {
    if count(read)? == wanted { Ok(()) } else { Err(Error::message(format!("not {wanted} parts"))) }
}

fn thirty_two(read: &mut Decoder<'_>) -> Result<[u8; 32], Error> {
    read.bytes()?.try_into().map_err(|_| Error::message("not 32 bytes"))
}
