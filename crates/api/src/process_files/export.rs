//! What a club has, as the source of a file.

use std::collections::{BTreeSet, VecDeque};

use domain::ids::{DictionaryId, ProcessId, ResultId, TemplateId, VersionId};
use domain::processes::Graph;
use process_file::{Source, SourceProcess, SourceTemplate};
use store::Tx;
use wire::process_files::ProcessFile;

use crate::http::ApiError;

/// A process as a file, with everything it stands on and the processes that it hands over to, so that an empty club can take it in.
///
/// # Errors
/// 404 for an unknown process or version.
pub fn export(
    tx: &mut Tx<'_>,
    id: ProcessId,
    version: Option<VersionId>,
) -> Result<ProcessFile, ApiError> {
    let mut source = Source {
        language: Some(tx.organisation()?.language),
        ..Source::default()
    };
    let mut met = BTreeSet::from([id]);
    let mut waiting = VecDeque::from([id]);
    while let Some(next) = waiting.pop_front() {
        let graph = match version.filter(|_| next == id) {
            Some(version) => tx.version_of(id, version)?.graph,
            None => tx.draft_of(next)?.graph,
        };
        let process = tx.any_process(next)?;
        waiting.extend(
            handed_over(&graph)
                .into_iter()
                .filter(|other| met.insert(*other)),
        );
        source.processes.push(SourceProcess {
            id: next,
            name: process.name,
            description: process.description,
            graph,
        });
    }
    fill(tx, &mut source)?;
    let file = source.file();
    let key = file.processes.first().map(|process| &process.key.text);
    Ok(ProcessFile {
        name: format!("{}.yaml", key.map_or("process", String::as_str)),
        file: file.text(),
    })
}

/// In the order in which a reader meets them.
fn handed_over(graph: &Graph) -> Vec<ProcessId> {
    graph.uses().processes.into_iter().collect()
}

/// Everything that the graphs refer to.
fn fill(tx: &mut Tx<'_>, source: &mut Source) -> Result<(), ApiError> {
    let uses: Vec<_> = source
        .processes
        .iter()
        .map(|process| process.graph.uses())
        .collect();
    let templates: Vec<TemplateId> = uses
        .iter()
        .flat_map(|uses| uses.templates.iter().copied())
        .collect();
    let mut results: BTreeSet<ResultId> = uses
        .iter()
        .flat_map(|uses| uses.results.iter().copied())
        .collect();
    for record in tx.template_records(&templates)? {
        results.extend(&record.def.results);
        source.templates.insert(
            record.def.id,
            SourceTemplate {
                def: record.def.clone(),
                script: record.instruction.clone(),
            },
        );
    }
    let results: Vec<ResultId> = results.into_iter().collect();
    for def in tx.result_defs(&results)? {
        source.results.insert(def.id, def);
    }
    dictionaries(tx, source)?;
    let used_roles: BTreeSet<_> = uses.iter().flat_map(|uses| &uses.roles).copied().collect();
    for role in tx.roles()? {
        if used_roles.contains(&role.id) {
            let word = role.built_in.map(|word| word.as_str().to_owned());
            source.roles.insert(role.id, word.unwrap_or(role.name));
        }
    }
    source.hooks = tx.hook_names()?;
    for branch in tx.branches()?.iter() {
        if uses.iter().any(|uses| uses.branches.contains(&branch.id)) {
            source.branches.insert(branch.id, branch.name.clone());
        }
    }
    for id in uses.iter().flat_map(|uses| &uses.employees) {
        source.employees.insert(*id, tx.any_employee(*id)?.email);
    }
    Ok(())
}

fn dictionaries(tx: &mut Tx<'_>, source: &mut Source) -> Result<(), ApiError> {
    let asked: BTreeSet<DictionaryId> = source
        .results
        .values()
        .flat_map(|result| result.fields.iter().filter_map(|field| field.dictionary_id))
        .collect();
    let ids: Vec<DictionaryId> = asked.iter().copied().collect();
    let choices = tx.choices(&ids)?;
    let all = choices.values().flatten();
    source
        .values
        .extend(all.map(|choice| (choice.id, choice.name.clone())));
    let named: BTreeSet<_> = source
        .processes
        .iter()
        .flat_map(|process| process.graph.uses().values)
        .collect();
    for summary in tx.dictionaries()? {
        let dictionary = summary.dictionary;
        if !asked.contains(&dictionary.id) {
            continue;
        }
        let values = choices.get(&dictionary.id).into_iter().flatten();
        // A condition may still name what nobody can choose any more: without it the file could not be taken in.
        let values = values
            .filter(|choice| !choice.archived || named.contains(&choice.id))
            .map(|choice| choice.name.clone());
        source
            .dictionaries
            .insert(dictionary.id, (dictionary.name, values.collect()));
    }
    Ok(())
}
