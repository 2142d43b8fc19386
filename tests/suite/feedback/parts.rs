//! What is told, in marks, notes and mails; in small numbers and in large.

use muster::pipeline::feedback::feedback;
use rust_xlsxwriter::Workbook;

use super::books::{self, Handmade, headcount};
use super::{back, cells, file_of, findings, one_back, part, text_of};
use crate::common::{run_waiving, schemas_with};

const NAME: &str = "2026-05/opgave-oost-2026-05.xlsx";

#[test]
fn the_sheet_in_front_tells_every_finding() {
    let (_, back, marked) = one_back(NAME, &books::plain());
    insta::assert_snapshot!(findings(&marked).iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n"), @"1 | Fout | Totaal 16 wijkt af van de som 15 (verschil 1). (SHT-01) | Bezetting!B8 | 16 | 15 | Bezetting!B8 zou 15 moeten zijn; dan sluit alles wat ervan afhangt. Mogelijk: EUPM Moldova (B7) is dubbel geteld (het verschil is precies die waarde). Controleer eerst de regels en dan het totaal, en gebruik voor het totaal een formule. |  |");
    insta::assert_snapshot!(text_of(&back, "oost.md"), @r#"
    Onderwerp: Opgave mei 2026: 1 fout

    Beste coördinator Oost-Europa en Zuidelijke Kaukasus,

    Dank voor uw opgave over mei 2026. Wij hebben die nagekeken. Hieronder staat per bestand wat ons opviel.

    `opgave-oost-2026-05.xlsx`: 1 fout
    In de bijlage: `opgave-oost-2026-05.xlsx`.

    - Fout: Totaal klopt niet (`Bezetting!B8`)

    Wat vragen wij u?

    1. Open de bijlage. Vooraan staat het blad "Bevindingen"; van daar springt u naar elke gemarkeerde cel.
    2. Verbeter de cellen op de bladen zelf.
    3. Klopt iets zoals het er staat? Schrijf dan op het blad "Bevindingen" in de laatste kolom waarom.
    4. Bewaar het als `opgave-oost-2026-05-v2.xlsx` en stuur dat als antwoord op deze mail.

    Graag uiterlijk op 5 juni 2026; is die dag al voorbij, dan graag deze week.

    Met vriendelijke groet,
    "#);
}

#[test]
fn a_cell_with_several_findings_has_one_mark_and_one_note() {
    // A total that is wrong and a header that means nothing, which is a note to another cell.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Bezetting").expect("a name");
    headcount(sheet);
    sheet.write(2, 3, "Kwaliteit").expect("written");
    sheet.write(3, 3, "goed").expect("written");
    let (_, _, marked) = one_back(NAME, &book.save_to_buffer().expect("a workbook"));
    let told = findings(&marked);
    let places: Vec<(&str, &str)> = told.iter().map(|line| (line[1].as_str(), line[3].as_str())).collect();
    assert!(places.contains(&("Fout", "Bezetting!B8")) && places.iter().any(|(_, place)| *place == "Bezetting!D3"), "{told:?}");
    let notes = part(&marked, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 2, "{notes}");
    assert!(notes.find("ref=\"D3\"") < notes.find("ref=\"B8\""), "in the order of cells: {notes}");
}

#[test]
fn of_many_findings_the_first_have_a_note() {
    let mut body = String::from(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Missie</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Bezetting</t></is></c></row>",
    );
    for row in 2..2_502 {
        body += &format!(
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>Onbekende missie {row}</t></is></c><c r=\"B{row}\"><v>1</v></c></row>"
        );
    }
    let bytes = Handmade { sheet: &format!("<sheetData>{body}</sheetData>"), ..Handmade::default() }.bytes();
    let (_, back, marked) = one_back(NAME, &bytes);
    assert_eq!(back.returns[0].copied, None);
    assert!(findings(&marked).len() >= 2_500);
    let sheet = part(&marked, "xl/worksheets/sheet1.xml");
    assert!(sheet.matches(" s=\"").count() >= 2_500, "all are marked");
    assert_eq!(part(&marked, "xl/comments1.xml").matches("<comment ").count(), 2_000, "the first have a note");
    assert!(part(&marked, "xl/worksheets/sheet2.xml").contains("bij de eerste 2000 cellen"));
    let mail = text_of(&back, "oost.md");
    assert!(mail.len() < 3_000 && mail.contains("- en nog "), "{mail}");
}

#[test]
fn what_was_accepted_is_not_told() {
    let csv = "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;6\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\nTOTAAL;16\n";
    let files = [("2026-05/opgave-oost-2026-05.csv", csv)];
    let told = |waivers: &str| {
        let run = run_waiving(&files, waivers);
        feedback(&run).expect("feedback").returns.len()
    };
    let waiver = "[[waiver]]\ncode = \"SHT-01\"\nwhere = { file = \"2026-05/opgave-oost-2026-05.csv\" }\nreason = \"Nagegaan.\"\n\
                  decided_by = \"hoofd operaties\"\ndecided_on = 2026-06-01\nuntil = 2026-12-31\n";
    assert_eq!((told(""), told(waiver)), (1, 0));
}

#[test]
fn hostile_texts_stay_texts() {
    let csv = "Missie;Bezetting;<script>alert(1)</script>;=1+1\nEUM Armenia;6;=cmd|'/c calc'!A0;+2\n@SUM(A1);3;-2+3;\u{202E}omgekeerd\n\
               EUPM Moldova;1;\u{1}\u{7};_x0041_\nTOTAAL;16;;\n";
    let (_, back, marked) = one_back("2026-05/=opgave-oost-<b>&'x'.csv", csv.as_bytes());
    assert_eq!(back.returns[0].file.as_deref(), Ok("=opgave-oost-_b_&'x'.xlsx"));
    let sheets = cells(&marked);
    let (_, sheet) = &sheets[1];
    assert_eq!(sheet["C2"], "String(\"=cmd|'/c calc'!A0\")", "no formula");
    assert_eq!(sheet["C1"], "String(\"<script>alert(1)</script>\")");
    assert_eq!(sheet["D4"], "String(\"_x0041_\")");
    for (name, (_, plain)) in super::parts(&marked) {
        let text = String::from_utf8_lossy(&plain).into_owned();
        assert!(!text.contains("<f>") && !text.contains("<f "), "{name} has a formula");
    }
    for (name, (_, plain)) in super::parts(&marked) {
        assert!(!String::from_utf8_lossy(&plain).contains("<script"), "{name}");
    }
}

#[test]
fn cells_of_other_formats_keep_their_kind() {
    let csv = "Peildatum;31-05-2026;ja\n\nMissie;Bezetting;Vrouwen\nEUM Armenia;6;1,5\nTOTAAL;7;\n";
    let (_, _, marked) = one_back("2026-05/opgave-oost-2026-05.csv", csv.as_bytes());
    let (name, sheet) = &cells(&marked)[1];
    assert_eq!(name, "opgave-oost-2026-05");
    let before = crate::common::run(&[("2026-05/opgave-oost-2026-05.csv", csv)]);
    let grid = before.originals.sheets(&before.returns[0].source).expect("sheets");
    assert_eq!(sheet.len(), grid[0].used_cells());
}

#[test]
fn each_sender_is_written_to_in_his_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let schemas = schemas_with("");
    let list = schemas.path().join("coordinators.csv");
    let text = std::fs::read_to_string(&list).expect("a list").replace("oost,Oost-Europa en Zuidelijke Kaukasus,nl,", "oost,East,en,");
    std::fs::write(&list, text.replace("Westelijke Balkan,nl,", "Westelijke Balkan,,")).expect("written");
    let csv = "Missie;Bezetting\nEUM Armenia;6\nTOTAAL;7\n";
    let balkan = "Missie;Bezetting\nEULEX Kosovo;6\nTOTAAL;7\n";
    crate::common::write(
        folder.path(),
        &[("2026-05/opgave-oost.csv", csv), ("2026-05/opgave-balkan.csv", balkan), ("2026-05/x.csv", "a;b\n1;2\n")],
    );
    let run = crate::common::run_folder_with(folder.path(), &[], schemas.path());
    let back = feedback(&run).expect("feedback");
    assert!(text_of(&back, "oost.md").contains("Thank you for your return"), "{}", text_of(&back, "oost.md"));
    let default = match run.schema.settings.language {
        muster::domain::Lang::En => "Thank you",
        muster::domain::Lang::Nl => "Dank voor",
    };
    assert!(text_of(&back, "balkan.md").contains(default));
    assert!(cells(&file_of(&back, "opgave-oost.xlsx"))[0].0 == "Findings");
}

#[test]
fn a_return_that_was_replaced_does_not_go_back() {
    let wrong = "Missie;Bezetting\nEUM Armenia;6\nTOTAAL;7\n".as_bytes();
    let (_, back) = back(&[("2026-05/opgave-oost-2026-05.csv", wrong), ("2026-05/opgave-oost-2026-05-v2.csv", wrong)]);
    let returns: Vec<&str> = back.returns.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(returns, ["2026-05/opgave-oost-2026-05-v2.csv"]);
    assert!(text_of(&back, "oost.md").contains("`opgave-oost-2026-05-v3.xlsx`"));
    assert!(
        back.stale.contains(&"opgave-oost-2026-05.xlsx".to_owned())
            || !back.files.iter().any(|(name, _)| name == "opgave-oost-2026-05.xlsx")
    );
}

#[test]
fn a_package_that_is_put_together_otherwise_goes_back_as_a_new_workbook() {
    let sheet = format!("<sheetData>{}</sheetData>", books::rows("", true));
    let twice = format!("<sheetData>{}</sheetData><legacyDrawing rel:id=\"gone\"/>", books::rows("", true));
    for (sheet, before) in [(&twice, ""), (&sheet, "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>")] {
        let mut bytes = Handmade { sheet, ..Handmade::default() }.bytes();
        if !before.is_empty() {
            let styles = format!("{before}<styleSheet {{ns}}></styleSheet>");
            bytes = Handmade { sheet, styles: Some(&styles), ..Handmade::default() }.bytes();
        }
        let (run, back, marked) = one_back(NAME, &bytes);
        assert!(back.returns[0].copied.as_ref().is_some_and(|why| why.nl.contains("niet veilig in kunnen schrijven")), "{before}");
        assert_eq!(cells(&marked)[1].1["B6"], "Float(16.0)");
        super::found_again(&run, &back);
    }
}
