//! What goes back is what was received, but for the marks.

use super::books::{self, Handmade, rows};
use super::{cells, findings, found_again, one_back, part, parts};

const NAME: &str = "2026-05/opgave-oost-2026-05.xlsx";

/// Holds that a workbook goes back with all its cells, behind a sheet of this name.
fn goes_back(bytes: &[u8], front: &str) -> Vec<u8> {
    let (run, back, marked) = one_back(NAME, bytes);
    assert_eq!(back.returns[0].copied, None, "it is the workbook that was received");
    let (before, mut after) = (cells(bytes), cells(&marked));
    assert_eq!(after.remove(0).0, front);
    assert_eq!(after, before);
    found_again(&run, &back);
    marked
}

#[test]
fn a_plain_workbook_keeps_its_parts_to_the_byte() {
    let bytes = books::plain();
    let marked = goes_back(&bytes, "Bevindingen");
    let (before, after) = (parts(&bytes), parts(&marked));
    let changed: Vec<&str> = before.iter().filter(|(name, part)| after[*name] != **part).map(|(name, _)| name.as_str()).collect();
    let added: Vec<&str> = after.keys().filter(|name| !before.contains_key(*name)).map(String::as_str).collect();
    assert_eq!(
        changed,
        [
            "[Content_Types].xml",
            "docProps/app.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/sheet1.xml"
        ]
    );
    assert_eq!(
        added,
        ["xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet2.xml"]
    );
    let (before, after) = (part(&bytes, "xl/worksheets/sheet1.xml"), part(&marked, "xl/worksheets/sheet1.xml"));
    let spliced = after
        .replace(" tabSelected=\"1\"", "")
        .replace("<legacyDrawing r:id=\"rIdShapes1\"/>", "")
        .replace("<c r=\"B8\" s=\"3\">", "<c r=\"B8\">");
    assert_eq!(spliced, before.replace(" tabSelected=\"1\"", ""), "nothing else is changed");
}

