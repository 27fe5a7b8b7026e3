# The same input must give the same digest on both systems: replayed through the native library and
# through the DLL, and backtested. Sourced.

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

check_replay() {
    replay_output=$scratch/windows-replay
    prepare_windows_folder "$replay_output"
    [ -f "$windows_output/hypertrader.exe" ] || die "hypertrader.exe was not built"
    cp "$windows_output/hypertrader.exe" "$replay_output/"
    compare_replays "the synthetic default"
    compare_systems_backtests
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
