//! M5, understandings as the book tells them: offers, replies and matching here; what follows in [`crate::package`].
//!
//! OFFERED -S1 counter-> COUNTERED; OFFERED or COUNTERED -S2 ACCEPT of one hash by all principals-> MATCHED -every
//! named verifier has K3-> ARMED, and on. A declined or held offer stays what it is: who said what stands beside it.
//!
//! I1 a version is matched only by replies that name the hash of its terms. I2 once matched, later offers of the same
//! package move nothing: another text is another package. I3 S4 counts only from the station that the text names.

use crate::book::Filed;
use crate::delivery::Delivery;
use crate::error::StandError;
use crate::package::Package;
use crate::package_state::{Act, Ending};
use crate::review;
use crate::seal;
use crate::terms::Terms;
use crate::view::{View, party_of};
use line::ids::{EntryHash, PartyCode};
use notice::types::s1_offer::Offer;
use notice::types::s2_reply::Reply;
use notice::types::s3_step::StepDeclared;
use notice::types::s4_report::Verified;
use notice::types::s5_dispute::Dispute;
use notice::vocabulary::{DisputeVerb, Mark, NoticeType, ReplyAnswer, Review, Role, Verdict};
use notice::{Code8, Number};
use std::collections::{BTreeMap, BTreeSet};

/// Where an understanding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnderstandingState {
    /// One text is offered.
    Offered,
    /// A later one is.
    Countered,
    /// All principals accepted one hash.
    Matched {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Ended before it was armed.
    Ended {
        /// Since when, ms UTC.
        at_ms: i64,
        /// Why.
        because: Ending,
    },
    /// Armed, and what came of it.
    Armed(Box<Package>),
}

/// Reports that moved a step, by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reports {
    /// VERIFIED.
    pub verified: u32,
    /// NOT-VERIFIED.
    pub refuted: u32,
    /// UNABLE.
    pub unable: u32,
}

/// An understanding and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understanding {
    /// Its package.
    pub package: Code8,
    /// The version that stands: the matched one, else the latest offered.
    pub version: u32,
    /// The S1 of that version.
    pub number: Number,
    /// Hash of its terms.
    pub terms: [u8; 32],
    /// Whose acceptance makes it a match.
    pub principals: Vec<PartyCode>,
    /// What each principal answered to this version; the offerer accepts by offering.
    pub answers: BTreeMap<PartyCode, ReplyAnswer>,
    /// Named verifiers that have not read it back.
    pub unread_by: Vec<PartyCode>,
    /// Where it stands.
    pub state: UnderstandingState,
    /// Reports of verifiers that moved a step.
    pub reports: Reports,
    /// What was said of it and moved nothing.
    pub refused: Vec<(EntryHash, StandError)>,
}

impl Understanding {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match &self.state {
            UnderstandingState::Offered => "OFFERED",
            UnderstandingState::Countered => "COUNTERED",
            UnderstandingState::Matched { .. } => "MATCHED",
            UnderstandingState::Ended { .. } => "ENDED",
            UnderstandingState::Armed(package) => package.state().word(),
        }
    }

    /// The running package, once it is armed.
    pub fn running(&self) -> Option<&Package> {
        match &self.state {
            UnderstandingState::Armed(package) => Some(package),
            _ => None,
        }
    }

    /// Whether it is over.
    pub fn over(&self) -> bool {
        self.word() == "ENDED"
    }
}

/// Every understanding, by package.
pub fn understandings(view: View<'_>) -> Vec<Understanding> {
    let mut offers: BTreeMap<Code8, Vec<&Filed>> = BTreeMap::new();
    for filed in told(view, NoticeType::S1) {
        if let Some((package, _)) = Offer::of(&filed.notice).and_then(|offer| offer.package()) {
            offers.entry(package.clone()).or_default().push(filed);
        }
    }
    offers.into_iter().filter_map(|(package, offers)| understanding(view, package, &offers)).collect()
}

