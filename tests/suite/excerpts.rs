//! The surroundings of a cell as they may be shown: what is there, what is withheld, and from whom.

use std::path::Path;
use std::sync::LazyLock;

use muster::domain::{CellRef, Check, Direction, Excerpt, FileFormat, Grid, GridBuilder, Lang, Schema, Shown, SourceFile, Value, Workbook};
use muster::pipeline::{self, Options, Run};
use muster::records::{Vocabulary, excerpt};
use proptest::prelude::*;

use crate::common::grid;

/// The declarations of the project, read once, and their words.
static DECLARED: LazyLock<(Schema, Vec<Check>, Vocabulary)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let (schema, catalogue) = pipeline::load_schemas(Some(&folder), Lang::En).expect("schemas");
    let vocabulary = Vocabulary::new(&schema);
    (schema, catalogue, vocabulary)
});

/// The run over one sheet in memory, as the coordinator of the East sends it.
fn read(sheet: &Grid) -> Run {
    let path = "opgave-oost-2026-05.xlsx".to_owned();
    let source = SourceFile { path, sha256: String::new(), bytes: 0, format: FileFormat::Xlsx, received: None };
    let workbook = Workbook { source, cautions: Vec::new(), sheets: Ok(vec![sheet.clone()]) };
    let declared = (DECLARED.0.clone(), DECLARED.1.clone());
    pipeline::run_workbooks_with(&Options::default(), declared, vec![workbook]).expect("a run")
}

fn at(run: &Run, sheet: &Grid, cell: CellRef) -> Excerpt {
    excerpt(sheet, 0, &run.returns[0], &run.schema, &DECLARED.2, cell)
}

fn around(run: &Run, sheet: &Grid, cell: &str) -> Excerpt {
    at(run, sheet, cell.parse().expect("an address"))
}

/// An excerpt as lines: what anybody may see as it stands, what only the sender may see in `<>`, what nobody may see as `*`, nothing
/// as `.`; `=` marks the header.
fn drawn(excerpt: &Excerpt) -> String {
    let cell = |shown: &Shown| match shown {
        Shown::Empty => ".".to_owned(),
        Shown::Text(text) => text.to_string(),
        Shown::Internal(text) => format!("<{text}>"),
        Shown::Withheld => "*".to_owned(),
    };
    let columns: Vec<String> = excerpt.columns.iter().map(|col| CellRef::new(0, *col).to_string().replace('1', "")).collect();
    let mut out = format!("   {}\n", columns.join(" | "));
    for row in &excerpt.rows {
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        out.push_str(&format!("{}{} {}\n", row.row + 1, if row.header { "=" } else { " " }, cells.join(" | ")));
    }
    out
}

/// What is shown around a cell of a sheet that is written as csv.
fn shown(text: &str, cell: &str) -> String {
    let sheet = grid("Bezetting", text, &[]);
    drawn(&around(&read(&sheet), &sheet, cell))
}

const HEADCOUNT: &str = "\
Maandopgave politie, mei 2026
Peildatum;31-05-2026

Missie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Instroom;Uitstroom;Opmerkingen;Wie weet
EUM Armenia;7;0;3;0;0;Anneloes is ziek thuis;Testpersoon
EUAM Ukraine;3;;1;0;0;;x
EUMM Georgia;5;1;0;0;0;bel 06-12345678;
EUPM Moldova;1;0;0;0;0;;
TOTAAL;16;1;4;0;0;;
* opgesteld door jan testpersoon, waarvan 3 tijdelijk in NL
";

