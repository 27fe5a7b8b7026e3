//! RSS 2.0 and Atom.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Origin, time, title};
use crate::news::item::{Item, Read, ReadError, TEXT_BYTES_MAX, cut, entity, plain};

/// Deepest nesting that is read.
const DEPTH_MAX: usize = 64;
/// Most bytes kept of one field: titles are shorter.
const FIELD_BYTES_MAX: usize = 16 * 1_024;

/// What the fields of an entry hold so far.
#[derive(Default)]
struct Entry {
    title: String,
    link: String,
    published: String,
    updated: String,
    source: String,
}

impl Entry {
    fn item(self, place: &str, origin: Origin<'_>, channel: &str) -> Result<Item, ReadError> {
        let stamp = [self.published.trim(), self.updated.trim()];
        let stamp = stamp.into_iter().find(|stamp| !stamp.is_empty()).unwrap_or("");
        let source = [self.source.as_str(), origin.source, channel].map(plain);
        Ok(Item {
            fetched: origin.fetched,
            published: time(place, "the time of publication", stamp)?,
            source: source.into_iter().find(|source| !source.is_empty()).unwrap_or_default(),
            title: title(place, &self.title)?,
            url: cut(self.link.trim(), TEXT_BYTES_MAX).to_owned(),
            ..Item::default()
        })
    }
}

/// The document so far.
struct Document<'a> {
    origin: Origin<'a>,
    /// Names of the open elements, without prefixes, and whether they had one.
    open: Vec<(String, bool)>,
    channel: String,
    entry: Option<Entry>,
    count: usize,
    read: Read<Item>,
}

pub(super) fn parse(text: &str, origin: Origin<'_>) -> Result<Read<Item>, ReadError> {
    let mut reader = Reader::from_str(text);
    let (open, channel) = (Vec::new(), String::new());
    let mut document =
        Document { origin, open, channel, entry: None, count: 0, read: Read::default() };
    let mut is_feed = false;
    loop {
        let line = |at: u64| {
            let before = text.get(..at as usize).unwrap_or(text);
            format!("line {}", before.matches('\n').count() + 1)
        };
        let event = reader.read_event().map_err(|error| {
            ReadError::new(line(reader.error_position()), format_args!("not XML: {error}"))
        })?;
        match event {
            Event::Start(start) => {
                if document.open.is_empty() {
                    is_feed = check_root(&start)?;
                }
                document.start(&start);
                if document.open.len() > DEPTH_MAX {
                    let message = format!("more than {DEPTH_MAX} elements in each other");
                    return Err(ReadError::new(line(reader.buffer_position()), message));
                }
            }
            Event::Empty(start) => {
                document.start(&start);
                document.end();
            }
            Event::End(_) => document.end(),
            Event::Text(text) => document.text(&text.xml10_content()),
            Event::CData(text) => document.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let whole = format!("&{};", name.xml10_content());
                match entity(&whole).0 {
                    Some(character) => document.text(character.encode_utf8(&mut [0; 4])),
                    None => document.text(&whole),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !is_feed || !document.open.is_empty() {
        return Err(ReadError::new("end of the document", "expected a whole RSS or Atom feed"));
    }
    Ok(document.read)
}

fn check_root(start: &BytesStart<'_>) -> Result<bool, ReadError> {
    let name = start.local_name().as_ref().to_owned();
    if ["rss", "feed", "RDF"].contains(&name.as_str()) {
        return Ok(true);
    }
    Err(ReadError::field("first element", "it", &name, "`rss` or `feed`"))
}

impl Document<'_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name().as_ref().to_owned();
        let has_prefix = start.name().prefix().is_some();
        if name == "item" || name == "entry" {
            self.entry = Some(Entry::default());
        }
        // Atom's address stands in an attribute; the one without `rel` or with `alternate` counts.
        if let Some(entry) = self.entry.as_mut().filter(|_| name == "link" && !has_prefix) {
            let attribute = |key: &str| {
                let found = start.try_get_attribute(key).ok().flatten();
                found.map(|attribute| attribute.value.into_owned())
            };
            let is_page = attribute("rel").is_none_or(|rel| rel == "alternate");
            if let Some(address) = attribute("href").filter(|_| is_page) {
                entry.link = plain(&address);
            }
        }
        self.open.push((name, has_prefix));
    }

    fn end(&mut self) {
        let Some((name, _)) = self.open.pop() else { return };
        if name != "item" && name != "entry" {
            return;
        }
        if let Some(entry) = self.entry.take() {
            self.count += 1;
            let place = format!("entry {}", self.count);
            self.read.take(entry.item(&place, self.origin, &self.channel));
        }
    }

    fn text(&mut self, text: &str) {
        let parent = self.open.len().checked_sub(2).map(|index| self.open[index].0.as_str());
        let Some((name, has_prefix)) = self.open.last() else { return };
        let field = match (&mut self.entry, parent) {
            (None, Some("channel" | "feed")) if name == "title" => &mut self.channel,
            (Some(entry), Some("item" | "entry")) => match (name.as_str(), has_prefix) {
                ("title", false) => &mut entry.title,
                ("link", false) => &mut entry.link,
                ("pubDate" | "published", false) => &mut entry.published,
                ("updated", false) | ("date", true) => &mut entry.updated,
                ("source", false) => &mut entry.source,
                _ => return,
            },
            _ => return,
        };
        let free = FIELD_BYTES_MAX.saturating_sub(field.len());
        field.push_str(cut(text, free));
    }
}
