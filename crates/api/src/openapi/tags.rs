//! What each group of operations is about.

pub(super) const ALL: &[(&str, &str)] = &[
    (
        "setup",
        "First run: from an empty database to an owner who is signed in.",
    ),
    (
        "auth",
        "Signing in and out, sessions, invitations, one's own account.",
    ),
    (
        "organisation",
        "What holds for all branches: name, language, currency.",
    ),
    (
        "branches",
        "Places with a time zone, working hours and holidays.",
    ),
    (
        "staff",
        "Employees, and the roles that say what they may do.",
    ),
    (
        "dictionaries",
        "Named lists of values that extra fields ask for. A value in use is archived, never deleted.",
    ),
    (
        "results",
        "How a piece of work can end, with the extra fields each result asks for.",
    ),
    (
        "templates",
        "What kinds of work there are, and which results each may end with.",
    ),
    (
        "processes",
        "Ways of working: drafts, checks, and published versions that never change; running clients who go over to a new one.",
    ),
    (
        "comparison",
        "Two published versions of a process side by side: new chains are split at random, and what they reach is compared.",
    ),
    (
        "map",
        "The live map of a process: who stands where now, and what was typical of a period.",
    ),
    (
        "process files",
        "A process as a readable file with everything it is made of, and the packs that ship with the product.",
    ),
    (
        "own fields",
        "Fields that a club adds to the cards of its clients and companies, of the same types as those of results.",
    ),
    (
        "clients",
        "People, their contacts and what happened with them.",
    ),
    (
        "companies",
        "Organisations that the club works with, and what people are in them.",
    ),
    (
        "discounts",
        "What the club gives to some of its clients, and who has it for which days. A grant is withdrawn, never deleted.",
    ),
    (
        "files",
        "Files on the cards of clients: with versions, a preview, and a trash from which they come back for thirty days.",
    ),
    (
        "exports",
        "Files of clients and companies that leave the house: tables, workbooks, cards for address books. Every one is in the audit log.",
    ),
    (
        "imports",
        "Files of clients and of companies: read, rehearsed, taken in by the server in small steps, and for seven days taken back.",
    ),
    (
        "bulks",
        "One action for many clients or companies: carried out in small steps on behalf of whoever asked, and for a day undone.",
    ),
    (
        "views",
        "Lists of clients and of companies under a name: whom, in which order and columns. Everybody sees his own and those that are shared, within his own reach.",
    ),
    (
        "segments",
        "Sets of clients under a name: a filter that is asked anew every time, or whom it found one day. Named in filters, so that whatever takes a filter takes a segment.",
    ),
    (
        "merges",
        "Two cards of one person made one, with everything behind them, and two again for thirty days.",
    ),
    (
        "duplicates",
        "Cards that may be one person: found while somebody types and by a look at night, with reasons, and what was decided of each pair.",
    ),
    (
        "chains",
        "A process on its way with one client: exactly one next step, always.",
    ),
    ("tasks", "Pieces of work and their completion."),
    (
        "day",
        "The queue of the day, in one order, and what the first screen needs.",
    ),
    ("search", "One search over clients and open tasks."),
    ("notices", "What the bell shows."),
    (
        "sending",
        "What leaves the house: letters by e-mail, calls of hooks, and what became of each.",
    ),
    ("invariants", "The proof that nobody is forgotten."),
    (
        "events",
        "The change feed: what changed since a moment, and live hints.",
    ),
    (
        "watching",
        "For programs that watch over the server: alive, ready, and in numbers.",
    ),
];
