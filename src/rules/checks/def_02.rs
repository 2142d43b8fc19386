//! DEF-02: a headcount is cumulative or an average.

use crate::domain::layout::Counting;
use crate::domain::{Bilingual, Census, Scope, Severity};
use crate::rules::counted_otherwise::{declarations, missions_words};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{records_by_period, tables_named};
use crate::rules::words::Words;

/// What DEF-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-02",
    scope: Scope::Definition,
    severity: Severity::Error,
    name: ["Cumulatief of gemiddeld cijfer", "Cumulative or average figure"],
    message: ["Cijfer is '{kind}', gevraagd is de stand op {as_of}.", "Figure is '{kind}', a snapshot on {as_of} is required."],
    does: [
        "Gekeken wordt of een titel, kop of toelichting van een blad zegt dat de bezetting cumulatief is ('sinds begin 2026', 'in 2026 \
         uitgezonden') of een gemiddelde. De woorden staan in schemas/settings.toml. Alle cijfers van zo'n blad zijn gemarkeerd; er wordt \
         niets omgerekend.",
        "This looks whether a title, header or note of a sheet says that the headcount is cumulative ('since January', 'deployed in 2026') \
         or an average. The words stand in schemas/settings.toml. All figures of such a sheet are flagged; nothing is converted.",
    ],
    why: [
        "Wie alle uitgezondenen sinds januari telt, komt ongeveer tweemaal zo hoog uit als wie telt wie er op één dag is. Zulke getallen \
         horen niet in dezelfde som.",
        "Counting everybody deployed since January gives about twice the number of those who are there on one day. Such numbers do not \
         belong in the same sum.",
    ],
    example: ["In Bezetting!B3 staat als kop 'Bezetting (cumulatief)'.", "The header in Bezetting!B3 says 'Headcount (cumulative)'."],
    fix: [
        "Coördinator: geef op hoeveel personen op de laatste dag van de maand waren uitgezonden. Analist: vraag om die stand; reken niet om.",
        "Coordinator: state how many persons were deployed on the last day of the month. Analyst: ask for that number; do not convert.",
    ],
};

/// Every sheet with headcounts.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let mut concerned = Vec::new();
    for one in declarations(census) {
        let kind = match one.declared.counting {
            Counting::Cumulative => Bilingual::new("cumulatief", "cumulative"),
            Counting::Average => Bilingual::new("gemiddeld", "average"),
            _ => continue,
        };
        concerned.push((one.ret, one.sheet));
        for (period, names) in one.months(census) {
            let day = period.map_or_else(
                || Bilingual::new("de laatste dag van de maand", "the last day of the month"),
                |period| Bilingual::same(period.last_day().to_string()),
            );
            let about = missions_words(&names);
            let suggestion = Bilingual::new(
                format!("Vraag de stand op één dag; er is niets omgerekend. {}", about.nl),
                format!("Ask for the number on one day; nothing was converted. {}", about.en),
            );
            let args = vec![("kind", kind.clone()), ("as_of", day)];
            out.failed(one.place(census), period, Draft { field: "headcount.stated".to_owned(), args, suggestion, ..Draft::default() });
        }
    }
    for reading in tables_named(census, "headcount").filter(|reading| !concerned.contains(&(reading.ret, reading.table.sheet))) {
        for (period, _) in records_by_period(reading.table) {
            out.passed(period, 1);
        }
    }
}
