# The sections that need nothing but cargo. Sourced after common.sh.

check_cargo_tools() {
    have cargo || die "cargo is missing; install Rust 1.95 or newer with rustup"
    local version
    version=$(cargo --version | cut -d ' ' -f 2)
    version_at_least "$version" "$(minimum_rust)" \
        || die "cargo was $version, expected at least $(minimum_rust); run: rustup update stable"
    cargo fmt --version || rustup component add rustfmt \
        || die "rustfmt is missing; run: rustup component add rustfmt"
    cargo clippy --version || rustup component add clippy \
        || die "clippy is missing; run: rustup component add clippy"
    have cc || install_packages build-essential
    printf 'cargo %s, %s\n' "$version" "$(cc --version | head -n 1)"
}

check_format() {
    cargo fmt --check
}

# Both ends of the feature range; `fault-injection` only adds one function.
check_clippy() {
    cargo clippy --locked --all-targets --all-features -- -D warnings
    cargo clippy --locked --all-targets --no-default-features -- -D warnings
}

run_cargo_tests() {
    cargo test --locked --all-features --no-fail-fast
}

# The lock-free types, every order of their threads.
check_lock_free() {
    RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=$target/loom cargo test --locked --release --lib \
        --manifest-path tests/loom/Cargo.toml
}

# Also part of the tests above; named here so that a stale header is seen at a glance.
check_header_drift() {
    cargo test --locked --all-features --test header
}

check_documentation() {
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --all-features
}

build_release() {
    cargo build --release --locked
    ls -l "$target/release/hypertrader" "$target/release/libhypertrader.so" \
        "$target/release/libhypertrader.a"
}

# The shipped file, not the debug build that plain `cargo test` looks at.
check_shared_library() {
    HT_SHARED_LIBRARY=$target/release/libhypertrader.so \
        cargo test --locked --all-features --test exports -- shared
}

check_windows_library() {
    HT_WINDOWS_DLL=$windows_output/hypertrader.dll \
        cargo test --locked --all-features --test exports -- --ignored windows
}
