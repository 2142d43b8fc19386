//! Tests of the loader as a whole.

mod letters;
mod mistakes;
mod small;
mod waivers;

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::source;
use super::*;
use crate::domain::equation::{Condition, Day, Equation, FieldPath, Grouping, Missing, Of, Operator, Side, Term, TermKind, Test, Weights};
use crate::domain::registry::Resolved;
use crate::domain::{FieldType, Severity, fold};

const RUST_CHECKS: [&str; 2] = ["FIL-01", "XMN-04"];

/// The shipped schemas without their checks, some files added.
fn shipped(more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = source::built_in().into_iter().map(|source| (source.path, source.text)).collect();
    for (path, text) in [("checks.toml", "")].iter().chain(more) {
        files.retain(|(known, _)| known != path);
        files.push(((*path).to_string(), text.to_string()));
    }
    files
}

/// Replacements in a file, each of which must apply.
type Edits<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// The small schemas with some changes.
fn small(edits: &[Edits<'_>]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = small::FILES.map(|(path, text)| (path.to_string(), text.to_string())).into();
    for (path, changes) in edits {
        let text = &mut files.iter_mut().find(|(known, _)| known == path).expect("a file").1;
        for (from, to) in *changes {
            assert!(text.contains(from), "{path}: {from}");
            *text = text.replacen(from, to, 1);
        }
    }
    files
}

fn on_disk(files: &[(String, String)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    dir
}

fn report_of(dir: &Path, lang: Lang) -> String {
    match load_with(dir, &Options { rust_checks: &RUST_CHECKS, lang, colour: false }) {
        Err(Error::Schema { report, mistakes }) => {
            assert!(mistakes > 0);
            report.replace(&*dir.to_string_lossy(), "schemas")
        }
        other => format!("{other:?}"),
    }
}

fn report(files: &[(String, String)]) -> String {
    report_of(on_disk(files).path(), Lang::En)
}

fn loaded(files: &[(String, String)]) -> Schema {
    load(on_disk(files).path(), &RUST_CHECKS).map_err(|error| error.to_string()).expect("right schemas")
}

fn header<'a>(schema: &'a Schema, table: &str, text: &str) -> Option<&'a str> {
    let table = &schema.tables[schema.table(table)?];
    let fits = |synonym: &String| fold(synonym) == fold(text);
    table.fields.iter().find(|field| field.synonyms.iter().any(fits)).map(|field| field.name.as_str())
}

#[test]
fn the_shipped_schemas_are_right() {
    let checks: toml::Table = include_str!("../../../schemas/checks.toml").parse().expect("TOML");
    // The settings may name any check; which are written in Rust is for the catalogue's tests.
    let declared = |code: &str| {
        let checks = checks.get("check").and_then(toml::Value::as_array);
        checks.is_some_and(|checks| checks.iter().any(|check| check.get("code").and_then(toml::Value::as_str) == Some(code)))
    };
    let set = checks.get("settings").and_then(toml::Value::as_table);
    let in_rust: Vec<&str> = set.into_iter().flat_map(toml::Table::keys).map(String::as_str).filter(|code| !declared(code)).collect();
    let schema = load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")), &in_rust).map_err(|error| error.to_string());
    let built_in = built_in(&in_rust).map_err(|error| error.to_string()).expect("right schemas");
    let schema = schema.expect("right schemas");
    assert_eq!((&schema.tables, &schema.registry, &schema.coordinators), (&built_in.tables, &built_in.registry, &built_in.coordinators));
    assert_eq!(schema.equations.weights, Weights::default(), "the weights that hold where none are given are those that are shipped");
    assert_eq!(schema.files.len(), built_in.files.len());
    assert!(built_in.files.iter().all(|(path, hash)| path.starts_with("built-in/") && hash.len() == 64));
    assert!(schema.files.is_sorted() && built_in.files.is_sorted());
}

#[test]
fn headers_of_all_three_languages_lead_to_their_field() {
    let schema = loaded(&shipped(&[]));
    for (table, text, field) in [
        ("headcount", "Bezetting", "stated"),
        ("headcount", "# vrouwen", "female"),
        ("headcount", "Waarvan tijdelijk in NL", "temp_home"),
        ("headcount", "Effectif déployé", "stated"),
        ("headcount", "fin du mandat", "mandate_end"),
        ("headcount", "MISSION / OPERATION", "mission"),
        ("roster", "Deployment ID", "person_key"),
        ("roster", "M/V", "sex"),
        ("roster", "Werkelijke einddatum", "actual_end"),
        ("roster", "unité d'origine", "unit"),
        ("movements", "date d'effet", "date"),
        ("training", "Project", "project"),
        ("training", "kpi", "indicator"),
        ("planned", "Verwacht", "window"),
    ] {
        assert_eq!(header(&schema, table, text), Some(field), "{table}: {text}");
    }
}

