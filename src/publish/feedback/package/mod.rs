//! Marks in a workbook as it was received: the package stays what it is, but for the marks.
//!
//! XML is changed by splicing (`xml`), so that what is not touched stays to the byte even within a part; parts that need no change
//! are copied as they are packed (`parts`). Where a package is put together in a way that is not certain to be changed well, or
//! may hold copies of what must not be sent back, it is `Unfit`, and the caller makes a new workbook of the cells instead.

mod clean;
mod front;
mod notes;
mod parts;
mod properties;
mod relations;
mod shapes;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use front::{Front, Line, Target};
pub(super) use notes::Note;

use super::needles::Needles;
use crate::domain::{CellRef, Severity};
use parts::Parts;
use relations::Relation;
use styles::{Mark, Styles};
use workbook::{Book, Listed};

const WORKSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const VML: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Why a package cannot be changed with certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It is put together in an unusual way.
    Unusual,
    /// Beside its sheets it may hold copies of what must not be sent back.
    Copies,
}

/// What is done with one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetJob {
    /// Its name, as it stands in the file.
    pub(super) name: String,
    /// Cells with findings.
    pub(super) marks: BTreeMap<CellRef, Severity>,
    /// Notes at cells.
    pub(super) notes: BTreeMap<CellRef, Note>,
    /// Cells that are emptied.
    pub(super) emptied: BTreeSet<CellRef>,
}

/// What is done with a workbook.
pub(super) struct Job<'a> {
    pub(super) front: &'a Front,
    pub(super) sheets: &'a [SheetJob],
    /// What must be seen nowhere.
    pub(super) needles: &'a Needles,
    /// What a note of an earlier round says at a cell about which there is nothing to say any longer.
    pub(super) stale: &'a Note,
    /// Whether who made the workbook is taken out of its properties.
    pub(super) without_author: bool,
    /// Whether among the cells that are emptied are numbers or dates, which cannot be looked for elsewhere.
    pub(super) numbers: bool,
}

impl Job<'_> {
    fn cleans(&self) -> bool {
        !self.needles.is_empty() || self.sheets.iter().any(|sheet| !sheet.emptied.is_empty())
    }
}

/// The workbook with the marks.
///
/// # Errors
/// It cannot be done with certainty.
pub(super) fn mark(bytes: &[u8], job: &Job<'_>) -> Result<Vec<u8>, Unfit> {
    let mut parts = Parts::open(bytes)?;
    let book = Book::read(&mut parts)?;
    if job.cleans() {
        clean::only_known_parts(&parts, &book, job.numbers)?;
    }
    without_signatures(&mut parts)?;
    let strings = book.related("sharedStrings").map(str::to_owned);
    let banned = match &strings {
        Some(part) if !job.needles.is_empty() => strings::banned(&parts.need(part)?, job.needles)?,
        _ => BTreeSet::new(),
    };
    let known = book.related("styles").map(str::to_owned);
    let mut styles = Styles::read(match &known {
        Some(part) => parts.need(part)?,
        None => styles::none(&book.namespace),
    })?;
    let mut highest = highest_block(&mut parts)?;
    let nothing = SheetJob::default();
    let mut formulas = false;
    let listed = |name: &str| book.sheets.iter().any(|sheet| sheet.kind == "worksheet" && sheet.name == name);
    if !job.sheets.iter().all(|sheet| listed(&sheet.name)) {
        return Err(Unfit::Unusual);
    }
    for sheet in &book.sheets {
        let own = job.sheets.iter().find(|own| own.name == sheet.name).unwrap_or(&nothing);
        let mut change = Change { parts: &mut parts, book: &book, job, banned: &banned, styles: &mut styles, highest: &mut highest };
        formulas |= change.sheet(sheet, own)?;
    }
    let front_part = parts.unused(&book.beside("worksheets/sheet"), ".xml");
    let name = unused_name(&job.front.name, &book.sheets);
    let rendered = job.front.render(&book.namespace, &mut styles)?;
    parts.put(&front_part, rendered);
    relations::declare(&mut parts, &front_part, WORKSHEET)?;
    let repeated = (job.front.header_row(), job.front.header_row());
    book.put_in_front(&mut parts, &front_part, &workbook::Front { name: &name, repeated })?;
    finish_styles(&mut parts, &book, known.as_deref(), styles)?;
    if let Some(part) = strings.filter(|_| job.cleans()) {
        clean::strings(&mut parts, &book, &part)?;
    }
    if formulas && let Some(part) = book.related("calcChain").map(str::to_owned) {
        parts.remove(&part);
        relations::forget(&mut parts, &part)?;
        relations::remove(&mut parts, &book.part, &|relation| relation.kind == "calcChain")?;
    }
    let worksheets = book.sheets.iter().filter(|sheet| sheet.kind == "worksheet").count();
    change_properties(&mut parts, job, &name, worksheets)?;
    let done = parts.finish()?;
    if clean::leaks(&done, job.needles)? { Err(Unfit::Copies) } else { Ok(done) }
}

