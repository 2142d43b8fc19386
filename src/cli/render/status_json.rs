//! How the returns stand, as one JSON document.
//!
//! Its keys stay, and `docs/json.md` names them all. `open` and `waived` are root causes with the keys of `findings` of a check. Keys
//! may be added; if one changes its meaning, `version` goes up.

use serde::Serialize;

use super::json::{FindingRow, finding_row};
use crate::cli::standing::Standing;
use crate::domain::completeness::{Completeness, Report, Timeliness};
use crate::domain::{Finding, Lang, Period, Severity};
use crate::pipeline::Run;

/// Version of the document's shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    muster: &'static str,
    language: Lang,
    months: Vec<MonthRow<'a>>,
    open: Vec<FindingRow<'a>>,
    waived: Vec<FindingRow<'a>>,
}

#[derive(Serialize)]
struct MonthRow<'a> {
    period: String,
    expected_returns: usize,
    actual_returns: usize,
    on_time_returns: Option<usize>,
    reporting_rate: Option<f64>,
    reporting_rate_on_time: Option<f64>,
    receipt_unknown: usize,
    errors: u64,
    warnings: u64,
    waived: u64,
    reports: Vec<ReportRow<'a>>,
}

#[derive(Serialize)]
struct ReportRow<'a> {
    coordinator: &'a str,
    expected: bool,
    state: &'static str,
    version: Option<u32>,
    received: Option<String>,
    days_late: Option<i64>,
    missions: usize,
    reported: usize,
    files: &'a [String],
    errors: u64,
    warnings: u64,
    waived: u64,
}

/// The document, with messages in one language.
pub(in crate::cli) fn status_json(lang: Lang, run: &Run) -> serde_json::Result<String> {
    let standing = Standing::of(run);
    let rows = |fits: fn(&&Finding) -> bool| {
        let roots = run.findings.iter().filter(|finding| finding.outcome_of.is_none()).filter(fits);
        roots.map(|finding| finding_row(lang, run, finding)).collect()
    };
    let document = Document {
        version: VERSION,
        muster: env!("CARGO_PKG_VERSION"),
        language: lang,
        months: run.facts.completeness.iter().map(|month| month_row(run, &standing, month)).collect(),
        open: rows(|finding| !finding.waived && finding.severity > Severity::Info),
        waived: rows(|finding| finding.waived),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn month_row<'a>(run: &'a Run, standing: &Standing<'a>, month: &'a Completeness) -> MonthRow<'a> {
    let open = standing.month(Some(month.period));
    MonthRow {
        period: month.period.to_string(),
        expected_returns: month.expected(),
        actual_returns: month.actual(),
        on_time_returns: month.on_time(),
        reporting_rate: percent(month.rate()),
        reporting_rate_on_time: percent(month.rate_on_time()),
        receipt_unknown: month.not_recorded(),
        errors: open.errors,
        warnings: open.warnings,
        waived: open.waived,
        reports: month.reports.iter().map(|report| report_row(run, standing, month.period, report)).collect(),
    }
}

fn percent(tenths: Option<i64>) -> Option<f64> {
    tenths.and_then(|tenths| i32::try_from(tenths).ok()).map(|tenths| f64::from(tenths) / 10.0)
}

fn report_row<'a>(run: &'a Run, standing: &Standing<'a>, period: Period, report: &'a Report) -> ReportRow<'a> {
    let open = standing.report(run, period, report);
    ReportRow {
        coordinator: run.schema.coordinators.get(report.coordinator).map_or("", |known| known.id.as_str()),
        expected: report.expected,
        state: report.state.as_str(),
        version: report.version,
        received: report.received.map(|day| day.to_string()),
        days_late: match report.timeliness {
            Some(Timeliness::Late(days)) => Some(days),
            Some(Timeliness::InTime) => Some(0),
            _ => None,
        },
        missions: report.missions,
        reported: report.reported,
        files: &report.files,
        errors: open.errors,
        warnings: open.warnings,
        waived: open.waived,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{accepted_mandate, run, with_reports};
    use serde_json::Value;

    #[test]
    fn the_keys_are_those_that_are_documented() {
        let run = accepted_mandate(with_reports(run()));
        let document: Value = serde_json::from_str(&status_json(Lang::En, &run).expect("json")).expect("json");
        let keys = |value: &Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>().join(" ")).unwrap_or_default();
        assert_eq!(keys(&document), "language months muster open version waived");
        let may = &document["months"][1];
        assert_eq!(
            keys(may),
            "actual_returns errors expected_returns on_time_returns period receipt_unknown reporting_rate reporting_rate_on_time reports \
             waived warnings"
        );
        assert_eq!((&may["expected_returns"], &may["reporting_rate"]), (&Value::from(2), &Value::from(50.0)));
        assert_eq!(
            keys(&may["reports"][0]),
            "coordinator days_late errors expected files missions received reported state version waived warnings"
        );
        assert_eq!((&may["reports"][0]["days_late"], &may["reports"][1]["state"]), (&Value::from(3), &Value::from("missing")));
        assert_eq!(document["open"].as_array().map(Vec::len), Some(1));
        let waived = document["waived"].as_array().expect("a list");
        assert_eq!(waived.len(), 2);
        assert_eq!(waived[0]["waiver"]["decided_by"], "head of operations");
        assert!(waived[0]["suggestion"].as_str().is_some_and(|text| text.starts_with("Accepted by head of operations")), "{waived:?}");
    }
}
