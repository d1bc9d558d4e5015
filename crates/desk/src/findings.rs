//! Findings in words, each with its number, what it rests on and how to open it.

use crate::assessment::{Assessment, Flips, Inputs, TREE_MOVES};
use crate::assumptions::{Assumptions, RUNGS, Side};
use crate::model::{Model, Point};
use crate::restraint::WeakWeek;
use jiff::civil::Date;
use serde_json::{Value, json};

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Short name for `assess explain`.
    pub id: &'static str,
    /// What it says, first sentence first.
    pub text: String,
    /// Its numbers.
    pub figures: Value,
    /// Keys of the assumptions that it rests on.
    pub rests_on: Vec<String>,
    /// How it was computed, with the source of the formula.
    pub method: &'static str,
}

/// What the model cannot see, for every output.
pub const BLIND: &str = "The model sees two sides, their named partners, a ladder of twelve rungs and what was assumed of \
them. It does not see third states, surprise on a rung of its own, honour, fatigue, or errors in its own assumptions; the \
other side's costs are this desk's estimate, not its mind.";

/// What a finding is called where it is read, not looked up.
pub fn title(id: &str) -> &'static str {
    match id {
        "posture" => "Posture",
        "regret" => "What would be regretted least",
        "line" => "What the line is worth",
        "restraint" => "Whether restraint holds itself up",
        "weeks" => "Weeks in which it does not",
        "proportionality" => "Proportion of a response",
        "red-lines" => "Own red lines",
        "patron" => "Patrons and partners",
        "off-ramps" => "Off-ramps",
        "prediction" => "What both sides would learn to do",
        "leak" => "After a leak",
        _ => "Finding",
    }
}

/// How far the numbers rest on sources, apart from any likelihood: how many of them are judgement.
pub fn confidence(assumptions: &Assumptions) -> (&'static str, String) {
    let numbers = assumptions.numbers();
    let judged = |source: &str| source.trim().starts_with("judgement");
    let guesses = numbers.iter().filter(|named| judged(&named.estimate.source)).count();
    let share = guesses as f64 / numbers.len().max(1) as f64;
    let level = if share < 0.2 {
        "high"
    } else if share < 0.5 {
        "moderate"
    } else {
        "low"
    };
    let said = format!(
        "Confidence is {level}: {guesses} of {} numbers are judgement without a source. It is about the sources, not about \
         how likely anything is.",
        numbers.len()
    );
    (level, said)
}

/// What a point is: general war for one move against restraint, for the own side.
pub fn scale(inputs: &Inputs) -> String {
    let model = Model::at(&inputs.assumptions, &Point::new());
    format!(
        "Losses are positive numbers in points of this file's own scale: one move of \"{}\" costs {} {} points, one of \
         \"{}\" {}. A move is {} days.",
        inputs.assumptions.ladder[RUNGS - 1].title,
        inputs.assumptions.own,
        points(model.mean_flow(0, RUNGS - 1)),
        inputs.assumptions.ladder[0].title,
        points(model.mean_flow(0, 0)),
        inputs.assumptions.now.move_days.centre
    )
}

/// Points as they are shown.
fn points(value: f64) -> String {
    // Nothing is not shown as less than nothing.
    let shown = (value * 10.0).round() / 10.0;
    format!("{:.1}", if shown == 0.0 { 0.0 } else { shown })
}

fn name(inputs: &Inputs, side: Side) -> &str {
    match side {
        Side::Own => &inputs.assumptions.own,
        Side::Other => &inputs.assumptions.other,
    }
}

/// All findings, the main one first. With flips the first sentence says what a finding rests on alone.
pub fn findings(inputs: &Inputs, found: &Assessment, flips: Option<&Flips>) -> Vec<Finding> {
    let mut list =
        vec![posture(inputs, found, flips), regret(found), line(inputs, found), restraint(inputs, found)];
    list.extend([
        weeks(inputs, found),
        proportion(inputs, found),
        red_lines(inputs, found),
        patron(inputs, found),
    ]);
    list.extend([off_ramps(found), prediction(inputs, found), leak(found)]);
    list
}

