//! Questions about what stands, what is due and why; the stalemate board's shared half.

use super::notices::{no_such_notice, numbered};
use super::{find, some};
use crate::api::*;
use crate::error::NodeError;
use crate::inner::Inner;
use chancery::Compartment;
use line::mls_group::MlsGroup;
use line::time::Now;
use notice::Number;
use refusal::Refusal;
use sha2::{Digest, Sha256};
use standing::Stand;
use standing::duty::Duty;
use standing::matter::{Machine, Matter};
use std::collections::BTreeMap;
use std::sync::Arc;

type Core = Compartment<MlsGroup>;

pub(super) async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::Standing { compartment, at_ms, notices } => {
            let mut compartments = Vec::new();
            for (code, worker) in some(inner, compartment.as_deref())? {
                let told = worker.ask(move |core, now| {
                    with_stand(core, now, at_ms, |stand| standing_told(&code, stand, notices))
                });
                compartments.push(told.await?);
            }
            Ok(Told::Standing { compartments })
        }
        Ask::Duties { compartment, at_ms } => {
            let mut duties = Vec::new();
            for (code, worker) in some(inner, compartment.as_deref())? {
                let told = worker.ask(move |core, now| {
                    let own = core.setup().line.own.to_string();
                    with_stand(core, now, at_ms, |stand| {
                        let each = |duty: Duty| duty_told(&code, &own, stand.as_of_ms(), duty);
                        stand.duties().into_iter().map(each).collect::<Vec<_>>()
                    })
                });
                duties.extend(told.await?);
            }
            duties.sort_by_key(|duty| duty.at_ms.unwrap_or(i64::MAX));
            Ok(Told::Duties { duties })
        }
        Ask::Why { number, at_ms } => why(inner, &number, at_ms).await,
        Ask::Board { at_ms, compartments } => board(inner, at_ms, compartments.as_deref()).await,
        other => Err(super::not_of_its_form("ask", &format!("{other:?}"))),
    }
}

