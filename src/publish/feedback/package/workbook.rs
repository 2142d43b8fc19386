//! The list of sheets of a workbook, with one more in front.

use super::Unfit;
use super::parts::{Parts, split};
use super::relations::{self, Relation};
use super::xml::{Edits, Scan, Tag, Token, escaped, local, prefix};

/// A sheet as the workbook lists it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// Its name.
    pub(super) name: String,
    /// The part it stands in.
    pub(super) part: String,
    /// What it is: `worksheet`, `chartsheet`, …
    pub(super) kind: String,
}

/// The first part of a package of a workbook.
#[derive(Debug)]
pub(super) struct Book {
    /// Its name.
    pub(super) part: String,
    /// Whether it follows the strict edition of the standard.
    pub(super) strict: bool,
    /// The namespace of its elements.
    pub(super) namespace: String,
    /// The sheets, in their order.
    pub(super) sheets: Vec<Listed>,
    relations: Vec<Relation>,
    text: String,
    highest_id: u32,
}

/// The sheet in front.
pub(super) struct Front<'a> {
    pub(super) name: &'a str,
    /// The rows that are printed on every page, from one.
    pub(super) repeated: (u32, u32),
}

impl Book {
    /// Looks up the sheets.
    pub(super) fn read(parts: &mut Parts<'_>) -> Result<Self, Unfit> {
        let roots = relations::read(parts, "")?;
        let root = roots.iter().rfind(|relation| relation.kind == "officeDocument").ok_or(Unfit::Unusual)?;
        let (part, strict) = (root.target.clone(), relations::is_strict(&root.whole_kind));
        let own = relations::read(parts, &part)?;
        let text = parts.need(&part)?;
        let (mut scan, mut sheets, mut namespace, mut highest_id) = (Scan::new(&text), Vec::new(), None, 0);
        while let Some(token) = scan.next()? {
            let Token::Open(tag) = token else { continue };
            if tag.depth == 0 {
                let prefix = prefix(tag.name).trim_end_matches(':');
                namespace = tag.get(&if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") });
            }
            if local(tag.name) == "sheet" && tag.depth == 2 {
                let id = tag.prefixed("id").ok_or(Unfit::Unusual)?;
                let relation = own.iter().rfind(|relation| relation.id == id).ok_or(Unfit::Unusual)?;
                let name = tag.get("name").ok_or(Unfit::Unusual)?;
                highest_id = highest_id.max(tag.get("sheetId").and_then(|id| id.trim().parse().ok()).unwrap_or(0));
                sheets.push(Listed { name, part: relation.target.clone(), kind: relation.kind.clone() });
            }
        }
        let namespace = namespace.ok_or(Unfit::Unusual)?;
        Ok(Self { part, strict, namespace, sheets, relations: own, text, highest_id })
    }

    /// The part that its relationship of a kind leads to.
    pub(super) fn related(&self, kind: &str) -> Option<&str> {
        self.relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str())
    }

    /// The name of a part in a folder beside it.
    pub(super) fn beside(&self, name: &str) -> String {
        format!("{}{name}", split(&self.part).0)
    }

    /// Puts a sheet in front of the others. It is the one that is seen first.
    pub(super) fn put_in_front(&self, parts: &mut Parts<'_>, sheet_part: &str, front: &Front<'_>) -> Result<(), Unfit> {
        let id = relations::unused_id(&self.relations, "Findings");
        relations::add(parts, &self.part, &id, &relations::kind_of(self.strict, "worksheet"), sheet_part)?;
        let changed = self.with_front(front, &id)?;
        parts.put(&self.part, changed);
        Ok(())
    }

