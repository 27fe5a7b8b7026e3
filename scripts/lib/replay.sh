# The same input must give the same digest on both systems: replayed through the native library and
# through the DLL, backtested, and swept. Sourced.

replay_seconds=900

# `digest_of FILE`: the digest in the JSON result of a replay.
digest_of() {
    grep -o '"digest" *: *"[^"]*"' "$1" | head -n 1 | cut -d '"' -f 4
}

# `compare_replays NAME [FILE]`: one input on both systems.
compare_replays() {
    local name=$1 native=$scratch/replay-native.json windows=$scratch/replay-windows.json
    shift
    local linux_arguments=("$@") windows_arguments=("${@/#/Z:}")
    timeout "$replay_seconds" "$target/release/hypertrader" replay "${linux_arguments[@]}" --json \
        </dev/null >"$native"
    (cd "$replay_output" && run_wine "$replay_seconds" ./hypertrader.exe \
        replay "${windows_arguments[@]}" --json >"$windows")
    printf 'Linux:   %s\nWindows: %s\n' "$(cat "$native")" "$(cat "$windows")"
    local expected
    expected=$(digest_of "$native")
    [ -n "$expected" ] || die "replay of $name printed no digest"
    [ "$expected" = "$(digest_of "$windows")" ] || die "$name: the digests differ"
    printf -- '- %s: digest %s on both\n' "$name" "$expected"
}

# The backtest of the made-up week: digest, every trade and every figure on both systems.
compare_systems_backtests() {
    local native=$scratch/backtest-native windows=$replay_output/backtest expected
    timeout "$replay_seconds" "$target/release/hypertrader" backtest --trades "$native.csv" --json \
        </dev/null >"$native.json"
    (cd "$replay_output" && run_wine "$replay_seconds" ./hypertrader.exe \
        backtest --trades backtest.csv --json >"$windows.json")
    expected=$(digest_of "$native.json")
    [ -n "$expected" ] || die "the backtest printed no digest"
    [ "$expected" = "$(digest_of "$windows.json")" ] || die "the digests of the backtest differ"
    [ "$(wc -l <"$native.csv")" -gt 1 ] || die "the backtest closed no trade"
    cmp "$native.csv" "$windows.csv" || die "the trades of the backtest differ"
    printf -- '- backtest of the synthetic default: digest %s and %d trades on both\n' "$expected" \
        $(($(wc -l <"$native.csv") - 1))
}

# A sweep over bars of the made-up kind: every line and every return of the record on both systems.
# The number of threads differs too.
compare_systems_sweeps() {
    local folder=$scratch/sweep-native name
    mkdir -p "$folder"
    write_synthetic_bars "$folder/EURUSD_H1.csv"
    cat >"$folder/grid.toml" <<'END'
[grid]
signals.ma_cross.fast = [5, 10, 20]
signals.ma_cross.slow = { from = 30, to = 90, step = 30 }
trailing.enabled = [false, true]
END
    cat >"$folder/engine.toml" <<'END'
[signals.combine]
votes_min = 1
min_confidence_frac = 0.0
[trailing]
unit = "atr"
END
    cp -r "$folder" "$replay_output/sweep"
    (cd "$folder" && "$target/release/hypertrader" sweep --grid grid.toml --bars EURUSD_H1.csv \
        --config engine.toml --out out --threads 1 --json </dev/null >result.json)
    (cd "$replay_output/sweep" && run_wine "$replay_seconds" ../hypertrader.exe sweep \
        --grid grid.toml --bars EURUSD_H1.csv --config engine.toml --out out --threads 2 --json \
        >result.json)
    local native windows
    native=$(cd "$folder/out/record" && echo */EURUSD)
    windows=$(cd "$replay_output/sweep/out/record" && echo */EURUSD)
    [ "$native" = "$windows" ] || die "the sweeps are known by $native and $windows"
    for name in results.csv returns.f64; do
        cmp "$folder/out/record/$native/$name" "$replay_output/sweep/out/record/$native/$name" \
            || die "$name of the sweeps differs"
    done
    printf -- '- sweep: %d combinations, the same record on both\n' \
        $(($(wc -l <"$folder/out/record/$native/results.csv") - 1))
}

# `write_synthetic_bars FILE`: hours of a random walk on weekdays, for five months. SYNTHETIC.
write_synthetic_bars() {
    awk 'BEGIN {
        print "time,open,high,low,close,volume"
        state = 42; price = 110000; time = 1767571200
        for (count = 0; count < 2500; time += 3600) {
            day = (int(time / 86400) + 4) % 7
            if (day == 0 || day == 6) continue
            state = (state * 16807) % 2147483647; close_ = price + state % 401 - 200
            state = (state * 16807) % 2147483647; wick = state % 100
            high = (price > close_ ? price : close_) + wick
            low = (price < close_ ? price : close_) - wick
            printf "%d,%.5f,%.5f,%.5f,%.5f,100\n", \
                time, price / 1e5, high / 1e5, low / 1e5, close_ / 1e5
            price = close_; count++
        }
    }' >"$1"
}

check_replay() {
    replay_output=$scratch/windows-replay
    prepare_windows_folder "$replay_output"
    [ -f "$windows_output/hypertrader.exe" ] || die "hypertrader.exe was not built"
    cp "$windows_output/hypertrader.exe" "$replay_output/"
    compare_replays "the synthetic default"
    compare_systems_backtests
    compare_systems_sweeps
    local folder file
    folder=$(cd "$root/.." && pwd)/shared/data
    for file in ticks/EURUSD_ticks_oanda_2014-05-01_09.csv.gz bars_m1/BTCUSD_M1_mt5.csv.gz; do
        if [ -f "$folder/$file" ]; then
            compare_replays "$file" "$folder/$file"
        else
            note "replay was not compared on $file: it is not on this machine"
        fi
    done
}
