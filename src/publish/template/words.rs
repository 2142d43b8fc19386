//! Names of files, sheets, months and days.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::utility::check_sheet_name;

use crate::domain::month_names::dutch_name;
use crate::domain::schema::Coordinator;
use crate::domain::{Lang, Period};

/// The longest name of a sheet, in the units that spreadsheets count in.
const LONGEST_SHEET: usize = 31;

const ENGLISH: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The name under which a return is sent, by which muster knows the coordinator and the month.
#[must_use]
pub fn file_name(coordinator: &Coordinator, period: Period) -> String {
    // An id is free text in the schemas; a path must not come of it.
    let id: String = coordinator.id.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    format!("opgave-{id}-{period}.xlsx")
}

/// A month in words: `juni 2026`.
#[must_use]
pub fn month(period: Period, lang: Lang) -> String {
    format!("{} {}", month_name(period.month(), lang), period.year())
}

/// A day in words: `30 juni 2026`.
pub(super) fn day(day: NaiveDate, lang: Lang) -> String {
    format!("{} {} {}", day.day(), month_name(day.month(), lang), day.year())
}

fn month_name(month: u32, lang: Lang) -> &'static str {
    let english = || usize::try_from(month).ok().and_then(|month| ENGLISH.get(month.checked_sub(1)?));
    match lang {
        Lang::Nl => dutch_name(month),
        Lang::En => english().copied().unwrap_or_default(),
    }
}

/// A name for a sheet that a spreadsheet accepts and no other sheet of the workbook has.
pub(super) fn sheet_name(wanted: &str, fallback: &str, taken: &[&str]) -> String {
    let allowed: String = wanted.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let name = brief(allowed.trim_matches(|c: char| c == '\'' || c.is_whitespace()), LONGEST_SHEET);
    let free = |name: &str| check_sheet_name(name).is_ok() && !taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let others = std::iter::once(fallback.to_owned()).chain((2..100).map(|number| format!("{fallback} {number}")));
    std::iter::once(name).chain(others).find(|name| free(name)).unwrap_or_default()
}

/// A text of at most so many UTF-16 units.
pub(super) fn brief(text: &str, longest: usize) -> String {
    if text.encode_utf16().count() <= longest {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut length = 0;
    for c in text.chars() {
        length += c.len_utf16();
        if length >= longest {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

/// A text as it stands in a formula.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", brief(text, 200).replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn months_and_days_in_words() {
        let june: Period = "2026-06".parse().expect("a month");
        assert_eq!([month(june, Lang::Nl), month(june, Lang::En)], ["juni 2026", "June 2026"]);
        assert_eq!(day(june.last_day(), Lang::En), "30 June 2026");
    }

    #[test]
    fn a_sheet_gets_another_name_where_its_own_will_not_do() {
        for (wanted, expected) in [
            ("Bezetting", "Bezetting"),
            ("UITLEG", "Sheet"),
            ("  [a]/b? ", "a  b"),
            ("", "Sheet"),
            ("'quoted'", "quoted"),
            ("A title that is far too long for the tab of a sheet", "A title that is far too long f…"),
        ] {
            assert_eq!(sheet_name(wanted, "Sheet", &["Uitleg"]), expected, "{wanted}");
        }
        assert_eq!(sheet_name("Sheet", "Sheet", &["sheet", "SHEET 2"]), "Sheet 3");
    }

    #[test]
    fn a_text_in_a_formula_stays_a_text() {
        assert_eq!(quoted(r#"in "opleiding""#), r#""in ""opleiding""""#);
    }

    proptest! {
        #[test]
        fn any_title_becomes_a_name_that_spreadsheets_accept(wanted in any::<String>(), taken in "[a-z]{0,8}") {
            let name = sheet_name(&wanted, "Sheet", &[&taken]);
            prop_assert!(check_sheet_name(&name).is_ok(), "{name:?}");
            prop_assert!(name.to_lowercase() != taken);
        }

        #[test]
        fn a_brief_text_is_brief_and_a_quoted_one_closed(text in any::<String>(), longest in 2_usize..40) {
            prop_assert!(brief(&text, longest).encode_utf16().count() <= longest);
            let quoted = quoted(&text);
            prop_assert!(quoted.len() >= 2 && quoted.matches('"').count().is_multiple_of(2));
        }
    }
}
