//! How far the reading is, for whoever watches.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::When;
use super::render::text::{columns, left, printable};
use super::style::{COMMAND, DIM};
use super::terminal::{self, Terminal};
use crate::domain::Lang;
use crate::pipeline::Progress;

/// A run that takes no longer is over before anybody could read how far it is.
const UNSEEN: Duration = Duration::from_millis(250);
/// How often a bar is drawn that nothing else moves, so that it is seen to live while one large file is read.
const BEAT: Duration = Duration::from_millis(120);
/// Columns of the bar itself.
const BAR: usize = 24;

/// Shows how far the reading is.
pub(super) struct Meter {
    shown: Shown,
    lang: Lang,
    /// What the bar looks like while files are read, and while they are checked.
    looks: [String; 2],
    /// Whoever drops the sender has no more to show: a bar that is not seen yet stays so.
    going: Option<(Sender<()>, JoinHandle<()>)>,
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
        let (shown, going) = match (wanted, terminal.watched) {
            (false, _) => (Shown::Nothing, None),
            (true, true) => {
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
                let going = appear_later(&bar);
                (Shown::Bar(bar), Some(going))
            }
            (true, false) => (Shown::Lines(AtomicUsize::new(0), AtomicUsize::new(0)), None),
        };
        Self { shown, lang: terminal.lang, looks: looks(terminal.width, terminal.coloured), going }
    }

    /// Takes the bar away.
    pub(super) fn done(mut self) {
        if let Some((going, drawing)) = self.going.take() {
            drop(going);
            // Waited for, so that nothing is drawn after the bar is gone. If drawing went wrong there is nothing to take away.
            let _ = drawing.join();
        }
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

    /// The word in as many columns as the longest takes, so that nothing moves sideways.
    fn prefix(&self, word: &str) -> String {
        left(word, columns(self.reading()).max(columns(self.checking_word())))
    }

    fn look(bar: &ProgressBar, template: &str) {
        // A template that were wrong would leave the bar as it is; a test holds that none is.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─").tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "));
        }
    }
}

/// Draws the bar once it is worth it.
fn appear_later(bar: &ProgressBar) -> (Sender<()>, JoinHandle<()>) {
    let (going, over) = channel::<()>();
    let bar = bar.clone();
    let drawing = thread::spawn(move || {
        if over.recv_timeout(UNSEEN) == Err(RecvTimeoutError::Timeout) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(BEAT);
            // The bar is taken away by whoever drops the other end.
            let _ = over.recv();
            bar.disable_steady_tick();
        }
    });
    (going, drawing)
}

/// What the bar looks like while files are read and while they are checked. A narrow terminal has no room for the name of a file.
fn looks(width: usize, coloured: bool) -> [String; 2] {
    let paint = |style: anstyle::Style, part: &str| {
        if coloured { format!("{style}{part}{style:#}") } else { part.to_owned() }
    };
    let bar = paint(COMMAND, &format!("{{bar:{}}}", BAR.min(width / 3)));
    let name = if width < 60 { "" } else { "  {wide_msg}" };
    let spinner = paint(COMMAND, "{spinner}");
    let time = paint(DIM, "{elapsed}");
    [format!("{spinner} {{prefix}} {bar} {{pos}}/{{len}} {time}{name}"), format!("{spinner} {{prefix}} {time}")]
}

impl Progress for Meter {
    fn found(&self, files: usize) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                bar.set_length(files as u64);
                bar.set_prefix(self.prefix(self.reading()));
                Self::look(bar, &self.looks[0]);
            }
            Shown::Lines(_, all) => all.store(files, Ordering::Relaxed),
        }
    }

    fn read(&self, path: &str) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                // The folder is mostly the month, which the name of the file tells too.
                bar.set_message(printable(path.rsplit('/').next().unwrap_or(path)).into_owned());
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
                bar.set_message("");
                bar.set_prefix(self.prefix(self.checking_word()));
                Self::look(bar, &self.looks[1]);
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

    #[test]
    fn every_look_is_a_template_that_can_be_drawn() {
        for (width, coloured) in [(40, false), (80, false), (40, true), (120, true)] {
            for template in looks(width, coloured) {
                assert!(ProgressStyle::with_template(&template).is_ok(), "{template}");
                assert_eq!(template.contains('\u{1b}'), coloured, "{template}");
            }
        }
        assert!(!looks(40, false)[0].contains("msg") && looks(80, false)[0].contains("msg"));
    }
}
