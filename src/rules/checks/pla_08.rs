//! PLA-08: somebody on the roster is no police officer.

use std::collections::BTreeMap;

use crate::domain::schema::Code;
use crate::domain::{Bilingual, Census, Place, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::persons::{Rosters, lines_words, number_of};
use crate::rules::words::Words;

/// What PLA-08 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLA-08",
    scope: Scope::Plausibility,
    severity: Severity::Warning,
    name: ["Geen politiefunctionaris", "Not a police officer"],
    message: [
        "Regel {row} ({mission}) lijkt KMar, Defensie of civiel expert ({raw}), geen politie.",
        "Row {row} ({mission}) looks like KMar, Defence or civilian expert ({raw}), not police.",
    ],
    does: [
        "De rang en de eenheid van elke regel op het rooster worden vergeleken met de waarden die in schemas/codelists.toml als \
         'outside' zijn gemerkt. Meer van zulke regels op één blad bij één missie zijn één bevinding. Klopt de bezetting (XSH-01) zonder \
         hen, dan volgt die bevinding hieruit.",
        "The rank and the unit of every roster line are compared with the values that schemas/codelists.toml marks as 'outside'. Several \
         such lines on one sheet for one mission are one finding. If the headcount (XSH-01) is right without them, that finding follows \
         from this one.",
    ],
    why: [
        "De tabel voor de Kamer telt alleen politiefunctionarissen; marechaussees, militairen en civiele experts worden elders gemeld.",
        "The table for Parliament counts police officers only; Marechaussee, military and civilian experts are reported elsewhere.",
    ],
    example: [
        "Op het rooster van EUAM Iraq staat in Personeel!D7 de rang 'opperwachtmeester'.",
        "On the roster of EUAM Iraq Personeel!D7 has the rank 'opperwachtmeester'.",
    ],
    fix: [
        "Coördinator: laat deze regels weg, of verbeter de rang of eenheid. Analist: vraag na of de persoon in de bezetting is meegeteld.",
        "Coordinator: leave these lines out, or correct the rank or unit. Analyst: ask whether the person was counted in the headcount.",
    ],
};

/// A line with the field that says that somebody is no police officer, and its code.
type Outside<'a> = (RecordRef, usize, &'a Code);

/// Every line of a roster with a rank or a unit.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let fields: Vec<(usize, &[Code])> = ["unit", "rank"]
        .iter()
        .filter_map(|name| {
            let field = rosters.schema.field(name)?;
            Some((field, census.schema.code_lists.get(rosters.schema.fields[field].codes?)?.codes.as_slice()))
        })
        .collect();
    for month in rosters.months() {
        let mut sheets: BTreeMap<(usize, usize), Vec<Outside<'_>>> = BTreeMap::new();
        let mut counting = 0;
        for line in &month.lines {
            let table = census.table(line.at);
            let mut known = false;
            let outside = fields.iter().find_map(|(field, codes)| {
                let code = codes.get(usize::from(table.code(*field, line.at.record)?))?;
                known = true;
                code.outside.then_some((line.at, *field, code))
            });
            match outside {
                Some(found) => {
                    counting += usize::from(line.tour.counts_on(month.as_of));
                    sheets.entry((line.at.ret, table.sheet)).or_default().push(found);
                }
                None => out.passed(Some(month.period), u64::from(known)),
            }
        }
        if sheets.is_empty() {
            continue;
        }
        let repaired = rosters.balance(&month).is_some_and(|balance| (1..=number_of(counting)).contains(&-balance.short()));
        for found in sheets.into_values() {
            let Some((at, field, code)) = found.first() else { continue };
            let place = census.place(*at, Some(*field));
            let row = place.cell().map(|cell| cell.row.saturating_add(1)).unwrap_or_default();
            let mut draft = Draft {
                mission: Some(rosters.id(month.mission)),
                field: format!("roster.{}", rosters.schema.fields[*field].name),
                value: SafeText::own(&code.label.en),
                args: vec![
                    ("row", Bilingual::same(row.to_string())),
                    ("mission", rosters.name(month.mission)),
                    ("raw", code.label.clone()),
                ],
                explains: if repaired { vec![("XSH-01", rosters.id(month.mission))] } else { Vec::new() },
                ..Draft::default()
            };
            if found.len() > 1 {
                let places: Vec<Place> = found.iter().map(|(at, field, _)| census.place(*at, Some(*field))).collect();
                let lines = lines_words(&places);
                draft.suggestion = Bilingual::new(
                    format!("Zo zijn er {}: {}. Laat deze regels weg, of verbeter de rang of eenheid.", found.len(), lines.nl),
                    format!("There are {} of these: {}. Leave these lines out, or correct the rank or unit.", found.len(), lines.en),
                );
            }
            out.failed(place, Some(month.period), draft);
        }
    }
}
