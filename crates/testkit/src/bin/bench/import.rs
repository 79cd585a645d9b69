//! A file of 20,000 clients is read, rehearsed, taken in and taken back.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use client::{Client, Failure};
use domain::ids::ImportId;
use testkit::app::wait_for;
use testkit::club;
use wire::imports::{
    CheckImport, CreateImport, GetImport, ImportState, ListSubject, NewImport, RunImport,
    RunRequest, UndoImport,
};

use crate::table::Table;

const ROWS: u32 = 20_000;
/// How often the progress is asked for.
const LOOK: Duration = Duration::from_millis(100);

/// # Panics
/// When the server answers anything but what its document says.
pub fn measure(table: &mut Table, engine: &str, address: SocketAddr) {
    eprintln!("{engine}: a file of clients is taken in and back");
    let steps = wait_for(there_and_back(address));
    let steps = steps.unwrap_or_else(|failure| panic!("the file is not taken in: {failure}"));
    for (what, time) in steps {
        table.fact(
            &format!("a file of 20,000 clients {what}, {engine}"),
            "< 120 s",
            format!("{:.1} s", time.as_secs_f64()),
        );
    }
}

async fn there_and_back(address: SocketAddr) -> Result<Vec<(&'static str, Duration)>, Failure> {
    let api = club::owner(&format!("http://{address}")).await?;
    let row = |n: u32| {
        let (day, month, year) = (n % 28 + 1, n % 12 + 1, 1960 + n % 50);
        format!(
            "Файлов{n} Иван\t+7977{:07}\tclient{n}@example.org\t{day:02}.{month:02}.{year}\tиз файла\n",
            1_000_000 + n
        )
    };
    let rows: String = (0..ROWS).map(row).collect();
    let new = NewImport {
        name: "20,000".into(),
        subject: ListSubject::Clients,
        content: None,
        text: Some(format!("ФИО\tТелефон\tПочта\tДата рождения\tТеги\n{rows}")),
    };
    let began = Instant::now();
    let id = api.post::<CreateImport>((), new).await?.id;
    let mut steps = vec![("is read", began.elapsed())];

    let began = Instant::now();
    api.post::<CheckImport>((id,), ()).await?;
    until(&api, id, ImportState::Checked).await?;
    steps.push(("is rehearsed", began.elapsed()));

    let began = Instant::now();
    api.post::<RunImport>((id,), RunRequest::default()).await?;
    until(&api, id, ImportState::Done).await?;
    steps.push(("is taken in", began.elapsed()));

    let began = Instant::now();
    api.post::<UndoImport>((id,), ()).await?;
    until(&api, id, ImportState::Undone).await?;
    steps.push(("is taken back", began.elapsed()));
    Ok(steps)
}

async fn until(api: &Client, id: ImportId, state: ImportState) -> Result<(), Failure> {
    while api.get::<GetImport>((id,)).await?.state != state {
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}
