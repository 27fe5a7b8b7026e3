# The learner beside scikit-learn, LightGBM, ONNX Runtime and Prophet, the backtest beside
# backtesting.py and vectorbt, sentiment beside vaderSentiment, on small slices. Sourced.

# `prepare_peers FOLDER FILE`: a Python with the packages that a file of tests/oracles pins.
prepare_peers() {
    local folder=$1 pins=$root/tests/oracles/$2
    python3 -c 'import venv, ensurepip' 2>/dev/null || install_packages python3-venv
    python3 -m venv "$folder"
    "$folder/bin/pip" install -q --disable-pip-version-check --no-compile -r "$pins"
    "$folder/bin/pip" list --disable-pip-version-check --format=freeze \
        | grep -xFf <(grep -v '^#' "$pins")
}

# Our exports answer in ONNX Runtime as here; our fits score as the peers' on the same folds; the
# causal trend beside Prophet. The first asserts, the others print figures to compare.
compare_with_peers() {
    local peers=$scratch/peers
    prepare_peers "$peers" requirements.txt
    export HT_PYTHON=$peers/bin/python
    cargo test --locked --all-features --test model_export
    # Quick to build: what is compared is how good the fits are, not how fast.
    CARGO_PROFILE_BENCH_LTO=off CARGO_PROFILE_BENCH_CODEGEN_UNITS=16 \
        cargo bench --locked --bench learner -- 3000 lightgbm sklearn
    local bars=$root/../shared/data/bars_m1/EURUSD_M1_2020.csv.gz
    if [ -f "$bars" ]; then
        (cd "$root/tests/oracles" && "$HT_PYTHON" prophet_trend.py --points 4 --rows 9000 \
            --stretch 1000 "$bars")
    else
        note "the causal trend was not compared with Prophet: no recorded bars beside this folder"
    fi
}

# Every trade of `hypertrader backtest` is that of an independent simulator; one difference fails.
compare_backtests_with_peers() {
    local peers=$scratch/simulators name files=()
    local folder=${HT_MARKET_DATA:-$root/../shared/data}
    prepare_peers "$peers" simulators.txt
    for name in EURUSD_M1_2020 BTCUSD_M1_mt5; do
        if [ -f "$folder/bars_m1/$name.csv.gz" ]; then
            files+=("$folder/bars_m1/$name.csv.gz")
        else
            note "backtests were not compared on $name: it is not on this machine"
        fi
    done
    timeout 900 "$peers/bin/python" "$root/tests/oracles/simulators.py" \
        "$target/release/hypertrader" "${files[@]}"
}

# Sentiment of written, random and recorded texts is that of Python's VADER to the last digit, and
# the committed tables are those of its package.
compare_sentiment_with_vader() {
    local peers=$scratch/vader tables=$scratch/vader-tables ours=$root/src/news/sentiment/data file
    prepare_peers "$peers" vader.txt
    mkdir -p "$tables"
    "$peers/bin/python" "$root/tests/oracles/vader_tables.py" "$tables"
    for file in "$tables"/*; do
        cmp "$file" "$ours/$(basename "$file")" || die "$file is not what the package holds"
    done
    HT_PYTHON=$peers/bin/python cargo test --locked --all-features --test news_vader -- --nocapture
}
