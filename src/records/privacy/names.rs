//! Whether the values of a column are names of persons.

use crate::domain::finding::looks_like_a_name;
use crate::domain::{FastSet, Schema, fold};

/// The most different texts of a column that are looked at.
const MOST_TEXTS: usize = 400;

/// Words that stand in names of offices, places and functions, and hardly in names of persons.
pub(super) const NO_NAME: [&str; 117] = [
    "adviseur",
    "advisor",
    "adviser",
    "advisory",
    "conseiller",
    "officer",
    "officier",
    "expert",
    "head",
    "hoofd",
    "chief",
    "chef",
    "senior",
    "junior",
    "deputy",
    "plaatsvervangend",
    "trainer",
    "instructor",
    "monitor",
    "mentor",
    "planner",
    "analist",
    "analyst",
    "coordinator",
    "coordinateur",
    "manager",
    "teamleider",
    "teamleader",
    "team",
    "liaison",
    "inspecteur",
    "inspector",
    "hoofdinspecteur",
    "commissaris",
    "brigadier",
    "agent",
    "hoofdagent",
    "police",
    "politie",
    "policing",
    "mission",
    "missie",
    "office",
    "kantoor",
    "bureau",
    "unit",
    "eenheid",
    "dienst",
    "afdeling",
    "department",
    "training",
    "border",
    "grens",
    "crime",
    "security",
    "veiligheid",
    "management",
    "operations",
    "project",
    "support",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "noord",
    "zuid",
    "oost",
    "noorden",
    "zuiden",
    "midden",
    "nieuwe",
    "new",
    "san",
    "haag",
    "hague",
    "united",
    "republic",
    "island",
    "ministry",
    "ministerie",
    "field",
    "specialist",
    "assistant",
    "protection",
    "data",
    "gender",
    "community",
    "legal",
    "close",
    "rights",
    "human",
    "law",
    "rule",
    "press",
    "public",
    "affairs",
    "political",
    "reform",
    "sector",
    "spokesperson",
    "desk",
    "investigation",
    "investigations",
    "forensic",
    "intelligence",
    "logistics",
    "medical",
    "staff",
    "regional",
    "national",
    "general",
    "personal",
];

/// The different texts of one column, as far as they are needed to tell whether they are names.
#[derive(Debug, Default)]
pub(super) struct Names<'g> {
    seen: FastSet<&'g str>,
    names: u32,
    strong: u32,
}

impl<'g> Names<'g> {
    /// Takes note of a text. What the schemas know as a mission or a code is no name.
    pub(super) fn add(&mut self, text: &'g str, schema: &Schema) {
        if self.seen.len() >= MOST_TEXTS || !self.seen.insert(text) {
            return;
        }
        if could_be_a_name(text) && looks_like_a_name(text) && !says_otherwise(text) && !is_known(text, schema) {
            self.names += 1;
            self.strong += u32::from(is_strong(text));
        }
    }

    /// Number of different names, if most of the texts are names and there are enough of them; and whether that is certain.
    /// A column that is known to hold something else (`functions`) needs names that can be nothing else.
    pub(super) fn verdict(&self, least: u32, something_else: bool) -> Option<(u32, bool)> {
        let most = self.names as usize * 2 > self.seen.len();
        let certain = if something_else { self.strong * 2 > self.names } else { self.strong > 0 || self.names >= 3 };
        (most && self.names >= least.max(2)).then_some((self.names, certain))
    }
}

fn could_be_a_name(text: &str) -> bool {
    (4..=80).contains(&text.len()) && text.contains([' ', '.', ',', '\u{A0}']) && text.chars().any(char::is_uppercase)
}

/// Initials, a comma after the surname, or small words inside: hardly anything but a name.
fn is_strong(text: &str) -> bool {
    let initials = text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_uppercase() && pair[1] == b'.');
    let small = text.split_whitespace().any(|word| matches!(word, "van" | "de" | "der" | "den" | "ter" | "ten" | "von" | "mevr." | "dhr."));
    initials || small || text.contains(',')
}

fn says_otherwise(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| !word.is_empty() && NO_NAME.contains(&fold(word).as_str()))
}

fn is_known(text: &str, schema: &Schema) -> bool {
    use crate::domain::registry::Resolved;
    !matches!(schema.registry.resolve_exactly(text, None), Resolved::Unknown { .. })
        || schema.code_lists.iter().any(|list| list.resolve(text).is_some())
}
