//! PRV-09: a withheld number follows from what is published.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::derive::told;
use crate::domain::export::ExportSum;
use crate::domain::{Bilingual, Census, Period, Scope, Severity};
use crate::rules::exports::Exports;
use crate::rules::outcome::Outcome;
use crate::rules::words::Words;

use super::prv_08::{draft, place};

/// What PRV-09 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-09",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["Achtergehouden aantal is af te leiden", "Withheld number can be derived"],
    message: [
        "Het achtergehouden aantal naar {attribute} van {mission} ({month}) is af te leiden uit {source}.",
        "The withheld number by {attribute} of {mission} ({month}) can be derived from {source}.",
    ],
    does: [
        "Vóór het publiceren wordt berekend of een achtergehouden aantal volgt uit de totalen die wel worden getoond: per maand, \
         organisatie, regio, land en missie, of uit hetzelfde aantal in een andere tabel of in de vorige uitvoer. Het aantal tijdelijk \
         in NL wordt bewust apart gepubliceerd en telt hier niet mee (zie PRV-10).",
        "Before anything is published it is worked out whether a withheld number follows from the totals that are shown: by month, \
         organisation, region, country and mission, or from the same number in another table or in the previous output. The number \
         temporarily in NL is published apart on purpose and does not count here (see PRV-10).",
    ],
    why: [
        "Een aantal weglaten helpt niet als het uit de rest is terug te rekenen.",
        "Leaving a number out does not help where the rest gives it back.",
    ],
    example: [
        "Het aantal vrouwen is bij één missie achtergehouden, en het totaal van de maand min de andere missies geeft precies dat aantal.",
        "The number of women is withheld at one mission, and the total of the month less the other missions gives just that number.",
    ],
    fix: [
        "Coördinator: u hoeft niets te doen. Analist: zet in schemas/settings.toml withhold_female_by_mission op true, en publiceer deze \
         uitvoer niet zolang de controle aanslaat.",
        "Coordinator: nothing is needed. Analyst: set withhold_female_by_mission in schemas/settings.toml to true, and do not publish this \
         output as long as the check fails.",
    ],
};

/// Every withheld number above zero.
pub(crate) fn run(exports: &Exports<'_>, out: &mut Outcome<'_>) {
    let export = exports.export;
    // Numbers by status follow from that of persons temporarily in NL, which is published on purpose.
    let hidden = export.cells.iter().enumerate().filter(|(_, cell)| !cell.shown && cell.attribute != "status");
    let mut months: BTreeMap<Period, BTreeSet<usize>> = BTreeMap::new();
    for (at, cell) in hidden {
        months.entry(cell.period).or_default().insert(at);
    }
    let before = before(exports.census);
    // A sum is over numbers of one month.
    let mut sums: BTreeMap<Period, Vec<&ExportSum>> = BTreeMap::new();
    for sum in &export.sums {
        if let Some(cell) = sum.members.first().and_then(|at| export.cells.get(*at)) {
            sums.entry(cell.period).or_default().push(sum);
        }
    }
    for (period, hidden) in months {
        let sums = sums.get(&period).map(Vec::as_slice).unwrap_or_default();
        let concerns = |sum: &&&ExportSum| sum.members.iter().any(|member| hidden.contains(member));
        let told = told(sums.iter().filter(concerns).map(|sum| sum.members.as_slice()), &hidden);
        for at in hidden {
            let cell = &export.cells[at];
            let twin = cell.attribute == "sex" && cell.value == "f" && before.contains(&(period, cell.mission));
            let source = if told.contains(&at) {
                let tables: BTreeSet<&str> = sums.iter().filter(|sum| sum.members.contains(&at)).map(|sum| sum.table).collect();
                let tables: Vec<&str> = tables.into_iter().collect();
                Bilingual::new(format!("de tabellen {}", tables.join(", ")), format!("the tables {}", tables.join(", ")))
            } else if twin {
                Bilingual::new("de vorige uitvoer", "the previous output")
            } else {
                out.passed(Some(period), 1);
                continue;
            };
            // That nobody is of a kind points at nobody.
            let Some(place) = place(exports, period, cell.mission).filter(|_| cell.count > 0) else {
                out.passed(Some(period), 1);
                continue;
            };
            let mut draft = draft(exports, cell);
            draft.args.push(("source", source));
            out.failed(place, Some(period), draft);
        }
    }
}

/// The missions and months of which the previous output shows the number of women.
fn before(census: &Census<'_>) -> BTreeSet<(Period, usize)> {
    census.history.headcounts.iter().filter(|fact| fact.female.is_some()).map(|fact| (fact.period, fact.mission)).collect()
}
