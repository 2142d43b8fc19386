//! The help in Dutch. A test holds that nothing stays untranslated.

use clap::{Arg, Command};

/// About the program and each command.
fn about(command: &str) -> Option<&'static str> {
    Some(match command {
        "muster" => {
            "Leest de maandelijkse bezettingsopgaven van politiemissies in het buitenland, vergelijkt ze cel voor cel met elkaar, en \
             publiceert de totalen. Wat nog niet te vertrouwen is, wordt genoemd met bestand, blad en cel, en hoe u het herstelt."
        }
        "import" => "Lees, controleer, tel op en publiceer (de standaard)",
        "check" => "Lees en controleer, toon de bevindingen; schrijf niets",
        "status" => "Toon wie over welke maand opgave heeft gedaan, of dat op tijd was, en wat er openstaat",
        "explain" => "Leg uit wat een controle doet en hoe u een bevinding herstelt",
        "rules" => "Toon alle controles",
        "template" => "Schrijf de werkmap waarin een coördinator een maand invult",
        "letter" => "Maak de tabel voor de Kamerbrief; --lang en voor Engels",
        "feedback" => "Markeer de bevindingen in de opgaven en schrijf de mails waarmee ze teruggaan",
        "diff" => "Zeg wat tussen twee maanden is veranderd, en wat dat verklaart",
        "completions" => "Toon een script waarmee uw shell opdrachten aanvult",
        _ => return None,
    })
}

/// About each argument, by its name in the code.
fn argument(command: &str, id: &str) -> Option<&'static str> {
    Some(match (command, id) {
        (_, "lang") => "Taal van meldingen [standaard: die van uw systeem; in gepubliceerde tabellen die van settings.toml]",
        (_, "quiet") => "Meld naast de gegevens alleen fouten",
        (_, "verbose") => {
            "Meld meer: wat op elk blad is gevonden, waarom bevindingen ertoe doen, welke controles niet konden worden uitgevoerd"
        }
        (_, "color") => "Gebruik kleuren",
        (_, "help") => "Toon deze uitleg",
        (_, "version") => "Toon de versie",
        (_, "inputs") => "Bestanden en mappen met opgaven [standaard: input]",
        ("template", "input") => {
            "Bestanden en mappen met opgaven, voor de bezetting van vorige maand; mag meermaals [standaard: input, als die er is]"
        }
        ("template", "output") => "Map met wat is gepubliceerd, voor de bezetting van vorige maand als de opgaven er niet meer zijn",
        ("template", "no_history") => "Kijk niet naar wat is gepubliceerd",
        ("template", "coordinator") => {
            "Voor wie, met de sleutel uit coordinators.csv, en in wiens taal als --lang er niet bij staat [standaard: iedereen die \
             maandelijks opgave doet]"
        }
        ("template", "period") => "Maand om in te vullen [standaard: die na de laatste waarover opgave is gedaan]",
        ("template", "to") => {
            "Waarheen: een bestand dat op .xlsx eindigt, of een map [standaard: deze map; meer dan één gaan naar templates]"
        }
        ("template", "force") => "Vervang bestanden die er al zijn",
        (_, "input") => "Hetzelfde als optie; mag meermaals",
        (_, "schemas") => "Map met de schema's [standaard: schemas; de ingebouwde als die map er niet is]",
        (_, "periods") => "Maand om over te rapporteren; mag meermaals [standaard: elke maand die er is]",
        (_, "jobs") => "Aantal bestanden dat tegelijk wordt gelezen [standaard: één per processorkern]",
        (_, "progress") => "Toon de voortgang",
        (_, "output") => {
            "Map met wat is gepubliceerd: import vervangt dat als geheel; maanden die niet worden gelezen, worden eruit overgenomen"
        }
        (_, "no_history") => "Laat weg wat eerder is gepubliceerd: alleen maanden die worden gelezen, tellen en worden gepubliceerd",
        (_, "partition") => {
            "Publiceer de tabellen nog eens als Parquet onder lake in de uitvoermap, met een map per maand, voor DuckDB, Spark en \
             dergelijke; zonder deze optie wordt de lake van een eerdere keer verwijderd"
        }
        (_, "fail_on") => "Sluit af met 1 bij bevindingen van deze ernst of erger",
        ("feedback", "to") => "Map voor de gemarkeerde werkmappen en de mails; alleen u kunt haar openen",
        ("diff", "from") => "De ene maand",
        ("diff", "to") => "De andere maand",
        ("diff", "format") => "Hoe de verschillen worden opgeschreven",
        ("status", "format") => "Hoe de stand wordt opgeschreven",
        ("explain", "format") => "Hoe de uitleg wordt opgeschreven",
        ("rules", "format") => "Hoe de controles worden opgeschreven",
        ("letter", "format") => "Vorm van de brief; meer maanden komen in één bestand [standaard: naar het einde van --to, anders md]",
        ("letter", "to") => "Schrijf naar dit bestand in plaats van naar de standaarduitvoer",
        ("letter", "internal") => {
            "Maak de interne versie, niet voor verzending: met veranderingen, wie in het gebied is, voornemens en resultaten van projecten"
        }
        ("letter", "since") => {
            "Met --internal: vergelijk met deze maand [standaard: de vorige brief in letters.csv, anders de maand ervoor]"
        }
        (_, "format") => "Hoe bevindingen worden opgeschreven",
        (_, "limit") => "Toon zoveel bevindingen, de ergste eerst, of alle (all); alleen voor mensen, andere vormen hebben ze alle",
        (_, "definitive") => "Weiger zolang er fouten openstaan",
        (_, "code") => "De code van de controle, zoals XSH-01",
        (_, "shell") => "De shell",
        _ => return None,
    })
}

