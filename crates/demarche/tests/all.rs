//! The command line as an operator meets it: real processes, real files.

#[path = "all/book.rs"]
mod book;
#[path = "all/commands.rs"]
mod commands;
#[path = "all/custody.rs"]
mod custody;
#[path = "all/custody_pairs.rs"]
mod custody_pairs;
#[path = "all/day_twenty.rs"]
mod day_twenty;
#[path = "all/desk.rs"]
mod desk;
#[path = "all/desk_apart.rs"]
mod desk_apart;
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
#[path = "all/leaked.rs"]
mod leaked;
#[path = "all/live_feed.rs"]
mod live_feed;
#[path = "all/models.rs"]
mod models;
#[path = "all/public.rs"]
mod public;
#[path = "all/succession.rs"]
mod succession;
#[path = "all/templates.rs"]
mod templates;
#[path = "all/us_iran_desk.rs"]
mod us_iran_desk;
#[path = "all/watchkeeper.rs"]
mod watchkeeper;
#[expect(dead_code, reason = "the same parties as in the tests of the node; not every helper is needed here")]
#[path = "../../node/tests/all/world.rs"]
mod world;