#[test]
fn header_neighbours_and_the_mission_stand_around_a_figure() {
    insta::assert_snapshot!(shown(HEADCOUNT, "E7"), @r"
       A | C | D | E | F
    4= Missie | Waarvan tijdelijk in NL | Vrouwen | Instroom | Uitstroom
    5  EUM Armenia | 0 | <3> | 0 | 0
    6  EUAM Ukraine | . | <1> | 0 | 0
    7  EUMM Georgia | 1 | <0> | 0 | 0
    8  EUPM Moldova | 0 | <0> | 0 | 0
    ");
}

#[test]
fn the_first_and_the_last_row_have_fewer_neighbours() {
    insta::assert_snapshot!(shown(HEADCOUNT, "B5"), @r"
       A | B | C | D
    4= Missie | Bezetting | Waarvan tijdelijk in NL | Vrouwen
    5  EUM Armenia | 7 | 0 | <3>
    6  EUAM Ukraine | 3 | . | <1>
    ");
    insta::assert_snapshot!(shown(HEADCOUNT, "B8"), @r"
       A | B | C | D
    4= Missie | Bezetting | Waarvan tijdelijk in NL | Vrouwen
    6  EUAM Ukraine | 3 | . | <1>
    7  EUMM Georgia | 5 | 1 | <0>
    8  EUPM Moldova | 1 | 0 | <0>
    ");
    insta::assert_snapshot!(shown(HEADCOUNT, "B9"), @r"
       A | B | C | D
    4= Missie | Bezetting | Waarvan tijdelijk in NL | Vrouwen
    7  EUMM Georgia | 5 | 1 | <0>
    8  EUPM Moldova | 1 | 0 | <0>
    9  TOTAAL | 16 | 1 | <4>
    ");
}

#[test]
fn an_empty_cell_is_in_the_middle_of_its_own_excerpt() {
    insta::assert_snapshot!(shown(HEADCOUNT, "C6"), @r"
       A | B | C | D | E
    4= Missie | Bezetting | Waarvan tijdelijk in NL | Vrouwen | Instroom
    5  EUM Armenia | 7 | 0 | <3> | 0
    6  EUAM Ukraine | 3 | . | <1> | 0
    7  EUMM Georgia | 5 | 1 | <0> | 0
    ");
    insta::assert_snapshot!(shown(HEADCOUNT, "Z99"), @r"
       A | E | F | Z
    4= Missie | Instroom | Uitstroom | .
    9  TOTAAL | 0 | 0 | .
    10  * opgesteld door [withheld], waarvan 3 tijdelijk in NL | . | . | .
    99  . | . | . | .
    ");
}

#[test]
fn remarks_and_columns_that_are_not_understood_are_withheld() {
    insta::assert_snapshot!(shown(HEADCOUNT, "G6"), @r"
       A | E | F | G
    4= Missie | Instroom | Uitstroom | Opmerkingen
    5  EUM Armenia | 0 | 0 | *
    6  EUAM Ukraine | 0 | 0 | .
    7  EUMM Georgia | 0 | 0 | *
    ");
}

#[test]
fn titles_and_notes_keep_words_of_the_field_only() {
    insta::assert_snapshot!(shown(HEADCOUNT, "B2"), @r"
       A | B
    1  Maandopgave politie, mei 2026 | .
    2  Peildatum | 31-05-2026
    4  Missie | Bezetting
    ");
    insta::assert_snapshot!(shown(HEADCOUNT, "A10"), @r"
       A | B | C
    4= Missie | Bezetting | Waarvan tijdelijk in NL
    8  EUPM Moldova | 1 | 0
    9  TOTAAL | 16 | 1
    10  * opgesteld door [withheld], waarvan 3 tijdelijk in NL | . | .
    ");
}

#[test]
fn a_header_is_shown_around_itself() {
    insta::assert_snapshot!(shown(HEADCOUNT, "D4"), @r"
       A | B | C | D | E | F
    1  Maandopgave politie, mei 2026 | . | . | . | . | .
    2  Peildatum | 31-05-2026 | . | . | . | .
    4= Missie | Bezetting | Waarvan tijdelijk in NL | Vrouwen | Instroom | Uitstroom
    5  EUM Armenia | 7 | 0 | <3> | 0 | 0
    ");
}

#[test]
fn personal_data_in_a_cell_of_a_count_are_withheld() {
    let cells: Vec<String> =
        ["(Testpersoon terug)", "(Anneloes Achternaam)", "tel. 06-12345678", "a.b@dienst.example", "(1 ziek)", "123456782"]
            .iter()
            .map(|planted| {
                let out = shown(&format!("Missie;Bezetting\nEUM Armenia;7 {planted}\nEUAM Ukraine;3\n"), "B2");
                for word in ["Testpersoon", "Achternaam", "12345678", "dienst", "ziek"] {
                    assert!(!out.contains(word), "{word}:\n{out}");
                }
                out.lines().nth(2).unwrap_or_default().to_owned()
            })
            .collect();
    insta::assert_snapshot!(cells.join("\n"), @r"
    2  EUM Armenia | 7 ([withheld] terug)
    2  EUM Armenia | 7 ([withheld])
    2  EUM Armenia | *
    2  EUM Armenia | *
    2  EUM Armenia | *
    2  EUM Armenia | *
    ");
}

#[test]
fn what_is_said_of_health_is_withheld_wherever_it_stands() {
    let text = "Ziekteverlof mei 2026\nMissie;Bezetting\nEUM Armenia;7 (2 met ziekteverlof)\nEUAM Ukraine (1 burn-out);3\nTotaal;10\n* 1 persoon zwanger\n";
    for cell in ["A1", "B3", "A4", "A6"] {
        let out = shown(text, cell);
        for planted in ["iekte", "burn", "zwanger"] {
            assert!(!out.contains(planted), "{planted} at {cell}:\n{out}");
        }
    }
}

const ROSTER: &str = "\
Uitzendnummer;Naam;Missie;Functie;Rang;M/V;Begindatum;Geplande einddatum;Status;Telefoon
NP-0901;Anneloes Testpersoon;EUM Armenia;adviseur;inspecteur;V;01-02-2026;31-01-2027;in missiegebied;06-12345678
NP-0902;B. Achternaam;EUAM Ukraine;mentor;brigadier;M;01-03-2026;28-02-2027;ziek;06-12345679
NP-0903;C. Achternaam;Anneloes Achternaam;trainer;Testpersoon;M;01-03-2026 vraag Testpersoon;;tijdelijk in NL;
Totaal;;;;;;3;;;
";

#[test]
fn lines_about_persons_are_for_the_sender_only_and_names_and_keys_for_nobody() {
    insta::assert_snapshot!(shown(ROSTER, "F3"), @r"
       C | E | F | G | H
    1= Missie | Rang | M/V | Begindatum | Geplande einddatum
    2  EUM Armenia | <inspecteur> | <V> | <01-02-2026> | <31-01-2027>
    3  EUAM Ukraine | <brigadier> | <M> | <01-03-2026> | <28-02-2027>
    4  * | * | <M> | * | .
    ");
    insta::assert_snapshot!(shown(ROSTER, "C4"), @r"
       C | E | F
    1= Missie | Rang | M/V
    2  EUM Armenia | <inspecteur> | <V>
    3  EUAM Ukraine | <brigadier> | <M>
    4  * | * | <M>
    ");
    insta::assert_snapshot!(shown(ROSTER, "I3"), @r"
       C | G | H | I
    1= Missie | Begindatum | Geplande einddatum | Status
    2  EUM Armenia | <01-02-2026> | <31-01-2027> | *
    3  EUAM Ukraine | <01-03-2026> | <28-02-2027> | *
    4  * | * | . | *
    ");
    let sheet = grid("Bezetting", ROSTER, &[]);
    let run = read(&sheet);
    for row in 1..=5 {
        for col in "ABCDEFGHIJ".chars() {
            let out = drawn(&around(&run, &sheet, &format!("{col}{row}")));
            for planted in ["NP-09", "Anneloes", "Testpersoon", "Achternaam", "12345", "ziek", "adviseur"] {
                assert!(!out.contains(planted), "{planted} at {col}{row}:\n{out}");
            }
            let published = out.lines().filter(|line| !line.starts_with('1')).any(|line| {
                ["inspecteur", "brigadier", "01-02-2026", "in missiegebied"]
                    .iter()
                    .any(|text| line.contains(text) && !line.contains(&format!("<{text}>")))
            });
            assert!(!published, "a line about a person is for anybody at {col}{row}:\n{out}");
        }
    }
}

#[test]
fn a_column_that_holds_persons_is_withheld_by_what_stands_in_it() {
    // No header gives these away: the column of ranks is recognised, and somebody wrote addresses into it.
    let mut text = "Uitzendnummer;Missie;Rang;Begindatum\n".to_owned();
    for at in 1..=6 {
        text.push_str(&format!("NP-090{at};EUM Armenia;person{at}@dienst.example;01-02-2026\n"));
    }
    text.push_str("NP-0907;EUM Armenia;brigadier;01-02-2026\n");
    insta::assert_snapshot!(shown(&text, "D8"), @r"
       B | C | D
    1= Missie | Rang | Begindatum
    6  EUM Armenia | * | <01-02-2026>
    7  EUM Armenia | * | <01-02-2026>
    8  EUM Armenia | * | <01-02-2026>
    ");
}

#[test]
fn an_address_below_a_table_withholds_nothing_of_it() {
    let text = "Missie;Bezetting\nEUM Armenia;7\nEUAM Ukraine;3\n\nvragen: a.b@dienst.example\n";
    insta::assert_snapshot!(shown(text, "B3"), @r"
       A | B
    1= Missie | Bezetting
    2  EUM Armenia | 7
    3  EUAM Ukraine | 3
    ");
    assert!(!shown(text, "A5").contains("dienst"));
}

#[test]
fn tables_side_by_side_are_kept_apart() {
    let text = "Missie;Bezetting;;Missie;Bezetting\nEUM Armenia;7;;EUMM Georgia;5\nEUAM Ukraine;3;;EUPM Moldova;1\n";
    insta::assert_snapshot!(shown(text, "E3"), @r"
       D | E
    1= Missie | Bezetting
    2  EUMM Georgia | 5
    3  EUPM Moldova | 1
    ");
    insta::assert_snapshot!(shown(text, "B3"), @r"
       A | B
    1= Missie | Bezetting
    2  EUM Armenia | 7
    3  EUAM Ukraine | 3
    ");
}

#[test]
fn a_table_that_runs_across_is_shown_as_it_stands() {
    let text = "Missie;EUM Armenia;EUAM Ukraine;EUMM Georgia;EUPM Moldova\nBezetting;7;3;5;1\nVrouwen;3;1;0;0\nOpmerkingen;Anneloes Testpersoon;;;\n";
    let sheet = grid("Bezetting", text, &[]);
    let run = read(&sheet);
    assert_eq!(run.returns[0].sheets[0].layout.tables[0].direction, Direction::Across);
    insta::assert_snapshot!(drawn(&around(&run, &sheet, "C2")), @r"
       A | B | C | D | E
    1  Missie | EUM Armenia | EUAM Ukraine | EUMM Georgia | EUPM Moldova
    2  Bezetting | 7 | 3 | 5 | 1
    3  Vrouwen | <3> | <1> | <0> | <0>
    ");
    insta::assert_snapshot!(drawn(&around(&run, &sheet, "B4")), @r"
       A | B
    2  Bezetting | 7
    3  Vrouwen | <3>
    4  Opmerkingen | *
    ");
}

#[test]
fn in_a_table_that_runs_across_a_line_with_persons_is_withheld() {
    let text = "Missie;EUM Armenia;EUAM Ukraine;EUMM Georgia;EUPM Moldova\nBezetting;7;3;5;1\n\
                Waarvan tijdelijk in NL;1 (a.b@dienst.example);1;0;0\n";
    let sheet = grid("Bezetting", text, &[]);
    let run = read(&sheet);
    assert_eq!(run.returns[0].sheets[0].layout.tables[0].direction, Direction::Across);
    insta::assert_snapshot!(drawn(&around(&run, &sheet, "C3")), @r"
       A | B | C | D | E
    1  Missie | EUM Armenia | EUAM Ukraine | EUMM Georgia | EUPM Moldova
    2  Bezetting | 7 | 3 | 5 | 1
    3  Waarvan tijdelijk in NL | * | * | * | *
    ");
}

#[test]
fn a_part_of_a_headcount_is_a_small_group() {
    let text = "Missie;Bezetting\nEUM Armenia;7\nwaarvan vrouwen;3\nEUAM Ukraine;3\nTotaal;10\n";
    insta::assert_snapshot!(shown(text, "B3"), @r"
       A | B
    1= Missie | Bezetting
    2  EUM Armenia | 7
    3  <waarvan vrouwen> | <3>
    4  EUAM Ukraine | 3
    ");
}

#[test]
fn names_of_totals_among_persons_keep_words_of_the_field_only() {
    let text = "Uitzendnummer;Missie;Begindatum;Geplande einddatum\nNP-0901;EUM Armenia;01-02-2026;31-01-2027\nTotaal testpersoon;;2;\n";
    let out = shown(text, "C3");
    assert!(!out.contains("testpersoon"), "{out}");
}

#[test]
fn nothing_is_known_of_a_sheet_without_a_table() {
    let text = "Anneloes Achternaam;06-12345678\nAnneloes;x\n";
    let sheet = grid("Contact", text, &[]);
    insta::assert_snapshot!(drawn(&around(&read(&sheet), &sheet, "A2")), @r"
       A | B
    1  * | *
    2  * | *
    ");
}

#[test]
fn an_empty_sheet_has_an_empty_excerpt() {
    let sheet = GridBuilder::new().finish("Leeg");
    insta::assert_snapshot!(drawn(&around(&read(&sheet), &sheet, "B2")), @r"
       B
    2  .
    ");
}

/// A cell of a sheet that somebody filled in.
fn any_cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "Missie", "Bezetting", "Waarvan tijdelijk in NL", "Vrouwen", "Opmerkingen", "Uitzendnummer", "Naam", "Status", "Begindatum",
            "Geplande einddatum", "Totaal", "waarvan vrouwen", "EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "in missiegebied", "ziek",
            "31-05-2026", "4 (3 tijdelijk in NL)", "Peildatum", "mei 2026", "Functie", "M/V", "V", "=cmd()", "<b>", "\u{202e}", "#REF!",
        ]).prop_map(|text| Value::Text(text.into())),
        2 => (0..9_i32).prop_map(|number| Value::Number(number.into())),
        1 => ".{0,12}".prop_map(|text| Value::Text(text.into())),
        1 => Just(Value::Number(123_456_782.0)),
    ]
}

fn any_grid() -> impl Strategy<Value = Grid> {
    let row = prop::collection::vec(prop::option::weighted(0.8, any_cell()), 1..7);
    prop::collection::vec(row, 0..9).prop_map(|rows| {
        let mut builder = GridBuilder::new();
        for (row, cells) in (0..).zip(rows) {
            for (col, value) in (0..).zip(cells) {
                if let Some(value) = value {
                    builder.push(CellRef::new(row, col), value);
                }
            }
        }
        builder.finish("Blad1")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a sheet looks like, every cell has an excerpt with that cell in it, and numbers of persons are in none.
    #[test]
    fn any_cell_of_any_sheet_has_an_excerpt(sheet in any_grid()) {
        let run = read(&sheet);
        for row in 0..=sheet.height() {
            for col in 0..8 {
                let cell = CellRef::new(row, col);
                let found = at(&run, &sheet, cell);
                prop_assert_eq!(found.cell, cell);
                prop_assert!(found.columns.contains(&col) && found.rows.iter().any(|own| own.row == row));
                prop_assert!(found.columns.is_sorted() && found.rows.is_sorted_by_key(|own| own.row));
                prop_assert!(found.rows.iter().all(|own| own.cells.len() == found.columns.len()));
                prop_assert!(!drawn(&found).contains("123456782"));
            }
        }
    }

    /// Names that are planted where no name belongs, in any spelling, are shown nowhere.
    #[test]
    fn a_planted_name_is_shown_nowhere(
        rows in prop::collection::vec((0..4_usize, 0..9_u32, "[Zz]q[a-z]{4,8}", any::<bool>()), 1..8),
        title in "[Zz]q[a-z]{4,8}",
        note in "[Zz]q[a-z]{4,8}",
        across in any::<bool>(),
    ) {
        let missions = ["EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "EUPM Moldova"];
        let mut text = format!("Maandopgave van {title}\n\nMissie;Bezetting;Naam;Opmerkingen;Bijnaam\n");
        for (mission, count, name, inside) in &rows {
            let cell = if *inside { format!("{count} (1 Zq{name} tijdelijk in NL)") } else { count.to_string() };
            text.push_str(&format!("{};{cell};{name} Zqachternaam;{name} is er;{name}\n", missions[*mission]));
        }
        text.push_str(&format!("Totaal;9\n* met dank aan {note}\n"));
        let sheet = grid("Bezetting", &text, &[]);
        let sheet = if across { sheet.turned() } else { sheet };
        let run = read(&sheet);
        let cells: Vec<CellRef> = sheet.rows().flat_map(|(row, cells)| cells.iter().map(move |cell| CellRef::new(row, cell.col))).collect();
        for cell in cells {
            let out = drawn(&at(&run, &sheet, cell)).to_lowercase();
            prop_assert!(!out.contains("zq"), "{cell}\n{out}");
        }
    }
}
