//! Headers as programs and people write them, folded: the whole of each.

use super::{ColumnTarget, ListSubject};
use crate::clients::Messenger;

/// What a column with this header is taken as.
pub fn target(header: &str, subject: ListSubject) -> Option<ColumnTarget> {
    let own = match subject {
        ListSubject::Clients => of_people(header),
        ListSubject::Companies => of_companies(header),
    };
    own.or_else(|| of_every_card(header))
}

fn of_people(header: &str) -> Option<ColumnTarget> {
    use Messenger::{Instagram, Other, Telegram, Viber, Vk, Whatsapp};
    Some(match header {
        "фио"
        | "ф и о"
        | "имя клиента"
        | "клиент"
        | "контакт"
        | "полное имя"
        | "фамилия имя"
        | "фамилия имя отчество"
        | "имя фамилия"
        | "имя и фамилия"
        | "фамилия и имя"
        | "фио клиента"
        | "наименование"
        | "name"
        | "full name"
        | "fullname"
        | "client"
        | "client name"
        | "contact"
        | "contact name"
        | "customer"
        | "display name"
        | "formatted name"
        | "fn"
        | "nume complet"
        | "numele complet"
        | "nume si prenume"
        | "nume prenume"
        | "numele si prenumele"
        | "prenume nume" => ColumnTarget::Name,
        "фамилия"
        | "фамилия клиента"
        | "surname"
        | "last name"
        | "lastname"
        | "family name"
        | "second name"
        | "nume de familie"
        | "numele de familie"
        | "numele" => ColumnTarget::Surname,
        "имя" | "given name" | "first name" | "firstname" | "given" | "prenume" | "prenumele" => {
            ColumnTarget::Given
        }
        "отчество" | "patronymic" | "middle name" | "middlename" | "additional name"
        | "patronimic" | "patronimicul" => ColumnTarget::Patronymic,
        "telegram" | "телеграм" | "телеграмм" | "тг" | "tg" => {
            ColumnTarget::Messenger(Telegram)
        }
        "whatsapp" | "whats app" | "ватсап" | "вотсап" | "вацап" => {
            ColumnTarget::Messenger(Whatsapp)
        }
        "viber" | "вайбер" => ColumnTarget::Messenger(Viber),
        "instagram" | "инстаграм" | "инстаграмм" | "insta" => {
            ColumnTarget::Messenger(Instagram)
        }
        "vk" | "вк" | "вконтакте" | "vkontakte" => ColumnTarget::Messenger(Vk),
        "мессенджер" | "messenger" | "мессенджеры" | "messengers" | "соцсети" => {
            ColumnTarget::Messenger(Other)
        }
        "дата рождения"
        | "день рождения"
        | "др"
        | "д р"
        | "дата рожд"
        | "родился"
        | "родилась"
        | "birth date"
        | "birthdate"
        | "date of birth"
        | "dob"
        | "birthday"
        | "bday"
        | "data nasterii"
        | "data nastere"
        | "ziua de nastere"
        | "nascut" => ColumnTarget::BirthDate,
        "стадия"
        | "статус"
        | "этап"
        | "тип клиента"
        | "stage"
        | "status"
        | "client status"
        | "etapa"
        | "stadiu"
        | "stadiul"
        | "statut"
        | "stare" => ColumnTarget::Stage,
        "источник"
        | "рекламный канал"
        | "канал"
        | "откуда узнал"
        | "откуда узнали"
        | "откуда"
        | "реклама"
        | "source"
        | "lead source"
        | "channel"
        | "sursa"
        | "canal"
        | "sursa clientului" => ColumnTarget::Source,
        _ => return None,
    })
}

fn of_companies(header: &str) -> Option<ColumnTarget> {
    Some(match header {
        "компания"
        | "организация"
        | "название"
        | "наименование"
        | "имя"
        | "название компании"
        | "название организации"
        | "наименование организации"
        | "наименование компании"
        | "краткое название"
        | "краткое наименование"
        | "сокращенное наименование"
        | "контрагент"
        | "партнер"
        | "клиент"
        | "заказчик"
        | "фирма"
        | "предприятие"
        | "учреждение"
        | "company"
        | "company name"
        | "organization"
        | "organisation"
        | "organization name"
        | "organisation name"
        | "account"
        | "account name"
        | "business"
        | "business name"
        | "firm"
        | "name"
        | "client"
        | "customer"
        | "companie"
        | "compania"
        | "compania client"
        | "organizatie"
        | "organizatia"
        | "denumire"
        | "denumirea"
        | "denumire companie"
        | "denumirea companiei"
        | "denumirea organizatiei"
        | "nume"
        | "numele"
        | "nume companie"
        | "numele companiei"
        | "firma"
        | "intreprindere"
        | "intreprinderea"
        | "institutia" => ColumnTarget::Name,
        "юр название"
        | "юр наименование"
        | "юридическое название"
        | "юридическое наименование"
        | "юридическое лицо"
        | "юр лицо"
        | "юрлицо"
        | "полное название"
        | "полное наименование"
        | "официальное название"
        | "legal name"
        | "legal entity"
        | "registered name"
        | "official name"
        | "full legal name"
        | "denumire juridica"
        | "denumirea juridica"
        | "denumire legala"
        | "denumirea legala"
        | "denumire oficiala"
        | "denumirea oficiala"
        | "denumirea completa"
        | "persoana juridica" => ColumnTarget::LegalName,
        "инн"
        | "инн компании"
        | "инн организации"
        | "налоговый номер"
        | "фискальный код"
        | "унп"
        | "бин"
        | "идно"
        | "tax id"
        | "tax number"
        | "taxpayer id"
        | "tin"
        | "ein"
        | "vat"
        | "vat id"
        | "vat number"
        | "inn"
        | "idno"
        | "cui"
        | "cif"
        | "cod fiscal"
        | "codul fiscal"
        | "cod tva"
        | "cod de identificare fiscala" => ColumnTarget::TaxId,
        "адрес"
        | "адрес компании"
        | "адрес организации"
        | "юридический адрес"
        | "юр адрес"
        | "фактический адрес"
        | "почтовый адрес"
        | "местонахождение"
        | "address"
        | "street address"
        | "postal address"
        | "mailing address"
        | "office address"
        | "registered address"
        | "adresa"
        | "adresa juridica"
        | "adresa postala"
        | "adresa companiei"
        | "adresa sediului" => ColumnTarget::Address,
        "сайт"
        | "веб сайт"
        | "вебсайт"
        | "адрес сайта"
        | "сайт компании"
        | "site"
        | "website"
        | "web site"
        | "web"
        | "homepage"
        | "home page"
        | "url"
        | "www"
        | "site web"
        | "pagina web"
        | "site ul" => ColumnTarget::Site,
        _ => return None,
    })
}

