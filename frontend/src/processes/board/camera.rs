//! How much of the picture is seen: where it stands on the screen, and how large.

use super::layout::{NODE_WIDTH, Place};

/// The least and the greatest enlargement.
const LEAST: f64 = 0.2;
const MOST: f64 = 2.0;
/// Between the picture and the edges of what it is fitted into.
const MARGIN: f64 = 32.0;

/// A point of the picture stands on the screen at `point * zoom + (x, y)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    pub x: f64,
    pub y: f64,
    pub zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            x: MARGIN,
            y: MARGIN,
            zoom: 1.0,
        }
    }
}

type Point = (f64, f64);

impl Camera {
    /// Shows everything in a frame of this size; small pictures are not enlarged.
    pub fn fit<'p>(places: impl Iterator<Item = &'p Place>, (width, height): Point) -> Self {
        let mut bounds: Option<(f64, f64, f64, f64)> = None;
        for place in places {
            let (left, top, right, bottom) = bounds.unwrap_or((
                f64::INFINITY,
                f64::INFINITY,
                f64::NEG_INFINITY,
                f64::NEG_INFINITY,
            ));
            bounds = Some((
                left.min(place.x),
                top.min(place.y),
                right.max(place.x + NODE_WIDTH),
                bottom.max(place.y + place.height),
            ));
        }
        let Some((left, top, right, bottom)) = bounds else {
            return Self::default();
        };
        let room = (width - 2.0 * MARGIN, height - 2.0 * MARGIN);
        let zoom = (room.0 / (right - left))
            .min(room.1 / (bottom - top))
            .clamp(LEAST, 1.0);
        Self {
            x: (width - (right - left) * zoom) / 2.0 - left * zoom,
            y: (height - (bottom - top) * zoom) / 2.0 - top * zoom,
            zoom,
        }
    }

    #[must_use]
    pub fn panned(self, (x, y): Point) -> Self {
        Self {
            x: self.x + x,
            y: self.y + y,
            ..self
        }
    }

    /// Enlarged by a factor; what is under `at` on the screen stays there.
    #[must_use]
    pub fn zoomed(self, factor: f64, at: Point) -> Self {
        let zoom = (self.zoom * factor).clamp(LEAST, MOST);
        let (x, y) = self.world(at);
        Self {
            x: at.0 - x * zoom,
            y: at.1 - y * zoom,
            zoom,
        }
    }

    /// The point of the picture under a point of the screen.
    pub fn world(self, (x, y): Point) -> Point {
        ((x - self.x) / self.zoom, (y - self.y) / self.zoom)
    }

    /// Moved as little as is needed to see a whole step; one that is larger than the frame is seen from its corner.
    #[must_use]
    pub fn showing(self, place: Place, (width, height): Point) -> Self {
        let shift = |near: f64, length: f64, room: f64| {
            let far = near + length;
            if near < MARGIN || length > room - 2.0 * MARGIN {
                MARGIN - near
            } else if far > room - MARGIN {
                room - MARGIN - far
            } else {
                0.0
            }
        };
        let (left, top) = (place.x * self.zoom + self.x, place.y * self.zoom + self.y);
        self.panned((
            shift(left, NODE_WIDTH * self.zoom, width),
            shift(top, place.height * self.zoom, height),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{Camera, Place};

    const FRAME: (f64, f64) = (800.0, 600.0);

    fn place(x: f64, y: f64) -> Place {
        Place {
            x,
            y,
            height: 200.0,
        }
    }

    fn corners(camera: Camera, place: Place) -> [f64; 4] {
        let right = place.x + super::NODE_WIDTH;
        [
            place.x * camera.zoom + camera.x,
            place.y * camera.zoom + camera.y,
            right * camera.zoom + camera.x,
            (place.y + place.height) * camera.zoom + camera.y,
        ]
    }

    #[test]
    fn everything_fits_and_nothing_is_enlarged() {
        let all = [place(-500.0, 0.0), place(3000.0, 900.0)];
        let camera = Camera::fit(all.iter(), FRAME);
        for place in all {
            let [left, top, right, bottom] = corners(camera, place);
            assert!(left >= 0.0 && top >= 0.0 && right <= FRAME.0 && bottom <= FRAME.1);
        }
        assert_eq!(Camera::fit([place(0.0, 0.0)].iter(), FRAME).zoom, 1.0);
        assert_eq!(Camera::fit([].iter(), FRAME), Camera::default());
    }

    #[test]
    fn what_is_under_the_pointer_stays_under_it() {
        let camera = Camera::default().panned((13.0, -7.0));
        let at = (200.0, 300.0);
        let before = camera.world(at);
        let after = camera.zoomed(1.7, at).world(at);
        assert!((before.0 - after.0).abs() < 1e-9 && (before.1 - after.1).abs() < 1e-9);
        assert_eq!(camera.zoomed(1e6, at).zoom, 2.0);
    }

    #[test]
    fn a_step_is_brought_into_view_by_the_shortest_way() {
        let camera = Camera::default();
        assert_eq!(camera.showing(place(100.0, 100.0), FRAME), camera);
        let moved = camera.showing(place(2000.0, 100.0), FRAME);
        let [_, _, right, _] = corners(moved, place(2000.0, 100.0));
        assert_eq!(right, FRAME.0 - 32.0);
        assert_eq!(moved.y, camera.y);
    }
}
