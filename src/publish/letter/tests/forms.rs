//! Each form says what the model says, and no name breaks it.

use std::io::Read;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event as Xml;
use zip::ZipArchive;

use super::super::words::clean;
use super::*;

/// A part of a Word document.
fn part(docx: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

/// The text of a part: a line for each paragraph outside tables, and for each row, its cells divided by `|`.
fn text_of(part: &str) -> String {
    let (mut out, mut in_text, mut in_table, mut cells) = (String::new(), false, false, 0_u32);
    let mut reader = Reader::from_str(part);
    loop {
        match reader.read_event().expect("well-formed") {
            Xml::Start(start) => match start.name().into_inner() {
                "w:t" => in_text = true,
                "w:tr" => (in_table, cells) = (true, 0),
                "w:tc" => {
                    out.push_str(if cells > 0 { " | " } else { "" });
                    cells += 1;
                }
                _ => {}
            },
            Xml::End(end) => match end.name().into_inner() {
                "w:t" => in_text = false,
                "w:tr" => {
                    in_table = false;
                    out.push('\n');
                }
                "w:p" if !in_table => out.push('\n'),
                _ => {}
            },
            Xml::Text(text) if in_text => out.push_str(&text),
            Xml::GeneralRef(entity) if in_text => out.push_str(&resolved(&entity)),
            Xml::Eof => return out,
            _ => {}
        }
    }
}

fn resolved(entity: &str) -> String {
    unescape(&format!("&{entity};")).expect("a known entity").into_owned()
}

#[test]
fn a_page_holds_all_it_needs() {
    let mut sample = complete();
    sample.findings = vec![finding()];
    let page = String::from_utf8(made(&sample, Lang::Nl, "2026-05", Form::Html)).expect("text");
    let (head, body) = page.split_once("<body>").expect("a body");
    assert!(head.starts_with("<!DOCTYPE html>\n<html lang=\"nl\">"), "{head}");
    assert!(head.contains("<title>Politie in internationale missies, mei 2026</title>"), "{head}");
    assert!(!page.contains("src=\"") && !page.contains("href=") && !page.contains("url("), "nothing is fetched");
    // Each cell has its style, which is the same for all of a kind.
    let cells = page.matches("<td").count() + page.matches("<th ").count();
    assert_eq!(page.matches("style=\"padding:3pt 6pt;").count(), cells);
    let plain = regex::Regex::new(r#" style="[^"]*""#).expect("a pattern").replace_all(body, "").into_owned();
    insta::assert_snapshot!(plain, @r#"

    <main>
    <article>
    <h1>Politie in internationale missies, mei 2026</h1>
    <p class="mark"><strong>CONCEPT: 1 openstaande fout.</strong> De cijfers zijn nog niet definitief.</p>
    <p>Peildatum: 31 mei 2026</p>
    <section>
    <div class="table">
    <table>
    <caption>Bezetting per missie, mei 2026</caption>
    <thead>
    <tr><th scope="col">Missie</th><th scope="col">Bezetting</th></tr>
    </thead>
    <tbody>
    <tr><th scope="row">EUM Armenia</th><td>7</td></tr>
    <tr><th scope="row">EUAM Iraq</th><td>4 (3 tijdelijk in NL)</td></tr>
    <tr><th scope="row">EUSDI Gulf of Guinea</th><td>0</td></tr>
    <tr><th scope="row">OSC</th><td>1</td></tr>
    <tr><th scope="row">TOTAAL</th><td>12</td></tr>
    </tbody>
    </table>
    </div>
    </section>
    </article>
    </main>
    </body>
    </html>
    "#);
    let english = String::from_utf8(internal(&sample, Lang::En, None, Form::Html)).expect("text");
    assert!(english.contains("<html lang=\"en\">") && english.contains("<title>INTERNAL – not for sending. Police"), "{english}");
}

#[test]
fn the_word_document_says_what_the_table_says() {
    let mut sample = complete();
    sample.findings = vec![finding()];
    insta::assert_snapshot!(text_of(&part(&made(&sample, Lang::Nl, "2026-05", Form::Docx), "word/document.xml")), @r"
    Politie in internationale missies, mei 2026
    CONCEPT: 1 openstaande fout. De cijfers zijn nog niet definitief.
    Peildatum: 31 mei 2026
    Bezetting per missie, mei 2026
    Missie | Bezetting
    EUM Armenia | 7
    EUAM Iraq | 4 (3 tijdelijk in NL)
    EUSDI Gulf of Guinea | 0
    OSC | 1
    TOTAAL | 12
    ");
    insta::assert_snapshot!(text_of(&part(&made(&sample, Lang::En, "2026-05", Form::Docx), "word/document.xml")), @r"
    Police in international missions, May 2026
    DRAFT: 1 open error. The figures are not final yet.
    As-of date: 31 May 2026
    Officers by mission, May 2026
    Mission | Officers
    EUM Armenia | 7
    EUAM Iraq | 4 (3 temporarily in NL)
    EUSDI Gulf of Guinea | 0
    OSC | 1
    TOTAL | 12
    ");
}

#[test]
fn the_word_document_tells_readers_what_they_cannot_see() {
    let expected = [(Lang::Nl, "nl-NL", "Politie in internationale missies"), (Lang::En, "en-GB", "Police in international missions")];
    for (lang, word, title) in expected {
        let docx = made(&complete(), lang, "2026-05", Form::Docx);
        let (document, styles, core) = (part(&docx, "word/document.xml"), part(&docx, "word/styles.xml"), part(&docx, "docProps/core.xml"));
        assert_eq!(document.matches("<w:tblHeader/>").count(), 1, "one row is a header");
        assert!(document.find("<w:tblHeader/>") < document.find("</w:tr>"), "and it is the first");
        assert!(document.contains("<w:tblCaption w:val=\""), "{document}");
        assert!(document.contains("<w:pStyle w:val=\"Heading1\" />") && styles.contains("<w:name w:val=\"heading 1\" />"));
        assert!(styles.contains(&format!("<w:lang w:val=\"{word}\"")), "{styles}");
        assert!(core.contains(&format!("<dc:language>{word}</dc:language>")) && core.contains(&format!("<dc:title>{title}, ")), "{core}");
        assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\""), "A4");
    }
}

/// Strict readers refuse any other order than that of the standard.
#[test]
fn the_properties_of_a_word_document_are_in_order() {
    let docx = internal(&whole(), Lang::Nl, None, Form::Docx);
    let before = |part: &str, first: &str, second: &str| {
        let (one, other) = (part.find(first), part.find(second));
        assert!(one.is_some() && other.is_some() && one < other, "{first} {one:?}, {second} {other:?}");
    };
    let (document, styles) = (part(&docx, "word/document.xml"), part(&docx, "word/styles.xml"));
    before(&document, "<w:headerReference", "<w:pgSz");
    before(&document, "<w:footerReference", "<w:pgSz");
    before(&document, "<w:tblLayout", "<w:tblCellMar");
    before(&part(&docx, "word/settings.xml"), "<w:zoom", "<w:defaultTabStop");
    for style in styles.split("<w:style ").skip(2) {
        before(style, "<w:name", "<w:basedOn");
        before(style, "<w:basedOn", "<w:pPr>");
        let (paragraph, text) = (style.find("<w:pPr>"), style.find("<w:rPr>"));
        assert!(text.is_none() || paragraph < text, "{style}");
    }
    assert!(!document.contains("<w:rPr />") && !document.contains("<w:rPr/>"), "{document}");
    let (_, columns) = document.split_once("<w:tblGrid>").expect("columns");
    assert!(columns.starts_with("<w:gridCol w:w=\"2650\"/>"), "{columns}");
}

#[test]
fn an_internal_word_document_is_marked_on_every_page() {
    let docx = internal(&whole(), Lang::Nl, None, Form::Docx);
    assert_eq!(text_of(&part(&docx, "word/header1.xml")), "INTERN – niet voor verzending.\n");
    let plain = made(&whole(), Lang::Nl, "2026-05", Form::Docx);
    assert!(ZipArchive::new(Cursor::new(plain)).expect("a zip").by_name("word/header1.xml").is_err(), "what may be sent has no mark");
}

#[test]
fn several_months_make_one_file() {
    let sample = complete();
    let months = [period("2026-04"), period("2026-05")];
    let docx = written(&sample, Lang::Nl, &months, None, Form::Docx);
    let document = part(&docx, "word/document.xml");
    assert_eq!(document.matches("<w:pageBreakBefore").count(), 1, "each begins on a page of its own");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 2);
    assert!(part(&docx, "docProps/core.xml").contains("april 2026 en mei 2026"));
    let text = written(&sample, Lang::Nl, &months, None, Form::Markdown);
    let both = [markdown(&sample, Lang::Nl, "2026-04"), markdown(&sample, Lang::Nl, "2026-05")].join("\n");
    assert_eq!(String::from_utf8(text).expect("text"), both);
}

#[test]
fn a_word_document_is_the_same_bytes_whenever_and_wherever_it_is_made() {
    let sample = whole();
    let first = internal(&sample, Lang::Nl, None, Form::Docx);
    // docx-rs counts paragraphs through a thread: neither a second document nor another thread may differ.
    assert_eq!(internal(&sample, Lang::Nl, None, Form::Docx), first);
    let elsewhere = std::thread::scope(|scope| scope.spawn(|| internal(&whole(), Lang::Nl, None, Form::Docx)).join().expect("a letter"));
    assert_eq!(elsewhere, first);
    let mut archive = ZipArchive::new(Cursor::new(&first)).expect("a zip");
    for at in 0..archive.len() {
        let part = archive.by_index(at).expect("a part");
        assert_eq!(part.last_modified(), Some(zip::DateTime::default()), "no time is in it");
    }
    assert!(!part(&first, "docProps/core.xml").contains("dcterms"));
}

/// The cells of the tables that a Markdown reader sees, and whether it sees nothing but headings, paragraphs, quotes and tables.
fn seen_in_markdown(text: &str) -> (Vec<String>, bool) {
    let (mut cells, mut cell, mut plain) = (Vec::new(), None::<String>, true);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableCell) => cell = Some(String::new()),
            Event::End(TagEnd::TableCell) => cells.extend(cell.take().map(|cell| cell.trim().to_owned())),
            Event::Text(text) => cell.iter_mut().for_each(|cell| cell.push_str(&text)),
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::Strong | Tag::Table(_) | Tag::TableHead | Tag::TableRow,
            )
            | Event::End(_) => {}
            _ => plain = false,
        }
    }
    (cells, plain)
}

