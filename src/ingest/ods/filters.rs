//! Areas of which a filter lets only some rows be seen.

use quick_xml::events::{BytesEnd, BytesStart};

use super::{Table, attribute};
use crate::domain::{Area, CellRef};
use crate::ingest::xml::unescaped;

/// The filters of a document.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// The area that is read, as the document writes it, and whether its filter has conditions.
    open: Option<(String, bool)>,
    active: Vec<String>,
}

impl Filters {
    /// An element begins outside the sheets.
    pub(super) fn start(&mut self, start: &BytesStart<'_>) {
        match (start.name().as_ref(), &mut self.open) {
            ("table:database-range", open) => {
                *open = attribute(start, "table:target-range-address").map(|address| (unescaped(&address), false));
            }
            ("table:filter-condition", Some((_, active))) => *active = true,
            _ => {}
        }
    }

    /// An element ends outside the sheets.
    pub(super) fn end(&mut self, end: &BytesEnd<'_>) {
        if end.name().as_ref() == "table:database-range"
            && let Some((address, true)) = self.open.take()
        {
            self.active.push(address);
        }
    }

    /// Tells the sheets, which have these names.
    pub(super) fn hand_out(&self, names: &[String], tables: &mut [Table]) {
        for address in &self.active {
            let Some((name, area)) = area(address) else { continue };
            for (_, table) in names.iter().zip(tables.iter_mut()).filter(|(known, _)| **known == name) {
                table.found.marks.filter = Some(area);
            }
        }
    }
}

/// An area such as `Sheet1.A1:Sheet1.D10` or `$'May 2026'.$A$1:.$D$10`: the name of its sheet and its corners.
fn area(address: &str) -> Option<(String, Area)> {
    let cell = |text: &str| text.replace('$', "").parse::<CellRef>().ok();
    let (before, last) = address.rsplit_once('.')?;
    let (name, first) = match before.rsplit_once(':') {
        // The second half names the sheet again.
        Some((first, _)) => first.rsplit_once('.')?,
        None => (before, last),
    };
    let (from, to) = (cell(first)?, cell(last.rsplit(':').next()?)?);
    let name = name.strip_prefix('$').unwrap_or(name);
    let bare = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).map(|name| name.replace("''", "'"));
    Some((bare.unwrap_or_else(|| name.to_owned()), Area { from, to }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_name_a_sheet_and_an_area() {
        let shown = |address| area(address).map(|(name, area)| format!("{name}|{}:{}", area.from, area.to));
        for (address, expected) in [
            ("Sheet1.A1:Sheet1.D10", "Sheet1|A1:D10"),
            ("$Sheet1.$A$1:.$D$10", "Sheet1|A1:D10"),
            ("'May 2026'.A1:'May 2026'.D10", "May 2026|A1:D10"),
            ("$'it''s v1.2'.A1:$'it''s v1.2'.B2", "it's v1.2|A1:B2"),
            ("Blad1.B7", "Blad1|B7:B7"),
        ] {
            assert_eq!(shown(address).as_deref(), Some(expected), "{address}");
        }
        assert_eq!(shown("A1:D10"), None);
    }

    proptest! {
        #[test]
        fn no_address_makes_it_panic(text in "[$'.:A1é]{0,12}") {
            let _ = area(&text);
        }
    }
}
