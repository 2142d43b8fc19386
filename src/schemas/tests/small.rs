//! A small set of right schemas, so that tests of mistakes do not depend on what is shipped.

/// Every file of the set: path and text.
pub(super) const FILES: [(&str, &str); 10] = [
    ("checks.toml", CHECKS),
    ("codelists.toml", LISTS),
    ("coordinators.csv", COORDINATORS),
    ("fields.toml", FIELDS),
    ("headers.toml", HEADERS),
    ("missions.toml", MISSIONS),
    ("personal.toml", PERSONAL),
    ("settings.toml", SETTINGS),
    ("tables/headcount.toml", HEADCOUNT),
    ("tables/roster.toml", ROSTER),
];

const FIELDS: &str = r#"missingValues = ["", "-", "n.v.t."]
[[fields]]
name = "mission"
type = "string"
kind = "mission"
synonyms.nl = ["missie", "naam missie"]
synonyms.en = ["mission"]
[[fields]]
name = "region"
type = "string"
synonyms.nl = ["regio"]
[[foreignKeys]]
fields = "mission"
reference = { resource = "missions", fields = "id" }
[[foreignKeys]]
fields = "region"
reference = { resource = "region", fields = "code" }
"#;

const HEADCOUNT: &str = r#"name = "headcount"
title = { nl = "Bezetting", en = "Headcount" }
recognisedBy = ["mission", "stated"]
primaryKey = ["mission"]
fields = [
  { shared = "mission", constraints = { required = true } },
  { shared = "region" },
  { name = "stated", type = "integer", kind = "headcount", synonyms.nl = ["bezetting"], constraints = { minimum = 0, maximum = 99 } },
  { name = "temp_home", type = "integer" },
  { name = "in_area", type = "integer" },
  { name = "female", type = "integer", title = { nl = "Vrouwen", en = "Women" } },
  { name = "arrivals", type = "integer" },
  { name = "departures", type = "integer" },
  { name = "vacancies", type = "integer" },
]
"#;

const ROSTER: &str = r#"name = "roster"
title = "Roster"
aboutPersons = true
recognisedBy = ["mission", "start"]
missingValues = ["?"]
[[fields]]
shared = "mission"
[[fields]]
name = "start"
type = "date"
[[fields]]
name = "actual_end"
type = "date"
kind = "last_day"
[[fields]]
name = "status"
type = "string"
[[foreignKeys]]
fields = ["status"]
reference = { resource = "status", fields = ["code"] }
"#;

const LISTS: &str = r#"[organisation]
title = { nl = "Organisatie", en = "Organisation" }
codes = [{ code = "EU", nl = "EU", en = "EU" }, { code = "UN", nl = "VN", en = "UN", fr = "ONU" }]
[region]
title = { nl = "Regio", en = "Region" }
codes = [{ code = "middle_east", nl = "Midden-Oosten", en = "Middle East" }]
[country]
title = { nl = "Land", en = "Country" }
codes = [{ code = "IQ", nl = "Irak", en = "Iraq" }]
[mission_status]
title = { nl = "Status", en = "Status" }
codes = [{ code = "active", nl = "actief", en = "active" }]
[status]
title = { nl = "Status", en = "Status" }
codes = [
  { code = "here", nl = "aanwezig", en = "present", synonyms = ["H"] },
  { code = "ended", nl = "beëindigd", en = "ended" },
]
"#;

const MISSIONS: &str = r#"[[mission]]
id = "alpha"
name = "Alpha"
aliases = ["Alfa", "Mission Alpha"]
organisation = "EU"
countries = ["IQ"]
region = "middle_east"
start = 2017
end = 2025
status = "active"
display_order = 1
[[mission.mandate]]
from = 2024-05-01
until = 2026-04-30
basis = "verified"
[[mission.mandate]]
from = 2026-05-01
basis = "assumed"
[[mission]]
id = "beta"
name = "Beta"
organisation = "EU"
region = "middle_east"
status = "active"
display_order = 2
[[shared_name]]
name = "Greek"
missions = ["alpha", "beta"]
rule = "ask"
"#;

const COORDINATORS: &str = "\
coordinator,name_nl,language,missions,due_day,reports,aliases
first,\"Eerste, de\",nl,alpha|beta,5,monthly,een
second,Tweede,en,beta,,when there is news,
";

const PERSONAL: &str = r#"[[personal]]
kind = "name"
title = { nl = "naam", en = "name" }
synonyms.nl = ["naam", "achternaam"]
[[personal]]
kind = "bsn"
title = { nl = "bsn", en = "bsn" }
synonyms.nl = ["bsn"]
"#;

const HEADERS: &str = r#"[[header]]
header = "status"
fields = ["roster.status", "any.region"]
rule = "ask"
"#;

const SETTINGS: &str = r#"language = "en"
small_count_threshold = 5
withhold_female_by_mission = true
max_file_bytes = 1_000
max_unpacked_bytes = 1_000
max_cells = 1_000
total_labels = ["totaal"]
average_labels = ["gemiddelde"]
of_which_labels = ["waarvan"]
correction_words = ["correctie"]
max_ratio = 100
max_memory_bytes = 1_000_000_000
max_seconds = 10
"#;

const CHECKS: &str = r#"[settings.XMN-04]
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
left = { name = "x", missing = "skip_if_all", terms = [{ total = "headcount.stated" }] }
operator = "="
right = { name = "y", terms = [
  { sum = "headcount.stated", missing = "skip_if_any" },
  { count = "roster", sign = "-", of = "previous", where = [
    { field = "start", on_or_before = "as_of" },
    { field = "actual_end", on_or_after = "previous_as_of", blank = true },
    { field = "status", not_in = ["ended"], blank = true },
  ] },
  { constant = 3 },
] }
tolerance = 1
only_if_positive = "headcount.stated"
"#;