/// Notices of a type that stand and were released by now, by time.
fn told<'a>(view: View<'a>, kind: NoticeType) -> Vec<&'a Filed> {
    let mut all: Vec<&Filed> = seal::standing(view, kind).filter(|f| view.past(dtg(f))).collect();
    all.sort_by(|a, b| (dtg(a), &a.place).cmp(&(dtg(b), &b.place)));
    all
}

/// A version that everybody accepted, and when.
struct Match<'a> {
    offer: &'a Filed,
    at_ms: i64,
}

fn understanding(view: View<'_>, package: Code8, offers: &[&Filed]) -> Option<Understanding> {
    let principals = principals(view, offers);
    let replies = told(view, NoticeType::S2);
    let matched = offers.iter().filter_map(|offer| matched(offer, &replies, &principals));
    let matched = matched.min_by(|a, b| (a.at_ms, &a.offer.place).cmp(&(b.at_ms, &b.offer.place)));
    let latest = offers.iter().max_by_key(|offer| (version(offer), &offer.place)).copied()?;
    let offer = matched.as_ref().map_or(latest, |matched| matched.offer);
    let ended = said_of(view, &package).into_iter().find_map(|(filed, act)| match act {
        Said::End => Some((dtg(filed), Ending::By(filed.place.author.clone()))),
        Said::Disown => Some((dtg(filed), Ending::Disowned(filed.place.author.clone()))),
        Said::Other => None,
    });
    let ended = ended.filter(|(_, because)| match because {
        Ending::By(party) | Ending::Disowned(party) => principals.contains(party),
        Ending::Rule(_) => true,
    });
    let unread_by = verifiers(offer).into_iter().filter(|party| read_ms(view, offer, party).is_none());
    let mut it = Understanding {
        version: version(offer),
        number: offer.notice.number().clone(),
        terms: notice::sealed::terms(offer.notice.draft()).ok().flatten()?,
        answers: answers(offer, &replies, &principals),
        unread_by: unread_by.collect(),
        state: UnderstandingState::Offered,
        reports: Reports::default(),
        refused: Vec::new(),
        package,
        principals,
    };
    let Some(matched) = matched else {
        it.state = match ended {
            Some((at_ms, because)) => UnderstandingState::Ended { at_ms, because },
            None if offers.len() > 1 => UnderstandingState::Countered,
            None => UnderstandingState::Offered,
        };
        return Some(it);
    };
    let armed_ms =
        verifiers(offer).iter().map(|party| read_ms(view, offer, party)).collect::<Option<Vec<i64>>>();
    let armed_ms = armed_ms.map(|all| all.into_iter().fold(matched.at_ms, i64::max));
    it.state = match (armed_ms, ended) {
        (None, Some((at_ms, because))) => UnderstandingState::Ended { at_ms, because },
        (Some(armed), Some((at_ms, because))) if at_ms < armed => {
            UnderstandingState::Ended { at_ms, because }
        }
        (Some(armed), _) if view.past(armed) => {
            let terms = Terms::of(offer.notice.draft(), view.clocks)?;
            let mut package = Package::armed(terms, armed);
            run(view, &mut it, &mut package);
            package.advance(view.as_of_noted());
            view.stands_until(package.stands_until_ms());
            UnderstandingState::Armed(Box::new(package))
        }
        _ => UnderstandingState::Matched { at_ms: matched.at_ms },
    };
    Some(it)
}

fn version(offer: &Filed) -> u32 {
    Offer::of(&offer.notice).and_then(|offer| offer.package()).map_or(0, |(_, version)| version)
}

