//! E-mail addresses, phone numbers, bank accounts and citizen service numbers in text.

use crate::domain::pattern::Pattern;
use crate::records::grammar::bsn::{nine_digits, passes_eleven_test};
use crate::records::grammar::dates::eight_digits;

/// What a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Found {
    pub(super) email: bool,
    pub(super) phone: bool,
    pub(super) iban: bool,
    /// Groups of eight or nine digits that are no date.
    pub(super) numbers: u32,
    /// Of those, the ones that pass the eleven-test.
    pub(super) passing: u32,
}

static EMAIL: Pattern = Pattern::new(r"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+");
static PHONE: Pattern = Pattern::new(concat!(
    r"(?:\+|\b00)[1-9]\d{0,2}[\s.()-]{0,3}(?:\d[\s.()-]{0,2}){7,11}\d\b", // international
    r"|\b06[\s.-]{0,2}(?:\d[\s.-]?){7}\d\b",                              // Dutch mobile
    r"|(?:\b|\()0[1-9]\d{1,2}\)?[\s-]{1,3}(?:\d[\s.]?){5,6}\d\b",         // Dutch landline with its area code apart
));
static IBAN: Pattern = Pattern::new(r"\b[A-Za-z]{2}\d{2}[\s-]?(?:[A-Za-z]{4}|\d{4})[\s-]?(?:\d[\s-]?){7,20}\d\b");
static DATE: Pattern = Pattern::new(r"^\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d");

/// Looks into one text. Text without `@` and without eight digits costs one pass over its bytes.
pub(super) fn look(text: &str) -> Found {
    let mut found = Found::default();
    let (mut digits, mut at) = (0_u32, false);
    for byte in text.bytes() {
        digits += u32::from(byte.is_ascii_digit());
        at |= byte == b'@';
    }
    found.email = at && EMAIL.is_in(text);
    if digits < 8 {
        return found;
    }
    found.iban = iban(text);
    found.phone = !found.iban && digits > 8 && phone(text);
    if !found.iban && !found.phone {
        (found.numbers, found.passing) = numbers(text);
    }
    found
}

/// Whether digits without signs are a number to call, in a column that is headed as one: with its zero lost or its country before it.
pub(super) fn is_bare_phone(digits: &str) -> bool {
    match digits.len() {
        9 => digits.starts_with('6'),
        10 => digits.starts_with("06"),
        11 => digits.starts_with("316"),
        _ => false,
    }
}

/// Whether a number is eight or nine digits that are no date, and whether those pass the eleven-test.
pub(super) fn number(digits: &str) -> Option<bool> {
    let nine = nine_digits(digits)?;
    if eight_digits(digits).is_some() { None } else { Some(passes_eleven_test(nine)) }
}

fn numbers(text: &str) -> (u32, u32) {
    if let Some(nine) = nine_digits(text) {
        let plain = text.trim();
        let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
        let dated = eight_digits(&digits).is_some() || (plain.len() <= 10 && DATE.is_in(plain));
        return if dated { (0, 0) } else { (1, u32::from(passes_eleven_test(nine))) };
    }
    let (mut found, mut passing) = (0, 0);
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        if matches!(run.len(), 8 | 9)
            && run.bytes().all(|b| b.is_ascii_digit())
            && let Some(passes) = number(run)
        {
            found += 1;
            passing += u32::from(passes);
        }
    }
    (found, passing)
}

fn phone(text: &str) -> bool {
    PHONE.of(text).is_some_and(|pattern| pattern.find_iter(text).any(|found| !DATE.is_in(found.as_str())))
}

/// A bank code in letters says enough; without one the check digits decide.
fn iban(text: &str) -> bool {
    let says_so = |found: &str| {
        let compact: String = found.chars().filter(char::is_ascii_alphanumeric).collect();
        let letters = compact.get(4..8).is_some_and(|bank| bank.bytes().all(|b| b.is_ascii_alphabetic()));
        letters || has_check_digits(&compact)
    };
    IBAN.of(text).is_some_and(|pattern| pattern.find_iter(text).any(|found| says_so(found.as_str())))
}

/// ISO 13616: country and check digits go to the end, letters count from ten, and the rest of the division by 97 is one.
fn has_check_digits(compact: &str) -> bool {
    let (Some(head), Some(tail)) = (compact.get(..4), compact.get(4..)) else { return false };
    let rest = tail.chars().chain(head.chars()).try_fold(0_u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some(if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 })
    });
    rest == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_identifies_a_person_is_noticed() {
        for (text, kind) in [
            ("x.yz@politie.example", "email"),
            ("bel naam@dienst.example.nl", "email"),
            ("06-12345678", "phone"),
            ("06 12 34 56 78", "phone"),
            ("0612345678", "phone"),
            ("+31 6 1234 5678", "phone"),
            ("+31 (0)6 12345678", "phone"),
            ("0031612345678", "phone"),
            ("tel. 070-1234567", "phone"),
            ("(070) 123 45 67", "phone"),
            ("NL00BANK0123456789", "iban"),
            ("NL00 BANK 0123 4567 89", "iban"),
            ("BE68 5390 0754 7034", "iban"),
            ("123456782", "bsn"),
            ("1234.56.782", "bsn"),
            ("bsn 123456782, zie dossier", "bsn"),
            ("23456784", "bsn"),
        ] {
            let found = look(text);
            let expected = Found {
                email: kind == "email",
                phone: kind == "phone",
                iban: kind == "iban",
                numbers: u32::from(kind == "bsn"),
                passing: u32::from(kind == "bsn"),
            };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn dates_counts_and_keys_are_no_personal_data() {
        for text in [
            "",
            "EUAM Iraq",
            "4 (3 tijdelijk in NL)",
            "2026-03-01",
            "01-03-2026",
            "06-03-2026 12:30",
            "06-03-2026 t/m 28-02-2027",
            "1-3-2026 - 28-2-2027",
            "20260301",
            "2026-03-01T12:30:00",
            "NP-0108",
            "user@host",
            "@",
            "+4 en +3",
            "1234567890123",
            "AB12345678901234",
        ] {
            assert_eq!(look(text), Found::default(), "{text}");
        }
        assert_eq!(look("123456783"), Found { numbers: 1, ..Found::default() });
    }

    #[test]
    fn a_number_to_call_is_told_by_its_column() {
        assert!(is_bare_phone("612345678") && is_bare_phone("31612345678"));
        assert!(!is_bare_phone("712345678") && !is_bare_phone("61234567"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", like in "[0-9+@ ().NLa-]{0,40}") {
            let _ = look(&text);
            let _ = look(&like);
        }
    }
}
