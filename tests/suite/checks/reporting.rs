//! Cases of the checks about whole returns: late, copied, taken over; and of those about waivers.

use muster::domain::Severity;

use super::{APRIL, Case, EAST, LINES, MAY, april, case, may, one, roster, two_months};

const RECEIVED: &str = "received.csv";

fn received(day: &str) -> (&'static str, String) {
    (RECEIVED, format!("file,received\n{MAY},{day}\n"))
}

/// A waiver of the total of the East.
const FITTING: &str = "[[waiver]]\ncode = \"SHT-01\"\nwhere = { file = \"*oost-2026-05*\" }\nreason = \"Bij de bron nagegaan.\"\n\
                       decided_by = \"hoofd operaties\"\ndecided_on = 2026-05-02\nuntil = 2026-06-30\n";
/// The same until before May ends.
const EXPIRED: &str = "[[waiver]]\ncode = \"SHT-01\"\nwhere = { file = \"*oost-2026-05*\" }\nreason = \"Bij de bron nagegaan.\"\n\
                       decided_by = \"hoofd operaties\"\ndecided_on = 2026-05-02\nuntil = 2026-05-30\n";
/// The same for a file that is not there.
const ASTRAY: &str = "[[waiver]]\ncode = \"SHT-01\"\nwhere = { file = \"*oots-2026-05*\" }\nreason = \"Bij de bron nagegaan.\"\n\
                      decided_by = \"hoofd operaties\"\ndecided_on = 2026-05-02\nuntil = 2026-06-30\n";

pub(super) fn cases() -> Vec<Case> {
    use Severity::{Error, Warning};
    let line = "NP-0001;EUM Armenia;planner;inspecteur;V;Limburg;01-01-2026;31-12-2026;;in missiegebied\n";
    let second = line.replace("NP-0001", "NP-0002").replace("01-01-2026", "01-02-2026");
    let georgia = |lines: &str| lines.replace("EUM Armenia", "EUMM Georgia");
    let both = format!("{line}{second}");
    let wrong_total = format!("{EAST}TOTAAL;17;;;;;\n");
    vec![
        case("FIL-02", Error, MAY, &[(APRIL, april(EAST)), (MAY, april(EAST))], &[(APRIL, april(EAST)), (MAY, may(EAST))]),
        case("FIL-03", Warning, MAY, &[(MAY, may(EAST)), received("2026-06-12")], &[(MAY, may(EAST)), received("2026-06-05")]),
        case(
            "XMN-02",
            Warning,
            "G4",
            &two_months("EUM Armenia;7;0;4;0;0;stand per 30-04\n", "EUM Armenia;7;0;4;0;0;stand per 30-04\n"),
            &two_months("EUM Armenia;7;0;4;0;0;hoofdkwartier\n", "EUM Armenia;7;0;4;0;0;hoofdkwartier\n"),
        ),
        case(
            "XMN-02",
            Error,
            "A4",
            &[(LINES, roster(&format!("{both}{}", georgia(&both))))],
            &[(LINES, roster(&format!("{both}{}", georgia(&both).replace("NP-0002", "NP-0003").replace("NP-0001", "NP-0004"))))],
        ),
        case("WVR-01", Warning, "schemas/waivers.toml", &one(&wrong_total), &one(&wrong_total)).waiving(EXPIRED, FITTING),
        case("WVR-02", Warning, "schemas/waivers.toml", &one(&wrong_total), &one(&wrong_total)).waiving(ASTRAY, FITTING),
    ]
}
