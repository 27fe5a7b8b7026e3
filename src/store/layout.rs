//! Which columns a file has, found from its first lines.

use super::stamp::UnixUnit;

/// More columns than any known format has.
pub(crate) const FIELDS_MAX: usize = 64;
/// Lines before the header that may be an address or a comment.
const PREAMBLE_LINES_MAX: usize = 4;

/// The family a file's layout belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header names the columns.
    Header,
    /// MetaTrader 5's export of bars or ticks: `<DATE>`, `<TIME>`, ... tab separated.
    Mt5Export,
    /// Exchange klines of 12 columns: open time, prices, volume, close time, ...
    Klines,
    /// `YYYY.MM.DD,HH:MM,O,H,L,C,V` without header (MT4 History Center, HistData for MetaTrader).
    DateTimeColumns,
    /// `YYYYMMDD HHMMSS;O;H;L;C;V` or `YYYYMMDD HHMMSSmmm,bid,ask,volume` without header.
    Compact,
    /// `time,O,H,L,C[,V]` without header.
    Plain,
    /// A line with an address first, then a header (CryptoDataDownload).
    Preamble,
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One row per bar.
    Bars,
    /// One row per quote, or per trade.
    Ticks,
}

/// Meaning of a column. The names are those of error messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Time,
    TimeOfDay,
    Open,
    High,
    Low,
    Close,
    Volume,
    Spread,
    AskClose,
    Bid,
    Ask,
    Last,
}

const ROLE_COUNT: usize = 12;

impl Role {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::TimeOfDay => "time of day",
            Self::Open => "open",
            Self::High => "high",
            Self::Low => "low",
            Self::Close => "close",
            Self::Volume => "volume",
            Self::Spread => "spread",
            Self::AskClose => "ask close",
            Self::Bid => "bid",
            Self::Ask => "ask",
            Self::Last => "last",
        }
    }
}

/// Names of each role in headers, most telling first. Lower case, blanks as `_`, without `<>`.
const NAMES: [(Role, &[&str]); ROLE_COUNT] = [
    (
        Role::Time,
        &[
            "time",
            "open_time",
            "opentime",
            "timestamp",
            "datetime",
            "date_time",
            "time_ms",
            "time_msc",
            "time_us",
            "time_ns",
            "time_s",
            "unix",
            "unix_timestamp",
            "ts",
            "gmt_time",
            "local_time",
            "date",
        ],
    ),
    (Role::TimeOfDay, &[]),
    (Role::Open, &["open", "o", "bid_open", "bidopen", "open_price"]),
    (Role::High, &["high", "h", "bid_high", "bidhigh", "high_price"]),
    (Role::Low, &["low", "l", "bid_low", "bidlow", "low_price"]),
    (Role::Close, &["close", "c", "bid_close", "bidclose", "close_price"]),
    (
        Role::Volume,
        &[
            "tick_volume",
            "tickvol",
            "tickvolume",
            "volume",
            "vol",
            "v",
            "real_volume",
            "size",
            "qty",
            "quantity",
            "amount",
        ],
    ),
    (Role::Spread, &["spread"]),
    (Role::AskClose, &["ask_close", "askclose"]),
    (Role::Bid, &["bid", "bid_price", "bidprice"]),
    (Role::Ask, &["ask", "ask_price", "askprice"]),
    (Role::Last, &["last", "price", "last_price"]),
];

/// The columns of a file.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) format: Format,
    pub(crate) kind: Kind,
    pub(crate) delimiter: u8,
    pub(crate) field_count: usize,
    pub(crate) unit: Option<UnixUnit>,
    columns: [Option<usize>; ROLE_COUNT],
}

impl Layout {
    pub(crate) fn column(&self, role: Role) -> Option<usize> {
        self.columns[role as usize]
    }

    /// Whether an empty price means "as in the row before", as in MetaTrader 5's tick export.
    pub(crate) fn carries_values(&self) -> bool {
        self.format == Format::Mt5Export && self.kind == Kind::Ticks
    }

    fn has(&self, role: Role) -> bool {
        self.columns[role as usize].is_some()
    }

    fn set(&mut self, role: Role, column: usize) {
        self.columns[role as usize] = Some(column);
    }

