//! The one place that writes to the standard streams.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anstream::AutoStream;

use super::args::When;
use super::render::text::printable;
use super::style::{BOLD, ERROR, painted};
use crate::domain::{Bilingual, Lang};
use crate::error::Error;

/// Why a command ended early.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something went wrong; the user is told what.
    Failed(Error),
    /// Whoever reads the standard output has seen enough. That is no error.
    ReaderGone,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// How muster speaks to the user.
pub(super) struct Terminal {
    data: Box<dyn Write>,
    /// The standard output without a filter for colours, for what is no text.
    raw: Box<dyn Write>,
    notes: Box<dyn Write>,
    /// Columns to fill.
    pub(super) width: usize,
    /// The language.
    pub(super) lang: Lang,
    /// Nothing but errors is said beside the data.
    pub(super) quiet: bool,
    /// More is said.
    pub(super) verbose: bool,
    /// Whether somebody watches the error stream.
    pub(super) watched: bool,
    /// Whether the standard output is shown on a screen.
    pub(super) on_screen: bool,
    /// Whether colours are shown there.
    pub(super) coloured: bool,
}

impl Terminal {
    /// The terminal, or whatever the standard streams are.
    pub(super) fn standard(lang: Lang, color: When) -> Self {
        let choice = match color {
            When::Auto => anstream::ColorChoice::Auto,
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
        };
        let notes = AutoStream::new(io::stderr(), choice);
        Self {
            data: Box::new(AutoStream::new(io::stdout(), choice)),
            raw: Box::new(io::stdout()),
            coloured: !matches!(notes.current_choice(), anstream::ColorChoice::Never),
            notes: Box::new(notes),
            width: width(
                std::env::var("COLUMNS").ok().as_deref(),
                terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0)),
            ),
            lang,
            quiet: false,
            verbose: false,
            watched: io::stderr().is_terminal(),
            on_screen: io::stdout().is_terminal(),
        }
    }

    /// Writes data to the standard output.
    pub(super) fn data(&mut self, text: &str) -> Result<(), Stop> {
        self.data.write_all(text.as_bytes()).and_then(|()| self.data.flush()).map_err(not_written)
    }

    /// Writes what is no text to the standard output, byte by byte as it is.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.raw.write_all(bytes).and_then(|()| self.raw.flush()).map_err(not_written)
    }

    /// Says something beside the data, unless nothing is to be said.
    pub(super) fn note(&mut self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Says what went wrong.
    pub(super) fn error(&mut self, error: &Error) {
        // The report on schemas is laid out and coloured by itself; the number of mistakes stands where it ends.
        if let Error::Schema { report, mistakes } = error {
            let closing = match mistakes {
                1 => Bilingual::new(
                    "Er is 1 fout in de schema's: er is niets gelezen en niets gepubliceerd.",
                    "There is 1 mistake in the schemas: nothing was read and nothing was published.",
                ),
                many => Bilingual::new(
                    format!("Er zijn {many} fouten in de schema's: er is niets gelezen en niets gepubliceerd."),
                    format!("There are {many} mistakes in the schemas: nothing was read and nothing was published."),
                ),
            };
            self.say(&format!("{}\n\n", report.trim_end()));
            self.complain(closing.get(self.lang));
        } else {
            self.complain(error.message().get(self.lang));
        }
    }

    /// Says something ready-made that cannot be left out, such as a mistake in the arguments.
    pub(super) fn say(&mut self, text: &str) {
        // If even the error stream is closed there is nobody left to tell.
        let _ = self.notes.write_all(text.as_bytes()).and_then(|()| self.notes.flush());
    }

    fn complain(&mut self, text: &str) {
        let label = match self.lang {
            Lang::En => "error",
            Lang::Nl => "fout",
        };
        let text: Vec<_> = text.lines().map(printable).collect();
        self.say(&format!("{}{} {}\n", painted(ERROR, label), painted(BOLD, ":"), text.join("\n")));
    }
}

fn not_written(source: io::Error) -> Stop {
    match source.kind() {
        io::ErrorKind::BrokenPipe => Stop::ReaderGone,
        _ => Stop::Failed(Error::Write { path: PathBuf::from("stdout"), source }),
    }
}

