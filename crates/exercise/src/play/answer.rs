//! Answers of a party's node to the questions of a scenario: read from its folds at its own cut and the play's time.
//!
//! I1 an answer is a value of JSON that can be compared by equality; what is not there is "none".

use super::Player;
use super::states;
use crate::moment::Moment;
use crate::question::{Ask, Question};
use chancery::Compartment;
use line::ids::PartyCode;
use line::label_group::LabelGroup;
use notice::vocabulary::Mark;
use notice::{LineVersion, Number};
use serde_json::{Value, json};
use standing::Stand;
use standing::delivery::Delivery;
use standing::matching::Outcome;
use standing::seal::SecondSeal;

impl Player<'_> {
    /// What a node answers now.
    pub(crate) fn answer(&self, question: &Question, node: usize) -> Value {
        let at = &self.world.nodes()[node];
        let Some(core) = at.core() else { return json!("off") };
        let stand = core.stand(self.world.now());
        let of = question.of.as_deref().unwrap_or_default();
        let toward = question.toward.as_deref().and_then(PartyCode::parse);
        match question.ask {
            Ask::Fingerprints => json!(self.fingerprints_equal(&question.compartment)),
            Ask::Epoch => json!(core.line().epoch()),
            Ask::Refused => {
                json!(self.examined.get(of).map(|(refused, _)| refused).cloned().unwrap_or_default())
            }
            Ask::Warned => {
                json!(self.examined.get(of).map(|(_, warned)| warned).cloned().unwrap_or_default())
            }
            Ask::DraftGuard => self.draft_guard(of, node),
            Ask::Drafted => match self.numbers.get(of) {
                Some(number) => self.drafted(number, &stand, &self.party_of(node)),
                None => json!("none"),
            },
            Ask::Verdict => self.verdict(of, &stand, &self.party_of(node)),
            Ask::Reports => self.reports(of, &stand, &self.party_of(node)),
            Ask::Struck => self.struck(of, &stand, &self.party_of(node)),
            Ask::Compared => self.compared(of, &stand),
            Ask::MapLint => self.map_lint(of),
            Ask::SiteList => self.site_list(of),
            Ask::Claims => self.claims(of, &stand),
            Ask::ClaimedAt => self.claimed_at(of, &stand),
            Ask::LeftOpen => self.left_open(of, &stand, &self.party_of(node)),
            Ask::Charter => json!(core.setup().charter.version),
            Ask::Flooded => {
                let (kept, refused) = self.world.flood.told(&question.compartment);
                json!(format!("{kept} kept, {refused} refused"))
            }
            Ask::LeakedFile => self.leaked_file(of, core),
            Ask::Jump => self.jumped(of),
            Ask::Custodians => self.custodians(toward),
            Ask::Touched => self.touched(of, &stand, &self.party_of(node)),
            Ask::Told => json!(at.told(of)),
            Ask::Line => json!(toward.map_or_else(|| "none".to_owned(), |party| at.line_to(&party))),
            Ask::Due => self.due(core),
            Ask::Windows => self.windows(&stand, toward),
            Ask::Crossings => json!(crossings(&stand, of)),
            Ask::RedLine => word(red_line(&stand, of, toward.as_ref())),
            Ask::Sites => json!(stand.sites().iter().filter(|site| site.state.word() == of).count()),
            Ask::Count => json!(stand.notices().filter(|filed| filed.notice.kind().word() == of).count()),
            Ask::Site => {
                word(stand.sites().iter().find(|site| site.site == of).map(|site| site.state.word()))
            }
            Ask::CarveOut => {
                word(stand.carve_outs().iter().find(|c| c.channel.as_str() == of).map(|c| c.state.word()))
            }
            Ask::Left => {
                let carved = stand.carve_outs().into_iter().find(|c| c.channel.as_str() == of);
                let left = carved.and_then(|carved| carved.left).map(|left| left.to_string());
                json!(left.unwrap_or_else(|| "none".to_owned()))
            }
            Ask::Tranche => word(tranche(&stand, of)),
            Ask::Sealed => word(
                stand.sealed_exchanges().iter().find(|e| e.exchange.as_str() == of).map(|e| e.state.word()),
            ),
            Ask::Package | Ask::Step | Ask::Exchange | Ask::Leak | Ask::Succession => {
                states::of_matter(question.ask, &stand, of, toward.as_ref(), self.numbers.get(of))
            }
            _ => match self.numbers.get(of) {
                Some(number) => self.of_notice(question, &stand, number, toward, node),
                None => json!("none"),
            },
        }
    }

    /// Answers about one notice.
    fn of_notice(
        &self,
        question: &Question,
        stand: &Stand<'_>,
        number: &Number,
        toward: Option<PartyCode>,
        node: usize,
    ) -> Value {
        let case = || stand.cases().into_iter().find(|case| case.challenge == *number);
        match question.ask {
            Ask::Crossing => word(
                stand.crossings().iter().find(|c| c.notify == *number).map(|crossed| crossed.state.word()),
            ),
            Ask::Case => word(case().map(|case| case.state.word())),
            Ask::CasePosition => word(case().map(|case| case.position)),
            Ask::CaseContested => json!(case().is_some_and(|case| !case.contested.is_empty())),
            Ask::CaseStandards => {
                let said =
                    |standard: Option<notice::vocabulary::Standard>| standard.map_or("none", |s| s.word());
                json!(case().map(|case| [said(case.standards.0), said(case.standards.1)]))
            }
            Ask::Operation => {
                word(stand.operations().iter().find(|o| o.number == *number).map(|o| o.state.word()))
            }
            Ask::OperationDue => {
                let operation = stand.operations().into_iter().find(|operation| operation.number == *number);
                json!(self.at(operation.and_then(|operation| operation.due_ms)))
            }
            Ask::Response => {
                word(stand.responses().iter().find(|r| r.number == *number).map(|r| r.state.word()))
            }
            Ask::Cycle => word(stand.cycles().iter().find(|c| c.number == *number).map(|c| c.state.word())),
            Ask::CycleMove => {
                let cycle = stand.cycles().into_iter().find(|cycle| cycle.number == *number);
                match cycle.map(|cycle| cycle.state) {
                    Some(standing::cycle::CycleState::Open { move_of, .. }) => json!(move_of.to_string()),
                    Some(standing::cycle::CycleState::Paused { until_ms }) => json!(self.at(Some(until_ms))),
                    Some(standing::cycle::CycleState::Closed { at_ms }) => json!(self.at(Some(at_ms))),
                    None => json!("none"),
                }
            }
            Ask::Life => word(stand.life(number).map(|life| life.word())),
            Ask::Seal => word(stand.second_seal(number).map(|seal| match seal {
                SecondSeal::NotAsked => "NOT-ASKED",
                SecondSeal::Outstanding { .. } => "OUTSTANDING",
                SecondSeal::Given { .. } => "GIVEN",
                SecondSeal::Lapsed { .. } => "LAPSED",
            })),
            Ask::PublicAct => {
                word(stand.public_acts().iter().find(|p| p.number == *number).map(|p| p.state.word()))
            }
            Ask::LeakedPage | Ask::LeafKey => match self.world.nodes()[node].core() {
                Some(core) if question.ask == Ask::LeafKey => self.leaf_key(core, number),
                Some(core) => self.leaked_page(core, number),
                None => json!("off"),
            },
            Ask::Known => json!(stand.notice(number).is_some()),
            Ask::Paths => {
                let entry = stand.notice(number).map(|filed| filed.entry);
                let core = self.world.nodes()[node].core();
                let arrivals =
                    entry.zip(core).map(|(entry, core)| core.line().arrivals(&entry)).unwrap_or_default();
                let mut paths: Vec<String> = arrivals.into_iter().map(|arrival| arrival.path).collect();
                paths.sort();
                paths.dedup();
                json!(paths)
            }
            _ => self.of_delivery(question, toward.and_then(|party| stand.delivery(number, &party))),
        }
    }

    /// Answers about one notice's way to one addressee.
    fn of_delivery(&self, question: &Question, delivery: Option<Delivery>) -> Value {
        match question.ask {
            Ask::Mark => {
                let mark = question.mark.as_deref().and_then(Mark::parse);
                let at_ms =
                    delivery.zip(mark).and_then(|(delivery, mark)| delivery.marks.get(&mark).copied());
                json!(self.at(at_ms))
            }
            Ask::ReadBacks => {
                let tries = delivery.map(|delivery| delivery.read_backs).unwrap_or_default();
                json!(tries.iter().map(|tried| outcome(&tried.outcome)).collect::<Vec<_>>())
            }
            Ask::Constructive => json!(self.at(delivery.and_then(|delivery| delivery.constructive_ms))),
            Ask::Answer => word(delivery.map(|delivery| delivery.answer.word())),
            _ => json!("none"),
        }
    }

    /// The node's own list, of notices that have a name.
    fn due(&self, core: &Compartment<LabelGroup>) -> Value {
        let name = |number: &Number| {
            self.numbers.values().any(|known| known == number).then(|| self.name_of(number))
        };
        let each = core.due(self.world.now()).into_iter().filter_map(|due| {
            let party = due.party.map(|party| party.to_string()).unwrap_or_default();
            Some(format!("{} {} {party}", due.why.word(), name(&due.number?)?).trim_end().to_owned())
        });
        json!(each.collect::<Vec<_>>())
    }

    /// The name that the scenario gives a notice; its number without one.
    pub(crate) fn name_of(&self, number: &Number) -> String {
        let named = self.numbers.iter().find(|(_, known)| *known == number).map(|(name, _)| name.clone());
        named.unwrap_or_else(|| number.to_string())
    }

    /// What a party's custodians come to.
    fn custodians(&self, toward: Option<PartyCode>) -> Value {
        let seat =
            self.world.seats().iter().find(|seat| toward.as_ref().is_some_and(|t| t.as_str() == seat.code));
        word(seat.map(|seat| seat.custodians.told()).as_deref())
    }

    fn fingerprints_equal(&self, compartment: &str) -> bool {
        let members = self.world.members(compartment);
        let cores = members.iter().map(|node| self.world.nodes()[*node].core());
        let all: Vec<Option<String>> = cores.map(|core| core.map(|core| core.line().fingerprint())).collect();
        all.iter().all(|one| one.is_some() && Some(one) == all.first())
    }

    fn windows(&self, stand: &Stand<'_>, toward: Option<PartyCode>) -> Value {
        let Some(party) = toward else { return json!([]) };
        let holding = stand.windows(&party).into_iter().filter(|window| window.holds(stand.as_of_ms()));
        let each = holding.map(|window| {
            let classes: Vec<&str> = window.classes.iter().map(|class| class.word()).collect();
            let what = if window.silence() { "SILENCE".to_owned() } else { classes.join(" ") };
            let until = (window.until_ms != i64::MAX).then_some(window.until_ms);
            format!("{what} until {}", self.at(until))
        });
        json!(each.collect::<Vec<_>>())
    }

    /// A moment as a scenario writes it; "none" if there is none.
    pub(crate) fn at(&self, utc_ms: Option<i64>) -> String {
        let moment = utc_ms.and_then(|utc_ms| Moment::of_utc(self.world.day_one_ms, utc_ms));
        moment.map_or_else(|| "none".to_owned(), |moment| moment.to_string())
    }
}

fn word(word: Option<&str>) -> Value {
    json!(word.unwrap_or("none"))
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Match => "MATCH".to_owned(),
        Outcome::Mismatch(paragraphs) => format!("MISMATCH {}", paragraphs.join(" ")),
    }
}

fn crossings(stand: &Stand<'_>, of: &str) -> usize {
    let of_line = |line: &LineVersion| of.is_empty() || line.to_string() == of;
    stand.crossings().iter().filter(|crossed| of_line(&crossed.line)).count()
}

fn red_line(stand: &Stand<'_>, of: &str, toward: Option<&PartyCode>) -> Option<&'static str> {
    let lines = stand.red_lines();
    let found = lines.iter().find(|line| line.line.to_string() == of && Some(&line.addressee) == toward)?;
    Some(found.state.word())
}

fn tranche(stand: &Stand<'_>, of: &str) -> Option<&'static str> {
    let (channel, number) = of.split_once('/')?;
    let carved = stand.carve_outs().into_iter().find(|carved| carved.channel.as_str() == channel)?;
    let tranche = carved.tranches.into_iter().find(|tranche| tranche.tranche.to_string() == number)?;
    Some(tranche.state.word())
}
