//! How far the reading is, for whoever watches.

use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::When;
use super::render::text::printable;
use super::terminal::{self, Terminal};
use crate::domain::Lang;
use crate::pipeline::Progress;

/// Shows how far the reading is.
pub(super) struct Meter {
    shown: Shown,
    lang: Lang,
}

enum Shown {
    Nothing,
    /// A bar that is drawn over and over.
    Bar(ProgressBar),
    /// A line for each file, where there is no terminal to draw on: files read, of so many.
    Lines(AtomicUsize, AtomicUsize),
}

impl Meter {
    /// A meter as the user wants it: on a terminal, unless told otherwise or to be quiet.
    pub(super) fn new(terminal: &Terminal, when: When) -> Self {
        let wanted = match when {
            When::Auto => terminal.watched && !terminal.quiet,
            When::Always => true,
            When::Never => false,
        };
        let shown = match (wanted, terminal.watched) {
            (false, _) => Shown::Nothing,
            (true, true) => Shown::Bar(ProgressBar::new_spinner()),
            (true, false) => Shown::Lines(AtomicUsize::new(0), AtomicUsize::new(0)),
        };
        Self { shown, lang: terminal.lang }
    }

    /// Takes the bar away.
    pub(super) fn done(&self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }

    const fn reading(&self) -> &'static str {
        match self.lang {
            Lang::Nl => "Lezen",
            Lang::En => "Reading",
        }
    }

    const fn checking_word(&self) -> &'static str {
        match self.lang {
            Lang::Nl => "Nagaan",
            Lang::En => "Checking",
        }
    }
}

impl Progress for Meter {
    fn found(&self, files: usize) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                bar.set_length(files as u64);
                if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:24} {pos}/{len}  {wide_msg}") {
                    bar.set_style(style);
                }
                bar.set_prefix(self.reading());
            }
            Shown::Lines(_, all) => all.store(files, Ordering::Relaxed),
        }
    }

    fn read(&self, path: &str) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                bar.set_message(printable(path).into_owned());
                bar.inc(1);
            }
            Shown::Lines(read, all) => {
                let read = read.fetch_add(1, Ordering::Relaxed) + 1;
                terminal::say_from_any_thread(&format!("{} {read}/{} {}\n", self.reading(), all.load(Ordering::Relaxed), printable(path)));
            }
        }
    }

    fn checking(&self) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                bar.set_prefix(self.checking_word());
                bar.set_message("");
            }
            Shown::Lines(..) => terminal::say_from_any_thread(&format!("{}\n", self.checking_word())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::testing::{Tape, terminal};

    #[test]
    fn a_meter_is_shown_where_somebody_watches_or_asks_for_it() {
        let shape = |watched, quiet, when| {
            let mut terminal = terminal(Lang::En, Tape::default(), Tape::default());
            (terminal.watched, terminal.quiet) = (watched, quiet);
            match Meter::new(&terminal, when).shown {
                Shown::Nothing => "nothing",
                Shown::Bar(_) => "bar",
                Shown::Lines(..) => "lines",
            }
        };
        assert_eq!(shape(true, false, When::Auto), "bar");
        assert_eq!(shape(true, true, When::Auto), "nothing");
        assert_eq!(shape(false, false, When::Auto), "nothing");
        assert_eq!(shape(false, false, When::Always), "lines");
        assert_eq!(shape(true, true, When::Always), "bar");
        assert_eq!(shape(true, false, When::Never), "nothing");
    }
}
