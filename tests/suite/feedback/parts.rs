//! Marks in numbers and marks of others, and what a package may hold besides.

use super::books::{self, Handmade, rows};
use super::{back, findings, one_back, part, parts, text_of};

const NAME: &str = "2026-05/opgave-oost-2026-05.xlsx";

#[test]
fn the_sheet_in_front_tells_every_finding() {
    let (_, back, marked) = one_back(NAME, &books::plain());
    insta::assert_snapshot!(findings(&marked).iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n"), @"");
    insta::assert_snapshot!(text_of(&back, "oost.md"), @"");
}
