//! What is wrong, and how often each check passed, failed and could not run.

use std::collections::BTreeMap;

use super::columns::{flag, shown, table, tally, text};
use super::{NamedTable, dimensions};
use crate::domain::waiver::advice;
use crate::domain::{Check, ColumnNote, Edition, Link, TableNote, Words};
use crate::error::Error;

const CODE: ColumnNote = ColumnNote::new("code", "Code van de controle.", "Code of the check.");
const NAME: ColumnNote = ColumnNote::new("name", "Naam van de controle.", "Name of the check.");
const SEVERITY: ColumnNote = ColumnNote::new(
    "severity",
    "error: het cijfer is niet te vertrouwen; warning: vraagt een verklaring; info: ter kennisgeving.",
    "error: the figure cannot be trusted; warning: needs an explanation; info: for information.",
);

/// The table `findings`.
pub(super) const FINDINGS: TableNote = TableNote {
    name: "findings",
    title: Words::new("Bevindingen", "Findings"),
    meaning: Words::new(
        "Een rij per bevinding: wat er staat, wat er verwacht werd en hoe het te herstellen is. Persoonsgegevens staan er niet in.",
        "One row for each finding: what stands there, what was expected and how to mend it. It holds no personal data.",
    ),
    columns: &[
        ColumnNote::new("period", "Maand, als JJJJ-MM. Leeg: niet bekend.", "Month, as YYYY-MM. Empty: not known."),
        CODE,
        NAME,
        SEVERITY,
        ColumnNote::new(
            "outcome_of",
            "Code van de bevinding die deze verklaart. Leeg: een oorzaak op zichzelf.",
            "Code of the finding that explains this one. Empty: a cause in itself.",
        ),
        ColumnNote::new(
            "mission_id",
            "Sleutel van de missie waarover het gaat. Leeg: geen of niet een bepaalde.",
            "Key of the mission it is about. Empty: none in particular.",
        ),
        ColumnNote::new(
            "file",
            "Bestand, vanaf de invoermap. Leeg: een ontbrekende opgave.",
            "File, from the input folder. Empty: a missing return.",
        ),
        ColumnNote::new("sheet", "Blad. Leeg: het bestand als geheel.", "Sheet. Empty: the file as a whole."),
        ColumnNote::new("cell", "Cel, zoals B7. Leeg: het blad als geheel.", "Cell, such as B7. Empty: the sheet as a whole."),
        ColumnNote::new(
            "field",
            "Veld van de schema's, als tabel.veld, of de tabel. Leeg: geen van beide.",
            "Field of the schemas, as table.field, or the table. Empty: neither.",
        ),
        ColumnNote::new(
            "value",
            "Wat er staat, of wat eruit volgt. Leeg: niets, of niet te tonen.",
            "What stands there, or what follows from it. Empty: nothing, or not to be shown.",
        ),
        ColumnNote::new(
            "expected",
            "Wat er verwacht werd. Leeg: geen bepaalde waarde.",
            "What was expected. Empty: no value in particular.",
        ),
        ColumnNote::new("message", "Wat er mis is.", "What is wrong."),
        ColumnNote::new(
            "suggestion",
            "Hoe het te herstellen is, bij een aanvaarde bevinding na wie haar aanvaardde, tot wanneer en waarom. Leeg: geen voorstel.",
            "How to mend it; for one that is waived, after who accepted it, until when and why. Empty: no suggestion.",
        ),
        ColumnNote::new(
            "waived",
            "Of de bevinding is aanvaard, in schemas/waivers.toml. Zij telt dan niet meer als open.",
            "Whether it was accepted, in schemas/waivers.toml. It then no longer counts as open.",
        ),
    ],
    key: &[],
    links: &[
        dimensions::TO_PERIOD,
        dimensions::TO_CHECK,
        dimensions::TO_MISSION,
        Link { column: "outcome_of", table: "dim_check", key: "code" },
    ],
};

