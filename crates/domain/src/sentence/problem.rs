//! What is wrong with a process, in words.

use super::{NBSP, say};
use crate::language::Language;
use crate::processes::{Problem, ProblemCode};

/// `«Личный звонок», «Думает»: нет следующего шага`. The names are of the problem's step and result, where they are known.
pub fn problem(
    language: Language,
    problem: &Problem,
    step: Option<&str>,
    result: Option<&str>,
) -> String {
    let (open, close) = say(language, ('«', '»'), ('“', '”'), ('„', '”'));
    let quoted = |name: &str| format!("{open}{name}{close}");
    let case = problem.case.map(|number| {
        let case = say(language, "случай", "case", "cazul");
        format!("{case}{NBSP}{number}")
    });
    let also = problem.also.map(|number| {
        let also = say(language, "ещё", "also", "de asemenea");
        format!("{also}{NBSP}{number}")
    });
    let mut place: Vec<String> = [
        step.or(problem.step.as_deref()).map(quoted),
        result.map(quoted),
        case,
        also,
        problem.field.as_deref().map(quoted),
    ]
    .into_iter()
    .flatten()
    .collect();
    if place.is_empty() {
        return super::sentence_case(text(language, problem.code));
    }
    let last = place.pop().unwrap_or_default();
    place.push(format!("{last}: {}", text(language, problem.code)));
    place.join(", ")
}

