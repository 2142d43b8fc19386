//! Letters of made-up months.

mod forms;
mod internal;

use std::io::Cursor;

use super::*;
use crate::domain::facts::{HeadcountStatus, PlannedFact, TrainingFact};
use crate::domain::sample::{ARMENIA, AT_SEA, GUINEA, IRAQ, OSC, Sample, finding, headcount, month as period};
use crate::domain::{Census, Finding, History};

/// The letters of months in some form. Facts are in order, however a test has put them.
fn written(sample: &Sample, lang: Lang, months: &[Period], inside: Option<&Inside<'_>>, form: Form) -> Vec<u8> {
    let mut facts = sample.facts.clone();
    facts.headcounts.sort_by_key(|fact| (fact.period, fact.mission));
    letters(&Edition { facts: &facts, ..sample.edition() }, lang, months, inside, form).expect("a letter")
}

/// The letter of a month in some form.
fn made(sample: &Sample, lang: Lang, month: &str, form: Form) -> Vec<u8> {
    written(sample, lang, &[period(month)], None, form)
}

fn markdown(sample: &Sample, lang: Lang, month: &str) -> String {
    String::from_utf8(made(sample, lang, month, Form::Markdown)).expect("text")
}

fn letter_of(sample: &Sample) -> String {
    markdown(sample, Lang::Nl, "2026-05")
}

/// The internal letter of May 2026.
fn internal(sample: &Sample, lang: Lang, since: Option<&str>, form: Form) -> Vec<u8> {
    let nothing = History::default();
    let census = Census::new(&[], &sample.schema, &nothing);
    let inside = Inside { census: &census, since: since.map(period) };
    written(sample, lang, &[period("2026-05")], Some(&inside), form)
}

/// All that an internal letter can say: figures of two months, plans and project output.
fn whole() -> Sample {
    let mut sample = complete();
    for (fact, (in_area, arrivals, departures)) in sample.facts.headcounts.iter_mut().zip([(1, 0, 0), (7, 2, 0), (1, 0, 0), (0, 0, 1)]) {
        (fact.in_area, fact.arrivals, fact.departures) = (Some(in_area), Some(arrivals), Some(departures));
    }
    sample.facts.headcounts[4] = headcount("2026-04", ARMENIA, Some(6), None);
    sample
        .facts
        .headcounts
        .extend([(IRAQ, 4), (GUINEA, 1), (OSC, 1)].map(|(mission, count)| headcount("2026-04", mission, Some(count), None)));
    let source = || ("a.csv".to_owned(), "a".to_owned(), "A1".to_owned());
    let may = period("2026-05");
    let plan = |mission, count| PlannedFact {
        period: may,
        mission,
        count,
        window: Some((period("2026-07").first_day(), period("2026-12").last_day())),
        status: Some("wish".to_owned()),
        basis: Some("letter, ask 06-12345678".to_owned()),
        source: source(),
    };
    sample.facts.planned = vec![plan(AT_SEA, None), plan(OSC, Some(2))];
    let output = |programme: Option<&str>, kind: &str, value| TrainingFact {
        period: may,
        project: "at-sea".to_owned(),
        programme: programme.map(str::to_owned),
        indicator: "trainers_trained".to_owned(),
        kind: Some(kind.to_owned()),
        until: Some(may.last_day()),
        value,
        source: source(),
    };
    sample.facts.training = vec![output(Some("tcs"), "cumulative", Some(60)), output(None, "stock", None)];
    sample.facts.headcounts[1].status = HeadcountStatus::Flagged;
    sample.findings = vec![Finding { code: "XMN-01".into(), ..finding() }];
    sample
}

fn complete() -> Sample {
    let mut sample = Sample::with(vec![
        headcount("2026-05", OSC, Some(1), None),
        headcount("2026-05", ARMENIA, Some(7), None),
        headcount("2026-05", IRAQ, Some(4), None),
        headcount("2026-05", GUINEA, Some(0), None),
        headcount("2026-04", ARMENIA, Some(99), None),
    ]);
    sample.facts.headcounts[2].temp_home = Some(3);
    sample.facts.headcounts[1].temp_home = Some(0);
    sample
}