fn posture(inputs: &Inputs, found: &Assessment, flips: Option<&Flips>) -> Finding {
    let own = found.postures.iter().find(|own| own.posture == found.posture);
    let worst = own.map_or(f64::NAN, |own| own.worst);
    let next = found
        .postures
        .iter()
        .filter(|other| other.posture != found.posture)
        .min_by(|a, b| a.worst.total_cmp(&b.worst));
    let alone: Vec<String> = flips
        .map(|flips| {
            flips.swings.iter().filter(|swing| !swing.flips.is_empty()).map(|s| s.key.clone()).collect()
        })
        .unwrap_or_default();
    let lead = match (flips, alone.len()) {
        (None, _) => String::new(),
        (Some(_), 0) => "No single assumption within its interval changes this. ".to_owned(),
        (Some(_), 1) => format!("This rests on one guess, {}. ", alone[0]),
        (Some(_), count) => {
            format!("Any of {count} assumptions alone would change this ({}). ", alone.join(", "))
        }
    };
    let margin = next.map_or(String::new(), |next| {
        format!(
            " The next best, {}, loses {} more at worst.",
            next.posture.words(),
            points(next.worst - worst)
        )
    });
    let interval = own.map_or([f64::NAN; 2], |own| own.interval);
    let text = format!(
        "{lead}The posture that loses least at worst is to {}: {} then loses no more than {} points whatever {} does ({} to {} with the own costs, accidents and the other's partner at their kindest and at their worst). No plan whatever guarantees less than {}.{margin}",
        found.posture.words(),
        inputs.assumptions.own,
        points(worst),
        inputs.assumptions.other,
        points(interval[0]),
        points(interval[1]),
        points(found.security.0),
    );
    let figures = json!({
        "posture": found.posture.words(),
        "worst_loss": worst,
        "interval": interval,
        "security_loss": found.security.0,
        "security_gap": found.security.1,
        "postures": found.postures.iter().map(|own| json!({
            "posture": own.posture.words(), "worst_loss": own.worst, "interval": own.interval, "regret": own.regret,
            "best_reply": own.reply.words(), "expected_losses": own.expected,
        })).collect::<Vec<_>>(),
    });
    // What changes it alone comes first; all the rest of the model is behind it too.
    let all = ["component", "moves", "types", "chance", "partner", "patience.own_discount", "now"];
    let rests_on = alone.into_iter().chain(all.map(str::to_owned)).collect();
    let method = if inputs.assumptions.now.moves > TREE_MOVES {
        "worst case over all plans of the other side, backwards through the ladder; bound by best replies to what two learners come to on public histories (Tammelin and others 2015)"
    } else {
        "worst case over all plans of the other side, backwards through the ladder; bound by linear programme in the sequence form (von Stengel 1996)"
    };
    Finding { id: "posture", text, figures, rests_on, method }
}

fn regret(found: &Assessment) -> Finding {
    let least = found.postures.iter().min_by(|a, b| a.regret.total_cmp(&b.regret));
    let text = least.map_or(String::new(), |own| {
        let same = if own.posture == found.posture { "the same posture" } else { "another posture" };
        format!(
            "Whichever of seven named plans the other side follows, {same} is regretted least, to {}: some other posture would have lost at most {} points less.",
            own.posture.words(),
            points(own.regret)
        )
    });
    let figures =
        json!({ "posture": least.map(|own| own.posture.words()), "regret": least.map(|own| own.regret) });
    Finding {
        id: "regret",
        text,
        figures,
        rests_on: vec!["component".to_owned(), "moves".to_owned(), "types".to_owned()],
        method: "minimax regret (Savage 1951) over seven named plans times the other side's types",
    }
}

