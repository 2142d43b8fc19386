//! XMN-02: a return repeats an earlier one, or the roster of one mission that of another.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::table::Column;
use crate::domain::{Bilingual, Census, Period, PersonKey, Place, RecordRef, SafeText, Scope, Severity, Table};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::series::rosters_gone;
use crate::rules::support::{line_words, mission_index};
use crate::rules::words::Words;

/// What XMN-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-02",
    scope: Scope::CrossMonth,
    severity: Severity::Warning,
    name: ["Overgenomen van een andere opgave", "Taken over from another return"],
    message: ["{subject} is gelijk aan {other}, inclusief {detail}.", "{subject} equals {other}, including {detail}."],
    does: [
        "Alles wat een coördinator over een maand opgeeft, wordt vergeleken met de vorige opgave van dezelfde coördinator. Is elke regel \
         gelijk, dan is dat op zich gewoon: bij één tot vijf personen per missie verandert er vaak niets. Het is een bevinding als er iets \
         bij staat dat alleen bij de vorige maand past: een opmerking met de vorige peildatum, mutaties van de vorige maand, of in- en \
         uitstroom die niet met een gelijk gebleven rooster of een gelijk gebleven bezetting kan samengaan. Ook twee missies in één \
         opgave met hetzelfde rooster (dezelfde sleutels en data, ten minste twee personen) zijn een bevinding.",
        "All that a coordinator reports for a month is compared with the same coordinator's return before it. That every line is the \
         same is ordinary in itself: with one to five persons a mission often nothing changes. It is a finding if something stands there \
         that fits the earlier month only: a remark with the earlier as-of date, movements of the earlier month, or inflow and outflow \
         that cannot go with an unchanged roster or an unchanged headcount. Two missions in one return with the same roster (the same \
         keys and dates, at least two persons) are a finding as well.",
    ],
    why: [
        "Een overgenomen opgave ziet er aannemelijk uit en zegt niets over deze maand.",
        "A return that was taken over looks plausible and says nothing about this month.",
    ],
    example: [
        "In de opgave over mei staat bij EUAM Ukraine nog de opmerking 'per 30-04' (Bezetting!G5), en alle cijfers zijn die van april.",
        "The return for May still has the remark 'per 30-04' at EUAM Ukraine (Bezetting!G5), and all figures are those of April.",
    ],
    fix: [
        "Coördinator: loop de opgave na en bevestig haar, of stuur de opgave van deze maand. Analist: gebruik de cijfers pas na die \
         bevestiging.",
        "Coordinator: go through the return and confirm it, or send the one for this month. Analyst: do not use the figures before that \
         confirmation.",
    ],
};

/// Every coordinator's months, each beside the one before; and the rosters of each return beside each other.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let mut sent: BTreeMap<usize, BTreeMap<Period, Vec<RecordRef>>> = BTreeMap::new();
    for (ret, at, table) in census.tables() {
        let from = &census.returns[ret];
        let Some(coordinator) = from.coordinator else { continue };
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            if let Some(period) = table.periods[record] {
                sent.entry(coordinator).or_default().entry(period).or_default().push(RecordRef { ret, table: at, record });
            }
        }
    }
    for (coordinator, months) in &sent {
        let mut before: Option<(Period, &[RecordRef])> = None;
        for (period, records) in months {
            if let Some(earlier) = before
                && holds_headcounts(census, records)
            {
                repeated(census, out, *coordinator, (*period, records), earlier);
            }
            before = Some((*period, records));
        }
    }
    rosters(census, out);
    for (period, reason) in rosters_gone(census) {
        out.not_run(Some(period), reason);
    }
}

fn holds_headcounts(census: &Census<'_>, records: &[RecordRef]) -> bool {
    let headcount = census.schema.table("headcount");
    records.iter().any(|at| Some(census.table(*at).schema) == headcount)
}

