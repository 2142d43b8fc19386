//! The page as a whole.

use std::collections::BTreeSet;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::super::Table;
use super::charts::Trends;
use super::checks::{MonthOfChecks, outcomes, severity};
use super::completeness::Matrix;
use super::data;
use super::figures::{Figures, window};
use super::findings::{Findings, Item, WRITTEN_OUT};
use super::months::Month;
use super::words::{Both, t};
use crate::domain::{Edition, Lang, Period, Severity};

const STYLE: &str = include_str!("templates/style.css");
const SCRIPT: &str = include_str!("templates/script.js");

/// Number of findings in one table of those that are not written out.
const CHUNK: usize = 500;
/// At most so many open errors are named at the top.
const MOST_ERRORS: usize = 5;

/// Findings that are not written out, by their numbers.
struct Chunk<'a> {
    from: usize,
    to: usize,
    items: &'a [Item],
}

/// Everything on the page.
#[derive(Template)]
#[template(path = "report.html", config = "src/publish/report/askama.toml")]
pub(super) struct Page {
    lang: Lang,
    policy: String,
    style: &'static str,
    script: &'static str,
    version: &'static str,
    title: Both,
    latest: Option<Month>,
    earlier: Vec<Month>,
    more_errors: usize,
    trends: Trends,
    matrix: Matrix,
    checks: Vec<MonthOfChecks>,
    findings: Findings,
    severities: Vec<(&'static str, Both, usize)>,
    data: String,
    /// Whether months are carried forward, whose findings are not shown.
    carried: bool,
    women: Both,
    privacy: Both,
    origin: Both,
}

impl Page {
    /// The page of an edition, whose tables these are.
    pub(super) fn of(edition: &Edition<'_>, tables: &[Table]) -> Result<Self, serde_json::Error> {
        let figures = Figures::of(tables);
        let findings = Findings::of(edition);
        let shown = window(&figures);
        let rows = figures.months.iter().rev().filter(|row| shown.contains(&row.period));
        let mut months = rows.map(|row| Month::of(edition, &figures, row, &findings.errors));
        let latest = months.next();
        let earlier: Vec<Month> = months.collect();
        let name = latest.as_ref().map(|month| month.name.clone()).unwrap_or_default();
        let months_of_returns: BTreeSet<Period> = edition.facts.completeness.iter().map(|month| month.period).collect();
        let months_of_returns: Vec<Period> = months_of_returns.into_iter().rev().take(13).rev().collect();
        let checks = outcomes(edition, shown.first().copied());
        let further = findings.items.get(WRITTEN_OUT..).unwrap_or_default();
        let open = findings.items.iter().filter(|item| latest.as_ref().is_some_and(|month| is_open_in(item, month.period))).count();
        Ok(Self {
            lang: edition.lang,
            policy: policy(),
            style: STYLE,
            script: SCRIPT,
            version: env!("CARGO_PKG_VERSION"),
            title: Both::of(
                format!("Politie in internationale missies {}", name.nl).trim_end(),
                format!("Police in international missions {}", name.en).trim_end(),
            ),
            more_errors: open.saturating_sub(MOST_ERRORS),
            trends: Trends::of(edition, &figures),
            matrix: Matrix::of(edition, &months_of_returns),
            severities: severities(&findings),
            data: data::json(further)?,
            carried: !edition.carried().is_empty(),
            women: women(edition),
            privacy: privacy(edition),
            origin: origin(edition),
            latest,
            earlier,
            checks,
            findings,
        })
    }

    fn is_dutch(&self) -> bool {
        self.lang == Lang::Nl
    }

    /// The findings that are written out.
    fn written_out(&self) -> &[Item] {
        &self.findings.items[..self.findings.items.len().min(WRITTEN_OUT)]
    }

    /// All others.
    fn further(&self) -> Vec<Chunk<'_>> {
        let further = self.findings.items.get(WRITTEN_OUT..).unwrap_or_default();
        let chunks = further.chunks(CHUNK).scan(WRITTEN_OUT, |before, items| {
            let from = *before + 1;
            *before += items.len();
            Some(Chunk { from, to: *before, items })
        });
        chunks.collect()
    }

    /// The findings that keep the latest month a draft, as far as they are named.
    fn open_errors(&self) -> Vec<&Item> {
        let Some(month) = &self.latest else { return Vec::new() };
        self.findings.items.iter().filter(|item| is_open_in(item, month.period)).take(MOST_ERRORS).collect()
    }
}

fn is_open_in(item: &Item, period: Period) -> bool {
    let period = period.to_string();
    item.class == Severity::Error.as_str() && !item.waived && (item.periods.is_empty() || item.periods.split(' ').any(|own| own == period))
}

