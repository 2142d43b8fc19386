//! The sheet of persons: one line for each tour, by the key that was agreed on.

use chrono::Datelike;
use rust_xlsxwriter::{ConditionalFormatFormula, Format, FormatAlign, Formula, Worksheet, XlsxError};

use super::common::{AS_OF_CELL, Book, HINT, as_of_of_headcounts, blanks, date, top};
use super::lists::label;
use super::look;
use super::plan::{Column, Plan, Wanted};
use super::validation::{Said, Takes, hold};
use super::words::quoted;

/// Its columns. What nothing is worked out from is not asked for.
pub(super) const COLUMNS: [Wanted; 11] = [
    Wanted { field: "person_key", width: 17.0, header: None },
    Wanted { field: "mission", width: 24.0, header: None },
    Wanted { field: "rank", width: 22.0, header: None },
    Wanted { field: "sex", width: 12.0, header: None },
    Wanted { field: "unit", width: 36.0, header: None },
    Wanted { field: "start", width: 13.0, header: None },
    Wanted { field: "planned_end", width: 13.0, header: None },
    Wanted { field: "extension_until", width: 13.0, header: None },
    Wanted { field: "actual_end", width: 13.0, header: None },
    Wanted { field: "status", width: 31.0, header: Some(["Status uitzending", "Deployment status"]) },
    Wanted { field: "status_since", width: 13.0, header: None },
];

/// What every line needs.
const NEEDED: [&str; 6] = ["person_key", "mission", "sex", "start", "planned_end", "status"];
/// Years before the as-of date that a tour may have begun, and after it that it may end.
const YEARS: i32 = 10;

/// Writes the sheet.
pub(super) fn add(sheet: &mut Worksheet, book: &Book<'_>, plan: &Plan) -> Result<(), XlsxError> {
    top(sheet, book, plan)?;
    as_of_of_headcounts(sheet, book)?;
    let hint = book.request.say(
        "Eén regel per uitzending. Neem de regels van vorige maand over (Plakken speciaal, Waarden). Wie vertrok, blijft nog een maand staan, met de werkelijke einddatum.",
        "One line for each tour. Take over last month's lines (Paste special, Values). Whoever left stays for one more month, with the actual end.",
    );
    sheet.write_string_with_format(HINT, 0, hint, &look::hint())?;
    for (col, column) in (0_u16..).zip(&plan.columns) {
        blanks(sheet, (plan.first(), plan.last), col, &format_of(column))?;
    }
    (plan.first()..=plan.last).try_for_each(|row| sheet.set_row_height(row, 17).map(|_| ()))?;
    summary(sheet, book, plan)?;
    hold_cells(sheet, book, plan)?;
    colour(sheet, book, plan)?;
    sheet.set_tab_color(look::INPUT);
    sheet.set_selection(plan.first(), 0, plan.first(), 0)?;
    Ok(())
}

/// Whether a column holds days.
fn is_day(field: &str) -> bool {
    ["start", "planned_end", "extension_until", "actual_end", "status_since", "date"].contains(&field)
}

/// What the cells of a column look like. A key is text, so that no program takes its zeros off.
pub(super) fn format_of(column: &Column) -> Format {
    match column.field {
        field if is_day(field) => look::input().set_num_format(look::DAY).set_align(FormatAlign::Center),
        "person_key" => look::input().set_num_format("@").set_indent(1),
        _ => look::input().set_indent(1),
    }
}

/// How many lines are filled in, and how many of them lack something.
fn summary(sheet: &mut Worksheet, book: &Book<'_>, plan: &Plan) -> Result<(), XlsxError> {
    let (Some(mission), Some(key)) = (plan.area("mission"), plan.area("person_key").or(plan.area("mission"))) else { return Ok(()) };
    let say = |nl, en| book.request.say(nl, en);
    let used = format!("((({key}<>\"\")+({mission}<>\"\"))>0)");
    let lacking: Vec<String> = NEEDED.iter().filter_map(|field| plan.area(field)).map(|area| format!("({area}=\"\")")).collect();
    let lines = format!("SUMPRODUCT({used}*1)");
    let incomplete = format!("SUMPRODUCT({used}*(({})>0))", lacking.join("+"));
    let formula = format!(
        "={lines}&{}&IF({incomplete}>0,{}&{incomplete},\"\")",
        quoted(say(" regels ingevuld", " lines filled in")),
        quoted(say("; niet volledig: ", "; not complete: "))
    );
    let now = say("0 regels ingevuld", "0 lines filled in");
    sheet.write_formula_with_format(HINT + 1, 0, Formula::new(formula).set_result(now), &look::hint().set_bold())?;
    Ok(())
}

