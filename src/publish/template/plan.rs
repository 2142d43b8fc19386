//! Which columns a sheet has and where they stand, so that formulas find them.

use rust_xlsxwriter::utility::{column_number_to_name, quote_sheet_name, row_col_to_cell_absolute};

use crate::domain::{Lang, Schema, fold};

/// A column that is wanted: its field, its width in characters, and what it is called if the field goes by that name.
pub(super) struct Wanted {
    pub(super) field: &'static str,
    pub(super) width: f64,
    pub(super) header: Option<[&'static str; 2]>,
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// The field.
    pub(super) field: &'static str,
    /// What stands above it.
    pub(super) header: String,
    /// Its width in characters.
    pub(super) width: f64,
    /// The code list its values come from, as an index into the schema's code lists.
    pub(super) codes: Option<usize>,
}

/// A sheet with one table: its columns, and the rows to fill in. Rows count from zero.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) sheet: String,
    pub(super) title: String,
    pub(super) columns: Vec<Column>,
    pub(super) header: u32,
    pub(super) last: u32,
}

impl Plan {
    /// The columns of a table that the schema has; `None` if it lacks the table or one of the fields it is recognised by.
    pub(super) fn new(
        schema: &Schema,
        lang: Lang,
        table: &str,
        wanted: &[Wanted],
        sheet: String,
        (header, rows): (u32, u32),
    ) -> Option<Self> {
        let table = schema.tables.get(schema.table(table)?)?;
        let columns: Vec<Column> = wanted
            .iter()
            .filter_map(|wanted| {
                let field = table.fields.get(table.field(wanted.field)?)?;
                let known = |text: &&str| field.synonyms.iter().any(|synonym| fold(synonym) == fold(text));
                let preferred = wanted.header.map(|[nl, en]| if lang == Lang::Nl { nl } else { en });
                let first = field.synonyms.first().map(String::as_str);
                let header = preferred.filter(known).or(Some(field.title.get(lang)).filter(known)).or(first)?;
                Some(Column { field: wanted.field, header: header.to_owned(), width: wanted.width, codes: field.codes })
            })
            .collect();
        let has = |field: usize| columns.iter().any(|column| table.field(column.field) == Some(field));
        let whole = table.recognised_by.iter().all(|field| has(*field));
        let title = table.title.get(lang).to_owned();
        whole.then_some(Self { sheet, title, columns, header, last: header + rows })
    }

    /// The first row to fill in.
    pub(super) fn first(&self) -> u32 {
        self.header + 1
    }

    /// The column of a field, from zero.
    pub(super) fn col(&self, field: &str) -> Option<u16> {
        self.columns.iter().position(|column| column.field == field).and_then(|at| u16::try_from(at).ok())
    }

    /// What a column is called.
    pub(super) fn header_of(&self, field: &str) -> Option<&str> {
        self.columns.iter().find(|column| column.field == field).map(|column| column.header.as_str())
    }

    /// A cell of a row, such as `$E6`: the column stays when the formula is used in another cell.
    pub(super) fn cell(&self, field: &str, row: u32) -> Option<String> {
        self.col(field).map(|col| format!("${}{}", column_number_to_name(col), row + 1))
    }

    /// The cells to fill in of a column, such as `$A$5:$A$64`.
    pub(super) fn area(&self, field: &str) -> Option<String> {
        let col = self.col(field)?;
        Some(format!("{}:{}", row_col_to_cell_absolute(self.first(), col), row_col_to_cell_absolute(self.last, col)))
    }

    /// The same from another sheet.
    pub(super) fn area_elsewhere(&self, field: &str) -> Option<String> {
        Some(format!("{}!{}", quote_sheet_name(&self.sheet), self.area(field)?))
    }
}
