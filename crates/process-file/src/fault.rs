//! What is wrong with a file: where, and why, in the reader's language.

use std::fmt;

use domain::fields::FieldType;
use domain::language::Language;

use crate::model::Spot;

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub at: Spot,
    /// `templates.call.results[2]`; empty for the file as a whole.
    pub path: String,
    pub why: Why,
}

/// What a name in a file should be the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Process,
    Template,
    Result,
    Dictionary,
    Step,
    Field,
    Role,
    Employee,
    /// Of a dictionary.
    Value,
    Branch,
    Hook,
}

/// Why something is refused. Each has a word for programs ([`Why::code`]) and a sentence in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Not YAML; what the parser says.
    Syntax(String),
    Empty,
    /// A line is indented by a tab.
    Tab,
    TooBig {
        max: usize,
    },
    TooDeep,
    SeveralDocuments,
    /// `&anchor` or `*alias`.
    Alias,
    /// `!tag`.
    Tag,
    /// A key that is a list or a mapping.
    KeyForm,
    KeyTwice {
        key: String,
    },
    /// Written by a newer Perezvon, or not a process file at all.
    Format {
        wanted: i64,
    },
    UnknownKey {
        key: String,
        known: String,
    },
    Missing {
        key: String,
    },
    WantsText,
    WantsNumber,
    WantsYesNo,
    WantsList,
    WantsMapping,
    /// Not one of the words there are.
    NotAWord {
        word: String,
        known: String,
    },
    /// Not a key: `[a-z][a-z0-9_]{0,39}`.
    Key {
        key: String,
    },
    EmptyText,
    TooLong {
        max: u32,
    },
    TooMany {
        max: usize,
    },
    Characters,
    OutOfRange {
        min: i64,
        max: i64,
    },
    /// Not a due rule.
    Due {
        text: String,
    },
    /// Neither goal, refusal, end, step, retry, sleep nor process; or several of them.
    Then,
    /// `retry` within `then`.
    RetryAgain,
    /// Not one of the things that a result can also do, or several in one.
    Act,
    /// Not one of the conditions, or several in one.
    Condition,
    /// Not a span of hours such as `18:00-21:00`.
    Hours {
        text: String,
    },
    /// Not a date such as `2026-12-31`.
    Date {
        text: String,
    },
    /// Two things of a kind have one name.
    NameTwice {
        name: String,
    },
    /// A reference to what is neither in the file nor in the club.
    Unknown {
        kind: Kind,
        name: String,
    },
    /// A dictionary field without one.
    NoDictionary,
    /// Another type takes no dictionary.
    DictionaryUnexpected,
    LimitsCrossed,
    /// Saved by its hotkey alone, yet a field must be filled in.
    InstantAsks,
    /// A default due rule has no form to read.
    TemplateReadsField,
    /// The club has this field with another type.
    OtherType {
        key: String,
        has: FieldType,
    },
    /// What a club refuses for its own reasons, already in words.
    Refused(String),
    /// What the checker of processes says, already in words.
    Problem {
        code: String,
        message: String,
    },
}

impl Fault {
    #[cfg(feature = "read")]
    pub(crate) fn of_file(at: Spot, why: Why) -> Self {
        Self {
            at,
            path: String::new(),
            why,
        }
    }

    /// `templates.call.priority: «urgent» is not one of low, normal, high`.
    pub fn message(&self, language: Language) -> String {
        let why = self.why.message(language);
        match self.path.is_empty() {
            true => why,
            false => format!("{}: {why}", self.path),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message(Language::En))
    }
}

