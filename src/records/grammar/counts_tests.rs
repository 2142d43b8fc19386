use super::*;
use proptest::prelude::*;

fn parts(reading: &CountReading) -> Vec<(Part, Option<i64>)> {
    reading.parts.clone()
}

#[test]
fn annotations_are_read_in_three_languages_and_all_spellings() {
    for raw in [
        "4 (3 tijdelijk in NL)",
        "4(3 tijdelijk in nl)",
        "4 [3 tijdelijk in NL]",
        "4\u{A0}(waarvan\u{A0}3 tijdelijk in Nederland)",
        "4 (waarvan drie tijdelijk in Nederland)",
        "vier (waarvan drie tijdelijk in NL)",
        "4 (w.v. 3 tijd. in NL)",
        "4, waarvan 3 tijdelijk in NL",
        "4 waarvan 3 tijdelijk in NL",
        "4 (incl. 3 in NL)",
        "4 (incl 3 tijdelijk NL)",
        "4 inclusief 3 tijdelijk in NL",
        "4 (3 in NL)",
        "4 (3 tijdelijk thuis)",
        "4 (tijdelijk in NL: 3)",
        "4 (waarvan tijdelijk in NL 3)",
        "4 personen (3 tijdelijk in NL)",
        "4 (3 personen tijdelijk in NL)",
        "4 (3 temporarily in NL)",
        "4 (of whom 3 temporarily in the Netherlands)",
        "4 of whom 3 are temporarily in the Netherlands",
        "4 (of which 3 temporarily home)",
        "4 (dont 3 aux Pays-Bas)",
        "4 (dont 3 temporairement aux Pays‑Bas)",
        "4, dont 3 aux Pays-Bas",
        "4 (y compris 3 aux Pays-Bas)",
        "4 (3 tijdelijk in NL",
        "4 (3 TIJDELIJK IN NL)",
    ] {
        let reading = headcount(raw);
        assert_eq!((reading.value, parts(&reading)), (Some(4), vec![(Part::TempHome, Some(3))]), "{raw}: {reading:?}");
        assert_eq!(reading.remarks, [], "{raw}");
    }
}

#[test]
fn other_parts_are_told_from_those_at_home() {
    for (raw, expected) in [
        ("4 (3 verlof)", vec![(Part::OtherAbsent, Some(3))]),
        ("4 (3 met verlof)", vec![(Part::OtherAbsent, Some(3))]),
        ("4 (3 on leave)", vec![(Part::OtherAbsent, Some(3))]),
        ("4 (dont 3 en congé)", vec![(Part::OtherAbsent, Some(3))]),
        ("4 (1 overig afwezig)", vec![(Part::OtherAbsent, Some(1))]),
        ("4 (2 tijdelijk in NL, 1 verlof)", vec![(Part::TempHome, Some(2)), (Part::OtherAbsent, Some(1))]),
        ("4 (2 tijdelijk in NL en 1 verlof)", vec![(Part::TempHome, Some(2)), (Part::OtherAbsent, Some(1))]),
        ("4 (waarvan 2 vrouwen)", vec![(Part::Female, Some(2))]),
        ("4 (2V/2M)", vec![(Part::Female, Some(2)), (Part::Male, Some(2))]),
    ] {
        let reading = headcount(raw);
        assert_eq!((reading.value, parts(&reading)), (Some(4), expected), "{raw}: {reading:?}");
        assert_eq!(reading.remarks, [], "{raw}");
    }
}

#[test]
fn both_sexes_side_by_side_add_up_with_a_note() {
    for raw in ["2V/2M", "2v 2m", "2 V + 2 M", "v: 2, m: 2", "2 vrouwen en 2 mannen", "2F/2M", "2 women, 2 men", "2f/2h"] {
        let reading = headcount(raw);
        assert_eq!((reading.value, parts(&reading)), (Some(4), vec![(Part::Female, Some(2)), (Part::Male, Some(2))]), "{raw}");
        assert_eq!(reading.remarks, [RemarkKind::Note], "{raw}");
    }
    assert_eq!(headcount("2V/2F").value, None);
    assert_eq!(headcount("2V").value, None);
}

