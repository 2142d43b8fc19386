//! What the settings of checks mean. Their values stand in `schemas/checks.toml`.

/// A setting that one check takes beside `enabled` and `severity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The code of the check.
    pub code: &'static str,
    /// Its name under `[settings.CODE]`.
    pub name: &'static str,
    /// What it decides: Dutch, then English.
    pub meaning: [&'static str; 2],
    /// Whether the value that is shipped was chosen for want of a written rule.
    pub assumed: bool,
}

const fn given(code: &'static str, name: &'static str, nl: &'static str, en: &'static str) -> Setting {
    Setting { code, name, meaning: [nl, en], assumed: false }
}

const fn assumed(code: &'static str, name: &'static str, nl: &'static str, en: &'static str) -> Setting {
    Setting { code, name, meaning: [nl, en], assumed: true }
}

const REFUSE: [&str; 2] = [
    "true: een bestand met zulke gegevens wordt in zijn geheel geweigerd; false: het wordt zonder die gegevens gelezen",
    "true: a file with such data is refused as a whole; false: it is read without them",
];

/// Every setting of the shipped `schemas/checks.toml`, in its order.
pub const SETTINGS: &[Setting] = &[
    assumed(
        "FIL-02",
        "least_cells",
        "bestanden met minder gebruikte cellen worden niet vergeleken",
        "files with fewer used cells are not compared",
    ),
    assumed(
        "FIL-03",
        "grace_days",
        "dagen na de uiterste datum waarop een opgave nog op tijd is",
        "days after the deadline on which a return is still in time",
    ),
    assumed(
        "FIL-06",
        "read_hidden_rows",
        "of regels worden gelezen die met de hand zijn verborgen",
        "whether rows are read that were hidden by hand",
    ),
    assumed(
        "FIL-06",
        "read_filtered_rows",
        "of regels worden gelezen die een filter verbergt",
        "whether rows are read that a filter hides",
    ),
    assumed(
        "FIL-06",
        "read_struck_rows",
        "of regels worden gelezen waarvan alle tekst is doorgehaald",
        "whether rows are read of which all text is struck through",
    ),
    assumed(
        "FIL-06",
        "read_hidden_columns",
        "of verborgen kolommen onder een bekende kop worden gelezen",
        "whether hidden columns under a known header are read",
    ),
    assumed(
        "FIL-06",
        "read_hidden_sheets",
        "of verborgen bladen met een bekende tabel worden gelezen",
        "whether hidden sheets with a known table are read",
    ),
    assumed(
        "FIL-07",
        "read_macro_files",
        "of een bestand met macro's wordt gelezen; macro's worden nooit uitgevoerd",
        "whether a file with macros is read; macros are never run",
    ),
    assumed(
        "FIL-07",
        "read_linked_files",
        "of een bestand wordt gelezen dat waarden uit andere werkmappen haalt",
        "whether a file is read that takes values from other workbooks",
    ),
    assumed(
        "SHT-04",
        "overlap_days",
        "dagen die twee uitzendingen van één persoon in één missie mogen delen",
        "days that two tours of one person in one mission may share",
    ),
    assumed(
        "XSH-07",
        "counted_by_policy",
        "true: het ministerie telt projectpersoneel mee in de bezetting",
        "true: the ministry counts project staff in the headcount",
    ),
    assumed(
        "XFL-01",
        "overlap_days",
        "dagen die uitzendingen in twee missies bij een overplaatsing mogen overlappen",
        "days that tours in two missions may overlap at a transfer",
    ),
    given(
        "XFL-05",
        "days",
        "dagen waarbinnen wie wordt overgeplaatst in de andere missie moet aankomen",
        "days within which whoever is transferred must arrive in the other mission",
    ),
    assumed(
        "XFL-06",
        "tolerance",
        "personen die de lijst van de Verenigde Naties van een bezetting mag verschillen",
        "persons by which the list of the United Nations may differ from a headcount",
    ),
    assumed("XMN-03", "months", "maanden terug waarover de mediaan wordt genomen", "months back over which the median is taken"),
    assumed("XMN-03", "least_months", "met minder bekende maanden wordt niet vergeleken", "with fewer known months nothing is compared"),
    assumed(
        "XMN-03",
        "least_difference",
        "een verschil tot en met dit aantal personen is geen sprong",
        "a difference of up to this many persons is no jump",
    ),
    assumed(
        "XMN-03",
        "percent",
        "een verschil tot en met dit deel van de mediaan, in procenten, is geen sprong",
        "a difference of up to this share of the median, in per cent, is no jump",
    ),
    assumed(
        "XMN-04",
        "grace_days",
        "dagen die een gepland einde voor de peildatum mag liggen",
        "days that a planned end may lie before the as-of date",
    ),
    given(
        "XMN-07",
        "unit_may_change",
        "of de eenheid van een bekende persoon mag veranderen",
        "whether the unit of a known person may change",
    ),
    assumed(
        "XMN-08",
        "days",
        "dagen dat iemand tijdelijk in Nederland mag zijn voordat ernaar wordt gevraagd",
        "days that somebody may be temporarily in the Netherlands before it is asked about",
    ),
    assumed("XMN-09", "days", "dagen dat twee personen op één functie mogen zitten", "days that two persons may be on one post"),
    assumed(
        "XMN-10",
        "months",
        "maanden achtereen met hetzelfde aantal waarna om een bevestiging wordt gevraagd",
        "months in a row with the same number after which a confirmation is asked for",
    ),
    assumed(
        "REG-03",
        "liquidation_months",
        "maanden na het einde van een missie waarin dit nog een waarschuwing is",
        "months after a mission's end in which this is still a warning",
    ),
    assumed(
        "REG-06",
        "overlap_days",
        "dagen dat een opvolger en wie wordt opgevolgd samen boven het plafond mogen uitkomen, als waarschuwing",
        "days that a successor and the officer who is replaced may be above the ceiling together, as a warning",
    ),
    assumed("REG-07", "national_ceiling", "de meeste functionarissen in alle missies samen", "the most officers in all missions together"),
    assumed(
        "REG-11",
        "months",
        "maanden achtereen met niemand waarna dit wordt gemeld",
        "months in a row with nobody after which this is noted",
    ),
    assumed(
        "PLA-05",
        "floor",
        "een bezetting tot en met dit aantal is nooit ongewoon hoog",
        "a headcount of up to this number is never unusually high",
    ),
    assumed(
        "PLA-05",
        "factor",
        "daarboven is zij ongewoon als zij meer is dan zoveel keer de hoogste tot dan toe",
        "above that it is unusual if it is more than so many times the highest so far",
    ),
    given(
        "PLA-06",
        "min_days",
        "de kortste uitzending in dagen, die van bezoekende experts daargelaten",
        "the shortest tour in days, visiting experts aside",
    ),
    given("PLA-06", "max_months", "de langste uitzending in maanden", "the longest tour in months"),
    given(
        "PLA-10",
        "advance_days",
        "dagen die een kwartiermaker voor het begin van de missie mag beginnen",
        "days that an advance team may start before its mission",
    ),
    given("PRV-01", "refuse_file", REFUSE[0], REFUSE[1]),
    assumed("PRV-02", "refuse_file", REFUSE[0], REFUSE[1]),
    assumed("PRV-03", "refuse_file", REFUSE[0], REFUSE[1]),
    assumed("PRV-04", "refuse_file", REFUSE[0], REFUSE[1]),
    assumed("PRV-05", "refuse_file", REFUSE[0], REFUSE[1]),
    assumed("PRV-06", "refuse_file", REFUSE[0], REFUSE[1]),
    assumed(
        "PRV-07",
        "author",
        "of een auteur of laatste bewerker meetelt die als een persoon leest",
        "whether an author or last editor counts who reads like a person",
    ),
    assumed("PRV-07", "comments", "of opmerkingen bij cellen meetellen", "whether comments at cells count"),
    assumed(
        "PRV-08",
        "threshold",
        "aantallen van 1 tot aan dit aantal zijn te klein voor een uitsplitsing",
        "numbers from 1 up to this one, not included, are too small for a breakdown",
    ),
    assumed(
        "PRV-10",
        "days",
        "dagen waarna zo'n cijfer niet meer gevoelig is, geteld tot de nieuwste peildatum",
        "days after which such a figure is no longer sensitive, counted to the newest as-of date",
    ),
    assumed(
        "DEF-05",
        "last_working_day",
        "of de laatste werkdag van de maand als peildatum wordt aanvaard, met een opmerking",
        "whether the month's last working day is accepted as as-of date, with a note",
    ),
];

