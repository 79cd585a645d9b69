//! The other kinds of work a centre has: further calls, small services, errands of the house.

use super::warm_client::{after, choice, optional, promised, result};
use super::{PresetField, PresetResult, PresetTemplate, Words};
use crate::fields::FieldType;
use crate::processes::DueUnit;
use crate::results::Outcome;
use crate::tasks::{Direction, Priority, TaskType};

pub(super) fn results(words: Words) -> Vec<PresetResult> {
    let why = || {
        optional(
            "reason",
            words.say("Причина", "Reason", "Motiv"),
            FieldType::LongText,
        )
    };
    let details = || {
        optional(
            "details",
            words.say("Подробности", "Details", "Detalii"),
            FieldType::LongText,
        )
    };
    vec![
        result(
            "done",
            words.say("Сделано", "Done", "Făcut"),
            Outcome::Progress,
            vec![details()],
        ),
        PresetResult {
            reached_human: false,
            ..result(
                "not_done",
                words.say("Не получилось", "Could not be done", "Nu s-a putut"),
                Outcome::Invalid,
                vec![why()],
            )
        },
        PresetResult {
            reached_human: false,
            ..result(
                "sent",
                words.say("Отправлено", "Sent", "Trimis"),
                Outcome::Progress,
                vec![details()],
            )
        },
        PresetResult {
            reached_human: false,
            ..result(
                "wrong_contact",
                words.say("Неверный контакт", "Wrong contact", "Contact greșit"),
                Outcome::Invalid,
                vec![details()],
            )
        },
        PresetResult {
            do_not_contact: true,
            ..result(
                "do_not_call",
                words.say(
                    "Просит не звонить",
                    "Asked not to be called",
                    "Roagă să nu fie sunat",
                ),
                Outcome::Refusal,
                vec![details()],
            )
        },
        result(
            "will_return",
            words.say("Вернётся", "Will come back", "Va reveni"),
            Outcome::Progress,
            vec![
                promised("visit_at", words.say("Когда придёт", "When", "Când vine")),
                details(),
            ],
        ),
        result(
            "will_come",
            words.say("Придёт", "Will come", "Va veni"),
            Outcome::Progress,
            vec![
                choice(
                    "master_class",
                    words.say("Мастер-класс", "Master class", "Master-class"),
                    FieldType::Dictionary,
                    "master_classes",
                ),
                details(),
            ],
        ),
        result(
            "will_not_come",
            words.say("Не придёт", "Will not come", "Nu va veni"),
            Outcome::Refusal,
            vec![why()],
        ),
        result(
            "reason_found",
            words.say("Причина известна", "Reason found", "Motiv aflat"),
            Outcome::Progress,
            vec![
                PresetField {
                    required: true,
                    ..choice(
                        "reason",
                        words.say("Причина ухода", "Reason for leaving", "Motivul plecării"),
                        FieldType::Dictionary,
                        "leave_reasons",
                    )
                },
                details(),
            ],
        ),
    ]
}

pub(super) fn templates(words: Words) -> Vec<PresetTemplate> {
    let mut templates = calls(words);
    templates.extend(services(words));
    templates.extend(house(words));
    templates
}

fn calls(words: Words) -> Vec<PresetTemplate> {
    vec![
        call(
            "cold_call",
            words.say(
                "Звонок холодному клиенту",
                "Call to a cold client",
                "Apel către un client rece",
            ),
            words.say(
                include_str!("scripts/ru/cold_call.md"),
                include_str!("scripts/en/cold_call.md"),
                include_str!("scripts/ro/cold_call.md"),
            ),
            Priority::Low,
            &[
                "trial_booked",
                "info_sent",
                "thinks",
                "call_back",
                "no_answer",
                "refused",
                "wrong_contact",
                "do_not_call",
            ],
        ),
        call(
            "potential_call",
            words.say(
                "Звонок потенциальному клиенту",
                "Call to a potential client",
                "Apel către un client potențial",
            ),
            words.say(
                include_str!("scripts/ru/potential_call.md"),
                include_str!("scripts/en/potential_call.md"),
                include_str!("scripts/ro/potential_call.md"),
            ),
            Priority::Normal,
            &[
                "trial_booked",
                "will_buy",
                "info_sent",
                "thinks",
                "call_back",
                "no_answer",
                "refused",
                "do_not_call",
            ],
        ),
        call(
            "lapsed_call",
            words.say(
                "Звонок отпавшему клиенту",
                "Call to a lapsed client",
                "Apel către un client plecat",
            ),
            words.say(
                include_str!("scripts/ru/lapsed_call.md"),
                include_str!("scripts/en/lapsed_call.md"),
                include_str!("scripts/ro/lapsed_call.md"),
            ),
            Priority::Normal,
            &[
                "will_return",
                "will_buy",
                "bought",
                "thinks",
                "call_back",
                "no_answer",
                "refused",
                "do_not_call",
            ],
        ),
        call(
            "invite_master_class",
            words.say(
                "Пригласить на мастер-класс по йоге",
                "Invite to a yoga master class",
                "Invitație la master-class de yoga",
            ),
            words.say(
                include_str!("scripts/ru/invite_master_class.md"),
                include_str!("scripts/en/invite_master_class.md"),
                include_str!("scripts/ro/invite_master_class.md"),
            ),
            Priority::Normal,
            &[
                "will_come",
                "thinks",
                "call_back",
                "no_answer",
                "will_not_come",
            ],
        ),
        call(
            "find_out_why",
            words.say(
                "Узнать, почему перестал ходить",
                "Find out why a visitor stopped coming",
                "Află de ce nu mai vine",
            ),
            words.say(
                include_str!("scripts/ru/find_out_why.md"),
                include_str!("scripts/en/find_out_why.md"),
                include_str!("scripts/ro/find_out_why.md"),
            ),
            Priority::Normal,
            &[
                "reason_found",
                "will_return",
                "call_back",
                "no_answer",
                "do_not_call",
            ],
        ),
    ]
}

