//! What a header means in one table.

/// What a header means in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// One field; `settled` if it could have been another one in another table.
    Field { field: usize, settled: bool },
    /// Several fields of the table.
    Several(Vec<usize>),
    /// Personal data of a kind.
    Personal(String),
    /// Nothing in this table; the fields it stands for elsewhere.
    Elsewhere(Vec<String>),
}

impl Reading {
    /// The fields of the table it may stand for.
    pub(super) fn fields(self) -> Vec<usize> {
        match self {
            Self::Field { field, .. } => vec![field],
            Self::Several(fields) => fields,
            Self::Personal(_) | Self::Elsewhere(_) => Vec::new(),
        }
    }
}

/// What two languages of one header say together.
pub(super) fn agree(one: Reading, other: Reading) -> Reading {
    match (one, other) {
        (Reading::Personal(kind), _) | (_, Reading::Personal(kind)) => Reading::Personal(kind),
        (Reading::Field { field: a, settled: x }, Reading::Field { field: b, settled: y }) if a == b => {
            Reading::Field { field: a, settled: x && y }
        }
        // One language says it plainly, the other could mean several fields, this one among them.
        (Reading::Field { field, .. }, Reading::Several(several)) | (Reading::Several(several), Reading::Field { field, .. })
            if several.contains(&field) =>
        {
            Reading::Field { field, settled: true }
        }
        (Reading::Elsewhere(mut names), Reading::Elsewhere(more)) => {
            names.extend(more);
            names.dedup();
            Reading::Elsewhere(names)
        }
        (one, other) => {
            let mut fields: Vec<usize> = [one, other].into_iter().flat_map(Reading::fields).collect();
            fields.dedup();
            Reading::Several(fields)
        }
    }
}
