//! `demarche sheet`: a pouch on paper, one envelope a page.

use crate::command::NodeFile;
use crate::command::sheet::SheetCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::qr::{read_png, write_png};
use crate::run::socket::ask;
use crate::stopped::Stopped;
use line::armour::File;
use line::pouch;
use maud::{DOCTYPE, PreEscaped, html};
use node::api::{Ask, Hex, Told};
use refusal::facts;
use screen::Symbol;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Prints or reads sheets.
pub fn run(command: SheetCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        SheetCommand::Print { node, compartment, to, out } => print(&node, compartment, to, &out, output),
        SheetCommand::Read { pages, compartment, node } => read(&pages, &compartment, &node, output),
    }
}

/// One page: what it carries, as symbol and as lines.
struct Page {
    symbol: Symbol,
    lines: Vec<String>,
}

impl Page {
    /// A page of a pouch file with one envelope; `None` if it is too long for one.
    fn of(file: &[u8]) -> Option<Self> {
        Some(Page { symbol: Symbol::of(file)?, lines: line::sheet::write(file)? })
    }
}

fn print(
    node: &NodeFile,
    compartment: String,
    to: String,
    out: &Path,
    output: &Output,
) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::PouchPack { compartment, to })?;
    let Told::Pouch { file, .. } = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let status = File::read(&file.0).map_err(|e| Stopped::refused(&e))?.status;
    let envelopes = pouch::open(&file.0, status).map_err(|e| Stopped::refused(&e))?;
    let all = envelopes.len();
    let pages: Vec<Page> =
        envelopes.into_iter().filter_map(|envelope| Page::of(&pouch::pack(status, vec![envelope]))).collect();
    let left_out = all - pages.len();
    write(&pages, status.word(), out, output)?;
    let document = json!({ "folder": out.display().to_string(), "pages": pages.len(), "left_out": left_out });
    let counts = facts! {
        folder: out.display().to_string(),
        pages: pages.len(),
        left: left_out,
    };
    let phrase = if left_out == 0 { "sheet-printed" } else { "sheet-left-out" };
    output.print(&document, &output.phrase(phrase, &counts));
    Ok(if left_out == 0 { Exit::Done } else { Exit::Negative })
}

fn write(pages: &[Page], status: &str, out: &Path, output: &Output) -> Result<(), Stopped> {
    if out.exists() {
        return Err(Stopped::file(out, &std::io::ErrorKind::AlreadyExists.into()));
    }
    let refused = |e: store::StoreError| Stopped::refused(&e);
    store::create_folder(out).map_err(refused)?;
    for (page, number) in pages.iter().zip(1..) {
        let drawn =
            write_png(&page.symbol).map_err(|e| Stopped::file(out, &std::io::Error::other(e.to_string())))?;
        store::create_private(&out.join(format!("page-{number}.png")), &drawn).map_err(refused)?;
        let lines = page.lines.join("\n") + "\n";
        store::create_private(&out.join(format!("page-{number}.txt")), lines.as_bytes()).map_err(refused)?;
    }
    let printed = to_print(pages, status, output);
    store::create_private(&out.join("sheet.html"), printed.as_bytes()).map_err(refused)
}

/// The pages for the printer. They name nobody: status, numbers and what is sealed.
fn to_print(pages: &[Page], status: &str, output: &Output) -> String {
    let title = |number: usize| {
        output.in_every_language("sheet-title", &facts! { status: status, number: number, of: pages.len() })
    };
    let how = output.in_every_language("sheet-how", &facts! {});
    html! {
        (DOCTYPE)
        html lang=(output.language()) {
            head {
                meta charset="utf-8";
                meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "Demarche" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for (page, number) in pages.iter().zip(1..) {
                    section {
                        @for (title, how) in title(number).iter().zip(&how) {
                            p lang=(title.language) dir=(title.direction) { b { (title.text) } ". " (how.text) }
                        }
                        svg viewBox=(format!("0 0 {0} {0}", page.symbol.side())) { path d=(page.symbol.path()); }
                        pre dir="ltr" { (page.lines.join("\n")) }
                    }
                }
            }
        }
    }
    .into_string()
}

fn read(pages: &[PathBuf], compartment: &str, node: &NodeFile, output: &Output) -> Result<Exit, Stopped> {
    // All pages are understood before the first is handed over.
    let files = pages.iter().map(|page| page_file(page)).collect::<Result<Vec<_>, _>>()?;
    for file in files {
        ask(node, &Ask::PouchOpen { compartment: compartment.to_owned(), file: Hex(file) })?;
    }
    let counts = facts! { pages: pages.len() };
    output.print(&json!({ "pages": pages.len() }), &output.phrase("sheet-read", &counts));
    Ok(Exit::Done)
}

/// The pouch file on a page, from its picture or its typed lines.
fn page_file(page: &Path) -> Result<Vec<u8>, Stopped> {
    let bytes = store::read_bounded(page, LIMIT).map_err(|e| Stopped::refused(&e))?;
    if bytes.starts_with(PNG) {
        return read_png(&bytes).ok_or_else(|| Stopped::no_symbol(page));
    }
    let typed = String::from_utf8_lossy(&bytes);
    line::sheet::read(&typed).map_err(|e| Stopped::refused(&e))
}

const PNG: &[u8] = b"\x89PNG";
const LIMIT: u64 = 64 << 20;
const STYLE: &str = "@page{size:A4;margin:12mm}body{font:8.5pt/1.25 sans-serif;margin:0 auto;max-width:186mm}\
section{break-inside:avoid}section+section{break-before:page}p{margin:0 0 .5mm}svg{display:block;width:115mm;margin:0 auto;shape-rendering:crispEdges}\
pre{columns:2;margin:1mm 0 0;font:6pt/1.2 monospace}";