/// The cells of the first table of a page, which must be well-formed and hold nothing but cells.
fn seen_on_page(page: &str) -> Vec<String> {
    let (_, table) = page.split_once("<thead>").expect("a table");
    let (table, _) = table.split_once("</tbody>").expect("an end");
    let table = format!("<table><thead>{table}</tbody></table>");
    let mut reader = Reader::from_str(&table);
    let (mut cells, mut inside) = (Vec::<String>::new(), false);
    loop {
        match reader.read_event().expect("well-formed") {
            Xml::Start(start) => match start.name().into_inner() {
                "th" | "td" => {
                    inside = true;
                    cells.push(String::new());
                }
                name => assert!(!inside && ["table", "thead", "tbody", "tr"].contains(&name), "{name} in {table}"),
            },
            Xml::End(end) if ["th", "td"].contains(&end.name().into_inner()) => inside = false,
            Xml::Text(text) if inside => cells.last_mut().expect("a cell").push_str(&text),
            Xml::GeneralRef(entity) => cells.last_mut().expect("a cell").push_str(&resolved(&entity)),
            Xml::Eof => return cells,
            Xml::Text(_) | Xml::End(_) => {}
            other => panic!("{other:?} in {table}"),
        }
    }
}

/// A name that does its best to be something else.
fn name() -> impl Strategy<Value = String> {
    let bits = [
        "<script>", "</td>", "]]>", "&amp;", "&#60;", "|", "\\", "**", "__", "`", "~~", "[a](b)", "![x](y)", "=cmd()", "1. ", "12) ", "- ",
        "+ ", "# ", "> ", "===", "---", "<!--", "\"", "'", "\u{1}", "\n", "\r\n", "\u{202e}", "\u{2028}", "\u{fffe}", "\u{7f}", "é", "𝒳",
        " ",
    ];
    prop_oneof![
        prop::collection::vec(prop_oneof![prop::sample::select(bits.to_vec()).prop_map(str::to_owned), "\\PC{1,6}"], 1..6)
            .prop_map(|bits| bits.concat()),
        any::<String>(),
    ]
}

