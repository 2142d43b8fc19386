//! Keys of persons, by which lines of rosters are compared.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// A key of a person. It has no way to be shown, and who holds it cannot tell whose it is without the [`Secret`] it was made with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKey([u8; 16]);

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(…)")
    }
}

/// What keys of persons are made with. The number of an officer has so few digits that anybody could try them all on a plain hash; on
/// a keyed one nobody can without the secret.
#[derive(Clone)]
pub struct Secret(Hmac<Sha256>);

impl Secret {
    /// A secret of at least sixteen bytes; `None` if it has fewer.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        if bytes.len() < 16 { None } else { Hmac::new_from_slice(bytes).ok().map(Self) }
    }

    /// The key of a person: HMAC-SHA-256 (RFC 2104, FIPS 198-1) of what a roster has for it, without blanks around it and in small
    /// letters, cut to 128 bits.
    #[must_use]
    pub fn key(&self, raw: &str) -> PersonKey {
        let mut mac = self.0.clone();
        let raw = raw.trim();
        if raw.is_ascii() {
            let mut small = [0; 64];
            for part in raw.as_bytes().chunks(small.len()) {
                let small = &mut small[..part.len()];
                small.copy_from_slice(part);
                small.make_ascii_lowercase();
                mac.update(small);
            }
        } else {
            mac.update(raw.to_lowercase().as_bytes());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        PersonKey(key)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Declarations are the same whatever the secret of a run.
impl PartialEq for Secret {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_is_that_of_the_standard() {
        // RFC 4231, test case 2, has a key that is too short here; case 1 has twenty bytes.
        let secret = Secret::new(&[0x0b; 20]).expect("long enough");
        let expected = [0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53, 0x5c, 0xa8, 0xaf, 0xce, 0xaf, 0x0b, 0xf1, 0x2b];
        assert_eq!(secret.key("hi there"), PersonKey(expected_of(b"hi there", &secret)));
        let mut mac = secret.0.clone();
        mac.update(b"Hi There");
        assert_eq!(mac.finalize().into_bytes()[..16], expected);
        assert!(Secret::new(b"fifteen letters").is_none());
        assert_eq!(format!("{secret:?} {:?}", secret.key("NP-1")), "Secret(…) PersonKey(…)");
    }

    fn expected_of(text: &[u8], secret: &Secret) -> [u8; 16] {
        let mut mac = secret.0.clone();
        mac.update(text);
        mac.finalize().into_bytes()[..16].try_into().expect("sixteen bytes")
    }

    proptest! {
        #[test]
        fn spelling_makes_no_other_person_and_another_secret_does(raw in "[a-zA-Zé0-9-]{1,200}") {
            let (one, other) = (Secret::new(&[1; 32]).expect("a secret"), Secret::new(&[2; 32]).expect("a secret"));
            prop_assert_eq!(one.key(&raw), one.key(&format!(" {}\t", raw.to_uppercase())));
            prop_assert_ne!(one.key(&raw), other.key(&raw));
            prop_assert_ne!(one.key(&raw), one.key(&format!("{raw}x")));
        }
    }
}
