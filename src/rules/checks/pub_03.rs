//! PUB-03: the change since the previous letter is not explained.

use crate::domain::census::Chosen;
use crate::domain::schema::LetterLine;
use crate::domain::{Bilingual, Census, Period, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::series;
use crate::rules::support::stated_place;
use crate::rules::words::Words;

use super::pub_01::no_letters;

/// What PUB-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PUB-03",
    scope: Scope::Publication,
    severity: Severity::Warning,
    name: ["Verschil met vorige brief niet verklaard", "Change since the previous letter not explained"],
    message: [
        "Verschil met vorige brief ({letter}) bij {mission} ({x} naar {y}) is niet verklaard door mutaties ({d}).",
        "Change since the previous letter ({letter}) at {mission} ({x} to {y}) is not explained by movements ({d}).",
    ],
    does: [
        "Voor de nieuwste maand, en voor elke maand waarover een brief gaat: de bezetting van de vorige brief plus alle instroom min alle \
         uitstroom van de maanden ertussen moet de bezetting van nu zijn. Niet uitgevoerd zonder eerdere brief (schemas/letters.csv), of \
         als van een van die maanden de mutaties niet bekend zijn.",
        "For the newest month, and for every month that a letter is about: the headcount of the previous letter plus all arrivals less \
         all departures of the months between must be the headcount of now. Not run without an earlier letter (schemas/letters.csv), or \
         where the movements of one of these months are not known.",
    ],
    why: [
        "De Kamer legt brieven naast elkaar en vraagt waarom een getal is veranderd.",
        "Parliament lays letters side by side and asks why a number changed.",
    ],
    example: [
        "De brief van november noemt 2 voor EUSDI Gulf of Guinea, nu staat in Bezetting!B8 0, en geen maand meldt een vertrek.",
        "The letter of November says 2 for EUSDI Gulf of Guinea, now Bezetting!B8 says 0, and no month reports a departure.",
    ],
    fix: [
        "Coördinator: vul de ontbrekende aankomst of het ontbrekende vertrek in. Analist: 'muster diff' laat zien wat er per missie is \
         veranderd.",
        "Coordinator: enter the missing arrival or departure. Analyst: 'muster diff' shows what changed in each mission.",
    ],
};

/// The newest month and the months of letters, against the letter before each.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let letters = &census.schema.letters;
    let newest = census.periods.last().copied();
    for period in census.periods.iter().copied() {
        if Some(period) != newest && !letters.is_empty() && !letters.iter().any(|line| line.period == period) {
            continue;
        }
        let Some(before) = letters.iter().map(|line| line.period).filter(|of| *of < period).max() else {
            let earlier = Bilingual::new("er is geen eerdere brief", "there is no earlier letter");
            out.not_run(Some(period), if letters.is_empty() { no_letters() } else { earlier });
            continue;
        };
        // Of several letters about one month the last in the list is the one that stands.
        let last = letters.iter().rev().find(|line| line.period == before).map(|line| line.letter.as_str());
        for line in letters.iter().filter(|line| line.period == before && Some(line.letter.as_str()) == last) {
            compare(census, out, line, period);
        }
    }
}

fn compare(census: &Census<'_>, out: &mut Outcome<'_>, line: &LetterLine, period: Period) {
    let figure = |of: Period, name: &str| series::figure(census, name, of, line.mission);
    let (Chosen::One(at), Some(now)) = (census.headcount(period, line.mission), figure(period, "stated")) else {
        out.not_run(Some(period), Bilingual::new("de bezetting van nu is niet bekend", "the headcount of now is not known"));
        return;
    };
    if now == line.headcount {
        out.passed(Some(period), 1);
        return;
    }
    let mut net = 0_i64;
    let mut month = line.period;
    while month < period {
        month = month.next();
        let (Some(arrivals), Some(departures)) = (figure(month, "arrivals"), figure(month, "departures")) else {
            let reason =
                Bilingual::new(format!("de mutaties van {month} zijn niet bekend"), format!("the movements of {month} are not known"));
            out.not_run(Some(period), reason);
            return;
        };
        net = net.saturating_add(arrivals).saturating_sub(departures);
    }
    if line.headcount.saturating_add(net) == now {
        out.passed(Some(period), 1);
        return;
    }
    // Where the letter itself had another figure than the returns of its month, the difference follows from that.
    let misprinted = figure(line.period, "stated").is_some_and(|then| then != line.headcount && then.saturating_add(net) == now);
    let mission = &census.schema.registry.missions[line.mission];
    let draft = Draft {
        mission: Some(mission.id.clone()),
        field: "headcount.stated".to_owned(),
        value: SafeText::own(now),
        args: vec![
            ("letter", Bilingual::same(SafeText::scrub(&line.letter).to_string())),
            ("mission", Bilingual::same(mission.name.clone())),
            ("x", number(line.headcount)),
            ("y", number(now)),
            ("d", Bilingual::same(format!("{net:+}"))),
        ],
        outcome_of: misprinted.then(|| "PUB-01".to_owned()),
        ..Draft::default()
    };
    out.failed(stated_place(census, at), Some(period), draft);
}
