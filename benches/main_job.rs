//! How long the main job takes: the sample, a long roster, and years of returns. `cargo bench` prints them side by side.
#![expect(clippy::expect_used, reason = "a benchmark that cannot start has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use divan::Bencher;
use muster::pipeline::{self, Options, Progress};

struct Silent;

impl Progress for Silent {
    fn found(&self, _files: usize) {}
    fn read(&self, _path: &str) {}
    fn checking(&self) {}
}

fn main() {
    divan::main();
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(input: &Path, jobs: usize) -> usize {
    let schemas = Some(project().join("schemas"));
    let options = Options { inputs: vec![input.to_owned()], schemas, jobs: Some(jobs), ..Options::default() };
    pipeline::run(&options, &Silent).expect("a run").findings.len()
}

/// The sample: fifteen small files in four formats.
#[divan::bench(args = [1, 2])]
fn sample(bencher: Bencher<'_, '_>, jobs: usize) {
    bencher.bench(|| run(&project().join("input"), jobs));
}

/// The schemas alone, which every run reads first.
#[divan::bench]
fn schemas() -> usize {
    pipeline::load_schemas(Some(&project().join("schemas")), muster::domain::Lang::En).expect("schemas").1.len()
}

const MISSIONS: [&str; 4] = ["EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "EUPM Moldova"];

fn roster(lines: usize) -> String {
    let mut text =
        String::from("Uitzendnummer;Missie;Functie;Rang;M/V;Eenheid;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\n");
    for line in 0..lines {
        let (mission, sex) = (MISSIONS[line % MISSIONS.len()], if line % 3 == 0 { "V" } else { "M" });
        let _ = writeln!(
            text,
            "NP-{line:06};{mission};adviseur;inspecteur;{sex};Limburg;{:02}-01-2026;31-12-2026;;in missiegebied",
            1 + line % 28
        );
    }
    text
}

/// One csv file with a hundred thousand lines.
#[divan::bench(args = [1, 2], sample_count = 5)]
fn roster_of_100_000_lines(bencher: Bencher<'_, '_>, jobs: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("rooster-oost-2026-05.csv"), roster(100_000)).expect("a file");
    bencher.bench(|| run(folder.path(), jobs));
}

/// Five years of monthly returns from forty senders: 2,400 headcount files and as many rosters.
#[divan::bench(args = [1, 2], sample_count = 3)]
fn five_years_of_returns(bencher: Bencher<'_, '_>, jobs: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    for month in 0..60 {
        let (year, month): (i32, u32) = (2021 + month / 12, 1 + month.unsigned_abs() % 12);
        let last = chrono::NaiveDate::from_ymd_opt(year, month, 28).expect("a day");
        for sender in 0..40 {
            let name = |kind: &str| -> PathBuf { folder.path().join(format!("{kind}-zender{sender}-{year}-{month:02}.csv")) };
            let mut headcount = format!("Peildatum;{}\n\nMissie;Bezetting;Instroom;Uitstroom\n", last.format("%d-%m-%Y"));
            for mission in MISSIONS {
                let _ = writeln!(headcount, "{mission};5;0;0");
            }
            headcount.push_str("TOTAAL;20;;\n");
            fs::write(name("opgave"), headcount).expect("a file");
            fs::write(name("rooster"), roster(20).replace("2026", "2020")).expect("a file");
        }
    }
    bencher.bench(|| run(folder.path(), jobs));
}
