//! What several checks need: walking over records, and words for places and people.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::census::Chosen;
use crate::domain::{
    Bilingual, Census, Field, FieldType, Mission, Period, Place, RecordRef, Remark, RemarkKind, SafeText, Severity, Table, TableSchema,
};

use super::outcome::{Draft, Outcome, number};

pub(super) mod persons;
pub(super) mod secondment;

/// One table of a return that counts.
pub(super) struct Reading<'a> {
    /// The return, as an index.
    pub(super) ret: usize,
    /// The table within the return, as an index.
    pub(super) at: usize,
    /// Its records.
    pub(super) table: &'a Table,
    /// Its declaration.
    pub(super) schema: &'a TableSchema,
}

/// All tables of the returns that count.
pub(super) fn tables<'a>(census: &Census<'a>) -> impl Iterator<Item = Reading<'a>> {
    let schema = census.schema;
    census.tables().map(move |(ret, at, table)| Reading { ret, at, table, schema: &schema.tables[table.schema] })
}

/// All tables of one name in the returns that count.
pub(super) fn tables_named<'a>(census: &Census<'a>, name: &str) -> impl Iterator<Item = Reading<'a>> {
    tables(census).filter(move |reading| reading.schema.name == name)
}

/// Number of records of a table for each month.
pub(super) fn records_by_period(table: &Table) -> Vec<(Option<Period>, u64)> {
    let mut counts: Vec<(Option<Period>, u64)> = Vec::new();
    for period in &table.periods {
        match counts.iter_mut().rev().find(|(of, _)| of == period) {
            Some((_, count)) => *count += 1,
            None => counts.push((*period, 1)),
        }
    }
    counts
}

/// The cell, month and mission that a remark is about.
pub(super) struct About {
    /// The cell.
    pub(super) place: Place,
    /// The month.
    pub(super) period: Option<Period>,
    /// The mission's id.
    pub(super) mission: Option<String>,
    /// The mission's name, for messages; what stands for it if it is not known.
    pub(super) name: Bilingual,
    /// The field as `table.field`.
    pub(super) field: String,
    /// The field's title.
    pub(super) title: Bilingual,
}

/// Runs a check that rests on what was seen while cells were read: the cells of fitting fields are its cases, those about
/// which `judge` has something to say fail.
pub(super) fn by_remark(
    census: &Census<'_>,
    out: &mut Outcome<'_>,
    fits: impl Fn(&Field) -> bool,
    judge: impl FnMut(&Remark, &About) -> Option<Draft>,
) {
    by_kind(census, out, fits, |_| true, judge);
}

/// The same for remarks of some kinds. The others are passed over before anything is worked out about them, since a sheet may
/// have hundreds of thousands.
pub(super) fn by_kind(
    census: &Census<'_>,
    out: &mut Outcome<'_>,
    fits: impl Fn(&Field) -> bool,
    concerns: impl Fn(&RemarkKind) -> bool,
    mut judge: impl FnMut(&Remark, &About) -> Option<Draft>,
) {
    for reading in tables(census) {
        let Reading { ret, table, schema, .. } = reading;
        let mut rows_with_it: BTreeSet<usize> = BTreeSet::new();
        let mut found = Vec::new();
        let mut failed: Vec<(Option<Period>, u64)> = Vec::new();
        for remark in table.remarks.iter().filter(|remark| concerns(&remark.kind) && fits(&schema.fields[remark.field])) {
            let about = about(census, ret, table, remark);
            let Some(draft) = judge(remark, &about) else { continue };
            match failed.iter_mut().find(|(of, _)| *of == about.period) {
                Some((_, count)) => *count += 1,
                None => failed.push((about.period, 1)),
            }
            if remark.record.is_some() {
                rows_with_it.insert(remark.field);
            }
            found.push((remark, about, draft));
        }
        for (remark, about, mut draft) in found {
            draft.field = about.field;
            draft.mission = draft.mission.or(about.mission);
            if draft.value.is_empty() {
                draft.value = remark.raw.clone();
            }
            // A total shows what is wrong with a row that it adds up.
            if remark.record.is_none() && rows_with_it.contains(&remark.field) && draft.outcome_of.is_none() {
                draft.outcome_of = Some(out.check().code.clone());
            }
            out.failed(about.place, about.period, draft);
        }
        let columns = schema.fields.iter().zip(&table.columns).filter(|(field, column)| fits(field) && column.sheet_col.is_some()).count();
        for (period, records) in records_by_period(table) {
            let cells = records * u64::try_from(columns).unwrap_or(0);
            let failed = failed.iter().find(|(of, _)| *of == period).map_or(0, |(_, count)| *count);
            out.passed(period, cells.saturating_sub(failed));
        }
    }
}

