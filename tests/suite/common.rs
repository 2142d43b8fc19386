//! Returns made up for one test, and the run over them.

use std::fs;
use std::path::Path;

use muster::domain::{Finding, Lang, Period};
use muster::pipeline::{self, Options, Progress, Run};

/// Says nothing.
pub(crate) struct Silent;

impl Progress for Silent {
    fn found(&self, _files: usize) {}
    fn read(&self, _path: &str) {}
    fn checking(&self) {}
}

/// Writes files, by relative path, below a folder.
pub(crate) fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }
}

/// A run over a folder with the schemas of the project.
pub(crate) fn run_folder(folder: &Path, periods: &[&str]) -> Run {
    let periods: Vec<Period> = periods.iter().map(|text| text.parse().expect("a month")).collect();
    let schemas = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas"));
    pipeline::run(&Options { inputs: vec![folder.to_owned()], schemas, periods, ..Options::default() }, &Silent).expect("a run")
}

/// A run over files that are made up for it.
pub(crate) fn run(files: &[(&str, &str)]) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), files);
    run_folder(folder.path(), &[])
}

/// A finding on one line: code, severity, file, cell, value, what was expected, and the code that explains it.
pub(crate) fn line(finding: &Finding) -> String {
    let cell = finding.place.cell().map(|cell| cell.to_string()).unwrap_or_default();
    let root = finding.outcome_of.as_ref().map(|root| format!(" <- {root}")).unwrap_or_default();
    format!(
        "{} {} {} {}!{cell} {} [{}] [{}]{root}",
        finding.period.map(|period| period.to_string()).unwrap_or_default(),
        finding.code,
        finding.severity,
        finding.place.sheet(),
        finding.mission.as_deref().unwrap_or("-"),
        finding.value,
        finding.expected
    )
}

/// The findings of a run, one to a line, without those about missions and returns that are not there.
pub(crate) fn lines(run: &Run) -> Vec<String> {
    run.findings.iter().filter(|finding| finding.code != "FIL-01").map(line).collect()
}

/// The message of a finding in English.
pub(crate) fn message(finding: &Finding) -> &str {
    finding.message.get(Lang::En)
}
