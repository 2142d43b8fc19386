//! Which findings may follow from which, for whoever describes the checks.
//!
//! What follows in a given case is decided where it is found out: by the equations, by the causes of `fold.rs`, and by the checks
//! themselves. This list says it all at once. A run in a debug build holds that nothing else is ever marked.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::EXPLAINS;
use crate::domain::{Finding, Schema};

/// What checks work out by themselves: the root, and the checks whose findings may follow from it.
const WORKED_OUT: &[(&str, &[&str])] = &[
    ("FIL-01", &["SHT-08", "XFL-07"]),
    ("FIL-04", &["FIL-01", "XFL-02", "XFL-03"]),
    ("FIL-06", &["FIL-01", "SHT-01", "SHT-06", "SHT-08", "XSH-01", "XSH-02", "XSH-03", "XSH-04", "XMN-05"]),
    ("FIL-07", &["FIL-01"]),
    ("ROW-08", &["FIL-01", "SHT-08"]),
    ("ROW-12", &["XSH-01", "XSH-02"]),
    ("SHT-03", &["SHT-01", "SHT-06"]),
    ("SHT-04", &["XSH-01", "XSH-04"]),
    ("XSH-05", &["XSH-01", "XSH-04"]),
    ("XSH-07", &["XSH-01"]),
    ("XFL-01", &["XMN-04", "XSH-01"]),
    ("XFL-07", &["PUB-01", "XFL-04"]),
    ("XMN-06", &["XSH-01"]),
    ("XMN-07", &["XMN-05"]),
    ("REG-01", &["FIL-01", "SHT-08"]),
    ("REG-02", &["FIL-01", "SHT-08"]),
    ("PLA-08", &["XSH-01"]),
    ("PLA-10", &["XSH-04"]),
    ("PRV-01", &["FIL-01"]),
    ("PRV-02", &["FIL-01"]),
    ("PRV-03", &["FIL-01"]),
    ("PRV-04", &["FIL-01"]),
    ("PRV-05", &["FIL-01"]),
    ("PRV-06", &["FIL-01"]),
    ("DEF-01", &["SHT-01", "SHT-06", "XMN-01", "XSH-01"]),
    ("DEF-06", &["XSH-01"]),
    ("DEF-07", &["XSH-01"]),
    ("TRN-01", &["TRN-02"]),
    ("PUB-01", &["PUB-03"]),
];

/// For every check the checks whose findings may be marked as following from one of its own. Arithmetic checks are in it only with
/// what is said of them here: those that fail for one reason follow from one another whichever they are.
#[must_use]
pub fn follows() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (root, outcome, _) in EXPLAINS {
        all.entry(root).or_default().insert(outcome);
    }
    for (root, outcomes) in WORKED_OUT {
        all.entry(root).or_default().extend(*outcomes);
    }
    all
}

/// What was marked as following from something, and stands in no list.
pub(super) fn unlisted(findings: &[Finding], schema: &Schema) -> Vec<(String, String)> {
    let listed = follows();
    let arithmetic = |code: &str| schema.equations.checks.iter().any(|check| check.code == code);
    let known = |root: &str, outcome: &str| {
        let own = listed.get(root);
        root == outcome
            || own.is_some_and(|own| own.contains(outcome))
            // What explains one of them explains all that fail for the same reason.
            || (arithmetic(outcome) && (arithmetic(root) || own.is_some_and(|own| own.iter().any(|code| arithmetic(code)))))
            // What follows from an outcome follows from its root.
            || own.is_some_and(|own| own.iter().any(|between| listed.get(between).is_some_and(|next| next.contains(outcome))))
    };
    let marked = findings.iter().filter_map(|finding| Some((finding.outcome_of.clone()?, finding.code.clone())));
    marked.filter(|(root, outcome)| !known(root, outcome)).collect()
}
