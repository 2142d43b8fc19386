//! The list of all checks.

use serde::Serialize;

use super::styled::Styled;
use super::text::{columns, left, printable};
use super::{Page, ROOMY};
use crate::cli::style::{self, BOLD, COMMAND, DIM, painted};
use crate::domain::{Check, Lang, Severity};

/// The checks in families, one line each, or with what they do where more is to be said.
pub(in crate::cli) fn rules(page: Page, catalogue: &[Check]) -> String {
    let widest = |text: fn(&Check, Lang) -> usize| catalogue.iter().map(|check| text(check, page.lang)).max().unwrap_or(0);
    let code_width = widest(|check, _| columns(&printable(&check.code)));
    let severity_width = widest(|check, lang| columns(check.severity.label(lang)));
    let indent = code_width + severity_width + 6;

    let mut families: Vec<&str> = Vec::new();
    for check in catalogue {
        if !families.contains(&family(check)) {
            families.push(family(check));
        }
    }
    let mut out = String::new();
    for name in families {
        let own = || catalogue.iter().filter(|check| family(check) == name);
        let mut scopes: Vec<&str> = own().map(|check| check.scope.label(page.lang)).collect();
        scopes.sort_unstable();
        scopes.dedup();
        out.push_str(&format!("{} {}\n", painted(BOLD, printable(name)), painted(DIM, scopes.join(", "))));
        for check in own() {
            let code = left(&printable(&check.code), code_width);
            let severity = check.severity.label(page.lang);
            // The gap is not painted, so that none is left at the end of a line.
            let gap = " ".repeat(severity_width - columns(severity) + 2);
            let lead = format!("  {code}  {}{gap}", painted(style::of(check.severity), severity));
            let mut text = Styled::default().plain(page.text(&check.name));
            if !check.enabled {
                text = text.styled(DIM, page.word(" (uit)", " (off)"));
            }
            // On a narrow page the name stands below the code, where there is room for it.
            let hang = if page.width < ROOMY { 4 } else { indent };
            out.push_str(&text.behind(&lead, indent, hang, page.width));
            let does = check.doc.get(page.lang).does.as_str();
            if page.verbose && !does.is_empty() {
                out.push_str(&Styled::default().styled(DIM, does).hanging(&" ".repeat(hang), hang, page.width));
            }
        }
        out.push('\n');
    }
    out.push_str(&number_of_checks(page, catalogue));
    out
}

/// How many checks there are, of which severity, and where to read more.
fn number_of_checks(page: Page, catalogue: &[Check]) -> String {
    let counted = |severity: Severity| catalogue.iter().filter(|check| check.severity == severity).count();
    let parts: Vec<Styled> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .filter(|severity| counted(*severity) > 0)
        .map(|severity| Styled::default().styled(style::of(severity), severity.label(page.lang)).plain(format!(" {}", counted(severity))))
        .collect();
    let all = super::text::counted(catalogue.len() as u64, page.word("controle", "check"), page.word("controles", "checks"));
    let text =
        Styled::default().plain(all).plain(page.word("; naar ernst: ", "; by severity: ")).joining(Styled::joined(parts, ", ")).plain(". ");
    let text = text.styled(COMMAND, "muster explain CODE").plain(page.word(" legt er een uit", " explains one"));
    let more = if page.verbose { "." } else { page.word("; -v zegt ook wat elk doet.", "; -v also says what each does.") };
    text.plain(more).hanging("", 0, page.width)
}

/// The letters before the number.
fn family(check: &Check) -> &str {
    check.code.split_once('-').map_or(check.code.as_str(), |(family, _)| family)
}

#[derive(Serialize)]
pub(super) struct Rule<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'static str,
    scope: crate::domain::Scope,
    enabled: bool,
    message: &'a str,
    does: &'a str,
    why: &'a str,
    example: &'a str,
    fix: &'a str,
}

/// A check as an object.
pub(super) fn rule(lang: Lang, check: &Check) -> Rule<'_> {
    let doc = check.doc.get(lang);
    Rule {
        code: &check.code,
        name: check.name.get(lang),
        severity: check.severity.as_str(),
        scope: check.scope,
        enabled: check.enabled,
        message: check.message.get(lang),
        does: &doc.does,
        why: &doc.why,
        example: &doc.example,
        fix: &doc.fix,
    }
}

/// The checks as JSON: a list of objects with code, name, severity, scope, enabled, message, does, why, example and fix.
pub(in crate::cli) fn rules_json(lang: Lang, catalogue: &[Check]) -> serde_json::Result<String> {
    let rules: Vec<Rule<'_>> = catalogue.iter().map(|check| rule(lang, check)).collect();
    serde_json::to_string_pretty(&rules).map(|text| text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::catalogue;

    #[test]
    fn the_list_lines_up() {
        let plain = |lang| anstream::adapter::strip_str(&rules(Page { lang, width: 80, verbose: false }, &catalogue())).to_string();
        insta::assert_snapshot!(plain(Lang::En), @r"
        XSH between sheets
          XSH-01  error    Headcount against roster
          XSH-04  warning  Inflow and outflow against roster

        REG registry
          REG-04  warning  As-of date lies outside every known mandate period
          REG-10  info     No mission but an umbrella (off)

        4 checks; by severity: error 1, warning 2, info 1. muster explain CODE explains
        one; -v also says what each does.
        ");
        insta::assert_snapshot!(plain(Lang::Nl), @r"
        XSH tussen bladen
          XSH-01  fout          Bezetting tegen rooster
          XSH-04  waarschuwing  In- en uitstroom tegen rooster

        REG register
          REG-04  waarschuwing  Peildatum valt buiten elke bekende mandaatperiode
          REG-10  info          Geen missie maar een koepel (uit)

        4 controles; naar ernst: fout 1, waarschuwing 2, info 1. muster explain CODE
        legt er een uit; -v zegt ook wat elk doet.
        ");
    }

    #[test]
    fn the_list_as_json_has_every_check() {
        let text = rules_json(Lang::Nl, &catalogue()).expect("json");
        let rules: Vec<serde_json::Value> = serde_json::from_str(&text).expect("json");
        assert_eq!(rules.len(), catalogue().len());
        assert_eq!(rules[0]["code"], "XSH-01");
        assert_eq!(rules[0]["scope"], "cross_sheet");
        assert_eq!(rules[0]["name"], "Bezetting tegen rooster");
    }
}
