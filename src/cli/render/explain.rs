//! The documentation of one check.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Page;
use super::rules::{Rule, rule};
use super::styled::Styled;
use super::text::{columns, paragraph, printable};
use crate::cli::style::{self, BOLD, painted};
use crate::domain::{Bilingual, Check, Lang, Schema, Severity, nearest};

/// Everything a reader may want to know of a check.
pub(in crate::cli) fn explain(page: Page, schema: &Schema, check: &Check) -> String {
    let doc = check.doc.get(page.lang);
    let code = printable(&check.code);
    let name = Styled::default().styled(BOLD, page.text(&check.name));
    let mut out = name.hanging(&format!("{}  ", painted(BOLD, &code)), columns(&code) + 2, page.width);
    let switched = if check.enabled { "" } else { page.word(" · uitgeschakeld", " · switched off") };
    let scope = check.scope.label(page.lang);
    let severity = painted(style::of(check.severity), check.severity.label(page.lang));
    out.push_str(&format!("{severity} · {scope}{switched}\n"));
    for (title, text) in [
        (page.word("Wat wordt nagegaan", "What it does"), doc.does.as_str()),
        (page.word("Waarom het ertoe doet", "Why it matters"), doc.why.as_str()),
        (page.word("Voorbeeld", "Example"), doc.example.as_str()),
        (page.word("Herstel", "How to mend it"), doc.fix.as_str()),
        (page.word("Melding", "Message"), check.message.get(page.lang)),
    ] {
        if !text.is_empty() {
            out.push_str(&format!("\n{}\n", painted(BOLD, title)));
            paragraph(&mut out, text, "  ", page.width);
        }
    }
    out.push_str(&settings(page, schema, check));
    out
}

fn settings(page: Page, schema: &Schema, check: &Check) -> String {
    let mut lines = Vec::new();
    if let Some(setting) = schema.checks.get(&check.code) {
        lines.extend(setting.enabled.map(|enabled| format!("enabled = {enabled}")));
        lines.extend(setting.severity.map(|severity| format!("severity = \"{severity}\"")));
        lines.extend(setting.numbers.iter().map(|(name, value)| format!("{} = {value}", printable(name))));
        lines.extend(setting.switches.iter().map(|(name, value)| format!("{} = {value}", printable(name))));
    }
    let mut out = format!("\n{}\n", painted(BOLD, page.word("Instellingen", "Settings")));
    if lines.is_empty() {
        let text =
            page.word("Geen in de schema's; de waarden van de controle zelf gelden.", "None in the schemas; the check's own values hold.");
        paragraph(&mut out, text, "  ", page.width);
    }
    for line in lines {
        out.push_str(&format!("  {line}\n"));
    }
    let place = format!("[settings.{}]", printable(&check.code));
    let hint = match page.lang {
        Lang::Nl => format!("In te stellen in checks.toml onder {place}; enabled en severity kunnen bij elke controle."),
        Lang::En => format!("To be set in checks.toml under {place}; every check takes enabled and severity."),
    };
    paragraph(&mut out, &hint, "  ", page.width);
    out
}

/// What to say about a code that no check has.
pub(in crate::cli) fn unknown_code(code: &str, catalogue: &[Check]) -> Bilingual {
    let near = nearest(code, catalogue.iter().map(|check| check.code.as_str()));
    let (nl, en) = near.map(|near| (format!(" Bedoelt u {near}?"), format!(" Do you mean {near}?"))).unwrap_or_default();
    let code = printable(code);
    Bilingual::new(
        format!("Er is geen controle met code '{code}'.{nl} 'muster rules' noemt ze alle."),
        format!("There is no check with code '{code}'.{en} 'muster rules' lists them all."),
    )
}

#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    rule: Rule<'a>,
    settings: Option<Settings<'a>>,
}

/// What the schemas say of a check; `None` is not said.
#[derive(Serialize)]
struct Settings<'a> {
    enabled: Option<bool>,
    severity: Option<&'static str>,
    numbers: &'a BTreeMap<String, i64>,
    switches: &'a BTreeMap<String, bool>,
}

/// The documentation as JSON: the keys of a check in the list of all, and `settings` with what the schemas say of it.
pub(in crate::cli) fn explain_json(lang: Lang, schema: &Schema, check: &Check) -> serde_json::Result<String> {
    let settings = schema.checks.get(&check.code).map(|setting| Settings {
        enabled: setting.enabled,
        severity: setting.severity.map(Severity::as_str),
        numbers: &setting.numbers,
        switches: &setting.switches,
    });
    serde_json::to_string_pretty(&Explained { rule: rule(lang, check), settings }).map(|text| text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{catalogue, schema};

    #[test]
    fn a_check_in_english_and_dutch() {
        let (schema, catalogue) = (schema(), catalogue());
        let plain =
            |lang| anstream::adapter::strip_str(&explain(Page { lang, width: 80, verbose: false }, &schema, &catalogue[0])).to_string();
        insta::assert_snapshot!(plain(Lang::En), @r#"
        XSH-01  Headcount against roster
        error · between sheets

        What it does
          Compares the stated headcount with the number of roster lines that run on the
          as-of date.

        Why it matters
          The letter states the headcount; the roster is the evidence for it.

        Example
          3 stated, 4 on the roster: one tour was not closed.

        How to mend it
          Close the tour in the roster, or correct the headcount.

        Message
          Headcount {x} at {mission}, the roster has {y} persons on {as_of}.

        Settings
          severity = "error"
          tolerance = 0
          count_transfer_day = true
          To be set in checks.toml under [settings.XSH-01]; every check takes enabled
          and severity.
        "#);
        insta::assert_snapshot!(plain(Lang::Nl), @r#"
        XSH-01  Bezetting tegen rooster
        fout · tussen bladen

        Wat wordt nagegaan
          Vergelijkt de opgegeven bezetting met het aantal regels van het rooster dat op
          de peildatum loopt.

        Waarom het ertoe doet
          De brief noemt de bezetting; het rooster is het bewijs ervan.

        Voorbeeld
          3 opgegeven, 4 op het rooster: één uitzending is niet afgesloten.

        Herstel
          Sluit de uitzending af in het rooster, of verbeter de bezetting.

        Melding
          Bezetting {x} bij {mission}, rooster telt {y} personen op {as_of}.

        Instellingen
          severity = "error"
          tolerance = 0
          count_transfer_day = true
          In te stellen in checks.toml onder [settings.XSH-01]; enabled en severity
          kunnen bij elke controle.
        "#);
    }

    #[test]
    fn an_unknown_code_leads_to_the_nearest() {
        let text = unknown_code("XSH-10", &catalogue());
        assert_eq!(text.en, "There is no check with code 'XSH-10'. Do you mean XSH-01? 'muster rules' lists them all.");
        assert_eq!(text.nl, "Er is geen controle met code 'XSH-10'. Bedoelt u XSH-01? 'muster rules' noemt ze alle.");
        assert_eq!(unknown_code("?", &catalogue()).en, "There is no check with code '?'. 'muster rules' lists them all.");
    }
}
