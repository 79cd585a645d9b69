//! Bytes in a bucket: a small storage of our own that speaks as much S3 as is asked of one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use api::config::{Bucket, Place};
use testkit::app::TestApp;
use wire::files::DeleteFile;

use super::{added, content, somebody, version};

#[derive(Default)]
struct Storage {
    objects: BTreeMap<String, Vec<u8>>,
    /// Of an upload in parts: what has come so far, by its number.
    parts: BTreeMap<u32, Vec<u8>>,
    /// Requests that did not say who they are.
    unsigned: usize,
}

type Shared = web::Data<Arc<Mutex<Storage>>>;

fn xml(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/xml")
        .body(text)
}

async fn object(request: HttpRequest, body: web::Bytes, storage: Shared) -> HttpResponse {
    let mut storage = storage.lock().expect("the storage");
    let signed = request.headers().get("authorization");
    let signed = signed
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !signed.starts_with("AWS4-HMAC-SHA256 Credential=key/") {
        storage.unsigned += 1;
    }
    let name = request.path().to_owned();
    let asked = request.query_string().to_owned();
    let part = asked
        .split('&')
        .find_map(|pair| pair.strip_prefix("partNumber=")?.parse::<u32>().ok());
    match (request.method().as_str(), part) {
        ("PUT", Some(number)) => {
            storage.parts.insert(number, body.to_vec());
            HttpResponse::Ok().insert_header(("etag", format!("\"{number}\""))).finish()
        }
        ("PUT", None) => {
            storage.objects.insert(name, body.to_vec());
            HttpResponse::Ok().insert_header(("etag", "\"whole\"")).finish()
        }
        ("POST", _) if asked.contains("uploadId=") => {
            let whole = std::mem::take(&mut storage.parts).into_values().flatten().collect();
            storage.objects.insert(name, whole);
            xml("<CompleteMultipartUploadResult><ETag>\"parts\"</ETag></CompleteMultipartUploadResult>".into())
        }
        ("POST", _) => xml(
            "<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>".into(),
        ),
        ("DELETE", _) => {
            storage.objects.remove(&name);
            HttpResponse::NoContent().finish()
        }
        (_, _) => match storage.objects.get(&name) {
            None => HttpResponse::NotFound().finish(),
            Some(bytes) => HttpResponse::Ok()
                .insert_header(("etag", "\"it\""))
                .insert_header(("last-modified", "Mon, 23 Nov 2026 09:00:00 GMT"))
                .body(bytes.clone()),
        },
    }
}

#[test]
fn files_lie_in_a_bucket_when_one_is_named() {
    testkit::app::wait_for(async {
        let storage = Arc::new(Mutex::new(Storage::default()));
        let shared = storage.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(shared.clone()))
                .app_data(web::PayloadConfig::new(64 * 1024 * 1024))
                .default_service(web::to(object))
        });
        let server = server.workers(1).bind(("127.0.0.1", 0)).expect("a port");
        let endpoint = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        let bucket = Bucket {
            name: "club".into(),
            prefix: "crm".into(),
            endpoint: Some(endpoint),
            region: None,
            key: "key".into(),
            secret: "secret".into(),
        };
        assert!(!format!("{bucket:?}").contains("secret"));
        let set = |config: &mut api::config::Config| config.files = Place::Bucket(bucket);
        let app = TestApp::start_set(testkit::sqlite::database(), set).await;
        let client = somebody(&app, "Иванова Мария").await;

        let file = added(&app.owner, client, "small.txt", b"small").await;
        let id = file.expect("a file").id;
        let sent = content(&app.owner, id, 1).await.expect("bytes");
        assert_eq!(sent.body, b"small");
        // Longer than one part.
        let long: Vec<u8> = (0..12_000_000_u32).map(|n| (n % 251) as u8).collect();
        let long_one = version(&app.owner, id, &long).await.expect("a version");
        assert_eq!(long_one.current.size, long.len() as u64);
        let sent = content(&app.owner, id, 2).await.expect("bytes");
        assert!(sent.body == long, "{} bytes", sent.body.len());
        {
            let storage = storage.lock().expect("the storage");
            let names: Vec<&String> = storage.objects.keys().collect();
            assert_eq!(names.len(), 2);
            assert!(
                names.iter().all(|name| name.starts_with("/club/crm/")),
                "{names:?}"
            );
            assert_eq!(storage.unsigned, 0);
        }

        app.owner
            .change::<DeleteFile>((id,), 2, ())
            .await
            .expect("gone");
        app.later(chrono::Duration::days(31)).await;
        app.errands().await;
        assert_eq!(app.sweep().await, 2);
        assert!(storage.lock().expect("the storage").objects.is_empty());
        app.finish().await;
        handle.stop(false).await;
    });
}
