# The learner beside scikit-learn, LightGBM, ONNX Runtime and Prophet, on small slices. Sourced.

# A Python of its own with the pinned packages.
prepare_peers() {
    local folder=$1
    python3 -c 'import venv, ensurepip' 2>/dev/null || install_packages python3-venv
    python3 -m venv "$folder"
    "$folder/bin/pip" install -q --disable-pip-version-check \
        -r "$root/tests/oracles/requirements.txt"
    "$folder/bin/pip" list --disable-pip-version-check --format=freeze \
        | grep -E '^(numpy|scikit-learn|lightgbm|onnxruntime|prophet)=='
}

# Our exports answer in ONNX Runtime as here; our fits score as the peers' on the same folds; the
# causal trend beside Prophet. The first asserts, the others print figures to compare.
compare_with_peers() {
    local peers=$scratch/peers
    prepare_peers "$peers"
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
