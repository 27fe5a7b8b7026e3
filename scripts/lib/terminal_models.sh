# Models for the terminal simulator, and the market that they have learnt. Sourced after learner.sh
# and terminal_feeds.sh.

# `train_model FOLDER NAME MINUTES EXPIRY_DAYS`: of the first minutes of the market, dated at their
# end.
train_model() {
    local folder=$1 name=$2 minutes=$3 expiry_days=$4
    head -n $((minutes + 1)) "$folder/SWING_M1.csv" >"$folder/$name.csv"
    printf '[model.validation]\nfolds = 2\n[model.boosting]\nexpiry_days = %d\n' "$expiry_days" \
        >"$folder/$name.toml"
    SOURCE_DATE_EPOCH=$((1704067200 + 60 * minutes)) timeout 300 "$target/release/hypertrader" \
        train --bars "$folder/$name.csv" --symbol USDJPY --config "$folder/$name.toml" \
        --columns ret_1,ret_5,ret_15,rsi_14,dist_sma_50 --trials 1 --out "$folder/$name.htm" \
        </dev/null
}

# `prepare_models FOLDER`: a model that expires while the market goes on, one that never does, and
# the SYNTHETIC market as ticks of USDJPY from 2024-01-01 to 2024-01-03 02:00.
prepare_models() {
    local folder=$1
    mkdir -p "$folder"
    synthetic_bars >"$folder/SWING_M1.csv"
    {
        printf 'time_ms,bid,ask\n'
        TZ=UTC awk -F, -v digits=3 -v period=60 "$terminal_feeds_awk"'
            NR > 1 { bar($1, $2, $3, $4, $5, 10) }' "$folder/SWING_M1.csv"
    } >"$folder/SWING.csv"
    # The newest day of bars; trials and folds as few as can be.
    printf '%s\n' '[model.retrain]' 'window_bars = 1200' 'shadow_bars = 60' 'probation_bars = 60' \
        'judge_every_bars = 5' '[model.search]' 'trials = 1' '[model.validation]' 'folds = 2' \
        >"$folder/retrain.toml"
    train_model "$folder" first 1500 1
    train_model "$folder" second 2400 0
}