#[test]
fn pictures_lists_tables_names_notes_and_charts_stay() {
    let bytes = books::rich();
    let marked = goes_back(&bytes, "Bevindingen");
    let (before, after) = (parts(&bytes), parts(&marked));
    let same = |name: &str| assert_eq!(before[name], after[name], "{name}");
    for name in [
        "xl/theme/theme1.xml",
        "xl/sharedStrings.xml",
        "xl/tables/table1.xml",
        "xl/media/image1.png",
        "xl/charts/chart1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
        "xl/comments2.xml",
    ] {
        same(name);
    }
    let book = part(&marked, "xl/workbook.xml");
    assert!(book.contains("<sheets><sheet name=\"Bevindingen\" sheetId=\"5\" r:id=\"rIdFindings1\"/><sheet name=\"Bezetting\""), "{book}");
    for name in [
        "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">&apos;Bevindingen&apos;!$6:$6</definedName>",
        "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">Bezetting!$A$1:$C$8</definedName>",
        "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"2\">'O''Hara &amp; zn'!$A$1:$B$4</definedName>",
        "<definedName name=\"Lokaal\" localSheetId=\"3\">Keuzes!$A$1</definedName>",
        "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"1\">Bezetting!$3:$3</definedName>",
        "<definedName name=\"Totaal\">Bezetting!$B$8</definedName>",
    ] {
        assert!(book.contains(name), "{name}: {book}");
    }
    let app = part(&marked, "docProps/app.xml");
    assert!(app.contains("<vt:lpstr>Bevindingen</vt:lpstr><vt:lpstr>Bezetting</vt:lpstr>") && app.contains("<vt:i4>4</vt:i4>"), "{app}");
    let notes = part(&marked, "xl/comments1.xml");
    assert!(notes.contains("Zie brief") && notes.contains("Nagevraagd"), "{notes}");
    assert_eq!(notes.matches("<comment ").count(), 2, "the note at the total says both: {notes}");
    assert!(notes.find("Nagevraagd") < notes.find("Bevinding 1: fout"), "{notes}");
    let shapes = part(&marked, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(shapes.matches("<v:shape ").count(), 2, "both had a shape already");
}

#[test]
fn what_is_left_out_in_cells_and_rows_is_no_matter() {
    for (prefix, addresses) in [("", true), ("", false), ("x:", true), ("x:", false)] {
        let sheet = format!(
            "<{prefix}sheetData>{}</{prefix}sheetData><{prefix}pageMargins left=\"1\" right=\"1\" top=\"1\" bottom=\"1\" header=\"1\" footer=\"1\"/>",
            rows(prefix, addresses)
        );
        let marked = goes_back(&Handmade { prefix, sheet: &sheet, ..Handmade::default() }.bytes(), "Bevindingen");
        let sheet = part(&marked, "xl/worksheets/sheet1.xml");
        assert!(sheet.ends_with(&format!("<{prefix}legacyDrawing rel:id=\"rIdShapes1\"/></{prefix}worksheet>")), "{sheet}");
        let styles = part(&marked, "xl/styles.xml");
        assert!(styles.contains("<fills count=\"") && styles.contains("FFFFC7CE"), "{styles}");
    }
}

#[test]
fn the_strict_edition_of_the_standard_stays_strict() {
    let sheet = format!("<sheetData>{}</sheetData>", rows("", true));
    let strict = Handmade {
        strict: true,
        sheet: &sheet,
        before_sheets: "<workbookPr date1904=\"1\"/><bookViews><workbookView activeTab=\"0\"/></bookViews>",
        ..Handmade::default()
    };
    let marked = goes_back(&strict.bytes(), "Bevindingen");
    for (name, (_, plain)) in parts(&marked) {
        let text = String::from_utf8(plain).expect("text");
        assert!(
            !text.contains("schemas.openxmlformats.org/spreadsheetml") && !text.contains("schemas.openxmlformats.org/officeDocument"),
            "{name}: {text}"
        );
    }
    assert!(part(&marked, "xl/workbook.xml").contains("date1904=\"1\""));
}

#[test]
fn cells_that_are_not_there_are_made_in_their_order() {
    // The mission of the fourth line is left out, and its row has no cell for it.
    let body = rows("", true).replace("<c r=\"A4\" t=\"inlineStr\"><is><t>EUMM Georgia</t></is></c>", "");
    let sheet =
        format!("<dimension ref=\"B1:B6\"/><cols><col min=\"1\" max=\"1\" width=\"20\" style=\"1\"/></cols><sheetData>{body}</sheetData>");
    let styles = "<styleSheet {ns}><fonts><font><b/><name val=\"Arial\"/></font></fonts><fills><fill><patternFill patternType=\"none\"/></fill></fills>\
                  <borders><border/></borders><cellXfs><xf fontId=\"0\"/><xf fontId=\"0\" numFmtId=\"14\"><alignment horizontal=\"center\"/></xf></cellXfs></styleSheet>";
    let bytes = Handmade { sheet: &sheet, styles: Some(styles), ..Handmade::default() }.bytes();
    let (_, back, marked) = one_back(NAME, &bytes);
    assert_eq!(back.returns[0].copied, None);
    let sheet = part(&marked, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<row r=\"4\"><c r=\"A4\" s=\""), "{sheet}");
    assert!(sheet.contains("<dimension ref=\"A1:B6\"/>"), "{sheet}");
    let made = sheet
        .split("<c r=\"A4\" s=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .and_then(|style| style.parse::<usize>().ok())
        .expect("a style");
    let styles = part(&marked, "xl/styles.xml");
    let of_cells = styles.split("<cellXfs").nth(1).expect("styles of cells");
    let style = of_cells.split("<xf ").nth(made + 1).expect("the style");
    assert!(style.contains("numFmtId=\"14\"") && style.contains("horizontal=\"center\""), "that of its column, marked: {style}");
    assert!(styles.contains("<font><b/><color rgb=\"FF9C0006\"/><name val=\"Arial\"/></font>"), "{styles}");
}

#[test]
fn a_sheet_of_the_same_name_stays() {
    let mut book = rust_xlsxwriter::Workbook::new();
    books::headcount(book.add_worksheet().set_name("Bezetting").expect("a name"));
    book.add_worksheet().set_name("BEVINDINGEN").expect("a name");
    let marked = goes_back(&book.save_to_buffer().expect("a workbook"), "Bevindingen (2)");
    let front = part(&marked, "xl/worksheets/sheet3.xml");
    assert!(front.contains("location=\"&apos;Bezetting&apos;!B8\""), "{front}");
}

#[test]
fn what_went_back_can_go_back_again() {
    let (run, back, marked) = one_back(NAME, &books::rich());
    let again = goes_back(&marked, "Bevindingen (2)");
    assert_eq!(findings(&marked), findings(&again));
    assert_eq!(part(&again, "xl/comments1.xml").matches("<comment ").count(), 2);
    found_again(&run, &back);
}

#[test]
fn the_same_return_gives_the_same_bytes() {
    let (first, second) = (one_back(NAME, &books::rich()).2, one_back(NAME, &books::rich()).2);
    assert_eq!(first, second);
    let csv = "Missie;Bezetting\nEUM Armenia;6\nTOTAAL;7\n".as_bytes();
    assert_eq!(one_back("2026-05/opgave-oost-2026-05.csv", csv).2, one_back("2026-05/opgave-oost-2026-05.csv", csv).2);
}

#[test]
fn other_formats_go_back_as_a_new_workbook_with_the_same_cells() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let run = crate::common::run_folder(&root, &[]);
    let back = muster::pipeline::feedback::feedback(&run).expect("feedback");
    let copied = back.returns.iter().filter(|one| one.copied.is_some()).count();
    assert!(copied > 0 && copied < back.returns.len());
    let folder = tempfile::tempdir().expect("a folder");
    for entry in ["2026-03", "2026-04", "2026-05"].iter().flat_map(|month| std::fs::read_dir(root.join(month)).expect("a month")) {
        let path = entry.expect("an entry").path();
        let relative = path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
        let to = folder.path().join(&relative);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        match back.returns.iter().find(|one| one.path == relative).and_then(|one| one.file.clone().ok()) {
            Some(file) => std::fs::write(to.with_extension("xlsx"), super::file_of(&back, &file)).expect("written"),
            None => drop(std::fs::copy(&path, to).expect("copied")),
        }
    }
    let again = crate::common::run_folder(folder.path(), &[]);
    let told = |run: &muster::pipeline::Run| run.findings.iter().map(crate::common::line).collect::<Vec<_>>();
    assert_eq!(told(&again), told(&run));
    assert_eq!(
        again.facts.headcounts.iter().map(|fact| (fact.period, fact.mission, fact.headcount)).collect::<Vec<_>>(),
        run.facts.headcounts.iter().map(|fact| (fact.period, fact.mission, fact.headcount)).collect::<Vec<_>>()
    );
}
