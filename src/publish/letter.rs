//! The table for Parliament, in Dutch, as Markdown.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::Table;
use super::transaction::Staging;
use crate::domain::facts::{HeadcountFact, HeadcountStatus};
use crate::domain::month_names::dutch_name;
use crate::domain::{Edition, Mission, Period};
use crate::error::Error;

/// Adds `letter-2026-05.md` for each published month.
pub(super) fn add(edition: &Edition<'_>, _tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    edition.periods.iter().try_for_each(|period| staging.add(&format!("letter-{period}.md"), letter(edition, *period).as_bytes()))
}

/// One line of the table.
struct Line<'a> {
    mission: &'a Mission,
    /// `None` is not known: not reported, or sources differ.
    headcount: Option<i64>,
    temp_home: Option<i64>,
    as_of: Option<NaiveDate>,
}

/// The letter's table for a month: the missions that have a place in it, in that order, and then every other mission
/// with a headcount above zero or one that is reported but not known. It is marked as a draft while errors are open.
#[must_use]
pub fn letter(edition: &Edition<'_>, period: Period) -> String {
    let (fixed, further) = lines(edition, period);
    let all: Vec<&Line<'_>> = fixed.iter().chain(&further).collect();
    let mut out = format!("# Politie in internationale missies, {}\n\n", month(period.first_day()));
    match edition.open_errors(period) {
        0 => {}
        1 => out.push_str("> **CONCEPT: 1 openstaande fout.** De cijfers zijn nog niet definitief.\n\n"),
        errors => out.push_str(&format!("> **CONCEPT: {errors} openstaande fouten.** De cijfers zijn nog niet definitief.\n\n")),
    }
    out.push_str(&format!("Peildatum: {}\n\n| Missie | Bezetting |\n| --- | --- |\n", as_of(&all)));
    for line in &all {
        out.push_str(&format!("| {} | {} |\n", escaped(&line.mission.name), shown(line)));
    }
    // Nothing known is no total, and never zero.
    let total = all.iter().filter_map(|line| line.headcount).reduce(i64::saturating_add);
    let unknown: Vec<&str> = all.iter().filter(|line| line.headcount.is_none()).map(|line| line.mission.name.as_str()).collect();
    match total {
        None => out.push_str("| TOTAAL | onbekend |\n\nVan geen enkele missie is de bezetting bekend.\n"),
        Some(total) if unknown.is_empty() => out.push_str(&format!("| TOTAAL | {total} |\n")),
        Some(total) => out.push_str(&format!("| TOTAAL | {total} (onvolledig) |\n")),
    }
    if total.is_some() && !unknown.is_empty() {
        let they = if unknown.len() == 1 { "Deze missie telt" } else { "Deze missies tellen" };
        let names = escaped(&listed(&unknown));
        out.push_str(&format!("\nHet totaal is onvolledig: van {names} is de bezetting niet bekend. {they} niet mee.\n"));
    }
    if !further.is_empty() {
        let names: Vec<&str> = further.iter().map(|line| line.mission.name.as_str()).collect();
        let (have, stand) = if names.len() == 1 { ("heeft", "staat") } else { ("hebben", "staan") };
        let names = escaped(&listed(&names));
        out.push_str(&format!("\n{names} {have} geen vaste plaats in deze tabel en {stand} daarom onderaan.\n"));
    }
    out
}

/// The missions with a fixed place, in that order, and the others that must not be lost, in the registry's order.
fn lines<'a>(edition: &Edition<'a>, period: Period) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
    let schema = edition.schema;
    let (mut fixed, mut further) = (Vec::new(), Vec::new());
    for (at, mission) in schema.registry.missions.iter().enumerate() {
        let mut facts = edition.facts.headcounts.iter().filter(|fact| fact.period == period && fact.mission == at);
        // Two figures for one mission cannot both be right, so none of them is shown.
        let fact = match (facts.next(), facts.next()) {
            (first, None) => first,
            (_, Some(_)) => None,
        };
        let trusted = |fact: &&HeadcountFact| !matches!(fact.status, HeadcountStatus::Conflict | HeadcountStatus::Missing);
        let usable = fact.filter(trusted);
        let line = Line {
            mission,
            headcount: usable.and_then(|fact| fact.headcount),
            temp_home: usable.and_then(|fact| fact.temp_home),
            as_of: usable.and_then(|fact| fact.as_of),
        };
        let reported = edition
            .facts
            .headcounts
            .iter()
            .any(|fact| fact.period == period && fact.mission == at && fact.status != HeadcountStatus::Missing);
        if mission.display_order.is_some() {
            fixed.push(line);
        } else if reported && line.headcount != Some(0) {
            further.push(line);
        }
    }
    fixed.sort_by_key(|line| line.mission.display_order);
    (fixed, further)
}

fn shown(line: &Line<'_>) -> String {
    match (line.headcount, line.temp_home) {
        (None, _) => "onbekend".to_owned(),
        (Some(headcount), Some(home)) if home > 0 => format!("{headcount} ({home} tijdelijk in NL)"),
        (Some(headcount), _) => headcount.to_string(),
    }
}

fn as_of(lines: &[&Line<'_>]) -> String {
    let days: BTreeSet<NaiveDate> = lines.iter().filter_map(|line| line.as_of).collect();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => day(*first),
        (Some(first), Some(last)) => format!("verschilt per missie, van {} tot en met {}", day(*first), day(*last)),
        _ => "niet opgegeven".to_owned(),
    }
}

fn month(of: NaiveDate) -> String {
    format!("{} {}", dutch_name(of.month()), of.year())
}

fn day(of: NaiveDate) -> String {
    format!("{} {}", of.day(), month(of))
}

/// Names as Dutch lists them: `A, B en C`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [start @ .., last] => format!("{} en {last}", start.join(", ")),
    }
}

/// A name that Markdown shows as it is, within its cell.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '~' | '&' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{ARMENIA, AT_SEA, GUINEA, IRAQ, OSC, Sample, finding, headcount, month as period};

    fn letter_of(sample: &Sample) -> String {
        letter(&sample.edition(), period("2026-05"))
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
        let letter = letter(&complete().edition(), period("2026-12"));
        assert!(letter.contains("december 2026") && letter.contains("Peildatum: niet opgegeven"));
        assert_eq!(letter.matches("| onbekend |").count(), 5, "four missions and the total: {letter}");
        assert!(letter.ends_with("| TOTAAL | onbekend |\n\nVan geen enkele missie is de bezetting bekend.\n"), "{letter}");
    }

    #[test]
    fn names_cannot_break_the_table() {
        let mut sample = complete();
        sample.schema.registry.missions[OSC].name = "O|S\n*C*".into();
        assert!(letter_of(&sample).contains(r"| O\|S \*C\* | 1 |"));
    }
}
