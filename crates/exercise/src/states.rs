//! What stands at the end of a play, as every member's node has it.

use crate::play::Player;
use crate::question::Ask;
use line::ids::PartyCode;
use notice::Number;
use serde_json::{Map, Value, json};
use standing::Stand;
use standing::delivery::Delivery;
use std::collections::BTreeMap;

/// End states by compartment: one table, or one by party where nodes differ.
pub(crate) fn all(player: &Player<'_>) -> BTreeMap<String, Value> {
    let names: BTreeMap<&Number, &str> =
        player.numbers.iter().map(|(name, number)| (number, name.as_str())).collect();
    let mut all = BTreeMap::new();
    for compartment in &player.world.compartments {
        let mut by_party: BTreeMap<String, Value> = BTreeMap::new();
        for node in player.world.members(compartment) {
            let Some(core) = player.world.nodes()[node].core() else { continue };
            let stand = core.stand(player.world.now());
            by_party.insert(player.party_of(node), table(&stand, &names));
        }
        let first = by_party.values().next().cloned().unwrap_or_default();
        let same = by_party.values().all(|one| *one == first);
        all.insert(compartment.clone(), if same { first } else { json!(by_party) });
    }
    all
}

/// What stands, section by section; empty sections are left out.
fn table(stand: &Stand<'_>, names: &BTreeMap<&Number, &str>) -> Value {
    let name =
        |number: &Number| names.get(number).map_or_else(|| number.to_string(), |name| (*name).to_owned());
    let mut table = Map::new();
    let mut section = |key: &str, rows: Vec<(String, Value)>| {
        if !rows.is_empty() {
            table.insert(key.to_owned(), Value::Object(rows.into_iter().collect()));
        }
    };
    let lines = stand.red_lines().into_iter();
    section(
        "red-lines",
        lines.map(|it| (format!("{} toward {}", it.line, it.addressee), json!(it.state.word()))).collect(),
    );
    let crossed = stand.crossings().into_iter();
    section(
        "crossings",
        crossed.map(|it| (format!("{} of {}", name(&it.notify), it.line), json!(it.state.word()))).collect(),
    );
    let operations = stand.operations().into_iter();
    section("operations", operations.map(|it| (name(&it.number), json!(it.state.word()))).collect());
    let responses = stand.responses().into_iter();
    section("responses", responses.map(|it| (name(&it.number), json!(it.state.word()))).collect());
    let cycles = stand.cycles().into_iter();
    section("cycles", cycles.map(|it| (name(&it.number), json!(it.state.word()))).collect());
    let cases = stand.cases().into_iter().map(|it| {
        let contested: Vec<String> = it.contested.iter().map(&name).collect();
        let said = json!({ "state": it.state.word(), "position": it.position, "contested": contested });
        (name(&it.challenge), said)
    });
    section("cases", cases.collect());
    let carved = stand.carve_outs().into_iter().map(|it| {
        let tranches: Map<String, Value> =
            it.tranches.iter().map(|t| (t.tranche.to_string(), json!(t.state.word()))).collect();
        let left = it.left.map(|left| left.to_string());
        (it.channel.to_string(), json!({ "state": it.state.word(), "left": left, "tranches": tranches }))
    });
    section("carve-outs", carved.collect());
    let sites = stand.sites().into_iter();
    section("sites", sites.map(|it| (it.site, json!(it.state.word()))).collect());
    let acts = stand.public_acts().into_iter();
    section("public-acts", acts.map(|it| (name(&it.number), json!(it.state.word()))).collect());
    let sealed = stand.sealed_exchanges().into_iter();
    section("sealed", sealed.map(|it| (it.exchange.to_string(), json!(it.state.word()))).collect());
    let answers = stand.notices().flat_map(|filed| stand.deliveries(filed.notice.number()));
    let owed = answers.filter(|delivery| delivery.answer != standing::answer::Answer::NotAsked);
    section("answers", owed.map(|it| (of(&it, &name), json!(it.answer.word()))).collect());
    Value::Object(table)
}

fn of(delivery: &Delivery, name: &impl Fn(&Number) -> String) -> String {
    format!("{} by {}", name(&delivery.number), delivery.addressee)
}

/// Machines that this version does not fold answer "none".
pub(crate) fn later(
    _: Ask,
    _: &Stand<'_>,
    _: &str,
    _: Option<&PartyCode>,
    _: &BTreeMap<String, Number>,
) -> Value {
    json!("none")
}
