//! The stream of a feed.

use super::super::reading::LinkState;
use super::super::transport::{Frame, Stream};
use super::take::Taken;
use super::{CLOCK_EVERY, FeedWorker, QUIET_PING, SILENCE_MAX, is_due, since};
use crate::runtime::{Context, Failure};
use crate::telemetry::Level;
use crate::types::DurationNanos;

/// Messages in a row that are not as documented, or old, after which the stream is opened anew.
const BAD_MAX: u32 = 5;

/// What a stream has been like.
#[derive(Debug)]
struct Conduct {
    heard: DurationNanos,
    pinged: bool,
    bad_in_a_row: u32,
}

impl FeedWorker {
    /// Opens the stream and listens until the end is due.
    pub(super) fn stream(&mut self, context: &Context) -> Result<(), Failure> {
        let url = self.plan.stream_url.clone();
        let opened = self.transport.connect(&url);
        let mut stream =
            opened.map_err(|error| Failure { text: error.text, pause_min: error.pause })?;
        self.reading.counts.connects += 1;
        for message in self.plan.exchange.subscriptions(&self.plan.symbol) {
            stream.send(&message).map_err(Failure::new)?;
        }
        let heard = context.time.monotonic();
        let mut conduct = Conduct { heard, pinged: false, bad_in_a_row: 0 };
        while !context.stop.is_due() {
            match stream.read().map_err(Failure::new)? {
                Frame::Text(text) => self.hear(&text, &mut conduct, context)?,
                Frame::Alive => conduct.heard = context.time.monotonic(),
                Frame::Quiet => {}
            }
            self.look_after(&mut *stream, &mut conduct, context)?;
        }
        Ok(())
    }

    fn hear(
        &mut self,
        text: &str,
        conduct: &mut Conduct,
        context: &Context,
    ) -> Result<(), Failure> {
        conduct.heard = context.time.monotonic();
        conduct.pinged = false;
        self.reading.counts.messages += 1;
        let mut events = Vec::new();
        let parsed = self.plan.exchange.parse(&self.plan.symbol, text, &mut events);
        let bad = match parsed {
            Ok(()) => match self.take(&events, context) {
                Taken::Good => None,
                Taken::AfterGap => {
                    self.say(Level::Warn, "messages are missing: the quote is asked for");
                    self.ask_quote(context);
                    None
                }
                Taken::Old => Some("old messages".to_owned()),
            },
            Err(error) => {
                self.reading.counts.bad += 1;
                Some(error.to_string())
            }
        };
        self.show(LinkState::Streaming);
        let Some(bad) = bad else {
            conduct.bad_in_a_row = 0;
            return Ok(());
        };
        conduct.bad_in_a_row += 1;
        if conduct.bad_in_a_row == 1 {
            self.say(Level::Warn, &bad);
        }
        if conduct.bad_in_a_row >= BAD_MAX {
            return Err(Failure::new(format!("{BAD_MAX} bad messages in a row: {bad}")));
        }
        Ok(())
    }

    /// Silence, a quiet market, the clock, the cache.
    fn look_after(
        &mut self,
        stream: &mut dyn Stream,
        conduct: &mut Conduct,
        context: &Context,
    ) -> Result<(), Failure> {
        let now = context.time.monotonic();
        let silence = since(conduct.heard, now);
        if silence >= SILENCE_MAX {
            let text =
                format!("nothing was heard for {} s, not even after a ping", silence.as_secs());
            return Err(Failure::new(text));
        }
        if silence >= QUIET_PING && !conduct.pinged {
            conduct.pinged = true;
            stream.ping().map_err(Failure::new)?;
        }
        let refresh = self.plan.quote_age_max / 2;
        if is_due(self.reading.quote_at, now, refresh) && is_due(self.quote_asked, now, refresh) {
            self.ask_quote(context);
        }
        if is_due(self.clock_asked, now, CLOCK_EVERY) {
            self.ask_clock(context);
        }
        self.tell_skew(context);
        self.keep(context);
        Ok(())
    }
}
