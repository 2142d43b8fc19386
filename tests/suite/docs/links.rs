//! Links between the pages of the project lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{docs, project, read};

/// The pages that are looked at, from the top of the project.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "schemas/README.md", "output/README.md"].map(|page| project().join(page)).into();
    let own = fs::read_dir(docs()).expect("docs").map(|entry| entry.expect("an entry").path());
    pages.extend(own.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    pages.sort();
    pages
}

/// A page without its blocks and spans of code: what looks like a link there is none.
fn prose(page: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            let parts = line.split('`').enumerate().filter(|(at, _)| at % 2 == 0).map(|(_, part)| part);
            out.push_str(&parts.collect::<Vec<_>>().join("code"));
            out.push('\n');
        }
    }
    out
}

/// The targets of the links of a page.
fn targets(page: &str) -> Vec<String> {
    let prose = prose(page);
    let found = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    found.map(|target| target.split_whitespace().next().unwrap_or_default().to_owned()).collect()
}

/// The places within a page that a link may name: its headings, as a renderer calls them, and those named by hand.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in page.lines() {
        inside ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix('#').filter(|_| !inside) {
            let heading = heading.trim_start_matches('#').trim();
            found.extend(heading.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(ToOwned::to_owned));
            let kept = |c: char| if c == ' ' { Some('-') } else { (c.is_alphanumeric() || matches!(c, '-' | '_')).then_some(c) };
            found.insert(heading.to_lowercase().chars().filter_map(kept).collect());
        }
    }
    found
}

/// What is wrong with a link of a page; `None` if nothing is.
fn complaint(page: &Path, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let file = if path.is_empty() { page.to_owned() } else { page.parent().expect("a folder").join(path) };
    if !file.exists() {
        return Some("there is no such file".to_owned());
    }
    let anchor = anchor?;
    (!anchors(&read(&file)).contains(anchor)).then(|| format!("{} has no place #{anchor}", file.display()))
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        for target in targets(&read(&page)) {
            if let Some(complaint) = complaint(&page, &target) {
                wrong.push(format!("{}: {target}: {complaint}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_page_is_in_the_index() {
    let index = targets(&read(&docs().join("README.md")));
    for page in pages().into_iter().filter(|page| page.parent() == Some(&docs())) {
        let name = page.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(name == "README.md" || index.contains(&name), "{name} is not in docs/README.md");
    }
}

#[test]
fn a_link_that_leads_nowhere_is_noticed() {
    let page = docs().join("README.md");
    assert_eq!(targets("[a](b.md) `[c](d.md)` ![e](f.svg \"g\")\n```\n[h](i.md)\n```\n"), ["b.md", "f.svg"]);
    assert!(complaint(&page, "nowhere.md").is_some());
    assert!(complaint(&page, "checks.md#no-such-place").is_some());
    assert!(complaint(&page, "checks.md#xsh-01").is_none());
    assert!(complaint(&page, "https://example.org/x").is_none());
}