/// The folds now, or as they stood at an earlier instant.
fn with_stand<T>(core: &Core, now: Now, at_ms: Option<i64>, tell: impl FnOnce(&Stand<'_>) -> T) -> T {
    match at_ms {
        Some(at_ms) => tell(&core.standing().back_at(&core.line().cut(), at_ms)),
        None => tell(&core.stand(now)),
    }
}

fn standing_told(code: &str, stand: &Stand<'_>, notices: bool) -> StandingTold {
    let mut matters: BTreeMap<String, Vec<MatterTold>> = BTreeMap::new();
    for machine in Machine::ALL.into_iter().filter(|machine| notices || *machine != Machine::Notice) {
        matters.insert(machine.key().to_owned(), Vec::new());
    }
    let all = stand.matters().into_iter().chain(if notices { stand.notice_matters() } else { Vec::new() });
    for matter in all {
        matters.entry(matter.machine.key().to_owned()).or_default().push(matter_told(matter));
    }
    let unmoved = |(entry, why): (line::ids::EntryHash, standing::StandError)| UnmovedTold {
        entry: Hex(entry.0.to_vec()),
        why: RefusalTold::from(&Refusal::of(&why)),
    };
    StandingTold {
        compartment: code.to_owned(),
        as_of_ms: stand.as_of_ms(),
        root: Hex(stand.root().to_vec()),
        matters,
        refused: stand.refused().into_iter().map(unmoved).collect(),
        unreadable: stand.illegible().count() as u64,
    }
}

fn matter_told(matter: Matter) -> MatterTold {
    let part = |part: standing::matter::Part| PartTold { id: part.id, state: part.state, at_ms: part.at_ms };
    MatterTold {
        machine: matter.machine.code().to_owned(),
        id: matter.id,
        number: matter.number.to_string(),
        author: matter.author.to_string(),
        toward: matter.toward.map(|party| party.to_string()),
        state: matter.state.to_owned(),
        at_ms: matter.at_ms,
        parts: matter.parts.into_iter().map(part).collect(),
        beside: matter.beside.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}

fn duty_told(code: &str, own: &str, as_of_ms: i64, duty: Duty) -> DutyTold {
    let from: Vec<String> = duty.from.iter().map(ToString::to_string).collect();
    DutyTold {
        compartment: code.to_owned(),
        at_ms: duty.at_ms,
        past: duty.at_ms.is_some_and(|at_ms| at_ms <= as_of_ms),
        what: duty.what.word().to_owned(),
        ours: from.iter().any(|party| party == own),
        from,
        number: duty.number.to_string(),
        part: duty.part,
        otherwise: duty.otherwise.word().to_owned(),
    }
}

async fn why(inner: &Arc<Inner>, number: &str, at_ms: Option<i64>) -> Result<Told, NodeError> {
    let (code, number): (String, Number) = numbered(number)?;
    let worker = find(inner, &code)?;
    let asked = number.clone();
    let told = worker.ask(move |core, now| with_stand(core, now, at_ms, |stand| stand.why(&asked)));
    let told = told.await?;
    if told.is_empty() {
        return Err(no_such_notice(&number));
    }
    let because = |it: standing::why::Because| BecauseTold {
        number: it.number.to_string(),
        entry: Hex(it.entry.0.to_vec()),
        at_ms: it.at_ms,
        without: it.without.map(str::to_owned),
    };
    let each = |it: standing::why::Why| WhyTold {
        matter: matter_told(it.matter),
        because: it.because.into_iter().map(because).collect(),
    };
    Ok(Told::Why { matters: told.into_iter().map(each).collect() })
}

/// What one compartment gives to the board.
struct Shared {
    board: standing::board::Board,
    matters: Vec<Matter>,
    duties: Vec<DutyTold>,
    as_of_ms: i64,
}

async fn board(
    inner: &Arc<Inner>,
    at_ms: Option<i64>,
    compartments: Option<&[String]>,
) -> Result<Told, NodeError> {
    let mut board = BoardTold {
        as_of_ms: at_ms.unwrap_or_default(),
        compartments: Vec::new(),
        stability: StabilityTold::default(),
        affiliates: BTreeMap::new(),
        stocks: BTreeMap::new(),
        unable_since: None,
        cycles: Vec::new(),
        cases: Vec::new(),
        tracks: Vec::new(),
        due: Vec::new(),
    };
    let wanted = |code: &String| compartments.is_none_or(|some| some.contains(code));
    for (code, worker) in some(inner, None)?.into_iter().filter(|(code, _)| wanted(code)) {
        let named = code.clone();
        let told = worker.ask(move |core, now| {
            // Whole minutes, so that two nodes that are asked together tell one instant.
            let at_ms = at_ms.unwrap_or(now.utc_ms - now.utc_ms.rem_euclid(60_000));
            with_stand(core, now, Some(at_ms), |stand| {
                let each = |duty: Duty| duty_told(&named, "", stand.as_of_ms(), duty);
                let duties = stand.duties().into_iter().map(each).collect();
                let (board, matters) = (stand.board(), stand.matters());
                Shared { board, matters, duties, as_of_ms: stand.as_of_ms() }
            })
        });
        let shared = told.await?;
        board.as_of_ms = at_ms.unwrap_or(shared.as_of_ms);
        board.compartments.push(code);
        take_in(&mut board, shared);
    }
    board.compartments.sort();
    board.due.sort_by_key(|duty| (duty.at_ms.unwrap_or(i64::MAX), duty.compartment.clone()));
    let bytes = serde_json::to_vec(&board).unwrap_or_default();
    let digest: [u8; 32] =
        Sha256::new().chain_update(b"demarche/board/1").chain_update(bytes).finalize().into();
    let (fingerprint, digits) = (Hex(digest.to_vec()), line::fingerprint::digits(&digest));
    Ok(Told::Board { board, fingerprint, digits })
}

fn take_in(told: &mut BoardTold, shared: Shared) {
    let Shared { board, matters, duties, as_of_ms } = shared;
    let numbers = |all: Vec<Number>| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut rests_on = Vec::new();
    for (act, week) in board.stability.incidents {
        let class = told.stability.incidents.entry(act.word().to_owned()).or_default();
        let [now, before] = class;
        add(now, week.this_week);
        add(before, week.week_before);
        add(&mut told.stability.this_week, week.this_week);
        add(&mut told.stability.week_before, week.week_before);
        rests_on.extend(numbers(week.numbers));
    }
    told.stability.rests_on.extend(rests_on);
    told.stability.last_ms = told.stability.last_ms.max(board.stability.last_ms);
    add(&mut told.stability.answered, board.stability.answered);
    told.stability.open_non_answers.extend(numbers(board.stability.open_non_answers));
    let (now, before) = (told.stability.this_week[1], told.stability.week_before[1]);
    let trend = match (told.stability.last_ms, now.cmp(&before)) {
        (None, _) => "NO-BASIS",
        (_, std::cmp::Ordering::Greater) => "RISING",
        (_, std::cmp::Ordering::Less) => "FALLING",
        (_, std::cmp::Ordering::Equal) => "STEADY",
    };
    told.stability.trend = trend.to_owned();
    for (group, it) in board.affiliates {
        let affiliate = AffiliateTold {
            held_to_hundredths: it.held_to,
            trend: it.trend.word().to_owned(),
            last_ms: it.last_ms,
            rests_on: numbers(it.numbers),
        };
        told.affiliates.insert(group.to_string(), affiliate);
    }
    for (band, it) in board.breakout.stocks {
        let stock = StockTold {
            value: it.value.to_string(),
            error: it.error.map(|error| error.to_string()),
            as_of_ms: it.as_of_ms,
            age_ms: as_of_ms.saturating_sub(it.as_of_ms),
            trend: it.trend.word().to_owned(),
            rests_on: it.number.to_string(),
        };
        told.stocks.insert(band.word().to_owned(), stock);
    }
    let unable = board.breakout.unable_since_ms.map(|(at_ms, number)| (at_ms, number.to_string()));
    told.unable_since = told.unable_since.take().or(unable);
    for matter in matters {
        let over = matches!(matter.state, "CLOSED" | "SETTLED");
        match matter.machine {
            Machine::Cycle if !over => told.cycles.push(matter_told(matter)),
            Machine::Case if !over => told.cases.push(matter_told(matter)),
            Machine::PublicAct | Machine::Leak if !over => told.tracks.push(matter_told(matter)),
            _ => {}
        }
    }
    told.due.extend(duties);
}

fn add(sum: &mut [u32; 2], more: [u32; 2]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum = sum.saturating_add(more);
    }
}
