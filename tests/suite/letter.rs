//! `muster letter` over the sample returns: its forms, where they go, and months of which only what was published is left.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with a copy of the sample returns of some months, and of the schemas.
fn sample(months: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&project().join("schemas"), &folder.path().join("schemas"));
    for month in months {
        copy(&project().join("input").join(month), &folder.path().join("input").join(month));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (path, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).expect("an entry");
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}

fn muster(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).env_clear().env("LANG", "C").args(line.split_whitespace()).output().expect("muster starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// What stands on the standard output of a run that went well.
fn given(folder: &Path, line: &str) -> Vec<u8> {
    let output = muster(folder, line);
    assert_eq!(output.status.code(), Some(0), "{line}: {}", text(&output.stderr));
    output.stdout
}

/// What is said of a run that did not.
fn refused(folder: &Path, line: &str, code: i32) -> String {
    let output = muster(folder, line);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{line}: {said}");
    assert!(output.stdout.is_empty(), "{line}");
    said
}

fn document(docx: &[u8]) -> String {
    let mut part = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    archive.by_name("word/document.xml").expect("a document").read_to_string(&mut part).expect("text");
    part
}

/// The cells of the first table of a Word document.
fn cells(docx: &[u8]) -> Vec<String> {
    let document = document(docx);
    let table = document.split("</w:tbl>").next().and_then(|before| before.split("<w:tbl>").nth(1)).expect("a table");
    let cell = |cell: &str| {
        let texts = cell.split("</w:t>").filter_map(|text| text.rsplit_once("\">").map(|(_, text)| text));
        texts.take(1).collect::<String>()
    };
    table.split("</w:tc>").filter(|cell| cell.contains("<w:t ")).map(cell).collect()
}

#[test]
fn every_form_has_the_table_that_was_published() {
    let folder = sample(&["2026-03", "2026-04", "2026-05"]);
    let missions = [
        ("EUM Armenia", "7"),
        ("EUAM Iraq", "4 (3 tijdelijk in NL)"),
        ("EUAM Ukraine", "3"),
        ("EUBAM Libya", "3"),
        ("EUBAM Rafah", "2"),
        ("EUCAP Sahel Mali", "4"),
        ("EUCAP Somalia", "3"),
        ("EULEX Kosovo", "1"),
        ("EUMM Georgia", "5"),
        ("EUPM Moldova", "1"),
        ("EUPOL COPPS", "2"),
        ("EUSDI Gulf of Guinea", "0"),
        ("OSC", "1"),
        ("OSCE West-Balkan", "1"),
        ("UNSMIL Libya", "0"),
        ("TOTAAL", "37"),
    ];
    let markdown = text(&given(folder.path(), "letter --period 2026-05"));
    let page = text(&given(folder.path(), "letter --period 2026-05 --format html"));
    let docx = given(folder.path(), "letter --period 2026-05 --format docx");
    let rows = |of: &dyn Fn(&str, &str) -> String| missions.map(|(mission, count)| of(mission, count)).join("\n");
    assert!(markdown.ends_with(&format!("{}\n", rows(&|mission, count| format!("| {mission} | {count} |")))), "{markdown}");
    let plain = regex::Regex::new(r#" (style|scope)="[^"]*""#).expect("a pattern").replace_all(&page, "").into_owned();
    assert!(plain.contains(&rows(&|mission, count| format!("<tr><th>{mission}</th><td>{count}</td></tr>"))), "{plain}");
    let all: Vec<&str> =
        ["Missie", "Bezetting"].into_iter().chain(missions.iter().flat_map(|(mission, count)| [*mission, *count])).collect();
    assert_eq!(cells(&docx), all);
}

#[test]
fn the_language_of_the_letter_is_dutch_unless_another_is_asked_for() {
    let folder = sample(&["2026-05"]);
    assert!(text(&given(folder.path(), "letter")).starts_with("# Politie in internationale missies, mei 2026\n"), "whatever the locale");
    let english = text(&given(folder.path(), "letter --lang en"));
    assert!(english.starts_with("# Police in international missions, May 2026\n"), "{english}");
    for row in ["| Mission | Officers |", "| EUAM Iraq | 4 (3 temporarily in NL) |", "| TOTAL | 37 |"] {
        assert!(english.contains(row), "{row}: {english}");
    }
}

#[test]
fn a_letter_goes_to_a_file_whose_ending_tells_the_form() {
    let folder = sample(&["2026-05"]);
    for (name, start) in [("a.md", &b"# Politie"[..]), ("a.html", b"<!DOCTYPE html>"), ("a.docx", b"PK"), ("letter", b"# Politie")] {
        let output = muster(folder.path(), &format!("letter --lang nl --to {name}"));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty() && text(&output.stderr).contains(&format!("De brief staat in {name}.")), "{name}");
        assert!(fs::read(folder.path().join(name)).expect("a file").starts_with(start), "{name}");
    }
    given(folder.path(), "letter --to a.txt --format docx -q");
    assert!(fs::read(folder.path().join("a.txt")).expect("a file").starts_with(b"PK"), "a form that is named goes before the ending");
}

#[test]
fn a_letter_is_never_written_over_what_is_read_or_published() {
    let folder = sample(&["2026-05"]);
    given(folder.path(), "import -q");
    let before = fs::read(folder.path().join("output/letter-2026-05.docx")).expect("a letter");
    for place in [
        "input/letter.md",
        "input/2026-05/opgave-oost-2026-05.xlsx",
        "output/letter-2026-05.docx",
        "schemas/letters.csv",
        "output/../input/x.md",
    ] {
        let said = refused(folder.path(), &format!("letter --period 2026-05 --to {place}"), 2);
        assert!(said.contains("which muster reads or publishes"), "{place}: {said}");
    }
    assert_eq!(fs::read(folder.path().join("output/letter-2026-05.docx")).expect("a letter"), before);
    let said = refused(folder.path(), "letter --to nowhere/letter.docx", 3);
    assert!(said.contains("nowhere/letter.docx cannot be written"), "{said}");
}

#[test]
fn what_is_published_is_what_is_asked_for_whatever_the_threads_and_the_locale() {
    let folder = sample(&["2026-03", "2026-04", "2026-05"]);
    given(folder.path(), "import -q --lang en");
    for month in ["2026-03", "2026-04", "2026-05"] {
        for form in ["md", "docx"] {
            let published = fs::read(folder.path().join(format!("output/letter-{month}.{form}"))).expect("a letter");
            assert_eq!(given(folder.path(), &format!("letter --period {month} --format {form}")), published, "{month} {form}");
        }
    }
    let published = fs::read(folder.path().join("output/letter-2026-05.docx")).expect("a letter");
    let mut turkish = Command::new(env!("CARGO_BIN_EXE_muster"));
    turkish.current_dir(folder.path()).args(["import", "-q", "--jobs", "1"]).env("LANG", "tr_TR.UTF-8").env("TZ", "Asia/Tokyo");
    assert!(turkish.status().expect("muster starts").success());
    assert_eq!(fs::read(folder.path().join("output/letter-2026-05.docx")).expect("a letter"), published);
}

#[test]
fn several_months_make_one_file() {
    let folder = sample(&["2026-03", "2026-05"]);
    let both = text(&given(folder.path(), "letter --period 2026-05 --period 2026-03"));
    let titles: Vec<&str> = both.lines().filter(|line| line.starts_with("# ")).collect();
    assert_eq!(titles, ["# Politie in internationale missies, maart 2026", "# Politie in internationale missies, mei 2026"]);
    let docx = given(folder.path(), "letter --period 2026-05 --period 2026-03 --format docx");
    assert_eq!(document(&docx).matches("<w:pageBreakBefore").count(), 1);
    let page = text(&given(folder.path(), "letter --period 2026-05 --period 2026-03 --format html"));
    assert_eq!(page.matches("<article>").count(), 2);
}

#[test]
fn the_internal_version_is_marked_and_explains_the_change() {
    let folder = sample(&["2026-03", "2026-04", "2026-05"]);
    let text = text(&given(folder.path(), "letter --internal --period 2026-05 --since 2026-03 --lang en"));
    let (_, from) = text.split_once("## Change").expect("a change");
    let (change, _) = from.split_once("\n## ").expect("plans");
    insta::assert_snapshot!(change, @r"
     since March 2026

    Compared with March 2026, as asked; no letter about it is listed.

    | Mission | March 2026 | In | Out | May 2026 | Unexplained | Explanation |
    | --- | ---: | ---: | ---: | ---: | ---: | --- |
    | EUM Armenia | 6 | 0 | 0 | 7 | +1 | the roster shows 1 in and 0 out |
    | EUAM Iraq | 4 | 0 | 0 | 4 | 0 | temporarily in NL: 0 → 3 |
    | EUAM Ukraine | 4 | 0 | 1 | 3 | 0 |  |
    | EUBAM Libya | 2 | 1 | 0 | 3 | 0 |  |
    | EUCAP Sahel Mali | 5 | 0 | 1 | 4 | 0 |  |
    | EULEX Kosovo | 2 | 0 | 1 | 1 | 0 |  |
    | UNSMIL Libya | 1 | 0 | 1 | 0 | 0 |  |
    | TOTAL | 39 | 1 | 4 | 37 |  |  |

    Missions without a change are not in this table; the total is that of all missions.
    ");
    assert!(text.contains("> **INTERNAL – not for sending.**"), "{text}");
    assert!(text.contains("| UNVMC | unknown | 1 July 2026 to 31 December 2026 | wish |"), "{text}");
    assert!(!text.contains("119"), "trainers of two programmes are not added up: {text}");
}

#[test]
fn the_internal_version_compares_with_the_letter_before() {
    let folder = sample(&["2026-04", "2026-05"]);
    let letters = "letter,period,mission,cell\n29628-1302,2026-03,EUM Armenia,6\n29628-1302,2026-03,EUAM Iraq,5 (1 tijdelijk in NL)\n";
    fs::write(folder.path().join("schemas/letters.csv"), letters).expect("letters");
    let internal = text(&given(folder.path(), "letter --internal --period 2026-05"));
    assert!(
        internal.contains("## Verandering sinds de brief over maart 2026\n\nVergeleken met de brief 29628-1302, maart 2026.\n"),
        "{internal}"
    );
    assert!(internal.contains("| EUAM Iraq | 5 | 0 | 0 | 4 | −1 | tijdelijk in NL: 1 → 3 |"), "{internal}");
}

#[test]
fn a_month_to_compare_with_must_be_earlier_and_known() {
    let folder = sample(&["2026-04", "2026-05"]);
    let said = refused(folder.path(), "letter --internal --period 2026-05 --since 2026-05", 2);
    assert!(said.contains("--since 2026-05 is not before 2026-05"), "{said}");
    let said = refused(folder.path(), "letter --internal --period 2026-05 --since 2025-01", 2);
    assert!(said.contains("No headcount and no letter of 2025-01 is known. Known are 2026-04, 2026-05."), "{said}");
    let said = refused(folder.path(), "letter --period 2026-05 --since 2026-04", 2);
    assert!(said.contains("--internal"), "{said}");
    let said = refused(folder.path(), "letter --internal --since mei --lang nl", 2);
    assert!(said.contains("een maand schrijft u als JJJJ-MM"), "{said}");
}

/// A folder with the returns of May, where March and April were published before.
fn with_published_months() -> TempDir {
    let folder = sample(&["2026-03", "2026-04", "2026-05"]);
    given(folder.path(), "import -q --period 2026-03 --period 2026-04");
    for month in ["2026-03", "2026-04"] {
        fs::remove_dir_all(folder.path().join("input").join(month)).expect("removed");
    }
    folder
}

#[test]
fn a_month_whose_returns_are_gone_is_given_as_it_was_published() {
    let folder = with_published_months();
    for form in ["md", "docx"] {
        let published = fs::read(folder.path().join(format!("output/letter-2026-04.{form}"))).expect("a letter");
        let output = muster(folder.path(), &format!("letter --period 2026-04 --format {form}"));
        assert_eq!((output.status.code(), output.stdout), (Some(0), published), "{form}");
        let said = text(&output.stderr);
        assert!(said.contains("The returns of 2026-04 are not there") && said.contains("output/letter-2026-04.md"), "{said}");
    }
    let both = text(&given(folder.path(), "letter --period 2026-04 --period 2026-05"));
    let april = fs::read_to_string(folder.path().join("output/letter-2026-04.md")).expect("a letter");
    assert!(both.starts_with(&format!("{april}\n# Politie in internationale missies, mei 2026\n")), "{both}");
    assert_eq!(muster(folder.path(), "letter --period 2026-04 --fail-on error").status.code(), Some(1), "April had an open error");
    assert_eq!(muster(folder.path(), "letter --period 2026-03 --fail-on error").status.code(), Some(0));
}

#[test]
fn a_published_draft_is_not_final() {
    let folder = with_published_months();
    given(folder.path(), "letter --period 2026-03 --final");
    let said = refused(folder.path(), "letter --period 2026-04 --final", 1);
    assert!(said.contains("Published with open errors, and so a draft: 2026-04."), "{said}");
}

#[test]
fn of_a_published_month_nothing_else_can_be_made() {
    let folder = with_published_months();
    for line in ["--format html", "--lang en", "--internal", "--period 2026-05 --format docx"] {
        let said = refused(folder.path(), &format!("letter --period 2026-04 {line}"), 3);
        assert!(said.contains("output/letter-2026-04.md"), "{line}: {said}");
    }
    assert_eq!(muster(folder.path(), "letter --period 2026-04 --no-history").status.code(), Some(3));
    let said = refused(folder.path(), "letter --period 2020-01", 3);
    assert!(said.contains("There is no return for 2020-01"), "{said}");
}

#[test]
fn a_published_letter_that_was_altered_is_not_given() {
    for (name, change) in
        [("letter-2026-04.md", Some("| EUM Armenia | 70 |\n")), ("letter-2026-04.docx", Some("PK")), ("letter-2026-04.docx", None)]
    {
        let folder = with_published_months();
        let path = folder.path().join("output").join(name);
        match change {
            Some(text) => fs::write(&path, text).expect("written"),
            None => fs::remove_file(&path).expect("removed"),
        }
        let said = refused(folder.path(), "letter --period 2026-04", 3);
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn letters_of_months_that_are_carried_forward_stay_as_they_are() {
    let folder = with_published_months();
    let before = fs::read(folder.path().join("output/letter-2026-04.docx")).expect("a letter");
    given(folder.path(), "import -q");
    assert_eq!(fs::read(folder.path().join("output/letter-2026-04.docx")).expect("a letter"), before);
    assert!(folder.path().join("output/letter-2026-05.docx").exists());
}
