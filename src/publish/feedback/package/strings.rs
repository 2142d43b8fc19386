//! The texts that cells of all sheets share.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::needles::Needles;
use super::Unfit;
use super::xml::{Edits, Scan, Token, local, prefix, unescaped};

/// The numbers of the texts in which something stands that is to be seen nowhere.
pub(super) fn banned(text: &str, needles: &Needles) -> Result<BTreeSet<usize>, Unfit> {
    let all = read(text)?;
    Ok(all.iter().enumerate().filter(|(_, (_, said))| needles.hit(said)).map(|(at, _)| at).collect())
}

/// Empties the texts that no cell refers to. They keep their numbers.
pub(super) fn without_unused(text: &str, used: &BTreeSet<usize>) -> Result<String, Unfit> {
    let mut edits = Edits::default();
    let root = Scan::new(text).element()?;
    edits.replace(root.range.clone(), root.with(&[("count", None)]));
    let own = prefix(root.name);
    for (_, (range, _)) in read(text)?.into_iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        edits.replace(range, format!("<{own}si><{own}t/></{own}si>"));
    }
    edits.apply(text)
}

/// Each text and where it stands.
fn read(text: &str) -> Result<Vec<(Range<usize>, String)>, Unfit> {
    let mut all: Vec<(Range<usize>, String)> = Vec::new();
    let mut said: Option<(usize, String)> = None;
    let mut scan = Scan::new(text);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) if tag.depth == 1 && local(tag.name) == "si" => {
                if tag.empty {
                    all.push((tag.range, String::new()));
                } else {
                    said = Some((tag.range.start, String::new()));
                }
            }
            // How a text is pronounced is a text of its own.
            Token::Open(tag) if local(tag.name) == "rPh" => {
                if let Some((_, said)) = &mut said {
                    said.push(' ');
                }
            }
            Token::Text { range } => {
                if let Some((_, said)) = &mut said {
                    said.push_str(&unescaped(text.get(range).unwrap_or_default()));
                }
            }
            Token::Close { range, depth: 1, .. } => all.extend(said.take().map(|(from, said)| (from..range.end, said))),
            _ => {}
        }
    }
    Ok(all)
}

/// The numbers of the shared texts that the cells of a sheet refer to.
pub(super) fn used(sheet: &str) -> Result<BTreeSet<usize>, Unfit> {
    let mut used = BTreeSet::new();
    let (mut shared, mut value) = (false, false);
    let mut scan = Scan::new(sheet);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) if local(tag.name) == "c" => shared = tag.get("t").is_some_and(|kind| kind == "s"),
            Token::Open(tag) => value = local(tag.name) == "v" && !tag.empty,
            Token::Text { range } if shared && value => used.extend(sheet.get(range).and_then(|text| text.trim().parse::<usize>().ok())),
            Token::Close { .. } => value = false,
            Token::Text { .. } => {}
        }
    }
    Ok(used)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRINGS: &str = concat!(
        "<sst xmlns=\"m\" count=\"9\" uniqueCount=\"4\"><si><t>EUAM Iraq</t></si>",
        "<si><r><t>A. </t></r><r><rPr><b/></rPr><t>Achter&amp;naam</t></r></si><si/><si><t>x</t><rPh sb=\"0\" eb=\"1\"><t>Geheim</t></rPh></si></sst>"
    );

    #[test]
    fn what_is_parted_by_looks_is_one_text() {
        let banned = |text: &str| banned(STRINGS, &Needles::new([text])).expect("strings");
        assert_eq!(banned("A. Achter&naam"), BTreeSet::from([1]));
        assert_eq!(banned("geheim"), BTreeSet::from([3]));
        assert_eq!(banned("Iraq Libya"), BTreeSet::new());
    }

    #[test]
    fn what_nobody_refers_to_is_emptied_and_numbers_stay() {
        let sheet =
            "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c><v>1</v></c><c t=\"s\"/><c><v>3</v></c></row></sheetData></worksheet>";
        let text = without_unused(STRINGS, &used(sheet).expect("cells")).expect("strings");
        assert_eq!(text, "<sst xmlns=\"m\" uniqueCount=\"4\"><si><t>EUAM Iraq</t></si><si><t/></si><si><t/></si><si><t/></si></sst>");
    }
}