fn about(census: &Census<'_>, ret: usize, table: &Table, remark: &Remark) -> About {
    let schema = &census.schema.tables[table.schema];
    let record = remark.record.map(|record| record as usize);
    let mission = record.and_then(|record| schema.field("mission").and_then(|field| table.mission(field, record)));
    let period = record.and_then(|record| table.periods[record]).or(census.returns[ret].period);
    let field = &schema.fields[remark.field];
    let row = remark.cell.row + 1;
    let name = mission.map_or_else(
        || Bilingual::new(format!("regel {row}"), format!("row {row}")),
        |at| Bilingual::same(census.schema.registry.missions[at].name.clone()),
    );
    About {
        place: census.place_of(ret, table.sheet, remark.cell),
        period,
        mission: mission.map(|at| census.schema.registry.missions[at].id.clone()),
        name,
        field: format!("{}.{}", schema.name, field.name),
        title: field.title.clone(),
    }
}

/// The severity of a mission that cannot be told and that a row only names beside its own, such as where somebody goes next:
/// often that is no mission at all.
pub(super) fn of_another(field: &str) -> Option<Severity> {
    (!field.ends_with(".mission")).then_some(Severity::Info)
}

/// Whether a field holds counts.
pub(super) fn is_count(field: &Field) -> bool {
    matches!(field.kind, FieldType::Headcount | FieldType::Count)
}

/// Whether a field holds days, months or windows of time.
pub(super) fn is_time(field: &Field) -> bool {
    matches!(field.kind, FieldType::Date | FieldType::LastDay | FieldType::Month | FieldType::Window)
}

/// A draft with the raw text and the mission as placeholders.
pub(super) fn raw_and_mission(remark: &Remark, about: &About) -> Draft {
    let raw = Bilingual::same(remark.raw.to_string());
    Draft { args: vec![("raw", raw), ("mission", about.name.clone()), ("field", about.title.clone())], ..Draft::default() }
}

/// The headcount that counts for a mission in a month.
pub(super) struct Stated<'a> {
    /// The month.
    pub(super) period: Period,
    /// The mission.
    pub(super) mission: &'a Mission,
    /// The mission, as an index into the registry.
    pub(super) index: usize,
    /// The record.
    pub(super) at: RecordRef,
    /// Persons; `None` is not reported.
    pub(super) headcount: Option<i64>,
    /// The day it holds for; `None` if missing or outside the month.
    pub(super) as_of: Option<NaiveDate>,
}

/// Every mission's headcount in every month, without those on which sources differ.
pub(super) fn headcounts<'c, 'a>(census: &'c Census<'a>) -> impl Iterator<Item = Stated<'a>> + use<'c, 'a> {
    let table = census.schema.table("headcount");
    let stated = table.and_then(|table| census.schema.tables[table].field("stated"));
    let missions = table.into_iter().flat_map(|table| census.missions(table));
    missions.filter_map(move |(period, mission, _)| match census.headcount(period, mission) {
        Chosen::One(at) => Some(Stated {
            period,
            mission: &census.schema.registry.missions[mission],
            index: mission,
            at,
            headcount: stated.and_then(|field| census.table(at).count(field, at.record)),
            as_of: census.as_of(at),
        }),
        _ => None,
    })
}

/// A headcount that stands where the registry expects nobody, with the date that says so.
pub(super) fn nobody_expected(stated: &Stated<'_>, count: i64, (name, day): (&'static str, NaiveDate)) -> Draft {
    Draft {
        mission: Some(stated.mission.id.clone()),
        field: "headcount.stated".to_owned(),
        value: SafeText::own(count),
        expected: SafeText::own(0),
        args: vec![
            ("mission", Bilingual::same(stated.mission.name.clone())),
            (name, Bilingual::same(day.to_string())),
            ("x", number(count)),
        ],
        ..Draft::default()
    }
}

