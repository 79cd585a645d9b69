//! Names as they are met in Chișinău.

pub const MEN: &[&str] = &[
    "Adrian", "Alexandru", "Andrei", "Anatol", "Bogdan", "Constantin", "Corneliu", "Cristian",
    "Daniel", "Denis", "Dorin", "Dumitru", "Eugen", "Gabriel", "Gheorghe", "Grigore", "Igor",
    "Ilie", "Ion", "Iurie", "Liviu", "Marin", "Mihai", "Nicolae", "Octavian", "Pavel", "Petru",
    "Radu", "Roman", "Sergiu", "Stanislav", "Ștefan", "Tudor", "Vadim", "Valeriu", "Vasile",
    "Veaceslav", "Victor", "Viorel", "Vlad",
];

pub const WOMEN: &[&str] = &[
    "Adriana", "Alexandrina", "Alina", "Ana", "Anastasia", "Andreea", "Aurelia", "Carolina",
    "Corina", "Cristina", "Daniela", "Diana", "Doina", "Ecaterina", "Elena", "Felicia", "Gabriela",
    "Galina", "Ina", "Ioana", "Irina", "Iulia", "Larisa", "Lidia", "Lilia", "Liudmila", "Maria",
    "Mariana", "Mihaela", "Nadejda", "Natalia", "Nicoleta", "Olesea", "Olga", "Parascovia",
    "Rodica", "Silvia", "Stela", "Svetlana", "Tatiana", "Valentina", "Veronica", "Victoria",
    "Violeta",
];

pub const SURNAMES: &[&str] = &[
    "Albu", "Balan", "Bejan", "Bivol", "Botnaru", "Bulat", "Burlacu", "Cazacu", "Ceban", "Cebotari",
    "Chiriac", "Ciobanu", "Ciubotaru", "Cojocaru", "Croitoru", "Dabija", "Dodon", "Druță", "Fală",
    "Frunze", "Gheorghiță", "Grosu", "Gurău", "Guțu", "Istrati", "Lazăr", "Lungu", "Lupu", "Macari",
    "Mocanu", "Moraru", "Munteanu", "Negru", "Olaru", "Pascari", "Pîslaru", "Plămădeală", "Popa",
    "Popescu", "Postolachi", "Racu", "Rotaru", "Rusu", "Sandu", "Sârbu", "Scutaru", "Spînu",
    "Stratan", "Timofti", "Toma", "Tomșa", "Țurcan", "Ungureanu", "Ursu", "Vîrlan", "Zgardan",
];
