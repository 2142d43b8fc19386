//! "Do you mean": names that are like another. A suggestion, never a decision.

/// Up to three of the names that are most like the one given, the most similar first.
pub(super) fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let given = given.trim().to_lowercase();
    let mut scored: Vec<(f64, &str)> = names.map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), name)).collect();
    scored.retain(|(score, _)| *score >= 0.9);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    // Codes of one family are all alike; a clear winner stands alone.
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored.into_iter().filter(|(score, _)| best - score < 0.01).map(|(_, name)| name).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let codes = ["XSH-01", "SHT-01", "ROW-01"];
        assert_eq!(nearest("xsh-1", codes.into_iter()), ["XSH-01"]);
        assert_eq!(nearest("STH-01", codes.into_iter()), ["SHT-01"]);
        assert!(nearest("", codes.into_iter()).is_empty());
        assert!(nearest("hello", codes.into_iter()).is_empty());
    }
}
