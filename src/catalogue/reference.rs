//! The reference of all checks as a page of Markdown, made from the catalogue itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::settings::setting;
use super::{FAMILIES, family_name};
use crate::domain::equation::{Equation, FieldPath, Grouping, Of, Operator, Side, Term, TermKind};
use crate::domain::{Check, Lang, Schema};
use crate::rules::follows;

/// The page in one language: every check of the catalogue with its words, its settings and what may follow from it.
#[must_use]
pub fn reference(lang: Lang, schema: &Schema, catalogue: &[Check]) -> String {
    let page = Page { lang, schema, catalogue, follows: follows() };
    let mut out = page.opening();
    for family in FAMILIES {
        let own: Vec<&Check> = page.of_family(family).collect();
        if !own.is_empty() {
            page.family(&mut out, family, &own);
        }
    }
    let other: Vec<&Check> = catalogue.iter().filter(|check| family_of(check).is_none()).collect();
    if !other.is_empty() {
        let _ = write!(out, "\n## {}\n", page.word("Overige", "Others"));
        page.checks(&mut out, &other);
    }
    out
}

/// The family of a check, if it is one of the known ones.
fn family_of(check: &Check) -> Option<&'static str> {
    FAMILIES.into_iter().find(|family| check.code.split_once('-').is_some_and(|(own, _)| own == *family))
}

/// What stands for a check in a link.
fn anchor(code: &str) -> String {
    code.to_lowercase()
}

/// Text as Markdown that shows just that text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text as it stands, in a span of code.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

struct Page<'a> {
    lang: Lang,
    schema: &'a Schema,
    catalogue: &'a [Check],
    follows: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

