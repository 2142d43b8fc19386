//! Plays a page: applies what it says to change, runs what it says to run, and gives the page with the outputs of now.
//!
//! What is to be done stands in comments that a reader of the page does not see:
//!
//! - `<!-- fresh -->`: begin again with a copy of the sample returns and of the schemas;
//! - `<!-- append: PATH -->`, `<!-- write: PATH -->`: the block below is added to a file, or is the file;
//! - `<!-- edit: PATH -->`: the block below is a difference: lines with `-` are replaced by those with `+`;
//! - `<!-- mend: PATH SHEET!CELL = NUMBER to PATH -->`: a copy of a workbook with another number in a cell;
//! - `<!-- remove: PATH -->`: a file or folder is removed;
//! - `<!-- output: COMMAND -->`: the block below is what the command says, on both streams. `<!-- output 1: COMMAND -->` for
//!   another exit code. With `; from: TEXT` it begins at the first line with that text, with `; until: TEXT` it ends before the
//!   next line with that one; with `; finding: CODE` it is the first finding of that code, or with that text in its first line.
//!   Dots stand for the rest. With `; no stderr` what it says beside the data is left out;
//! - `<!-- run: COMMAND -->`, `<!-- run 1: COMMAND -->`: the same, and nothing of it is shown;
//! - `<!-- says: TEXT -->`, `<!-- silent: TEXT -->`: the last output, as a whole, has that text, or has it not.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use muster::domain::CellRef;

use super::project;
use crate::bench::formats::mended;

/// The page with what its commands say now.
pub(super) fn played(page: &str) -> String {
    let mut stage = Stage::new();
    let mut out: Vec<String> = Vec::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        out.push(line.to_owned());
        let Some(direction) = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")) else { continue };
        let (word, rest) = direction.split_once(": ").unwrap_or((direction, ""));
        match word {
            "fresh" => stage = Stage::new(),
            "remove" => stage.remove(rest),
            "mend" => stage.mend(rest),
            "run" => drop(stage.run(rest, 0)),
            "run 1" => drop(stage.run(rest, 1)),
            "says" => assert!(stage.said.contains(rest), "'{rest}' is not said:\n{}", stage.said),
            "silent" => assert!(!stage.said.contains(rest), "'{rest}' is said:\n{}", stage.said),
            "append" | "write" | "edit" | "output" | "output 1" | "output 2" => {
                let fence = lines.next().expect("a block");
                assert!(fence.starts_with("```"), "no block below '{line}': {fence}");
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                out.push(fence.to_owned());
                if word.starts_with("output") {
                    let code = word.strip_prefix("output ").map_or(0, |code| code.parse().expect("an exit code"));
                    out.extend(stage.run(rest, code));
                } else {
                    stage.change(word, rest, &block);
                    out.extend(block.iter().map(ToString::to_string));
                }
                out.push("```".to_owned());
            }
            _ => panic!("'{word}' is no direction: {line}"),
        }
    }
    out.join("\n") + "\n"
}

