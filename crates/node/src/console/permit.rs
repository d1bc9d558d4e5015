//! What a logged-in person may ask, and what of an answer they may see: by their roles, compartment by compartment.
//!
//! I1 a question that the console does not serve is refused whoever asks. I2 an answer over all compartments is cut
//! to those in which the person has a role, before it is written.

use crate::api::{Ask, CustodyAsk, Told};
use crate::error::NodeError;
use chancery::officers::Role;
use notice::Number;
use std::collections::BTreeMap;

/// Roles by compartment code, as words.
pub(crate) type Roles = BTreeMap<String, Vec<String>>;

/// Refuses what this person may not ask here.
///
/// # Errors
/// [`NodeError::NotInConsole`], [`NodeError::NoRole`].
pub(crate) fn allow(ask: &Ask, roles: &Roles) -> Result<(), NodeError> {
    let within = |code: &str| match sees(roles, code) {
        true => Ok(()),
        false => Err(NodeError::NoRole { compartment: code.to_owned() }),
    };
    let numbered = |number: &str| {
        let read = Number::parse(number).ok_or_else(|| NodeError::NotOfItsForm {
            field: "number".to_owned(),
            given: number.to_owned(),
        })?;
        within(read.compartment.as_str())
    };
    match ask {
        Ask::Status {}
        | Ask::Health {}
        | Ask::Pairs {}
        | Ask::OfficerList {}
        | Ask::Foundings {}
        | Ask::LineStatus {}
        | Ask::Flares { .. }
        | Ask::PublicCheck(_)
        | Ask::Board { .. }
        | Ask::Watch { .. } => Ok(()),
        Ask::List { compartment, .. }
        | Ask::Due { compartment }
        | Ask::Standing { compartment, .. }
        | Ask::Duties { compartment, .. }
        | Ask::LineTest { compartment, .. } => compartment.as_deref().map_or(Ok(()), within),
        Ask::CharterShow { compartment }
        | Ask::Check { compartment, .. }
        | Ask::Draft { compartment, .. }
        | Ask::Drafts { compartment }
        | Ask::Fingerprint { compartment }
        | Ask::Verify { compartment, .. } => within(compartment),
        Ask::Show { number, .. }
        | Ask::Open { number }
        | Ask::Readback { number, .. }
        | Ask::Wait { number, .. }
        | Ask::Why { number, .. }
        | Ask::Prove { number } => numbered(number),
        Ask::Custody { about } => continuity(about, roles),
        _ => Err(NodeError::NotInConsole {}),
    }
}

/// What of custody and succession is looked at here: nothing is done here. Who holds shares is for the ranks.
fn continuity(about: &CustodyAsk, roles: &Roles) -> Result<(), NodeError> {
    match about {
        CustodyAsk::Status {} if ranked(roles) => Ok(()),
        CustodyAsk::Said { compartment }
        | CustodyAsk::Successions { compartment }
        | CustodyAsk::Presence { compartment } => match sees(roles, compartment) {
            true => Ok(()),
            false => Err(NodeError::NoRole { compartment: compartment.clone() }),
        },
        _ => Err(NodeError::NotInConsole {}),
    }
}

/// Whether a person is of a rank anywhere.
fn ranked(roles: &Roles) -> bool {
    roles.values().flatten().filter_map(|word| Role::parse(word)).any(Role::ranked)
}

/// Whether a person has any role in a compartment.
pub(crate) fn sees(roles: &Roles, code: &str) -> bool {
    roles.get(code).is_some_and(|words| !words.is_empty())
}

/// The release desk's look is that of whoever asks, never of another person; the board is of their own compartments.
pub(crate) fn as_person(ask: Ask, person: &str, roles: &Roles) -> Ask {
    match ask {
        Ask::Board { at_ms, .. } => {
            let own = roles.keys().filter(|code| sees(roles, code)).cloned().collect();
            Ask::Board { at_ms, compartments: Some(own) }
        }
        Ask::Check { compartment, draft, .. } => {
            Ask::Check { compartment, draft, officer: Some(person.to_owned()) }
        }
        other => other,
    }
}

