//! The headcount of each mission.

use super::columns::{count, day, published, shown, table, text};
use super::withhold::Withheld;
use super::{NamedTable, dimensions};
use crate::domain::facts::HeadcountFact;
use crate::domain::{ColumnNote, Edition, Mission, TableNote, Words};
use crate::error::Error;

/// The table `headcount`.
pub(super) const HEADCOUNT: TableNote = TableNote {
    name: "headcount",
    title: Words::new("Bezetting per missie", "Headcount by mission"),
    meaning: Words::new(
        "Een rij per missie en maand. Op te tellen over missies, nooit over maanden.",
        "One row for each mission and month. To be added up over missions, never over months.",
    ),
    columns: &[
        dimensions::PERIOD,
        ColumnNote::new("as_of", "Peildatum: de dag waarvoor de cijfers gelden.", "As-of date: the day the figures hold for."),
        dimensions::MISSION_ID,
        ColumnNote::new("mission", "Naam van de missie zoals in de brief.", "Name of the mission as in the letter."),
        ColumnNote::new("organisation", "Code van de organisatie die de missie leidt.", "Code of the organisation that leads the mission."),
        ColumnNote::new("region", "Code van de regio waarin de missie telt.", "Code of the region the mission is counted in."),
        ColumnNote::new(
            "headcount",
            "Personen op uitzending, waar zij die dag ook zijn. Leeg: niet bekend; 0: opgegeven als nul.",
            "Persons on a posting, wherever they are that day. Empty: not known; 0: reported as zero.",
        ),
        ColumnNote::new(
            "temp_home",
            "Van wie tijdelijk in Nederland om veiligheid of organisatie. Leeg: niet bekend.",
            "Of whom temporarily home for security or organisation. Empty: not known.",
        ),
        ColumnNote::new(
            "in_area",
            "Van wie in het missiegebied: zoals opgegeven, anders de bezetting min wie tijdelijk in Nederland of anderszins afwezig is. Leeg: niet bekend.",
            "Of whom in the mission area: as reported, else the headcount less those temporarily home or otherwise absent. Empty: not known.",
        ),
        ColumnNote::new(
            "female",
            "Van wie vrouw. Leeg: niet bekend, of achtergehouden omdat het aantal vrouwen of mannen zo klein is dat het naar personen kan wijzen of uit andere cijfers zou volgen.",
            "Of whom women. Empty: not known, or withheld because the number of women or men is so small that it may point to persons, or would follow from other figures.",
        ),
        ColumnNote::new(
            "arrivals",
            "Uitzendingen die begonnen sinds de vorige peildatum. Leeg: niet bekend.",
            "Tours that began since the as-of date before. Empty: not known.",
        ),
        ColumnNote::new(
            "departures",
            "Uitzendingen die eindigden sinds de vorige peildatum. Leeg: niet bekend.",
            "Tours that ended since the as-of date before. Empty: not known.",
        ),
        ColumnNote::new("vacancies", "Niet vervulde functies. Leeg: niet bekend.", "Posts not filled. Empty: not known."),
        ColumnNote::new(
            "status",
            "ok; flagged: er staat een fout open; conflict: bronnen verschillen en de cijfers blijven leeg; missing: verwacht en niet opgegeven.",
            "ok; flagged: an error is open; conflict: sources differ and the figures are left empty; missing: expected and not reported.",
        ),
        ColumnNote::new("source_file", "Bestand waarin de bezetting staat.", "File in which the headcount stands."),
        ColumnNote::new("source_sheet", "Blad waarop de bezetting staat.", "Sheet on which the headcount stands."),
        ColumnNote::new("source_cell", "Cel waarin de bezetting staat.", "Cell in which the headcount stands."),
    ],
    key: &["period", "mission_id"],
    links: &[dimensions::TO_PERIOD, dimensions::TO_MISSION],
};

/// The headcount facts of the published months, by month and the registry's order.
pub(super) fn rows<'a>(edition: &Edition<'a>) -> Vec<&'a HeadcountFact> {
    let facts: &'a [HeadcountFact] = &edition.facts.headcounts;
    let mut rows = published(edition, facts, |fact| fact.period);
    rows.sort_by_key(|fact| (fact.period, fact.mission));
    rows
}

/// The table of headcounts.
pub(super) fn headcount(edition: &Edition<'_>, withheld: &Withheld) -> Result<NamedTable, Error> {
    let rows = rows(edition);
    let missions: Vec<Option<&Mission>> = rows.iter().map(|row| edition.schema.registry.missions.get(row.mission)).collect();
    let named = |name, of: fn(&Mission) -> &str| text(name, missions.iter().map(|mission| mission.map(of)));
    let counted = |name, of: fn(&HeadcountFact) -> Option<i64>| count(name, rows.iter().map(|row| of(row)));
    let columns = vec![
        shown("period", rows.iter().map(|row| Some(row.period))),
        day("as_of", rows.iter().map(|row| row.as_of)),
        named("mission_id", |mission| &mission.id),
        named("mission", |mission| &mission.name),
        named("organisation", |mission| &mission.organisation),
        named("region", |mission| &mission.region),
        counted("headcount", |row| row.headcount),
        counted("temp_home", |row| row.temp_home),
        counted("in_area", |row| row.in_area),
        count("female", rows.iter().map(|row| row.female.filter(|_| !withheld.mission(row.period, row.mission)))),
        counted("arrivals", |row| row.arrivals),
        counted("departures", |row| row.departures),
        counted("vacancies", |row| row.vacancies),
        text("status", rows.iter().map(|row| Some(row.status.as_str()))),
        text("source_file", rows.iter().map(|row| row.source.as_ref().map(|source| &source.0))),
        text("source_sheet", rows.iter().map(|row| row.source.as_ref().map(|source| &source.1))),
        shown("source_cell", rows.iter().map(|row| row.source.as_ref().map(|source| source.2))),
    ];
    table(&HEADCOUNT, rows.len(), columns)
}
