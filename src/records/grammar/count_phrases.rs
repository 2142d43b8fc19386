//! The words around a count: units, estimates, and the annotations that say where some of the persons are.

use super::counts::Part;
use super::tokens::Token;

/// How an annotation relates to the number before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// Some of those counted (`waarvan`, `incl.`).
    Within,
    /// Others, not counted (`excl.`).
    Apart,
    /// To be added (`+`).
    Added,
}

const WITHIN: [&[&str]; 16] = [
    &["waarvan"],
    &["wv"],
    &["w", "v"],
    &["incl"],
    &["inclusief"],
    &["inclusive"],
    &["including"],
    &["includes"],
    &["of", "whom"],
    &["of", "which"],
    &["of", "them"],
    &["thereof"],
    &["dont"],
    &["y", "compris"],
    &["met"],
    &["with"],
];

const APART: [&[&str]; 15] = [
    &["excl"],
    &["exclusief"],
    &["exclusive", "of"],
    &["exclusive"],
    &["excluding"],
    &["exclu"],
    &["hors"],
    &["sans"],
    &["zonder"],
    &["without"],
    &["not", "including"],
    &["non", "compris"],
    &["niet", "meegerekend"],
    &["niet", "meegeteld"],
    &["not", "counting"],
];

const PLUS: [&str; 5] = ["plus", "en", "and", "et", "daarnaast"];

const UNITS: [&str; 33] = [
    "pers",
    "persoon",
    "personen",
    "person",
    "persons",
    "people",
    "personne",
    "personnes",
    "p",
    "pax",
    "officer",
    "officers",
    "officier",
    "officieren",
    "agent",
    "agents",
    "agenten",
    "politieambtenaar",
    "politieambtenaren",
    "politiefunctionaris",
    "politiefunctionarissen",
    "functionaris",
    "functionarissen",
    "medewerker",
    "medewerkers",
    "collega",
    "collegas",
    "policier",
    "policiers",
    "fonctionnaire",
    "fonctionnaires",
    "staff",
    "posten",
];

const FTE: [&str; 9] = ["fte", "ftes", "ft", "vte", "vtes", "etp", "eq", "fulltime", "voltijds"];

