//! The eleven-test of the citizen service number.

/// Whether nine digits pass the eleven-test: 9a+8b+7c+6d+5e+4f+3g+2h-i divisible by 11. Nine zeros are no number.
#[must_use]
pub fn passes_eleven_test(digits: [u8; 9]) -> bool {
    let weights: [i32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = digits.iter().zip(weights).map(|(digit, weight)| i32::from(*digit) * weight).sum();
    digits.iter().all(|digit| *digit <= 9) && digits.iter().any(|digit| *digit != 0) && sum % 11 == 0
}

/// Whether text is eight or nine digits that pass the eleven-test; eight are padded with a zero. Dots, spaces and hyphens
/// between the digits do not matter.
#[must_use]
pub fn is_possible_bsn(text: &str) -> bool {
    nine_digits(text).is_some_and(passes_eleven_test)
}

/// The nine digits of text that is eight or nine digits, perhaps grouped.
pub(crate) fn nine_digits(text: &str) -> Option<[u8; 9]> {
    let mut found = [0_u8; 9];
    let mut number = 0_usize;
    for byte in text.trim().bytes() {
        match byte {
            b'0'..=b'9' => {
                *found.get_mut(number)? = byte - b'0';
                number += 1;
            }
            b'.' | b' ' | b'-' if number > 0 => {}
            _ => return None,
        }
    }
    match number {
        9 => Some(found),
        8 => {
            found.rotate_right(1);
            Some(found)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_eleven_test_is_applied_to_eight_and_nine_digits() {
        for text in ["123456782", "23456784", "1234.56.782", " 123 456 782 ", "111222333"] {
            assert!(is_possible_bsn(text), "{text}");
        }
        for text in ["", "123456783", "000000000", "1234567", "1234567820", "12345678a", "-23456784", "EU123456782"] {
            assert!(!is_possible_bsn(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(number in 10_000_000_u32..1_000_000_000, at in 0_usize..8, by in 1_u8..10) {
            let text = format!("{number:09}");
            let mut digits = nine_digits(&text).expect("nine digits");
            if passes_eleven_test(digits) {
                digits[at] = (digits[at] + by) % 10;
                prop_assert!(!passes_eleven_test(digits) || digits.iter().all(|d| *d == 0));
            }
        }
    }
}
