//! What was found as JUnit: a suite for each month, a case for each check that met anything in it.

use std::collections::BTreeMap;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{check_of, clean, told, within};
use crate::cli::args::FailOn;
use crate::cli::counts::fails;
use crate::domain::{CheckTally, Finding, Lang, Period, Severity};
use crate::error::Error;
use crate::pipeline::Run;

/// The report. A case fails where a finding would make the command fail; with `never`, where it is an error. What is below that,
/// or was accepted, is told in the output of a case that passes. A check that could not be tried at all is skipped with the reason.
pub(in crate::cli) fn junit(lang: Lang, run: &Run, fail_on: FailOn) -> Result<String, Error> {
    let fail_on = if fail_on == FailOn::Never { FailOn::Error } else { fail_on };
    let mut found: BTreeMap<(Option<Period>, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in &run.findings {
        found.entry((finding.period, finding.code.as_str())).or_default().push(finding);
    }
    let mut months: Vec<Option<Period>> = run.tallies.iter().filter(|tally| cases(tally) > 0).map(|tally| tally.period).collect();
    months.extend(found.keys().map(|(period, _)| *period));
    months.sort_unstable();
    months.dedup();
    let tallies: BTreeMap<(Option<Period>, &str), &CheckTally> =
        run.tallies.iter().filter(|tally| cases(tally) > 0).map(|tally| ((tally.period, tally.code.as_str()), tally)).collect();

    let mut report = Report::new("muster");
    for month in months {
        let name = month.map_or_else(|| word(lang, "geen maand", "no month").to_owned(), |month| month.to_string());
        let mut suite = TestSuite::new(&name);
        // Nothing is measured, but some readers cannot do without a time.
        suite.set_time(Duration::ZERO);
        for check in &run.catalogue {
            let key = (month, check.code.as_str());
            let own = found.get(&key).map_or(&[][..], Vec::as_slice);
            if let Some(case) = case(lang, run, &name, check.code.as_str(), own, tallies.get(&key).copied(), fail_on) {
                suite.add_test_case(case);
            }
        }
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| Error::Table { table: "junit".to_owned(), detail: error.to_string() })
}

/// A check in one month; `None` if there was nothing to check.
fn case(
    lang: Lang,
    run: &Run,
    month: &str,
    code: &str,
    found: &[&Finding],
    tally: Option<&CheckTally>,
    fail_on: FailOn,
) -> Option<TestCase> {
    if found.is_empty() && tally.is_none() {
        return None;
    }
    let (failing, passing): (Vec<&Finding>, Vec<&Finding>) = found.iter().partition(|finding| fails([**finding], fail_on));
    let missed = tally.filter(|tally| tally.not_run > 0).map(|tally| reasons(lang, tally)).unwrap_or_default();
    let status = if let Some(first) = failing.first() {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let message = match failing.len() {
            1 => clean(first.message.get(lang)),
            many => format!("{many} {}", word(lang, "bevindingen", "findings")),
        };
        let worst = failing.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Error);
        status.set_message(message).set_type(worst.as_str());
        status.set_description(failing.iter().map(|finding| described(lang, run, finding)).collect::<Vec<_>>().join("\n\n"));
        status
    } else if found.is_empty() && tally.is_some_and(|tally| tally.passed + tally.failed == 0) {
        let mut status = TestCaseStatus::skipped();
        status.set_message(&missed);
        status
    } else {
        TestCaseStatus::success()
    };
    let skipped = matches!(status, TestCaseStatus::Skipped { .. });
    let name = check_of(run, code).map(|check| check.name.get(lang)).unwrap_or_default();
    let mut case = TestCase::new(clean(format!("{code} {name}").trim_end()), status);
    case.set_time(Duration::ZERO);
    // Tools show cases by the parts of this name that dots separate.
    case.set_classname(format!("muster.{month}.{}", code.split('-').next().unwrap_or(code)));
    let mut output: Vec<String> = passing.iter().map(|finding| described(lang, run, finding)).collect();
    if !missed.is_empty() && !skipped {
        output.push(format!("{}: {missed}", word(lang, "Niet overal uitgevoerd", "Not run everywhere")));
    }
    if !output.is_empty() {
        case.set_system_out(output.join("\n\n"));
    }
    Some(case)
}

fn cases(tally: &CheckTally) -> u64 {
    tally.passed.saturating_add(tally.failed).saturating_add(tally.not_run)
}

fn reasons(lang: Lang, tally: &CheckTally) -> String {
    let reasons: Vec<&str> = tally.reasons.iter().map(|reason| reason.get(lang)).collect();
    if reasons.is_empty() { word(lang, "geen reden vermeld", "no reason stated").to_owned() } else { clean(&reasons.join("; ")) }
}

/// A finding on a few lines: severity and place, what is wrong, how to mend it, who accepted it, what it follows from.
fn described(lang: Lang, run: &Run, finding: &Finding) -> String {
    let place = [Some(finding.place.file().to_owned()).filter(|file| !file.is_empty()), within(&run.schema, &finding.place, lang)];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let mut text = format!("{}: {}\n{}", finding.severity.label(lang), clean(&place.join(" ")), told(finding, lang));
    if let Some(waiver) = finding.waiver.and_then(|at| run.schema.waivers.get(at)) {
        text.push_str(&format!("\n{}", clean(waiver.words().get(lang))));
    }
    if let Some(root) = &finding.outcome_of {
        text.push_str(&format!("\n{} {root}", word(lang, "Volgt uit", "Follows from")));
    }
    text
}

