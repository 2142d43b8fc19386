//! SHT-04: a person is listed more than once for one mission.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::tour::{Stage, Tour};
use crate::domain::{Bilingual, Census, Place, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::line_words;
use crate::rules::support::persons::{Balance, Line, Month, Person, Rosters, both_lines, days_from, lines_words, number_of};
use crate::rules::words::Words;

/// What SHT-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "SHT-04",
    scope: Scope::Sheet,
    severity: Severity::Error,
    name: ["Persoon staat er dubbel in", "Person listed more than once"],
    message: [
        "De persoon op regel {key} staat {n} keer op de lijst van {mission}.",
        "The person on line {key} is listed {n} times for {mission}.",
    ],
    does: [
        "Een sleutel mag per maand en missie meer dan één regel hebben zolang de uitzendingen na elkaar komen. Lopen zij door elkaar, of \
         tellen er op de peildatum twee mee, dan staat de persoon er dubbel in; één gedeelde dag mag (instelling overlap_days). Een regel \
         zonder werkelijke einddatum loopt door tot de peildatum. Klopt de bezetting (XSH-01) zonder de dubbele regel, dan volgt die \
         bevinding hieruit.",
        "A key may have more than one line for a month and mission as long as the tours follow each other. Where they overlap, or two of \
         them count at the as-of date, the person is listed more than once; one shared day is allowed (setting overlap_days). A line \
         without an actual end runs on to the as-of date. If the headcount (XSH-01) is right without the extra line, that finding \
         follows from this one.",
    ],
    why: [
        "De persoon telt op het rooster twee keer mee, en welke begin- en einddatum gelden is niet te zeggen.",
        "The person counts twice on the roster, and which first and last day hold cannot be said.",
    ],
    example: [
        "Een verlenging is als tweede regel toegevoegd: Personeel!A4 en A17 hebben dezelfde sleutel en missie, en I4 (werkelijke \
         einddatum) is leeg.",
        "An extension was added as a second line: Personeel!A4 and A17 have the same key and mission, and I4 (actual end) is empty.",
    ],
    fix: [
        "Coördinator: laat één regel staan en zet een verlenging in de kolom 'Verlengd t/m'; was het een nieuwe uitzending, vul dan bij \
         de oude de werkelijke einddatum in. Analist: tel de persoon één keer.",
        "Coordinator: keep one line and put an extension into the column 'Extended until'; if it was a new tour, enter the actual end of \
         the old one. Analyst: count the person once.",
    ],
};

/// A line too many: the person's first line that it overlaps with, the line itself, and how many there are.
struct Extra {
    first: Place,
    place: Place,
    listed: usize,
}

/// By how many the roster counts too many because of lines too many.
#[derive(Default)]
struct Surplus {
    posted: i64,
    arrivals: i64,
    departures: i64,
}

impl Surplus {
    fn add(&mut self, person: &Person<'_>, balance: &Balance) {
        let more = |fits: &dyn Fn(&Tour) -> bool| number_of(person.lines.iter().filter(|line| fits(&line.tour)).count().saturating_sub(1));
        self.posted += more(&|tour| tour.counts_on(balance.as_of));
        self.arrivals += more(&|tour| balance.arrives(tour));
        self.departures += more(&|tour| balance.departs(tour));
    }

    /// The checks that would hold without those lines.
    fn repairs(&self, balance: &Balance) -> Vec<&'static str> {
        let within = |many: i64, short: Option<i64>| short.is_some_and(|short| (1..=many).contains(&-short));
        let flows = within(self.arrivals, balance.arrivals_short) || within(self.departures, balance.departures_short);
        let codes = [("XSH-01", within(self.posted, Some(balance.short()))), ("XSH-04", flows)];
        codes.into_iter().filter(|(_, repaired)| *repaired).map(|(code, _)| code).collect()
    }
}

