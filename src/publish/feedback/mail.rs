//! The text of the mail with which marked returns go back to a coordinator. Nothing in it is about a single person: it names checks
//! and places, and no figures.

use chrono::{Datelike, NaiveDate};

use super::told::{counted, severity_word};
use super::{Copied, Told, tally};
use crate::domain::schema::Coordinator;
use crate::domain::{Bilingual, Check, Lang, Period, Place, Return, Severity};

/// The most findings of a file that are named.
const MOST_NAMED: usize = 5;

/// What became of one return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailed {
    /// It goes back with marks.
    Marked {
        /// The file to enclose.
        file: String,
        /// Why it is a new one, if it is.
        copied: Option<Copied>,
        /// Whether cells were emptied.
        emptied: bool,
    },
    /// It was not read as a whole: a list of the findings goes back and nothing else.
    Refused {
        /// The file to enclose.
        file: String,
    },
    /// It was read, and cannot go back without the data about persons in it: a list of the findings goes back and nothing else.
    Withheld {
        /// The file to enclose.
        file: String,
    },
    /// It could not be read; nothing goes back.
    Unreadable(Bilingual),
}

/// One return of the mail.
#[derive(Debug, Clone)]
pub struct Enclosed<'a> {
    /// The return.
    pub of: &'a Return,
    /// What is told of it, the worst first.
    pub told: &'a [Told<'a>],
    /// The name under which it is to be mailed once it is mended.
    pub mended: String,
    /// What became of it.
    pub mailed: Mailed,
}

/// What goes to one coordinator.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// The coordinator; `None` if it is not known whose returns these are.
    pub to: Option<&'a Coordinator>,
    /// The language.
    pub lang: Lang,
    /// The months it is about, earliest first.
    pub months: Vec<Period>,
    /// The returns, by path.
    pub returns: Vec<Enclosed<'a>>,
    /// Findings about returns that are not there.
    pub missing: Vec<&'a Told<'a>>,
    /// Every check of the catalogue.
    pub catalogue: &'a [Check],
}

const MONTHS: [(&str, &str); 12] = [
    ("januari", "January"),
    ("februari", "February"),
    ("maart", "March"),
    ("april", "April"),
    ("mei", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augustus", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

impl Letter<'_> {
    fn say<'w>(&self, nl: &'w str, en: &'w str) -> &'w str {
        match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        }
    }

    fn month(&self, month: u32) -> &'static str {
        let (nl, en) = MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or_default();
        match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        }
    }

    fn months(&self) -> String {
        let names: Vec<String> = self.months.iter().map(|month| format!("{} {}", self.month(month.month()), month.year())).collect();
        self.listed(&names)
    }

    fn day(&self, day: NaiveDate) -> String {
        format!("{} {} {}", day.day(), self.month(day.month()), day.year())
    }

    fn listed(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{}{}{last}", first.join(", "), self.say(" en ", " and ")),
        }
    }

    fn counts(&self, told: &[Told<'_>]) -> String {
        let parts: Vec<String> =
            tally(told).into_iter().filter(|(_, count)| *count > 0).map(|(severity, count)| counted(severity, count, self.lang)).collect();
        self.listed(&parts)
    }
}

/// The text of the mail, in Markdown, with its subject on the first line.
#[must_use]
pub fn mail(letter: &Letter<'_>) -> String {
    let all: Vec<Told<'_>> = letter.returns.iter().flat_map(|one| one.told.iter().cloned()).collect();
    let (months, counts) = (letter.months(), letter.counts(&all));
    let about = if months.is_empty() {
        letter.say("Uw opgave", "Your return").to_owned()
    } else {
        letter.say("Opgave ", "Return for ").to_owned() + &months
    };
    let mut out = format!("{}: {about}", letter.say("Onderwerp", "Subject"));
    if !counts.is_empty() {
        out.push_str(&format!(": {counts}"));
    }
    let name = letter.to.map(|to| one_line(&to.name));
    let greeting = match &name {
        Some(name) => format!("{} {name}", letter.say("Beste coördinator", "Dear coordinator of")),
        None => letter.say("Beste coördinator", "Dear coordinator").to_owned(),
    };
    out.push_str(&format!("\n\n{greeting},\n\n"));
    if !letter.returns.is_empty() {
        let over = if months.is_empty() { String::new() } else { format!("{}{months}", letter.say(" over ", " for ")) };
        out.push_str(&match letter.lang {
            Lang::Nl => format!("Dank voor uw opgave{over}. Wij hebben die nagekeken. Hieronder staat per bestand wat ons opviel.\n"),
            Lang::En => format!("Thank you for your return{over}. We have checked it. Below is, for each file, what we noticed.\n"),
        });
        letter.returns.iter().for_each(|one| enclosed(letter, one, &mut out));
    }
    missing(letter, &mut out);
    what_to_do(letter, &all, &mut out);
    out.push_str(letter.say("\nMet vriendelijke groet,\n", "\nKind regards,\n"));
    out
}

