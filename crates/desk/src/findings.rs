//! Findings in words, each with its number, what it rests on and how to open it.

use crate::assessment::{Assessment, Flips, Inputs, TREE_MOVES};
use crate::assumptions::Side;
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
    list.extend([weeks(inputs, found), proportion(inputs, found), red_lines(found), patron(inputs, found)]);
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
        (Some(_), 0) => "No single assumption within its interval changes this: ".to_owned(),
        (Some(_), 1) => format!("This rests on one guess, {}: ", alone[0]),
        (Some(_), count) => {
            format!("Any of {count} assumptions alone would change this ({}): ", alone.join(", "))
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
        "{lead}the posture that loses least at worst is to {}: {} loses no more than {} points whatever {} does ({} to {} over the own intervals). No plan whatever guarantees less than {}.{margin}",
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
    let rests_on = if alone.is_empty() { vec!["component".to_owned(), "moves".to_owned()] } else { alone };
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
            "Least regretted over the named plans of the other side is {same}, {}: at most {} points are missed by it.",
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
                    format!("{} {} jointly ({} own)", regime.name, points(best[0] + best[1]), points(best[0]))
                }
                None => format!("{}: no equilibrium in pure strategies", regime.name),
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
        "Against silence, best equilibrium against best, the line is worth to {} and {}: {}. A negative value is shown as it is; equilibria are many, so the interval from the worst with to the best without stands beside it.",
        inputs.assumptions.own,
        inputs.assumptions.other,
        said.join("; ")
    );
    Finding {
        id: "line",
        text,
        figures: json!({ "regimes": rows }),
        rests_on: vec!["notice".to_owned(), "types".to_owned(), "moves".to_owned(), "component".to_owned()],
        method: "one stage with types: extreme equilibria (Avis and others 2010), pure equilibria with a notice, communication equilibrium by linear programme (Myerson 1982; Forges 1986)",
    }
}

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
            "{}: {holds} (own factor {:.3}, critical {:.3}, margin {:+.3}, from {:+.3} to {:+.3})",
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
        text: format!("Whether mutual restraint holds itself up: {}. {shock}", said.join("; ")),
        figures,
        rests_on: ["own_discount", "other_discount", "false_alarm_line", "detection_line"]
            .map(|key| format!("patience.{key}"))
            .to_vec(),
        method: "critical discount factor with imperfect public monitoring, the lower of grim trigger and limited punishment (Green, Porter 1984)",
    }
}

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
                    format!("because of {}", week.because.join(", "))
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
        rests_on: vec!["calendar".to_owned(), "patience".to_owned()],
        method: "own discount factor times survival by the calendar, week by week, against the critical one",
    }
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
        rests_on: vec![
            "component".to_owned(),
            "moves.other_prize".to_owned(),
            "moves.other_credibility".to_owned(),
        ],
        method: "best reply of the other side among its named plans after a response at each rung, the own side then answering in kind",
    }
}

fn red_lines(found: &Assessment) -> Finding {
    let said: Vec<String> = found
        .lines
        .iter()
        .map(|line| {
            format!(
                "{}: {} (worst loss {}, next best {})",
                line.id,
                line.response.words(),
                points(line.losses[0]),
                points(line.losses[1])
            )
        })
        .collect();
    let text = if said.is_empty() {
        "No own red lines are named in the file.".to_owned()
    } else {
        format!("If an own red line is crossed, this assessment would support: {}.", said.join("; "))
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
        rests_on: vec!["red_line".to_owned(), "component".to_owned()],
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
                "{} and {}: {} if it restrains, {} if not; {tips}",
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
        format!("The patron's choice, loss in points: {}.", said.join("; "))
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
        rests_on: vec!["partner".to_owned()],
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
        rests_on: vec!["moves.other_audience".to_owned(), "moves.other_credibility".to_owned()],
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
    let text = format!(
        "If both sides learn by regret, {} begins with: {}. Losses {} and {}; the averages need be no equilibrium, either side would still gain up to {} by leaving them.",
        inputs.assumptions.own,
        acts.join("; "),
        points(own.losses[0]),
        points(own.losses[1]),
        points(own.regret)
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
                "After a leak a notice that can be checked is worth {} to the own side and {} to the other.",
                points(own[0]),
                points(own[1])
            )
        },
    );
    Finding {
        id: "leak",
        text,
        figures: json!({ "value_own": found.after_leak.map(|own| own[0]), "value_other": found.after_leak.map(|own| own[1]) }),
        rests_on: vec!["chance.leak_cost".to_owned(), "notice".to_owned()],
        method: "the stage with a notice that becomes public for certain, against silence",
    }
}
