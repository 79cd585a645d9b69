//! Letters that the house writes itself, in their reader's language.

use chrono::Duration;
use domain::language::Language;
use domain::outgoing::Mail;

/// A letter that shows that letters arrive.
pub fn test(to: String, name: String, club: &str, language: Language) -> Mail {
    let (subject, text) = match language {
        Language::Ru => (
            format!("{club}: проверка почты"),
            format!(
                "Здравствуйте!\n\nЭто проверочное письмо. Раз вы его читаете, «{club}» может отправлять письма.\n"
            ),
        ),
        Language::En => (
            format!("{club}: a test of e-mail"),
            format!("Hello,\n\nThis is a test. As you read it, {club} can send e-mails.\n"),
        ),
        Language::Ro => (
            format!("{club}: verificarea e-mailului"),
            format!(
                "Bună ziua!\n\nAcesta este un mesaj de probă. Dacă îl citiți, „{club}” poate trimite e-mailuri.\n"
            ),
        ),
    };
    letter(to, name, subject, text)
}

/// What a link to join or to set a new password is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Join,
    NewPassword,
}

/// A one-time link, and how long it works.
pub fn link(
    (to, name): (String, String),
    club: &str,
    link: &str,
    (purpose, life): (Purpose, Duration),
    language: Language,
) -> Mail {
    let days = life.num_days();
    let (subject, text) = match (purpose, language) {
        (Purpose::Join, Language::Ru) => (
            format!("{club}: приглашение"),
            format!(
                "Здравствуйте, {name}!\n\nВас приглашают работать в «{club}». Откройте ссылку и придумайте пароль:\n\n{link}\n\nСсылка одноразовая и действует дней: {days}.\n"
            ),
        ),
        (Purpose::Join, Language::En) => (
            format!("{club}: an invitation"),
            format!(
                "Hello {name},\n\nYou are invited to work in {club}. Open the link and choose a password:\n\n{link}\n\nThe link works once, for this many days: {days}.\n"
            ),
        ),
        (Purpose::Join, Language::Ro) => (
            format!("{club}: invitație"),
            format!(
                "Bună ziua, {name}!\n\nSunteți invitat(ă) să lucrați la „{club}”. Deschideți linkul și alegeți o parolă:\n\n{link}\n\nLinkul funcționează o singură dată. Zile de valabilitate: {days}.\n"
            ),
        ),
        (Purpose::NewPassword, Language::Ru) => (
            format!("{club}: новый пароль"),
            format!(
                "Здравствуйте, {name}!\n\nПо этой ссылке можно задать новый пароль:\n\n{link}\n\nСсылка одноразовая и действует дней: {days}. Если вы о ней не просили, сообщите руководителю.\n"
            ),
        ),
        (Purpose::NewPassword, Language::En) => (
            format!("{club}: a new password"),
            format!(
                "Hello {name},\n\nThis link sets a new password:\n\n{link}\n\nIt works once, for this many days: {days}. If you did not ask for it, tell your manager.\n"
            ),
        ),
        (Purpose::NewPassword, Language::Ro) => (
            format!("{club}: parolă nouă"),
            format!(
                "Bună ziua, {name}!\n\nCu acest link puteți seta o parolă nouă:\n\n{link}\n\nFuncționează o singură dată. Zile de valabilitate: {days}. Dacă nu l-ați cerut, spuneți-i conducătorului.\n"
            ),
        ),
    };
    letter(to, name, subject, text)
}

fn letter(to: String, name: String, subject: String, text: String) -> Mail {
    Mail {
        to,
        name: Some(name),
        subject,
        text,
    }
}
