//! How wide columns are: as somebody wants them, or sharing what is left.

pub use domain::filters::Widths;
use domain::filters::{MAX_WIDTH, MIN_WIDTH};

/// As addresses keep them: `name:240,phone:160`. What is no width is none.
pub fn read(text: &str) -> Widths {
    let pairs = text.split(',').filter_map(|pair| {
        let (key, width) = pair.rsplit_once(':')?;
        let width: u16 = width.parse().ok()?;
        let fits = (MIN_WIDTH..=MAX_WIDTH).contains(&width);
        (fits && !key.is_empty()).then(|| (key.to_owned(), width))
    });
    pairs.collect()
}

pub fn write(widths: &Widths) -> String {
    let pairs = widths.iter().map(|(key, width)| format!("{key}:{width}"));
    pairs.collect::<Vec<_>>().join(",")
}

pub fn fitting(pixels: f64) -> u16 {
    pixels
        .round()
        .clamp(f64::from(MIN_WIDTH), f64::from(MAX_WIDTH)) as u16
}

/// What CSS is told of one column. Columns with a width of their own keep it, the others share the rest of the table by their usual widths and are never
/// narrower than those; where none of the others is left, the last one takes the rest. `before` is taken by what is no column: the boxes.
pub fn rule(usual: &[(String, u16)], own: &Widths, before: u16, place: usize) -> String {
    let Some((key, width)) = usual.get(place) else {
        return String::new();
    };
    let is_own = |key: &String| own.contains_key(key);
    let kept: u32 = usual
        .iter()
        .filter_map(|(key, _)| own.get(key))
        .map(|width| u32::from(*width))
        .sum();
    let kept = kept + u32::from(before);
    let shared: u32 = usual
        .iter()
        .filter(|(key, _)| !is_own(key))
        .map(|(_, width)| u32::from(*width))
        .sum();
    match own.get(key) {
        Some(width) if shared == 0 && place + 1 == usual.len() => {
            let others = kept - u32::from(*width);
            format!("max({width}px, calc(100cqi - {others}px))")
        }
        Some(width) => format!("{width}px"),
        None => {
            let share = f64::from(*width) / f64::from(shared);
            format!("max({width}px, calc((100cqi - {kept}px) * {share:.4}))")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Widths, fitting, read, rule, write};

    #[test]
    fn addresses_keep_widths() {
        let widths = read("name:240,fields.card:160");
        assert_eq!(write(&widths), "fields.card:160,name:240");
        assert_eq!(read(&write(&widths)), widths);
        assert_eq!(
            read("name:3,phone:x,:200,stage,responsible:9999"),
            Widths::new()
        );
        assert_eq!(
            (fitting(12.0), fitting(200.4), fitting(1e6)),
            (64, 200, 1200)
        );
    }

    #[test]
    fn own_widths_are_kept_and_the_rest_is_shared() {
        let usual = [("name".to_owned(), 300), ("phone".to_owned(), 100)];
        let rules = |own: &Widths| [rule(&usual, own, 40, 0), rule(&usual, own, 40, 1)];
        let [name, phone] = rules(&Widths::new());
        assert_eq!(name, "max(300px, calc((100cqi - 40px) * 0.7500))");
        assert_eq!(phone, "max(100px, calc((100cqi - 40px) * 0.2500))");
        let [name, phone] = rules(&read("name:500"));
        assert_eq!(name, "500px");
        assert_eq!(phone, "max(100px, calc((100cqi - 540px) * 1.0000))");
        let [name, phone] = rules(&read("name:500,phone:120"));
        assert_eq!(name, "500px");
        assert_eq!(
            phone, "max(120px, calc(100cqi - 540px))",
            "the last takes the rest"
        );
    }
}
