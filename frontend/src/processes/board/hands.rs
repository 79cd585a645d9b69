//! What a mouse and fingers do to the board.

use domain::ids::ResultId;
use domain::processes::{Continuation, Edit, Position, Target};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, PointerEvent, WheelEvent};

use super::super::spot::Spot;
use super::canvas::Board;
use super::hold::{Grip, Hold, Point};

/// A step put by hand stands on this raster, so that steps come to stand in line.
const RASTER: f64 = 8.0;

impl Board {
    fn at(self, x: i32, y: i32) -> Point {
        let frame = self.frame.get_untracked();
        let corner = frame.map(|frame| frame.get_bounding_client_rect());
        let (left, top) = corner.map_or((0.0, 0.0), |corner| (corner.left(), corner.top()));
        (f64::from(x) - left, f64::from(y) - top)
    }

    pub fn wheel(self, event: &WheelEvent) {
        // A list over the board scrolls by itself.
        if element(event).is_some_and(|target| matches(&target, ".pop")) {
            return;
        }
        event.prevent_default();
        let at = self.at(event.client_x(), event.client_y());
        // Lines are told by some mice, pixels by others.
        let unit = if event.delta_mode() == 1 { 16.0 } else { 1.0 };
        let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
        self.camera.update(|camera| {
            *camera = if event.ctrl_key() || event.meta_key() {
                camera.zoomed((-y * 0.0035).clamp(-0.5, 0.5).exp(), at)
            } else if event.shift_key() && x == 0.0 {
                camera.panned((-y, 0.0))
            } else {
                camera.panned((-x, -y))
            };
        });
    }

    pub fn press(self, event: &PointerEvent) {
        let target = element(event);
        if target
            .as_ref()
            .is_some_and(|target| matches(target, ".board__tools, .pop, .node__add"))
        {
            return;
        }
        let camera = self.camera.get_untracked();
        let spot = target.as_ref().and_then(spot_of);
        let grip = match spot {
            _ if event.button() == 1 || self.space.get_value() || !self.may() => {
                Grip::Board { camera }
            }
            Some(Spot {
                step,
                result: Some(result),
            }) => Grip::Row { step, result },
            Some(Spot { step, result: None }) => {
                let at = self
                    .places
                    .with_untracked(|places| places.get(&step).map(|place| (place.x, place.y)));
                at.map_or(Grip::Board { camera }, |at| Grip::Step { key: step, at })
            }
            None => Grip::Board { camera },
        };
        if event.button() > 1 {
            return;
        }
        let at = self.at(event.client_x(), event.client_y());
        self.hold
            .update_value(|hold| hold.press(event.pointer_id(), at, grip, camera));
    }

    pub fn drag(self, event: &PointerEvent) {
        let at = self.at(event.client_x(), event.client_y());
        let before = self.hold.with_value(|hold| hold.moved);
        let shift = self
            .hold
            .try_update_value(|hold| hold.shift(event.pointer_id(), at))
            .flatten();
        let Some(shift) = shift else { return };
        if !before && let Some(frame) = self.frame.get_untracked() {
            // From here on the press belongs to the board: it ends here wherever it is let go, and clicks nothing.
            let _ = frame.set_pointer_capture(event.pointer_id());
        }
        let camera = self.camera.get_untracked();
        match self.hold.with_value(|hold| hold.grip.clone()) {
            Grip::Nothing => {}
            Grip::Board { camera } => self.camera.set(camera.panned(shift)),
            Grip::Pinch { .. } => {
                if let Some(now) = self.hold.with_value(Hold::pinched) {
                    self.camera.set(now);
                }
            }
            Grip::Step { key, at } => {
                let to = (at.0 + shift.0 / camera.zoom, at.1 + shift.1 / camera.zoom);
                self.carried.set(Some((key, to)));
            }
            Grip::Row { step, result } => {
                let from = self.row_end(&step, result);
                self.wire.set(from.map(|from| (from, camera.world(at))));
                self.lit.set(self.under(event).map(|spot| spot.step));
            }
        }
    }

