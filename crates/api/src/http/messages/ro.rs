//! Romanian.

use wire::error::{Code, Fault};

use super::{Words, say};

pub(super) fn code(code: Code) -> Words {
    match code {
        Code::MalformedJson => say(
            "JSON greșit",
            "Corpul cererii nu este JSON sau este prea adânc.",
        ),
        Code::UnknownParameter => say(
            "Parametru necunoscut",
            "Adresa are un parametru pe care operația nu îl cunoaște.",
        ),
        Code::InvalidParameter => say(
            "Parametru greșit",
            "Un parametru al adresei are o valoare care nu poate fi folosită.",
        ),
        Code::CursorInvalid => say(
            "Pagină învechită",
            "Marcajul paginii este al altei liste sau este deteriorat. Începeți de la prima pagină.",
        ),
        Code::NotSignedIn => say("Neautentificat", "Autentificați-vă pentru a continua."),
        Code::WrongCredentials => say(
            "E-mail sau parolă greșite",
            "E-mailul sau parola sunt greșite.",
        ),
        Code::SessionEnded => say("Sesiunea s-a încheiat", "Autentificați-vă din nou."),
        Code::NotAllowed => say(
            "Nu este permis",
            "Rolul dumneavoastră nu permite acest lucru.",
        ),
        Code::WrongOrigin => say(
            "Origine greșită",
            "Cererea trebuie să vină din paginile Perezvon.",
        ),
        Code::NotFound => say("Nu s-a găsit", "Nu există sau nu vă este accesibil."),
        Code::MethodNotAllowed => say(
            "Metodă nepermisă",
            "Această adresă nu răspunde la această metodă.",
        ),
        Code::TaskAlreadyDone => say(
            "Deja îndeplinită",
            "Sarcina a fost deja îndeplinită: {by}, {result}.",
        ),
        Code::TaskCancelled => say(
            "Sarcina a fost anulată",
            "Sarcina a fost anulată: {by} {reason}.",
        ),
        Code::NextTaskStarted => say(
            "Sarcina următoare a început",
            "S-a lucrat deja la sarcina următoare, deci nu mai poate fi retras.",
        ),
        Code::UndoExpired => say("Prea târziu", "Timpul în care se putea reveni a trecut."),
        Code::InUse => say(
            "Este folosit",
            "Este încă folosit: {by}. Înlăturați mai întâi folosirea.",
        ),
        Code::Taken => say("Deja ocupat", "Există deja unul cu acest nume."),
        Code::AlreadySetUp => say(
            "Deja configurat",
            "Organizația a fost deja configurată. Autentificați-vă.",
        ),
        Code::NotSetUp => say(
            "Încă neconfigurat",
            "Organizația nu este configurată. Deschideți linkul afișat de server la pornire.",
        ),
        Code::NotPublishable => say(
            "Nu se poate publica",
            "Ciorna are erori. Corectați-le și publicați din nou.",
        ),
        Code::WrongState => say(
            "Nu este posibil acum",
            "În starea actuală nu este posibil: {state}.",
        ),
        Code::ComparisonRunning => say(
            "Versiunile sunt comparate",
            "Două versiuni ale acestui proces sunt comparate acum. Încheie mai întâi comparația.",
        ),
        Code::ChainRunning => say(
            "Un lanț este activ",
            "Clientul are deja un lanț activ al acestui proces.",
        ),
        Code::AlreadyMerged => say(
            "Deja unită",
            "Această fișă a fost unită cu alta: {by}, {at}. Deschide acea fișă.",
        ),
        Code::MergedSince => say(
            "Întâi cealaltă unire",
            "Fișa a luat parte la o unire mai târzie. Anuleaz-o întâi pe aceea.",
        ),
        Code::OpenTasks => say(
            "Sarcini deschise",
            "Angajatul are sarcini sau clienți: {count}. Spuneți cine le preia.",
        ),
        Code::Conflict => say(
            "Schimbat simultan",
            "Cineva a făcut o schimbare în același moment. Încercați din nou.",
        ),
        Code::StillRunning => say(
            "Încă se execută",
            "Aceeași cerere se execută chiar acum. Așteptați puțin.",
        ),
        Code::LinkInvalid => say(
            "Linkul nu funcționează",
            "Linkul a fost folosit, a expirat sau nu a existat. Cereți unul nou.",
        ),
        Code::VersionMismatch => say(
            "Schimbat între timp",
            "Cineva a făcut o schimbare după ce ați deschis. Încărcați din nou și repetați.",
        ),
        Code::TooLarge => say("Prea mare", "Cererea este mai mare decât acceptă serverul."),
        Code::FileTooLarge => say(
            "Fișierul este prea mare",
            "Un fișier poate avea cel mult {max_mib} MiB. Micșorați-l sau cereți celui care administrează serverul să permită mai mult.",
        ),
        Code::UnsupportedMediaType => {
            say("Nu este JSON", "Corpul trebuie trimis ca application/json.")
        }
        Code::ValidationFailed => say(
            "Verificați câmpurile",
            "Unele câmpuri cer atenția dumneavoastră.",
        ),
        Code::ResultNotAllowed => say(
            "Rezultatul nu se potrivește",
            "Această sarcină nu se poate încheia cu acest rezultat.",
        ),
        Code::IdempotencyKeyReused => say(
            "Cheie deja folosită",
            "Acest Idempotency-Key a fost folosit pentru altă cerere.",
        ),
        Code::IdempotencyKeyRequired => say(
            "Este nevoie de o cheie",
            "Cererea are nevoie de antetul Idempotency-Key.",
        ),
        Code::VersionRequired => say(
            "Lipsește versiunea",
            "Spuneți în If-Match ce versiune ați văzut.",
        ),
        Code::TooManyRequests => say(
            "Prea multe încercări",
            "Prea multe încercări. Așteptați puțin și încercați din nou.",
        ),
        Code::Internal => say(
            "Eroare la noi",
            "Ceva nu a mers pe server. Cererea nu a schimbat nimic.",
        ),
        Code::Busy => say(
            "Serverul este ocupat",
            "Serverul este ocupat. Încercați peste o clipă.",
        ),
        Code::NotReady => say(
            "Nu este gata",
            "Serverul pornește sau baza sa de date nu răspunde.",
        ),
    }
}

