//! What keys do to the board, with the step or result that has the focus.

use leptos::prelude::*;
use web_sys::{Element, KeyboardEvent};

use super::super::spot::Spot;
use super::canvas::Board;
use super::hands::{element, matches, spot_of};
use super::walk::{self, Way};
use crate::i18n::t;
use crate::keys;
use crate::ui::{focus_on, say};

/// How far one press of an arrow carries a lifted step; with Shift, four times as far.
const STRIDE: i32 = 8;

impl Board {
    pub fn key(self, event: &KeyboardEvent) {
        let Some(target) = element(event) else { return };
        if event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || matches(&target, ".pop, .board__tools")
        {
            return;
        }
        let spot = spot_of(&target);
        let done = match (event.key().as_str(), spot) {
            (key, Some(spot)) if self.lifted.with_untracked(Option::is_some) => {
                self.carry(key, &spot, event.shift_key())
            }
            (key, Some(spot)) if Way::of(key).is_some() => {
                let next = Way::of(key).and_then(|way| {
                    self.scene
                        .with_untracked(|scene| walk::next(scene, &spot, way))
                });
                if let Some(next) = next {
                    focus_on(&next.id());
                }
                true
            }
            (key, None) if Way::of(key).is_some() => {
                let (x, y) = match key {
                    "ArrowUp" => (0.0, 60.0),
                    "ArrowDown" => (0.0, -60.0),
                    "ArrowLeft" => (60.0, 0.0),
                    _ => (-60.0, 0.0),
                };
                self.camera.update(|camera| *camera = camera.panned((x, y)));
                true
            }
            ("Enter", Some(spot)) => {
                self.on_choose.run(Some(spot));
                request_animation_frame(|| focus_on("inspector-title"));
                true
            }
            (" ", Some(spot)) if spot.result.is_none() && self.may() => {
                self.lift(&spot);
                true
            }
            ("F2", Some(spot)) => {
                self.on_rename.run(spot);
                true
            }
            ("Delete" | "Backspace", Some(spot)) if self.may() => {
                self.remove(&spot);
                true
            }
            (_, Some(spot)) if spot.result.is_some() && plus(event) && keys::single_keys() => {
                self.ask_next(&spot);
                true
            }
            _ => false,
        };
        if done {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    fn lift(self, spot: &Spot) {
        let at = self
            .places
            .with_untracked(|places| places.get(&spot.step).map(|place| (place.x, place.y)));
        self.taken_from.set_value(at);
        self.lifted.set(Some(spot.step.clone()));
        say(t::processes::lifted());
    }

    /// Keys while a step is lifted.
    fn carry(self, key: &str, spot: &Spot, far: bool) -> bool {
        let stride = if far { 4 * STRIDE } else { STRIDE };
        let (x, y) = match key {
            "ArrowUp" => (0, -stride),
            "ArrowDown" => (0, stride),
            "ArrowLeft" => (-stride, 0),
            "ArrowRight" => (stride, 0),
            "Escape" => {
                if let Some(at) = self.taken_from.get_value() {
                    self.put(&spot.step, at);
                }
                self.lifted.set(None);
                return true;
            }
            " " | "Enter" | "Tab" => {
                self.lifted.set(None);
                say(t::processes::put_down());
                return key != "Tab";
            }
            _ => return true,
        };
        let at = self
            .places
            .with_untracked(|places| places.get(&spot.step).copied());
        if let Some(place) = at {
            self.put(&spot.step, (place.x + f64::from(x), place.y + f64::from(y)));
            self.show(&spot.step);
        }
        true
    }

    /// Somebody came here by the keyboard: it is brought into view.
    pub fn focused(self, target: &Element) {
        let by_keys = target.matches(":focus-visible").unwrap_or(false);
        if let Some(spot) = spot_of(target).filter(|_| by_keys) {
            self.show(&spot.step);
        }
    }
}

fn plus(event: &KeyboardEvent) -> bool {
    matches!(event.code().as_str(), "Equal" | "NumpadAdd")
}
