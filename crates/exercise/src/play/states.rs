//! What stands at the end of a play, as every member's node has it, and answers that are read from it.

use super::Player;
use crate::question::Ask;
use line::ids::PartyCode;
use notice::Number;
use serde_json::{Map, Value, json};
use standing::Stand;
use standing::answer::Answer;
use standing::matter::{Machine, Matter};
use std::collections::BTreeMap;

/// End states by compartment: one table, or one by party where nodes differ.
pub(crate) fn all(player: &Player<'_>) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for compartment in &player.world.compartments {
        let mut by_party: BTreeMap<String, Value> = BTreeMap::new();
        for node in player.world.members(compartment) {
            let Some(core) = player.world.nodes()[node].core() else { continue };
            let stand = core.stand(player.world.now());
            by_party.insert(player.party_of(node), table(player, &stand));
        }
        let first = by_party.values().next().cloned().unwrap_or_default();
        let same = by_party.values().all(|one| *one == first);
        all.insert(compartment.clone(), if same { first } else { json!(by_party) });
    }
    all
}

/// What stands, machine by machine, and every answer that was asked for.
fn table(player: &Player<'_>, stand: &Stand<'_>) -> Value {
    let mut table: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for matter in stand.matters() {
        let section = table.entry(matter.machine.key()).or_default();
        let key = key(player, &matter);
        let key = if section.contains_key(&key) { format!("{key} ({})", matter.number) } else { key };
        section.insert(key, value(player, &matter));
    }
    for delivery in stand.notices().flat_map(|filed| stand.deliveries(filed.notice.number())) {
        if delivery.answer != Answer::NotAsked {
            let key = format!("{} by {}", player.name_of(&delivery.number), delivery.addressee);
            table.entry("answers").or_default().insert(key, json!(delivery.answer.word()));
        }
    }
    json!(table)
}

fn key(player: &Player<'_>, matter: &Matter) -> String {
    let own = matter.id == matter.number.to_string();
    let id = if own { player.name_of(&matter.number) } else { matter.id.clone() };
    match &matter.toward {
        Some(party) => format!("{id} toward {party}"),
        None => id,
    }
}

/// The word of a matter, or a table where parts or other facts stand beside it.
fn value(player: &Player<'_>, matter: &Matter) -> Value {
    let named = |text: &str| {
        let words = text.split(' ').map(|word| match Number::parse(word) {
            Some(number) => player.name_of(&number),
            None => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let mut table: Map<String, Value> =
        matter.beside.iter().map(|(name, text)| ((*name).to_owned(), json!(named(text)))).collect();
    let parts: Map<String, Value> =
        matter.parts.iter().map(|part| (part.id.clone(), json!(part.state))).collect();
    if !parts.is_empty() {
        table.insert("parts".to_owned(), Value::Object(parts));
    }
    if table.is_empty() {
        return json!(matter.state);
    }
    table.insert("state".to_owned(), json!(matter.state));
    Value::Object(table)
}

/// Answers about understandings, exchanges of persons, leaks and successions.
pub(crate) fn of_matter(
    ask: Ask,
    stand: &Stand<'_>,
    of: &str,
    toward: Option<&PartyCode>,
    number: Option<&Number>,
) -> Value {
    let machine = match ask {
        Ask::Package | Ask::Step => Machine::Understanding,
        Ask::Exchange => Machine::PersonExchange,
        Ask::Leak => Machine::Leak,
        _ => Machine::Succession,
    };
    let (id, part) = of.split_once('/').map_or((of, None), |(id, part)| (id, Some(part.replace('/', " "))));
    let found =
        stand.matters().into_iter().filter(|matter| matter.machine == machine).find(|matter| match machine {
            Machine::Leak => Some(&matter.number) == number,
            Machine::Succession => toward.is_some_and(|party| matter.id == party.as_str()),
            _ => matter.id == id,
        });
    let Some(matter) = found else { return json!("none") };
    let said = |name| matter.beside(name).unwrap_or_default().to_owned();
    match (ask, part) {
        (Ask::Succession, _) => json!(format!("{} {} of {}", matter.state, said("reviewed"), said("of"))),
        (_, None) => json!(matter.state),
        (_, Some(part)) => {
            // A step without a period is the last period that has begun.
            let is = |id: &str| id == part || id.split_once(' ').is_some_and(|(step, _)| step == part);
            let state =
                matter.parts.iter().rev().find(|known| is(&known.id)).map(|known| known.state.clone());
            json!(state.unwrap_or_else(|| "none".to_owned()))
        }
    }
}
