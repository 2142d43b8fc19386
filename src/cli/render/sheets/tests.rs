//! What is said of files and sheets.

use super::files_read;
use crate::cli::render::Page;
use crate::cli::render::text::columns;
use crate::cli::sample_sheets::run;
use crate::domain::layout::{Outline, SheetLayout};
use crate::domain::returns::Sheet;
use crate::domain::{Lang, RowFate, SafeText};
use crate::pipeline::Run;

fn plain(lang: Lang, width: usize, run: &Run) -> String {
    anstream::adapter::strip_str(&files_read(Page { lang, width, verbose: true }, run)).to_string()
}

#[test]
fn sheets_of_every_kind_in_english() {
    insta::assert_snapshot!(plain(Lang::En, 80, &run()), @r"
    africa/2026-05-v0.xlsx
      2026-05 · africa · Headcount · does not count, superseded by
      africa/2026-05.xlsx

    africa/2026-05.xlsx
      2026-05 · africa · Headcount, Roster · 9 rows · received late
      ├─ Bezetting · Headcount · 17 rows: 5 accepted, 1 rejected, 11 set aside
      │    as of        2026-05-31 (B1)
      │    header       rows 3–4
      │    columns      A Missie → Mission ·
      │                 B Bezetting (fte) → Headcount (without what was added) ·
      │                 C Waarvan V → Women (with the label above it)
      │    unknown      D Vertrek · E (no header): not read (FIL-08)
      │    data         rows 5–7, 9–10, 12 (6)
      │    rejected     row 10
      │    subtotal     B8 = sum of B5:B7, by its formulas ·
      │                 row 11 = average of rows 9–10, by its numbers alone
      │    total        B13, C13 = sum of rows 5–12, by its label
      │    of which     B14 = Women of row 13
      │    personal     possibly phone from D5 (2 cells)
      │    notes        row 16 '* standplaats verderop; bel [withheld]' ·
      │                 row 17 '* schatting'
      │    hidden       rows 6–7 by hand, read all the same ·
      │                 column F by hand, set aside ·
      │                 row 12 struck through, read all the same ·
      │                 row 9 by a filter, set aside
      │    set aside    title 1 · blank 2, 15
      ├─ Rooster · Roster, Headcount · 9 rows: 4 accepted, 5 set aside
      │    table        Roster (1)
      │    header       row 2
      │    columns      C Van → Start (settled by the other headers)
      │    fixed        Mission = EUCAP Somalia (A1) ·
      │                 Unit = Rooster (name of the sheet)
      │    personal     A date of birth: never read
      │    data         rows 3–4
      │    table        Headcount (2) · across: each column is a record
      │    month        2026-04 (A7)
      │    header       column A
      │    columns      8 → Mission (no header; it holds missions) ·
      │                 9 Aantal → Headcount
      │    data         columns B–D
      │    total        column E = sum of columns B–D, by its label
      │    notes        row 5
      │    set aside    title 1, 7 · blank 6
      ├─ Wagens · no known table · 10 rows set aside
      │    looks like   a table · title in row 1 · header in row 2 · 3 rows (3–5) ·
      │                 40 columns
      │                 A Kenteken · B Merk ·
      │                 C Kilometerstand aan het einde van de vorige maand… ·
      │                 D Week 3 · E Week 4 · F Week 5 · G Week 6 · H Week 7 ·
      │                 I Week 8 · J Week 9 · K Week 10 · L Week 11 · and 28 more
      │    looks like   a table · header in row 7 · 3 rows (8–10) · 3 columns
      │                 columns A–C · the headers may be data and are not shown
      ├─ Oud · hidden sheet, not read · 3 rows set aside
      └─ Leeg · empty sheet

    africa/2026-06.xlsx
      2026-05 · africa · not read: protected with a password

    africa/2026-07.xlsx
      2026-05 · africa · not read: PRV-01
    ");
}

#[test]
fn sheets_of_every_kind_in_dutch() {
    insta::assert_snapshot!(plain(Lang::Nl, 100, &run()), @r"
    africa/2026-05-v0.xlsx
      2026-05 · africa · Bezetting · telt niet mee, vervangen door africa/2026-05.xlsx

    africa/2026-05.xlsx
      2026-05 · africa · Bezetting, Rooster · 9 regels · te laat ontvangen
      ├─ Bezetting · Bezetting · 17 regels: 5 aanvaard, 1 afgewezen, 11 terzijde gelegd
      │    peildatum    2026-05-31 (B1)
      │    kop          regels 3–4
      │    kolommen     A Missie · B Bezetting (fte) → Bezetting (zonder toevoeging) ·
      │                 C Waarvan V → Vrouwen (met het opschrift erboven)
      │    onbekend     D Vertrek · E (zonder kop): niet gelezen (FIL-08)
      │    gegevens     regels 5–7, 9–10, 12 (6)
      │    afgewezen    regel 10
      │    subtotaal    B8 = som van B5:B7, door de formules ·
      │                 regel 11 = gemiddelde van regels 9–10, alleen door de getallen
      │    totaal       B13, C13 = som van regels 5–12, door het opschrift
      │    waarvan      B14 = Vrouwen van regel 13
      │    persoonlijk  mogelijk telefoon vanaf D5 (2 cellen)
      │    toelichting  regel 16 '* standplaats verderop; bel [withheld]' · regel 17 '* schatting'
      │    verborgen    regels 6–7 met de hand, toch gelezen · kolom F met de hand, terzijde gelegd ·
      │                 regel 12 doorgehaald, toch gelezen · regel 9 door een filter, terzijde gelegd
      │    terzijde     titel 1 · leeg 2, 15
      ├─ Rooster · Rooster, Bezetting · 9 regels: 4 aanvaard, 5 terzijde gelegd
      │    tabel        Rooster (1)
      │    kop          regel 2
      │    kolommen     C Van → Begin (beslist door de andere koppen)
      │    vast         Missie = EUCAP Somalia (A1) · Eenheid = Rooster (naam van het blad)
      │    persoonlijk  A geboortedatum: nooit gelezen
      │    gegevens     regels 3–4
      │    tabel        Bezetting (2) · dwars: elke kolom is een regel
      │    maand        2026-04 (A7)
      │    kop          kolom A
      │    kolommen     8 → Missie (geen kop; er staan missies in) · 9 Aantal → Bezetting
      │    gegevens     kolommen B–D
      │    totaal       kolom E = som van kolommen B–D, door het opschrift
      │    toelichting  regel 5
      │    terzijde     titel 1, 7 · leeg 6
      ├─ Wagens · geen bekende tabel · 10 regels terzijde gelegd
      │    lijkt op     een tabel · titel in regel 1 · kop in regel 2 · 3 regels (3–5) · 40 kolommen
      │                 A Kenteken · B Merk · C Kilometerstand aan het einde van de vorige maand… ·
      │                 D Week 3 · E Week 4 · F Week 5 · G Week 6 · H Week 7 · I Week 8 · J Week 9 ·
      │                 K Week 10 · L Week 11 · en nog 28
      │    lijkt op     een tabel · kop in regel 7 · 3 regels (8–10) · 3 kolommen
      │                 kolommen A–C · de koppen zijn misschien gegevens en worden niet getoond
      ├─ Oud · verborgen blad, niet gelezen · 3 regels terzijde gelegd
      └─ Leeg · leeg blad

    africa/2026-06.xlsx
      2026-05 · africa · niet gelezen: met een wachtwoord beveiligd

    africa/2026-07.xlsx
      2026-05 · africa · niet gelezen: PRV-01
    ");
}

#[test]
fn lines_fit_on_narrow_terminals() {
    for (lang, width) in [(Lang::En, 60), (Lang::Nl, 60), (Lang::Nl, 80), (Lang::En, 120)] {
        for line in plain(lang, width, &run()).lines() {
            assert!(columns(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn nothing_of_a_person_is_told() {
    for lang in [Lang::En, Lang::Nl] {
        let text = plain(lang, 80, &run());
        assert!(!text.contains("ziek") && !text.contains("1234"), "{text}");
    }
}

#[test]
fn a_file_with_very_many_sheets_tables_and_columns_stays_short() {
    let mut many = run();
    let outline = |columns: u32| Outline {
        title_rows: Vec::new(),
        header_rows: vec![0],
        columns: (0..columns).map(|col| (col, SafeText::own(format!("Kolom {col}")))).collect(),
        rows: (1, 3),
        data_rows: 3,
    };
    let mut outlines = vec![outline(2); 30];
    outlines[0] = outline(16_384);
    let layout = SheetLayout { fates: vec![RowFate::Other; 1_000], outlines, ..SheetLayout::default() };
    let one = &mut many.returns[1];
    one.tables.clear();
    one.sheets = (0..60).map(|at| Sheet { name: format!("Blad{at}"), hidden: false, layout: layout.clone(), comments: 0 }).collect();
    let text = plain(Lang::En, 80, &many);
    assert!(text.lines().count() < 2_000, "{}", text.lines().count());
    assert!(text.contains("and 20 more sheets") && text.contains("and 18 more tables") && text.contains("and 16372 more"), "{text}");
}

#[test]
fn a_hostile_sheet_name_cannot_steer_the_terminal() {
    let mut hostile = run();
    hostile.returns[1].sheets[0].name = "a\u{1b}[2Jb\u{202e}".to_owned();
    hostile.returns[1].sheets[0].layout.tables[0].columns[0].header = "Missie\u{1b}[31m".to_owned();
    let text = files_read(Page { lang: Lang::En, width: 80, verbose: true }, &hostile);
    assert!(!text.contains("\u{1b}[2J") && !text.contains('\u{202e}') && !text.contains("\u{1b}[31m"), "{text:?}");
}

#[test]
fn a_hidden_sheet_says_whether_it_was_read() {
    let mut run = run();
    let heading = |run: &Run| plain(Lang::Nl, 120, run).lines().find(|line| line.contains("─ Bezetting ·")).map(str::to_owned);
    assert!(heading(&run).is_some_and(|line| !line.contains("verborgen")));
    let one = run.returns.iter_mut().find(|one| one.source.path == "africa/2026-05.xlsx").expect("a return");
    one.sheets[0].hidden = true;
    assert!(heading(&run).is_some_and(|line| line.contains("verborgen blad, toch gelezen")));
    let one = run.returns.iter_mut().find(|one| one.source.path == "africa/2026-05.xlsx").expect("a return");
    one.sheets[0].layout.tables.clear();
    assert!(heading(&run).is_some_and(|line| line.contains("verborgen blad, niet gelezen")));
}