fn text(language: Language, code: ProblemCode) -> &'static str {
    let (ru, en, ro) = match code {
        ProblemCode::MissingStart => (
            "не выбран первый шаг процесса",
            "the first step of the process is not chosen",
            "primul pas al procesului nu este ales",
        ),
        ProblemCode::NoSteps => (
            "в процессе нет шагов",
            "the process has no steps",
            "procesul nu are pași",
        ),
        ProblemCode::TooManySteps => (
            "в процессе больше 100 шагов",
            "more than 100 steps",
            "mai mult de 100 de pași",
        ),
        ProblemCode::StepKeyForm => (
            "ключ шага: латинские строчные буквы, цифры и _",
            "a step's key has lower-case Latin letters, digits and _",
            "cheia pasului: litere latine mici, cifre și _",
        ),
        ProblemCode::StepKeyTaken => (
            "ключ шага уже занят",
            "the step's key is taken",
            "cheia pasului este ocupată",
        ),
        ProblemCode::UnknownTemplate => (
            "шаблон задачи удалён или в архиве",
            "the task template is missing or archived",
            "șablonul de sarcină lipsește sau este arhivat",
        ),
        ProblemCode::NoResults => (
            "у шага нет результатов, задачу нельзя будет завершить",
            "the step has no results, its task could never be finished",
            "pasul nu are rezultate, sarcina nu s-ar putea încheia",
        ),
        ProblemCode::TooManyResults => (
            "больше девяти результатов: на каждый нужна своя цифра",
            "more than nine results: each needs a digit of its own",
            "mai mult de nouă rezultate: fiecare are nevoie de o cifră",
        ),
        ProblemCode::UnknownResult => (
            "результат удалён или в архиве",
            "the result is missing or archived",
            "rezultatul lipsește sau este arhivat",
        ),
        ProblemCode::ResultTwice => (
            "результат указан дважды",
            "the result is listed twice",
            "rezultatul apare de două ori",
        ),
        ProblemCode::MissingContinuation => (
            "нет следующего шага",
            "no next step",
            "lipsește pasul următor",
        ),
        ProblemCode::DuplicateContinuation => (
            "несколько следующих шагов, нужен ровно один",
            "several next steps, exactly one is needed",
            "mai mulți pași următori, este nevoie de exact unul",
        ),
        ProblemCode::StrayTransition => (
            "переход от шага или результата, которого нет",
            "a transition of a step or result that does not exist",
            "trecere de la un pas sau rezultat inexistent",
        ),
        ProblemCode::UnknownStep => (
            "ведёт к шагу, которого нет",
            "leads to a step that does not exist",
            "duce la un pas inexistent",
        ),
        ProblemCode::UnreachableStep => (
            "к этому шагу не ведёт ни один путь",
            "no way leads to this step",
            "niciun drum nu duce la acest pas",
        ),
        ProblemCode::IllegalLoop => (
            "круг без паузы: клиент будет возвращаться сразу же, добавьте срок",
            "a loop without a pause: the client would come back at once, add a delay",
            "buclă fără pauză: clientul ar reveni imediat, adaugă un termen",
        ),
        ProblemCode::NoWayOut => (
            "отсюда процесс никогда не завершится",
            "from here the process never ends",
            "de aici procesul nu se încheie niciodată",
        ),
        ProblemCode::UnknownField => (
            "у результата нет такого поля",
            "the result has no such field",
            "rezultatul nu are acest câmp",
        ),
        ProblemCode::WrongFieldType => (
            "поле не подходит по типу",
            "the field is of the wrong type",
            "câmpul are alt tip",
        ),
        ProblemCode::NoForm => (
            "здесь некому ответить: в начале, после паузы и о поручении никого не спрашивают",
            "nobody answers here: nothing is asked at the start, after a pause and about an errand",
            "aici nu răspunde nimeni: la început, după pauză și despre o însărcinare nu se întreabă",
        ),
        ProblemCode::OptionalDueField => (
            "срок берётся из необязательного поля: если оно пусто, дату спросят",
            "the date comes from an optional field: if empty, it will be asked",
            "termenul vine dintr-un câmp opțional: dacă e gol, va fi întrebat",
        ),
        ProblemCode::InstantAsks => (
            "результат сохраняется одной клавишей, но что-то спрашивает",
            "the result is saved by one key but asks for something",
            "rezultatul se salvează cu o tastă, dar cere ceva",
        ),
        ProblemCode::RetryLimit => (
            "число попыток: от 2 до 50",
            "the number of attempts is between 2 and 50",
            "numărul de încercări: între 2 și 50",
        ),
        ProblemCode::RetryWithoutDue => (
            "не задан срок повторной попытки",
            "the next attempt has no date",
            "încercarea următoare nu are termen",
        ),
        ProblemCode::DelayBounds => (
            "слишком большой срок",
            "the delay is out of bounds",
            "termenul depășește limitele",
        ),
        ProblemCode::UnknownDictionary => (
            "справочник удалён или в архиве",
            "the dictionary is missing or archived",
            "nomenclatorul lipsește sau este arhivat",
        ),
        ProblemCode::EmptyDictionary => (
            "поле обязательное, а справочник пуст",
            "the field is required but its dictionary is empty",
            "câmpul este obligatoriu, dar nomenclatorul este gol",
        ),
        ProblemCode::UnknownRole => (
            "такой роли нет",
            "there is no such role",
            "acest rol nu există",
        ),
        ProblemCode::RoleWithoutPeople => (
            "в этой роли пока никого нет",
            "nobody has this role yet",
            "nimeni nu are încă acest rol",
        ),
        ProblemCode::UnknownEmployee => (
            "сотрудник больше не работает",
            "the employee has left",
            "angajatul nu mai lucrează",
        ),
        ProblemCode::UnknownProcess => (
            "такого процесса нет",
            "there is no such process",
            "acest proces nu există",
        ),
        ProblemCode::UnpublishedProcess => (
            "следующий процесс ещё не опубликован",
            "the next process is not published yet",
            "procesul următor nu este încă publicat",
        ),
        ProblemCode::ContactGoesOn => (
            "результат запрещает обращаться к клиенту, а процесс продолжается",
            "the result forbids contact, yet the process goes on",
            "rezultatul interzice contactul, dar procesul continuă",
        ),
        ProblemCode::TemplateDiffers => (
            "в шаблоне теперь другой набор результатов",
            "the template offers other results by now",
            "șablonul are acum alte rezultate",
        ),
        ProblemCode::EmptyCase => (
            "нет ни одного условия",
            "there is no condition",
            "nu există nicio condiție",
        ),
        ProblemCode::CaseNeverDecides => (
            "никогда не решит: более ранний случай всегда сработает первым",
            "never decides: an earlier case always holds first",
            "nu decide niciodată: un caz anterior este mereu îndeplinit primul",
        ),
        ProblemCode::TooManyCases => (
            "больше девяти случаев или условий",
            "more than nine cases or conditions",
            "mai mult de nouă cazuri sau condiții",
        ),
        ProblemCode::ConditionBounds => (
            "условие не закончено: выберите, с чем сравнивать",
            "the condition is not finished: choose what to compare with",
            "condiția nu este completă: alege cu ce se compară",
        ),
        ProblemCode::UnknownValue => (
            "условие называет значение, которого в справочнике нет или оно в архиве",
            "the condition names a value that its dictionary lacks or has archived",
            "condiția numește o valoare care lipsește din nomenclator sau este arhivată",
        ),
        ProblemCode::UnknownBranch => (
            "условие называет филиал, которого нет",
            "the condition names a branch that does not exist",
            "condiția numește o filială inexistentă",
        ),
        ProblemCode::TooManyActions => (
            "больше девяти действий",
            "more than nine actions",
            "mai mult de nouă acțiuni",
        ),
        ProblemCode::ErrandNotInternal => (
            "поручением может быть только внутренняя задача: выберите другой шаблон",
            "only an internal task can be an errand: choose another template",
            "doar o sarcină internă poate fi o însărcinare: alege alt șablon",
        ),
        ProblemCode::TagsUnclear => (
            "не названа ни одна метка, или одна и та же и ставится, и снимается",
            "no tag is named, or one is both added and removed",
            "nu este numită nicio etichetă sau aceeași se pune și se scoate",
        ),
        ProblemCode::ResponsiblePool => (
            "ответственным становится человек, а не общая очередь",
            "a person becomes responsible, not a shared queue",
            "responsabil devine o persoană, nu o coadă comună",
        ),
        ProblemCode::EmptyText => ("текст пуст", "the text is empty", "textul este gol"),
        ProblemCode::ClientNotice => (
            "клиенту можно написать только по эл. почте",
            "a client can be written to by e-mail only",
            "clientului i se poate scrie doar prin e-mail",
        ),
        ProblemCode::UnknownHook => (
            "такого вебхука нет или он в архиве",
            "the hook is missing or archived",
            "webhookul lipsește sau este arhivat",
        ),
        ProblemCode::UnknownPlaceholder => (
            "такой подстановки нет",
            "there is no such placeholder",
            "nu există o asemenea substituție",
        ),
        ProblemCode::WaitsForTwo => (
            "шаг ждёт и поручений, и процесса: оставьте что-то одно",
            "waits for errands and for a process: keep one of them",
            "așteaptă și însărcinări, și un proces: păstrați unul din ele",
        ),
        ProblemCode::CallsItself => (
            "процесс ждёт собственного конца",
            "the process waits for its own end",
            "procesul își așteaptă propriul sfârșit",
        ),
        ProblemCode::NothingToWaitFor => (
            "шаг ждёт поручений, но процесс их не даёт",
            "waits for errands, but nothing in the process gives one",
            "așteaptă însărcinări, dar nimic din proces nu dă vreuna",
        ),
    };
    say(language, ru, en, ro)
}
