//! From one feed to all who read it.

use parking_lot::Mutex;

use super::exchange::{Kline, Trade};
use super::reading::VenueReading;
use crate::sync::{QueueReader, QueueWriter, SnapshotReader, SnapshotWriter, queue, snapshot};
use crate::telemetry::Level;
use crate::types::FixedText;

/// Notices that wait for a reader; what does not fit is counted.
const NOTICES: usize = 256;

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Notice {
    /// A line for people.
    Line(Level, FixedText<160>),
    /// A trade.
    Trade(Trade),
    /// A bar of a minute.
    Kline(Kline),
}

#[derive(Debug)]
struct Outlet {
    snapshot: SnapshotWriter<VenueReading>,
    notices: QueueWriter<Notice>,
    /// Whether trades and bars are wanted, too.
    events: bool,
}

/// A reader's ends of a feed: both wait-free.
#[derive(Debug)]
pub struct Reader {
    /// What the venue says now.
    pub snapshot: SnapshotReader<VenueReading>,
    /// What happened.
    pub notices: QueueReader<Notice>,
}

/// All readers of one feed. Locked by its thread for each message, and when an engine is opened.
#[derive(Debug, Default)]
pub struct Outlets {
    list: Mutex<(VenueReading, Vec<Outlet>)>,
}

impl Outlets {
    /// A reader, who sees the present reading at once. It ends when it is dropped. `events`:
    /// whether trades and bars are wanted, too.
    #[must_use]
    pub fn join(&self, events: bool) -> Reader {
        let mut list = self.list.lock();
        let (writer, reader) = snapshot(list.0);
        let (notices, own_notices) = queue(NOTICES);
        list.1.push(Outlet { snapshot: writer, notices, events });
        Reader { snapshot: reader, notices: own_notices }
    }

    /// Shows a reading to everybody.
    pub(super) fn show(&self, reading: &VenueReading) {
        let mut list = self.list.lock();
        list.0 = *reading;
        list.1.retain_mut(|outlet| {
            outlet.snapshot.write(*reading);
            !outlet.notices.is_abandoned()
        });
    }

    /// Tells everybody a line, cut to what fits.
    pub(super) fn say(&self, level: Level, text: &str) {
        let cut =
            text.char_indices().map(|(at, it)| at + it.len_utf8()).take_while(|it| *it <= 160);
        let line = FixedText::new(&text[..cut.last().unwrap_or(0)]).unwrap_or_default();
        for outlet in &mut self.list.lock().1 {
            outlet.notices.push(Notice::Line(level, line));
        }
    }

    /// Tells everybody who wants to know.
    pub(super) fn tell(&self, notice: Notice) {
        for outlet in self.list.lock().1.iter_mut().filter(|outlet| outlet.events) {
            outlet.notices.push(notice);
        }
    }

    /// How many read.
    #[must_use]
    pub fn readers(&self) -> usize {
        self.list.lock().1.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_sees_the_newest_and_who_left_is_forgotten() {
        let outlets = Outlets::default();
        let mut first = outlets.join(false);
        outlets.show(&VenueReading { bid: 1.0, ..VenueReading::default() });
        let mut second = outlets.join(true);
        assert_eq!((first.snapshot.read().bid, second.snapshot.read().bid), (1.0, 1.0));
        drop(first);
        outlets.show(&VenueReading { bid: 2.0, ..VenueReading::default() });
        assert_eq!((outlets.readers(), second.snapshot.read().bid), (1, 2.0));
    }

    #[test]
    fn a_reader_who_sleeps_loses_the_newest_lines_and_knows_how_many() {
        let outlets = Outlets::default();
        let mut reader = outlets.join(false);
        for number in 0..NOTICES + 3 {
            outlets.say(Level::Info, &format!("{number} {}", "x".repeat(300)));
        }
        let lines = std::iter::from_fn(|| reader.notices.pop()).count();
        assert_eq!((lines, reader.notices.lost()), (NOTICES, 3));
    }
}