/// The charter's principals; without one, whoever offers or performs.
fn principals(view: View<'_>, offers: &[&Filed]) -> Vec<PartyCode> {
    let members = view.charter.map_or(&[][..], |charter| &charter.members);
    let named = members.iter().filter(|(_, role, _)| *role == Role::Principal).map(|(party, _, _)| party);
    let mut all: BTreeSet<PartyCode> = named.map(party_of).collect();
    if all.is_empty() {
        for offer in offers {
            all.insert(offer.place.author.clone());
            let steps = Offer::of(&offer.notice).map_or_else(Vec::new, |offer| offer.steps());
            all.extend(steps.iter().map(|step| party_of(&step.actor)));
        }
    }
    all.into_iter().collect()
}

/// The last answer of each principal to one version, by the hash of its terms.
fn answers(offer: &Filed, replies: &[&Filed], principals: &[PartyCode]) -> BTreeMap<PartyCode, ReplyAnswer> {
    let mut answers = BTreeMap::from([(offer.place.author.clone(), ReplyAnswer::Accept)]);
    for filed in replies.iter().filter(|filed| principals.contains(&filed.place.author)) {
        let answer = Reply::of(&filed.notice).filter(|reply| meant(offer, reply)).and_then(|r| r.answer());
        if let Some(answer) = answer.filter(|_| filed.place.author != offer.place.author) {
            answers.insert(filed.place.author.clone(), answer);
        }
    }
    answers
}

/// Whether a reply names this version and the hash of its terms.
fn meant(offer: &Filed, reply: &Reply<'_>) -> bool {
    let of = Offer::of(&offer.notice).and_then(|offer| offer.package());
    let terms = notice::sealed::terms(offer.notice.draft()).ok().flatten();
    of.is_some() && reply.package() == of && terms.is_some() && reply.terms() == terms
}

fn matched<'a>(offer: &'a Filed, replies: &[&Filed], principals: &[PartyCode]) -> Option<Match<'a>> {
    if !principals.contains(&offer.place.author) {
        return None;
    }
    let mut at_ms = dtg(offer);
    let mut accepted = BTreeSet::from([offer.place.author.clone()]);
    for filed in replies.iter().filter(|filed| principals.contains(&filed.place.author)) {
        let Some(reply) = Reply::of(&filed.notice).filter(|reply| meant(offer, reply)) else { continue };
        match reply.answer() {
            Some(ReplyAnswer::Accept) if accepted.insert(filed.place.author.clone()) => {
                at_ms = at_ms.max(dtg(filed));
            }
            Some(ReplyAnswer::Decline | ReplyAnswer::Counter | ReplyAnswer::Hold) => {
                accepted.remove(&filed.place.author);
            }
            _ => {}
        }
        if principals.iter().all(|party| accepted.contains(party)) {
            return Some(Match { offer, at_ms });
        }
    }
    None
}

/// Parties whose stations the text names as verifiers.
fn verifiers(offer: &Filed) -> BTreeSet<PartyCode> {
    let steps = Offer::of(&offer.notice).map_or_else(Vec::new, |offer| offer.steps());
    steps.iter().filter_map(|step| Some(party_of(&step.verifier.as_ref()?.party))).collect()
}

/// When a verifier read the text back (K3), ms UTC.
fn read_ms(view: View<'_>, offer: &Filed, party: &PartyCode) -> Option<i64> {
    let read = Delivery::of(view, offer, party, false).marks.get(&Mark::K3).copied()?;
    (view.past(read)).then_some(read)
}

/// What ends a package before or after it is armed, and all else that is said of it.
enum Said {
    End,
    Disown,
    Other,
}

