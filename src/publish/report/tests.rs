use regex::Regex;

use super::findings::{Findings, WRITTEN_OUT};
use super::privacy::Privacy;
use super::*;
use crate::domain::completeness::{Completeness, Report, State, Timeliness};
use crate::domain::equation::{Equation, FieldPath, Grouping, Missing, Of, Operator, Side, Term, TermKind};
use crate::domain::facts::HeadcountStatus;
use crate::domain::sample::{ARMENIA, AT_SEA, GUINEA, IRAQ, OSC, Sample, attribute, finding, headcount, month};
use crate::domain::schema::Coordinator;
use crate::domain::waiver::{Location, Waiver};
use crate::domain::{
    Bilingual, CellRef, Check, CheckTally, Excerpt, ExcerptRow, Field, FieldType, Finding, Lang, Place, SafeText, Severity, Shown,
    TableSchema,
};

fn page(sample: &Sample) -> String {
    let edition = sample.edition();
    html(&edition, &crate::summary::tables(&edition).expect("tables")).expect("a page")
}

/// What is read on a page in one language: a line for each piece of text, without its script and style.
fn read(page: &str, lang: Lang) -> String {
    let other = match lang {
        Lang::Nl => "en",
        Lang::En => "nl",
    };
    let without = |text: String, pattern: &str, by: &str| Regex::new(pattern).expect("a pattern").replace_all(&text, by).into_owned();
    let body = page.split_once("<main").expect("a page").1.to_owned();
    let body = without(body, r"(?s)<(script|style|svg)\b.*?</(script|style|svg)>", "");
    let body = without(body, &format!(r#"<(span|tspan) lang="{other}">[^<]*</(span|tspan)>"#), "");
    let body = without(body, r"</?(span|bdi|strong|a|code|br)\b[^>]*>", "");
    let body = without(body, r"</t[hd]><t[hd][^>]*>", " | ");
    let body = without(body, r"<[^>]*>", "\n");
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("id="));
    lines.collect::<Vec<_>>().join("\n").replace("&#39;", "'").replace("&#38;", "&")
}

/// The part of what is read from one line on, so many lines.
fn part(text: &str, from: &str, lines: usize) -> String {
    let at = text.lines().position(|line| line.starts_with(from)).unwrap_or_else(|| panic!("{from} in {text}"));
    text.lines().skip(at).take(lines).collect::<Vec<_>>().join("\n")
}

fn figures() -> Sample {
    let mut sample = Sample::with(vec![
        headcount("2026-04", ARMENIA, Some(6), Some(2)),
        headcount("2026-04", IRAQ, Some(4), Some(1)),
        headcount("2026-05", ARMENIA, Some(7), Some(2)),
        headcount("2026-05", IRAQ, Some(4), Some(1)),
        headcount("2026-05", GUINEA, Some(0), Some(0)),
        headcount("2026-05", OSC, None, None),
        headcount("2026-05", AT_SEA, Some(12), Some(6)),
    ]);
    sample.periods = vec![month("2026-04"), month("2026-05")];
    sample.facts.headcounts[3].temp_home = Some(3);
    sample.facts.headcounts[3].in_area = Some(1);
    sample.facts.headcounts[2].arrivals = Some(1);
    sample.facts.headcounts[2].status = HeadcountStatus::Flagged;
    sample.facts.headcounts[5].status = HeadcountStatus::Missing;
    sample.findings = vec![finding()];
    sample
}

#[test]
fn the_month_is_told_in_dutch() {
    insta::assert_snapshot!(part(&read(&page(&figures()), Lang::Nl), "Stand van", 58), @r"
    Stand van mei 2026
    In mei 2026 waren 23 politiefunctionarissen op uitzending in 3 missies, 13 meer dan in april 2026. Van hen waren er 3 tijdelijk in Nederland.
    Concept 1 openstaande fout: de cijfers zijn nog niet definitief.
    SHT-01 totaal klopt niet · EUM Armenia
    Op uitzending
    23 +13 sinds april 2026
    In missiegebied
    1
    Tijdelijk in Nederland
    3 75,0% van 4
    Missies met opgave
    4 van 5
    Instroom
    1 sinds de vorige peildatum
    Uitstroom
    onbekend sinds de vorige peildatum
    Vrouwen
    9 39,1% van 23
    Bezetting per missie
    Bezetting per missie, mei 2026
    Missie | Bezetting | Verschil | In gebied | Instroom | Uitstroom | Vrouwen | Status
    EUM Armenia | 7 | +1 | – | 1 | – | x | fout open
    EUAM Iraq | 4 (3 tijdelijk in NL) | 0 | 1 | – | – | x | in orde
    EUSDI Gulf of Guinea | 0 | – | – | – | – | 0 | in orde
    OSC | onbekend | – | – | – | – | – | ontbreekt
    Mission at sea | 12 | – | – | – | – | 6 van 12 (50,0%) | in orde
    Totaal | 23 (onvolledig) | +13 | 1 | 1 | – | 9 van 23 (39,1%) |
    Het totaal is onvolledig: van OSC is de bezetting niet bekend. Deze missie telt niet mee. x: achtergehouden, omdat het aantal vrouwen of mannen kleiner is dan 5 of uit andere cijfers zou volgen. –: niet bekend. Onbekend telt nooit als nul.
    Eerdere maanden
    april 2026 10 (onvolledig) op uitzending
    In april 2026 waren 10 politiefunctionarissen op uitzending in 2 missies. Peildatum: 30 april 2026.
    Bezetting per missie, april 2026
    Missie | Bezetting | Verschil | In gebied | Instroom | Uitstroom | Vrouwen | Status
    EUM Armenia | 6 | – | – | – | – | x | in orde
    EUAM Iraq | 4 | – | – | – | – | x | in orde
    EUSDI Gulf of Guinea | onbekend | – | – | – | – | – | ontbreekt
    OSC | onbekend | – | – | – | – | – | ontbreekt
    Totaal | 10 (onvolledig) | – | – | – | – | 3 van 10 (30,0%) |
    Het totaal is onvolledig: van EUSDI Gulf of Guinea en OSC is de bezetting niet bekend. Deze missies tellen niet mee. x: achtergehouden, omdat het aantal vrouwen of mannen kleiner is dan 5 of uit andere cijfers zou volgen. –: niet bekend. Onbekend telt nooit als nul.
    Verloop
    Bezetting
    Personen op uitzending op de peildatum.  in missiegebied  tijdelijk in Nederland
    Instroom en uitstroom
    Uitzendingen die begonnen (boven de lijn) en eindigden (eronder).  instroom  uitstroom
    Aandeel tijdelijk in Nederland
    Deel van de bezetting, over de missies waarvan beide bekend zijn.
    Per maand
    Cijfers per maand
    Maand | Bezetting | Verschil | In gebied | Tijdelijk in NL | Aandeel | Instroom | Uitstroom | Vrouwen | Missies met opgave
    mei 2026 | 23 | +13 | 1 | 3 | 75,0% | 1 | – | 9 van 23 (39,1%) | 4
    april 2026 | 10 | – | – | – | – | – | – | 3 van 10 (30,0%) | 2
    Per missie
    Bezetting per missie en maand
    Missie | Verloop | apr 2026 | mei 2026
    EUM Armenia |  | 6 | 7
    EUAM Iraq |  | 4 | 4
    EUSDI Gulf of Guinea |  | – | 0
    OSC |  | – | –
    ");
}

#[test]
fn the_month_is_told_in_english() {
    insta::assert_snapshot!(part(&read(&page(&figures()), Lang::En), "Situation in", 14), @r"
    Situation in May 2026
    In May 2026, 23 police officers were on a posting in 3 missions, 13 more than in April 2026. Of them 3 were temporarily in the Netherlands.
    Draft 1 open error: the figures are not final yet.
    SHT-01 total does not add up · EUM Armenia
    On a posting
    23 +13 since April 2026
    In mission area
    1
    Temporarily in the Netherlands
    3 75.0% of 4
    Missions reporting
    4 of 5
    Arrivals
    1 since the as-of date before
    ");
}

#[test]
fn the_page_begins_in_the_language_of_the_edition_and_holds_both() {
    let mut sample = figures();
    for (lang, word, title) in
        [(Lang::Nl, "nl", "Politie in internationale missies mei 2026"), (Lang::En, "en", "Police in international missions May 2026")]
    {
        sample.lang = lang;
        let page = page(&sample);
        assert!(page.contains(&format!("<html lang=\"{word}\">")) && page.contains(&format!(">{title}</title>")), "{lang}");
        assert!(page.contains(&format!("value=\"{word}\" checked>")), "{lang}");
        assert!(page.contains("lang=\"nl\">Missie<") && page.contains("lang=\"en\">Mission<"), "{lang}");
    }
}

#[test]
fn the_page_stands_by_itself() {
    let page = page(&figures());
    for outside in ["http:", "https:", " src=", "@import", "<link", "<img", "<iframe", "javascript:", " style=", " onclick="] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.matches("url(").count() == page.matches("url(#hatch)").count());
}

#[test]
fn the_policy_allows_just_the_style_and_script_of_the_page() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let page = page(&figures());
    let within =
        |open: &str, close: &str| page.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map(|(text, _)| text).expect("a part");
    let policy = within("Content-Security-Policy\" content=\"", "\">").replace("&#39;", "'");
    let hash = |text: &str| base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text.as_bytes()));
    let (style, script) = (hash(within("<style>", "</style>")), hash(within("<script>", "</script>")));
    assert_eq!(
        policy,
        format!("default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'")
    );
}

