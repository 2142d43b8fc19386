//! The sheet of movements: who came, went or changed.

use rust_xlsxwriter::{ConditionalFormatFormula, Worksheet, XlsxError};

use super::common::{AS_OF_CELL, Book, HINT, as_of_of_headcounts, blanks, date, top};
use super::look;
use super::plan::{Plan, Wanted};
use super::roster::{choices, format_of, key};
use super::validation::{Said, Takes, hold};

/// Its columns.
pub(super) const COLUMNS: [Wanted; 6] = [
    Wanted { field: "person_key", width: 17.0, header: None },
    Wanted { field: "mission", width: 26.0, header: None },
    Wanted { field: "type", width: 32.0, header: None },
    Wanted { field: "date", width: 15.0, header: None },
    Wanted { field: "reason", width: 24.0, header: None },
    Wanted { field: "counterpart", width: 28.0, header: None },
];

/// What every line needs.
const NEEDED: [&str; 4] = ["person_key", "mission", "type", "date"];

/// Writes the sheet.
pub(super) fn add(sheet: &mut Worksheet, book: &Book<'_>, plan: &Plan) -> Result<(), XlsxError> {
    let say = |nl, en| book.request.say(nl, en);
    top(sheet, book, plan)?;
    as_of_of_headcounts(sheet, book)?;
    let hint = say(
        "Mag leeg blijven. Voor wat het rooster niet zegt: waarom iemand vertrok, een overplaatsing, een evacuatie.",
        "May be left blank. For what the roster does not say: why somebody left, a transfer, an evacuation.",
    );
    sheet.write_string_with_format(HINT, 0, hint, &look::hint())?;
    for (col, column) in (0_u16..).zip(&plan.columns) {
        blanks(sheet, (plan.first(), plan.last), col, &format_of(column))?;
    }
    (plan.first()..=plan.last).try_for_each(|row| sheet.set_row_height(row, 17).map(|_| ()))?;
    if let (Some(col), Some(title)) = (plan.col("date"), plan.header_of("date")) {
        let first = book.request.since();
        let days = Takes::Day(format!("={}", date(first)), format!("={AS_OF_CELL}"));
        let said = Said {
            title,
            hint: say("De dag van de mutatie, als dd-mm-jjjj.", "The day of the movement, as dd-mm-yyyy."),
            refusal: say(
                "Een mutatie ligt tussen de vorige en deze peildatum. Een eerdere meldt u met een verbeterde opgave over die maand.",
                "A movement lies between the previous as-of date and this one. Report an earlier one in a corrected return for its month.",
            ),
        };
        hold(sheet, (plan.first(), plan.last), col, &days, &said)?;
    }
    let hints = [
        ("mission", say("De missie waar iemand aankwam of vertrok.", "The mission that somebody came to or left.")),
        ("type", say("Kies uit de lijst.", "Choose from the list.")),
        (
            "reason",
            say(
                "Alleen bij vertrek. 'Afgeschermd' als de reden vertrouwelijk is.",
                "Only on departure. 'Restricted' if the reason is confidential.",
            ),
        ),
        ("counterpart", say("Alleen bij een overplaatsing: waarheen of waarvandaan.", "Only for a transfer: where to or where from.")),
    ];
    choices(sheet, book, ("movements", plan), &hints)?;
    key(sheet, book, plan)?;
    let own = |field: &str| plan.cell(field, plan.first());
    if let (Some(from), Some(to)) =
        (plan.columns.first().and_then(|first| own(first.field)), plan.columns.last().and_then(|last| own(last.field)))
    {
        for (field, cell) in NEEDED.iter().filter_map(|field| Some((field, own(field)?))) {
            let rule = ConditionalFormatFormula::new()
                .set_rule(format!("=AND({cell}=\"\",COUNTA({from}:{to})>0)").as_str())
                .set_format(look::doubtful());
            let col = plan.col(field).unwrap_or_default();
            sheet.add_conditional_format(plan.first(), col, plan.last, col, &rule)?;
        }
    }
    sheet.set_tab_color(look::FIXED);
    sheet.set_selection(plan.first(), 0, plan.first(), 0)?;
    Ok(())
}
