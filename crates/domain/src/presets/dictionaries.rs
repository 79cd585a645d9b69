//! Lists of values.

use super::{PresetDictionary, Words};

/// What the results of the preset ask from, and the sources of clients.
pub(super) fn needed(words: Words) -> Vec<PresetDictionary> {
    vec![
        PresetDictionary {
            key: "refusal_reasons",
            name: words.say("Причины отказа", "Reasons for refusal", "Motive de refuz"),
            values: words
                .say(
                    &[
                        "не подходит расписание",
                        "далеко добираться",
                        "интересуют другие направления",
                        "другое",
                    ],
                    &[
                        "the timetable does not suit",
                        "too far away",
                        "wants other kinds of lessons",
                        "other",
                    ],
                    &[
                        "orarul nu se potrivește",
                        "prea departe",
                        "interesează alte direcții",
                        "altceva",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "directions",
            name: words.say(
                "Направления и группы",
                "Directions and groups",
                "Direcții și grupe",
            ),
            values: words
                .say(
                    &[
                        "Йога, утро вт/чт",
                        "Йога, вечер пн/ср",
                        "Стретчинг",
                        "Пилатес",
                        "Функциональная тренировка",
                        "Танцы, взрослые",
                        "Танцы, дети 6–9",
                        "Гимнастика, дети 4–6",
                        "Бассейн",
                    ],
                    &[
                        "Yoga, Tue/Thu morning",
                        "Yoga, Mon/Wed evening",
                        "Stretching",
                        "Pilates",
                        "Functional training",
                        "Dance, adults",
                        "Dance, children 6–9",
                        "Gymnastics, children 4–6",
                        "Swimming",
                    ],
                    &[
                        "Yoga, mar/joi dimineața",
                        "Yoga, lun/mie seara",
                        "Stretching",
                        "Pilates",
                        "Antrenament funcțional",
                        "Dans, adulți",
                        "Dans, copii 6–9",
                        "Gimnastică, copii 4–6",
                        "Înot",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "passes",
            name: words.say("Абонементы", "Passes", "Abonamente"),
            values: words
                .say(
                    &[
                        "Разовое занятие",
                        "4 занятия",
                        "8 занятий",
                        "12 занятий",
                        "Безлимит на месяц",
                        "Безлимит на год",
                        "Семейный",
                    ],
                    &[
                        "Single lesson",
                        "4 lessons",
                        "8 lessons",
                        "12 lessons",
                        "Unlimited, a month",
                        "Unlimited, a year",
                        "Family",
                    ],
                    &[
                        "O lecție",
                        "4 lecții",
                        "8 lecții",
                        "12 lecții",
                        "Nelimitat, o lună",
                        "Nelimitat, un an",
                        "De familie",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "sources",
            name: words.say(
                "Источники клиентов",
                "Sources of clients",
                "Surse de clienți",
            ),
            values: words
                .say(
                    &[
                        "Сайт",
                        "Социальные сети",
                        "Рекомендация",
                        "Вывеска",
                        "Карты",
                        "Мероприятие",
                        "Звонок",
                        "Партнёры",
                    ],
                    &[
                        "Website",
                        "Social networks",
                        "Recommendation",
                        "Signboard",
                        "Maps",
                        "Event",
                        "Phone call",
                        "Partners",
                    ],
                    &[
                        "Site",
                        "Rețele sociale",
                        "Recomandare",
                        "Firmă stradală",
                        "Hărți",
                        "Eveniment",
                        "Apel",
                        "Parteneri",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "leave_reasons",
            name: words.say("Причины ухода", "Reasons for leaving", "Motive de plecare"),
            values: words
                .say(
                    &[
                        "расписание",
                        "цена",
                        "здоровье",
                        "переезд",
                        "тренер",
                        "нет результата",
                        "потеря интереса",
                        "другое",
                    ],
                    &[
                        "timetable",
                        "price",
                        "health",
                        "moved",
                        "coach",
                        "no progress",
                        "lost interest",
                        "other",
                    ],
                    &[
                        "orarul",
                        "prețul",
                        "sănătatea",
                        "mutarea",
                        "antrenorul",
                        "lipsa rezultatului",
                        "pierderea interesului",
                        "altceva",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "master_classes",
            name: words.say("Мастер-классы", "Master classes", "Master-classuri"),
            values: words
                .say(
                    &[
                        "Йога для начинающих",
                        "Здоровая спина",
                        "Дыхание и отдых",
                        "Мама и малыш",
                    ],
                    &[
                        "Yoga for beginners",
                        "A healthy back",
                        "Breathing and rest",
                        "Mother and baby",
                    ],
                    &[
                        "Yoga pentru începători",
                        "Spate sănătos",
                        "Respirație și odihnă",
                        "Mama și bebelușul",
                    ],
                )
                .to_vec(),
        },
    ]
}

/// For the demo club.
pub(super) fn further(words: Words) -> Vec<PresetDictionary> {
    vec![
        PresetDictionary {
            key: "levels",
            name: words.say("Уровень подготовки", "Levels", "Nivel de pregătire"),
            values: words
                .say(
                    &[
                        "новичок",
                        "занимаюсь до года",
                        "занимаюсь больше года",
                        "спортсмен",
                    ],
                    &["beginner", "up to a year", "more than a year", "athlete"],
                    &["începător", "până la un an", "peste un an", "sportiv"],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "wishes",
            name: words.say("Цели занятий", "Aims", "Scopuri"),
            values: words
                .say(
                    &[
                        "снизить вес",
                        "здоровая спина",
                        "гибкость",
                        "сила",
                        "отдых",
                        "общение",
                        "подготовка к соревнованиям",
                    ],
                    &[
                        "lose weight",
                        "a healthy back",
                        "flexibility",
                        "strength",
                        "rest",
                        "company",
                        "competitions",
                    ],
                    &[
                        "slăbire",
                        "spate sănătos",
                        "flexibilitate",
                        "forță",
                        "odihnă",
                        "comunicare",
                        "competiții",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "convenient_times",
            name: words.say("Удобное время", "Convenient times", "Ore convenabile"),
            values: words
                .say(
                    &[
                        "утро будни",
                        "день будни",
                        "вечер будни",
                        "суббота",
                        "воскресенье",
                    ],
                    &[
                        "weekday mornings",
                        "weekday afternoons",
                        "weekday evenings",
                        "Saturdays",
                        "Sundays",
                    ],
                    &[
                        "dimineața în zile lucrătoare",
                        "ziua în zile lucrătoare",
                        "seara în zile lucrătoare",
                        "sâmbăta",
                        "duminica",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "payment_methods",
            name: words.say("Способы оплаты", "Payment methods", "Metode de plată"),
            values: words
                .say(
                    &["карта", "наличные", "перевод", "онлайн", "сертификат"],
                    &["card", "cash", "transfer", "online", "gift card"],
                    &["card", "numerar", "transfer", "online", "certificat"],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "discounts",
            name: words.say(
                "Основания скидки",
                "Grounds for a discount",
                "Motive de reducere",
            ),
            values: words
                .say(
                    &[
                        "студент",
                        "пенсионер",
                        "второй ребёнок",
                        "день рождения",
                        "акция",
                        "сотрудник партнёра",
                    ],
                    &[
                        "student",
                        "pensioner",
                        "second child",
                        "birthday",
                        "campaign",
                        "partner's staff",
                    ],
                    &[
                        "student",
                        "pensionar",
                        "al doilea copil",
                        "zi de naștere",
                        "promoție",
                        "angajat al partenerului",
                    ],
                )
                .to_vec(),
        },
        PresetDictionary {
            key: "halls",
            name: words.say("Залы", "Halls", "Săli"),
            values: words
                .say(
                    &[
                        "Большой зал",
                        "Малый зал",
                        "Зал йоги",
                        "Тренажёрный зал",
                        "Бассейн",
                    ],
                    &["Large hall", "Small hall", "Yoga hall", "Gym", "Pool"],
                    &[
                        "Sala mare",
                        "Sala mică",
                        "Sala de yoga",
                        "Sala de forță",
                        "Bazin",
                    ],
                )
                .to_vec(),
        },
    ]
}
