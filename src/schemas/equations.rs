//! `checks.toml`: the settings of checks, and the arithmetic checks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::diagnostics::{Item, Mistakes, Spot};
use super::equation_sides::{Operand, Vocabulary, side};
use super::raw::{Document, Entry, Node, NumberOrSwitch};
use crate::domain::equation::{Equation, Equations, Grouping, Operator, Side, Weights};
use crate::domain::schema::CheckSetting;
use crate::domain::{Bilingual, Check, Doc, Documentation, Scope, Severity};

const SEVERITIES: [(&str, Severity); 3] = [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];

const SCOPES: [(&str, Scope); 13] = [
    ("file", Scope::File),
    ("row", Scope::Row),
    ("sheet", Scope::Sheet),
    ("cross_sheet", Scope::CrossSheet),
    ("cross_file", Scope::CrossFile),
    ("cross_month", Scope::CrossMonth),
    ("registry", Scope::Registry),
    ("plausibility", Scope::Plausibility),
    ("privacy", Scope::Privacy),
    ("definition", Scope::Definition),
    ("training", Scope::Training),
    ("planning", Scope::Planning),
    ("publication", Scope::Publication),
];

const GROUPINGS: [(&str, Grouping); 6] = [
    ("row", Grouping::Row),
    ("total", Grouping::Total),
    ("subtotal", Grouping::Subtotal),
    ("mission", Grouping::Mission),
    ("sheet", Grouping::Sheet),
    ("person", Grouping::Person),
];

const OPERATORS: [(&str, Operator); 2] = [("=", Operator::Equal), ("<=", Operator::AtMost)];

/// What a message can always use, beside the names of sides and terms: the difference, and where the case stands.
const PLACEHOLDERS: [&str; 9] = ["d", "mission", "sheet", "cell", "as_of", "period", "month", "row", "file"];
/// What it can use in a case about a subtotal: what the line is called.
const OF_A_SUBTOTAL: &str = "org";
/// What it can use in a case about a person: the place of the line.
const OF_A_PERSON: &str = "key";

/// The largest weight of a change.
const MOST_WEIGHT: i64 = 1000;

/// The settings by code, and the declared checks.
pub(super) type Checks = (BTreeMap<String, CheckSetting>, Equations);

/// Reads the file. `rust_checks` are the codes of the checks that are written in Rust.
pub(super) fn read(document: &Document<'_>, vocabulary: Option<&Vocabulary<'_>>, rust_checks: &[&str], mistakes: &mut Mistakes) -> Checks {
    let mut root = document.root();
    let mut equations = Equations::default();
    let mut codes: HashMap<String, Spot> = HashMap::new();
    for entry in root.entries("check", mistakes) {
        if let Some(check) = check(entry, vocabulary, rust_checks, &mut codes, &mut equations.equations, mistakes) {
            equations.checks.push(check);
        }
    }
    if let Some(entry) = root.get("weights").and_then(|node| node.entry(mistakes)) {
        equations.weights = weights(entry, mistakes);
    }
    let known: Vec<&str> = rust_checks.iter().copied().chain(codes.keys().map(String::as_str)).collect();
    let mut settings = BTreeMap::new();
    if let Some(entry) = root.get("settings").and_then(|node| node.entry(mistakes)) {
        for (code, node) in entry.all() {
            if !known.contains(&code.value) {
                mistakes
                    .at(code.at, format!("er is geen controle `{}`", code.value), format!("there is no check `{}`", code.value))
                    .did_you_mean(code.value, known.iter().copied());
            }
            if let Some(setting) = setting(node, mistakes) {
                settings.insert(code.value.to_string(), setting);
            }
        }
    }
    root.finish(mistakes);
    for check in &mut equations.checks {
        let Some(setting) = settings.get(&check.code) else { continue };
        check.severity = setting.severity.unwrap_or(check.severity);
        check.enabled = setting.enabled.unwrap_or(check.enabled);
    }
    (settings, equations)
}

