//! What the content of an `OpenDocument` spreadsheet would take, and what its reader does not tell.
//!
//! The reader expands repeated cells and rows and keeps each sheet as a whole rectangle; one attribute can ask for
//! millions of copies. It also waits for ends that a broken document does not have. So the document is walked through
//! once before: it must be well-formed, and what it would expand to is added up. Merged areas, cells in error, sheets
//! that only copy another file and all that is hidden, struck through or computed are noted on the way. So are the line
//! ends, comments and drawings between or in cells: they mean nothing, and the reader does not understand them.

mod filters;
mod formula;
mod styles;
#[cfg(test)]
mod tests;
mod walk;

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Limits;
use super::budget::{max_rectangle, too_many_bytes, too_many_cells};
use super::marks::Found;
use super::xml::{entity, unescaped};
use crate::domain::{Area, Unreadable};
use filters::Filters;
use styles::Styles;
use walk::Walk;

/// What stands on one sheet besides values.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// What it shows or hides, formulas included.
    pub(super) found: Found,
    /// Cells whose text is the name of an error.
    pub(super) errors: Vec<Area>,
    /// Whether it is the stored copy of a sheet of another file.
    pub(super) linked: bool,
}

/// What stands in a document besides values.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The sheets, in their order.
    pub(super) tables: Vec<Table>,
    /// Whether a formula or a sheet takes values from another file.
    pub(super) external_links: bool,
    /// Where in the text something stands between cells that means nothing.
    pub(super) loose: Vec<Range<usize>>,
}

/// The text without what stands at these places, which are in their order.
pub(super) fn tidied(content: &str, loose: &[Range<usize>]) -> String {
    let mut tidied = String::with_capacity(content.len());
    let mut kept = 0;
    for range in loose {
        tidied.push_str(content.get(kept..range.start).unwrap_or_default());
        kept = range.end;
    }
    tidied.push_str(content.get(kept..).unwrap_or_default());
    tidied
}

/// What the document would expand to.
#[derive(Default)]
struct Total {
    /// Cells as they are read, rows not yet repeated.
    rows: u64,
    /// Cells of the rectangles the sheets become.
    rectangles: u64,
    used: u64,
    text: u64,
    /// Formulas, notes and struck cells, once for each cell.
    marks: u64,
}

/// Walks through `content.xml`, or through a document that is a single file.
pub(super) fn survey(content: &str, limits: &Limits) -> Result<Survey, Unreadable> {
    let damaged = || Unreadable::Damaged("content.xml".to_owned());
    let mut reader = Reader::from_str(content);
    reader.config_mut().expand_empty_elements = true;
    let mut survey = Survey::default();
    let mut total = Total::default();
    let (mut styles, mut filters) = (Styles::default(), Filters::default());
    let mut names = Vec::new();
    let mut depth: u64 = 0;
    // The sheet that is walked through, and the depth at which it began.
    let mut sheet: Option<(u64, Walk)> = None;
    // A drawing that is passed over: where it begins, and its depth.
    let mut drawing: Option<(usize, u64)> = None;
    loop {
        let before = position(&reader);
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(start) => {
                depth += 1;
                match &mut sheet {
                    _ if drawing.is_some() => {}
                    Some((_, walk)) if walk.is_drawing(&start, depth) => drawing = Some((before, depth)),
                    Some((began, walk)) => walk.start(&start, depth, depth - *began, &styles, &mut survey.external_links)?,
                    None => match attribute(&start, "table:name") {
                        Some(name) if start.name().as_ref() == "table:table" => {
                            names.push(unescaped(&name));
                            sheet = Some((depth, Walk::default()));
                        }
                        _ => {
                            styles.start(&start);
                            filters.start(&start);
                        }
                    },
                }
            }
            Event::End(end) => {
                let sheet_ends = sheet.as_ref().is_some_and(|(began, _)| *began == depth);
                match drawing {
                    Some((began, at)) if at == depth => {
                        survey.loose.push(began..position(&reader));
                        drawing = None;
                    }
                    Some(_) => {}
                    None if sheet_ends => {
                        if let Some((_, walk)) = sheet.take() {
                            total.rectangles = total.rectangles.saturating_add(walk.rectangle());
                            survey.tables.push(walk.finish());
                        }
                    }
                    None => match &mut sheet {
                        Some((_, walk)) => walk.end(&end, depth, &mut total, limits)?,
                        None => {
                            styles.end(&end);
                            filters.end(&end);
                        }
                    },
                }
                depth = depth.checked_sub(1).ok_or_else(damaged)?;
                check(&total, limits)?;
            }
            Event::Text(_) | Event::GeneralRef(_) if drawing.is_some() => {}
            Event::Text(text) => {
                if let Some((_, walk)) = &mut sheet {
                    walk.text(&text.xml10_content());
                    if walk.between_cells() && text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                        survey.loose.push(before..position(&reader));
                    }
                }
            }
            Event::GeneralRef(name) => {
                if let Some((_, walk)) = &mut sheet {
                    walk.text(&entity(&name));
                }
            }
            Event::Comment(_) | Event::PI(_) if sheet.is_some() && drawing.is_none() => survey.loose.push(before..position(&reader)),
            Event::Eof if depth == 0 => {
                filters.hand_out(&names, &mut survey.tables);
                return Ok(survey);
            }
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn check(total: &Total, limits: &Limits) -> Result<(), Unreadable> {
    let limit = max_rectangle(limits);
    let cells = total.rows.max(total.rectangles);
    if cells > limit {
        return Err(too_many_cells(cells, limit));
    }
    let used = total.used.max(total.marks);
    if used > limits.max_cells {
        return Err(too_many_cells(used, limits.max_cells));
    }
    if total.text > limits.max_unpacked_bytes {
        return Err(too_many_bytes(total.text, limits.max_unpacked_bytes));
    }
    Ok(())
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

/// The raw value of an attribute, entities unresolved.
fn attribute<'a>(start: &'a BytesStart<'_>, name: &str) -> Option<std::borrow::Cow<'a, str>> {
    start.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name).map(|attribute| attribute.value)
}

/// The value of a repeat count; 1 if there is none.
fn count(start: &BytesStart<'_>, name: &str) -> Result<u32, Unreadable> {
    match attribute(start, name) {
        None => Ok(1),
        Some(value) => {
            let count: u64 = value.trim().parse().map_err(|_| Unreadable::Damaged("a repeat count".to_owned()))?;
            Ok(u32::try_from(count).unwrap_or(u32::MAX))
        }
    }
}
