//! Figures of project output, whether they stand one to a row or side by side.

use super::census::{Census, RecordRef};
use super::facts::TrainingFact;

/// Columns that hold a figure of their own, with the indicator and the kind of figure that they stand for.
const WIDE: [(&str, &str, &str); 4] = [
    ("locations", "locations", "stock"),
    ("mobile_stations", "mobile_stations", "stock"),
    ("persons", "persons", "flow"),
    ("cumulative", "persons", "cumulative"),
];

/// A figure and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingFigure {
    /// The figure.
    pub fact: TrainingFact,
    /// Its record.
    pub at: RecordRef,
    /// Its field, as an index into the table's fields.
    pub field: usize,
}

/// Every figure of the returns that count, of all months with returns, by month and path.
#[must_use]
pub fn training_figures(census: &Census<'_>) -> Vec<TrainingFigure> {
    let Some(wanted) = census.schema.table("training") else { return Vec::new() };
    let fields = &census.schema.tables[wanted];
    let mut records = Vec::new();
    for (ret, at, table) in census.tables().filter(|(_, _, table)| table.schema == wanted) {
        let accepted = (0..table.len()).filter(|record| table.accepted[*record]);
        records.extend(accepted.filter_map(|record| Some((table.periods[record]?, RecordRef { ret, table: at, record }))));
    }
    records.sort_by_key(|(period, at)| (*period, *at));
    let mut figures = Vec::new();
    for (period, at) in records {
        let table = census.table(at);
        let project = fields.field("project").and_then(|field| table.mission(field, at.record));
        let figure = |indicator: String, kind: Option<String>, field: usize| {
            let place = census.place(at, Some(field));
            let cell = place.cell().map(|cell| cell.to_string()).unwrap_or_default();
            let fact = TrainingFact {
                period,
                project: project.map_or_else(String::new, |at| census.schema.registry.missions[at].id.clone()),
                programme: census.code_of(at, "programme").map(str::to_owned),
                indicator,
                kind,
                until: fields.field("until").and_then(|field| table.date(field, at.record)),
                value: table.count(field, at.record),
                source: (place.file().to_owned(), place.sheet().to_owned(), cell),
            };
            TrainingFigure { fact, at, field }
        };
        let indicator = census.code_of(at, "indicator").map(str::to_owned);
        if let Some(field) = fields.field("value").filter(|field| table.columns[*field].sheet_col.is_some()) {
            figures.push(figure(indicator.clone().unwrap_or_default(), census.code_of(at, "kind").map(str::to_owned), field));
        }
        for (name, stands_for, kind) in WIDE {
            let Some(field) = fields.field(name).filter(|field| table.count(*field, at.record).is_some()) else { continue };
            let own = indicator.clone().filter(|_| stands_for == "persons");
            figures.push(figure(own.unwrap_or_else(|| stands_for.to_owned()), Some(kind.to_owned()), field));
        }
    }
    figures
}
