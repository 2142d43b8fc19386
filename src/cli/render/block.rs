//! One finding for people: what is wrong, where, a few cells around it, what to do, and what follows from it.

use super::entries::more_of;
use super::excerpt::draw;
use super::styled::Styled;
use super::text::{columns, printable};
use super::{Page, ROOMY, at, location, mission_name, on_sheet};
use crate::cli::style::{self, BOLD, DIM, painted};
use crate::domain::groups::{Group, months, outcomes_shown};
use crate::domain::{Check, Excerpt, Finding, Period, SafeText, Severity, Shown};
use crate::pipeline::Run;

/// Other places that are named before the rest is counted; the second number where more is to be said.
const PLACES: [usize; 2] = [3, 12];
/// Months that are named one by one.
const MONTHS: usize = 2;
/// Columns before everything below the heading.
const INDENT: usize = 2;

/// What a reader is told of once, below all findings.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// A cell is shown as withheld.
    pub(super) withheld: bool,
    /// What follows from a finding is counted and not told.
    pub(super) folded: bool,
}

/// Whether the cells around a finding are shown: not where nothing is asked of anybody, unless more is to be said.
pub(in crate::cli) fn has_excerpt(verbose: bool, finding: &Finding) -> bool {
    verbose || (finding.severity > Severity::Info && !finding.waived)
}

/// The findings of a group as one.
pub(super) fn block(page: Page, run: &Run, group: &Group<'_>, marks: &mut Marks) -> String {
    let Some(shown) = group.shown() else { return String::new() };
    let check = run.catalogue.iter().find(|check| check.code == shown.code);
    let mut out = heading(page, run, check, group, shown);
    say(&mut out, page, Styled::default().plain(page.text(&shown.message)));
    out.push_str(&place(page, run, group, shown, marks));
    if let Some(waiver) = shown.waiver.and_then(|at| run.schema.waivers.get(at)) {
        say(&mut out, page, Styled::default().plain(page.text(&waiver.words())));
    }
    // Who accepted it has decided what to do about it.
    if !shown.suggestion.is_empty() && (!shown.waived || page.verbose) {
        labelled(&mut out, page, page.word("Herstel:", "Fix:"), BOLD, &page.text(&shown.suggestion));
    }
    if let Some(root) = &shown.outcome_of {
        say(&mut out, page, Styled::default().plain(page.word("Volgt uit ", "Follows from ")).plain(printable(root)));
    }
    if page.verbose
        && let Some(why) = check.map(|check| check.doc.get(page.lang).why.as_str()).filter(|why| !why.is_empty())
    {
        labelled(&mut out, page, page.word("Waarom:", "Why:"), BOLD, why);
    }
    out.push_str(&consequences(page, run, group, shown, marks));
    out
}

fn say(out: &mut String, page: Page, text: Styled) {
    if !text.is_empty() {
        out.push_str(&text.hanging(&" ".repeat(INDENT), INDENT, page.width));
    }
}

/// A label with text beside it. On a narrow page the text goes on below the label.
fn labelled(out: &mut String, page: Page, label: &str, style: anstyle::Style, text: &str) {
    if page.width >= ROOMY {
        let lead = format!("{}{} ", " ".repeat(INDENT), painted(style, label));
        out.push_str(&Styled::default().plain(text).hanging(&lead, INDENT + columns(label) + 1, page.width));
    } else {
        say(out, page, Styled::default().styled(style, label).plain(" ").plain(text));
    }
}

fn heading(page: Page, run: &Run, check: Option<&Check>, group: &Group<'_>, shown: &Finding) -> String {
    let severity = shown.severity.label(page.lang);
    let code = printable(&shown.code);
    // The closing summary counts findings, so a block that stands for several says so.
    let times = if group.members.len() > 1 { format!(" ×{}", group.members.len()) } else { String::new() };
    let waived = if shown.waived { page.word(" (aanvaard)", " (waived)") } else { "" };
    let indent = columns(&format!("{severity} {code}{times}{waived}  "));
    let colour = if shown.waived { DIM } else { style::of(shown.severity) };
    let lead = format!("{} {}{times}{waived}  ", painted(colour, severity), painted(BOLD, &code));
    let name = check.map(|check| page.text(&check.name)).unwrap_or_default();
    let about: Vec<String> = [mission_name(&run.schema, shown), told(&months(group))].into_iter().flatten().collect();
    let mut text = Styled::default().styled(BOLD, name);
    for part in about {
        text = text.styled(DIM, " · ").styled(DIM, part);
    }
    // The lead counts on the first line only: what hangs below it on a narrow page begins further left.
    let hang = if page.width >= ROOMY { indent } else { INDENT + 2 };
    text.behind(&lead, indent, hang, page.width)
}

