//! Notes at the cells of a sheet, beside those that it has.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::needles::Needles;
use super::Unfit;
use super::xml::{Edits, Scan, Tag, Token, cell_text, escaped, local, prefix, unescaped};
use crate::domain::reply::{NOTE_AUTHOR, is_own_note, note_word};
use crate::domain::{CellRef, Lang};

/// What a note says: lines in bold, each with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::publish::feedback) struct Note(pub(in crate::publish::feedback) Vec<(String, String)>);

/// A part with notes that was changed.
pub(super) struct Changed {
    pub(super) text: String,
    /// The cells that had no note before.
    pub(super) fresh: Vec<CellRef>,
}

/// The part of a sheet that has no notes yet.
pub(super) fn none(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{}\"><authors></authors><commentList></commentList></comments>",
        escaped(namespace)
    )
}

/// What stays of what a note said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    All,
    /// A sign that something was there: it is a note of the sender still.
    ThatItWasThere,
    Nothing,
}

struct Known {
    at: CellRef,
    /// Whether muster wrote it, in an earlier round.
    own: bool,
    from: usize,
    text: Option<Range<usize>>,
    /// The element with the text, where it ends at once.
    empty: Option<(Range<usize>, String)>,
    plain: Vec<Range<usize>>,
    plain_ends: Vec<Range<usize>>,
    said: String,
}

/// Whether muster may have written some of the notes.
pub(super) fn has_own(text: &str) -> bool {
    // What begins as its notes do; whether it is one is seen when they are read.
    text.contains(&format!(">{NOTE_AUTHOR}<")) || [Lang::Nl, Lang::En].iter().any(|lang| text.contains(&format!(">{}", note_word(*lang))))
}

/// Adds notes; where a cell has one already, to what that says. What muster said in an earlier round is replaced. A note that says what is to be seen nowhere, or stands at a cell that
/// was emptied, loses its text.
pub(super) fn change(
    text: &str,
    notes: &BTreeMap<CellRef, Note>,
    stale: &Note,
    emptied: &BTreeSet<CellRef>,
    needles: &Needles,
) -> Result<Changed, Unfit> {
    let mut edits = Edits::default();
    let mut own = String::new();
    let (mut authors, mut author_text) = (Vec::<String>::new(), None::<(usize, String)>);
    let (mut authors_end, mut list_end): (Option<Place>, Option<Place>) = (None, None);
    let mut known: Vec<Known> = Vec::new();
    let mut open: Option<Known> = None;
    let mut scan = Scan::new(text);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) if tag.depth == 0 => {
                own = prefix(tag.name).to_owned();
                if tag.empty || local(tag.name) != "comments" {
                    return Err(Unfit::Unusual);
                }
            }
            Token::Open(tag) => match (tag.depth, local(tag.name)) {
                (1, "authors") if tag.empty => authors_end = Some(Place::Within(tag.range.clone(), tag.opened())),
                (1, "commentList") if tag.empty => list_end = Some(Place::Within(tag.range.clone(), tag.opened())),
                (2, "author") if tag.empty => authors.push(String::new()),
                (2, "author") => author_text = Some((tag.range.end, String::new())),
                (2, "comment") => {
                    if tag.empty {
                        return Err(Unfit::Unusual);
                    }
                    open = Some(Known::new(&tag, authors.iter().position(|author| author == NOTE_AUTHOR))?);
                }
                (depth, name) => {
                    if let Some(open) = &mut open {
                        open.open(&tag, depth, name);
                    }
                }
            },
            Token::Text { range } => {
                let said = unescaped(text.get(range).unwrap_or_default());
                if let Some((_, author)) = &mut author_text {
                    author.push_str(&said);
                } else if let Some(open) = &mut open {
                    open.said.push_str(&said);
                }
            }
            Token::Close { name, range, depth } => match (depth, local(name)) {
                (1, "authors") => authors_end = Some(Place::At(range.start)),
                (1, "commentList") => list_end = Some(Place::At(range.start)),
                (2, "author") => {
                    if let Some((from, author)) = author_text.take() {
                        if needles.hit(&author) {
                            edits.replace(from..range.start, String::new());
                        }
                        authors.push(author);
                    }
                }
                (2, "comment") => known.extend(open.take()),
                (depth, name) => {
                    if let Some(open) = &mut open {
                        open.close(range, depth, name);
                    }
                }
            },
        }
    }
    let author = authors.iter().position(|author| author == NOTE_AUTHOR);
    let id = author.unwrap_or(authors.len());
    if author.is_none() {
        authors_end.ok_or(Unfit::Unusual)?.put(&mut edits, "authors", &own, format!("<{own}author>{NOTE_AUTHOR}</{own}author>"));
    }
    for one in &known {
        let mine = one.own || is_own_note(one.said.trim_start());
        let kept = match (mine, emptied.contains(&one.at) || needles.hit(&one.said)) {
            (true, _) => Kept::Nothing,
            (false, true) => Kept::ThatItWasThere,
            (false, false) => Kept::All,
        };
        one.change(notes.get(&one.at).or(mine.then_some(stale)), kept, &own, &mut edits);
    }
    let had: BTreeSet<CellRef> = known.iter().map(|one| one.at).collect();
    let fresh: Vec<CellRef> = notes.keys().filter(|cell| !had.contains(cell)).copied().collect();
    // Notes stand in the order of their cells, as far as those that are there do.
    let mut places: Vec<(CellRef, usize)> = known.iter().map(|one| (one.at, one.from)).collect();
    places.sort_unstable();
    let mut last = String::new();
    for cell in &fresh {
        let Some(note) = notes.get(cell) else { continue };
        let element = format!("<{own}comment ref=\"{cell}\" authorId=\"{id}\"><{own}text>{}</{own}text></{own}comment>", runs(note, &own));
        match places.get(places.partition_point(|(at, _)| at < cell)) {
            Some((_, from)) => edits.insert(*from, element),
            None => last.push_str(&element),
        }
    }
    if !last.is_empty() {
        list_end.ok_or(Unfit::Unusual)?.put(&mut edits, "commentList", &own, last);
    }
    Ok(Changed { text: edits.apply(text)?, fresh })
}

