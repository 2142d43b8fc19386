use super::*;
use crate::cli::render::text::columns;
use crate::cli::sample::{accepted_mandate, empty_run, finding, run};
use crate::domain::{CellRef, Excerpt, ExcerptRow, Lang, Place, SafeText, Shown};

/// A few cells around D7 of the headcounts of a month, where the findings of the sample point.
fn around(month: &str, value: &str) -> (Place, Excerpt) {
    let place = Place::Cell { file: format!("africa/{month}.xlsx"), sheet: "Bezetting".to_owned(), cell: CellRef::new(6, 3) };
    let text = |text: &str| Shown::Text(SafeText::own(text));
    let row = |row, mission: &str, women: Shown, value: &str| ExcerptRow {
        row,
        header: row == 3,
        cells: vec![text(mission), women, if value.is_empty() { Shown::Empty } else { text(value) }],
    };
    let rows = vec![
        row(3, "Missie", text("Vrouwen"), "Bezetting"),
        row(5, "EULEX Kosovo", Shown::Internal(SafeText::own(1)), "12"),
        row(6, "EUCAP Somalia", Shown::Withheld, value),
        row(7, "OSC", Shown::Empty, "1"),
    ];
    (place, Excerpt { cell: CellRef::new(6, 3), columns: vec![0, 2, 3], rows })
}

fn with_cells(mut run: Run) -> Run {
    run.excerpts = [around("2026-04", "3"), around("2026-05", "3")].into_iter().collect();
    run
}

fn page(lang: Lang, width: usize, verbose: bool) -> Page {
    Page { lang, width, verbose }
}

fn plain(page: Page, run: &Run) -> String {
    anstream::adapter::strip_str(&findings(page, run, Limit::All)).to_string()
}

