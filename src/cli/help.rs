//! The command line as clap knows it, in the user's language.

use anstyle::Style;
use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{ColorChoice, Command, CommandFactory};

use super::args::{Cli, When};
use super::dutch;
use super::style::{BOLD, COMMAND, painted};
use crate::domain::Lang;

/// Examples, each with what it does.
const EXAMPLES: [(&str, &str, &str); 6] = [
    ("muster", "read ./input, publish to ./output", "lees ./input, publiceer naar ./output"),
    ("muster --period 2026-05", "the same for one month", "hetzelfde voor één maand"),
    ("muster check returns/", "show findings, write nothing", "toon bevindingen, schrijf niets"),
    ("muster check --fail-on warning", "fail on warnings as well", "ook mislukken bij waarschuwingen"),
    ("muster explain XSH-01", "what a check does, how to mend it", "wat een controle doet, hoe u herstelt"),
    ("muster letter --final", "the table for Parliament, once no error is open", "de tabel voor de Kamer, als geen fout openstaat"),
];

/// What each exit code means.
const EXITS: [(&str, &str, &str); 4] = [
    ("0", "done", "gereed"),
    (
        "1",
        "findings at or above --fail-on; letter --final while errors are open",
        "bevindingen vanaf --fail-on; letter --final terwijl fouten openstaan",
    ),
    ("2", "wrong usage, or a schema is wrong: nothing was published", "verkeerd gebruik, of een schema is fout: er is niets gepubliceerd"),
    (
        "3",
        "nothing could be read or written: the previous output stands",
        "niets te lezen of niet te schrijven: de vorige uitvoer staat er nog",
    ),
];

/// The whole command line.
pub(super) fn command(lang: Lang, color: When) -> Command {
    let styles = Styles::styled()
        .header(Style::new().bold())
        .usage(Style::new().bold())
        .literal(AnsiColor::Cyan.on_default())
        .placeholder(AnsiColor::Cyan.on_default());
    let command =
        Cli::command().styles(styles).max_term_width(100).override_usage("muster [COMMAND] [OPTIONS]").after_help(after_help(lang)).color(
            match color {
                When::Auto => ColorChoice::Auto,
                When::Always => ColorChoice::Always,
                When::Never => ColorChoice::Never,
            },
        );
    match lang {
        Lang::En => command,
        Lang::Nl => dutch::translated(command),
    }
}

fn after_help(lang: Lang) -> String {
    let word = |nl, en| match lang {
        Lang::Nl => nl,
        Lang::En => en,
    };
    let mut out = format!(
        "{}\n\n{}\n",
        word("Zonder opdracht wordt 'import' uitgevoerd.", "Without a command, 'import' is run."),
        painted(BOLD, word("Voorbeelden:", "Examples:"))
    );
    for (line, en, nl) in EXAMPLES {
        out.push_str(&format!("  {}{}  {}\n", painted(COMMAND, line), " ".repeat(30_usize.saturating_sub(line.len())), word(nl, en)));
    }
    out.push_str(&format!("\n{}\n", painted(BOLD, word("Afsluitcodes:", "Exit codes:"))));
    for (code, en, nl) in EXITS {
        out.push_str(&format!("  {}  {}\n", painted(COMMAND, code), word(nl, en)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(lang: Lang, words: &[&str]) -> String {
        let mut words = words.to_vec();
        words.insert(0, "muster");
        words.push("--help");
        command(lang, When::Never).term_width(80).try_get_matches_from(words).expect_err("help").render().to_string()
    }

    #[test]
    fn the_command_line_is_sound() {
        for lang in [Lang::En, Lang::Nl] {
            command(lang, When::Never).debug_assert();
        }
    }

    #[test]
    fn help_in_english() {
        insta::assert_snapshot!(help(Lang::En, &[]), @"");
    }

    #[test]
    fn help_in_dutch() {
        insta::assert_snapshot!(help(Lang::Nl, &[]), @"");
    }

    #[test]
    fn help_on_checking_in_both() {
        insta::assert_snapshot!(help(Lang::En, &["check"]), @"");
        insta::assert_snapshot!(help(Lang::Nl, &["check"]), @"");
    }

    #[test]
    fn short_help_is_the_same() {
        let short = command(Lang::En, When::Never).term_width(80).try_get_matches_from(["muster", "-h"]).expect_err("help");
        assert_eq!(short.render().to_string(), help(Lang::En, &[]));
    }
}
