//! Recall, precision and false alarms, by family of checks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Planted;
use super::harmless::Variation;
use super::judge::{Seen, Verdict};

#[derive(Default)]
struct Row {
    checks: BTreeSet<&'static str>,
    planted: usize,
    caught: usize,
    unrelated: usize,
}

const FAMILIES: [&str; 14] = ["FIL", "ROW", "SHT", "XSH", "XFL", "XMN", "REG", "PLA", "PRV", "DEF", "TRN", "PLN", "PUB", "WVR"];

/// The table, in Markdown.
pub(super) fn table(planted: &[Planted], varied: &[(Variation, Vec<Seen>)]) -> String {
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    for one in planted {
        let code = one.mistake.code;
        let family = FAMILIES.iter().position(|family| code.starts_with(family)).unwrap_or(FAMILIES.len());
        let row = rows.entry(family).or_default();
        row.checks.insert(code);
        row.planted += 1;
        row.caught += usize::from(one.judgement.verdict == Verdict::Caught);
        row.unrelated += one.judgement.unrelated.len();
    }
    let mut text = String::from(
        "# Mutation bench\n\nMistakes planted into the clean sample, each in several missions and formats. Caught: the right root finding, in \
         the right cell.\nRecall: caught of planted. Precision: right root findings of all that are new and no outcome of the right one.\n\n\
         | family | checks | planted | caught | recall | unrelated | precision |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut all = Row::default();
    for (family, row) in &rows {
        line(&mut text, FAMILIES.get(*family).unwrap_or(&"?"), row);
        all.checks.extend(&row.checks);
        all.planted += row.planted;
        all.caught += row.caught;
        all.unrelated += row.unrelated;
    }
    line(&mut text, "all", &all);
    let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
    for one in planted {
        *forms.entry(one.form.as_str()).or_default() += 1;
    }
    let forms: Vec<String> = forms.into_iter().map(|(form, count)| format!("{count} as {form}")).collect();
    let _ = write!(text, "\nForms: {}.\n", forms.join(", "));
    let loud: Vec<&str> = varied.iter().filter(|(_, news)| !news.is_empty()).map(|(one, _)| one.what).collect();
    let alarms: usize = varied.iter().map(|(_, news)| news.len()).sum();
    let _ = write!(text, "\nHarmless changes: {}, with a new error or warning: {} ({alarms} findings).\n", varied.len(), loud.len());
    text
}

fn line(text: &mut String, name: &str, row: &Row) {
    let share = |part: usize, whole: usize| match whole {
        0 => String::new(),
        whole => format!("{:.1} %", 100.0 * f64::from(u32::try_from(part).unwrap_or(0)) / f64::from(u32::try_from(whole).unwrap_or(1))),
    };
    let (recall, precision) = (share(row.caught, row.planted), share(row.caught, row.caught + row.unrelated));
    let checks = row.checks.len();
    let _ = writeln!(text, "| {name} | {checks} | {} | {} | {recall} | {} | {precision} |", row.planted, row.caught, row.unrelated);
}
