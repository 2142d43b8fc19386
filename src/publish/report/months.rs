//! The figures of one month: what stands at the top of the page, and the table as in the letter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::figures::{Figures, MissionRow, MonthRow};
use super::words::{Both, Name, counted, day, map, month, percent, share, signed, t};
use crate::domain::{Edition, Period};

/// A figure with what it is of.
pub(super) struct Stat {
    pub(super) label: Both,
    pub(super) value: Both,
    pub(super) note: Both,
}

/// One line of the table of missions.
pub(super) struct Line {
    pub(super) name: Name,
    pub(super) headcount: Both,
    /// Persons temporarily home, where there are any.
    pub(super) home: Option<i64>,
    pub(super) change: String,
    pub(super) in_area: String,
    pub(super) arrivals: String,
    pub(super) departures: String,
    pub(super) vacancies: String,
    pub(super) women: Both,
    pub(super) status: Both,
    /// `ok`, `flagged`, `conflict` or `missing`.
    pub(super) class: &'static str,
    /// The number of the finding that says why it is not in order.
    pub(super) finding: Option<usize>,
}

/// A month with its table.
pub(super) struct Month {
    pub(super) period: Period,
    pub(super) name: Both,
    pub(super) as_of: Both,
    /// Number of open errors, if there are any.
    pub(super) draft: Option<Both>,
    pub(super) sentence: Both,
    pub(super) stats: Vec<Stat>,
    pub(super) lines: Vec<Line>,
    pub(super) total: Line,
    /// What else is to be known of the table, a sentence each.
    pub(super) notes: Vec<Both>,
}

/// A number of women and of how many, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Women {
    pub(super) count: i64,
    /// Those of whom the sex is known.
    pub(super) of: Option<i64>,
}

impl Women {
    /// The women of a month; `None` if their number is not known or withheld. Of how many is told by the missions that reported it.
    pub(super) fn of_month(edition: &Edition<'_>, figures: &Figures, row: &MonthRow) -> Option<Self> {
        let count = row.female?;
        let facts = edition.facts.headcounts_of(row.period).iter().filter(|fact| fact.female.is_some());
        let persons = facts.filter_map(|fact| fact.headcount).fold(0, i64::saturating_add);
        let unknown = figures.of_month(row.period).iter().filter_map(|row| row.unknown_sex).fold(0, i64::saturating_add);
        // What was published before does not tell which missions reported it.
        let of = edition.periods.contains(&row.period).then(|| persons.saturating_sub(unknown));
        Some(Self { count, of: of.filter(|of| *of >= count) })
    }

    /// The share, if it may be told.
    pub(super) fn share(self) -> Option<i64> {
        share(self.count, self.of?)
    }

    /// The number, of how many, and the share.
    pub(super) fn words(self) -> Both {
        match (self.of, self.share()) {
            (Some(of), Some(share)) => {
                let share = percent(share);
                map(&share, |share| format!("{} van {of} ({share})", self.count), |share| format!("{} of {of} ({share})", self.count))
            }
            _ => Both::of(self.count.to_string(), self.count.to_string()),
        }
    }
}

/// Persons temporarily home as a share of the headcount, in tenths of a per cent, and of how many: over the missions of which both
/// are known.
pub(super) fn share_home(rows: &[MissionRow]) -> Option<(i64, i64)> {
    let known: Vec<(i64, i64)> = rows.iter().filter_map(|row| Some((row.temp_home?, row.headcount?))).collect();
    let sum = |of: fn(&(i64, i64)) -> i64| known.iter().map(of).fold(0, i64::saturating_add);
    let of = sum(|pair| pair.1);
    share(sum(|pair| pair.0), of).map(|share| (share, of))
}

/// A figure, or that it is not known.
pub(super) fn figure(value: Option<i64>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| value.to_string())
}

/// Stands for what is not known.
pub(super) const UNKNOWN: &str = "–";
/// Stands for what is withheld.
const WITHHELD: &str = "x";