/// A day about so many years from the as-of date, within the years that spreadsheets know.
fn years_away(book: &Book<'_>, years: i32) -> String {
    let as_of = book.request.as_of();
    let year = as_of.year().saturating_add(years).clamp(1900, 9999);
    format!("={}", date(as_of.with_day(1).and_then(|first| first.with_year(year)).unwrap_or(as_of)))
}

fn hold_cells(sheet: &mut Worksheet, book: &Book<'_>, plan: &Plan) -> Result<(), XlsxError> {
    let say = |nl, en| book.request.say(nl, en);
    let rows = (plan.first(), plan.last);
    let own = |field: &str| plan.cell(field, plan.first()).map(|cell| format!("={cell}"));
    let (past, future) = (years_away(book, -YEARS), years_away(book, YEARS));
    let start = own("start").unwrap_or_else(|| past.clone());
    let planned = own("planned_end").unwrap_or_else(|| start.clone());
    let today = format!("={AS_OF_CELL}");
    let whole_day = say("Schrijf de datum als dd-mm-jjjj.", "Write the date as dd-mm-yyyy.");
    let days: [(&str, String, String, &str, &str); 5] = [
        (
            "start",
            past,
            future.clone(),
            say("De eerste dag op uitzending.", "The first day on the posting."),
            say(
                "Dit is geen aannemelijke datum. Schrijf de datum als dd-mm-jjjj.",
                "This is no plausible date. Write the date as dd-mm-yyyy.",
            ),
        ),
        (
            "planned_end",
            start.clone(),
            future.clone(),
            say("De laatste dag zoals gepland; die dag telt mee.", "The last day as planned, that day included."),
            say(
                "De geplande einddatum ligt niet voor de begindatum. Vul eerst de begindatum in.",
                "The planned end cannot lie before the start. Fill in the start first.",
            ),
        ),
        (
            "extension_until",
            planned,
            future,
            say("Alleen bij verlenging: de nieuwe laatste dag.", "Only if the tour was extended: the new last day."),
            say(
                "Een verlenging eindigt na de geplande einddatum. Schrijf de datum als dd-mm-jjjj.",
                "An extension ends after the planned end. Write the date as dd-mm-yyyy.",
            ),
        ),
        (
            "actual_end",
            start.clone(),
            today.clone(),
            say(
                "Alleen bij vertrek: de laatste dag op uitzending. Laat leeg zolang de uitzending duurt.",
                "Only on departure: the last day on the posting. Leave blank while it lasts.",
            ),
            say(
                "Een werkelijke einddatum ligt tussen de begindatum en de peildatum. Een later vertrek meldt u in de maand zelf.",
                "An actual end lies between the start and the as-of date. Report a later departure in its own month.",
            ),
        ),
        (
            "status_since",
            start,
            today,
            say(
                "Alleen als iemand niet in het missiegebied is: sinds wanneer.",
                "Only if somebody is not in the mission area: since when.",
            ),
            say("Deze datum ligt tussen de begindatum en de peildatum.", "This date lies between the start and the as-of date."),
        ),
    ];
    for (field, first, last, hint, refusal) in days {
        let (Some(col), Some(title)) = (plan.col(field), plan.header_of(field)) else { continue };
        let hint = format!("{hint} {whole_day}");
        hold(sheet, rows, col, &Takes::Day(first, last), &Said { title, hint: &hint, refusal })?;
    }
    let hints = [
        ("mission", say("Kies de missie uit de lijst.", "Choose the mission from the list.")),
        ("rank", say("Kies de politierang uit de lijst.", "Choose the police rank from the list.")),
        ("sex", say("Kies uit de lijst.", "Choose from the list.")),
        (
            "unit",
            say(
                "De eenheid bij het begin van de uitzending. Kies uit de lijst.",
                "The home unit at the beginning of the tour. Choose from the list.",
            ),
        ),
        (
            "status",
            say(
                "Waar iemand op de peildatum is. Verlof is geen 'tijdelijk in NL'. Bij ziekte: 'overig afwezig'.",
                "Where somebody is on the as-of date. Leave is not 'temporarily in NL'. In case of illness: 'other absence'.",
            ),
        ),
    ];
    choices(sheet, book, ("roster", plan), &hints)?;
    key(sheet, book, plan)
}