#[test]
fn nothing_at_all_is_said_kindly() {
    let mut sample = Sample::new();
    sample.periods = Vec::new();
    let text = read(&page(&sample), Lang::En);
    assert!(text.contains("No month with figures was found.") && text.contains("There are no findings."), "{text}");
    let edition = sample.edition();
    assert!(html(&edition, &[]).expect("a page").contains("No month with figures was found."), "no tables at all");
}

/// What may not stand in the page as it is: each would end an element, an attribute or a comment.
const HOSTILE: &str = "<script>alert(\"1\")</script>'-->\u{202e}</style><img src=x>&amp;{{ 7 }}\u{0}=cmd()";

fn hostile(findings: usize) -> Sample {
    let mut sample = figures();
    sample.schema.registry.missions[ARMENIA].name = HOSTILE.into();
    sample.schema.coordinators = vec![coordinator(HOSTILE)];
    sample.facts.completeness = vec![Completeness { period: month("2026-05"), reports: vec![report(State::Received, None)] }];
    sample.schema.waivers = vec![Waiver {
        code: "SHT-01".into(),
        location: Location::default(),
        reason: HOSTILE.into(),
        decided_by: HOSTILE.into(),
        decided_on: month("2026-05").first_day(),
        until: month("2026-05").last_day(),
        line: 1,
    }];
    sample.catalogue[0].name = Bilingual::same(HOSTILE);
    sample.tallies = vec![CheckTally {
        period: Some(month("2026-05")),
        code: "SHT-01".into(),
        passed: 1,
        failed: 1,
        not_run: 1,
        reasons: vec![Bilingual::same(HOSTILE)],
    }];
    let place = |at: u32| Place::Cell { file: format!("{HOSTILE}/{HOSTILE}.xlsx"), sheet: HOSTILE.into(), cell: CellRef::new(at, 1) };
    let one = |at: usize| Finding {
        place: place(u32::try_from(at).expect("few")),
        message: Bilingual::same(format!("{at} {HOSTILE}")),
        suggestion: Bilingual::same(HOSTILE),
        value: SafeText::own(HOSTILE),
        expected: SafeText::own(HOSTILE),
        waived: at == 0,
        waiver: (at == 0).then_some(0),
        ..finding()
    };
    sample.findings = (0..findings).map(one).collect();
    let excerpt = |at: u32| Excerpt {
        cell: CellRef::new(at, 1),
        columns: vec![1],
        rows: vec![ExcerptRow { row: at, header: false, cells: vec![Shown::Text(SafeText::own(HOSTILE))] }],
    };
    sample.excerpts = (0..u32::try_from(findings).expect("few")).map(|at| (place(at), excerpt(at))).collect();
    sample
}