fn of_every_card(header: &str) -> Option<ColumnTarget> {
    Some(match header {
        "телефон"
        | "тел"
        | "телефоны"
        | "номер телефона"
        | "мобильный"
        | "мобильный телефон"
        | "моб"
        | "моб телефон"
        | "сотовый"
        | "сотовый телефон"
        | "контактный телефон"
        | "номер"
        | "phone"
        | "phones"
        | "phone number"
        | "mobile"
        | "mobile phone"
        | "cell"
        | "cell phone"
        | "tel"
        | "telephone"
        | "telefon"
        | "telefonul"
        | "mobil"
        | "telefon mobil"
        | "numar de telefon"
        | "numarul de telefon"
        | "nr telefon"
        | "nr de telefon"
        | "primary phone"
        | "home phone"
        | "business phone" => ColumnTarget::Phone,
        "почта"
        | "электронная почта"
        | "эл почта"
        | "емейл"
        | "имейл"
        | "email"
        | "e mail"
        | "mail"
        | "email address"
        | "e mail address"
        | "e mailul"
        | "adresa de email"
        | "adresa email"
        | "posta electronica"
        | "мейл"
        | "адрес электронной почты" => ColumnTarget::Email,
        "теги" | "тег" | "метки" | "метка" | "группа" | "группы" | "tags" | "tag" | "labels"
        | "categories" | "category" | "groups" | "etichete" | "eticheta" | "grupa" | "grup" => {
            ColumnTarget::Tags
        }
        "примечание"
        | "примечания"
        | "заметка"
        | "заметки"
        | "комментарий"
        | "комментарии"
        | "описание"
        | "note"
        | "notes"
        | "comment"
        | "comments"
        | "description"
        | "remarks"
        | "nota"
        | "notita"
        | "comentariu"
        | "comentarii"
        | "observatii"
        | "mentiuni" => ColumnTarget::Note,
        "ответственный"
        | "менеджер"
        | "администратор"
        | "куратор"
        | "responsible"
        | "owner"
        | "manager"
        | "assigned to"
        | "responsabil"
        | "administrator" => ColumnTarget::Responsible,
        "филиал" | "клуб" | "студия" | "зал" | "branch" | "club" | "location" | "filiala"
        | "sediu" | "salon" => ColumnTarget::Branch,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::target;
    use crate::exports::COMPANY_COLUMNS;
    use crate::filters::{Asked as _, CompanyField};
    use crate::imports::cell::folded;
    use crate::imports::{ColumnTarget, ListSubject};
    use crate::language::Language;

    #[test]
    fn a_table_of_companies_that_left_the_house_is_known_again() {
        for field in COMPANY_COLUMNS {
            let expected = match field {
                CompanyField::Name => Some(ColumnTarget::Name),
                CompanyField::LegalName => Some(ColumnTarget::LegalName),
                CompanyField::TaxId => Some(ColumnTarget::TaxId),
                CompanyField::Phone => Some(ColumnTarget::Phone),
                CompanyField::Email => Some(ColumnTarget::Email),
                CompanyField::Address => Some(ColumnTarget::Address),
                CompanyField::Site => Some(ColumnTarget::Site),
                CompanyField::Tag => Some(ColumnTarget::Tags),
                CompanyField::Responsible => Some(ColumnTarget::Responsible),
                CompanyField::Branch => Some(ColumnTarget::Branch),
                CompanyField::Note => Some(ColumnTarget::Note),
                // What its people and its age are is not typed.
                _ => None,
            };
            for language in [Language::Ru, Language::En, Language::Ro] {
                let label = field.label(language);
                let known = target(&folded(label), ListSubject::Companies);
                assert_eq!(known, expected, "{label}");
            }
        }
    }
}
