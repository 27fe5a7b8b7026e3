# Puts the MetaTrader 5 package together. Sourced after common.sh and licences.sh.

package_version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -n 1)
package_name=hypertrader-mt5-$package_version
documents=HyperTrader-docs

# What a trader reads, from docs/; every link between them must lead to another of them.
package_pages=(
    mt5-start mt5-install mt5-first-paper-trade mt5-model mt5-live mt5-faq mt5-inputs
    mt5-scripts configuration refusals
)

install_package_tools() {
    local packages=()
    have zip || packages+=(zip)
    have unzip || packages+=(unzip)
    have cmark-gfm || packages+=(cmark-gfm)
    have objdump || packages+=(binutils)
    [ "${#packages[@]}" -eq 0 ] || install_packages "${packages[@]}"
}

# Seconds since 1970 that every entry carries: of the last commit, or what the caller says.
package_time() {
    echo "${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}"
}

# `mql5_sources`: the files of mql5/ that a terminal needs, as paths inside it.
mql5_sources() {
    (cd "$root/mql5" && find Include Experts Scripts -type f | LC_ALL=C sort)
}

# `page_as_html FILE`: a page of docs/ that a browser shows, with an anchor at every heading.
page_as_html() {
    local title
    title=$(sed -n 's/^# //p' "$1" | head -n 1)
    [ -n "$title" ] || die "$1 has no heading in its first line"
    printf '%s\n' '<!DOCTYPE html>' '<html lang="en">' '<meta charset="utf-8">' \
        "<title>$title</title>" '<style>' \
        'body { max-width: 52em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 sans-serif; }' \
        'code, pre { font: 14px/1.4 monospace; background: #f2f2f2; }' \
        'pre { padding: 0.8em; overflow-x: auto; }' \
        'table { border-collapse: collapse; }' \
        'td, th { border: 1px solid #bbb; padding: 0.3em 0.6em; vertical-align: top; }' \
        '</style>'
    cmark-gfm --extension table "$1" | awk '
        match($0, /^<h[1-6]>/) {
            anchor = tolower($0)
            gsub(/<[^>]*>|&[a-z]+;/, "", anchor)
            gsub(/[^a-z0-9 _-]/, "", anchor)
            gsub(/ /, "-", anchor)
            sub(/>/, " id=\"" anchor "\">")
        }
        { print }' | sed -e 's/\(href="[a-z0-9-]*\)\.md/\1.html/g'
    printf '</html>\n'
}

# `terminal_text FILE`: a preset as the terminal itself writes one, UTF-16 with a byte order mark.
terminal_text() {
    printf '\xff\xfe'
    sed 's/$/\r/' "$1" | iconv -f UTF-8 -t UTF-16LE
}

# `stage_package DLL COMPILED FOLDER`: everything in its place, below the data folder.
stage_package() {
    local dll=$1 compiled=$2 stage=$3 file page
    mkdir -p "$stage/MQL5/Libraries" "$stage/MQL5/Presets" "$stage/$documents/licences"
    cp "$dll" "$stage/MQL5/Libraries/hypertrader.dll"
    while IFS= read -r file; do
        case $file in
            Include/HyperTrader/*.mqh | Experts/HyperTrader/*.mq5 | Scripts/HyperTrader/*.mq5) ;;
            *) die "mql5/$file has no place in the package" ;;
        esac
        mkdir -p "$stage/MQL5/$(dirname "$file")"
        cp "$root/mql5/$file" "$stage/MQL5/$file"
        if [ -n "$compiled" ] && [ "${file%.mq5}" != "$file" ]; then
            cp "$compiled/${file%.mq5}.ex5" "$stage/MQL5/${file%.mq5}.ex5" \
                || die "$compiled has no ${file%.mq5}.ex5: was it compiled?"
        fi
    done < <(mql5_sources)
    for file in "$root"/mql5/Presets/*.set; do
        terminal_text "$file" >"$stage/MQL5/Presets/$(basename "$file")"
    done
    for page in "${package_pages[@]}"; do
        page_as_html "$root/docs/$page.md" >"$stage/$documents/$page.html"
    done
    cp "$root/examples/hypertrader.toml" "$stage/$documents/hypertrader.toml"
    cp "$root/CHANGELOG.md" "$stage/$documents/CHANGELOG.txt"
    cp "$root/LICENSE-MIT" "$stage/$documents/licences/hypertrader-MIT.txt"
    cp "$root/LICENSE-APACHE" "$stage/$documents/licences/hypertrader-Apache-2.0.txt"
    write_licences "$dll" "$stage/$documents/licences/third-party.txt"
    write_standard_library_licences "$stage/$documents/licences/rust-standard-library.html"
    write_start_code_licence "$dll" "$stage/$documents/licences/mingw-w64.txt"
    cp "$root/src/news/sentiment/data/LICENSE-vaderSentiment" \
        "$stage/$documents/licences/vaderSentiment.txt"
}

# `write_checksums FOLDER`: of every file, with paths from the data folder.
write_checksums() {
    (cd "$1" && find MQL5 "$documents" -type f ! -name SHA256SUMS.txt -print0 \
        | LC_ALL=C sort -z | xargs -0 sha256sum --) >"$1/$documents/SHA256SUMS.txt"
}

# `zip_folder FOLDER FILE`: sorted, one time, one mode, no user: the same bytes every time.
zip_folder() {
    local folder=$1 file=$2
    rm -f "$file"
    find "$folder" -type f -exec chmod 644 {} + -exec touch --date="@$(package_time)" {} +
    (cd "$folder" && find . -type f | sed 's|^\./||' | LC_ALL=C sort \
        | TZ=UTC zip -q -9 -X -D "$file" -@)
}

# `make_package DLL COMPILED FILE`: the zip file. COMPILED is a folder of .ex5 files, or empty.
make_package() {
    local stage=$3.folder
    rm -rf "$stage"
    mkdir -p "$stage"
    stage_package "$1" "$2" "$stage"
    write_checksums "$stage"
    zip_folder "$stage" "$3"
    rm -rf "$stage"
}
