//! REG-02: a mission's name fits several missions.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What REG-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-02",
    scope: Scope::Registry,
    severity: Severity::Error,
    name: ["Missienaam past op meer missies", "Mission name fits several missions"],
    message: ["'{raw}' kan {list} zijn; geef het land.", "'{raw}' may be {list}; give the country."],
    does: [
        "Sommige namen horen bij meer missies. Staat het land erbij en past daar precies één missie op, dan wordt die gebruikt; anders \
         wordt de regel niet gelezen.",
        "Some names belong to several missions. If the country is given and exactly one mission fits it, that one is used; otherwise the \
         row is not read.",
    ],
    why: [
        "De regel is van geen enkele missie zolang niet vaststaat van welke, en telt dus nergens mee.",
        "The row belongs to no mission until it is certain to which, so it counts nowhere.",
    ],
    example: [
        "In Bezetting!A6 staat 'EUCAP Sahel': dat was zowel de missie in Mali als die in Niger.",
        "Bezetting!A6 says 'EUCAP Sahel': that was the mission in Mali as well as the one in Niger.",
    ],
    fix: [
        "Coördinator: schrijf de volledige naam, zoals 'EUCAP Sahel Mali', of vul het land in. Analist: vraag welke missie is bedoeld, \
         ook als er nog maar één van bestaat.",
        "Coordinator: write the full name, such as 'EUCAP Sahel Mali', or enter the country. Analyst: ask which mission is meant, even \
         if only one of them still exists.",
    ],
};
