//! `stand(cut, as_of)`: the folds of one compartment, asked at any cut and time.

use crate::board::{self, Board};
use crate::book::{Book, Filed, FiledCharter, Illegible};
use crate::carve_outs::{self, CarvedOut};
use crate::cases::{self, Case};
use crate::cycle::{self, Cycle};
use crate::delivery::Delivery;
use crate::duties;
use crate::duty::Duty;
use crate::error::StandError;
use crate::horizon::Horizon;
use crate::leaks::{self, LeakStanding};
use crate::life::Life;
use crate::lines::{self, Crossed, LineToward};
use crate::matter::Matter;
use crate::matters;
use crate::memo::Memo;
use crate::noticed::{self, noticed};
use crate::operations::{self, Operation, Responded};
use crate::person_exchanges::{self, PersonExchange};
use crate::public_acts::{self, PublicStanding};
use crate::reading::Reading;
use crate::revised::{self, Revised};
use crate::root;
use crate::seal::{self, SecondSeal};
use crate::sealed_texts::{self, SealedExchange};
use crate::sites::{self, Site};
use crate::station::{self, Window};
use crate::succession::{self, Succession};
use crate::understandings::{self, Understanding};
use crate::view::{Ground, Planted, View, addressees};
use crate::why::{self, Why};
use line::cut::Cut;
use line::docket::Brief;
use line::entry::Entry;
use line::group::Group;
use line::ids::{EntryHash, PartyCode, Seq};
use line::line::Line;
use notice::draft_strike::Strike;
use notice::types::s1_offer::Offer;
use notice::vocabulary::NoticeType;
use notice::{Clocks, Code8, KnownStep, LineVersion, Number, Parameters};
use std::collections::{BTreeMap, BTreeSet};

/// Everything admitted in one compartment, ready to be asked at any cut and time.
#[derive(Debug, Clone)]
pub struct Standing {
    compartment: String,
    charter: Option<Parameters>,
    clocks: Clocks,
    book: Book,
    struck: BTreeMap<PartyCode, Seq>,
    voids: BTreeSet<(PartyCode, Seq)>,
    planted: Planted,
    memo: Memo,
}

impl Standing {
    /// Nothing admitted yet. `compartment` is its code ("LEV"); without a charter the default clocks run.
    pub fn new(compartment: &str, charter: Option<Parameters>) -> Self {
        Standing {
            compartment: compartment.to_owned(),
            clocks: charter.as_ref().map(|charter| charter.clocks.clone()).unwrap_or_default(),
            charter,
            book: Book::default(),
            struck: BTreeMap::new(),
            voids: BTreeSet::new(),
            planted: Planted::default(),
            memo: Memo::default(),
        }
    }

    /// Breaks a rule on purpose: for the simulator's planted worlds only.
    #[must_use]
    pub fn with_planted(self, planted: Planted) -> Self {
        Standing { planted, ..self }
    }

    /// Takes an admitted entry in; gives the numbers whose states it may move. Taking it in twice changes nothing.
    pub fn admit(&mut self, entry: &Entry) -> Vec<Number> {
        self.take_in(&Brief::of(&entry.header), entry.hash, Reading::of(entry, &self.compartment))
    }

    /// Takes the whole record of a restored line in: what tests and receipts of the past say stands in segments, every other
    /// entry is read. `told` hears of those, with the numbers that each may move.
    pub fn read<G: Group>(&mut self, line: &Line<G>, mut told: impl FnMut(&Entry, &[Number])) {
        line.sayings(|docket, saying| {
            self.take_in(&docket.header, docket.hash, Reading::from(saying));
        });
        let others = line.order().filter(|docket| !line.says_in_segment(&docket.hash));
        for entry in others.filter_map(|docket| line.entry(&docket.hash)) {
            let touched = self.admit(&entry);
            told(&entry, &touched);
        }
    }