#[test]
fn every_header_written_in_the_files_is_found_in_a_loaded_field() {
    let schema = loaded(&shipped(&[]));
    let sources = source::built_in();
    let mut checked = 0;
    for source in sources.iter().filter(|source| source.path == "fields.toml" || source.path.starts_with("tables/")) {
        let document: toml::Table = source.text.parse().expect("TOML");
        for field in document["fields"].as_array().expect("fields") {
            let Some(synonyms) = field.get("synonyms").and_then(toml::Value::as_table) else { continue };
            let name = field["name"].as_str().expect("a name");
            for synonym in synonyms.values().flat_map(|list| list.as_array().expect("a list")) {
                let synonym = synonym.as_str().expect("a text");
                let tables: Vec<&str> = match document.get("name") {
                    Some(table) => vec![table.as_str().expect("a name")],
                    None => schema.tables.iter().filter(|table| table.field(name).is_some()).map(|table| table.name.as_str()).collect(),
                };
                for table in tables {
                    assert_eq!(header(&schema, table, synonym), Some(name), "{table}: {synonym}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 600, "{checked}");
}

#[test]
fn the_registry_knows_every_mission_by_all_its_names() {
    let registry = loaded(&shipped(&[])).registry;
    assert_eq!(registry.missions.len(), 84);
    for (at, mission) in registry.missions.iter().enumerate() {
        for name in [&mission.id, &mission.name].into_iter().chain(&mission.aliases) {
            assert_eq!(registry.resolve(name, None), Resolved::Known(at), "{name}");
        }
    }
    let lines: Vec<&str> = (1..=15)
        .map(|place| {
            registry.missions.iter().find(|mission| mission.display_order == Some(place)).map_or("", |mission| mission.name.as_str())
        })
        .collect();
    assert_eq!((lines[0], lines[1], lines[12], lines[14]), ("EUM Armenia", "EUAM Iraq", "OSC", "UNSMIL Libya"));
}

#[test]
fn osc_is_not_osce() {
    let registry = loaded(&shipped(&[])).registry;
    assert_eq!(registry.resolve("OSC", None), Resolved::Known(registry.find("osc-jerusalem").expect("a mission")));
    for name in ["OSCE", "osce", "OVSE"] {
        let Resolved::Ambiguous(shared) = registry.resolve(name, None) else { panic!("{name}") };
        assert_eq!(shared.candidates.len(), 16);
        assert!(shared.candidates.iter().all(|at| registry.missions[*at].id.starts_with("osce-")));
    }
    assert_eq!(registry.resolve("OSCE", Some("RS")), Resolved::Known(registry.find("osce-serbia").expect("a mission")));
}

#[test]
fn only_the_umbrella_label_is_unconfirmed_and_mandates_are_dated() {
    let registry = loaded(&shipped(&[])).registry;
    let unconfirmed: Vec<&str> =
        registry.missions.iter().filter(|mission| mission.unconfirmed).map(|mission| mission.id.as_str()).collect();
    assert_eq!(unconfirmed, ["osce-west-balkan"]);
    assert_eq!(registry.missions.iter().map(|mission| mission.mandates.len()).sum::<usize>(), 37);
    let iraq = &registry.missions[registry.find("euam-iraq").expect("a mission")];
    assert_eq!((iraq.mandates.len(), iraq.mandates[1].until), (2, None));
}

#[test]
fn codes_go_by_their_abbreviations() {
    let schema = loaded(&shipped(&[]));
    for (list, text, code) in [
        ("sex", "V", "f"),
        ("sex", "H", "m"),
        ("deployment_status", "V", "leave"),
        ("deployment_status", "Tijdelijk in Nederland", "temp_home"),
        ("deployment_status", "in mission area", "in_mission"),
        ("rank", "hfd.agt", "hoofdagent"),
        ("rank", "hcie", "hoofdcommissaris"),
        ("training_programme", "Buddymethodiek", "buddy"),
        ("training_programme", "Team Collegiale Ondersteuning (TCO)", "tcs"),
        ("country", "Ivoorkust", "CI"),
        ("region", "Hoorn van Afrika", "east_africa_horn"),
    ] {
        let list = &schema.code_lists[schema.code_list(list).expect("a list")];
        let found = list.resolve(text).map(|at| list.codes[usize::from(at)].code.as_str());
        assert_eq!(found, Some(code), "{text}");
    }
    let ranks = &schema.code_lists[schema.code_list("rank").expect("a list")];
    assert_eq!(ranks.resolve("Oper. Expert"), None);
}

#[test]
fn coordinators_have_their_missions_and_deadlines() {
    let schema = loaded(&shipped(&[]));
    let east = &schema.coordinators[0];
    assert_eq!((east.id.as_str(), east.missions.len(), east.due_day, east.monthly), ("oost", 4, Some(5), true));
    let staff = schema.coordinators.iter().find(|coordinator| coordinator.id == "staf").expect("a coordinator");
    assert_eq!((staff.due_day, staff.monthly), (None, false));
}

#[test]
fn coordinators_are_written_to_in_their_language_or_that_of_the_settings() {
    let languages = |edits: &[Edits<'_>]| -> Vec<Option<Lang>> {
        loaded(&small(edits)).coordinators.iter().map(|coordinator| coordinator.language).collect()
    };
    assert_eq!(languages(&[]), [Some(Lang::Nl), Some(Lang::En)]);
    assert_eq!(languages(&[("coordinators.csv", &[("de\",nl", "de\","), ("Tweede,en", "Tweede,fr")])]), [None, Some(Lang::En)]);
    let without = [("name_nl,language", "name_nl"), ("de\",nl", "de\""), ("Tweede,en", "Tweede")];
    assert_eq!(languages(&[("coordinators.csv", &without)]), [None, None]);
}

#[test]
fn coordinators_saved_by_a_dutch_excel_are_read_alike() {
    let text = source::built_in().into_iter().find(|source| source.path == "coordinators.csv").expect("a file").text;
    let saved = format!("\u{feff}{}", text.replace(',', ";").replace('\n', "\r\n"));
    assert_eq!(loaded(&shipped(&[("coordinators.csv", &saved)])).coordinators, loaded(&shipped(&[])).coordinators);
}

#[test]
fn equations_and_settings_arrive_as_written() {
    let schema = loaded(&small(&[]));
    assert_eq!(schema.number("XMN-04", "grace_days", 0), 14);
    assert!(schema.switch("XMN-04", "strict", false));
    assert_eq!(schema.equations.checks[0].severity, Severity::Warning, "the settings override the check's own severity");
    let stated = FieldPath { table: 0, field: 2 };
    let plain = |kind| Term { sign: 1, kind, of: Of::This, name: None, missing: None };
    let count = TermKind::Count {
        table: 1,
        conditions: vec![
            Condition { field: 1, test: Test::OnOrBefore(Day::AsOf), blank: false },
            Condition { field: 2, test: Test::OnOrAfter(Day::PreviousAsOf), blank: true },
            Condition { field: 3, test: Test::NotIn(vec![1]), blank: true },
        ],
    };
    let expected = Equation {
        code: "SHT-01".into(),
        group: Grouping::Total,
        left: Side { terms: vec![plain(TermKind::Total(stated))], missing: Missing::SkipIfAll, name: Some("x".into()) },
        operator: Operator::Equal,
        right: Side {
            terms: vec![
                Term { missing: Some(Missing::SkipIfAny), ..plain(TermKind::Sum(stated)) },
                Term { sign: -1, of: Of::Previous, ..plain(count) },
                plain(TermKind::Constant(3)),
            ],
            missing: Missing::SkipIfAny,
            name: Some("y".into()),
        },
        tolerance: 1,
        only_if_positive: Some(stated),
    };
    assert_eq!(schema.equations.equations, [expected]);
}

#[test]
fn shared_fields_and_missing_values_reach_the_tables() {
    let schema = loaded(&small(&[]));
    let [headcount, roster] = &schema.tables[..] else { panic!("two tables") };
    assert_eq!((headcount.fields[0].required, roster.fields[0].required), (true, false));
    assert_eq!((headcount.fields[1].kind, headcount.fields[1].codes), (FieldType::Code, schema.code_list("region")));
    assert_eq!((&*headcount.missing_values, &*roster.missing_values), (&["-".to_string(), "nvt".into()][..], &["?".to_string()][..]));
    assert_eq!(headcount.fields[5].synonyms, ["female", "Vrouwen", "Women"], "a field without headers goes by its name and titles");
    assert_eq!((roster.about_persons, roster.title.nl.as_str()), (true, "Roster"));
}

#[test]
fn a_table_is_added_with_one_file() {
    let text = r#"
name = "vehicles"
[[fields]]
shared = "mission"
constraints = { required = true }
[[fields]]
name = "armoured"
type = "integer"
title = { nl = "Gepantserde voertuigen", en = "Armoured vehicles" }
"#;
    let schema = loaded(&shipped(&[("tables/vehicles.toml", text)]));
    let table = &schema.tables[schema.table("vehicles").expect("a table")];
    assert_eq!(table.recognised_by, [0]);
    assert_eq!((table.fields[1].kind, header(&schema, "vehicles", "armoured vehicles")), (FieldType::Count, Some("armoured")));
    assert!(table.missing_values.contains(&"nvt".to_string()) && table.missing_values.contains(&"–".to_string()));
}

#[test]
fn a_plain_table_schema_in_json_is_a_table() {
    let text = r#"{
  "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
  "fields": [
    { "name": "mission", "type": "string", "constraints": { "required": true } },
    { "name": "lost", "title": "Days lost", "type": "integer", "format": "default", "description": "x" },
    { "name": "since", "type": "date" },
    { "name": "month", "type": "yearmonth" },
    { "name": "cause", "type": "string" },
    { "name": "share", "type": "number" }
  ],
  "missingValues": ["", "-", "N.A."],
  "primaryKey": ["mission"],
  "foreignKeys": [
    { "fields": "mission", "reference": { "resource": "missions", "fields": "id" } },
    { "fields": ["cause"], "reference": { "resource": "end_reason", "fields": ["code"] } }
  ]
}"#;
    let schema = loaded(&shipped(&[("tables/incidents.json", text)]));
    let table = &schema.tables[schema.table("incidents").expect("a table")];
    let kinds: Vec<FieldType> = table.fields.iter().map(|field| field.kind).collect();
    use FieldType::{Code, Count, Date, Mission, Month, Text};
    assert_eq!(kinds, [Mission, Count, Date, Month, Code, Text]);
    assert_eq!(table.fields[4].codes, schema.code_list("end_reason"));
    assert_eq!((header(&schema, "incidents", "days lost"), &*table.recognised_by), (Some("lost"), &[0][..]));
    assert_eq!(table.missing_values, ["-", "na"]);
}

#[test]
fn schemas_in_memory_are_those_on_disk() {
    let bytes = small::FILES.map(|(path, text)| (path, text.as_bytes()));
    let options = Options { rust_checks: &RUST_CHECKS, ..Options::default() };
    let read = read_texts(&bytes, &options).map_err(|error| error.to_string()).expect("right schemas");
    let on_disk = loaded(&small(&[]));
    assert_eq!((&read.tables, &read.registry, &read.coordinators), (&on_disk.tables, &on_disk.registry, &on_disk.coordinators));
    assert_eq!((read.equations.equations, read.files), (on_disk.equations.equations, on_disk.files));
    let Err(Error::Schema { report, mistakes }) = read_texts(&bytes[1..], &options) else { panic!("checks.toml is missing") };
    assert!(mistakes == 1 && report.contains("checks.toml") && report.contains("this file is missing"), "{report}");
}

fn any_text() -> impl Strategy<Value = Vec<u8>> {
    let pieces = proptest::collection::vec(
        prop_oneof![
            Just("[[mission]]\n"),
            Just("[[fields]]\n"),
            Just("[[check]]\n"),
            Just("[settings.XMN-04]\n"),
            Just("[a]\n"),
            Just("name = "),
            Just("id = "),
            Just("fields = "),
            Just("\"é\"\n"),
            Just("[\"x\"]\n"),
            Just("{ nl = \"\", en = 1 }\n"),
            Just("2026-02-30\n"),
            Just("1\n"),
            Just("oost;x|y;|\r\n"),
            Just("\"a,\"\"b\",,\n"),
            Just("coordinator,name_nl,language,missions,due_day,reports\n"),
            Just("{\"fields\":[{\"name\":\"é\"}]"),
            Just("}"),
            Just("\u{feff}"),
            Just("[[check.equation]]\n"),
            Just("left = { terms = [{}] }\n"),
        ],
        0..12,
    );
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..64),
        pieces.prop_map(|pieces| pieces.concat().into_bytes()),
        (0..4000_usize, any::<u8>()).prop_map(|(at, byte)| {
            // A right file with one byte changed.
            let mut bytes = small::FILES[at % small::FILES.len()].1.as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes
        }),
    ]
}

proptest! {
    #[test]
    fn no_bytes_in_any_file_make_the_loader_panic(bytes in any_text(), which in 0..11_usize) {
        let mut files: Vec<(String, Vec<u8>)> = small::FILES.map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).into();
        files.push(("tables/any.json".into(), Vec::new()));
        files[which].1 = bytes;
        let mut mistakes = Mistakes::default();
        let sources: Vec<Source> =
            files.into_iter().enumerate().map(|(at, (path, bytes))| source::source(path, &bytes, at, &mut mistakes)).collect();
        for colour in [false, true] {
            let again = sources.iter().map(|source| source::source(source.path.clone(), source.text.as_bytes(), 0, &mut Mistakes::default()));
            let again: Vec<Source> = again.collect();
            let options = Options { rust_checks: &RUST_CHECKS, colour, lang: Lang::Nl };
            let _ = compile("schemas", "", &again, &options, Mistakes::default());
        }
        let _ = compile("schemas", "", &sources, &Options::default(), mistakes);
    }
}
