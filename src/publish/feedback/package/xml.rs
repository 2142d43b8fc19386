//! XML that is changed in a few places while all else stays as it is, to the byte.

use std::fmt::Write as _;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape;
use quick_xml::events::{BytesStart, Event};

use super::Unfit;

/// The beginning of an element.
#[derive(Debug, Clone)]
pub(super) struct Tag<'t> {
    /// Its name, with its prefix.
    pub(super) name: &'t str,
    /// The tag as it stands.
    pub(super) raw: &'t str,
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Whether the element ends with it.
    pub(super) empty: bool,
    /// Number of elements around it.
    pub(super) depth: usize,
}

/// What stands in XML.
#[derive(Debug, Clone)]
pub(super) enum Token<'t> {
    /// An element begins.
    Open(Tag<'t>),
    /// An element that did not end at once ends; with the number of elements around it.
    Close { name: &'t str, range: Range<usize>, depth: usize },
    /// Text, as it is escaped.
    Text { range: Range<usize> },
}

/// Walks through XML.
pub(super) struct Scan<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    base: usize,
    depth: usize,
}

/// The part of a name behind its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The prefix of a name with its colon; empty if it has none.
pub(super) fn prefix(name: &str) -> &str {
    name.split_at(name.find(':').map_or(0, |colon| colon + 1)).0
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let base = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self { text, reader: Reader::from_str(&text[base..]), base, depth: 0 }
    }

    /// The beginning of the next element, whatever stands before it.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn element(&mut self) -> Result<Tag<'t>, Unfit> {
        loop {
            match self.next()? {
                Some(Token::Open(tag)) => return Ok(tag),
                Some(Token::Text { .. }) => {}
                Some(Token::Close { .. }) | None => return Err(Unfit::Unusual),
            }
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(self.base)
    }

    /// The next token; `None` at the end.
    ///
    /// # Errors
    /// The XML is not well-formed, or is of a kind that is not changed.
    pub(super) fn next(&mut self) -> Result<Option<Token<'t>>, Unfit> {
        loop {
            let from = self.position();
            let event = self.reader.read_event().map_err(|_| Unfit::Unusual)?;
            let range = from..self.position();
            let raw = self.text.get(range.clone()).ok_or(Unfit::Unusual)?;
            match event {
                Event::Start(start) => {
                    let tag = Tag { name: name_of(raw, &start), raw, range, empty: false, depth: self.depth };
                    self.depth += 1;
                    return Ok(Some(Token::Open(tag)));
                }
                Event::Empty(start) => {
                    return Ok(Some(Token::Open(Tag { name: name_of(raw, &start), raw, range, empty: true, depth: self.depth })));
                }
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or(Unfit::Unusual)?;
                    let name = raw.trim_start_matches("</").trim_end_matches('>').trim();
                    return Ok(Some(Token::Close { name, range, depth: self.depth }));
                }
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => return Ok(Some(Token::Text { range })),
                Event::Decl(_) if !is_utf8(raw) => return Err(Unfit::Unusual),
                Event::DocType(_) => return Err(Unfit::Unusual),
                Event::Eof if self.depth > 0 => return Err(Unfit::Unusual),
                Event::Eof => return Ok(None),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
    }
}

fn name_of<'t>(raw: &'t str, start: &BytesStart<'_>) -> &'t str {
    raw.get(1..=start.name().as_ref().len()).unwrap_or_default()
}

fn is_utf8(declaration: &str) -> bool {
    let lower = declaration.to_ascii_lowercase();
    !lower.contains("encoding") || lower.contains("utf-8") || lower.contains("us-ascii") || lower.contains("utf8")
}

impl Tag<'_> {
    fn attributes(&self) -> Vec<(String, String)> {
        let inner = self.raw.trim_start_matches('<').trim_end_matches('>');
        let inner = if self.empty { inner.trim_end_matches('/') } else { inner };
        let start = BytesStart::from_content(inner, self.name.len());
        let mut all = start.attributes();
        all.with_checks(false).flatten().map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.into_owned())).collect()
    }

    /// The value of the attribute with this name, prefix included.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes().into_iter().find(|(key, _)| key == name)?;
        Some(unescaped(&value))
    }

    /// The value of the first attribute with this name behind a prefix, such as `r:id`.
    pub(super) fn prefixed(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes().into_iter().find(|(key, _)| key.contains(':') && local(key) == name)?;
        Some(unescaped(&value))
    }

    /// The prefix, with its colon, that stands for a namespace whose name ends so; declared on this element.
    pub(super) fn prefix_of(&self, ends: &str) -> Option<String> {
        let (key, _) = self.attributes().into_iter().find(|(key, value)| key.starts_with("xmlns:") && value.ends_with(ends))?;
        Some(format!("{}:", local(&key)))
    }

    /// The tag with some attributes changed, added or (with `None`) taken away; the others as they stand.
    pub(super) fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut out = format!("<{}", self.name);
        let own = self.attributes();
        for (key, value) in &own {
            match changes.iter().find(|(name, _)| name == key) {
                Some((_, Some(new))) => attribute(&mut out, key, new),
                Some((_, None)) => {}
                // Its escapes stay; a value in single quotes may hold double ones.
                None => drop(write!(out, " {key}=\"{}\"", value.replace('"', "&quot;"))),
            }
        }
        for (name, value) in changes.iter().filter(|(name, _)| !own.iter().any(|(key, _)| key == name)) {
            if let Some(value) = value {
                attribute(&mut out, name, value);
            }
        }
        out.push_str(if self.empty { "/>" } else { ">" });
        out
    }

    /// The same tag of an element that does not end with it.
    pub(super) fn opened(&self) -> String {
        let raw = self.raw.trim_end_matches('>');
        if self.empty { format!("{}>", raw.trim_end_matches('/').trim_end()) } else { self.raw.to_owned() }
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    // Writing into a string cannot fail.
    let _ = write!(out, " {name}=\"{}\"", escaped(value));
}

