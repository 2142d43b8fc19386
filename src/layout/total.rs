//! Total lines: which labels make one, and which rows each is about.

use crate::domain::layout::{AddsUp, Evidence};
use crate::domain::{Claim, ClaimKind, SafeText, fold};

use super::evidence::Shown;
use super::index::HeaderIndex;
use super::words;

/// Most words of a word for a total (`totaal generaal`).
const MAX_WORDS: usize = 4;

/// What makes a part of a total: `Subtotaal`, `sous-total`, `Tussentotaal`.
pub(super) const PARTS: [&str; 6] = ["sub", "tussen", "deel", "sous", "partial", "intermediate"];

/// A total line before it is known what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TotalLine {
    /// Its row, from zero.
    pub(super) row: u32,
    /// What kind of label it has, or what shows it without one.
    pub(super) label: TotalLabel,
    /// What it is called on the sheet.
    pub(super) text: SafeText,
    /// Which of its rows it adds up, by its label.
    pub(super) adds_up: AddsUp,
}

/// The label of a total line, or what stands for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TotalLabel {
    /// The word for a total alone, folded.
    Bare(String),
    /// With more words, as in `Totaal EU`.
    Worded,
    /// With words that need not narrow it: `Total officers deployed`, or `Totaal Midden-Oosten` on that coordinator's sheet.
    Whole,
    /// The word for a subtotal.
    Part,
    /// A word for an average.
    Average,
    /// None that is known: formulas or numbers show it.
    Shown(Shown),
}

impl TotalLine {
    /// A line with a label of a kind, called so on the sheet.
    pub(super) fn new(row: u32, label: TotalLabel, text: SafeText, index: &HeaderIndex) -> Self {
        let part = match label {
            TotalLabel::Worded | TotalLabel::Whole | TotalLabel::Part => index.part_of(text.as_str()),
            TotalLabel::Bare(_) | TotalLabel::Average | TotalLabel::Shown(_) => None,
        };
        let adds_up = part.unwrap_or(if label == TotalLabel::Worded { AddsUp::Unclear } else { AddsUp::All });
        Self { row, label, text, adds_up }
    }

    /// Whether it holds averages.
    pub(super) fn is_average(&self) -> bool {
        matches!(self.label, TotalLabel::Average | TotalLabel::Shown(Shown { kind: ClaimKind::Average, .. }))
    }
}

/// Reads a label as that of a total line, or of one with averages.
pub(super) fn read(text: &str, index: &HeaderIndex) -> Option<TotalLabel> {
    if !index.may_be_total(text) {
        return None;
    }
    let text = words::without_footnote_mark(text);
    let spans = words::spans(text, MAX_WORDS + 2);
    let label = read_total(text, &spans, index);
    let (first, rest) = spans.split_first()?;
    let begins = || (1..=spans.len().min(MAX_WORDS)).any(|count| index.is_average(&fold(&text[first.0..spans[count - 1].1])));
    // `Totaal gemiddeld` is no sum either.
    let ends = || label.is_some() && rest.iter().any(|(from, to)| index.is_average(&fold(&text[*from..*to])));
    if begins() || ends() { Some(TotalLabel::Average) } else { label }
}

fn read_total(text: &str, spans: &[(usize, usize)], index: &HeaderIndex) -> Option<TotalLabel> {
    let (first, rest) = spans.split_first()?;
    let word = fold(&text[first.0..first.1]);
    for part in PARTS {
        let Some(remainder) = word.strip_prefix(part) else { continue };
        let second = rest.first().map(|(from, to)| fold(&text[*from..*to]));
        if index.is_total(remainder) || (remainder.is_empty() && second.is_some_and(|second| index.is_total(&second))) {
            return Some(TotalLabel::Part);
        }
    }
    let longest = spans.len().min(MAX_WORDS);
    (1..=longest).rev().find_map(|count| {
        let label = fold(&text[first.0..spans[count - 1].1]);
        index.is_total(&label).then_some(())?;
        let part = PARTS.iter().any(|part| label.starts_with(part));
        Some(match (part, count == spans.len()) {
            (true, _) => TotalLabel::Part,
            (false, true) => TotalLabel::Bare(label),
            (false, false) if spans[count..].iter().all(|(from, to)| index.is_of_whole(&fold(&text[*from..*to]))) => TotalLabel::Whole,
            (false, false) => TotalLabel::Worded,
        })
    })
}

