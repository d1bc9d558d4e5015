//! From an officer's seal to the carrier: all that must hold, the table, the number, the entry's bytes.
//!
//! I1 nothing is stamped before every check has passed. I2 the stamp says role codes, never a person.

use crate::challenge::Approved;
use crate::context::OwnLine;
use crate::desk::Desk;
use crate::error::ChanceryError;
use crate::holdings::Holdings;
use crate::input::Findings;
use crate::outlook::{needs_reason, outlook};
use crate::paper::{Reasons, Sent, Text};
use crate::seal_log::Seal;
use crate::table::{Authority, distinct};
use crate::words;
use crate::{charter, officers::Roster, setup::Setup};
use line::entry::{Kind, Lane};
use line::ids::PartyCode;
use line::time::Now;
use notice::release::{counts_as_flash, release as rule_of};
use notice::spec::Release;
use notice::types::l5_correction::Correction;
use notice::validate::{Rendered, validate};
use notice::vocabulary::{AuthorityLevel, CorrectionVerb};
use notice::{Code8, Draft, Instant, Notice, Number, ReleaseLine, Stamp};
use sha2::Digest as _;
use standing::Stand;
use standing::seal::SecondSeal;
use standing::station::class_of;
use standing::view::party_of;

/// The desk's sight when it decides.
pub struct Bench<'a> {
    /// The folds now.
    pub stand: &'a Stand<'a>,
    /// What the compartment was set up with.
    pub setup: &'a Setup,
    /// The typed charter.
    pub charter: &'a notice::Parameters,
    /// The desk.
    pub desk: &'a Desk,
    /// What the other compartments of the own node hold, for the linkage guard.
    pub elsewhere: &'a [Holdings],
    /// The time.
    pub now: Now,
}