/// Says a line beside the data while the terminal is in other hands, such as those of the threads that read files.
pub(super) fn say_from_any_thread(text: &str) {
    // If the error stream is closed there is nobody left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// The columns to fill: those of the terminal within what reads well, 80 if they are not known.
fn width(columns: Option<&str>, real: Option<usize>) -> usize {
    let stated = columns.and_then(|columns| columns.trim().parse::<usize>().ok()).filter(|columns| *columns > 0);
    stated.or(real).unwrap_or(80).clamp(40, 120)
}

/// Terminals for tests.
#[cfg(test)]
pub(super) mod testing {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use super::Terminal;
    use crate::domain::Lang;

    /// What was written to one stream.
    #[derive(Clone, Default)]
    pub(in crate::cli) struct Tape(Arc<Mutex<Vec<u8>>>);

    impl Tape {
        pub(in crate::cli) fn text(&self) -> String {
            let bytes = self.0.lock().expect("no test panicked").clone();
            anstream::adapter::strip_str(&String::from_utf8(bytes).expect("text")).to_string()
        }
    }

    impl Write for Tape {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no test panicked").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A stream that refuses everything.
    pub(in crate::cli) struct Refusing(pub(in crate::cli) io::ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A terminal of 80 columns over two streams.
    pub(in crate::cli) fn terminal(lang: Lang, data: impl Write + 'static, notes: impl Write + 'static) -> Terminal {
        let (raw, on_screen) = (Box::new(io::sink()), false);
        Terminal {
            data: Box::new(data),
            raw,
            notes: Box::new(notes),
            width: 80,
            lang,
            quiet: false,
            verbose: false,
            watched: false,
            on_screen,
            coloured: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{Refusing, Tape, terminal};
    use super::*;

    #[test]
    fn a_reader_that_has_seen_enough_is_no_error() {
        let mut gone = terminal(Lang::En, Refusing(io::ErrorKind::BrokenPipe), Tape::default());
        assert!(matches!(gone.data("text"), Err(Stop::ReaderGone)));
        let mut full = terminal(Lang::En, Refusing(io::ErrorKind::StorageFull), Tape::default());
        assert!(matches!(full.data("text"), Err(Stop::Failed(Error::Write { .. }))));
    }

    #[test]
    fn an_error_is_said_in_the_language_and_without_control_characters() {
        let notes = Tape::default();
        terminal(Lang::Nl, Tape::default(), notes.clone()).error(&Error::Busy(PathBuf::from("uit\u{1b}[31mvoer")));
        let said = notes.text();
        assert!(said.starts_with("fout: Een andere muster schrijft al naar uit\u{fffd}[31mvoer."), "{said}");
    }

    #[test]
    fn mistakes_in_schemas_are_counted_after_the_report() {
        let notes = Tape::default();
        let error = Error::Schema { report: "headcount.toml:3: unknown key\n".to_owned(), mistakes: 1 };
        terminal(Lang::En, Tape::default(), notes.clone()).error(&error);
        let said =
            "headcount.toml:3: unknown key\n\nerror: There is 1 mistake in the schemas: nothing was read and nothing was published.\n";
        assert_eq!(notes.text(), said);
    }

    #[test]
    fn quiet_leaves_out_notes_but_not_errors() {
        let notes = Tape::default();
        let mut quiet = terminal(Lang::En, Tape::default(), notes.clone());
        quiet.quiet = true;
        quiet.note("beside");
        quiet.error(&Error::NothingToRead(Bilingual::same("nothing there")));
        assert_eq!(notes.text(), "error: nothing there\n");
    }

    #[test]
    fn the_width_stays_readable() {
        assert_eq!(width(None, None), 80);
        assert_eq!(width(Some(""), None), 80);
        assert_eq!(width(Some("0"), None), 80);
        assert_eq!(width(Some("20"), None), 40);
        assert_eq!(width(Some("47"), None), 47);
        assert_eq!(width(Some("100"), None), 100);
        assert_eq!(width(Some("400"), None), 120);
        assert_eq!(width(None, Some(100)), 100);
    }
}