/// Settles which rows each total line is about. `data` are the rows of the table's records, `headings` those of the headings of
/// groups between them, from the top.
///
/// A bare total covers the table, but for one that is followed by more rows and another bare total: that one closes a
/// group. A line with no rows of its own since the last subtotal sums up all before it.
pub(super) fn claims(lines: &[TotalLine], data: &[u32], headings: &[u32]) -> Vec<Claim> {
    let between = |after: Option<u32>, before: u32| {
        let from = after.map_or(0, |row| data.partition_point(|at| *at <= row));
        data.get(from).copied().filter(|row| *row < before)
    };
    let last_bare = lines.iter().rev().find(|line| matches!(line.label, TotalLabel::Bare(_))).map(|line| line.row);
    let only_one = lines.iter().filter(|line| !line.is_average()).count() == 1;
    let mut closed_groups: Vec<&str> = Vec::new();
    let first_sum = lines.iter().position(|line| !line.is_average()).unwrap_or(0);
    let mut boundary = None;
    let mut claims = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let own = between(boundary, line.row);
        let grand = match &line.label {
            TotalLabel::Bare(word) => {
                let group = own.is_some()
                    && (last_bare.is_some_and(|last| between(Some(line.row), last).is_some()) || closed_groups.contains(&word.as_str()));
                if group && !closed_groups.contains(&word.as_str()) {
                    closed_groups.push(word);
                }
                !group
            }
            TotalLabel::Whole if only_one => true,
            TotalLabel::Worded if matches!(line.adds_up, AddsUp::Organisation(_) | AddsUp::Region(_)) => false,
            TotalLabel::Worded | TotalLabel::Whole => own.is_none() && first_sum < at && between(Some(line.row), u32::MAX).is_none(),
            // What a formula or a sum is about is known; it covers the table if that is all of it.
            TotalLabel::Shown(shown) if !line.is_average() => {
                data.first().is_some_and(|first| shown.first <= *first) && between(Some(line.row), u32::MAX).is_none()
            }
            TotalLabel::Part | TotalLabel::Average | TotalLabel::Shown(_) => false,
        };
        let (shown, by) = match &line.label {
            TotalLabel::Shown(shown) => (Some(shown.first.min(line.row)), shown.by),
            _ => (None, Evidence::Label),
        };
        // A subtotal under the heading of a group is about that group.
        let own = match (&line.label, headings.iter().rev().find(|row| **row < line.row)) {
            (TotalLabel::Part, Some(heading)) if boundary.is_none_or(|row| row < *heading) => between(Some(*heading), line.row).or(own),
            _ => own,
        };
        let first_row = shown.or(if grand { None } else { own }).or_else(|| between(None, line.row)).unwrap_or(line.row);
        let kind = if line.is_average() { ClaimKind::Average } else { ClaimKind::Sum };
        let adds_up = line.adds_up.clone();
        claims.push(Claim { row: line.row, first_row, grand, kind, adds_up, by, label: line.text.clone() });
        if kind == ClaimKind::Sum && !grand && own.is_some() {
            boundary = Some(line.row);
        }
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Bilingual;
    use crate::domain::schema::{Code, CodeList};
    use crate::layout::fixture;

    fn line(row: u32, label: TotalLabel) -> TotalLine {
        TotalLine { row, label, text: SafeText::default(), adds_up: AddsUp::All }
    }

    fn bare(row: u32) -> TotalLine {
        line(row, TotalLabel::Bare("totaal".to_owned()))
    }

    fn shown(lines: &[TotalLine], data: &[u32]) -> Vec<(u32, u32, bool)> {
        claims(lines, data, &[]).into_iter().map(|claim| (claim.first_row, claim.row, claim.grand)).collect()
    }

    #[test]
    fn a_total_with_the_name_of_its_sheet_covers_the_sheet_if_it_is_the_only_one() {
        assert_eq!(shown(&[line(9, TotalLabel::Whole)], &[5, 6, 7, 8]), [(5, 9, true)]);
        let after_subtotal = [line(3, TotalLabel::Part), line(6, TotalLabel::Whole)];
        assert_eq!(shown(&after_subtotal, &[1, 2, 4, 5])[1], (4, 6, false));
    }

    #[test]
    fn labels_of_totals_in_three_languages() {
        let index = HeaderIndex::new(&fixture::schema());
        for text in [
            "Totaal",
            "TOTAAL",
            "Totaal:",
            " totaal * ",
            "Totaal ¹",
            "Totaal 1)",
            "Eindtotaal",
            "Totaal generaal",
            "Total général",
            "Grand Total",
            "Som",
        ] {
            assert!(matches!(read(text, &index), Some(TotalLabel::Bare(_))), "{text}");
        }
        for text in ["Totaal EU", "Totaal (excl. tijdelijk in NL)", "Som van de missies"] {
            assert_eq!(read(text, &index), Some(TotalLabel::Worded), "{text}");
        }
        for text in ["Total deployed officers", "Totaal per 31-05-2026", "Totaal uitgezonden politie"] {
            assert!(matches!(read(text, &index), Some(TotalLabel::Whole | TotalLabel::Bare(_))), "{text}");
        }
        for text in ["Subtotaal", "Subtotaal Afrika", "Sub-totaal", "sub totaal VN", "Sous-total", "Tussentotaal"] {
            assert_eq!(read(text, &index), Some(TotalLabel::Part), "{text}");
        }
        for text in ["", "*", "Totaalplaatje", "Somalië", "EUCAP Somalia", "Totalitair", "EU totaal", "Submissie"] {
            assert_eq!(read(text, &index), None, "{text}");
        }
    }

    #[test]
    fn one_total_covers_the_table() {
        assert_eq!(shown(&[bare(9)], &[5, 6, 7, 8]), [(5, 9, true)]);
        assert_eq!(shown(&[bare(9)], &[5, 6, 11]), [(5, 9, true)]);
        assert_eq!(shown(&[bare(9)], &[]), [(9, 9, true)]);
    }

    #[test]
    fn subtotals_divide_the_table() {
        let lines = [line(3, TotalLabel::Part), line(6, TotalLabel::Worded), bare(7)];
        assert_eq!(shown(&lines, &[1, 2, 4, 5]), [(1, 3, false), (4, 6, false), (1, 7, true)]);
    }

    #[test]
    fn a_subtotal_is_about_the_rows_below_the_heading_of_its_group() {
        let first_rows = |lines: &[TotalLine], headings: &[u32]| -> Vec<u32> {
            claims(lines, &[1, 2, 4, 5], headings).into_iter().map(|claim| claim.first_row).collect()
        };
        let part = [line(6, TotalLabel::Part)];
        assert_eq!((first_rows(&part, &[]), first_rows(&part, &[0, 3])), (vec![1], vec![4]));
        // One below the last row that says nothing of its own stays about the rows before it.
        assert_eq!(first_rows(&[line(3, TotalLabel::Part), line(6, TotalLabel::Part)], &[0]), [1, 4]);
        assert_eq!(first_rows(&[bare(6)], &[3]), [1]);
    }

    #[test]
    fn a_label_says_which_rows_are_added_up() {
        let mut schema = fixture::schema();
        let eu = Code {
            code: "EU".to_owned(),
            label: Bilingual::default(),
            outside: false,
            synonyms: vec!["EU".to_owned(), "Europese Unie".to_owned()],
        };
        schema.code_lists.push(CodeList::new("organisation", vec![eu]));
        let index = HeaderIndex::new(&schema);
        let adds_up = |text: &str| TotalLine::new(1, read(text, &index).expect("a total"), SafeText::scrub(text), &index).adds_up;
        assert_eq!(adds_up("Totaal EU"), AddsUp::Organisation("EU".to_owned()));
        assert_eq!(adds_up("Subtotaal EU-missies"), AddsUp::Organisation("EU".to_owned()));
        assert_eq!(adds_up("Totaal (excl. NL)"), AddsUp::Unclear);
        assert_eq!((adds_up("Subtotaal"), adds_up("TOTAAL")), (AddsUp::All, AddsUp::All));
    }

    #[test]
    fn bare_totals_of_groups_are_not_taken_for_the_whole() {
        assert_eq!(shown(&[bare(3), bare(6)], &[1, 2, 4, 5]), [(1, 3, false), (4, 6, false)]);
        assert_eq!(shown(&[bare(3), bare(6), bare(7)], &[1, 2, 4, 5]), [(1, 3, false), (4, 6, false), (1, 7, true)]);
    }

    #[test]
    fn a_worded_total_below_subtotals_covers_them_all() {
        let lines = [line(3, TotalLabel::Part), line(6, TotalLabel::Part), line(7, TotalLabel::Worded)];
        assert_eq!(shown(&lines, &[1, 2, 4, 5])[2], (1, 7, true));
    }
}