    /// The same of an entry that was read before ([`Reading::of`], by this compartment's code).
    pub fn take_in(&mut self, header: &Brief, entry: EntryHash, reading: Reading) -> Vec<Number> {
        if !self.memo.is_empty() {
            match self.book.changes(header, &reading) {
                Some(slots) => self.memo.changed(&slots),
                None => self.memo.clear(),
            }
        }
        self.book.file(header, entry, reading)
    }

    /// Leaves out an author's entries from a place on: two entries were found there (line.md section 6).
    pub fn strike(&mut self, author: &PartyCode, from: Seq) {
        self.memo.clear();
        let struck = self.struck.entry(author.clone()).or_insert(from);
        *struck = (*struck).min(from);
    }

    /// Leaves out an author's entries of these places: a RE-FORM cut the old term below them (line.md section 7).
    pub fn void(&mut self, author: &PartyCode, from: Seq, to: Seq) {
        self.memo.clear();
        self.voids.extend((from..=to).map(|seq| (author.clone(), seq)));
    }

    /// A charter version took effect.
    pub fn set_charter(&mut self, charter: Parameters) {
        self.memo.clear();
        self.clocks = charter.clocks.clone();
        self.charter = Some(charter);
    }

    /// The clocks in use.
    pub fn clocks(&self) -> &Clocks {
        &self.clocks
    }

    /// The charter in use.
    pub fn charter(&self) -> Option<&Parameters> {
        self.charter.as_ref()
    }

    /// The folds as they stood at an earlier instant, by what is in a cut now: of every author what it had said by
    /// then, by its own clock.
    pub fn back_at(&self, cut: &Cut, as_of_ms: i64) -> Stand<'_> {
        let mut horizon = Horizon::of(cut, &self.struck, &self.voids);
        self.book.causality.narrow(&mut horizon, as_of_ms);
        Stand { standing: self, horizon, as_of_ms }
    }

    /// The folds at a cut and a time, ms UTC.
    pub fn at(&self, cut: &Cut, as_of_ms: i64) -> Stand<'_> {
        Stand { standing: self, horizon: Horizon::of(cut, &self.struck, &self.voids), as_of_ms }
    }
}

/// The folds at one cut and time.
#[derive(Debug, Clone)]
pub struct Stand<'a> {
    standing: &'a Standing,
    horizon: Horizon,
    as_of_ms: i64,
}

