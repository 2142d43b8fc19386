//! Relative paths, the same on every platform, and unique.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use crate::domain::Grid;

/// Longer names of sheets are cut off, in characters. No spreadsheet program makes them.
const MAX_SHEET_NAME: usize = 255;

/// A path below a folder with `/` between its parts.
pub(super) fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.components().filter_map(normal).collect();
    parts.join("/")
}

fn normal(component: Component<'_>) -> Option<String> {
    match component {
        Component::Normal(part) => Some(without_control(&part.to_string_lossy())),
        _ => None,
    }
}

/// A name as it can be shown. A control character in it (a line end, the beginning of a colour) could be taken for what
/// stands around it.
pub(super) fn without_control(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Makes names of sheets such that they can be shown, and keeps them apart where that makes them equal.
pub(super) fn tidy_sheet_names(sheets: &mut [Grid]) {
    let fine = |name: &str| name.len() <= MAX_SHEET_NAME && !name.chars().any(char::is_control);
    if sheets.iter().all(|sheet| fine(&sheet.name)) {
        return;
    }
    let mut taken: BTreeSet<String> = sheets.iter().map(|sheet| sheet.name.clone()).filter(|name| fine(name)).collect();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for sheet in sheets.iter_mut().filter(|sheet| !fine(&sheet.name)) {
        let plain: String = without_control(&sheet.name).chars().take(MAX_SHEET_NAME).collect();
        let number = numbers.entry(plain.clone()).or_insert(0);
        loop {
            *number += 1;
            sheet.name = if *number == 1 { plain.clone() } else { format!("{plain} ({number})") };
            if taken.insert(sheet.name.clone()) {
                break;
            }
        }
    }
}

/// The file name of a relative path without its extension.
pub(super) fn stem(relative: &str) -> &str {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    match name.rfind('.') {
        Some(dot) if dot > 0 => &name[..dot],
        _ => name,
    }
}

/// Makes names unique. Each comes with the full path of the folder it is relative to; names that are equal get the last
/// part of that path before them, and one part more as long as they still are.
pub(super) fn unique(named: &[(&Path, &str)]) -> Vec<String> {
    let mut names: Vec<String> = named.iter().map(|(_, name)| (*name).to_owned()).collect();
    let mut depths = vec![0; named.len()];
    loop {
        let equal = groups_of_equals(&names);
        let mut changed = false;
        for at in equal.into_iter().flatten() {
            let folders: Vec<String> = named[at].0.components().filter_map(normal).collect();
            if depths[at] < folders.len() {
                depths[at] += 1;
                names[at] = format!("{}/{}", folders[folders.len() - depths[at]..].join("/"), named[at].1);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    // Only names that are not valid Unicode can still be equal.
    for group in groups_of_equals(&names) {
        for (number, at) in group.into_iter().enumerate().skip(1) {
            names[at] = format!("{} ({})", names[at], number + 1);
        }
    }
    names
}

fn groups_of_equals(names: &[String]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        groups.entry(name).or_default().push(at);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_get_as_many_folders_as_they_need() {
        let named = [
            (Path::new("/x/a"), "r.csv"),
            (Path::new("/x/b"), "r.csv"),
            (Path::new("/y/b"), "r.csv"),
            (Path::new("/y/b"), "other.csv"),
            (Path::new("/y"), "a/r.csv"),
        ];
        // `a/r.csv` comes up twice on the way, so both get a folder more.
        assert_eq!(unique(&named), ["x/a/r.csv", "x/b/r.csv", "y/b/r.csv", "other.csv", "y/a/r.csv"]);
    }

    #[test]
    fn names_that_cannot_be_told_apart_are_numbered() {
        assert_eq!(unique(&[(Path::new("/"), "a"), (Path::new("/"), "a")]), ["a", "a (2)"]);
    }

    #[test]
    fn the_stem_is_the_last_part_without_its_extension() {
        for (path, expected) in [("a/b.c/d.e.csv", "d.e"), ("x", "x"), ("a/.csv", ".csv"), ("", "")] {
            assert_eq!(stem(path), expected, "{path}");
        }
    }

    #[test]
    fn only_the_parts_below_the_folder_are_kept() {
        assert_eq!(with_slashes(Path::new("./a/../b c/d.csv")), "a/b c/d.csv");
    }
}