impl Bench<'_> {
    /// Who must seal this.
    pub fn rule(&self, text: &Text) -> Release {
        match text {
            Text::Charter(_) => Release::TwoWith(AuthorityLevel::Senior),
            Text::Notice(draft) => {
                notice::registry::spec(draft.kind).map_or(Release::Two, |spec| rule_of(spec, draft))
            }
        }
    }

    /// Everything validation and lint say.
    pub fn examine(&self, text: &Text) -> Findings {
        match text {
            Text::Charter(charter) => {
                Findings { refusals: notice::validate::validate_charter(charter), lint: Vec::new() }
            }
            Text::Notice(draft) => {
                let line = OwnLine { stand: self.stand, charter: self.charter, own: &self.setup.line.own };
                let now = Instant::from_ms(self.now.utc_ms);
                let words = now
                    .and_then(|now| words::longest(draft, self.charter, now))
                    .map(|words| Rendered { words });
                let mut lint = notice::lint::lint(draft);
                lint.extend(redline::lint::of_shapes(draft));
                Findings { refusals: validate(draft, &line, words), lint }
            }
        }
    }

    /// All that must hold before anybody seals a release.
    ///
    /// # Errors
    /// The first that does not.
    pub fn releasable(&self, text: &Text, reasons: &Reasons, seal: &Approved) -> Result<(), ChanceryError> {
        let mut findings = self.examine(text);
        if let Text::Notice(draft) = text {
            self.of_this_line(draft)?;
            let (desk, _) = outlook(self.stand, self.setup, self.elsewhere, draft, Some(seal.person()));
            findings.lint.extend(desk.into_iter().filter(needs_reason));
        }
        let ids = |found: &[notice::Finding]| found.iter().map(ToString::to_string).collect::<Vec<_>>();
        if !findings.refusals.is_empty() {
            return Err(ChanceryError::Invalid { findings: ids(&findings.refusals) });
        }
        if !findings.lint.is_empty() && reasons.lint.is_none() {
            return Err(ChanceryError::LintUnanswered { findings: ids(&findings.lint) });
        }
        match text {
            Text::Charter(version) => charter::agrees(version, self.setup.charter.version, &self.setup.line),
            Text::Notice(draft) => {
                self.not_suspended(draft)?;
                self.within_budget(draft, reasons)?;
                self.confirmable(draft, seal, &self.setup.roster)
            }
        }
    }

    fn of_this_line(&self, draft: &Draft) -> Result<(), ChanceryError> {
        let same = |field: &str, here: &str, there: &str| {
            let (field, here, there) = (field.to_owned(), here.to_owned(), there.to_owned());
            let other = here != there;
            if other { Err(ChanceryError::NotOfThisLine { field, here, there }) } else { Ok(()) }
        };
        same("status", self.setup.line.status.word(), draft.envelope.status.word())?;
        same("from", self.setup.line.own.as_str(), draft.envelope.from.party.as_str())
    }

    fn not_suspended(&self, draft: &Draft) -> Result<(), ChanceryError> {
        let others = draft.envelope.to.iter().chain(&draft.envelope.info).map(|s| party_of(&s.party));
        let parties: Vec<PartyCode> = std::iter::once(self.setup.line.own.clone()).chain(others).collect();
        match (self.stand.suspended(&parties, draft.kind), class_of(draft.kind)) {
            (Some((by, _)), Some(class)) => {
                Err(ChanceryError::ClassSuspended { class: class.word().to_owned(), by: by.to_string() })
            }
            _ => Ok(()),
        }
    }

    /// FLASH of the last hour that count.
    pub(crate) fn flashes(&self) -> u64 {
        self.desk.flashes_since(self.now.utc_ms.saturating_sub(HOUR_MS))
    }

    fn within_budget(&self, draft: &Draft, reasons: &Reasons) -> Result<(), ChanceryError> {
        if !counts_as_flash(draft) || reasons.flash.is_some() {
            return Ok(());
        }
        let sent = self.flashes();
        if sent >= u64::from(self.charter.flash_per_hour) {
            return Err(ChanceryError::FlashBudget { sent });
        }
        Ok(())
    }

    /// An L5 CONFIRM needs a seal outstanding, in time, and another person than gave the first.
    fn confirmable(&self, draft: &Draft, seal: &Approved, roster: &Roster) -> Result<(), ChanceryError> {
        let Some(target) = confirmed(draft) else { return Ok(()) };
        let number = target.to_string();
        let (waiting, outstanding) = self.outstanding(&target);
        match outstanding {
            SecondSeal::Outstanding { .. } => {}
            SecondSeal::Lapsed { .. } => return Err(ChanceryError::SealTooLate { number }),
            SecondSeal::NotAsked | SecondSeal::Given { .. } => {
                return Err(ChanceryError::NothingToConfirm { number });
            }
        }
        let first = waiting.and_then(|number| self.desk.sent(&number));
        first.into_iter().flat_map(|sent| &sent.seals).try_for_each(|first| distinct(first, seal, roster))
    }

    /// The notice that waits for its second seal: the target itself, or the last L5 that takes the target back.
    fn outstanding(&self, target: &Number) -> (Option<Number>, SecondSeal) {
        let own = self.stand.second_seal(target).unwrap_or(SecondSeal::NotAsked);
        if own != SecondSeal::NotAsked {
            return (Some(target.clone()), own);
        }
        let takes_back = |l5: &&standing::Filed| {
            Correction::of(&l5.notice).is_some_and(|c| {
                c.subject() == Some(target) && c.verb().is_some_and(|verb| verb != CorrectionVerb::Confirm)
            })
        };
        let last = self.stand.about(target).filter(takes_back).last().map(|l5| l5.notice.number().clone());
        let seal = last.as_ref().and_then(|number| self.stand.second_seal(number));
        (last, seal.unwrap_or(SecondSeal::NotAsked))
    }
}

fn confirmed(draft: &Draft) -> Option<Number> {
    let confirms = draft.content.word("A") == Some(CorrectionVerb::Confirm.word());
    (draft.kind == notice::vocabulary::NoticeType::L5 && confirms).then_some(())?;
    draft.content.get("B")?.number().cloned()
}

