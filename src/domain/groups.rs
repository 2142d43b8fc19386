//! Which findings are shown as one: outcomes beneath their root cause, and the same finding of several months.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::check::Severity;
use super::finding::Finding;
use super::kinship::roots;
use super::period::Period;

/// Findings that are shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// The root cause; several if it returns in other months or places. Never empty.
    pub members: Vec<&'a Finding>,
    /// What follows from it.
    pub outcomes: Vec<&'a Finding>,
}

impl<'a> Group<'a> {
    /// The finding whose words are shown: that of the last month.
    pub fn shown(&self) -> Option<&'a Finding> {
        self.members.iter().copied().max_by_key(|finding| finding.period)
    }
}

/// What follows from the finding of a group whose words are shown. What follows from it in other months is the same.
pub fn outcomes_shown<'g, 'a>(group: &'g Group<'a>) -> impl Iterator<Item = &'a Finding> + use<'g, 'a> {
    let month = group.shown().and_then(|finding| finding.period);
    let single = group.members.len() == 1;
    group.outcomes.iter().copied().filter(move |outcome| single || outcome.period == month)
}

/// Orders findings by what they have in common: worst first, waived ones last, and then as published.
pub fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let parents: Vec<Option<usize>> = roots(findings).iter().map(|roots| roots.first().copied()).collect();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if parents[at].is_none() {
            group_of.insert(at, groups.len());
            groups.push(Group { members: vec![finding], outcomes: Vec::new() });
        }
    }
    for (at, parent) in parents.iter().enumerate() {
        if let Some(group) = parent.and_then(|root| group_of.get(&root)).and_then(|group| groups.get_mut(*group)) {
            group.outcomes.push(&findings[at]);
        }
    }
    let mut groups = fold_months(groups);
    groups.sort_by_key(|group| group.shown().map(|finding| (finding.waived, Reverse(finding.severity))));
    groups
}

/// The months of a group, earliest first, each once.
pub fn months(group: &Group<'_>) -> Vec<Period> {
    let mut months: Vec<Period> = group.members.iter().filter_map(|finding| finding.period).collect();
    months.sort_unstable();
    months.dedup();
    months
}

/// What makes two findings of different months the same one, whatever follows from them.
type Own<'a> = (Severity, bool, &'a str, Option<&'a str>, String, &'a str, &'a str, Option<&'a str>);

/// What makes two groups the same: their finding, and what follows from it.
type Sameness<'a> = (Own<'a>, Vec<Own<'a>>);

fn own(finding: &Finding) -> Own<'_> {
    (
        finding.severity,
        finding.waived,
        finding.code.as_str(),
        finding.mission.as_deref(),
        without_month(&finding.message.en, finding.period),
        finding.value.as_str(),
        finding.expected.as_str(),
        finding.outcome_of.as_deref(),
    )
}

fn fold_months(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let mut folded: Vec<Group<'_>> = Vec::new();
    let mut seen: BTreeMap<Sameness<'_>, usize> = BTreeMap::new();
    for group in groups {
        let Some(first) = group.members.first().copied() else { continue };
        let sameness = (own(first), group.outcomes.iter().map(|outcome| own(outcome)).collect());
        match seen.get(&sameness).and_then(|at| folded.get_mut(*at)) {
            Some(same) => {
                same.outcomes.extend(group.outcomes);
                same.members.extend(group.members);
            }
            None => {
                seen.insert(sameness, folded.len());
                folded.push(group);
            }
        }
    }
    folded
}

