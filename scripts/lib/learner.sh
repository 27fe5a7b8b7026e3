# Training and prediction give the same bits on both systems. Sourced after replay.sh.

# SYNTHETIC bars of a minute whose swing can be learnt.
synthetic_bars() {
    awk 'BEGIN {
        srand(7); price = 100; print "time,open,high,low,close,volume"
        for (minute = 0; minute < 3000; minute++) {
            open = price
            price *= 1 + 0.0006 * cos(minute % 60 / 60 * 6.283185) + 0.0008 * (rand() - 0.5)
            high = (open > price ? open : price) + 0.01; low = open + price - high - 0.01
            printf "%d,%.5f,%.5f,%.5f,%.5f,%d\n", 1704067200 + 60 * minute, open, high, low, \
                price, 10 + 10 * rand()
        }
    }'
}

# Every trial of a search, and every probability of its model, natively and under Wine.
check_learner() {
    local folder=$scratch/learner output=$scratch/windows-learner
    mkdir -p "$folder/linux" "$folder/windows"
    prepare_windows_folder "$output"
    [ -f "$windows_output/hypertrader.exe" ] || die "hypertrader.exe was not built"
    cp "$windows_output/hypertrader.exe" "$output/"
    synthetic_bars >"$folder/SWING_M1.csv"
    printf '[model.validation]\nfolds = 2\n' >"$folder/train.toml"
    local arguments=(--trials 2 --threads 2)
    timeout "$replay_seconds" "$target/release/hypertrader" train --bars "$folder/SWING_M1.csv" \
        --config "$folder/train.toml" --out "$folder/linux/swing.htm" "${arguments[@]}" </dev/null
    cd "$output"
    run_wine "$replay_seconds" ./hypertrader.exe train --bars "Z:$folder/SWING_M1.csv" \
        --config "Z:$folder/train.toml" --out "Z:$folder/windows/swing.htm" "${arguments[@]}"
    # Trials end in any order.
    diff <(sort "$folder/linux/swing.trials.jsonl") <(sort "$folder/windows/swing.trials.jsonl") \
        || die "a trial has another score on Windows"
    "$target/release/hypertrader" predict --bars "$folder/SWING_M1.csv" \
        --model "$folder/linux/swing.htm" --out "$folder/linux/predicted.csv" </dev/null
    run_wine "$replay_seconds" ./hypertrader.exe predict --bars "Z:$folder/SWING_M1.csv" \
        --model "Z:$folder/linux/swing.htm" --out "Z:$folder/windows/predicted.csv"
    cmp "$folder/linux/predicted.csv" "$folder/windows/predicted.csv"
    printf '%d trials and folds, %d predictions: the same on both\n' \
        "$(wc -l <"$folder/linux/swing.trials.jsonl")" "$(wc -l <"$folder/linux/predicted.csv")"
}
