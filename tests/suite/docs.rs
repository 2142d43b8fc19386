//! The pages in `docs/`: what they show is what the program does.
//!
//! The reference of checks and that of tables are made from the program. The other pages are played: what a page says to write
//! into a file is written, what it says to run is run, and what it shows as output is compared. With `MUSTER_BLESS=1` in the
//! environment everything that is made is written anew, to be looked at before it is committed.

mod bi;
mod links;
mod play;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use muster::catalogue::reference::reference;
use muster::domain::Lang;
use muster::pipeline;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn docs() -> PathBuf {
    project().join("docs")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn blessing() -> bool {
    std::env::var("MUSTER_BLESS").as_deref() == Ok("1")
}

/// Compares a page with what it should be, or writes it anew.
fn hold(page: &str, text: &str) {
    let path = docs().join(page);
    if blessing() {
        fs::write(&path, text).expect("a page");
        return;
    }
    let known = read(&path);
    if known != text {
        let line = known.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or(known.lines().count().min(text.lines().count()));
        let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
        panic!(
            "docs/{page} is not what it should be from line {}:\n  there:  {}\n  should: {}\n`MUSTER_BLESS=1 cargo nextest run --test suite docs` writes it anew",
            line + 1,
            at(&known),
            at(text)
        );
    }
}

#[test]
fn the_reference_of_checks_is_that_of_the_catalogue() {
    let (schema, catalogue) = pipeline::load_schemas(Some(&project().join("schemas")), Lang::En).expect("schemas");
    for (page, lang) in [("checks.md", Lang::En), ("checks.nl.md", Lang::Nl)] {
        let text = reference(lang, &schema, &catalogue);
        for check in &catalogue {
            let head = format!("### <a id=\"{}\"></a>{} ", check.code.to_lowercase(), check.code);
            assert_eq!(text.matches(&head).count(), 1, "{}", check.code);
        }
        hold(page, &text);
    }
}

#[test]
fn the_reference_of_tables_is_that_of_the_data_package() {
    hold("tables.md", &tables::page());
}

#[test]
fn the_quick_start_shows_what_happens() {
    hold("quickstart.md", &play::played(&read(&docs().join("quickstart.md"))));
}

#[test]
fn the_page_for_administrators_shows_what_happens() {
    hold("administrators.md", &play::played(&read(&docs().join("administrators.md"))));
}
