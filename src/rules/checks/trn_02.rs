//! TRN-02: the figure of a period is not the change of the cumulative one.

use crate::domain::training::{TrainingFigure, training_figures};
use crate::domain::{Bilingual, Census, Period, SafeText, Scope, Severity};
use crate::rules::checks::trn_01::{Series, cumulative, series, words};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::words::Words;

/// What TRN-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "TRN-02",
    scope: Scope::Training,
    severity: Severity::Error,
    name: ["Periode en cumulatief sluiten niet aan", "Period and cumulative do not agree"],
    message: [
        "Periode {x} en cumulatief verschil {y} sluiten niet aan ({indicator}).",
        "Period {x} and cumulative change {y} do not agree ({indicator}).",
    ],
    does: [
        "Het cijfer over een maand moet gelijk zijn aan het cumulatieve cijfer van die maand min dat van de vorige, voor hetzelfde project, \
         programma en resultaat. Niet uitgevoerd als een van beide cumulatieve cijfers ontbreekt, of als er meer dan één is.",
        "The figure of a month must be the cumulative figure of that month less that of the month before, for the same project, programme \
         and indicator. Not run where one of the two cumulative figures is missing, or there is more than one.",
    ],
    why: [
        "Een van de drie cijfers is verkeerd; welk getal in een brief hoort, is dan niet te zeggen.",
        "One of the three figures is wrong, so it cannot be said which number belongs in a letter.",
    ],
    example: [
        "Het cumulatieve aantal trainers ging van 50 naar 60, terwijl er over de maand 12 staan.",
        "The cumulative number of trainers went from 50 to 60, while the month says 12.",
    ],
    fix: [
        "Coördinator: verbeter het cijfer dat niet klopt. Analist: vraag welk van de drie het is; reken niet zelf om.",
        "Coordinator: correct the figure that is wrong. Analyst: ask which of the three it is; do not work it out yourself.",
    ],
};

/// The one cumulative figure of a series in a month.
fn only(known: &[(Period, Series, i64)], period: Period, own: &Series) -> Result<i64, Bilingual> {
    let mut values = known.iter().filter(|(month, series, _)| *month == period && series == own).map(|(_, _, value)| *value);
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value),
        (Some(_), Some(_)) => Err(Bilingual::new(
            format!("er is meer dan één cumulatief cijfer over {period}"),
            format!("there is more than one cumulative figure for {period}"),
        )),
        (None, _) => Err(Bilingual::new(
            format!("er is geen cumulatief cijfer over {period}"),
            format!("there is no cumulative figure for {period}"),
        )),
    }
}

/// Every figure of a period whose series has cumulative ones too.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let figures = training_figures(census);
    let known = cumulative(census, &figures);
    let is_flow = |figure: &&TrainingFigure| figure.fact.kind.as_deref() == Some("flow");
    for figure in figures.iter().filter(is_flow) {
        let (Some(flow), period, own) = (figure.fact.value, figure.fact.period, series(figure)) else { continue };
        if !known.iter().any(|(_, series, _)| *series == own) {
            continue;
        }
        let alone = figures.iter().filter(is_flow).filter(|other| other.fact.period == period && series(other) == own).count() == 1;
        let change = match (only(&known, period, &own), only(&known, period.previous(), &own)) {
            (Ok(now), Ok(before)) if alone => now.saturating_sub(before),
            (Err(reason), _) | (_, Err(reason)) => {
                out.not_run(Some(period), reason);
                continue;
            }
            _ => {
                let reason = Bilingual::new(
                    format!("er is meer dan één cijfer over de periode {period}"),
                    format!("there is more than one figure for the period {period}"),
                );
                out.not_run(Some(period), reason);
                continue;
            }
        };
        if change == flow {
            out.passed(Some(period), 1);
            continue;
        }
        let field = &census.schema.tables[census.table(figure.at).schema].fields[figure.field];
        let draft = Draft {
            mission: Some(figure.fact.project.clone()).filter(|project| !project.is_empty()),
            field: format!("training.{}", field.name),
            value: SafeText::own(flow),
            expected: SafeText::own(change),
            args: vec![("x", number(flow)), ("y", number(change)), ("indicator", words(census, &own))],
            // What fell is reported where it fell.
            outcome_of: (change < 0).then(|| "TRN-01".to_owned()).filter(|_| reported(census)),
            ..Draft::default()
        };
        out.failed(census.place(figure.at, Some(figure.field)), Some(period), draft);
    }
}

fn reported(census: &Census<'_>) -> bool {
    census.schema.checks.get("TRN-01").is_none_or(|setting| setting.enabled != Some(false))
}
