//! Times in this process, memory in a process of its own.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::DateTime;
use muster::domain::Lang;
use muster::pipeline::{self, Options, Progress};

use super::{floor, generate};

/// What is to be read, and with which declarations.
pub(crate) struct Workload {
    pub(crate) input: PathBuf,
    pub(crate) schemas: PathBuf,
}

struct Silent;

impl Progress for Silent {
    fn found(&self, _files: usize) {}
    fn read(&self, _path: &str) {}
    fn checking(&self) {}
}

pub(crate) const HEADER: &str = "| workload | files | cells | findings | floor | muster | ratio | processor | peak memory |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|";

/// Measures a workload turn by turn: the floor, the whole job, the floor again. The middle of all turns counts.
pub(crate) fn row(name: &str, workload: &Workload) -> String {
    let files = generate::files(&workload.input);
    let out = tempfile::tempdir().expect("a folder");
    let (mut floors, mut jobs, mut cells, mut findings) = (Vec::new(), Vec::new(), 0, 0);
    let began = Instant::now();
    while jobs.len() < 3 || (jobs.len() < 25 && began.elapsed() < Duration::from_secs(4)) {
        let start = Instant::now();
        cells = floor::read(&files);
        floors.push(start.elapsed());
        let start = Instant::now();
        findings = job(workload, out.path());
        jobs.push(start.elapsed());
    }
    let (floor, job) = (middle(floors), middle(jobs));
    let alone = alone(workload, out.path());
    let mut text = String::new();
    let _ = write!(
        text,
        "| {name} | {} | {cells} | {findings} | {:.0} ms | {:.0} ms | {:.2} | {:.0} ms | {} MB |",
        files.len(),
        floor.as_secs_f64() * 1e3,
        job.as_secs_f64() * 1e3,
        job.as_secs_f64() / floor.as_secs_f64(),
        alone.processor.as_secs_f64() * 1e3,
        alone.peak >> 20
    );
    text
}

/// The whole job: read, check, aggregate, write all outputs.
fn job(workload: &Workload, output: &Path) -> usize {
    let options = Options {
        inputs: vec![workload.input.clone()],
        schemas: Some(workload.schemas.clone()),
        worker: std::env::current_exe().ok(),
        ..Options::default()
    };
    let run = pipeline::run(&options, &Silent).expect("a run");
    pipeline::publish(&run.edition(Lang::Nl, DateTime::UNIX_EPOCH), output).expect("published");
    run.findings.len()
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

struct Alone {
    peak: u64,
    processor: Duration,
}

/// The program itself on a workload. Memory that its processes share counts once.
fn alone(workload: &Workload, output: &Path) -> Alone {
    let mut child = Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(["import", "--quiet", "--no-history", "--schemas"])
        .arg(&workload.schemas)
        .arg("--output")
        .arg(output)
        .arg(&workload.input)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let (mut peak, mut processor) = (0, Duration::ZERO);
    while child.try_wait().expect("a process").is_none() {
        let family = family(child.id());
        peak = peak.max(family.iter().map(|id| proportional_memory(*id)).sum());
        processor = processor.max(family.iter().map(|id| processor_time(*id)).sum());
        std::thread::sleep(Duration::from_millis(4));
    }
    Alone { peak, processor }
}

/// A process and those that it started.
fn family(id: u32) -> Vec<u32> {
    let mut all = vec![id];
    for task in fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten() {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        all.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()).flat_map(family));
    }
    all
}

fn proportional_memory(id: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Time in the program and in the system, children that have ended included.
fn processor_time(id: u32) -> Duration {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let rest = text.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = rest.split_whitespace().skip(11).take(4).filter_map(|word| word.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
