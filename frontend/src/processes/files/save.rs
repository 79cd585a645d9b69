//! A process saved as a file.

use domain::ids::ProcessId;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};
use wire::process_files::{ExportProcess, ExportQuery, ProcessFile};

use crate::data::{hand_over, sending};
use crate::i18n::t;
use crate::ui::{Toast, toasts};

/// Asks for the file and hands it to the browser. Made by what stays: a menu is gone before the answer comes.
pub fn saver(id: ProcessId) -> Callback<()> {
    let (sending, toasts) = (sending(), toasts());
    Effect::new(move |_| {
        if sending.failure().is_some() {
            toasts.show(Toast::new(t::process_files::not_saved()));
        }
    });
    Callback::new(move |()| {
        sending.send::<ExportProcess>((id,), ExportQuery::default(), (), move |file| {
            if download(&file).is_err() {
                toasts.show(Toast::new(t::process_files::not_saved()));
            }
        });
    })
}

/// Hands the browser a file to be saved.
fn download(file: &ProcessFile) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&JsValue::from_str(&file.file));
    let kind = BlobPropertyBag::new();
    kind.set_type("application/yaml;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    hand_over(Url::create_object_url_with_blob(&blob)?, &file.name)
}
