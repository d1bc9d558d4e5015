//! `demarche notice check` with a node: one look by its release desk.

use crate::command::NodeFile;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::ask;
use crate::stopped::Stopped;
use node::api::{Ask, FindingTold, Told};
use notice::{Finding, Para};
use serde_json::json;

/// Asks the node and prints what the drafter must see.
pub fn run(
    node: &NodeFile,
    compartment: String,
    draft: String,
    officer: Option<String>,
    output: &Output,
) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Check { compartment, draft, officer })?;
    let Told::Checked { valid, findings, lint, desk } = told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let (refused, warned) = (heard(&findings), heard(&lint));
    let document = json!({
        "valid": valid,
        "findings": output.findings_told(&refused, "refuse"),
        "lint": output.findings_told(&warned, "warn"),
        "desk": desk,
    });
    let verdict = if valid { "valid" } else { "refused" };
    let cap = desk.words.map_or_else(String::new, |words| format!("; words {words}"));
    let budget = desk.flash_budget.zip(desk.flash_sent);
    let budget = budget.map_or_else(String::new, |(budget, sent)| format!("; FLASH {sent} of {budget}"));
    let text = format!(
        "{verdict}; release: {}{cap}{budget}\n{}{}",
        desk.release,
        output.findings(&refused),
        output.findings(&warned)
    );
    output.print(&document, &text);
    Ok(if valid { Exit::Done } else { Exit::Negative })
}

/// Findings that came over the socket, as those of this process. Their few names live as long as the process, which is
/// about to end.
fn heard(told: &[FindingTold]) -> Vec<Finding> {
    let kept = |name: &str| -> &'static str { Box::leak(name.to_owned().into_boxed_str()) };
    let each = |it: &FindingTold| Finding {
        id: kept(&it.id),
        para: Para::new(it.paragraph.clone().unwrap_or_default()),
        facts: it.facts.iter().map(|(name, fact)| (kept(name), fact.into())).collect(),
    };
    told.iter().map(each).collect()
}