impl Month {
    /// A published month. `errors` tells of missions which finding keeps their figure from being in order.
    pub(super) fn of(edition: &Edition<'_>, figures: &Figures, row: &MonthRow, errors: &BTreeMap<(Period, String), usize>) -> Self {
        let period = row.period;
        let rows = figures.of_month(period);
        let before = figures.of_month(period.previous());
        let chosen = in_order(edition, rows);
        let lines: Vec<Line> = chosen.iter().map(|(_, name, own)| line(edition, period, name, own.as_ref(), before, errors)).collect();
        let known = |own: &Option<MissionRow>| own.as_ref().and_then(|own| own.headcount).is_some();
        let unknown: Vec<&str> = chosen.iter().filter(|(.., own)| !known(own)).map(|(_, name, _)| name.as_str()).collect();
        let women = Women::of_month(edition, figures, row);
        let draft = figures.errors(edition, period);
        Self {
            period,
            name: month(period),
            as_of: as_of(rows),
            draft: (draft > 0).then(|| counted(draft, ["openstaande fout", "openstaande fouten"], ["open error", "open errors"])),
            sentence: sentence(figures, row),
            stats: stats(row, rows, women),
            total: total(row, rows, women, unknown.is_empty()),
            notes: notes(edition, row, &unknown, &lines),
            lines,
        }
    }
}

impl Month {
    /// Whether the vacancies of any mission are known.
    pub(super) fn has_vacancies(&self) -> bool {
        self.lines.iter().any(|line| line.vacancies != UNKNOWN)
    }
}

/// The missions of the table: those with a place in the letter, in that order, then every other with a headcount above zero or one
/// that is reported but not known.
fn in_order(edition: &Edition<'_>, rows: &[MissionRow]) -> Vec<(Option<u32>, String, Option<MissionRow>)> {
    let mut own: BTreeMap<&str, Vec<&MissionRow>> = BTreeMap::new();
    for row in rows {
        own.entry(&row.id).or_default().push(row);
    }
    let of = |id: &str| match own.get(id).map(Vec::as_slice) {
        Some([only]) => Some((*only).clone()),
        // Two figures for one mission cannot both be right.
        Some([first, ..]) => Some(nothing(first)),
        _ => None,
    };
    let (mut fixed, mut further) = (Vec::new(), Vec::new());
    for mission in &edition.schema.registry.missions {
        let row = of(&mission.id);
        if mission.display_order.is_some() {
            fixed.push((mission.display_order, mission.name.clone(), row));
        } else if row.as_ref().is_some_and(|row| row.status != "missing" && row.headcount != Some(0)) {
            further.push((None, mission.name.clone(), row));
        }
    }
    // A mission that the registry no longer has may stand in a month that was published before.
    let known: BTreeSet<&str> = edition.schema.registry.missions.iter().map(|mission| mission.id.as_str()).collect();
    let gone = rows.iter().filter(|row| !known.contains(row.id.as_str()) && row.headcount != Some(0));
    further.extend(gone.map(|row| (None, row.name.clone(), Some(row.clone()))));
    fixed.sort_by_key(|(order, ..)| *order);
    fixed.extend(further);
    fixed
}

fn nothing(row: &MissionRow) -> MissionRow {
    MissionRow {
        id: row.id.clone(),
        name: row.name.clone(),
        as_of: None,
        headcount: None,
        temp_home: None,
        in_area: None,
        female: None,
        arrivals: None,
        departures: None,
        vacancies: None,
        status: "conflict".to_owned(),
        unknown_sex: None,
    }
}

fn line(
    edition: &Edition<'_>,
    period: Period,
    name: &str,
    own: Option<&MissionRow>,
    before: &[MissionRow],
    errors: &BTreeMap<(Period, String), usize>,
) -> Line {
    let (status, class) = status(own);
    let get = |of: fn(&MissionRow) -> Option<i64>| figure(own.and_then(of));
    let headcount = own.and_then(|own| own.headcount);
    let earlier = own.and_then(|own| before.iter().find(|row| row.id == own.id)).and_then(|row| row.headcount);
    let change = headcount.zip(earlier).map(|(now, before)| now.saturating_sub(before));
    Line {
        name: Name::of(name),
        headcount: headcount.map_or_else(|| t("onbekend", "unknown"), |headcount| Both::of(headcount.to_string(), headcount.to_string())),
        home: own.and_then(|own| own.temp_home).filter(|home| *home > 0 && headcount.is_some()),
        change: change.map_or_else(|| UNKNOWN.to_owned(), signed),
        in_area: get(|row| row.in_area),
        arrivals: get(|row| row.arrivals),
        departures: get(|row| row.departures),
        vacancies: get(|row| row.vacancies),
        women: own.map_or_else(|| t(UNKNOWN, UNKNOWN), |own| women(edition, period, own)),
        status,
        class,
        finding: own.filter(|_| class != "ok").and_then(|own| errors.get(&(period, own.id.clone()))).copied(),
    }
}