fn line(inputs: &Inputs, found: &Assessment) -> Finding {
    let silence = found.regimes.first();
    let mut rows = Vec::new();
    let mut said = Vec::new();
    for regime in &found.regimes {
        let gain = |of: Option<[f64; 2]>, than: Option<[f64; 2]>| {
            of.zip(than).map(|(of, than)| [of[0] - than[0], of[1] - than[1]])
        };
        let best = gain(regime.best, silence.and_then(|silence| silence.best));
        let low = gain(regime.worst, silence.and_then(|silence| silence.best)).map(|own| own[0] + own[1]);
        let high = gain(regime.best, silence.and_then(|silence| silence.worst)).map(|own| own[0] + own[1]);
        if regime.name != "silence" {
            said.push(match best {
                Some(best) => {
                    format!(
                        "with {} {} ({} of it own)",
                        regime.name,
                        points(best[0] + best[1]),
                        points(best[0])
                    )
                }
                None => {
                    format!("with {} unknown, for want of an equilibrium in pure strategies", regime.name)
                }
            });
        }
        rows.push(json!({
            "regime": regime.name,
            "losses_best": regime.best.map(|own| own.map(|value| -value)),
            "losses_worst": regime.worst.map(|own| own.map(|value| -value)),
            "losses_logit": regime.logit.map(|own| own.map(|value| -value)),
            "value_own": best.map(|own| own[0]),
            "value_other": best.map(|own| own[1]),
            "value_joint": best.map(|own| own[0] + own[1]),
            "value_interval": [low, high],
            "equilibria": regime.count,
            "max_violation": regime.miss,
        }));
    }
    let text = format!(
        "Beside silence, the best outcome that holds itself up gives {} and {} together so many points more: {}. Outcomes that hold themselves up are many, so the figures have the whole interval, from the worst with to the best without; below zero is shown as it is.",
        inputs.assumptions.own,
        inputs.assumptions.other,
        said.join("; ")
    );
    let (over_all, whole) = whole(inputs, found);
    let text = format!("{text}{over_all}");
    Finding {
        id: "line",
        text,
        figures: json!({ "regimes": rows, "whole_ladder": whole }),
        rests_on: vec!["notice".to_owned(), "types".to_owned(), "moves".to_owned(), "component".to_owned()],
        method: "one stage with types: extreme equilibria (Avis and others 2010), pure equilibria with a notice, communication equilibrium by linear programme (Myerson 1982; Forges 1986); over four moves the same with what both see seen by the go-between, no act at a last move that is worse whatever is believed (Myerson 1986)",
    }
}

/// What a go-between can reach over the whole ladder: a sentence, and its figures.
fn whole(inputs: &Inputs, found: &Assessment) -> (String, Value) {
    let Some(whole) = &found.whole else { return (String::new(), Value::Null) };
    let joint = |payoffs: &[f64; 2]| payoffs[0] + payoffs[1];
    let learned = found.prediction.losses.map(|loss| -loss);
    let holds = whole.aloud.gain < HOLDS && joint(&whole.aloud.payoffs) > joint(&whole.mediator) - HOLDS;
    let without = if holds {
        "The same habits hold themselves up without any line, so beside the best that silence can reach it adds nothing; what it can add is that both sides find them"
    } else {
        "Without a line its habits do not hold themselves up"
    };
    let said = format!(
        " Over the whole ladder of {} moves, the best that a go-between can reach is {} points for {} and {} for {}, and {} together where no type can be told falsely. {without}: left to learn, they come to {} together.",
        inputs.assumptions.now.moves,
        points(whole.mediator[0]),
        inputs.assumptions.own,
        points(whole.mediator[1]),
        inputs.assumptions.other,
        points(joint(&whole.proofs)),
        points(joint(&learned))
    );
    let figures = json!({
        "mediator": whole.mediator, "mediator_with_proofs": whole.proofs, "max_violation": whole.miss,
        "without_go_between": { "payoffs": whole.aloud.payoffs, "max_gain": whole.aloud.gain, "holds": holds },
        "value_beside_best_of_silence": holds.then(|| joint(&whole.mediator) - joint(&whole.aloud.payoffs)),
        "value_beside_learners": joint(&whole.mediator) - joint(&learned),
        "learners_regret": found.prediction.regret, "ties": whole.ties,
    });
    (said, figures)
}

