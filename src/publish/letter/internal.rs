//! The internal version of a letter: what an analyst needs beside the table to answer for it. It is never sent and never published.
//!
//! It knows no sex, rank or status of officers: with one or two of them in a mission such a number would be about a person.

use std::collections::BTreeMap;

use super::figures::{Line, Lines, summed};
use super::model::{Column, Document, Grid, Letter, Mark, Part};
use super::table::{caption, draft, label, notes, title, total_label};
use super::words::{clean, day, month, pick, spans, unknown};
use crate::domain::comparison::{Change, Since, changes_since};
use crate::domain::facts::{HeadcountStatus, PlannedFact, TrainingFact};
use crate::domain::{Census, Edition, Lang, Period, SafeText};

/// What an internal letter is made of beside the edition.
#[derive(Clone, Copy)]
pub struct Inside<'a> {
    /// The records, for what rosters show.
    pub census: &'a Census<'a>,
    /// The month to compare with; `None` takes the letter before, else the month before.
    pub since: Option<Period>,
}

/// Stands for a number that is not known in a table that is full of them.
const UNKNOWN: &str = "–";

/// The internal letters of some months.
pub(super) fn document(edition: &Edition<'_>, lang: Lang, months: &[Period], inside: &Inside<'_>) -> Document {
    let letters = months.iter().map(|period| letter(edition, lang, *period, inside)).collect();
    Document { lang, title: title(lang, months), internal: Some(mark(lang)), letters }
}

fn mark(lang: Lang) -> Mark {
    Mark {
        strong: pick(lang, "INTERN – niet voor verzending.", "INTERNAL – not for sending.").to_owned(),
        rest: pick(
            lang,
            "Dit stuk bevat cijfers en voornemens die niet in de brief horen.",
            "This document holds figures and intentions that do not belong in the letter.",
        )
        .to_owned(),
    }
}

fn letter(edition: &Edition<'_>, lang: Lang, period: Period, inside: &Inside<'_>) -> Letter {
    let lines = Lines::of(edition, period);
    let (letters, facts) = (&edition.schema.letters, &edition.facts.headcounts);
    let since = match inside.since {
        Some(asked) => Some(Since::month(letters, asked)),
        None => Since::before(letters, facts, period),
    };
    let changes = since.as_ref().map(|since| changes_since(facts, edition.schema, inside.census, since, period));
    let at = At { edition, lang, period };
    let compared = since.as_ref().zip(changes.as_deref());
    Letter {
        title: title(lang, &[period]),
        marks: std::iter::once(mark(lang)).chain(draft(lang, edition.open_errors(period))).collect(),
        as_of: lines.as_of(lang),
        parts: [at.headcounts(&lines, compared), at.change(compared, inside.since.is_some()), at.planned()]
            .into_iter()
            .chain(at.training())
            .collect(),
    }
}

/// The letter of one month in one language.
struct At<'a> {
    edition: &'a Edition<'a>,
    lang: Lang,
    period: Period,
}