fn repeated(
    census: &Census<'_>,
    out: &mut Outcome<'_>,
    coordinator: usize,
    (period, records): (Period, &[RecordRef]),
    (month, earlier): (Period, &[RecordRef]),
) {
    let equal = records.len() == earlier.len() && records.iter().zip(earlier).all(|(one, other)| is_same(census, *one, *other));
    let Some((place, detail)) = equal.then(|| telling(census, records, earlier, month)).flatten() else {
        out.passed(Some(period), 1);
        return;
    };
    let name = &census.schema.coordinators[coordinator].name;
    let args = vec![
        ("subject", Bilingual::new(format!("De opgave van {name} over {period}"), format!("The return of {name} for {period}"))),
        ("other", Bilingual::new(format!("die over {month}"), format!("the one for {month}"))),
        ("detail", detail),
    ];
    out.failed(place, Some(period), Draft { args, ..Draft::default() });
}

/// Whether two records say the same, their months and as-of dates left aside.
fn is_same(census: &Census<'_>, one: RecordRef, other: RecordRef) -> bool {
    let (here, there) = (census.table(one), census.table(other));
    let fields = &census.schema.tables[here.schema].fields;
    here.schema == there.schema
        && fields.iter().zip(here.columns.iter().zip(&there.columns)).all(|(field, (a, b))| {
            matches!(field.name.as_str(), "as_of" | "period") || same_value(&a.values, one.record, &b.values, other.record)
        })
}

fn same_value(one: &Column, at: usize, other: &Column, there: usize) -> bool {
    match (one, other) {
        (Column::Counts(a), Column::Counts(b)) => a.get(at) == b.get(there),
        (Column::Dates(a), Column::Dates(b)) => a.get(at) == b.get(there),
        (Column::Months(a), Column::Months(b)) => a.get(at) == b.get(there),
        (Column::Windows(a), Column::Windows(b)) => a.get(at) == b.get(there),
        (Column::Codes(a), Column::Codes(b)) => a.get(at) == b.get(there),
        (Column::Missions(a), Column::Missions(b)) => a.get(at) == b.get(there),
        (Column::Texts(a), Column::Texts(b)) => a.get(at) == b.get(there),
        (Column::Keys(a), Column::Keys(b)) => a.get(at) == b.get(there),
        (Column::Absent, Column::Absent) => true,
        _ => false,
    }
}

/// What shows that records were taken over from those of an earlier month, and its cell.
fn telling(census: &Census<'_>, records: &[RecordRef], earlier: &[RecordRef], month: Period) -> Option<(Place, Bilingual)> {
    remark(census, records, earlier, month).or_else(|| movement(census, records, month)).or_else(|| flow(census, records))
}

fn at_cell(place: Place, nl: &str, en: &str) -> (Place, Bilingual) {
    let cell = line_words(&place);
    let detail = Bilingual::new(format!("{nl} {}", cell.nl), format!("{en} {}", cell.en));
    (place, detail)
}

/// A text with the as-of date of the earlier month, on a sheet that is of the later month only.
fn remark(census: &Census<'_>, records: &[RecordRef], earlier: &[RecordRef], month: Period) -> Option<(Place, Bilingual)> {
    let as_of = earlier.iter().find_map(|at| census.as_of(*at)).unwrap_or_else(|| month.last_day());
    let sheets_of = |records: &[RecordRef]| records.iter().map(|at| (at.ret, census.table(*at).sheet)).collect::<BTreeSet<_>>();
    let before = sheets_of(earlier);
    sheets_of(records).difference(&before).find_map(|(ret, sheet)| {
        let from = &census.returns[*ret];
        let own = from.sheets.get(*sheet).and_then(|sheet| sheet.layout.as_of.as_ref()).map(|as_of| as_of.cell);
        let named = from.contents.iter().flat_map(|contents| &contents.days).filter(|named| named.sheet == *sheet);
        let repeated = named.filter(|named| named.is(as_of) || named.is(month.last_day())).find(|named| Some(named.cell) != own)?;
        Some(at_cell(census.place_of(*ret, *sheet, repeated.cell), "de datum in", "the date in"))
    })
}

/// A movement of the earlier month.
fn movement(census: &Census<'_>, records: &[RecordRef], month: Period) -> Option<(Place, Bilingual)> {
    let movements = census.schema.table("movements")?;
    let date = census.schema.tables[movements].field("date")?;
    let of_month = |at: &&RecordRef| {
        let table = census.table(**at);
        table.schema == movements && table.date(date, at.record).is_some_and(|day| month.contains(day))
    };
    let at = records.iter().find(of_month)?;
    Some(at_cell(census.place(*at, Some(date)), "de mutatie in", "the movement in"))
}