impl Kind {
    const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Process, Language::Ru) => "процесса",
            (Self::Process, Language::En) => "process",
            (Self::Process, Language::Ro) => "procesul",
            (Self::Template, Language::Ru) => "шаблона",
            (Self::Template, Language::En) => "template",
            (Self::Template, Language::Ro) => "șablonul",
            (Self::Result, Language::Ru) => "результата",
            (Self::Result, Language::En) => "result",
            (Self::Result, Language::Ro) => "rezultatul",
            (Self::Dictionary, Language::Ru) => "справочника",
            (Self::Dictionary, Language::En) => "dictionary",
            (Self::Dictionary, Language::Ro) => "dicționarul",
            (Self::Step, Language::Ru) => "шага",
            (Self::Step, Language::En) => "step",
            (Self::Step, Language::Ro) => "pasul",
            (Self::Field, Language::Ru) => "поля",
            (Self::Field, Language::En) => "field",
            (Self::Field, Language::Ro) => "câmpul",
            (Self::Role, Language::Ru) => "роли",
            (Self::Role, Language::En) => "role",
            (Self::Role, Language::Ro) => "rolul",
            (Self::Employee, Language::Ru) => "сотрудника",
            (Self::Employee, Language::En) => "employee",
            (Self::Employee, Language::Ro) => "angajatul",
            (Self::Value, Language::Ru) => "значения",
            (Self::Value, Language::En) => "value",
            (Self::Value, Language::Ro) => "valoarea",
            (Self::Branch, Language::Ru) => "филиала",
            (Self::Branch, Language::En) => "branch",
            (Self::Branch, Language::Ro) => "filiala",
            (Self::Hook, Language::Ru) => "вебхука",
            (Self::Hook, Language::En) => "hook",
            (Self::Hook, Language::Ro) => "webhookul",
        }
    }
}

