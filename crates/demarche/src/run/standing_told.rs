//! What `demarche standing show, cycles, why` print, and the duties of `standing due`.

use crate::exit::Exit;
use crate::output::Output;
use crate::run::moment;
use crate::run::prove::instant;
use crate::run::socket::ask;
use crate::stopped::Stopped;
use crate::{command::NodeFile, run::socket::document};
use node::api::{Ask, DutyTold, MatterTold, StandingTold, Told};
use serde_json::{Value, json};

/// Everything that stands.
pub fn show(
    node: &NodeFile,
    compartment: Option<String>,
    at: Option<&str>,
    notices: bool,
    output: &Output,
) -> Result<Exit, Stopped> {
    let compartments = standing(node, compartment, at, notices)?;
    let mut lines = Vec::new();
    for told in &compartments {
        lines.push(format!("{}  {}", told.compartment, instant(told.as_of_ms)));
        for (list, matters) in told.matters.iter().filter(|(_, matters)| !matters.is_empty()) {
            lines.push(format!("  {list}"));
            lines.extend(matters.iter().flat_map(matter));
        }
    }
    let documents: Vec<Value> = compartments.iter().map(flat).collect();
    let document = match documents.as_slice() {
        [one] => one.clone(),
        all => json!({ "compartments": all }),
    };
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

/// Every cycle: whose move, since when.
pub fn cycles(
    node: &NodeFile,
    compartment: Option<String>,
    at: Option<&str>,
    output: &Output,
) -> Result<Exit, Stopped> {
    let mut cycles: Vec<Value> = Vec::new();
    let mut lines = Vec::new();
    for told in standing(node, compartment, at, false)? {
        for it in told.matters.get("cycles").into_iter().flatten() {
            cycles.push(json!({
                "compartment": told.compartment,
                "number": it.number,
                "parties": it.beside.get("parties").map(|p| p.split(' ').collect::<Vec<_>>()),
                "state": it.state,
                "move_of": it.beside.get("move_of").filter(|party| !party.is_empty()),
                "at_ms": it.at_ms,
                "at": it.at_ms.map(instant),
            }));
            lines.extend(matter(it));
        }
    }
    output.print(&json!({ "cycles": cycles }), &lines.join("\n"));
    Ok(Exit::Done)
}

/// Which entries made the matters of a notice what they are.
pub fn why(node: &NodeFile, number: String, at: Option<&str>, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Why { number, at_ms: moment::maybe(at)? })?;
    let Told::Why { matters } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let mut lines = Vec::new();
    for it in matters {
        lines.extend(matter(&it.matter));
        lines.extend(it.because.iter().map(|because| {
            let without = because.without.as_deref().unwrap_or("nothing");
            format!("      because of {} ({}); without it {without}", because.number, instant(because.at_ms))
        }));
    }
    output.print(&document(&told), &lines.join("\n"));
    Ok(Exit::Done)
}

/// What is due by anybody: document and lines.
pub fn duties(node: &NodeFile, compartment: Option<String>) -> Result<(Vec<DutyTold>, Vec<String>), Stopped> {
    let told = ask(node, &Ask::Duties { compartment, at_ms: None })?;
    let Told::Duties { duties } = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let line = |it: &DutyTold| {
        let at = it.at_ms.map_or_else(|| "no clock".to_owned(), instant);
        let (from, part) = (it.from.join(", "), if it.part.is_empty() { "" } else { it.part.as_str() });
        let past = if it.past { "  PAST" } else { "" };
        let DutyTold { compartment, what, number, otherwise, .. } = it;
        format!("{at}{past}  {compartment}  {what} from {from}  {number} {part}  otherwise {otherwise}")
    };
    let lines = duties.iter().map(line).collect();
    Ok((duties, lines))
}

fn standing(
    node: &NodeFile,
    compartment: Option<String>,
    at: Option<&str>,
    notices: bool,
) -> Result<Vec<StandingTold>, Stopped> {
    let told = ask(node, &Ask::Standing { compartment, at_ms: moment::maybe(at)?, notices })?;
    match told {
        Told::Standing { compartments } => Ok(compartments),
        other => Err(Stopped::unexpected(&format!("{other:?}"))),
    }
}

/// The lists stand beside the head of their compartment.
fn flat(told: &StandingTold) -> Value {
    let mut document = json!({
        "compartment": told.compartment,
        "as_of_ms": told.as_of_ms,
        "as_of": instant(told.as_of_ms),
        "root": told.root,
        "refused": told.refused,
        "unreadable": told.unreadable,
    });
    for (list, matters) in &told.matters {
        document[list] = json!(matters);
    }
    document
}

fn matter(it: &MatterTold) -> Vec<String> {
    let toward = it.toward.as_deref().map_or_else(String::new, |party| format!(" toward {party}"));
    let at = it.at_ms.map_or_else(String::new, |at| format!("  {}", instant(at)));
    let filled = it.beside.iter().filter(|(_, value)| !value.is_empty());
    let beside: Vec<String> = filled.map(|(name, value)| format!("{name}: {value}")).collect();
    let head = format!("    {}{toward}  {}{at}  {}", it.id, it.state, beside.join(", "));
    let parts = it.parts.iter().map(|part| format!("      {}  {}", part.id, part.state));
    std::iter::once(head.trim_end().to_owned()).chain(parts).collect()
}
