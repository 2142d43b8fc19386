//! Which styles of a document strike their text through.

use std::collections::BTreeMap;

use quick_xml::events::{BytesEnd, BytesStart};

use super::attribute;

/// The styles that were read so far.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Whether a style strikes its text through; `None` if it leaves that to what stands around it.
    known: BTreeMap<String, Option<bool>>,
    /// The style that is read: its name and whether it strikes through.
    open: Option<(String, Option<bool>)>,
    some: bool,
}

impl Styles {
    /// An element begins outside the sheets.
    pub(super) fn start(&mut self, start: &BytesStart<'_>) {
        match start.name().as_ref() {
            "style:style" => {
                let parent = attribute(start, "style:parent-style-name").and_then(|parent| self.known.get(&*parent).copied()).flatten();
                self.open = attribute(start, "style:name").map(|name| (name.into_owned(), parent));
            }
            "style:text-properties" => {
                let line = ["style:text-line-through-style", "style:text-line-through-type"].map(|name| attribute(start, name));
                if let (Some((_, struck)), Some(line)) = (&mut self.open, line.into_iter().flatten().next()) {
                    *struck = Some(line != "none");
                    self.some |= line != "none";
                }
            }
            _ => {}
        }
    }

    /// An element ends outside the sheets.
    pub(super) fn end(&mut self, end: &BytesEnd<'_>) {
        if end.name().as_ref() == "style:style"
            && let Some((name, struck @ Some(_))) = self.open.take()
        {
            self.known.insert(name, struck);
        }
    }

    /// Whether any style strikes through.
    pub(super) fn any(&self) -> bool {
        self.some
    }

    /// Whether a style strikes through; `None` if it does not say.
    pub(super) fn struck(&self, name: &str) -> Option<bool> {
        self.known.get(name).copied().flatten()
    }
}
