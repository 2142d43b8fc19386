//! Whether the properties of a file name a person as the one who made it or last saved it. Only that is told, never the name.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::xml::entity;
use crate::domain::finding::looks_like_a_name;

/// Words in names of programs, offices and accounts that several people use.
const NO_PERSON: [&str; 26] = [
    "microsoft",
    "office",
    "windows",
    "user",
    "users",
    "gebruiker",
    "gebruikers",
    "politie",
    "police",
    "libreoffice",
    "openpyxl",
    "apache",
    "ministerie",
    "ministry",
    "nationale",
    "national",
    "landelijke",
    "eenheid",
    "unit",
    "admin",
    "beheer",
    "beheerder",
    "team",
    "afdeling",
    "excel",
    "missie",
];

/// Whether a text reads like the name of a person.
fn is_person(text: &str) -> bool {
    let text = text.trim();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    !text.is_empty() && looks_like_a_name(text) && !words.any(|word| NO_PERSON.contains(&word.as_str()))
}

/// Looks through the properties of a document in XML, such as `docProps/core.xml` or `meta.xml`.
pub(super) fn in_xml(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut name: Option<String> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let asked = matches!(start.local_name().as_ref(), "creator" | "lastModifiedBy" | "initial-creator" | "printed-by");
                name = asked.then(String::new);
            }
            Ok(Event::Text(text)) => {
                if let Some(name) = &mut name {
                    name.push_str(&text.xml10_content());
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                if let Some(name) = &mut name {
                    name.push_str(&entity(&reference));
                }
            }
            Ok(Event::End(_)) => {
                if name.take().is_some_and(|name| is_person(&name)) {
                    return true;
                }
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Looks through the properties of an xls, a stream with a name of its own.
pub(super) fn in_summary(stream: &[u8]) -> bool {
    /// The numbers of the author and of who saved last.
    const PEOPLE: [u32; 2] = [4, 8];
    /// The most properties that are looked at; there are some twenty.
    const MOST: usize = 64;
    let word = |at: usize| stream.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
    let place = |at: usize| word(at).and_then(|value| usize::try_from(value).ok());
    let named = |section: usize, entry: usize| {
        word(entry).filter(|id| PEOPLE.contains(id))?;
        let value = section.checked_add(place(entry + 4)?)?;
        let length = place(value.checked_add(4)?)?;
        let bytes = stream.get(value.checked_add(8)?..)?;
        let text = match word(value)? {
            0x1E => String::from_utf8_lossy(&bytes[..length.min(bytes.len())]).into_owned(),
            0x1F => {
                let units = bytes.as_chunks::<2>().0.iter().take(length).map(|pair| u16::from_le_bytes(*pair));
                char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
            _ => return None,
        };
        Some(is_person(text.trim_end_matches('\0')))
    };
    let Some((section, count)) = place(44).and_then(|section| Some((section, place(section.checked_add(4)?)?))) else { return false };
    (0..count.min(MOST)).any(|at| section.checked_add(8 + at * 8).and_then(|entry| named(section, entry)).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_person_is_told_from_a_program_or_an_office() {
        for text in ["A. Achternaam", "Voor Achternaam", "Achternaam, V."] {
            assert!(is_person(text), "{text}");
        }
        for text in ["", "openpyxl", "Microsoft Office User", "Politie Nederland", "Landelijke Eenheid", "oost", "Windows User"] {
            assert!(!is_person(text), "{text}");
        }
    }

    #[test]
    fn who_made_or_saved_a_document_is_looked_up_in_its_properties() {
        let core = |creator: &str, saved: &str| {
            format!(
                "<cp:coreProperties><dc:creator>{creator}</dc:creator><cp:lastModifiedBy>{saved}</cp:lastModifiedBy></cp:coreProperties>"
            )
        };
        assert!(in_xml(&core("", "Voor Achternaam")));
        assert!(!in_xml(&core("openpyxl", "")));
        assert!(!in_xml("<meta><dc:title>Voor Achternaam</dc:title></meta>"), "a title is no author");
        assert!(in_xml("<meta><meta:initial-creator>Voor Achternaam</meta:initial-creator></meta>"));
    }

    /// The properties of an xls with one text.
    fn summary(id: u32, text: &str) -> Vec<u8> {
        let mut stream = vec![0; 44];
        for word in [48, 100, 1, id, 16, 0x1E, u32::try_from(text.len()).expect("short")] {
            stream.extend(u32::to_le_bytes(word));
        }
        stream.extend(text.bytes());
        stream
    }

    #[test]
    fn who_made_or_saved_an_xls_is_looked_up_too() {
        assert!(in_summary(&summary(4, "Voor Achternaam\0")));
        assert!(in_summary(&summary(8, "Voor Achternaam")));
        assert!(!in_summary(&summary(2, "Voor Achternaam")), "a title is no author");
        assert!(!in_summary(&summary(4, "oost")));
        assert!(!in_summary(b"short"));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..160), text in ".{0,80}") {
            let mut stream = summary(4, "Voor Achternaam");
            for (at, byte) in bytes.iter().enumerate() {
                if let Some(place) = stream.get_mut(at + 40) { *place = *byte; }
            }
            let _ = (in_summary(&stream), in_summary(&bytes), in_xml(&text));
        }
    }
}