/// The women of a mission: the number that the table shows, with its share where the headcount is not small.
fn women(edition: &Edition<'_>, period: Period, row: &MissionRow) -> Both {
    let threshold = edition.schema.settings.small_count_threshold;
    match row.female {
        Some(count) => {
            let large = row.headcount.filter(|headcount| *headcount >= threshold);
            let of = large.map(|headcount| headcount.saturating_sub(row.unknown_sex.unwrap_or(0)));
            Women { count, of: of.filter(|of| *of >= count) }.words()
        }
        None => {
            let missions = &edition.schema.registry.missions;
            let fact = edition.facts.headcounts.iter().find(|fact| {
                fact.period == period && fact.female.is_some() && missions.get(fact.mission).is_some_and(|mission| mission.id == row.id)
            });
            if fact.is_some() { t(WITHHELD, WITHHELD) } else { t(UNKNOWN, UNKNOWN) }
        }
    }
}

fn status(row: Option<&MissionRow>) -> (Both, &'static str) {
    match row.map(|row| row.status.as_str()) {
        Some("ok") => (t("in orde", "in order"), "ok"),
        Some("flagged") => (t("fout open", "error open"), "flagged"),
        Some("conflict") => (t("bronnen verschillen", "sources differ"), "conflict"),
        _ => (t("ontbreekt", "missing"), "missing"),
    }
}

fn as_of(rows: &[MissionRow]) -> Both {
    let days: BTreeSet<NaiveDate> = rows.iter().filter(|row| row.headcount.is_some()).filter_map(|row| row.as_of).collect();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => day(*first),
        (Some(first), Some(last)) => {
            let (first, last) = (day(*first), day(*last));
            Both::of(
                format!("verschilt per missie, van {} tot en met {}", first.nl, last.nl),
                format!("differs by mission, from {} up to and including {}", first.en, last.en),
            )
        }
        _ => t("niet opgegeven", "not reported"),
    }
}

/// The month in a sentence or two.
fn sentence(figures: &Figures, row: &MonthRow) -> Both {
    let name = month(row.period);
    let Some(headcount) = row.headcount else {
        return Both::of(
            format!("Van {} is van geen enkele missie de bezetting bekend.", name.nl),
            format!("The headcount of no mission is known for {}.", name.en),
        );
    };
    let persons = counted(
        usize::try_from(headcount).unwrap_or(0),
        ["politiefunctionaris", "politiefunctionarissen"],
        ["police officer", "police officers"],
    );
    let posted = figures.of_month(row.period).iter().filter(|mission| mission.headcount.is_some_and(|count| count > 0)).count();
    let missions = counted(posted, ["missie", "missies"], ["mission", "missions"]);
    let (was_nl, was_en) = if headcount == 1 { ("was", "was") } else { ("waren", "were") };
    let mut text = Both::of(
        format!("In {} {was_nl} {} op uitzending in {}", name.nl, persons.nl, missions.nl),
        format!("In {}, {} {was_en} on a posting in {}", name.en, persons.en, missions.en),
    );
    let before = month(row.period.previous());
    let compared = match row.change {
        None => Both::default(),
        Some(0) => Both::of(format!(", evenveel als in {}", before.nl), format!(", as many as in {}", before.en)),
        Some(more) if more > 0 => Both::of(format!(", {more} meer dan in {}", before.nl), format!(", {more} more than in {}", before.en)),
        Some(fewer) => {
            let fewer = fewer.unsigned_abs();
            Both::of(format!(", {fewer} minder dan in {}", before.nl), format!(", {fewer} fewer than in {}", before.en))
        }
    };
    text = Both::of(format!("{}{}.", text.nl, compared.nl), format!("{}{}.", text.en, compared.en));
    match row.temp_home {
        Some(1) => Both::of(
            format!("{} Van hen was 1 tijdelijk in Nederland.", text.nl),
            format!("{} Of them 1 was temporarily in the Netherlands.", text.en),
        ),
        Some(home) if home > 1 => Both::of(
            format!("{} Van hen waren er {home} tijdelijk in Nederland.", text.nl),
            format!("{} Of them {home} were temporarily in the Netherlands.", text.en),
        ),
        _ => text,
    }
}

