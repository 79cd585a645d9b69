//! Names as they are met in a club that works in English.

pub const MEN: &[&str] = &[
    "Adam", "Alexander", "Andrew", "Anthony", "Arthur", "Benjamin", "Callum", "Charles",
    "Christopher", "Connor", "Daniel", "David", "Edward", "Elliot", "Ethan", "Finley", "Frederick",
    "George", "Harry", "Henry", "Hugo", "Isaac", "Jack", "Jacob", "James", "Joseph", "Joshua",
    "Leo", "Liam", "Lucas", "Matthew", "Michael", "Mohammed", "Nathan", "Noah", "Oliver", "Oscar",
    "Owen", "Patrick", "Peter", "Reuben", "Richard", "Robert", "Ryan", "Samuel", "Sebastian",
    "Stephen", "Theodore", "Thomas", "Toby", "William", "Zachary",
];

pub const WOMEN: &[&str] = &[
    "Abigail", "Alice", "Amelia", "Amy", "Anna", "Aisha", "Beatrice", "Bethany", "Charlotte",
    "Chloe", "Clara", "Daisy", "Eleanor", "Elizabeth", "Ella", "Emily", "Emma", "Erin", "Eva",
    "Florence", "Freya", "Georgia", "Grace", "Hannah", "Harriet", "Holly", "Imogen", "Isabella",
    "Isla", "Jasmine", "Jessica", "Julia", "Katherine", "Laura", "Lily", "Lucy", "Maisie",
    "Martha", "Matilda", "Megan", "Molly", "Naomi", "Niamh", "Olivia", "Phoebe", "Poppy", "Priya",
    "Rebecca", "Rosie", "Ruby", "Sarah", "Scarlett", "Sophie", "Victoria", "Zara", "Zoe",
];

pub const SURNAMES: &[&str] = &[
    "Adams", "Ahmed", "Allen", "Anderson", "Andrews", "Armstrong", "Bailey", "Baker", "Barker",
    "Barnes", "Begum", "Bell", "Bennett", "Berry", "Booth", "Bradley", "Brooks", "Brown", "Burton",
    "Butler", "Campbell", "Carr", "Carter", "Chapman", "Clark", "Clarke", "Collins", "Cook",
    "Cooper", "Cox", "Cunningham", "Davies", "Davis", "Dixon", "Edwards", "Elliott", "Ellis",
    "Evans", "Fisher", "Fletcher", "Foster", "Fox", "Gardner", "Gibson", "Gordon", "Graham",
    "Grant", "Gray", "Green", "Griffiths", "Hall", "Hamilton", "Harper", "Harris", "Harrison",
    "Hart", "Harvey", "Hill", "Holmes", "Hudson", "Hughes", "Hunt", "Hunter", "Hussain", "Jackson",
    "James", "Jenkins", "Johnson", "Jones", "Kaur", "Kelly", "Kennedy", "Khan", "King", "Knight",
    "Kowalski", "Lawson", "Lee", "Lewis", "Lloyd", "Marshall", "Martin", "Mason", "Matthews",
    "McDonald", "Miller", "Mills", "Mitchell", "Moore", "Morgan", "Morris", "Murphy", "Murray",
    "Nguyen", "O'Brien", "Owen", "Palmer", "Parker", "Patel", "Pearson", "Phillips", "Powell",
    "Price", "Reid", "Reynolds", "Richards", "Richardson", "Roberts", "Robertson", "Robinson",
    "Rogers", "Rose", "Ross", "Russell", "Scott", "Shaw", "Simpson", "Singh", "Smith", "Spencer",
    "Stevens", "Stewart", "Stone", "Taylor", "Thomas", "Thompson", "Turner", "Walker", "Wallace",
    "Walsh", "Ward", "Watson", "Webb", "West", "White", "Wilkinson", "Williams", "Wilson", "Wood",
    "Wright", "Young",
];