/// Inflow or outflow that cannot go with a roster, or a headcount, in which nothing changed.
fn flow(census: &Census<'_>, records: &[RecordRef]) -> Option<(Place, Bilingual)> {
    let headcount = census.schema.table("headcount")?;
    let schema = &census.schema.tables[headcount];
    let (arrivals, departures) = (schema.field("arrivals")?, schema.field("departures")?);
    let with_roster = census.schema.table("roster").is_some_and(|roster| records.iter().any(|at| census.table(*at).schema == roster));
    records.iter().filter(|at| census.table(**at).schema == headcount).find_map(|at| {
        let table: &Table = census.table(*at);
        let (came, went) = (table.count(arrivals, at.record), table.count(departures, at.record));
        let field = if came.is_some_and(|came| came > 0) { arrivals } else { departures };
        let moved = came.unwrap_or(0) > 0 || went.unwrap_or(0) > 0;
        let uneven = came.zip(went).is_some_and(|(came, went)| came != went);
        let (nl, en) = if field == arrivals { ("de instroom in", "the inflow in") } else { ("de uitstroom in", "the outflow in") };
        (moved && (uneven || with_roster)).then(|| at_cell(census.place(*at, Some(field)), nl, en))
    })
}

/// A person's line of a roster: key and dates.
type Line<'a> = (&'a PersonKey, [Option<NaiveDate>; 3]);

/// Two missions of one return whose rosters are the same.
fn rosters(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(roster) = census.schema.table("roster") else { return };
    let schema = &census.schema.tables[roster];
    let Some(key) = schema.field("person_key") else { return };
    let dates = ["start", "planned_end", "actual_end"].map(|name| schema.field(name));
    let mut seen: BTreeMap<(usize, Period, Vec<Line<'_>>), RecordRef> = BTreeMap::new();
    for (period, mission, lines) in census.missions(roster) {
        let mut by_return: BTreeMap<usize, Vec<RecordRef>> = BTreeMap::new();
        for line in lines {
            by_return.entry(line.ret).or_default().push(*line);
        }
        for (ret, lines) in by_return.into_iter().filter(|(_, lines)| lines.len() > 1) {
            let line = |at: &RecordRef| {
                let table = census.table(*at);
                let days = dates.map(|field| field.and_then(|field| table.date(field, at.record)));
                Some((table.key(key, at.record)?, days))
            };
            let (Some(mut persons), Some(first)) = (lines.iter().map(line).collect::<Option<Vec<_>>>(), lines.first().copied()) else {
                continue;
            };
            persons.sort_unstable();
            let Some(twin) = seen.get(&(ret, period, persons.clone())).copied() else {
                seen.insert((ret, period, persons), first);
                out.passed(Some(period), 1);
                continue;
            };
            // The one further down is the copy.
            let (original, copy) = if twin <= first { (twin, first) } else { (first, twin) };
            let copied = if copy == first { Some(mission) } else { mission_index(census, copy) };
            let name = |of: Option<usize>| of.map_or("", |at| census.schema.registry.missions[at].name.as_str());
            let (own, other) = (name(copied), name(mission_index(census, original)));
            let args = vec![
                ("subject", Bilingual::new(format!("Het rooster van {own}"), format!("The roster of {own}"))),
                ("other", Bilingual::new(format!("dat van {other}"), format!("that of {other}"))),
                ("detail", Bilingual::new("sleutels en data", "keys and dates")),
            ];
            let suggestion = Bilingual::new(
                format!(
                    "Vergelijk met de regels vanaf {} en vraag om het eigen rooster van {own}.",
                    line_words(&census.place(original, None)).nl
                ),
                format!("Compare with the lines from {} and ask for {own}'s own roster.", line_words(&census.place(original, None)).en),
            );
            let draft = Draft {
                mission: copied.map(|at| census.schema.registry.missions[at].id.clone()),
                field: "roster".to_owned(),
                value: SafeText::default(),
                args,
                suggestion,
                ..Draft::default()
            };
            out.failed(census.place(copy, None), Some(period), draft);
        }
    }
}
