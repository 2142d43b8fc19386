//! Runs and publishes many times in one process, over inputs that change: memory, open files and threads must stay as they are.
//! `cargo bench --bench soak -- 1000` says how many times; Linux tells the figures.
#![expect(clippy::expect_used, reason = "a run that cannot start has failed")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::DateTime;
use muster::domain::Lang;
use muster::pipeline::{self, Options, Progress};

struct Silent;

impl Progress for Silent {
    fn found(&self, _files: usize) {}
    fn read(&self, _path: &str) {}
    fn checking(&self) {}
}

/// What the process holds after a run.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// Resident memory, in KiB.
    memory: u64,
    /// Open files.
    files: u64,
    /// Threads.
    threads: u64,
}

impl Held {
    fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
        };
        let files = fs::read_dir("/proc/self/fd").map_or(0, |entries| u64::try_from(entries.count()).unwrap_or(u64::MAX));
        Self { memory: number("VmRSS:"), files, threads: number("Threads:") }
    }
}

fn main() -> ExitCode {
    let runs = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(100);
    let mut fine = true;
    for (name, worker) in [("in this process", None), ("by other processes", Some(PathBuf::from(env!("CARGO_BIN_EXE_muster"))))] {
        let held = soak(runs, worker.as_deref());
        // Whole rounds through the states of the input, so that both ends see the same; the very first fill what is kept for good.
        let window = (runs / 4 / STATES * STATES).clamp(STATES, 100).min(held.len());
        let (first, last) = (middle(&held[..window]), middle(&held[held.len() - window..]));
        let holds = last.memory <= first.memory + first.memory / 10 && last.files <= first.files && last.threads <= first.threads;
        println!(
            "{runs} runs, files read {name}: {:.1} MiB in the first {window}, {:.1} MiB in the last {window}; open files {} and {}; threads {} and {}: {}",
            mebibytes(first.memory),
            mebibytes(last.memory),
            first.files,
            last.files,
            first.threads,
            last.threads,
            if holds { "nothing grows" } else { "IT GROWS" },
        );
        fine &= holds;
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn mebibytes(kibibytes: u64) -> f64 {
    f64::from(u32::try_from(kibibytes).unwrap_or(u32::MAX)) / 1024.0
}

fn middle(held: &[Held]) -> Held {
    let of = |number: fn(&Held) -> u64| {
        let mut numbers: Vec<u64> = held.iter().map(number).collect();
        numbers.sort_unstable();
        numbers[numbers.len() / 2]
    };
    Held { memory: of(|held| held.memory), files: of(|held| held.files), threads: of(|held| held.threads) }
}

/// How many states the input goes through.
const STATES: usize = 5;

fn soak(runs: usize, worker: Option<&Path>) -> Vec<Held> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = tempfile::tempdir().expect("a folder");
    let (input, output) = (home.path().join("input"), home.path().join("output"));
    for month in ["2026-03", "2026-04", "2026-05"] {
        fs::create_dir_all(input.join(month)).expect("a folder");
        for entry in fs::read_dir(project.join("input").join(month)).expect("the sample") {
            let path = entry.expect("an entry").path();
            fs::copy(&path, input.join(month).join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    let options = Options {
        inputs: vec![input.clone()],
        schemas: Some(project.join("schemas")),
        worker: worker.map(Path::to_owned),
        history: Some(output.clone()),
        ..Options::default()
    };
    let may = input.join("2026-05");
    let whole = fs::read(may.join("opgave-oost-2026-05.xlsx")).expect("a return");
    let mut held = Vec::with_capacity(runs);
    for at in 0..runs {
        state(&may, &whole, at);
        let mut run = pipeline::run(&options, &Silent).expect("a run");
        let findings = run.findings.clone();
        run.look_up(&findings);
        pipeline::publish(&run.edition(Lang::En, DateTime::UNIX_EPOCH), &output).expect("published");
        drop(run);
        held.push(Held::now());
    }
    held
}

/// The input as it is found by one run: whole, with a correction, without a return, or with a damaged one.
fn state(may: &Path, whole: &[u8], at: usize) {
    let (east, second) = (may.join("opgave-oost-2026-05.xlsx"), may.join("opgave-oost-2026-05-v2.csv"));
    fs::write(&east, whole).expect("a return");
    if second.exists() {
        fs::remove_file(&second).expect("removed");
    }
    match at % STATES {
        1 => fs::write(&second, "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;8\nTOTAAL;9\n").expect("a return"),
        2 => fs::remove_file(&east).expect("removed"),
        3 => fs::write(&east, &whole[..whole.len() / 2]).expect("a return"),
        4 => fs::write(&second, [0xFF; 5000]).expect("a return"),
        _ => {}
    }
}
