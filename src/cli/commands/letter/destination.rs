//! Where a letter goes, and in which form.

use std::path::{Path, PathBuf};

use crate::cli::args::{LetterArgs, LetterFormat};
use crate::cli::folders;
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::Bilingual;
use crate::error::Error;
use crate::pipeline::Options;
use crate::pipeline::letter::{self, Form};

/// Where a letter goes.
pub(super) struct Destination {
    /// The form that is asked for.
    pub(super) form: Form,
    /// The file; `None` is the standard output.
    file: Option<PathBuf>,
}

impl Destination {
    /// What the arguments ask for. It is judged before anything is read, since reading takes time.
    ///
    /// # Errors
    /// A Word document would go to a screen, or the file would be one that is read or published.
    pub(super) fn of(terminal: &Terminal, args: &LetterArgs, options: &Options) -> Result<Self, Error> {
        let form = match args.format {
            Some(LetterFormat::Md) => Form::Markdown,
            Some(LetterFormat::Html) => Form::Html,
            Some(LetterFormat::Docx) => Form::Docx,
            None => args.to.as_deref().map_or(Form::Markdown, by_ending),
        };
        match &args.to {
            Some(file) => folders::keep_letter_apart(options, &args.source.output, file)?,
            None if form == Form::Docx && terminal.on_screen => {
                return Err(Error::Usage(Bilingual::new(
                    "Een Word-document is niet leesbaar op het scherm. Noem een bestand: muster letter --to brief.docx.",
                    "A Word document cannot be read on a screen. Name a file: muster letter --to letter.docx.",
                )));
            }
            None => {}
        }
        Ok(Self { form, file: args.to.clone() })
    }

    /// Writes the letter. A file that was there is replaced as a whole or not at all.
    pub(super) fn write(&self, terminal: &mut Terminal, letter: &[u8]) -> Result<(), Stop> {
        let Some(file) = &self.file else {
            return match std::str::from_utf8(letter) {
                Ok(text) if self.form != Form::Docx => terminal.data(text),
                _ => terminal.bytes(letter),
            };
        };
        letter::save(file, letter)?;
        let said = Bilingual::new(format!("De brief staat in {}.\n", file.display()), format!("The letter is in {}.\n", file.display()));
        terminal.note(said.get(terminal.lang));
        Ok(())
    }
}

fn by_ending(file: &Path) -> Form {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => Form::Html,
        "docx" => Form::Docx,
        _ => Form::Markdown,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::{Cli, Command};
    use crate::cli::terminal::testing::{Tape, terminal};
    use crate::domain::Lang;

    #[test]
    fn a_screen_is_not_filled_with_a_word_document() {
        let of = |line: &str, on_screen: bool| {
            let cli = Cli::try_parse_from(line.split(' ')).expect("arguments");
            let Command::Letter(args) = cli.command else { panic!("another command") };
            let mut screen = terminal(Lang::Nl, Tape::default(), Tape::default());
            screen.on_screen = on_screen;
            Destination::of(&screen, &args, &Options::default()).map(|to| to.form)
        };
        let error = of("muster letter --format docx", true).expect_err("not on a screen");
        assert_eq!(error.exit_code(), 2);
        assert!(error.message().nl.contains("--to brief.docx") && error.message().en.contains("--to letter.docx"));
        assert_eq!(of("muster letter --format docx", false).expect("to a pipe"), Form::Docx);
        assert_eq!(of("muster letter --to a.docx", true).expect("to a file"), Form::Docx);
        assert_eq!(of("muster letter", true).expect("text"), Form::Markdown);
    }

    #[test]
    fn the_ending_of_a_file_tells_the_form() {
        let forms = ["a.docx", "a.DOCX", "b/a.html", "a.htm", "a.md", "a", "docx", "a.docx.txt"].map(|file| by_ending(Path::new(file)));
        use Form::{Docx, Html, Markdown};
        assert_eq!(forms, [Docx, Docx, Html, Html, Markdown, Markdown, Markdown, Markdown]);
    }
}
