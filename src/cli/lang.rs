//! Which language to speak before the arguments are understood: help and mistakes in the arguments are in it as well.

use std::ffi::OsString;

use crate::domain::Lang;

/// The language that `--lang` asks for, wherever it stands; else that of the system.
pub(super) fn choose(arguments: &[OsString]) -> Lang {
    asked(arguments).unwrap_or_else(|| of_system(|name| std::env::var(name).ok(), sys_locale::get_locale))
}

fn asked(arguments: &[OsString]) -> Option<Lang> {
    let value = super::first::option_value(arguments, "--lang")?;
    match value.as_str() {
        "nl" => Some(Lang::Nl),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// POSIX gives the first of these variables that is set the last word. Only where none is set (Windows, macOS) is the
/// operating system asked.
fn of_system(variable: impl Fn(&str) -> Option<String>, system: impl Fn() -> Option<String>) -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    let locale = set.or_else(system).unwrap_or_default();
    let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("nl") { Lang::Nl } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)], system: Option<&str>) -> Lang {
        of_system(
            |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()),
            || system.map(ToOwned::to_owned),
        )
    }

    #[test]
    fn the_locale_decides_in_the_order_of_posix() {
        assert_eq!(with(&[("LANG", "nl_NL.UTF-8")], None), Lang::Nl);
        assert_eq!(with(&[("LANG", "nl_NL.UTF-8"), ("LC_ALL", "C")], None), Lang::En);
        assert_eq!(with(&[("LANG", "de_DE"), ("LC_MESSAGES", "nl_BE@euro"), ("LC_ALL", "")], None), Lang::Nl);
        assert_eq!(with(&[("LANG", "en_US.UTF-8")], Some("nl-NL")), Lang::En);
        assert_eq!(with(&[], Some("nl-NL")), Lang::Nl);
        assert_eq!(with(&[], Some("nld")), Lang::En);
        assert_eq!(with(&[("LANG", "tr_TR.UTF-8")], None), Lang::En);
        assert_eq!(with(&[], None), Lang::En);
    }

    #[test]
    fn the_option_is_found_in_both_spellings_and_not_after_two_dashes() {
        let asked_in = |line: &str| asked(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked_in("check --lang nl"), Some(Lang::Nl));
        assert_eq!(asked_in("--lang=en --help"), Some(Lang::En));
        assert_eq!(asked_in("check --lang fr"), None);
        assert_eq!(asked_in("check --lang"), None);
        assert_eq!(asked_in("check -- --lang nl"), None);
    }
}
