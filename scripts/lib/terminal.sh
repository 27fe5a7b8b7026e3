# The MQL5 programs in the simulated terminal, natively and under Wine. Sourced after common.sh.

terminal_sources=$root/tests/terminal
terminal_output=$target/terminal
terminal_translator=$terminal_output/translator/release/mql5cpp
terminal_seconds=600

check_translator() {
    local manifest=$terminal_sources/translator/Cargo.toml
    export CARGO_TARGET_DIR=$terminal_output/translator
    cargo fmt --check --manifest-path "$manifest"
    cargo clippy --release --locked --all-targets --manifest-path "$manifest" -- -D warnings
    cargo test --release --locked --manifest-path "$manifest"
    cargo build --release --locked --manifest-path "$manifest"
}

# `build_terminal native|windows`: every program of mql5/, unchanged, and those of the tests, with a
# folder for each library that a scenario can choose.
build_terminal() {
    have make || install_packages make
    make -C "$terminal_sources" -j "$(nproc)" --no-print-directory -s OUT="$terminal_output" \
        TRANSLATOR="$terminal_translator" REAL_NATIVE="$target/release/libhypertrader.so" \
        REAL_WINDOWS="$windows_output/hypertrader.dll" "$1"
}

# `run_terminal native|windows ARGUMENTS...`, in the present folder.
run_terminal() {
    local system=$1
    shift
    if [ "$system" = native ]; then
        timeout --kill-after=10 "$terminal_seconds" "$terminal_output/terminal" \
            --libraries "$terminal_output/libraries/native" "$@" </dev/null
    else
        run_wine "$terminal_seconds" "$terminal_output/windows/terminal.exe" \
            --libraries "Z:$terminal_output/libraries/windows" "$@"
    fi
}

# The functions of MetaTrader that the programs use: all of them are linked, or the build fails.
list_terminal_functions() {
    cat "$terminal_output"/source/*.functions | LC_ALL=C sort -u
}

# What the first line of a program says must come out: `// expect: TEXT`.
run_terminal_program() {
    local system=$1 source=$2 name expected
    name=$(basename "$source" .mq5)
    expected=$(sed -n '1s,^// expect: ,,p' "$source" | tr -d '\r')
    [ -n "$expected" ] || die "${source#"$root/"} does not say what to expect in its first line"
    {
        printf 'seed 1\nclock 2026.01.12T10:00\n'
        printf 'synthetic EURUSD price=1.1 from=2026.01.10 to=2026.01.14\n'
        printf 'account balance=10000\nchart main EURUSD M1\nscript main %s\n' "$name"
        printf 'expect log "%s"\nexpect-no log FAIL\n' "$expected"
    } >"$name.scenario"
    run_terminal "$system" --data "data-$name" --log "$name.log" "$name.scenario" >/dev/null \
        || die "${source#"$root/"} failed; its log: $(tail -n 20 "$name.log")"
    printf -- '- %s: %s\n' "$name" "$expected"
}

# `run_terminal_programs native|windows`: small programs that check language and terminal.
run_terminal_programs() {
    local system=$1 source number=0
    mkdir -p "$scratch/programs-$system"
    cd "$scratch/programs-$system"
    for source in "$terminal_sources"/programs/*/*.mq5; do
        # What the translator must refuse is in its own tests; others are parts of scenarios.
        [ "$(head -c 11 "$source")" = "// expect: " ] || continue
        case $(basename "$(dirname "$source")") in rejected | terminal) continue ;; esac
        number=$((number + 1))
        run_terminal_program "$system" "$source"
    done
    [ "$number" -gt 0 ] || die "no program of tests/terminal/programs was run"
    printf '%d programs passed\n' "$number"
}

# Feeds are made once; every run finds them as feeds/NAME.csv.
prepare_terminal_feeds() {
    [ -d "$scratch/feeds" ] || prepare_feeds "$scratch/feeds"
}

# So are models; every run finds them as models/NAME.htm.
prepare_terminal_models() {
    [ -d "$scratch/models" ] || prepare_models "$scratch/models"
}

