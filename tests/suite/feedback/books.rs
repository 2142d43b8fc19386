//! Workbooks of which something is wrong, each with other things in it that must stay.

use rust_xlsxwriter::{
    Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DocProperties, ExcelDateTime, Format, Image, Note,
    Table, TableColumn, Workbook, Worksheet,
};

/// A picture of one dot.
const DOT: [u8; 69] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 144, 119, 83, 222, 0, 0, 0, 12,
    73, 68, 65, 84, 120, 156, 99, 16, 80, 48, 0, 0, 0, 164, 0, 97, 52, 102, 125, 114, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

/// A headcount whose total is one too high: `SHT-01` in B8. The header stands in row 3.
pub(super) fn headcount(sheet: &mut Worksheet) {
    let date = Format::new().set_num_format("dd-mm-yyyy");
    sheet.write(0, 0, "Peildatum").expect("written");
    sheet.write_with_format(0, 1, ExcelDateTime::from_ymd(2026, 5, 31).expect("a day"), &date).expect("written");
    let bold = Format::new().set_bold().set_background_color("#1F3864").set_font_color("#FFFFFF");
    for (col, header) in (0..).zip(["Missie", "Bezetting", "Vrouwen"]) {
        sheet.write_with_format(2, col, header, &bold).expect("written");
    }
    for (row, (mission, count, women)) in
        (3..).zip([("EUM Armenia", 6, 2), ("EUAM Ukraine", 3, 1), ("EUMM Georgia", 5, 1), ("EUPM Moldova", 1, 0)])
    {
        sheet.write(row, 0, mission).expect("written");
        sheet.write(row, 1, count).expect("written");
        sheet.write(row, 2, women).expect("written");
    }
    sheet.write(7, 0, "TOTAAL").expect("written");
    sheet.write(7, 1, 16).expect("written");
    sheet.write_formula(7, 2, rust_xlsxwriter::Formula::new("SUM(C4:C7)").set_result("4")).expect("written");
}

fn save(mut book: Workbook) -> Vec<u8> {
    let made = ExcelDateTime::from_ymd(2026, 6, 1).expect("a day");
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    book.save_to_buffer().expect("a workbook")
}

/// Nothing but the headcount.
pub(super) fn plain() -> Vec<u8> {
    let mut book = Workbook::new();
    headcount(book.add_worksheet().set_name("Bezetting").expect("a name"));
    save(book)
}

/// What people put into workbooks.
pub(super) fn rich() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Bezetting").expect("a name");
    headcount(sheet);
    sheet.insert_note(7, 1, &Note::new("Nagevraagd").set_author("Landelijke Eenheid")).expect("a note");
    sheet.insert_note(4, 0, &Note::new("Zie brief").set_author("Landelijke Eenheid")).expect("a note");
    let list = DataValidation::new().allow_list_strings(&["ja", "nee"]).expect("a list");
    sheet.add_data_validation(3, 3, 6, 3, &list).expect("a validation");
    let high = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(5)).set_format(Format::new().set_bold());
    sheet.add_conditional_format(3, 1, 6, 1, &high).expect("a format");
    sheet.insert_image(10, 0, &Image::new_from_buffer(&DOT).expect("a picture")).expect("a picture");
    sheet.write_rich_string(12, 0, &[(&Format::new().set_bold(), "Let op: "), (&Format::new(), "alleen politie")]).expect("rich text");
    sheet.set_column_width(0, 31).expect("a width");
    sheet.set_freeze_panes(3, 1).expect("frozen");
    sheet.set_print_area(0, 0, 7, 2).expect("an area");
    sheet.set_repeat_rows(2, 2).expect("titles");
    sheet.merge_range(13, 0, 13, 2, "Toelichting over drie kolommen", &Format::new()).expect("merged");
    sheet.write_url(14, 0, "https://www.example.org/missies").expect("a link");
    let lists = book.add_worksheet().set_name("O'Hara & zn").expect("a name");
    lists
        .add_table(0, 0, 3, 1, &Table::new().set_columns(&[TableColumn::new().set_header("Code"), TableColumn::new().set_header("Tekst")]))
        .expect("a table");
    for (row, text) in (1..).zip(["a", "b", "c"]) {
        lists.write(row, 0, text).expect("written");
    }
    lists.insert_note(1, 0, &Note::new("Van een ander")).expect("a note");
    lists.set_print_area(0, 0, 3, 1).expect("an area");
    let hidden = book.add_worksheet().set_name("Keuzes").expect("a name");
    hidden.write(0, 0, "ja").expect("written");
    hidden.set_hidden(true);
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("Bezetting!$B$4:$B$7").set_categories("Bezetting!$A$4:$A$7");
    book.add_chartsheet().set_name("Grafiek").expect("a name").insert_chart(0, 0, &chart).expect("a chart");
    book.define_name("Totaal", "=Bezetting!$B$8").expect("a name");
    book.define_name("Keuzes!Lokaal", "=Keuzes!$A$1").expect("a name");
    save(book)
}

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A workbook of hand-written parts: what stands inside `workbook` before its sheets, the sheet, and more parts.
#[derive(Default)]
pub(super) struct Handmade<'a> {
    pub(super) strict: bool,
    /// The prefix of every element, with its colon.
    pub(super) prefix: &'a str,
    pub(super) before_sheets: &'a str,
    pub(super) sheet: &'a str,
    pub(super) styles: Option<&'a str>,
    pub(super) strings: Option<&'a str>,
    pub(super) more: &'a [(&'a str, &'a str)],
    pub(super) relations_of_sheet: &'a str,
}

