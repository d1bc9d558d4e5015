//! `demarche card`: the cards on the terminal and as a page for the printer.

use crate::command::card::CardCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::stopped::Stopped;
use maud::{DOCTYPE, PreEscaped, html};
use serde_json::json;
use wording::{CARDS, Card, Direction};

/// Lists the cards, or shows one.
pub fn run(command: CardCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        CardCommand::List => {
            let cards: Vec<Card> = CARDS.iter().filter_map(|name| output.card(name)).collect();
            let document = json!({
                "language": output.language(),
                "cards": cards.iter().map(|card| json!({ "name": card.name, "title": card.title })).collect::<Vec<_>>(),
            });
            let lines: Vec<String> =
                cards.iter().map(|card| format!("{:<10} {}", card.name, card.title)).collect();
            output.print(&document, &lines.join("\n"));
        }
        CardCommand::Show { name, html } => {
            let card = output.card(&name).ok_or_else(|| Stopped::usage("card", &name))?;
            let page = html.then(|| page(&card, output));
            let mut document = json!({
                "name": card.name,
                "number": card.number,
                "of": CARDS.len(),
                "language": output.language(),
                "direction": direction(&card),
                "title": card.title,
                "steps": card.steps,
            });
            if let Some(page) = &page {
                document["html"] = json!(page);
            }
            output.print(&document, &page.unwrap_or_else(|| card.text()));
        }
    }
    Ok(Exit::Done)
}

fn direction(card: &Card) -> &'static str {
    match card.direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// One A6 page; its style stands inside, nothing is loaded.
fn page(card: &Card, output: &Output) -> String {
    html! {
        (DOCTYPE)
        html lang=(output.language()) dir=(direction(card)) {
            head {
                meta charset="utf-8";
                meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (card.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                p { (card.head) }
                h1 { (card.title) }
                @for step in &card.numbered { div { b { (step.0) } span { (step.1) } } }
            }
        }
    }
    .into_string()
}

const STYLE: &str = "@page{size:105mm 148mm;margin:7mm}body{font:9.5pt/1.3 sans-serif;margin:0 auto;max-width:91mm}\
p{margin:0;font-size:7.5pt}h1{font-size:13pt;margin:1mm 0 2mm;border-bottom:.5mm solid}\
div{display:flex;gap:2mm;margin:0 0 1.6mm;break-inside:avoid}b{min-width:5mm}";
