//! The output folder: hashed names, compressed twins, and the table of sizes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::Outcome;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Seconds matter: somebody is waiting for the page to reload.
    Quick,
    /// Bytes matter: everybody downloads it.
    Best,
}

/// Files of the site by their path below `dist`.
#[derive(Default)]
pub struct Shelf {
    files: BTreeMap<String, Vec<u8>>,
}

impl Shelf {
    /// Keeps the file under `assets/` with its hash in the name and returns its address on the site.
    pub fn add_hashed(&mut self, stem: &str, extension: &str, content: Vec<u8>) -> String {
        let hash: String = Sha256::digest(&content)
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let path = format!("assets/{stem}.{hash}.{extension}");
        let address = format!("/{path}");
        self.files.insert(path, content);
        address
    }

    pub fn add(&mut self, path: &str, content: Vec<u8>) {
        self.files.insert(path.to_owned(), content);
    }

    /// Makes the folder what this build is: no file of an earlier one remains. What is there already stays untouched, so that the server, which
    /// carries the folder within itself, is built again only when something differs.
    pub fn write(&self, dist: &Path, effort: Effort) -> Outcome<()> {
        let mut written = BTreeSet::new();
        println!(
            "{:<44} {:>10} {:>10} {:>10}",
            "file", "raw", "gzip", "brotli"
        );
        let (mut first_load, mut later) = (0, 0);
        for (path, content) in &self.files {
            let target = dist.join(path);
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent)
                    .map_err(|e| format!("cannot create {}: {e}", parent.display()))?;
            }
            keep(&target, content)?;
            written.insert(target.clone());
            if path.ends_with(".woff2") {
                println!("{path:<44} {:>10}", content.len());
                continue;
            }
            let (gzip, brotli) = (gzip(content, effort)?, brotli(content, effort)?);
            println!(
                "{path:<44} {:>10} {:>10} {:>10}",
                content.len(),
                gzip.len(),
                brotli.len()
            );
            for (extension, packed) in [("gz", &gzip), ("br", &brotli)] {
                let twin = beside(&target, extension);
                keep(&twin, packed)?;
                written.insert(twin);
            }
            let program = path.ends_with(".wasm") || path.ends_with(".js");
            if program && path.starts_with("assets/app.") {
                first_load += brotli.len();
            } else if path.ends_with(".wasm") {
                later += brotli.len();
            }
        }
        remove_others(dist, &written)?;
        println!(
            "\nfirst load, program and glue, brotli: {first_load} bytes ({:.1} KB); parts fetched later: {:.1} KB",
            first_load as f64 / 1000.0,
            later as f64 / 1000.0
        );
        Ok(())
    }
}

/// Writes the file unless it is there with this content.
fn keep(path: &Path, content: &[u8]) -> Outcome<()> {
    if std::fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    std::fs::write(path, content).map_err(|e| format!("cannot write {}: {e}", path.display()))
}

/// Removes every file below the folder that is not among those named, and folders that are left empty.
fn remove_others(folder: &Path, named: &BTreeSet<PathBuf>) -> Outcome<()> {
    let failed = |e: std::io::Error| format!("cannot clear {}: {e}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            remove_others(&path, named)?;
            if std::fs::read_dir(&path).map_err(failed)?.next().is_none() {
                std::fs::remove_dir(&path).map_err(failed)?;
            }
        } else if !named.contains(&path) {
            std::fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn gzip(content: &[u8], effort: Effort) -> Outcome<Vec<u8>> {
    let level = if effort == Effort::Best {
        flate2::Compression::best()
    } else {
        flate2::Compression::fast()
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|e| format!("gzip: {e}"))
}

fn brotli(content: &[u8], effort: Effort) -> Outcome<Vec<u8>> {
    let quality = if effort == Effort::Best { 11 } else { 5 };
    let mut compressed = Vec::new();
    {
        let mut encoder = brotli::CompressorWriter::new(&mut compressed, 1 << 16, quality, 24);
        encoder
            .write_all(content)
            .map_err(|e| format!("brotli: {e}"))?;
    }
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_the_content() {
        let mut shelf = Shelf::default();
        let first = shelf.add_hashed("app", "css", b"a{}".to_vec());
        let again = shelf.add_hashed("app", "css", b"a{}".to_vec());
        let other = shelf.add_hashed("app", "css", b"b{}".to_vec());
        assert_eq!(first, again);
        assert_ne!(first, other);
        assert!(
            first.starts_with("/assets/app.") && first.ends_with(".css"),
            "{first}"
        );
    }

    #[test]
    fn the_next_build_touches_only_what_differs() {
        let dist = std::env::temp_dir().join(format!("bundle-{}", std::process::id()));
        let build = |page: &[u8], old: bool| {
            let mut shelf = Shelf::default();
            shelf.add("index.html", page.to_vec());
            shelf.add("same/style.css", b"a{}".to_vec());
            if old {
                shelf.add("assets/old.js", b"1".to_vec());
            }
            shelf.write(&dist, Effort::Quick).unwrap();
        };
        let written = |name: &str| dist.join(name).metadata().unwrap().modified().unwrap();
        build(b"<p>", true);
        let before = ["index.html", "same/style.css", "same/style.css.br"].map(written);
        build(b"<p>", true);
        assert_eq!(
            ["index.html", "same/style.css", "same/style.css.br"].map(written),
            before
        );
        build(b"<b>", false);
        assert_eq!(std::fs::read(dist.join("index.html")).unwrap(), b"<b>");
        assert_eq!(written("same/style.css.br"), before[2]);
        assert!(!dist.join("assets").exists());
        std::fs::remove_dir_all(&dist).unwrap();
    }

    #[test]
    fn brotli_gives_the_same_bytes_back() {
        let content = "слово ".repeat(500);
        for effort in [Effort::Quick, Effort::Best] {
            let packed = brotli(content.as_bytes(), effort).unwrap();
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
            assert_eq!(unpacked, content.as_bytes());
        }
    }
}
