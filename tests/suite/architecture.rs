//! Holds the walls between the parts of the crate, as ARCHITECTURE.md draws them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const STAGES: [&str; 6] = ["ingest", "layout", "records", "rules", "summary", "publish"];

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The code of a file without comments and without its tests, which may look over the walls.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn is_test_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    ["tests.rs", "testing.rs", "fixtures.rs"].contains(&name) || path.components().any(|part| part.as_os_str() == "tests")
}

/// The parts of the crate that a file names after `crate::`.
fn imports(path: &Path) -> BTreeSet<String> {
    let code = code(path);
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![rest],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.insert(name);
        }
    }
    found.remove("");
    found
}

/// The names at the first level of a `use` group.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn check(part: &str, allowed: &[&str]) -> Vec<String> {
    let path = root().join(part);
    let files = if path.is_dir() { sources(&path) } else { vec![path] };
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| !is_test_file(file)) {
        for name in imports(file) {
            if name != part.trim_end_matches(".rs") && !allowed.contains(&name.as_str()) {
                broken.push(format!("{} imports crate::{name}", file.display()));
            }
        }
    }
    broken
}

#[test]
fn the_domain_imports_nothing_of_the_crate() {
    assert_eq!(check("domain", &[]), Vec::<String>::new());
    for file in sources(&root().join("domain")) {
        let code = code(&file);
        for forbidden in ["std::fs", "std::env", "std::io", "SystemTime", "Utc::now", "Instant", "println!", "polars", "calamine"] {
            assert!(!code.contains(forbidden), "{} uses {forbidden}", file.display());
        }
    }
}

#[test]
fn a_stage_imports_the_domain_and_errors_only() {
    let broken: Vec<String> = STAGES.iter().chain(&["schemas"]).flat_map(|stage| check(stage, &["domain", "error"])).collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn only_the_pipeline_sees_all_stages() {
    assert_eq!(check("catalogue.rs", &["domain", "rules"]), Vec::<String>::new());
    assert_eq!(check("cli", &["domain", "error", "pipeline", "catalogue"]), Vec::<String>::new());
    assert_eq!(check("error.rs", &["domain"]), Vec::<String>::new());
    assert_eq!(check("main.rs", &["cli"]), Vec::<String>::new());
}

#[test]
fn calamine_is_named_in_one_file_and_polars_in_two_stages() {
    let naming = |word: &str| -> Vec<String> {
        let all = sources(&root()).into_iter().filter(|file| !is_test_file(file) && code(file).contains(word));
        all.map(|file| file.strip_prefix(root()).expect("below src").to_string_lossy().replace('\\', "/")).collect()
    };
    let calamine = naming("calamine");
    assert!(calamine.len() == 1 && calamine[0].starts_with("ingest/"), "{calamine:?}");
    let polars = naming("polars");
    assert!(!polars.is_empty() && polars.iter().all(|file| file.starts_with("summary/") || file.starts_with("publish/")), "{polars:?}");
}

#[test]
fn files_stay_small() {
    // Files of tests may be longer: they hold what users see, word for word.
    let long: Vec<String> = sources(&root())
        .into_iter()
        .filter(|file| !is_test_file(file))
        .map(|file| (fs::read_to_string(&file).expect("a source file").lines().count(), file))
        .filter(|(lines, _)| *lines > 500)
        .map(|(lines, file)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_file_is_said_in_words_of_both_languages() {
    let known = fs::read_to_string(root().join("domain/damage.rs")).expect("a source file");
    let mut unknown = Vec::new();
    for file in sources(&root().join("ingest")).iter().filter(|file| !is_test_file(file)) {
        for word in code(file).split("amaged(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if !known.contains(&format!("\"{word}\",")) {
                unknown.push(format!("{}: {word}", file.display()));
            }
        }
    }
    assert_eq!(unknown, Vec::<String>::new(), "they belong in src/domain/damage.rs");
}
