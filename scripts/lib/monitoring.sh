# Metrics, alert rules and a real Prometheus. Sourced after common.sh.

# The deployed files as Prometheus reads them, then a paper session that it scrapes: what it answers
# is held against what the host knows.
check_monitoring() {
    have prometheus && have promtool || install_packages prometheus
    promtool check config "$root/deploy/prometheus.yml"
    promtool check rules "$root/deploy/alerts.yml"
    promtool test rules "$root/deploy/alerts_test.yml"
    cargo test --locked --all-features --test monitoring -- --include-ignored
}