#[test]
fn no_name_or_text_can_break_the_page() {
    let page = page(&hostile(WRITTEN_OUT + 3));
    assert!(page.contains("&#60;script&#62;alert(&#34;1&#34;)"), "they are shown as they are");
    for broken in ["<script>alert", "<img", "-->", "\u{202e}", "\u{0}"] {
        assert!(!page.contains(broken), "{broken:?}");
    }
    let count = |tag: &str| page.matches(tag).count();
    assert_eq!(
        [count("<style"), count("</style"), count("<script"), count("</script")],
        [1, 1, 2, 2],
        "the data and the script of the page"
    );
    let data = page.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script>")).expect("data").0;
    let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
    let items = data["items"].as_array().expect("items");
    let shown = HOSTILE.replace(['\u{202e}', '\u{0}'], "\u{fffd}");
    assert_eq!(items.len(), 3);
    assert_eq!((items[0]["v"].as_str(), items[0]["r"][0][4][0].as_str()), (Some(shown.as_str()), Some(shown.as_str())));
    assert_eq!(data["texts"][usize::try_from(items[0]["a"].as_u64().expect("a place")).expect("few")], shown.as_str());
}

#[test]
fn of_very_many_findings_all_are_there() {
    let mut sample = figures();
    let one = |at: u32| Finding {
        place: Place::Cell { file: "2026-05/east.xlsx".into(), sheet: "Bezetting".into(), cell: CellRef::new(at, 1) },
        message: Bilingual::same(format!("number {at}")),
        ..finding()
    };
    sample.findings = (0..10_000).map(one).collect();
    let page = page(&sample);
    assert_eq!(page.matches("<li id=\"f").count(), WRITTEN_OUT);
    assert_eq!(page.matches("data-s=\"error\" data-m=\"eum-armenia\" data-k=\"\" data-p=").count(), 10_000 - WRITTEN_OUT);
    assert!(page.len() < 9_000_000, "{} bytes", page.len());
}

