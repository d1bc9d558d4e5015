//! What a node tells of successions and of presence: the folds' states, and for the own party what its people must do.
//!
//! I1 of another party's succession only the count is told, never its items. I2 nothing here changes what stands.

use super::find;
use crate::api::{ItemTold, PresenceTold, PresencesTold, SuccessionTold, SuccessionsTold, Told};
use crate::error::NodeError;
use crate::inner::Inner;
use chancery::Compartment;
use line::diagnosis::Word;
use line::ids::PartyCode;
use line::mls_group::MlsGroup;
use line::time::Now;
use standing::succession::Succession;
use std::sync::Arc;

type Core = Compartment<MlsGroup>;

/// Successions in a compartment, and what a successor of the own party would have to review now.
pub(super) async fn successions(inner: &Arc<Inner>, compartment: &str) -> Result<Told, NodeError> {
    let worker = find(inner, compartment)?;
    let told = worker.ask(|core: &mut Core, now: Now| {
        let own = core.setup().line.own.clone();
        let stand = core.stand(now);
        let list: Vec<String> = stand.review_list(&own).iter().map(ToString::to_string).collect();
        let all: Vec<SuccessionTold> =
            stand.successions().iter().map(|it| told_of(it, &own, now.utc_ms)).collect();
        let due = core.due(now).into_iter().filter_map(|due| due.number).map(|number| number.to_string());
        let mut unanswered: Vec<String> = due.collect();
        unanswered.sort();
        unanswered.dedup();
        (all, list, unanswered)
    });
    let (successions, review, due) = told.await?;
    Ok(Told::Successions(SuccessionsTold { successions, review, due }))
}

fn told_of(it: &Succession, own: &PartyCode, now_ms: i64) -> SuccessionTold {
    let (reviewed, of) = it.reviewed();
    let item = |(number, verdict): (&notice::Number, &Option<notice::vocabulary::Review>)| ItemTold {
        number: number.to_string(),
        verdict: verdict.map(|verdict| verdict.word().to_owned()),
    };
    let open = it.items.values().any(Option::is_none) && it.effect_ms <= now_ms;
    SuccessionTold {
        party: it.party.to_string(),
        number: it.number.to_string(),
        state: it.state.word().to_owned(),
        effect_ms: it.effect_ms,
        reviewed,
        of,
        items: (it.party == *own).then(|| it.items.iter().map(item).collect()),
        unreviewed_days: open.then(|| now_ms.saturating_sub(it.effect_ms) / DAY_MS),
    }
}

/// How present each member is.
pub(super) async fn presence(inner: &Arc<Inner>, compartment: &str) -> Result<Told, NodeError> {
    let worker = find(inner, compartment)?;
    let told = worker.ask(|core: &mut Core, now: Now| {
        let line = core.line();
        let states = line.line_states();
        let own = core.setup().line.own.clone();
        let members: Vec<PartyCode> = line.config().members.keys().cloned().collect();
        let stand = core.stand(now);
        let one = |party: PartyCode| {
            let declared =
                stand.windows(&party).into_iter().find(|window| window.silence() && window.holds(now.utc_ms));
            let unheard_ms = line.unheard_ms(&party).filter(|_| party != own);
            let state = states.get(&party);
            let absent = state.and_then(|s| s.word.as_ref()).is_some_and(|word| *word == Word::WatchAbsent);
            let since_ms = state.map_or(now.utc_ms, |s| s.since_ms);
            let absent_ms = if absent { now.utc_ms.saturating_sub(since_ms) } else { 0 };
            let dormant_ms = core.standing().clocks().dormant.ms();
            let (state, cause) = match () {
                () if declared.is_some() => ("DORMANT", Some("DECLARED")),
                () if unheard_ms.is_some_and(|ms| ms >= dormant_ms) => ("DORMANT", Some("NODE-SILENT")),
                () if absent_ms >= dormant_ms => ("DORMANT", Some("NO-OFFICER")),
                () if absent => ("QUIET", None),
                () => ("UP", None),
            };
            PresenceTold {
                party: party.to_string(),
                state: state.to_owned(),
                cause: cause.map(str::to_owned),
                until_ms: declared.map(|window| window.until_ms),
                unheard_ms,
            }
        };
        members.into_iter().map(one).collect()
    });
    Ok(Told::Presence(PresencesTold { members: told.await? }))
}

const DAY_MS: i64 = 86_400_000;
