//! How the parts of a package refer to each other, and of what kind they are.

use super::Unfit;
use super::parts::{Parts, TYPES, relations_of, split};
use super::xml::{Edits, Scan, Tag, Token, escaped, local, prefix};

/// A relationship of a part with another one.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type, which is the same in all editions of the standard.
    pub(super) kind: String,
    /// Its type as a whole.
    pub(super) whole_kind: String,
    /// The name of the other part from the root of the package; as it stands if it lies outside.
    pub(super) target: String,
}

/// What types of relationships begin with in packages that follow the strict edition of the standard.
const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// The whole type of a relationship.
pub(super) fn kind_of(strict: bool, kind: &str) -> String {
    format!("{}{kind}", if strict { STRICT } else { TRANSITIONAL })
}

/// The namespace of relationships within parts.
pub(super) fn namespace(strict: bool) -> &'static str {
    if strict { STRICT } else { TRANSITIONAL }.trim_end_matches('/')
}

/// Whether a type is one of the strict edition.
pub(super) fn is_strict(whole_kind: &str) -> bool {
    whole_kind.starts_with(STRICT)
}

/// The relationships of a part, in their order; those of the package if it is empty.
pub(super) fn read(parts: &mut Parts<'_>, part: &str) -> Result<Vec<Relation>, Unfit> {
    let Some(text) = parts.text(&relations_of(part))? else { return Ok(Vec::new()) };
    let mut relations = Vec::new();
    each(&text, "Relationship", |tag| {
        let [id, whole_kind, target, mode] = ["Id", "Type", "Target", "TargetMode"].map(|name| tag.get(name).unwrap_or_default());
        let kind = whole_kind.rsplit('/').next().unwrap_or_default().to_owned();
        let target = if mode == "External" { target } else { resolve(split(part).0, &target) };
        relations.push(Relation { id, kind, whole_kind, target });
    })?;
    Ok(relations)
}

fn each(text: &str, name: &str, mut visit: impl FnMut(&Tag<'_>)) -> Result<(), Unfit> {
    let mut scan = Scan::new(text);
    while let Some(token) = scan.next()? {
        if let Token::Open(tag) = token
            && local(tag.name) == name
        {
            visit(&tag);
        }
    }
    Ok(())
}

/// The name of a part that is given relative to a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// An id that none of these relationships has. What it is for stands in it.
pub(super) fn unused_id(relations: &[Relation], what: &str) -> String {
    let id = |number: usize| format!("rId{what}{number}");
    (1..).map(id).find(|id| !relations.iter().any(|relation| relation.id == *id)).unwrap_or_default()
}

/// Adds a relationship to a part.
pub(super) fn add(parts: &mut Parts<'_>, part: &str, id: &str, whole_kind: &str, target: &str) -> Result<(), Unfit> {
    const EMPTY: &str = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"
    );
    let list = relations_of(part);
    let text = match parts.text(&list)? {
        Some(text) => text,
        None => EMPTY.to_owned(),
    };
    let (folder, target) = (split(part).0, target.trim_start_matches('/'));
    let shown = target.strip_prefix(folder).map_or_else(|| format!("/{target}"), str::to_owned);
    let (id, kind, shown) = (escaped(id), escaped(whole_kind), escaped(&shown));
    let changed =
        append(&text, "Relationships", &|prefix| format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{shown}\"/>"))?;
    parts.put(&list, changed);
    Ok(())
}

/// Takes the relationships with these ids away.
pub(super) fn remove(parts: &mut Parts<'_>, part: &str, gone: &dyn Fn(&Relation) -> bool) -> Result<(), Unfit> {
    let (list, all) = (relations_of(part), read(parts, part)?);
    let Some(text) = parts.text(&list)?.filter(|_| all.iter().any(gone)) else { return Ok(()) };
    let (mut edits, mut scan, mut at) = (Edits::default(), Scan::new(&text), 0);
    while let Some(token) = scan.next()? {
        if let Token::Open(tag) = token
            && local(tag.name) == "Relationship"
        {
            if !tag.empty {
                return Err(Unfit::Unusual);
            }
            if all.get(at).is_some_and(gone) {
                edits.replace(tag.range, String::new());
            }
            at += 1;
        }
    }
    let changed = edits.apply(&text)?;
    parts.put(&list, changed);
    Ok(())
}

/// Says of what kind a new part is.
pub(super) fn declare(parts: &mut Parts<'_>, part: &str, kind: &str) -> Result<(), Unfit> {
    let text = parts.need(TYPES)?;
    let (name, kind) = (escaped(&format!("/{part}")), escaped(kind));
    let changed = append(&text, "Types", &|prefix| format!("<{prefix}Override PartName=\"{name}\" ContentType=\"{kind}\"/>"))?;
    parts.put(TYPES, changed);
    Ok(())
}

/// Says of what kind parts with an extension are, if that is not said yet.
pub(super) fn declare_extension(parts: &mut Parts<'_>, extension: &str, kind: &str) -> Result<(), Unfit> {
    let text = parts.need(TYPES)?;
    let mut known = false;
    each(&text, "Default", |tag| known |= tag.get("Extension").is_some_and(|own| own.eq_ignore_ascii_case(extension)))?;
    if known {
        return Ok(());
    }
    let root = Scan::new(&text).element()?;
    if root.empty {
        return Err(Unfit::Unusual);
    }
    let mut edits = Edits::default();
    edits.insert(root.range.end, format!("<{}Default Extension=\"{extension}\" ContentType=\"{kind}\"/>", prefix(root.name)));
    let changed = edits.apply(&text)?;
    parts.put(TYPES, changed);
    Ok(())
}

/// Takes away what is said of a part.
pub(super) fn forget(parts: &mut Parts<'_>, part: &str) -> Result<(), Unfit> {
    let text = parts.need(TYPES)?;
    let mut edits = Edits::default();
    let mut unusual = false;
    each(&text, "Override", |tag| {
        if tag.get("PartName").is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(part)) {
            unusual |= !tag.empty;
            edits.replace(tag.range.clone(), String::new());
        }
    })?;
    if unusual {
        return Err(Unfit::Unusual);
    }
    let changed = edits.apply(&text)?;
    parts.put(TYPES, changed);
    Ok(())
}

/// Adds an element at the end of the root of a list.
fn append(text: &str, root: &str, element: &dyn Fn(&str) -> String) -> Result<String, Unfit> {
    let mut scan = Scan::new(text);
    let mut edits = Edits::default();
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) if tag.depth == 0 && local(tag.name) == root && tag.empty => {
                let inside = element(prefix(tag.name));
                edits.replace(tag.range.clone(), format!("{}{inside}</{}>", tag.opened(), tag.name));
            }
            Token::Close { name, range, depth: 0 } if local(name) == root => edits.insert(range.start, element(prefix(name))),
            _ => {}
        }
    }
    if edits.is_empty() { Err(Unfit::Unusual) } else { edits.apply(text) }
}
