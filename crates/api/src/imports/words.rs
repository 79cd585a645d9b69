//! What is said about files and rows.

use domain::imports::ListSubject;
use domain::language::Language;

use super::file::{Problem, Trouble, letters};

/// What is wrong with a file, where, and what to do.
pub fn trouble(trouble: Trouble, language: Language) -> String {
    let [ru, en, ro] = match trouble.problem {
        Problem::Empty => [
            "В файле ничего нет. Выберите другой.",
            "There is nothing in the file. Choose another.",
            "Fișierul este gol. Alegeți altul.",
        ],
        Problem::OnlyHeader => [
            "В файле только заголовки столбцов, строк под ними нет.",
            "The file has only the headers of its columns and no rows below them.",
            "Fișierul are doar antetele coloanelor, fără rânduri sub ele.",
        ],
        Problem::TooManyBytes => [
            "Файл больше 10 МБ. Разделите его на части.",
            "The file is larger than 10 MB. Split it into parts.",
            "Fișierul depășește 10 MB. Împărțiți-l în părți.",
        ],
        Problem::Unpacks => [
            "Книга распаковывается больше чем в 100 МБ, такие файлы не читаются. Сохраните только нужный лист.",
            "The workbook unpacks to more than 100 MB, which is not read. Save only the sheet that is needed.",
            "Registrul se despachetează la peste 100 MB și nu este citit. Salvați doar foaia necesară.",
        ],
        Problem::TooManyRows => [
            "Строк больше 200 000. Разделите файл на части.",
            "There are more than 200,000 rows. Split the file into parts.",
            "Sunt peste 200 000 de rânduri. Împărțiți fișierul în părți.",
        ],
        Problem::TooManyColumns => [
            "Столбцов больше 200. Удалите лишние.",
            "There are more than 200 columns. Remove those that are not needed.",
            "Sunt peste 200 de coloane. Ștergeți-le pe cele în plus.",
        ],
        Problem::CellTooLong => [
            "В ячейке больше 20 000 знаков. Сократите её.",
            "The cell has more than 20,000 characters. Shorten it.",
            "Celula are peste 20 000 de caractere. Scurtați-o.",
        ],
        Problem::UnclosedQuote => [
            "Кавычка, которая открывает эту ячейку, нигде не закрыта. Закройте или удалите её.",
            "The quotation mark that opens this cell is never closed. Close it or remove it.",
            "Ghilimelele care deschid această celulă nu sunt închise. Închideți-le sau ștergeți-le.",
        ],
        Problem::WrongEncoding => [
            "Файл записан в другой кодировке. Выберите её, например windows-1251.",
            "The file is in another encoding. Choose it, for instance windows-1251.",
            "Fișierul are altă codificare. Alegeți-o, de exemplu windows-1250.",
        ],
        Problem::NotATable => [
            "Это не таблица. Подходят CSV, XLSX и vCard.",
            "This is no table. CSV, XLSX and vCard can be read.",
            "Acesta nu este un tabel. Se pot citi CSV, XLSX și vCard.",
        ],
        Problem::OldWorkbook => [
            "Это книга старого Excel (.xls). Откройте её и сохраните как .xlsx или CSV.",
            "This is a workbook of an old Excel (.xls). Open it and save it as .xlsx or CSV.",
            "Acesta este un registru Excel vechi (.xls). Deschideți-l și salvați-l ca .xlsx sau CSV.",
        ],
        Problem::NoSuchSheet => [
            "Такого листа в книге нет. Выберите другой.",
            "The workbook has no such sheet. Choose another.",
            "Registrul nu are o astfel de foaie. Alegeți alta.",
        ],
        Problem::Unreadable => [
            "Файл повреждён или защищён паролем. Сохраните его заново без пароля.",
            "The file is damaged or protected by a password. Save it again without one.",
            "Fișierul este deteriorat sau protejat cu parolă. Salvați-l din nou fără parolă.",
        ],
    };
    let said = pick(language, [ru, en, ro]);
    match place(trouble.row, trouble.column, language) {
        Some(place) => format!("{place}: {}", lower(said)),
        None => said.to_owned(),
    }
}

/// "Row 5, column B".
fn place(row: Option<u32>, column: Option<u32>, language: Language) -> Option<String> {
    let row = row.map(|row| format!("{}\u{a0}{row}", pick(language, ["Строка", "Row", "Rândul"])));
    let column = column.map(|column| {
        let word = pick(language, ["столбец", "column", "coloana"]);
        format!("{word}\u{a0}{}", letters(column))
    });
    match (row, column) {
        (Some(row), Some(column)) => Some(format!("{row}, {column}")),
        (row, column) => row.or(column),
    }
}

fn lower(text: &str) -> String {
    let mut signs = text.chars();
    signs
        .next()
        .map(|first| first.to_lowercase().chain(signs).collect())
        .unwrap_or_default()
}

pub fn same_one(row: u32, subject: ListSubject, language: Language) -> String {
    let said = match subject {
        ListSubject::Clients => [
            "Тот же человек, что в\u{a0}строке",
            "The same person as in row",
            "Aceeași persoană ca în rândul",
        ],
        ListSubject::Companies => [
            "Та же компания, что в\u{a0}строке",
            "The same company as in row",
            "Aceeași companie ca în rândul",
        ],
    };
    format!("{}\u{a0}{row}", pick(language, said))
}

pub fn several_cards(names: &[String], language: Language) -> String {
    let said = pick(
        language,
        [
            "Подходит несколько карточек",
            "Several cards could be meant",
            "Se potrivesc mai multe fișe",
        ],
    );
    match names.is_empty() {
        true => said.to_owned(),
        false => format!("{said}: {}", names.join(", ")),
    }
}

pub fn skipped(language: Language) -> &'static str {
    pick(language, ["Пропущена", "Skipped", "Omis"])
}

pub fn number_header(language: Language) -> &'static str {
    pick(language, ["Строка", "Row", "Rândul"])
}

pub fn reason_header(language: Language) -> &'static str {
    pick(language, ["Причина", "Reason", "Motivul"])
}

/// What a file of errors is called.
pub fn errors_name(name: &str, language: Language) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let word = pick(language, ["ошибки", "errors", "erori"]);
    format!("{stem} – {word}.csv")
}

/// Why a chain ends whose client is taken back.
pub fn undone(language: Language) -> &'static str {
    pick(
        language,
        [
            "Импорт отменён",
            "The import was undone",
            "Importul a fost anulat",
        ],
    )
}

fn pick(language: Language, [ru, en, ro]: [&'static str; 3]) -> &'static str {
    match language {
        Language::Ru => ru,
        Language::En => en,
        Language::Ro => ro,
    }
}
