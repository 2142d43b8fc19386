//! Sums over missions: by month, organisation, region and country.

use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoColumn, IntoLazy, JoinArgs, JoinType, LazyFrame, PolarsError, SortMultipleOptions,
    StringChunked, col, lit, when,
};

use super::columns::{broken, count, flag, ordered, shown, text};
use super::withhold::{Partition, Withheld};
use super::{NamedTable, dimensions};
use crate::domain::facts::{HeadcountFact, HeadcountStatus};
use crate::domain::{ColumnNote, Edition, Mission, Period, TableNote, Words};
use crate::error::Error;

const HEADCOUNT: ColumnNote = ColumnNote::new(
    "headcount",
    "Som van de bekende bezettingen, in personen. Leeg: van geen enkele missie bekend.",
    "Sum of the known headcounts, in persons. Empty: known of no mission.",
);
const TEMP_HOME: ColumnNote = ColumnNote::new(
    "temp_home",
    "Som van wie tijdelijk in Nederland is, voor zover bekend. Leeg: van geen enkele missie bekend.",
    "Sum of those temporarily home, as far as known. Empty: known of no mission.",
);
const IN_AREA: ColumnNote = ColumnNote::new(
    "in_area",
    "Som van wie in het missiegebied is, voor zover bekend. Leeg: van geen enkele missie bekend.",
    "Sum of those in the mission area, as far as known. Empty: known of no mission.",
);
const FEMALE: ColumnNote = ColumnNote::new(
    "female",
    "Som van de vrouwen, voor zover bekend. Leeg: van geen enkele missie bekend, of achtergehouden omdat een klein aantal van een missie eruit zou volgen.",
    "Sum of the women, as far as known. Empty: known of no mission, or withheld because a small number of a mission would follow from it.",
);
const ARRIVALS: ColumnNote = ColumnNote::new(
    "arrivals",
    "Som van de begonnen uitzendingen, voor zover bekend. Leeg: van geen enkele missie bekend.",
    "Sum of the tours that began, as far as known. Empty: known of no mission.",
);
const DEPARTURES: ColumnNote = ColumnNote::new(
    "departures",
    "Som van de beëindigde uitzendingen, voor zover bekend. Leeg: van geen enkele missie bekend.",
    "Sum of the tours that ended, as far as known. Empty: known of no mission.",
);
const MISSIONS: ColumnNote = ColumnNote::new(
    "missions",
    "Aantal missies in de groep waarvan een opgave is ontvangen: status ok, flagged of conflict, niet missing.",
    "Number of missions in the group that were reported on: status ok, flagged or conflict, not missing.",
);

/// The columns of a table that is grouped by one column.
const fn grouped(group: ColumnNote) -> [ColumnNote; 9] {
    [dimensions::PERIOD, group, MISSIONS, HEADCOUNT, TEMP_HOME, IN_AREA, FEMALE, ARRIVALS, DEPARTURES]
}

/// The table `by_period`.
pub(super) const BY_PERIOD: TableNote = TableNote {
    name: "by_period",
    title: Words::new("Bezetting per maand", "Headcount by month"),
    meaning: Words::new(
        "Een rij per gepubliceerde maand, over alle missies. Onbekende cijfers tellen niet mee en nooit als nul.",
        "One row for each published month, over all missions. Unknown figures are left out and never count as zero.",
    ),
    columns: &[
        dimensions::PERIOD,
        ColumnNote::new(
            "missions_reporting",
            "Aantal missies waarvan de bezetting bekend is.",
            "Number of missions whose headcount is known.",
        ),
        HEADCOUNT,
        TEMP_HOME,
        IN_AREA,
        FEMALE,
        ARRIVALS,
        DEPARTURES,
        ColumnNote::new(
            "change",
            "Bezetting min die van de vorige kalendermaand. Leeg: een van beide is niet bekend. Vergelijk missions_reporting: ook een ontbrekende opgave verandert de som.",
            "Headcount less that of the calendar month before. Empty: one of them is not known. Compare missions_reporting: a missing return changes the sum as well.",
        ),
    ],
    key: &["period"],
    links: &[dimensions::TO_PERIOD],
};

