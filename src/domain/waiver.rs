//! Findings that somebody decided to accept: where, why, who and until when.

use chrono::NaiveDate;

use super::cell::CellRef;
use super::finding::{Finding, Place};
use super::period::Period;
use super::text::{Bilingual, fold};

/// The file of waivers, as messages name it.
pub const WAIVERS: &str = "schemas/waivers.toml";

/// The name of a file, in which `*` stands for any text. Upper and lower case are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePattern(String);

impl FilePattern {
    /// The pattern as it is written.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        Self(pattern.trim().to_owned())
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a path, relative to the input folder, fits as a whole. A pattern without a folder is about the name alone.
    #[must_use]
    pub fn fits(&self, path: &str) -> bool {
        let name = if self.0.contains('/') { path } else { path.rsplit('/').next().unwrap_or(path) };
        let (pattern, name) = (self.0.to_lowercase(), name.to_lowercase());
        let mut parts = pattern.split('*');
        let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
        let mut parts: Vec<&str> = parts.collect();
        let Some(last) = parts.pop() else { return rest.is_empty() };
        for part in parts {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last)
    }
}

/// Where a finding must be for a waiver to be about it: everything that is named must fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// Its month.
    pub period: Option<Period>,
    /// The id of its mission.
    pub mission: Option<String>,
    /// The id of the coordinator whose file it points into, or whose return is missing.
    pub coordinator: Option<String>,
    /// Its file.
    pub file: Option<FilePattern>,
    /// Its sheet; compared as headers are.
    pub sheet: Option<String>,
    /// Its cell.
    pub cell: Option<CellRef>,
}

