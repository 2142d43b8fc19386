//! TRN-01: a cumulative figure falls.

use crate::domain::training::{TrainingFigure, training_figures};
use crate::domain::{Bilingual, Census, Period, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::words::Words;

/// What TRN-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "TRN-01",
    scope: Scope::Training,
    severity: Severity::Error,
    name: ["Cumulatief cijfer daalt", "Cumulative figure falls"],
    message: ["Cumulatief {indicator} daalt van {x} naar {y}.", "Cumulative {indicator} falls from {x} to {y}."],
    does: [
        "Een cijfer dat vanaf het begin van een project telt, mag niet lager zijn dan het laatste van een eerdere maand, voor hetzelfde \
         project, programma en resultaat. Niet uitgevoerd als er geen eerder cijfer is.",
        "A figure that counts from the start of a project may not be lower than the latest of an earlier month, for the same project, \
         programme and indicator. Not run where there is no earlier figure.",
    ],
    why: [
        "Wat eenmaal is bereikt, blijft bereikt. Het nieuwe of het eerder gepubliceerde cijfer is verkeerd.",
        "What was once achieved stays so. The new figure or the one published earlier is wrong.",
    ],
    example: [
        "In april waren er 60 trainers opgeleid; in mei staat in de kolom Waarde 58.",
        "In April 60 trainers had been trained; in May the column Waarde says 58.",
    ],
    fix: [
        "Coördinator: verbeter het cijfer. Was het eerdere te hoog, stuur dan een verbeterde opgave over die maand, met de reden. Analist: \
         gebruik het niet voordat duidelijk is welk cijfer klopt.",
        "Coordinator: correct the figure. If the earlier one was too high, send a corrected return for that month, with the reason. \
         Analyst: do not use it before it is clear which figure is right.",
    ],
};

/// What the figures of one series have in common: project, programme and indicator.
pub(super) type Series = (String, Option<String>, String);

/// The series of a figure.
pub(super) fn series(figure: &TrainingFigure) -> Series {
    (figure.fact.project.clone(), figure.fact.programme.clone(), figure.fact.indicator.clone())
}

/// The known cumulative figures of all months, from returns or from what was published: month, series and value.
pub(super) fn cumulative(census: &Census<'_>, read: &[TrainingFigure]) -> Vec<(Period, Series, i64)> {
    let is_cumulative = |kind: &Option<String>| kind.as_deref() == Some("cumulative");
    let own = read.iter().filter(|figure| is_cumulative(&figure.fact.kind));
    let mut known: Vec<(Period, Series, i64)> =
        own.filter_map(|figure| Some((figure.fact.period, series(figure), figure.fact.value?))).collect();
    let published = census.history.training.iter().filter(|fact| is_cumulative(&fact.kind) && census.only_published(fact.period));
    known.extend(
        published
            .filter_map(|fact| Some((fact.period, (fact.project.clone(), fact.programme.clone(), fact.indicator.clone()), fact.value?))),
    );
    known.sort();
    known
}

/// The indicator, with the programme where there is one, as messages name it.
pub(super) fn words(census: &Census<'_>, (_, programme, indicator): &Series) -> Bilingual {
    let label = |list: &str, code: &str| {
        let list = census.schema.code_list(list).and_then(|list| census.schema.code_lists.get(list));
        let known = list.and_then(|list| list.codes.iter().find(|known| known.code == code));
        known.map_or_else(|| Bilingual::same(code), |known| known.label.clone())
    };
    let indicator = label("training_indicator", indicator);
    match programme {
        None => indicator,
        Some(programme) => {
            let programme = label("training_programme", programme);
            Bilingual::new(format!("{} ({})", indicator.nl, programme.nl), format!("{} ({})", indicator.en, programme.en))
        }
    }
}

/// Every cumulative figure.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let figures = training_figures(census);
    let known = cumulative(census, &figures);
    for figure in figures.iter().filter(|figure| figure.fact.kind.as_deref() == Some("cumulative")) {
        let (Some(now), own) = (figure.fact.value, series(figure)) else { continue };
        let earlier = known.iter().filter(|(period, series, _)| *period < figure.fact.period && *series == own);
        let Some((month, _, before)) = earlier.max_by_key(|(period, _, value)| (*period, *value)) else {
            out.not_run(
                Some(figure.fact.period),
                Bilingual::new("er is geen eerder cumulatief cijfer", "there is no earlier cumulative figure"),
            );
            continue;
        };
        if now >= *before {
            out.passed(Some(figure.fact.period), 1);
            continue;
        }
        let table = census.table(figure.at);
        let field = &census.schema.tables[table.schema].fields[figure.field];
        let draft = Draft {
            mission: Some(figure.fact.project.clone()).filter(|project| !project.is_empty()),
            field: format!("training.{}", field.name),
            value: SafeText::own(now),
            expected: SafeText::own(format!(">= {before}")),
            args: vec![("indicator", words(census, &own)), ("x", number(*before)), ("y", number(now))],
            suggestion: Bilingual::new(
                format!("In {month} stond er {before}. Verbeter dit cijfer, of stuur een verbeterde opgave over {month}."),
                format!("In {month} it said {before}. Correct this figure, or send a corrected return for {month}."),
            ),
            ..Draft::default()
        };
        out.failed(census.place(figure.at, Some(figure.field)), Some(figure.fact.period), draft);
    }
}