/// The table `by_organisation`.
pub(super) const BY_ORGANISATION: TableNote = TableNote {
    name: "by_organisation",
    title: Words::new("Bezetting per organisatie", "Headcount by organisation"),
    meaning: Words::new("Een rij per maand en organisatie.", "One row for each month and organisation."),
    columns: &grouped(ColumnNote::new("organisation", "Code van de organisatie die leidt.", "Code of the organisation that leads.")),
    key: &["period", "organisation"],
    links: &[dimensions::TO_PERIOD],
};

/// The table `by_region`.
pub(super) const BY_REGION: TableNote = TableNote {
    name: "by_region",
    title: Words::new("Bezetting per regio", "Headcount by region"),
    meaning: Words::new(
        "Een rij per maand en regio. Elke missie telt in één regio.",
        "One row for each month and region. Every mission counts in one region.",
    ),
    columns: &grouped(ColumnNote::new("region", "Code van de regio.", "Code of the region.")),
    key: &["period", "region"],
    links: &[dimensions::TO_PERIOD],
};

/// The table `by_country`.
pub(super) const BY_COUNTRY: TableNote = TableNote {
    name: "by_country",
    title: Words::new("Bezetting per gastland", "Headcount by host country"),
    meaning: Words::new(
        "Een rij per maand en gastland. Een missie met meer gastlanden staat eenmaal, onder een eigen sleutel.",
        "One row for each month and host country. A mission with several host countries stands once, under a key of its own.",
    ),
    columns: &grouped(ColumnNote::new(
        "country",
        "ISO 3166-1-code van het gastland; bij meer gastlanden alle codes, zoals BJ+CI+GH+TG. Leeg: missies zonder gastland, zoals op zee.",
        "ISO 3166-1 code of the host country; of several host countries all codes, such as BJ+CI+GH+TG. Empty: missions without one, such as at sea.",
    )),
    // Country is empty for missions at sea, so these two columns are no key in the sense of the standard.
    key: &[],
    links: &[dimensions::TO_PERIOD],
};

const SUMMED: [&str; 6] = ["headcount", "temp_home", "in_area", "female", "arrivals", "departures"];

/// More persons than can be meant: such a figure is left out of sums, so that no sum can overflow.
const ABSURD: i64 = 1_000_000_000_000;

/// The four tables of sums.
pub(super) fn aggregates(edition: &Edition<'_>, withheld: &Withheld) -> Result<Vec<NamedTable>, Error> {
    let grouped = [
        (&BY_ORGANISATION, "organisation", Partition::Organisation),
        (&BY_REGION, "region", Partition::Region),
        (&BY_COUNTRY, "country", Partition::Country),
    ];
    let published: Vec<&HeadcountFact> = super::headcount::rows(edition);
    let base = base(edition, &published).map_err(broken("by_organisation"))?.lazy();
    let mut tables = vec![by_period(edition, withheld)?];
    for (note, key, partition) in grouped {
        let sums = base.clone().group_by([col("period"), col(key)]).agg(
            [col("reported").sum().cast(DataType::Int64).alias("missions")].into_iter().chain(SUMMED.map(known_sum)).collect::<Vec<_>>(),
        );
        let frame = sorted(sums, &["period", key]).collect().map_err(broken(note.name))?;
        let frame = without_withheld(frame, key, partition, withheld).map_err(broken(note.name))?;
        tables.push(ordered(note, frame)?);
    }
    Ok(tables)
}