/// Every weight that is given; the others stay as they are. A change for nothing would be named before any that costs something.
fn weights(mut entry: Entry<'_>, mistakes: &mut Mistakes) -> Weights {
    let own = Weights::default();
    let mut weight = |key, least, own| {
        let given = entry.get(key).and_then(|node| node.integer_within(least, MOST_WEIGHT, mistakes));
        given.and_then(|item| u32::try_from(item.value).ok()).unwrap_or(own)
    };
    let weights = Weights {
        total: weight("total", 1, own.total),
        headcount: weight("headcount", 1, own.headcount),
        figure: weight("figure", 1, own.figure),
        annotation: weight("annotation", 1, own.annotation),
        line_left_out: weight("line_left_out", 1, own.line_left_out),
        line_code: weight("line_code", 1, own.line_code),
        line_date: weight("line_date", 1, own.line_date),
        line_missing: weight("line_missing", 1, own.line_missing),
        person_missing: weight("person_missing", 1, own.person_missing),
        line_overdue: weight("line_overdue", 1, own.line_overdue),
        line_renamed: weight("line_renamed", 1, own.line_renamed),
        earlier: weight("earlier", 0, own.earlier),
        published: weight("published", 1, own.published),
    };
    entry.finish(mistakes);
    weights
}

fn setting(node: Node<'_>, mistakes: &mut Mistakes) -> Option<CheckSetting> {
    let mut entry = node.entry(mistakes)?;
    let mut setting = CheckSetting {
        severity: entry.word("severity", &SEVERITIES, mistakes).map(|item| item.value),
        enabled: entry.get("enabled").and_then(|node| node.boolean(mistakes)).map(|item| item.value),
        ..CheckSetting::default()
    };
    for (key, node) in entry.all() {
        if key.value == "severity" || key.value == "enabled" {
            continue;
        }
        match node.number_or_switch(mistakes) {
            Some(NumberOrSwitch::Number(number)) => drop(setting.numbers.insert(key.value.to_string(), number)),
            Some(NumberOrSwitch::Switch(switch)) => drop(setting.switches.insert(key.value.to_string(), switch)),
            None => {}
        }
    }
    Some(setting)
}

fn is_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 6 && bytes[..3].iter().all(u8::is_ascii_uppercase) && bytes[3] == b'-' && bytes[4..].iter().all(u8::is_ascii_digit)
}

fn check(
    mut entry: Entry<'_>,
    vocabulary: Option<&Vocabulary<'_>>,
    rust_checks: &[&str],
    codes: &mut HashMap<String, Spot>,
    equations: &mut Vec<Equation>,
    mistakes: &mut Mistakes,
) -> Option<Check> {
    let code = entry.need_text("code", mistakes);
    if let Some(code) = code {
        check_code(code, rust_checks, codes, mistakes);
    }
    entry.need("scope");
    let scope = entry.word("scope", &SCOPES, mistakes);
    entry.need("severity");
    let severity = entry.word("severity", &SEVERITIES, mistakes);
    let name = entry.need_bilingual("name", mistakes);
    let words = entry.get("message");
    let message = entry.need_bilingual("message", mistakes);
    let doc = entry.need("doc").and_then(|node| node.entry(mistakes)).and_then(|entry| doc(entry, mistakes));
    entry.need("equation");
    let mut offered: Option<BTreeSet<String>> = None;
    for entry in entry.entries("equation", mistakes) {
        let Some(equation) = equation(entry, code.map_or("", |code| code.value), vocabulary, mistakes) else { continue };
        let here = placeholders(&equation);
        // A message belongs to every equation of its check.
        offered = Some(offered.map_or_else(|| here.clone(), |others| others.intersection(&here).cloned().collect()));
        equations.push(equation);
    }
    entry.finish(mistakes);
    if let (Some(node), Some(message)) = (words, &message) {
        check_placeholders(message, node.at, offered.as_ref(), mistakes);
    }
    Some(Check {
        code: code?.value.into(),
        name: name?,
        scope: scope?.value,
        severity: severity?.value,
        enabled: true,
        message: message?,
        doc: doc?,
    })
}

fn check_code(code: Item<&str>, rust_checks: &[&str], codes: &mut HashMap<String, Spot>, mistakes: &mut Mistakes) {
    if !is_code(code.value) {
        mistakes
            .at(code.at, format!("`{}` is geen code van een controle", code.value), format!("`{}` is no code of a check", code.value))
            .help(
                "een code is drie hoofdletters, een streepje en twee cijfers, zoals SHT-01",
                "a code is three capitals, a hyphen and two digits, such as SHT-01",
            );
    }
    if rust_checks.contains(&code.value) {
        mistakes.at(
            code.at,
            format!("code `{}` is van een ingebouwde controle", code.value),
            format!("code `{}` belongs to a check that is built in", code.value),
        );
    }
    let first = *codes.entry(code.value.to_string()).or_insert(code.at);
    if first != code.at {
        mistakes
            .at(code.at, format!("code `{}` is al vergeven", code.value), format!("code `{}` is taken already", code.value))
            .other(first, "hier", "here");
    }
}