#[test]
fn the_errors_of_the_month_are_named_and_linked() {
    let mut sample = figures();
    let accepted = Finding { waived: true, ..finding() };
    let april = Finding { period: Some(month("2026-04")), message: Bilingual::same("another"), ..finding() };
    sample.findings = vec![accepted, april, finding()];
    let page = page(&sample);
    assert!(page.contains("<a href=\"#f2\"><span class=\"code\">") || page.contains("<a href=\"#f1\"><span class=\"code\">"));
    let text = read(&page, Lang::En);
    assert_eq!(part(&text, "Draft", 2), "Draft 1 open error: the figures are not final yet.\nSHT-01 total does not add up · EUM Armenia");
    assert!(page.contains("class=\"status s-flagged\"><a href=\"#f"), "the flagged line points at its finding");
}

// ---- Women -----------------------------------------------------------------------------------------------------------------

#[test]
fn the_share_of_women_is_of_those_who_are_known_and_never_of_a_small_mission() {
    let mut sample = figures();
    sample.periods = vec![month("2026-05")];
    sample.schema.settings.withhold_female_by_mission = false;
    sample.facts.attributes = vec![attribute(AT_SEA, "sex", "f", 0), attribute(AT_SEA, "sex", "m", 6), attribute(AT_SEA, "sex", "u", 6)];
    let text = read(&page(&sample), Lang::En);
    let line = |name: &str| part(&part(&text, "Headcount by mission", 30), name, 1);
    // Six of the twelve at sea are of unknown sex, and that number is published.
    assert!(line("Mission at sea").contains("| 6 of 6 (100%) |"), "{}", line("Mission at sea"));
    assert!(line("EUM Armenia").contains("| 2 of 7 (28.6%) |"), "{}", line("EUM Armenia"));
    assert!(line("EUAM Iraq").contains("| 1 |"), "four are too few for a share: {}", line("EUAM Iraq"));
    // Armenia, Iraq, Guinea and at sea without the six.
    assert!(line("Total").ends_with("| 9 of 17 (52.9%) |"), "{}", line("Total"));
}

#[test]
fn a_withheld_number_of_women_is_an_x_and_an_unknown_one_a_dash() {
    let text = read(&page(&figures()), Lang::En);
    let line = |name: &str| part(&part(&text, "Headcount by mission", 30), name, 1);
    assert!(line("EUAM Iraq").ends_with("| x | in order"), "{}", line("EUAM Iraq"));
    assert!(line("OSC").ends_with("| – | missing"), "{}", line("OSC"));
    assert!(text.contains("x: withheld, because the number of women or men is below 5"));
}

