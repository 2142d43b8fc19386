//! The command line as clap knows it, in the user's language.

use anstyle::Style;
use clap::builder::Styles;
use clap::{ColorChoice, Command, CommandFactory};

use super::args::{Cli, When};
use super::dutch;
use super::style::{BOLD, COMMAND, painted};
use crate::domain::Lang;

/// What muster is, in two sentences.
const ABOUT: &str = "Reads the monthly headcount returns of police missions abroad, checks them against each other cell by cell, \
                     and publishes the totals. What cannot be trusted yet is named with file, sheet and cell, and how to mend it.";

/// Examples, each with what it does.
const EXAMPLES: [(&str, &str, &str); 7] = [
    ("muster", "read ./input, publish to ./output", "lees ./input, publiceer naar ./output"),
    ("muster --period 2026-05", "the same for one month", "hetzelfde voor één maand"),
    ("muster check returns/", "show findings, write nothing", "toon bevindingen, schrijf niets"),
    ("muster check --fail-on warning", "exit with 1 on warnings as well", "sluit ook af met 1 bij waarschuwingen"),
    ("muster status", "who has reported, what is open", "wie opgave deed, wat openstaat"),
    ("muster explain XSH-01", "what a check does, how to mend it", "wat een controle doet, hoe u iets herstelt"),
    ("muster letter --final", "the table for Parliament, if no error is open", "de tabel voor de Kamer, als er geen fout is"),
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
        "er kon niets worden gelezen of geschreven: de vorige uitvoer staat er nog",
    ),
];