impl<'a> Page<'a> {
    const fn word(&self, nl: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        }
    }

    fn of_family(&self, family: &'static str) -> impl Iterator<Item = &'a Check> + use<'a> {
        self.catalogue.iter().filter(move |check| family_of(check) == Some(family))
    }

    fn opening(&self) -> String {
        let number = self.catalogue.len();
        let mut out = match self.lang {
            Lang::En => format!(
                "# Checks\n\n<!-- Made from the catalogue. Do not edit: MUSTER_BLESS=1 cargo nextest run --test suite docs -->\n\n\
                 The {number} checks of muster, with the settings that are shipped. `muster explain CODE` shows one of them on the screen, with \
                 your own settings; `muster rules` lists all. This page [in Dutch](checks.nl.md).\n\n\
                 Each check passes, fails, or says why it could not run. Severity says what a failure does: an **error** keeps a letter a \
                 draft and flags the figure, a **warning** needs an explanation, an **info** asks nothing. Words in braces, such as \
                 `{{mission}}`, are filled in by the finding.\n\n\
                 Every check takes `enabled` (false switches it off) and `severity` (error, warning or info) under `[settings.CODE]` in \
                 `schemas/checks.toml`; some take more, which is listed here. A value that nobody has confirmed yet is marked *assumed*. \
                 [For administrators](administrators.md) shows how settings are changed.\n\n\
                 **One cause is one finding.** What follows from a finding stands below it and is not counted again (`outcome_of` in \
                 `findings.csv`). Checks marked *arithmetic* are equations: those that fail and share cells form one problem; the smallest \
                 change that makes all of them hold is the root, and the others follow from it, whichever checks they are of.\n"
            ),
            Lang::Nl => format!(
                "# Controles\n\n<!-- Gemaakt uit de catalogus. Niet bewerken: MUSTER_BLESS=1 cargo nextest run --test suite docs -->\n\n\
                 De {number} controles van muster, met de instellingen zoals zij worden geleverd. `muster explain CODE` toont er een op het \
                 scherm, met uw eigen instellingen; `muster rules` noemt ze alle. Deze pagina [in het Engels](checks.md).\n\n\
                 Elke controle slaagt, faalt, of zegt waarom zij niet kon worden uitgevoerd. De ernst zegt wat een fout betekent: een **fout** \
                 houdt een brief concept en markeert het cijfer, een **waarschuwing** vraagt een verklaring, een **info** vraagt niets. \
                 Woorden tussen accolades, zoals `{{mission}}`, vult de bevinding in.\n\n\
                 Elke controle kent `enabled` (false zet haar uit) en `severity` (error, warning of info) onder `[settings.CODE]` in \
                 `schemas/checks.toml`; sommige kennen er meer, die hier staan. Een waarde die nog niemand heeft bevestigd is gemerkt als \
                 *aangenomen*. [Voor beheerders](administrators.md) (Engels) laat zien hoe instellingen worden gewijzigd.\n\n\
                 **Eén oorzaak is één bevinding.** Wat uit een bevinding volgt staat eronder en telt niet nog eens mee (`outcome_of` in \
                 `findings.csv`). Controles gemerkt als *rekenkundig* zijn vergelijkingen: die falen en cellen delen vormen samen één \
                 probleem; de kleinste wijziging die ze alle laat kloppen is de oorzaak, en de andere volgen daaruit, van welke controle zij \
                 ook zijn.\n"
            ),
        };
        let _ = write!(out, "\n## {}\n\n", self.word("Inhoud", "Contents"));
        let _ = writeln!(
            out,
            "| {} | {} | {} |\n| --- | --- | --- |",
            self.word("familie", "family"),
            self.word("gaat over", "is about"),
            self.word("controles", "checks")
        );
        for family in FAMILIES {
            let codes: Vec<String> = self.of_family(family).map(|check| format!("[{}](#{})", check.code, anchor(&check.code))).collect();
            if !codes.is_empty() {
                let _ = writeln!(out, "| [{family}](#{}) | {} | {} |", anchor(family), family_name(family, self.lang), codes.join(", "));
            }
        }
        out
    }

    fn family(&self, out: &mut String, family: &str, own: &[&Check]) {
        let _ = write!(out, "\n## <a id=\"{}\"></a>{family}: {}\n", anchor(family), family_name(family, self.lang));
        self.checks(out, own);
    }

    fn checks(&self, out: &mut String, own: &[&Check]) {
        let (name, severity) = (self.word("naam", "name"), self.word("ernst", "severity"));
        let _ = write!(out, "\n| code | {name} | {severity} |\n| --- | --- | --- |\n");
        for check in own {
            let name = escaped(check.name.get(self.lang));
            let _ = writeln!(out, "| [{}](#{}) | {name} | {} |", check.code, anchor(&check.code), check.severity.label(self.lang));
        }
        for check in own {
            self.check(out, check);
        }
    }

    fn check(&self, out: &mut String, check: &Check) {
        let doc = check.doc.get(self.lang);
        let equations: Vec<&Equation> = self.schema.equations.equations.iter().filter(|equation| equation.code == check.code).collect();
        let _ = write!(out, "\n### <a id=\"{}\"></a>{} {}\n\n", anchor(&check.code), check.code, escaped(check.name.get(self.lang)));
        let mut marks = vec![check.severity.label(self.lang), check.scope.label(self.lang)];
        if !equations.is_empty() {
            marks.push(self.word("rekenkundig", "arithmetic"));
        }
        if !check.enabled {
            marks.push(self.word("uitgeschakeld", "switched off"));
        }
        let _ = write!(out, "*{}*\n\n{}\n\n", marks.join(" · "), escaped(&doc.does));
        for (title, text) in [
            (self.word("Waarom het ertoe doet", "Why it matters"), &doc.why),
            (self.word("Voorbeeld", "Example"), &doc.example),
            (self.word("Herstel", "How to mend it"), &doc.fix),
        ] {
            if !text.is_empty() {
                let _ = writeln!(out, "- **{title}:** {}", escaped(text));
            }
        }
        let _ = writeln!(out, "- **{}:** {}", self.word("Melding", "Message"), code(check.message.get(self.lang)));
        for equation in equations {
            let (title, case) = (self.word("Vergelijking", "Equation"), self.case(equation.group));
            let _ = writeln!(out, "- **{title}**, {case}: {}", code(&self.equation(equation)));
        }
        self.settings(out, check);
        self.folding(out, &check.code);
    }

    fn settings(&self, out: &mut String, check: &Check) {
        let Some(own) = self.schema.checks.get(&check.code) else { return };
        let numbers = own.numbers.iter().map(|(name, value)| (name, value.to_string()));
        let mut values: Vec<(&String, String)> =
            numbers.chain(own.switches.iter().map(|(name, value)| (name, value.to_string()))).collect();
        // In the order in which they are described.
        values.sort_by_key(|(name, _)| super::settings::SETTINGS.iter().position(|known| known.code == check.code && known.name == *name));
        for (name, value) in values {
            let known = setting(&check.code, name);
            let lang = usize::from(self.lang == Lang::En);
            let meaning = known.map(|known| format!(": {}", escaped(known.meaning[lang]))).unwrap_or_default();
            let assumed = if known.is_some_and(|known| known.assumed) { self.word(" (*aangenomen*)", " (*assumed*)") } else { "" };
            let title = self.word("Instelling", "Setting");
            let _ = writeln!(out, "- **{title}** {}{meaning}{assumed}", code(&format!("{name} = {value}")));
        }
    }

    fn folding(&self, out: &mut String, own: &str) {
        let link = |code: &&str| format!("[{code}](#{})", anchor(code));
        let known = |code: &&&str| self.catalogue.iter().any(|check| check.code == **code);
        let outcomes: Vec<String> = self.follows.get(own).into_iter().flatten().filter(known).map(link).collect();
        if !outcomes.is_empty() {
            let title = self.word("Hieruit kan volgen", "May explain");
            let _ = writeln!(out, "- **{title}:** {}", outcomes.join(", "));
        }
        let roots = self.follows.iter().filter(|(_, outcomes)| outcomes.contains(own)).map(|(root, _)| root);
        let roots: Vec<String> = roots.filter(known).map(link).collect();
        if !roots.is_empty() {
            let title = self.word("Kan volgen uit", "May follow from");
            let _ = writeln!(out, "- **{title}:** {}", roots.join(", "));
        }
    }

    const fn case(&self, group: Grouping) -> &'static str {
        match group {
            Grouping::Row => self.word("per regel", "for each row"),
            Grouping::Total => self.word("per totaalregel", "for each total line"),
            Grouping::Subtotal => self.word("per subtotaal", "for each subtotal line"),
            Grouping::Mission => self.word("per missie en maand", "for each mission and month"),
            Grouping::Sheet => self.word("per missie en blad", "for each mission on a sheet"),
            Grouping::Person => self.word("per persoon en maand", "for each person and month"),
        }
    }

    fn equation(&self, equation: &Equation) -> String {
        let operator = match equation.operator {
            Operator::Equal => "=",
            Operator::AtMost => "<=",
        };
        let tolerance = format!("tolerance = {}", equation.tolerance);
        format!("{} {operator} {}; {tolerance}", self.side(&equation.left), self.side(&equation.right))
    }

    fn side(&self, side: &Side) -> String {
        let mut out = String::new();
        for term in &side.terms {
            match (out.is_empty(), term.sign < 0) {
                (true, false) => {}
                (true, true) => out.push('-'),
                (false, minus) => out.push_str(if minus { " - " } else { " + " }),
            }
            out.push_str(&self.term(term));
        }
        out
    }

    fn term(&self, term: &Term) -> String {
        let text = match &term.kind {
            TermKind::Field(path) => self.path(*path),
            TermKind::Annotation(path) => format!("annotation({})", self.path(*path)),
            TermKind::Sum(path) => format!("sum({})", self.path(*path)),
            TermKind::Total(path) => format!("total({})", self.path(*path)),
            TermKind::Count { table, conditions } => {
                let name = self.schema.tables.get(*table).map_or("", |table| table.name.as_str());
                format!("count({name}{})", if conditions.is_empty() { "" } else { " where …" })
            }
            TermKind::Constant(number) => number.to_string(),
        };
        if term.of == Of::Previous { format!("previous({text})") } else { text }
    }

    fn path(&self, path: FieldPath) -> String {
        let table = self.schema.tables.get(path.table);
        let field = table.and_then(|table| table.fields.get(path.field)).map_or("", |field| field.name.as_str());
        format!("{}.{field}", table.map_or("", |table| table.name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_kind_stays_text() {
        assert_eq!(escaped("a_b *c* <d> [e](f) | `g` \\ #1\n  h"), "a\\_b \\*c\\* \\<d\\> \\[e\\](f) \\| \\`g\\` \\\\ \\#1 h");
        assert_eq!((code("a*b"), code("a`b"), code("``")), ("`a*b`".to_owned(), "`` a`b ``".to_owned(), "``` `` ```".to_owned()));
    }
}
