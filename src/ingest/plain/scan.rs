//! Plain XML, looked at byte by byte. Whatever is not written the plain way is [`Stop::Odd`].

use arcstr::ArcStr;
use memchr::memchr;

use super::Stop;

/// An attribute: its name and its value.
type Attribute<'b> = (&'b [u8], &'b [u8]);

/// Looks at bytes from the left.
pub(super) struct Scan<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
}

impl<'b> Scan<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next byte, which stays the next one.
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes past blank bytes between elements.
    pub(super) fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Goes past a word if it is what comes next.
    pub(super) fn takes(&mut self, word: &[u8]) -> bool {
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// Goes past a word that must come next.
    pub(super) fn must(&mut self, word: &[u8]) -> Result<(), Stop> {
        if self.takes(word) { Ok(()) } else { Err(Stop::Odd) }
    }

    /// The next attribute of an element, name and value; `None` at the end of its tag, which comes next.
    pub(super) fn attribute(&mut self) -> Result<Option<Attribute<'b>>, Stop> {
        let before = self.at;
        self.blanks();
        if matches!(self.peek(), Some(b'>' | b'/')) {
            return Ok(None);
        }
        if self.at == before {
            return Err(Stop::Odd);
        }
        let rest = self.rest();
        let equals = rest.iter().position(|byte| matches!(byte, b'=' | b' ' | b'>' | b'<')).ok_or(Stop::Odd)?;
        let quote = rest.get(equals + 1).copied().filter(|quote| rest[equals] == b'=' && matches!(quote, b'"' | b'\'')).ok_or(Stop::Odd)?;
        let value = &rest[equals + 2..];
        let end = memchr(quote, value).ok_or(Stop::Odd)?;
        let value = &value[..end];
        if value.iter().any(|byte| matches!(byte, b'&' | b'<' | b'\n' | b'\t' | b'\r')) {
            return Err(Stop::Odd);
        }
        self.at += equals + 2 + end + 1;
        Ok(Some((&rest[..equals], value)))
    }

    /// Whether the element whose attributes were read has contents; goes past the end of its tag.
    pub(super) fn opens(&mut self) -> Result<bool, Stop> {
        if self.takes(b">") {
            return Ok(true);
        }
        self.must(b"/>").map(|()| false)
    }

    /// Text up to the next tag, as it stands.
    pub(super) fn raw(&mut self) -> Result<&'b [u8], Stop> {
        let rest = self.rest();
        let end = memchr(b'<', rest).ok_or(Stop::Odd)?;
        self.at += end;
        Ok(&rest[..end])
    }
}

/// A whole number without a sign, of at most nine digits.
pub(super) fn whole(digits: &[u8]) -> Result<u32, Stop> {
    if digits.is_empty() || digits.len() > 9 {
        return Err(Stop::Odd);
    }
    digits.iter().try_fold(0_u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))).ok_or(Stop::Odd)
}

/// A number as workbooks have them.
pub(super) fn number(raw: &[u8]) -> Result<f64, Stop> {
    if raw.len() <= 9
        && let Ok(whole) = whole(raw)
    {
        return Ok(f64::from(whole));
    }
    let plain = raw.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
    if !plain || !raw.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E')) {
        return Err(Stop::Odd);
    }
    std::str::from_utf8(raw).ok().and_then(|text| text.parse().ok()).ok_or(Stop::Odd)
}

/// A text with its entities resolved. Line ends that XML changes and signs in the way of workbooks (`_x000D_`) are odd.
pub(super) fn text(raw: &[u8]) -> Result<std::borrow::Cow<'_, str>, Stop> {
    let text = std::str::from_utf8(raw).map_err(|_| Stop::Odd)?;
    if text.contains('\r') || text.contains("_x") {
        return Err(Stop::Odd);
    }
    if !text.contains('&') {
        return Ok(text.into());
    }
    let text = quick_xml::escape::unescape(text).map_err(|_| Stop::Odd)?;
    // What is escaped is not changed as a line end is, but whether it makes a sign is another matter.
    if text.contains("_x") { Err(Stop::Odd) } else { Ok(text) }
}

/// A text as it is kept, without blanks around it unless they are preserved.
pub(super) fn kept(raw: &[u8], preserve: bool) -> Result<ArcStr, Stop> {
    let text = text(raw)?;
    Ok(ArcStr::from(if preserve { &text } else { text.trim_matches([' ', '\t', '\r', '\n']) }))
}
