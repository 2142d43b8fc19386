//! A letter as Markdown.

use super::model::{Document, Grid, Letter};

/// The letters, one below the other.
pub(super) fn render(document: &Document) -> String {
    let letters: Vec<String> = document.letters.iter().map(letter).collect();
    letters.join("\n")
}

/// One letter. It ends with the end of a line.
pub(super) fn letter(letter: &Letter) -> String {
    let mut blocks = vec![format!("# {}", escaped(&letter.title))];
    blocks.extend(letter.marks.iter().map(|mark| format!("> **{}** {}", escaped(&mark.strong), escaped(&mark.rest))));
    blocks.push(paragraph(&letter.as_of));
    for part in &letter.parts {
        if !part.heading.is_empty() {
            blocks.push(format!("## {}", escaped(&part.heading)));
        }
        blocks.extend(part.intro.iter().map(|text| paragraph(text)));
        blocks.extend(part.table.as_ref().map(table));
        blocks.extend(part.notes.iter().map(|text| paragraph(text)));
    }
    format!("{}\n", blocks.join("\n\n"))
}

fn table(grid: &Grid) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let heads = line(grid.columns.iter().map(|column| escaped(&column.head)).collect());
    let rule = line(grid.columns.iter().map(|column| if column.number { "---:" } else { "---" }.to_owned()).collect());
    let rows = grid.rows.iter().map(|row| line(row.iter().map(|cell| escaped(cell)).collect()));
    [heads, rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// Text that Markdown shows as it is. It holds no end of a line: the model has none.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '~' | '&' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// The same at the start of a line, where some signs would begin a list or a heading.
fn paragraph(text: &str) -> String {
    let escaped = escaped(text);
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    match escaped[digits..].chars().next() {
        Some('-' | '+' | '=') if digits == 0 => format!("\\{escaped}"),
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &escaped[..digits], &escaped[digits..]),
        _ => escaped,
    }
}
