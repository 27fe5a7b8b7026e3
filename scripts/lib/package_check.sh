# What a package must be before anybody gets it. Sourced after common.sh and package.sh.

# `lines_of FILE`: a list of tests/data without its comments.
lines_of() {
    grep -v -e '^#' -e '^$' "$root/tests/data/$1"
}

# `check_library DLL`: 64-bit, needs Windows only, exports what is documented, and was built from
# these sources.
check_library() {
    local headers foreign
    headers=$(objdump -p "$1")
    grep -q 'file format pei-x86-64' <<<"$headers" || die "$1 is not a 64-bit Windows library"
    foreign=$(sed -n 's/^\s*DLL Name: //p' <<<"$headers" | tr '[:upper:]' '[:lower:]' | sort -u \
        | grep -v -x -F -f <(lines_of windows_system_libraries.txt) || true)
    [ -z "$foreign" ] || die "$1 needs libraries that are not part of Windows:" "$foreign"
    diff <(sed -n '/Ordinal\/Name Pointer/,/^$/s/^\s*\[ *[0-9]*\] //p' <<<"$headers" | sort) \
        <(lines_of exported_symbols.txt | sort) \
        || die "$1 exports other functions (<) than are documented (>)"
    check_library_commit "$1"
}

# `check_library_commit DLL`: a DLL of other sources would trade by other rules than the package
# says. Commits that leave the library alone do not matter.
check_library_commit() {
    local commit head sources=(src include build.rs Cargo.toml Cargo.lock .cargo)
    commit=$(grep -a -o -E "${package_version//./\\.} \([0-9a-f]{12}\)" "$1" | head -n 1 \
        | sed 's/.*(\(.*\))/\1/') || true
    [ -n "$commit" ] || die "$1 is not version $package_version, or knows no commit; build it again"
    head=$(git -C "$root" rev-parse HEAD)
    [ "${head:0:12}" = "$commit" ] \
        || git -C "$root" diff --quiet "$commit" HEAD -- "${sources[@]}" \
        || die "$1 was built from commit $commit, whose library differs from ${head:0:12}"
    [ -z "$(git -C "$root" status --porcelain -- "${sources[@]}" mql5 docs examples)" ] \
        || printf 'NOTE: the package holds changes that are not committed\n'
}

# `expected_entries`: every file that the package must hold, .ex5 files aside.
expected_entries() {
    local page
    mql5_sources | sed 's|^|MQL5/|'
    (cd "$root/mql5" && find Presets -type f) | sed 's|^|MQL5/|'
    printf '%s\n' MQL5/Libraries/hypertrader.dll MQL5/Experts/HyperTrader/HyperTrader.mq5 \
        MQL5/Scripts/HyperTrader/{CheckInstall,SelfTest}.mq5 \
        "$documents"/{hypertrader.toml,CHANGELOG.txt,SHA256SUMS.txt} \
        "$documents"/licences/{hypertrader-MIT.txt,hypertrader-Apache-2.0.txt,third-party.txt} \
        "$documents"/licences/{rust-standard-library.html,vaderSentiment.txt}
    for page in "${package_pages[@]}"; do
        printf '%s\n' "$documents/$page.html"
    done
}

# `check_entries ZIP`: nothing missing, nothing unexpected, nothing that unpacks elsewhere.
check_entries() {
    local entries times
    entries=$(unzip -Z1 "$1")
    ! grep -E '^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|/$' <<<"$entries" \
        || die "the package has entries outside the data folder, or folders"
    [ "$entries" = "$(LC_ALL=C sort -u <<<"$entries")" ] || die "the entries are not sorted"
    diff <(grep -v -e '\.ex5$' -e '/mingw-w64\.txt$' <<<"$entries") \
        <(expected_entries | LC_ALL=C sort -u) \
        || die "the package holds other files (<) than expected (>)"
    times=$(unzip -Zl -T "$1" | awk '/^[-?]/ { print $8 }' | sort -u)
    [ "$(wc -l <<<"$times")" -eq 1 ] || die "the entries carry more than one time:" "$times"
}

# `check_checksums FOLDER`: they cover every file, and every file has its own.
check_checksums() {
    (cd "$1" && sha256sum --strict --quiet -c "$documents/SHA256SUMS.txt") \
        || die "checksums do not hold"
    diff <(sed 's/^[0-9a-f]* [ *]//' "$1/$documents/SHA256SUMS.txt" | LC_ALL=C sort) \
        <(cd "$1" && find . -type f ! -name SHA256SUMS.txt | sed 's|^\./||' | LC_ALL=C sort) \
        || die "files with a checksum (<) and files (>) differ"
}

# `check_includes FOLDER`: what the programs include and import is in the package, letter for
# letter: Windows would forgive a wrong case, other systems would not.
check_includes() {
    local file line name
    while IFS= read -r file; do
        while IFS= read -r line; do
            name=$(sed -E 's/^\s*#(include|import)\s*[<"]([^>"]*)[>"].*/\2/' <<<"$line")
            case $line in
                *include*'<'*) name=$1/MQL5/Include/$name ;;
                *include*) name=$(dirname "$file")/$name ;;
                *) name=$1/MQL5/Libraries/$name ;;
            esac
            [ -f "${name//\\//}" ] || die "${file#"$1/"}: $line: not in the package"
        done < <(tr -d '\r' <"$file" | grep -E '^\s*#(include|import)\s*[<"]')
    done < <(find "$1/MQL5" -name '*.mq5' -o -name '*.mqh')
}

# `check_pages FOLDER`: every link of the documents leads to a file and a heading beside them.
check_pages() {
    local page link file anchor
    for page in "$1/$documents"/*.html; do
        while IFS= read -r link; do
            case $link in http://* | https://*) continue ;; esac
            file=${link%%#*}
            anchor=${link#"$file"}
            file=${file:-$(basename "$page")}
            [ -f "$1/$documents/$file" ] || die "$(basename "$page"): link to $link: no such file"
            [ -z "$anchor" ] || grep -q " id=\"${anchor#\#}\"" "$1/$documents/$file" \
                || die "$(basename "$page"): link to $link: no such heading"
        done < <(grep -o 'href="[^"]*"' "$page" | sed 's/^href="\(.*\)"$/\1/')
    done
}

# `check_presets FOLDER`: what the terminal reads says what the sources say.
check_presets() {
    local file
    for file in "$1"/MQL5/Presets/*.set; do
        iconv -f UTF-16 -t UTF-8 "$file" | tr -d '\r' \
            | cmp - "$root/mql5/Presets/$(basename "$file")" || die "$file changed on the way"
    done
}

# `check_package ZIP DLL`: unpacks the file as a trader would, and looks at what came out.
check_package() {
    local folder=$1.unpacked
    rm -rf "$folder"
    check_entries "$1"
    unzip -q "$1" -d "$folder"
    check_checksums "$folder"
    cmp "$2" "$folder/MQL5/Libraries/hypertrader.dll" || die "the package holds another DLL"
    check_includes "$folder"
    check_pages "$folder"
    check_presets "$folder"
    printf '%s: %d files, %d bytes\n' "$(basename "$1")" "$(unzip -Z1 "$1" | wc -l)" \
        "$(stat -c %s "$1")"
    rm -rf "$folder"
}
