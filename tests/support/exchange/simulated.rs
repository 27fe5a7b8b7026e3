//! An exchange in simulated time: hours pass in moments, and faults come when they are told to.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hypertrader::feeds::{ConnectError, Frame, Stream, Transport};
use hypertrader::http::Reply;
use hypertrader::runtime::{Alarm, Time};
use hypertrader::types::{DurationNanos, UnixNanos};

use super::world::{EPOCH_S, World};

const MS: i64 = 1_000_000;
const S: i64 = 1_000 * MS;

/// Clocks that only the test moves.
#[derive(Default)]
pub(crate) struct SimulatedTime {
    monotonic: AtomicI64,
    /// How far the wall clock is off.
    jump: AtomicI64,
    /// Called whenever time has passed.
    watcher: OnceLock<Watcher>,
}

type Watcher = Box<dyn Fn(&SimulatedTime) + Send + Sync>;

impl std::fmt::Debug for SimulatedTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "second {}", self.seconds())
    }
}

impl SimulatedTime {
    pub(crate) fn pass(&self, nanos: i64) {
        self.monotonic.fetch_add(nanos, Ordering::Relaxed);
        if let Some(watcher) = self.watcher.get() {
            watcher(self);
        }
    }

    pub(crate) fn watch(&self, watcher: impl Fn(&SimulatedTime) + Send + Sync + 'static) {
        assert!(self.watcher.set(Box::new(watcher)).is_ok());
    }

    pub(crate) fn jump_wall_clock(&self, seconds: i64) {
        self.jump.store(seconds * S, Ordering::Relaxed);
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.monotonic.load(Ordering::Relaxed) as f64 / S as f64
    }

    /// The exchange's clock, which knows nothing of jumps.
    pub(crate) fn exchange_second(&self) -> i64 {
        EPOCH_S + self.monotonic.load(Ordering::Relaxed).div_euclid(S)
    }
}

impl Time for SimulatedTime {
    fn monotonic(&self) -> DurationNanos {
        DurationNanos(self.monotonic.load(Ordering::Relaxed))
    }

    fn utc(&self) -> UnixNanos {
        let jump = self.jump.load(Ordering::Relaxed);
        UnixNanos(EPOCH_S * S + self.monotonic.load(Ordering::Relaxed) + jump)
    }

    fn pause(&self, _alarm: &Alarm, limit: Duration) {
        self.pass(i64::try_from(limit.as_nanos()).unwrap());
    }
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Everything is refused.
    Unreachable,
    /// The name is not known.
    Dns,
    /// The certificate is not trusted.
    Tls,
    /// REST answers after this many seconds; the stream opens as slowly.
    Slow(i64),
    /// The stream stays open and says nothing, not even to a ping.
    HalfOpen,
    /// The stream says what is no message.
    Garbage,
    /// The stream leaves out what happens meanwhile, then goes on.
    Hole,
    /// The stream repeats old messages.
    OldSequence,
    /// REST answers with this status, and `Retry-After` seconds if above 0.
    Status(u16, u64),
    /// The stream is closed.
    Closed,
    /// The wall clock jumps by this many seconds.
    ClockJump(i64),
    /// The venue's quotes are this many seconds old.
    Late(i64),
    /// The worker panics.
    Panic,
}

/// When what goes wrong, in seconds of simulated time: from, to, what.
pub(crate) type Schedule = Vec<(i64, i64, Fault)>;

/// Counted by the exchange.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    pub(crate) rest: AtomicI64,
    pub(crate) connects: AtomicI64,
    /// Requests that came while the exchange had asked for none.
    pub(crate) while_blocked: AtomicI64,
    blocked_until: AtomicI64,
}

#[derive(Clone, Debug)]
pub(crate) struct Simulated {
    pub(crate) world: World,
    pub(crate) time: Arc<SimulatedTime>,
    pub(crate) schedule: Arc<Schedule>,
    pub(crate) requests: Arc<Requests>,
}

impl Simulated {
    pub(crate) fn new(world: World, time: &Arc<SimulatedTime>, schedule: Schedule) -> Self {
        let (schedule, requests) = (Arc::new(schedule), Arc::default());
        Self { world, time: Arc::clone(time), schedule, requests }
    }

    fn fault(&self) -> Option<Fault> {
        let now = self.time.seconds();
        let is_on = |(from, to, _): &&(i64, i64, Fault)| (*from as f64..*to as f64).contains(&now);
        let fault = self.schedule.iter().find(is_on).map(|(_, _, fault)| *fault);
        let jump = if let Some(Fault::ClockJump(seconds)) = fault { seconds } else { 0 };
        self.time.jump_wall_clock(jump);
        fault
    }

