//! The files that were read, and what muster took them for.

use super::Page;
use super::text::{counted, printable, wrapped};
use crate::cli::style::{DIM, painted};
use crate::domain::facts::ReturnFact;
use crate::domain::returns::ReturnStatus;
use crate::pipeline::Run;

/// Each file, and beneath it the month, coordinator and tables it was taken for and the rows that were accepted.
pub(in crate::cli) fn files_read(page: Page, run: &Run, indent: usize) -> String {
    let mut out = String::new();
    for file in run.facts.returns.iter().filter(|file| !file.file.is_empty()) {
        out.push_str(&format!("{}{}\n", " ".repeat(indent), printable(&file.file)));
        for line in wrapped(&taken_for(page, run, file).join(" · "), page.width.saturating_sub(indent + 2)) {
            out.push_str(&format!("{}{}\n", " ".repeat(indent + 2), painted(DIM, line)));
        }
    }
    out
}

fn taken_for(page: Page, run: &Run, file: &ReturnFact) -> Vec<String> {
    let month = file.period.map_or_else(|| page.word("maand onbekend", "month unknown").to_owned(), |month| month.to_string());
    let coordinator = match file.coordinator.as_str() {
        "" => page.word("coördinator onbekend", "coordinator unknown").to_owned(),
        id => printable(id).into_owned(),
    };
    let mut parts = vec![month, coordinator];
    let titles = file.tables.iter().map(|name| run.schema.table(name).map_or(name.clone(), |at| page.text(&run.schema.tables[at].title)));
    let titles: Vec<String> = titles.collect();
    if !titles.is_empty() {
        parts.push(titles.join(", "));
    }
    parts.push(match file.status {
        ReturnStatus::Refused => page.word("niet gelezen", "not read").to_owned(),
        ReturnStatus::Superseded => page.word("vervangen door een latere versie", "superseded by a later version").to_owned(),
        ReturnStatus::Received | ReturnStatus::Late | ReturnStatus::Missing => {
            counted(file.rows, page.word("regel", "row"), page.word("regels", "rows"))
        }
    });
    if file.status == ReturnStatus::Late {
        parts.push(page.word("te laat ontvangen", "received late").to_owned());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::run;
    use crate::domain::Lang;

    #[test]
    fn a_file_is_shown_with_what_it_was_taken_for() {
        let mut run = run();
        let plain = |lang, run: &Run| {
            let page = Page { lang, width: 80, verbose: true };
            anstream::adapter::strip_str(&files_read(page, run, 2)).to_string()
        };
        insta::assert_snapshot!(plain(Lang::En, &run), @r"
        africa/2026-05.xlsx
          2026-05 · africa · headcount · 12 rows
        ");
        let file = &mut run.facts.returns[0];
        (file.period, file.status) = (None, ReturnStatus::Refused);
        file.coordinator.clear();
        file.tables.clear();
        insta::assert_snapshot!(plain(Lang::Nl, &run), @r"
        africa/2026-05.xlsx
          maand onbekend · coördinator onbekend · niet gelezen
        ");
    }
}