impl Handmade<'_> {
    pub(super) fn bytes(&self) -> Vec<u8> {
        use std::io::Write;
        let (main, office) = if self.strict {
            ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")
        } else {
            (
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            )
        };
        let p = self.prefix;
        let ns = if p.is_empty() { format!("xmlns=\"{main}\"") } else { format!("xmlns:{}=\"{main}\"", p.trim_end_matches(':')) };
        let relation =
            |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>");
        let relations = |inside: &str| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
        let kind = |part: &str, kind: &str| {
            format!(
                "<Override PartName=\"/{part}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
            )
        };
        let mut of_book = relation("rId1", "worksheet", "worksheets/sheet1.xml");
        let mut kinds = kind("xl/workbook.xml", "sheet.main") + &kind("xl/worksheets/sheet1.xml", "worksheet");
        let mut parts: Vec<(String, String)> = Vec::new();
        for (name, text) in [("styles", self.styles), ("sharedStrings", self.strings)] {
            if let Some(text) = text {
                of_book += &relation(name, name, &format!("{name}.xml"));
                kinds += &kind(&format!("xl/{name}.xml"), name);
                parts.push((format!("xl/{name}.xml"), text.replace("{ns}", &ns)));
            }
        }
        let types = format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>{kinds}</Types>"
        );
        let book = format!(
            "<{p}workbook {ns} xmlns:rel=\"{office}\">{}<{p}sheets><{p}sheet name=\"Bezetting\" sheetId=\"4\" rel:id=\"rId1\"/></{p}sheets></{p}workbook>",
            self.before_sheets
        );
        let fixed = [
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations(&relation("rId1", "officeDocument", "xl/workbook.xml"))),
            ("xl/_rels/workbook.xml.rels", relations(&of_book)),
            ("xl/workbook.xml", book),
            ("xl/worksheets/sheet1.xml", format!("<{p}worksheet {ns} xmlns:rel=\"{office}\">{}</{p}worksheet>", self.sheet)),
        ];
        let mut all: Vec<(String, String)> = fixed.into_iter().map(|(name, text)| (name.to_owned(), text)).chain(parts).collect();
        if !self.relations_of_sheet.is_empty() {
            all.push(("xl/worksheets/_rels/sheet1.xml.rels".to_owned(), relations(&self.relations_of_sheet.replace("{office}", office))));
        }
        all.extend(self.more.iter().map(|(name, text)| ((*name).to_owned(), text.replace("{ns}", &ns))));
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in all {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    }
}

/// The rows of the headcount as inline strings, with addresses or without.
pub(super) fn rows(prefix: &str, addresses: bool) -> String {
    let lines: [&[&str]; 6] = [
        &["Missie", "Bezetting"],
        &["EUM Armenia", "6"],
        &["EUAM Ukraine", "3"],
        &["EUMM Georgia", "5"],
        &["EUPM Moldova", "1"],
        &["TOTAAL", "16"],
    ];
    let p = prefix;
    let mut out = String::new();
    for (row, cells) in (1..).zip(lines) {
        out += &if addresses { format!("<{p}row r=\"{row}\" spans=\"1:2\">") } else { format!("<{p}row>") };
        for (col, cell) in ["A", "B"].iter().zip(cells) {
            let at = if addresses { format!(" r=\"{col}{row}\"") } else { String::new() };
            out += &match cell.parse::<u32>() {
                Ok(number) => format!("<{p}c{at}><{p}v>{number}</{p}v></{p}c>"),
                Err(_) => format!("<{p}c{at} t=\"inlineStr\"><{p}is><{p}t>{cell}</{p}t></{p}is></{p}c>"),
            };
        }
        out += &format!("</{p}row>");
    }
    out
}
