//! The `hypertrader` command.

fn main() {}
