//! The list of all checks.

use serde::Serialize;

use super::Page;
use super::explain::number_of_checks;
use super::text::{columns, left, printable, wrapped};
use crate::cli::style::{self, DIM, painted};
use crate::domain::{Check, Lang};

/// The checks in families, one line each.
pub(in crate::cli) fn rules(page: Page, catalogue: &[Check]) -> String {
    let widest = |text: fn(&Check, Lang) -> usize| catalogue.iter().map(|check| text(check, page.lang)).max().unwrap_or(0);
    let code_width = widest(|check, _| columns(&check.code));
    let severity_width = widest(|check, lang| columns(check.severity.label(lang)));
    let scope_width = widest(|check, lang| columns(check.scope.label(lang)));
    let indent = code_width + severity_width + scope_width + 6;

    let mut families: Vec<&str> = Vec::new();
    for check in catalogue {
        if !families.contains(&family(check)) {
            families.push(family(check));
        }
    }
    let mut out = String::new();
    for family_name in families {
        for check in catalogue.iter().filter(|check| family(check) == family_name) {
            let severity = painted(style::of(check.severity), left(check.severity.label(page.lang), severity_width));
            let scope = painted(DIM, left(check.scope.label(page.lang), scope_width));
            out.push_str(&format!("{}  {severity}  {scope}  ", left(&printable(&check.code), code_width)));
            let off = if check.enabled { "" } else { page.word(" (uit)", " (off)") };
            let name = format!("{}{off}", page.text(&check.name));
            for (at, line) in wrapped(&name, page.width.saturating_sub(indent).max(20)).iter().enumerate() {
                if at > 0 {
                    out.push_str(&" ".repeat(indent));
                }
                out.push_str(&format!("{line}\n"));
            }
        }
        out.push('\n');
    }
    out.push_str(&number_of_checks(page, catalogue.len()));
    out
}

/// The letters before the number.
fn family(check: &Check) -> &str {
    check.code.split_once('-').map_or(check.code.as_str(), |(family, _)| family)
}

#[derive(Serialize)]
struct Rule<'a> {
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

fn rule(lang: Lang, check: &Check) -> Rule<'_> {
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
        XSH-01  error    between sheets  Headcount against roster
        XSH-04  warning  between sheets  Inflow and outflow against roster

        REG-04  warning  registry        As-of date lies outside every known mandate
                                         period
        REG-10  info     registry        No mission but an umbrella (off)

        4 checks; 'muster explain CODE' explains one
        ");
        insta::assert_snapshot!(plain(Lang::Nl), @r"
        XSH-01  fout          tussen bladen  Bezetting tegen rooster
        XSH-04  waarschuwing  tussen bladen  In- en uitstroom tegen rooster

        REG-04  waarschuwing  register       Peildatum valt buiten elke bekende
                                             mandaatperiode
        REG-10  info          register       Geen missie maar een koepel (uit)

        4 controles; 'muster explain CODE' legt er een uit
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
