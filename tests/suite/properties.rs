//! Whatever the returns: rows, files and threads change nothing, what agrees gives no finding, and one mistake is one finding.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::Days;
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, RngSeed};

use crate::common::{EAST, Month, Officer, Silent, arithmetic, day, explained, returns_of, run, run_months, write};
use muster::domain::Finding;
use muster::pipeline::{self, Options, Run};

/// Few cases, always the same, and nothing written beside the tests.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(29_628),
        failure_persistence: None::<Box<FileFailurePersistence>>.map(|never| never as _),
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}

fn officer() -> impl Strategy<Value = Officer> {
    let tour = (0_u64..480, prop::option::weighted(0.5, 1_u64..300));
    (0..EAST.len(), any::<bool>(), prop::bool::weighted(0.2), tour).prop_map(|(mission, woman, home, (start, length))| {
        let start = day("2025-02-01") + Days::new(start);
        Officer { mission: EAST[mission], woman, home, start, end: length.map(|days| start + Days::new(days)) }
    })
}

/// Three months that agree with each other. An as-of date may be the last working day.
fn quarter() -> impl Strategy<Value = Vec<Month>> {
    (prop::collection::vec(officer(), 4..40), any::<bool>()).prop_map(|(officers, working_day)| {
        let may = day(if working_day { "2026-05-29" } else { "2026-05-31" });
        returns_of(&officers, &[day("2026-03-31"), day("2026-04-30"), may], day("2026-02-28"))
    })
}

/// One mistake.
#[derive(Clone, Debug)]
struct Mistake {
    month: usize,
    what: u8,
    at: prop::sample::Index,
    by: i64,
}

fn mistake() -> impl Strategy<Value = Mistake> {
    let by = prop_oneof![Just(1), Just(-1), Just(2), Just(10)];
    (0_usize..3, 0_u8..9, any::<prop::sample::Index>(), by).prop_map(|(month, what, at, by)| Mistake { month, what, at, by })
}

/// Where the mistake stands: a cell, a row of the roster, a line of a mission that is gone, or a row with another key.
#[derive(Debug, PartialEq)]
enum Stands {
    Cell(String),
    Row(usize),
    Gone(&'static str),
    Renamed(usize),
}

/// Makes a mistake, unless it cannot be made there.
fn make(months: &mut [Month], mistake: &Mistake) -> Option<Stands> {
    let month = &mut months[mistake.month];
    if mistake.what >= 6 {
        let at = mistake.at.index(month.lines.len().max(1));
        let line = month.lines.get(at)?.clone();
        if mistake.what == 8 {
            month.lines[at].key.push('9');
            return Some(Stands::Renamed(at + 2));
        }
        if mistake.what == 6 {
            month.lines.push(line);
            return Some(Stands::Row(month.lines.len() + 1));
        }
        month.lines.remove(at);
        return Some(Stands::Gone(line.mission));
    }
    let at = mistake.at.index(month.heads.len());
    let row = at + 4;
    if mistake.what == 5 {
        let total = month.total.as_mut()?;
        *total = Some(*total + mistake.by).filter(|total| *total >= 0)?;
        return Some(Stands::Cell(format!("B{}", month.heads.len() + 4)));
    }
    let head = &mut month.heads[at];
    let (column, value) = match mistake.what {
        0 => ('B', &mut head.stated),
        1 => ('C', &mut head.home),
        2 => ('D', &mut head.women),
        3 => ('E', &mut head.arrivals),
        _ => ('F', &mut head.departures),
    };
    *value = Some(*value + mistake.by).filter(|value| *value >= 0)?;
    Some(Stands::Cell(format!("{column}{row}")))
}

/// Everything that is known of a run, apart from places.
fn figures(run: &Run) -> (BTreeSet<String>, Vec<String>) {
    let facts = run.facts.headcounts.iter().map(|fact| {
        let counts = [fact.headcount, fact.temp_home, fact.in_area, fact.female, fact.arrivals, fact.departures];
        format!("{} {} {counts:?} {:?}", fact.period, fact.mission, fact.status)
    });
    let attributes = run.facts.attributes.iter().map(|fact| format!("{fact:?}"));
    let mut findings: Vec<String> = run
        .findings
        .iter()
        .map(|finding| {
            let (period, mission) = (finding.period, finding.mission.as_deref());
            let (value, expected) = (&finding.value, &finding.expected);
            format!(
                "{period:?} {} {} {mission:?} {} [{value}] [{expected}] {:?}",
                finding.code, finding.severity, finding.field, finding.outcome_of
            )
        })
        .collect();
    findings.sort();
    (facts.chain(attributes).collect(), findings)
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn months_that_agree_give_no_finding(months in quarter()) {
        let run = run_months(&months);
        prop_assert!(arithmetic(&run).is_empty(), "{}", explained(&run));
    }
}

/// What is unlikely but no mistake about the tours that are made up: very short ones, and such as outlive their mandate.
const OF_TOURS: [&str; 3] = ["PLA-06", "PLA-07", "XMN-11"];

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn one_mistake_is_one_finding(months in quarter(), mistake in mistake()) {
        let mut months = months;
        let Some(stands) = make(&mut months, &mistake) else { return Ok(()) };
        let run = run_months(&months);
        // A total that is short of just those at home is told as such; SHT-01 is its outcome.
        let ours = |finding: &&Finding| ["SHT", "XSH", "XMN", "PLA", "ROW", "DEF-01"].iter().any(|family| finding.code.starts_with(family));
        let of_tours = |finding: &&Finding| OF_TOURS.contains(&finding.code.as_str());
        let roots = run.findings.iter().filter(ours).filter(|finding| !of_tours(finding) && finding.outcome_of.is_none());
        let roots: Vec<_> = roots.collect();
        // Another key shows only where the person was on the roster of the month before, or is on that of the month after.
        if roots.is_empty() && matches!(stands, Stands::Renamed(_)) {
            return Ok(());
        }
        let codes: Vec<&str> = roots.iter().map(|root| root.code.as_str()).collect();
        prop_assert_eq!(roots.len(), 1, "{:?} {:?}\n{}", stands, codes, explained(&run));
        let (place, words) = (&roots[0].place, roots[0].suggestion.en.as_str());
        let cell = place.cell().map(|cell| cell.to_string()).unwrap_or_default();
        let told = match &stands {
            Stands::Cell(at) => cell == *at && !words.contains("equally") || words.contains(&format!(" {at} ")),
            Stands::Row(row) => place.cell().is_some_and(|cell| cell.row as usize + 1 == *row) || rows_named(words).contains(row),
            Stands::Gone(mission) => words.contains(mission) && words.contains("missing"),
            Stands::Renamed(row) => rows_named(words).contains(row),
        };
        prop_assert!(told, "{:?}\n{}", stands, explained(&run));
    }
}