/// The end of a list.
enum Place {
    At(usize),
    /// The list begins and ends at once.
    Within(Range<usize>, String),
}

impl Place {
    fn put(self, edits: &mut Edits, name: &str, own: &str, inside: String) {
        match self {
            Self::At(at) => edits.insert(at, inside),
            Self::Within(range, opened) => edits.replace(range, format!("{opened}{inside}</{own}{name}>")),
        }
    }
}

impl Known {
    fn new(tag: &Tag<'_>, author: Option<usize>) -> Result<Self, Unfit> {
        let by = tag.get("authorId").and_then(|id| id.trim().parse::<usize>().ok());
        let at =
            tag.get("ref").and_then(|text| text.split(':').next().and_then(|first| first.trim().parse().ok())).ok_or(Unfit::Unusual)?;
        Ok(Self {
            at,
            own: by.is_some() && by == author,
            from: tag.range.start,
            text: None,
            empty: None,
            plain: Vec::new(),
            plain_ends: Vec::new(),
            said: String::new(),
        })
    }

    fn open(&mut self, tag: &Tag<'_>, depth: usize, name: &str) {
        match (depth, name) {
            (3, "text") if tag.empty => self.empty = Some((tag.range.clone(), tag.opened())),
            (3, "text") => self.text = Some(tag.range.end..tag.range.end),
            (4, "t") if self.text.is_some() => {
                self.plain.push(tag.range.clone());
                if tag.empty {
                    self.plain_ends.push(tag.range.end..tag.range.end);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, range: Range<usize>, depth: usize, name: &str) {
        match (depth, name) {
            (3, "text") => {
                if let Some(text) = &mut self.text {
                    text.end = range.start;
                }
            }
            (4, "t") => self.plain_ends.push(range),
            _ => {}
        }
    }

    fn change(&self, note: Option<&Note>, kept: Kept, own: &str, edits: &mut Edits) {
        if note.is_none() && kept == Kept::All {
            return;
        }
        let added = note.map(|note| runs(note, own)).unwrap_or_default();
        match (&self.text, &self.empty) {
            (Some(text), _) if kept == Kept::Nothing => edits.replace(text.clone(), added),
            (Some(text), _) if kept == Kept::ThatItWasThere => {
                let apart = if added.is_empty() { "" } else { "\n\n" };
                edits.replace(text.clone(), run(&format!("(…){apart}"), false, own) + &added);
            }
            (Some(text), _) => {
                // A text without looks becomes one with, since looks follow.
                for (open, close) in self.plain.iter().zip(&self.plain_ends) {
                    edits.insert(open.start, format!("<{own}r>"));
                    edits.insert(close.end, format!("</{own}r>"));
                }
                let apart = if self.said.trim().is_empty() { String::new() } else { run("\n\n", false, own) };
                edits.insert(text.end, apart + &added);
            }
            (None, Some((range, opened))) => edits.replace(range.clone(), format!("{opened}{added}</{own}text>")),
            (None, None) => {}
        }
    }
}

fn run(text: &str, bold: bool, own: &str) -> String {
    let bold = if bold { format!("<{own}b/>") } else { String::new() };
    let looks = format!(
        "<{own}rPr>{bold}<{own}sz val=\"9\"/><{own}color indexed=\"81\"/><{own}rFont val=\"Tahoma\"/><{own}family val=\"2\"/></{own}rPr>"
    );
    format!("<{own}r>{looks}<{own}t xml:space=\"preserve\">{}</{own}t></{own}r>", cell_text(text))
}

fn runs(note: &Note, own: &str) -> String {
    let mut out = String::new();
    for (at, (title, text)) in note.0.iter().enumerate() {
        let before = if at == 0 { "" } else { "\n\n" };
        out.push_str(&run(&format!("{before}{title}\n"), true, own));
        out.push_str(&run(text, false, own));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str, notes: &[&str], emptied: &[&str], needle: &str) -> String {
        let cell = |text: &&str| text.parse::<CellRef>().expect("an address");
        let note = |text: &&str| (cell(text), Note(vec![("1".to_owned(), "<&>".to_owned())]));
        let (notes, emptied) = (notes.iter().map(note).collect(), emptied.iter().map(cell).collect());
        let changed =
            change(text, &notes, &Note(vec![("0".to_owned(), "mended".to_owned())]), &emptied, &Needles::new([needle])).expect("notes");
        let looks = changed.text.match_indices("<rPr>").count();
        assert_eq!(looks, changed.text.match_indices("</rPr>").count());
        let mut text = changed.text;
        while let (Some(from), Some(to)) = (text.find("<rPr>"), text.find("</rPr>")) {
            text.replace_range(from..to + "</rPr>".len(), "");
        }
        let fresh: Vec<String> = changed.fresh.iter().map(ToString::to_string).collect();
        format!("{}\nfresh: {}", text.replace("><", ">\n<"), fresh.join(" "))
    }

    #[test]
    fn notes_are_added_in_order_and_to_those_that_are_there() {
        let text = concat!(
            "<comments xmlns=\"m\"><authors><author>A</author></authors><commentList>",
            "<comment ref=\"B2\" authorId=\"0\"><text><t>old</t></text></comment>",
            "<comment ref=\"C9\" authorId=\"0\"><text><r><t>kept</t></r></text></comment></commentList></comments>"
        );
        insta::assert_snapshot!(changed(text, &["A1", "B2", "D10"], &[], ""), @r#"
        <comments xmlns="m">
        <authors>
        <author>A</author>
        <author>muster</author>
        </authors>
        <commentList>
        <comment ref="A1" authorId="1">
        <text>
        <r>
        <t xml:space="preserve">1
        </t>
        </r>
        <r>
        <t xml:space="preserve">&lt;&amp;&gt;</t>
        </r>
        </text>
        </comment>
        <comment ref="B2" authorId="0">
        <text>
        <r>
        <t>old</t>
        </r>
        <r>
        <t xml:space="preserve">

        </t>
        </r>
        <r>
        <t xml:space="preserve">1
        </t>
        </r>
        <r>
        <t xml:space="preserve">&lt;&amp;&gt;</t>
        </r>
        </text>
        </comment>
        <comment ref="C9" authorId="0">
        <text>
        <r>
        <t>kept</t>
        </r>
        </text>
        </comment>
        <comment ref="D10" authorId="1">
        <text>
        <r>
        <t xml:space="preserve">1
        </t>
        </r>
        <r>
        <t xml:space="preserve">&lt;&amp;&gt;</t>
        </r>
        </text>
        </comment>
        </commentList>
        </comments>
        fresh: A1 D10
        "#);
    }

    #[test]
    fn what_is_to_be_seen_nowhere_goes_from_notes_and_their_authors() {
        let text = concat!(
            "<comments xmlns=\"m\"><authors><author>Voor Achternaam</author></authors><commentList>",
            "<comment ref=\"B2\" authorId=\"0\"><text><t>about A1</t></text></comment>",
            "<comment ref=\"C9\" authorId=\"0\"><text><r><t>Voor </t></r><r><t>Achternaam</t></r></text></comment>",
            "<comment ref=\"C10\" authorId=\"0\"><text><t>else</t></text></comment></commentList></comments>"
        );
        insta::assert_snapshot!(changed(text, &[], &["B2"], "Voor Achternaam"), @r#"
        <comments xmlns="m">
        <authors>
        <author>
        </author>
        <author>muster</author>
        </authors>
        <commentList>
        <comment ref="B2" authorId="0">
        <text>
        <r>
        <t xml:space="preserve">(…)</t>
        </r>
        </text>
        </comment>
        <comment ref="C9" authorId="0">
        <text>
        <r>
        <t xml:space="preserve">(…)</t>
        </r>
        </text>
        </comment>
        <comment ref="C10" authorId="0">
        <text>
        <t>else</t>
        </text>
        </comment>
        </commentList>
        </comments>
        fresh: 
        "#);
    }

    #[test]
    fn what_was_said_in_an_earlier_round_is_replaced() {
        let text = concat!(
            "<comments xmlns=\"m\"><authors><author>muster</author></authors><commentList>",
            "<comment ref=\"B2\" authorId=\"0\"><text><r><t>before</t></r></text></comment>",
            "<comment ref=\"C9\" authorId=\"0\"><text><r><t>before</t></r></text></comment></commentList></comments>"
        );
        let text = changed(text, &["B2"], &[], "");
        assert!(!text.contains("before") && text.contains("&lt;&amp;&gt;") && text.contains("mended"), "{text}");
        assert!(text.ends_with("fresh: ") && text.matches("<author>").count() == 1, "{text}");
    }

    #[test]
    fn lists_without_anything_are_opened() {
        let text = "<x:comments xmlns:x=\"m\"><x:authors/><x:commentList/></x:comments>";
        let text = changed(text, &["B2"], &[], "");
        assert!(text.contains("<x:authors>\n<x:author>muster</x:author>\n</x:authors>"), "{text}");
        assert!(text.contains("</x:comment>\n</x:commentList>"), "{text}");
    }
}
