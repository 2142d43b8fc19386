//! Words on sheets that mean something whatever the schema says.

/// Headers that mean something only beside their counterpart: `in` may also be "in the Netherlands".
pub(super) const COUNTERPARTS: [(&str, &str); 2] = [("in", "uit"), ("uit", "in")];

/// Headers that say with a date beside them that the headcount of that date stands below.
pub(super) const STAND: [&str; 6] = ["stand", "standen", "situatie", "situation", "toestand", "etat"];

/// Labels of an as-of line that no schema needs to name. Only those of four letters and more are trusted without a date.
pub(super) const AS_OF_LABELS: [&str; 22] = [
    "peildatum",
    "peildatum opgave",
    "stand",
    "stand per",
    "stand op",
    "bezetting per",
    "bezetting op",
    "situatie per",
    "situatie op",
    "reference date",
    "per ultimo",
    "per",
    "as of",
    "as-of date",
    "as at",
    "status as of",
    "situation as of",
    "snapshot date",
    "date de référence",
    "situation au",
    "état au",
    "au",
];

/// Words beside the name of an organisation or a region in the heading of a group of missions.
pub(super) const GROUP_WORDS: [&str; 20] = [
    "missie",
    "missies",
    "mission",
    "missions",
    "operatie",
    "operaties",
    "operation",
    "operations",
    "van",
    "de",
    "het",
    "in",
    "of",
    "the",
    "l",
    "la",
    "du",
    "des",
    "onder",
    "led",
];

/// Words beside one for a total that do not narrow it: `Totaal uitgezonden politie per 31 mei`.
pub(super) const WORDS_OF_WHOLE: [&str; 24] = [
    "per",
    "op",
    "as",
    "at",
    "au",
    "alle",
    "all",
    "tous",
    "missies",
    "missions",
    "uitgezonden",
    "deployed",
    "politie",
    "police",
    "officers",
    "functionarissen",
    "politiefunctionarissen",
    "personen",
    "persons",
    "personnel",
    "personnes",
    "bezetting",
    "headcount",
    "aantal",
];
