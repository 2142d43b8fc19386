//! FIL-07: a file cannot be read safely.

use crate::domain::layout::Outline;
use crate::domain::returns::Caution;
use crate::domain::{Bilingual, Census, Place, Return, Scope, Severity, Unreadable};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What FIL-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-07",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Bestand niet veilig te lezen", "File cannot be read safely"],
    message: ["Bestand {file} kan niet veilig worden gelezen: {reason}.", "File {file} cannot be read safely: {reason}."],
    does: [
        "Elk bestand wordt vóór het lezen bekeken: is het met een wachtwoord beveiligd, leeg, beschadigd, te groot, of geen bestand van \
         het type dat de naam belooft? Een leesbaar bestand met macro's of met koppelingen naar andere bestanden wordt gelezen zoals het \
         is opgeslagen en geeft alleen een waarschuwing; macro's worden nooit uitgevoerd (instellingen read_macro_files en \
         read_linked_files).",
        "Every file is looked at before it is read: is it protected with a password, empty, damaged, too large, or not of the type its \
         name promises? A readable file with macros or with links to other files is read as it was saved and gives only a warning; \
         macros are never run (settings read_macro_files and read_linked_files).",
    ],
    why: [
        "Wat niet gelezen kan worden, kan ook niet worden geteld. Een koppeling kan een verouderde waarde tonen zonder dat u dat ziet.",
        "What cannot be read cannot be counted. A link may show an outdated value without anybody seeing it.",
    ],
    example: [
        "opgave-oost-2026-05.xlsx is met een wachtwoord beveiligd; of cel B5 haalt haar waarde uit H:\\missies\\stand.xlsx.",
        "opgave-oost-2026-05.xlsx is protected with a password; or cell B5 takes its value from H:\\missies\\stand.xlsx.",
    ],
    fix: [
        "Coördinator: sla de opgave op als gewone .xlsx zonder wachtwoord, macro's of koppelingen (plakken als waarden) en stuur haar \
         opnieuw. Analist: vraag om een nieuw bestand; verwijder niet zelf de beveiliging.",
        "Coordinator: save the return as a plain .xlsx without password, macros or links (paste as values) and send it again. Analyst: \
         ask for a new file; do not remove the protection yourself.",
    ],
};

/// Every file.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for from in census.returns {
        let file = &from.source.path;
        let mut fail = |reason: Bilingual, severity: Severity, suggestion: Bilingual| {
            let args = vec![("file", Bilingual::same(file.clone())), ("reason", reason)];
            let draft = Draft { args, suggestion, severity: Some(severity), ..Draft::default() };
            out.failed(Place::File { file: file.clone() }, from.period, draft);
        };
        if let Some(unreadable) = &from.unreadable {
            fail(unreadable.reason(), Severity::Error, how_to_mend(unreadable));
            continue;
        }
        let refused = from.refused.as_deref() == Some(WORDS.code);
        for caution in &from.cautions {
            let (reason, suggestion) = match caution {
                // That is told by another check.
                Caution::Author => continue,
                Caution::Macros => (
                    Bilingual::new("het bevat macro's; die worden nooit uitgevoerd", "it holds macros; they are never run"),
                    Bilingual::new(
                        "Vraag de coördinator het bestand als .xlsx op te slaan.",
                        "Ask the coordinator to save the file as .xlsx.",
                    ),
                ),
                Caution::ExternalLinks => (
                    Bilingual::new(
                        "het haalt waarden uit andere werkmappen; de opgeslagen waarden zijn gelezen",
                        "it takes values from other workbooks; the stored values were read",
                    ),
                    Bilingual::new(
                        "Vraag de coördinator de koppelingen door waarden te vervangen.",
                        "Ask the coordinator to replace the links by values.",
                    ),
                ),
            };
            fail(reason, if refused { Severity::Error } else { Severity::Warning }, suggestion);
        }
        if from.tables.is_empty() && from.refused.is_none() {
            fail(
                Bilingual::new("op geen enkel blad is een bekende tabel gevonden", "no sheet holds a known table"),
                if needed(census, from) { Severity::Error } else { Severity::Warning },
                without_table(from),
            );
        } else if from.cautions.iter().all(|caution| *caution == Caution::Author) {
            out.passed(from.period, 1);
        }
    }
}

/// Columns of a table that are named in a suggestion.
const MOST_COLUMNS: usize = 6;
/// Longest header that is named whole, in characters.
const LONGEST_HEADER: usize = 40;

fn without_table(from: &Return) -> Bilingual {
    let seen = from.sheets.iter().flat_map(|sheet| sheet.layout.outlines.iter().map(move |outline| (sheet, outline)));
    let number = seen.clone().count();
    // Of several the largest is the likeliest; of equal ones the first.
    if let Some((sheet, outline)) = seen.rev().max_by_key(|(_, outline)| outline.data_rows) {
        return looks_like(&sheet.name, outline, number - 1);
    }
    if from.sheets.iter().any(|sheet| sheet.hidden) {
        return Bilingual::new(
            "Een blad is verborgen en daarom niet gelezen; maak het zichtbaar als de opgave daarop staat.",
            "A sheet is hidden and was not read for that reason; unhide it if the return is on it.",
        );
    }
    Bilingual::new(
        "Hoort dit bestand hier? Zo ja: de kolomkoppen moeten in schemas/tables staan.",
        "Does this file belong here? If so, its column headers must be listed in schemas/tables.",
    )
}