fn enclosed(letter: &Letter<'_>, one: &Enclosed<'_>, out: &mut String) {
    let path = one.of.source.path.as_str();
    let own = path.rsplit('/').next().unwrap_or(path);
    out.push_str(&format!("\n{}", code(own)));
    if !one.told.is_empty() {
        out.push_str(&format!(": {}", letter.counts(one.told)));
    }
    out.push('\n');
    out.push_str(&match &one.mailed {
        Mailed::Marked { file, .. } => format!("{} {}.\n", letter.say("In de bijlage:", "Enclosed:"), code(file)),
        Mailed::Refused { file } => format!(
            "{} {} {}.\n",
            letter.say(
                "Dit bestand is niet gelezen. Daarom gaat het niet met deze mail terug; wat er aan de hand is, staat in de bijlage",
                "This file was not read. That is why it does not go back with this mail; what is the matter is said in the enclosed"
            ),
            code(file),
            letter.say("op één blad", "on one sheet"),
        ),
        Mailed::Withheld { file } => format!(
            "{} {} {}.\n",
            letter.say(
                "Er staan gegevens van personen in, die er niet zeker uit te halen zijn. Daarom gaat dit bestand niet terug; wat er aan de hand is, staat in de bijlage",
                "It holds data about persons that cannot be taken out with certainty. That is why this file does not go back; what is the matter is said in the enclosed"
            ),
            code(file),
            letter.say("op één blad", "on one sheet"),
        ),
        Mailed::Unreadable(why) => format!(
            "{}: {}. {}\n",
            letter.say("Dit bestand kan niet worden gelezen", "This file cannot be read"),
            why.get(letter.lang),
            letter.say("Wilt u het opnieuw sturen, zonder wachtwoord?", "Would you send it again, without a password?")
        ),
    });
    if let Mailed::Marked { copied, emptied, .. } = &one.mailed {
        if let Some(copied) = copied {
            out.push_str(&format!("{}\n", copied.words().get(letter.lang)));
        }
        if *emptied {
            out.push_str(letter.say(
                "Er stonden gegevens van personen in. Die horen niet in een opgave; in de bijlage zijn ze leeggemaakt. Wilt u ze voortaan weglaten?\n",
                "It held data about persons. They do not belong in a return; in the enclosed file they were emptied. Would you leave them out from now on?\n",
            ));
        }
    }
    let worth = |told: &&Told<'_>| told.finding.severity != Severity::Info;
    let named: Vec<&Told<'_>> = one.told.iter().filter(worth).collect();
    if !named.is_empty() {
        out.push('\n');
    }
    for told in named.iter().take(MOST_NAMED) {
        let finding = told.finding;
        let check = letter.catalogue.iter().find(|check| check.code == finding.code);
        let name = check.map_or(finding.code.as_str(), |check| check.name.get(letter.lang));
        out.push_str(&format!("- {}: {name}{}\n", severity_word(finding.severity, letter.lang), place(letter, &finding.place)));
    }
    let more = named.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        out.push_str(&match letter.lang {
            Lang::Nl => format!("- en nog {more}; ze staan alle op het blad \"Bevindingen\"\n"),
            Lang::En => format!("- and {more} more; all are on the sheet \"Findings\"\n"),
        });
    }
}