    fn empty(format: Format, kind: Kind, delimiter: u8, field_count: usize) -> Self {
        Self { format, kind, delimiter, field_count, unit: None, columns: [None; ROLE_COUNT] }
    }
}

/// What the head of a file turned out to be.
#[derive(Debug)]
pub(crate) struct Detected {
    pub(crate) layout: Layout,
    /// Lines before the first row.
    pub(crate) header_lines: usize,
}

/// Why the layout of a file is not known.
#[derive(Debug)]
pub(crate) struct Unknown {
    /// Index of the offending line.
    pub(crate) line_index: usize,
    pub(crate) problem: String,
}

/// Finds the layout from the first lines of a file.
pub(crate) fn detect(lines: &[Vec<u8>]) -> Result<Detected, Unknown> {
    let blank_or_preamble = |line: &Vec<u8>| line.trim_ascii().is_empty() || is_preamble(line);
    let skipped =
        lines.iter().take(PREAMBLE_LINES_MAX).take_while(|l| blank_or_preamble(l)).count();
    let Some(line) = lines.get(skipped) else {
        return Err(Unknown { line_index: 0, problem: "is empty, expected bars or ticks".into() });
    };
    let has_preamble = lines[..skipped].iter().any(|l| is_preamble(l));
    let unknown = |problem: String| Unknown { line_index: skipped, problem };
    let delimiter = find_delimiter(line);
    let fields: Vec<&[u8]> = line.split(|&b| b == delimiter).map(trim_field).collect();
    if fields.len() > FIELDS_MAX {
        return Err(unknown(format!(
            "the line has {} columns, expected at most {FIELDS_MAX}",
            fields.len()
        )));
    }
    if is_header(&fields) {
        let layout = from_header(&fields, delimiter, has_preamble).map_err(unknown)?;
        Ok(Detected { layout, header_lines: skipped + 1 })
    } else {
        let layout = from_row(&fields, delimiter).ok_or_else(|| {
            unknown(format!(
                "the first row was {:?}, expected a header with time, open, high, low, close or \
                 time, bid, ask, or a known export without header",
                shorten(line)
            ))
        })?;
        Ok(Detected { layout, header_lines: skipped })
    }
}

/// A readable excerpt of hostile text.
pub(crate) fn shorten(text: &[u8]) -> String {
    const SHOWN_BYTES: usize = 60;
    let shown = String::from_utf8_lossy(&text[..text.len().min(SHOWN_BYTES)]).into_owned();
    if text.len() > SHOWN_BYTES { format!("{shown}...") } else { shown }
}

/// Without blanks and quotes around it.
pub(crate) fn trim_field(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    match field {
        [b'"', inner @ .., b'"'] => inner.trim_ascii(),
        _ => field,
    }
}

fn is_preamble(line: &[u8]) -> bool {
    let line = line.trim_ascii().trim_ascii_start();
    line.starts_with(b"#")
        || line.starts_with(b"sep=")
        || line.windows(3).any(|window| window == b"://")
}

fn find_delimiter(line: &[u8]) -> u8 {
    [b'\t', b';'].into_iter().find(|delimiter| line.contains(delimiter)).unwrap_or(b',')
}

/// A header has no field that begins like a number, and at least three that begin with a letter.
fn is_header(fields: &[&[u8]]) -> bool {
    let begins_as_number = |f: &&[u8]| {
        f.first().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.'))
    };
    let begins_as_name =
        |f: &&&[u8]| f.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'<');
    !fields.first().is_some_and(begins_as_number)
        && fields.iter().filter(begins_as_name).count() >= 2
}

