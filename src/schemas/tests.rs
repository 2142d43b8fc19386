//! Tests of the loader as a whole.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::source;
use super::*;
use crate::domain::registry::Resolved;
use crate::domain::{FieldType, Severity, fold};

const RUST_CHECKS: [&str; 2] = ["FIL-01", "XMN-04"];

const CHECK: &str = r#"
[settings.XMN-04]
grace_days = 14
strict = true

[settings.SHT-01]
severity = "warning"

[[check]]
code = "SHT-01"
scope = "sheet"
severity = "error"
name = { nl = "Totaal", en = "Total" }
message = { nl = "Totaal {x}, som {y}, verschil {d}.", en = "Total {x}, sum {y}, difference {d}." }
[check.doc.nl]
does = "a"
why = "b"
example = "c"
fix = "d"
[check.doc.en]
does = "a"
why = "b"
example = "c"
fix = "d"
[[check.equation]]
group = "total"
left = { name = "x", missing = "skip", terms = [{ total = "headcount.stated" }] }
operator = "="
right = { name = "y", terms = [
  { sum = "headcount.stated", missing = "not_run" },
  { count = "roster", sign = "-", of = "previous", where = [
    { field = "start", on_or_before = "as_of" },
    { field = "actual_end", on_or_after = "previous_as_of", blank = true },
    { field = "status", not_in = ["ended", "pre_deployment"], blank = true },
  ] },
  { constant = 3 },
] }
tolerance = 1
only_if_positive = "headcount.stated"
"#;

/// The built-in schemas with a small `checks.toml`, some files changed, added, or (without text) left out.
fn with(changes: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = source::built_in().into_iter().map(|source| (source.path, source.text)).collect();
    for (path, text) in [("checks.toml", Some(CHECK))].iter().chain(changes) {
        files.retain(|(known, _)| known != path);
        files.extend(text.map(|text| ((*path).to_string(), text.to_string())));
    }
    files
}

/// The text of a built-in file after a replacement, which must apply.
fn edited(path: &str, from: &str, to: &str) -> String {
    let text = source::built_in().into_iter().find(|source| source.path == path).expect("a built-in file").text;
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
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

fn report(changes: &[(&str, Option<&str>)]) -> String {
    report_of(on_disk(&with(changes)).path(), Lang::En)
}

fn loaded(changes: &[(&str, Option<&str>)]) -> Schema {
    load(on_disk(&with(changes)).path(), &RUST_CHECKS).expect("a right schema")
}

fn header<'a>(schema: &'a Schema, table: &str, text: &str) -> Option<&'a str> {
    let table = &schema.tables[schema.table(table)?];
    let fits = |synonym: &String| fold(synonym) == fold(text);
    table.fields.iter().find(|field| field.synonyms.iter().any(fits)).map(|field| field.name.as_str())
}

#[test]
fn the_shipped_schemas_are_right() {
    let schema = load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")), &RUST_CHECKS).map_err(|error| error.to_string());
    let built_in = built_in(&RUST_CHECKS).map_err(|error| error.to_string()).expect("right schemas");
    let schema = schema.expect("right schemas");
    assert_eq!((&schema.tables, &schema.registry, &schema.coordinators), (&built_in.tables, &built_in.registry, &built_in.coordinators));
    assert_eq!(schema.files.len(), built_in.files.len());
    assert!(built_in.files.iter().all(|(path, hash)| path.starts_with("built-in/") && hash.len() == 64));
    assert!(schema.files.is_sorted() && built_in.files.is_sorted());
}

#[test]
fn headers_of_all_three_languages_lead_to_their_field() {
    let schema = loaded(&[]);
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
    let schema = loaded(&[]);
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
    let registry = loaded(&[]).registry;
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
    let registry = loaded(&[]).registry;
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
    let registry = loaded(&[]).registry;
    let unconfirmed: Vec<&str> =
        registry.missions.iter().filter(|mission| mission.unconfirmed).map(|mission| mission.id.as_str()).collect();
    assert_eq!(unconfirmed, ["osce-west-balkan"]);
    assert_eq!(registry.missions.iter().map(|mission| mission.mandates.len()).sum::<usize>(), 38);
    let iraq = &registry.missions[registry.find("euam-iraq").expect("a mission")];
    assert_eq!((iraq.mandates.len(), iraq.mandates[1].until), (2, None));
}

