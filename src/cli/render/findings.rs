//! The findings for people.

use super::text::{columns, hanging, paragraph, printable, wrapped};
use super::{Page, location, mission_name, on_sheet};
use crate::cli::style::{self, BOLD, DIM, GOOD, painted};
use crate::domain::groups::{Group, groups, months, outcomes_shown};
use crate::domain::{Check, Finding, Schema};
use crate::pipeline::Run;

/// Places that are listed of one finding before the rest is counted.
const PLACES: usize = 12;

/// All findings, the worst first, each root cause with what follows from it.
pub(in crate::cli) fn findings(page: Page, run: &Run) -> String {
    let all = groups(&run.findings);
    let mut out = String::new();
    for group in &all {
        if group.shown().is_some() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&block(page, &run.schema, &run.catalogue, group));
        }
    }
    let open = all.iter().filter_map(Group::shown).any(|shown| !shown.waived);
    let text = match (open, out.is_empty()) {
        (true, _) => return out,
        (false, true) => {
            page.word("Geen bevindingen: alles wat kon worden nagegaan, klopt.", "No findings: everything that could be checked holds.")
        }
        (false, false) => {
            page.word("Geen open bevindingen: wat niet klopt, is aanvaard.", "No open findings: what does not hold was waived.")
        }
    };
    let gap = if out.is_empty() { "" } else { "\n" };
    format!("{out}{gap}{}\n", painted(GOOD, text))
}

fn block(page: Page, schema: &Schema, catalogue: &[Check], group: &Group<'_>) -> String {
    let Some(shown) = group.shown() else { return String::new() };
    let check = catalogue.iter().find(|check| check.code == shown.code);
    let mut out = heading(page, check, shown, group.members.len());
    let indent = "  ";

    let months = months(group);
    let months = months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let about: Vec<String> =
        [Some(months).filter(|months| !months.is_empty()), mission_name(schema, shown)].into_iter().flatten().collect();
    if group.members.len() == 1 {
        dim(page, &mut out, &about.into_iter().chain([location(page, schema, &shown.place)]).collect::<Vec<_>>().join(" · "));
    } else {
        dim(page, &mut out, &about.join(" · "));
        for member in group.members.iter().take(PLACES) {
            dim(page, &mut out, &location(page, schema, &member.place));
        }
        if let Some(more) = group.members.len().checked_sub(PLACES).filter(|more| *more > 0) {
            dim(page, &mut out, &format!("{} {more} {}", page.word("en", "and"), page.word("andere plaatsen", "other places")));
        }
    }

    paragraph(&mut out, &page.text(&shown.message), indent, page.width);
    if let Some(waiver) = shown.waiver.and_then(|at| schema.waivers.get(at)) {
        paragraph(&mut out, &page.text(&waiver.words()), indent, page.width);
    }
    out.push_str(&change(page, shown));
    // Who accepted it has decided what to do about it.
    if !shown.suggestion.is_empty() && (!shown.waived || page.verbose) {
        paragraph(&mut out, &format!("{} {}", page.word("Herstel:", "Fix:"), page.text(&shown.suggestion)), indent, page.width);
    }
    if let Some(root) = &shown.outcome_of {
        paragraph(&mut out, &format!("{} {}", page.word("Volgt uit", "Follows from"), printable(root)), indent, page.width);
    }
    if page.verbose
        && let Some(why) = check.map(|check| check.doc.get(page.lang).why.as_str()).filter(|why| !why.is_empty())
    {
        dim(page, &mut out, &format!("{} {why}", page.word("Waarom:", "Why:")));
    }
    for outcome in outcomes_shown(group) {
        out.push_str(&consequence(page, schema, shown, outcome));
    }
    out
}