fn stats(row: &MonthRow, rows: &[MissionRow], women: Option<Women>) -> Vec<Stat> {
    let number =
        |value: Option<i64>| value.map_or_else(|| t("onbekend", "unknown"), |value| Both::of(value.to_string(), value.to_string()));
    let before = month(row.period.previous());
    let change = row.change.map_or_else(
        || t("vorige maand niet bekend", "month before not known"),
        |change| {
            let sign = signed(change);
            Both::of(format!("{sign} sinds {}", before.nl), format!("{sign} since {}", before.en))
        },
    );
    let share_of = |share: Option<(i64, i64)>| {
        let words = |(share, of): (i64, i64)| map(&percent(share), |share| format!("{share} van {of}"), |share| format!("{share} of {of}"));
        share.map_or_else(Both::default, words)
    };
    let listed = rows.len();
    let mut stats = vec![
        Stat { label: t("Op uitzending", "On a posting"), value: number(row.headcount), note: change },
        Stat { label: t("In missiegebied", "In mission area"), value: number(row.in_area), note: Both::default() },
        Stat {
            label: t("Tijdelijk in Nederland", "Temporarily in the Netherlands"),
            value: number(row.temp_home),
            note: share_of(share_home(rows)),
        },
        Stat {
            label: t("Missies met opgave", "Missions reporting"),
            value: number(Some(row.reporting)),
            note: Both::of(format!("van {listed}"), format!("of {listed}")),
        },
        Stat {
            label: t("Instroom", "Arrivals"),
            value: number(row.arrivals),
            note: t("sinds de vorige peildatum", "since the as-of date before"),
        },
        Stat {
            label: t("Uitstroom", "Departures"),
            value: number(row.departures),
            note: t("sinds de vorige peildatum", "since the as-of date before"),
        },
    ];
    if let Some(women) = women {
        let note = share_of(women.share().zip(women.of));
        stats.push(Stat { label: t("Vrouwen", "Women"), value: number(Some(women.count)), note });
    }
    stats
}

fn total(row: &MonthRow, rows: &[MissionRow], women: Option<Women>, complete: bool) -> Line {
    let vacancies = rows.iter().filter_map(|row| row.vacancies).reduce(i64::saturating_add);
    let headcount = match row.headcount {
        None => t("onbekend", "unknown"),
        Some(total) if complete => Both::of(total.to_string(), total.to_string()),
        Some(total) => Both::of(format!("{total} (onvolledig)"), format!("{total} (incomplete)")),
    };
    Line {
        name: Name::default(),
        headcount,
        home: None,
        change: row.change.map_or_else(|| UNKNOWN.to_owned(), signed),
        in_area: figure(row.in_area),
        arrivals: figure(row.arrivals),
        departures: figure(row.departures),
        vacancies: figure(vacancies),
        women: women.map_or_else(|| t(UNKNOWN, UNKNOWN), Women::words),
        status: Both::default(),
        class: "",
        finding: None,
    }
}

fn notes(edition: &Edition<'_>, row: &MonthRow, unknown: &[&str], lines: &[Line]) -> Vec<Both> {
    let mut notes = Vec::new();
    if row.headcount.is_some() && !unknown.is_empty() {
        let (nl, en) =
            if unknown.len() == 1 { ("Deze missie telt", "This mission is") } else { ("Deze missies tellen", "These missions are") };
        notes.push(Both::of(
            format!("Het totaal is onvolledig: van {} is de bezetting niet bekend. {nl} niet mee.", listed(unknown, "en")),
            format!("The total is incomplete: the headcount of {} is not known. {en} not counted.", listed(unknown, "and")),
        ));
    }
    if lines.iter().any(|line| line.women == t(WITHHELD, WITHHELD)) {
        let threshold = edition.schema.settings.small_count_threshold;
        notes.push(Both::of(
            format!("x: achtergehouden, omdat het aantal vrouwen of mannen kleiner is dan {threshold} of uit andere cijfers zou volgen."),
            format!("x: withheld, because the number of women or men is below {threshold} or would follow from other figures."),
        ));
    }
    notes.push(t("–: niet bekend. Onbekend telt nooit als nul.", "–: not known. Unknown never counts as zero."));
    notes
}

/// Names in a row: `A, B en C`.
fn listed(names: &[&str], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [start @ .., last] => format!("{} {and} {last}", start.join(", ")),
    }
}
