//! What the counts of all equations look at in the records of one table.

use crate::domain::equation::{Condition, TermKind, Test};
use crate::domain::{FieldType, Schema};

/// A field that conditions of counts look at.
#[derive(Debug, Clone)]
pub(super) struct CountedField {
    /// The field, as an index into the table's fields.
    pub(super) field: usize,
    /// What it holds.
    pub(super) kind: FieldType,
    /// One code for each way in which conditions tell its codes apart.
    pub(super) codes: Vec<u16>,
}

/// One table as the equations see it.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    /// The field with the mission.
    pub(super) mission: Option<usize>,
    /// The field with the key of a person.
    pub(super) key: Option<usize>,
    /// The fields that conditions look at, in the order of the table.
    pub(super) fields: Vec<CountedField>,
}

impl Counted {
    /// Looks through the equations that take part.
    pub(super) fn of(schema: &Schema, enabled: &[bool], table: usize) -> Self {
        let declared = &schema.tables[table];
        let equations = schema.equations.equations.iter().zip(enabled).filter(|(_, enabled)| **enabled);
        let terms = equations.flat_map(|(equation, _)| equation.left.terms.iter().chain(&equation.right.terms));
        let conditions: Vec<&Condition> = terms
            .filter_map(|term| match &term.kind {
                TermKind::Count { table: of, conditions, .. } if *of == table => Some(conditions),
                _ => None,
            })
            .flatten()
            .collect();
        let mut fields: Vec<usize> = conditions.iter().map(|condition| condition.field).collect();
        fields.sort_unstable();
        fields.dedup();
        let fields = fields.into_iter().map(|field| CountedField {
            field,
            kind: declared.fields[field].kind,
            codes: codes_told_apart(schema, table, field, &conditions),
        });
        Self { mission: declared.field("mission"), key: declared.field("person_key"), fields: fields.collect() }
    }
}

fn codes_told_apart(schema: &Schema, table: usize, field: usize, conditions: &[&Condition]) -> Vec<u16> {
    let Some(list) = schema.tables[table].fields[field].codes else { return Vec::new() };
    let (mut seen, mut kept) = (Vec::new(), Vec::new());
    for code in 0..schema.code_lists[list].codes.len() {
        let Ok(code) = u16::try_from(code) else { break };
        let of_field = conditions.iter().filter(|condition| condition.field == field);
        let told: Vec<bool> = of_field
            .map(|condition| match &condition.test {
                Test::In(codes) | Test::NotIn(codes) => codes.contains(&code),
                _ => false,
            })
            .collect();
        if !seen.contains(&told) {
            seen.push(told);
            kept.push(code);
        }
    }
    kept
}