/// The findings alone, in the only sheet of a workbook that was made for them.
///
/// # Errors
/// The workbook is not the one that was made.
pub(super) fn alone(bytes: &[u8], front: &Front) -> Result<Vec<u8>, Unfit> {
    let mut parts = Parts::open(bytes)?;
    let book = Book::read(&mut parts)?;
    let part = book.related("styles").ok_or(Unfit::Unusual)?.to_owned();
    let mut styles = Styles::read(parts.need(&part)?)?;
    let rendered = front.render(&book.namespace, &mut styles)?;
    parts.put(&book.sheets.first().ok_or(Unfit::Unusual)?.part, rendered);
    finish_styles(&mut parts, &book, Some(&part), styles)?;
    parts.finish()
}

/// A name that no sheet has, whatever its case.
fn unused_name(wanted: &str, sheets: &[Listed]) -> String {
    let taken = |name: &str| sheets.iter().any(|sheet| sheet.name.to_lowercase() == name.to_lowercase());
    let name = |number: usize| if number == 1 { wanted.to_owned() } else { format!("{wanted} ({number})") };
    (1..).map(name).find(|name| !taken(name)).unwrap_or_default()
}

fn highest_block(parts: &mut Parts<'_>) -> Result<usize, Unfit> {
    let mut highest = 0;
    for name in parts.names().into_iter().filter(|name| name.ends_with(".vml")) {
        if let Some(bytes) = parts.bytes(&name)? {
            highest = highest.max(shapes::highest_block(&String::from_utf8_lossy(&bytes)));
        }
    }
    Ok(highest)
}

/// A signature holds for the workbook as it was signed.
fn without_signatures(parts: &mut Parts<'_>) -> Result<(), Unfit> {
    let signed: Vec<String> = parts.names().into_iter().filter(|name| name.starts_with("_xmlsignatures/")).collect();
    for name in &signed {
        parts.remove(name);
        relations::forget(parts, name)?;
    }
    let is_signature = |relation: &Relation| relation.whole_kind.contains("digital-signature");
    if signed.is_empty() { Ok(()) } else { relations::remove(parts, "", &is_signature) }
}

fn finish_styles(parts: &mut Parts<'_>, book: &Book, known: Option<&str>, styles: Styles) -> Result<(), Unfit> {
    let text = styles.finish()?;
    if let Some(part) = known {
        parts.put(part, text);
        return Ok(());
    }
    let usual = book.beside("styles.xml");
    let part = if parts.has(&usual) { parts.unused(&book.beside("styles"), ".xml") } else { usual };
    parts.put(&part, text);
    relations::declare(parts, &part, STYLES)?;
    let id = relations::unused_id(&relations::read(parts, &book.part)?, "Styles");
    relations::add(parts, &book.part, &id, &relations::kind_of(book.strict, "styles"), &part)
}

fn change_properties(parts: &mut Parts<'_>, job: &Job<'_>, name: &str, worksheets: usize) -> Result<(), Unfit> {
    for relation in relations::read(parts, "")? {
        let Some(text) = parts.text(&relation.target).ok().flatten() else { continue };
        let mut changed = match relation.kind.as_str() {
            "extended-properties" => properties::with_front(&text, name, worksheets)?,
            "core-properties" if job.without_author => properties::without_author(&text)?,
            "core-properties" => text.clone(),
            _ => continue,
        };
        if !job.needles.is_empty() {
            changed = properties::without_said(&changed, &|said| job.needles.hit(said))?;
        }
        if changed != text {
            parts.put(&relation.target, changed);
        }
    }
    Ok(())
}

/// What is needed to change the sheets.
struct Change<'a, 'p> {
    parts: &'a mut Parts<'p>,
    book: &'a Book,
    job: &'a Job<'a>,
    banned: &'a BTreeSet<usize>,
    styles: &'a mut Styles,
    highest: &'a mut usize,
}