/// Drop-downs.
pub(super) fn choices(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    (table, plan): (&str, &Plan),
    hints: &[(&str, &str)],
) -> Result<(), XlsxError> {
    let refusal = book.request.say(
        "Kies een waarde uit de lijst (pijltje naast de cel). Ontbreekt er een, vraag dan om een nieuw sjabloon.",
        "Choose a value from the list (arrow beside the cell). If one is missing, ask for a new template.",
    );
    for (field, hint) in hints {
        let (Some(col), Some(title), Some(area)) = (plan.col(field), plan.header_of(field), book.lists.area(&format!("{table}.{field}")))
        else {
            continue;
        };
        hold(sheet, (plan.first(), plan.last), col, &Takes::OneOf(format!("={area}")), &Said { title, hint, refusal })?;
    }
    Ok(())
}

/// A key: no spaces, as names have them, no address, no number as long as one of a citizen.
pub(super) fn key(sheet: &mut Worksheet, book: &Book<'_>, plan: &Plan) -> Result<(), XlsxError> {
    let (Some(col), Some(title), Some(cell)) =
        (plan.col("person_key"), plan.header_of("person_key"), plan.cell("person_key", plan.first()))
    else {
        return Ok(());
    };
    let rule = format!(
        "=AND(ISERROR(FIND(\" \",{cell})),ISERROR(FIND(\"@\",{cell})),LEN({cell})<=24,NOT(AND(ISNUMBER(VALUE({cell})),LEN({cell})>=8)))"
    );
    let hint = book.request.say(
        "De code die u voor deze persoon heeft afgesproken, elke maand dezelfde. Geen naam, geen personeelsnummer, geen BSN.",
        "The code that was agreed on for this person, the same every month. No name, no personnel number, no citizen service number.",
    );
    let refusal = book.request.say(
        "Gebruik de afgesproken code: zonder spaties, en geen naam, personeelsnummer of BSN.",
        "Use the code that was agreed on: without spaces, and no name, personnel number or citizen service number.",
    );
    hold(sheet, (plan.first(), plan.last), col, &Takes::Whatever(rule), &Said { title, hint, refusal })
}

/// Colours what a line lacks and what cannot be.
fn colour(sheet: &mut Worksheet, book: &Book<'_>, plan: &Plan) -> Result<(), XlsxError> {
    let (row, last) = (plan.first(), plan.last);
    let own = |field: &str| plan.cell(field, row);
    let mut paint = |field: &str, rule: String, format: Format| -> Result<(), XlsxError> {
        let Some(col) = plan.col(field) else { return Ok(()) };
        let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(format);
        sheet.add_conditional_format(row, col, last, col, &rule).map(|_| ())
    };
    if let (Some(start), Some(planned)) = (own("start"), own("planned_end")) {
        paint("planned_end", format!("=AND(COUNT({start},{planned})=2,{planned}<{start})"), look::wrong())?;
    }
    if let (Some(start), Some(end)) = (own("start"), own("actual_end")) {
        paint("actual_end", format!("=AND(COUNT({end})=1,OR({end}<{start},{end}>{AS_OF_CELL}))"), look::wrong())?;
    }
    if let (Some(key), Some(end), Some(keys), Some(ends)) =
        (own("person_key"), own("actual_end"), plan.area("person_key"), plan.area("actual_end"))
    {
        let twice = format!("=AND({key}<>\"\",{end}=\"\",SUMPRODUCT(({keys}={key})*({ends}=\"\"))>1)");
        paint("person_key", twice, look::wrong())?;
    }
    if let (Some(planned), Some(end)) = (own("planned_end"), own("actual_end")) {
        let until = own("extension_until").map_or_else(|| planned.clone(), |extended| format!("{planned},{extended}"));
        paint("actual_end", format!("=AND(COUNT({planned})=1,MAX({until})<{AS_OF_CELL},{end}=\"\")"), look::doubtful())?;
    }
    let ended = plan.columns.iter().find(|column| column.field == "status").and_then(|column| column.codes);
    let ended = ended.and_then(|list| label(book.request.schema, list, "ended", book.request.lang));
    if let (Some(status), Some(end), Some(ended)) = (own("status"), own("actual_end"), ended) {
        paint("actual_end", format!("=AND({status}={},{end}=\"\")", quoted(ended)), look::doubtful())?;
    }
    let (Some(from), Some(to)) =
        (plan.columns.first().and_then(|first| own(first.field)), plan.columns.last().and_then(|last| own(last.field)))
    else {
        return Ok(());
    };
    for field in NEEDED {
        let Some(cell) = own(field) else { continue };
        paint(field, format!("=AND({cell}=\"\",COUNTA({from}:{to})>0)"), look::doubtful())?;
    }
    Ok(())
}
