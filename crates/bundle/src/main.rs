//! Builds the staff application: Rust to WebAssembly, styles, fonts and icons into one folder, `frontend/dist`,
//! that the server embeds.
//!
//! It promises: every file but `index.html` carries a hash of its content in its name, so the server may let browsers
//! keep it for ever; every text file stands beside its `.br` and `.gz`; nothing is fetched from the network. `wasm-opt` is
//! used when it is there (npm `binaryen` in `e2e/node_modules`, or on `PATH`) and its absence is said, not fatal.

mod compile;
mod glue;
mod pack;
mod page;
mod parts;
mod paths;
mod styles;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

/// What went wrong, as one sentence for the person at the terminal.
type Outcome<T> = Result<T, String>;

/// Builds the staff application into `frontend/dist`.
#[derive(Parser)]
struct Options {
    /// A quick build: no optimisation, light compression, the kit page included.
    #[arg(long)]
    dev: bool,
    /// Include the `/dev/kit` page, which shows every component in every state.
    #[arg(long)]
    kit: bool,
    /// Also leave the program, cut and with the names of its functions, in this folder: for measuring what is large.
    #[arg(long, value_name = "FOLDER")]
    named: Option<PathBuf>,
    /// The repository; by default the one this program was built from.
    #[arg(long)]
    root: Option<PathBuf>,
}

fn main() -> ExitCode {
    match build(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("bundle: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn build(options: &Options) -> Outcome<()> {
    let root = match &options.root {
        Some(root) => root.clone(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."),
    };
    let root = root
        .canonicalize()
        .map_err(|e| format!("no repository at {}: {e}", root.display()))?;
    let frontend = root.join("frontend");

    let compiled = compile::frontend(&root, options.dev, options.kit || options.dev)?;
    let program = glue::bind(&compiled.wasm, options.dev, options.named.as_deref())?;
    let program = if options.dev {
        program
    } else {
        glue::optimise(&root, program)?
    };

    let mut shelf = pack::Shelf::default();
    page::assemble(&frontend, &compiled.locales, program, &mut shelf)?;
    shelf.write(
        &frontend.join("dist"),
        if options.dev {
            pack::Effort::Quick
        } else {
            pack::Effort::Best
        },
    )
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

fn read_text(path: &Path) -> Outcome<String> {
    String::from_utf8(read(path)?).map_err(|_| format!("{} is not UTF-8", path.display()))
}
