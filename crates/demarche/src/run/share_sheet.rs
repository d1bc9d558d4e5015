//! Sheets of a share: one page a secret, with the symbol of the share file and 18 groups of digits.

use crate::output::Output;
use crate::run::qr::write_png;
use crate::stopped::Stopped;
use custody::{Share, Which, digits};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use refusal::facts;
use screen::Symbol;
use std::path::Path;
use zeroize::Zeroizing;

/// Writes both sheets of a share into a folder.
pub fn write(share: &Share, folder: &Path, output: &Output) -> Result<(), Stopped> {
    let refused = |e: store::StoreError| Stopped::refused(&e);
    store::create_folder(folder).map_err(refused)?;
    let symbol = Symbol::least(&share.encode())
        .ok_or_else(|| Stopped::file(folder, &std::io::Error::other("the share is too long for a symbol")))?;
    let page = Zeroizing::new(page(share, &symbol, output));
    let place = share.index;
    store::create_private(&folder.join(format!("sheet-{place}.html")), page.as_bytes()).map_err(refused)?;
    let png = write_png(&symbol).map_err(|e| Stopped::file(folder, &std::io::Error::other(e.to_string())))?;
    store::create_private(&folder.join(format!("sheet-{place}.png")), &Zeroizing::new(png))
        .map_err(refused)?;
    let lines: Vec<String> = both(share).iter().map(|(_, groups)| groups.join(" ")).collect();
    let lines = Zeroizing::new(output.own_digits(&(lines.join("\n") + "\n")));
    store::create_private(&folder.join(format!("sheet-{place}.txt")), lines.as_bytes()).map_err(refused)
}

/// The groups of both secrets.
fn both(share: &Share) -> [(Which, Zeroizing<Vec<String>>); 2] {
    let groups = |which, secret| (which, digits(&share.set, share.index, which, secret));
    [groups(Which::Root, &share.root), groups(Which::Seal, &share.seal)]
}

fn page(share: &Share, symbol: &Symbol, output: &Output) -> String {
    let say = |key: &str| output.phrase(key, &facts! {});
    html! {
        (DOCTYPE)
        html lang=(output.language()) dir="auto" {
            head {
                meta charset="utf-8";
                meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "Demarche" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for (which, groups) in &both(share) {
                    section {
                        h1 { (title(share, *which, output)) }
                        p { (say("custody-sheet-how")) }
                        (table(groups, output))
                        svg viewBox=(format!("0 0 {0} {0}", symbol.side())) { path d=(symbol.path()); }
                        p { (say("custody-sheet-warning")) }
                    }
                }
            }
        }
    }
    .into_string()
}

fn title(share: &Share, which: Which, output: &Output) -> String {
    let told = facts! {
        set: share.set.to_string(), place: u64::from(share.index), k: u64::from(share.k()), n: share.n(),
    };
    output.phrase(&format!("custody-sheet-{}", which.word()), &told)
}

/// Three groups a row, each row numbered by its first group, left to right as digits run.
fn table(groups: &[String], output: &Output) -> Markup {
    html! {
        table dir="ltr" {
            @for (row, three) in groups.chunks(3).enumerate() {
                tr {
                    th { (output.own_digits(&(row * 3 + 1).to_string())) }
                    @for group in three { td { (output.own_digits(group)) } }
                }
            }
        }
    }
}

const STYLE: &str = "@page{size:A5;margin:10mm}body{font:10pt/1.4 sans-serif;margin:0 auto;max-width:128mm}\
section{break-after:page}h1{font-size:12pt}table{font:14pt/1.7 monospace;border-spacing:6mm 0}\
th{font-size:9pt;color:#555;text-align:end}svg{display:block;width:62mm;margin:3mm auto;shape-rendering:crispEdges}";