/// What stands for a value.
fn value_name(english: &str) -> &'static str {
    match english {
        "INPUT" => "INVOER",
        "DIR" => "MAP",
        "FILE" => "BESTAND",
        "PATH" => "PAD",
        "LANG" => "TAAL",
        "ID" => "ID",
        "WHEN" => "WANNEER",
        "YYYY-MM" => "JJJJ-MM",
        "SEVERITY" => "ERNST",
        "FORMAT" => "VORM",
        "COLUMN" => "KOLOM",
        "N" => "N",
        "N|all" => "N|all",
        "SHELL" => "SHELL",
        _ => "CODE",
    }
}

/// How each command is used.
fn usage(command: &str) -> &'static str {
    match command {
        "import" => "muster import [OPTIES] [INVOER]...",
        "check" => "muster check [OPTIES] [INVOER]...",
        "status" => "muster status [OPTIES] [INVOER]...",
        "template" => "muster template [OPTIES]",
        "letter" => "muster letter [OPTIES] [INVOER]...",
        "feedback" => "muster feedback [OPTIES] [INVOER]...",
        "diff" => "muster diff [OPTIES] <JJJJ-MM> <JJJJ-MM> [INVOER]...",
        "explain" => "muster explain [OPTIES] <CODE>",
        "rules" => "muster rules [OPTIES]",
        "completions" => "muster completions [OPTIES] <SHELL>",
        _ => "muster [OPDRACHT] [OPTIES]",
    }
}

/// The command line with everything that clap says of it in Dutch.
pub(super) fn translated(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let mut command = command
        .help_template("{about-with-newline}\nGebruik: {usage}\n\n{all-args}{after-help}")
        .override_usage(usage(&name))
        .subcommand_help_heading("Opdrachten")
        .mut_args(|argument| translated_argument(&name, argument));
    if let Some(about) = about(&name) {
        command = command.about(about);
    }
    command.mut_subcommands(translated)
}

fn translated_argument(command: &str, arg: Arg) -> Arg {
    let Some(text) = argument(command, arg.get_id().as_str()) else { return arg };
    let heading = match (arg.is_positional(), arg.is_global_set() || arg.get_id() == "version") {
        (true, _) => "Argumenten",
        (false, true) => "Algemene opties",
        (false, false) => "Opties",
    };
    let defaults: Vec<String> = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let takes_value = arg.get_action().takes_values();
    // A switch has possible values too, which nobody writes.
    let possible: Vec<String> = arg.get_possible_values().iter().filter(|_| takes_value).map(|value| value.get_name().to_owned()).collect();
    let mut help = text.to_owned();
    if takes_value && !defaults.is_empty() {
        help.push_str(&format!(" [standaard: {}]", defaults.join(", ")));
    }
    if !possible.is_empty() {
        help.push_str(&format!(" [mogelijk: {}]", possible.join(", ")));
    }
    let names: Vec<&'static str> = arg.get_value_names().unwrap_or_default().iter().map(|name| value_name(name)).collect();
    let arg = arg.help(help).help_heading(heading);
    // clap would add these in English.
    if takes_value { arg.hide_default_value(true).hide_possible_values(true).value_names(names) } else { arg }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_command_and_argument_has_a_dutch_text() {
        let root = Cli::command();
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            assert!(about(command.get_name()).is_some(), "{}", command.get_name());
            for arg in command.get_arguments() {
                assert!(argument(command.get_name(), arg.get_id().as_str()).is_some(), "{} {}", command.get_name(), arg.get_id());
                for name in arg.get_value_names().unwrap_or_default().iter().filter(|_| arg.get_action().takes_values()) {
                    assert!(name.as_str() == "CODE" || value_name(name) != "CODE", "{name}");
                }
            }
        }
    }

    #[test]
    fn every_command_has_a_dutch_usage_of_its_own() {
        let root = Cli::command();
        for command in root.get_subcommands() {
            assert!(usage(command.get_name()).starts_with(&format!("muster {} [OPTIES]", command.get_name())));
        }
    }
}
