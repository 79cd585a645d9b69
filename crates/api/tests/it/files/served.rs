//! How bytes go out, and which do not come in.

use reqwest::Method;
use testkit::app::TestApp;
use testkit::both;
use wire::error::Code;

use super::{PAGE, PNG, added, content, names, somebody};
use crate::raw::{bearer, send};

both!(only_what_cannot_act_is_shown, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    for (name, bytes, kind, shown) in [
        ("photo.png", PNG, "image/png", true),
        ("scan.pdf", &b"%PDF-1.7\n"[..], "application/pdf", true),
        // It is what it is, whatever it is called.
        ("page.html", PNG, "image/png", true),
        ("photo.png", PAGE, "application/octet-stream", false),
        ("drawing.svg", svg, "application/octet-stream", false),
        ("drawing.png", svg, "application/octet-stream", false),
        ("letter.txt", b"text", "application/octet-stream", false),
    ] {
        let file = added(&app.owner, client, name, bytes)
            .await
            .expect("a file");
        let sent = content(&app.owner, file.id, 1).await.expect("bytes");
        let header = |name: &str| sent.headers.get(name).unwrap_or_default().to_owned();
        assert_eq!(header("content-type"), kind, "{name}");
        let way = if shown { "inline;" } else { "attachment;" };
        assert!(header("content-disposition").starts_with(way), "{name}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("sandbox; default-src 'none'"),
            "{policy}"
        );
        assert_eq!(
            header("cache-control"),
            "private, max-age=31536000, immutable"
        );
        assert_eq!(header("vary"), "authorization");
        assert_eq!(header("content-length"), bytes.len().to_string());
        assert_eq!(sent.body, bytes);
    }
});

both!(a_name_is_the_last_part_of_a_path, |app| {
    let client = somebody(app, "Иванова Мария").await;
    for (said, name) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\Паспорт.png", "Паспорт.png"),
        ("a\u{202e}gnp.exe", "agnp.exe"),
    ] {
        let file = added(&app.owner, client, said, b"text").await.expect(said);
        assert_eq!(file.name, name);
    }
});

async fn uploaded(
    app: &TestApp,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> crate::raw::Raw {
    let bearer = bearer(app);
    let mut all = vec![
        ("authorization", bearer.as_str()),
        ("accept-language", "ru"),
    ];
    all.extend_from_slice(headers);
    send(app, Method::POST, path, &all, body).await
}

both!(other_programs_name_a_file_in_their_way, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let path = format!("/api/v1/clients/{client}/files");
    for (said, name) in [
        ("attachment; filename=\"scan 1.txt\"", "scan 1.txt"),
        ("attachment; filename=\"Договор.txt\"", "Договор.txt"),
        (
            "attachment; filename=\"x\"; filename*=UTF-8''%D0%AF.txt",
            "Я.txt",
        ),
    ] {
        let named = [("content-disposition", said)];
        let answer = uploaded(app, &path, &named, b"text".to_vec()).await;
        assert_eq!(answer.status, 201, "{said}: {:#}", answer.body);
        assert_eq!(answer.body["name"], name, "{said}");
        assert_eq!(answer.header("etag"), "\"v1\"");
    }
    for said in [
        "",
        "attachment",
        "attachment; filename=\"..\"",
        "attachment; filename",
    ] {
        let named = [("content-disposition", said)];
        let answer = uploaded(app, &path, &named, b"text".to_vec()).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "invalid_parameter"),
            "{said}"
        );
        assert_eq!(answer.faults()[0].0, "Content-Disposition", "{said}");
    }
    assert_eq!(names(&app.owner, client, false).await.len(), 3);
    assert_eq!(app.bytes().len(), 3);
});

both!(nothing_and_too_much_are_refused_with_the_way_out, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let path = format!("/api/v1/clients/{client}/files");
    let named = [("content-disposition", "attachment; filename=\"a.bin\"")];
    let empty = uploaded(app, &path, &named, Vec::new()).await;
    assert_eq!((empty.status, empty.code()), (422, "validation_failed"));
    assert_eq!(empty.body["errors"][0]["code"], "empty_file");
    assert_eq!(app.owner.me.largest_file, 25 * 1024 * 1024);
    let large = vec![7; 25 * 1024 * 1024 + 1];
    let refused = added(&app.owner, client, "a.bin", &large).await;
    // The server may close before it has heard everything; if it is heard, it says how much there may be.
    if let Some(problem) = refused.expect_err("too large").problem() {
        assert_eq!(problem.code, Code::FileTooLarge);
        assert_eq!(problem.params["max_mib"], "25");
        assert!(problem.detail.contains("25"), "{}", problem.detail);
    }
    assert!(names(&app.owner, client, false).await.is_empty());
    assert!(app.bytes().is_empty(), "{:?}", app.bytes());
});

both!(an_upload_that_breaks_off_leaves_nothing, |app| {
    use std::io::Write as _;
    let client = somebody(app, "Иванова Мария").await;
    let address = app.origin.trim_start_matches("http://").to_owned();
    let bearer = bearer(app);
    let mut connection = std::net::TcpStream::connect(&address).expect("a connection");
    let head = format!(
        "POST /api/v1/clients/{client}/files HTTP/1.1\r\nHost: {address}\r\nAuthorization: {bearer}\r\n\
         Content-Disposition: attachment; filename=\"a.bin\"\r\nContent-Length: 2000000\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).expect("a head");
    connection.write_all(&vec![1; 600_000]).expect("a part");
    connection.flush().expect("sent");
    // The server has begun to write.
    let begun = async {
        while app.bytes().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let begun = tokio::time::timeout(std::time::Duration::from_secs(20), begun).await;
    begun.expect("the first bytes");
    drop(connection);
    let gone = async {
        while !app.bytes().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let gone = tokio::time::timeout(std::time::Duration::from_secs(20), gone).await;
    gone.expect("nothing is left");
    assert!(names(&app.owner, client, false).await.is_empty());
});

// As after a kill between the last byte and the row: the bytes are there, and nobody names them.
both!(bytes_without_a_row_go_after_a_day, |app| {
    use actix_web::web::Bytes;
    use chrono::Duration;
    let due = app.now().plus(Duration::days(1));
    let begin = move |tx: &mut store::Tx<'_>| tx.begin_blob("00ff", due);
    let begun = app.state.db.write(store::Who::System, app.now(), begin);
    begun.await.expect("begun");
    let mut writing = app.state.files.write("00ff").expect("a place");
    writing
        .put(Bytes::from_static(b"orphan"))
        .await
        .expect("put");
    writing.finish().await.expect("there");
    assert_eq!(app.bytes(), ["00ff"]);
    assert_eq!(app.sweep().await, 0, "it may still become a file");
    app.later(Duration::hours(25)).await;
    assert_eq!(app.sweep().await, 1);
    assert!(app.bytes().is_empty());
    assert_eq!(app.sweep().await, 0);
});