/// Points within which a plan counts as one that nobody would leave.
const HOLDS: f64 = 1e-6;

fn restraint(inputs: &Inputs, found: &Assessment) -> Finding {
    let mut said = Vec::new();
    let mut rows = Vec::new();
    for (margin, side) in found.margins.iter().zip([Side::Own, Side::Other]) {
        let holds = if margin.margin[0] >= 0.0 {
            "holds over the whole interval"
        } else if margin.margin[1] >= 0.0 {
            "holds at the centre, not over the whole interval"
        } else {
            "does not hold at the centre"
        };
        said.push(format!(
            "for {} it {holds} (own factor {:.3}, critical {:.3}, margin {:+.3}, from {:+.3} to {:+.3})",
            name(inputs, side),
            margin.own[1],
            margin.critical[1],
            margin.margin[1],
            margin.margin[0],
            margin.margin[2]
        ));
        rows.push(json!({
            "side": name(inputs, side),
            "own_discount": margin.own,
            "critical_discount": margin.critical,
            "critical_without_line": margin.without_line,
            "margin": margin.margin,
        }));
    }
    let shock = found.shock.as_ref().map_or("No single shock within range ends it.".to_owned(), |shock| {
        shock.words(name(inputs, shock.side))
    });
    let figures = json!({
        "margins": rows,
        "shock": found.shock.as_ref().map(|shock| json!({
            "side": name(inputs, shock.side), "what": shock.what, "from": shock.from, "to": shock.to,
        })),
    });
    Finding {
        id: "restraint",
        text: format!(
            "Mutual restraint holds itself up while what the next move is worth to a side beside this one, its discount factor, is above a critical one: {}. {shock}",
            said.join("; ")
        ),
        figures,
        rests_on: RESTRAINT.map(str::to_owned).to_vec(),
        method: "critical discount factor with imperfect public monitoring, the lower of grim trigger and limited punishment (Green, Porter 1984)",
    }
}

/// What the critical discount factors are made from.
const RESTRAINT: [&str; 6] = ["patience", "component", "moves.own", "moves.other", "types", "now"];

fn weeks(inputs: &Inputs, found: &Assessment) -> Finding {
    let text = if found.weeks.is_empty() {
        format!("In none of the next {} weeks does the calendar end restraint.", crate::assessment::WEEKS)
    } else {
        let list: Vec<String> = stretches(&found.weeks)
            .into_iter()
            .map(|(first, last, week)| {
                let why = if week.because.is_empty() {
                    "with or without any one event".to_owned()
                } else {
                    format!("because of {}", because(inputs, week))
                };
                let when = if first == last {
                    format!("week of {first}")
                } else {
                    format!("weeks of {first} to {last}")
                };
                format!("{when} for {} ({why})", name(inputs, week.side))
            })
            .collect();
        format!("Restraint does not hold itself up in the {}.", list.join("; in the "))
    };
    let figures = json!(
        found
            .weeks
            .iter()
            .map(|week| json!({
                "from": week.from.to_string(), "side": name(inputs, week.side), "margin": week.margin,
                "events": week.events, "because": week.because,
            }))
            .collect::<Vec<_>>()
    );
    Finding {
        id: "weeks",
        text,
        figures: json!({ "weeks": figures }),
        rests_on: ["calendar"].into_iter().chain(RESTRAINT).map(str::to_owned).collect(),
        method: "own discount factor times survival by the calendar, week by week, against the critical one",
    }
}

/// The events that end restraint in a week, by their titles.
pub(crate) fn because(inputs: &Inputs, week: &WeakWeek) -> String {
    let of = |id: &String| inputs.calendar.event.iter().find(|event| event.id == *id);
    let titles = week.because.iter().map(|id| of(id).map_or(id.as_str(), |event| event.title.as_str()));
    titles.collect::<Vec<_>>().join("; ")
}

