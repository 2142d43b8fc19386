//! DEF-01: a headcount excludes those temporarily home.

use std::collections::BTreeSet;

use crate::domain::layout::Counting;
use crate::domain::{Bilingual, Census, FieldType, Period, RecordRef, RemarkKind, SafeText, Scope, Severity};
use crate::rules::counted_otherwise::{Known, declarations, missions_words, without_home};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{by_kind, mission_id, raw_and_mission, stated_place};
use crate::rules::words::Words;

/// What DEF-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-01",
    scope: Scope::Definition,
    severity: Severity::Error,
    name: ["Andere definitie van bezetting", "Other definition of headcount"],
    message: [
        "Opgave telt 'tijdelijk in NL' niet mee; norm telt wel mee.",
        "Return excludes 'temporarily in NL'; the standard includes them.",
    ],
    does: [
        "Gekeken wordt of de opgave wie tijdelijk in Nederland is buiten de bezetting laat. Dat blijkt uit de cel zelf ('4 excl. 3 in NL', \
         '1 + 3 tijdelijk in NL'), uit een titel, kop of toelichting op het blad ('Bezetting excl. tijdelijk in NL'), of uit de getallen: \
         met wie tijdelijk in Nederland is erbij (minstens twee) klopt de bezetting precies met het rooster, of minstens twee andere \
         controles sluiten dan. De norm is: bezetting is iedereen op uitzending, ook wie tijdelijk in Nederland is. Er wordt niets omgerekend; wat erdoor niet \
         klopt (totaal, rooster, aansluiting op vorige maand) is een gevolg van deze bevinding.",
        "This looks whether the return leaves those temporarily in the Netherlands out of the headcount. That is told by the cell itself \
         ('4 excl. 3 in NL', '1 + 3 tijdelijk in NL'), by a title, header or note on the sheet ('Headcount excl. temporarily in NL'), or by \
         the numbers: with those temporarily in the Netherlands (two at least) the headcount is exactly what the roster has, or at least two \
         other checks hold then. The standard is: headcount is everybody on a posting, also those temporarily in the Netherlands. Nothing is converted; \
         what does not agree because of it (total, roster, last month) is an outcome of this finding.",
    ],
    why: [
        "Twee definities in één tabel maken het totaal onbruikbaar: dezelfde missie telt bij de ene coördinator 4 personen en bij de \
         andere 1.",
        "Two definitions in one table make the total useless: the same mission counts 4 persons with one coordinator and 1 with another.",
    ],
    example: [
        "In Bezetting!B6 staat 1 voor EUAM Iraq en in C6 3 tijdelijk in NL, terwijl het rooster vier personen heeft, van wie drie tijdelijk \
         in NL. Volgens de norm is dat '4 (3 tijdelijk in NL)'.",
        "Bezetting!B6 says 1 for EUAM Iraq and C6 says 3 temporarily in NL, while the roster has four persons, three of them temporarily in \
         NL. By the standard that is '4 (3 tijdelijk in NL)'.",
    ],
    fix: [
        "Coördinator: tel iedereen op uitzending mee en vermeld tijdelijk in NL in de eigen kolom of tussen haakjes. Analist: vraag een \
         bevestiging voordat u omrekent.",
        "Coordinator: include everybody on a posting, and state temporarily in NL in its own column or in brackets. Analyst: ask for \
         confirmation before converting.",
    ],
};

/// Every headcount, and what its sheet says.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let without = without_home(census);
    let mut by_sheet: BTreeSet<(usize, usize)> = BTreeSet::new();
    for one in declarations(census).iter().filter(|one| one.declared.counting == Counting::WithoutHome) {
        by_sheet.insert((one.ret, one.sheet));
        for (period, names) in one.months(census) {
            let ask = Bilingual::new(
                "Vraag de coördinator de bezetting met wie tijdelijk in NL is op te geven; er is niets omgerekend.",
                "Ask the coordinator for the headcount with those temporarily in NL; nothing was converted.",
            );
            let about = missions_words(&names);
            let suggestion = Bilingual::new(format!("{} {}", ask.nl, about.nl), format!("{} {}", ask.en, about.en));
            out.failed(one.place(census), period, Draft { field: "headcount.stated".to_owned(), suggestion, ..Draft::default() });
        }
    }
    for (at, one) in without.iter().filter(|(_, one)| one.known == Known::Numbers) {
        let all = one.stated.saturating_add(one.home);
        let draft = Draft {
            mission: mission_id(census, *at),
            field: "headcount.stated".to_owned(),
            value: SafeText::own(one.stated),
            expected: SafeText::own(all),
            suggestion: suggestion(all),
            ..Draft::default()
        };
        out.failed(stated_place(census, *at), period_of(census, *at), draft);
    }
    by_kind(
        census,
        out,
        |field| field.kind == FieldType::Headcount,
        |kind| matches!(kind, RemarkKind::ExcludesTempHome { .. }),
        |remark, about| {
            let RemarkKind::ExcludesTempHome { suggested } = remark.kind else { return None };
            let mut draft = raw_and_mission(remark, about);
            if let Some(count) = suggested {
                draft.expected = SafeText::own(count);
                draft.suggestion = suggestion(count);
            }
            // The sheet says it once for all.
            let declared = by_sheet.iter().any(|(ret, sheet)| {
                about.place.file() == census.returns[*ret].source.path && about.place.sheet() == census.sheet_name(*ret, *sheet)
            });
            draft.outcome_of = declared.then(|| WORDS.code.to_owned());
            Some(draft)
        },
    );
}

fn period_of(census: &Census<'_>, at: RecordRef) -> Option<Period> {
    census.table(at).periods[at.record]
}

fn suggestion(count: i64) -> Bilingual {
    Bilingual::new(
        format!("Bedoelt u in totaal {count} personen op de post? Laat de coördinator dat bevestigen; er is niets omgerekend."),
        format!("Are {count} persons on the posting in all? Let the coordinator confirm it; nothing was converted."),
    )
}