    fn unreachable(&self) -> Result<Option<Fault>, String> {
        match self.fault() {
            Some(Fault::Unreachable) => Err("connection refused".to_owned()),
            Some(Fault::Dns) => {
                self.time.pass(5 * S);
                Err("host was not found".to_owned())
            }
            Some(Fault::Tls) => Err("invalid peer certificate: UnknownIssuer".to_owned()),
            Some(Fault::Slow(seconds)) if seconds >= 5 => {
                self.time.pass(5 * S);
                Err("timed out".to_owned())
            }
            Some(Fault::Slow(seconds)) => {
                self.time.pass(seconds * S);
                Ok(None)
            }
            other => Ok(other),
        }
    }
}

impl Transport for Simulated {
    fn get(&mut self, url: &str) -> Result<Reply, String> {
        self.requests.rest.fetch_add(1, Ordering::Relaxed);
        self.time.pass(40 * MS);
        let fault = self.unreachable()?;
        let now = self.time.monotonic().0;
        if now < self.requests.blocked_until.load(Ordering::Relaxed) {
            self.requests.while_blocked.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(Fault::Status(status, retry_s)) = fault {
            let until = now + i64::try_from(retry_s).unwrap() * S;
            self.requests.blocked_until.store(until, Ordering::Relaxed);
            let header = ("retry-after".to_owned(), retry_s.to_string());
            let headers = if retry_s > 0 { vec![header] } else { Vec::new() };
            return Ok(Reply { status, headers, body: "busy".to_owned() });
        }
        let path = url.split_once("//").unwrap().1;
        let path = &path[path.find('/').unwrap_or(path.len())..];
        // Only a quote of Coinbase says its time; another would be believed.
        let late = match fault {
            Some(Fault::Late(seconds)) if path.contains("product_book") => seconds,
            _ => 0,
        };
        let second = self.time.exchange_second() - late;
        let body = self.world.answer(path, second);
        Ok(Reply { status: 200, headers: Vec::new(), body })
    }

    fn connect(&mut self, _url: &str) -> Result<Box<dyn Stream>, ConnectError> {
        self.requests.connects.fetch_add(1, Ordering::Relaxed);
        self.time.pass(80 * MS);
        let failed = |text: String| ConnectError { text, pause: Duration::ZERO };
        let fault = self.unreachable().map_err(failed)?;
        if fault == Some(Fault::Closed) {
            return Err(failed("connection reset".to_owned()));
        }
        let said = self.time.exchange_second();
        let exchange = self.clone();
        Ok(Box::new(SimulatedStream { exchange, said, sequence: 0, waiting: Vec::new() }))
    }
}

struct SimulatedStream {
    exchange: Simulated,
    said: i64,
    sequence: u64,
    waiting: Vec<String>,
}

impl Stream for SimulatedStream {
    fn read(&mut self) -> Result<Frame, String> {
        self.exchange.time.pass(125 * MS);
        let second = self.exchange.time.exchange_second();
        let fault = self.exchange.fault();
        match fault {
            Some(Fault::Unreachable | Fault::Closed) => return Err("connection reset".to_owned()),
            Some(Fault::HalfOpen) => {
                self.said = second;
                return Ok(Frame::Quiet);
            }
            Some(Fault::Garbage) => return Ok(Frame::Text("\u{0}<html>{]".to_owned())),
            Some(Fault::Hole) => {
                self.world_skip(second);
                return Ok(Frame::Alive);
            }
            #[allow(clippy::panic, reason = "the fault that is injected")]
            Some(Fault::Panic) => panic!("injected fault"),
            _ => {}
        }
        if self.waiting.is_empty() && second > self.said {
            self.said = second;
            let late = if let Some(Fault::Late(seconds)) = fault { seconds } else { 0 };
            let old = if fault == Some(Fault::OldSequence) { 30 } else { 0 };
            let mut again = 0;
            let sequence = if old > 0 { &mut again } else { &mut self.sequence };
            self.waiting = self.exchange.world.messages(second - late - old, sequence);
            self.waiting.reverse();
        }
        Ok(self.waiting.pop().map_or(Frame::Quiet, Frame::Text))
    }

    fn send(&mut self, _text: &str) -> Result<(), String> {
        Ok(())
    }

    fn ping(&mut self) -> Result<(), String> {
        Ok(())
    }
}

impl SimulatedStream {
    /// Messages are made and lost.
    fn world_skip(&mut self, second: i64) {
        while self.said < second {
            self.said += 1;
            let _ = self.exchange.world.messages(self.said, &mut self.sequence);
        }
    }
}