/// Weeks of one side that follow each other for the same reason: first, last, and one of them.
fn stretches(weeks: &[WeakWeek]) -> Vec<(Date, Date, &WeakWeek)> {
    let mut found: Vec<(Date, Date, &WeakWeek)> = Vec::new();
    for week in weeks {
        let goes_on = |(_, last, first): &&mut (Date, Date, &WeakWeek)| {
            let next = last.saturating_add(jiff::Span::new().days(7));
            first.side == week.side && first.because == week.because && next == week.from
        };
        match found.iter_mut().find(goes_on) {
            Some((_, last, _)) => *last = week.from,
            None => found.push((week.from, week.from, week)),
        }
    }
    found
}

fn proportion(inputs: &Inputs, found: &Assessment) -> Finding {
    let ladder = &inputs.assumptions.ladder;
    let changes: Vec<String> = found
        .proportion
        .windows(2)
        .filter(|pair| pair[0].1 != pair[1].1)
        .map(|pair| {
            format!(
                "from rung {} ({}) its best reply turns from \"{}\" to \"{}\"",
                pair[1].0,
                ladder[pair[1].0].title,
                pair[0].1.words(),
                pair[1].1.words()
            )
        })
        .collect();
    let text = match (changes.is_empty(), found.proportion.first()) {
        (true, Some((_, reply))) => {
            format!(
                "A response at any rung above today's meets the same best reply of the other side: {}.",
                reply.words()
            )
        }
        (true, None) => "There is no rung above today's.".to_owned(),
        (false, _) => {
            format!("For a pending response of {}: {}.", inputs.assumptions.own, changes.join("; "))
        }
    };
    let rows: Vec<Value> = found
        .proportion
        .iter()
        .map(|(rung, reply)| json!({ "rung": rung, "title": ladder[*rung].title, "best_reply": reply.words() }))
        .collect();
    Finding {
        id: "proportionality",
        text,
        figures: json!({ "rungs": rows }),
        rests_on: ["component", "moves", "types", "partner"].map(str::to_owned).to_vec(),
        method: "best reply of the other side among its named plans after a response at each rung, the own side then answering in kind",
    }
}

fn red_lines(inputs: &Inputs, found: &Assessment) -> Finding {
    let title = |id: &str| {
        let line = inputs.assumptions.red_line.iter().find(|line| line.id == id);
        line.map_or(String::new(), |line| format!(" ({})", line.title))
    };
    let said: Vec<String> = found
        .lines
        .iter()
        .map(|line| {
            format!(
                "{}{}: {}, {} points at worst, where the next best loses {}",
                line.id,
                title(&line.id),
                line.response.words(),
                points(line.losses[0]),
                points(line.losses[1])
            )
        })
        .collect();
    let text = if said.is_empty() {
        "No own red lines are named in the file.".to_owned()
    } else {
        format!(
            "If an own red line is crossed, what loses least at worst from there is: {}.",
            said.join("; ")
        )
    };
    let rows: Vec<Value> = found
        .lines
        .iter()
        .map(|line| json!({ "id": line.id, "response": line.response.words(), "worst_losses": line.losses }))
        .collect();
    Finding {
        id: "red-lines",
        text,
        figures: json!({ "lines": rows }),
        rests_on: ["red_line", "component", "moves", "chance", "partner"].map(str::to_owned).to_vec(),
        method: "least worst loss from the rung of the crossing on",
    }
}

