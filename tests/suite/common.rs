//! Returns made up for one test, and the run over them.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use muster::domain::{CellRef, FileFormat, Finding, Formula, Grid, GridBuilder, Lang, Period, SourceFile, Value, Workbook};
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
    pipeline::run(&options(folder, periods), &Silent).expect("a run")
}

/// The same with the schemas in a folder.
pub(crate) fn run_folder_with(folder: &Path, periods: &[&str], schemas: &Path) -> Run {
    pipeline::run(&Options { schemas: Some(schemas.to_owned()), ..options(folder, periods) }, &Silent).expect("a run")
}

/// The options of a run over a folder with the schemas of the project.
pub(crate) fn options(folder: &Path, periods: &[&str]) -> Options {
    let periods: Vec<Period> = periods.iter().map(|text| text.parse().expect("a month")).collect();
    let schemas = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas"));
    Options { inputs: vec![folder.to_owned()], schemas, periods, ..Options::default() }
}

/// The same, with what was published in another folder before.
pub(crate) fn run_after(folder: &Path, output: &Path, periods: &[&str]) -> Run {
    let options = Options { history: Some(output.to_owned()), ..options(folder, periods) };
    pipeline::run(&options, &Silent).expect("a run")
}

/// Publishes a run into a folder.
pub(crate) fn publish(run: &Run, output: &Path) {
    pipeline::publish(&run.edition(Lang::En, chrono::DateTime::UNIX_EPOCH), output).expect("published");
}

/// A run over files that are made up for it.
pub(crate) fn run(files: &[(&str, &str)]) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), files);
    run_folder(folder.path(), &[])
}

/// A copy of the schemas of the project, with these waivers.
pub(crate) fn schemas_with(waivers: &str) -> tempfile::TempDir {
    let (from, to) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas"), tempfile::tempdir().expect("a folder"));
    fs::create_dir(to.path().join("tables")).expect("a folder");
    for part in ["", "tables"] {
        for entry in fs::read_dir(from.join(part)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                fs::copy(&path, to.path().join(part).join(path.file_name().expect("a name"))).expect("a copy");
            }
        }
    }
    fs::write(to.path().join("waivers.toml"), waivers).expect("waivers");
    to
}

/// A run over files that are made up for it, with these waivers.
pub(crate) fn run_waiving(files: &[(&str, &str)], waivers: &str) -> Run {
    let (folder, schemas) = (tempfile::tempdir().expect("a folder"), schemas_with(waivers));
    write(folder.path(), files);
    let options = Options { inputs: vec![folder.path().to_owned()], schemas: Some(schemas.path().to_owned()), ..Options::default() };
    pipeline::run(&options, &Silent).expect("a run")
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

/// The findings of a run, one to a line, without those about missions and returns that are not there and about figures that are
/// sensitive as such.
pub(crate) fn lines(run: &Run) -> Vec<String> {
    run.findings.iter().filter(|finding| !matches!(finding.code.as_str(), "FIL-01" | "PRV-10")).map(line).collect()
}

/// The message of a finding in English.
pub(crate) fn message(finding: &Finding) -> &str {
    finding.message.get(Lang::En)
}

/// One line of a headcount sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Head {
    pub(crate) mission: &'static str,
    pub(crate) stated: i64,
    pub(crate) home: i64,
    pub(crate) women: i64,
    pub(crate) arrivals: i64,
    pub(crate) departures: i64,
}

/// One line of a roster. Dates are days as `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) key: String,
    pub(crate) mission: &'static str,
    pub(crate) sex: char,
    pub(crate) start: NaiveDate,
    pub(crate) end: Option<NaiveDate>,
    pub(crate) status: &'static str,
}

/// What one coordinator sends for one month: headcounts with their total, and the roster.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Month {
    pub(crate) as_of: NaiveDate,
    pub(crate) heads: Vec<Head>,
    pub(crate) total: Option<i64>,
    pub(crate) lines: Vec<Line>,
}

/// A tour, of which rosters and headcounts are made.
#[derive(Clone, Debug)]
pub(crate) struct Officer {
    pub(crate) mission: &'static str,
    pub(crate) woman: bool,
    pub(crate) home: bool,
    pub(crate) start: NaiveDate,
    pub(crate) end: Option<NaiveDate>,
}

