//! DEF-07: persons whom a mission employs itself are counted as seconded.

use crate::domain::{Bilingual, Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::persons::Rosters;
use crate::rules::support::secondment::counted_as_well;
use crate::rules::words::Words;

/// What DEF-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-07",
    scope: Scope::Definition,
    severity: Severity::Warning,
    name: ["Gecontracteerden meegeteld", "Contracted persons counted"],
    message: ["{n} gecontracteerde Nederlanders meegeteld bij {mission}.", "{n} contracted Dutch nationals counted in {mission}."],
    does: [
        "Staan er op het rooster personen op uitzending met soort uitzending 'gecontracteerd' of 'lokaal', en is de bezetting precies het \
         aantal met hen erbij, dan zijn zij meegeteld. De norm (en dus XSH-01 tot en met XSH-04) telt hen niet; de bevinding over de \
         bezetting (XSH-01) volgt hieruit en geeft deze haar gewicht. Tellen zij niet mee, dan is er niets te melden.",
        "Where the roster has persons on posting with the type of secondment 'contracted' or 'local', and the headcount is exactly the \
         number with them included, they were counted. The standard (and so XSH-01 to XSH-04) leaves them out; the finding about the \
         headcount (XSH-01) follows from this one, and gives it its weight. Where they are not counted there is nothing to report.",
    ],
    why: [
        "Wie een contract met de missie heeft, wordt niet door de Nederlandse politie uitgezonden en hoort niet in de tabel.",
        "Whoever has a contract with the mission is not seconded by the Netherlands police and does not belong in the table.",
    ],
    example: [
        "In Bezetting!B4 staat 4; het rooster heeft drie gedetacheerden en in Personeel!K8 een gecontracteerde.",
        "Bezetting!B4 says 4; the roster has three seconded persons, and a contracted one in Personeel!K8.",
    ],
    fix: [
        "Coördinator: tel in de bezetting alleen wie door de politie is uitgezonden. Analist: meld gecontracteerden apart.",
        "Coordinator: count in the headcount only those whom the police have seconded. Analyst: report contracted persons apart.",
    ],
};

/// Every mission with a headcount and a roster.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let suggestion = Bilingual::new("Laat hen weg uit de bezetting", "Leave them out of the headcount");
    counted_as_well(&rosters, out, &["contracted", "local"], &suggestion);
}
