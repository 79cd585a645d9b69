//! Files of clients that leave the house: their form, whom they hold, and that they come back as the same people.

mod again;
pub mod rights;

use client::{Client, Failure, RawAnswer, ready};
use domain::access::BuiltInRole;
use domain::exports::ExportFormat;
use domain::filters::parse;
use domain::imports::Separator;
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{ClientSearch, CreateClient, NewClient, SearchClients};
use wire::exports::{ClientExport, ExportClients};
use wire::operation::Operation;

use crate::desk::{Desk, faults, newcomer, phone};

/// The file that an operation answers.
pub async fn sent_by<O>(api: &Client, export: &O::Body) -> Result<RawAnswer, Failure>
where
    O: Operation<Path = (), Query = ()>,
{
    let request = ready::<O>(&(), &(), export)?;
    let answer = api.exchange(&request).await?;
    answer.check()?;
    Ok(answer)
}

pub async fn sent(api: &Client, export: &ClientExport) -> Result<RawAnswer, Failure> {
    sent_by::<ExportClients>(api, export).await
}

pub async fn file(api: &Client, export: &ClientExport) -> Vec<u8> {
    let sent = sent(api, export).await;
    sent.unwrap_or_else(|failure| panic!("{failure}: {:?}", faults(&failure)))
        .body
}

pub async fn text(api: &Client, export: &ClientExport) -> String {
    String::from_utf8(file(api, export).await).expect("UTF-8")
}

pub fn csv(columns: &[&str]) -> ClientExport {
    ClientExport {
        columns: Some(columns.iter().map(|key| (*key).to_owned()).collect()),
        ..ClientExport::of(ExportFormat::Csv)
    }
}

/// The rows of the whole audit log, as text.
async fn log(app: &TestApp) -> Vec<String> {
    let told = |tx: &mut store::Tx<'_>| tx.described_rows(&[], &[]);
    let rows = app.state.db.read(store::Who::System, app.now(), told).await;
    rows.expect("all rows").remove("audit").unwrap_or_default()
}

both!(
    a_table_has_the_columns_and_the_language_of_its_reader,
    |app| {
        let desk = Desk::of(app).await;
        let new = NewClient {
            phones: vec![phone("8 912 345-67-89"), phone("+373 621 12 345")],
            birth_date: "1990-12-31".parse().ok(),
            note: Some("Звонить\nпосле 18:00; \"строго\"".into()),
            ..newcomer("Щербакова Екатерина Олеговна")
        };
        desk.anna.post::<CreateClient>((), new).await.expect("Kate");
        desk.client("Ёлкин Пётр").await;
        let columns = csv(&["name", "phone", "birth_date", "stage", "note"]);
        app.owner.api.set_language(Some("ru".into()));
        let answer = sent(&app.owner, &columns).await.expect("a file");
        assert_eq!(
            answer.headers.get("content-type"),
            Some("text/csv; charset=utf-8")
        );
        let said = answer
            .headers
            .get("content-disposition")
            .unwrap_or_default();
        assert!(
            said.starts_with("attachment; filename=\"clients-2026-"),
            "{said}"
        );
        assert!(
            said.contains("filename*=UTF-8''%D0%9A%D0%BB%D0%B8%D0%B5%D0%BD%D1%82%D1%8B%20"),
            "{said}"
        );
        assert_eq!(
            String::from_utf8(answer.body).expect("UTF-8"),
            "ФИО,Телефон,Дата рождения,Статус,Заметка\r\n\
            Ёлкин Пётр,,,Лид,\r\n\
            Щербакова Екатерина Олеговна,\"+7 912 345-67-89, +373 621 12 345\",31.12.1990,Лид,\"Звонить\nпосле 18:00; \"\"строго\"\"\"\r\n"
        );
        let marked = ClientExport {
            bom: true,
            separator: Some(Separator::Semicolon),
            filter: parse("name.has:щерб"),
            ..columns.clone()
        };
        let marked = text(&app.owner, &marked).await;
        assert!(marked.starts_with("\u{feff}ФИО;Телефон;"), "{marked}");
        assert!(
            marked.contains(";+7 912 345-67-89, +373 621 12 345;31.12.1990;")
                && !marked.contains("Ёлкин")
        );
        app.owner.api.set_language(Some("en".into()));
        let english = text(&app.owner, &csv(&["name", "birth_date"])).await;
        assert!(english.starts_with("Full name,Birth date\r\n") && english.contains("1990-12-31"));
    }
);

both!(those_who_were_chosen_are_exported_alone, |app| {
    let mut ids = Vec::new();
    for name in ["Мельник Анна", "Ёлкин Пётр", "Кожокару Иван"] {
        let saved = app.owner.post::<CreateClient>((), newcomer(name)).await;
        ids.push(saved.expect("a card").client.id);
    }
    let chosen = ClientExport {
        ids: Some(vec![ids[2], ids[0]]),
        ..csv(&["name"])
    };
    let written = text(&app.owner, &chosen).await;
    assert_eq!(
        written.lines().skip(1).collect::<Vec<_>>(),
        ["Кожокару Иван", "Мельник Анна"]
    );
    let nobody = ClientExport {
        ids: Some(Vec::new()),
        ..csv(&["name"])
    };
    assert_eq!(text(&app.owner, &nobody).await.lines().count(), 1);
    let many = ClientExport {
        ids: Some(vec![ids[0]; 1_001]),
        ..csv(&["name"])
    };
    let refused = sent(&app.owner, &many).await.expect_err("too many");
    assert_eq!(faults(&refused)["/ids"], "too_long");
});

