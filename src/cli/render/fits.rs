//! Every page fits: no line is longer than the page, save for paths, which have to be copied.

use super::Page;
use super::changes::changes;
use super::diff::diff;
use super::explain::explain;
use super::findings::findings;
use super::not_run::not_run;
use super::open::open_errors;
use super::rules::rules;
use super::sheets::files_read;
use super::status::status;
use super::summary::summary;
use super::text::columns;
use crate::cli::args::Limit;
use crate::cli::{sample, sample_sheets};
use crate::domain::Lang;
use crate::pipeline::{self, Run, Written};

/// The pages of a run, by name.
fn pages(page: Page, run: &Run) -> Vec<(&'static str, String)> {
    let months = (sample::period("2026-04"), sample::period("2026-05"));
    let written = Written { folder: "output".into(), files: vec!["table.csv".to_owned(); 41], bytes: 231_400 };
    let mut check = findings(page, run, Limit::All);
    check.push_str(&files_read(page, run));
    check.push_str(&not_run(page, &run.tallies));
    check.push_str(&summary(page, run, None));
    vec![
        ("check", check),
        ("import", summary(page, run, Some(&written))),
        ("status", status(page, run)),
        ("diff", diff(page, run, months)),
        ("letter", open_errors(page, run, &run.periods)),
        // These lines stand beside a label of the summary.
        ("changes", changes(page, run).iter().map(|line| super::text::wrapped(line, page.width).join("\n")).collect()),
    ]
}

fn check(page: Page, name: &str, text: &str) {
    for line in anstream::adapter::strip_str(text).to_string().lines() {
        let path = line.split_whitespace().any(|word| word.contains(['/', '.']) && columns(word) + 16 > page.width);
        assert!(columns(line) <= page.width || path, "{name} at {} columns: {line}", page.width);
        assert_eq!(line.trim_end(), line, "{name} at {} columns", page.width);
    }
}

#[test]
fn no_line_is_longer_than_the_page() {
    let runs = [
        sample::run(),
        sample::empty_run(),
        sample::with_reports(sample::run()),
        sample::accepted_mandate(sample::with_reports(sample::run())),
        sample_sheets::run(),
    ];
    let (schema, catalogue) = pipeline::load_schemas(None, Lang::En).expect("the schemas that are built in");
    for width in [40, 52, 60, 80, 100, 120] {
        for lang in [Lang::En, Lang::Nl] {
            for verbose in [false, true] {
                let page = Page { lang, width, verbose };
                for run in &runs {
                    for (name, text) in pages(page, run) {
                        check(page, name, &text);
                    }
                }
                check(page, "rules", &rules(page, &catalogue));
                for one in &catalogue {
                    check(page, &one.code, &explain(page, &schema, one));
                }
            }
        }
    }
}

