//! The findings for people: as many as were asked for, the worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Page;
use super::block::{Marks, block};
use super::excerpt::WITHHELD;
use super::styled::Styled;
use super::text::{counted, printable};
use crate::cli::args::Limit;
use crate::cli::style::{self, COMMAND, DIM, GOOD};
use crate::domain::groups::{Group, groups};
use crate::domain::{Finding, Severity};
use crate::pipeline::Run;

/// Codes that are named of what is not shown.
const CODES: usize = 6;

/// Findings that are shown as one, as many as were asked for, and those that are left.
struct Chosen<'a> {
    shown: Vec<Group<'a>>,
    left: Vec<Group<'a>>,
}

/// The worst come first. Where not all of one severity are shown, every check has its turn before one has its second: a thousand
/// times the same mistake must not hide another.
fn choose(findings: &[Finding], limit: Limit) -> Chosen<'_> {
    let all = groups(findings);
    let Limit::First(most) = limit else { return Chosen { shown: all, left: Vec::new() } };
    let mut turns: BTreeMap<(bool, Reverse<Severity>, &str), usize> = BTreeMap::new();
    let mut order: Vec<(bool, Reverse<Severity>, usize, usize)> = Vec::with_capacity(all.len());
    for (at, group) in all.iter().enumerate() {
        let Some(shown) = group.shown() else { continue };
        let turn = turns.entry((shown.waived, Reverse(shown.severity), &shown.code)).or_default();
        order.push((shown.waived, Reverse(shown.severity), *turn, at));
        *turn += 1;
    }
    order.sort_unstable();
    let mut picked = vec![false; all.len()];
    for (.., at) in order.into_iter().take(most) {
        picked[at] = true;
    }
    let mut chosen = Chosen { shown: Vec::new(), left: Vec::new() };
    for (group, picked) in all.into_iter().zip(picked) {
        if picked { chosen.shown.push(group) } else { chosen.left.push(group) }
    }
    chosen
}

/// The findings whose words will be shown.
pub(in crate::cli) fn to_be_shown(findings: &[Finding], limit: Limit) -> Vec<&Finding> {
    choose(findings, limit).shown.iter().filter_map(Group::shown).collect()
}

/// The findings, each root cause with what follows from it; then how many are not shown.
pub(in crate::cli) fn findings(page: Page, run: &Run, limit: Limit) -> String {
    let chosen = choose(&run.findings, limit);
    let (mut out, mut marks) = (String::new(), Marks::default());
    for group in &chosen.shown {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&block(page, run, group, &mut marks));
    }
    let closing = closing(page, &chosen, marks);
    if !closing.is_empty() {
        out.push_str(&format!("{}{closing}", if out.is_empty() { "" } else { "\n" }));
    }
    out
}

/// What is said once, below all: what is not shown, what a sign means, or that all is well.
fn closing(page: Page, chosen: &Chosen<'_>, marks: Marks) -> String {
    let mut out = String::new();
    let mut say = |text: Styled| out.push_str(&text.hanging("", 0, page.width));
    let all = || chosen.shown.iter().chain(&chosen.left);
    if !chosen.left.is_empty() {
        say(not_shown(page, &chosen.left));
    } else if !all().filter_map(Group::shown).any(|shown| !shown.waived) {
        let text = match all().next() {
            None => {
                page.word("Geen bevindingen: alles wat kon worden nagegaan, klopt.", "No findings: everything that could be checked holds.")
            }
            Some(_) => page.word("Geen open bevindingen: wat niet klopt, is aanvaard.", "No open findings: what does not hold was waived."),
        };
        say(Styled::default().styled(GOOD, text));
    }
    if marks.withheld {
        let text = page.word(
            "staat voor wat niemand te zien krijgt, omdat het over een persoon kan gaan.",
            "stands for what is shown to nobody, since it may be about a person.",
        );
        say(Styled::default().styled(DIM, WITHHELD).styled(DIM, " ").styled(DIM, text));
    }
    if marks.folded {
        let text = page.word(
            "-v zegt ook wat uit een bevinding volgt, en waarom zij ertoe doet.",
            "-v also tells what follows from a finding, and why it matters.",
        );
        say(Styled::default().styled(DIM, text));
    }
    out
}

/// How many findings are not shown, of what severity, of which checks, the worst first, and how to see them.
fn not_shown(page: Page, left: &[Group<'_>]) -> Styled {
    let mut severities: BTreeMap<Reverse<Severity>, u64> = BTreeMap::new();
    let mut codes: Vec<(&str, u64)> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for group in left {
        let Some(shown) = group.shown() else { continue };
        let many = group.members.len() as u64;
        *severities.entry(Reverse(shown.severity)).or_default() += many;
        let nth = *at.entry(&shown.code).or_insert(codes.len());
        match codes.get_mut(nth) {
            Some((_, known)) => *known += many,
            None => codes.push((&shown.code, many)),
        }
    }
    let words = |severity: Severity| match severity {
        Severity::Error => [page.word("fout", "error"), page.word("fouten", "errors")],
        Severity::Warning => [page.word("waarschuwing", "warning"), page.word("waarschuwingen", "warnings")],
        Severity::Info => [page.word("opmerking", "note"), page.word("opmerkingen", "notes")],
    };
    let parts = severities.iter().map(|(Reverse(severity), many)| {
        let [one, several] = words(*severity);
        Styled::default().styled(style::of(*severity), counted(*many, one, several))
    });
    let named = codes.iter().take(CODES).map(|(code, many)| format!("{} ×{many}", printable(code))).collect::<Vec<_>>().join(", ");
    let more = if codes.len() > CODES { ", …" } else { "" };
    Styled::default()
        .styled(style::BOLD, page.word("Niet getoond: ", "Not shown: "))
        .joining(Styled::joined(parts, ", "))
        .plain(format!(" ({named}{more}). "))
        .styled(COMMAND, "--limit all")
        .plain(page.word(" toont ze ook.", " shows them as well."))
}

#[cfg(test)]
mod tests;