    pub fn release(self, event: &PointerEvent) {
        let grip = self
            .hold
            .try_update_value(|hold| hold.release(event.pointer_id()))
            .flatten();
        let moved = self.hold.with_value(|hold| hold.moved);
        self.wire.set(None);
        match grip {
            Some(Grip::Board { .. }) if !moved => self.on_choose.run(None),
            Some(Grip::Step { key, .. }) if moved => {
                if let Some((_, at)) = self.carried.get_untracked() {
                    self.put(&key, at);
                }
            }
            Some(Grip::Row { step, result }) if moved => {
                self.lit.set(None);
                let spot = Spot::result(&step, result);
                match self.under(event) {
                    Some(to) => self.lead(&spot, &to.step),
                    None => self.ask_next(&spot),
                }
            }
            _ => {}
        }
        self.carried.set(None);
        if moved && grip_is_over(event) {
            // The click that would follow goes to the board; the next one is a choice again.
            let hold = self.hold;
            set_timeout(
                move || hold.update_value(|hold| hold.moved = false),
                std::time::Duration::ZERO,
            );
        }
    }

    /// What was begun is given up: the browser took the pointer away.
    pub fn let_go(self, event: &PointerEvent) {
        self.hold.update_value(|hold| {
            hold.release(event.pointer_id());
        });
        self.carried.set(None);
        self.wire.set(None);
        self.lit.set(None);
    }

    pub(super) fn put(self, key: &str, (x, y): Point) {
        let raster = |value: f64| ((value / RASTER).round() * RASTER) as i32;
        self.memory.edit(Edit::Move {
            step: key.to_owned(),
            to: Position {
                x: raster(x),
                y: raster(y),
            },
        });
    }

    /// A result leads to a step from now on; when and whose stays as it was.
    pub fn lead(self, spot: &Spot, to: &str) {
        let Some(result) = spot.result else { return };
        let now = self
            .memory
            .graph
            .with_untracked(|graph| graph.continuation(&spot.step, result).cloned());
        let then = match now {
            Some(Continuation::Step { target }) => Continuation::Step {
                target: Target {
                    step: to.to_owned(),
                    ..target
                },
            },
            Some(Continuation::Sleep { until, target }) => Continuation::Sleep {
                until,
                target: Target {
                    step: to.to_owned(),
                    ..target
                },
            },
            _ => Continuation::Step {
                target: Target::plain(to),
            },
        };
        self.memory.edit(Edit::Continue {
            step: spot.step.clone(),
            result,
            then: Some(then),
        });
        self.on_choose.run(Some(spot.clone()));
    }

    fn row_end(self, step: &str, result: ResultId) -> Option<Point> {
        let row = self.scene.with_untracked(|scene| {
            let rows = &scene.node(step)?.rows;
            rows.iter().position(|row| row.result == result)
        })?;
        let place = self
            .places
            .with_untracked(|places| places.get(step).copied())?;
        Some(place.leaves(row))
    }

    /// The step under a pointer that the board has captured.
    fn under(self, event: &PointerEvent) -> Option<Spot> {
        let x = event.client_x() as f32;
        let y = event.client_y() as f32;
        let element = document().element_from_point(x, y)?;
        element.closest(".node").ok().flatten()?;
        spot_of(&element).or_else(|| {
            let head = element
                .closest(".node")
                .ok()
                .flatten()?
                .query_selector("[data-step]")
                .ok()
                .flatten()?;
            spot_of(&head)
        })
    }

    pub fn hold_space(self, on: bool) {
        self.space.set_value(on);
    }
}

fn grip_is_over(event: &PointerEvent) -> bool {
    event.buttons() == 0
}

pub fn element(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

pub fn matches(target: &Element, selector: &str) -> bool {
    target.closest(selector).is_ok_and(|found| found.is_some())
}

/// The step or result that an element of the picture shows.
pub fn spot_of(target: &Element) -> Option<Spot> {
    let found = target.closest("[data-step]").ok().flatten()?;
    Some(Spot {
        step: found.get_attribute("data-step")?,
        result: found
            .get_attribute("data-result")
            .and_then(|id| id.parse().ok()),
    })
}
