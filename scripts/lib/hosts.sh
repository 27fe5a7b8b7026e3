# C and C++ programs against the libraries: natively under the sanitizers, and under Wine. Sourced.

warnings=(-Wall -Wextra -Werror)
sanitizers=(-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
# What `rustc --print native-static-libs` names for this crate on Linux.
static_system_libraries=(-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc)
host_seconds=300

install_host_tools() {
    local packages=()
    have gcc && have g++ || packages+=(build-essential)
    have x86_64-w64-mingw32-gcc || packages+=(gcc-mingw-w64-x86-64)
    have x86_64-w64-mingw32-g++ || packages+=(g++-mingw-w64-x86-64)
    have wine && have wineboot && have wineserver || packages+=(wine wine64)
    [ "${#packages[@]}" -eq 0 ] || install_packages "${packages[@]}"
    install_windows_compiler
    prepare_wine "$scratch/wine"
    printf '%s\n' "$(gcc --version | head -n 1)" "$(x86_64-w64-mingw32-gcc --version | head -n 1)" \
        "$(wine --version)" "Windows compiler: $(windows_compiler)"
}

# `standard c|cpp` and `compiler c|cpp [PREFIX]`: what a language is compiled with.
standard() {
    [ "$1" = c ] && echo -std=c11 || echo -std=c++17
}

compiler() {
    [ "$1" = c ] && echo "${2:-}gcc" || echo "${2:-}g++"
}

# The programs of one language, one file each; none at all is an error, not a success.
host_sources() {
    local sources=("$root/tests/$1"/*."$1")
    [ -e "${sources[0]}" ] || die "no host program in tests/$1/*.$1"
    printf '%s\n' "${sources[@]}"
}

# `run_hosts c|cpp shared|static`: compiles and runs every host under ASAN and UBSAN.
run_hosts() {
    local language=$1 linkage=$2 sources source program libraries
    local output=$scratch/hosts-$language-$linkage
    mkdir -p "$output"
    libraries=("$target/release/libhypertrader.so" "-Wl,-rpath,$target/release")
    [ "$linkage" = shared ] \
        || libraries=("$target/release/libhypertrader.a" "${static_system_libraries[@]}")
    sources=$(host_sources "$language")
    for source in $sources; do
        program=$output/$(basename "$source" ".$language")
        printf -- '- %s, %s library\n' "${source#"$root/"}" "$linkage"
        "$(compiler "$language")" "$(standard "$language")" "${warnings[@]}" -pedantic \
            "${sanitizers[@]}" -I "$root/include" "$source" "${libraries[@]}" -o "$program"
        (cd "$output" && timeout --kill-after=10 "$host_seconds" "$program" </dev/null) \
            | tee "$program.txt"
        keep_digest "$language, $linkage library" "$program.txt"
    done
}

# `run_windows_hosts c|cpp`: the same programs for Windows, against the DLL, under Wine.
run_windows_hosts() {
    local language=$1 sources source program
    local output=$scratch/windows-$language
    prepare_windows_folder "$output"
    sources=$(host_sources "$language")
    for source in $sources; do
        program=$output/$(basename "$source" ".$language").exe
        printf -- '- %s, Wine\n' "${source#"$root/"}"
        "$(compiler "$language" x86_64-w64-mingw32-)" "$(standard "$language")" "${warnings[@]}" \
            -pedantic -g -O1 -static -D__USE_MINGW_ANSI_STDIO=1 -I "$root/include" "$source" \
            "$windows_output/libhypertrader.dll.a" -o "$program"
        (cd "$output" && run_wine "$host_seconds" "$program") | tr -d '\r' | tee "$program.txt"
        keep_digest "$language, DLL under Wine" "$program.txt"
    done
}

# `keep_digest NAME FILE`: the digest of all decisions in what a host printed.
keep_digest() {
    local digest
    digest=$(sed -n 's/^digest //p' "$2")
    [ -n "$digest" ] || die "$1: the host printed no digest"
    printf '%s  %s\n' "$digest" "$1" >>"$scratch/host-digests"
}

# Every host fed the same market, so every one must have seen the same decisions, bit for bit.
check_host_digests() {
    cat "$scratch/host-digests"
    [ "$(wc -l <"$scratch/host-digests")" -ge 6 ] || die "expected the digests of 6 runs"
    [ "$(cut -d ' ' -f 1 "$scratch/host-digests" | sort -u | wc -l)" -eq 1 ] \
        || die "the digests differ"
}

# The examples run; the C and the C++ program, which do the same, print the same.
run_examples() {
    local language
    for language in c cpp; do
        "$(compiler "$language")" "$(standard "$language")" "${warnings[@]}" -pedantic \
            -I "$root/include" "$root/examples/$language/quickstart.$language" \
            "$target/release/libhypertrader.so" "-Wl,-rpath,$target/release" \
            -o "$scratch/quickstart-$language"
        timeout 60 "$scratch/quickstart-$language" </dev/null >"$scratch/quickstart-$language.txt"
    done
    cat "$scratch/quickstart-c.txt"
    grep -q ' lots at ' "$scratch/quickstart-c.txt" || die "the example asked for no order"
    cmp "$scratch/quickstart-c.txt" "$scratch/quickstart-cpp.txt"
    cargo run --quiet --locked --all-features --example quickstart
    synthetic_bars >"$scratch/SWING_M1.csv"
    CARGO_TARGET_DIR=$target timeout 300 "$root/examples/train-and-replay" "$scratch/SWING_M1.csv" \
        USDJPY "$scratch/example" --trials 1 >"$scratch/example.txt" 2>&1 </dev/null || {
        cat "$scratch/example.txt"
        die "examples/train-and-replay failed"
    }
    cat "$scratch/example.txt"
    grep -Eq '\([1-9][0-9]* open,' "$scratch/example.txt" || die "the trained model decided nothing"
    run_sweep_example
}

# The sweep of the examples over two made-up symbols; what it recommends is a configuration.
run_sweep_example() {
    local bars=$scratch/sweep-bars out=$scratch/sweep-out
    mkdir -p "$bars"
    cp "$scratch/SWING_M1.csv" "$bars/EURUSD_H1_made-up.csv"
    cp "$scratch/SWING_M1.csv" "$bars/USDJPY_H1_made-up.csv"
    CARGO_TARGET_DIR=$target timeout 300 "$root/examples/sweep-18-symbols" "$bars" "$out" --json \
        >"$scratch/sweep.json" 2>"$scratch/sweep.txt" </dev/null || {
        cat "$scratch/sweep.txt"
        die "examples/sweep-18-symbols failed"
    }
    cat "$scratch/sweep.txt"
    grep -q '"combinations":1000,"backtests":2000,' "$scratch/sweep.json" \
        || die "expected 1,000 combinations on 2 symbols"
    "$target/release/hypertrader" config validate "$out/best.toml"
    grep -q '</html>' "$out/report.html" || die "the report is not whole"
}

# A folder with the DLL and what Wine lacks; the DLL that Linux built must be there.
prepare_windows_folder() {
    mkdir -p "$1"
    [ -f "$windows_output/hypertrader.dll" ] || die "hypertrader.dll was not built"
    prepare_wine "$scratch/wine"
    cp "$windows_output/hypertrader.dll" "$1/"
    add_missing_wine_library "$1"
}

check_windows_loading() {
    local output=$scratch/windows-loading
    prepare_windows_folder "$output"
    x86_64-w64-mingw32-gcc -std=c11 "${warnings[@]}" -O1 -static -I "$root/include" \
        "$root/tests/windows/load_unload.c" -o "$output/load_unload.exe"
    (cd "$output" && run_wine 120 ./load_unload.exe hypertrader.dll 100 >result.txt)
    cat "$output/result.txt"
    grep -q '^PASS' "$output/result.txt"
}

# The header stands alone, may be included twice, and is valid C11, C++17 and Windows code.
check_header_compiles() {
    local header language prefix copies text
    for header in hypertrader.h hypertrader.hpp; do
        for language in c cpp; do
            [ "$header" = hypertrader.hpp ] && [ "$language" = c ] && continue
            for prefix in "" x86_64-w64-mingw32-; do
                text="#include \"$header\""
                for copies in 1 2; do
                    [ "$copies" -eq 1 ] || text+=$'\n'"#include \"$header\""
                    printf -- '- %s as %s, %d times, %s\n' "$header" "$language" "$copies" \
                        "$(compiler "$language" "$prefix")"
                    printf '%s\n' "$text" | "$(compiler "$language" "$prefix")" \
                        "$(standard "$language")" "${warnings[@]}" -pedantic -fsyntax-only \
                        -I "$root/include" -x "$([ "$language" = c ] && echo c || echo c++)" -
                done
            done
        done
    done
}

# The calls of a tick, with the system closed off; then the same with one call, to see it caught.
check_hot_path() {
    local program=$scratch/hot_path status=0
    gcc -std=gnu11 "${warnings[@]}" -g -O1 -I "$root/include" "$root/tests/linux/hot_path.c" \
        "$target/release/libhypertrader.so" "-Wl,-rpath,$target/release" -o "$program"
    for offence in system-call allocation explain; do
        status=0
        (cd "$scratch" && timeout 60 "$program" "--commit-$offence" </dev/null) || status=$?
        [ "$status" -eq 70 ] || die "$offence was not caught: status was $status, expected 70"
    done
    (cd "$scratch" && timeout 120 "$program" </dev/null)
    (cd "$scratch" && timeout 120 "$program" --live </dev/null)
}
