use wire::dictionaries::{
    AddValues, ArchiveDictionary, ArchiveValue, CreateDictionary, GetDictionary, ListDictionaries,
    MergeValue, OrderValues, RestoreDictionary, RestoreValue, UpdateDictionary, UpdateValue,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListDictionaries>(actions::list)
        .on::<CreateDictionary>(actions::create)
        .on::<GetDictionary>(actions::get)
        .on::<UpdateDictionary>(actions::rename)
        .on::<ArchiveDictionary>(actions::archive)
        .on::<RestoreDictionary>(actions::restore)
        .on::<AddValues>(actions::add_values)
        .on::<OrderValues>(actions::order)
        .on::<UpdateValue>(actions::rename_value)
        .on::<ArchiveValue>(actions::archive_value)
        .on::<RestoreValue>(actions::restore_value)
        .on::<MergeValue>(actions::merge)
}
