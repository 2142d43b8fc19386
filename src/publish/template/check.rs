//! What the workbook itself says of a line of headcounts: the same sums that muster makes, in words, while it is filled in.

use chrono::NaiveDate;

use super::common::{AS_OF_CELL, Book, date};
use super::lists::{NOT_ON_POSTING, label};
use super::plan::Plan;
use super::words::quoted;

/// What may be wrong with a line.
pub(super) struct Problem {
    /// When it is.
    when: String,
    /// How the message begins; no two begin alike.
    pub(super) begins: String,
    /// The rest of the message, as a formula; empty if there is none.
    rest: String,
    /// The fields whose cells it is about.
    pub(super) cells: &'static [&'static str],
}

/// What is said of a line with which nothing is wrong.
pub(super) fn fine(book: &Book<'_>) -> &'static str {
    book.request.say("Klopt", "Adds up")
}

/// What is said of a line of which some cell is still blank.
pub(super) fn open(book: &Book<'_>) -> &'static str {
    book.request.say("Nog leeg", "Still blank")
}

/// Fields that are expected of each line, after the headcount itself.
const EXPECTED: [&str; 4] = ["arrivals", "departures", "temp_home", "female"];
/// Fields that hold what is typed.
const TYPED: [&str; 7] = ["arrivals", "departures", "stated", "temp_home", "other_absent", "female", "vacancies"];

/// What may be wrong with the line in a row, most telling first.
pub(super) fn problems(book: &Book<'_>, row: u32, since: NaiveDate) -> Vec<Problem> {
    let own = |field: &str| book.headcount.cell(field, row);
    let say = |nl, en| book.request.say(nl, en);
    let Some(stated) = own("stated") else { return Vec::new() };
    let mut found = Vec::new();
    let typed: Vec<String> = TYPED.iter().filter_map(|field| own(field)).collect();
    let typed = typed.join(",");
    found.push(Problem {
        when: format!("COUNTA({typed})>COUNT({typed})"),
        begins: say("Alleen hele getallen", "Whole numbers only").to_owned(),
        rest: quoted(say("; tekst hoort bij Opmerkingen", "; text belongs under Remarks")),
        cells: &TYPED,
    });
    if let (Some(opening), Some(arrivals), Some(departures)) = (own("opening"), own("arrivals"), own("departures")) {
        found.push(Problem {
            when: format!("AND(COUNT({opening},{arrivals},{departures},{stated})=4,{opening}+{arrivals}-{departures}<>{stated})"),
            begins: say("Vorige maand + in − uit", "Last month + in − out").to_owned(),
            rest: format!(
                "{}&({opening}+{arrivals}-{departures})&{}&{stated}",
                quoted(say(" is ", " is ")),
                quoted(say(", de bezetting is ", ", the headcount is "))
            ),
            cells: &["opening", "arrivals", "departures", "stated"],
        });
    }
    let parts: Vec<String> = ["temp_home", "other_absent"].iter().filter_map(|field| own(field)).map(|cell| format!("N({cell})")).collect();
    if !parts.is_empty() {
        found.push(Problem {
            when: format!("AND(COUNT({stated})=1,{}>{stated})", parts.join("+")),
            begins: say("Meer tijdelijk in NL en afwezig", "More temporarily in NL and absent").to_owned(),
            rest: quoted(say(" dan bezetting", " than headcount")),
            cells: &["stated", "temp_home", "other_absent"],
        });
    }
    if let Some(female) = own("female") {
        found.push(Problem {
            when: format!("AND(COUNT({stated},{female})=2,{female}>{stated})"),
            begins: say("Meer vrouwen", "More women").to_owned(),
            rest: quoted(say(" dan bezetting", " than headcount")),
            cells: &["stated", "female"],
        });
    }
    if let Some(roster) = &book.roster {
        found.extend(against_roster(book, roster, row, since));
    }
    found
}

/// A field that a roster is counted for.
struct Counted {
    field: &'static str,
    begins: &'static str,
    factors: Option<Vec<String>>,
    cells: &'static [&'static str],
}

fn against_roster(book: &Book<'_>, roster: &Plan, row: u32, since: NaiveDate) -> Vec<Problem> {
    let say = |nl, en| book.request.say(nl, en);
    let (Some(mission), Some(own), Some(start)) =
        (roster.area_elsewhere("mission"), book.headcount.cell("mission", row), roster.area_elsewhere("start"))
    else {
        return Vec::new();
    };
    let end = roster.area_elsewhere("actual_end");
    let coded = |field: &str, code: &str, sign: &str| {
        let list = roster.columns.iter().find(|column| column.field == field)?.codes?;
        let text = label(book.request.schema, list, code, book.request.lang)?;
        Some(format!("({}{sign}{})", roster.area_elsewhere(field)?, quoted(text)))
    };
    let here = [format!("({mission}={own})"), format!("ISNUMBER({start})")];
    let left = |codes: &[&str]| codes.iter().filter_map(|code| coded("status", code, "<>")).collect::<Vec<_>>();
    let until = |day: &str| end.as_ref().map(|end| format!("((({end}=\"\")+({end}>={day}))>0)"));
    let on_posting: Vec<String> =
        here.iter().cloned().chain([format!("({start}<={AS_OF_CELL})")]).chain(until(AS_OF_CELL)).chain(left(&NOT_ON_POSTING)).collect();
    let with = |more: Option<String>| more.map(|more| on_posting.iter().cloned().chain([more]).collect::<Vec<_>>());
    let since = date(since);
    let begun =
        here.iter().cloned().chain([format!("({start}>{since})"), format!("({start}<={AS_OF_CELL})")]).chain(left(&NOT_ON_POSTING[..1]));
    let ended = end.as_ref().map(|end| {
        let within = [format!("ISNUMBER({end})"), format!("({end}>={since})"), format!("({end}<{AS_OF_CELL})")];
        here.iter().cloned().chain(within).chain(left(&NOT_ON_POSTING[..1])).collect::<Vec<_>>()
    });
    let counted = [
        Counted {
            field: "stated",
            begins: say("Rooster en bezetting verschillen", "Roster and headcount differ"),
            factors: Some(on_posting.clone()),
            cells: &["stated"],
        },
        Counted {
            field: "temp_home",
            begins: say("Tijdelijk in NL: anders op het rooster", "Temporarily in NL: not as on the roster"),
            factors: with(coded("status", "temp_home", "=")),
            cells: &["temp_home"],
        },
        Counted {
            field: "female",
            begins: say("Vrouwen: anders op het rooster", "Women: not as on the roster"),
            factors: with(coded("sex", "f", "=")),
            cells: &["female"],
        },
        Counted {
            field: "arrivals",
            begins: say("Instroom: anders op het rooster", "Arrivals: not as on the roster"),
            factors: Some(begun.collect()),
            cells: &["arrivals"],
        },
        Counted {
            field: "departures",
            begins: say("Uitstroom: anders op het rooster", "Departures: not as on the roster"),
            factors: ended,
            cells: &["departures"],
        },
    ];
    let problem = |counted: Counted| {
        let (cell, factors) = (book.headcount.cell(counted.field, row)?, counted.factors?);
        let number = format!("SUMPRODUCT({})", factors.join("*"));
        Some(Problem {
            // A roster that nobody fills in says nothing.
            when: format!("AND(COUNTA({mission})>0,COUNT({cell})=1,{number}<>{cell})"),
            begins: counted.begins.to_owned(),
            rest: format!("{}&{number}&{}&{cell}", quoted(say(": rooster ", ": roster ")), quoted(say(", hier ", ", here "))),
            cells: counted.cells,
        })
    };
    counted.into_iter().filter_map(problem).collect()
}

/// The formula that says in words how a line stands.
pub(super) fn of_line(book: &Book<'_>, row: u32, since: NaiveDate) -> Option<String> {
    let own = |field: &str| book.headcount.cell(field, row);
    let stated = own("stated")?;
    let mut formula = quoted(fine(book));
    let missing: Vec<(String, &str)> = EXPECTED.iter().filter_map(|field| Some((own(field)?, book.headcount.header_of(field)?))).collect();
    if !missing.is_empty() {
        let cells: Vec<&str> = missing.iter().map(|(cell, _)| cell.as_str()).collect();
        let named: Vec<String> =
            missing.iter().map(|(cell, header)| format!("IF({cell}=\"\",{},\"\")", quoted(&format!(", {}", lowered(header))))).collect();
        formula = format!(
            "IF(COUNT({})<{},{}&MID({},2,200),{formula})",
            cells.join(","),
            cells.len(),
            quoted(&format!("{}:", open(book))),
            named.join("&")
        );
    }
    let blank = format!("{}: {}", open(book), lowered(book.headcount.header_of("stated").unwrap_or_default()));
    formula = format!("IF({stated}=\"\",{},{formula})", quoted(&blank));
    let typed: Vec<String> = TYPED.iter().filter_map(|field| own(field)).collect();
    formula = format!("IF(COUNT({})=0,{},{formula})", typed.join(","), quoted(nothing_yet(book)));
    for problem in problems(book, row, since).iter().rev() {
        let said = if problem.rest.is_empty() { quoted(&problem.begins) } else { format!("{}&{}", quoted(&problem.begins), problem.rest) };
        formula = format!("IF({},{said},{formula})", problem.when);
    }
    Some(format!("={formula}"))
}

/// What the formula of a line comes to while nothing is filled in.
pub(super) fn nothing_yet(book: &Book<'_>) -> &'static str {
    book.request.say("Nog in te vullen", "To be filled in")
}

/// A header within a sentence: `Tijdelijk in NL` becomes `tijdelijk in NL`.
fn lowered(header: &str) -> String {
    let mut letters = header.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The formula that says how the sheet as a whole stands.
pub(super) fn of_sheet(book: &Book<'_>) -> Option<(String, String)> {
    let (stated, own) = (book.headcount.area("stated")?, book.headcount.area("own_check")?);
    let say = |nl, en| book.request.say(nl, en);
    let none = say("Vul eerst de gele cellen in", "First fill in the yellow cells");
    let formula = format!(
        "=IF(COUNT({stated})=0,{},IF(COUNTIF({own},{})=ROWS({own}),{},{}))",
        quoted(none),
        quoted(fine(book)),
        quoted(say("Alles telt op", "Everything adds up")),
        quoted(say("Bekijk de regels die niet groen zijn", "Look at the lines that are not green"))
    );
    Some((formula, none.to_owned()))
}
