//! The icons of the sprite in `index.html`: Lucide, 16 px, stroke 1.75. An icon accompanies a word.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident = $id:literal,)+) => {
        /// A symbol of the sprite.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($name),+ }

        impl Icon {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The address of the symbol within the page.
            pub const fn href(self) -> &'static str {
                match self { $(Self::$name => concat!("#i-", $id)),+ }
            }
        }
    };
}

icons! {
    AlarmClock = "alarm-clock",
    Archive = "archive",
    ArrowDown = "arrow-down",
    ArrowLeft = "arrow-left",
    ArrowRight = "arrow-right",
    ArrowUp = "arrow-up",
    ArrowUpDown = "arrow-up-down",
    Ban = "ban",
    Bell = "bell",
    BookOpen = "book-open",
    Building2 = "building-2",
    CalendarClock = "calendar-clock",
    CalendarDays = "calendar-days",
    ChartColumn = "chart-column",
    Check = "check",
    ChevronDown = "chevron-down",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    ChevronUp = "chevron-up",
    ChevronsUpDown = "chevrons-up-down",
    Circle = "circle",
    CircleAlert = "circle-alert",
    CircleCheck = "circle-check",
    CircleDashed = "circle-dashed",
    CircleHelp = "circle-help",
    Clock = "clock",
    Copy = "copy",
    CornerDownLeft = "corner-down-left",
    Download = "download",
    Ellipsis = "ellipsis",
    EllipsisVertical = "ellipsis-vertical",
    ExternalLink = "external-link",
    Eye = "eye",
    EyeOff = "eye-off",
    Flag = "flag",
    Funnel = "funnel",
    GripVertical = "grip-vertical",
    History = "history",
    Info = "info",
    Kanban = "kanban",
    Keyboard = "keyboard",
    Languages = "languages",
    Link = "link",
    ListChecks = "list-checks",
    ListFilter = "list-filter",
    Lock = "lock",
    LogOut = "log-out",
    Mail = "mail",
    MapPin = "map-pin",
    Merge = "merge",
    MessageSquare = "message-square",
    Minus = "minus",
    Monitor = "monitor",
    Moon = "moon",
    MoonStar = "moon-star",
    PanelLeft = "panel-left",
    Pause = "pause",
    Pencil = "pencil",
    Phone = "phone",
    PhoneCall = "phone-call",
    PhoneIncoming = "phone-incoming",
    PhoneMissed = "phone-missed",
    PhoneOff = "phone-off",
    PhoneOutgoing = "phone-outgoing",
    Play = "play",
    Plus = "plus",
    Printer = "printer",
    Redo2 = "redo-2",
    RefreshCw = "refresh-cw",
    Search = "search",
    Settings = "settings",
    Shield = "shield",
    SkipForward = "skip-forward",
    SlidersHorizontal = "sliders-horizontal",
    Split = "split",
    Sun = "sun",
    Tag = "tag",
    Target = "target",
    Trash2 = "trash-2",
    TriangleAlert = "triangle-alert",
    Trophy = "trophy",
    Undo2 = "undo-2",
    Upload = "upload",
    UserPlus = "user-plus",
    UserRound = "user-round",
    Users = "users",
    WifiOff = "wifi-off",
    Workflow = "workflow",
    X = "x",
}

/// The picture alone, hidden from screen readers.
pub fn icon(icon: Icon) -> AnyView {
    view! { <svg class="i" aria-hidden="true"><use_ href=icon.href() /></svg> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::Icon;

    #[test]
    fn the_sprite_has_exactly_these_symbols() {
        let sprite = include_str!("../../assets/icons/sprite.svg");
        for icon in Icon::ALL {
            let symbol = format!("id=\"{}\"", &icon.href()[1..]);
            assert!(sprite.contains(&symbol), "{icon:?} is not in the sprite");
        }
        assert_eq!(
            sprite.matches("<symbol").count(),
            Icon::ALL.len(),
            "the sprite carries a symbol nobody can name"
        );
    }
}