/// What the page may load and run: its own style and script, and nothing from anywhere.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!("default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'")
}

fn severities(findings: &Findings) -> Vec<(&'static str, Both, usize)> {
    let number = |class: &str| findings.items.iter().filter(|item| item.class == class).count();
    let mut all: Vec<(&'static str, Both, usize)> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|one| (one.as_str(), severity(one), number(one.as_str())))
        .filter(|(.., number)| *number > 0)
        .collect();
    let waived = findings.items.iter().filter(|item| item.waived).count();
    if waived > 0 {
        all.push(("waived", t("aanvaard", "accepted"), waived));
    }
    all
}

fn women(edition: &Edition<'_>) -> Both {
    let settings = &edition.schema.settings;
    let threshold = settings.small_count_threshold;
    let (mut nl, mut en) = (
        "Aantal vrouwen gedeeld door de bezetting van de missies die het aantal vrouwen opgaven, zonder wie van onbekend geslacht is waar dat aantal gepubliceerd is; waar het is achtergehouden tellen zij mee in de noemer. De noemer staat er steeds bij. ".to_owned(),
        "Number of women divided by the headcount of the missions that reported it, without those of unknown sex where their number is published; where it is withheld they count in the denominator. The denominator is always printed. ".to_owned(),
    );
    nl.push_str(&format!(
        "Per missie alleen bij een bezetting van {threshold} of meer. Van maanden die eerder zijn gepubliceerd staat alleen het aantal er."
    ));
    en.push_str(&format!(
        "By mission only where the headcount is {threshold} or more. Of months that were published before only the number is told."
    ));
    Both::of(nl, en)
}

fn privacy(edition: &Edition<'_>) -> Both {
    let settings = &edition.schema.settings;
    let threshold = settings.small_count_threshold;
    let (mut nl, mut en) = (String::new(), String::new());
    if settings.withhold_female_by_mission && threshold > 1 {
        nl.push_str(&format!("Een aantal vrouwen of mannen van een missie van 1 tot {threshold}, dat getal niet inbegrepen, en elk aantal waaruit het zou volgen. "));
        en.push_str(&format!(
            "A number of women or men of a mission from 1 up to {threshold}, not included, and every number from which it would follow. "
        ));
    }
    nl.push_str(
        "Van bevindingen over personen (roosters, mutaties) en over aantallen vrouwen, mannen of rangen staan hier alleen de naam, de plaats en het algemene advies van de controle: geen getallen, geen dagen van vertrek of terugkeer, geen tekst van cellen. Een voorstel tot herstel dat andere cellen noemt, staat er zonder getallen. In uitsneden van bladen zijn cellen over één persoon of een kleine groep gearceerd. Wie de opgave zelf heeft, ziet alles met ‘muster check’.",
    );
    en.push_str(
        "Of findings about persons (rosters, movements) and about numbers of women, men or ranks only the name, the place and the general advice of the check stand here: no figures, no days of travel, no text of cells. A suggestion that names other cells stands here without figures. In excerpts of sheets cells about one person or a small group are hatched. Whoever has the return itself sees everything with ‘muster check’.",
    );
    Both::of(nl, en)
}

fn origin(edition: &Edition<'_>) -> Both {
    let files = edition.inputs.len();
    let (files_nl, files_en) =
        if files == 1 { ("1 bestand".to_owned(), "1 file".to_owned()) } else { (format!("{files} bestanden"), format!("{files} files")) };
    let carried = edition.carried().len();
    let (mut nl, mut en) = (
        format!(
            "Gemaakt van {files_nl}. De cijfers op deze pagina zijn gelezen uit de gepubliceerde tabellen; manifest.json noemt elk bestand met zijn SHA-256, datapackage.json legt elke kolom uit."
        ),
        format!(
            "Made from {files_en}. The figures on this page were read from the published tables; manifest.json names every file with its SHA-256, datapackage.json explains every column."
        ),
    );
    match carried {
        0 => {}
        1 => {
            nl.push_str(" Eén maand is eerder gepubliceerd en ongewijzigd overgenomen; haar bevindingen staan in findings.csv.");
            en.push_str(" One month was published before and taken over unchanged; its findings are in findings.csv.");
        }
        many => {
            nl.push_str(&format!(
                " {many} maanden zijn eerder gepubliceerd en ongewijzigd overgenomen; hun bevindingen staan in findings.csv."
            ));
            en.push_str(&format!(" {many} months were published before and taken over unchanged; their findings are in findings.csv."));
        }
    }
    Both::of(nl, en)
}
