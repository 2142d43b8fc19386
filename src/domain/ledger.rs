//! The account of every row: what became of it.

use super::layout::RowFate;
use super::returns::Return;

/// The rows of one sheet by what became of them. The parts add up to `rows`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerLine {
    /// The file, relative to the input folder.
    pub file: String,
    /// The sheet's name; empty for a file that could not be read.
    pub sheet: String,
    /// Rows up to and including the last used one.
    pub rows: u64,
    /// Became records.
    pub accepted: u64,
    /// Should have become records and did not; each has a finding.
    pub rejected: u64,
    /// Header rows.
    pub header: u64,
    /// Title rows above the table, with the as-of line.
    pub title: u64,
    /// Total and subtotal lines, kept as claims.
    pub total: u64,
    /// Notes.
    pub note: u64,
    /// Blank rows.
    pub blank: u64,
    /// Rows that are not seen and are set aside: of hidden sheets, hidden by hand or by a filter, or struck through.
    pub hidden: u64,
    /// Rows of sheets that hold no known table, of refused files and of superseded returns.
    pub other: u64,
}

impl LedgerLine {
    /// Adds one row.
    pub fn add(&mut self, fate: RowFate) {
        self.rows += 1;
        *match fate {
            RowFate::Accepted => &mut self.accepted,
            RowFate::Rejected => &mut self.rejected,
            RowFate::Header => &mut self.header,
            RowFate::Title => &mut self.title,
            RowFate::Total => &mut self.total,
            RowFate::Note => &mut self.note,
            RowFate::Blank => &mut self.blank,
            RowFate::Hidden => &mut self.hidden,
            RowFate::Other => &mut self.other,
        } += 1;
    }

    /// Whether every row is accounted for.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let parts = [self.accepted, self.rejected, self.header, self.title, self.total, self.note, self.blank, self.hidden, self.other];
        self.rows == parts.iter().sum::<u64>()
    }
}

/// The ledger of a run: one line for each sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The lines, by file and then in the order of the sheets.
    pub lines: Vec<LedgerLine>,
}

impl Ledger {
    /// The account of every row of every sheet of some returns. Records of a superseded return are set aside.
    #[must_use]
    pub fn of(returns: &[Return]) -> Self {
        let mut lines = Vec::new();
        for one in returns {
            let file = one.source.path.clone();
            if one.sheets.is_empty() {
                lines.push(LedgerLine { file, ..LedgerLine::default() });
                continue;
            }
            for sheet in &one.sheets {
                let mut line = LedgerLine { file: file.clone(), sheet: sheet.name.clone(), ..LedgerLine::default() };
                for fate in &sheet.layout.fates {
                    let counted = matches!(fate, RowFate::Accepted | RowFate::Rejected) && one.superseded_by.is_some();
                    line.add(if counted { RowFate::Other } else { *fate });
                }
                lines.push(line);
            }
        }
        Self { lines }
    }

    /// The first line that does not add up, if there is one.
    #[must_use]
    pub fn first_gap(&self) -> Option<&LedgerLine> {
        self.lines.iter().find(|line| !line.adds_up())
    }
}