const fn word<'a>(lang: Lang, nl: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Nl => nl,
        Lang::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{accepted_mandate, empty_run, finding, period, run};
    use crate::domain::{Bilingual, Place};

    fn document(lang: Lang, run: &Run, fail_on: FailOn) -> String {
        junit(lang, run, fail_on).expect("a report")
    }

    #[test]
    fn a_suite_for_each_month_and_a_case_for_each_check() {
        let mut run = run();
        run.tallies[2] = CheckTally { passed: 0, failed: 0, not_run: 2, ..run.tallies[2].clone() };
        run.findings.retain(|finding| finding.code != "XSH-04");
        insta::assert_snapshot!(document(Lang::En, &run, FailOn::Error), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="muster" tests="5" skipped="1" failures="1" errors="0">
            <testsuite name="2026-04" tests="2" skipped="0" errors="0" failures="0" time="0.000">
                <testcase name="XSH-01 Headcount against roster" classname="muster.2026-04.XSH" time="0.000">
                    <system-out>Not run everywhere: no roster in the return of east</system-out>
                </testcase>
                <testcase name="REG-04 As-of date lies outside every known mandate period" classname="muster.2026-04.REG" time="0.000">
                    <system-out>warning: africa/2026-04.xlsx Bezetting!D7
        OSC has no known mandate period on 2026-04-30.</system-out>
                </testcase>
            </testsuite>
            <testsuite name="2026-05" tests="3" skipped="1" errors="0" failures="1" time="0.000">
                <testcase name="XSH-01 Headcount against roster" classname="muster.2026-05.XSH" time="0.000">
                    <failure message="Headcount 3 at EUCAP Somalia, the roster has 4 persons on 2026-05-31." type="error">error: africa/2026-05.xlsx Bezetting!D7
        Headcount 3 at EUCAP Somalia, the roster has 4 persons on 2026-05-31.
        Fix: The fourth tour is past its planned end: close it in the roster, or correct the headcount.</failure>
                    <system-out>Not run everywhere: no roster in the return of east</system-out>
                </testcase>
                <testcase name="XSH-04 Inflow and outflow against roster" classname="muster.2026-05.XSH" time="0.000">
                    <skipped message="no month before"/>
                </testcase>
                <testcase name="REG-04 As-of date lies outside every known mandate period" classname="muster.2026-05.REG" time="0.000">
                    <system-out>warning: africa/2026-05.xlsx Bezetting!D7
        OSC has no known mandate period on 2026-05-31.</system-out>
                </testcase>
            </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn a_case_fails_where_the_command_would() {
        let failures = |run: &Run, fail_on| document(Lang::Nl, run, fail_on).matches("<failure ").count();
        assert_eq!(failures(&run(), FailOn::Error), 1);
        assert_eq!(failures(&run(), FailOn::Warning), 4, "a warning of each month, and what follows from the error");
        assert_eq!(failures(&run(), FailOn::Never), 1);
        let accepted = accepted_mandate(run());
        assert_eq!(failures(&accepted, FailOn::Warning), 2);
        assert!(document(Lang::Nl, &accepted, FailOn::Warning).contains("Aanvaard door head of operations tot en met 2026-06-30"));
    }

    #[test]
    fn what_belongs_to_no_month_and_many_findings_have_their_place() {
        let mut run = empty_run();
        let two = || Finding { period: None, ..finding("REG-10", Severity::Error, "2026-05", None) };
        run.findings = vec![two(), two()];
        let text = document(Lang::Nl, &run, FailOn::Error);
        assert!(text.contains(r#"<testsuite name="geen maand""#) && text.contains(r#"message="2 bevindingen""#), "{text}");
        assert_eq!(document(Lang::En, &empty_run(), FailOn::Error).matches("<testcase").count(), 0);
    }

    #[test]
    fn markup_and_control_characters_are_harmless() {
        let mut run = empty_run();
        let mut one = finding("XSH-01", Severity::Error, "2026-05", None);
        one.place = Place::Sheet { file: "a<script>\u{1b}.xlsx".to_owned(), sheet: "]]>&\"".to_owned() };
        one.message = Bilingual::same("</failure>\u{0}\u{fffe} & \"x\"");
        run.findings = vec![one];
        run.tallies = vec![CheckTally {
            period: Some(period("2026-05")),
            code: "XSH-04".to_owned(),
            passed: 0,
            failed: 0,
            not_run: 1,
            reasons: vec![Bilingual::same("<b>")],
        }];
        let text = document(Lang::En, &run, FailOn::Error);
        assert!(!text.contains("<script") && !text.contains("<b>") && !text.contains(['\u{0}', '\u{1b}', '\u{fffe}']), "{text}");
        assert_eq!(text.matches("</failure>").count(), 1, "{text}");
    }
}
