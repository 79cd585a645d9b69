//! What the pointers on the board are doing: panning, pinching, carrying a step, drawing a line from a result.

use std::collections::BTreeMap;

use domain::ids::ResultId;

use super::camera::Camera;

/// A press that moves less is a click.
pub const THRESHOLD: f64 = 4.0;

pub type Point = (f64, f64);

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Grip {
    #[default]
    Nothing,
    /// The board itself.
    Board { camera: Camera },
    /// A step by its head; `at` is its corner when it was taken.
    Step { key: String, at: Point },
    /// A result, to draw a line from.
    Row { step: String, result: ResultId },
    /// Two fingers.
    Pinch {
        camera: Camera,
        middle: Point,
        apart: f64,
    },
}

/// Kept between events; nothing is drawn from it.
#[derive(Debug, Clone, Default)]
pub struct Hold {
    pointers: BTreeMap<i32, Point>,
    from: Point,
    pub grip: Grip,
    /// The threshold was passed.
    pub moved: bool,
}

impl Hold {
    /// A finger or the mouse comes down. The second finger turns whatever it was into a pinch.
    pub fn press(&mut self, pointer: i32, at: Point, grip: Grip, camera: Camera) {
        self.pointers.insert(pointer, at);
        match self.pointers.len() {
            1 => {
                self.from = at;
                self.moved = false;
                self.grip = grip;
            }
            2 => {
                let (middle, apart) = self.spread();
                self.moved = true;
                self.grip = Grip::Pinch {
                    camera,
                    middle,
                    apart,
                };
            }
            _ => {}
        }
    }

    /// How far it has come since the press; `None` while that is a click.
    pub fn shift(&mut self, pointer: i32, at: Point) -> Option<Point> {
        let known = self.pointers.get_mut(&pointer)?;
        *known = at;
        let shift = (at.0 - self.from.0, at.1 - self.from.1);
        self.moved |= shift.0.hypot(shift.1) >= THRESHOLD;
        self.moved.then_some(shift)
    }

    /// Where two fingers have brought the camera.
    pub fn pinched(&self) -> Option<Camera> {
        let Grip::Pinch {
            camera,
            middle,
            apart,
        } = &self.grip
        else {
            return None;
        };
        let (now, spread) = self.spread();
        let shift = (now.0 - middle.0, now.1 - middle.1);
        Some(
            camera
                .zoomed(spread / apart.max(1.0), *middle)
                .panned(shift),
        )
    }

    /// A finger leaves. What it held is given back when it was the last.
    pub fn release(&mut self, pointer: i32) -> Option<Grip> {
        self.pointers.remove(&pointer)?;
        self.pointers
            .is_empty()
            .then(|| std::mem::take(&mut self.grip))
    }

    fn spread(&self) -> (Point, f64) {
        let mut points = self.pointers.values();
        match (points.next(), points.next()) {
            (Some(one), Some(other)) => (
                ((one.0 + other.0) / 2.0, (one.1 + other.1) / 2.0),
                (one.0 - other.0).hypot(one.1 - other.1),
            ),
            _ => ((0.0, 0.0), 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Camera, Grip, Hold};

    #[test]
    fn a_small_move_is_a_click_and_a_larger_one_carries() {
        let mut hold = Hold::default();
        let camera = Camera::default();
        hold.press(1, (10.0, 10.0), Grip::Board { camera }, camera);
        assert_eq!(hold.shift(1, (12.0, 11.0)), None);
        assert_eq!(hold.shift(1, (30.0, 10.0)), Some((20.0, 0.0)));
        assert_eq!(
            hold.shift(1, (10.0, 10.0)),
            Some((0.0, 0.0)),
            "once carried, always carried"
        );
        assert_eq!(
            hold.shift(2, (0.0, 0.0)),
            None,
            "a pointer that was not pressed"
        );
        assert!(hold.release(1).is_some());
    }

    #[test]
    fn two_fingers_enlarge_what_is_between_them() {
        let mut hold = Hold::default();
        let camera = Camera {
            x: 0.0,
            y: 0.0,
            zoom: 1.0,
        };
        hold.press(1, (100.0, 100.0), Grip::Board { camera }, camera);
        hold.press(2, (200.0, 100.0), Grip::Nothing, camera);
        hold.shift(1, (50.0, 100.0));
        hold.shift(2, (250.0, 100.0));
        let now = hold.pinched().unwrap();
        assert_eq!(now.zoom, 2.0);
        assert_eq!(now.world((150.0, 100.0)), camera.world((150.0, 100.0)));
        assert_eq!(hold.release(1), None);
        assert!(matches!(hold.release(2), Some(Grip::Pinch { .. })));
    }
}
