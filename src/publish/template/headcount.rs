//! The sheet of headcounts: one line for each mission.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{ConditionalFormatFormula, Format, FormatAlign, Formula, Worksheet, XlsxError};

use super::Line;
use super::check;
use super::common::{AS_OF, Book, HINT, date, eve, serial, top};
use super::look;
use super::plan::Wanted;
use super::validation::{Said, Takes, hold};
use super::words::{day, quoted};
use crate::domain::Lang;

/// Its columns, in the order in which one thinks: what was, what came and went, what is.
pub(super) const COLUMNS: [Wanted; 12] = [
    Wanted { field: "mission", width: 25.0, header: None },
    Wanted { field: "opening", width: 13.0, header: Some(["Bezetting vorige maand", "Headcount previous month"]) },
    Wanted { field: "arrivals", width: 10.5, header: None },
    Wanted { field: "departures", width: 11.5, header: None },
    Wanted { field: "stated", width: 11.5, header: None },
    Wanted { field: "temp_home", width: 13.5, header: None },
    Wanted { field: "other_absent", width: 11.0, header: None },
    Wanted { field: "in_area", width: 13.0, header: None },
    Wanted { field: "female", width: 10.5, header: None },
    Wanted { field: "vacancies", width: 11.5, header: None },
    Wanted { field: "own_check", width: 40.0, header: None },
    Wanted { field: "remarks", width: 28.0, header: None },
];

/// The counts that are added up below the lines, beside those of last month.
const TOTALS: [&str; 8] = ["arrivals", "departures", "stated", "temp_home", "other_absent", "in_area", "female", "vacancies"];

/// Writes the sheet.
pub(super) fn add(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
    let request = book.request;
    top(sheet, book, &book.headcount)?;
    let as_of = look::input().set_num_format(look::DAY).set_indent(1);
    sheet.write_number_with_format(AS_OF.0, AS_OF.1, serial(request.as_of()), &as_of)?;
    let hint = request.say(
        "Vul de gele cellen in. Niet bekend: laat leeg. Niemand: vul 0 in. De kolom Controle zegt of het klopt.",
        "Fill in the yellow cells. Not known: leave blank. Nobody: fill in 0. The column Check says whether it adds up.",
    );
    sheet.write_string_with_format(HINT, 0, hint, &look::hint())?;
    for (row, line) in (book.headcount.first()..).zip(request.lines) {
        write_line(sheet, book, row, line)?;
        sheet.set_row_height(row, 30)?;
    }
    write_total(sheet, book)?;
    hold_cells(sheet, book)?;
    colour(sheet, book)?;
    sheet.set_tab_color(look::INPUT);
    let first = book.headcount.col("arrivals").or(book.headcount.col("stated")).unwrap_or_default();
    sheet.set_selection(book.headcount.first(), first, book.headcount.first(), first)?;
    Ok(())
}

fn centred(format: Format) -> Format {
    format.set_align(FormatAlign::Center).set_num_format("0")
}

fn write_line(sheet: &mut Worksheet, book: &Book<'_>, row: u32, line: &Line) -> Result<(), XlsxError> {
    for (col, column) in (0_u16..).zip(&book.headcount.columns) {
        match (column.field, line.opening) {
            ("mission", _) => {
                let name = book.request.schema.registry.missions.get(line.mission).map_or("", |mission| mission.name.as_str());
                sheet.write_string_with_format(row, col, name, &look::fixed().set_bold().set_indent(1))?;
            }
            ("opening", Some(opening)) => {
                #[expect(clippy::cast_precision_loss, reason = "a number of persons")]
                sheet.write_number_with_format(row, col, opening as f64, &centred(look::fixed()))?;
            }
            ("in_area", _) => computed(sheet, (row, col), in_area(book, row), &centred(look::fixed()))?,
            ("own_check", _) => {
                let formula = check::of_line(book, row, line.since).map(|formula| (formula, check::nothing_yet(book).to_owned()));
                computed(sheet, (row, col), formula, &look::fixed().set_text_wrap().set_indent(1))?;
            }
            ("remarks", _) => {
                sheet.write_blank(row, col, &look::input().set_text_wrap().set_indent(1))?;
            }
            // Where nobody knows what was last month the sender may.
            _ => {
                sheet.write_blank(row, col, &centred(look::input()))?;
            }
        }
    }
    Ok(())
}

