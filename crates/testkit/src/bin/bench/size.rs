//! What a browser fetches before the first screen: the page and every file that it names, as they travel.

use std::fs;
use std::path::Path;

use crate::table::Table;

/// Adds up the `.br` twins of `index.html` and of what it names; fonts, which arrive while the page stands already, apart.
pub fn first_load(table: &mut Table) {
    let site = Path::new("frontend/dist");
    let page = fs::read_to_string(site.join("index.html")).expect("the application is built");
    let boot: String = files(site)
        .iter()
        .filter(|name| name.starts_with("assets/boot") && name.ends_with(".js"))
        .filter_map(|name| fs::read_to_string(site.join(name)).ok())
        .collect();
    let (mut load, mut fonts) = (0, 0);
    for name in files(site) {
        let plain = !name.ends_with(".br") && !name.ends_with(".gz");
        // One catalogue of texts is fetched, the reader's; the Russian one is the largest.
        let other_language =
            name.starts_with("assets/texts-") && !name.starts_with("assets/texts-ru");
        // Fonts of rarer letters are fetched when such a letter is shown.
        let rare_letters = name.contains("onest-accents") || name.contains("onest-latin-ext");
        let named = name == "index.html" || page.contains(&name) || boot.contains(&name);
        if plain && named && !other_language && !rare_letters {
            let sum = match name.ends_with(".woff2") {
                true => &mut fonts,
                false => &mut load,
            };
            *sum += travelling_size(site, &name);
        }
    }
    let kilobytes = |bytes: u64| format!("{:.0} KB", bytes as f64 / 1024.0);
    table.fact(
        "first load, brotli: program, glue, page, styles, texts",
        "≤ 450 KB",
        kilobytes(load),
    );
    table.fact("fonts of the first load", "≤ 48 KB", kilobytes(fonts));
}

fn travelling_size(site: &Path, name: &str) -> u64 {
    let size = |name: &str| fs::metadata(site.join(name)).map(|file| file.len());
    size(&format!("{name}.br"))
        .or_else(|_| size(name))
        .unwrap_or(0)
}

/// Of the site and of its folder of assets, by their paths in the site.
fn files(site: &Path) -> Vec<String> {
    let listed = |folder: &str| {
        let entries = fs::read_dir(site.join(folder)).expect("the application is built");
        let names = entries.flatten().filter(|entry| entry.path().is_file());
        let names = names.map(|entry| format!("{folder}{}", entry.file_name().to_string_lossy()));
        names.collect::<Vec<_>>()
    };
    [listed(""), listed("assets/")].concat()
}
