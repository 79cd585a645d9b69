//! What is read, what is guessed, and what is refused with its place: nothing crashes, and nothing is half taken.

use std::io::{Cursor, Write as _};

use domain::clients::Messenger;
use domain::imports::{ColumnTarget, Confidence, DateOrder, Encoding, FileKind, Separator};
use testkit::both;
use wire::imports::{Import, ImportPatch, Reading};

use super::{listed, patched, rows, sent};

/// A workbook with one sheet of these parts of XML.
fn workbook(rows: &str, shared: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut part = |name: &str, content: &[u8]| {
        zip.start_file(name, options).expect("a part");
        zip.write_all(content).expect("written");
    };
    part("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#);
    part("_rels/.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#);
    part("xl/workbook.xml", "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Клиенты\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>".as_bytes());
    part("xl/_rels/workbook.xml.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#);
    part("xl/styles.xml", br#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#);
    part("xl/media/extra.bin", shared);
    let sheet = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    part("xl/worksheets/sheet1.xml", sheet.as_bytes());
    zip.finish().expect("a workbook").into_inner()
}

fn inline(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xFF, 0xFE].into_iter().chain(units).collect()
}

fn targets(import: &Import) -> Vec<String> {
    let columns = import.columns.iter();
    columns
        .map(|column| {
            column
                .target
                .as_ref()
                .map_or("–".into(), ToString::to_string)
        })
        .collect()
}

const TABLE: &str = "ФИО;Телефон;Почта;Дата рождения;Неведомое\nЩербакова Екатерина;8 912 345-67-89;kate@mail.ru;31.12.1990;1\nМельник Анна;;anna@mail.ru;05.06.1985;2\n";

both!(a_table_is_read_in_every_encoding, |app| {
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(TABLE);
    let (dos, _, _) = encoding_rs::IBM866.encode(TABLE);
    let marked = format!("\u{feff}{TABLE}");
    for (bytes, encoding) in [
        (TABLE.as_bytes(), Encoding::Utf8),
        (marked.as_bytes(), Encoding::Utf8),
        (&cyrillic[..], Encoding::Windows1251),
        (&dos[..], Encoding::Ibm866),
        (&utf16(TABLE)[..], Encoding::Utf16Le),
    ] {
        let import = sent(&app.owner, "клиенты.csv", bytes).await.expect("read");
        assert_eq!(import.reading.encoding, Some(encoding));
        assert_eq!(import.reading.separator, Some(Separator::Semicolon));
        assert!(import.reading.header);
        assert_eq!((import.kind, import.rows), (FileKind::Text, 2));
        let names: Vec<_> = import.columns.iter().map(|it| it.name.clone()).collect();
        assert_eq!(names[0].as_deref(), Some("ФИО"), "{encoding}");
        assert_eq!(
            targets(&import),
            ["name", "phone", "email", "birth_date", "–"]
        );
        assert_eq!(import.columns[1].confidence, Some(Confidence::Sure));
        assert_eq!(import.columns[3].dates, Some(DateOrder::DayFirst));
        assert_eq!(import.columns[0].samples[0], "Щербакова Екатерина");
    }
    let romanian = "Nume complet,Telefon\nȘerban Țurcan,0621 12 345\nIon Bălan,0622 22 333\n";
    let old = romanian.replace('Ș', "Ş").replace('Ț', "Ţ");
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(&old);
    let import = sent(&app.owner, "clienti.csv", &bytes).await.expect("read");
    assert_eq!(import.reading.encoding, Some(Encoding::Windows1250));
    assert_eq!(targets(&import), ["name", "phone"]);
});

both!(what_columns_mean_is_guessed_in_three_languages, |app| {
    for (file, expected) in [
        (
            "Фамилия\tИмя\tОтчество\tМоб. телефон\nА\tБ\tВ\t89123456789",
            vec!["surname", "given", "patronymic", "phone"],
        ),
        (
            "First name,Last name,E-mail,Mobile phone\nAnna,Miller,a@b.co,+37362112345",
            vec!["given", "surname", "email", "phone"],
        ),
        (
            "Nume;Prenume;Telefon;Data nașterii;Sursa\nȚurcan;Șerban;062112345;01.02.1990;Site",
            vec!["surname", "given", "phone", "birth_date", "source"],
        ),
        (
            "Имя|Телефон 1|Телефон 2|Теги|Комментарий\nАнна Мельник|89123456789|89123456780|йога|ок",
            vec!["name", "phone", "phone", "tags", "note"],
        ),
        // Without headers the values say it.
        (
            "Анна Мельник;8 912 345-67-89;anna@mail.ru\nИван Кожокару;8 912 345-67-88;ivan@mail.ru",
            vec!["name", "phone", "email"],
        ),
    ] {
        let import = sent(&app.owner, "a.csv", file.as_bytes())
            .await
            .expect(file);
        assert_eq!(targets(&import), expected, "{file}");
    }
    let plain = sent(
        &app.owner,
        "a.csv",
        "Анна Мельник;8 912 345-67-89\nИван Кожокару;8 912 345-67-88".as_bytes(),
    );
    let plain = plain.await.expect("read");
    assert!(!plain.reading.header);
    assert_eq!(
        (plain.rows, plain.columns[0].confidence),
        (2, Some(Confidence::Likely))
    );
    let american = "Name,Birthday\nAnna Miller,12/31/1990\nPeter Young,01/02/1985";
    let american = sent(&app.owner, "a.csv", american.as_bytes())
        .await
        .expect("read");
    assert_eq!(american.columns[1].dates, Some(DateOrder::MonthFirst));
});

both!(a_workbook_is_read_as_it_shows, |app| {
    let sheet = format!(
        "<row r=\"1\">{}{}{}</row><row r=\"3\">{}<c r=\"B3\"><v>79123456789</v></c><c r=\"C3\" s=\"1\"><v>33238</v></c></row><row r=\"4\">{}<c r=\"B4\" t=\"str\"><f>CONCAT(\"+7\",9123456780)</f><v>+79123456780</v></c></row>",
        inline("A1", "ФИО"),
        inline("B1", "Телефон"),
        inline("C1", "Дата рождения"),
        inline("A3", "Мельник Анна"),
        inline("A4", "Кожокару Иван"),
    );
    let import = sent(&app.owner, "клиенты.xlsx", &workbook(&sheet, b""))
        .await
        .expect("read");
    assert_eq!((import.kind, import.rows), (FileKind::Xlsx, 2));
    assert_eq!(import.sheets, ["Клиенты"]);
    assert_eq!(targets(&import), ["name", "phone", "birth_date"]);
    let found = rows(&app.owner, import.id, None).await;
    assert_eq!(
        (found[0].number, found[1].number),
        (3, 4),
        "as the spreadsheet counts"
    );
    assert_eq!(
        found[0].cells,
        ["Мельник Анна", "79123456789", "1990-12-31"]
    );
    assert_eq!(
        found[1].cells,
        ["Кожокару Иван", "+79123456780", ""],
        "the value, never the formula"
    );
});

both!(cards_of_every_version_are_read, |app| {
    let cards = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9C=D0=B5=D0=BB=D1=8C=D0=BD=D0=B8=D0=BA;=D0=90=D0=BD=D0=BD=D0=B0;;;\r\nTEL;CELL:+7 912 345-67-89\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Иван Кожокару\r\nTEL;TYPE=CELL:+37362112345\r\nTEL;TYPE=HOME:+37322123456\r\nEMAIL:ivan@mail.ru\r\nBDAY:1985-06-05\r\nNOTE:Первая\\nвторая\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Пётр Ёлкин\r\nN:Ёлкин;Пётр;;;\r\nTEL;VALUE=uri:tel:+40-712-034-567\r\nCATEGORIES:йога,утро\r\nEND:VCARD\r\n";
    let import = sent(&app.owner, "contacts.vcf", cards.as_bytes())
        .await
        .expect("read");
    assert_eq!((import.kind, import.rows), (FileKind::Vcard, 3));
    let found = rows(&app.owner, import.id, None).await;
    let cell = |row: usize, target: ColumnTarget| {
        let place = import
            .columns
            .iter()
            .position(|it| it.target.as_ref() == Some(&target));
        found[row].cells[place.unwrap_or_else(|| panic!("{target}"))].clone()
    };
    assert_eq!(cell(0, ColumnTarget::Surname), "Мельник");
    assert_eq!(cell(0, ColumnTarget::Given), "Анна");
    assert_eq!(cell(0, ColumnTarget::Phone), "+7 912 345-67-89");
    assert_eq!(cell(1, ColumnTarget::Name), "Иван Кожокару");
    assert_eq!(cell(1, ColumnTarget::Phone), "+37362112345\n+37322123456");
    assert_eq!(cell(1, ColumnTarget::BirthDate), "1985-06-05");
    assert_eq!(cell(1, ColumnTarget::Note), "Первая\nвторая");
    assert_eq!(cell(2, ColumnTarget::Phone), "+40-712-034-567");
    assert_eq!(cell(2, ColumnTarget::Tags), "йога, утро");
    assert_ne!(cell(1, ColumnTarget::Messenger(Messenger::Other)), "x");
});

// Every broken file is refused with a sentence and, where there is one, a place; nothing of it is kept.
both!(broken_files_are_refused_with_their_place, |app| {
    let long = "я".repeat(600_000);
    let wide = vec!["x"; 300].join(";");
    let rows_too_many = "Имя\n".to_owned() + &"а\n".repeat(200_002);
    let bomb = vec![0_u8; 101 * 1024 * 1024];
    let far = format!(
        "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
        inline("A1", "a"),
        inline("A1048576", "b")
    );
    let beyond = format!("<row r=\"1\">{}</row>", inline("XFD1", "a"));
    let huge = format!("<row r=\"2\">{}</row>", inline("B2", &long));
    let good = workbook(&format!("<row r=\"1\">{}</row>", inline("A1", "Имя")), b"");
    let cut = &good[..good.len() / 2];
    let table: Vec<(&str, Vec<u8>, &str, &str, &str)> = vec![
        ("empty", b"".to_vec(), "empty", "", ""),
        ("white space", b" \r\n\t\r\n".to_vec(), "empty", "", ""),
        ("separators", b";;;\n;;;\n".to_vec(), "empty", "", ""),
        ("header only", "ФИО;Телефон\n".into(), "only_header", "", ""),
        (
            "open quote",
            "ФИО;Телефон\nАнна;1\n\"Иван;2\nПётр;3".into(),
            "unclosed_quote",
            "3",
            "A",
        ),
        (
            "open quote in a later column",
            "ФИО;Телефон\n\nАнна;\"1\n".into(),
            "unclosed_quote",
            "3",
            "B",
        ),
        (
            "1 MB cell",
            format!("ФИО;Заметка\nАнна;{long}").into(),
            "cell_too_long",
            "2",
            "B",
        ),
        (
            "wide",
            format!("Имя\n{wide}").into(),
            "too_many_columns",
            "2",
            "",
        ),
        ("rows", rows_too_many.into(), "too_many_rows", "200002", ""),
        (
            "bytes that are no text",
            vec![0x89, b'P', b'N', b'G', 0, 0, 1, 2, 0, 0, 0, 3],
            "not_a_table",
            "",
            "",
        ),
        (
            "an old workbook",
            vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            "old_workbook",
            "",
            "",
        ),
        ("half a workbook", cut.to_vec(), "unreadable", "", ""),
        ("a bomb", workbook("", &bomb), "unpacks", "", ""),
        (
            "the farthest row",
            workbook(&far, b""),
            "too_many_rows",
            "1048576",
            "",
        ),
        (
            "the farthest column",
            workbook(&beyond, b""),
            "too_many_columns",
            "1",
            "XFD",
        ),
        (
            "1 MB cell of a workbook",
            workbook(&huge, b""),
            "cell_too_long",
            "2",
            "B",
        ),
        ("an empty workbook", workbook("", b""), "empty", "", ""),
        (
            "half a card",
            b"BEGIN:VCARD\nVERSION:3.0\nFN:Anna".to_vec(),
            "unreadable",
            "1",
            "",
        ),
    ];
    for (what, bytes, problem, row, column) in table {
        let refused = sent(&app.owner, "a.csv", &bytes).await;
        let refused = refused.err().unwrap_or_else(|| panic!("{what} was taken"));
        let errors = refused.field_errors();
        assert_eq!(errors.len(), 1, "{what}: {refused}");
        let param = |name: &str| errors[0].params.get(name).map_or("", String::as_str);
        assert_eq!(
            (param("problem"), param("row"), param("column")),
            (problem, row, column),
            "{what}"
        );
        assert!(
            errors[0].message.ends_with('.'),
            "{what}: {}",
            errors[0].message
        );
    }
    // Half rows, formulas, quotes inside a cell and a last line without an end are no faults of a file.
    let odd = "ФИО;Телефон;Заметка\nАнна\n=1+1;;\"=cmd|' /C calc'!A0\"\nИван 5\" труба;89123456789";
    let import = sent(&app.owner, "a.csv", odd.as_bytes())
        .await
        .expect("read");
    let found = rows(&app.owner, import.id, None).await;
    assert_eq!(found[0].cells, ["Анна", "", ""]);
    assert_eq!(found[1].cells, ["=1+1", "", "=cmd|' /C calc'!A0"]);
    assert_eq!(found[2].cells, ["Иван 5\" труба", "89123456789", ""]);
    let kept = listed(&app.owner).await;
    assert_eq!(kept.len(), 1, "of the broken ones nothing is kept");
});

both!(how_it_is_read_can_be_corrected, |app| {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(TABLE);
    let import = sent(&app.owner, "a.csv", &bytes).await.expect("read");
    let wrong = Reading {
        encoding: Some(Encoding::Utf8),
        ..import.reading.clone()
    };
    let patch = |reading| ImportPatch {
        reading: Some(reading),
        ..ImportPatch::default()
    };
    let refused = patched(&app.owner, &import, patch(wrong))
        .await
        .expect_err("no UTF-8");
    assert_eq!(
        refused.field_errors()[0].params["problem"],
        "wrong_encoding"
    );
    assert_eq!(refused.field_errors()[0].params["row"], "1");
    let headless = Reading {
        header: false,
        separator: Some(Separator::Comma),
        ..import.reading.clone()
    };
    let read = patched(&app.owner, &import, patch(headless))
        .await
        .expect("read anew");
    assert_eq!((read.rows, read.columns.len()), (3, 1));
    assert_eq!(rows(&app.owner, import.id, None).await[0].number, 1);
});