fn doc(mut entry: Entry<'_>, mistakes: &mut Mistakes) -> Option<Doc> {
    let mut language = |key| entry.need(key).and_then(|node| node.entry(mistakes)).and_then(|entry| documentation(entry, mistakes));
    let (nl, en) = (language("nl"), language("en"));
    entry.finish(mistakes);
    Some(Doc { nl: nl?, en: en? })
}

fn documentation(mut entry: Entry<'_>, mistakes: &mut Mistakes) -> Option<Documentation> {
    let mut part = |key| entry.need_text(key, mistakes).map(|text| text.value.trim().to_string());
    let (does, why, example, fix) = (part("does"), part("why"), part("example"), part("fix"));
    entry.finish(mistakes);
    Some(Documentation { does: does?, why: why?, example: example?, fix: fix? })
}

fn equation(mut entry: Entry<'_>, code: &str, vocabulary: Option<&Vocabulary<'_>>, mistakes: &mut Mistakes) -> Option<Equation> {
    entry.need("group");
    let group = entry.word("group", &GROUPINGS, mistakes);
    entry.need("operator");
    let operator = entry.word("operator", &OPERATORS, mistakes);
    let mut both = |key| {
        let entry = entry.need(key)?.entry(mistakes)?;
        side(entry, group.map(|group| group.value), vocabulary, mistakes)
    };
    let (left, right) = (both("left"), both("right"));
    let tolerance = entry.get("tolerance").map(|node| node.integer_within(0, 1_000_000, mistakes));
    let only = entry.text("only_if_positive", mistakes);
    let only_if_positive = only.and_then(|path| vocabulary.and_then(|vocabulary| vocabulary.path(path, Operand::Number, mistakes)));
    entry.finish(mistakes);
    let (left, right) = (left?, right?);
    same_name(&left, &right, mistakes);
    Some(Equation {
        code: code.into(),
        group: group?.value,
        left: left.value,
        operator: operator?.value,
        right: right.value,
        tolerance: tolerance.flatten().map_or(0, |item| item.value),
        only_if_positive,
    })
}

/// Names of the sides and terms of an equation.
fn names(side: &Side) -> impl Iterator<Item = &str> {
    side.name.iter().chain(side.terms.iter().filter_map(|term| term.name.as_ref())).map(String::as_str)
}

/// Reports a name that stands for two numbers of one equation, or for something else already.
fn same_name(left: &Item<Side>, right: &Item<Side>, mistakes: &mut Mistakes) {
    let mut seen: BTreeSet<&str> = PLACEHOLDERS.into_iter().chain([OF_A_PERSON, OF_A_SUBTOTAL]).collect();
    for (side, name) in [left, right].into_iter().flat_map(|side| names(&side.value).map(move |name| (side, name))) {
        if !seen.insert(name) {
            mistakes.at(side.at, format!("de naam `{name}` is al vergeven"), format!("the name `{name}` is taken already"));
        }
    }
}

fn placeholders(equation: &Equation) -> BTreeSet<String> {
    let own = match equation.group {
        Grouping::Person => Some(OF_A_PERSON),
        Grouping::Subtotal => Some(OF_A_SUBTOTAL),
        _ => None,
    };
    let named = names(&equation.left).chain(names(&equation.right));
    PLACEHOLDERS.into_iter().chain(own).chain(named).map(str::to_string).collect()
}

/// The names in braces of a message.
fn used(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Reports placeholders that only one language uses, and those that an equation of the check does not offer.
fn check_placeholders(message: &Bilingual, at: Spot, offered: Option<&BTreeSet<String>>, mistakes: &mut Mistakes) {
    let (nl, en) = (used(&message.nl), used(&message.en));
    for (name, only) in nl.difference(&en).map(|name| (name, "nl")).chain(en.difference(&nl).map(|name| (name, "en"))) {
        mistakes.at(
            at,
            format!("`{{{name}}}` staat alleen in de boodschap in `{only}`"),
            format!("`{{{name}}}` is only in the message in `{only}`"),
        );
    }
    let Some(offered) = offered else { return };
    for name in nl.union(&en).filter(|name| !offered.contains(**name)) {
        mistakes
            .at(
                at,
                format!("niet elke vergelijking van deze controle heeft een `{{{name}}}`"),
                format!("not every equation of this check has a `{{{name}}}`"),
            )
            .did_you_mean(name, offered.iter().map(String::as_str));
    }
}
