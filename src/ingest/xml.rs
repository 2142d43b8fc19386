//! Text in XML.

use std::borrow::Cow;

/// A text with its entities resolved; as it stands if it has some that nobody knows.
pub(super) fn unescaped(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), Cow::into_owned)
}

/// What an entity of this name stands for.
pub(super) fn entity(name: &str) -> String {
    unescaped(&format!("&{name};"))
}
