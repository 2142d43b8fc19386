//! Filters that let only some rows be seen.

use quick_xml::events::BytesStart;

use super::package::{area, attribute};
use crate::domain::Area;

/// A filter while the XML around it is walked through. One that has buttons but no criteria hides nothing.
#[derive(Debug, Default)]
pub(super) struct Filter {
    area: Option<Area>,
    in_column: bool,
    active: bool,
}

impl Filter {
    /// An element begins that is, or stands inside, an `autoFilter`.
    pub(super) fn start(&mut self, start: &BytesStart<'_>) {
        match start.local_name().as_ref() {
            "autoFilter" => self.area = attribute(start, "ref").and_then(|text| area(&text)).or(self.area),
            "filterColumn" => self.in_column = true,
            "filters" | "customFilters" | "top10" | "dynamicFilter" | "colorFilter" | "iconFilter" => self.active |= self.in_column,
            _ => {}
        }
    }

    /// The area of the whole, for a table whose filter does not say which.
    pub(super) fn of_table(&mut self, area: Option<Area>) {
        self.area = self.area.or(area);
    }

    /// The area in which it hides rows; `None` if it hides none.
    pub(super) fn active(&self) -> Option<Area> {
        self.area.filter(|_| self.active)
    }
}

/// The smallest area that holds both.
pub(super) fn joined(one: Option<Area>, other: Option<Area>) -> Option<Area> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    let (mut from, mut to) = (one.from, one.to);
    (from.row, from.col) = (from.row.min(other.from.row), from.col.min(other.from.col));
    (to.row, to.col) = (to.row.max(other.to.row), to.col.max(other.to.col));
    Some(Area { from, to })
}