/// Everything said of a package from S3 on, by time, with what a successor said of it.
fn said_of<'a>(view: View<'a>, package: &Code8) -> Vec<(&'a Filed, Said)> {
    let mut said: Vec<(&Filed, Said)> = Vec::new();
    for kind in [NoticeType::S3, NoticeType::S4, NoticeType::S5] {
        for filed in told(view, kind).into_iter().filter(|filed| speaks_of(filed, package)) {
            let ends = Dispute::of(&filed.notice).is_some_and(|s5| s5.verb() == Some(DisputeVerb::End));
            said.push((filed, if ends { Said::End } else { Said::Other }));
        }
    }
    for reviewed in review::reviews(view) {
        let offer = view.book.notice(reviewed.number, view.horizon);
        let of = offer.and_then(|offer| Offer::of(&offer.notice)).and_then(|offer| offer.package());
        if reviewed.verdict == Review::Disown && of.is_some_and(|(id, _)| id == package) {
            said.push((reviewed.filed, Said::Disown));
        }
    }
    said.sort_by(|a, b| (dtg(a.0), &a.0.place).cmp(&(dtg(b.0), &b.0.place)));
    said
}

fn speaks_of(filed: &Filed, package: &Code8) -> bool {
    let s3 = StepDeclared::of(&filed.notice).and_then(|s3| s3.step()).map(|(id, _, _)| id);
    let s4 = Verified::of(&filed.notice).and_then(|s4| s4.step()).map(|(id, _, _)| id);
    let s5 = Dispute::of(&filed.notice).and_then(|s5| s5.package());
    s3.or(s4).or(s5) == Some(package)
}

/// Feeds the engine with what was said since.
fn run(view: View<'_>, it: &mut Understanding, package: &mut Package) {
    for (filed, said) in said_of(view, &it.package) {
        let act = match said {
            Said::Disown => Ok(Act::Disown),
            _ => act_of(filed, package.terms()),
        };
        let moved = act.and_then(|act| {
            package.take(dtg(filed), &filed.place.author, &act)?;
            Ok(act)
        });
        match moved {
            Ok(Act::Report { verdict, .. }) => {
                let told = match verdict {
                    Verdict::Verified => &mut it.reports.verified,
                    Verdict::NotVerified => &mut it.reports.refuted,
                    Verdict::Unable => &mut it.reports.unable,
                };
                *told = told.saturating_add(1);
            }
            Ok(_) => {}
            Err(why) => it.refused.push((filed.entry, why)),
        }
    }
}

/// What a notice says to the engine.
fn act_of(filed: &Filed, terms: &Terms) -> Result<Act, StandError> {
    let unknown = |step: &Code8| StandError::NotTheirs {
        subject: step.to_string(),
        by: filed.place.author.to_string(),
    };
    let place = |step: &Code8| terms.place(step).ok_or_else(|| unknown(step));
    if let Some(s3) = StepDeclared::of(&filed.notice)
        && let (Some((_, step, period)), Some(verb)) = (s3.step(), s3.verb())
    {
        let new_date_ms = s3.new_date().map(|at| at.ms());
        return Ok(Act::Step { step: place(step)?, period, verb, new_date_ms });
    }
    if let Some(s4) = Verified::of(&filed.notice)
        && let (Some((_, step, period)), Some(verdict)) = (s4.step(), s4.verdict())
    {
        let at = place(step)?;
        let named = terms.steps[at].verifier.as_ref();
        if named != Some(&filed.notice.envelope().from) {
            return Err(unknown(step));
        }
        return Ok(Act::Report { step: at, period, verdict });
    }
    let Some(s5) = Dispute::of(&filed.notice) else {
        return Err(StandError::NoMove { state: "-", input: filed.notice.kind().word() });
    };
    let of = s5.step().and_then(|step| terms.place(step));
    Ok(match s5.verb() {
        Some(DisputeVerb::Dispute) => Act::Dispute { of },
        Some(DisputeVerb::Pause) => {
            let steps = s5.paused().into_iter().map(place).collect::<Result<Vec<usize>, StandError>>()?;
            let until_ms = s5.cure_until(filed.notice.stamp().dtg).map(|until| until.ms());
            Act::Pause { steps, of, until_ms }
        }
        Some(DisputeVerb::Resume) => Act::Resume,
        Some(DisputeVerb::End) => Act::End,
        None => return Err(StandError::NoMove { state: "-", input: "S5" }),
    })
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
