//! What was found as SARIF 2.1.0: the checks as rules, root causes as results, what follows from them as related locations.

mod log;

use std::collections::BTreeMap;

use self::log::{
    Artifact, ArtifactLocation, Base, Configuration, Driver, Invocation, Location, Log, LogicalLocation, Notification, PhysicalLocation,
    Region, ResultProperties, Rule, RuleProperties, RuleReference, RunProperties, SarifResult, SarifRun, Suppression,
    SuppressionProperties, Text, Tool,
};
use super::{Cause, causes, check_of, clean, fingerprints, told, within};
use crate::domain::finding::WITHHELD;
use crate::domain::{Check, CheckTally, Finding, Lang, Place, Return, Severity, Waiver};
use crate::pipeline::Run;

/// The name by which paths are relative to the folder that was read.
const INPUT: &str = "INPUT";
/// The name of the fingerprint, with the version of how it is made.
const FINGERPRINT: &str = "musterFinding/v1";

/// The log, with words in one language.
pub(in crate::cli) fn sarif(lang: Lang, run: &Run) -> serde_json::Result<String> {
    let known = Known {
        lang,
        run,
        rules: run.catalogue.iter().enumerate().map(|(at, check)| (check.code.as_str(), at)).collect(),
        files: run.returns.iter().enumerate().map(|(at, one)| (one.source.path.as_str(), at)).collect(),
    };
    let causes = causes(&run.findings);
    let results = causes.iter().zip(fingerprints(&causes)).map(|(cause, print)| known.result(cause, print)).collect();
    let language = match lang {
        Lang::Nl => "nl",
        Lang::En => "en",
    };
    let version = env!("CARGO_PKG_VERSION");
    let input = known.word("De map met de opgaven.", "The folder with the returns.");
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [SarifRun {
            tool: Tool {
                driver: Driver {
                    name: "muster",
                    version,
                    semantic_version: version,
                    language,
                    short_description: Text::plain(known.word(
                        "Controleert de maandelijkse bezettingsopgaven van politiemissies.",
                        "Checks the monthly headcount returns of police missions.",
                    )),
                    rules: run.catalogue.iter().map(|check| rule(lang, check)).collect(),
                },
            },
            language,
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: run.tallies.iter().filter(|tally| tally.not_run > 0).map(|one| known.not_run(one)).collect(),
            }],
            original_uri_base_ids: BTreeMap::from([(INPUT, Base { description: Text::plain(input) })]),
            artifacts: run.returns.iter().map(artifact).collect(),
            results,
            redaction_tokens: [WITHHELD],
            properties: RunProperties { periods: run.periods.iter().map(ToString::to_string).collect() },
        }],
    };
    serde_json::to_string_pretty(&log).map(|text| text + "\n")
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(lang: Lang, check: &Check) -> Rule<'_> {
    let doc = check.doc.get(lang);
    let titles = match lang {
        Lang::Nl => ["Waarom het ertoe doet", "Voorbeeld", "Herstel"],
        Lang::En => ["Why it matters", "Example", "How to mend it"],
    };
    let parts: Vec<(&str, &str)> =
        titles.into_iter().zip([&doc.why, &doc.example, &doc.fix].map(String::as_str)).filter(|(_, text)| !text.is_empty()).collect();
    let join = |of: fn(&(&str, &str)) -> String| parts.iter().map(of).collect::<Vec<_>>().join("\n\n");
    Rule {
        id: &check.code,
        short_description: Text::plain(check.name.get(lang)),
        full_description: Some(doc.does.as_str()).filter(|does| !does.is_empty()).map(Text::plain),
        help: (!parts.is_empty()).then(|| Text {
            text: join(|(title, text)| format!("{title}: {text}")),
            markdown: Some(join(|(title, text)| format!("**{title}**\n\n{text}"))),
        }),
        default_configuration: Configuration { enabled: check.enabled, level: level(check.severity) },
        properties: RuleProperties { tags: [check.scope.label(lang).to_owned()] },
    }
}

fn artifact(one: &Return) -> Artifact<'_> {
    let sha256 = one.source.sha256.as_str();
    Artifact {
        location: ArtifactLocation { uri: uri(&one.source.path), uri_base_id: INPUT, index: None },
        roles: ["analysisTarget"],
        length: one.source.bytes,
        hashes: Some(sha256).filter(|hash| !hash.is_empty()).map(|hash| ("sha-256", hash)).into_iter().collect(),
    }
}