/// The folder in which a page is played.
struct Stage {
    folder: tempfile::TempDir,
    /// What the last command said.
    said: String,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for part in ["input", "schemas"] {
            copy(&project().join(part), &folder.path().join(part));
        }
        Self { folder, said: String::new() }
    }

    fn remove(&self, path: &str) {
        let path = self.folder.path().join(path);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    fn mend(&self, what: &str) {
        let (from, to) = what.split_once(" to ").expect("from and to");
        let (from, value) = from.split_once(" = ").expect("a value");
        let (from, cell) = from.split_once(' ').expect("a cell");
        let (sheet, cell) = cell.split_once('!').expect("a sheet and a cell");
        let cell: CellRef = cell.parse().expect("an address");
        let bytes = mended(&self.folder.path().join(from), sheet, cell, value.parse().expect("a number"));
        fs::write(self.folder.path().join(to), bytes).expect("a file");
    }

    fn change(&self, word: &str, path: &str, block: &[&str]) {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        let text = block.join("\n") + "\n";
        let whole = match word {
            "append" if path.ends_with(".csv") => super::read(&file) + &text,
            "append" => super::read(&file) + "\n" + &text,
            "write" => text,
            _ => {
                let side = |other: char| -> String {
                    let own = block.iter().filter(|line| !line.starts_with(other));
                    own.map(|line| line.get(1..).unwrap_or_default().to_owned() + "\n").collect()
                };
                let (before, old, new) = (super::read(&file), side('+'), side('-'));
                assert_eq!(before.matches(&old).count(), 1, "{path} should have this once:\n{old}");
                before.replacen(&old, &new, 1)
            }
        };
        fs::write(file, whole).expect("a file");
    }

    /// What a command says, as lines of a block.
    fn run(&mut self, what: &str, code: i32) -> Vec<String> {
        let mut options = what.split("; ");
        let line = options.next().expect("a command");
        let (mut from, mut until, mut finding, mut stderr) = (None, None, None, true);
        for option in options {
            match option.split_once(": ") {
                Some(("from", text)) => from = Some(text),
                Some(("until", text)) => until = Some(text),
                Some(("finding", text)) => finding = Some(text),
                None if option == "no stderr" => stderr = false,
                _ => panic!("'{option}' is no option of an output"),
            }
        }
        let words = line.strip_prefix("muster").unwrap_or_else(|| panic!("'{line}' does not begin with muster"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command.current_dir(self.folder.path()).args(words.split_whitespace());
        command.env_clear().env("LANG", "C").env("COLUMNS", "100").stdin(Stdio::null());
        let output = command.output().expect("muster starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").trim_end().to_owned();
        let (data, notes) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{line}\n{data}\n{notes}");
        let both = [data.as_str(), if stderr { notes.as_str() } else { "" }];
        self.said = both.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        let here = self.folder.path().to_string_lossy();
        assert!(!self.said.contains(&*here), "a path of this machine is shown: {}", self.said);
        assert!(!self.said.contains("```"), "the block would end: {}", self.said);
        finding.map_or_else(|| part(&self.said, from, until), |wanted| one_finding(&self.said, wanted))
    }
}

/// The lines from the first with a text to the next with another, which is left out. Dots stand for what is before and behind.
fn part(text: &str, from: Option<&str>, until: Option<&str>) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let first_with = |lines: &[&str], wanted: &str| {
        lines.iter().position(|line| line.contains(wanted)).unwrap_or_else(|| panic!("'{wanted}' is not said:\n{text}"))
    };
    let from = from.map_or(0, |wanted| first_with(&lines, wanted));
    let to = until.map_or(lines.len(), |wanted| from + 1 + first_with(&lines[(from + 1).min(lines.len())..], wanted));
    let mut shown: Vec<String> = lines[from..to].iter().map(ToString::to_string).collect();
    while shown.last().is_some_and(|line| line.trim().is_empty()) {
        shown.pop();
    }
    if from > 0 {
        shown.insert(0, "…".to_owned());
    }
    if to < lines.len() {
        shown.push("…".to_owned());
    }
    shown
}

/// The lines of the first finding that has a text in its first line.
fn one_finding(text: &str, wanted: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &str| line.starts_with(|c: char| !c.is_whitespace()) && has_code(line);
    let from = lines.iter().position(|line| begins(line) && line.contains(wanted));
    let from = from.unwrap_or_else(|| panic!("there is no finding '{wanted}':\n{text}"));
    let to = lines[from + 1..].iter().position(|line| begins(line)).map_or(lines.len(), |next| from + 1 + next);
    let end = lines[from..to].iter().rposition(|line| !line.trim().is_empty()).map_or(from, |last| from + last + 1);
    let shown = lines[from..end].iter().map(ToString::to_string);
    let dots = |are: bool| are.then(|| "…".to_owned());
    dots(from > 0).into_iter().chain(shown).chain(dots(to < lines.len())).collect()
}

/// Whether a line names a check.
fn has_code(line: &str) -> bool {
    line.as_bytes()
        .windows(6)
        .any(|six| six[..3].iter().all(u8::is_ascii_uppercase) && six[3] == b'-' && six[4..].iter().all(u8::is_ascii_digit))
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

#[test]
fn a_change_is_applied_and_an_output_is_the_real_one() {
    let page = "# A page\n\n<!-- append: schemas/waivers.toml -->\n```toml\n# a remark\n```\n\n\
                <!-- output: muster explain WVR-02; no stderr; from: WVR-02; until: Example -->\n```\nsomething old\n```\n<!-- says: WVR-02 -->\n<!-- silent: something old -->\n";
    let now = played(page);
    assert!(now.contains("WVR-02  ") && !now.contains("```\nsomething old"), "{now}");
    assert!(now.contains("# a remark\n```\n"), "{now}");
    assert_eq!(played(&now), now, "a page that is true stays as it is");
}

#[test]
fn what_is_left_out_is_marked() {
    let text = "a\n\nb x\nc\n\nd x\ne";
    assert_eq!(part(text, None, None), text.lines().collect::<Vec<_>>());
    assert_eq!(part(text, Some("x"), Some("x")), ["…", "b x", "c", "…"]);
    assert_eq!(part(text, None, Some("b")), ["a", "…"]);
    assert_eq!(part(text, Some("d"), None), ["…", "d x", "e"]);
    let text = "error ABC-01  a\n  ABC-02 is not it\n\nwarning ABC-02  b\n  c\n\nd ABC-03";
    assert_eq!(one_finding(text, "ABC-02"), ["…", "warning ABC-02  b", "  c", "…"]);
    assert_eq!(one_finding(text, "ABC-03"), ["…", "d ABC-03"]);
}

#[test]
#[should_panic(expected = "should have this once")]
fn a_difference_that_does_not_fit_is_noticed() {
    played("<!-- edit: schemas/settings.toml -->\n```diff\n-no such line\n+other\n```\n");
}

#[test]
#[should_panic(expected = "is no direction")]
fn a_direction_that_is_misspelt_is_noticed() {
    played("<!-- outptu: muster rules -->\n```\n```\n");
}
