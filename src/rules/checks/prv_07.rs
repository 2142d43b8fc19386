//! PRV-07: a file tells more about people than its cells.

use crate::domain::layout::HiddenBy;
use crate::domain::returns::{Caution, Return};
use crate::domain::{Bilingual, Census, Place, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What PRV-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-07",
    scope: Scope::Privacy,
    severity: Severity::Warning,
    name: ["Namen buiten de cellen", "Names outside the cells"],
    message: ["Bestand bevat {what}: die kunnen namen bevatten.", "File holds {what}: these may contain names."],
    does: [
        "Van elk bestand wordt bekeken of de eigenschappen een maker of laatste bewerker noemen die op de naam van een persoon lijkt, en \
         of er opmerkingen bij cellen staan die nog niet zijn gemeld (zie FIL-06). Alleen dat het zo is, wordt onthouden; wat er staat, \
         wordt niet bewaard. Instellingen author en comments zetten een deel uit.",
        "Of every file it is looked at whether its properties name a maker or last editor who reads like a person, and whether there are \
         comments at cells that were not reported yet (see FIL-06). Only that it is so is remembered; what it says is not kept. The \
         settings author and comments switch a part off.",
    ],
    why: [
        "Zulke gegevens ziet de afzender niet, en zij reizen mee met elke kopie van het bestand. In wat muster publiceert, komen zij niet.",
        "The sender does not see such data, and they travel with every copy of the file. They do not get into what muster publishes.",
    ],
    example: [
        "opgave-oost-2026-05.xlsx noemt in zijn eigenschappen wie het heeft gemaakt, en bij cel D4 staat een opmerking.",
        "opgave-oost-2026-05.xlsx names who made it in its properties, and there is a comment at cell D4.",
    ],
    fix: [
        "Coördinator: verwijder ze voor het verzenden (in Excel: Bestand, Info, Document controleren). Analist: bewaar het bestand niet \
         langer dan nodig.",
        "Coordinator: remove them before sending (in Excel: File, Info, Inspect Document). Analyst: do not keep the file longer than needed.",
    ],
};

/// Every file that could be read and can hold such data.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let (author, comments) = (census.schema.switch("PRV-07", "author", true), census.schema.switch("PRV-07", "comments", true));
    for from in census.returns.iter().filter(|from| from.unreadable.is_none() && !from.published) {
        let named = author && from.cautions.contains(&Caution::Author);
        let comments = if comments { unreported(from) } else { 0 };
        let what = match (named, comments) {
            (false, 0) => {
                out.passed(from.period, 1);
                continue;
            }
            (true, 0) => Bilingual::new("in zijn eigenschappen wie het maakte of bewaarde", "who made or saved it, in its properties"),
            (false, _) => remarks(comments),
            (true, _) => {
                let comments = remarks(comments);
                Bilingual::new(
                    format!("in zijn eigenschappen wie het maakte of bewaarde, en {}", comments.nl),
                    format!("who made or saved it, in its properties, and {}", comments.en),
                )
            }
        };
        let place = Place::File { file: from.source.path.clone() };
        out.failed(place, from.period, Draft { args: vec![("what", what)], ..Draft::default() });
    }
}

/// Number of comments at cells that no finding points at already.
fn unreported(from: &Return) -> usize {
    let told = |sheet: &crate::domain::returns::Sheet| sheet.layout.hidden.iter().any(|part| part.by == HiddenBy::Note);
    from.sheets.iter().filter(|sheet| !told(sheet)).map(|sheet| sheet.comments).sum()
}

fn remarks(number: usize) -> Bilingual {
    match number {
        1 => Bilingual::new("een opmerking bij een cel", "a comment at a cell"),
        number => Bilingual::new(format!("{number} opmerkingen bij cellen"), format!("{number} comments at cells")),
    }
}
