# Shared by the scripts: where things are, and how a missing tool is reported. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
windows_target=$target/windows
windows_triple=x86_64-pc-windows-gnu
windows_output=$windows_target/$windows_triple/release
export CARGO_TARGET_DIR=$target
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}

# Says what is wrong on standard error and stops the script (or the section it runs in).
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# `as_root COMMAND...` runs it directly, through sudo, or fails when neither is possible.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# `install_packages PACKAGE...`: from apt, or stops with the command that a person has to run.
install_packages() {
    printf 'installing: %s\n' "$*"
    have apt-get || die "this machine has no apt; install the equivalents of: $*"
    local options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" update -qq </dev/null \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y -qq \
            --no-install-recommends "$@" </dev/null >/dev/null \
        || die "missing packages; run: sudo apt-get update && sudo apt-get install -y $*"
}

# True when version $1 is at least version $2.
version_at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# The oldest Rust that the crate accepts, from Cargo.toml.
minimum_rust() {
    sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml"
}
