//! `muster explain CODE`: the documentation of a check.

use super::{Verdict, no_json, page};
use crate::cli::args::{ExplainArgs, Format};
use crate::cli::folders;
use crate::cli::render::explain::{explain as page_of, explain_json, unknown_code};
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::{Check, fold};
use crate::error::Error;
use crate::pipeline;

/// Prints what a check does, why it matters, an example and how to mend what it finds.
pub(in crate::cli) fn explain(terminal: &mut Terminal, args: &ExplainArgs) -> Result<Verdict, Stop> {
    let folder = folders::schemas(args.schemas.as_deref())?;
    let (schema, catalogue) = pipeline::load_schemas(folder.as_deref(), terminal.lang)?;
    let check = find(&args.code, &catalogue)?;
    let text = match args.format {
        Format::Human => page_of(page(terminal), &schema, check),
        Format::Json => explain_json(terminal.lang, &schema, check).map_err(no_json)?,
    };
    terminal.data(&text)?;
    Ok(Verdict::Done)
}

/// The check of a code, however it is spelled: `xsh01` is `XSH-01`.
fn find<'a>(code: &str, catalogue: &'a [Check]) -> Result<&'a Check, Error> {
    let wanted = fold(code);
    catalogue.iter().find(|check| fold(&check.code) == wanted).ok_or_else(|| Error::Usage(unknown_code(code, catalogue)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::catalogue;

    #[test]
    fn a_code_is_found_in_any_spelling_but_never_guessed() {
        let catalogue = catalogue();
        for code in ["XSH-01", "xsh-01", "xsh01", " XSH 01 "] {
            assert_eq!(find(code, &catalogue).expect("known").code, "XSH-01");
        }
        let error = find("XSH-1", &catalogue).expect_err("no such code");
        assert_eq!(error.exit_code(), 2);
        assert!(error.message().en.contains("XSH-01"), "{error}");
    }
}
