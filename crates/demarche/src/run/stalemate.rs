//! `demarche stalemate`: the board as one document and as one page.
//!
//! I1 no total score, no colour, every level a word. I2 what no part of this program can say yet is said to be so.

use crate::command::NodeFile;
use crate::command::stalemate::{Side, StalemateCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::moment;
use crate::run::prove::instant;
use crate::run::socket::ask;
use crate::run::stalemate_desk::Private;
use crate::stopped::Stopped;
use node::api::{Ask, BoardTold, DueTold, DutyTold, Hex, LineTold, MatterTold, Told};
use refusal::{Fact, Facts, facts};
use serde_json::{Value, json};

/// Shows it.
pub fn run(command: StalemateCommand, output: &Output) -> Result<Exit, Stopped> {
    let StalemateCommand::Show { node, at, side, desk } = command;
    // Files are read before the node is asked, so that a wrong one is refused at once.
    let private = (side == Side::Own).then(|| Private::read(&desk)).transpose()?;
    let told = ask(&node, &Ask::Board { at_ms: moment::maybe(at.as_deref())?, compartments: None })?;
    let Told::Board { board, fingerprint, digits } = told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let own = private.map(|private| own_side(&node, private)).transpose()?;
    let sheet = Sheet { board: &board, output };
    let document = json!({
        "as_of_ms": board.as_of_ms,
        "as_of": instant(board.as_of_ms),
        "side": if own.is_some() { "own" } else { "shared" },
        "shared": sheet.document(),
        "fingerprint": { "digest": fingerprint, "digits": digits },
        "own": own.as_ref().map(|own| json!({
            "line": own.lines,
            "due": own.due,
            "restraint_margin": own.private.margin,
            "time_to_material": own.private.material,
        })),
    });
    output.print(&document, &sheet.page(&fingerprint, &digits, own.as_ref()));
    Ok(Exit::Done)
}

/// The shared half as one page.
pub fn page(board: &BoardTold, fingerprint: &Hex, digits: &str, output: &Output) -> String {
    Sheet { board, output }.page(fingerprint, digits, None)
}

/// What this side alone sees.
struct Own {
    lines: Vec<LineTold>,
    due: Vec<DueTold>,
    private: Private,
}

fn own_side(node: &NodeFile, private: Private) -> Result<Own, Stopped> {
    let told = ask(node, &Ask::LineStatus {})?;
    let Told::Lines { lines } = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let told = ask(node, &Ask::Due { compartment: None })?;
    let Told::Due { items } = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    Ok(Own { lines, due: items, private })
}

/// A board and whose words it is printed in.
struct Sheet<'a> {
    board: &'a BoardTold,
    output: &'a Output,
}

