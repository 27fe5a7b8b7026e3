//! Numbers that only go up by one.

/// What a number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The first, or the next.
    Next,
    /// This many are missing before it.
    Gap(u64),
    /// Seen before.
    Old,
}

/// Checks numbers of messages or trades.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sequence(Option<u64>);

impl Sequence {
    /// Looks at a number without taking it.
    pub(super) const fn look(self, number: u64) -> Order {
        match self.0 {
            Some(last) if number <= last => Order::Old,
            Some(last) if number - last > 1 => Order::Gap(number - last - 1),
            _ => Order::Next,
        }
    }

    /// Takes a number, unless it is old.
    pub(super) fn take(&mut self, number: u64) -> Order {
        let order = self.look(number);
        if order != Order::Old {
            self.0 = Some(number);
        }
        order
    }

    /// Begins anew.
    pub(super) const fn reset(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_next_from_gap_and_old() {
        let mut numbers = Sequence::default();
        let orders: Vec<_> = [5, 6, 9, 9, 3, 10].map(|number| numbers.take(number)).into();
        let (next, old) = (Order::Next, Order::Old);
        assert_eq!(orders, [next, next, Order::Gap(2), old, old, next]);
        numbers.reset();
        assert_eq!(numbers.take(1), Order::Next);
        assert_eq!(numbers.take(u64::MAX), Order::Gap(u64::MAX - 2));
    }
}
