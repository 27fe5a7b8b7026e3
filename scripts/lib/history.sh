# The history store: a program that writes it is killed a thousand times. Sourced.

check_history_kills() {
    cargo test --locked --all-features --test history_kills -- --ignored --nocapture --exact \
        a_thousand_kills_leave_every_file_whole
}