// ---- What is withheld ------------------------------------------------------------------------------------------------------

fn table(name: &str, about_persons: bool, fields: &[&str]) -> TableSchema {
    let field = |name: &&str| Field {
        name: (*name).into(),
        title: Bilingual::new(format!("{name} nl"), format!("{name} en")),
        kind: FieldType::Count,
        codes: None,
        required: false,
        personal: false,
        synonyms: if *name == "female" { vec!["vrouw".into(), "aantal vrouwen".into(), "women".into()] } else { Vec::new() },
    };
    TableSchema {
        name: name.into(),
        title: Bilingual::same(name),
        about_persons,
        reference: false,
        fields: fields.iter().map(field).collect(),
        recognised_by: Vec::new(),
        missing_values: Vec::new(),
    }
}

fn check(code: &str, nl: &str, en: &str) -> Check {
    let mut check = Sample::new().catalogue.remove(0);
    check.code = code.into();
    check.message = Bilingual::new(nl, en);
    check.doc.nl.fix = "Kijk naar het rooster.".into();
    check.doc.en.fix = "Look at the roster.".into();
    check
}

fn equation(code: &str, group: Grouping, fields: &[(usize, usize)]) -> Equation {
    let term = |(table, field): &(usize, usize)| Term {
        sign: 1,
        kind: TermKind::Field(FieldPath { table: *table, field: *field }),
        of: Of::This,
        name: None,
        missing: None,
    };
    Equation {
        code: code.into(),
        group,
        left: Side { terms: fields.iter().map(term).collect(), missing: Missing::SkipIfAny, name: None },
        operator: Operator::Equal,
        right: Side::default(),
        tolerance: 0,
        only_if_positive: None,
    }
}

/// Two tables, and checks: of headcounts (XSH-01), of women (XSH-03), of single persons (XMN-05), and one in Rust (PLA-07).
fn private() -> Sample {
    let mut sample = figures();
    sample.schema.tables = vec![table("headcount", false, &["stated", "female"]), table("roster", true, &["start", "planned_end"])];
    let checks = [
        check("XSH-01", "Bezetting {x}, rooster {y} ({mission}).", "Headcount {x}, roster {y} ({mission})."),
        check("XSH-03", "Vrouwen {x}, rooster {y} ({mission}).", "Women {x}, roster {y} ({mission})."),
        check("XMN-05", "De persoon op {key} ontbreekt.", "The person on {key} is missing."),
        check("PLA-07", "{field} op regel {key} loopt tot {value} ({mission}).", "{field} on line {key} runs to {value} ({mission})."),
    ];
    sample.catalogue = checks.to_vec();
    sample.schema.equations.checks = checks[..3].to_vec();
    sample.schema.equations.equations = vec![
        equation("XSH-01", Grouping::Mission, &[(0, 0)]),
        equation("XSH-03", Grouping::Mission, &[(0, 1)]),
        equation("XMN-05", Grouping::Person, &[(0, 0)]),
    ];
    sample
}

fn about(code: &str, field: &str) -> Finding {
    Finding {
        code: code.into(),
        severity: Severity::Warning,
        field: field.into(),
        value: SafeText::own("7193"),
        expected: SafeText::own("<= 7194"),
        message: Bilingual::new("Er staat 7193, 2031-07-19.", "It says 7193, 2031-07-19."),
        suggestion: Bilingual::new("B7 zou 7194 moeten zijn.", "B7 should be 7194."),
        ..finding()
    }
}

#[test]
fn of_findings_about_persons_and_kinds_of_persons_only_name_and_place_are_shown() {
    let mut sample = private();
    let shown = [("XSH-01", "headcount.stated"), ("XSH-01", "roster"), ("FIL-05", "headcount.stated")];
    let withheld = [
        ("XSH-03", "headcount.stated"),
        ("XSH-01", "headcount.female"),
        ("XMN-05", "roster"),
        ("PLA-07", "roster.planned_end"),
        ("PLA-07", "planned.window | roster.start"),
        ("PRV-08", "headcount_by_attribute.status"),
        ("PRV-10", "planned.window"),
    ];
    for (code, field, closed) in shown.map(|(c, f)| (c, f, false)).into_iter().chain(withheld.map(|(c, f)| (c, f, true))) {
        sample.findings = vec![about(code, field)];
        let page = page(&sample);
        assert_eq!(Privacy::of(&sample.edition()).is_closed(&sample.findings[0]), closed, "{code} {field}");
        for figure in ["7193", "7194", "2031-07-19"] {
            assert_eq!(page.contains(figure), !closed, "{figure} of {code} {field}");
        }
        assert!(page.contains(code) && page.contains("Bezetting!B7"), "name and place are shown: {code} {field}");
    }
}

