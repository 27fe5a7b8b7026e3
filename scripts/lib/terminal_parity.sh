# The Expert Advisor in the simulated Strategy Tester, which trades on paper, `hypertrader replay`
# and `hypertrader backtest` decide the same on the same ticks: refusals, orders, lots, prices,
# stops. Sourced after replay.sh and terminal.sh.

# Decisions of the Expert Advisor's table of signals, one a line, as both sides can say them.
decisions_of_program() {
    awk -F, 'NR > 1 {
        time = $1
        gsub(/[.]/, "-", time)
        sub(/ /, "T", time)
        sub(/-[0-9]*$/, "." substr(time, length(time) - 2), time)
        printf "%s,%s,%s,%s,%s,%.2f,%.5f,%.5f,%.5f\n", $3, time, $4, $5, $6, $7, $8, $9, $10
    }' "$1"
}

decisions_of_replay() {
    awk -F, 'NR > 1 {
        time = $2
        split(time, parts, ".")
        time = parts[1] "." substr(parts[2] "000", 1, 3)
        printf "%s,%s,%s,%s,%s,%.2f,%.5f,%.5f,%.5f\n", $1, time, $16, $4, $5, $6, $7, $8, $9
    }' "$1"
}

# `compare_backtest_with_replay FEED SYMBOL`: the same digest of decisions and features, in the
# folder of a replay.
compare_backtest_with_replay() {
    local feed=$1 symbol=$2 expected
    "$target/release/hypertrader" backtest --ticks "$scratch/feeds/$feed.csv" --symbol "$symbol" \
        --period M1 --config parity.toml --json >backtest.json 2>backtest.notes \
        || die "backtest of $feed failed: $(tail -n 3 backtest.notes)"
    expected=$(digest_of replay.json)
    [ -n "$expected" ] || die "replay of $feed printed no digest"
    [ "$expected" = "$(digest_of backtest.json)" ] \
        || die "$feed: the digests of replay and backtest differ"
    printf -- '- %s: digest %s of replay and backtest\n' "$feed" "$expected"
}

# `compare_with_replay FEED SYMBOL FROM TO`: one feed through both.
compare_with_replay() {
    local feed=$1 symbol=$2 from=$3 to=$4 folder=$scratch/parity/$1
    rm -rf "$folder"
    mkdir -p "$folder"
    cd "$folder"
    printf '[engine]\nperiod = "1m"\n[signals.combine]\nvotes_min = 1\n' >parity.toml
    "$target/release/hypertrader" replay "$scratch/feeds/$feed.csv" --symbol "$symbol" \
        --period M1 --config parity.toml --decisions replay.csv --json >replay.json 2>replay.notes
    compare_backtest_with_replay "$feed" "$symbol"
    {
        printf 'seed 1\nclock %s\nfeed %s %s\n' "$from" "$symbol" "$scratch/feeds/$feed.csv"
        printf 'account balance=10000 currency=USD leverage=100\nchart main %s M1\n' "$symbol"
        printf 'tester HyperTrader symbol=%s period=M1 from=%s to=%s deposit=10000' \
            "$symbol" "$from" "$to"
        printf ' set=%s' "$root/mql5/Presets/HyperTrader-Tester.set"
        printf ' InpVotesMin=1 InpSignalLog=true InpRiskPercent=0 InpOpenRiskPercent=0'
        printf ' InpDailyLossPercent=0 InpWeeklyLossPercent=0 InpDrawdownPercent=0 InpLotsMax=0\n'
    } >parity.scenario
    run_terminal native --data data --log parity.log parity.scenario >/dev/null
    decisions_of_program "$(find data -name 'signals-*.csv')" >program.txt
    decisions_of_replay replay.csv >replay.txt
    [ "$(grep -c ',open,' replay.txt)" -gt 0 ] || die "replay of $feed opened nothing"
    diff replay.txt program.txt >difference.txt \
        || die "$feed: replay (<) and Expert Advisor (>) differ: $(head -n 6 difference.txt)"
    printf -- '- %s: %d decisions, %d of them orders, the same\n' "$feed" \
        "$(wc -l <replay.txt)" "$(grep -cv ',refused,' replay.txt)"
}

check_terminal_parity() {
    prepare_terminal_feeds
    compare_with_replay EURUSD_ticks EURUSD 2014.05.01 2014.05.03
    compare_with_replay EURUSD_M1 EURUSD 2020.05.04 2020.05.09
    compare_with_replay XAUUSD_M1 XAUUSD 2026.01.12 2026.01.17
    compare_with_replay BTCUSD_M1 BTCUSD 2026.01.15 2026.01.20
}
