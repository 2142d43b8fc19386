//! Workflow commands of GitHub: each finding becomes an annotation of the run.

use std::path::{Path, PathBuf};

use super::{Cause, causes, check_of, clean, told, within};
use crate::cli::render::text::printable;
use crate::domain::{Finding, Lang, Severity};
use crate::pipeline::Run;

/// A command on a line for each root cause that nobody accepted, the worst first: GitHub shows no more than ten of a kind in a
/// step. `inputs` are what was read, so that files are named as the checkout knows them.
pub(in crate::cli) fn github(lang: Lang, run: &Run, inputs: &[PathBuf]) -> String {
    let mut causes = causes(&run.findings);
    causes.retain(|cause| !cause.finding.waived);
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.finding.severity));
    causes.iter().map(|cause| command(lang, run, inputs, cause)).collect()
}

fn command(lang: Lang, run: &Run, inputs: &[PathBuf], cause: &Cause<'_>) -> String {
    let finding = cause.finding;
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if !finding.place.file().is_empty() {
        properties.push(format!("file={}", property(&in_checkout(finding.place.file(), inputs))));
    }
    if let Some(cell) = finding.place.cell() {
        // A sheet has rows where a text has lines.
        properties.push(format!("line={}", u64::from(cell.row) + 1));
    }
    let name = check_of(run, &finding.code).map(|check| check.name.get(lang)).unwrap_or_default();
    properties.push(format!("title={}", property(format!("{} {name}", finding.code).trim_end())));
    format!("::{kind} {}::{}\n", properties.join(","), data(&words(lang, run, finding, &cause.outcomes)))
}

fn words(lang: Lang, run: &Run, finding: &Finding, outcomes: &[&Finding]) -> String {
    let place = within(&run.schema, &finding.place, lang).map(|place| format!("{place}: ")).unwrap_or_default();
    let mut text = format!("{}{}", printable(&place), told(finding, lang));
    if !outcomes.is_empty() {
        let codes: Vec<&str> = outcomes.iter().map(|outcome| outcome.code.as_str()).collect();
        let follows = match lang {
            Lang::Nl => "Hieruit volgt ook:",
            Lang::En => "What follows from it:",
        };
        text.push_str(&format!("\n{follows} {}", printable(&codes.join(", "))));
    }
    text
}

/// The file as it lies below one of the inputs; an entry of an archive as the archive.
fn in_checkout(file: &str, inputs: &[PathBuf]) -> String {
    let found = inputs.iter().find_map(|input| {
        if input.is_file() {
            let name = input.file_name()?.to_str()?;
            return (file == name || file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))).then(|| input.clone());
        }
        let whole = input.join(file);
        whole.ancestors().take_while(|path| *path != input.as_path()).find(|path| path.is_file()).map(Path::to_path_buf)
    });
    let path = found.unwrap_or_else(|| PathBuf::from(file));
    let path: PathBuf = path.components().filter(|part| !matches!(part, std::path::Component::CurDir)).collect();
    path.display().to_string().replace('\\', "/")
}

/// What stands after the second pair of colons.
fn data(text: &str) -> String {
    clean(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{accepted_mandate, finding, run};
    use crate::domain::{Bilingual, Place};
    use proptest::prelude::*;

    #[test]
    fn a_command_for_each_root_cause_that_is_open() {
        insta::assert_snapshot!(github(Lang::En, &run(), &[]), @r"
        ::error file=africa/2026-05.xlsx,line=7,title=XSH-01 Headcount against roster::Bezetting!D7: Headcount 3 at EUCAP Somalia, the roster has 4 persons on 2026-05-31.%0AFix: The fourth tour is past its planned end: close it in the roster, or correct the headcount.%0AWhat follows from it: XSH-04
        ::warning file=africa/2026-04.xlsx,line=7,title=REG-04 As-of date lies outside every known mandate period::Bezetting!D7: OSC has no known mandate period on 2026-04-30.
        ::warning file=africa/2026-05.xlsx,line=7,title=REG-04 As-of date lies outside every known mandate period::Bezetting!D7: OSC has no known mandate period on 2026-05-31.
        ");
        assert!(!github(Lang::Nl, &accepted_mandate(run()), &[]).contains("REG-04"));
        assert!(github(Lang::Nl, &run(), &[]).contains("%0AHerstel: De vierde uitzending"));
    }

    #[test]
    fn names_of_files_and_sheets_cannot_become_commands() {
        let mut hostile = run();
        let mut one = finding("ROW-01", Severity::Info, "2026-05", None);
        one.place = Place::Sheet { file: "a,b:c\n::error::x.xlsx".to_owned(), sheet: "50%\r\n::set-output name=x::y".to_owned() };
        one.message = Bilingual::same("line\n::warning::z\u{1b}[2J");
        hostile.findings = vec![one];
        insta::assert_snapshot!(github(Lang::En, &hostile, &[]), @"::notice file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax.xlsx,title=ROW-01::50%25��::set-output name=x::y: line%0A::warning::z�[2J");
    }

    #[test]
    fn a_file_is_named_as_the_checkout_knows_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let input = folder.path().join("returns");
        std::fs::create_dir_all(input.join("may")).expect("a folder");
        for file in ["may/east.xlsx", "all.zip"] {
            std::fs::write(input.join(file), "").expect("a file");
        }
        let of = |file: &str, input: PathBuf| in_checkout(file, &[input]).replace(&folder.path().display().to_string(), "~");
        assert_eq!(of("may/east.xlsx", input.clone()), "~/returns/may/east.xlsx");
        assert_eq!(of("all.zip/may/east.xlsx", input.clone()), "~/returns/all.zip");
        assert_eq!(of("all.zip/may/east.xlsx", input.join("all.zip")), "~/returns/all.zip");
        assert_eq!(of("gone.xlsx", input), "gone.xlsx");
        assert_eq!(in_checkout("a.csv", &[PathBuf::from("./a.csv")]), "a.csv");
    }

    proptest! {
        #[test]
        fn a_command_stays_on_its_line(message in ".*", sheet in ".*", file in ".*") {
            let mut hostile = run();
            let mut one = finding("ROW-01", Severity::Error, "2026-05", None);
            one.place = Place::Sheet { file, sheet };
            one.message = Bilingual::same(message);
            hostile.findings = vec![one];
            let text = github(Lang::En, &hostile, &[]);
            prop_assert_eq!(text.matches(['\n', '\r']).count(), 1);
            let (head, _) = text.strip_prefix("::error ").and_then(|rest| rest.split_once("::")).expect("a command");
            prop_assert_eq!(head.split(',').count(), 1 + usize::from(head.starts_with("file=")), "{}", head);
        }
    }
}
