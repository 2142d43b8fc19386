//! The result of a check as one JSON document.
//!
//! Its keys stay, and `docs/json.md` names them all; a test holds that. The lists `findings`, `checks`, `returns` and `ledger` have
//! the columns of the published tables of the same names. What is not known or does not apply is `null`. Keys may be added; if one
//! changes its meaning, `version` goes up.
//!
//! Rows are runs in A1 notation, counted from 1: `["5:16", "18:18"]`; columns are letters. In a table that runs across the rows
//! of its records are columns of the sheet, `["B:K"]`, and its columns rows, `"5"`.

mod changes;
mod sheets;

use serde::Serialize;

use self::changes::{ChangesRow, changes_row};
use self::sheets::{SheetRow, sheet_rows};

use crate::cli::counts::{months, rows, tally};
use crate::domain::facts::ReturnFact;
use crate::domain::waiver::advice;
use crate::domain::{Check, CheckTally, Finding, Lang, LedgerLine, PassedOver, Waiver};
use crate::pipeline::Run;

/// Version of the document's shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    muster: &'static str,
    language: Lang,
    periods: Vec<String>,
    summary: Summary,
    findings: Vec<FindingRow<'a>>,
    checks: Vec<CheckRow<'a>>,
    returns: Vec<ReturnRow<'a>>,
    ledger: Vec<LedgerRow<'a>>,
    sheets: Vec<SheetRow<'a>>,
    changes: Option<ChangesRow<'a>>,
    passed_over: Vec<PassedOverRow<'a>>,
}

#[derive(Serialize)]
struct Summary {
    files: Files,
    rows: RowCounts,
    months: Vec<MonthRow>,
    findings: FindingCounts,
    checks_not_run: usize,
}

#[derive(Serialize)]
struct Files {
    read: usize,
    unreadable: usize,
    passed_over: usize,
}

#[derive(Serialize)]
struct RowCounts {
    total: u64,
    accepted: u64,
    rejected: u64,
    set_aside: u64,
}

#[derive(Serialize)]
struct MonthRow {
    period: String,
    missions_reporting: u64,
    missions_unknown: u64,
    headcount: Option<i64>,
    temp_home: Option<i64>,
    change: Option<i64>,
}

#[derive(Serialize)]
struct FindingCounts {
    error: Counts,
    warning: Counts,
    info: Counts,
    waived: u64,
}

#[derive(Serialize)]
struct Counts {
    roots: u64,
    outcomes: u64,
}

/// A finding, with the columns of the published table, and the decision by which it is accepted.
#[derive(Serialize)]
pub(super) struct FindingRow<'a> {
    period: Option<String>,
    code: &'a str,
    name: Option<&'a str>,
    severity: &'static str,
    outcome_of: Option<&'a str>,
    mission_id: Option<&'a str>,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    field: Option<&'a str>,
    value: Option<&'a str>,
    expected: Option<&'a str>,
    message: &'a str,
    suggestion: Option<String>,
    waived: bool,
    waiver: Option<WaiverRow<'a>>,
}

#[derive(Serialize)]
struct WaiverRow<'a> {
    reason: &'a str,
    decided_by: &'a str,
    decided_on: String,
    until: String,
    line: u32,
}

#[derive(Serialize)]
struct CheckRow<'a> {
    period: Option<String>,
    code: &'a str,
    name: Option<&'a str>,
    severity: Option<&'static str>,
    ran: u64,
    passed: u64,
    failed: u64,
    not_run: u64,
    reason: Option<String>,
}

#[derive(Serialize)]
struct ReturnRow<'a> {
    period: Option<String>,
    coordinator: Option<&'a str>,
    file: Option<&'a str>,
    sha256: Option<&'a str>,
    received: Option<String>,
    version: Option<u32>,
    tables: &'a [String],
    rows: u64,
    findings: u64,
    status: &'static str,
}

#[derive(Serialize)]
struct LedgerRow<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    rows: u64,
    accepted: u64,
    rejected: u64,
    header: u64,
    title: u64,
    total: u64,
    note: u64,
    blank: u64,
    hidden: u64,
    other: u64,
}

#[derive(Serialize)]
struct PassedOverRow<'a> {
    path: &'a str,
    reason: String,
}