fn place(letter: &Letter<'_>, place: &Place) -> String {
    match place {
        Place::Cell { sheet, cell, .. } => format!(" ({})", code(&format!("{sheet}!{cell}"))),
        Place::Sheet { sheet, .. } => format!(" ({} {})", letter.say("blad", "sheet"), code(sheet)),
        Place::File { .. } | Place::Expected { .. } => String::new(),
    }
}

fn missing(letter: &Letter<'_>, out: &mut String) {
    let months: Vec<String> = letter
        .missing
        .iter()
        .filter_map(|told| told.finding.period)
        .map(|month| format!("{} {}", letter.month(month.month()), month.year()))
        .collect();
    if letter.missing.is_empty() {
        return;
    }
    let months = letter.listed(&months);
    out.push_str(&match letter.lang {
        Lang::Nl => format!("\nVan u hebben wij nog geen opgave over {months} ontvangen. Wilt u die sturen?\n"),
        Lang::En => format!("\nWe have not yet received your return for {months}. Would you send it?\n"),
    });
}

fn what_to_do(letter: &Letter<'_>, all: &[Told<'_>], out: &mut String) {
    let to_mend = all.iter().any(|told| told.finding.severity != Severity::Info);
    if !letter.returns.is_empty() && !to_mend {
        out.push_str(letter.say(
            "\nEr zijn geen fouten gevonden; wat er staat is ter informatie. Klopt er iets niet, dan horen wij het graag.\n",
            "\nNo errors were found; what is said is for information. If something is not right, please tell us.\n",
        ));
        return;
    }
    let marked: Vec<&Enclosed<'_>> = letter.returns.iter().filter(|one| matches!(one.mailed, Mailed::Marked { .. })).collect();
    let others: Vec<&Enclosed<'_>> = letter.returns.iter().filter(|one| !matches!(one.mailed, Mailed::Marked { .. })).collect();
    let names = |list: &[&Enclosed<'_>]| letter.listed(&list.iter().map(|one| code(&one.mended)).collect::<Vec<_>>());
    if !marked.is_empty() {
        out.push_str(&match letter.lang {
            Lang::Nl => format!(
                "\nWat vragen wij u?\n\n\
                 1. Open de bijlage. Vooraan staat het blad \"Bevindingen\"; van daar springt u naar elke gemarkeerde cel.\n\
                 2. Verbeter de cellen op de bladen zelf.\n\
                 3. Klopt iets zoals het er staat? Schrijf dan op het blad \"Bevindingen\" in de laatste kolom waarom.\n\
                 4. Bewaar het als {} en stuur dat als antwoord op deze mail.\n",
                names(&marked)
            ),
            Lang::En => format!(
                "\nWhat do we ask of you?\n\n\
                 1. Open the enclosed file. The sheet \"Findings\" stands in front; from there you jump to each marked cell.\n\
                 2. Mend the cells on the sheets themselves.\n\
                 3. Is something right as it stands? Then write why in the last column of the sheet \"Findings\".\n\
                 4. Save it as {} and send that in answer to this mail.\n",
                names(&marked)
            ),
        });
    }
    if !others.is_empty() {
        out.push_str(&match letter.lang {
            Lang::Nl => format!("\nWat niet terug kon, ontvangen wij graag opnieuw als {}.\n", names(&others)),
            Lang::En => format!("\nWhat could not go back we would like to receive again as {}.\n", names(&others)),
        });
    }
    let due = letter.to.zip(letter.months.last()).and_then(|(to, month)| to.due(*month)).map(|day| letter.day(day));
    out.push_str(&match (due, letter.lang) {
        (Some(day), Lang::Nl) => format!("\nGraag uiterlijk op {day}; is die dag al voorbij, dan graag deze week.\n"),
        (Some(day), Lang::En) => format!("\nPlease answer by {day}; if that day has passed, this week.\n"),
        (None, Lang::Nl) => "\nGraag deze week.\n".to_owned(),
        (None, Lang::En) => "\nPlease answer this week.\n".to_owned(),
    });
}

/// A name as it stands, whatever signs it has.
fn code(name: &str) -> String {
    format!("`{}`", one_line(name).replace('`', "'"))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
