//! Texts of the report, in both languages at once: which of them is seen is chosen in the page.

use std::borrow::Cow;

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{Datelike, NaiveDate};

use crate::domain::finding::WITHHELD;
use crate::domain::month_names::dutch_name;
use crate::domain::{Bilingual, Lang, Period};

/// A text in both languages. One that is the same in both is written once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(
    ext = "html",
    source = r#"{% if nl == en %}{{ nl }}{% else %}<span lang="nl">{{ nl }}</span><span lang="en">{{ en }}</span>{% endif %}"#
)]
pub(super) struct Both {
    pub(super) nl: Cow<'static, str>,
    pub(super) en: Cow<'static, str>,
}

// They escape what they hold, so that a page takes them as they are.
impl HtmlSafe for Both {}
impl HtmlSafe for Name {}

impl Both {
    /// A text of this program, with what it was filled with.
    pub(super) fn of(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { nl: Cow::Owned(nl.into()), en: Cow::Owned(en.into()) }
    }

    /// A text that was written for both languages elsewhere.
    pub(super) fn from(text: &Bilingual) -> Self {
        Self::of(printable(&text.nl).replace(WITHHELD, "[achtergehouden]"), printable(&text.en))
    }

    /// The text in one language.
    pub(super) fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nl => &self.nl,
            Lang::En => &self.en,
        }
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.nl.is_empty() && self.en.is_empty()
    }
}

/// A fixed text in both languages.
pub(super) const fn t(nl: &'static str, en: &'static str) -> Both {
    Both { nl: Cow::Borrowed(nl), en: Cow::Borrowed(en) }
}

/// A name that others chose: of a mission, a file, a sheet. It is kept apart from the text around it, whatever its direction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Template)]
#[template(ext = "html", source = r#"<bdi translate="no">{{ self.0 }}</bdi>"#)]
pub(super) struct Name(pub(super) String);

impl Name {
    /// A name as it may be shown.
    pub(super) fn of(text: &str) -> Self {
        Self(printable(text).into_owned())
    }
}

/// Text without what a browser does not show or what would turn the direction of reading.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let is_unsafe = |c: char| c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(is_unsafe) {
        Cow::Owned(text.chars().map(|c| if is_unsafe(c) { char::REPLACEMENT_CHARACTER } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

const ENGLISH: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn english_name(month: u32) -> &'static str {
    let at = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
    at.and_then(|at| ENGLISH.get(at)).copied().unwrap_or_default()
}

/// A month in words: `mei 2026`.
pub(super) fn month(period: Period) -> Both {
    let year = period.year();
    Both::of(format!("{} {year}", dutch_name(period.month())), format!("{} {year}", english_name(period.month())))
}

/// The name of a month in three letters, as it stands below a chart.
pub(super) fn short_month(period: Period) -> Both {
    let dutch = match dutch_name(period.month()) {
        "maart" => "mrt",
        name => name.get(..3).unwrap_or(name),
    };
    let english = english_name(period.month());
    Both::of(dutch, english.get(..3).unwrap_or(english))
}

/// A day in words: `31 mei 2026`.
pub(super) fn day(of: NaiveDate) -> Both {
    let (day, year) = (of.day(), of.year());
    Both::of(format!("{day} {} {year}", dutch_name(of.month())), format!("{day} {} {year}", english_name(of.month())))
}

/// A number with its noun.
pub(super) fn counted(number: usize, nl: [&str; 2], en: [&str; 2]) -> Both {
    let noun = usize::from(number != 1);
    Both::of(format!("{number} {}", nl[noun]), format!("{number} {}", en[noun]))
}

/// Both languages through one change each.
pub(super) fn map(text: &Both, nl: impl Fn(&str) -> String, en: impl Fn(&str) -> String) -> Both {
    Both::of(nl(&text.nl), en(&text.en))
}

/// Tenths of a per cent, with one decimal but for nothing and all: `40,5%`.
pub(super) fn percent(tenths: i64) -> Both {
    if tenths == 0 || tenths == 1000 {
        return Both::of(format!("{}%", tenths / 10), format!("{}%", tenths / 10));
    }
    let text = |point: char| format!("{}{point}{}%", tenths / 10, tenths % 10);
    Both::of(text(','), text('.'))
}

/// A share in tenths of a per cent, rounded to the nearest; `None` of nothing, or where the part is no part.
pub(super) fn share(part: i64, whole: i64) -> Option<i64> {
    let tenths = part.checked_mul(2000)?.checked_add(whole)?;
    (whole > 0 && (0..=whole).contains(&part)).then(|| tenths / whole.saturating_mul(2))
}

/// A change with its sign: `+1`, `−3`, `0`.
pub(super) fn signed(change: i64) -> String {
    match change {
        0 => "0".to_owned(),
        up if up > 0 => format!("+{up}"),
        down => format!("\u{2212}{}", down.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect("a month")
    }

    #[test]
    fn a_text_is_written_in_both_languages_and_a_number_once() {
        assert_eq!(t("Missie", "Mission").render().expect("HTML"), r#"<span lang="nl">Missie</span><span lang="en">Mission</span>"#);
        assert_eq!(t("7", "7").render().expect("HTML"), "7");
        assert_eq!(Name::of("<b>\u{202e}&").render().expect("HTML"), "<bdi translate=\"no\">&#60;b&#62;\u{fffd}&#38;</bdi>");
    }

    #[test]
    fn what_is_withheld_is_said_in_dutch_too() {
        let text = Both::from(&Bilingual::same("Op [withheld]"));
        assert_eq!((text.get(Lang::Nl), text.get(Lang::En)), ("Op [achtergehouden]", "Op [withheld]"));
    }

    #[test]
    fn months_days_and_shares_read_well() {
        assert_eq!(month(period("2026-03")), Both::of("maart 2026", "March 2026"));
        assert_eq!(short_month(period("2026-03")), Both::of("mrt", "Mar"));
        assert_eq!(short_month(period("2026-05")), Both::of("mei", "May"));
        assert_eq!(day(period("2026-05").last_day()), Both::of("31 mei 2026", "31 May 2026"));
        assert_eq!(percent(405), Both::of("40,5%", "40.5%"));
        assert_eq!([share(15, 37), share(3, 37), share(0, 4), share(1, 0), share(5, 4)], [Some(405), Some(81), Some(0), None, None]);
        assert_eq!([1, 0, -3].map(signed), ["+1", "0", "\u{2212}3"]);
        assert_eq!(share(i64::MAX, i64::MAX), None, "absurd figures have no share");
    }
}