#[test]
fn codes_go_by_their_abbreviations() {
    let schema = loaded(&[]);
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
    let schema = loaded(&[]);
    let east = &schema.coordinators[0];
    assert_eq!((east.id.as_str(), east.missions.len(), east.due_day, east.monthly), ("oost", 4, Some(5), true));
    let staff = schema.coordinators.iter().find(|coordinator| coordinator.id == "staf").expect("a coordinator");
    assert_eq!((staff.due_day, staff.monthly), (None, false));
}

#[test]
fn coordinators_saved_by_a_dutch_excel_are_read_alike() {
    let text = source::built_in().into_iter().find(|source| source.path == "coordinators.csv").expect("a file").text;
    let saved = format!("\u{feff}{}", text.replace(',', ";").replace('\n', "\r\n"));
    assert_eq!(loaded(&[("coordinators.csv", Some(&saved))]).coordinators, loaded(&[]).coordinators);
}

#[test]
fn equations_and_settings_arrive_as_written() {
    let schema = loaded(&[]);
    assert_eq!(schema.number("XMN-04", "grace_days", 0), 14);
    assert!(schema.switch("XMN-04", "strict", false));
    assert_eq!(schema.equations.checks[0].severity, Severity::Warning, "the settings override the check's own severity");
    insta::assert_debug_snapshot!(schema.equations.equations, @"");
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
    let schema = loaded(&[("tables/vehicles.toml", Some(text))]);
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
    let schema = loaded(&[("tables/incidents.json", Some(text))]);
    let table = &schema.tables[schema.table("incidents").expect("a table")];
    let kinds: Vec<FieldType> = table.fields.iter().map(|field| field.kind).collect();
    use FieldType::{Code, Count, Date, Mission, Month, Text};
    assert_eq!(kinds, [Mission, Count, Date, Month, Code, Text]);
    assert_eq!(table.fields[4].codes, schema.code_list("end_reason"));
    assert_eq!((header(&schema, "incidents", "days lost"), &*table.recognised_by), (Some("lost"), &[0][..]));
    assert_eq!(table.missing_values, ["-", "na"]);
}

#[test]
fn every_mistake_of_every_file_is_reported_with_its_line() {
    let tables = edited("tables/planned.toml", "shared = \"region\"", "shared = \"regoin\"")
        .replacen("recognisedBy = [\"mission\", \"window\"]", "recognisedBy = [\"mission\", \"windw\"]", 1)
        .replacen("resource = \"planned_status\"", "resource = \"planed_status\"", 1)
        .replacen("kind = \"window\"", "kind = \"windows\"", 1)
        .replacen("\"gepland aantal\"", "\"Missie\"", 1)
        .replacen("minimum = 0", "minimum = 5, maximum = 1", 1)
        .replacen("type = \"integer\"", "type = \"integr\"", 1);
    let missions = edited("missions.toml", "until = 2027-02-19", "until = 2022-02-19")
        .replacen("aliases = [\n  \"EUMA\",", "alias = [\n  \"EUMA\",", 1)
        .replacen("organisation = \"EU\"", "organisation = \"VN\"", 1)
        .replacen("region = \"middle_east\"", "region = \"midle_east\"", 1)
        .replacen("start = 2014", "start = \"2014\"", 1)
        .replacen("\"EUBAM Libië\"", "\"euam ukraine\"", 1)
        .replacen("id = \"eubam-rafah\"", "id = \"eubam-libya\"", 1)
        .replacen("from = 2023-07-01", "from = 2023-06-30", 1)
        .replacen("status = \"umbrella\"", "status = \"umbrela\"", 1)
        .replacen("display_order = 15", "display_order = 1", 1);
    let lists = edited("codelists.toml", "synonyms = [\"V\", \"vr\"", "synonyms = [\"V\", \"Man\"");
    let coordinators = edited("coordinators.csv", "eum-armenia|", "eum-armenie|").replacen(",5,monthly", ",35,montly", 1);
    let settings = edited("settings.toml", "language = \"en\"", "langauge = \"en\"").replacen("= 20_000_000", "= -1", 1);
    let headers = edited("headers.toml", "\"roster.status\"", "\"rooster.status\"");
    insta::assert_snapshot!(report(&[
        ("tables/planned.toml", Some(&tables)),
        ("missions.toml", Some(&missions)),
        ("codelists.toml", Some(&lists)),
        ("coordinators.csv", Some(&coordinators)),
        ("settings.toml", Some(&settings)),
        ("headers.toml", Some(&headers)),
    ]), @"");
}