#[test]
fn findings_in_english() {
    insta::assert_snapshot!(plain(page(Lang::En, 80, false), &with_cells(run())), @r"
    error XSH-01  Headcount against roster · EUCAP Somalia · 2026-05
      Headcount 3 at EUCAP Somalia, the roster has 4 persons on 2026-05-31.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━ 3 → 4
        8 │ OSC           ┊                  1
      Fix: The fourth tour is past its planned end: close it in the roster, or
           correct the headcount.
      +1 that follows from this: XSH-04

    warning REG-04 ×2  As-of date lies outside every known mandate period · OSC ·
                       2026-04, 2026-05
      OSC has no known mandate period on 2026-05-31.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━
        8 │ OSC           ┊                  1
          ╰─ also in africa/2026-04.xlsx › Bezetting › D7

    ▒▒▒ stands for what is shown to nobody, since it may be about a person.
    -v also tells what follows from a finding, and why it matters.
    ");
}

#[test]
fn findings_in_dutch_with_more_said() {
    insta::assert_snapshot!(plain(page(Lang::Nl, 80, true), &with_cells(run())), @r"
    fout XSH-01  Bezetting tegen rooster · EUCAP Somalia · 2026-05
      Bezetting 3 bij EUCAP Somalia, rooster telt 4 personen op 2026-05-31.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━ 3 → 4
        8 │ OSC           ┊                  1
      Herstel: De vierde uitzending is voorbij haar geplande einde: sluit haar af in
               het rooster, of verbeter de bezetting.
      Waarom: De brief noemt de bezetting; het rooster is het bewijs ervan.
      └ XSH-04 Bezetting › G7: In-/uitstroom 0/0 opgegeven, rooster geeft 1/0 (EUCAP
               Somalia).

    waarschuwing REG-04 ×2  Peildatum valt buiten elke bekende mandaatperiode · OSC
                            · 2026-04, 2026-05
      OSC heeft op 2026-05-31 geen bekende mandaatperiode.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━
        8 │ OSC           ┊                  1
          ╰─ ook in africa/2026-04.xlsx › Bezetting › D7

    ▒▒▒ staat voor wat niemand te zien krijgt, omdat het over een persoon kan gaan.
    ");
}

#[test]
fn findings_on_a_narrow_and_on_a_wide_page() {
    insta::assert_snapshot!(plain(page(Lang::Nl, 40, false), &with_cells(run())), @r"
    fout XSH-01  Bezetting tegen rooster ·
        EUCAP Somalia · 2026-05
      Bezetting 3 bij EUCAP Somalia, rooster
      telt 4 personen op 2026-05-31.
      africa/2026-05.xlsx › Bezetting › D7
        │ A             ┊       C          D
      4 │ Missie        ┊ Vrouwen  Bezetting
      ⋮ │
      6 │ EULEX Kosovo  ┊       1         12
      7 │ EUCAP Somalia ┊     ▒▒▒          3
        │                                  ━
        │                              3 → 4
      8 │ OSC           ┊                  1
      Herstel: De vierde uitzending is
      voorbij haar geplande einde: sluit
      haar af in het rooster, of verbeter de
      bezetting.
      +1 die hieruit volgt: XSH-04

    waarschuwing REG-04 ×2  Peildatum valt
        buiten elke bekende mandaatperiode ·
        OSC · 2026-04, 2026-05
      OSC heeft op 2026-05-31 geen bekende
      mandaatperiode.
      africa/2026-05.xlsx › Bezetting › D7
        │ A             ┊       C          D
      4 │ Missie        ┊ Vrouwen  Bezetting
      ⋮ │
      6 │ EULEX Kosovo  ┊       1         12
      7 │ EUCAP Somalia ┊     ▒▒▒          3
        │                                  ━
      8 │ OSC           ┊                  1
      ook in africa/2026-04.xlsx › Bezetting
        › D7

    ▒▒▒ staat voor wat niemand te zien
    krijgt, omdat het over een persoon kan
    gaan.
    -v zegt ook wat uit een bevinding volgt,
    en waarom zij ertoe doet.
    ");
    insta::assert_snapshot!(plain(page(Lang::En, 60, false), &with_cells(run())), @r"
    error XSH-01  Headcount against roster · EUCAP Somalia ·
                  2026-05
      Headcount 3 at EUCAP Somalia, the roster has 4 persons on
      2026-05-31.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━ 3 → 4
        8 │ OSC           ┊                  1
      Fix: The fourth tour is past its planned end: close it in
           the roster, or correct the headcount.
      +1 that follows from this: XSH-04

    warning REG-04 ×2  As-of date lies outside every known
                       mandate period · OSC · 2026-04, 2026-05
      OSC has no known mandate period on 2026-05-31.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━
        8 │ OSC           ┊                  1
          ╰─ also in africa/2026-04.xlsx › Bezetting › D7

    ▒▒▒ stands for what is shown to nobody, since it may be
    about a person.
    -v also tells what follows from a finding, and why it
    matters.
    ");
    insta::assert_snapshot!(plain(page(Lang::Nl, 120, false), &with_cells(run())), @r"
    fout XSH-01  Bezetting tegen rooster · EUCAP Somalia · 2026-05
      Bezetting 3 bij EUCAP Somalia, rooster telt 4 personen op 2026-05-31.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━ 3 → 4
        8 │ OSC           ┊                  1
      Herstel: De vierde uitzending is voorbij haar geplande einde: sluit haar af in het rooster, of verbeter de bezetting.
      +1 die hieruit volgt: XSH-04

    waarschuwing REG-04 ×2  Peildatum valt buiten elke bekende mandaatperiode · OSC · 2026-04, 2026-05
      OSC heeft op 2026-05-31 geen bekende mandaatperiode.
          ╭─ africa/2026-05.xlsx › Bezetting › D7
          │ A             ┊       C          D
        4 │ Missie        ┊ Vrouwen  Bezetting
        ⋮ │
        6 │ EULEX Kosovo  ┊       1         12
        7 │ EUCAP Somalia ┊     ▒▒▒          3
          │                                  ━
        8 │ OSC           ┊                  1
          ╰─ ook in africa/2026-04.xlsx › Bezetting › D7

    ▒▒▒ staat voor wat niemand te zien krijgt, omdat het over een persoon kan gaan.
    -v zegt ook wat uit een bevinding volgt, en waarom zij ertoe doet.
    ");
}

#[test]
fn colours_are_where_they_belong() {
    let mut one = with_cells(run());
    one.findings.truncate(2);
    insta::assert_snapshot!(findings(page(Lang::En, 80, false), &one, Limit::All).replace('\u{1b}', "␛"), @r"
    ␛[1m␛[91merror␛[0m ␛[1mXSH-01␛[0m  ␛[1mHeadcount against roster␛[0m ␛[2m· EUCAP Somalia · 2026-05␛[0m
      Headcount 3 at EUCAP Somalia, the roster has 4 persons on 2026-05-31.
          ␛[2m╭─␛[0m africa/2026-05.xlsx ␛[2m›␛[0m Bezetting ␛[2m›␛[0m ␛[1mD7␛[0m
          ␛[2m│␛[0m ␛[2mA␛[0m            ␛[2m ┊ ␛[0m      ␛[2mC␛[0m          ␛[1mD␛[0m
    ␛[2m    4␛[0m ␛[2m│␛[0m ␛[1mMissie␛[0m       ␛[2m ┊ ␛[0m␛[1mVrouwen␛[0m  ␛[1mBezetting␛[0m
    ␛[2m    ⋮␛[0m ␛[2m│␛[0m
    ␛[2m    6␛[0m ␛[2m│␛[0m EULEX Kosovo ␛[2m ┊ ␛[0m      1         12
    ␛[1m    7␛[0m ␛[2m│␛[0m EUCAP Somalia␛[2m ┊ ␛[0m    ␛[2m▒▒▒␛[0m          ␛[1m␛[91m3␛[0m
          ␛[2m│␛[0m                                  ␛[1m␛[91m━␛[0m 3 ␛[2m→␛[0m ␛[1m4␛[0m
    ␛[2m    8␛[0m ␛[2m│␛[0m OSC          ␛[2m ┊ ␛[0m                 1
      ␛[1mFix:␛[0m The fourth tour is past its planned end: close it in the roster, or
           correct the headcount.
      ␛[2m+1 that follows from this: XSH-04␛[0m

    ␛[2m▒▒▒ stands for what is shown to nobody, since it may be about a person.␛[0m
    ␛[2m-v also tells what follows from a finding, and why it matters.␛[0m
    ");
}

#[test]
fn without_the_cells_the_values_are_told() {
    let text = plain(page(Lang::En, 80, false), &run());
    assert!(text.contains("  → africa/2026-05.xlsx › Bezetting › D7\n  found 3, expected 4\n"), "{text}");
    assert!(!text.contains(WITHHELD), "{text}");
}

#[test]
fn nothing_found_is_said_kindly() {
    assert_eq!(plain(page(Lang::En, 80, false), &empty_run()), "No findings: everything that could be checked holds.\n");
    assert_eq!(plain(page(Lang::Nl, 80, false), &empty_run()), "Geen bevindingen: alles wat kon worden nagegaan, klopt.\n");
}

#[test]
fn lines_fit_however_long_the_words_around_them() {
    let mut run = with_cells(accepted_mandate(run()));
    run.findings[0].value = SafeText::own("zie toelichting ".repeat(9));
    run.findings[0].expected = SafeText::own("een geheel getal ".repeat(9));
    run.findings[1].message = crate::domain::Bilingual::same("bezettingsopgavecontrolebevindingen".repeat(5));
    for lang in [Lang::En, Lang::Nl] {
        for width in [40, 47, 60, 80, 120] {
            for verbose in [false, true] {
                for line in plain(page(lang, width, verbose), &run).lines() {
                    assert!(columns(line) <= width, "{width}: {line}");
                }
            }
        }
    }
}

#[test]
fn only_a_path_may_be_longer_than_the_page() {
    let mut long = empty_run();
    let mut one = finding("ROW-01", Severity::Error, "2026-05", None);
    let file = format!("{}/2026-05.xlsx", "map".repeat(20));
    one.place = Place::Sheet { file: file.clone(), sheet: "blad met een lange naam ".repeat(4) };
    long.findings = vec![one];
    let text = plain(page(Lang::Nl, 40, false), &long);
    assert!(text.contains(&file), "it can be copied: {text}");
    assert!(text.lines().filter(|line| !line.contains(&file)).all(|line| columns(line) <= 40), "{text}");
}

#[test]
fn many_places_are_counted_after_the_first() {
    let mut many = empty_run();
    many.findings = (0..30).map(|_| finding("FIL-08", Severity::Warning, "2026-05", None)).collect();
    let text = plain(page(Lang::En, 80, false), &many);
    assert!(text.starts_with("warning FIL-08 ×30") && text.contains("and 26 more"), "{text}");
    assert_eq!(text.matches("africa/").count(), 4);
    let text = plain(page(Lang::Nl, 80, true), &many);
    assert!(text.contains("en nog 17"), "{text}");
}

#[test]
fn many_months_are_told_by_the_first_and_the_last() {
    let mut many = empty_run();
    let months = ["2025-11", "2025-12", "2026-01", "2026-02"];
    many.findings = months.map(|month| finding("REG-04", Severity::Warning, month, Some("osc"))).to_vec();
    let text = plain(page(Lang::En, 100, false), &many);
    assert!(
        text.starts_with("warning REG-04 ×4  As-of date lies outside every known mandate period · OSC · 2025-11 … 2026-02\n"),
        "{text}"
    );
}

/// Findings that differ, so that none is folded into another.
fn different(code: &str, severity: Severity, many: usize) -> Vec<Finding> {
    let one = |nth: usize| Finding { value: SafeText::own(nth), ..finding(code, severity, "2026-05", None) };
    (0..many).map(one).collect()
}

#[test]
fn the_worst_are_shown_and_the_rest_is_counted() {
    let mut many = empty_run();
    many.findings = different("ROW-02", Severity::Warning, 80);
    many.findings.extend(different("XSH-01", Severity::Error, 30));
    many.findings.extend(different("REG-04", Severity::Warning, 3));
    let shown = |limit| anstream::adapter::strip_str(&findings(page(Lang::En, 80, false), &many, limit)).to_string();
    let text = shown(Limit::First(35));
    assert_eq!(text.matches("error XSH-01").count(), 30);
    assert_eq!((text.matches("warning ROW-02").count(), text.matches("warning REG-04").count()), (3, 2), "every check has its turn");
    insta::assert_snapshot!(text.lines().skip_while(|line| !line.starts_with("Not shown")).collect::<Vec<_>>().join("\n"), @"Not shown: 78 warnings (ROW-02 ×77, REG-04 ×1). --limit all shows them as well.");
    assert!(!shown(Limit::First(113)).contains("Not shown") && !shown(Limit::All).contains("Not shown"));
    let none = shown(Limit::First(0));
    assert!(none.starts_with("Not shown: 30 errors, 83 warnings"), "{none}");
    assert_eq!(to_be_shown(&many.findings, Limit::First(35)).len(), 35);
}

#[test]
fn of_ten_thousand_findings_fifty_are_shown() {
    let mut many = with_cells(empty_run());
    many.findings = different("XSH-01", Severity::Error, 10_000);
    let text = anstream::adapter::strip_str(&findings(page(Lang::Nl, 80, false), &many, Limit::First(50))).to_string();
    assert_eq!(text.matches("fout XSH-01").count(), 50);
    assert!(text.contains("Niet getoond: 9950 fouten (XSH-01 ×9950). --limit all toont ze ook."), "{text}");
    many.findings.truncate(500);
    assert_eq!(plain(page(Lang::Nl, 80, false), &many).matches("fout XSH-01").count(), 500);
}

#[test]
fn a_hostile_sheet_name_cannot_steer_the_terminal() {
    let mut hostile = empty_run();
    let mut one = finding("ROW-01", Severity::Error, "2026-05", None);
    one.place = Place::Sheet { file: "a\u{1b}[2J.xlsx".to_owned(), sheet: "b\u{7}\u{202e}".to_owned() };
    one.value = SafeText::own("x\u{1b}[31m");
    one.expected = SafeText::own("1");
    one.message = crate::domain::Bilingual::same("<script>=cmd()\u{9b}31m\u{200f}");
    hostile.findings = vec![one];
    for verbose in [false, true] {
        let text = findings(page(Lang::En, 80, verbose), &hostile, Limit::All);
        assert!(!text.contains("\u{1b}[2J") && !text.contains(['\u{7}', '\u{202e}', '\u{9b}', '\u{200f}']), "{text:?}");
        assert!(text.contains("x\u{fffd}[31m") && text.contains("<script>=cmd()"), "{text:?}");
    }
}

#[test]
fn what_was_accepted_is_shown_last_with_who_and_why() {
    let mut waived = with_cells(accepted_mandate(run()));
    let text = plain(page(Lang::En, 80, false), &waived);
    let accepted = text.split("\n\n").nth(1).expect("a second block");
    assert!(text.starts_with("error XSH-01"), "{text}");
    insta::assert_snapshot!(accepted, @r"
    warning REG-04 ×2 (waived)  As-of date lies outside every known mandate period ·
                                OSC · 2026-04, 2026-05
      OSC has no known mandate period on 2026-05-31.
      → africa/2026-05.xlsx › Bezetting › D7
        also in africa/2026-04.xlsx › Bezetting › D7
      Accepted by head of operations up to and including 2026-06-30: The mandate is
      being extended; the ministry confirmed it.
    ");
    waived.findings.retain(|finding| finding.waived);
    assert!(plain(page(Lang::En, 80, false), &waived).ends_with("\n\nNo open findings: what does not hold was waived.\n"));
}
