//! The command line as an operator meets it: real processes, real files.

#[path = "all/book.rs"]
mod book;
#[path = "all/commands.rs"]
mod commands;
#[path = "all/custody.rs"]
mod custody;
#[path = "all/desk.rs"]
mod desk;
#[path = "all/exercise.rs"]
mod exercise;
#[path = "../src/exit.rs"]
mod exit;
#[path = "all/games.rs"]
mod games;
#[path = "all/kit.rs"]
mod kit;
#[path = "all/language.rs"]
mod language;
#[path = "all/models.rs"]
mod models;
#[path = "all/public.rs"]
mod public;
#[path = "all/templates.rs"]
mod templates;
#[path = "all/watchkeeper.rs"]
mod watchkeeper;