/// Writes a formula with what it comes to now: readers take the stored result.
fn computed(sheet: &mut Worksheet, (row, col): (u32, u16), formula: Option<(String, String)>, format: &Format) -> Result<(), XlsxError> {
    match formula {
        Some((formula, now)) => sheet.write_formula_with_format(row, col, Formula::new(formula).set_result(now), format)?,
        None => sheet.write_blank(row, col, format)?,
    };
    Ok(())
}

/// Who is in the area: all but those home or otherwise absent. Where it is not known who is home it is not known either, and
/// where more are away than there are it cannot be said.
fn in_area(book: &Book<'_>, row: u32) -> Option<(String, String)> {
    let own = |field: &str| book.headcount.cell(field, row);
    let (stated, home) = (own("stated")?, own("temp_home")?);
    let absent = own("other_absent").map(|cell| format!("-N({cell})")).unwrap_or_default();
    let (unknown, area) = (unknown(book), format!("{stated}-{home}{absent}"));
    let sign = quoted(unknown);
    let formula = format!("=IF(COUNT({stated},{home})<2,{sign},IF({area}<0,{sign},{area}))");
    Some((formula, unknown.to_owned()))
}

/// A sign that the table takes for "not reported". An empty text would do as well, but not every program keeps it as a result.
fn unknown<'b>(book: &Book<'b>) -> &'b str {
    let schema = book.request.schema;
    let known = schema.table("headcount").and_then(|at| schema.tables.get(at)).map_or(&[][..], |table| &table.missing_values);
    ["–", "-", "?"].into_iter().find(|sign| known.iter().any(|own| own == sign)).unwrap_or_default()
}

fn write_total(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
    let plan = &book.headcount;
    let row = plan.last + 1;
    let before: i64 = book.request.lines.iter().filter_map(|line| line.opening).fold(0, i64::saturating_add);
    for (col, column) in (0_u16..).zip(&plan.columns) {
        let letter = column_number_to_name(col);
        let sum = || format!("=SUM({letter}{}:{letter}{})", plan.first() + 1, plan.last + 1);
        match column.field {
            "mission" => {
                sheet.write_string_with_format(row, col, book.request.say("Totaal", "Total"), &look::total().set_indent(1))?;
            }
            "opening" => computed(sheet, (row, col), Some((sum(), before.to_string())), &centred(look::total()))?,
            "own_check" => computed(sheet, (row, col), check::of_sheet(book), &look::total().set_text_wrap().set_indent(1))?,
            field if TOTALS.contains(&field) => computed(sheet, (row, col), Some((sum(), "0".to_owned())), &centred(look::total()))?,
            _ => {
                sheet.write_blank(row, col, &look::total())?;
            }
        }
    }
    sheet.set_row_height(row, 22)?;
    Ok(())
}