impl Why {
    /// The kind as a word, for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Syntax(_) => "syntax",
            Self::Empty => "empty",
            Self::Tab => "tab",
            Self::TooBig { .. } => "too_big",
            Self::TooDeep => "too_deep",
            Self::SeveralDocuments => "several_documents",
            Self::Alias => "alias",
            Self::Tag => "tag",
            Self::KeyForm => "key_form",
            Self::KeyTwice { .. } => "key_twice",
            Self::Format { .. } => "format",
            Self::UnknownKey { .. } => "unknown_key",
            Self::Missing { .. } => "missing",
            Self::WantsText => "wants_text",
            Self::WantsNumber => "wants_number",
            Self::WantsYesNo => "wants_yes_no",
            Self::WantsList => "wants_list",
            Self::WantsMapping => "wants_mapping",
            Self::NotAWord { .. } => "not_a_word",
            Self::Key { .. } => "key",
            Self::EmptyText => "empty_text",
            Self::TooLong { .. } => "too_long",
            Self::TooMany { .. } => "too_many",
            Self::Characters => "characters",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Due { .. } => "due",
            Self::Then => "then",
            Self::RetryAgain => "retry_again",
            Self::Act => "act",
            Self::Condition => "condition",
            Self::Hours { .. } => "hours",
            Self::Date { .. } => "date",
            Self::NameTwice { .. } => "name_twice",
            Self::Unknown { .. } => "unknown",
            Self::NoDictionary => "no_dictionary",
            Self::DictionaryUnexpected => "dictionary_unexpected",
            Self::LimitsCrossed => "limits_crossed",
            Self::InstantAsks => "instant_asks",
            Self::TemplateReadsField => "template_reads_field",
            Self::OtherType { .. } => "other_type",
            Self::Refused(_) => "refused",
            Self::Problem { code, .. } => code,
        }
    }

    fn message(&self, language: Language) -> String {
        let say = |ru: String, en: String, ro: String| match language {
            Language::Ru => ru,
            Language::En => en,
            Language::Ro => ro,
        };
        let plain = |ru: &str, en: &str, ro: &str| say(ru.into(), en.into(), ro.into());
        match self {
            Self::Syntax(info) => say(
                format!("это не YAML: {info}"),
                format!("not YAML: {info}"),
                format!("nu este YAML: {info}"),
            ),
            Self::Empty => plain("файл пуст", "the file is empty", "fișierul este gol"),
            Self::Tab => plain(
                "отступы делают пробелами, не табуляцией",
                "indent with spaces, not with tabs",
                "indentarea se face cu spații, nu cu taburi",
            ),
            Self::TooBig { max } => say(
                format!("файл больше {} КБ", max / 1000),
                format!("the file is larger than {} KB", max / 1000),
                format!("fișierul depășește {} KB", max / 1000),
            ),
            Self::TooDeep => plain(
                "слишком много вложенных уровней",
                "nested too deeply",
                "prea multe niveluri imbricate",
            ),
            Self::SeveralDocuments => plain(
                "в файле несколько документов, нужен один",
                "several documents; a file has one",
                "mai multe documente; un fișier are unul singur",
            ),
            Self::Alias => plain(
                "якоря и ссылки YAML (& и *) не используются",
                "anchors and aliases (& and *) are not used",
                "ancorele și aliasurile YAML (& și *) nu se folosesc",
            ),
            Self::Tag => plain(
                "теги YAML (!) не используются",
                "tags (!) are not used",
                "etichetele YAML (!) nu se folosesc",
            ),
            Self::KeyForm => plain(
                "ключ должен быть словом",
                "a key must be a word",
                "cheia trebuie să fie un cuvânt",
            ),
            Self::KeyTwice { key } => say(
                format!("ключ {key} уже есть выше"),
                format!("{key} stands here twice"),
                format!("cheia {key} apare de două ori"),
            ),
            Self::Format { wanted } => say(
                format!("файл начинается со строки «perezvon: {wanted}»"),
                format!("the file begins with the line “perezvon: {wanted}”"),
                format!("fișierul începe cu rândul „perezvon: {wanted}”"),
            ),
            Self::UnknownKey { key, known } => say(
                format!("неизвестный ключ {key}; здесь могут быть {known}"),
                format!("unknown key {key}; known here are {known}"),
                format!("cheie necunoscută {key}; aici pot fi {known}"),
            ),
            Self::Missing { key } => say(
                format!("не хватает {key}"),
                format!("{key} is missing"),
                format!("lipsește {key}"),
            ),
            Self::WantsText => plain("нужен текст", "wants text", "trebuie un text"),
            Self::WantsNumber => plain(
                "нужно целое число",
                "wants a whole number",
                "trebuie un număr întreg",
            ),
            Self::WantsYesNo => plain(
                "нужно true или false",
                "wants true or false",
                "trebuie true sau false",
            ),
            Self::WantsList => plain("нужен список", "wants a list", "trebuie o listă"),
            Self::WantsMapping => plain(
                "нужны строки «ключ: значение»",
                "wants lines of “key: value”",
                "trebuie rânduri „cheie: valoare”",
            ),
            Self::NotAWord { word, known } => say(
                format!("нет слова «{word}»; есть {known}"),
                format!("“{word}” is not one of {known}"),
                format!("„{word}” nu este printre {known}"),
            ),
            Self::Key { key } => say(
                format!("«{key}» не ключ: строчные латинские буквы, цифры и _, не больше 40"),
                format!("“{key}” is no key: lower-case Latin letters, digits and _, at most 40"),
                format!("„{key}” nu este o cheie: litere latine mici, cifre și _, cel mult 40"),
            ),
            Self::EmptyText => plain("текст пуст", "the text is empty", "textul este gol"),
            Self::TooLong { max } => say(
                format!("длиннее {max} знаков"),
                format!("longer than {max} characters"),
                format!("mai lung de {max} de caractere"),
            ),
            Self::TooMany { max } => say(
                format!("больше {max}"),
                format!("more than {max}"),
                format!("mai mult de {max}"),
            ),
            Self::Characters => plain(
                "в тексте есть управляющие знаки",
                "the text has control characters",
                "textul conține caractere de control",
            ),
            Self::OutOfRange { min, max } => say(
                format!("число должно быть от {min} до {max}"),
                format!("must be between {min} and {max}"),
                format!("numărul trebuie să fie între {min} și {max}"),
            ),
            Self::Due { text } => say(
                format!(
                    "«{text}» не срок: пишут «2 working days», «1 day at 10:00», «field visit_at», «ask 1 day»"
                ),
                format!(
                    "“{text}” is no due rule: write “2 working days”, “1 day at 10:00”, “field visit_at”, “ask 1 day”"
                ),
                format!(
                    "„{text}” nu este un termen: se scrie „2 working days”, „1 day at 10:00”, „field visit_at”, „ask 1 day”"
                ),
            ),
            Self::Then => plain(
                "что дальше: goal, refusal, end, или одно из step, retry, sleep, process",
                "what follows is goal, refusal, end, or one of step, retry, sleep, process",
                "ce urmează: goal, refusal, end sau unul din step, retry, sleep, process",
            ),
            Self::RetryAgain => plain(
                "после последней попытки не может быть новой попытки",
                "after the last attempt there is no other retry",
                "după ultima încercare nu poate urma alta",
            ),
            Self::Act => plain(
                "действие: одно из errand, notice, email, hook, stage, add_tags и remove_tags, responsible, process",
                "an action is one of errand, notice, email, hook, stage, add_tags and remove_tags, responsible, process",
                "acțiunea este una din errand, notice, email, hook, stage, add_tags și remove_tags, responsible, process",
            ),
            Self::Condition => plain(
                "условие: одно из field, attempt, stage, tags, no_tags, branch, hours",
                "a condition is one of field, attempt, stage, tags, no_tags, branch, hours",
                "condiția este una din field, attempt, stage, tags, no_tags, branch, hours",
            ),
            Self::Hours { text } => say(
                format!("«{text}» – не часы вида 18:00-21:00"),
                format!("“{text}” is no span of hours such as 18:00-21:00"),
                format!("„{text}” nu este un interval de ore ca 18:00-21:00"),
            ),
            Self::Date { text } => say(
                format!("«{text}» – не дата вида 2026-12-31"),
                format!("“{text}” is no date such as 2026-12-31"),
                format!("„{text}” nu este o dată ca 2026-12-31"),
            ),
            Self::NameTwice { name } => say(
                format!("название «{name}» уже есть выше"),
                format!("the name “{name}” stands above already"),
                format!("numele „{name}” există deja mai sus"),
            ),
            Self::Unknown { kind, name } => {
                let kind = kind.name(language);
                say(
                    format!("нет {kind} «{name}»"),
                    format!("there is no {kind} “{name}”"),
                    format!("{kind} „{name}” nu există"),
                )
            }
            Self::NoDictionary => plain(
                "полю-справочнику нужен dictionary",
                "a dictionary field names its dictionary",
                "un câmp de tip dicționar își numește dicționarul (dictionary)",
            ),
            Self::DictionaryUnexpected => plain(
                "справочник бывает только у типов dictionary и dictionary_multi",
                "only the types dictionary and dictionary_multi have one",
                "doar tipurile dictionary și dictionary_multi au dicționar",
            ),
            Self::LimitsCrossed => plain(
                "min больше, чем max",
                "min is more than max",
                "min este mai mare decât max",
            ),
            Self::InstantAsks => plain(
                "результат с instant сохраняется одной клавишей, обязательных полей у него быть не может",
                "an instant result is saved by its key alone, so no field of it can be required",
                "un rezultat instant se salvează cu o tastă, deci nu poate avea câmpuri obligatorii",
            ),
            Self::TemplateReadsField => plain(
                "у шаблона нет анкеты, срок из поля здесь невозможен",
                "a template has no form to read a field from",
                "șablonul nu are formular, termenul nu poate veni dintr-un câmp",
            ),
            Self::OtherType { key, has } => say(
                format!("поле {key} уже есть в клубе с типом {has}"),
                format!("the club has {key} already, as {has}"),
                format!("câmpul {key} există deja în club, de tipul {has}"),
            ),
            Self::Refused(words) => words.clone(),
            Self::Problem { message, .. } => message.clone(),
        }
    }
}