# `run_scenario native|windows NAME`: its parts one after another, each in a process of its own
# (NAME.scenario, or NAME.1.scenario, NAME.2.scenario, ...), with one folder of data.
run_scenario() {
    local system=$1 name=$2 part folder=$scratch/scenarios-$1/$2
    rm -rf "$folder"
    mkdir -p "$folder"
    cd "$folder"
    ln -sfn "$scratch/feeds" feeds
    ln -sfn "$scratch/models" models
    ln -sfn "$root/mql5/Presets" presets
    ln -sfn "$terminal_sources/scenarios/prices" prices
    for part in "$terminal_sources/scenarios/$name".scenario \
        "$terminal_sources/scenarios/$name".[0-9].scenario; do
        [ -f "$part" ] || continue
        local base
        base=$(basename "$part" .scenario)
        cp "$part" .
        run_terminal "$system" --data data --log "$base.log" --measured "$base.measured" \
            "$base.scenario" >"$base.summary" 2>"$base.errors" || {
            tail -n 15 "$base.log"
            cat "$base.errors"
            die "scenario $base failed ($system)"
        }
        printf -- '- %s: %s %s\n' "$base" "$(tail -n 1 "$base.summary")" \
            "$(cat "$base.measured" 2>/dev/null || true)"
    done
}

scenario_names() {
    local file
    for file in "$terminal_sources"/scenarios/*.scenario; do
        basename "$file" .scenario | sed 's/\.[0-9]$//'
    done | LC_ALL=C sort -u
}

# All scenarios, as many at a time as there are processors, each in a shell of its own so that one
# failure does not hide the others.
run_scenarios() {
    local system=$1 name failures=0 number=0 results=$scratch/results-$1
    prepare_terminal_feeds
    prepare_terminal_models
    mkdir -p "$results"
    for name in $(scenario_names); do
        number=$((number + 1))
        while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
        (
            set -euo pipefail
            run_scenario "$system" "$name" >"$results/$name" 2>&1
            touch "$results/$name.passed"
        ) &
    done
    wait
    for name in $(scenario_names); do
        cat "$results/$name"
        [ -f "$results/$name.passed" ] || failures=$((failures + 1))
    done
    printf '%d scenarios, %d failed\n' "$number" "$failures"
    [ "$number" -gt 0 ] && [ "$failures" -eq 0 ]
}

# What programs did and what the broker answered is the same on both systems, to the byte.
compare_scenario_logs() {
    local log other
    for log in "$scratch"/scenarios-native/*/*.log; do
        other=${log/scenarios-native/scenarios-windows}
        [ -f "$other" ] || die "$(basename "$log") was not written under Wine"
        # Programs that run at the same time are told of things in no fixed order.
        ! grep -q '^order parallel' "${log%.log}.scenario" || continue
        # Version texts name the build.
        diff <(sed 's/library [^"]*//' "$log") <(sed 's/library [^"]*//' "$other") >"$log.diff" \
            || die "$(basename "$log") differs under Wine: $(head -n 5 "$log.diff")"
        printf -- '- %s: %d lines, the same\n' "$(basename "$log")" "$(wc -l <"$log")"
    done
}

# `run_random_events native|windows COUNT`: sequences of events, return codes, inputs and settings.
run_random_events() {
    local system=$1 count=$2 folder=$scratch/random-$1
    # Thousands of sequences share one history of deals.
    local terminal_seconds=1500
    mkdir -p "$folder"
    cd "$folder"
    {
        printf 'seed 17\nclock 2026.01.05T00:00\n'
        printf 'synthetic EURUSD price=1.1 step=8 spread=8 every=10s '
        printf 'from=2026.01.02 to=2028.01.01\n'
        printf 'account balance=10000 currency=USD\nchart fuzz EURUSD M1\n'
        printf 'fuzz %d\nexpect count:critical = 0\n' "$count"
    } >random.scenario
    run_terminal "$system" --data data --log random.log random.scenario
    printf '%d sequences, %d lines of log, no program was stopped by an error\n' "$count" \
        "$(wc -l <random.log)"
}