const ESTIMATES: [&[&str]; 50] = [
    &["ca"],
    &["circa"],
    &["ongeveer"],
    &["ong"],
    &["plusminus"],
    &["plm"],
    &["approx"],
    &["approximately"],
    &["about"],
    &["around"],
    &["roughly"],
    &["environ"],
    &["env"],
    &["est"],
    &["estimated"],
    &["geschat"],
    &["naar", "schatting"],
    &["schatting"],
    &["raming"],
    &["estimation"],
    &["minimaal"],
    &["minimum"],
    &["min"],
    &["minstens"],
    &["tenminste"],
    &["ten", "minste"],
    &["maximaal"],
    &["maximum"],
    &["max"],
    &["hoogstens"],
    &["ten", "hoogste"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["meer", "dan"],
    &["minder", "dan"],
    &["plus", "de"],
    &["moins", "de"],
    &["au", "moins"],
    &["au", "plus"],
    &["bijna"],
    &["nearly"],
    &["almost"],
    &["ruim"],
    &["presque"],
    &["over"],
    &["onder", "voorbehoud"],
];

const VACANT: [&str; 12] = [
    "vacant",
    "vacante",
    "vacature",
    "vacatures",
    "vacancy",
    "vacancies",
    "vacants",
    "vacantes",
    "unfilled",
    "onbezet",
    "onvervuld",
    "nonpourvu",
];

const TEMPORARY: [&str; 10] =
    ["tijdelijk", "tijd", "tijdel", "tdl", "temp", "temporarily", "temporary", "temporairement", "provisoirement", "tijdelijke"];
const HOME_COUNTRY: [&str; 7] = ["nl", "nederland", "ned", "netherlands", "nederlands", "holland", "paysbas"];
const HOME: [&str; 4] = ["thuis", "home", "maison", "domicile"];
const AROUND_HOME: [&str; 22] = [
    "in",
    "aux",
    "the",
    "at",
    "a",
    "la",
    "pays",
    "bas",
    "terug",
    "back",
    "zijn",
    "is",
    "are",
    "sont",
    "nog",
    "verblijvend",
    "verblijven",
    "staying",
    "de",
    "retour",
    "en",
    "momenteel",
];
const LEAVE: [&str; 9] = ["verlof", "leave", "conge", "conges", "vakantie", "vacation", "thuisverlof", "vacances", "homeleave"];
const AROUND_LEAVE: [&str; 14] = ["met", "op", "on", "en", "home", "annual", "annuel", "in", "zijn", "is", "are", "sont", "nl", "wegens"];
const ABSENT: [&str; 8] = ["afwezig", "afwezigen", "absent", "absents", "absence", "absences", "absente", "absentes"];
const AROUND_ABSENT: [&str; 10] =
    ["overig", "overige", "anders", "anderszins", "otherwise", "other", "autre", "autres", "autrement", "zijn"];
const FEMALE: [&str; 11] =
    ["vrouw", "vrouwen", "vrouwelijk", "vrouwelijke", "woman", "women", "female", "females", "femme", "femmes", "feminin"];
const MALE: [&str; 10] = ["man", "mannen", "mannelijk", "mannelijke", "men", "male", "males", "homme", "hommes", "masculin"];

pub(super) fn is_unit(word: &str) -> bool {
    UNITS.contains(&word)
}

pub(super) fn is_fte(word: &str) -> bool {
    FTE.contains(&word)
}

pub(super) fn is_vacant(word: &str) -> bool {
    VACANT.contains(&word)
}

/// The part that the words of an annotation name; `None` if one of them is not understood.
pub(super) fn part_named(words: &[&str]) -> Option<Part> {
    let words: Vec<&str> = words.iter().copied().filter(|word| !is_unit(word)).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let only = |lists: &[&[&str]]| !words.is_empty() && words.iter().all(|word| lists.iter().any(|list| list.contains(word)));
    if only(&[&LEAVE, &AROUND_LEAVE]) && has(&LEAVE) {
        return Some(Part::OtherAbsent);
    }
    if only(&[&ABSENT, &AROUND_ABSENT]) && has(&ABSENT) {
        return Some(Part::OtherAbsent);
    }
    if only(&[&FEMALE]) {
        return Some(Part::Female);
    }
    if only(&[&MALE]) {
        return Some(Part::Male);
    }
    let country = has(&HOME_COUNTRY) || (has(&["pays"]) && has(&["bas"]));
    let temporary = has(&TEMPORARY);
    let back = has(&["terug", "back", "retour"]);
    let located = country && (temporary || (has(&["in", "aux"]) && !back));
    if only(&[&TEMPORARY, &HOME_COUNTRY, &HOME, &AROUND_HOME]) && (located || (temporary && has(&HOME))) {
        return Some(Part::TempHome);
    }
    None
}

/// The part that one letter or word names where both sexes are counted side by side.
pub(super) fn sex_named(word: &str) -> Option<Part> {
    match word {
        "v" | "f" | "w" => Some(Part::Female),
        "m" | "h" => Some(Part::Male),
        "x" => Some(Part::OtherSex),
        _ if FEMALE.contains(&word) => Some(Part::Female),
        _ if MALE.contains(&word) => Some(Part::Male),
        _ => None,
    }
}

/// The relation that an annotation begins with, and the rest of it.
pub(super) fn relation<'t, 'a>(tokens: &'t [Token<'a>]) -> (Option<Relation>, &'t [Token<'a>]) {
    if tokens.first().is_some_and(|first| first.is_sign('+')) {
        return (Some(Relation::Added), &tokens[1..]);
    }
    for (relation, forms) in [(Relation::Apart, &APART[..]), (Relation::Within, &WITHIN[..])] {
        if let Some(rest) = forms.iter().find_map(|form| after_words(tokens, form)) {
            return (Some(relation), rest);
        }
    }
    match tokens.first().and_then(Token::word) {
        Some(word) if PLUS.contains(&word) && tokens.len() > 1 => (Some(Relation::Added), &tokens[1..]),
        Some("avec") => (Some(Relation::Within), &tokens[1..]),
        _ => (None, tokens),
    }
}

/// The rest of the tokens if they begin with an estimate or a bound.
pub(super) fn after_estimate<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    let signs = tokens.iter().take_while(|token| matches!(token, Token::Sign('±' | '~' | '≈' | '>' | '<' | '≥' | '≤' | '=' | '∼'))).count();
    let only_equals = tokens[..signs].iter().all(|token| token.is_sign('='));
    if signs > 0 {
        return (!only_equals).then_some(&tokens[signs..]);
    }
    if let [Token::Sign('+'), Token::Sign('/'), Token::Sign('-'), rest @ ..] = tokens {
        return Some(rest);
    }
    ESTIMATES.iter().find_map(|form| after_words(tokens, form))
}

/// The tokens before an estimate or a bound at their end.
pub(super) fn before_estimate<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    if let [body @ .., Token::Sign('?' | '±' | '+' | '~')] = tokens {
        return Some(body);
    }
    let (inner, close) = match tokens {
        [inner @ .., Token::Sign(')')] => (inner, true),
        _ => (tokens, false),
    };
    let form = ESTIMATES.iter().find(|form| {
        let start = inner.len().checked_sub(form.len());
        start.is_some_and(|start| start > 0 && after_words(&inner[start..], form).is_some())
    })?;
    let body = &inner[..inner.len() - form.len()];
    match (close, body) {
        (true, [body @ .., Token::Sign('(')]) => Some(body),
        (false, body) => Some(body),
        _ => None,
    }
}

fn after_words<'t, 'a>(tokens: &'t [Token<'a>], form: &[&str]) -> Option<&'t [Token<'a>]> {
    let begins = tokens.len() >= form.len() && form.iter().zip(tokens).all(|(word, token)| token.word() == Some(word));
    begins.then(|| &tokens[form.len()..])
}