/// A text with its entities resolved; as it stands if it has some that nobody knows.
pub(super) fn unescaped(value: &str) -> String {
    escape::unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned())
}

/// A text as it may stand in XML, between tags or in an attribute. What XML cannot hold and what turns the direction of text
/// around is left out.
pub(super) fn escaped(text: &str) -> String {
    let fit = |c: &char| {
        let control = c.is_control() && !matches!(c, '\t' | '\n');
        !control && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let plain: String = text.chars().filter(fit).collect();
    escape::escape(plain.as_str()).replace('\n', "&#10;")
}

/// The text of a cell or note: as [`escaped`], and `_x0041_`, by which a spreadsheet writes a character, means itself.
pub(super) fn cell_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 7).map(str::as_bytes);
        let is_code = code.is_some_and(|code| code[..4].iter().all(u8::is_ascii_hexdigit) && code[4] == b'_');
        out.push_str(&rest[..at]);
        out.push_str(if is_code { "_x005F_x" } else { "_x" });
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    // A line end between tags may stand as it is.
    escaped(&out).replace("&#10;", "\n")
}

/// Replacements in a text.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts a text in the place of another.
    pub(super) fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    /// Puts a text before what stands at a place. Of several at one place the first stands first.
    pub(super) fn insert(&mut self, at: usize, text: String) {
        if !text.is_empty() {
            self.0.push((at..at, text));
        }
    }

    /// Whether nothing is changed.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with its replacements.
    ///
    /// # Errors
    /// Two of them overlap.
    pub(super) fn apply(mut self, text: &str) -> Result<String, Unfit> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let grown: usize = self.0.iter().map(|(_, new)| new.len()).sum();
        let mut out = String::with_capacity(text.len() + grown);
        let mut done = 0;
        for (range, new) in &self.0 {
            out.push_str(text.get(done..range.start).ok_or(Unfit::Unusual)?);
            out.push_str(new);
            done = range.end;
        }
        out.push_str(text.get(done..).ok_or(Unfit::Unusual)?);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(text: &str) -> Tag<'_> {
        match Scan::new(text).next() {
            Ok(Some(Token::Open(tag))) => tag,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn attributes_are_changed_and_the_others_stay() {
        let tag = first("<x:c r=\"B7\" s='3' t = \"a&amp;b\"/>");
        assert_eq!((tag.name, local(tag.name), prefix(tag.name)), ("x:c", "c", "x:"));
        assert_eq!(tag.get("t").as_deref(), Some("a&b"));
        assert_eq!(tag.with(&[("s", Some("9")), ("r", None), ("k", Some("<\">"))]), "<x:c s=\"9\" t=\"a&amp;b\" k=\"&lt;&quot;&gt;\"/>");
        assert_eq!(tag.opened(), "<x:c r=\"B7\" s='3' t = \"a&amp;b\">");
        assert_eq!(first("<a b='\"'>").with(&[]), "<a b=\"&quot;\">");
    }

    #[test]
    fn what_is_no_plain_xml_is_refused() {
        for text in ["<a>", "<a></b>", "<!DOCTYPE a><a/>", "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>", "</a>"] {
            let mut scan = Scan::new(text);
            let refused = loop {
                match scan.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => break false,
                    Err(_) => break true,
                }
            };
            assert!(refused, "{text}");
        }
    }

    #[test]
    fn text_cannot_become_markup_or_another_character() {
        assert_eq!(cell_text("<script>\u{0}\u{202E}&\"a\nb"), "&lt;script&gt;&amp;&quot;a\nb");
        assert_eq!(escaped("a\nb"), "a&#10;b");
        assert_eq!(cell_text("_x0041_ _x00_ _xé"), "_x005F_x0041_ _x00_ _xé");
    }

    #[test]
    fn places_count_the_mark_at_the_beginning() {
        let text = "\u{FEFF}<?xml version=\"1.0\"?><a>é<b/></a>";
        let mut scan = Scan::new(text);
        let mut seen = Vec::new();
        while let Ok(Some(token)) = scan.next() {
            let range = match token {
                Token::Open(tag) => tag.range,
                Token::Close { range, .. } | Token::Text { range } => range,
            };
            seen.push(&text[range]);
        }
        assert_eq!(seen, ["<a>", "é", "<b/>", "</a>"]);
    }

    proptest! {
        #[test]
        fn any_text_survives_as_text(text in "\\PC{0,40}") {
            let plain: String = text.chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect();
            prop_assert_eq!(unescaped(&escaped(&text)), plain);
        }

        #[test]
        fn nothing_makes_the_scan_panic(text in ".{0,80}", like in "(<[a-c/:?!]{0,3}[ a-c=\"']{0,6}>|&[a-z#;]{0,4}|é){0,10}") {
            for text in [text, like] {
                let mut scan = Scan::new(&text);
                while let Ok(Some(token)) = scan.next() {
                    if let Token::Open(tag) = token {
                        let _ = (tag.with(&[("a", Some("b"))]), tag.opened(), tag.get("a"));
                    }
                }
            }
        }
    }
}