#[test]
fn what_counts_others_apart_is_never_converted() {
    for raw in ["4 excl. 3 in NL", "4 (excl. 3 tijdelijk in NL)", "4 (excluding 3 temporarily in NL)", "4 hors 3 aux Pays-Bas"] {
        let reading = headcount(raw);
        assert_eq!((reading.value, parts(&reading)), (Some(4), vec![(Part::TempHome, Some(3))]), "{raw}");
        assert_eq!(reading.remarks, [RemarkKind::ExcludesTempHome { suggested: Some(7) }], "{raw}");
    }
    for raw in ["1 + 3 tijdelijk in NL", "1 (+3 tijdelijk in NL)", "1 plus 3 temporarily in NL", "1 en 3 tijdelijk in NL"] {
        let reading = headcount(raw);
        assert_eq!((reading.value, parts(&reading)), (None, vec![]), "{raw}");
        assert_eq!(reading.remarks, [RemarkKind::ExcludesTempHome { suggested: Some(4) }], "{raw}");
    }
}

#[test]
fn what_cannot_be_used_says_why() {
    use RemarkKind::{CellError, Compound, Estimate, Fraction, Fte, Missing, Negative, NotACount, PossibleBsn};
    for (raw, kind) in [
        ("2+1", Compound),
        ("2 à 3", Compound),
        ("twee of drie", Compound),
        ("2 tot 3", Compound),
        ("1-3-2026", Compound),
        ("1.3.2026", Compound),
        ("4 (zie toelichting)", Compound),
        ("4 (3 terug in NL)", Compound),
        ("4 (1V)", Compound),
        ("4 (3)", Compound),
        ("4 (1 ziek, 1 tijdelijk in NL)", Compound),
        ("4 (3 tijdelijk in NL, 2 tijdelijk in NL)", Compound),
        ("4 3 tijdelijk in NL", Compound),
        ("3 (1 vacature)", Compound),
        ("1.000", NotACount),
        ("1,000", NotACount),
        ("1 000", NotACount),
        ("1e3", NotACount),
        ("x", NotACount),
        ("v", NotACount),
        ("ja", NotACount),
        ("zie toelichting", NotACount),
        ("*", NotACount),
        ("14)", NotACount),
        ("50%", NotACount),
        ("4 man", NotACount),
        ("99999999999999999999999", NotACount),
        ("٤", NotACount),
        ("3,6", Fraction),
        ("12.5", Fraction),
        ("-1", Negative(-1)),
        ("\u{2212}12", Negative(-12)),
        ("- 1", Negative(-1)),
        ("2 fte", Fte),
        ("3,6 FTE", Fte),
        ("5 ETP", Fte),
        ("123456782", PossibleBsn),
        ("#VERW!", CellError),
        ("", Missing),
        ("\u{A0} \u{200B}", Missing),
        ("geen opgave", Missing),
        ("p.m.", Missing),
    ] {
        let reading = headcount(raw);
        assert_eq!((reading.value, &reading.remarks[..], parts(&reading)), (None, &[kind][..], vec![]), "{raw:?}");
    }
    for raw in [
        "ca. 5",
        "± 5",
        "~5",
        "ongeveer 5",
        "circa 5",
        "> 3",
        "≥3",
        "5+",
        "5?",
        "max. 5",
        "ten minste 5",
        "5 (geschat)",
        "+/- 5",
        "up to 5",
        "au moins 5",
        "ca. 5 pers.",
        "ca. vijf",
    ] {
        let reading = headcount(raw);
        assert!(matches!(reading.value, Some(3 | 5)), "{raw}: {reading:?}");
        assert_eq!(reading.remarks, [Estimate], "{raw}");
    }
    let both = headcount("ca. 4 (3 tijdelijk in NL)");
    assert_eq!((both.value, parts(&both), both.remarks), (Some(4), vec![(Part::TempHome, Some(3))], vec![Estimate]));
}

#[test]
fn odd_spellings_of_a_count_carry_a_note() {
    for raw in [
        "04",
        "4,0",
        "4.0",
        "4.00",
        "+4",
        "4.",
        "\"4\"",
        "'4",
        "４",
        "vier",
        "Quatre",
        "4 pers.",
        "4 personen",
        "4 (vier)",
        "vier personen",
    ] {
        let reading = headcount(raw);
        assert_eq!((reading.value, &reading.remarks[..]), (Some(4), &[RemarkKind::Note][..]), "{raw}");
    }
    for raw in ["geen", "nihil", "nul", "none", "aucun", "néant", "geen personen", "-0"] {
        let reading = headcount(raw);
        assert_eq!((reading.value, &reading.remarks[..]), (Some(0), &[RemarkKind::Note][..]), "{raw}");
    }
}

