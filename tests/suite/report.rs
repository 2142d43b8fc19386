//! The published report beside the published tables, and what it must not tell.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use muster::domain::{Finding, Lang};
use muster::pipeline::{self, Run};

use crate::common::{publish, run_after, run_folder, run_folder_with, schemas_with, write};

/// What a run publishes, its excerpts looked up as `import` does.
fn published(mut run: Run) -> (String, BTreeMap<String, Vec<BTreeMap<String, String>>>) {
    let findings = std::mem::take(&mut run.findings);
    run.look_up(&findings);
    run.findings = findings;
    let folder = tempfile::tempdir().expect("a folder");
    publish(&run, folder.path());
    (fs::read_to_string(folder.path().join("report.html")).expect("a report"), tables(folder.path()))
}

/// The tables in a folder: rows by column.
fn tables(folder: &Path) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let read = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).expect("a table");
        reader.deserialize().map(|row| row.expect("a row")).collect()
    };
    ["headcount", "by_period", "findings"].map(|name| (name.to_owned(), read(name))).into()
}

/// The cells of the row of a page that begins with a name, in English, without what is around their text.
fn row(table: &str, name: &str) -> Vec<String> {
    let rows = table.split("<tr>").map(|row| row.split("</tr>").next().unwrap_or_default());
    let shown = |cell: &str| {
        let cell = regex::Regex::new(r#"<span lang="nl">[^<]*</span>"#).expect("a pattern").replace_all(cell, "").into_owned();
        regex::Regex::new("<[^>]*>").expect("a pattern").replace_all(&cell, "").trim().to_owned()
    };
    let cells = |row: &str| row.split_inclusive("</td>").flat_map(|part| part.split_inclusive("</th>")).map(shown).collect::<Vec<_>>();
    rows.map(cells).find(|cells| cells.first().is_some_and(|first| first == name)).unwrap_or_else(|| panic!("{name} in {table}"))
}

fn figure(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

const NAMES: [(&str, &str); 3] = [("2026-03", "March 2026"), ("2026-04", "April 2026"), ("2026-05", "May 2026")];

#[test]
fn the_figures_of_the_report_are_those_of_the_tables() {
    let run = run_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("input"), &[]);
    let (page, tables) = published(run);
    let (_, sums) = page.split_once("<caption id=\"sums\"").expect("sums");
    let mut headcounts = Vec::new();
    for (period, name) in NAMES {
        let of_month = &tables["by_period"].iter().find(|row| row["period"] == period).expect("a month");
        let shown = row(sums, name);
        let signed = |text: &str| match text.strip_prefix('-') {
            Some(fewer) => format!("\u{2212}{fewer}"),
            None if text.is_empty() => "–".to_owned(),
            None => format!("+{text}"),
        };
        assert_eq!(shown[1], of_month["headcount"], "{period}");
        assert_eq!(shown[2], signed(&of_month["change"]), "{period}");
        for (at, column) in [(3, "in_area"), (4, "temp_home"), (6, "arrivals"), (7, "departures"), (9, "missions_reporting")] {
            assert_eq!(shown[at], figure(&of_month[column]), "{column} of {period}");
        }
        assert!(shown[8].starts_with(&format!("{} of {} (", of_month["female"], of_month["headcount"])), "{period}: {}", shown[8]);
        headcounts.push(shown[1].clone());

        let (_, missions) = page.split_once(&format!("<caption id=\"missions-{period}\"")).expect("a month");
        for fact in tables["headcount"].iter().filter(|row| row["period"] == period) {
            let shown = row(missions, &fact["mission"]);
            let home = if fact["temp_home"] == "0" { String::new() } else { format!(" ({} temporarily in NL)", fact["temp_home"]) };
            assert_eq!(shown[1], format!("{}{home}", fact["headcount"]), "{period} {}", fact["mission"]);
            assert_eq!([&shown[3], &shown[4], &shown[5]], [&fact["in_area"], &fact["arrivals"], &fact["departures"]]);
            assert_eq!(shown[6], if fact["female"].is_empty() { "x" } else { "0" }, "women of {period} {}", fact["mission"]);
            assert_eq!(shown[7], if fact["status"] == "ok" { "in order" } else { "error open" });
        }
        assert_eq!(row(missions, "Total")[1], of_month["headcount"]);
    }
    assert_eq!(headcounts, ["39", "36", "37"]);
    assert!(page.contains("3</span> <span class=\"note\"><span lang=\"nl\">8,1% van 37</span>"));
    assert!(page.contains("2 open errors") && page.contains("href=\"#f"));
}

#[test]
fn a_month_that_was_published_before_keeps_its_figures() {
    let (output, input) = (tempfile::tempdir().expect("a folder"), Path::new(env!("CARGO_MANIFEST_DIR")).join("input"));
    publish(&run_folder(&input, &[]), output.path());
    let may = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(input.join("2026-05")).expect("a folder") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, may.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    publish(&run_after(may.path(), output.path(), &[]), output.path());
    let page = fs::read_to_string(output.path().join("report.html")).expect("a report");
    let (_, sums) = page.split_once("<caption id=\"sums\"").expect("sums");
    assert_eq!(row(sums, "April 2026")[1..4], ["36", "\u{2212}3", "33"]);
    assert_eq!(row(sums, "April 2026")[8], "14", "of how many is no longer known");
    assert_eq!(row(sums, "May 2026")[1..4], ["37", "+1", "34"]);
    let (_, april) = page.split_once("<caption id=\"missions-2026-04\"").expect("a month");
    assert_eq!(row(april, "EUAM Iraq")[1], "4 (3 temporarily in NL)");
    assert!(page.contains("2 months were published before and taken over unchanged"));
    assert!(!page.contains("Total 11 differs from the sum 10"), "its findings are no findings of this run");
}

/// Women in columns, in a line of their own, in a remark and on a roster, with days of travel, each with a figure that stands
/// nowhere else.
const PLANTED: [(&str, &str); 2] = [
    (
        "2026-05/opgave-oost-2026-05.csv",
        "Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen;Mannen;Opmerkingen\nEUM Armenia;12;933;5;waarvan 934 vrouwen\nwaarvan vrouwen;935;;;\n\
         EUAM Ukraine;6;3;2;\nEUMM Georgia;7 (936 vrouwen);2;5;\nTOTAAL;99;937;;\n",
    ),
    (
        "2026-05/rooster-oost-2026-05.csv",
        "Uitzendnummer;Missie;M/V;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\n\
         NP-7001;EUM Armenia;V;19-07-2024;23-09-2037;;in missiegebied\n\
         NP-7002;EUM Armenia;V;17-11-2025;13-02-2026;;in missiegebied\n\
         NP-7003;EUAM Ukraine;M;11-12-2025;10-10-2025;;in missiegebied\n\
         NP-7004;EUAM Ukraine;V;29-08-2063;21-08-2064;;tijdelijk in NL\n",
    ),
];
const WOMEN: [&str; 5] = ["933", "934", "935", "936", "937"];
const DAYS: [&str; 12] = [
    "19-07-2024",
    "2024-07-19",
    "23-09-2037",
    "2037-09-23",
    "13-02-2026",
    "2026-02-13",
    "10-10-2025",
    "2025-10-10",
    "11-12-2025",
    "2025-12-11",
    "29-08-2063",
    "2063-08-29",
];

/// The schemas of the project with one setting changed.
fn schemas_set(from: &str, to: &str) -> tempfile::TempDir {
    let schemas = schemas_with("");
    let settings = schemas.path().join("settings.toml");
    let text = fs::read_to_string(&settings).expect("settings");
    assert!(text.contains(from));
    fs::write(&settings, text.replace(from, to)).expect("settings");
    schemas
}

#[test]
fn no_small_number_of_women_and_no_day_of_travel_is_in_the_report() {
    let input = tempfile::tempdir().expect("a folder");
    write(input.path(), &PLANTED);
    // Figures that stand out are not small, so here all are that are less than these.
    let schemas = schemas_set("small_count_threshold = 5", "small_count_threshold = 1000");
    let run = run_folder_with(input.path(), &[], schemas.path());
    let told = |wanted: &dyn Fn(&Finding) -> bool| run.findings.iter().filter(|finding| wanted(finding)).count();
    let says = |finding: &Finding, texts: &[&str]| {
        let all = format!("{} {} {} {}", finding.value, finding.expected, finding.message.en, finding.suggestion.en);
        texts.iter().any(|text| all.contains(text))
    };
    assert!(told(&|finding| says(finding, &WOMEN)) > 0, "there are findings that tell a number of women: {:#?}", run.findings);
    assert!(told(&|finding| says(finding, &DAYS)) > 1, "and others that tell a day");
    let codes: Vec<String> = run.findings.iter().map(|finding| finding.code.clone()).collect();
    let (page, tables) = published(run);
    let (_, page) = page.split_once("<main").expect("a page");
    for planted in WOMEN.iter().chain(&DAYS) {
        assert!(!page.contains(planted), "{planted}: {}", &page[page.find(planted).expect("there").saturating_sub(300)..][..600]);
    }
    for key in ["NP-7001", "NP-7002", "NP-7003", "NP-7004"] {
        assert!(!page.contains(key), "{key}");
    }
    for code in codes {
        assert!(page.contains(&code), "{code} is named with its place");
    }
    assert!(!tables["findings"].is_empty());
}

#[test]
fn where_the_settings_do_not_withhold_them_numbers_of_women_are_shown() {
    let schemas = schemas_set("withhold_female_by_mission = true", "withhold_female_by_mission = false");
    let input = tempfile::tempdir().expect("a folder");
    write(input.path(), &PLANTED);
    let (page, _) = published(run_folder_with(input.path(), &[], schemas.path()));
    assert!(page.contains("More women (933) than headcount (12) in EUM Armenia."));
    for planted in DAYS {
        assert!(!page.contains(planted), "{planted}");
    }
}

#[test]
fn the_report_is_the_same_for_the_same_input() {
    let run = |jobs: usize| {
        let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
        let options = pipeline::Options { jobs: Some(jobs), ..crate::common::options(&input, &[]) };
        let run = pipeline::run(&options, &crate::common::Silent).expect("a run");
        assert_eq!(run.schema.settings.language, Lang::En);
        published(run).0
    };
    assert!(run(1) == run(4));
}