/// The rows that a suggestion names, runs of them written out.
fn rows_named(words: &str) -> BTreeSet<usize> {
    let numbers = words.split(|c: char| !c.is_ascii_digit() && c != '-').filter(|part| !part.is_empty());
    let rows = numbers.filter_map(|part| match part.split_once('-') {
        Some((first, last)) => Some(first.parse().ok()?..=last.parse().ok()?),
        None => part.parse().ok().map(|row: usize| row..=row),
    });
    rows.flatten().collect()
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn the_order_of_rows_and_files_and_the_number_of_threads_change_nothing(
        months in quarter(),
        mistakes in prop::collection::vec(mistake(), 0..4),
        (rows, lines) in (Just(EAST.len()), any::<prop::sample::Index>()),
        reverse in any::<bool>(),
    ) {
        let mut months = months;
        for mistake in &mistakes {
            make(&mut months, mistake);
        }
        let plain = run_months(&months);

        let mut shuffled = months.clone();
        for month in &mut shuffled {
            let turn = lines.index(rows);
            month.heads.rotate_left(turn);
            let turn = lines.index(month.lines.len().max(1)).min(month.lines.len());
            month.lines.rotate_left(turn);
            if reverse {
                month.heads.reverse();
                month.lines.reverse();
            }
        }
        prop_assert_eq!(figures(&run_months(&shuffled)), figures(&plain));

        // Each mission's roster in a file of its own, named so that the last comes first.
        let mut files: Vec<(String, String)> = Vec::new();
        for month in &months {
            let (path, text) = month.headcount_file();
            files.push((format!("z/{path}"), text));
            for (at, mission) in EAST.iter().enumerate() {
                let lines = month.lines.iter().filter(|line| line.mission == *mission).cloned().collect();
                let (path, text) = Month { lines, ..month.clone() }.roster_file();
                files.push((format!("{}/{path}", 9 - at), text));
            }
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        prop_assert_eq!(figures(&run(&files)).0, figures(&plain).0);

        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &files);
        let one = with_threads(folder.path(), 1);
        for jobs in [2, 4] {
            let other = with_threads(folder.path(), jobs);
            prop_assert_eq!(&other.findings, &one.findings);
            prop_assert_eq!(&other.tallies, &one.tallies);
            prop_assert_eq!(format!("{:?}", other.facts), format!("{:?}", one.facts));
        }
    }
}

fn with_threads(folder: &Path, jobs: usize) -> Run {
    let schemas = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas"));
    let options = Options { inputs: vec![folder.to_owned()], schemas, jobs: Some(jobs), ..Options::default() };
    pipeline::run(&options, &Silent).expect("a run")
}
