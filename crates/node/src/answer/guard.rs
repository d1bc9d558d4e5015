//! A public draft held against the own record, every compartment of it.
//!
//! I1 nothing of the draft is kept, logged or handed on: it lives for the length of the question. I2 nothing goes out.

use crate::api::{AlarmTold, GuardedTold, PublicDraft, RevealedTold, Told};
use crate::cleared::{CLEARED, Cleared};
use crate::error::NodeError;
use crate::inner::Inner;
use chancery::Compartment;
use discretion::guard::{Alarm, CLOCKS_MIN, Guard, Private, Reveals, agreed_line};
use discretion::lore::Lore;
use line::mls_group::MlsGroup;
use line::time::Now;
use notice::{Instant, Notice};
use std::sync::Arc;
use wording::{Packs, plain_notice};

/// Judges it as said at an instant.
pub(super) async fn answer(inner: &Arc<Inner>, asked: PublicDraft) -> Result<Told, NodeError> {
    let PublicDraft { draft, at_ms } = asked;
    let public = Cleared::beside(&inner.config.folder.join(CLEARED))?.texts();
    let at = Instant::from_ms(at_ms).ok_or_else(|| super::not_of_its_form("at_ms", &at_ms.to_string()))?;
    let (mut notices, mut parties) = (Vec::new(), std::collections::BTreeSet::new());
    for (_, worker) in super::some(inner, None)? {
        let told = worker.ask(move |core: &mut Compartment<MlsGroup>, now: Now| {
            let stand = core.stand(now);
            let said = stand.notices().map(|filed| filed.notice.clone());
            let said: Vec<Notice> = said.filter(|notice| notice.stamp().dtg <= at).collect();
            let members: Vec<String> = core.line().config().members.keys().map(ToString::to_string).collect();
            (said, members)
        });
        let (said, members) = told.await?;
        notices.extend(said);
        parties.extend(members);
    }
    let hooks = inner.roll.hooks();
    let judged = tokio::task::spawn_blocking(move || {
        let lore = Lore::shipped();
        let record: Vec<Private> = notices.iter().map(|notice| private(hooks.packs(), notice, at)).collect();
        let guard = Guard::new(&lore, &record, parties, &public, &CLOCKS_MIN);
        let report = guard.check(&draft, at);
        GuardedTold {
            sentences: report.sentences as u64,
            stops: report.stops.iter().map(told_of).collect(),
            looks: report.looks.iter().map(told_of).collect(),
            agreed_line: agreed_line(&notices).map(str::to_owned),
        }
    });
    judged.await.map(Told::Guarded).map_err(|_| NodeError::Stopping)
}

fn private(packs: &Packs, notice: &Notice, at: Instant) -> Private {
    let page = |language: &str| plain_notice(packs, notice, language, at);
    Private { notice: notice.clone(), renderings: packs.languages().map(page).collect() }
}

fn told_of(alarm: &Alarm) -> AlarmTold {
    let (why, runs) = match &alarm.reveals {
        Reveals::Facts(_) => ("facts", 0),
        Reveals::Words(runs) => ("words", *runs as u64),
        Reveals::Existence(polarity) => (polarity.word(), 0),
    };
    let parts = match &alarm.reveals {
        Reveals::Facts(parts) => parts
            .iter()
            .map(|part| RevealedTold { what: part.sort.word().to_owned(), tenths: tenths(part.bits) })
            .collect(),
        _ => Vec::new(),
    };
    AlarmTold {
        sentence: alarm.sentence as u64,
        text: alarm.text.clone(),
        why: why.to_owned(),
        entry: alarm.entry.clone(),
        paragraph: alarm.paragraph.clone(),
        tenths: tenths(alarm.bits),
        parts,
        runs,
    }
}

fn tenths(bits: f64) -> u64 {
    (bits * 10.0).round().max(0.0) as u64
}