fn from_header(fields: &[&[u8]], delimiter: u8, has_preamble: bool) -> Result<Layout, String> {
    let names: Vec<String> = fields.iter().map(|field| normalise(field)).collect();
    let is_mt5 = fields.first().is_some_and(|f| f.starts_with(b"<"));
    let format = if is_mt5 {
        Format::Mt5Export
    } else if has_preamble {
        Format::Preamble
    } else if names.len() == 12 && names[6].starts_with("close") {
        Format::Klines
    } else {
        Format::Header
    };
    let mut layout = Layout::empty(format, Kind::Bars, delimiter, fields.len());
    let find = |name: &str| names.iter().position(|is| is == name);
    for (role, known) in NAMES {
        if let Some(column) = known.iter().find_map(|name| find(name)) {
            layout.set(role, column);
        }
    }
    // `date` beside `time`: two columns make one time. `date` beside `unix` does not come here,
    // because `unix` comes first in the list.
    if let (Some(date), Some(time)) = (find("date"), find("time")) {
        layout.set(Role::Time, date);
        layout.set(Role::TimeOfDay, time);
    }
    // CryptoDataDownload gives the base volume first, under the coin's name, then the quote volume.
    if has_preamble && let Some(column) = names.iter().position(|name| name.starts_with("volume")) {
        layout.set(Role::Volume, column);
    }
    layout.unit = layout.column(Role::Time).and_then(|column| match names[column].as_str() {
        "time_s" => Some(UnixUnit::Seconds),
        "time_ms" | "time_msc" => Some(UnixUnit::Millis),
        "time_us" => Some(UnixUnit::Micros),
        "time_ns" => Some(UnixUnit::Nanos),
        _ => None,
    });
    let bars = [Role::Open, Role::High, Role::Low, Role::Close];
    let missing_of = |roles: &[Role]| roles.iter().find(|role| !layout.has(**role)).copied();
    layout.kind = if missing_of(&bars).is_none() {
        Kind::Bars
    } else if missing_of(&[Role::Bid, Role::Ask]).is_none() || layout.has(Role::Last) {
        Kind::Ticks
    } else {
        let some_bars = bars.iter().any(|role| layout.has(*role));
        let missing = if some_bars { missing_of(&bars) } else { None };
        return Err(match missing {
            Some(role) => format!("the header has no column {:?}", role.name()),
            None => format!(
                "the header was {:?}, expected open, high, low, close, or bid, ask, or price",
                shorten(&fields.join(&delimiter))
            ),
        });
    };
    if !layout.has(Role::Time) {
        return Err("the header has no column \"time\"".into());
    }
    Ok(layout)
}

fn normalise(field: &[u8]) -> String {
    String::from_utf8_lossy(field)
        .trim_matches(['<', '>'])
        .trim()
        .to_ascii_lowercase()
        .replace([' ', '-', '.'], "_")
}

fn from_row(fields: &[&[u8]], delimiter: u8) -> Option<Layout> {
    use Role::{Ask, Bid, Close, High, Last, Low, Open, Time, TimeOfDay, Volume};
    let first = *fields.first()?;
    let is_digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let is_compact = matches!(first.len(), 15 | 18)
        && first[8] == b' '
        && is_digits(&first[..8])
        && is_digits(&first[9..]);
    let is_date = first.len() == 10 && !is_digits(first) && first[0].is_ascii_digit();
    let two_columns = is_date && fields.get(1).is_some_and(|f| f.contains(&b':'));
    let is_unix = first.len() >= 9 && is_digits(&first[..9]) && !is_compact;
    let bars = [Open, High, Low, Close, Volume];
    let (format, kind, roles): (_, _, &[Role]) = match (fields.len(), first) {
        (12, _) if is_unix => (Format::Klines, Kind::Bars, &bars),
        (3, _) if is_compact => (Format::Compact, Kind::Ticks, &[Last, Volume]),
        (4, _) if is_compact => (Format::Compact, Kind::Ticks, &[Bid, Ask, Volume]),
        (5 | 6, _) if is_compact => (Format::Compact, Kind::Bars, &bars),
        (4 | 5, _) if two_columns => (Format::DateTimeColumns, Kind::Ticks, &[Bid, Ask, Volume]),
        (6 | 7, _) if two_columns => (Format::DateTimeColumns, Kind::Bars, &bars),
        (5..=7, _) if is_unix || first.get(4).is_some_and(|b| !b.is_ascii_digit()) => {
            (Format::Plain, Kind::Bars, &bars)
        }
        _ => return None,
    };
    let mut layout = Layout::empty(format, kind, delimiter, fields.len());
    layout.set(Time, 0);
    let mut column = 1;
    if two_columns {
        layout.set(TimeOfDay, 1);
        column = 2;
    }
    for &role in roles {
        if column < fields.len() {
            layout.set(role, column);
            column += 1;
        }
    }
    Some(layout)
}
