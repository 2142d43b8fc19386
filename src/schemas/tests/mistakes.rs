//! Tests of what is reported about wrong schemas.

use std::fs;

use super::*;

#[test]
fn every_mistake_of_every_file_is_reported_with_its_line() {
    insta::assert_snapshot!(report(&small(&[
        ("codelists.toml", &[("[\"H\"]", "[\"H\", \"Beeindigd\"]"), ("nl = \"Land\", en", "nl = \"Land\", eng"), ("\"active\", nl", "\"aktive\", nl")]),
        ("coordinators.csv", &[("alpha|beta,5", "alpha|betta|alpha,35"), ("monthly", "montly"), ("second", "First"), ("Tweede", "")]),
        ("fields.toml", &[("resource = \"region\"", "resource = \"regoin\""), ("\"naam missie\"", "\"Naam\", \"?\"")]),
        ("headers.toml", &[("roster.status", "rooster.status"), ("rule = \"ask\"\n", "rule = \"\"\n")]),
        ("missions.toml", &[
            ("\"Alfa\"", "5, \"be-ta\""),
            ("organisation = \"EU\"", "organisation = \"VN\""),
            ("\"IQ\"", "\"IQ\", \"IQ\", \"IR\""),
            ("end = 2025", "end = 2015\nmandates = []"),
            ("2026-05-01", "\"2026-04-31\""),
            ("from = 2024-05-01", "from = 2026-05-01"),
            ("id = \"beta\"", "id = \"Beta 2\""),
            ("region = \"middle_east\"\nstatus = \"active\"\ndisplay_order = 2", "region = \"Middle East\"\nstatus = \"activ\"\ndisplay_order = 1"),
            ("[\"alpha\", \"beta\"]", "[\"alpha\", \"gamma*\"]"),
        ]),
        ("personal.toml", &[("\"bsn\"]", "\"bsn\", \"Achter-naam\"]")]),
        ("settings.toml", &[("language", "langauge"), ("max_cells = 1_000", "max_cells = -1"), ("true", "\"true\"")]),
        ("tables/headcount.toml", &[
            ("\"stated\"]", "\"statd\"]"),
            ("shared = \"region\"", "shared = \"regio\""),
            ("maximum = 99", "maximum = -1, required = \"no\""),
            ("synonyms.nl = [\"bezetting\"]", "synonyms.nl = [\"Missie\"]"),
            ("\"temp_home\", type = \"integer\"", "\"temp_home\", type = \"integr\""),
            ("{ name = \"arrivals\", type = \"integer\" },\n", ""),
        ]),
        ("tables/roster.toml", &[
            ("kind = \"last_day\"", "kind = \"lastday\""),
            ("resource = \"status\"", "resource = \"statuses\""),
            ("name = \"start\"\ntype = \"date\"", "name = \"start\"\ntype = \"integer\"\nkind = \"date\""),
        ]),
    ])), @r###"
    error: unknown key `eng`
     --> schemas/codelists.toml:8:24
      |
    8 | title = { nl = "Land", eng = "Country" }
      |                        ^^^
      |
      = help: did you mean `en`?

    error: muster knows no status `aktive`
      --> schemas/codelists.toml:12:10
       |
    12 | codes = [{ code = "aktive", nl = "actief", en = "active" }]
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `active`?

    error: `beëindigd` stands for two values
      --> schemas/codelists.toml:17:26
       |
    17 |   { code = "ended", nl = "beëindigd", en = "ended" },
       |                          ^^^^^^^^^^^
       |
      ::: schemas/codelists.toml:16:70
       |
    16 |   { code = "here", nl = "aanwezig", en = "present", synonyms = ["H", "Beeindigd"] },
       |                                                                      ----------- used here already

    error: the registry has no mission `betta`
     --> schemas/coordinators.csv:2:29
      |
    2 | first,"Eerste, de",nl,alpha|betta|alpha,35,montly,een
      |                             ^^^^^
      |
      = help: did you mean `Beta 2`?

    error: this mission is there already
     --> schemas/coordinators.csv:2:35
      |
    2 | first,"Eerste, de",nl,alpha|betta|alpha,35,montly,een
      |                                   ^^^^^

    error: this is not a day of the month
     --> schemas/coordinators.csv:2:41
      |
    2 | first,"Eerste, de",nl,alpha|betta|alpha,35,montly,een
      |                                         ^^
      |
      = help: a number from 1 up to and including 31 belongs here, or nothing

    error: unknown word `montly`
     --> schemas/coordinators.csv:2:44
      |
    2 | first,"Eerste, de",nl,alpha|betta|alpha,35,montly,een
      |                                            ^^^^^^
      |
      = help: did you mean `monthly`?

    error: `First` is there twice
     --> schemas/coordinators.csv:3:1
      |
    3 | First,,en,beta,,when there is news,
      | ^^^^^
      |
     ::: schemas/coordinators.csv:2:1
      |
    2 | first,"Eerste, de",nl,alpha|betta|alpha,35,montly,een
      | ----- used here already

    error: `name_nl` is missing here
     --> schemas/coordinators.csv:3:1
      |
    3 | First,,en,beta,,when there is news,
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: the registry has no mission `beta`
     --> schemas/coordinators.csv:3:11
      |
    3 | First,,en,beta,,when there is news,
      |           ^^^^
      |
      = help: did you mean `Beta 2`?

    error: `Naam` is a header of personal data
     --> schemas/fields.toml:6:26
      |
    6 | synonyms.nl = ["missie", "Naam", "?"]
      |                          ^^^^^^
      |
     ::: schemas/personal.toml:4:16
      |
    4 | synonyms.nl = ["naam", "achternaam"]
      |                ------ by this line

    error: there is no letter or digit here
     --> schemas/fields.toml:6:34
      |
    6 | synonyms.nl = ["missie", "Naam", "?"]
      |                                  ^^^

    error: there is no list of values `regoin`
      --> schemas/fields.toml:17:26
       |
    17 | reference = { resource = "regoin", fields = "code" }
       |                          ^^^^^^^^
       |
       = help: did you mean `region`?

    error: there is no field `rooster.status`
     --> schemas/headers.toml:3:11
      |
    3 | fields = ["rooster.status", "any.region"]
      |           ^^^^^^^^^^^^^^^^
      |
      = help: did you mean `roster.status`?

    error: `rule` is empty
     --> schemas/headers.toml:4:8
      |
    4 | rule = ""
      |        ^^

    error: a text belongs here, and this is a whole number
     --> schemas/missions.toml:4:12
      |
    4 | aliases = [5, "be-ta", "Mission Alpha"]
      |            ^

    error: `VN` is not in the list `organisation`
     --> schemas/missions.toml:5:16
      |
    5 | organisation = "VN"
      |                ^^^^
      |
      = help: did you mean `UN`?

    error: this country is there already
     --> schemas/missions.toml:6:20
      |
    6 | countries = ["IQ", "IQ", "IR"]
      |                    ^^^^

    error: `IR` is not in the list `country`
     --> schemas/missions.toml:6:26
      |
    6 | countries = ["IQ", "IQ", "IR"]
      |                          ^^^^
      |
      = help: possible are `IQ`

    error: this end comes before the start
     --> schemas/missions.toml:9:7
      |
    9 | end = 2015
      |       ^^^^
      |
     ::: schemas/missions.toml:8:9
      |
    8 | start = 2017
      |         ---- the start

    error: unknown key `mandates`
      --> schemas/missions.toml:10:1
       |
    10 | mandates = []
       | ^^^^^^^^
       |
       = help: possible are `ceiling`, `duty_stations`, `planned_from`, `source`, `unconfirmed`

    error: this last day comes before the first
      --> schemas/missions.toml:15:9
       |
    15 | until = 2026-04-30
       |         ^^^^^^^^^^
       |
      ::: schemas/missions.toml:14:8
       |
    14 | from = 2026-05-01
       |        ---------- the first day

    error: this is not a day
      --> schemas/missions.toml:18:8
       |
    18 | from = "2026-04-31"
       |        ^^^^^^^^^^^^
       |
       = help: a day is written as 2026-05-31

    error: a key consists of lower-case letters, digits and hyphens
      --> schemas/missions.toml:21:6
       |
    21 | id = "Beta 2"
       |      ^^^^^^^^

    error: `Beta` is the name of another mission already
      --> schemas/missions.toml:22:8
       |
    22 | name = "Beta"
       |        ^^^^^^
       |
      ::: schemas/missions.toml:4:15
       |
     4 | aliases = [5, "be-ta", "Mission Alpha"]
       |               ------- used here already
       |
       = help: names are compared without capitals, marks, spaces and punctuation; a name that missions share belongs in `[[shared_name]]` only

    error: `Middle East` is not in the list `region`
      --> schemas/missions.toml:24:10
       |
    24 | region = "Middle East"
       |          ^^^^^^^^^^^^^
       |
       = help: did you mean `middle_east`?

    error: unknown word `activ`
      --> schemas/missions.toml:25:10
       |
    25 | status = "activ"
       |          ^^^^^^^
       |
       = help: did you mean `active`?

    error: place 1 in the letter is taken already
      --> schemas/missions.toml:26:17
       |
    26 | display_order = 1
       |                 ^
       |
      ::: schemas/missions.toml:12:17
       |
    12 | display_order = 1
       |                 - here

    error: the registry has no mission `gamma*`
      --> schemas/missions.toml:29:22
       |
    29 | missions = ["alpha", "gamma*"]
       |                      ^^^^^^^^
       |
       = help: possible are `alpha`, `Beta 2`

    error: `Achter-naam` stands under two kinds
     --> schemas/personal.toml:8:23
      |
    8 | synonyms.nl = ["bsn", "Achter-naam"]
      |                       ^^^^^^^^^^^^^
      |
     ::: schemas/personal.toml:4:24
      |
    4 | synonyms.nl = ["naam", "achternaam"]
      |                        ------------ used here already

    error: unknown key `langauge`
     --> schemas/settings.toml:1:1
      |
    1 | langauge = "en"
      | ^^^^^^^^
      |
      = help: did you mean `language`?

    error: `true` or `false` belongs here, and this is a text
     --> schemas/settings.toml:3:30
      |
    3 | withhold_female_by_mission = "true"
      |                              ^^^^^^

    error: this number must be from 1 up to and including 1099511627776
     --> schemas/settings.toml:6:13
      |
    6 | max_cells = -1
      |             ^^

    error: a field `temp_home` of kind `count` is missing here
     --> schemas/tables/headcount.toml:1:1
      |
    1 | name = "headcount"
      | ^
      |
      = help: muster itself uses this field

    error: a field `arrivals` of kind `count` is missing here
     --> schemas/tables/headcount.toml:1:1
      |
    1 | name = "headcount"
      | ^
      |
      = help: muster itself uses this field

    error: this table has no field `statd`
     --> schemas/tables/headcount.toml:3:28
      |
    3 | recognisedBy = ["mission", "statd"]
      |                            ^^^^^^^
      |
      = help: did you mean `stated`?

    error: fields.toml has no field `regio`
     --> schemas/tables/headcount.toml:7:14
      |
    7 |   { shared = "regio" },
      |              ^^^^^^^
      |
      = help: did you mean `region`?

    error: header `Missie` points to two fields: `mission` and `stated`
     --> schemas/tables/headcount.toml:8:75
      |
    8 |   { name = "stated", type = "integer", kind = "headcount", synonyms.nl = ["Missie"], constraints = { minimum = 0, maximum = -1, requi...
      |                                                                           ^^^^^^^^
      |
     ::: schemas/fields.toml:6:16
      |
    6 | synonyms.nl = ["missie", "Naam", "?"]
      |                -------- used here already
      |
      = help: a header with two meanings belongs in headers.toml

    error: the minimum is greater than the maximum
     --> schemas/tables/headcount.toml:8:112
      |
    8 | ...ynonyms.nl = ["Missie"], constraints = { minimum = 0, maximum = -1, required = "no" } },
      |                                                       ^            -- the maximum

    error: `true` or `false` belongs here, and this is a text
     --> schemas/tables/headcount.toml:8:140
      |
    8 | ...issie"], constraints = { minimum = 0, maximum = -1, required = "no" } },
      |                                                                   ^^^^

    error: unknown type `integr`
     --> schemas/tables/headcount.toml:9:32
      |
    9 |   { name = "temp_home", type = "integr" },
      |                                ^^^^^^^^
      |
      = help: did you mean `integer`?

    error: a field of kind `date` is of type `date`
      --> schemas/tables/roster.toml:11:8
       |
    11 | kind = "date"
       |        ^^^^^^
       |
      ::: schemas/tables/roster.toml:10:8
       |
    10 | type = "integer"
       |        --------- this is the type

    error: unknown kind `lastday`
      --> schemas/tables/roster.toml:15:8
       |
    15 | kind = "lastday"
       |        ^^^^^^^^^
       |
       = help: did you mean `last_day`?

    error: there is no list of values `statuses`
      --> schemas/tables/roster.toml:21:26
       |
    21 | reference = { resource = "statuses", fields = ["code"] }
       |                          ^^^^^^^^^^
       |
       = help: did you mean `status`?
    "###);
}

#[test]
fn mistakes_in_checks_are_reported_with_their_line() {
    insta::assert_snapshot!(report(&small(&[("checks.toml", &[
        ("XMN-04", "XMN-40"),
        ("grace_days = 14", "grace_days = 1.5"),
        ("severity = \"warning\"", "severity = \"waring\""),
        ("scope = \"sheet\"", "scope = \"sheets\""),
        ("som {y}", "som {z}"),
        ("why = \"b\"\n", ""),
        ("total = \"headcount.stated\"", "total = \"headcount.mission\""),
        ("sum = \"headcount.stated\"", "sum = \"headcount.statd\""),
        ("field = \"start\", on_or_before = \"as_of\"", "field = \"status\", on_or_before = \"asof\", after = \"as_of\""),
        ("field = \"actual_end\"", "field = \"status\""),
        ("\"ended\"", "\"Beëindigd\""),
        ("constant = 3", "constant = 3, field = \"headcount.stated\""),
        ("tolerance = 1", "tolerance = -1"),
        ("only_if_positive = \"headcount.stated\"\n", "[[check]]\ncode = \"fil-1\"\n[[check]]\ncode = \"FIL-01\"\nequation = 1\n"),
    ])])), @r###"
    error: there is no check `XMN-40`
     --> schemas/checks.toml:1:11
      |
    1 | [settings.XMN-40]
      |           ^^^^^^
      |
      = help: did you mean `XMN-04`?

    error: a whole number or `true` or `false` belongs here, and this is a number with a fraction
     --> schemas/checks.toml:2:14
      |
    2 | grace_days = 1.5
      |              ^^^

    error: unknown word `waring`
     --> schemas/checks.toml:5:12
      |
    5 | severity = "waring"
      |            ^^^^^^^^
      |
      = help: did you mean `warning`?

    error: unknown word `sheets`
     --> schemas/checks.toml:8:9
      |
    8 | scope = "sheets"
      |         ^^^^^^^^
      |
      = help: did you mean `sheet`?

    error: `{z}` is only in the message in `nl`
      --> schemas/checks.toml:11:11
       |
    11 | message = { nl = "Totaal {x}, som {z}, verschil {d}.", en = "Total {x}, sum {y}, difference {d}." }
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: `{y}` is only in the message in `en`
      --> schemas/checks.toml:11:11
       |
    11 | message = { nl = "Totaal {x}, som {z}, verschil {d}.", en = "Total {x}, sum {y}, difference {d}." }
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: not every equation of this check has a `{z}`
      --> schemas/checks.toml:11:11
       |
    11 | message = { nl = "Totaal {x}, som {z}, verschil {d}.", en = "Total {x}, sum {y}, difference {d}." }
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: possible are `as_of`, `cell`, `d`, `file`, `mission`, `month`, `period`, `row`, `sheet`, `x`, `y`

    error: `why` is missing here
      --> schemas/checks.toml:12:1
       |
    12 | [check.doc.nl]
       | ^^^^^^^^^^^^^^

    error: field `headcount.mission` does not hold counts
      --> schemas/checks.toml:23:66
       |
    23 | left = { name = "x", missing = "skip_if_all", terms = [{ total = "headcount.mission" }] }
       |                                                                  ^^^^^^^^^^^^^^^^^^^

    error: there is no field `headcount.statd`
      --> schemas/checks.toml:26:11
       |
    26 |   { sum = "headcount.statd", missing = "skip_if_any" },
       |           ^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `headcount.stated`?

    error: a condition has exactly one test
      --> schemas/checks.toml:28:5
       |
    28 |     { field = "status", on_or_before = "asof", after = "as_of" },
       |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: one of `before`, `on_or_before`, `after`, `on_or_after`, `in`, `not_in`

    error: field `status` does not hold days
      --> schemas/checks.toml:29:15
       |
    29 |     { field = "status", on_or_after = "previous_as_of", blank = true },
       |               ^^^^^^^^

    error: `Beëindigd` is not in the list `status`
      --> schemas/checks.toml:30:35
       |
    30 |     { field = "status", not_in = ["Beëindigd"], blank = true },
       |                                   ^^^^^^^^^^^
       |
       = help: did you mean `ended`?

    error: a term is exactly one thing
      --> schemas/checks.toml:32:3
       |
    32 |   { constant = 3, field = "headcount.stated" },
       |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: one of `field`, `annotation`, `sum`, `total`, `count`, `constant`

    error: this number must be from 0 up to and including 1000000
      --> schemas/checks.toml:34:13
       |
    34 | tolerance = -1
       |             ^^

    error: `scope` is missing here
      --> schemas/checks.toml:35:1
       |
    35 | [[check]]
       | ^^^^^^^^^

    error: `severity` is missing here
      --> schemas/checks.toml:35:1
       |
    35 | [[check]]
       | ^^^^^^^^^

    error: `name` is missing here
      --> schemas/checks.toml:35:1
       |
    35 | [[check]]
       | ^^^^^^^^^

    error: `message` is missing here
      --> schemas/checks.toml:35:1
       |
    35 | [[check]]
       | ^^^^^^^^^

    error: `doc` is missing here
      --> schemas/checks.toml:35:1
       |
    35 | [[check]]
       | ^^^^^^^^^

    error: `equation` is missing here
      --> schemas/checks.toml:35:1
       |
    35 | [[check]]
       | ^^^^^^^^^

    error: `fil-1` is no code of a check
      --> schemas/checks.toml:36:8
       |
    36 | code = "fil-1"
       |        ^^^^^^^
       |
       = help: a code is three capitals, a hyphen and two digits, such as SHT-01

    error: `scope` is missing here
      --> schemas/checks.toml:37:1
       |
    37 | [[check]]
       | ^^^^^^^^^

    error: `severity` is missing here
      --> schemas/checks.toml:37:1
       |
    37 | [[check]]
       | ^^^^^^^^^

    error: `name` is missing here
      --> schemas/checks.toml:37:1
       |
    37 | [[check]]
       | ^^^^^^^^^

    error: `message` is missing here
      --> schemas/checks.toml:37:1
       |
    37 | [[check]]
       | ^^^^^^^^^

    error: `doc` is missing here
      --> schemas/checks.toml:37:1
       |
    37 | [[check]]
       | ^^^^^^^^^

    error: code `FIL-01` belongs to a check that is built in
      --> schemas/checks.toml:38:8
       |
    38 | code = "FIL-01"
       |        ^^^^^^^^

    error: a list belongs here, and this is a whole number
      --> schemas/checks.toml:39:12
       |
    39 | equation = 1
       |            ^
    "###);
}

#[test]
fn a_message_can_use_only_what_every_equation_of_its_check_has() {
    let second = "\n[[check.equation]]\ngroup = \"row\"\nleft = { name = \"d\", terms = [{ constant = 1 }] }\noperator = \"=\"\nright = { terms = [{ total = \"headcount.stated\" }] }\n";
    let mut files = small(&[]);
    for (path, text) in &mut files {
        if path == "checks.toml" {
            text.push_str(second);
        }
    }
    insta::assert_snapshot!(report(&files), @r###"
    error: not every equation of this check has a `{x}`
      --> schemas/checks.toml:11:11
       |
    11 | message = { nl = "Totaal {x}, som {y}, verschil {d}.", en = "Total {x}, sum {y}, difference {d}." }
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: possible are `as_of`, `cell`, `d`, `file`, `mission`, `month`, `period`, `row`, `sheet`

    error: not every equation of this check has a `{y}`
      --> schemas/checks.toml:11:11
       |
    11 | message = { nl = "Totaal {x}, som {y}, verschil {d}.", en = "Total {x}, sum {y}, difference {d}." }
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: possible are `as_of`, `cell`, `d`, `file`, `mission`, `month`, `period`, `row`, `sheet`

    error: the name `d` is taken already
      --> schemas/checks.toml:40:8
       |
    40 | left = { name = "d", terms = [{ constant = 1 }] }
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: there is a total line only with `group = "total"` or `"subtotal"`
      --> schemas/checks.toml:42:30
       |
    42 | right = { terms = [{ total = "headcount.stated" }] }
       |                              ^^^^^^^^^^^^^^^^^^
    "###);
}

#[test]
fn tables_that_share_a_name_or_lack_what_muster_reads_are_reported() {
    let mut files = small(&[("tables/roster.toml", &[("name = \"roster\"", "name = \"headcount\"")])]);
    files.push(("tables/any.toml".into(), "name = \"any\"\n".into()));
    insta::assert_snapshot!(report(&files), @r###"
    error: there is no table `roster`
      --> schemas/checks.toml:28:13
       |
    28 |   { count = "roster", sign = "-", of = "previous", where = [
       |             ^^^^^^^^
       |
       = help: possible are `any`, `headcount`, `headcount`

    error: there is no field `roster.status`
     --> schemas/headers.toml:3:11
      |
    3 | fields = ["roster.status", "any.region"]
      |           ^^^^^^^^^^^^^^^
      |
      = help: possible are `headcount.mission`, `headcount.region`, `headcount.stated`, `headcount.temp_home`, `headcount.in_area`, `headcount.female`, `headcount.arrivals`, `headcount.departures`, `headcount.vacancies`, `headcount.mission`, `headcount.start`, `headcount.actual_end`, `headcount.status`, `any.mission`, `any.region`

    error: this table has no fields
     --> schemas/tables/any.toml:1:1
      |
    1 | name = "any"
      | ^

    error: a table cannot be called `any`
     --> schemas/tables/any.toml:1:8
      |
    1 | name = "any"
      |        ^^^^^

    error: there is a table `headcount` already
     --> schemas/tables/roster.toml:1:8
      |
    1 | name = "headcount"
      |        ^^^^^^^^^^^
      |
     ::: schemas/tables/headcount.toml:1:8
      |
    1 | name = "headcount"
      |        ----------- here
    "###);
}

#[test]
fn mistakes_in_a_json_table_are_reported_near_their_place() {
    let mut files = small(&[]);
    files.push((
        "tables/extra.json".into(),
        "{\n  \"fields\": [\n    { \"name\": \"lost\", \"type\": \"integr\" },\n    { \"title\": 5 },\n    { \"name\": \"cause\", \"constraints\": { \"required\": 1 } }\n  ],\n  \"primaryKey\": \"los\",\n  \"foreignKeys\": [\n    { \"fields\": \"cause\", \"reference\": { \"resource\": \"regions\" } }\n  ]\n}\n".into(),
    ));
    insta::assert_snapshot!(report(&files), @r###"
    error: unknown type `integr`
     --> schemas/tables/extra.json:3:31
      |
    3 |     { "name": "lost", "type": "integr" },
      |                               ^^^^^^^^
      |
      = help: did you mean `integer`?

    error: a field has a `name`
     --> schemas/tables/extra.json:3:39
      |
    3 |     { "name": "lost", "type": "integr" },
      |                                       ^
      |
      = help: the mistake is on this line or a little further

    error: `required` is `true` or `false`
     --> schemas/tables/extra.json:5:22
      |
    5 |     { "name": "cause", "constraints": { "required": 1 } }
      |                      ^
      |
      = help: the mistake is on this line or a little further

    error: this table has no field `los`
     --> schemas/tables/extra.json:7:17
      |
    7 |   "primaryKey": "los",
      |                 ^^^^^
      |
      = help: did you mean `lost`?

    error: there is no list of values `regions`
     --> schemas/tables/extra.json:9:53
      |
    9 |     { "fields": "cause", "reference": { "resource": "regions" } }
      |                                                     ^^^^^^^^^
      |
      = help: did you mean `region`?
    "###);
}

#[test]
fn weights_are_whole_numbers_under_known_names() {
    let weights = "[weights]\ntotaal = 8\nheadcount = 0\nfigure = \"10\"\nearlier = 0\nline_date = 12\n";
    let checks = small(&[]).into_iter().find(|(path, _)| path == "checks.toml").expect("a file").1;
    let mut files = small(&[]);
    files.retain(|(path, _)| path != "checks.toml");
    files.push(("checks.toml".into(), format!("{weights}{checks}")));
    let report = report(&files);
    for part in ["unknown key `totaal`", "did you mean `total`?", "this number must be from 1 up to and including 1000", "checks.toml:2:1"]
    {
        assert!(report.contains(part), "{part}\n{report}");
    }
    let right = format!("[weights]\ntotal = 3\nearlier = 0\n{checks}");
    files.retain(|(path, _)| path != "checks.toml");
    files.push(("checks.toml".into(), right));
    let weights = loaded(&files).equations.weights;
    assert_eq!((weights.total, weights.earlier, weights.headcount), (3, 0, Weights::default().headcount));
}

#[test]
fn the_report_is_also_in_dutch() {
    let files = small(&[
        ("settings.toml", &[("language", "langauge"), ("[\"totaal\"]", "\"totaal\"")]),
        ("missions.toml", &[("alpha\", \"beta", "alpha")]),
    ]);
    insta::assert_snapshot!(report_of(on_disk(&files).path(), Lang::Nl), @r###"
    fout: een gedeelde naam hoort bij minstens twee missies
      --> schemas/missions.toml:28:12
       |
    28 | missions = ["alpha"]
       |            ^^^^^^^^^

    fout: onbekende sleutel `langauge`
     --> schemas/settings.toml:1:1
      |
    1 | langauge = "en"
      | ^^^^^^^^
      |
      = tip: bedoelt u `language`?

    fout: hier hoort een lijst, en dit is tekst
     --> schemas/settings.toml:7:16
      |
    7 | total_labels = "totaal"
      |                ^^^^^^^^
    "###);
}

#[test]
fn a_file_that_cannot_be_parsed_is_one_mistake_and_hides_no_other() {
    let mut files = small(&[("codelists.toml", &[("code = \"EU\"", "code = EU")]), ("checks.toml", &[("XMN-04", "XMN-40")])]);
    files.retain(|(path, _)| path != "settings.toml");
    files.push(("setings.toml".into(), String::new()));
    files.push(("notes.txt".into(), "not ours".into()));
    files.push(("tables/extra.json".into(), "{ \"fields\": [\n  { \"name\": 5 },\n  oops\n] }".into()));
    let dir = on_disk(&files);
    fs::write(dir.path().join("personal.toml"), b"[[personal]]\nkind = \"caf\xe9\"\n").expect("a file");
    insta::assert_snapshot!(report_of(dir.path(), Lang::En), @r###"
    error: there is no check `XMN-40`
     --> schemas/checks.toml:1:11
      |
    1 | [settings.XMN-40]
      |           ^^^^^^
      |
      = help: did you mean `XMN-04`?

    error: this is not valid TOML: string values must be quoted, expected literal string
     --> schemas/codelists.toml:3:19
      |
    3 | codes = [{ code = EU, nl = "EU", en = "EU" }, { code = "UN", nl = "VN", en = "UN", fr = "ONU" }]
      |                   ^^

    error: this file is not in UTF-8
     --> schemas/personal.toml:2:12
      |
    2 | kind = "caf�"
      |            ^
      |
      = help: save it again as UTF-8 (in Excel: "CSV UTF-8")

    error: muster knows no such file
    --> schemas/setings.toml
     = help: did you mean `settings.toml`?

    error: this file is missing
    --> schemas/settings.toml
     = help: it holds the general settings

    error: this is not valid JSON: expected value
     --> schemas/tables/extra.json:3:3
      |
    3 |   oops
      |   ^
    "###);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let report = report_of(&dir.path().join("nothing"), Lang::En);
    assert!(report.contains("the folder of schemas cannot be read") && report.matches("error:").count() == 1, "{report}");
}

#[test]
fn colour_is_only_there_where_it_is_asked_for() {
    let dir = on_disk(&small(&[("settings.toml", &[("language", "langauge")])]));
    for colour in [false, true] {
        let options = Options { rust_checks: &RUST_CHECKS, colour, ..Options::default() };
        let Err(Error::Schema { report, .. }) = load_with(dir.path(), &options) else { panic!("no mistakes") };
        assert_eq!(report.contains('\u{1b}'), colour);
    }
}

#[test]
fn nothing_that_stands_in_a_file_steers_the_terminal() {
    let hostile = "a\u{85}b\u{90}c\u{9b}31md\u{7}e\u{1b}[2Jf\u{202e}g\u{200f}h\u{7f}i\u{0}j";
    for path in ["waivers.toml", "settings.toml", "letters.csv", "coordinators.csv", "tables/any.json"] {
        for text in [format!("[{hostile}"), format!("letter,{hostile}\n{hostile},x\n"), format!("{{\"{hostile}\":\"{hostile}\"}}")] {
            let mut files = small(&[]);
            files.retain(|(known, _)| known != path);
            files.push((path.to_owned(), text));
            let said = report(&files);
            let steers = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{200f}' | '\u{202e}');
            assert!(said.contains("error") && !said.contains(steers), "{path}: {said:?}");
        }
    }
}
