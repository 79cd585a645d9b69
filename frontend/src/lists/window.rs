//! Which rows are drawn.

use std::ops::Range;

/// Drawn beyond what is seen, on each side.
const SPARE: usize = 8;
/// The window moves by so many rows at once, so that not every pixel draws.
const STEP: usize = 4;

/// Rows that are seen between two heights over the first row's upper edge, in pixels.
pub fn seen(top: f64, bottom: f64, row: f64, count: usize) -> Range<usize> {
    let place = |pixels: f64| (pixels / row).max(0.0);
    let (first, last) = (place(top).floor() as usize, place(bottom).ceil() as usize);
    let last = last.min(count);
    first.min(last)..last
}

/// Those that are drawn while these are seen.
pub fn drawn(seen: &Range<usize>, count: usize) -> Range<usize> {
    let first = seen.start.saturating_sub(SPARE) / STEP * STEP;
    let last = (seen.end + SPARE).div_ceil(STEP) * STEP;
    let last = last.min(count);
    first.min(last)..last
}

/// What stands in the body of the table, from above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// One of the four rooms for rows that are not drawn.
    Gap(usize),
    Row(usize),
}

/// The rows that are drawn and the one that is kept besides, with room for the others: how many there are in each gap.
pub fn pieces(drawn: &Range<usize>, kept: Option<usize>, count: usize) -> (Vec<Piece>, [usize; 4]) {
    let kept = kept.filter(|place| *place < count);
    let above = kept.filter(|place| *place < drawn.start);
    let below = kept.filter(|place| *place >= drawn.end);
    let gaps = [
        above.unwrap_or(0),
        above.map_or(drawn.start, |place| drawn.start - place - 1),
        below.map_or(0, |place| place - drawn.end),
        below.map_or(count - drawn.end, |place| count - place - 1),
    ];
    let mut pieces = vec![Piece::Gap(0)];
    pieces.extend(above.map(Piece::Row));
    pieces.push(Piece::Gap(1));
    pieces.extend(drawn.clone().map(Piece::Row));
    pieces.push(Piece::Gap(2));
    pieces.extend(below.map(Piece::Row));
    pieces.push(Piece::Gap(3));
    (pieces, gaps)
}

#[cfg(test)]
mod tests {
    use super::{Piece, drawn, pieces, seen};

    #[test]
    fn what_is_seen_is_between_two_heights() {
        assert_eq!(seen(0.0, 360.0, 36.0, 1_000), 0..10);
        assert_eq!(
            seen(-90.0, 360.0, 36.0, 1_000),
            0..10,
            "the head stands above"
        );
        assert_eq!(seen(50.0, 360.0, 36.0, 1_000), 1..10, "half a row is seen");
        assert_eq!(seen(3_600.0, 3_960.0, 36.0, 105), 100..105);
        assert_eq!(
            seen(9_000.0, 9_360.0, 36.0, 10),
            10..10,
            "scrolled past the end"
        );
        assert_eq!(seen(0.0, 360.0, 36.0, 0), 0..0);
    }

    #[test]
    fn a_few_more_are_drawn_on_both_sides() {
        assert_eq!(drawn(&(0..10), 1_000), 0..20);
        assert_eq!(drawn(&(101..112), 1_000), 92..120);
        assert_eq!(drawn(&(95..100), 100), 84..100);
        assert_eq!(drawn(&(10..10), 10), 0..10);
    }

    #[test]
    fn pieces_and_gaps_make_the_whole() {
        for kept in [
            None,
            Some(0),
            Some(3),
            Some(12),
            Some(20),
            Some(99),
            Some(500),
        ] {
            let (pieces, gaps) = pieces(&(10..20), kept, 100);
            let rows: Vec<usize> = pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Row(place) => Some(*place),
                    Piece::Gap(_) => None,
                })
                .collect();
            assert!(rows.is_sorted(), "{kept:?}");
            assert_eq!(rows.len() + gaps.iter().sum::<usize>(), 100, "{kept:?}");
            if let Some(kept) = kept.filter(|place| *place < 100) {
                assert!(rows.contains(&kept));
            }
            // Above each row stand as many rows as its number says.
            let mut above = 0;
            for piece in pieces {
                match piece {
                    Piece::Gap(gap) => above += gaps[gap],
                    Piece::Row(place) => {
                        assert_eq!(place, above, "{kept:?}");
                        above += 1;
                    }
                }
            }
        }
    }
}
