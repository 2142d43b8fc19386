//! Why a case could not be tried, in words.

use crate::domain::{Bilingual, Period, RecordRef, Table};

pub(super) fn unknown_month() -> Bilingual {
    Bilingual::new("de maand of missie is onbekend", "the month or mission is not known")
}

pub(super) fn nothing_reported(title: &Bilingual, period: Period) -> Bilingual {
    Bilingual::new(
        format!("geen gegevens van {} over {period}", title.nl.to_lowercase()),
        format!("no {} reported for {period}", title.en.to_lowercase()),
    )
}

pub(super) fn unusable(title: &Bilingual, table: &Table, at: RecordRef) -> Bilingual {
    let row = table.rows[at.record] + 1;
    Bilingual::new(format!("'{}' in regel {row} is onbruikbaar", title.nl), format!("'{}' in row {row} cannot be used", title.en))
}