fn heading(page: Page, check: Option<&Check>, finding: &Finding, times: usize) -> String {
    let severity = finding.severity.label(page.lang);
    let waived = if finding.waived { page.word(" (aanvaard)", " (waived)") } else { "" };
    let code = printable(&finding.code);
    let name = check.map(|check| page.text(&check.name)).unwrap_or_default();
    // The closing summary counts findings, so a block that stands for several says so.
    let times = if times > 1 { format!(" ×{times}") } else { String::new() };
    let indent = columns(&format!("{severity} {code}{times}{waived}  "));
    let lead = format!("{} {}{times}{waived}", painted(style::of(finding.severity), severity), painted(BOLD, &code));
    hanging(&format!("{lead}  "), indent, &name, page.width)
}

fn dim(page: Page, out: &mut String, text: &str) {
    for line in wrapped(text, page.width.saturating_sub(2)) {
        out.push_str(&format!("  {}\n", painted(DIM, line)));
    }
}

/// What stands there and what was expected; nothing if nothing in particular was.
fn change(page: Page, finding: &Finding) -> String {
    let (value, expected) = (printable(finding.value.as_str()), printable(finding.expected.as_str()));
    if expected.is_empty() {
        return String::new();
    }
    let value = if value.is_empty() { page.word("(leeg)", "(empty)").into() } else { value };
    let (found, wanted) = (page.word("Gevonden:", "Found:"), page.word("Verwacht:", "Expected:"));
    let line = format!("  {found} {value} · {wanted} {expected}");
    if columns(&line) <= page.width {
        return format!("  {found} {value} · {wanted} {}\n", painted(GOOD, expected));
    }
    let labelled = |label: &str, text: &str| hanging(&format!("  {label} "), columns(label) + 3, text, page.width);
    labelled(found, &value) + &labelled(wanted, &expected)
}