// Longer than a batch, and in the order of the list.
both!(a_long_list_is_sent_whole_and_in_its_order, |app| {
    for number in 0..450 {
        let new = newcomer(&format!("Клиент {:03}", number * 7 % 450));
        app.owner
            .post::<CreateClient>((), new)
            .await
            .expect("a card");
    }
    for format in [
        ExportFormat::Csv,
        ExportFormat::Vcard,
        ExportFormat::Outlook,
    ] {
        let written = text(&app.owner, &ClientExport::of(format)).await;
        let names: Vec<&str> = written
            .match_indices("Клиент ")
            .map(|(at, word)| &written[at + word.len()..at + word.len() + 3])
            .collect();
        // A card says its name twice: as a whole and in parts.
        let names: Vec<&str> = match format {
            ExportFormat::Vcard => written
                .lines()
                .filter_map(|line| line.strip_prefix("FN:Клиент "))
                .collect(),
            _ => names,
        };
        let wanted: Vec<String> = (0..450).map(|number| format!("{number:03}")).collect();
        let names: Vec<&str> = match names.is_empty() {
            // In Outlook's file the parts stand apart.
            true => written
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').find(|cell| cell.len() == 3))
                .collect(),
            false => names,
        };
        assert_eq!(names, wanted, "{format}");
    }
});

both!(a_text_that_looks_like_a_formula_is_none, |app| {
    let new = NewClient {
        note: Some("=HYPERLINK(\"http://evil.example\";\"Клик\")".into()),
        phones: vec![phone("+79123456789")],
        tags: vec!["@SUM(A1)".into()],
        ..newcomer("=1+1")
    };
    app.owner
        .post::<CreateClient>((), new)
        .await
        .expect("a card");
    let written = text(&app.owner, &csv(&["name", "phone", "tag", "note"])).await;
    let row = written.lines().nth(1).expect("a row");
    assert_eq!(
        row,
        "'=1+1,+7 912 345-67-89,'@SUM(A1),\"'=HYPERLINK(\"\"http://evil.example\"\";\"\"Клик\"\")\""
    );
    let book = file(&app.owner, &ClientExport::of(ExportFormat::Xlsx)).await;
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a workbook");
    let mut sheet = String::new();
    let mut part = book.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    std::io::Read::read_to_string(&mut part, &mut sheet).expect("text");
    assert!(
        sheet.contains("<t>=1+1</t>") && !sheet.contains("<f>"),
        "{sheet}"
    );
});

both!(
    what_cannot_be_exported_is_refused_before_the_first_byte,
    |app| {
        let wrong = ClientExport {
            filter: parse("nothing:1"),
            ..csv(&["name", "no_such"])
        };
        let refused = sent(&app.owner, &wrong).await.expect_err("a filter");
        assert_eq!(faults(&refused)["/filter/field"], "unknown_field");
        let refused = sent(&app.owner, &csv(&["name", "no_such"]))
            .await
            .expect_err("a column");
        assert_eq!(faults(&refused)["/columns/1"], "unknown_field");
        let cards = ClientExport {
            columns: Some(vec!["name".into()]),
            ..ClientExport::of(ExportFormat::Vcard)
        };
        let refused = sent(&app.owner, &cards)
            .await
            .expect_err("columns of a card");
        assert_eq!(faults(&refused)["/columns"], "not_allowed");
        let refused = sent(&app.owner, &csv(&[])).await.expect_err("no column");
        assert_eq!(faults(&refused)["/columns"], "required");
        let sorted = ClientExport {
            sort: Some("phone".into()),
            ..csv(&["name"])
        };
        let refused = sent(&app.owner, &sorted).await.expect_err("a sort");
        assert_eq!(faults(&refused)["/sort"], "wrong_type");
        assert!(!log(app).await.iter().any(|line| line.contains("export.")));
    }
);

both!(the_log_says_who_took_what, |app| {
    let manager = app.joins(BuiltInRole::Manager).await;
    for name in ["Анна Мельник", "Пётр Ёлкин", "Иван Кожокару"] {
        app.owner
            .post::<CreateClient>((), newcomer(name))
            .await
            .expect("a card");
    }
    let export = ClientExport {
        filter: parse("name.has:н"),
        ..ClientExport::of(ExportFormat::Xlsx)
    };
    let found = ClientSearch {
        filter: export.filter.clone(),
        ..ClientSearch::default()
    };
    let found = manager
        .post::<SearchClients>((), found)
        .await
        .expect("a list");
    file(&manager, &export).await;
    // The last line is written when the file has ended, which its reader may know a moment earlier.
    let mut lines = Vec::new();
    while lines.len() < 2 {
        tokio::task::yield_now().await;
        lines = log(app).await;
        lines.retain(|line| line.contains("export."));
    }
    lines.sort_by_key(|line| line.contains("export.ended"));
    let number = manager.me.id.as_i64().to_string();
    assert!(lines.iter().all(|line| line.contains(&number)), "{lines:?}");
    assert!(
        lines[0].contains("export.started")
            && lines[0].contains("name.has:н")
            && lines[0].contains("xlsx"),
        "{lines:?}"
    );
    let rows = format!("\"rows\":{}", found.items.len());
    let ended = lines[1].replace(": ", ":").replace("\\\"", "\"");
    assert!(
        ended.contains("export.ended") && ended.contains(&rows) && ended.contains("\"whole\":true"),
        "{lines:?}"
    );
});