/// The setting of a check under a name.
#[must_use]
pub fn setting(code: &str, name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.code == code && setting.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/checks.toml"));

    /// The lines of `[settings.CODE]`, up to the next table.
    fn block(code: &str) -> &'static str {
        let head = format!("[settings.{code}]\n");
        let from = DECLARED.find(&head).unwrap_or_else(|| panic!("no {head}")) + head.len();
        let rest = &DECLARED[from..];
        &rest[..rest.find("\n[").unwrap_or(rest.len())]
    }

    #[test]
    fn every_setting_that_is_shipped_is_described_and_no_other() {
        let declared: toml::Table = DECLARED.parse().expect("TOML");
        let mut shipped: Vec<(&str, &str)> = Vec::new();
        for (code, values) in declared["settings"].as_table().expect("a table") {
            let values = values.as_table().expect("a table");
            shipped.extend(
                values.keys().filter(|name| !["severity", "enabled"].contains(&name.as_str())).map(|name| (code.as_str(), name.as_str())),
            );
        }
        let mut described: Vec<(&str, &str)> = SETTINGS.iter().map(|setting| (setting.code, setting.name)).collect();
        shipped.sort_unstable();
        described.sort_unstable();
        assert_eq!(described, shipped);
        for setting in SETTINGS {
            assert!(setting.meaning.iter().all(|text| !text.is_empty() && !text.ends_with('.')), "{setting:?}");
            assert_ne!(setting.meaning[0], setting.meaning[1], "{setting:?}");
        }
    }

    #[test]
    fn what_is_marked_as_assumed_is_what_the_file_says() {
        for setting in SETTINGS {
            let said = block(setting.code).to_lowercase().contains("assumed");
            let any = SETTINGS.iter().any(|other| other.code == setting.code && other.assumed);
            assert_eq!(said, any, "{}", setting.code);
        }
    }
}
