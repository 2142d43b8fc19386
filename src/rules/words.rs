//! What a check written in Rust is called, says and means.

use crate::domain::{Bilingual, Check, Doc, Documentation, Scope, Severity};

/// The words of a check, with its scope and its own severity. Every pair is Dutch, then English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Its code. Codes are never reused.
    pub code: &'static str,
    /// How much it has to see.
    pub scope: Scope,
    /// Severity of its findings where the settings give no other.
    pub severity: Severity,
    /// A short name.
    pub name: [&'static str; 2],
    /// What a finding says, with `{placeholders}`, the same in both languages.
    pub message: [&'static str; 2],
    /// What is compared with what.
    pub does: [&'static str; 2],
    /// Why it matters.
    pub why: [&'static str; 2],
    /// A case in which it fails.
    pub example: [&'static str; 2],
    /// What the sender or the analyst does about it.
    pub fix: [&'static str; 2],
}

impl Words {
    /// The check with its own severity, switched on.
    #[must_use]
    pub fn check(&self) -> Check {
        let doc = |lang: usize| Documentation {
            does: self.does[lang].to_owned(),
            why: self.why[lang].to_owned(),
            example: self.example[lang].to_owned(),
            fix: self.fix[lang].to_owned(),
        };
        Check {
            code: self.code.to_owned(),
            name: Bilingual::new(self.name[0], self.name[1]),
            scope: self.scope,
            severity: self.severity,
            enabled: true,
            message: Bilingual::new(self.message[0], self.message[1]),
            doc: Doc { nl: doc(0), en: doc(1) },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalogue::{self, RULES};
    use crate::domain::Lang;

    const DECLARED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/checks.toml"));
    const FAMILIES: [&str; 14] = ["FIL", "ROW", "SHT", "XSH", "XFL", "XMN", "REG", "PLA", "PRV", "DEF", "TRN", "PLN", "PUB", "WVR"];

    /// What every case of an equation knows beside the names of its sides and terms.
    const KNOWN: [&str; 10] = ["d", "mission", "sheet", "cell", "as_of", "period", "month", "row", "file", "key"];

    fn all() -> Vec<&'static Words> {
        catalogue::words().collect()
    }

    fn catalogue() -> Vec<Check> {
        all().iter().map(|words| words.check()).collect()
    }

    fn declared() -> toml::Table {
        DECLARED.parse().expect("schemas/checks.toml is TOML")
    }

    fn declared_checks() -> Vec<(Check, toml::Table)> {
        let entries = declared()["check"].as_array().expect("a list of checks").clone();
        let text = |entry: &toml::Table, key: &str| entry[key].clone().try_into().expect("words in both languages");
        let check = |entry: toml::Table| {
            let check = Check {
                code: entry["code"].as_str().expect("a code").to_owned(),
                name: text(&entry, "name"),
                scope: entry["scope"].clone().try_into().expect("a scope"),
                severity: entry["severity"].clone().try_into().expect("a severity"),
                enabled: true,
                message: text(&entry, "message"),
                doc: entry["doc"].clone().try_into().expect("documentation in both languages"),
            };
            (check, entry)
        };
        entries.into_iter().map(|entry| check(entry.as_table().expect("a table").clone())).collect()
    }

    /// The placeholders of a message; an error where braces do not pair up.
    fn placeholders(text: &str) -> Result<BTreeSet<String>, String> {
        let mut found = BTreeSet::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (name, after) = rest[at..].strip_prefix('{').and_then(|after| after.split_once('}')).ok_or("braces do not pair up")?;
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
                return Err(format!("{{{name}}} is no placeholder"));
            }
            found.insert(name.to_owned());
            rest = after;
        }
        Ok(found)
    }

    /// Everything that is wrong with the words of one check.
    fn complaints(check: &Check) -> Vec<String> {
        let mut wrong = Vec::new();
        let parts = |lang: Lang| {
            let doc = check.doc.get(lang);
            [
                ("name", check.name.get(lang)),
                ("message", check.message.get(lang)),
                ("does", doc.does.as_str()),
                ("why", doc.why.as_str()),
                ("example", doc.example.as_str()),
                ("fix", doc.fix.as_str()),
            ]
        };
        for ((part, nl), (_, en)) in parts(Lang::Nl).into_iter().zip(parts(Lang::En)) {
            if nl == en {
                wrong.push(format!("{part} is the same in both languages"));
            }
            for text in [nl, en] {
                if text.trim().is_empty() {
                    wrong.push(format!("{part} is empty"));
                }
                if text != text.trim() || text.contains("  ") || text.contains('\n') {
                    wrong.push(format!("{part} has stray white space: {text:?}"));
                }
                if text.ends_with(['.', '?']) == (part == "name") {
                    wrong.push(format!("{part}: a name is no sentence, all else is: {text:?}"));
                }
                if part != "message" && text.contains(['{', '}']) {
                    wrong.push(format!("{part} has a placeholder that nobody fills"));
                }
            }
        }
        match (placeholders(&check.message.nl), placeholders(&check.message.en)) {
            (Ok(nl), Ok(en)) if nl == en => {}
            (nl, en) => wrong.push(format!("placeholders: {nl:?} and {en:?}")),
        }
        wrong.into_iter().map(|what| format!("{}: {what}", check.code)).collect()
    }

    /// Place in the catalogue: the family, then the number.
    fn rank(code: &str) -> Option<(usize, u32)> {
        let (family, number) = code.split_once('-')?;
        let family = FAMILIES.iter().position(|known| *known == family)?;
        (number.len() == 2).then_some((family, number.parse().ok()?))
    }

    #[test]
    fn checks_in_rust_are_worded_in_both_languages() {
        let wrong: Vec<String> = catalogue().iter().flat_map(complaints).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn declared_checks_are_worded_in_both_languages() {
        let wrong: Vec<String> = declared_checks().iter().flat_map(|(check, _)| complaints(check)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn wrong_words_are_noticed() {
        let mut check = catalogue().swap_remove(0);
        assert_eq!(complaints(&check), Vec::<String>::new());
        check.message.en = "No return for {missoin} {month}.".to_owned();
        check.doc.nl.fix = " ".to_owned();
        check.doc.nl.why.clone_from(&check.doc.en.why);
        let wrong = complaints(&check).join("\n");
        for word in ["missoin", "fix is empty", "why is the same"] {
            assert!(wrong.contains(word), "{word}: {wrong}");
        }
        assert!(placeholders("{x").is_err() && placeholders("x}").is_err() && placeholders("{X y}").is_err());
    }

    #[test]
    fn codes_are_well_formed_in_order_and_used_once() {
        let in_rust: Vec<_> = RULES.iter().map(|rule| rank(rule.words.code).ok_or(rule.words.code)).collect();
        assert!(in_rust.iter().all(Result::is_ok), "{in_rust:?}");
        assert!(in_rust.is_sorted_by(|a, b| a < b), "not in the order of the catalogue, or twice: {in_rust:?}");

        let declared: Vec<String> = declared_checks().into_iter().map(|(check, _)| check.code).collect();
        let all: Vec<&str> = all().into_iter().map(|words| words.code).chain(declared.iter().map(String::as_str)).collect();
        assert!(all.iter().all(|code| rank(code).is_some()), "{all:?}");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "a code is used twice: {all:?}");
    }

    #[test]
    fn placeholders_of_declared_checks_have_values_in_each_equation() {
        for (check, entry) in declared_checks() {
            let equations = entry["equation"].as_array().expect("equations");
            assert!(!equations.is_empty(), "{} has no equation", check.code);
            for equation in equations {
                let mut named: BTreeSet<String> = KNOWN.map(str::to_owned).into();
                if equation["group"].as_str() == Some("subtotal") {
                    named.insert("org".to_owned());
                }
                for side in ["left", "right"].map(|side| &equation[side]) {
                    let terms = side["terms"].as_array().expect("terms");
                    named.extend(terms.iter().chain([side]).filter_map(|part| Some(part.get("name")?.as_str()?.to_owned())));
                }
                let used = placeholders(&check.message.en).expect("placeholders");
                assert!(used.is_subset(&named), "{}: {used:?} but only {named:?}", check.code);
            }
        }
    }

    #[test]
    fn settings_are_of_checks_that_exist() {
        let declared_checks = declared_checks();
        let exists =
            |code: &str| all().iter().any(|words| words.code == code) || declared_checks.iter().any(|(check, _)| check.code == code);
        for (code, setting) in declared()["settings"].as_table().expect("settings") {
            assert!(exists(code), "{code} is no check");
            let values = setting.as_table().expect("a table").iter();
            for (key, value) in values.filter(|(key, _)| *key != "severity") {
                assert!(value.is_integer() || value.is_bool(), "{code}.{key} is neither a number nor a switch");
            }
        }
    }
}
