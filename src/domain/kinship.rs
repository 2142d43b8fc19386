//! Which finding an outcome follows from. An outcome names its root by code only; mission, month and place tell which one.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::period::Period;

/// The part of a finding by which an outcome names its root: code, mission, month, file and sheet. Parts that need not
/// agree are left out.
type Handle<'a> = (&'a str, Option<(&'a str, Option<Period>)>, Option<&'a str>, Option<&'a str>);

/// Under which handles a finding with a code may be looked for, the closest first.
fn handles<'a>(code: &'a str, finding: &'a Finding) -> Vec<Handle<'a>> {
    let (file, sheet) = (finding.place.file(), finding.place.sheet());
    let mut handles: Vec<Handle<'_>> = Vec::with_capacity(5);
    if let Some(mission) = finding.mission.as_deref() {
        let about = Some((mission, finding.period));
        handles.extend([(code, about, Some(file), Some(sheet)), (code, about, Some(file), None), (code, about, None, None)]);
    }
    if !file.is_empty() {
        handles.extend([(code, None, Some(file), Some(sheet)), (code, None, Some(file), None)]);
    }
    handles
}

/// For each finding the root causes it may follow from: those that lie closest, which are several where one check failed more
/// than once there, in their order. None for a root cause, and for an outcome whose root is not among the findings.
#[must_use]
pub fn roots(findings: &[Finding]) -> Vec<Vec<usize>> {
    let mut roots: BTreeMap<Handle<'_>, Vec<usize>> = BTreeMap::new();
    let mut outcomes: BTreeMap<Handle<'_>, usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        for handle in handles(&finding.code, finding) {
            if finding.outcome_of.is_none() {
                let known = roots.entry(handle).or_default();
                if known.len() < MOST_ROOTS {
                    known.push(at);
                }
            } else {
                outcomes.entry(handle).or_insert(at);
            }
        }
    }
    let roots_of = |finding: &Finding| {
        let mut step = finding;
        // An outcome of an outcome is shown beneath the root of both. A circle ends the search.
        for _ in 0..8 {
            let code = step.outcome_of.as_deref()?;
            if let Some(found) = handles(code, finding).iter().find_map(|handle| roots.get(handle)) {
                return Some(found.clone());
            }
            step = &findings[handles(code, step).iter().find_map(|handle| outcomes.get(handle).copied())?];
        }
        None
    };
    findings.iter().map(|finding| roots_of(finding).unwrap_or_default()).collect()
}

/// Of more roots than these in one place an outcome is laid to the first ones.
const MOST_ROOTS: usize = 50;