/// What follows from another finding: its place, if that is another one, and its message.
fn consequence(page: Page, schema: &Schema, root: &Finding, outcome: &Finding) -> String {
    let place = if outcome.place == root.place {
        None
    } else if outcome.place.file() == root.place.file() {
        on_sheet(&outcome.place)
    } else {
        Some(location(page, schema, &outcome.place))
    };
    let text = place.map(|place| format!("{place}: ")).unwrap_or_default() + &page.text(&outcome.message);
    let code = printable(&outcome.code);
    let lead = format!("  └ {} ", painted(style::of(outcome.severity), &code));
    hanging(&lead, columns(&code) + 5, &text, page.width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{accepted_mandate, empty_run, finding, run};
    use crate::domain::{Lang, SafeText, Severity};

    fn plain(page: Page, run: &Run) -> String {
        anstream::adapter::strip_str(&findings(page, run)).to_string()
    }

    #[test]
    fn findings_in_english() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        insta::assert_snapshot!(plain(page, &run()), @r"
        error XSH-01  Headcount against roster
          2026-05 · EUCAP Somalia · africa/2026-05.xlsx · Bezetting!D7
          Headcount 3 at EUCAP Somalia, the roster has 4 persons on 2026-05-31.
          Found: 3 · Expected: 4
          Fix: The fourth tour is past its planned end: close it in the roster, or
          correct the headcount.
          └ XSH-04 Bezetting!G7: Inflow/outflow stated 0/0, roster gives 1/0 (EUCAP
                   Somalia).

        warning REG-04 ×2  As-of date lies outside every known mandate period
          2026-04, 2026-05 · OSC
          africa/2026-04.xlsx · Bezetting!D7
          africa/2026-05.xlsx · Bezetting!D7
          OSC has no known mandate period on 2026-05-31.
        ");
    }

    #[test]
    fn findings_in_dutch_with_more_said() {
        let page = Page { lang: Lang::Nl, width: 80, verbose: true };
        insta::assert_snapshot!(plain(page, &run()), @r"
        fout XSH-01  Bezetting tegen rooster
          2026-05 · EUCAP Somalia · africa/2026-05.xlsx · Bezetting!D7
          Bezetting 3 bij EUCAP Somalia, rooster telt 4 personen op 2026-05-31.
          Gevonden: 3 · Verwacht: 4
          Herstel: De vierde uitzending is voorbij haar geplande einde: sluit haar af in
          het rooster, of verbeter de bezetting.
          Waarom: De brief noemt de bezetting; het rooster is het bewijs ervan.
          └ XSH-04 Bezetting!G7: In-/uitstroom 0/0 opgegeven, rooster geeft 1/0 (EUCAP
                   Somalia).

        waarschuwing REG-04 ×2  Peildatum valt buiten elke bekende mandaatperiode
          2026-04, 2026-05 · OSC
          africa/2026-04.xlsx · Bezetting!D7
          africa/2026-05.xlsx · Bezetting!D7
          OSC heeft op 2026-05-31 geen bekende mandaatperiode.
        ");
    }

    #[test]
    fn nothing_found_is_said_kindly() {
        let page = |lang| Page { lang, width: 80, verbose: false };
        assert_eq!(plain(page(Lang::En), &empty_run()), "No findings: everything that could be checked holds.\n");
        assert_eq!(plain(page(Lang::Nl), &empty_run()), "Geen bevindingen: alles wat kon worden nagegaan, klopt.\n");
    }

    #[test]
    fn lines_fit_however_long_the_words_around_them() {
        let mut run = run();
        run.findings[0].value = SafeText::own("zie toelichting ".repeat(9));
        run.findings[0].expected = SafeText::own("een geheel getal ".repeat(9));
        for width in [60, 80, 120] {
            let text = plain(Page { lang: Lang::Nl, width, verbose: true }, &run);
            for line in text.lines() {
                assert!(columns(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn many_places_are_counted_after_the_first() {
        let mut many = empty_run();
        many.findings = (0..30).map(|_| finding("FIL-08", Severity::Warning, "2026-05", None)).collect();
        let text = plain(Page { lang: Lang::En, width: 80, verbose: false }, &many);
        assert!(text.contains("and 18 other places"), "{text}");
        assert_eq!(text.matches("africa/").count(), PLACES);
    }

    #[test]
    fn a_hostile_sheet_name_cannot_steer_the_terminal() {
        let mut hostile = empty_run();
        let mut one = finding("ROW-01", Severity::Error, "2026-05", None);
        one.place = crate::domain::Place::Sheet { file: "a\u{1b}[2J.xlsx".to_owned(), sheet: "b\u{7}".to_owned() };
        one.value = SafeText::own("x\u{1b}[31m");
        one.expected = SafeText::own("1");
        hostile.findings = vec![one];
        let text = findings(Page { lang: Lang::En, width: 80, verbose: false }, &hostile);
        assert!(!text.contains("\u{1b}[2J") && !text.contains('\u{7}') && !text.contains("\u{1b}[31mx"), "{text:?}");
        assert!(text.contains("x\u{fffd}[31m"), "{text:?}");
    }

    #[test]
    fn what_was_accepted_is_shown_last_with_who_and_why() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        let mut waived = accepted_mandate(run());
        let text = plain(page, &waived);
        let (open, accepted) = text.split_once("\n\n").expect("two blocks");
        assert!(open.starts_with("error XSH-01"), "{text}");
        insta::assert_snapshot!(accepted, @r"
        warning REG-04 ×2 (waived)  As-of date lies outside every known mandate period
          2026-04, 2026-05 · OSC
          africa/2026-04.xlsx · Bezetting!D7
          africa/2026-05.xlsx · Bezetting!D7
          OSC has no known mandate period on 2026-05-31.
          Accepted by head of operations up to and including 2026-06-30: The mandate is
          being extended; the ministry confirmed it.
        ");
        waived.findings.retain(|finding| finding.waived);
        assert!(plain(page, &waived).ends_with("\n\nNo open findings: what does not hold was waived.\n"));
    }
}