impl At<'_> {
    fn say(&self, nl: &str, en: &str) -> String {
        pick(self.lang, nl, en).to_owned()
    }

    fn name(&self, mission: usize) -> String {
        self.edition.schema.registry.missions.get(mission).map_or_else(String::new, |mission| clean(&mission.name))
    }

    /// The table of the letter, with who is in the area, the change, and what to look at before it is sent.
    fn headcounts(&self, lines: &Lines<'_>, compared: Option<(&Since, &[Change])>) -> Part {
        let lang = self.lang;
        let mut columns = vec![
            Column::text(pick(lang, "Missie", "Mission"), 2650),
            Column::text(pick(lang, "Bezetting", "Officers"), 2250),
            Column::number(pick(lang, "In gebied", "In area"), 1050),
        ];
        if let Some((since, _)) = compared {
            columns.push(Column::number(&format!("{} {}", pick(lang, "Sinds", "Since"), month(lang, since.period)), 1250));
        }
        columns.push(Column::text(pick(lang, "Let op", "Attention"), 1870));
        let change = |line: &Line<'_>| {
            let (_, changes) = compared?;
            let difference = changes.iter().find(|change| change.mission == line.mission).and_then(Change::difference);
            Some(difference.map_or_else(|| UNKNOWN.to_owned(), signed))
        };
        let row = |line: &Line<'_>| {
            let in_area = line.in_area.map_or_else(|| unknown(lang).to_owned(), |count| count.to_string());
            let head = [line.name.clone(), line.shown(lang), in_area];
            head.into_iter().chain(change(line)).chain([self.attention(line)]).collect::<Vec<String>>()
        };
        let mut rows: Vec<Vec<String>> = lines.all().map(row).collect();
        let in_area = Sum::of(lines.all().map(|line| line.in_area));
        let total = [
            total_label(lang),
            summed(lang, lines.all().map(|line| line.headcount)),
            in_area.shown().unwrap_or_else(|| unknown(lang).to_owned()),
        ];
        let changed = compared.map(|(_, changes)| {
            let (then, now) = (Sum::of(changes.iter().map(|change| change.opening)), Sum::of(changes.iter().map(|change| change.closing)));
            then.whole().zip(now.whole()).map_or_else(|| UNKNOWN.to_owned(), |(then, now)| signed(now.saturating_sub(then)))
        });
        rows.push(total.into_iter().chain(changed).chain([String::new()]).collect());
        let mut notes = notes(lang, lines);
        notes.push(self.say(
            "In gebied: de bezetting zonder wie tijdelijk in Nederland of anders afwezig is.",
            "In area: the headcount without those temporarily in the Netherlands or otherwise absent.",
        ));
        if in_area.is_partial() {
            notes.push(self.partly());
        }
        let table = Grid { caption: caption(lang, self.period), columns, rows, total: true };
        Part { table: Some(table), notes, ..Part::default() }
    }

    /// What must be looked at before a headcount is sent: the codes of open errors about it, or why it is not known.
    fn attention(&self, line: &Line<'_>) -> String {
        let status = line.fact.map(|fact| fact.status);
        let id = self.edition.schema.registry.missions.get(line.mission).map(|mission| mission.id.as_str());
        let own = |code: &&crate::domain::Finding| code.mission.as_deref() == id && code.period == Some(self.period);
        let mut codes: Vec<&str> = self
            .edition
            .findings
            .iter()
            .filter(|finding| finding.is_open_error())
            .filter(own)
            .map(|finding| finding.code.as_str())
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let because = match (status, codes.is_empty()) {
            (Some(HeadcountStatus::Conflict), _) => self.say("bronnen spreken elkaar tegen", "sources contradict each other"),
            (Some(HeadcountStatus::Flagged), true) => self.say("gemarkeerd", "flagged"),
            (Some(HeadcountStatus::Missing) | None, _) => self.say("niet opgegeven", "not reported"),
            _ => String::new(),
        };
        let errors = match codes.len() {
            0 => String::new(),
            1 => format!("{} {}", pick(self.lang, "open fout", "open error"), codes.concat()),
            _ => format!("{} {}", pick(self.lang, "open fouten", "open errors"), codes.join(", ")),
        };
        [because, errors].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// What changed since the letter or month before, and which movements explain it.
    fn change(&self, compared: Option<(&Since, &[Change])>, asked: bool) -> Part {
        let lang = self.lang;
        let Some((since, changes)) = compared else {
            let none = self.say(
                "Er is geen eerdere brief (schemas/letters.csv) en geen cijfer van de maand ervoor om mee te vergelijken.",
                "There is no earlier letter (schemas/letters.csv) and no figure of the month before to compare with.",
            );
            return Part { heading: self.say("Verandering", "Change"), intro: vec![none], ..Part::default() };
        };
        let then = month(lang, since.period);
        let (heading, intro) = match &since.letter {
            Some(letter) => {
                // It stands in the schemas, where no person does; its number looks like one of a person.
                let letter = clean(letter);
                (
                    format!("{} {then}", pick(lang, "Verandering sinds de brief over", "Change since the letter about")),
                    format!("{} {letter}, {then}.", pick(lang, "Vergeleken met de brief", "Compared with the letter")),
                )
            }
            None => {
                let why = match asked {
                    true => pick(lang, "zoals gevraagd; over die maand is geen brief opgegeven", "as asked; no letter about it is listed"),
                    false => {
                        pick(lang, "de maand ervoor; er is geen eerdere brief opgegeven", "the month before; no earlier letter is listed")
                    }
                };
                (
                    format!("{} {then}", pick(lang, "Verandering sinds", "Change since")),
                    format!("{} {then}, {why}.", pick(lang, "Vergeleken met", "Compared with")),
                )
            }
        };
        let told: Vec<&Change> = changes.iter().filter(|change| self.is_told(change)).collect();
        let mut part = Part { heading, intro: vec![intro], ..Part::default() };
        if told.is_empty() {
            part.intro.push(self.say("Er is niets veranderd.", "Nothing changed."));
            return part;
        }
        let columns = vec![
            Column::text(pick(lang, "Missie", "Mission"), 2150),
            Column::number(&then, 900),
            Column::number(pick(lang, "In", "In"), 620),
            Column::number(pick(lang, "Uit", "Out"), 620),
            Column::number(&month(lang, self.period), 900),
            Column::number(pick(lang, "Onverklaard", "Unexplained"), 1450),
            Column::text(pick(lang, "Toelichting", "Explanation"), 2430),
        ];
        let number = |count: Option<i64>| count.map_or_else(|| UNKNOWN.to_owned(), |count| count.to_string());
        let mut rows: Vec<Vec<String>> = told
            .iter()
            .map(|change| {
                vec![
                    self.name(change.mission),
                    number(change.opening),
                    number(change.arrivals),
                    number(change.departures),
                    number(change.closing),
                    change.remainder().map_or_else(|| UNKNOWN.to_owned(), signed),
                    self.explanation(change, since),
                ]
            })
            .collect();
        let sums = [
            Sum::of(changes.iter().map(|change| change.opening)),
            Sum::of(changes.iter().map(|change| change.arrivals)),
            Sum::of(changes.iter().map(|change| change.departures)),
            Sum::of(changes.iter().map(|change| change.closing)),
        ];
        let shown = sums.iter().map(|sum| sum.shown().unwrap_or_else(|| UNKNOWN.to_owned()));
        let star = if sums.iter().any(Sum::is_partial) { self.partly() } else { String::new() };
        rows.push(std::iter::once(total_label(lang)).chain(shown).chain([String::new(), star]).collect());
        let caption = format!("{}, {then} – {}", pick(lang, "Verandering per missie", "Change by mission"), month(lang, self.period));
        part.table = Some(Grid { caption, columns, rows, total: true });
        if told.len() < changes.len() {
            part.notes.push(self.say(
                "Missies zonder verandering staan niet in deze tabel; het totaal is dat van alle missies.",
                "Missions without a change are not in this table; the total is that of all missions.",
            ));
        }
        part
    }

    /// Whether a change is worth a line. A mission of which nothing is known in either month has none.
    fn is_told(&self, change: &Change) -> bool {
        change.is_any() && (change.opening.is_some() || change.closing.is_some())
    }

    /// What the numbers of a change do not say.
    fn explanation(&self, change: &Change, since: &Since) -> String {
        let lang = self.lang;
        let mut parts = Vec::new();
        if since.letter.is_some() && change.opening.is_none() {
            parts.push(self.say("staat niet in die brief", "not in that letter"));
        }
        if !change.unknown.is_empty() {
            let months = spans(lang, &change.unknown);
            parts.push(match lang {
                Lang::Nl => format!("mutaties van {months} niet bekend"),
                Lang::En => format!("movements of {months} not known"),
            });
        }
        let stated = change.arrivals.zip(change.departures);
        if let Some((began, ended)) = change.roster.filter(|roster| Some(*roster) != stated) {
            parts.push(match lang {
                Lang::Nl => format!("het rooster toont {began} in en {ended} uit"),
                Lang::En => format!("the roster shows {began} in and {ended} out"),
            });
        }
        let (then, now) = (change.home.0.unwrap_or(0), change.home.1.unwrap_or(0));
        if then != now {
            parts.push(format!("{} {then} → {now}", pick(lang, "tijdelijk in NL:", "temporarily in NL:")));
        }
        parts.join("; ")
    }

    /// What the mark of a sum means.
    fn partly(&self) -> String {
        self.say("* niet van elke missie bekend", "* not known of every mission")
    }

    /// Where officers are intended to go.
    fn planned(&self) -> Part {
        let lang = self.lang;
        let mut planned: Vec<&PlannedFact> = self.edition.facts.planned.iter().filter(|fact| fact.period == self.period).collect();
        planned.sort_by_key(|fact| (fact.window, fact.mission));
        let row = |fact: &&PlannedFact| {
            let window = fact.window.map_or_else(
                || unknown(lang).to_owned(),
                |(from, until)| format!("{} {} {}", day(lang, from), pick(lang, "t/m", "to"), day(lang, until)),
            );
            vec![
                self.name(fact.mission),
                fact.count.map_or_else(|| unknown(lang).to_owned(), |count| count.to_string()),
                window,
                label(self.edition, lang, "planned_status", fact.status.as_deref()),
                fact.basis.as_deref().map(|basis| clean(SafeText::scrub(basis).as_str())).unwrap_or_default(),
            ]
        };
        let table = (!planned.is_empty()).then(|| Grid {
            caption: format!("{}, {}", pick(lang, "Voorgenomen inzet", "Intended deployments"), month(lang, self.period)),
            columns: vec![
                Column::text(pick(lang, "Missie", "Mission"), 1800),
                Column::number(pick(lang, "Aantal", "Officers"), 1250),
                Column::text(pick(lang, "Tijdvak", "Window"), 2500),
                Column::text(pick(lang, "Fase", "Stage"), 1450),
                Column::text(pick(lang, "Grondslag", "Basis"), 2070),
            ],
            rows: planned.iter().map(row).collect(),
            total: false,
        });
        let none = self.say("Over deze maand zijn geen voornemens opgegeven.", "No intentions were reported for this month.");
        let apart = self.say(
            "Voornemens zijn geen bezetting: zij tellen nergens in mee.",
            "Intentions are no headcount: they are counted in no figure.",
        );
        let intro = if table.is_none() { vec![none] } else { Vec::new() };
        let notes = if table.is_some() { vec![apart] } else { Vec::new() };
        Part { heading: self.say("Voorgenomen inzet", "Intended deployments"), intro, table, notes }
    }

    /// What projects brought about, with a table for each. No figure is added to another: programmes may reach the same persons.
    fn training(&self) -> Vec<Part> {
        let mut projects: BTreeMap<&str, Vec<&TrainingFact>> = BTreeMap::new();
        for fact in self.edition.facts.training.iter().filter(|fact| fact.period == self.period) {
            projects.entry(&fact.project).or_default().push(fact);
        }
        if projects.is_empty() {
            let none =
                self.say("Over deze maand zijn geen resultaten van projecten opgegeven.", "No project output was reported for this month.");
            return vec![Part { heading: self.say("Resultaten van projecten", "Project output"), intro: vec![none], ..Part::default() }];
        }
        projects.into_iter().map(|(project, figures)| self.project(project, figures)).collect()
    }

    fn project(&self, id: &str, mut figures: Vec<&TrainingFact>) -> Part {
        let lang = self.lang;
        figures.sort_by_key(|fact| (&fact.programme, &fact.indicator, fact.until, &fact.source));
        let project = self.edition.schema.registry.find(id).map_or_else(|| clean(id), |at| self.name(at));
        let row = |fact: &&TrainingFact| {
            let programme = fact.programme.as_deref().map(|code| label(self.edition, lang, "training_programme", Some(code)));
            vec![
                programme.unwrap_or_else(|| self.say("het hele project", "the whole project")),
                label(self.edition, lang, "training_indicator", Some(&fact.indicator)),
                fact.value.map_or_else(|| unknown(lang).to_owned(), |value| value.to_string()),
                label(self.edition, lang, "training_kind", fact.kind.as_deref()),
                fact.until.map(|until| day(lang, until)).unwrap_or_default(),
            ]
        };
        let table = Grid {
            caption: format!("{project}, {}", month(lang, self.period)),
            columns: vec![
                Column::text(pick(lang, "Programma", "Programme"), 2650),
                Column::text(pick(lang, "Wat is geteld", "What is counted"), 2500),
                Column::number(pick(lang, "Aantal", "Number"), 1150),
                Column::text(pick(lang, "Soort cijfer", "Kind of figure"), 1320),
                Column::text(pick(lang, "Tot en met", "Up to"), 1450),
            ],
            rows: figures.iter().map(row).collect(),
            total: false,
        };
        let mut notes = Vec::new();
        if figures.iter().any(|fact| fact.kind.as_deref() == Some("cumulative")) {
            notes.push(self.say(
                "Cumulatief is geteld sinds het begin van het project: tel zulke cijfers niet op over maanden.",
                "Cumulative is counted since the start of the project: do not add such figures up over months.",
            ));
        }
        notes.push(self.say(
            "Programma's kunnen dezelfde personen bereiken: tel ze niet op tot een aantal personen.",
            "Programmes may reach the same persons: do not add them up to a number of persons.",
        ));
        let heading = format!("{} {project}", pick(lang, "Resultaten van", "Output of"));
        Part { heading, table: Some(table), notes, ..Part::default() }
    }
}

/// A sum over all missions.
struct Sum {
    /// The sum of what is known; `None` if nothing is.
    known: Option<i64>,
    /// Whether it is known of every mission.
    complete: bool,
}

impl Sum {
    fn of(counts: impl Iterator<Item = Option<i64>>) -> Self {
        let counts: Vec<Option<i64>> = counts.collect();
        Self { known: counts.iter().copied().flatten().reduce(i64::saturating_add), complete: counts.iter().all(Option::is_some) }
    }

    fn is_partial(&self) -> bool {
        self.known.is_some() && !self.complete
    }

    /// As a number of a table, with a mark if it is not whole; `None` if nothing is known.
    fn shown(&self) -> Option<String> {
        self.known.map(|known| if self.complete { known.to_string() } else { format!("{known}*") })
    }

    fn whole(&self) -> Option<i64> {
        self.known.filter(|_| self.complete)
    }
}

/// A difference: `+1`, `0`, or with a minus sign.
fn signed(number: i64) -> String {
    match number {
        0 => "0".to_owned(),
        less if less < 0 => format!("−{}", less.unsigned_abs()),
        more => format!("+{more}"),
    }
}