#[test]
fn the_summary_on_narrow_and_wide_pages() {
    let shown =
        |lang, width| anstream::adapter::strip_str(&summary(Page { lang, width, verbose: false }, &sample::run(), None)).to_string();
    insta::assert_snapshot!(shown(Lang::Nl, 40), @r"
    Bestanden    2 gelezen, 1 overgeslagen
    Regels       12 aanvaard, 1 afgewezen, 5
                 terzijde gelegd

    Maand    Bezetting  In NL  +/-  Fouten
    2026-04        10       3            0
    2026-05        11*      3   +1       1
    Te smal voor: Missies, Waarschuwingen
    * Van minstens één missie is het
      aantal niet bekend; het is niet
      meegeteld.

    Bevindingen  1 fout, 2 waarschuwingen
                 en 1 waarschuwing die
                 daaruit volgt
                 2 controles konden niet
                 overal worden uitgevoerd;
                 -v zegt waarom
    Verder       muster explain XSH-01 zegt
                 wat er aan de hand is en
                 hoe u het herstelt
    ");
    insta::assert_snapshot!(shown(Lang::En, 60), @r"
    Files     2 read, 1 passed over
    Rows      12 accepted, 1 rejected, 5 set aside

    Month    Missions  Officers  Home  +/-  Errors  Warn.
    2026-04         2       10      3            0      1
    2026-05         1       11*     3   +1       1      1
    * Of at least one mission the number is not known; it is
      not counted.

    Findings  1 error, 2 warnings
              and 1 warning that follows from them
              2 checks could not run everywhere; -v says why
    Next      muster explain XSH-01 says what is the matter and
              how to mend it
    ");
    insta::assert_snapshot!(shown(Lang::Nl, 120), @r"
    Bestanden    2 gelezen, 1 overgeslagen
    Regels       12 aanvaard, 1 afgewezen, 5 terzijde gelegd

    Maand    Missies  Bezetting  Tijdelijk in NL  Verschil  Fouten  Waarschuwingen
    2026-04        2        10                 3                 0               1
    2026-05        1        11*                3        +1       1               1
    * Van minstens één missie is het aantal niet bekend; het is niet meegeteld.

    Bevindingen  1 fout, 2 waarschuwingen
                 en 1 waarschuwing die daaruit volgt
                 2 controles konden niet overal worden uitgevoerd; -v zegt waarom
    Verder       muster explain XSH-01 zegt wat er aan de hand is en hoe u het herstelt
    ");
}

#[test]
fn the_status_on_a_narrow_page() {
    let run = sample::with_reports(sample::run());
    let shown = |lang| anstream::adapter::strip_str(&status(Page { lang, width: 40, verbose: false }, &run)).to_string();
    insta::assert_snapshot!(shown(Lang::En), @r"
    Return        2026-05
    africa        ✓ v2 3d late 1e 1w
    east          missing
    staff         ✓

    Expected      2
    Received      1
    In time       0
    Rate          50%
    Rate in time  0%

    Errors        1
    Warnings      1
    Waived        0
    1 earlier month; -v shows all of them

    ✓ received in full ·
    4/5 missions with a headcount, of those
    expected · – nothing expected ·
    v2 second version ·
    3d late: days after the deadline ·
    1e one open error ·
    1w one open warning ·
    ? day of receipt not recorded
    (received.csv)

    Open errors
      XSH-01  2026-05 · Headcount against
        roster · EUCAP Somalia
        africa/2026-05.xlsx › Bezetting › D7
    ");
    insta::assert_snapshot!(shown(Lang::Nl), @r"
    Opgave           2026-05
    africa           ✓ v2 3d te laat 1f 1w
    east             ontbreekt
    staff            ✓

    Verwacht         2
    Ontvangen        1
    Op tijd          0
    Aandeel          50%
    Aandeel op tijd  0%

    Fouten           1
    Waarschuwingen   1
    Aanvaard         0
    1 eerdere maand; -v toont ze alle

    ✓ volledig ontvangen ·
    4/5 missies met een bezetting, van de
    verwachte · – niets verwacht ·
    v2 tweede versie ·
    3d te laat: dagen na de uiterste dag ·
    1f een open fout ·
    1w een open waarschuwing ·
    ? dag van ontvangst niet vastgelegd
    (received.csv)

    Open fouten
      XSH-01  2026-05 · Bezetting tegen
        rooster · EUCAP Somalia
        africa/2026-05.xlsx › Bezetting › D7
    ");
}

#[test]
fn differences_on_narrow_and_wide_pages() {
    let months = (sample::period("2026-04"), sample::period("2026-05"));
    let shown = |lang, width| anstream::adapter::strip_str(&diff(Page { lang, width, verbose: false }, &sample::run(), months)).to_string();
    insta::assert_snapshot!(shown(Lang::Nl, 40), @r"
    Missie         2026-04  In  Uit  2026-05
    EUCAP Somalia        9   –    –       11
    OSC                  1   –    –        –
    TOTAAL              10   –    –      11*
    Te smal voor: Onverklaard, Tijdelijk in
    NL
    * Van minstens één missie is het
      aantal niet bekend; het is niet
      meegeteld.

    EUCAP Somalia: van 9 naar 11; de
      mutaties van 2026-05 zijn niet bekend.
      open fout XSH-01 · 2026-05 ·
        Bezetting › D7
    OSC: in 2026-04 1, in 2026-05 niet
      bekend.
    ");
    insta::assert_snapshot!(shown(Lang::En, 100), @r"
    Mission        2026-04  In  Out  2026-05  Unexplained  Temporarily home
    EUCAP Somalia        9   –    –       11            –                 3
    OSC                  1   –    –        –            –
    TOTAL               10   –    –      11*
    * Of at least one mission the number is not known; it is not counted.

    EUCAP Somalia: from 9 to 11; the movements of 2026-05 are not known.
      open error XSH-01 · 2026-05 · Bezetting › D7
    OSC: 1 in 2026-04, not known in 2026-05.
    ");
}

#[test]
fn the_list_of_checks_on_a_narrow_page_and_with_what_they_do() {
    let shown =
        |lang, width, verbose| anstream::adapter::strip_str(&rules(Page { lang, width, verbose }, &sample::catalogue())).to_string();
    insta::assert_snapshot!(shown(Lang::Nl, 40, false), @r"
    XSH tussen bladen
      XSH-01  fout          Bezetting tegen
        rooster
      XSH-04  waarschuwing  In- en uitstroom
        tegen rooster

    REG register
      REG-04  waarschuwing  Peildatum valt
        buiten elke bekende mandaatperiode
      REG-10  info          Geen missie maar
        een koepel (uit)

    4 controles; naar ernst: fout 1,
    waarschuwing 2, info 1. muster explain
    CODE legt er een uit; -v zegt ook wat
    elk doet.
    ");
    insta::assert_snapshot!(shown(Lang::En, 100, true), @r"
    XSH between sheets
      XSH-01  error    Headcount against roster
                       Compares the stated headcount with the number of roster lines that run on the
                       as-of date.
      XSH-04  warning  Inflow and outflow against roster

    REG registry
      REG-04  warning  As-of date lies outside every known mandate period
      REG-10  info     No mission but an umbrella (off)

    4 checks; by severity: error 1, warning 2, info 1. muster explain CODE explains one.
    ");
}
