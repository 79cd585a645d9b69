//! The kit: every widget of the application, on native elements.
//!
//! It knows no API. Texts come from the caller, already in the reader's language; the few words that belong to a widget itself
//! (close, next month) are in `locales/*/ui.toml`. Looks are chosen by enums, never by class names. A widget that opens
//! something uses `<dialog>` or the `popover` attribute, so the browser keeps the top layer, Esc and the return of the focus.

mod button;
mod choice;
mod combobox;
mod datetime;
mod dialog;
mod feed;
mod field;
mod floating;
mod frame;
mod icon;
mod input;
mod mark;
mod menu;
mod month;
mod notice;
mod page;
mod panel;
mod place;
mod pressed;
mod select;
mod speech;
mod table;
mod tabs;
mod tip;
mod toast;
mod viewport;
mod waiting;

pub use button::{Button, ButtonGroup, Face, Fill, Kind, LinkButton, Press};
pub use choice::{Checkbox, Flow, Radio, RadioGroup, Segmented, Switch};
pub use combobox::{Choice, Combobox, Picks, show_active};
pub use datetime::{DatePicker, DateTimePicker, Preset, When};
pub use dialog::{Dialog, DialogSize};
pub use feed::{DescriptionList, Fact, Feed, FeedDay, FeedItem};
pub use field::{Field, Need, Width};
pub use floating::Floating;
pub use frame::{AppFrame, BareFrame, BareWidth, RailItem, RailWidth, Reach};
pub use icon::{Icon, icon};
pub use input::{
    Input, InputKind, MoneyInput, NumberInput, PasswordInput, PhoneInput, SearchInput, Textarea,
};
pub use mark::{Avatar, AvatarSize, Chip, Count, Dot, FilterChip, Kbd, Progress, Tone};
pub use menu::{Menu, MenuHead, MenuItem, MenuLink, MenuRule, Popover};
pub use month::Month;
pub use notice::{Banner, EmptyState, ErrorSummary, InlineError, ReadFailure};
pub use page::{Page, PageWidth, set_club_name};
pub use panel::SidePanel;
pub use place::Edge;
pub use pressed::{held, pressed};
pub use select::Select;
pub use speech::{LiveRegions, say, say_now};
pub use table::{Align, BulkBar, Cell, Group, Heading, Row, RowKeys, Sort, Table};
pub use tabs::{Step, Steps, TabLink, TabLinks, Tabs};
pub use tip::TipHost;
pub use toast::{Toast, ToastHost, Toasts, toasts};
pub use viewport::narrow;
pub use waiting::{Skeleton, Waiting};

use std::cell::Cell as StdCell;

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

thread_local! {
    static NEXT: StdCell<u32> = const { StdCell::new(1) };
}

/// Puts what the widgets share into the context; once, at the root, after `keys::provide`.
pub fn provide() {
    toast::provide_toasts();
    speech::provide_speech();
    place::follow();
    pressed::provide();
}

/// Puts the focus on the element with this id, if it is there.
pub fn focus_on(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|e| e.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Nothing has the focus: what had it is gone.
pub fn focus_lost() -> bool {
    let active = document().active_element();
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// An id for `aria-*` references, unique on the page.
pub fn fresh_id(stem: &str) -> String {
    let number = NEXT.get();
    NEXT.set(number + 1);
    format!("{stem}-{number}")
}