fn patron(inputs: &Inputs, found: &Assessment) -> Finding {
    let said: Vec<String> = found
        .patrons
        .iter()
        .map(|choice| {
            let tips = choice.tips.map_or("no degree of control makes restraining pay".to_owned(), |share| {
                format!("restraining pays from a gain in control of {share:.2} on")
            });
            format!(
                "{} and {}: {} points if it restrains it, {} if not; {tips}",
                name(inputs, choice.side),
                choice.partner,
                points(choice.losses[0]),
                points(choice.losses[1])
            )
        })
        .collect();
    let text = if said.is_empty() {
        "No partners are named.".to_owned()
    } else {
        format!("What a patron's choice loses it, both sides answering in kind: {}.", said.join("; "))
    };
    let rows: Vec<Value> = found
        .patrons
        .iter()
        .map(|choice| {
            json!({
                "partner": choice.partner, "side": name(inputs, choice.side),
                "loss_restraining": choice.losses[0], "loss_not": choice.losses[1], "tips_at_control": choice.tips,
            })
        })
        .collect();
    Finding {
        id: "patron",
        text,
        figures: json!({ "patrons": rows }),
        rests_on: ["partner", "component", "moves", "chance", "types"].map(str::to_owned).to_vec(),
        method: "expected loss of the patron with control high and low, both sides answering in kind",
    }
}

fn off_ramps(found: &Assessment) -> Finding {
    let words: Vec<&str> = found.off_ramps.iter().map(|own| own.words()).collect();
    let text = if words.is_empty() {
        "No own posture makes stepping down the other side's best reply: an off-ramp has to be paid for otherwise.".to_owned()
    } else {
        format!("Off-ramps: stepping down is the other side's best reply to {}.", words.join(", "))
    };
    Finding {
        id: "off-ramps",
        text,
        figures: json!({ "postures": words }),
        rests_on: ["moves", "component", "types", "partner"].map(str::to_owned).to_vec(),
        method: "best reply among the other side's named plans",
    }
}

fn prediction(inputs: &Inputs, found: &Assessment) -> Finding {
    let own = &found.prediction;
    let acts: Vec<String> = own
        .first
        .iter()
        .filter(|(_, chance)| *chance >= 0.005)
        .map(|(word, chance)| {
            let said = crate::likelihood::word(*chance).map_or(String::new(), |word| format!(", {word}"));
            format!("{word} {:.0} %{said}", chance * 100.0)
        })
        .collect();
    let ends = |place: usize, side: Side| {
        let loss = own.losses[place];
        let word = if loss < 0.0 { "gains" } else { "loses" };
        format!("{} {word} {}", name(inputs, side), points(loss.abs()))
    };
    let left = if own.regret < 0.05 {
        "neither side would gain 0.1 points by leaving these averages".to_owned()
    } else {
        format!(
            "these averages need be no equilibrium: a side would still gain up to {} points by leaving them",
            points(own.regret)
        )
    };
    let text = format!(
        "If both sides learn by regret, {} begins with: {}. Then {} points and {}; {left}.",
        inputs.assumptions.own,
        acts.join("; "),
        ends(0, Side::Own),
        ends(1, Side::Other),
    );
    let figures = json!({
        "first_move": own.first.iter().map(|(word, chance)| json!({ "act": word, "chance": chance })).collect::<Vec<_>>(),
        "losses": own.losses, "regret": own.regret, "steps": own.steps,
    });
    Finding {
        id: "prediction",
        text,
        figures,
        rests_on: vec!["component".to_owned(), "moves".to_owned(), "types".to_owned(), "chance".to_owned()],
        method: if inputs.assumptions.now.moves > TREE_MOVES {
            "regret matching+ on public histories (Tammelin and others 2015)"
        } else {
            "discounted regret minimisation on the tree (Brown, Sandholm 2019)"
        },
    }
}

fn leak(found: &Assessment) -> Finding {
    let text = found.after_leak.map_or(
        "No notice is worth anything after a leak: there is no equilibrium with one.".to_owned(),
        |own| {
            format!(
                "After a leak a notice that can be checked is worth {} points to the own side and {} to the other, beside silence.",
                points(own[0]),
                points(own[1])
            )
        },
    );
    Finding {
        id: "leak",
        text,
        figures: json!({ "value_own": found.after_leak.map(|own| own[0]), "value_other": found.after_leak.map(|own| own[1]) }),
        rests_on: ["chance.leak", "notice", "component", "moves", "types"].map(str::to_owned).to_vec(),
        method: "the stage with a notice that becomes public for certain, against silence",
    }
}
