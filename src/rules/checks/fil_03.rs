//! FIL-03: a return came after the deadline.

use crate::domain::completeness::{Receipts, Timeliness, judged};
use crate::domain::{Bilingual, Census, Place, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::words::Words;

/// What FIL-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-03",
    scope: Scope::File,
    severity: Severity::Warning,
    name: ["Opgave te laat", "Return late"],
    message: [
        "Opgave {file} over {month} is {n} dagen na de uiterste datum {due} ontvangen.",
        "Return {file} for {month} arrived {n} days after the deadline of {due}.",
    ],
    does: [
        "De dag van ontvangst (uit received.csv) wordt vergeleken met de uiterste dag van de coördinator (due_day in coordinators.csv), \
         verlengd met de dagen respijt (instelling grace_days). Van een opgave met een latere versie telt de eerste: een correctie na \
         de uiterste dag maakt een opgave die op tijd was niet te laat. Van een bestand met meer maanden telt de laatste maand.",
        "The day of receipt (from received.csv) is compared with the coordinator's deadline (due_day in coordinators.csv), extended by \
         the days of grace (setting grace_days). Of a return with a later version the first one counts: a correction after the deadline \
         does not make a return late that was in time. Of a file with several months the last month counts.",
    ],
    why: [
        "Een late opgave kan te laat zijn voor de brief. Het aandeel opgaven op tijd laat zien bij welke coördinator de afspraak of de \
         herinnering moet veranderen.",
        "A late return may be too late for the letter. The share of returns in time shows with which coordinator the arrangement or the \
         reminder must change.",
    ],
    example: [
        "De opgave over mei 2026 is ontvangen op 12 juni; de uiterste dag was 5 juni.",
        "The return for May 2026 was received on 12 June; the deadline was 5 June.",
    ],
    fix: [
        "Coördinator: stuur de opgave voortaan voor de uiterste dag; is een cijfer nog onzeker, zeg dat dan en stuur later een correctie. \
         Analist: klopt de dag van ontvangst niet, verbeter haar dan in received.csv.",
        "Coordinator: send the return before the deadline from now on; if a figure is still uncertain, say so and send a correction later. \
         Analyst: if the day of receipt is wrong, mend it in received.csv.",
    ],
};

/// Every return that was read, but for later versions of another.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let receipts = Receipts::new(census.returns.read(), census.schema);
    for (at, from) in census.returns.iter().enumerate() {
        if from.published || from.unreadable.is_some() || from.refused.is_some() || receipts.first(at) != at {
            continue;
        }
        let Some(period) = judged(from) else { continue };
        let month = Some(period);
        match receipts.timeliness(at, period) {
            None => out.not_run(month, Bilingual::new("niet bekend van welke coördinator", "not known from which coordinator")),
            Some(Timeliness::NoDeadline) => {
                out.not_run(month, Bilingual::new("geen uiterste dag voor deze coördinator", "no deadline for this coordinator"));
            }
            Some(Timeliness::NotRecorded) => {
                out.not_run(month, Bilingual::new("dag van ontvangst niet vastgelegd", "day of receipt not recorded"));
            }
            Some(Timeliness::InTime) => out.passed(month, 1),
            Some(Timeliness::Late(days)) => {
                let due = from.coordinator.and_then(|at| census.schema.coordinators[at].due(period));
                let file = from.source.path.clone();
                let args = vec![
                    ("file", Bilingual::same(SafeText::scrub(&file).to_string())),
                    ("month", Bilingual::same(period.to_string())),
                    ("n", number(days)),
                    ("due", due.map(|due| Bilingual::same(due.to_string())).unwrap_or_default()),
                ];
                let draft = Draft {
                    value: from.source.received.map(SafeText::own).unwrap_or_default(),
                    expected: due.map(SafeText::own).unwrap_or_default(),
                    args,
                    ..Draft::default()
                };
                out.failed(Place::File { file }, month, draft);
            }
        }
    }
}
