//! How long muster takes for whole workloads, as a ratio to the floor: reading the same files and dropping what was read.
//!
//! `cargo bench --bench workloads -- [month|many|big|csv|history|files|rows]...` measures in one process, turn by turn, and prints
//! the medians. Peaks of memory are those of the program itself, with the processes that it starts, in a run of its own.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark that cannot start has failed, and prints what it found")]

mod floor;
mod generate;
mod measure;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use muster::pipeline;

use measure::Workload;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if arguments.first().is_some_and(|first| first == pipeline::SERVE) {
        return ExitCode::from(u8::from(pipeline::serve().is_err()));
    }
    if std::env::args().any(|word| word == "--list") || !cfg!(not(debug_assertions)) {
        println!("workloads: measured in a release build only");
        return ExitCode::SUCCESS;
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|word| word == name);
    println!("{}", measure::HEADER);
    for name in ["month", "many", "big", "csv", "history"] {
        if wanted(name) {
            println!("{}", measure::row(name, &workload(name)));
        }
    }
    if wanted("files") {
        for senders in [10, 100, 1_000, 10_000] {
            let made = made(&format!("files-{senders}"), if senders < 200 { senders.min(20) } else { 200 }, |to| {
                let (senders, months) = if senders < 200 { (senders.min(20), senders.div_ceil(20)) } else { (200, senders / 200) };
                generate::many(to, senders, months);
            });
            println!("{}", measure::row(&format!("{senders} files"), &made));
        }
    }
    if wanted("rows") {
        for rows in [10_000, 100_000, 1_000_000, 10_000_000] {
            println!("{}", measure::row(&format!("{rows} lines"), &made(&format!("rows-{rows}"), 20, |to| generate::csv(to, rows))));
        }
    }
    ExitCode::SUCCESS
}

fn workload(name: &str) -> Workload {
    match name {
        "month" => Workload { input: project().join("input"), schemas: project().join("schemas") },
        "many" => made("many", 20, |to| generate::many(to, 20, 50)),
        "big" => made("big", 20, |to| generate::big(to, 1_000_000)),
        "csv" => made("csv", 20, |to| generate::csv(to, 5_000_000)),
        _ => made("history", 60, |to| generate::history(to, 60, 120)),
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where workloads are kept from one run to the next.
fn made(name: &str, senders: usize, make: impl FnOnce(&Path)) -> Workload {
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workloads").join(name);
    let (input, schemas, done) = (folder.join("input"), folder.join("schemas"), folder.join("done"));
    if !done.exists() {
        let _ = fs::remove_dir_all(&folder);
        make(&input);
        fs::write(&done, "").expect("written");
    }
    generate::schemas(&project().join("schemas"), &schemas, senders);
    Workload { input, schemas }
}