/// The place of a headcount.
pub(super) fn stated_place(census: &Census<'_>, at: RecordRef) -> Place {
    let field = census.schema.tables[census.table(at).schema].field("stated");
    census.place(at, field)
}

/// The place of the mission's name beside a headcount.
pub(super) fn mission_place(census: &Census<'_>, at: RecordRef) -> Place {
    let field = census.schema.tables[census.table(at).schema].field("mission");
    census.place(at, field)
}

/// The mission of a record, as an index into the registry.
pub(super) fn mission_index(census: &Census<'_>, at: RecordRef) -> Option<usize> {
    let table = census.table(at);
    let field = census.schema.tables[table.schema].field("mission")?;
    table.mission(field, at.record)
}

/// What the headcounts of a mission in a month were in returns that later versions superseded.
pub(super) fn superseded_headcounts(census: &Census<'_>, period: Period, mission: usize) -> Vec<i64> {
    let Some(headcount) = census.schema.table("headcount") else { return Vec::new() };
    let schema = &census.schema.tables[headcount];
    let (Some(of), Some(stated)) = (schema.field("mission"), schema.field("stated")) else { return Vec::new() };
    let tables = census.returns.iter().filter(|from| from.superseded_by.is_some()).flat_map(|from| &from.tables);
    let here = |table: &Table, record: &usize| table.periods[*record] == Some(period) && table.mission(of, *record) == Some(mission);
    let of_table =
        |table: &Table| (0..table.len()).filter(|record| here(table, record)).filter_map(|record| table.count(stated, record)).collect();
    tables.filter(|table| table.schema == headcount).flat_map(|table| -> Vec<i64> { of_table(table) }).collect()
}

/// The id of the mission of a record.
pub(super) fn mission_id(census: &Census<'_>, at: RecordRef) -> Option<String> {
    mission_index(census, at).map(|at| census.schema.registry.missions[at].id.clone())
}

/// Why checks that need the as-of date do not run.
pub(super) fn no_as_of() -> Bilingual {
    Bilingual::new("de peildatum ontbreekt of valt buiten de maand", "the as-of date is missing or outside the month")
}

/// A headcount that stands in two places.
pub(super) struct Doubled<'a> {
    /// The month.
    pub(super) period: Period,
    /// The mission.
    pub(super) mission: &'a Mission,
    /// Where it stands first, by path.
    pub(super) first: RecordRef,
    /// Where it stands again: in another file, or on another sheet.
    pub(super) other: RecordRef,
    /// The first and the other headcount.
    pub(super) values: (Option<i64>, Option<i64>),
}

/// Every headcount that stands in more than one file or sheet, compared with the first that has a value. Twice on one sheet is
/// another check's.
pub(super) fn doubled<'a>(census: &Census<'a>) -> Vec<Doubled<'a>> {
    let Some(table) = census.schema.table("headcount") else { return Vec::new() };
    let Some(stated) = census.schema.tables[table].field("stated") else { return Vec::new() };
    let value = |at: RecordRef| census.table(at).count(stated, at.record);
    let mut found = Vec::new();
    for (period, mission, sources) in census.missions(table) {
        let Some(first) = sources.iter().copied().find(|at| value(*at).is_some()).or_else(|| sources.first().copied()) else { continue };
        let elsewhere = |at: &RecordRef| (at.ret, census.table(*at).sheet) != (first.ret, census.table(first).sheet);
        let mission = &census.schema.registry.missions[mission];
        let others = sources.iter().copied().filter(elsewhere);
        found.extend(others.map(|other| Doubled { period, mission, first, other, values: (value(first), value(other)) }));
    }
    found
}

