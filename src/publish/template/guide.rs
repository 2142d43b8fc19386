//! The sheet that says what to do, in plain words.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::common::{Book, eve, page, protect};
use super::look;
use super::words::{day, file_name, month};
use crate::domain::Lang;

/// The columns of the terms and of what is said of them, from zero.
const TERM: u16 = 0;
const TEXT: u16 = 1;

/// Letters that surely fit on a line of the texts, and the height of a line.
const LETTERS: usize = 116;
const LINE: u32 = 14;

/// The height of a row with a text. Not every program works it out by itself.
fn height(text: &str) -> u32 {
    let lines = text.chars().count().div_ceil(LETTERS).max(1);
    u32::try_from(lines).unwrap_or(1).saturating_mul(LINE) + 4
}

/// A part of the page.
enum Part {
    /// A heading.
    Heading(&'static str),
    /// A term, with what is said of it.
    Term(String, String),
    /// A colour, with what it means.
    Colour(Format, &'static str, &'static str),
}

/// Writes the sheet.
pub(super) fn add(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
    let request = book.request;
    let lang = request.lang;
    sheet.set_name(&book.guide)?;
    sheet.set_column_width(TERM, 22)?.set_column_width(TEXT, 84)?;
    let title =
        format!("{} {}", request.say("Maandopgave politiemissies", "Monthly return of police missions"), month(request.period, lang));
    sheet.write_string_with_format(0, TERM, title, &look::title())?;
    sheet.set_row_height(0, 24)?;
    sheet.write_string_with_format(1, TERM, &request.coordinator.name, &look::hint().set_font_size(11))?;
    let mut row = 3;
    for part in parts(book) {
        match part {
            Part::Heading(text) => {
                row += 1;
                sheet.write_string_with_format(row, TERM, text, &look::heading())?;
                sheet.set_row_height(row, 18)?;
                sheet.write_blank(row, TEXT, &look::heading())?;
            }
            Part::Term(term, text) => {
                sheet.write_string_with_format(row, TERM, term, &look::term())?;
                sheet.set_row_height(row, height(&text))?;
                sheet.write_string_with_format(row, TEXT, text, &look::prose())?;
            }
            Part::Colour(format, sample, text) => {
                sheet.write_string_with_format(row, TERM, sample, &look::sample(&format).set_locked())?;
                sheet.write_string_with_format(row, TEXT, text, &look::prose())?;
            }
        }
        row += 1;
    }
    page(sheet, book, None)?;
    sheet.set_portrait();
    protect(sheet);
    sheet.set_active(true);
    Ok(())
}

fn parts(book: &Book<'_>) -> Vec<Part> {
    let mut parts = steps(book);
    parts.extend(meanings(book));
    parts.extend(rules(book));
    parts
}

/// What to do, in order.
fn steps(book: &Book<'_>) -> Vec<Part> {
    let request = book.request;
    let (lang, as_of) = (request.lang, day(request.as_of(), request.lang));
    let name = file_name(request.coordinator, request.period);
    let corrected = name.replace(".xlsx", "-v2.xlsx");
    let headcount = &book.headcount.sheet;
    let mut parts = vec![Part::Heading(request.say("In het kort", "In short"))];
    let mut number = 0;
    let mut step = |nl: String, en: String| {
        number += 1;
        parts.push(Part::Term(format!("{} {number}", request.say("Stap", "Step")), if lang == Lang::Nl { nl } else { en }));
    };
    step(
        format!("Vul op het blad {headcount} de gele cellen in: één regel per missie, zoals het was op {as_of}."),
        format!("Fill in the yellow cells on the sheet {headcount}: one line for each mission, as it was on {as_of}."),
    );
    if let Some(roster) = book.roster.as_ref().map(|plan| &plan.sheet) {
        step(
            format!(
                "Zet op het blad {roster} één regel per uitzending. Kopieer uw regels van vorige maand, plak ze met Plakken speciaal, Waarden, \
                 en werk ze bij. Wie is vertrokken, krijgt een werkelijke einddatum en blijft nog een maand staan."
            ),
            format!(
                "Put one line for each tour on the sheet {roster}. Copy your lines of last month, paste them with Paste special, Values, and \
                 bring them up to date. Whoever left gets an actual end and stays on it for one more month."
            ),
        );
    }
    if let Some(movements) = book.movements.as_ref().map(|plan| &plan.sheet) {
        step(
            format!(
                "Het blad {movements} mag leeg blijven. Gebruik het voor een overplaatsing, een evacuatie of de reden van een vertrek."
            ),
            format!("The sheet {movements} may be left blank. Use it for a transfer, an evacuation or the reason of a departure."),
        );
    }
    step(
        format!("Kijk op het blad {headcount} of elke regel groen is. Zo niet, dan staat erbij wat er niet klopt."),
        format!("See on the sheet {headcount} whether every line is green. If one is not, it says what does not add up."),
    );
    let due = request.coordinator.due(request.period).map(|due| day(due, lang));
    let (by_nl, by_en) = due.map_or_else(Default::default, |due| (format!(" uiterlijk {due}"), format!(" by {due} at the latest")));
    step(
        format!("Bewaar het bestand als {name} en stuur het{by_nl} op naar het adres dat met u is afgesproken."),
        format!("Save the file as {name} and send it{by_en} to the address that was agreed with you."),
    );
    step(
        format!("Later iets verbeteren? Verbeter het hele bestand, bewaar het als {corrected} en stuur dat. Het vervangt het eerste."),
        format!("Something to correct later? Correct the whole file, save it as {corrected} and send that. It replaces the first one."),
    );
    parts
}

/// What each column counts.
fn meanings(book: &Book<'_>) -> Vec<Part> {
    let request = book.request;
    let lang = request.lang;
    let (as_of, since, eve) = (day(request.as_of(), lang), day(request.since(), lang), day(eve(request.as_of()), lang));
    let mut parts = vec![Part::Heading(request.say("Wat telt u?", "What do you count?"))];
    parts.push(Part::Term(
        book.as_of_label().to_owned(),
        match lang {
            Lang::Nl => format!("De laatste dag van de maand: {as_of}. Alle aantallen zijn van die dag."),
            Lang::En => format!("The last day of the month: {as_of}. All counts are of that day."),
        },
    ));
    let mut meaning = |field: &str, nl: String, en: String| {
        if let Some(header) = book.headcount.header_of(field) {
            parts.push(Part::Term(header.to_owned(), if lang == Lang::Nl { nl } else { en }));
        }
    };
    meaning(
        "stated",
        "Iedereen die de Nederlandse politie heeft uitgezonden en die op de peildatum op uitzending is, waar hij of zij die dag ook verblijft. De \
         eerste en de laatste dag van een uitzending tellen mee. Wie nog in opleiding is of al is teruggekeerd, telt niet."
            .to_owned(),
        "Everybody whom the Netherlands police has seconded and who is on a posting on the as-of date, wherever they are that day. The first and \
         the last day of a tour count. Whoever is still in training or has returned does not."
            .to_owned(),
    );
    meaning(
        "temp_home",
        "Van de bezetting: wie om veiligheid of organisatie door de missie of de werkgever naar Nederland is gestuurd of op hun advies daar \
         is. Gewoon verlof is dat niet.*"
            .to_owned(),
        "Of the headcount: whoever the mission or the employer has ordered or advised home, for security or organisation. Ordinary leave is \
         something else.*"
            .to_owned(),
    );
    meaning(
        "other_absent",
        "Van de bezetting: verlof, als u dat apart opgeeft, een cursus, of anders afwezig. Wie op dienstreis is, is in het missiegebied.*".to_owned(),
        "Of the headcount: leave, if you report it apart, a course, or otherwise absent. Whoever is on duty travel is in the mission area.*"
            .to_owned(),
    );
    meaning(
        "in_area",
        "Wordt voor u uitgerekend: de bezetting min wie tijdelijk in Nederland of anders afwezig is.".to_owned(),
        "Worked out for you: the headcount less those temporarily in the Netherlands or otherwise absent.".to_owned(),
    );
    meaning(
        "arrivals",
        format!("Wie na {since} op uitzending kwam, tot en met {as_of}.*"),
        format!("Whoever came on a posting after {since}, up to and including {as_of}.*"),
    );
    meaning(
        "departures",
        format!(
            "Wie de laatste dag op uitzending had van {since} tot en met {eve}. Is {as_of} iemands laatste dag, dan telt die persoon nu nog mee en hoort het vertrek bij de volgende maand.*"
        ),
        format!(
            "Whose last day on posting was from {since} up to and including {eve}. If {as_of} is somebody's last day, the person still counts now, and the departure belongs to the next month.*"
        ),
    );
    meaning("female", "Van de bezetting: het aantal vrouwen.".to_owned(), "Of the headcount: the number of women.".to_owned());
    meaning(
        "vacancies",
        "Functies voor Nederland waarop op de peildatum niemand zit.".to_owned(),
        "Posts for the Netherlands that nobody is on at the as-of date.".to_owned(),
    );
    parts.push(Part::Term(
        "*".to_owned(),
        request
            .say(
                "Deze afspraak moet het ministerie nog bevestigen. Telt u anders? Overleg dan, en schrijf het bij de opmerkingen.",
                "The ministry has yet to confirm this convention. Do you count otherwise? Please get in touch, and say so under the remarks.",
            )
            .to_owned(),
    ));
    parts
}

/// What holds for all sheets.
fn rules(book: &Book<'_>) -> Vec<Part> {
    let request = book.request;
    let own = |nl: &str, en: &str| request.say(nl, en).to_owned();
    let term = |term: String, text: String| Part::Term(term, text);
    vec![
        Part::Heading(request.say("Goed om te weten", "Good to know")),
        term(
            own("Leeg of 0", "Blank or 0"),
            own(
                "Weet u een aantal niet, laat de cel dan leeg. 0 betekent dat er niemand is. Een streepje of vraagteken is niet nodig.",
                "If you do not know a number, leave the cell blank. 0 means that there is nobody. A dash or question mark is not needed.",
            ),
        ),
        term(
            own("Geen namen", "No names"),
            own(
                "Zet nergens een naam, BSN, personeelsnummer, geboortedatum, adres of telefoonnummer, en niets over iemands gezondheid. Gebruik voor \
                 een persoon de code die met u is afgesproken, elke maand dezelfde.",
                "Put no name, citizen service number (BSN), personnel number, date of birth, address or phone number anywhere, and nothing about \
                 anybody's health. For a person use the code that was agreed with you, the same every month.",
            ),
        ),
        term(
            own("Vorige maand", "Last month"),
            own(
                "Wat wij van vorige maand weten, staat er al. Klopt het niet, stuur dan een verbeterde opgave over die maand.",
                "What we know of last month is there already. If it is wrong, send a corrected return for that month.",
            ),
        ),
        term(
            own("Beveiligde cellen", "Protected cells"),
            own(
                "Met Tab gaat u van de ene gele cel naar de volgende. Er zit geen wachtwoord op: Controleren, Beveiliging blad opheffen.",
                "Tab takes you from one yellow cell to the next. There is no password: Review, Unprotect Sheet.",
            ),
        ),
        Part::Heading(request.say("Kleuren", "Colours")),
        Part::Colour(look::input(), request.say("geel", "yellow"), request.say("Hier vult u iets in.", "This is for you to fill in.")),
        Part::Colour(
            look::fixed(),
            request.say("grijs", "grey"),
            request.say("Dit staat er al of wordt uitgerekend.", "This is there already or is worked out."),
        ),
        Part::Colour(look::right(), request.say("groen", "green"), request.say("De regel klopt.", "The line adds up.")),
        Part::Colour(
            look::doubtful(),
            request.say("oranje", "orange"),
            request.say("Hier ontbreekt nog iets.", "Something is still missing here."),
        ),
        Part::Colour(look::wrong(), request.say("rood", "red"), request.say("Dit kan niet kloppen.", "This cannot be right.")),
    ]
}