/// A few months one by one, of many the first and the last.
fn told(months: &[Period]) -> Option<String> {
    match months {
        [] => None,
        [first, .., last] if months.len() > MONTHS => Some(format!("{first} … {last}")),
        few => Some(few.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// Where it is: the place, the cells around it, and the other places of which the same holds.
fn place(page: Page, run: &Run, group: &Group<'_>, shown: &Finding, marks: &mut Marks) -> String {
    let excerpt = run.excerpts.get(&shown.place).filter(|_| has_excerpt(page.verbose, shown));
    let label = label(page, shown, excerpt);
    let drawing = excerpt.and_then(|excerpt| draw(page, excerpt, INDENT, style::of(shown.severity), &label));
    let mut out = String::new();
    let edge = match &drawing {
        Some(drawing) => {
            marks.withheld |= drawing.withheld;
            INDENT + drawing.gutter + 1
        }
        None => INDENT,
    };
    // A narrow page has no room for a corner beside a path.
    let roomy = page.width >= ROOMY;
    let corner = |sign: &str| format!("{}{} ", " ".repeat(edge), painted(DIM, sign));
    let (lead, taken) = match (&drawing, roomy) {
        (Some(_), true) => (corner("╭─"), edge + 3),
        (Some(_), false) => (" ".repeat(INDENT), INDENT),
        (None, _) => (corner("→"), INDENT + 2),
    };
    let hang = if roomy { taken } else { INDENT + 2 };
    out.push_str(&at(page, &run.schema, &shown.place).behind(&lead, taken, hang, page.width));
    if let Some(drawing) = &drawing {
        out.push_str(&drawing.text);
    }
    let others: Vec<&Finding> = group.members.iter().copied().filter(|member| !std::ptr::eq(*member, shown)).collect();
    let most = PLACES[usize::from(page.verbose)];
    let word = page.word("ook in ", "also in ");
    let hang = if roomy { taken + columns(word) } else { INDENT + 2 };
    for (nth, other) in others.iter().take(most).enumerate() {
        let place = at(page, &run.schema, &other.place);
        let (before, taken) = match (nth, drawing.is_some() && roomy) {
            (0, true) => (format!("{}{}", corner("╰─"), painted(DIM, word)), taken + columns(word)),
            (0, false) => (format!("{}{}", " ".repeat(taken), painted(DIM, word)), taken + columns(word)),
            _ => (" ".repeat(hang), hang),
        };
        out.push_str(&place.behind(&before, taken, hang, page.width));
    }
    if let Some(more) = others.len().checked_sub(most).filter(|more| *more > 0) {
        let text = more_of(page, more as u64, None);
        out.push_str(&format!("{}{}\n", " ".repeat(hang), painted(DIM, text)));
    }
    if drawing.is_none() && !label.is_empty() {
        say(&mut out, page, label);
    }
    out
}

/// What stands there and what was expected, in a few words; nothing if nothing in particular was.
fn label(page: Page, finding: &Finding, excerpt: Option<&Excerpt>) -> Styled {
    let (value, expected) = (finding.value.as_str(), finding.expected.as_str());
    if expected.is_empty() {
        return Styled::default();
    }
    // Where the cell itself says it, the sign for it will do.
    let short = |text: &str| !text.contains(char::is_whitespace) && !text.starts_with(['<', '>', '=', '≤', '≥']);
    if excerpt.is_some_and(|excerpt| in_the_middle(excerpt) == Some(value)) && short(expected) {
        let value = if value.is_empty() { page.word("(leeg)", "(empty)") } else { value };
        return Styled::default().plain(value).styled(DIM, " → ").styled(BOLD, expected);
    }
    let value = if value.is_empty() { page.word("niets", "nothing") } else { value };
    let (found, wanted) = (page.word("gevonden ", "found "), page.word(", verwacht ", ", expected "));
    Styled::default().plain(found).plain(value).plain(wanted).styled(BOLD, expected)
}

/// The text of the cell that an excerpt is about, if it is shown.
fn in_the_middle(excerpt: &Excerpt) -> Option<&str> {
    let column = excerpt.columns.iter().position(|col| *col == excerpt.cell.col)?;
    let row = excerpt.rows.iter().find(|row| row.row == excerpt.cell.row)?;
    match row.cells.get(column)? {
        Shown::Empty => Some(""),
        Shown::Text(text) | Shown::Internal(text) => Some(SafeText::as_str(text)),
        Shown::Withheld => None,
    }
}

/// What follows: its codes, or every one with its place and message where more is to be said.
fn consequences(page: Page, run: &Run, group: &Group<'_>, shown: &Finding, marks: &mut Marks) -> String {
    let outcomes: Vec<&Finding> = outcomes_shown(group).collect();
    let mut out = String::new();
    if outcomes.is_empty() {
        return out;
    }
    if page.verbose {
        for outcome in outcomes {
            out.push_str(&consequence(page, run, shown, outcome));
        }
        return out;
    }
    marks.folded = true;
    let mut codes: Vec<(&str, usize)> = Vec::new();
    for outcome in &outcomes {
        match codes.iter_mut().find(|(code, _)| *code == outcome.code) {
            Some((_, times)) => *times += 1,
            None => codes.push((&outcome.code, 1)),
        }
    }
    let follow = match outcomes.len() {
        1 => page.word("die hieruit volgt:", "that follows from this:"),
        _ => page.word("die hieruit volgen:", "that follow from this:"),
    };
    let mut text = Styled::default().styled(DIM, format!("+{} {follow} ", outcomes.len()));
    for (nth, (code, times)) in codes.iter().enumerate() {
        let comma = if nth > 0 { ", " } else { "" };
        let times = if *times > 1 { format!(" ×{times}") } else { String::new() };
        text = text.styled(DIM, format!("{comma}{}{times}", printable(code)));
    }
    say(&mut out, page, text);
    out
}

/// What follows from another finding: its place, if that is another one, and its message.
fn consequence(page: Page, run: &Run, root: &Finding, outcome: &Finding) -> String {
    let place = if outcome.place == root.place {
        None
    } else if outcome.place.file() == root.place.file() {
        on_sheet(&outcome.place)
    } else {
        Some(location(page, &run.schema, &outcome.place))
    };
    let code = printable(&outcome.code);
    let lead = format!("  {} {} ", painted(DIM, "└"), painted(style::of(outcome.severity), &code));
    let text = Styled::default().styled(DIM, place.map(|place| format!("{place}: ")).unwrap_or_default());
    let indent = columns(&code) + 5;
    let hang = if page.width >= ROOMY { indent } else { INDENT + 2 };
    text.plain(page.text(&outcome.message)).behind(&lead, indent, hang, page.width)
}