/// Cuts an answer to what these roles may see.
pub(crate) fn cut(told: Told, roles: &Roles) -> Told {
    let sees = |code: &str| sees(roles, code);
    match told {
        Told::Status(mut status) => {
            status.compartments.retain(|c| sees(&c.code));
            Told::Status(status)
        }
        Told::Notices { mut notices } => {
            notices.retain(|n| sees(&n.compartment));
            Told::Notices { notices }
        }
        Told::Flares { mut flares } => {
            flares.retain(|flare| sees(&flare.compartment));
            Told::Flares { flares }
        }
        Told::Due { mut items } => {
            items.retain(|item| sees(&item.compartment));
            Told::Due { items }
        }
        Told::Standing { mut compartments } => {
            compartments.retain(|told| sees(&told.compartment));
            Told::Standing { compartments }
        }
        Told::Duties { mut duties } => {
            duties.retain(|duty| sees(&duty.compartment));
            Told::Duties { duties }
        }
        Told::Lines { mut lines } => {
            lines.retain(|line| sees(&line.compartment));
            Told::Lines { lines }
        }
        Told::LineTests { reached, mut tests } => {
            tests.retain(|test| sees(&test.compartment));
            Told::LineTests { reached, tests }
        }
        Told::Foundings { mut foundings } => {
            foundings.retain(|founding| sees(&founding.compartment));
            Told::Foundings { foundings }
        }
        // what it would reveal of another compartment is told, its number is not
        Told::Guarded(mut guarded) => {
            for alarm in guarded.stops.iter_mut().chain(&mut guarded.looks) {
                let own = |number: &Number| sees(number.compartment.as_str());
                alarm.entry =
                    alarm.entry.take().filter(|entry| Number::parse(entry).as_ref().is_some_and(own));
                if alarm.entry.is_none() {
                    alarm.paragraph.clear();
                }
            }
            Told::Guarded(guarded)
        }
        Told::Officers { mut officers } => {
            for officer in &mut officers {
                officer.roles.retain(|code, _| sees(code));
            }
            Told::Officers { officers }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::DueTold;

    fn roles() -> Roles {
        BTreeMap::from([("LEV".to_owned(), vec!["WATCH".to_owned()]), ("MAR".to_owned(), Vec::new())])
    }

    #[test]
    fn questions_about_another_compartment_and_of_administration_are_refused() {
        let show = |number: &str| Ask::Show {
            number: number.to_owned(),
            language: "en".to_owned(),
            digits: None,
            calendar: None,
        };
        assert_eq!(allow(&show("US/LEV/27/0001/T1"), &roles()), Ok(()));
        let none = NodeError::NoRole { compartment: "MAR".to_owned() };
        assert_eq!(allow(&show("US/MAR/27/0001/T1"), &roles()), Err(none));
        assert_eq!(allow(&Ask::Stop {}, &roles()), Err(NodeError::NotInConsole {}));
        let as_another = |officer: &str| Ask::Check {
            compartment: "LEV".to_owned(),
            draft: String::new(),
            officer: Some(officer.to_owned()),
        };
        assert_eq!(
            as_person(as_another("clara"), "anne", &roles()),
            as_another("anne"),
            "nobody looks with another's eyes"
        );
        let board = as_person(Ask::Board { at_ms: None, compartments: None }, "anne", &roles());
        assert_eq!(board, Ask::Board { at_ms: None, compartments: Some(vec!["LEV".to_owned()]) });
        let backup = Ask::Backup { path: "/x".to_owned(), passphrase: String::new() };
        assert_eq!(allow(&backup, &roles()), Err(NodeError::NotInConsole {}));
    }

    #[test]
    fn an_answer_over_all_is_cut_to_the_own_compartments() {
        let item = |code: &str| DueTold {
            compartment: code.to_owned(),
            at_ms: None,
            why: "UNREAD".to_owned(),
            number: None,
            draft: None,
            party: None,
        };
        let told = Told::Due { items: vec![item("LEV"), item("MAR"), item("NUC")] };
        let Told::Due { items } = cut(told, &roles()) else { panic!("another answer") };
        assert_eq!(items, [item("LEV")]);
    }
}
