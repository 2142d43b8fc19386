//! What the internal version says.

use super::*;
use crate::domain::Finding;
use crate::domain::facts::HeadcountFact;
use crate::domain::sample::attribute;
use crate::domain::schema::LetterLine;

fn text(sample: &Sample, lang: Lang, since: Option<&str>) -> String {
    String::from_utf8(internal(sample, lang, since, Form::Markdown)).expect("text")
}

#[test]
fn it_explains_the_table() {
    insta::assert_snapshot!(text(&whole(), Lang::Nl, None), @r"
    # Politie in internationale missies, mei 2026

    > **INTERN – niet voor verzending.** Dit stuk bevat cijfers en voornemens die niet in de brief horen.

    > **CONCEPT: 1 openstaande fout.** De cijfers zijn nog niet definitief.

    Peildatum: 31 mei 2026

    | Missie | Bezetting | In gebied | Sinds april 2026 | Let op |
    | --- | --- | ---: | ---: | --- |
    | EUM Armenia | 7 | 7 | +1 | open fout XMN-01 |
    | EUAM Iraq | 4 (3 tijdelijk in NL) | 1 | 0 |  |
    | EUSDI Gulf of Guinea | 0 | 0 | −1 |  |
    | OSC | 1 | 1 | 0 |  |
    | TOTAAL | 12 | 9 | 0 |  |

    In gebied: de bezetting zonder wie tijdelijk in Nederland of anders afwezig is.

    ## Verandering sinds april 2026

    Vergeleken met april 2026, de maand ervoor; er is geen eerdere brief opgegeven.

    | Missie | april 2026 | In | Uit | mei 2026 | Onverklaard | Toelichting |
    | --- | ---: | ---: | ---: | ---: | ---: | --- |
    | EUM Armenia | 6 | 2 | 0 | 7 | −1 |  |
    | EUAM Iraq | 4 | 0 | 0 | 4 | 0 | tijdelijk in NL: 0 → 3 |
    | EUSDI Gulf of Guinea | 1 | 0 | 1 | 0 | 0 |  |
    | TOTAAL | 12 | 2 | 1 | 12 |  |  |

    Missies zonder verandering staan niet in deze tabel; het totaal is dat van alle missies.

    ## Voorgenomen inzet

    | Missie | Aantal | Tijdvak | Fase | Grondslag |
    | --- | ---: | --- | --- | --- |
    | OSC | 2 | 1 juli 2026 t/m 31 december 2026 | wish | letter, ask \[withheld\] |
    | Mission at sea | onbekend | 1 juli 2026 t/m 31 december 2026 | wish | letter, ask \[withheld\] |

    Voornemens zijn geen bezetting: zij tellen nergens in mee.

    ## Resultaten van Mission at sea

    | Programma | Wat is geteld | Aantal | Soort cijfer | Tot en met |
    | --- | --- | ---: | --- | --- |
    | het hele project | trainers\_trained | onbekend | stock | 31 mei 2026 |
    | tcs | trainers\_trained | 60 | cumulative | 31 mei 2026 |

    Cumulatief is geteld sinds het begin van het project: tel zulke cijfers niet op over maanden.

    Programma's kunnen dezelfde personen bereiken: tel ze niet op tot een aantal personen.
    ");
}

#[test]
fn it_compares_with_the_letter_before() {
    let mut sample = whole();
    let line = |letter: &str, mission, headcount, temp_home| LetterLine {
        letter: letter.to_owned(),
        period: period("2025-11"),
        mission,
        headcount,
        temp_home,
        line: 2,
    };
    // Of two letters about one month the later one stands.
    sample.schema.letters = vec![line("1300", ARMENIA, 9, None), line("1302", IRAQ, 5, Some(2)), line("1302", AT_SEA, 1, None)];
    let english = text(&sample, Lang::En, None);
    let (_, change) = english.split_once("\n## ").expect("a part");
    let (change, _) = change.split_once("\n## ").expect("another part");
    insta::assert_snapshot!(change, @r"
    Change since the letter about November 2025

    Compared with the letter 1302, November 2025.

    | Mission | November 2025 | In | Out | May 2026 | Unexplained | Explanation |
    | --- | ---: | ---: | ---: | ---: | ---: | --- |
    | EUM Armenia | – | – | – | 7 | – | not in that letter; movements of December 2025 to April 2026 not known |
    | EUAM Iraq | 5 | – | – | 4 | – | movements of December 2025 to April 2026 not known; temporarily in NL: 2 → 3 |
    | EUSDI Gulf of Guinea | – | – | – | 0 | – | not in that letter; movements of December 2025 to April 2026 not known |
    | OSC | – | – | – | 1 | – | not in that letter; movements of December 2025 to April 2026 not known |
    | Mission at sea | 1 | – | – | – | – | movements of December 2025 to May 2026 not known |
    | TOTAL | 6\* | – | – | 12\* |  | \* not known of every mission |
    ");
    let april = text(&sample, Lang::En, Some("2026-04"));
    assert!(april.contains("Compared with April 2026, as asked; no letter about it is listed."), "{april}");
}

#[test]
fn without_anything_beside_the_table_it_says_so() {
    let mut sample = complete();
    sample.facts.headcounts.truncate(4);
    let text = text(&sample, Lang::Nl, None);
    for said in ["Er is geen eerdere brief", "Over deze maand zijn geen voornemens", "Over deze maand zijn geen resultaten"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Sinds") && text.contains("| Missie | Bezetting | In gebied | Let op |"), "{text}");
    assert!(text.contains("| TOTAAL | 12 | onbekend |"), "who is in the area was not reported: {text}");
}

#[test]
fn that_nothing_changed_is_said() {
    let mut sample = complete();
    sample.facts.headcounts.truncate(4);
    let earlier = |fact: &HeadcountFact| HeadcountFact { period: period("2026-04"), ..fact.clone() };
    let earlier: Vec<_> = sample.facts.headcounts.iter().map(earlier).collect();
    for fact in &mut sample.facts.headcounts {
        (fact.arrivals, fact.departures) = (Some(0), Some(0));
    }
    sample.facts.headcounts.extend(earlier);
    let text = text(&sample, Lang::En, None);
    assert!(text.contains("no earlier letter is listed.\n\nNothing changed.\n\n## Intended"), "{text}");
}

#[test]
fn what_is_not_known_is_told_apart() {
    let mut sample = whole();
    for (at, status) in [(0, HeadcountStatus::Conflict), (3, HeadcountStatus::Missing)] {
        let fact = &mut sample.facts.headcounts[at];
        (fact.status, fact.headcount) = (status, None);
    }
    sample.facts.headcounts[2].arrivals = None;
    sample.findings.push(Finding { code: "SHT-01".into(), ..finding() });
    let text = text(&sample, Lang::En, None);
    for line in [
        "| EUM Armenia | 7 | 7 | +1 | open errors SHT-01, XMN-01 |",
        "| EUSDI Gulf of Guinea | unknown | unknown | – | not reported |",
        "| OSC | unknown | unknown | – | sources contradict each other |",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

/// With one or two officers in a mission such a number would be about a person.
#[test]
fn women_ranks_and_numbers_of_persons_are_in_no_letter() {
    let mut sample = whole();
    for fact in &mut sample.facts.headcounts {
        fact.female = Some(4321);
    }
    sample.facts.attributes = vec![attribute(ARMENIA, "rank", "brigadier", 4321)];
    for lang in [Lang::Nl, Lang::En] {
        let text = text(&sample, lang, None);
        assert!(!text.contains("4321") && !text.contains("brigadier"), "{text}");
        assert!(text.contains("letter, ask") && !text.contains("12345678"), "{text}");
    }
}
