//! The page of a relay's desk, as HTML: what the host may know and nothing else.
//!
//! I1 it names no mailbox but the one that the host typed, no token, no address but the relay's own. I2 no script,
//! nothing loaded from elsewhere. I3 every text is escaped.

use crate::config::RelayConfig;
use crate::survey::Survey;
use crate::tls::Pin;
use crate::words::Words;
use line::mailbox::{AccountUse, CarrierEvent, CarrierSlice};
use maud::{DOCTYPE, Markup, html};
use refusal::{Fact, Facts, facts};

/// What the relay itself knows at the moment of asking.
pub(crate) struct Duties {
    pub(crate) pin: Pin,
    pub(crate) now_ms: i64,
    pub(crate) started_ms: i64,
    pub(crate) healthy: bool,
    pub(crate) kept: u64,
    pub(crate) handed_over: u64,
    pub(crate) refused: u64,
}

/// The page; `survey` is absent when the store cannot be read now.
pub(crate) fn desk(config: &RelayConfig, duties: &Duties, survey: Option<&Survey>, words: &Words) -> String {
    let title = words.say("desk-title", &facts! { relay: config.id.as_str() });
    whole(
        words,
        &title,
        &html! {
            h1 { (title) }
            p { (words.say("desk-address", &facts! { address: config.told_address() })) }
            p { (words.say("desk-pin", &facts! { pin: duties.pin.grouped() })) }
            h2 { (words.plain("desk-duties")) }
            ul { @for line in duty_lines(config, duties, survey, words) { li { (line) } } }
            h2 { (words.plain("desk-accounts")) }
            @match survey {
                Some(survey) => (accounts(survey, words)),
                None => p { (words.plain("desk-accounts-unread")) },
            }
            h2 { (words.plain("desk-defence")) }
            p { (words.plain("desk-defence-why")) }
            form method="post" action="/prove" {
                label for="mailbox" { (words.plain("desk-mailbox")) }
                " " input id="mailbox" name="mailbox" size="64" maxlength="64" required autocomplete="off" dir="ltr";
                " " button { (words.plain("desk-prove")) }
            }
            p.cannot { (words.plain("desk-cannot")) }
        },
    )
}

/// Order and times of one mailbox; `slice` is absent when there is no such mailbox.
pub(crate) fn proof(mailbox: &str, slice: Option<&CarrierSlice>, words: &Words) -> String {
    let title = words.plain("desk-defence");
    whole(
        words,
        &title,
        &html! {
            h1 { (title) }
            p { (words.say("desk-proof-of", &facts! { mailbox: mailbox })) }
            @match slice {
                Some(slice) => ol start=(slice.from + 1) {
                    @for logged in &slice.events { li { (event_line(&logged.event, words)) } }
                },
                None => p { (words.plain("desk-no-box")) },
            }
            p { a href="/" { (words.plain("desk-back")) } }
            p.cannot { (words.plain("desk-cannot")) }
        },
    )
}

/// One event of a carrier log in words.
pub(crate) fn event_line(event: &CarrierEvent, words: &Words) -> String {
    match event {
        CarrierEvent::Deposit { seq, envelope, bucket, at } => {
            let mut facts = facts! { envelope: envelope.to_string() };
            facts.insert("seq", number(*seq));
            facts.insert("kib", number(KIB.get(usize::from(*bucket)).copied().unwrap_or(0)));
            facts.insert("at", Fact::InstantMs(at.utc_ms));
            words.say("desk-event-deposit", &facts)
        }
        CarrierEvent::HandOver { after, upto, at } => {
            let mut facts = Facts::new();
            facts.insert("first", number(after.saturating_add(1)));
            facts.insert("last", number(*upto));
            facts.insert("at", Fact::InstantMs(at.utc_ms));
            words.say("desk-event-hand-over", &facts)
        }
    }
}

fn duty_lines(config: &RelayConfig, duties: &Duties, survey: Option<&Survey>, words: &Words) -> Vec<String> {
    let mut clock = facts! {};
    clock.insert("now", Fact::InstantMs(duties.now_ms));
    clock.insert("error", number(config.clock_error_ms.into()));
    let mut keeps = facts! {};
    keeps.insert("days", number(config.keep_days.into()));
    let mut since = facts! {};
    since.insert("since", Fact::InstantMs(duties.started_ms));
    since.insert("kept", number(duties.kept));
    since.insert("handed", number(duties.handed_over));
    since.insert("refused", number(duties.refused));
    let mut lines = vec![
        words.plain(if duties.healthy { "desk-duty-kept" } else { "desk-duty-failing" }),
        words.say("desk-duty-clock", &clock),
        words.say("desk-duty-keeps", &keeps),
        words.say("desk-duty-since", &since),
    ];
    if let Some(survey) = survey {
        let mut room = facts! {};
        room.insert("mib", number(survey.store_bytes.div_ceil(1 << 20)));
        lines.push(words.say("desk-duty-room", &room));
    }
    lines
}

fn accounts(survey: &Survey, words: &Words) -> Markup {
    html! {
        table {
            tr { @for column in COLUMNS { th { (words.plain(column)) } } }
            @for (name, used) in &survey.accounts {
                tr {
                    td { bdi { (name) } }
                    @for cell in cells(used, words) { td { (cell) } }
                }
            }
        }
    }
}

/// One account's figures, in the order of [`COLUMNS`] after the name.
fn cells(used: &AccountUse, words: &Words) -> Vec<String> {
    if used.boxes == 0 {
        return vec![words.plain("desk-unused")];
    }
    let count = |value: u64| {
        let mut facts = facts! {};
        facts.insert("count", number(value));
        words.say("desk-count", &facts)
    };
    let time = |ms: Option<i64>| match ms {
        Some(ms) => {
            let mut facts = facts! {};
            facts.insert("at", Fact::InstantMs(ms));
            words.say("desk-time", &facts)
        }
        None => words.plain("desk-never"),
    };
    let mut cells = vec![count(used.boxes.into())];
    cells.extend(used.waiting.map(count));
    cells.push(count(used.bytes / 1_024));
    cells.push(time(used.oldest_ms));
    cells.push(time(used.last_deposit_ms));
    cells.push(time(used.last_fetch_minute.map(|minute| minute.saturating_mul(60_000))));
    cells
}

fn whole(words: &Words, title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang=(words.language()) dir=(words.direction()) {
            head {
                meta charset="utf-8";
                title { (title) }
                link rel="stylesheet" href="/desk.css";
            }
            body { (body) }
        }
    }
    .into_string()
}

fn number(value: u64) -> Fact {
    Fact::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

const COLUMNS: [&str; 10] = [
    "desk-account",
    "desk-boxes",
    "desk-waiting-2",
    "desk-waiting-8",
    "desk-waiting-32",
    "desk-waiting-64",
    "desk-size",
    "desk-oldest",
    "desk-last-deposit",
    "desk-last-fetch",
];
const KIB: [u64; 4] = [2, 8, 32, 64];
/// How the page looks.
pub(crate) const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse}th,td{border:1px solid;padding:.3rem .6rem;text-align:start}\
.cannot{border:2px solid;padding:.6rem}ol,ul{overflow-wrap:anywhere}";