/// The whole command line.
pub(super) fn command(lang: Lang, color: When) -> Command {
    let styles = Styles::styled().header(Style::new().bold()).usage(Style::new().bold()).literal(COMMAND).placeholder(COMMAND);
    let command = Cli::command()
        .styles(styles)
        .max_term_width(100)
        .about(ABOUT)
        .override_usage("muster [COMMAND] [OPTIONS]")
        .after_help(after_help(lang))
        .color(match color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        });
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
        insta::assert_snapshot!(help(Lang::En, &[]), @r"
        Reads the monthly headcount returns of police missions abroad, checks them
        against each other cell by cell, and publishes the totals. What cannot be
        trusted yet is named with file, sheet and cell, and how to mend it.

        Usage: muster [COMMAND] [OPTIONS]

        Commands:
          import       Read, check, aggregate and publish (the default)
          check        Read and check, show the findings; write nothing
          status       Show who has reported for which month, whether in time, and what
                       is open
          explain      Say what a check does and how to mend what it finds
          rules        List all checks
          template     Write the workbook in which a coordinator fills in a month
          letter       Make the letter's table for Parliament; --lang en for English
          feedback     Mark the findings in the returns and write the mails with which
                       they go back
          diff         Say what changed between two months, and what explains it
          completions  Print a completion script for your shell

        General options:
              --lang <LANG>   Language of messages [default: that of your system; in
                              published tables that of settings.toml] [possible values:
                              nl, en]
          -q, --quiet         Beside the data, say nothing but errors
          -v, --verbose       Say more: what was found on each sheet, why findings
                              matter, which checks could not run
              --color <WHEN>  Use colours [default: auto] [possible values: auto,
                              always, never]
          -h, --help          Print this help
          -V, --version       Print the version

        Without a command, 'import' is run.

        Examples:
          muster                          read ./input, publish to ./output
          muster --period 2026-05         the same for one month
          muster check returns/           show findings, write nothing
          muster check --fail-on warning  exit with 1 on warnings as well
          muster status                   who has reported, what is open
          muster explain XSH-01           what a check does, how to mend it
          muster letter --final           the table for Parliament, if no error is open

        Exit codes:
          0  done
          1  findings at or above --fail-on; letter --final while errors are open
          2  wrong usage, or a schema is wrong: nothing was published
          3  nothing could be read or written: the previous output stands
        ");
    }

    #[test]
    fn help_in_dutch() {
        insta::assert_snapshot!(help(Lang::Nl, &[]), @r"
        Leest de maandelijkse bezettingsopgaven van politiemissies in het buitenland,
        vergelijkt ze cel voor cel met elkaar, en publiceert de totalen. Wat nog niet te
        vertrouwen is, wordt genoemd met bestand, blad en cel, en hoe u het herstelt.

        Gebruik: muster [OPDRACHT] [OPTIES]

        Opdrachten:
          import       Lees, controleer, tel op en publiceer (de standaard)
          check        Lees en controleer, toon de bevindingen; schrijf niets
          status       Toon wie over welke maand opgave heeft gedaan, of dat op tijd
                       was, en wat er openstaat
          explain      Leg uit wat een controle doet en hoe u een bevinding herstelt
          rules        Toon alle controles
          template     Schrijf de werkmap waarin een coördinator een maand invult
          letter       Maak de tabel voor de Kamerbrief; --lang en voor Engels
          feedback     Markeer de bevindingen in de opgaven en schrijf de mails waarmee
                       ze teruggaan
          diff         Zeg wat tussen twee maanden is veranderd, en wat dat verklaart
          completions  Toon een script waarmee uw shell opdrachten aanvult

        Algemene opties:
              --lang <TAAL>      Taal van meldingen [standaard: die van uw systeem; in
                                 gepubliceerde tabellen die van settings.toml]
                                 [mogelijk: nl, en]
          -q, --quiet            Meld naast de gegevens alleen fouten
          -v, --verbose          Meld meer: wat op elk blad is gevonden, waarom
                                 bevindingen ertoe doen, welke controles niet konden
                                 worden uitgevoerd
              --color <WANNEER>  Gebruik kleuren [standaard: auto] [mogelijk: auto,
                                 always, never]
          -h, --help             Toon deze uitleg
          -V, --version          Toon de versie

        Zonder opdracht wordt 'import' uitgevoerd.

        Voorbeelden:
          muster                          lees ./input, publiceer naar ./output
          muster --period 2026-05         hetzelfde voor één maand
          muster check returns/           toon bevindingen, schrijf niets
          muster check --fail-on warning  sluit ook af met 1 bij waarschuwingen
          muster status                   wie opgave deed, wat openstaat
          muster explain XSH-01           wat een controle doet, hoe u iets herstelt
          muster letter --final           de tabel voor de Kamer, als er geen fout is

        Afsluitcodes:
          0  gereed
          1  bevindingen vanaf --fail-on; letter --final terwijl fouten openstaan
          2  verkeerd gebruik, of een schema is fout: er is niets gepubliceerd
          3  er kon niets worden gelezen of geschreven: de vorige uitvoer staat er nog
        ");
    }

    #[test]
    fn help_on_checking_in_both() {
        insta::assert_snapshot!(help(Lang::En, &["check"]), @r"
        Read and check, show the findings; write nothing

        Usage: muster check [OPTIONS] [INPUT]...

        Arguments:
          [INPUT]...  Files and folders with returns [default: input]

        Options:
              --input <PATH>        The same as an option; may be repeated
              --schemas <DIR>       Folder with the schemas [default: schemas; the
                                    built-in ones if there is no such folder]
              --period <YYYY-MM>    Month to report on; may be repeated [default: every
                                    month that is found]
              --output <DIR>        Folder with the published set: import replaces it as
                                    a whole; months that are not read are taken from it
                                    [default: output]
              --no-history          Leave out what was published before: only the months
                                    that are read count, and only they are published
              --jobs <N>            Number of files to read at the same time [default:
                                    one per processor core]
              --progress <WHEN>     Show progress [default: auto] [possible values:
                                    auto, always, never]
              --format <FORMAT>     How findings are written [default: human] [possible
                                    values: human, json, sarif, junit, github]
              --limit <N|all>       Show so many findings, the worst first, or all; for
                                    people only, other formats have them all [default:
                                    50]
              --fail-on <SEVERITY>  Exit with 1 if there are findings of this severity
                                    or worse [default: error] [possible values: error,
                                    warning, never]

        General options:
              --lang <LANG>   Language of messages [default: that of your system; in
                              published tables that of settings.toml] [possible values:
                              nl, en]
          -q, --quiet         Beside the data, say nothing but errors
          -v, --verbose       Say more: what was found on each sheet, why findings
                              matter, which checks could not run
              --color <WHEN>  Use colours [default: auto] [possible values: auto,
                              always, never]
          -h, --help          Print this help
        ");
        insta::assert_snapshot!(help(Lang::Nl, &["check"]), @r"
        Lees en controleer, toon de bevindingen; schrijf niets

        Gebruik: muster check [OPTIES] [INVOER]...

        Argumenten:
          [INVOER]...  Bestanden en mappen met opgaven [standaard: input]

        Opties:
              --input <PAD>         Hetzelfde als optie; mag meermaals
              --schemas <MAP>       Map met de schema's [standaard: schemas; de
                                    ingebouwde als die map er niet is]
              --period <JJJJ-MM>    Maand om over te rapporteren; mag meermaals
                                    [standaard: elke maand die er is]
              --output <MAP>        Map met wat is gepubliceerd: import vervangt dat als
                                    geheel; maanden die niet worden gelezen, worden
                                    eruit overgenomen [standaard: output]
              --no-history          Laat weg wat eerder is gepubliceerd: alleen maanden
                                    die worden gelezen, tellen en worden gepubliceerd
              --jobs <N>            Aantal bestanden dat tegelijk wordt gelezen
                                    [standaard: één per processorkern]
              --progress <WANNEER>  Toon de voortgang [standaard: auto] [mogelijk: auto,
                                    always, never]
              --format <VORM>       Hoe bevindingen worden opgeschreven [standaard:
                                    human] [mogelijk: human, json, sarif, junit, github]
              --limit <N|all>       Toon zoveel bevindingen, de ergste eerst, of alle
                                    (all); alleen voor mensen, andere vormen hebben ze
                                    alle [standaard: 50]
              --fail-on <ERNST>     Sluit af met 1 bij bevindingen van deze ernst of
                                    erger [standaard: error] [mogelijk: error, warning,
                                    never]

        Algemene opties:
              --lang <TAAL>      Taal van meldingen [standaard: die van uw systeem; in
                                 gepubliceerde tabellen die van settings.toml]
                                 [mogelijk: nl, en]
          -q, --quiet            Meld naast de gegevens alleen fouten
          -v, --verbose          Meld meer: wat op elk blad is gevonden, waarom
                                 bevindingen ertoe doen, welke controles niet konden
                                 worden uitgevoerd
              --color <WANNEER>  Gebruik kleuren [standaard: auto] [mogelijk: auto,
                                 always, never]
          -h, --help             Toon deze uitleg
        ");
    }

    #[test]
    fn short_help_is_the_same() {
        let short = command(Lang::En, When::Never).term_width(80).try_get_matches_from(["muster", "-h"]).expect_err("help");
        assert_eq!(short.render().to_string(), help(Lang::En, &[]));
    }
}