#[test]
fn a_closed_finding_says_what_its_check_says_without_figures() {
    let mut sample = private();
    sample.findings = vec![about("PLA-07", "roster.planned_end")];
    let text = read(&page(&sample), Lang::Nl);
    insta::assert_snapshot!(part(&text, "waarschuwing PLA-07", 14), @r"
    waarschuwing PLA-07 totaal klopt niet
    EUM Armenia · mei 2026 · Bezetting!B7
    planned_end nl op regel Bezetting!B7 loopt tot [achtergehouden] (EUM Armenia).
    Bestand
    2026-05/east.xlsx
    Gevonden
    [achtergehouden]
    Verwacht
    [achtergehouden]
    Herstel
    Kijk naar het rooster.
    Achtergehouden
    Deze bevinding gaat over personen of een kleine groep: alleen naam en plaats staan hier. Waarom
    Geen bevinding voldoet aan deze filters.
    ");
    sample.findings = vec![about("XSH-03", "headcount.female")];
    assert!(read(&page(&sample), Lang::En).contains("Women [withheld], roster [withheld] (EUM Armenia)."));
}

#[test]
fn where_small_numbers_are_not_withheld_women_are_shown_and_persons_are_not() {
    let mut sample = private();
    sample.schema.settings.withhold_female_by_mission = false;
    let privacy = |finding: &Finding| Privacy::of(&sample.edition()).is_closed(finding);
    assert!(!privacy(&about("XSH-03", "headcount.female")));
    assert!(privacy(&about("PLA-07", "roster.start")) && privacy(&about("XMN-05", "roster")));
}

#[test]
fn outcomes_and_findings_that_are_kept_as_data_are_closed_alike() {
    let mut sample = private();
    let root = about("XSH-01", "headcount.stated");
    let root = Finding {
        value: SafeText::default(),
        expected: SafeText::default(),
        message: Bilingual::same("plain"),
        suggestion: Bilingual::default(),
        ..root
    };
    let outcome = Finding { outcome_of: Some("XSH-01".into()), ..about("XSH-03", "headcount.female") };
    sample.findings = vec![root, outcome];
    let short = page(&sample);
    assert!(short.contains("XSH-03") && !short.contains("7193"));
    for at in 0..u32::try_from(WRITTEN_OUT).expect("few") {
        let place = Place::Cell { file: "a.xlsx".into(), sheet: "B".into(), cell: CellRef::new(at, 2) };
        sample.findings.push(Finding { severity: Severity::Error, place, message: Bilingual::same(format!("n {at}")), ..finding() });
    }
    let long = page(&sample);
    assert!(long.contains("\"o\":[[\"XSH-03\"") && !long.contains("7193"), "it is among the data, without its figures");
}

#[test]
fn a_suggestion_that_names_other_cells_tells_none_of_their_figures() {
    let mut sample = private();
    sample.inputs = vec![("2026-05/oost 12.xlsx".into(), String::new())];
    sample.ledger.lines = vec![crate::domain::LedgerLine {
        file: "2026-05/oost 12.xlsx".into(),
        sheet: "Blad 1".into(),
        rows: 0,
        accepted: 0,
        rejected: 0,
        header: 0,
        title: 0,
        total: 0,
        note: 0,
        blank: 0,
        hidden: 0,
        other: 0,
    }];
    let said = |text: &str| {
        let finding = Finding { suggestion: Bilingual::same(text), ..about("XSH-01", "headcount.stated") };
        Privacy::of(&sample.edition()).said(&finding, None).advice.en.into_owned()
    };
    assert_eq!(said("Blad 1!B7 (2026-05/oost 12.xlsx) should be 4."), "Blad 1!B7 (2026-05/oost 12.xlsx) should be 4.");
    assert_eq!(
        said("Either Blad 1!B7 (2026-05/oost 12.xlsx) should be 4 or D7 at most 12."),
        "Either Blad 1!B7 (2026-05/oost 12.xlsx) should be [withheld] or D7 at most [withheld]."
    );
    assert_eq!(
        said("D7 should be 2 (12), 3!"),
        "D7 should be [withheld] ([withheld]), [withheld]!",
        "a number that looks like a name is none"
    );
}

#[test]
fn a_text_that_speaks_of_women_is_not_shown() {
    let mut sample = private();
    let raw = Finding {
        value: SafeText::own("7, waarvan 2 Vrouwelijke"),
        message: Bilingual::same("'7, waarvan 2 Vrouwelijke'"),
        ..about("ROW-04", "headcount.stated")
    };
    let privacy = |text: &str| Privacy::of(&sample.edition()).speaks_of_kinds(text);
    assert!(privacy("2 vrouwen") && privacy("1 WOMAN") && !privacy("2 personen") && !privacy("aantal onbekend"));
    sample.excerpts = [(
        raw.place.clone(),
        Excerpt {
            cell: CellRef::new(6, 1),
            columns: vec![0, 1],
            rows: vec![
                ExcerptRow {
                    row: 3,
                    header: true,
                    cells: vec![Shown::Text(SafeText::own("Missie")), Shown::Text(SafeText::own("Vrouwen"))],
                },
                ExcerptRow {
                    row: 6,
                    header: false,
                    cells: vec![Shown::Text(SafeText::own("w.v. 2 vrouwen")), Shown::Internal(SafeText::own("7193"))],
                },
            ],
        },
    )]
    .into_iter()
    .collect();
    sample.findings = vec![raw];
    let page = page(&sample);
    assert!(!page.contains("2 vrouwen") && !page.contains("waarvan 2") && !page.contains("7193"));
    assert!(page.contains("Vrouwen"), "the header names the column");
}

#[test]
fn a_header_names_a_column_also_where_the_finding_is_closed() {
    let mut sample = private();
    sample.catalogue.push(check("PRV-05", "Kolom '{header}' met {n}.", "Column '{header}' with {n}."));
    let finding = about("PRV-05", "roster.start");
    let row = |header| ExcerptRow { row: 6, header, cells: vec![Shown::Text(SafeText::own("Begin"))] };
    let excerpt = |header| Excerpt { cell: CellRef::new(6, 1), columns: vec![1], rows: vec![row(header)] };
    for (header, message) in [(true, "Column 'Begin' with [withheld]."), (false, "Column '[withheld]' with [withheld].")] {
        sample.excerpts = [(finding.place.clone(), excerpt(header))].into_iter().collect();
        assert_eq!(Privacy::of(&sample.edition()).said(&finding, sample.catalogue.last()).message.get(Lang::En), message);
    }
}

#[test]
fn the_reason_of_a_waiver_is_told_but_for_what_is_withheld() {
    let mut sample = private();
    sample.schema.waivers = vec![Waiver {
        code: "XSH-03".into(),
        location: Location::default(),
        reason: "there are 7193 of them".into(),
        decided_by: "head of operations".into(),
        decided_on: month("2026-05").first_day(),
        until: month("2026-06").last_day(),
        line: 1,
    }];
    let said = |finding: Finding| {
        let finding = Finding { waived: true, waiver: Some(0), suggestion: Bilingual::same("Mend it."), ..finding };
        Privacy::of(&sample.edition()).said(&finding, sample.catalogue.get(1)).advice.en.into_owned()
    };
    assert_eq!(
        said(about("XSH-01", "headcount.stated")),
        "Accepted by head of operations up to and including 2026-06-30: there are 7193 of them. Mend it."
    );
    assert_eq!(
        said(about("XSH-03", "headcount.female")),
        "Accepted by head of operations up to and including 2026-06-30. Look at the roster."
    );
}

// ---- Returns and findings --------------------------------------------------------------------------------------------------

fn coordinator(name: &str) -> Coordinator {
    Coordinator {
        id: "east".into(),
        name: name.into(),
        aliases: Vec::new(),
        missions: vec![ARMENIA],
        due_day: Some(5),
        monthly: true,
        consolidated: false,
        language: None,
    }
}

fn report(state: State, timeliness: Option<Timeliness>) -> Report {
    Report {
        coordinator: 0,
        expected: true,
        state,
        version: Some(1),
        received: None,
        timeliness,
        missions: 4,
        reported: 3,
        files: vec!["a".into()],
    }
}

#[test]
fn who_reported_is_told_in_words() {
    let mut sample = figures();
    sample.schema.coordinators = vec![coordinator("Oost")];
    let reports = [
        report(State::Received, Some(Timeliness::InTime)),
        report(State::Received, Some(Timeliness::Late(3))),
        Report { version: Some(2), ..report(State::Partly, Some(Timeliness::Late(1))) },
        report(State::Missing, None),
        report(State::Refused, None),
        report(State::Received, Some(Timeliness::NotRecorded)),
    ];
    let months = ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"].map(month);
    sample.facts.completeness =
        months.into_iter().zip(reports).map(|(period, report)| Completeness { period, reports: vec![report] }).collect();
    let text = read(&page(&sample), Lang::Nl);
    insta::assert_snapshot!(part(&part(&text, "Opgaven per co", 9), "Co", 8), @r"
    Coördinator | december 2025 | januari 2026 | februari 2026 | maart 2026 | april 2026 | mei 2026
    Oost | op tijd | 3 dagen te laat | 3 van 4 missies, 1 dag te laat versie 2 | ontbreekt | geweigerd | ontvangen
    Ontvangen | 1 van 1 (100%) | 1 van 1 (100%) | 1 van 1 (100%) | 0 van 1 (0%) | 0 van 1 (0%) | 1 van 1 (100%)
    Op tijd | 1 van 1 (100%) | 0 van 1 (0%) | 0 van 1 (0%) | 0 van 1 (0%) | 0 van 1 (0%) | niet vastgelegd
    Van opgaven die alleen ‘ontvangen’ heten is de dag van ontvangst niet vastgelegd; zij tellen niet als op tijd.
    Controles
    Er zijn geen controles uitgevoerd.
    Bevindingen
    ");
}

#[test]
fn the_same_finding_of_several_months_is_one_with_its_places() {
    let mut sample = figures();
    let of = |period: &str, row: u32| Finding {
        period: Some(month(period)),
        place: Place::Cell { file: format!("{period}/east.csv"), sheet: "east".into(), cell: CellRef::new(row, 0) },
        ..finding()
    };
    sample.findings = vec![of("2026-04", 4), of("2026-05", 5)];
    let findings = Findings::of(&sample.edition());
    assert_eq!(findings.items.len(), 1);
    let item = &findings.items[0];
    assert_eq!(
        (item.periods.as_str(), item.months.get(Lang::Nl), item.place.0.as_str()),
        ("2026-04 2026-05", "april 2026 t/m mei 2026", "A6")
    );
    assert_eq!(item.others.iter().map(|name| name.0.as_str()).collect::<Vec<_>>(), ["2026-04/east.csv · A5"]);
}

#[test]
fn a_year_of_months_is_shown_and_a_month_in_between_keeps_its_place() {
    let months = (0..20).scan(month("2026-05"), |next, _| Some(std::mem::replace(next, next.previous())));
    let periods: Vec<_> = months.filter(|period| *period != month("2026-02")).collect();
    let mut sample = Sample::with(periods.iter().map(|period| headcount(&period.to_string(), ARMENIA, Some(7), None)).collect());
    sample.periods = periods.into_iter().rev().collect();
    let page = page(&sample);
    let text = read(&page, Lang::En);
    let course = part(&part(&text, "Headcount by mission and month", 12), "EUM Armenia", 1);
    assert_eq!(course, "EUM Armenia |  | 7 | 7 | 7 | 7 | 7 | 7 | 7 | 7 | 7 | – | 7 | 7 | 7");
    assert_eq!(text.lines().filter(|line| line.starts_with("All earlier months")).count(), 1);
    assert_eq!(page.matches("<table class=\"numbers missions\">").count(), 12, "a table for each month that is known in the last thirteen");
}