/// Makes findings of the personal data of some kinds that was met while files were read.
pub(super) fn personal(census: &Census<'_>, out: &mut Outcome<'_>, kinds: &[&str]) {
    for (ret, from) in census.returns.iter().enumerate() {
        let met: Vec<_> = from.personal.iter().filter(|data| kinds.contains(&data.kind.as_str())).collect();
        if met.is_empty() && from.unreadable.is_none() {
            out.passed(from.period, from.sheets.len() as u64);
        }
        for data in met {
            let place = census.place_of(ret, data.sheet, data.cell);
            let header = if data.header.is_empty() { kind_words(&data.kind) } else { Bilingual::same(data.header.to_string()) };
            let args = vec![
                ("header", header),
                ("consequence", consequence(from.refused.is_some())),
                ("sheet", Bilingual::same(SafeText::scrub(place.sheet()).to_string())),
                ("cell", Bilingual::same(data.cell.to_string())),
            ];
            let suggestion = if from.refused.is_some() {
                Bilingual::new(
                    "Het bestand is niet verder gelezen. Vraag een opgave zonder deze gegevens en verwijder dit exemplaar.",
                    "The file was not read further. Ask for a return without these data and delete this copy.",
                )
            } else if data.kind == "health" {
                Bilingual::new(
                    "Verwijder de tekst, of kies de status 'overig afwezig'. De tekst zelf is niet bewaard.",
                    "Remove the text, or choose the status 'other absence'. The text itself was not kept.",
                )
            } else {
                Bilingual::new(
                    "Deze gegevens zijn niet gelezen of bewaard. Vraag de coördinator ze voortaan weg te laten.",
                    "These data were neither read nor kept. Ask the coordinator to leave them out from now on.",
                )
            };
            let severity = (!data.certain).then_some(Severity::Warning);
            let value = SafeText::withheld();
            out.failed(place, from.period, Draft { field: data.kind.clone(), value, args, suggestion, severity, ..Draft::default() });
        }
    }
}

fn consequence(refused: bool) -> Bilingual {
    if refused {
        Bilingual::new("bestand geweigerd, waarden niet opgeslagen", "file refused, values not stored")
    } else {
        Bilingual::new("waarden niet opgeslagen", "values not stored")
    }
}

fn kind_words(kind: &str) -> Bilingual {
    match kind {
        "bsn" => Bilingual::new("burgerservicenummer", "citizen service number"),
        "name" => Bilingual::new("naam", "name"),
        "email" => Bilingual::new("e-mailadres", "e-mail address"),
        "phone" => Bilingual::new("telefoonnummer", "telephone number"),
        "birth_date" => Bilingual::new("geboortedatum", "date of birth"),
        "personnel_no" => Bilingual::new("personeelsnummer", "personnel number"),
        "document_no" => Bilingual::new("documentnummer", "document number"),
        "address" => Bilingual::new("adres", "address"),
        "iban" => Bilingual::new("rekeningnummer", "bank account number"),
        "health" => Bilingual::new("gezondheidsgegeven", "health data"),
        other => Bilingual::same(other),
    }
}

/// A line of a table about persons, as messages name it: sheet and cell, never the key.
pub(super) fn line_words(place: &Place) -> Bilingual {
    let cell = place.cell().map(|cell| cell.to_string()).unwrap_or_default();
    Bilingual::same(format!("{}!{cell}", SafeText::scrub(place.sheet())))
}

/// What tells one source of a figure from another: the file, or the cells where both stand in one file.
pub(super) fn source_words(place: &Place, other: &Place) -> Bilingual {
    if place.file() == other.file() { line_words(place) } else { Bilingual::same(place.file()) }
}

/// Whether the sheet of a record states a date outside the record's month: then its figures are most likely those of another.
pub(super) fn misdated(census: &Census<'_>, at: RecordRef) -> bool {
    let table = census.table(at);
    let sheet = census.returns[at.ret].sheets.get(table.sheet);
    let stated = sheet.and_then(|sheet| sheet.layout.as_of.as_ref()).and_then(|as_of| as_of.date);
    stated.zip(table.periods[at.record]).is_some_and(|(day, period)| !period.contains(day))
}

/// The day on which the facts of a record hold: its as-of date, else the end of its month.
pub(super) fn day_of(census: &Census<'_>, at: RecordRef) -> Option<NaiveDate> {
    census.as_of(at).or_else(|| census.table(at).periods[at.record].map(|period| period.last_day()))
}
