//! Everybody in a file, and the memory of the server that writes it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use client::Failure;
use domain::exports::ExportFormat;
use testkit::app::wait_for;
use testkit::club;
use testkit::program::Program;
use wire::exports::{ClientExport, ExportClients};

use crate::cost;
use crate::table::Table;

/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// # Panics
/// When the server answers anything but what its document says.
pub fn measure(table: &mut Table, engine: &str, server: &Program) {
    for (name, format) in [
        ("CSV", ExportFormat::Csv),
        ("XLSX", ExportFormat::Xlsx),
        ("vCard", ExportFormat::Vcard),
    ] {
        eprintln!("{engine}: everybody as {name}");
        let process = server.id();
        let (over, most) = (AtomicBool::new(false), AtomicU64::new(0));
        let began = Instant::now();
        let size = thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    most.fetch_max(cost::memory(process), Ordering::Relaxed);
                    thread::sleep(LOOK);
                }
            });
            let size = wait_for(everybody(server, format));
            over.store(true, Ordering::Relaxed);
            size.unwrap_or_else(|failure| panic!("no file: {failure}"))
        });
        let (took, mega) = (began.elapsed().as_secs_f64(), 1024.0 * 1024.0);
        table.fact(
            &format!("everybody as {name}, {engine}"),
            "memory < 250 MB",
            format!(
                "{took:.1} s, {:.0} MB of file, {:.0} MB of memory at most",
                size as f64 / mega,
                most.into_inner() as f64 / mega
            ),
        );
    }
}

async fn everybody(server: &Program, format: ExportFormat) -> Result<usize, Failure> {
    let api = club::owner(&format!("http://{}", server.address)).await?;
    let ready = client::ready::<ExportClients>(&(), &(), &ClientExport::of(format))?;
    let answer = api.exchange(&ready).await?;
    answer.check()?;
    Ok(answer.body.len())
}