/// A path as a relative reference: whatever is more than letters, digits and a few marks is written in bytes.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

struct Known<'a> {
    lang: Lang,
    run: &'a Run,
    rules: BTreeMap<&'a str, usize>,
    files: BTreeMap<&'a str, usize>,
}

impl<'a> Known<'a> {
    const fn word<'w>(&self, nl: &'w str, en: &'w str) -> &'w str {
        match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        }
    }

    fn result(&self, cause: &Cause<'a>, fingerprint: String) -> SarifResult<'a> {
        let finding = cause.finding;
        let related = |(at, outcome): (usize, &&Finding)| {
            let name = check_of(self.run, &outcome.code).map(|check| check.name.get(self.lang)).unwrap_or_default();
            let text = clean(&format!("{} {name}: {}", outcome.code, outcome.message.get(self.lang)));
            Location { id: Some(at + 1), message: Some(Text::plain(text)), ..self.location(&outcome.place) }
        };
        SarifResult {
            rule_id: &finding.code,
            rule_index: self.rules.get(finding.code.as_str()).copied(),
            level: level(finding.severity),
            message: Text::plain(told(finding, self.lang)),
            locations: vec![self.location(&finding.place)],
            related_locations: cause.outcomes.iter().enumerate().map(related).collect(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
            suppressions: finding.waiver.and_then(|at| self.run.schema.waivers.get(at)).map(suppression).into_iter().collect(),
            properties: ResultProperties {
                period: finding.period.map(|period| period.to_string()),
                mission_id: finding.mission.as_deref(),
                field: &finding.field,
                value: clean(finding.value.as_str()),
                expected: clean(finding.expected.as_str()),
            },
        }
    }

    fn location(&self, place: &Place) -> Location {
        let file = place.file();
        let artifact = || ArtifactLocation { uri: uri(file), uri_base_id: INPUT, index: self.files.get(file).copied() };
        let physical = (!file.is_empty()).then(|| PhysicalLocation {
            artifact_location: artifact(),
            // A sheet has rows where a text has lines. Most tools need a line to point at.
            region: place.cell().map(|cell| Region { start_line: u64::from(cell.row) + 1 }),
        });
        let logical = within(&self.run.schema, place, self.lang).map(|whole| LogicalLocation {
            name: place.cell().map_or_else(|| clean(&whole), |cell| cell.to_string()),
            fully_qualified_name: clean(&whole),
            kind: match place {
                Place::Cell { .. } => "cell",
                Place::Sheet { .. } => "sheet",
                Place::File { .. } | Place::Expected { .. } => "return",
            },
        });
        Location { id: None, physical_location: physical, logical_locations: logical.into_iter().collect(), message: None }
    }

    fn not_run(&self, tally: &CheckTally) -> Notification {
        let reasons: Vec<&str> = tally.reasons.iter().map(|reason| reason.get(self.lang)).collect();
        let month = tally.period.map(|period| format!(" ({period})")).unwrap_or_default();
        let text = format!(
            "{} {}{month}: {}",
            tally.code,
            self.word("kon niet overal worden uitgevoerd", "could not run everywhere"),
            reasons.join("; ")
        );
        Notification {
            level: "note",
            message: Text::plain(clean(&text)),
            associated_rule: RuleReference { id: tally.code.clone(), index: self.rules.get(tally.code.as_str()).copied() },
        }
    }
}

fn suppression(waiver: &Waiver) -> Suppression<'_> {
    Suppression {
        kind: "external",
        status: "accepted",
        justification: clean(&waiver.reason),
        properties: SuppressionProperties {
            decided_by: &waiver.decided_by,
            decided_on: waiver.decided_on.to_string(),
            until: waiver.until.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{accepted_mandate, empty_run, finding, run};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn log(lang: Lang, run: &Run) -> Value {
        serde_json::from_str(&sarif(lang, run).expect("json")).expect("json")
    }

    #[test]
    fn a_root_cause_is_a_result_and_what_follows_is_related() {
        let log = log(Lang::En, &run());
        let results = log["runs"][0]["results"].as_array().expect("a list");
        assert_eq!(results.len(), 3);
        let root = &results[0];
        assert_eq!((&root["ruleId"], &root["ruleIndex"], &root["level"]), (&json!("XSH-01"), &json!(0), &json!("error")));
        assert_eq!(
            root["locations"],
            json!([{
                "physicalLocation": {
                    "artifactLocation": { "uri": "africa/2026-05.xlsx", "uriBaseId": "INPUT", "index": 1 },
                    "region": { "startLine": 7 },
                },
                "logicalLocations": [{ "name": "D7", "fullyQualifiedName": "Bezetting!D7", "kind": "cell" }],
            }])
        );
        let related = &root["relatedLocations"][0];
        assert_eq!(related["logicalLocations"][0]["fullyQualifiedName"], "Bezetting!G7");
        assert_eq!(
            related["message"]["text"],
            "XSH-04 Inflow and outflow against roster: Inflow/outflow stated 0/0, roster gives 1/0 (EUCAP Somalia)."
        );
        assert_eq!(
            root["properties"],
            json!({ "period": "2026-05", "mission_id": "eucap-somalia", "field": "headcount.headcount", "value": "3", "expected": "4" })
        );
    }

    #[test]
    fn the_checks_are_rules_with_help_in_the_language() {
        let log = log(Lang::Nl, &run());
        let driver = &log["runs"][0]["tool"]["driver"];
        assert_eq!((&driver["name"], &driver["language"]), (&json!("muster"), &json!("nl")));
        let rule = &driver["rules"][0];
        assert_eq!(rule["shortDescription"]["text"], "Bezetting tegen rooster");
        assert!(rule["help"]["markdown"].as_str().is_some_and(|text| text.contains("**Herstel**\n\nSluit de uitzending af")), "{rule}");
        assert_eq!(driver["rules"][3]["defaultConfiguration"], json!({ "enabled": false, "level": "note" }));
        assert_eq!(driver["rules"][3].get("help"), None, "what is not documented has no help");
        let notes = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
        assert_eq!(notes[2]["message"]["text"], "XSH-04 kon niet overal worden uitgevoerd (2026-05): geen vorige maand");
        assert_eq!(notes[2]["associatedRule"], json!({ "id": "XSH-04", "index": 1 }));
    }

    #[test]
    fn what_was_accepted_is_suppressed() {
        let log = log(Lang::En, &accepted_mandate(run()));
        let results = log["runs"][0]["results"].as_array().expect("a list");
        assert_eq!(results[0].get("suppressions"), None);
        assert_eq!(results[1]["suppressions"][0]["justification"], "The mandate is being extended; the ministry confirmed it.");
        assert_eq!(results[1]["suppressions"][0]["properties"]["decided_by"], "head of operations");
    }

    #[test]
    fn a_file_or_a_return_that_is_missing_is_a_location_too() {
        let mut some = empty_run();
        let at = |place| Finding { place, ..finding("XSH-01", Severity::Error, "2026-05", None) };
        some.findings = vec![
            at(Place::File { file: "a b/é:1.xlsx".to_owned() }),
            at(Place::Expected { coordinator: "east".to_owned() }),
            at(Place::Sheet { file: "a.xlsx".to_owned(), sheet: "x\u{202e}y".to_owned() }),
        ];
        let log = log(Lang::En, &some);
        let place = |at: usize| log["runs"][0]["results"][at]["locations"][0].clone();
        assert_eq!(
            place(0),
            json!({ "physicalLocation": { "artifactLocation": { "uri": "a%20b/%C3%A9%3A1.xlsx", "uriBaseId": "INPUT" } } })
        );
        assert_eq!(
            place(1),
            json!({ "logicalLocations": [{ "name": "return of east", "fullyQualifiedName": "return of east", "kind": "return" }] })
        );
        assert_eq!(place(2)["logicalLocations"][0]["name"], "x\u{fffd}y");
    }

    proptest! {
        #[test]
        fn a_path_becomes_a_reference_without_spaces_or_schemes(path in ".*") {
            let uri = uri(&path);
            prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b':' | b'?' | b'#' | b'"' | b'<' | b'\\')));
        }
    }
}
