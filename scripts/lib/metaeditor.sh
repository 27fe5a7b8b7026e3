# MetaEditor as a compiler. Sourced after common.sh.

# How long one program may take to compile.
metaeditor_seconds=120

# `find_metaeditor`: where the installers of MetaQuotes and of brokers put it; empty when nowhere.
find_metaeditor() {
    local folder editor
    for folder in "/c/Program Files" "${WINEPREFIX:-$HOME/.wine}/drive_c/Program Files"; do
        for editor in "$folder"/*/metaeditor64.exe "$folder"/*/MetaEditor64.exe; do
            [ ! -f "$editor" ] || { echo "$editor" && return; }
        done
    done
}

# `editor_path EDITOR PATH`: as the editor knows it; one that is no Windows program takes it as is.
editor_path() {
    case $1 in
        *.exe) if have cygpath; then cygpath -w "$2"; else winepath -w "$2" 2>/dev/null; fi ;;
        *) echo "$2" ;;
    esac
}

# `run_metaeditor EDITOR ARGUMENTS...`: Git Bash would take arguments such as /log:... for paths.
run_metaeditor() {
    local command=("$@")
    [ "${1%.exe}" = "$1" ] || have cygpath || command=(wine "$@")
    MSYS2_ARG_CONV_EXCL='*' WINEDEBUG=-all timeout "$metaeditor_seconds" "${command[@]}" \
        </dev/null || true
}

# `log_text FILE`: a log of MetaEditor, which is UTF-16, as plain lines.
log_text() {
    iconv -f UTF-16LE -t UTF-8 "$1" | sed -e '1s/^\xef\xbb\xbf//' -e 's/\r$//'
}

# `is_clean LOG`: its result line, which must be there, counts neither errors nor warnings.
is_clean() {
    local result
    result=$(log_text "$1" | grep -E '^ *Result:? ' | tail -n 1) || true
    grep -q -E '(^|[^0-9])0 error(s|\(s\))?, 0 warning(s|\(s\))?' <<<"$result"
}

# `compile_program EDITOR FOLDER FILE`: FILE is below FOLDER, which also holds Include.
compile_program() {
    local source=$2/$3 program=$2/${3%.mq5}.ex5 log=$2/${3%.mq5}.log
    rm -f "$program" "$log"
    run_metaeditor "$1" "/compile:$(editor_path "$1" "$source")" \
        "/include:$(editor_path "$1" "$2")" "/log:$(editor_path "$1" "$log")"
    [ -f "$log" ] || { printf 'FAILED  %s: MetaEditor wrote no log\n' "$3" && return 1; }
    if is_clean "$log" && [ -s "$program" ]; then
        printf 'ok      %s\n' "$3"
    else
        printf 'FAILED  %s\n' "$3"
        log_text "$log" | grep -E 'error|warning|Result' || log_text "$log"
        [ -s "$program" ] || printf 'there is no %s\n' "${3%.mq5}.ex5"
        return 1
    fi
}

# `compile_programs EDITOR FOLDER`: all of them, even after a failure.
compile_programs() {
    local file failures=0 count=0
    while IFS= read -r file; do
        count=$((count + 1))
        compile_program "$1" "$2" "$file" || failures=$((failures + 1))
    done < <(cd "$2" && find Experts Scripts -name '*.mq5' | LC_ALL=C sort)
    printf '%d programs, %d failed\n' "$count" "$failures"
    [ "$count" -gt 0 ] && [ "$failures" -eq 0 ]
}
