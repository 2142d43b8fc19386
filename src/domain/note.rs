//! What the published tables and their columns mean, in words.

use super::text::Lang;

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Dutch.
    pub nl: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// A text in both languages.
    #[must_use]
    pub const fn new(nl: &'static str, en: &'static str) -> Self {
        Self { nl, en }
    }

    /// The text in one language.
    #[must_use]
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Nl => self.nl,
            Lang::En => self.en,
        }
    }
}

/// A published column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnNote {
    /// Its name.
    pub name: &'static str,
    /// What it holds, with its unit and what an empty value means.
    pub meaning: Words,
}

impl ColumnNote {
    /// A column with its meaning in Dutch and English.
    #[must_use]
    pub const fn new(name: &'static str, nl: &'static str, en: &'static str) -> Self {
        Self { name, meaning: Words::new(nl, en) }
    }
}

/// A column whose values are keys of another published table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The column.
    pub column: &'static str,
    /// The table it points to.
    pub table: &'static str,
    /// The key of that table.
    pub key: &'static str,
}

/// A published table: its name, columns in their order, and keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableNote {
    /// Its name, which is also the name of its files.
    pub name: &'static str,
    /// Its title for people.
    pub title: Words,
    /// What a row stands for.
    pub meaning: Words,
    /// Its columns, in the order of publication.
    pub columns: &'static [ColumnNote],
    /// The columns that identify a row; none where no set of always filled columns does.
    pub key: &'static [&'static str],
    /// The columns that point to other tables.
    pub links: &'static [Link],
}
