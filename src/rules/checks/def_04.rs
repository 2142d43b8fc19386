//! DEF-04: a headcount includes others than police officers.

use std::collections::BTreeMap;

use crate::domain::layout::Counting;
use crate::domain::{Bilingual, CellRef, Census, Scope, Severity};
use crate::rules::counted_otherwise::{Declaration, declarations, missions_words};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{records_by_period, tables_named};
use crate::rules::words::Words;

/// What DEF-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-04",
    scope: Scope::Definition,
    severity: Severity::Warning,
    name: ["Anderen dan politie meegeteld", "Others than police counted"],
    message: [
        "Opgave omvat ook {groups}; tabel telt alleen politiefunctionarissen.",
        "Return also covers {groups}; the table counts police officers only.",
    ],
    does: [
        "Gekeken wordt of een titel, kop of toelichting van een blad zegt dat ook anderen dan politiefunctionarissen zijn meegeteld, zoals \
         'incl. KMar' of 'politie en civiele experts'. De groepen en hun woorden staan in schemas/settings.toml. De cijfers van zo'n blad \
         zijn gemarkeerd.",
        "This looks whether a title, header or note of a sheet says that others than police officers are counted as well, such as 'incl. \
         KMar' or 'police and civilian experts'. The groups and their words stand in schemas/settings.toml. The figures of such a sheet are \
         flagged.",
    ],
    why: [
        "In dezelfde missies werken ook KMar, militairen en civiele experts. De tabel voor de Kamer telt alleen politiefunctionarissen.",
        "Military police, soldiers and civilian experts serve in the same missions. The table for Parliament counts police officers only.",
    ],
    example: [
        "In de titel Bezetting!A1 staat 'Uitgezonden politie en KMar'; EUAM Iraq telt dan 9: 4 politie, 3 civiele experts en 2 KMar.",
        "The title in Bezetting!A1 says 'Deployed police and KMar'; EUAM Iraq then counts 9: 4 police, 3 civilian experts and 2 KMar.",
    ],
    fix: [
        "Coördinator: geef alleen politiefunctionarissen op, of de anderen in een eigen kolom. Analist: vraag wie er is meegeteld.",
        "Coordinator: state police officers only, or the others in a column of their own. Analyst: ask who was counted.",
    ],
};

/// Every sheet with headcounts. What one cell says is told once.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let mut cells: BTreeMap<(usize, usize, CellRef), (Declaration, Vec<usize>)> = BTreeMap::new();
    let mut concerned = Vec::new();
    for one in declarations(census) {
        let Counting::Others(group) = one.declared.counting else { continue };
        concerned.push((one.ret, one.sheet));
        cells.entry((one.ret, one.sheet, one.declared.cell)).or_insert_with(|| (one, Vec::new())).1.push(group);
    }
    for (one, groups) in cells.into_values() {
        let titles: Vec<&Bilingual> =
            groups.iter().filter_map(|at| census.schema.settings.definitions.others.get(*at)).map(|group| &group.title).collect();
        let joined = |text: fn(&Bilingual) -> &str, and: &str| titles.iter().map(|title| text(title)).collect::<Vec<_>>().join(and);
        let groups = Bilingual::new(joined(|title| &title.nl, " en "), joined(|title| &title.en, " and "));
        for (period, names) in one.months(census) {
            let about = missions_words(&names);
            let suggestion = Bilingual::new(
                format!("Vraag hoeveel van hen politiefunctionaris zijn. {}", about.nl),
                format!("Ask how many of them are police officers. {}", about.en),
            );
            let args = vec![("groups", groups.clone())];
            out.failed(one.place(census), period, Draft { field: "headcount.stated".to_owned(), args, suggestion, ..Draft::default() });
        }
    }
    for reading in tables_named(census, "headcount").filter(|reading| !concerned.contains(&(reading.ret, reading.table.sheet))) {
        for (period, _) in records_by_period(reading.table) {
            out.passed(period, 1);
        }
    }
}
