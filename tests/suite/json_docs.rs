//! `docs/json.md` names every key that is written as JSON, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The rows of the page: for each command the keys, and what each is described as elsewhere (command and key).
type Pages = BTreeMap<String, BTreeMap<String, Option<(String, String)>>>;

fn pages() -> Pages {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md")).expect("the page");
    let mut pages = Pages::new();
    let mut command = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## `muster ") {
            command = title.split(' ').next().expect("a command").to_owned();
        } else if let Some((key, rest)) = line.strip_prefix("| `").and_then(|line| line.split_once("` | ")) {
            let alias = rest.split_once("as `").and_then(|(_, after)| after.split_once('`')).map(|(path, after)| {
                let of = after.strip_prefix(" of `").and_then(|after| after.split_once('`')).map_or(command.as_str(), |(of, _)| of);
                (of.to_owned(), path.to_owned())
            });
            assert!(pages.entry(command.clone()).or_default().insert(key.to_owned(), alias).is_none(), "{command}: {key} twice");
        }
    }
    pages
}

/// The command and key under which a key is described, if it is.
fn described(pages: &Pages, command: &str, key: &str) -> Option<(String, String)> {
    let rows = pages.get(command)?;
    if rows.contains_key(key) {
        return Some((command.to_owned(), key.to_owned()));
    }
    let list = format!("{key}[]");
    if rows.contains_key(&list) {
        return Some((command.to_owned(), list));
    }
    let (parent, last) = key.rsplit_once('.')?;
    let any = format!("{parent}.*");
    if rows.contains_key(&any) {
        return Some((command.to_owned(), any));
    }
    // What is above it may be described elsewhere.
    let mut above = parent;
    loop {
        if let Some((command, path)) = rows.get(above).and_then(Option::as_ref) {
            return described(pages, command, &format!("{path}{}.{last}", &parent[above.len()..]));
        }
        above = above.rsplit_once('.')?.0;
    }
}

fn keys(value: &Value, above: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
                keys(value, &path, found);
                found.insert(path);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, &format!("{above}[]"), found)),
        _ => {}
    }
}

fn written(folder: &Path, line: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_muster"))
        .current_dir(folder)
        .env_clear()
        .env("LANG", "C")
        .args(line.split(' '))
        .stdin(Stdio::null())
        .output()
        .expect("muster starts");
    let value: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{line}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
    let mut found = BTreeSet::new();
    keys(&value, "", &mut found);
    found
}

/// A folder in which something was published, and a correction, a waiver, a hidden column and a file that is none came later.
fn with_history() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let month = |rows: &str| format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen;Schoenmaat\n{rows}");
    let write = |path: &str, text: &str| super::common::write(folder.path(), &[(path, text)]);
    write("input/opgave-oost-2026-05.csv", &month("EUM Armenia;7;1;0\nEUMM Georgia;5;6;0\nTotaal;13;7;0\n"));
    let muster = |line: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command.current_dir(folder.path()).env_clear().env("LANG", "C").args(line.split(' ')).stdin(Stdio::null());
        assert!(command.output().expect("muster starts").status.success(), "{line}");
    };
    muster("import input");
    write(
        "input/opgave-oost-2026-05.csv",
        &month("EUM Armenia;8;1;0\nEUMM Georgia;5;zes;0\nOnbekende missie;5;1;0\nTotaal;18;7;0\nbron: blad 2\n"),
    );
    write("input/~$opgave.xlsx", "");
    folder
}

#[test]
fn every_key_is_named_on_the_page_and_no_other() {
    let pages = pages();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let history = with_history();
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for (folder, line) in [
        (sample, "check input --format json --no-history"),
        (history.path(), "check input --format json"),
        (sample, "status input --format json --no-history"),
        (sample, "diff 2026-04 2026-05 --format json --no-history"),
        (sample, "rules --format json"),
        (sample, "explain PLA-05 --format json"),
        (sample, "explain XSH-01 --format json"),
        (sample, "explain FIL-06 --format json"),
    ] {
        let command = line.split(' ').next().expect("a command");
        for key in written(folder, line) {
            let row = described(&pages, command, &key).unwrap_or_else(|| panic!("docs/json.md does not tell of '{key}' of {command}"));
            used.insert(row);
        }
    }
    let all = pages.iter().flat_map(|(command, rows)| rows.keys().map(|key| (command.clone(), key.clone())));
    let unseen: Vec<String> = all.filter(|row| !used.contains(row)).map(|(command, key)| format!("{command} {key}")).collect();
    // These need returns of other kinds; their names are held by the tests of the documents themselves.
    insta::assert_snapshot!(unseen.join("\n"), @r"
    check findings[].waiver.decided_by
    check findings[].waiver.decided_on
    check findings[].waiver.line
    check findings[].waiver.reason
    check findings[].waiver.until
    check sheets[].hidden_parts[].by
    check sheets[].hidden_parts[].first
    check sheets[].hidden_parts[].lines[]
    check sheets[].hidden_parts[].read
    check sheets[].outlines[].columns[]
    check sheets[].outlines[].columns[].column
    check sheets[].outlines[].columns[].header
    check sheets[].outlines[].data_rows
    check sheets[].outlines[].header_rows[]
    check sheets[].outlines[].rows
    check sheets[].outlines[].title_rows[]
    check sheets[].personal[].cell
    check sheets[].personal[].certain
    check sheets[].personal[].kind
    check sheets[].personal[].values
    check sheets[].tables[].fixed[].cell
    check sheets[].tables[].fixed[].field
    check sheets[].tables[].fixed[].text
    check sheets[].tables[].month.cell
    check sheets[].tables[].month.period
    check sheets[].tables[].of_which[].about
    check sheets[].tables[].of_which[].cell
    check sheets[].tables[].of_which[].field
    check sheets[].tables[].personal[].column
    check sheets[].tables[].personal[].kind
    ");
}

#[test]
fn a_key_that_is_not_named_is_found() {
    let pages = pages();
    for (command, key, row) in [
        ("check", "findings[].code", Some("findings[].code")),
        ("check", "returns[].tables", Some("returns[].tables[]")),
        ("check", "sheets[].rows.hidden", Some("ledger[].hidden")),
        ("check", "changes.new[].waiver.until", Some("findings[].waiver.until")),
        ("status", "open[].waiver.reason", Some("findings[].waiver.reason")),
        ("explain", "settings.numbers.factor", Some("settings.numbers.*")),
        ("check", "findings[].colour", None),
        ("status", "open[].colour", None),
        ("check", "settings.numbers.factor", None),
        ("diff", "findings", None),
    ] {
        assert_eq!(described(&pages, command, key).map(|(_, row)| row), row.map(ToOwned::to_owned), "{command} {key}");
    }
}
