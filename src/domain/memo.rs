//! What was found out of a text, kept for the next time that it stands somewhere.

use std::collections::HashMap;

/// Most texts that are remembered: what stands in a table many times stands there early.
const MOST: usize = 4_096;

/// A map with a hasher that is made for many short keys.
pub type FastMap<K, V> = HashMap<K, V, foldhash::fast::RandomState>;
/// A set with the same hasher.
pub type FastSet<K> = std::collections::HashSet<K, foldhash::fast::RandomState>;

/// Remembers what was found out of texts. Most texts of a table stand in it many times; it never holds more than a few thousand.
#[derive(Debug)]
pub struct Memo<'t, T> {
    known: FastMap<&'t str, T>,
}

impl<T> Default for Memo<'_, T> {
    fn default() -> Self {
        Self { known: FastMap::default() }
    }
}

impl<'t, T: Clone> Memo<'t, T> {
    /// What is known of a text, or else what `find` makes of it.
    pub fn of(&mut self, text: &'t str, find: impl FnOnce(&'t str) -> T) -> T {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let found = find(text);
        if self.known.len() < MOST {
            self.known.insert(text, found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_at_once_as_long_as_there_is_room() {
        let texts: Vec<String> = (0..MOST + 5).map(|at| at.to_string()).collect();
        let mut memo = Memo::default();
        let mut looks = 0;
        for _ in 0..2 {
            for text in &texts {
                let length = memo.of(text, |text| {
                    looks += 1;
                    text.len()
                });
                assert_eq!(length, text.len());
            }
        }
        assert_eq!(looks, MOST + 2 * 5);
    }
}
