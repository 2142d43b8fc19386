//! What has to be known of the arguments before clap sees them: the default command, `help`, and options that decide how
//! clap itself speaks.

use std::ffi::OsString;

/// Options before the command that take a value as a word of its own.
const WITH_VALUE: [&str; 2] = ["--lang", "--color"];

/// The value of an option, as `--option value` or `--option=value`, wherever it stands before a `--`.
pub(super) fn option_value(arguments: &[OsString], option: &str) -> Option<String> {
    let mut rest = arguments.iter().map(|argument| argument.to_string_lossy()).take_while(|argument| argument != "--");
    while let Some(argument) = rest.next() {
        if argument == option {
            return rest.next().map(|value| value.into_owned());
        }
        if let Some(value) = argument.strip_prefix(option).and_then(|tail| tail.strip_prefix('=')) {
            return Some(value.to_owned());
        }
    }
    None
}

/// The arguments (without the program's name) with the command that is meant: `import` where none is given, and
/// `COMMAND --help` for `help COMMAND`.
pub(super) fn with_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut at = 0;
    while let Some(argument) = arguments.get(at).map(|argument| argument.to_string_lossy()) {
        if WITH_VALUE.contains(&argument.as_ref()) {
            at += 2;
        } else if is_general(&argument) {
            at += 1;
        } else {
            break;
        }
    }
    let insert_import = match arguments.get(at).map(|argument| argument.to_string_lossy()) {
        // A value is missing at the very end: clap says so better if nothing is put in its place.
        None => at == arguments.len(),
        Some(argument) if argument == "help" => {
            let _ = arguments.remove(at);
            arguments.push("--help".into());
            false
        }
        Some(argument) => argument.starts_with('-') && !is_about_muster_itself(&argument),
    };
    if insert_import {
        arguments.insert(at, "import".into());
    }
    arguments
}

fn is_general(argument: &str) -> bool {
    let with_value = WITH_VALUE.iter().any(|option| argument.strip_prefix(option).is_some_and(|tail| tail.starts_with('=')));
    with_value || matches!(argument, "--quiet" | "--verbose") || is_cluster_of(argument, "qv")
}

fn is_about_muster_itself(argument: &str) -> bool {
    matches!(argument, "--help" | "--version") || is_cluster_of(argument, "qvhV")
}

fn is_cluster_of(argument: &str, letters: &str) -> bool {
    argument.strip_prefix('-').is_some_and(|cluster| !cluster.is_empty() && cluster.chars().all(|letter| letters.contains(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(line: &str) -> String {
        let words = with_command(line.split_whitespace().map(OsString::from).collect());
        words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn import_is_meant_where_no_command_is_given() {
        for (given, meant) in [
            ("", "import"),
            ("--period 2026-05", "import --period 2026-05"),
            ("--lang nl", "--lang nl import"),
            ("-q --lang nl --output x", "-q --lang nl import --output x"),
            ("--color=never -v", "--color=never -v import"),
            ("-- file.csv", "import -- file.csv"),
        ] {
            assert_eq!(completed(given), meant, "{given}");
        }
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        for line in ["check", "--lang nl check x", "nonsense", "--help", "-h", "-vh", "--version", "-V", "--lang", "rules --help"] {
            assert_eq!(completed(line), line);
        }
    }

    #[test]
    fn help_is_an_option_of_the_command() {
        assert_eq!(completed("help"), "--help");
        assert_eq!(completed("help check"), "check --help");
        assert_eq!(completed("--lang nl help letter"), "--lang nl letter --help");
    }
}
