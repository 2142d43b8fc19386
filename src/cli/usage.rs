//! Mistakes in the arguments, in the user's language.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::render::text::printable;
use super::style::{BOLD, COMMAND, ERROR, painted};
use crate::domain::Lang;

/// What clap has to say, ready to be shown.
pub(super) fn explained(lang: Lang, error: &clap::Error) -> String {
    let mut text = match lang {
        Lang::En => error.render().ansi().to_string(),
        Lang::Nl => in_dutch(error).unwrap_or_else(|| error.render().ansi().to_string()),
    };
    // Somebody who names a file right away expects that it is read.
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(word) = context(error, ContextKind::InvalidSubcommand).filter(|word| Path::new(word).exists())
    {
        let lead = match lang {
            Lang::En => "To read this file or folder:",
            Lang::Nl => "Om dit bestand of deze map te lezen:",
        };
        text.push_str(&format!("\n{lead} {}\n", painted(COMMAND, format!("muster import {}", printable(&word)))));
    }
    text
}

fn in_dutch(error: &clap::Error) -> Option<String> {
    let argument = || context(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = || context(error, ContextKind::InvalidValue).unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::InvalidValue if value().is_empty() => format!("voor '{}' is een waarde nodig", argument()),
        ErrorKind::InvalidValue => format!("ongeldige waarde '{}' voor '{}'", value(), argument()),
        ErrorKind::ValueValidation => format!("ongeldige waarde '{}' voor '{}'{}", value(), argument(), expectation(&argument())),
        ErrorKind::UnknownArgument => format!("onbekend argument '{}'", argument()),
        ErrorKind::InvalidSubcommand => {
            format!("onbekende opdracht '{}'", context(error, ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("dit ontbreekt nog: {}", argument()),
        ErrorKind::MissingSubcommand => "er ontbreekt een opdracht".to_owned(),
        ErrorKind::ArgumentConflict => match context(error, ContextKind::PriorArg) {
            Some(prior) if prior == argument() => format!("'{prior}' mag maar één keer"),
            Some(prior) => format!("'{}' gaat niet samen met '{prior}'", argument()),
            None => return None,
        },
        ErrorKind::TooManyValues => format!("te veel waarden voor '{}': '{}'", argument(), value()),
        ErrorKind::InvalidUtf8 => "een van de argumenten is geen geldige tekst (UTF-8)".to_owned(),
        _ => return None,
    };
    let mut out = format!("{}{} {}\n", painted(ERROR, "fout"), painted(BOLD, ":"), printable(&sentence));
    if let Some(valid) = context(error, ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        out.push_str(&format!("  [mogelijk: {valid}]\n"));
    }
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().find_map(|kind| context(error, kind)).filter(|near| !near.is_empty()) {
        out.push_str(&format!("\nBedoelt u {}?\n", painted(COMMAND, near)));
    }
    if let Some(usage) = context(error, ContextKind::Usage).filter(|usage| !usage.is_empty()) {
        out.push_str(&format!("\n{}\n", usage.replacen("Usage:", "Gebruik:", 1)));
    }
    out.push_str(&format!("\nMeer weten? Probeer {}.\n", painted(COMMAND, "--help")));
    Some(out)
}

/// What the parsers of single options want, since they say so in English.
fn expectation(argument: &str) -> &'static str {
    if argument.starts_with("--period") || argument.starts_with("--since") {
        ": een maand schrijft u als JJJJ-MM, bijvoorbeeld 2026-05"
    } else if argument.starts_with("--jobs") {
        ": het is een getal van 1 tot en met 256"
    } else if argument.starts_with("--limit") {
        ": het is een getal, of all"
    } else {
        ""
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::None => None,
        value => Some(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::When;
    use crate::cli::help::command;

    fn said(lang: Lang, line: &str) -> String {
        let error = command(lang, When::Never).try_get_matches_from(line.split(' ')).expect_err("a mistake");
        assert_eq!(error.exit_code(), 2, "{line}");
        anstream::adapter::strip_str(&explained(lang, &error)).to_string()
    }

    #[test]
    fn mistakes_are_explained_in_dutch() {
        for (line, start) in [
            ("muster nonsense", "fout: onbekende opdracht 'nonsense'\n"),
            ("muster chek", "fout: onbekende opdracht 'chek'\n\nBedoelt u check?\n"),
            ("muster check --perod 2026-05", "fout: onbekend argument '--perod'\n\nBedoelt u --period?\n"),
            (
                "muster check --period 2026-5",
                "fout: ongeldige waarde '2026-5' voor '--period <JJJJ-MM>': een maand schrijft u als JJJJ-MM, bijvoorbeeld 2026-05\n",
            ),
            ("muster check --jobs 0", "fout: ongeldige waarde '0' voor '--jobs <N>': het is een getal van 1 tot en met 256\n"),
            ("muster check --limit some", "fout: ongeldige waarde 'some' voor '--limit <N|all>': het is een getal, of all\n"),
            ("muster check --lang fr", "fout: ongeldige waarde 'fr' voor '--lang <TAAL>'\n  [mogelijk: nl, en]\n"),
            ("muster check --period", "fout: voor '--period <JJJJ-MM>' is een waarde nodig\n"),
            ("muster explain", "fout: dit ontbreekt nog: <CODE>\n\nGebruik: muster explain [OPTIES] <CODE>\n"),
            ("muster check -q -v", "fout: '--quiet' gaat niet samen met '--verbose'\n"),
            ("muster check --jobs 1 --jobs 2", "fout: '--jobs <N>' mag maar één keer\n"),
        ] {
            let text = said(Lang::Nl, line);
            assert!(text.starts_with(start), "{line}: {text}");
            assert!(text.ends_with("Meer weten? Probeer --help.\n"), "{line}: {text}");
        }
    }

    #[test]
    fn mistakes_are_explained_in_english() {
        let text = said(Lang::En, "muster check --period 2026-5");
        assert!(text.contains("a month is written as YYYY-MM, for instance 2026-05"), "{text}");
        assert!(said(Lang::En, "muster nonsense").starts_with("error: unrecognized subcommand 'nonsense'"));
    }

    #[test]
    fn a_file_in_the_place_of_the_command_leads_to_import() {
        let text = said(Lang::Nl, "muster Cargo.toml");
        assert!(text.contains("Om dit bestand of deze map te lezen: muster import Cargo.toml"), "{text}");
        assert!(!said(Lang::En, "muster no-such-file").contains("muster import"));
    }
}
