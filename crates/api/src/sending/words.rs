//! Why something was not delivered, in the reader's language.

use domain::language::Language;
use domain::outgoing::Undelivered;

/// A sentence that says what is wrong and, where it can be said, what helps.
pub fn words(why: Undelivered, language: Language) -> &'static str {
    use Undelivered as U;
    match language {
        Language::Ru => match why {
            U::NotConfigured => {
                "Почта не настроена: администратор сервера указывает её при запуске."
            }
            U::BadAddress => "Такого адреса не бывает. Исправьте адрес.",
            U::ForbiddenAddress => {
                "Адрес ведёт во внутреннюю сеть сервера, а это не разрешено его настройками."
            }
            U::NoSuchHost => "Такого сервера в интернете нет. Проверьте адрес.",
            U::Unreachable => "Сервер не отвечает по этому адресу.",
            U::Timeout => "Сервер не ответил вовремя.",
            U::Encryption => {
                "Не удалось установить защищённое соединение. Проверьте сертификат той стороны."
            }
            U::Credentials => "Почтовый сервер не принял имя или пароль.",
            U::Refused => "Та сторона отказала.",
            U::Archived => "Вызов убран в архив.",
            U::Unreadable => "Сохранённое не удалось прочитать.",
        },
        Language::En => match why {
            U::NotConfigured => {
                "E-mail is not set up: the server's administrator names a mail server when starting it."
            }
            U::BadAddress => "There can be no such address. Correct it.",
            U::ForbiddenAddress => {
                "The address leads into the server's own network, and its settings do not allow that."
            }
            U::NoSuchHost => "There is no such server on the internet. Check the address.",
            U::Unreachable => "No server answers at this address.",
            U::Timeout => "The server did not answer in time.",
            U::Encryption => {
                "No encrypted connection came about. Check the other side's certificate."
            }
            U::Credentials => "The mail server did not accept our name or password.",
            U::Refused => "The other side refused.",
            U::Archived => "The hook is archived.",
            U::Unreadable => "What was kept cannot be read.",
        },
        Language::Ro => match why {
            U::NotConfigured => {
                "E-mailul nu este configurat: administratorul serverului îl indică la pornire."
            }
            U::BadAddress => "O astfel de adresă nu există. Corectați-o.",
            U::ForbiddenAddress => {
                "Adresa duce în rețeaua internă a serverului, iar setările nu permit acest lucru."
            }
            U::NoSuchHost => "Pe internet nu există un astfel de server. Verificați adresa.",
            U::Unreachable => "La această adresă nu răspunde niciun server.",
            U::Timeout => "Serverul nu a răspuns la timp.",
            U::Encryption => {
                "Conexiunea criptată nu s-a putut stabili. Verificați certificatul celeilalte părți."
            }
            U::Credentials => "Serverul de e-mail nu a acceptat numele sau parola.",
            U::Refused => "Cealaltă parte a refuzat.",
            U::Archived => "Apelul este arhivat.",
            U::Unreadable => "Ce s-a păstrat nu se poate citi.",
        },
    }
}
