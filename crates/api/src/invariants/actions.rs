use domain::access::Permission;
use domain::language::Language;
use wire::invariants::{CheckInvariants, InvariantCheck, Invariants};

use crate::http::{Answer, Call, Ctx, Routes};

pub fn routes() -> Routes {
    Routes::new().on::<CheckInvariants>(check)
}

async fn check(cx: Ctx, _: Call<CheckInvariants>) -> Answer<Invariants> {
    let language = cx.language();
    cx.read(move |tx| {
        tx.demand(Permission::InvariantsRead)?;
        let checks: Vec<InvariantCheck> = tx
            .invariants()?
            .into_iter()
            .map(|check| InvariantCheck {
                title: title(check.name, language).to_owned(),
                name: check.name.to_owned(),
                violations: check.violations,
                examples: check.examples,
            })
            .collect();
        Ok(Invariants {
            hold: checks.iter().all(|check| check.violations == 0),
            checks,
        })
    })
    .await
}

/// What a rule says, in the reader's language; a rule without words is called by its name.
fn title(name: &str, language: Language) -> &str {
    let [ru, en, ro] = match name {
        "active_chain_has_one_task" => [
            "У клиента в работе ровно одна открытая задача цепочки",
            "A client in work has exactly one open task of his chain",
            "Un client în lucru are exact o sarcină deschisă a lanțului",
        ],
        "sleeping_chain_has_a_date_and_no_task" => [
            "У спящей цепочки есть дата пробуждения и нет задачи",
            "A sleeping chain has a date to wake and no task",
            "Un lanț adormit are o dată de trezire și nicio sarcină",
        ],
        "chain_waits_for_errands_that_are_open" => [
            "Цепочка, которая ждёт поручений, спит, и среди них есть невыполненные",
            "A chain that waits for errands sleeps, and some of them are still to be done",
            "Un lanț care așteaptă însărcinări doarme, iar unele dintre ele nu sunt încă îndeplinite",
        ],
        "ended_chain_has_no_task" => [
            "У завершённой цепочки нет открытых задач",
            "An ended chain has no open task",
            "Un lanț încheiat nu are sarcini deschise",
        ],
        "completion_has_its_next_step" => [
            "За каждым результатом следует ровно один шаг",
            "Every result is followed by its one next step",
            "Fiecare rezultat este urmat de pasul său",
        ],
        "done_task_has_one_completion" => [
            "Выполненная задача выполнена один раз",
            "A done task was completed once",
            "O sarcină îndeplinită a fost îndeplinită o singură dată",
        ],
        "completion_belongs_to_a_done_task" => [
            "Результат есть только у выполненной задачи",
            "Only a done task has a result",
            "Numai o sarcină îndeplinită are rezultat",
        ],
        "task_follows_a_closed_task" => [
            "Следующая задача появляется только после закрытой",
            "A next task follows only a closed one",
            "Sarcina următoare apare numai după una închisă",
        ],
        "open_task_is_in_somebodys_hands" => [
            "Каждая открытая задача у сотрудника или в общей очереди роли",
            "Every open task is somebody's, or in a role's pool",
            "Fiecare sarcină deschisă este a cuiva sau în lista comună a unui rol",
        ],
        "chains_task_belongs_to_its_client" => [
            "Задача цепочки относится к клиенту цепочки",
            "A chain's task is about the chain's client",
            "Sarcina lanțului este despre clientul lanțului",
        ],
        "errand_stands_beside_a_chain_of_its_client" => [
            "Поручение относится к клиенту своей цепочки и к результату, который его дал",
            "An errand is about the client of its chain and comes from one of its results",
            "O însărcinare este despre clientul lanțului și vine dintr-un rezultat al lui",
        ],
        "chain_runs_on_a_version_of_its_process" => [
            "Цепочка идёт по опубликованной версии своего процесса",
            "A chain runs on a published version of its process",
            "Un lanț rulează pe o versiune publicată a procesului său",
        ],
        "two_versions_are_published_only_to_compare_them" => [
            "Две версии опубликованы одновременно только на время сравнения",
            "Two versions are published at once only while they are compared",
            "Două versiuni sunt publicate deodată numai cât sunt comparate",
        ],
        "running_comparison_has_its_two_versions" => [
            "У идущего сравнения есть обе его версии",
            "A running comparison has both its versions",
            "O comparație în curs are ambele sale versiuni",
        ],
        "compared_chain_is_where_its_lot_put_it" => [
            "Клиент, участвующий в сравнении, идёт по той версии, которая ему выпала",
            "A client in a comparison is on the version that fell to him",
            "Un client dintr-o comparație merge pe versiunea care i-a revenit",
        ],
        "archived_client_is_not_in_work" => [
            "Клиент в архиве не находится в работе",
            "An archived client is not in work",
            "Un client arhivat nu este în lucru",
        ],
        "merged_client_is_archived_and_has_no_work" => [
            "Карточка, которую объединили с другой, в архиве, и за ней ничего не осталось",
            "A card that was merged is archived, and nothing is left behind it",
            "O fișă unită cu alta este în arhivă și nu a rămas nimic în spatele ei",
        ],
        name => [name; 3],
    };
    match language {
        Language::Ru => ru,
        Language::En => en,
        Language::Ro => ro,
    }
}
