//! One cause, one finding: findings that follow from another one are marked as its outcome.

use crate::domain::{Census, Finding, Severity};

/// What two findings must share for the first to explain the second.
#[derive(Clone, Copy)]
enum Link {
    /// The cell.
    Cell,
    /// Month and mission.
    Mission,
}

/// Which check explains which, and by what. The first of a pair that has a finding explains those of the second.
const EXPLAINS: &[(&str, &str, Link)] = &[
    ("SHT-02", "SHT-01", Link::Cell),
    ("DEF-01", "SHT-02", Link::Mission),
    ("DEF-01", "ROW-07", Link::Mission),
    ("DEF-01", "PLA-03", Link::Mission),
    ("DEF-01", "XSH-01", Link::Mission),
    ("DEF-01", "XSH-02", Link::Mission),
    ("DEF-01", "XMN-01", Link::Mission),
    ("PLA-03", "ROW-07", Link::Mission),
    ("XFL-02", "SHT-03", Link::Mission),
    ("FIL-05", "ROW-01", Link::Cell),
    ("FIL-05", "ROW-08", Link::Cell),
    ("ROW-09", "XMN-04", Link::Cell),
];

/// Marks findings that another finding explains. A root cause is never weaker than what it explains.
pub(super) fn fold(census: &Census<'_>, findings: &mut [Finding]) {
    let _ = census;
    for (root, outcome, link) in EXPLAINS {
        let roots: Vec<usize> =
            (0..findings.len()).filter(|at| findings[*at].code == *root && findings[*at].outcome_of.is_none()).collect();
        if roots.is_empty() {
            continue;
        }
        for at in 0..findings.len() {
            if findings[at].code != *outcome {
                continue;
            }
            let explained = roots.iter().find(|root| linked(&findings[**root], &findings[at], *link)).copied();
            if let Some(root_at) = explained
                && findings[at].outcome_of.is_none()
            {
                let severity = findings[at].severity;
                adopt(findings, at, root);
                findings[root_at].severity = findings[root_at].severity.max(severity.min(Severity::Error));
            }
        }
    }
}

/// Makes a finding the outcome of a check, together with what it explained itself.
fn adopt(findings: &mut [Finding], at: usize, root: &str) {
    let (code, period, mission, place) = {
        let own = &findings[at];
        (own.code.clone(), own.period, own.mission.clone(), own.place.clone())
    };
    findings[at].outcome_of = Some(root.to_owned());
    for other in findings.iter_mut() {
        let follows = other.outcome_of.as_deref() == Some(code.as_str()) && other.period == period;
        if follows && (other.mission == mission || other.place == place) {
            other.outcome_of = Some(root.to_owned());
        }
    }
}

fn linked(root: &Finding, outcome: &Finding, link: Link) -> bool {
    match link {
        Link::Cell => root.place == outcome.place,
        Link::Mission => root.period == outcome.period && root.mission.is_some() && root.mission == outcome.mission,
    }
}