impl Change<'_, '_> {
    /// Changes one sheet; whether a formula was taken out.
    fn sheet(&mut self, sheet: &Listed, own: &SheetJob) -> Result<bool, Unfit> {
        let text = self.parts.need(&sheet.part)?;
        let selected = text.contains("tabSelected");
        if sheet.kind != "worksheet" {
            if selected {
                let changed = clean::without_selection(&text)?;
                self.parts.put(&sheet.part, changed);
            }
            return Ok(false);
        }
        let related = relations::read(self.parts, &sheet.part)?;
        let comments = related.iter().find(|relation| relation.kind == "comments").map(|relation| relation.target.clone());
        let earlier = match &comments {
            Some(part) => notes::has_own(&self.parts.need(part)?),
            None => false,
        };
        let notes = !own.notes.is_empty() || earlier || (self.job.cleans() && comments.is_some());
        if !selected && own.marks.is_empty() && !self.job.cleans() && !notes {
            return Ok(false);
        }
        for relation in related.iter().filter(|relation| relation.kind == "threadedComment" && !own.emptied.is_empty()) {
            clean::no_thread_at(&self.parts.need(&relation.target)?, &own.emptied)?;
        }
        let id = relations::unused_id(&related, "Shapes");
        let leads = |relation: &&Relation| relation.kind == "hyperlink" && clean::is_said_in(&relation.target, self.job.needles);
        let wanted = sheet::Wanted {
            marks: own.marks.iter().map(|(cell, severity)| (*cell, mark_of(*severity))).collect(),
            emptied: &own.emptied,
            banned: self.banned,
            needles: self.job.needles,
            shapes: (!own.notes.is_empty()).then_some(id.as_str()),
            links: &related.iter().filter(leads).map(|relation| relation.id.clone()).collect(),
            strict: self.book.strict,
        };
        let changed = sheet::change(&text, &wanted, self.styles)?;
        self.parts.put(&sheet.part, changed.text);
        let unlinked = changed.unlinked;
        relations::remove(self.parts, &sheet.part, &|relation| unlinked.contains(&relation.id))?;
        if notes {
            let shapes =
                changed.shapes.map(|known| related.iter().find(|relation| relation.id == known).map(|relation| relation.target.clone()));
            // A reference that leads nowhere is not repaired.
            let shapes = shapes.map(|found| found.ok_or(Unfit::Unusual)).transpose()?;
            self.notes(sheet, own, comments, shapes, &id)?;
        }
        Ok(changed.formulas)
    }

    fn notes(&mut self, sheet: &Listed, own: &SheetJob, comments: Option<String>, shapes: Option<String>, id: &str) -> Result<(), Unfit> {
        let text = match &comments {
            Some(part) => self.parts.need(part)?,
            None => notes::none(&self.book.namespace),
        };
        let changed = notes::change(&text, &own.notes, self.job.stale, &own.emptied, self.job.needles)?;
        let part = comments.clone().unwrap_or_else(|| self.parts.unused(&self.book.beside("comments"), ".xml"));
        self.parts.put(&part, changed.text);
        if comments.is_none() {
            relations::declare(self.parts, &part, COMMENTS)?;
            let id = relations::unused_id(&relations::read(self.parts, &sheet.part)?, "Notes");
            relations::add(self.parts, &sheet.part, &id, &relations::kind_of(self.book.strict, "comments"), &part)?;
        }
        if own.notes.is_empty() || (changed.fresh.is_empty() && shapes.is_some()) {
            return Ok(());
        }
        let known = match &shapes {
            Some(part) => self.parts.need(part)?,
            None => shapes::none(),
        };
        let text = shapes::add(&known, &changed.fresh, &own.notes, self.highest)?;
        let part = shapes.clone().unwrap_or_else(|| self.parts.unused(&self.book.beside("drawings/vmlDrawing"), ".vml"));
        self.parts.put(&part, text);
        if shapes.is_none() {
            relations::declare_extension(self.parts, "vml", VML)?;
            relations::add(self.parts, &sheet.part, id, &relations::kind_of(self.book.strict, "vmlDrawing"), &part)?;
        }
        Ok(())
    }
}