impl Location {
    /// The location in words, in the order of the file.
    #[must_use]
    pub fn words(&self) -> String {
        let parts = [
            self.period.map(|period| period.to_string()),
            self.mission.clone(),
            self.coordinator.clone(),
            self.file.as_ref().map(|file| file.as_str().to_owned()),
            self.sheet.clone(),
            self.cell.map(|cell| cell.to_string()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A decision to accept findings of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The check's code.
    pub code: String,
    /// Which of its findings.
    pub location: Location,
    /// Why.
    pub reason: String,
    /// Who decided: a role, such as `head of operations`.
    pub decided_by: String,
    /// On which day.
    pub decided_on: NaiveDate,
    /// The last day for which it holds, included.
    pub until: NaiveDate,
    /// The line it begins on, from one.
    pub line: u32,
}

impl Waiver {
    /// Whether it is about a finding, whatever the month. `sender` is the id of the coordinator whose file the finding points
    /// into.
    #[must_use]
    pub fn is_about(&self, finding: &Finding, sender: Option<&str>) -> bool {
        let Location { period, mission, coordinator, file, sheet, cell } = &self.location;
        let expected = match &finding.place {
            Place::Expected { coordinator } => Some(coordinator.as_str()),
            _ => sender,
        };
        self.code == finding.code
            && period.is_none_or(|period| finding.period == Some(period))
            && mission.as_ref().is_none_or(|mission| finding.mission.as_ref() == Some(mission))
            && coordinator.as_ref().is_none_or(|own| expected == Some(own.as_str()))
            && file.as_ref().is_none_or(|file| !finding.place.file().is_empty() && file.fits(finding.place.file()))
            && sheet.as_ref().is_none_or(|sheet| !finding.place.sheet().is_empty() && fold(sheet) == fold(finding.place.sheet()))
            && cell.is_none_or(|cell| finding.place.cell() == Some(cell))
    }

    /// Whether it still holds for a month: one that ends on or before its last day.
    #[must_use]
    pub fn holds_in(&self, month: Period) -> bool {
        month.last_day() <= self.until
    }

    /// Who accepted, until when and why, as a sentence.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let Self { decided_by, until, reason, .. } = self;
        let reason = reason.trim().trim_end_matches('.');
        Bilingual::new(
            format!("Aanvaard door {decided_by} tot en met {until}: {reason}."),
            format!("Accepted by {decided_by} up to and including {until}: {reason}."),
        )
    }
}

/// How a finding is to be mended; for one that is waived, who accepted it and why goes before.
#[must_use]
pub fn advice(waivers: &[Waiver], finding: &Finding) -> Bilingual {
    let Some(waiver) = finding.waiver.and_then(|at| waivers.get(at)) else { return finding.suggestion.clone() };
    let words = waiver.words();
    let joined = |words: &str, advice: &str| format!("{words} {advice}").trim_end().to_owned();
    Bilingual::new(joined(&words.nl, &finding.suggestion.nl), joined(&words.en, &finding.suggestion.en))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn waiver(location: Location) -> Waiver {
        let day = |text: &str| text.parse().expect("a day");
        Waiver {
            code: "SHT-01".to_owned(),
            location,
            reason: "Nagebeld.".to_owned(),
            decided_by: "head of operations".to_owned(),
            decided_on: day("2026-06-02"),
            until: day("2026-06-30"),
            line: 9,
        }
    }

    #[test]
    fn a_pattern_fits_a_path_or_a_name_as_a_whole() {
        for (pattern, path, fits) in [
            ("opgave-oost-2026-05.xlsx", "2026-05/opgave-oost-2026-05.xlsx", true),
            ("OPGAVE-oost-2026-05.XLSX", "2026-05/opgave-oost-2026-05.xlsx", true),
            ("opgave-oost", "opgave-oost-2026-05.xlsx", false),
            ("*oost*", "2026-05/opgave-oost-2026-05.xlsx", true),
            ("*oost-2026-05*", "2026-05/opgave-oost-2026-04.xlsx", false),
            ("2026-05/*", "2026-05/opgave-oost-2026-05.xlsx", true),
            ("2026-05/*", "2026-04/opgave-oost-2026-04.xlsx", false),
            ("*.csv", "2026-05/blue-haven.csv", true),
            ("a*b*b", "ab", false),
            ("a*b*b", "abb", true),
            ("*", "x", true),
        ] {
            assert_eq!(FilePattern::new(pattern).fits(path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn everything_that_is_named_must_fit() {
        let finding = sample::finding();
        let about = |location: Location| waiver(location).is_about(&finding, Some("east"));
        let period = finding.period;
        assert!(about(Location { period, mission: finding.mission.clone(), ..Location::default() }));
        assert!(about(Location { coordinator: Some("east".to_owned()), sheet: Some("bezetting:".to_owned()), ..Location::default() }));
        assert!(about(Location { cell: finding.place.cell(), file: Some(FilePattern::new("*east*")), ..Location::default() }));
        for location in [
            Location { period, mission: Some("osc".to_owned()), ..Location::default() },
            Location { period: period.map(|period| period.next()), ..Location::default() },
            Location { coordinator: Some("west".to_owned()), ..Location::default() },
            Location { cell: Some(CellRef::new(0, 0)), ..Location::default() },
            Location { sheet: Some("Personeel".to_owned()), ..Location::default() },
            Location { file: Some(FilePattern::new("*west*")), ..Location::default() },
        ] {
            assert!(!about(location.clone()), "{location:?}");
        }
        let other = Finding { code: "SHT-02".to_owned(), ..finding.clone() };
        assert!(!waiver(Location { period, ..Location::default() }).is_about(&other, None));
        let missing = Finding { place: Place::Expected { coordinator: "east".to_owned() }, ..finding };
        assert!(waiver(Location { coordinator: Some("east".to_owned()), ..Location::default() }).is_about(&missing, None));
        assert!(!waiver(Location { file: Some(FilePattern::new("*")), ..Location::default() }).is_about(&missing, None));
    }

    #[test]
    fn it_holds_for_months_that_end_by_its_last_day() {
        let waiver = waiver(Location::default());
        let holds = |month: &str| waiver.holds_in(month.parse().expect("a month"));
        assert!(holds("2026-05") && holds("2026-06") && !holds("2026-07"));
    }

    #[test]
    fn who_accepted_stands_before_the_advice() {
        let waivers = [waiver(Location::default())];
        let finding = Finding { waived: true, waiver: Some(0), ..sample::finding() };
        let words = advice(&waivers, &finding);
        assert_eq!(words.en, "Accepted by head of operations up to and including 2026-06-30: Nagebeld. Look at B7");
        assert_eq!(words.nl, "Aanvaard door head of operations tot en met 2026-06-30: Nagebeld. Kijk naar B7");
        assert_eq!(advice(&waivers, &sample::finding()), sample::finding().suggestion);
    }
}