impl Stand<'_> {
    /// The time it is evaluated for, ms UTC.
    pub fn as_of_ms(&self) -> i64 {
        self.as_of_ms
    }

    /// All notices, by number.
    pub fn notices(&self) -> impl Iterator<Item = &Filed> {
        self.standing.book.notices(&self.horizon).map(AsRef::as_ref)
    }

    /// Notices of a type, in order; a number that stands twice is there twice.
    pub fn of_kind(&self, kind: NoticeType) -> impl Iterator<Item = &Filed> {
        self.standing.book.of_kind(kind, &self.horizon).map(AsRef::as_ref)
    }

    /// The notice of a number.
    pub fn notice(&self, number: &Number) -> Option<&Filed> {
        self.standing.book.notice(number, &self.horizon).map(AsRef::as_ref)
    }

    /// Charter versions, by number.
    pub fn charters(&self) -> impl Iterator<Item = &FiledCharter> {
        self.standing.book.charters(&self.horizon).map(AsRef::as_ref)
    }

    /// What cannot be read, in order.
    pub fn illegible(&self) -> impl Iterator<Item = &Illegible> {
        self.standing.book.illegible(&self.horizon)
    }

    /// What was said about a number, in order.
    pub fn about(&self, number: &Number) -> impl Iterator<Item = &Filed> {
        self.standing.book.about(number, &self.horizon).map(AsRef::as_ref)
    }

    /// M0 of a notice toward each addressee, by party.
    pub fn deliveries(&self, number: &Number) -> Vec<Delivery> {
        let Some(filed) = self.notice(number) else { return Vec::new() };
        let each = |(party, action): (PartyCode, bool)| Delivery::of(self.view(), filed, &party, action);
        addressees(filed).into_iter().map(each).collect()
    }

    /// M0 of a notice toward one addressee.
    pub fn delivery(&self, number: &Number, addressee: &PartyCode) -> Option<Delivery> {
        self.deliveries(number).into_iter().find(|delivery| delivery.addressee == *addressee)
    }

    /// The life of a notice.
    pub fn life(&self, number: &Number) -> Option<Life> {
        self.notice(number).map(|filed| seal::life(self.view(), filed))
    }

    /// The second seal of a notice.
    pub fn second_seal(&self, number: &Number) -> Option<SecondSeal> {
        self.notice(number).map(|filed| seal::second_seal(self.view(), filed))
    }

    /// Who has read a charter version back, and tries that did not match.
    pub fn charter_read_by(&self, number: &Number) -> Vec<(PartyCode, i64)> {
        crate::charter_read::readers(self.view(), number)
    }

    /// M2: every line toward every addressee.
    pub fn red_lines(&self) -> Vec<LineToward> {
        lines::red_lines(self.view())
    }

    /// Whether a line's version is in force toward every addressee; `None` if it is not known.
    pub fn in_force(&self, line: &LineVersion) -> Option<bool> {
        let all: Vec<LineToward> = self.red_lines().into_iter().filter(|l| l.line == *line).collect();
        let in_force = |l: &LineToward| matches!(l.state, crate::red_line::RedLineState::InForce { .. });
        (!all.is_empty()).then(|| all.iter().all(in_force))
    }

    /// M2: every notified crossing.
    pub fn crossings(&self) -> Vec<Crossed> {
        lines::crossings(self.view()).0
    }

    /// M3: every activity, posture, self-limit and hazard.
    pub fn operations(&self) -> Vec<Operation> {
        operations::operations(self.view())
    }

    /// M3: every announced response.
    pub fn responses(&self) -> Vec<Responded> {
        operations::responses(self.view())
    }

    /// M3: whose move it is between two parties.
    pub fn cycles(&self) -> Vec<Cycle> {
        cycle::cycles(self.view())
    }

    /// M4: every attribution case.
    pub fn cases(&self) -> Vec<Case> {
        cases::cases(self.view())
    }

    /// M6c: every protected site.
    pub fn sites(&self) -> Vec<Site> {
        sites::sites(self.view())
    }

    /// Protected sites that a strike seen by the own node lies in: STRUCK-AFTER-NOTICE here, before anybody is told.
    pub fn struck_by(&self, strike: &Strike) -> Vec<Number> {
        if !sites::strikes(strike.act) {
            return Vec::new();
        }
        sites::struck_by(self.view(), &strike.place(), strike.when.0.ms())
    }

    /// M6: every carve-out with its tranches.
    pub fn carve_outs(&self) -> Vec<CarvedOut> {
        carve_outs::carve_outs(self.view())
    }

    /// M8: exchanges of sealed texts.
    pub fn sealed_exchanges(&self) -> Vec<SealedExchange> {
        sealed_texts::exchanges(self.view())
    }

    /// M5: every understanding with its steps.
    pub fn understandings(&self) -> Vec<Understanding> {
        understandings::understandings(self.view())
    }

    /// M6b: exchanges of persons.
    pub fn person_exchanges(&self) -> Vec<PersonExchange> {
        person_exchanges::person_exchanges(self.view())
    }

    /// M7: leaks told by P2.
    pub fn leaks(&self) -> Vec<LeakStanding> {
        leaks::leaks(self.view())
    }

    /// Successions of any party in this compartment.
    pub fn successions(&self) -> Vec<Succession> {
        succession::successions(self.view())
    }

    /// What a successor of a party would have to review now.
    pub fn review_list(&self, party: &PartyCode) -> Vec<Number> {
        succession::review_list(self.view(), party)
    }

    /// Everything that stands but single notices, in one shape, by machine.
    pub fn matters(&self) -> Vec<Matter> {
        matters::matters(self.view())
    }

    /// Every notice with its life, marks and answers, in the same shape.
    pub fn notice_matters(&self) -> Vec<Matter> {
        matters::notices(self.view())
    }

    /// The stalemate board's shared half, of this compartment.
    pub fn board(&self) -> Board {
        board::board(self.view())
    }

    /// Which entries made the matters of a notice what they are.
    pub fn why(&self, number: &Number) -> Vec<Why> {
        why::why(self.view(), number)
    }

    /// What is due by anybody, by time: from whom, by when, and what happens if not.
    pub fn duties(&self) -> Vec<Duty> {
        duties::duties(self.view())
    }

    /// M7: public acts told beforehand.
    pub fn public_acts(&self) -> Vec<PublicStanding> {
        public_acts::public_acts(self.view())
    }

    /// Code of the compartment.
    pub fn compartment(&self) -> &str {
        &self.standing.compartment
    }

    /// A step as the latest offered version of its package has it: who performs it, who verifies it.
    pub fn step(&self, package: &Code8, step: &Code8) -> Option<KnownStep> {
        let offers = seal::standing(self.view(), NoticeType::S1).filter_map(|filed| {
            let offer = Offer::of(&filed.notice)?;
            let (id, version) = offer.package()?;
            let found = offer.steps().into_iter().find(|known| known.id == *step)?;
            (id == package).then_some((version, found))
        });
        let (_, found) = offers.max_by_key(|(version, _)| *version)?;
        Some(KnownStep { actor: found.actor, verifier: found.verifier })
    }

    /// What moved nothing, with the reason: T3 without a line in force, L2 to L5 out of turn, a number twice.
    pub fn refused(&self) -> Vec<(EntryHash, StandError)> {
        let mut refused = lines::crossings(self.view()).1;
        for filed in self.notices() {
            let number = filed.notice.number();
            let doubles = self.standing.book.all_of(number, &self.horizon).skip(1);
            let twice = || StandError::NumberTwice { number: number.to_string() };
            refused.extend(doubles.map(|other| (other.entry, twice())));
            refused.extend(self.deliveries(number).into_iter().flat_map(|delivery| delivery.refused));
        }
        refused
    }

    /// What a party declared by L6.
    pub fn windows(&self, party: &PartyCode) -> Vec<Window> {
        station::windows(self.view(), party)
    }

    /// The window of one of these parties that holds a type back now.
    pub fn suspended(&self, parties: &[PartyCode], kind: NoticeType) -> Option<(PartyCode, Window)> {
        station::suspended(self.view(), parties, kind)
    }

    /// What late entries changed.
    pub fn revised(&self) -> Vec<Revised> {
        let noticed = noticed(self.view());
        noticed::revised(&noticed).into_iter().cloned().collect()
    }

    /// The part of [`Stand::revised`] that one notice has brought about: late itself, or answered late.
    pub fn revised_of(&self, number: &Number, deliveries: &[Delivery]) -> Vec<Revised> {
        let filed = self.notice(number);
        filed.map(|filed| revised::of_notice(self.view(), filed, deliveries)).unwrap_or_default()
    }

    /// Notices that a line test, just admitted, spoke without: they may be late for its author now.
    pub fn spoken_without(&self, party: &PartyCode, seq: Seq) -> Vec<Number> {
        revised::spoken_without(self.view(), party, seq)
    }

    /// 32 bytes over the canonical form of everything above that is equal on all nodes at this cut and time.
    pub fn root(&self) -> [u8; 32] {
        root::root_of(self.view())
    }

    /// What the root is over, item by item.
    pub fn items(&self) -> Vec<Vec<u8>> {
        root::items(self.view())
    }

    pub(crate) fn view(&self) -> View<'_> {
        let Standing { book, clocks, charter, planted, memo, .. } = self.standing;
        let (horizon, charter, planted) = (&self.horizon, charter.as_ref(), *planted);
        View::new(Ground { book, horizon, clocks, charter, planted }, self.as_of_ms, memo)
    }
}