/// The message with its month, and any day of it, taken out.
fn without_month(message: &str, period: Option<Period>) -> String {
    let Some(period) = period.map(|period| period.to_string()) else { return message.to_owned() };
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(&period) {
        out.push_str(&rest[..at]);
        out.push('\u{1}');
        rest = &rest[at + period.len()..];
        let day = rest.strip_prefix('-').is_some_and(|day| day.bytes().take_while(u8::is_ascii_digit).count() == 2);
        rest = if day { &rest[3..] } else { rest };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::domain::cell::CellRef;
    use crate::domain::finding::Place;
    use crate::domain::text::Bilingual;
    use proptest::prelude::*;

    fn finding(code: &str, severity: Severity, month: &str, mission: Option<&str>) -> Finding {
        Finding {
            code: code.to_owned(),
            severity,
            place: Place::Cell { file: format!("africa/{month}.xlsx"), sheet: "Bezetting".to_owned(), cell: CellRef::new(6, 3) },
            period: month.parse().ok(),
            mission: mission.map(str::to_owned),
            message: Bilingual::same(format!("{month}-31 {code}")),
            ..crate::domain::sample::finding()
        }
    }

    fn shape(findings: &[Finding]) -> Vec<(String, usize, Vec<String>)> {
        let shape = |group: &Group<'_>| {
            let outcomes = group.outcomes.iter().map(|outcome| outcome.code.clone()).collect();
            (group.shown().expect("a member").code.clone(), group.members.len(), outcomes)
        };
        groups(findings).iter().map(shape).collect()
    }

    #[test]
    fn outcomes_stand_beneath_the_root_of_their_mission_and_month() {
        let findings = [
            finding("XSH-01", Severity::Error, "2026-04", Some("eucap-somalia")),
            finding("XSH-01", Severity::Error, "2026-05", Some("euam-iraq")),
            finding("XSH-01", Severity::Error, "2026-05", Some("eucap-somalia")),
            Finding { outcome_of: Some("XSH-01".to_owned()), ..finding("XSH-03", Severity::Warning, "2026-05", Some("eucap-somalia")) },
        ];
        let groups = groups(&findings);
        assert_eq!(groups.len(), 3);
        assert_eq!(groups[2].shown(), Some(&findings[2]));
        assert_eq!(groups[2].outcomes, [&findings[3]]);
        assert!(groups[0].outcomes.is_empty() && groups[1].outcomes.is_empty());
    }

    #[test]
    fn outcomes_without_a_mission_stand_beneath_the_root_in_their_file() {
        let findings = [
            finding("ROW-01", Severity::Error, "2026-05", None),
            Finding { outcome_of: Some("ROW-01".to_owned()), ..finding("SHT-01", Severity::Error, "2026-05", None) },
        ];
        assert_eq!(shape(&findings), [("ROW-01".to_owned(), 1, vec!["SHT-01".to_owned()])]);
    }

    #[test]
    fn an_outcome_of_an_outcome_stands_beneath_the_root_of_both() {
        let outcome =
            |code, of: &str| Finding { outcome_of: Some(of.to_owned()), ..finding(code, Severity::Error, "2026-05", Some("osc")) };
        let findings = [outcome("C-03", "B-02"), outcome("B-02", "A-01"), finding("A-01", Severity::Error, "2026-05", Some("osc"))];
        assert_eq!(shape(&findings), [("A-01".to_owned(), 1, vec!["C-03".to_owned(), "B-02".to_owned()])]);
    }

    #[test]
    fn an_outcome_without_its_root_is_shown_by_itself_and_circles_end() {
        let outcome =
            |code, of: &str| Finding { outcome_of: Some(of.to_owned()), ..finding(code, Severity::Error, "2026-05", Some("osc")) };
        assert_eq!(shape(&[outcome("B-02", "A-01")]).len(), 1);
        assert_eq!(shape(&[outcome("B-02", "A-01"), outcome("A-01", "B-02")]).len(), 2);
    }

    #[test]
    fn the_same_finding_of_several_months_is_one() {
        let findings = ["2026-03", "2026-04", "2026-05"].map(|month| finding("REG-04", Severity::Warning, month, Some("osc")));
        let groups = groups(&findings);
        assert_eq!(groups.len(), 1);
        assert_eq!(months(&groups[0]).iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-03", "2026-04", "2026-05"]);
        assert_eq!(groups[0].shown(), Some(&findings[2]));
    }

    #[test]
    fn findings_that_differ_in_more_than_the_month_stay_apart() {
        let other_mission = [
            finding("REG-04", Severity::Warning, "2026-03", Some("osc")),
            finding("REG-04", Severity::Warning, "2026-04", Some("euam-iraq")),
        ];
        assert_eq!(shape(&other_mission).len(), 2);
        let mut other_value =
            [finding("REG-04", Severity::Warning, "2026-03", Some("osc")), finding("REG-04", Severity::Warning, "2026-04", Some("osc"))];
        other_value[1].value = crate::domain::SafeText::own(7);
        assert_eq!(shape(&other_value).len(), 2);
    }

    #[test]
    fn the_worst_comes_first_and_what_was_accepted_last() {
        let findings = [
            Finding { waived: true, ..finding("A-01", Severity::Error, "2026-03", None) },
            finding("B-01", Severity::Warning, "2026-03", None),
            finding("C-01", Severity::Info, "2026-03", None),
            finding("D-01", Severity::Error, "2026-05", None),
        ];
        let codes: Vec<String> = shape(&findings).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, ["D-01", "B-01", "C-01", "A-01"]);
    }

    #[test]
    fn only_the_month_itself_is_taken_out_of_a_message() {
        let period = "2026-05".parse().ok();
        assert_eq!(without_month("a 2026-05-31 b 2026-05 c 2026-04-30", period), "a \u{1} b \u{1} c 2026-04-30");
        assert_eq!(without_month("2026-05-é", period), "\u{1}-é");
    }

    proptest! {
        #[test]
        fn every_finding_is_shown_once(picks in prop::collection::vec((0..4_usize, 0..3_usize, 0..3_usize, 0..5_usize), 0..30)) {
            let codes = ["A-01", "B-01", "C-01", "D-01"];
            let findings: Vec<Finding> = picks
                .iter()
                .map(|(code, month, mission, root)| Finding {
                    outcome_of: codes.get(*root).map(|root| (*root).to_owned()),
                    ..finding(codes[*code], Severity::Warning, ["2026-03", "2026-04", "2026-05"][*month], [None, Some("osc"), Some("euam-iraq")][*mission])
                })
                .collect();
            let shown: usize = groups(&findings).iter().map(|group| group.members.len() + group.outcomes.len()).sum();
            prop_assert_eq!(shown, findings.len());
            prop_assert!(groups(&findings).iter().all(|group| !group.members.is_empty()));
        }
    }
}
