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
    let line = table.direction.line(table.rows[at.record]);
    Bilingual::new(format!("'{}' in {} is onbruikbaar", title.nl, line.nl), format!("'{}' in {} cannot be used", title.en, line.en))
}
