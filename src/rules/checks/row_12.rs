//! ROW-12: a status says that somebody is on posting whose tour has ended.

use crate::domain::tour::Stage;
use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::line_words;
use crate::rules::support::persons::{Line, Rosters, number_of};
use crate::rules::words::Words;

/// What ROW-12 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-12",
    scope: Scope::Row,
    severity: Severity::Error,
    name: ["Status past niet bij einddatum", "Status does not fit the end date"],
    message: [
        "De persoon op regel {key} heeft status '{status}' maar is per {end} beëindigd.",
        "The person on line {key} has status '{status}' but ended on {end}.",
    ],
    does: [
        "Op elke regel van het rooster met een status en een werkelijke einddatum: ligt die datum voor de peildatum, dan kan de status \
         niet meer die van een lopende uitzending zijn. Klopt de bezetting (XSH-01) juist als zulke regels wel meetellen, dan volgt die \
         bevinding hieruit.",
        "On every roster line with a status and an actual end: where that day is before the as-of date, the status can no longer be that \
         of a running tour. If the headcount (XSH-01) is right only when such lines are counted, that finding follows from this one.",
    ],
    why: [
        "De regel spreekt zichzelf tegen: of de persoon meetelt, is er niet uit op te maken. De einddatum beslist, zodat de regel niet \
         meetelt.",
        "The line contradicts itself: whether the person counts cannot be told from it. The end date decides, so that the line does not \
         count.",
    ],
    example: [
        "In Personeel!I9 is de werkelijke einddatum 1-4-2026, terwijl J9 in de opgave over mei nog 'tijdelijk in NL' zegt.",
        "Personeel!I9 has an actual end of 1-4-2026, while J9 still says 'temporarily in NL' in the return for May.",
    ],
    fix: [
        "Coördinator: zet de status op 'beëindigd', of haal de einddatum weg als de uitzending doorloopt. Analist: vraag na welke van de \
         twee klopt.",
        "Coordinator: set the status to 'ended', or remove the end date if the tour goes on. Analyst: ask which of the two is right.",
    ],
};

/// Every line of a roster with a status and an actual end.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    for month in rosters.months() {
        let ended = |line: &&Line| line.tour.stage != Stage::Unstated && line.tour.actual_end.is_some();
        let wrong = |line: &&Line| line.tour.posted && line.tour.actual_end.is_some_and(|end| end < month.as_of);
        let wrong: Vec<&Line> = month.lines.iter().filter(ended).filter(wrong).collect();
        let all = month.lines.iter().filter(ended).count();
        out.passed(Some(month.period), (all - wrong.len()) as u64);
        if wrong.is_empty() {
            continue;
        }
        // Lines that count by their status and not by their date: are those what the headcount has more?
        let mission = rosters.id(month.mission);
        let counting = wrong.iter().filter(|line| line.tour.in_scope);
        let home = number_of(counting.clone().filter(|line| line.tour.stage == Stage::Home).count());
        let mut explains = Vec::new();
        if let Some(balance) = rosters.balance(&month) {
            if (1..=number_of(counting.count())).contains(&balance.short()) {
                explains.push(("XSH-01", mission.clone()));
            }
            if balance.home_short.is_some_and(|short| (1..=home).contains(&short)) {
                explains.push(("XSH-02", mission.clone()));
            }
        }
        for line in wrong {
            let (Some(end), Some(status)) = (line.tour.actual_end, rosters.status_words(line.at)) else { continue };
            let place = rosters.place(line.at, "status");
            let draft = Draft {
                mission: Some(mission.clone()),
                field: "roster.status".to_owned(),
                value: SafeText::own(&status.en),
                expected: SafeText::own("ended"),
                args: vec![("key", line_words(&place)), ("status", status), ("end", Bilingual::same(end.to_string()))],
                explains: explains.clone(),
                ..Draft::default()
            };
            out.failed(place, Some(month.period), draft);
        }
    }
}