    fn with_front(&self, front: &Front<'_>, id: &str) -> Result<String, Unfit> {
        let highest = self.highest_id.checked_add(1).ok_or(Unfit::Unusual)?;
        let mut edits = Edits::default();
        let mut scan = Scan::new(&self.text);
        let (mut own, mut to_relations) = (String::new(), None);
        let (mut seen_views, mut seen_names, mut after_sheets) = (false, false, None);
        let titles = |own: &str| {
            let (from, to) = front.repeated;
            let sheet = escaped(&quoted(front.name));
            format!("<{own}definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">{sheet}!${from}:${to}</{own}definedName>")
        };
        while let Some(token) = scan.next()? {
            match token {
                Token::Open(tag) if tag.depth == 0 => {
                    own = prefix(tag.name).to_owned();
                    to_relations =
                        tag.prefix_of("officeDocument/2006/relationships").or_else(|| tag.prefix_of("officeDocument/relationships"));
                }
                Token::Open(tag) => match (tag.depth, local(tag.name)) {
                    (1, "bookViews") => seen_views = true,
                    (2, "workbookView") => edits.replace(tag.range.clone(), tag.with(&[("activeTab", None), ("firstSheet", None)])),
                    (1, "sheets") => {
                        if tag.empty {
                            return Err(Unfit::Unusual);
                        }
                        if !seen_views {
                            edits.insert(tag.range.start, format!("<{own}bookViews><{own}workbookView/></{own}bookViews>"));
                        }
                        let (declared, used) = match &to_relations {
                            Some(prefix) => (String::new(), prefix.clone()),
                            None => (format!(" xmlns:r=\"{}\"", relations::namespace(self.strict)), "r:".to_owned()),
                        };
                        let name = escaped(front.name);
                        let sheet = format!("<{own}sheet{declared} name=\"{name}\" sheetId=\"{highest}\" {used}id=\"{id}\"/>");
                        edits.insert(tag.range.end, sheet);
                    }
                    (1, "definedNames") => {
                        seen_names = true;
                        let opened = if tag.empty {
                            format!("{}{}</{}>", tag.opened(), titles(&own), tag.name)
                        } else {
                            tag.raw.to_owned() + &titles(&own)
                        };
                        edits.replace(tag.range.clone(), opened);
                    }
                    (1, "functionGroups" | "externalReferences") if tag.empty => after_sheets = Some(tag.range.end),
                    (2, "definedName") => {
                        if let Some(changed) = shifted(&tag) {
                            edits.replace(tag.range.clone(), changed);
                        }
                    }
                    _ => {}
                },
                Token::Close { name, range, depth: 1 } if matches!(local(name), "sheets" | "functionGroups" | "externalReferences") => {
                    after_sheets = Some(range.end);
                }
                _ => {}
            }
        }
        if !seen_names {
            edits.insert(after_sheets.ok_or(Unfit::Unusual)?, format!("<{own}definedNames>{}</{own}definedNames>", titles(&own)));
        }
        edits.apply(&self.text)
    }
}

/// The beginning of a name that holds on one sheet, which is the next one now.
fn shifted(tag: &Tag<'_>) -> Option<String> {
    let sheet: u32 = tag.get("localSheetId")?.trim().parse().ok()?;
    Some(tag.with(&[("localSheetId", Some(sheet.checked_add(1)?.to_string().as_str()))]))
}

/// The name of a sheet as it stands in a formula.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_front(text: &str) -> String {
        let book = Book {
            part: "xl/workbook.xml".into(),
            strict: false,
            namespace: String::new(),
            sheets: Vec::new(),
            relations: Vec::new(),
            text: text.into(),
            highest_id: 7,
        };
        book.with_front(&Front { name: "O'Hara", repeated: (1, 4) }, "rId9").expect("a workbook")
    }

    #[test]
    fn what_counts_sheets_is_shifted() {
        let text = concat!(
            "<workbook xmlns=\"m\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><bookViews>",
            "<workbookView xWindow=\"1\" firstSheet=\"1\" activeTab=\"2\"/><workbookView activeTab=\"1\"></workbookView></bookViews>",
            "<sheets><sheet name=\"A\" sheetId=\"7\" r:id=\"rId1\"/></sheets><definedNames><definedName name=\"x\">A!$A$1</definedName>",
            "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\" hidden=\"1\">A!$A$1</definedName></definedNames><calcPr/></workbook>"
        );
        insta::assert_snapshot!(with_front(text).replace("><", ">\n<"), @r#"
        <workbook xmlns="m" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
        <bookViews>
        <workbookView xWindow="1"/>
        <workbookView>
        </workbookView>
        </bookViews>
        <sheets>
        <sheet name="O&apos;Hara" sheetId="8" r:id="rId9"/>
        <sheet name="A" sheetId="7" r:id="rId1"/>
        </sheets>
        <definedNames>
        <definedName name="_xlnm.Print_Titles" localSheetId="0">&apos;O&apos;&apos;Hara&apos;!$1:$4</definedName>
        <definedName name="x">A!$A$1</definedName>
        <definedName name="_xlnm.Print_Area" localSheetId="1" hidden="1">A!$A$1</definedName>
        </definedNames>
        <calcPr/>
        </workbook>
        "#);
    }

    #[test]
    fn prefixes_and_missing_elements_are_no_matter() {
        let text = "<x:workbook xmlns:x=\"m\"><x:sheets><x:sheet name=\"A\" sheetId=\"7\"/></x:sheets><x:externalReferences/><x:calcPr/></x:workbook>";
        insta::assert_snapshot!(with_front(text).replace("><", ">\n<"), @r#"
        <x:workbook xmlns:x="m">
        <x:bookViews>
        <x:workbookView/>
        </x:bookViews>
        <x:sheets>
        <x:sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="O&apos;Hara" sheetId="8" r:id="rId9"/>
        <x:sheet name="A" sheetId="7"/>
        </x:sheets>
        <x:externalReferences/>
        <x:definedNames>
        <x:definedName name="_xlnm.Print_Titles" localSheetId="0">&apos;O&apos;&apos;Hara&apos;!$1:$4</x:definedName>
        </x:definedNames>
        <x:calcPr/>
        </x:workbook>
        "#);
    }
}
