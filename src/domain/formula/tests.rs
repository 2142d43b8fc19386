use super::*;
use proptest::prelude::*;

/// The terms as they would be written: `+B5:B11`, with `f` or `h` after those that leave rows out and `'` after operands.
fn read(text: &str) -> Option<String> {
    let sum = Sum::parse(text, "Blad 1")?;
    let mut shown = if sum.average { "average ".to_owned() } else { String::new() };
    for SumTerm { area, minus, operand, leaves_out } in &sum.terms {
        shown.push(if *minus { '-' } else { '+' });
        shown.push_str(&area.from.to_string());
        if area.to != area.from {
            shown.push_str(&format!(":{}", area.to));
        }
        shown.push_str(if *operand { "'" } else { "" });
        shown.push_str(match leaves_out {
            LeavesOut::Nothing => "",
            LeavesOut::Filtered => "f",
            LeavesOut::Hidden => "h",
        });
    }
    if sum.constant != 0.0 {
        shown.push_str(&format!("{:+}", sum.constant));
    }
    Some(shown)
}

#[test]
fn sums_are_read_in_the_ways_people_write_them() {
    for (text, terms) in [
        ("SUM(B5:B11)", "+B5:B11"),
        ("=SUM(B5:B11,B13)", "+B5:B11+B13"),
        ("sum( $B$5:$B$11 ; B13 )", "+B5:B11+B13"),
        ("SOM(B5:B11;B13;2,5)", "+B5:B11+B13+2.5"),
        ("SOMME(B11:B5)", "+B5:B11"),
        ("SUM(B5:B11)+C3", "+B5:B11+C3'"),
        ("B5+B6-B7", "+B5'+B6'-B7'"),
        ("+B5", "+B5'"),
        ("=-B5--B6", "-B5'+B6'"),
        ("$B$5", "+B5'"),
        ("SUM(B:B)", "+B1:B1048576"),
        ("SUM($B:$C)", "+B1:C1048576"),
        ("SUM(5:6)", "+A5:XFD6"),
        ("SUM(B5:B7)-SUM(B9,SUM(B10:B11))", "+B5:B7-B9-B10:B11"),
        ("SUM(B5+B6,3)", "+B5'+B6'+3"),
        ("(B5+B6)-(B7-1.5)", "+B5'+B6'-B7'+1.5"),
        ("SUM(B5,,B7)", "+B5+B7"),
        ("SUBTOTAL(9,B5:B11)", "+B5:B11f"),
        ("SUBTOTAAL(109;B5:B11;B13)", "+B5:B11h+B13h"),
        ("SOUS.TOTAL(9;B5:B11)-B2", "+B5:B11f-B2'"),
        ("SUM(SUBTOTAL(9,B5:B6),B7)", "+B5:B6f+B7"),
        ("AVERAGE(B5:B11)", "average +B5:B11"),
        ("GEMIDDELDE(B5:B11;B13)", "average +B5:B11+B13"),
        ("MOYENNE(B5:B11)", "average +B5:B11"),
        ("SUBTOTAL(1,B5:B11)", "average +B5:B11f"),
        ("SUBTOTAL(101,B5:B11)", "average +B5:B11h"),
        ("SUM('Blad 1'!B5:B11)", "+B5:B11"),
        ("'blad 1'!B5+'BLAD 1'!$B$6", "+B5'+B6'"),
        ("SUM($'Blad 1'.B5:.B11)", "+B5:B11"),
        ("5-B5", "-B5'+5"),
    ] {
        assert_eq!(read(text).as_deref(), Some(terms), "{text}");
    }
    let plain = |text: &str| Sum::parse(text, "Blad1").map(|sum| sum.terms.len());
    assert_eq!((plain("SUM(Blad1!B5:B11)"), plain("SUM($Blad1.B5:B11)"), plain("SUM(Blad2!B5)")), (Some(1), Some(1), None));
    assert_eq!(Sum::parse("SUM('het ''blad'''!B5)", "het 'blad'").map(|sum| sum.terms.len()), Some(1));
}

#[test]
fn what_is_no_sum_is_none_and_no_error() {
    for text in [
        "",
        "=",
        "3",
        "1+2",
        "SUM(3)",
        "B5:B11",
        "B5*2",
        "B5%",
        "B5&B6",
        "SUM(B5:B11)/2",
        "SUM(B5:B11*C5:C11)",
        "SUM(B5:B6+C5:C6)",
        "SUM(-B5:B6)",
        "IF(B5>0,B5,0)",
        "VLOOKUP(A5,Lijst!A:B,2)",
        "SUM(Lijst!B5:B11)",
        "SUM('[1]Blad 1'!B5)",
        "[1]Blad1!B5",
        "SUM(jan:mrt!B5)",
        "SUM(Tabel1[Bezetting])",
        "SUM(B5:B11 C5:C11)",
        "SUM(B5:B",
        "SUM(B5:B11",
        "SUM(B5:B11))",
        "SUM(B5;B6,B7)",
        "SUM(\"3\",B5)",
        "SUM(naam)",
        "naam",
        "B",
        "SUBTOTAL(2,B5:B11)",
        "SUBTOTAL(A1,B5:B11)",
        "SUBTOTAL(9)",
        "SUBTOTAL(9,3)",
        "AVERAGE(B5:B11)+1",
        "AVERAGE(B5:B11,3)",
        "SUM(AVERAGE(B5:B11))",
        "ROUND(SUM(B5:B11),0)",
        "#REF!+B5",
        "SUM(#REF!)",
        "B0+B1",
        "ZZZZ1+B1",
        "B1048577",
        "1E5+B5",
        "{1,2}",
        "TRUE",
        "'Blad 1'!",
        "'Blad 1",
        "$",
        "SUM(B5:5)",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| format!("{}B5{}", "(".repeat(depth), ")".repeat(depth));
    assert!(read(&nested(DEEPEST - 1)).is_some());
    assert_eq!(read(&nested(100_000 / 8)), None);
    assert_eq!(read(&"SUM(".repeat(8_000)), None);
    assert_eq!(read(&format!("{}B5", "+".repeat(LONGEST))), None);
    assert!(read(&format!("{}B5", "+".repeat(LONGEST - 2))).is_some());
    assert!(read(&vec!["B5"; 5_000].join("+")).is_some());
}

#[test]
fn subtotals_are_told_wherever_they_stand() {
    assert!(takes_subtotal("IF(A1,subtotal(9,B5:B6),0)") && takes_subtotal("SUBTOTAAL(9;B5:B6)"));
    assert!(!takes_subtotal("SUM(B5:B6)"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}", sheet in "\\PC{0,5}") {
        let _ = Sum::parse(&text, &sheet);
        let _ = takes_subtotal(&text);
    }

    #[test]
    fn nothing_that_looks_like_a_formula_makes_it_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "SUM(", "SUBTOTAL(", "AVERAGE(", "9", "109", ",", ";", ")", "(", "+", "-", "B5", "$B$6", ":", "B", "7", "'", "Blad", "!", ".", "é", " ", "1.5",
        ]), 0..30),
    ) {
        let text = parts.concat();
        if let Some(sum) = Sum::parse(&text, "Blad") {
            prop_assert!(!sum.terms.is_empty() && sum.constant.is_finite());
            prop_assert!(sum.terms.iter().all(|term| term.area.from.row <= term.area.to.row && term.area.from.col <= term.area.to.col));
            prop_assert_eq!(sum.clone().turned().turned(), sum);
        }
    }
}