/// A release on its way to the carrier.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Its number.
    pub number: Number,
    /// Payload of the entry.
    pub bytes: Vec<u8>,
    /// NOTICE or CHARTER.
    pub kind: Kind,
    /// Its queue class.
    pub lane: Lane,
    /// Record signature, in TRANSFERABLE compartments.
    pub record_sig: Option<Vec<u8>>,
    /// What the desk remembers.
    pub sent: Sent,
    /// Whether a second seal must follow by L5 CONFIRM.
    pub then_seal: bool,
}

/// Stamps a draft.
///
/// # Errors
/// [`ChanceryError::Invalid`] if it cannot be encoded; the number is to be given back.
pub fn stamp(
    setup: &Setup,
    draft: &Draft,
    number: Number,
    authority: &Authority,
    now: Now,
) -> Result<Outgoing, ChanceryError> {
    let invalid = |why: String| ChanceryError::Invalid { findings: vec![why] };
    let dtg = Instant::from_ms(now.utc_ms).ok_or_else(|| invalid("2".into()))?;
    let role = |role: crate::officers::Role| {
        Code8::parse(role.code()).expect("the codes of roles are four to eight capitals")
    };
    let release = ReleaseLine {
        level: authority.level,
        drafted_by: role(authority.drafted_by),
        released_by: role(authority.released_by),
    };
    let stamp = Stamp { number: number.clone(), dtg, clock_error_ms: now.error_ms, release };
    let notice = draft.clone().stamped(stamp).ok_or_else(|| invalid("1".into()))?;
    let bytes = notice.encode().map_err(|why| invalid(why.to_string()))?;
    let lane = standing::reading::lane_of(&notice).ok_or_else(|| invalid("type".into()))?;
    let rule = notice::registry::spec(draft.kind).map(|spec| rule_of(spec, draft));
    Ok(Outgoing {
        record_sig: record_signature(setup, &notice, &bytes),
        sent: Sent {
            at_ms: now.utc_ms,
            seals: Vec::new(),
            reasons: Reasons::default(),
            flash: counts_as_flash(draft),
            review: rule == Some(Release::OneReviewedAfter),
        },
        then_seal: rule == Some(Release::OneThenSeal),
        kind: Kind::Notice,
        number,
        bytes,
        lane,
    })
}

/// The entry of a charter version.
///
/// # Errors
/// As [`charter::body`].
pub fn charter_entry(setup: &Setup, version: &notice::Charter, now: Now) -> Result<Outgoing, ChanceryError> {
    Ok(Outgoing {
        number: version.number(),
        bytes: charter::body(version, setup.charter.version, &setup.line, &setup.relays)?,
        kind: Kind::Charter,
        lane: Lane::Service,
        record_sig: None,
        sent: Sent {
            at_ms: now.utc_ms,
            seals: Vec::new(),
            reasons: Reasons::default(),
            flash: false,
            review: false,
        },
        then_seal: false,
    })
}

/// Seals that a release rests on, for what the desk remembers.
pub fn seals(paper: &crate::paper::Paper, last: Seal) -> Vec<Seal> {
    paper.drafter.iter().chain(&paper.first).cloned().chain([last]).collect()
}

fn record_signature(setup: &Setup, notice: &Notice, bytes: &[u8]) -> Option<Vec<u8>> {
    let seed = setup.record_key.as_ref()?;
    let charter = setup.charter.encode().ok()?;
    let charter: [u8; 32] = sha2::Sha256::digest(&charter).into();
    let number = notice.number().to_string();
    let record = line::record::Record {
        status: setup.line.status,
        charter: &charter,
        number_or_subject: number.as_bytes(),
        notice: bytes,
        dtg_ms: notice.stamp().dtg.ms(),
    };
    Some(record.sign(seed.bytes()).to_vec())
}

/// The hour of the FLASH budget, ms.
const HOUR_MS: i64 = 3_600_000;
