//! FIL-09: the stored result of a formula is absent or out of date.

use crate::domain::layout::DoubtfulResult;
use crate::domain::{Bilingual, CellRef, Census, Direction, Period, Return, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What FIL-09 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-09",
    scope: Scope::File,
    severity: Severity::Warning,
    name: ["Uitkomst van formule leeg of verouderd", "Result of a formula empty or stale"],
    message: [
        "Opgeslagen uitkomst van formule in {cell} is leeg of verouderd ({x} tegen {y}).",
        "Stored result of formula in {cell} is empty or stale ({x} vs {y}).",
    ],
    does: [
        "Bij elke formule in een kolom die wordt gelezen, wordt gekeken of haar uitkomst is opgeslagen. Is zij een optelling of een gemiddelde \
         van cellen op hetzelfde blad, dan wordt dat nagerekend. Formules die iets anders doen, en optellingen van wat geen getal is, \
         worden niet nagerekend.",
        "For every formula in a column that is read, this looks whether its result is stored. If it is a sum or an average of cells on the \
         same sheet, it is worked out anew. Formulas that do anything else, and sums of what is no number, are not worked out.",
    ],
    why: [
        "Gelezen wordt de opgeslagen uitkomst. Een bestand dat door een programma is geschreven, heeft er vaak geen; een bestand dat zonder \
         herberekenen is gewijzigd, heeft een oude.",
        "It is the stored result that is read. A file that a program wrote often has none; a file that was changed without calculating anew \
         has an old one.",
    ],
    example: [
        "In Bezetting!B12 staat =SUM(B5:B11), die cellen zijn samen 37, en de opgeslagen uitkomst is 36.",
        "Bezetting!B12 has =SUM(B5:B11), those cells add up to 37, and the stored result is 36.",
    ],
    fix: [
        "Coördinator: open het bestand, laat het herberekenen (Ctrl+Alt+F9) en sla het opnieuw op. Analist: vertrouw het getal niet voordat \
         dat is gebeurd.",
        "Coordinator: open the file, let it calculate anew (Ctrl+Alt+F9) and save it again. Analyst: do not trust the number before that is \
         done.",
    ],
};

/// From so many formulas without a result on, a sheet is told of as a whole: it was never calculated.
const A_SHEET: usize = 4;

/// Every formula in a column that is read.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for (ret, from) in census.returns.iter().enumerate().filter(|(_, from)| from.counts()) {
        for (at, sheet) in from.sheets.iter().enumerate() {
            let results = &sheet.layout.results;
            out.passed(from.period, results.right);
            let reason = || Bilingual::new("de formule is geen optelling van getallen", "the formula is no sum of numbers");
            out.not_run_cases(from.period, results.untried, reason);
            let absent = results.doubtful.iter().filter(|result| result.stored.is_none()).count();
            let mut told = false;
            for result in &results.doubtful {
                let whole_sheet = result.stored.is_none() && absent >= A_SHEET;
                if whole_sheet && told {
                    continue;
                }
                told |= whole_sheet;
                let (period, field) = about(census, from, at, result.cell);
                let others = whole_sheet.then(|| absent - 1);
                let draft = draft(result, others, field);
                out.failed(census.place_of(ret, at, result.cell), if others.is_some() { from.period } else { period }, draft);
            }
        }
    }
}

/// What is said of a result; `others` are as many formulas of the sheet as have none either.
fn draft(result: &DoubtfulResult, others: Option<usize>, field: String) -> Draft {
    let text = |text: &Option<String>| text.as_ref().map(SafeText::own).unwrap_or_default();
    let cell = match others {
        Some(others) => {
            Bilingual::new(format!("{} en {others} andere cellen", result.cell), format!("{} and {others} other cells", result.cell))
        }
        None => Bilingual::same(result.cell.to_string()),
    };
    let stored = result.stored.as_ref().map_or_else(|| Bilingual::new("leeg", "empty"), Bilingual::same);
    let sum = result.sum.as_ref().map_or_else(|| Bilingual::new("onbekend", "unknown"), Bilingual::same);
    let suggestion = if result.stored.is_none() {
        Bilingual::new(
            "Het bestand is niet berekend voordat het werd opgeslagen, en de cel geldt als leeg: open het, laat het herberekenen en sla het op.",
            "The file was not calculated before it was saved, and the cell counts as blank: open it, let it calculate and save it.",
        )
    } else {
        Bilingual::new(
            "Het opgeslagen getal is gelezen. Open het bestand, laat het herberekenen en sla het opnieuw op.",
            "The stored number was read. Open the file, let it calculate anew and save it again.",
        )
    };
    Draft {
        field,
        value: text(&result.stored),
        expected: text(&result.sum),
        args: vec![("cell", cell), ("x", stored), ("y", sum)],
        suggestion,
        ..Draft::default()
    }
}

/// The month that a cell is about, and its field as `table.field`.
fn about(census: &Census<'_>, from: &Return, sheet: usize, cell: CellRef) -> (Option<Period>, String) {
    for table in from.tables.iter().filter(|table| table.sheet == sheet) {
        let own = if table.direction == Direction::Across { cell.turned() } else { cell };
        let Some(field) = table.columns.iter().position(|column| column.sheet_col == Some(own.col)) else { continue };
        let record = table.rows.binary_search(&own.row).ok();
        let total = || table.totals.iter().find(|total| total.row == own.row);
        let Some(record) = record.map_or_else(|| total().map(|total| table.covered(total).next()), |record| Some(Some(record))) else {
            continue;
        };
        let schema = &census.schema.tables[table.schema];
        let period = record.and_then(|record| table.periods.get(record).copied().flatten()).or(from.period);
        return (period, schema.fields.get(field).map(|field| format!("{}.{}", schema.name, field.name)).unwrap_or_default());
    }
    (from.period, String::new())
}
