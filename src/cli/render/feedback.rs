//! What goes back to whom.

use std::collections::BTreeMap;

use super::Page;
use super::text::{columns, counted, left, paragraph, printable};
use crate::cli::style::{BOLD, DIM, painted};
use crate::domain::{Period, Severity};
use crate::pipeline::feedback::{Back, Feedback, Saved};

/// The widest that names of files are taken to be.
const WIDEST: usize = 48;

/// The files that were written, by coordinator, with what is in them.
pub(in crate::cli) fn what_was_written(page: Page, back: &Feedback, saved: &Saved) -> String {
    let shown = |name: &str| printable(&saved.folder.join(name).display().to_string()).into_owned();
    let mails: Vec<&String> = saved.written.iter().filter(|name| name.ends_with(".md")).collect();
    let mut by_sender: BTreeMap<Option<&str>, Vec<&Back>> = BTreeMap::new();
    for one in &back.returns {
        by_sender.entry(one.coordinator.as_deref()).or_default().push(one);
    }
    let widest = saved.written.iter().map(|name| columns(&shown(name))).max().unwrap_or(0).min(WIDEST);
    let mut out = String::new();
    let mut told: Vec<&String> = Vec::new();
    for (sender, returns) in by_sender {
        let unknown = page.word("afzender onbekend", "sender unknown");
        out.push_str(&format!("{}\n", painted(BOLD, printable(sender.unwrap_or(unknown)))));
        for one in returns {
            out.push_str(&of_return(page, one, widest, &shown));
        }
        let own = mails.iter().find(|name| match sender {
            Some(id) => name.strip_suffix(".md") == Some(id),
            None => matches!(name.as_str(), "onbekend.md" | "unknown.md"),
        });
        if let Some(name) = own {
            out.push_str(&line(&shown(name), page.word("de mail", "the mail"), widest));
            told.push(name);
        }
    }
    for name in mails.iter().filter(|name| !told.contains(name)) {
        out.push_str(&line(&shown(name), page.word("de mail", "the mail"), widest));
    }
    for name in &saved.removed {
        let why = page.word("weggehaald: er is niets meer te melden", "taken away: there is nothing left to tell");
        out.push_str(&line(&shown(name), why, widest));
    }
    out
}

/// What to do with what was written.
pub(in crate::cli) fn what_to_do(page: Page, saved: &Saved) -> String {
    let workbooks = saved.written.iter().filter(|name| !name.ends_with(".md")).count();
    let mails = saved.written.len() - workbooks;
    let workbooks = counted(workbooks as u64, page.word("werkmap", "workbook"), page.word("werkmappen", "workbooks"));
    let mails = counted(mails as u64, "mail", "mails");
    let text = match page.lang {
        crate::domain::Lang::Nl => format!(
            "{workbooks} en {mails} geschreven. Lees elke mail na voor u die stuurt. Een werkmap bevat de regels van haar afzender: stuur haar aan niemand anders."
        ),
        crate::domain::Lang::En => format!(
            "{workbooks} and {mails} written. Read each mail before you send it. A workbook holds the lines of its sender: send it to nobody else."
        ),
    };
    let mut out = "\n".to_owned();
    paragraph(&mut out, &text, "", page.width);
    out
}

/// That there is nothing to send.
pub(in crate::cli) fn nothing_to_tell(page: Page, months: &[Period]) -> String {
    let listed: Vec<String> = months.iter().map(ToString::to_string).collect();
    let listed = listed.join(", ");
    match page.lang {
        crate::domain::Lang::Nl => format!("Over {listed} is er niets terug te melden: de opgaven zijn in orde. Er is niets geschreven.\n"),
        crate::domain::Lang::En => format!("There is nothing to send back for {listed}: the returns are in order. Nothing was written.\n"),
    }
}

fn of_return(page: Page, one: &Back, widest: usize, shown: &dyn Fn(&str) -> String) -> String {
    let counts: Vec<String> =
        one.findings.iter().filter(|(_, count)| *count > 0).map(|(severity, count)| words(page, *severity, *count)).collect();
    let counts = counts.join(", ");
    match &one.file {
        Ok(name) => {
            let mut out = line(&shown(name), &counts, widest);
            if let Some(copied) = &one.copied {
                let mut why = String::new();
                paragraph(&mut why, &page.text(copied), "    ", page.width);
                for line in why.lines() {
                    out.push_str(&format!("{}\n", painted(DIM, line)));
                }
            }
            out
        }
        Err(why) => {
            let lead = page.word("niet te lezen, alleen de mail", "cannot be read, only the mail");
            line(&printable(&one.path), &format!("{lead}: {}", page.text(why)), widest)
        }
    }
}

fn line(name: &str, text: &str, widest: usize) -> String {
    format!("  {}  {text}\n", left(name, widest))
}

fn words(page: Page, severity: Severity, count: usize) -> String {
    let (one, several) = match severity {
        Severity::Error => (page.word("fout", "error"), page.word("fouten", "errors")),
        Severity::Warning => (page.word("waarschuwing", "warning"), page.word("waarschuwingen", "warnings")),
        Severity::Info => (page.word("ter informatie", "note"), page.word("ter informatie", "notes")),
    };
    counted(count as u64, one, several)
}
