//! Prints the table of public text, `data/discretion/background.tsv`: how many of the even sentences of the incident
//! lists hold each amount, place, group and act. Its README says when to make it anew.

#[path = "../tests/incidents.rs"]
mod incidents;

use discretion::amount::Dimension;
use discretion::background::{ALL, amount_key};
use discretion::lore::Lore;
use discretion::reading::Reading;
use discretion::words::Tongue;
use std::collections::{BTreeMap, BTreeSet};

fn main() {
    let lore = Lore::unread();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut all = 0;
    for sentence in incidents::sentences().into_iter().step_by(2) {
        all += 1;
        let reading = Reading::of(&lore, &sentence, Tongue::English, 0, &[0]);
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for amount in reading.amounts.iter().filter(|a| a.dimension != Dimension::Count) {
            keys.extend(amount.values.iter().map(|value| amount_key(amount.dimension, *value)));
        }
        keys.extend(
            reading.concepts.iter().map(|c| format!("act:{}", c.value.split(' ').next().unwrap_or_default())),
        );
        keys.extend(reading.groups.iter().map(|group| format!("group:{group}")));
        keys.extend(reading.places(&lore));
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    println!("{ALL}\t{all}");
    for (key, count) in counts {
        println!("{key}\t{count}");
    }
}