#[test]
fn markers_are_kept_apart_from_the_value() {
    for (raw, value, marker) in [
        ("0*", Some(0), "*"),
        ("0 ¹", Some(0), "1"),
        ("4 *)", Some(4), "*"),
        ("4 1)", Some(4), "1"),
        ("4 (3 tijdelijk in NL)**", Some(4), "**"),
        ("-*", None, "*"),
    ] {
        let reading = headcount(raw);
        assert_eq!((reading.value, reading.marker.as_deref()), (value, Some(marker)), "{raw}");
    }
}

#[test]
fn stored_values_of_other_kinds_are_no_counts() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 3).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a day");
    for (value, kind) in [
        (Value::Bool(true), RemarkKind::NotACount),
        (Value::Date(day), RemarkKind::Compound),
        (Value::Error("#N/B".into()), RemarkKind::CellError),
        (Value::Number(3.6), RemarkKind::Fraction),
        (Value::Number(-2.0), RemarkKind::Negative(-2)),
        (Value::Number(f64::NAN), RemarkKind::NotACount),
        (Value::Number(1e18), RemarkKind::NotACount),
    ] {
        assert_eq!(headcount_of(&value), CountReading::unread(kind), "{value:?}");
    }
    assert_eq!(headcount_of(&Value::Number(4.0)), CountReading::of(4));
    assert_eq!(headcount_of(&Value::Text("4".into())), CountReading::of(4));
}

#[test]
fn a_plain_count_has_no_annotations() {
    assert_eq!(count("4"), CountReading::of(4));
    assert_eq!(count("ca. 5").value, Some(5));
    assert_eq!(count("4 (3 tijdelijk in NL)"), CountReading::unread(RemarkKind::Compound));
    assert_eq!(count("2V/2M"), CountReading::unread(RemarkKind::Compound));
    assert_eq!(count("vacant"), CountReading::unread(RemarkKind::UnknownCode { nearest: None }));
    assert_eq!(count_of(&Value::Number(4.0)), CountReading::of(4));
    let vacant = headcount("vacant");
    assert_eq!((vacant.value, parts(&vacant)), (Some(0), vec![(Part::Vacancies, None)]));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(raw in ".*") {
        let reading = headcount(&raw);
        prop_assert!(reading.value.is_none_or(|value| value >= 0));
        prop_assert!(reading.value.is_some() || !reading.remarks.is_empty());
        let _ = count(&raw);
    }

    #[test]
    fn nothing_made_of_the_grammars_own_words_makes_it_panic(
        words in prop::collection::vec(
            prop::sample::select(vec!["4", "3", "0,5", "1.000", "(", ")", "[", "waarvan", "incl.", "excl.", "+", "tijdelijk", "in", "NL", "verlof", "en",
                ",", "/", "v", "m", ":", "*", "¹", "ca.", ">", "fte", "pers.", "vacant", "een", "-", "?", "é", "\u{A0}"]), 0..12),
        glue in prop::sample::select(vec!["", " "]),
    ) {
        let reading = headcount(&words.join(glue));
        prop_assert!(reading.value.is_some() || !reading.remarks.is_empty());
    }

    #[test]
    fn a_number_survives_every_plain_way_of_writing(value in 0_i64..=9999) {
        prop_assert_eq!(headcount(&value.to_string()), CountReading::of(value));
        prop_assert_eq!(headcount(&format!(" {value}\u{A0}")), CountReading::of(value));
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let number = value as f64;
        prop_assert_eq!(headcount_of(&Value::Number(number)), CountReading::of(value));
        prop_assert_eq!(headcount(&format!("{value},0")).value, Some(value));
        prop_assert_eq!(headcount(&format!("{value} (0 tijdelijk in NL)")).value, Some(value));
    }

    #[test]
    fn numbers_of_any_size_do_not_make_it_panic(number in any::<f64>()) {
        let reading = headcount_of(&Value::Number(number));
        prop_assert!(reading.value.is_some() || !reading.remarks.is_empty());
    }
}

/// Ingestion puts what is struck through between such signs.
#[test]
fn a_number_beside_one_that_is_crossed_out_is_no_count() {
    for raw in
        ["~~4~~ 3", "~~4~~3", "3 ~~4~~", "3 ~~was 4~~", "~~4~~", "~~0~~", "4~~*~~", "4 ~~(3 tijdelijk in NL)~~", "~~vier~~ drie", "~~4~~ -"]
    {
        let reading = headcount(raw);
        assert_eq!(reading.value, None, "{raw}");
        assert!(reading.is_unusable(), "{raw}");
    }
}
