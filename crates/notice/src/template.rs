//! A filled, commented, valid file a type (requirements.md R25): what `demarche template KIND` prints.

use crate::parameters::Clocks;
use crate::registry;
use crate::vocabulary::NoticeType;

/// The template of a type; `None` for L1, which nobody drafts.
pub fn template(kind: NoticeType) -> Option<String> {
    let text = registry::form(kind)?.template;
    match kind {
        NoticeType::Ch => Some(text.replace("# CLOCKS\n", &clocks())),
        _ => (!text.is_empty()).then(|| text.to_owned()),
    }
}

/// Every clock with its default, as a comment.
fn clocks() -> String {
    let all = Clocks::default().all();
    all.into_iter()
        .filter(|(name, _)| *name != "test")
        .map(|(name, span)| format!("# {name} = \"{span}\"\n"))
        .collect()
}