/// The table `checks`.
pub(super) const CHECKS: TableNote = TableNote {
    name: "checks",
    title: Words::new("Uitkomsten van controles", "Outcomes of checks"),
    meaning: Words::new(
        "Een rij per maand en controle: hoe vaak zij slaagde, faalde en niet kon worden uitgevoerd.",
        "One row for each month and check: how often it passed, failed and could not run.",
    ),
    columns: &[
        ColumnNote::new(
            "period",
            "Maand, als JJJJ-MM. Leeg: bestanden zonder bekende maand.",
            "Month, as YYYY-MM. Empty: files of no known month.",
        ),
        CODE,
        NAME,
        SEVERITY,
        ColumnNote::new(
            "ran",
            "Gevallen die zijn uitgevoerd: geslaagd en gefaald samen.",
            "Cases that were tried: passed and failed together.",
        ),
        ColumnNote::new("passed", "Gevallen die klopten.", "Cases that held."),
        ColumnNote::new("failed", "Gevallen die niet klopten.", "Cases that did not hold."),
        ColumnNote::new("not_run", "Gevallen die niet konden worden uitgevoerd.", "Cases that could not be tried."),
        ColumnNote::new(
            "reason",
            "Waarom zij niet konden worden uitgevoerd. Leeg: alle zijn uitgevoerd.",
            "Why they could not be tried. Empty: all were.",
        ),
    ],
    key: &[],
    links: &[dimensions::TO_PERIOD, dimensions::TO_CHECK],
};

/// The table of findings, in their order of publication.
pub(super) fn findings(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let (rows, lang) = (edition.findings, edition.lang);
    let names = by_code(edition);
    let columns = vec![
        shown("period", rows.iter().map(|finding| finding.period)),
        text("code", rows.iter().map(|finding| Some(&finding.code))),
        text("name", rows.iter().map(|finding| names.get(finding.code.as_str()).map(|check| check.name.get(lang)))),
        text("severity", rows.iter().map(|finding| Some(finding.severity.as_str()))),
        text("outcome_of", rows.iter().map(|finding| finding.outcome_of.as_ref())),
        text("mission_id", rows.iter().map(|finding| finding.mission.as_ref())),
        text("file", rows.iter().map(|finding| Some(finding.place.file()))),
        text("sheet", rows.iter().map(|finding| Some(finding.place.sheet()))),
        shown("cell", rows.iter().map(|finding| finding.place.cell())),
        text("field", rows.iter().map(|finding| Some(&finding.field))),
        text("value", rows.iter().map(|finding| Some(finding.value.as_str()))),
        text("expected", rows.iter().map(|finding| Some(finding.expected.as_str()))),
        text("message", rows.iter().map(|finding| Some(finding.message.get(lang)))),
        text("suggestion", rows.iter().map(|finding| Some(advice(&edition.schema.waivers, finding).get(lang).to_owned()))),
        flag("waived", rows.iter().map(|finding| finding.waived)),
    ];
    table(&FINDINGS, rows.len(), columns)
}

/// The table of outcomes, in the order of the tallies.
pub(super) fn checks(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let (rows, lang) = (edition.tallies, edition.lang);
    let names = by_code(edition);
    let check = |code: &str| names.get(code).copied();
    let reasons = |reasons: &[crate::domain::Bilingual]| reasons.iter().map(|reason| reason.get(lang)).collect::<Vec<_>>().join("; ");
    let columns = vec![
        shown("period", rows.iter().map(|row| row.period)),
        text("code", rows.iter().map(|row| Some(&row.code))),
        text("name", rows.iter().map(|row| check(&row.code).map(|check| check.name.get(lang)))),
        text("severity", rows.iter().map(|row| check(&row.code).map(|check| check.severity.as_str()))),
        tally("ran", rows.iter().map(|row| row.passed.saturating_add(row.failed))),
        tally("passed", rows.iter().map(|row| row.passed)),
        tally("failed", rows.iter().map(|row| row.failed)),
        tally("not_run", rows.iter().map(|row| row.not_run)),
        text("reason", rows.iter().map(|row| Some(reasons(&row.reasons)))),
    ];
    table(&CHECKS, rows.len(), columns)
}

fn by_code<'a>(edition: &Edition<'a>) -> BTreeMap<&'a str, &'a Check> {
    edition.catalogue.iter().map(|check| (check.code.as_str(), check)).collect()
}
