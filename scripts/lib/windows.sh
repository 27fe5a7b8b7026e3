# Builds for 64-bit Windows on Linux, and runs the result under Wine. Sourced after common.sh.

# Which compiler builds for Windows: `rustup` (the rustup target is installed) or `debian` (the
# distribution's rustc with its own standard library built from source). Prints one of them.
windows_compiler() {
    if rustup_has_windows; then
        echo rustup
    elif debian_rust_is_new_enough; then
        echo debian
    else
        return 1
    fi
}

rustup_has_windows() {
    have rustup && rustup target list --installed 2>/dev/null | grep -qx "$windows_triple"
}

debian_rust_is_new_enough() {
    [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] || return 1
    [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std" ] || return 1
    version_at_least "$(/usr/bin/rustc --version | cut -d ' ' -f 2)" "$(minimum_rust)"
}

# The version of rustc-web that apt would install is new enough.
debian_rust_is_offered() {
    have apt-cache || return 1
    local offered
    offered=$(apt-cache policy rustc-web 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    [ -n "$offered" ] && [ "$offered" != "(none)" ] && version_at_least "$offered" "$(minimum_rust)"
}

# Makes sure that a compiler for Windows exists: what is there, then Debian's, then rustup's.
install_windows_compiler() {
    windows_compiler >/dev/null && return
    if debian_rust_is_offered; then
        install_packages rustc-web cargo-web rust-web-src
    elif have rustup; then
        printf 'rustc-web is not offered here; adding the rustup target %s\n' "$windows_triple"
        timeout 300 rustup target add "$windows_triple" </dev/null || true
    fi
    windows_compiler >/dev/null || die "no Rust $(minimum_rust) for Windows; either run" \
        "'sudo apt-get install -y rustc-web cargo-web rust-web-src' (Debian)" \
        "or 'rustup target add $windows_triple'"
}

# `windows_cargo ARGUMENTS...`: cargo for Windows into a target folder of its own.
windows_cargo() {
    local compiler
    compiler=$(windows_compiler) || die "no compiler for Windows"
    printf 'compiler for Windows: %s\n' "$compiler"
    if [ "$compiler" = rustup ]; then
        CARGO_TARGET_DIR=$windows_target cargo "$@" --target "$windows_triple"
    else
        env -u RUSTUP_TOOLCHAIN -u CARGO -u RUSTDOC PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc \
            RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$windows_target" \
            /usr/bin/cargo "$@" --target "$windows_triple" -Z build-std=std,panic_unwind
    fi
}

# The DLL, its import library, and hypertrader.exe; nothing for tests, which need heavier crates.
build_windows() {
    windows_cargo build --release --locked --lib --bins
}

# Gives this run of the script a Wine prefix of its own, without a display, Mono or Gecko.
prepare_wine() {
    export WINEPREFIX=$1 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" WINEARCH=win64
    unset DISPLAY
    [ -d "$WINEPREFIX/drive_c" ] && return
    timeout --kill-after=10 300 wineboot --init </dev/null >/dev/null 2>&1 \
        || die "wineboot could not create a prefix in $WINEPREFIX (exit status $?)"
}

# `run_wine SECONDS PROGRAM ARGUMENTS...`: a Windows program, stopped when the time is over.
run_wine() {
    local seconds=$1
    shift
    timeout --kill-after=10 "$seconds" wine "$@" </dev/null
}

# Ends the Wine server of our own prefix (and of no other).
stop_wine() {
    [ -d "$1/drive_c" ] && WINEPREFIX=$1 WINEDEBUG=-all timeout 30 wineserver -k || true
}

# Puts the stand-in for the library that Wine 8 lacks beside the programs in folder $1.
add_missing_wine_library() {
    x86_64-w64-mingw32-gcc -std=c11 -Wall -Wextra -Werror -O2 -shared \
        -o "$1/bcryptprimitives.dll" "$root/tests/windows/process_prng.c" -ladvapi32
}
