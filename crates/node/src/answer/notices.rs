//! Questions about drafts and notices.

use super::not_of_its_form;
use crate::api::{Ask, Told};
use crate::error::NodeError;
use crate::node::Inner;
use std::sync::Arc;

pub(super) async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    let _ = inner;
    Err(not_of_its_form("ask", &format!("{question:?}").chars().take(20).collect::<String>()))
}
