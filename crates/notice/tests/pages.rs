//! Pages and schemas that are made from the code: `DEMARCHE_WRITE_PAGES=1` writes them anew.

use crate::files::drafted;
use notice::lint::LINTS;
use notice::schema::schema;
use notice::validate::table;
use notice::vocabulary::NoticeType;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn held(path: &Path, text: &str) {
    if std::env::var("DEMARCHE_WRITE_PAGES").is_ok() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("writes");
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), text, "{}", path.display());
}

#[test]
fn every_file_that_users_write_has_its_schema_in_the_book() {
    for kind in drafted().into_iter().chain([NoticeType::Ch]) {
        let schema = schema(kind).expect("a schema");
        let text = serde_json::to_string_pretty(&schema).expect("prints") + "\n";
        held(&docs().join(format!("formats/{}.schema.json", kind.word().to_lowercase())), &text);
    }
    let sites = serde_json::to_string_pretty(&notice::site_list::schema()).expect("prints") + "\n";
    held(&docs().join("formats/sites.schema.json"), &sites);
}

#[test]
fn the_table_of_checks_in_the_book_is_that_of_the_code() {
    let mut page = String::from(
        "# Checks of notices\n\nMade from the code by a test. `N-` refuses a release, `W-` only warns and may be \
         overruled with a reason. What each says, why, and how to mend it is on the page \
         [Refusals, checks, warnings](refusals.md).\n\n| id | rule |\n|---|---|\n",
    );
    for (id, rule) in table() {
        writeln!(page, "| `{id}` | {rule} |").expect("writes");
    }
    page.push_str("\n| id | name | warns when |\n|---|---|---|\n");
    for lint in LINTS {
        writeln!(page, "| `{}` | {} | {} |", lint.id, lint.name, lint.rule).expect("writes");
    }
    held(&docs().join("src/checks.md"), &page);
}

#[test]
fn the_notice_file_printed_in_the_book_is_valid() {
    let page = std::fs::read_to_string(docs().join("src/formats.md")).expect("the page");
    let file =
        page.split("```toml\ntype").nth(1).and_then(|rest| rest.split("```").next()).expect("the file");
    let draft = notice::file::draft_from_toml(&format!("type{file}")).expect("reads");
    assert_eq!(notice::validate::validate(&draft, &notice::Apart, None), []);
}