/// A day.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The missions of the coordinator of the East.
pub(crate) const EAST: [&str; 4] = ["EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "EUPM Moldova"];

/// Returns about tours, by the definitions of the headcount: on posting from the first day to the last, both included;
/// arrivals since the day after the as-of date before; departures since that date itself, the as-of date excluded. They agree
/// with each other.
pub(crate) fn returns_of(officers: &[Officer], as_of: &[NaiveDate], before: NaiveDate) -> Vec<Month> {
    let previous = std::iter::once(before).chain(as_of.iter().copied());
    let month = |(day, before): (NaiveDate, NaiveDate)| {
        let posted = |officer: &Officer| officer.start <= day && officer.end.is_none_or(|end| end >= day);
        let heads = EAST.map(|mission| {
            let own: Vec<&Officer> = officers.iter().filter(|officer| officer.mission == mission).collect();
            let count = |fits: &dyn Fn(&Officer) -> bool| i64::try_from(own.iter().filter(|one| fits(one)).count()).expect("a count");
            Head {
                mission,
                stated: count(&posted),
                home: count(&|one| posted(one) && one.home),
                women: count(&|one| posted(one) && one.woman),
                arrivals: count(&|one| one.start > before && one.start <= day),
                departures: count(&|one| one.end.is_some_and(|end| end >= before && end < day)),
            }
        });
        let on_roster = |officer: &Officer| officer.start <= day && officer.end.is_none_or(|end| end >= before);
        let lines = officers.iter().enumerate().filter(|(_, officer)| on_roster(officer)).map(|(at, officer)| Line {
            key: format!("NP-{:04}", at + 1),
            mission: officer.mission,
            sex: if officer.woman { 'V' } else { 'M' },
            start: officer.start,
            end: officer.end.filter(|end| *end <= day),
            status: match (posted(officer), officer.home) {
                (false, _) => "beëindigd",
                (true, true) => "tijdelijk in NL",
                (true, false) => "in missiegebied",
            },
        });
        let total = heads.iter().map(|head| head.stated).sum();
        Month { as_of: day, heads: heads.to_vec(), total: Some(total), lines: lines.collect() }
    };
    as_of.iter().copied().zip(previous).map(month).collect()
}

impl Month {
    /// The file of the headcounts. Row 4 holds the first of them; columns: mission, headcount, home, women, arrivals, departures.
    pub(crate) fn headcount_file(&self) -> (String, String) {
        let mut text =
            format!("Peildatum;{}\n\nMissie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Instroom;Uitstroom\n", self.as_of.format("%d-%m-%Y"));
        for Head { mission, stated, home, women, arrivals, departures } in &self.heads {
            text.push_str(&format!("{mission};{stated};{home};{women};{arrivals};{departures}\n"));
        }
        if let Some(total) = self.total {
            text.push_str(&format!("TOTAAL;{total};;;;\n"));
        }
        (format!("opgave-oost-{}.csv", self.as_of.format("%Y-%m")), text)
    }

    /// The file of the roster. Row 2 holds the first line.
    pub(crate) fn roster_file(&self) -> (String, String) {
        let mut text = "Uitzendnummer;Missie;M/V;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\n".to_owned();
        for Line { key, mission, sex, start, end, status } in &self.lines {
            let end = end.map(|end| end.format("%d-%m-%Y").to_string()).unwrap_or_default();
            text.push_str(&format!("{key};{mission};{sex};{};31-12-2027;{end};{status}\n", start.format("%d-%m-%Y")));
        }
        (format!("rooster-oost-{}.csv", self.as_of.format("%Y-%m")), text)
    }
}

/// A run over the returns of some months.
pub(crate) fn run_months(months: &[Month]) -> Run {
    let files: Vec<(String, String)> = months.iter().flat_map(|month| [month.headcount_file(), month.roster_file()]).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    run(&files)
}

/// The findings of arithmetic checks.
pub(crate) fn arithmetic(run: &Run) -> Vec<&Finding> {
    let declared: Vec<&str> = run.schema.equations.checks.iter().map(|check| check.code.as_str()).collect();
    run.findings.iter().filter(|finding| declared.contains(&finding.code.as_str())).collect()
}

/// Findings of arithmetic checks, roots with what would mend them and outcomes below the root.
pub(crate) fn explained(run: &Run) -> String {
    let shown = arithmetic(run).into_iter().map(|finding| {
        let cell = finding.place.cell().map(|cell| cell.to_string()).unwrap_or_default();
        let head = format!("{} {}!{cell} [{}] [{}]", finding.code, finding.place.sheet(), finding.value, finding.expected);
        match &finding.outcome_of {
            Some(root) => format!("    {head} <- {root}"),
            None => format!("{head}\n  {}\n  {}", finding.suggestion.en, finding.suggestion.nl),
        }
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// A sheet written as csv, with numbers as numbers, and with formulas written as `B9=SUM(B4:B8)`. A formula in a cell that
/// holds nothing has no stored result.
pub(crate) fn grid(name: &str, text: &str, formulas: &[&str]) -> Grid {
    let mut builder = GridBuilder::new();
    for (row, line) in (0..).zip(text.lines()) {
        for (col, text) in (0..).zip(line.split(';')) {
            let value = text.parse::<f64>().map_or_else(|_| Value::Text(text.into()), Value::Number);
            builder.push(CellRef::new(row, col), value);
        }
    }
    let mut grid = builder.finish(name);
    for text in formulas {
        let (cell, text) = text.split_once('=').expect("a cell and a formula");
        let cell = cell.parse::<CellRef>().expect("an address");
        grid.marks.formulas.push(Formula { cell, text: text.into(), stored: grid.get(cell).is_some() });
    }
    grid.marks = std::mem::take(&mut grid.marks).sorted();
    grid
}

/// A run over workbooks of one sheet each, by path, with the schemas of the project.
pub(crate) fn run_grids(grids: Vec<(&str, Grid)>) -> Run {
    run_grids_with(grids, &Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas"))
}

/// The same with the schemas in a folder.
pub(crate) fn run_grids_with(grids: Vec<(&str, Grid)>, schemas: &Path) -> Run {
    let workbook = |(path, grid): (&str, Grid)| {
        let source = SourceFile { path: path.to_owned(), sha256: String::new(), bytes: 0, format: FileFormat::Xlsx, received: None };
        Workbook { source, cautions: Vec::new(), sheets: Ok(vec![grid]) }
    };
    let options = Options { schemas: Some(schemas.to_owned()), ..Options::default() };
    pipeline::run_workbooks(&options, grids.into_iter().map(workbook).collect()).expect("a run")
}