proptest! {
    /// Whatever a mission is called, each form shows that name in its cell, and nothing else becomes of it.
    #[test]
    fn no_name_breaks_out_of_its_cell(name in name()) {
        let mut sample = complete();
        sample.schema.registry.missions[OSC].name.clone_from(&name);
        sample.schema.registry.missions[AT_SEA].name.clone_from(&name);
        sample.facts.headcounts[0].status = HeadcountStatus::Conflict;
        sample.facts.headcounts.push(headcount("2026-05", AT_SEA, Some(2), None));
        let shown = clean(&name);
        prop_assert!(!shown.chars().any(char::is_control));
        let cells = [
            "Missie", "Bezetting", "EUM Armenia", "7", "EUAM Iraq", "4 (3 tijdelijk in NL)", "EUSDI Gulf of Guinea", "0", &shown, "onbekend",
            &shown, "2", "TOTAAL", "13 (onvolledig)",
        ]
        .map(str::to_owned);
        let text = letter_of(&sample);
        let (in_markdown, plain) = seen_in_markdown(&text);
        prop_assert_eq!(in_markdown, cells.to_vec(), "{}", text);
        prop_assert!(plain, "{}", text);
        let page = String::from_utf8(made(&sample, Lang::Nl, "2026-05", Form::Html)).expect("text");
        prop_assert_eq!(seen_on_page(&page), cells.to_vec());
        let docx = text_of(&part(&made(&sample, Lang::Nl, "2026-05", Form::Docx), "word/document.xml"));
        let rows: Vec<String> = cells.chunks(2).map(|row| row.join(" | ")).collect();
        prop_assert!(docx.contains(&rows.join("\n")), "{}", docx);
    }
}
