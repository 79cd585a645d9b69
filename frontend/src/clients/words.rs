//! Words of stages, channels and changes.

use domain::clients::{Channel, Messenger, Stage};
use domain::tasks::Priority;
use domain::time::Due;
use wire::clients::{ClientRow, NextContact};

use crate::clubtime;
use crate::data::now;
use crate::i18n::t;
use crate::tasks::priority_name;
use crate::ui::Tone;

pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Lead => t::clients::stage_lead(),
        Stage::Client => t::clients::stage_client(),
        Stage::Former => t::clients::stage_former(),
    }
}

pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Call => t::clients::channel_call(),
        Channel::Sms => t::clients::channel_sms(),
        Channel::Email => t::clients::channel_email(),
        Channel::Messenger => t::clients::channel_messenger(),
    }
}

/// Names of their makers are the same in every language.
pub fn messenger(messenger: Messenger) -> &'static str {
    match messenger {
        Messenger::Telegram => "Telegram",
        Messenger::Whatsapp => "WhatsApp",
        Messenger::Viber => "Viber",
        Messenger::Instagram => "Instagram",
        Messenger::Vk => "VK",
        Messenger::Other => t::clients::messenger_other(),
    }
}

/// The chip of a next step: overdue, today, planned.
pub fn due_chip(row_branch: domain::ids::BranchId, next: &NextContact) -> (String, Tone) {
    let zone = clubtime::zone_of(row_branch);
    let (at, today) = (now(), zone.day(now()));
    let (late, today_too) = match next.due {
        Due::Day(day) => (day < today, day == today),
        Due::At(moment) => (moment < at, zone.day(moment) == today),
    };
    let tone = match (late, today_too) {
        (true, _) => Tone::Danger,
        (false, true) => Tone::Warn,
        (false, false) => Tone::Plain,
    };
    (clubtime::spell(next.due, &zone), tone)
}

/// The beginning of a row's second line on a phone.
pub fn phone_of(row: &ClientRow) -> String {
    row.phone
        .as_ref()
        .map(|phone| phone.display.clone())
        .unwrap_or_default()
}

/// A value of a changed member. Words of the program are told in the reader's language; dates and names come so from the server.
pub fn value(member: &str, value: Option<&str>) -> String {
    let text = value.unwrap_or_default();
    let told = match member {
        "priority" => Priority::parse(text).map(priority_name),
        "stage" => Stage::parse(text).map(stage),
        _ => None,
    };
    told.unwrap_or(text).to_owned()
}

/// Name of a changed member.
pub fn member(name: &str) -> String {
    match name {
        "name" | "surname" | "given" | "patronymic" => t::clients::name().to_owned(),
        "birth_date" => t::clients::birth_date().to_owned(),
        "stage" => t::clients::stage().to_owned(),
        "phones" => t::clients::phones().to_owned(),
        "emails" => t::clients::emails().to_owned(),
        "messengers" => t::clients::messengers().to_owned(),
        "source_id" | "source" => t::clients::source().to_owned(),
        "responsible_id" | "responsible" => t::clients::responsible().to_owned(),
        "branch_id" | "branch" => t::clients::branch().to_owned(),
        "tags" => t::clients::tags().to_owned(),
        "do_not_contact" => t::clients::do_not_contact().to_owned(),
        "relations" => t::clients::family().to_owned(),
        "note" => t::clients::note().to_owned(),
        "due" => t::clients::due().to_owned(),
        "assignee" | "assignee_id" => t::clients::assignee().to_owned(),
        "priority" => t::clients::priority().to_owned(),
        other => other.to_owned(),
    }
}