#[test]
fn the_table_has_the_missions_in_their_order_with_zeros_and_a_total() {
    insta::assert_snapshot!(letter_of(&complete()), @r"
    # Politie in internationale missies, mei 2026

    Peildatum: 31 mei 2026

    | Missie | Bezetting |
    | --- | --- |
    | EUM Armenia | 7 |
    | EUAM Iraq | 4 (3 tijdelijk in NL) |
    | EUSDI Gulf of Guinea | 0 |
    | OSC | 1 |
    | TOTAAL | 12 |
    ");
}

#[test]
fn open_errors_make_it_a_draft_and_what_is_unknown_is_never_zero() {
    let mut sample = complete();
    sample.findings = vec![finding(), finding(), finding(), finding()];
    sample.findings[2].waived = true;
    sample.findings[3].outcome_of = Some("XSH-01".into());
    sample.facts.headcounts[0].status = HeadcountStatus::Conflict;
    sample.facts.headcounts[3] = headcount("2026-05", AT_SEA, Some(2), None);
    sample.facts.headcounts[3].as_of = period("2026-05").last_day().pred_opt();
    insta::assert_snapshot!(letter_of(&sample), @r"
    # Politie in internationale missies, mei 2026

    > **CONCEPT: 2 openstaande fouten.** De cijfers zijn nog niet definitief.

    Peildatum: verschilt per missie, van 30 mei 2026 tot en met 31 mei 2026

    | Missie | Bezetting |
    | --- | --- |
    | EUM Armenia | 7 |
    | EUAM Iraq | 4 (3 tijdelijk in NL) |
    | EUSDI Gulf of Guinea | onbekend |
    | OSC | onbekend |
    | Mission at sea | 2 |
    | TOTAAL | 13 (onvolledig) |

    Het totaal is onvolledig: van EUSDI Gulf of Guinea en OSC is de bezetting niet bekend. Deze missies tellen niet mee.

    Mission at sea heeft geen vaste plaats in deze tabel en staat daarom onderaan.
    ");
}

#[test]
fn one_error_is_told_in_the_singular() {
    let mut sample = complete();
    sample.findings = vec![finding()];
    assert!(letter_of(&sample).contains("CONCEPT: 1 openstaande fout.**"));
    sample.findings[0].period = None;
    assert!(letter_of(&sample).contains("CONCEPT: 1 openstaande fout.**"), "an error of no known month concerns every month");
    sample.findings[0].period = Some(period("2026-04"));
    assert!(!letter_of(&sample).contains("CONCEPT"));
}

#[test]
fn missions_outside_the_order_appear_only_if_somebody_may_be_there() {
    let mut sample = complete();
    sample.facts.headcounts.push(headcount("2026-05", AT_SEA, Some(0), None));
    assert!(!letter_of(&sample).contains("at sea"));
    sample.facts.headcounts[5].headcount = None;
    assert!(letter_of(&sample).contains("| Mission at sea | onbekend |\n| TOTAAL | 12 (onvolledig) |"));
    sample.facts.headcounts[5].status = HeadcountStatus::Missing;
    assert!(!letter_of(&sample).contains("at sea"));
}

#[test]
fn two_figures_for_one_mission_are_none() {
    let mut sample = complete();
    sample.facts.headcounts.push(headcount("2026-05", ARMENIA, Some(8), None));
    assert!(letter_of(&sample).contains("| EUM Armenia | onbekend |"));
}

#[test]
fn a_month_without_figures_is_all_unknown() {
    let letter = markdown(&complete(), Lang::Nl, "2026-12");
    assert!(letter.contains("december 2026") && letter.contains("Peildatum: niet opgegeven"));
    assert_eq!(letter.matches("| onbekend |").count(), 5, "four missions and the total: {letter}");
    assert!(letter.ends_with("| TOTAAL | onbekend |\n\nVan geen enkele missie is de bezetting bekend.\n"), "{letter}");
}

#[test]
fn in_english_the_same_is_said_in_english() {
    let mut sample = complete();
    sample.findings = vec![finding(), finding()];
    sample.facts.headcounts[0].status = HeadcountStatus::Conflict;
    sample.facts.headcounts.push(headcount("2026-05", AT_SEA, Some(2), None));
    insta::assert_snapshot!(markdown(&sample, Lang::En, "2026-05"), @r"
    # Police in international missions, May 2026

    > **DRAFT: 2 open errors.** The figures are not final yet.

    As-of date: 31 May 2026

    | Mission | Officers |
    | --- | --- |
    | EUM Armenia | 7 |
    | EUAM Iraq | 4 (3 temporarily in NL) |
    | EUSDI Gulf of Guinea | 0 |
    | OSC | unknown |
    | Mission at sea | 2 |
    | TOTAL | 13 (incomplete) |

    The total is incomplete: the headcount of OSC is not known. This mission is not counted.

    Mission at sea has no fixed place in this table and so stands at the end.
    ");
    sample.findings.clear();
    sample.facts.headcounts.truncate(1);
    let unknown = markdown(&sample, Lang::En, "2026-05");
    assert!(unknown.ends_with("| TOTAL | unknown |\n\nOf no mission the headcount is known.\n"), "{unknown}");
}
