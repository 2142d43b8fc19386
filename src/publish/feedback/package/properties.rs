//! What a workbook says of itself beside its sheets.

use std::ops::Range;

use super::Unfit;
use super::xml::{Edits, Scan, Tag, Token, escaped, local, prefix, unescaped};

/// The list of sheets in the properties, with one more in front. Where the list is not as expected it is left out: it is a service
/// to programs that do not open the workbook.
pub(super) fn with_front(text: &str, name: &str, worksheets: usize) -> Result<String, Unfit> {
    let mut pairs: Option<Range<usize>> = None;
    let mut titles: Option<Range<usize>> = None;
    let mut within = "";
    let mut count: Option<(Range<usize>, usize)> = None;
    let mut in_count = false;
    let mut list: Option<Tag<'_>> = None;
    let mut scan = Scan::new(text);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) if tag.depth == 1 => match local(tag.name) {
                "HeadingPairs" => (pairs, within) = (Some(tag.range), "pairs"),
                "TitlesOfParts" => (titles, within) = (Some(tag.range), "titles"),
                _ => within = "",
            },
            Token::Open(tag) if within == "pairs" && local(tag.name) == "i4" => in_count = true,
            Token::Open(tag) if within == "titles" && tag.depth == 2 && local(tag.name) == "vector" => list = Some(tag),
            Token::Text { range } if in_count && count.is_none() => {
                let value = text.get(range.clone()).and_then(|text| text.trim().parse().ok());
                count = value.map(|value| (range, value));
            }
            Token::Close { name, range, depth: 1 } => match local(name) {
                "HeadingPairs" => pairs = pairs.map(|pairs| pairs.start..range.end),
                "TitlesOfParts" => titles = titles.map(|titles| titles.start..range.end),
                _ => {}
            },
            Token::Close { .. } => in_count = false,
            _ => {}
        }
    }
    let mut edits = Edits::default();
    let size = |list: &Tag<'_>| list.get("size").and_then(|size| size.trim().parse::<usize>().ok());
    match (count, list.as_ref().and_then(|list| Some((list, size(list)?)))) {
        (Some((range, count)), Some((list, size))) if count == worksheets && !list.empty => {
            edits.replace(range, (count + 1).to_string());
            let own = prefix(list.name);
            let tag = list.with(&[("size", Some((size + 1).to_string().as_str()))]);
            edits.replace(list.range.clone(), format!("{tag}<{own}lpstr>{}</{own}lpstr>", escaped(name)));
        }
        _ => pairs.into_iter().chain(titles).for_each(|range| edits.replace(range, String::new())),
    }
    edits.apply(text)
}

/// The properties without who made the workbook and who saved it last.
pub(super) fn without_author(text: &str) -> Result<String, Unfit> {
    without(text, |name, _| matches!(name, "creator" | "lastModifiedBy"))
}

/// The properties without those that say what is to be seen nowhere.
pub(super) fn without_said(text: &str, is_banned: &dyn Fn(&str) -> bool) -> Result<String, Unfit> {
    without(text, |_, said| is_banned(said))
}

/// Empties plain elements.
fn without(text: &str, gone: impl Fn(&str, &str) -> bool) -> Result<String, Unfit> {
    let mut edits = Edits::default();
    let mut open: Option<(usize, String)> = None;
    let mut scan = Scan::new(text);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) => open = (!tag.empty && tag.depth == 1).then(|| (tag.range.end, String::new())),
            Token::Text { range } => {
                if let Some((_, said)) = &mut open {
                    said.push_str(&unescaped(text.get(range).unwrap_or_default()));
                }
            }
            Token::Close { name, range, .. } => {
                if let Some((from, said)) = open.take()
                    && !said.is_empty()
                    && gone(local(name), &said)
                {
                    edits.replace(from..range.start, String::new());
                }
            }
        }
    }
    edits.apply(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = concat!(
        "<Properties xmlns:vt=\"v\"><Application>X</Application><HeadingPairs><vt:vector size=\"4\" baseType=\"variant\"><vt:variant><vt:lpstr>",
        "Werkbladen</vt:lpstr></vt:variant><vt:variant><vt:i4>2</vt:i4></vt:variant><vt:variant><vt:lpstr>Namen</vt:lpstr></vt:variant>",
        "<vt:variant><vt:i4>1</vt:i4></vt:variant></vt:vector></HeadingPairs><TitlesOfParts><vt:vector size=\"3\" baseType=\"lpstr\">",
        "<vt:lpstr>A</vt:lpstr><vt:lpstr>B</vt:lpstr><vt:lpstr>N</vt:lpstr></vt:vector></TitlesOfParts><Company>C</Company></Properties>"
    );

    #[test]
    fn the_sheet_in_front_is_in_the_list() {
        let text = with_front(APP, "A&B", 2).expect("properties");
        assert!(text.contains("<vt:i4>3</vt:i4>") && text.contains("<vt:i4>1</vt:i4>"), "{text}");
        assert!(text.contains("<vt:vector size=\"4\" baseType=\"lpstr\"><vt:lpstr>A&amp;B</vt:lpstr><vt:lpstr>A</vt:lpstr>"), "{text}");
    }

    #[test]
    fn a_list_that_does_not_fit_is_left_out() {
        let text = with_front(APP, "A", 5).expect("properties");
        assert_eq!(text, "<Properties xmlns:vt=\"v\"><Application>X</Application><Company>C</Company></Properties>");
        assert_eq!(with_front("<Properties/>", "A", 1).expect("properties"), "<Properties/>");
    }

    #[test]
    fn who_made_it_is_taken_out() {
        let text = "<p><dc:creator>Voor Achternaam</dc:creator><cp:lastModifiedBy>V. A</cp:lastModifiedBy><dc:title>t</dc:title></p>";
        assert_eq!(
            without_author(text).expect("properties"),
            "<p><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy><dc:title>t</dc:title></p>"
        );
        assert_eq!(
            without_said(text, &|said| said == "t").expect("properties"),
            text.replace("<dc:title>t</dc:title>", "<dc:title></dc:title>")
        );
    }
}