#[test]
fn mistakes_in_checks_are_reported_with_their_line() {
    let checks = CHECK
        .replacen("XMN-04", "XMN-40", 1)
        .replacen("severity = \"warning\"", "severity = \"waring\"", 1)
        .replacen("scope = \"sheet\"", "scope = \"sheets\"", 1)
        .replacen("som {y}", "som {z}", 1)
        .replacen("why = \"b\"\n", "", 1)
        .replacen("total = \"headcount.stated\"", "total = \"headcount.mission\"", 1)
        .replacen("sum = \"headcount.stated\"", "sum = \"headcount.statd\"", 1)
        .replacen("field = \"start\"", "field = \"rank\"", 1)
        .replacen("\"ended\"", "\"beëindigd\"", 1)
        .replacen("constant = 3", "constant = 3, field = \"headcount.stated\"", 1)
        .replacen("tolerance = 1", "tolerance = -1", 1)
        + "[[check]]\ncode = \"fil-1\"\n";
    insta::assert_snapshot!(report(&[("checks.toml", Some(&checks))]), @"");
}

#[test]
fn the_report_is_also_in_dutch() {
    let settings = edited("settings.toml", "language = \"en\"", "langauge = \"en\"");
    let dir = on_disk(&with(&[("settings.toml", Some(&settings))]));
    insta::assert_snapshot!(report_of(dir.path(), Lang::Nl), @"");
}

#[test]
fn a_file_that_cannot_be_parsed_is_one_mistake_and_hides_no_other() {
    let dir = on_disk(&with(&[
        ("codelists.toml", Some("[rank]\ntitle = \n")),
        ("tables/extra.json", Some("{ \"fields\": [\n  { \"name\": 5 },\n  oops\n] }")),
        ("setings.toml", Some("")),
        ("notes.txt", Some("not ours")),
        ("settings.toml", None),
    ]));
    fs::write(dir.path().join("personal.toml"), b"[[personal]]\nkind = \"caf\xe9\"\n").expect("a file");
    insta::assert_snapshot!(report_of(dir.path(), Lang::En), @"");
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let report = report_of(&dir.path().join("nothing"), Lang::En);
    assert!(report.contains("the folder of schemas cannot be read") && report.contains("1 mistake in the schemas"), "{report}");
}

#[test]
fn colour_is_only_there_where_it_is_asked_for() {
    let dir = on_disk(&with(&[("settings.toml", Some(""))]));
    for colour in [false, true] {
        let options = Options { rust_checks: &RUST_CHECKS, colour, ..Options::default() };
        let Err(Error::Schema { report, .. }) = load_with(dir.path(), &options) else { panic!("no mistakes") };
        assert_eq!(report.contains('\u{1b}'), colour);
    }
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
            let mut bytes = source::built_in().swap_remove(3).text.into_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_in_any_file_make_the_loader_panic(bytes in any_text(), which in 0..14_usize) {
        let mut files: Vec<(String, Vec<u8>)> = source::built_in().into_iter().map(|source| (source.path, source.text.into_bytes())).collect();
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
