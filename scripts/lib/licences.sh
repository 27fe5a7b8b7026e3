# The licences of the crates and data that are compiled into the library. Sourced after common.sh.

# `named_crates`: `name-version` of everything that the library links by Cargo.lock. Crates that
# only run while compiling (procedural macros, build scripts) are not in it.
named_crates() {
    cargo tree --locked --no-default-features --features feeds --edges normal,no-proc-macro \
        --prefix none --target x86_64-pc-windows-msvc --format '{p}' \
        | sed -e 's/ (.*//' -e 's/ v/-/' | grep -v '^hypertrader-'
}

# `seen_crates DLL`: `name-version` of crates whose file names stand in the messages of the DLL.
# It finds what the list above cannot know: parts of a standard library built from source.
seen_crates() {
    local pattern='registry/src/[^/]+/[A-Za-z0-9_-]+-[0-9][A-Za-z0-9.+-]*/'
    tr '\\' '/' <"$1" | grep -a -o -E "$pattern" | cut -d / -f 4 \
        | sort -u || true
}

# `crate_folder NAME-VERSION`: where cargo has put the sources of a crate.
crate_folder() {
    local folder
    for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"$1"; do
        [ ! -d "$folder" ] || { echo "$folder" && return; }
    done
    die "the sources of $1, which is in the library, are not in cargo's folder; run: cargo fetch"
}

# `licence_files FOLDER`: what a crate says about its licence, in its own words.
licence_files() {
    find "$1" -maxdepth 1 -type f \
        \( -iname '*licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \
        -o -iname 'copyright*' \) \
        | LC_ALL=C sort
}

# `field NAME FOLDER`: a value of the crate's own description.
field() {
    sed -n "/^\[package\]/,/^\[[^p]/s/^$1 = \"\(.*\)\"/\1/p" "$2/Cargo.toml" | head -n 1
}

# `write_licences DLL FILE`: a list of all crates, then every licence text once, with its crates.
write_licences() {
    local dll=$1 output=$2 crates crate folder file sum files
    local -A users=() texts=()
    local order=() list=()
    crates=$( (named_crates && seen_crates "$dll") | LC_ALL=C sort -u)
    [ "$(wc -l <<<"$crates")" -ge 10 ] || die "cargo named fewer crates than the library links"
    for crate in $crates; do
        folder=$(crate_folder "$crate")
        files=$(licence_files "$folder")
        [ -n "$files" ] || die "$crate carries no licence text: find it, or replace the crate"
        list+=("$crate" "    $(field license "$folder")" "    $(field repository "$folder")")
        while IFS= read -r file; do
            sum=$(sha256sum <"$file" | cut -d ' ' -f 1)
            [ -n "${texts[$sum]:-}" ] || order+=("$sum")
            texts[$sum]=$file
            users[$sum]+="${users[$sum]:+, }$crate"
        done <<<"$files"
    done
    # Data of others, which cargo does not know: the lexicon and the emoji of VADER.
    file=$root/src/news/sentiment/data/LICENSE-vaderSentiment.txt
    [ -f "$file" ] || die "$file is missing: the lexicon may not be passed on without it"
    list+=("vaderSentiment-3.3.2 (lexicon and emoji)" "    MIT"
        "    https://github.com/cjhutto/vaderSentiment")
    sum=$(sha256sum <"$file" | cut -d ' ' -f 1)
    order+=("$sum")
    texts[$sum]=$file
    users[$sum]=vaderSentiment-3.3.2
    {
        printf '%s\n' "Software of others in hypertrader.dll" "" \
            "The Rust standard library has a file of its own beside this one. Besides it the" \
            "library contains these packages; OR means that the licence may be chosen." "" \
            "${list[@]}"
        for sum in "${order[@]}"; do
            printf '\n%s\n%s\n\n' "$(printf '=%.0s' {1..78})" \
                "$(fold -s -w 96 <<<"$(basename "${texts[$sum]}") of ${users[$sum]}")"
            tr -d '\r' <"${texts[$sum]}"
        done
    } >"$output"
}

# `write_standard_library_licences FILE`: the notices that come with the compiler.
write_standard_library_licences() {
    local notices
    notices=$(rustc --print sysroot)/share/doc/rust/COPYRIGHT-library.html
    [ -f "$notices" ] || die "$notices is missing: it comes with Rust from rustup"
    cp "$notices" "$1"
}

# `write_start_code_licence DLL FILE`: of mingw-w64, whose start code a DLL from Linux contains.
write_start_code_licence() {
    local notices=/usr/share/doc/mingw-w64-x86-64-dev/copyright
    objdump -p "$1" | grep -qi 'DLL Name: msvcrt\.dll' || return 0
    [ -f "$notices" ] || die "$notices is missing: it comes with mingw-w64-x86-64-dev"
    cp "$notices" "$2"
}