/// What may be typed into the cells.
fn hold_cells(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
    let (plan, request) = (&book.headcount, book.request);
    let (lang, as_of, since) = (request.lang, request.as_of(), request.since());
    let say = |nl, en| request.say(nl, en);
    let own = |field: &str| plan.cell(field, plan.first());
    let rows = (plan.first(), plan.last);
    let whole =
        say("Vul een heel getal van 0 of meer in, of laat de cel leeg.", "Fill in a whole number of 0 or more, or leave the cell blank.");
    let within = say(
        "Dit kan niet meer zijn dan de bezetting. Vul eerst de bezetting in, en hier een heel getal van 0 of meer.",
        "This cannot be more than the headcount. Fill in the headcount first, and here a whole number of 0 or more.",
    );
    let arrivals = match request.lang {
        Lang::Nl => format!("Wie voor het eerst op uitzending was na {} en uiterlijk op {}.", day(since, lang), day(as_of, lang)),
        Lang::En => format!("Whose first day on posting was after {} and no later than {}.", day(since, lang), day(as_of, lang)),
    };
    let departures = match request.lang {
        Lang::Nl => format!(
            "Wie de laatste dag op uitzending had van {} tot en met {}. Is {} de laatste dag, dan telt die persoon nu nog mee en vertrekt in de volgende opgave.",
            day(since, lang),
            day(eve(as_of), lang),
            day(as_of, lang)
        ),
        Lang::En => format!(
            "Whose last day on posting was from {} up to and including {}. If {} is the last day, the person still counts now and departs in the next return.",
            day(since, lang),
            day(eve(as_of), lang),
            day(as_of, lang)
        ),
    };
    let stated = own("stated");
    let hints: [(&str, &str, Option<String>, &str); 8] = [
        ("opening", say("Bij ons niet bekend. Vul in als u het weet.", "Not known to us. Fill it in if you know it."), None, whole),
        ("arrivals", &arrivals, None, whole),
        ("departures", &departures, None, whole),
        (
            "stated",
            say(
                "Iedereen die op de peildatum op uitzending is, waar hij of zij die dag ook is: ook wie tijdelijk in Nederland of met verlof is. 0 = niemand, leeg = niet bekend.",
                "Everybody on a posting on the as-of date, wherever they are that day: also those temporarily in the Netherlands or on leave. 0 = nobody, blank = not known.",
            ),
            None,
            whole,
        ),
        (
            "temp_home",
            say(
                "Van de bezetting: wie om veiligheid of organisatie naar Nederland is gestuurd of op advies thuis is. Gewoon verlof telt hier niet mee.",
                "Of the headcount: those ordered or advised home for security or organisation. Ordinary leave does not count here.",
            ),
            stated.clone(),
            within,
        ),
        (
            "other_absent",
            say(
                "Van de bezetting: verlof, cursus of anders afwezig. Wie op dienstreis is, telt als in missiegebied. Mag leeg blijven.",
                "Of the headcount: leave, a course or otherwise absent. Duty travel counts as in the mission area. May be left blank.",
            ),
            stated.clone(),
            within,
        ),
        ("female", say("Van de bezetting: het aantal vrouwen.", "Of the headcount: the number of women."), stated, within),
        (
            "vacancies",
            say(
                "Functies voor Nederland waarop nu niemand zit. Mag leeg blijven.",
                "Posts for the Netherlands that nobody is on now. May be left blank.",
            ),
            None,
            whole,
        ),
    ];
    for (field, hint, most, refusal) in hints {
        let (Some(col), Some(title)) = (plan.col(field), plan.header_of(field)) else { continue };
        hold(sheet, rows, col, &Takes::Count(most.map(|cell| format!("={cell}"))), &Said { title, hint, refusal })?;
    }
    if let (Some(col), Some(title)) = (plan.col("remarks"), plan.header_of("remarks")) {
        let hint = say(
            "Alleen wat nodig is om het cijfer te begrijpen. Geen namen en niets over iemands gezondheid.",
            "Only what is needed to understand the figure. No names, and nothing about anybody's health.",
        );
        hold(sheet, rows, col, &Takes::Anything, &Said { title, hint, refusal: "" })?;
    }
    let hint = say(
        "Laat deze datum staan. Alleen als uw cijfers van een andere dag zijn, vult u die dag in.",
        "Leave this date as it is. Only if your figures are of another day, fill in that day.",
    );
    let refusal = say("Vul een dag van deze maand in.", "Fill in a day of this month.");
    let days = Takes::Day(format!("={}", date(request.period.first_day())), format!("={}", date(as_of)));
    hold(sheet, (AS_OF.0, AS_OF.0), AS_OF.1, &days, &Said { title: book.as_of_label(), hint, refusal })
}

/// Colours what the check speaks of: green, orange where something is still blank, red where something is wrong.
fn colour(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
    let plan = &book.headcount;
    let (first, last) = (plan.first(), plan.last);
    let (Some(own), Some(col)) = (plan.cell("own_check", first), plan.col("own_check")) else { return Ok(()) };
    let begins = |text: &str| format!("=LEFT({own},{})={}", text.encode_utf16().count(), quoted(text));
    let mut paint = |rows: (u32, u32), col: u16, rule: &str, format: Format| {
        let rule = ConditionalFormatFormula::new().set_rule(rule).set_format(format);
        sheet.add_conditional_format(rows.0, col, rows.1, col, &rule).map(|_| ())
    };
    let since = book.request.since();
    let problems = check::problems(book, first, since);
    paint((first, last), col, &begins(check::fine(book)), look::right())?;
    paint((first, last), col, &begins(check::open(book)), look::doubtful())?;
    for problem in &problems {
        let rule = begins(&problem.begins);
        paint((first, last), col, &rule, look::wrong())?;
        for cell in problem.cells.iter().filter_map(|field| plan.col(field)) {
            paint((first, last), cell, &rule, look::wrong())?;
        }
    }
    for field in TOTALS {
        let (Some(area), Some(col)) = (plan.area(field), plan.col(field)) else { continue };
        paint((last + 1, last + 1), col, &format!("=COUNT({area})=0"), look::unseen())?;
    }
    if let Some(area) = plan.area("own_check") {
        let all = format!("=COUNTIF({area},{})=ROWS({area})", quoted(check::fine(book)));
        paint((last + 1, last + 1), col, &all, look::right())?;
    }
    Ok(())
}