impl Sheet<'_> {
    fn say(&self, key: &str, facts: Facts) -> String {
        self.output.phrase(key, &facts)
    }

    /// A code word of a list that packs speak: `state-in-effect`.
    fn coded(&self, list: &str, word: &str) -> String {
        self.say(&format!("{list}-{}", word.to_lowercase().replace(' ', "-")), facts! {})
    }

    fn matter(&self, it: &MatterTold) -> String {
        let told = it.beside.iter().filter(|(_, value)| !value.is_empty());
        let beside: Vec<String> = told.map(|(name, value)| self.beside(name, value)).collect();
        format!("{}  {}  {}", it.id, self.coded("state", &it.state), beside.join(", ")).trim_end().to_owned()
    }

    /// A name and its value; that is an instant, a word of a list, or as it is.
    fn beside(&self, name: &str, value: &str) -> String {
        let at = name.strip_suffix("_ms").and_then(|_| value.parse().ok()).map(instant);
        let value = match (at, name) {
            (Some(at), _) => at,
            (None, "position") => self.coded("state", value),
            (None, "standard_accuser" | "standard_accused") => self.coded("standard", value),
            (None, "line") => self.coded("public-line", value),
            _ => value.to_owned(),
        };
        format!("{}: {value}", self.coded("beside", &name.trim_end_matches("_ms").replace('_', "-")))
    }

    /// Whole days between an instant and the board's.
    fn days(&self, at_ms: i64) -> i64 {
        self.board.as_of_ms.saturating_sub(at_ms).max(0) / DAY_MS
    }

    fn stability(&self) -> String {
        let it = &self.board.stability;
        let Some(last_ms) = it.last_ms else { return self.say("board-stability-none", facts! {}) };
        let facts = facts! {
            now: range(it.this_week), before: range(it.week_before), trend: self.coded("trend", &it.trend),
            days: self.days(last_ms)
        };
        self.say("board-stability", facts)
    }

    fn answers(&self) -> String {
        let it = &self.board.stability;
        let facts = facts! {
            all: u64::from(it.answered[0]), timely: u64::from(it.answered[1]),
            open: it.open_non_answers.len()
        };
        self.say("board-answers", facts)
    }

    fn affiliates(&self) -> Vec<(String, Value)> {
        let each = |(group, it): (&String, &node::api::AffiliateTold)| {
            let [least, most] = it.held_to_hundredths;
            let facts = facts! {
                group: group.clone(), least: hundredths(least), most: hundredths(most),
                trend: self.coded("trend", &it.trend), days: self.days(it.last_ms)
            };
            let words = self.say("board-affiliate", facts);
            let document = json!({
                "group": group, "words": words, "interval": [hundredths(least), hundredths(most)],
                "trend": it.trend, "age_ms": self.board.as_of_ms - it.last_ms, "rests_on": it.rests_on,
            });
            (words, document)
        };
        self.board.affiliates.iter().map(each).collect()
    }

    fn stocks(&self) -> Vec<(String, Value)> {
        let each = |(band, it): (&String, &node::api::StockTold)| {
            let error = it.error.clone().unwrap_or_else(|| "?".to_owned());
            let facts = facts! {
                band: band.clone(), value: it.value.clone(), error: error,
                trend: self.coded("trend", &it.trend), as_of: instant(it.as_of_ms), days: it.age_ms / DAY_MS
            };
            let words = self.say("board-stock", facts);
            let document = json!({
                "band": band, "words": words, "value": it.value, "error": it.error, "trend": it.trend,
                "as_of_ms": it.as_of_ms, "age_ms": it.age_ms, "rests_on": [it.rests_on],
            });
            (words, document)
        };
        self.board.stocks.iter().map(each).collect()
    }

    fn breakout(&self) -> String {
        match &self.board.unable_since {
            Some((at_ms, number)) => {
                let facts = facts! { since: instant(*at_ms), number: number.clone() };
                self.say("board-no-basis-since", facts)
            }
            None if self.board.stocks.is_empty() => self.say("board-no-basis", facts! {}),
            None => self.say("board-verified", facts! {}),
        }
    }

    fn document(&self) -> Value {
        let it = self.board;
        let documents = |all: Vec<(String, Value)>| all.into_iter().map(|(_, it)| it).collect::<Vec<_>>();
        let age = it.stability.last_ms.map(|last| it.as_of_ms - last);
        json!({
            "compartments": it.compartments,
            "stability": {
                "words": format!("{} {}", self.stability(), self.answers()),
                "interval": it.stability.this_week,
                "week_before": it.stability.week_before,
                "trend": it.stability.trend,
                "age_ms": age,
                "quiet_days": it.stability.last_ms.map(|last| self.days(last)),
                "incidents": it.stability.incidents,
                "answered": it.stability.answered,
                "open_non_answers": it.stability.open_non_answers,
                "rests_on": it.stability.rests_on,
            },
            "affiliates": { "groups": documents(self.affiliates()), "cases": it.cases },
            "breakout": {
                "words": self.breakout(),
                "stocks": documents(self.stocks()),
                "no_verified_basis_since": it.unable_since,
                "time": { "not_yet": "desk" },
            },
            "nearest_red_line": { "not_yet": "watch" },
            "cycles": it.cycles,
            "due": it.due,
            "tracks": it.tracks,
        })
    }

    fn page(&self, fingerprint: &Hex, digits: &str, own: Option<&Own>) -> String {
        let mut lines: Vec<String> = Vec::new();
        let digest: String = hex::encode(&fingerprint.0).chars().take(16).collect();
        lines.push(self.say("board-title", facts! { at: instant(self.board.as_of_ms) }));
        lines.push(self.say("board-fingerprint", facts! { digits: digits, digest: digest }));
        let not_yet = |needs: &str| self.say("board-not-yet", facts! { needs: needs });
        let mut part = |key: &str, inside: Vec<String>| {
            lines.push(String::new());
            lines.push(self.say(key, facts! {}));
            let none = || vec![self.say("board-nothing", facts! {})];
            let inside = if inside.is_empty() { none() } else { inside };
            lines.extend(inside.into_iter().map(|line| format!("  {line}")));
        };
        let mut stability = vec![self.stability()];
        stability.extend(self.board.stability.incidents.iter().map(|(act, [now, before])| {
            let facts = facts! { act: act.clone(), now: range(*now), before: range(*before) };
            self.say("board-class", facts)
        }));
        stability.push(self.answers());
        part("board-part-stability", stability);
        let mut affiliates: Vec<String> = self.affiliates().into_iter().map(|(words, _)| words).collect();
        affiliates.extend(self.board.cases.iter().map(|it| self.matter(it)));
        part("board-part-affiliates", affiliates);
        let mut breakout = vec![self.breakout()];
        breakout.extend(self.stocks().into_iter().map(|(words, _)| words));
        breakout.push(self.say("board-time", facts! { not_yet: not_yet("desk") }));
        part("board-part-breakout", breakout);
        part("board-part-nearest", vec![not_yet("watch")]);
        part("board-part-cycles", self.board.cycles.iter().map(|it| self.matter(it)).collect());
        part("board-part-tracks", self.board.tracks.iter().map(|it| self.matter(it)).collect());
        let shown = self.board.due.iter().take(MOST_DUE).map(|duty| self.duty(duty));
        let mut due: Vec<String> = shown.collect();
        if self.board.due.len() > MOST_DUE {
            due.push(self.say("board-more", facts! { more: self.board.due.len() - MOST_DUE }));
        }
        part("board-part-due", due);
        if let Some(Own { lines: told, due: waiting, private }) = own {
            part("board-part-line", told.iter().map(|it| self.line(it)).collect());
            let item = |it: &DueTold| {
                let what = it.number.as_deref().or(it.draft.as_deref()).unwrap_or("-");
                format!("{}  {}  {what}", it.compartment, self.coded("due-why", &it.why))
            };
            part("board-part-own", waiting.iter().take(MOST_DUE).map(item).collect());
            let or = |words: &[String], option: &str| {
                if words.is_empty() { vec![not_yet(option)] } else { words.to_vec() }
            };
            part("board-part-margin", or(&private.margin_words, "--assumptions"));
            part("board-part-material", or(&private.material_words, "--standing"));
        }
        lines.join("\n")
    }

    fn line(&self, it: &LineTold) -> String {
        let state = facts! {
            party: it.party.clone(), since: Fact::InstantMs(it.since_ms),
            age: Fact::DurationMs(self.board.as_of_ms.saturating_sub(it.since_ms).max(0))
        };
        let state = self.say(&format!("line-state-{}", it.state.to_lowercase()), state);
        let relay = it.relay.clone().unwrap_or_else(|| "-".to_owned());
        let word = it.word.as_ref().map(|word| format!("line-word-{}", word.to_lowercase()));
        let word = word.map(|key| self.say(&key, facts! { relay: relay })).unwrap_or_default();
        format!("{}  {state} {word}", it.compartment).trim_end().to_owned()
    }

    fn duty(&self, duty: &DutyTold) -> String {
        let at = duty.at_ms.map_or_else(|| "-".to_owned(), instant);
        let part = if duty.part.is_empty() { String::new() } else { format!(" [{}]", duty.part) };
        let (from, past) = (duty.from.join(", "), if duty.past { " !" } else { "" });
        let DutyTold { what, number, otherwise, .. } = duty;
        self.say(
            "board-duty",
            facts! {
                at: format!("{at}{past}"), what: self.coded("duty", what), from: from,
                number: format!("{number}{part}"), otherwise: self.coded("otherwise", otherwise)
            },
        )
    }
}

/// `3`, or `3 to 4` where times are uncertain.
fn range([surely, possibly]: [u32; 2]) -> String {
    if surely == possibly { surely.to_string() } else { format!("{surely}–{possibly}") }
}

fn hundredths(of: u32) -> String {
    format!("{}.{:02}", of / 100, of % 100)
}

const DAY_MS: i64 = 24 * 3_600_000;
/// What fits on one page.
const MOST_DUE: usize = 12;