/// The sums by month, of every published month, with the change since the month before.
fn by_period(edition: &Edition<'_>, withheld: &Withheld) -> Result<NamedTable, Error> {
    let broken = broken(BY_PERIOD.name);
    // The month before the first published one counts for the change, so this starts from all facts.
    let all: Vec<&HeadcountFact> = edition.facts.headcounts.iter().collect();
    let sums = base(edition, &all).map_err(&broken)?.lazy().group_by([col("ordinal")]).agg(
        [col("headcount").count().cast(DataType::Int64).alias("missions_reporting")]
            .into_iter()
            .chain(SUMMED.map(known_sum))
            .collect::<Vec<_>>(),
    );
    let before = sums.clone().select([(col("ordinal") + lit(1i64)).alias("ordinal"), col("headcount").alias("before")]);
    let months = DataFrame::new(
        edition.periods.len(),
        vec![
            count("ordinal", edition.periods.iter().map(|period| Some(ordinal(*period)))),
            shown("period", edition.periods.iter().map(Some)),
        ],
    );
    let joined = [sums, before].into_iter().fold(months.map_err(&broken)?.lazy(), |left, right| {
        left.join(right, [col("ordinal")], [col("ordinal")], JoinArgs::new(JoinType::Left))
    });
    let figures = joined.with_columns([col("missions_reporting").fill_null(lit(0i64)), (col("headcount") - col("before")).alias("change")]);
    let mut frame = sorted(figures, &["period"]).collect().map_err(&broken)?;
    let female = frame.column("female").and_then(|column| column.i64()).map_err(&broken)?;
    // The months stand in their order, one row each.
    let shown = female.iter().zip(edition.periods).map(|(number, period)| number.filter(|_| !withheld.month(*period)));
    let column = count("female", shown.collect::<Vec<_>>().into_iter());
    frame.with_column(column.into_column()).map_err(&broken)?;
    ordered(&BY_PERIOD, frame)
}

/// Headcounts with the groups they fall in.
fn base(edition: &Edition<'_>, rows: &[&HeadcountFact]) -> Result<DataFrame, PolarsError> {
    let missions: Vec<Option<&Mission>> = rows.iter().map(|row| edition.schema.registry.missions.get(row.mission)).collect();
    let group = |name, partition: Partition| text(name, missions.iter().map(|mission| mission.and_then(|m| partition.group(m))));
    let counted = |name, of: fn(&HeadcountFact) -> Option<i64>| {
        count(name, rows.iter().map(|row| of(row).filter(|value| (-ABSURD..=ABSURD).contains(value))))
    };
    let columns: Vec<Column> = vec![
        count("ordinal", rows.iter().map(|row| Some(ordinal(row.period)))),
        shown("period", rows.iter().map(|row| Some(row.period))),
        group("organisation", Partition::Organisation),
        group("region", Partition::Region),
        group("country", Partition::Country),
        flag("reported", rows.iter().map(|row| row.status != HeadcountStatus::Missing)),
        counted("headcount", |row| row.headcount),
        counted("temp_home", |row| row.temp_home),
        counted("in_area", |row| row.in_area),
        counted("female", |row| row.female),
        counted("arrivals", |row| row.arrivals),
        counted("departures", |row| row.departures),
    ];
    DataFrame::new(rows.len(), columns)
}

/// Months counted since the year 0, so that the month before is one less.
fn ordinal(period: Period) -> i64 {
    i64::from(period.year()) * 12 + i64::from(period.month())
}

/// The sum of the values that are known; null, not zero, where none is. Then the first value is null as well, and of the right type:
/// a plain null is made room for by the megabyte.
fn known_sum(column: &str) -> Expr {
    when(col(column).count().gt(lit(0))).then(col(column).sum()).otherwise(col(column).first()).alias(column)
}

fn sorted(frame: LazyFrame, by: &[&'static str]) -> LazyFrame {
    let options = SortMultipleOptions::default().with_maintain_order(true).with_nulls_last(true);
    frame.sort(by.iter().copied(), options)
}

/// The frame with the number of women emptied where it is withheld.
fn without_withheld(mut frame: DataFrame, key: &str, partition: Partition, withheld: &Withheld) -> Result<DataFrame, PolarsError> {
    let (periods, groups): (&StringChunked, &StringChunked) = (frame.column("period")?.str()?, frame.column(key)?.str()?);
    let female = frame.column("female")?.i64()?;
    let shown = female.iter().zip(periods.iter().zip(groups.iter()));
    let kept = shown.map(|(number, (period, group))| number.filter(|_| !withheld.group(partition, period.unwrap_or_default(), group)));
    let column = count("female", kept.collect::<Vec<_>>().into_iter());
    frame.with_column(column.into_column())?;
    Ok(frame)
}
