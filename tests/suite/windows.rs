//! Who arrived and departed between two as-of dates is told alike by `muster diff`, by checks about persons and by the equations of
//! `schemas/checks.toml`, which are data and so cannot call the others.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, RngSeed};

use crate::common::{day, grid, run_grids};
use muster::domain::comparison::{Change, changes};
use muster::domain::{Census, CheckTally, History, Period};
use muster::pipeline::Run;

const STATUSES: [&str; 5] = ["", "in missiegebied", "tijdelijk in NL", "in opleiding", "beëindigd"];
const SECONDMENTS: [&str; 5] = ["", "gedetacheerd", "gecontracteerd", "lokaal", "projectinzet"];

/// A line of a roster: first day, last day, status and type of secondment.
type Line = (NaiveDate, Option<NaiveDate>, &'static str, &'static str);

fn line() -> impl Strategy<Value = Line> {
    // Around both as-of dates, on whose days the windows differ.
    let start = (0_u64..100).prop_map(|days| day("2026-03-10") + Days::new(days));
    let length = prop::option::of(0_u64..50);
    (start, length, prop::sample::select(&STATUSES[..]), prop::sample::select(&SECONDMENTS[..]))
        .prop_map(|(start, length, status, secondment)| (start, length.map(|days| start + Days::new(days)), status, secondment))
}

fn month(text: &str) -> Period {
    text.parse().expect("a month")
}

/// A run over April and May of one mission with this roster and these stated movements.
fn run(as_of: (NaiveDate, NaiveDate), lines: &[Line], (arrivals, departures): (i64, i64)) -> Run {
    let dutch = |day: NaiveDate| day.format("%d-%m-%Y").to_string();
    let heads =
        |day: NaiveDate, moved: &str| format!("Peildatum;{}\n\nMissie;Bezetting;Instroom;Uitstroom\nEUM Armenia;6;{moved}\n", dutch(day));
    let mut roster = "Uitzendnummer;Missie;Begindatum;Werkelijke einddatum;Status;Soort uitzending\n".to_owned();
    for (at, (start, end, status, secondment)) in lines.iter().enumerate() {
        let end = end.map(dutch).unwrap_or_default();
        roster.push_str(&format!("NP-{at:04};EUM Armenia;{};{end};{status};{secondment}\n", dutch(*start)));
    }
    run_grids(vec![
        ("opgave-oost-2026-04.xlsx", grid("Bezetting", &heads(as_of.0, "0;0"), &[])),
        ("opgave-oost-2026-05.xlsx", grid("Bezetting", &heads(as_of.1, &format!("{arrivals};{departures}")), &[])),
        ("rooster-oost-2026-05.xlsx", grid("Rooster", &roster, &[])),
    ])
}

fn change(run: &Run) -> Change {
    let nothing = History::default();
    let census = Census::new(&run.returns, &run.schema, &nothing);
    let all = changes(&run.facts.headcounts, &run.schema.registry, &census, (month("2026-04"), month("2026-05")));
    all.into_iter().find(|change| run.schema.registry.missions[change.mission].id == "eum-armenia").expect("the mission")
}

fn tally(run: &Run) -> &CheckTally {
    run.tallies.iter().find(|tally| tally.code == "XSH-04" && tally.period == Some(month("2026-05"))).expect("the check ran")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 16,
        rng_seed: RngSeed::Fixed(29_628),
        failure_persistence: None::<Box<FileFailurePersistence>>.map(|never| never as _),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_comparison_counts_movements_as_the_declared_equations_do(
        lines in prop::collection::vec(line(), 1..12),
        working_day in any::<bool>(),
    ) {
        let as_of = (day("2026-04-30"), day(if working_day { "2026-05-29" } else { "2026-05-31" }));
        let (arrivals, departures) = change(&run(as_of, &lines, (0, 0))).roster.expect("there is a roster");
        let agreeing = run(as_of, &lines, (arrivals, departures));
        prop_assert_eq!((tally(&agreeing).passed, tally(&agreeing).failed), (2, 0), "{:?}", lines);
        let differing = run(as_of, &lines, (arrivals + 1, departures));
        prop_assert_eq!(tally(&differing).failed, 1, "{:?}", lines);
    }
}

#[test]
fn who_is_in_preparation_or_out_of_scope_neither_arrives_nor_departs() {
    let (start, end) = (day("2026-05-10"), Some(day("2026-05-20")));
    let moved = |status, secondment| {
        let run = run((day("2026-04-30"), day("2026-05-31")), &[(start, end, status, secondment)], (0, 0));
        change(&run).roster
    };
    assert_eq!(moved("beëindigd", "gedetacheerd"), Some((1, 1)));
    assert_eq!(moved("in opleiding", "gedetacheerd"), Some((0, 0)));
    assert_eq!(moved("beëindigd", "gecontracteerd"), Some((0, 0)));
    assert_eq!(moved("beëindigd", "projectinzet"), Some((0, 0)));
}
