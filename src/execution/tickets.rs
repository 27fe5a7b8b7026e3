//! Which deals have been counted already.

/// Number of remembered deals. One engine makes two deals per trade, a handful where fills are
/// partial; the host repeats at most what happened since its last call.
pub(super) const TICKETS: usize = 64;

/// The newest deal tickets, oldest overwritten first. Never allocates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecentTickets {
    pub(super) tickets: [u64; TICKETS],
    pub(super) next: usize,
}

impl RecentTickets {
    pub(super) const EMPTY: Self = Self { tickets: [0; TICKETS], next: 0 };

    pub(super) fn contains(&self, ticket: u64) -> bool {
        self.tickets.contains(&ticket)
    }

    pub(super) fn insert(&mut self, ticket: u64) {
        if let Some(slot) = self.tickets.get_mut(self.next) {
            *slot = ticket;
        }
        self.next = (self.next + 1) % TICKETS;
    }
}
