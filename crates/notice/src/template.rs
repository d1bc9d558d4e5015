//! A filled, commented, valid file a type (requirements.md R25): what `demarche template KIND` prints.

use crate::parameters::Clocks;
use crate::vocabulary::NoticeType;

/// The template of a type; `None` for L1, which nobody drafts, and for types this version does not serve.
pub fn template(kind: NoticeType) -> Option<String> {
    let text = match kind {
        NoticeType::L2 => include_str!("../templates/l2.toml"),
        NoticeType::L3 => include_str!("../templates/l3.toml"),
        NoticeType::L4 => include_str!("../templates/l4.toml"),
        NoticeType::L5 => include_str!("../templates/l5.toml"),
        NoticeType::L6 => include_str!("../templates/l6.toml"),
        NoticeType::T1 => include_str!("../templates/t1.toml"),
        NoticeType::T3 => include_str!("../templates/t3.toml"),
        NoticeType::E1 => include_str!("../templates/e1.toml"),
        NoticeType::Ch => return Some(include_str!("../templates/ch.toml").replace("# CLOCKS\n", &clocks())),
        _ => return None,
    };
    Some(text.to_owned())
}

/// Every clock with its default, as a comment.
fn clocks() -> String {
    let all = Clocks::default().all();
    all.into_iter()
        .filter(|(name, _)| *name != "test")
        .map(|(name, span)| format!("# {name} = \"{span}\"\n"))
        .collect()
}