/// The document, with messages in one language.
pub(in crate::cli) fn json(lang: Lang, run: &Run) -> serde_json::Result<String> {
    let document = Document {
        version: VERSION,
        muster: env!("CARGO_PKG_VERSION"),
        language: lang,
        periods: run.periods.iter().map(ToString::to_string).collect(),
        summary: summary(run),
        findings: run.findings.iter().map(|finding| finding_row(lang, run, finding)).collect(),
        checks: run.tallies.iter().map(|tally| check_row(lang, &run.catalogue, tally)).collect(),
        returns: run.facts.returns.iter().map(return_row).collect(),
        ledger: run.ledger.lines.iter().map(ledger_row).collect(),
        sheets: sheet_rows(run),
        changes: changes_row(lang, run),
        passed_over: run.passed_over.iter().map(|passed| passed_over_row(lang, passed)).collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn known(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn summary(run: &Run) -> Summary {
    let unreadable = run.returns.iter().filter(|file| file.unreadable.is_some()).count();
    let rows = rows(&run.ledger);
    let tally = tally(&run.findings);
    let [error, warning, info] = std::array::from_fn(|at| Counts { roots: tally.roots[at], outcomes: tally.outcomes[at] });
    Summary {
        files: Files { read: run.returns.len() - unreadable, unreadable, passed_over: run.passed_over.len() },
        rows: RowCounts { total: rows.total, accepted: rows.accepted, rejected: rows.rejected, set_aside: rows.set_aside },
        months: months(run)
            .into_iter()
            .map(|month| MonthRow {
                period: month.period.to_string(),
                missions_reporting: month.missions,
                missions_unknown: month.incomplete,
                headcount: month.headcount,
                temp_home: month.temp_home,
                change: month.change,
            })
            .collect(),
        findings: FindingCounts { error, warning, info, waived: tally.waived },
        checks_not_run: super::not_run::number(&run.tallies),
    }
}

/// A finding as a row.
pub(super) fn finding_row<'a>(lang: Lang, run: &'a Run, finding: &'a Finding) -> FindingRow<'a> {
    let waivers = &run.schema.waivers;
    FindingRow {
        period: finding.period.map(|period| period.to_string()),
        code: &finding.code,
        name: run.catalogue.iter().find(|check| check.code == finding.code).map(|check| check.name.get(lang)),
        severity: finding.severity.as_str(),
        outcome_of: finding.outcome_of.as_deref(),
        mission_id: finding.mission.as_deref(),
        file: known(finding.place.file()),
        sheet: known(finding.place.sheet()),
        cell: finding.place.cell().map(|cell| cell.to_string()),
        field: known(&finding.field),
        value: known(finding.value.as_str()),
        expected: known(finding.expected.as_str()),
        message: finding.message.get(lang),
        suggestion: Some(advice(waivers, finding).get(lang).to_owned()).filter(|advice| !advice.is_empty()),
        waived: finding.waived,
        waiver: finding.waiver.and_then(|at| waivers.get(at)).map(waiver_row),
    }
}

fn waiver_row(waiver: &Waiver) -> WaiverRow<'_> {
    WaiverRow {
        reason: &waiver.reason,
        decided_by: &waiver.decided_by,
        decided_on: waiver.decided_on.to_string(),
        until: waiver.until.to_string(),
        line: waiver.line,
    }
}

fn check_row<'a>(lang: Lang, catalogue: &'a [Check], tally: &'a CheckTally) -> CheckRow<'a> {
    let check = catalogue.iter().find(|check| check.code == tally.code);
    let reasons: Vec<&str> = tally.reasons.iter().map(|reason| reason.get(lang)).collect();
    CheckRow {
        period: tally.period.map(|period| period.to_string()),
        code: &tally.code,
        name: check.map(|check| check.name.get(lang)),
        severity: check.map(|check| check.severity.as_str()),
        ran: tally.passed + tally.failed,
        passed: tally.passed,
        failed: tally.failed,
        not_run: tally.not_run,
        reason: Some(reasons.join("; ")).filter(|reason| !reason.is_empty()),
    }
}

fn return_row(fact: &ReturnFact) -> ReturnRow<'_> {
    ReturnRow {
        period: fact.period.map(|period| period.to_string()),
        coordinator: known(&fact.coordinator),
        file: known(&fact.file),
        sha256: known(&fact.sha256),
        received: fact.received.map(|day| day.to_string()),
        version: fact.version,
        tables: &fact.tables,
        rows: fact.rows,
        findings: fact.findings,
        status: fact.status.as_str(),
    }
}

fn ledger_row(line: &LedgerLine) -> LedgerRow<'_> {
    LedgerRow {
        file: &line.file,
        sheet: known(&line.sheet),
        rows: line.rows,
        accepted: line.accepted,
        rejected: line.rejected,
        header: line.header,
        title: line.title,
        total: line.total,
        note: line.note,
        blank: line.blank,
        hidden: line.hidden,
        other: line.other,
    }
}

fn passed_over_row(lang: Lang, passed: &PassedOver) -> PassedOverRow<'_> {
    PassedOverRow { path: &passed.path, reason: passed.why.reason().get(lang).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::run;
    use serde_json::Value;

    fn document(lang: Lang) -> Value {
        serde_json::from_str(&json(lang, &run()).expect("json")).expect("json")
    }

    fn keys(value: &Value) -> Vec<String> {
        // serde_json sorts the keys of what it reads.
        value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    }

    fn sorted(names: &str) -> Vec<String> {
        let mut names: Vec<String> = names.split_whitespace().map(ToOwned::to_owned).collect();
        names.sort();
        names
    }

    #[test]
    fn the_keys_are_those_that_are_documented() {
        let document = document(Lang::En);
        for (value, names) in [
            (&document, "version muster language periods summary findings checks returns ledger sheets changes passed_over"),
            (&document["summary"], "files rows months findings checks_not_run"),
            (&document["summary"]["months"][0], "period missions_reporting missions_unknown headcount temp_home change"),
            (
                &document["findings"][0],
                "period code name severity outcome_of mission_id file sheet cell field value expected message suggestion waived waiver",
            ),
            (&document["checks"][0], "period code name severity ran passed failed not_run reason"),
            (&document["returns"][0], "period coordinator file sha256 received version tables rows findings status"),
            (&document["ledger"][0], "file sheet rows accepted rejected header title total note blank hidden other"),
            (&document["passed_over"][0], "path reason"),
        ] {
            let mut found = keys(value);
            found.sort();
            assert_eq!(found, sorted(names));
        }
    }

    #[test]
    fn values_are_typed_and_in_the_language() {
        let (english, dutch) = (document(Lang::En), document(Lang::Nl));
        assert_eq!(english["language"], "en");
        assert_eq!(english["findings"][0]["cell"], "D7");
        assert_eq!(english["findings"][0]["mission_id"], "eucap-somalia");
        assert_eq!(english["findings"][0]["outcome_of"], Value::Null);
        assert_eq!(english["summary"]["findings"]["error"]["roots"], 1);
        assert_ne!(english["findings"][0]["message"], dutch["findings"][0]["message"]);
        assert_eq!(english["findings"].as_array().map(Vec::len), Some(run().findings.len()));
    }
}