/// What was seen of a table that no schema knows.
fn looks_like(sheet: &str, outline: &Outline, others: usize) -> Bilingual {
    let counted = |number: u64, one: [&str; 2], several: [&str; 2]| {
        let [nl, en] = if number == 1 { one } else { several };
        Bilingual::new(format!("{number} {nl}"), format!("{number} {en}"))
    };
    let row = |at: Option<&u32>| at.map_or(0, |row| u64::from(*row) + 1);
    let (first, last) = (row(outline.header_rows.first()), row(outline.header_rows.last()));
    let header = if first == last {
        Bilingual::new(format!("regel {first}"), format!("row {first}"))
    } else {
        Bilingual::new(format!("regels {first} tot en met {last}"), format!("rows {first} to {last}"))
    };
    let brief = |name: &str| {
        let short: String = name.chars().take(LONGEST_HEADER).collect();
        if short.len() < name.len() { format!("{}…", short.trim_end()) } else { short }
    };
    let names: Vec<String> =
        outline.columns.iter().map(|(_, name)| name.as_str()).filter(|name| !name.is_empty()).take(MOST_COLUMNS).map(brief).collect();
    let more = outline.columns.len().saturating_sub(MOST_COLUMNS);
    let columns = match (names.is_empty(), more) {
        (true, _) => {
            let columns = counted(outline.columns.len() as u64, ["kolom", "column"], ["kolommen", "columns"]);
            Bilingual::new(format!(" ({})", columns.nl), format!(" ({})", columns.en))
        }
        (false, 0) => Bilingual::same(format!(" ({})", names.join(", "))),
        (false, more) => {
            Bilingual::new(format!(" ({} en nog {more})", names.join(", ")), format!(" ({} and {more} more)", names.join(", ")))
        }
    };
    let rows = counted(u64::from(outline.data_rows), ["regel", "row"], ["regels", "rows"]);
    let others = match others {
        0 => Bilingual::default(),
        _ => {
            let others = counted(others as u64, ["andere tabel", "other table"], ["andere tabellen", "other tables"]);
            Bilingual::new(
                format!(" Het bestand lijkt nog {} te bevatten; 'muster check -v' toont wat is gezien.", others.nl),
                format!(" The file seems to hold {} as well; 'muster check -v' shows what was seen.", others.en),
            )
        }
    };
    Bilingual::new(
        format!(
            "Blad '{sheet}' lijkt op een tabel met de kop in {}{} en {}, maar geen bekende tabel heeft deze koppen. Hoort het bestand \
             hier, voeg de koppen dan toe in schemas/tables; zo niet, haal het dan weg.{}",
            header.nl, columns.nl, rows.nl, others.nl
        ),
        format!(
            "Sheet '{sheet}' looks like a table with its header in {}{} and {}, but no known table has these headers. If the file \
             belongs here, add the headers in schemas/tables; if not, take it away.{}",
            header.en, columns.en, rows.en, others.en
        ),
    )
}

/// Whether the figures of a coordinator who reports monthly are missing without this return.
fn needed(census: &Census<'_>, from: &Return) -> bool {
    let (Some(coordinator), Some(period), Some(headcount)) = (from.coordinator, from.period, census.schema.table("headcount")) else {
        return false;
    };
    let coordinator = &census.schema.coordinators[coordinator];
    coordinator.monthly && coordinator.missions.iter().all(|mission| census.of_mission(headcount, period, *mission).is_empty())
}

fn how_to_mend(unreadable: &Unreadable) -> Bilingual {
    match unreadable {
        Unreadable::Encrypted => Bilingual::new("Vraag een exemplaar zonder wachtwoord.", "Ask for a copy without a password."),
        Unreadable::Empty => Bilingual::new("Vraag de opgave opnieuw op.", "Ask for the return again."),
        Unreadable::TooLarge { .. } => Bilingual::new(
            "Vraag een opgave zonder lege rijen en afbeeldingen, of verruim de grens in schemas/settings.toml.",
            "Ask for a return without blank rows and pictures, or raise the limit in schemas/settings.toml.",
        ),
        Unreadable::TooMuchMemory { .. } | Unreadable::TooSlow { .. } => Bilingual::new(
            "Vraag een opgave met alleen de cijfers, of verruim max_memory_bytes of max_seconds in schemas/settings.toml.",
            "Ask for a return with nothing but the figures, or raise max_memory_bytes or max_seconds in schemas/settings.toml.",
        ),
        Unreadable::Crashed => Bilingual::new(
            "Vraag na van wie het bestand komt en vraag de opgave opnieuw op als .xlsx of .csv.",
            "Ask who sent the file, and ask for the return again as .xlsx or .csv.",
        ),
        Unreadable::Damaged(_) | Unreadable::DamagedSheet { .. } => Bilingual::new(
            "Open het in een rekenprogramma en sla het opnieuw op als .xlsx, of vraag het opnieuw op.",
            "Open it in a spreadsheet program and save it again as .xlsx, or ask for it again.",
        ),
        Unreadable::Refused(_) => Bilingual::new("Controleer de rechten op het bestand.", "Check the permissions of the file."),
    }
}
