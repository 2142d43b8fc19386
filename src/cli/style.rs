//! The colours. They carry nothing that the words do not say as well.
//!
//! Only the sixteen colours that every terminal has, and of those only such as can be read on a light and on a dark background in
//! the usual palettes: yellow and cyan are lost on white, dark blue and dark magenta on black.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

use crate::domain::Severity;

/// Errors.
pub(super) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// Warnings.
pub(super) const WARNING: Style = AnsiColor::BrightMagenta.on_default().bold();
/// Notes.
pub(super) const INFO: Style = AnsiColor::BrightBlue.on_default().bold();
/// What is well. It is pale on white, so it never carries what has to be read.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
/// Headings.
pub(super) const BOLD: Style = Style::new().bold();
/// What can be typed.
pub(super) const COMMAND: Style = AnsiColor::BrightBlue.on_default();
/// What is only needed on a second look.
pub(super) const DIM: Style = Style::new().dimmed();

/// Text in a style. The terminal takes the style out where it is not wanted.
pub(super) fn painted(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// The style of a severity.
pub(super) const fn of(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    }
}
