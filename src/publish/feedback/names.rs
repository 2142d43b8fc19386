//! What files and sheets that are sent back are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::placing::stem;

/// The longest name of a file, in bytes, without its extension.
const LONGEST: usize = 120;
/// The longest name of a sheet, in characters.
const LONGEST_SHEET: usize = 31;

/// The name without folders and extension under which each return is sent back: its own, with the names of folders before it that
/// it does not name itself where two would be alike.
#[must_use]
pub fn of_files(paths: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = paths.iter().map(|path| fitting(stem(path))).collect();
    for at in doubles(&names) {
        names[at] = fitting(&with_folders(paths[at]));
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for name in &mut names {
        let numbered = |number: usize| if number == 1 { name.clone() } else { format!("{name} ({number})") };
        let free = (1..).map(numbered).find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
        taken.insert(free.to_lowercase());
        *name = free;
    }
    names
}

/// The places of names that another one is like.
fn doubles(names: &[String]) -> Vec<usize> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        places.entry(name.to_lowercase()).or_default().push(at);
    }
    places.into_values().filter(|places| places.len() > 1).flatten().collect()
}

/// The path as one name; the extension is a part of it, since two returns may differ in nothing else.
fn with_folders(path: &str) -> String {
    path.replace('/', "_").replace('.', "-")
}

/// A name that every system takes.
#[must_use]
pub fn fitting(name: &str) -> String {
    /// What some systems keep for devices.
    const KEPT: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let plain = |c: char| if c.is_control() || r#"<>:"/\|?*"#.contains(c) || is_invisible(c) { '_' } else { c };
    let mut out: String = name.chars().map(plain).collect();
    while out.len() > LONGEST {
        out.remove(0);
    }
    let trimmed = out.trim_matches(|c: char| c == '.' || c == ' ' || c == '~');
    let lower = trimmed.to_lowercase();
    let device =
        KEPT.iter().any(|kept| lower.strip_prefix(kept).is_some_and(|rest| rest.len() < 2 && rest.chars().all(|c| c.is_ascii_digit())));
    if trimmed.is_empty() || device { format!("_{trimmed}") } else { trimmed.to_owned() }
}

/// Signs that turn the direction of a text around or cannot be seen: a name with them is not what it seems.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The name under which a mended return is to be mailed: the next version of it.
pub(super) fn mended(path: &str, version: u32, extension: &str) -> String {
    let own = stem(path);
    let digits = own.len() - own.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let without = own[..own.len() - digits].trim_end_matches(['v', 'V']);
    let is_version = digits > 0 && without.len() + digits < own.len() && without.ends_with(['-', '_', ' ']);
    let own = if is_version { without.trim_end_matches(['-', '_', ' ']) } else { own };
    format!("{}-v{}.{extension}", fitting(own), version.saturating_add(1))
}

/// Names that sheets of a workbook can have, each once.
pub(super) fn of_sheets(names: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut fitted = Vec::with_capacity(names.len());
    for name in names {
        let plain = |c: char| if c.is_control() || r"[]:*?/\".contains(c) || is_invisible(c) { '_' } else { c };
        let cut = |name: &str, most: usize| name.chars().take(most).collect::<String>();
        let name: String = name.chars().map(plain).collect();
        let name = cut(name.trim(), LONGEST_SHEET);
        let name = name.trim_matches('\'').trim();
        // One program keeps this name for itself.
        let name = if name.is_empty() || name.eq_ignore_ascii_case("history") { format!("{name}_") } else { name.to_owned() };
        let numbered = |number: usize| {
            let end = if number == 1 { String::new() } else { format!(" ({number})") };
            cut(&name, LONGEST_SHEET - end.len()) + &end
        };
        let free = (1..).map(numbered).find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
        taken.insert(free.to_lowercase());
        fitted.push(free);
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn files_keep_their_name_unless_another_has_it() {
        assert_eq!(of_files(&["2026-05/opgave-oost.xlsx", "2026-05/opgave-west.xls"]), ["opgave-oost", "opgave-west"]);
        assert_eq!(
            of_files(&["2026-04/opgave.xlsx", "2026-05/Opgave.xlsx", "2026-05/opgave.csv", "x.csv"]),
            ["2026-04_opgave-xlsx", "2026-05_Opgave-xlsx", "2026-05_opgave-csv", "x"]
        );
        assert_eq!(of_files(&["a/b_c.csv", "a_b/c.csv", "a/b/c.csv"]), ["b_c", "a_b_c-csv", "a_b_c-csv (2)"]);
        assert_eq!(of_files(&["CON.csv", "a?b<c>.csv", "...csv", "\u{202E}x.csv"]), ["_CON", "a_b_c_", "_", "_x"]);
    }

    #[test]
    fn the_next_version_is_asked_for() {
        for (path, version, expected) in [
            ("2026-05/opgave-oost-2026-05.xlsx", 1, "opgave-oost-2026-05-v2.xlsx"),
            ("opgave-oost-2026-05-v2.xlsx", 2, "opgave-oost-2026-05-v3.xlsx"),
            ("opgave V12.xlsx", 12, "opgave-v13.xlsx"),
            ("opgave-correctie.csv", 2, "opgave-correctie-v3.xlsx"),
            ("v2.csv", 2, "v2-v3.xlsx"),
            ("rev2.csv", 2, "rev2-v3.xlsx"),
        ] {
            assert_eq!(mended(path, version, "xlsx"), expected, "{path}");
        }
    }

    #[test]
    fn sheets_get_names_that_a_workbook_takes() {
        let long = "a".repeat(40);
        assert_eq!(
            of_sheets(&["Blad1", "blad1", "'a/b'", "", "History", &long, &long]),
            ["Blad1", "blad1 (2)", "a_b", "_", "History_", &"a".repeat(31), &format!("{} (2)", "a".repeat(27))]
        );
    }

    proptest! {
        #[test]
        fn any_names_become_names_that_differ(names in prop::collection::vec(".{0,50}", 0..8)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let sheets = of_sheets(&names);
            prop_assert!(sheets.iter().all(|name| (1..=31).contains(&name.chars().count()) && !name.starts_with('\'') && !name.ends_with('\'')));
            for list in [sheets, of_files(&names)] {
                let different: BTreeSet<String> = list.iter().map(|name| name.to_lowercase()).collect();
                prop_assert_eq!(different.len(), list.len());
            }
        }
    }
}
