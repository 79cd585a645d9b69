use domain::access::Permission;
use domain::ids::ValueId;
use store::Tx;
use wire::dictionaries::{
    AddValues, ArchiveDictionary, ArchiveValue, CreateDictionary, Dictionary, DictionarySummary,
    GetDictionary, ListDictionaries, MergeValue, OrderValues, RestoreDictionary, RestoreValue,
    UpdateDictionary, UpdateValue, Value,
};
use wire::error::Code;
use wire::page::Page;

use super::convert;
use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn list(cx: Ctx, _: Call<ListDictionaries>) -> Answer<Page<DictionarySummary>> {
    cx.read(|tx| {
        let lines = tx.dictionaries()?.into_iter();
        Ok(Page::whole(lines.map(convert::summary).collect()))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateDictionary>) -> Answer<Dictionary> {
    let mut check = Check::new();
    let name = check.name("/name", &call.body.name);
    let values = convert::names(&mut check, "/values", &call.body.values);
    check.done()?;
    cx.write(move |tx| {
        let dictionary = tx.create_dictionary(&name, &values)?;
        shown(tx, dictionary)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetDictionary>) -> Answer<Dictionary> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let dictionary = tx.dictionary_for(Permission::DirectoryRead, id)?;
        shown(tx, dictionary)
    })
    .await
}

pub async fn rename(cx: Ctx, call: Call<UpdateDictionary>) -> Answer<Dictionary> {
    let ((id,), seen) = (call.path, call.seen);
    let mut check = Check::new();
    let name = call
        .body
        .name
        .as_deref()
        .map(|name| check.name("/name", name));
    check.done()?;
    cx.write(move |tx| {
        let present = tx.dictionary_for(Permission::DirectoryEdit, id)?;
        let name = name.clone().unwrap_or(present.name);
        let dictionary = tx.rename_dictionary(id, seen, name)?;
        shown(tx, dictionary)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveDictionary>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_dictionary(id, seen)?))
        .await
}

pub async fn restore(cx: Ctx, call: Call<RestoreDictionary>) -> Answer<Dictionary> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let dictionary = tx.restore_dictionary(id)?;
        shown(tx, dictionary)
    })
    .await
}

pub async fn add_values(cx: Ctx, call: Call<AddValues>) -> Answer<Dictionary> {
    let (id,) = call.path;
    let mut check = Check::new();
    let names = convert::some_names(&mut check, "/names", &call.body.names);
    check.done()?;
    cx.write(move |tx| {
        let dictionary = tx.dictionary_for(Permission::DirectoryEdit, id)?;
        not_archived(dictionary.archived_at.is_some())?;
        let taken = tx.taken_values(id, &names)?;
        if !taken.is_empty() {
            return Err(convert::taken("/names", &taken));
        }
        let dictionary = tx.add_values(id, &names)?;
        shown(tx, dictionary)
    })
    .await
}

pub async fn order(cx: Ctx, call: Call<OrderValues>) -> Answer<Dictionary> {
    let ((id,), seen) = (call.path, call.seen);
    let order = call.body.value_ids;
    cx.write(move |tx| {
        tx.dictionary_for(Permission::DirectoryEdit, id)?;
        let values = tx.values_of(id)?;
        let live = values
            .iter()
            .filter(|(value, _)| value.archived_at.is_none());
        let live: Vec<ValueId> = live.map(|(value, _)| value.id).collect();
        convert::whole_order(&order, &live)?;
        let dictionary = tx.order_values(id, seen, &order)?;
        shown(tx, dictionary)
    })
    .await
}

pub async fn rename_value(cx: Ctx, call: Call<UpdateValue>) -> Answer<Value> {
    let ((id,), seen) = (call.path, call.seen);
    let mut check = Check::new();
    let name = call
        .body
        .name
        .as_deref()
        .map(|name| check.name("/name", name));
    check.done()?;
    cx.write(move |tx| {
        let present = tx.value_for(Permission::DirectoryEdit, id)?;
        let name = name.clone().unwrap_or(present.name);
        let value = tx.rename_value(id, seen, name)?;
        shown_value(tx, value)
    })
    .await
}

pub async fn archive_value(cx: Ctx, call: Call<ArchiveValue>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_value(id, seen)?)).await
}

pub async fn restore_value(cx: Ctx, call: Call<RestoreValue>) -> Answer<Value> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let value = tx.restore_value(id)?;
        shown_value(tx, value)
    })
    .await
}

/// Answers with the value that counts from now on.
pub async fn merge(cx: Ctx, call: Call<MergeValue>) -> Answer<Value> {
    let ((id,), into) = (call.path, call.body.into);
    cx.write(move |tx| {
        let from = tx.value_for(Permission::DirectoryEdit, id)?;
        if from.merged_into.is_some() {
            return Err(ApiError::new(Code::WrongState).with("state", "merged"));
        }
        let into = tx.value_for(Permission::DirectoryEdit, into);
        let into = convert::fit_to_count(into, &from)?;
        tx.merge_value(&from, &into)?;
        let into = tx.value_for(Permission::DirectoryEdit, into.id)?;
        shown_value(tx, into)
    })
    .await
}

fn not_archived(archived: bool) -> Result<(), ApiError> {
    match archived {
        true => Err(ApiError::new(Code::WrongState).with("state", "archived")),
        false => Ok(()),
    }
}

/// A dictionary with its values, as it is answered.
fn shown(
    tx: &mut Tx<'_>,
    dictionary: store::dictionaries::Dictionary,
) -> Result<Dictionary, ApiError> {
    let values = tx.values_of(dictionary.id)?;
    Ok(convert::dictionary(dictionary, values))
}

fn shown_value(tx: &mut Tx<'_>, value: store::dictionaries::Value) -> Result<Value, ApiError> {
    let used = tx.answers_with(&[value.id])?.get(&value.id).copied();
    Ok(convert::value(value, used.unwrap_or(0)))
}