fn services(words: Words) -> Vec<PresetTemplate> {
    vec![
        PresetTemplate {
            task_type: TaskType::ClientTask,
            planned_minutes: 5,
            results: vec!["sent", "wrong_contact"],
            ..errand(
                "send_password",
                words.say(
                    "Отправить пароль от личного кабинета",
                    "Send the password of the personal account",
                    "Trimite parola contului personal",
                ),
                words.say(
                    "Проверьте, что адрес или телефон принадлежит клиенту. Отправьте **ссылку для нового пароля**, а не сам пароль, и попросите войти в течение дня.",
                    "Make sure that the address or phone is the client's own. Send a **link for a new password**, never the password itself, and ask to sign in within a day.",
                    "Verifică dacă adresa sau telefonul aparține clientului. Trimite un **link pentru parolă nouă**, nu parola, și roagă să intre în cont în aceeași zi.",
                ),
                Priority::Normal,
            )
        },
        PresetTemplate {
            task_type: TaskType::ClientTask,
            planned_minutes: 10,
            results: vec!["sent", "wrong_contact"],
            ..errand(
                "send_info",
                words.say("Отправить информацию по почте", "Send information by e-mail", "Trimite informații prin e-mail"),
                words.say(
                    "Отправьте только то, о чём спрашивали: расписание нужной группы, цену подходящего абонемента, адрес и как пройти. В конце письма предложите два времени для пробного занятия.",
                    "Send only what was asked for: the timetable of the right group, the price of the right pass, the address and the way. End with two times for a trial lesson.",
                    "Trimite doar ce s-a cerut: orarul grupei potrivite, prețul abonamentului potrivit, adresa și drumul. La final propune două ore pentru lecția de probă.",
                ),
                Priority::Normal,
            )
        },
    ]
}

fn house(words: Words) -> Vec<PresetTemplate> {
    vec![
        errand(
            "order_water",
            words.say("Заказать воду", "Order water", "Comandă apă"),
            words.say(
                "Посчитайте полные бутыли. Заказывайте, когда осталось меньше трёх; доставку просите до открытия.",
                "Count the full bottles. Order when fewer than three are left; ask for delivery before opening.",
                "Numără sticlele pline. Comandă când rămân mai puțin de trei; cere livrarea înainte de deschidere.",
            ),
            Priority::Low,
        ),
        errand(
            "buy_stationery",
            words.say("Купить канцтовары", "Buy stationery", "Cumpără rechizite de birou"),
            words.say(
                "Проверьте бумагу, ручки, чековую ленту, маркеры, скотч. Чек отдайте в бухгалтерию в тот же день.",
                "Check paper, pens, till rolls, markers, tape. Hand the receipt in the same day.",
                "Verifică hârtia, pixurile, rola de casă, markerele, banda adezivă. Predă bonul în aceeași zi.",
            ),
            Priority::Low,
        ),
        errand(
            "buy_materials",
            words.say(
                "Купить материалы для мастер-классов",
                "Buy materials for master classes",
                "Cumpără materiale pentru master-classuri",
            ),
            words.say(
                "Возьмите список у ведущего и число записавшихся из карточек. Закупите на двух человек больше.",
                "Take the list from the host and the number of people from the cards. Buy for two more.",
                "Ia lista de la gazdă și numărul de înscriși din fișe. Cumpără pentru încă două persoane.",
            ),
            Priority::Normal,
        ),
        PresetTemplate {
            planned_minutes: 90,
            ..errand(
                "monthly_report",
                words.say("Подготовить отчёт за месяц", "Prepare the monthly report", "Pregătește raportul lunar"),
                words.say(
                    "1. Сколько пришло новых и откуда.\n2. Сколько пробных занятий и покупок.\n3. Причины отказов и ухода.\n4. Что изменить в следующем месяце: одно предложение.",
                    "1. How many new people, and from where.\n2. How many trial lessons and purchases.\n3. Reasons for refusing and leaving.\n4. What to change next month: one proposal.",
                    "1. Câte persoane noi și de unde.\n2. Câte lecții de probă și cumpărări.\n3. Motivele refuzurilor și plecărilor.\n4. Ce schimbăm luna viitoare: o propunere.",
                ),
                Priority::High,
            )
        },
    ]
}

fn call(
    key: &'static str,
    name: &'static str,
    instruction: &'static str,
    priority: Priority,
    results: &[&'static str],
) -> PresetTemplate {
    PresetTemplate {
        key,
        name,
        task_type: TaskType::ClientCall,
        direction: Some(Direction::Outgoing),
        instruction,
        priority,
        planned_minutes: 10,
        default_due: after(1, DueUnit::WorkingDays),
        results: results.to_vec(),
    }
}

fn errand(
    key: &'static str,
    name: &'static str,
    instruction: &'static str,
    priority: Priority,
) -> PresetTemplate {
    PresetTemplate {
        key,
        name,
        task_type: TaskType::Internal,
        direction: None,
        instruction,
        priority,
        planned_minutes: 15,
        default_due: after(1, DueUnit::WorkingDays),
        results: vec!["done", "not_done"],
    }
}
