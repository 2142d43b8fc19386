//! A panic of a reader stays with the file it reads.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use crate::domain::Unreadable;

thread_local! {
    static SHIELDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader; a panic becomes [`Unreadable::Damaged`].
///
/// The message of such a panic would only be noise on the terminal, and may quote a cell. So a hook is put before the
/// one that is there, once; it is silent on a thread that is in here and leaves every other panic to the hook behind it.
pub(super) fn shielded<T>(reader: impl FnOnce() -> T) -> Result<T, Unreadable> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let behind = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !SHIELDED.try_with(Cell::get).unwrap_or(false) {
                behind(info);
            }
        }));
    });
    let before = SHIELDED.replace(true);
    // What the reader leaves behind is dropped with it, so no broken state can be seen.
    let result = panic::catch_unwind(AssertUnwindSafe(reader));
    SHIELDED.set(before);
    result.map_err(|_| Unreadable::Damaged("the reader of this format gave up".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_damage() {
        let result = shielded(|| {
            assert!(std::hint::black_box(1) > 1, "a reader that panics");
            1
        });
        assert!(matches!(result, Err(Unreadable::Damaged(_))));
        assert!(!SHIELDED.get());
        assert_eq!(shielded(|| 2), Ok(2));
    }
}
