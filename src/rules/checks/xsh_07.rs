//! XSH-07: project staff are counted inside a mission's headcount.

use crate::domain::{Bilingual, Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::persons::Rosters;
use crate::rules::support::secondment::counted_as_well;
use crate::rules::words::Words;

/// What XSH-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XSH-07",
    scope: Scope::CrossSheet,
    severity: Severity::Warning,
    name: ["Projectmedewerkers meegeteld", "Project staff counted"],
    message: [
        "{n} projectmedewerkers (bijv. Blue Haven) meegeteld bij {mission}.",
        "{n} project staff (e.g. Blue Haven) counted in {mission}.",
    ],
    does: [
        "Staan er op het rooster personen op uitzending met soort uitzending 'projectinzet', en is de bezetting precies het aantal met \
         hen erbij, dan zijn zij meegeteld. De norm (en dus XSH-01 tot en met XSH-04) telt hen niet; de bevinding over de bezetting \
         (XSH-01) volgt hieruit en geeft deze haar gewicht. De instelling counted_by_policy laat hen toe.",
        "Where the roster has persons on posting with the type of secondment 'project', and the headcount is exactly the number with \
         them included, they were counted. The standard (and so XSH-01 to XSH-04) leaves them out; the finding about the headcount \
         (XSH-01) follows from this one, and gives it its weight. The setting counted_by_policy allows them.",
    ],
    why: [
        "Een project staat los van de missie en heeft geen regel in de tabel voor de Kamer; zijn mensen zouden er onder een missie in \
         staan.",
        "A project is apart from the mission and has no row in the table for Parliament; its people would stand in it under a mission.",
    ],
    example: [
        "Bij EUAM Ukraine staat in Bezetting!B5 5, terwijl op het rooster drie gedetacheerden staan en twee trainers van Blue Haven.",
        "EUAM Ukraine has 5 in Bezetting!B5, while the roster has three seconded persons and two trainers of Blue Haven.",
    ],
    fix: [
        "Coördinator: laat projectmedewerkers weg uit de bezetting van de missie. Analist: leg vast of het ministerie hen wil meetellen.",
        "Coordinator: leave project staff out of the mission's headcount. Analyst: record whether the ministry wants them counted.",
    ],
};

/// Every mission with a headcount and a roster.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    if census.schema.switch("XSH-07", "counted_by_policy", false) {
        return;
    }
    let Some(rosters) = Rosters::of(census) else { return };
    let suggestion = Bilingual::new(
        "Meld hen bij het project en laat hen weg uit de bezetting",
        "Report them with the project and leave them out of the headcount",
    );
    counted_as_well(&rosters, out, &["project"], &suggestion);
}
