//! The output folder: hashed names, compressed twins, and the table of sizes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

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

    /// Replaces the folder as a whole, so that no file of an earlier build remains.
    pub fn write(&self, dist: &Path, effort: Effort) -> Outcome<()> {
        if dist.exists() {
            std::fs::remove_dir_all(dist)
                .map_err(|e| format!("cannot clear {}: {e}", dist.display()))?;
        }
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
            keep(&beside(&target, "gz"), &gzip)?;
            keep(&beside(&target, "br"), &brotli)?;
            let program = path.ends_with(".wasm") || path.ends_with(".js");
            if program && path.starts_with("assets/app.") {
                first_load += brotli.len();
            } else if path.ends_with(".wasm") {
                later += brotli.len();
            }
        }
        println!(
            "\nfirst load, program and glue, brotli: {first_load} bytes ({:.1} KB); parts fetched later: {:.1} KB",
            first_load as f64 / 1000.0,
            later as f64 / 1000.0
        );
        Ok(())
    }
}

fn keep(path: &Path, content: &[u8]) -> Outcome<()> {
    std::fs::write(path, content).map_err(|e| format!("cannot write {}: {e}", path.display()))
}

fn beside(path: &Path, extension: &str) -> std::path::PathBuf {
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