/// Every person on a mission's roster.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let overlap = census.schema.number("SHT-04", "overlap_days", 1);
    for month in rosters.months() {
        let (mut passed, mut surplus) = (0, Surplus::default());
        let balance = rosters.balance(&month);
        let mut single: Vec<Extra> = Vec::new();
        // A roster that was sent twice doubles everybody: that is one finding.
        let mut copied: BTreeMap<(String, String), Vec<Extra>> = BTreeMap::new();
        for person in rosters.persons(&month) {
            let Some((first, last, listed)) = doubled(&month, &person, overlap) else {
                passed += 1;
                continue;
            };
            if let Some(balance) = &balance {
                surplus.add(&person, balance);
            }
            let (first, place) = (rosters.place(first.at, "person_key"), rosters.place(last.at, "person_key"));
            let sheet = |place: &Place| (place.file().to_owned(), place.sheet().to_owned());
            if sheet(&first) == sheet(&place) {
                single.push(Extra { first, place, listed });
            } else {
                copied.entry(sheet(&place)).or_default().push(Extra { first, place, listed });
            }
        }
        out.passed(Some(month.period), passed);
        let codes = balance.map(|balance| surplus.repairs(&balance)).unwrap_or_default();
        let explains: Vec<(&'static str, String)> = codes.into_iter().map(|code| (code, rosters.id(month.mission))).collect();
        let groups = single.into_iter().map(|extra| vec![extra]).chain(copied.into_values());
        for group in groups {
            let Some(extra) = group.first() else { continue };
            let (first, place) = both_lines(&extra.first, &extra.place);
            let (nl, en) = match group.len() {
                1 => (
                    format!("Vergelijk {place} met {first} en laat één regel staan.", place = place.nl, first = first.nl),
                    format!("Compare {place} with {first} and keep one line.", place = place.en, first = first.en),
                ),
                all => {
                    let places: Vec<Place> = group.iter().map(|extra| extra.place.clone()).collect();
                    let lines = lines_words(&places);
                    (
                        format!("Zo staan {all} personen er dubbel in ({}): is hetzelfde rooster twee keer gestuurd?", lines.nl),
                        format!("So do {all} persons ({}): was the same roster sent twice?", lines.en),
                    )
                }
            };
            let draft = Draft {
                mission: Some(rosters.id(month.mission)),
                field: "roster".to_owned(),
                args: vec![
                    ("key", line_words(&extra.place)),
                    ("n", number(number_of(extra.listed))),
                    ("mission", rosters.name(month.mission)),
                ],
                suggestion: Bilingual::new(nl, en),
                explains: explains.clone(),
                ..Draft::default()
            };
            out.failed(extra.place.clone(), Some(month.period), draft);
        }
    }
}

/// The first and the last of a person's lines that overlap, and how many there are.
fn doubled(month: &Month, person: &Person<'_>, overlap: i64) -> Option<(Line, Line, usize)> {
    let mut spells: Vec<(NaiveDate, NaiveDate, Line)> = person.lines.iter().filter_map(|line| spell(line, month.as_of)).collect();
    if spells.len() < 2 {
        return None;
    }
    spells.sort_by_key(|(start, end, line)| (*start, *end, line.at));
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<(NaiveDate, bool, Line)> = None;
    for (start, end, line) in spells {
        let posted = line.tour.on_posting(month.as_of);
        if let Some((reach, open, earlier)) = before {
            if days_from(start, end.min(reach)) > overlap || (open && posted) {
                if lines.is_empty() {
                    lines.push(earlier);
                }
                lines.push(line);
            }
            let (reach, earlier) = if end > reach { (end, line) } else { (reach, earlier) };
            before = Some((reach, open || posted, earlier));
        } else {
            before = Some((end, posted, line));
        }
    }
    let (first, last) = (lines.iter().min_by_key(|line| line.at)?, lines.iter().max_by_key(|line| line.at)?);
    Some((*first, *last, lines.len()))
}

/// The days of a tour that are known and past; `None` for one that is still to begin, or of which the end is not known.
fn spell(line: &Line, as_of: NaiveDate) -> Option<(NaiveDate, NaiveDate, Line)> {
    let tour = &line.tour;
    let start = tour.start.filter(|start| *start <= as_of && tour.stage != Stage::Preparing)?;
    let end = match tour.actual_end {
        Some(end) => end.min(as_of),
        None if tour.posted => as_of,
        None => return None,
    };
    (end >= start).then_some((start, end, *line))
}