pub(super) fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Required => "Completați acest câmp.",
        Fault::UnknownField => "Aici nu există un astfel de câmp.",
        Fault::UnknownParameter => "Nu există un astfel de parametru.",
        Fault::WrongType => "Valoarea nu este de felul potrivit; se așteaptă {wanted}.",
        Fault::TooSmall => "Nu mai puțin de {min}.",
        Fault::TooBig => "Nu mai mult de {max}.",
        Fault::TooLong => "Cel mult {max} caractere.",
        Fault::TooShort => "Cel puțin {min} caractere.",
        Fault::InPast => "Alegeți un moment din viitor.",
        Fault::NotInDictionary => "Alegeți o valoare din listă.",
        Fault::EmptyFile => "Fișierul este gol: alegeți unul care conține ceva.",
        Fault::Archived => "Este în arhivă și nu mai poate fi ales.",
        Fault::NotFound => "Nu s-a găsit.",
        Fault::WrongId => "Nu este un identificator de felul potrivit; se așteaptă {wanted}.",
        Fault::Malformed => "Verificați cum este scris.",
        Fault::WrongCurrency => "Folosiți moneda organizației {wanted}.",
        Fault::Taken => "Este deja ocupat.",
        Fault::NotAllowed => "Aici nu se poate indica.",
        Fault::NotHttps => "Indicați o adresă care începe cu https://.",
        Fault::WeakPassword => {
            "Alegeți o parolă mai greu de ghicit: nu una obișnuită și fără numele dumneavoastră sau al clubului."
        }
        Fault::ControlCharacters => "Înlăturați caracterele invizibile.",
        Fault::Graph => "Corectați acest loc al procesului.",
        Fault::WrongOperator => "Acest câmp se întreabă altfel: {allowed}.",
        Fault::WrongCount => "Numărul de valori necesar aici: {wanted}.",
        Fault::TooMany => "Nu mai mult de {max} bucăți.",
        Fault::TooDeep => "Nu mai mult de {max} grupuri unul în altul.",
        Fault::SegmentCircle => {
            "Segmentul depinde de el însuși. Scoateți-l de aici sau schimbați-i condițiile."
        }
        Fault::SegmentUnusable => {
            "Condițiile acestui segment nu funcționează acum: un câmp a fost scos sau nu îl puteți vedea. Deschideți segmentul în setări sau alegeți altul."
        }
        Fault::Overlaps => {
            "Clientul are deja această reducere {days}. Modificați-o pe aceea sau alegeți alte zile."
        }
        Fault::TooEarly => "Nu înainte de prima zi: {min}.",
        Fault::File => "Corectați acest rând al fișierului.",
    }
}
