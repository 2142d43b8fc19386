//! Who is where in the sample, and the figures that follow: a small model of its own of what a coordinator would fill in.

use std::path::Path;

use chrono::NaiveDate;

use muster::domain::{CellRef, Lang, Period, Schema, Value};
use muster::pipeline::Run;
use muster::pipeline::template::Template;

use super::form::{FIRST, Form, HEADCOUNT, ROSTER};

/// A tour.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) key: String,
    pub(super) mission: usize,
    pub(super) rank: String,
    pub(super) sex: String,
    pub(super) unit: String,
    pub(super) start: NaiveDate,
    pub(super) planned: NaiveDate,
    pub(super) ended: Option<NaiveDate>,
    pub(super) status: String,
}

/// The figures of one mission.
#[derive(Debug, PartialEq)]
struct Figures {
    stated: i64,
    home: i64,
    women: i64,
    arrivals: i64,
    departures: i64,
}

/// Everybody on the rosters of a month.
pub(super) fn of_month(run: &Run, period: Period) -> Vec<Person> {
    let schema = &run.schema;
    let at = schema.table("roster").expect("a roster");
    let declared = &schema.tables[at];
    let field = |name: &str| declared.field(name).expect("a field");
    let mut found = Vec::new();
    for from in run.returns.iter().filter(|from| from.period == Some(period)) {
        let grids = run.originals.sheets(&from.source).expect("the sheets");
        for table in from.tables.iter().filter(|table| table.schema == at) {
            for record in 0..table.len() {
                let col = table.columns[field("person_key")].sheet_col.expect("a column of keys");
                let key = match grids[table.sheet].get(CellRef::new(table.rows[record], col)) {
                    Some(Value::Text(key)) => key.to_string(),
                    other => panic!("no key: {other:?}"),
                };
                let code = |name: &str| {
                    let list = &schema.code_lists[declared.fields[field(name)].codes.expect("a list")];
                    list.codes[usize::from(table.code(field(name), record).expect("a code"))].code.clone()
                };
                found.push(Person {
                    key,
                    mission: table.mission(field("mission"), record).expect("a mission"),
                    rank: code("rank"),
                    sex: code("sex"),
                    unit: code("unit"),
                    start: table.date(field("start"), record).expect("a day"),
                    planned: table.date(field("planned_end"), record).expect("a day"),
                    ended: table.date(field("actual_end"), record),
                    status: code("status"),
                });
            }
        }
    }
    found
}

/// A code as it stands in the drop-down of a language.
fn label(schema: &Schema, list: &str, code: &str, lang: Lang) -> String {
    let list = &schema.code_lists[schema.code_list(list).expect("a list")];
    list.codes.iter().find(|own| own.code == code).expect("a code").label.get(lang).to_owned()
}

fn figures(persons: &[Person], mission: usize, period: Period) -> Figures {
    let (day, before) = (period.last_day(), period.previous().last_day());
    let own = || persons.iter().filter(move |person| person.mission == mission);
    let there = |person: &&Person| {
        person.start <= day && person.ended.is_none_or(|end| end >= day) && !["ended", "pre_deployment"].contains(&person.status.as_str())
    };
    let count = |number: usize| i64::try_from(number).expect("a number");
    Figures {
        stated: count(own().filter(there).count()),
        home: count(own().filter(there).filter(|person| person.status == "temp_home").count()),
        women: count(own().filter(there).filter(|person| person.sex == "f").count()),
        arrivals: count(own().filter(|person| person.start > before && person.start <= day).count()),
        departures: count(own().filter(|person| person.ended.is_some_and(|end| end >= before && end < day)).count()),
    }
}

/// Fills in a template with what is so at the end of a month, and works its formulas out as a spreadsheet would.
pub(super) fn fill(schema: &Schema, template: &Template, persons: &[Person], period: Period, lang: Lang) -> Form {
    let mut form = Form::open(&template.bytes);
    let mut totals = [0_i64; 6];
    for (row, mission) in (FIRST..).zip(&template.missions) {
        let own = figures(persons, *mission, period);
        let area = own.stated - own.home;
        form.number(HEADCOUNT, &format!("C{row}"), own.arrivals);
        form.number(HEADCOUNT, &format!("D{row}"), own.departures);
        form.number(HEADCOUNT, &format!("E{row}"), own.stated);
        form.number(HEADCOUNT, &format!("F{row}"), own.home);
        form.number(HEADCOUNT, &format!("I{row}"), own.women);
        form.result(HEADCOUNT, &format!("H{row}"), area);
        for (sum, part) in totals.iter_mut().zip([own.arrivals, own.departures, own.stated, own.home, area, own.women]) {
            *sum += part;
        }
    }
    let total = FIRST + u32::try_from(template.missions.len()).expect("a row");
    for (col, sum) in ["C", "D", "E", "F", "H", "I"].iter().zip(totals) {
        form.result(HEADCOUNT, &format!("{col}{total}"), sum);
    }
    let ours = persons.iter().filter(|person| template.missions.contains(&person.mission));
    for (row, person) in (FIRST..).zip(ours) {
        form.text(ROSTER, &format!("A{row}"), &person.key);
        form.text(ROSTER, &format!("B{row}"), &schema.registry.missions[person.mission].name);
        form.text(ROSTER, &format!("C{row}"), &label(schema, "rank", &person.rank, lang));
        form.text(ROSTER, &format!("D{row}"), &label(schema, "sex", &person.sex, lang));
        form.text(ROSTER, &format!("E{row}"), &label(schema, "employer", &person.unit, lang));
        form.day(ROSTER, &format!("F{row}"), person.start);
        form.day(ROSTER, &format!("G{row}"), person.planned);
        if let Some(end) = person.ended {
            form.day(ROSTER, &format!("I{row}"), end);
        }
        form.text(ROSTER, &format!("J{row}"), &label(schema, "deployment_status", &person.status, lang));
    }
    form
}

/// Writes a filled-in template below a folder with returns.
pub(super) fn send(folder: &Path, period: Period, template: &Template, form: &Form) {
    let month = folder.join(period.to_string());
    std::fs::create_dir_all(&month).expect("a folder");
    std::fs::write(month.join(&template.name), form.bytes()).expect("a file");
}
