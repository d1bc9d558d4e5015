//! The solvers, one solution concept a file. Each gives an answer; `checker` says whether it is one.

pub mod correlated;
pub mod efce;
pub mod extreme;
pub mod guarantee;
pub mod logit;
pub mod logit_agent;
pub mod logit_normal;
pub mod mediator_stage;
pub mod mediator_tree;
pub mod objective;
pub mod one_stage;
pub mod pure;
pub mod regret_matching;
pub mod sampling;
pub mod security;