const fn mark_of(severity: Severity) -> Mark {
    match severity {
        Severity::Error => Mark::Error,
        Severity::Warning => Mark::Warning,
        Severity::Info => Mark::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Grid, GridBuilder, Value};
    use crate::publish::feedback::copied::copied;
    use proptest::prelude::*;

    fn front() -> Front {
        let text = String::new;
        Front { name: "Findings".to_owned(), title: text(), intro: Vec::new(), headers: Vec::new(), lines: Vec::new(), footer: text() }
    }

    fn marked(bytes: &[u8], sheets: &[SheetJob], needles: &Needles) -> Result<Vec<u8>, Unfit> {
        let job = Job { front: &front(), sheets, needles, stale: &Note::default(), without_author: false, numbers: false };
        mark(bytes, &job)
    }

    fn book(cells: impl IntoIterator<Item = CellRef>) -> Vec<u8> {
        let mut builder = GridBuilder::new();
        cells.into_iter().for_each(|cell| builder.push(cell, Value::Number(1.0)));
        copied(&[builder.finish("A"), Grid::default()], &["A".to_owned(), "B".to_owned()], &[]).expect("a workbook")
    }

    fn sheet(marks: &[CellRef]) -> SheetJob {
        let note = Note(vec![("1".to_owned(), "text".to_owned())]);
        SheetJob {
            name: "A".to_owned(),
            marks: marks.iter().map(|cell| (*cell, Severity::Error)).collect(),
            notes: marks.iter().map(|cell| (*cell, note.clone())).collect(),
            emptied: BTreeSet::new(),
        }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        Parts::open(bytes).and_then(|mut parts| parts.need(name)).expect("a part")
    }

    #[test]
    fn ten_thousand_cells_are_marked() {
        let cells: Vec<CellRef> = (0..10_000).map(|row| CellRef::new(row, 3)).collect();
        let bytes = marked(&book(cells.iter().copied().step_by(2)), &[sheet(&cells)], &Needles::default()).expect("marked");
        assert_eq!(part(&bytes, "xl/comments1.xml").matches("<comment ").count(), 10_000);
        assert_eq!(part(&bytes, "xl/drawings/vmlDrawing1.vml").matches("<v:shape ").count(), 10_000);
        assert_eq!(part(&bytes, "xl/worksheets/sheet1.xml").matches("<row ").count(), 10_000);
        let styles = part(&bytes, "xl/styles.xml");
        let of_cells = styles.split("<cellXfs").nth(1).and_then(|rest| rest.split("</cellXfs>").next()).expect("styles of cells");
        assert!(of_cells.matches("<xf ").count() < 20, "one style for all, and those of the sheet in front: {of_cells}");
    }

    #[test]
    fn a_sheet_that_is_not_there_is_no_guess() {
        let gone = SheetJob { name: "C".to_owned(), ..SheetJob::default() };
        assert_eq!(marked(&book([]), &[gone], &Needles::default()), Err(Unfit::Unusual));
        assert_eq!(marked(b"no package", &[], &Needles::default()), Err(Unfit::Unusual));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn cells_stand_in_order_whatever_is_there(
            there in prop::collection::btree_set((0..12_u32, 0..9_u32), 0..30),
            flagged in prop::collection::btree_set((0..14_u32, 0..11_u32), 0..20),
        ) {
            let cell = |(row, col): &(u32, u32)| CellRef::new(*row, *col);
            let flagged: Vec<CellRef> = flagged.iter().map(cell).collect();
            let bytes = marked(&book(there.iter().map(cell)), &[sheet(&flagged)], &Needles::default()).expect("marked");
            let text = part(&bytes, "xl/worksheets/sheet1.xml");
            let cells: Vec<CellRef> = text.split("<c r=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
            prop_assert!(cells.is_sorted() && cells.windows(2).all(|pair| pair[0] != pair[1]));
            let expected: BTreeSet<CellRef> = there.iter().map(cell).chain(flagged.iter().copied()).collect();
            prop_assert_eq!(cells.into_iter().collect::<BTreeSet<_>>(), expected);
            let rows: Vec<u32> = text.split("<row r=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
            prop_assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn no_damage_makes_it_panic(at in 0..9_000_usize, byte in any::<u8>(), name in prop::sample::select(vec!["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]), cut in 0..900_usize) {
            let whole = book([CellRef::new(0, 0), CellRef::new(3, 2)]);
            let mut damaged = whole.clone();
            let length = damaged.len();
            damaged[at % length] = byte;
            let _ = marked(&damaged, &[sheet(&[CellRef::new(1, 1)])], &Needles::new(["x y"]));
            // The text of a part cut off, or with a sign in the wrong place.
            let mut parts = Parts::open(&whole).expect("a package");
            let mut text = parts.need(name).expect(name).into_bytes();
            let place = cut % text.len();
            text[place] = byte & 0x7F;
            parts.put(name, text);
            let again = parts.finish().expect("a package");
            let _ = marked(&again, &[sheet(&[CellRef::new(1, 1)])], &Needles::default());
        }
    }
}
