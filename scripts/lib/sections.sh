# Named sections: each runs in its own shell, is timed, and ends up in the summary. Sourced.

section_names=()
section_states=()
section_seconds=()
section_cpu_seconds=()
passed=0
failed=0
started_at=$SECONDS

# Processor seconds of everything that this script has waited for (proc(5): cutime, cstime).
cpu_seconds() {
    local fields
    read -ra fields </proc/$$/stat
    echo $(((fields[15] + fields[16]) / 100))
}

# `note TEXT`: something that the reader of the summary must not overlook.
note() {
    printf 'NOTE: %s\n' "$*" | tee -a "$scratch/notes"
}

# `section NAME COMMAND...`: runs the command; any failing line inside fails the section.
section() {
    local name=$1 begun=$SECONDS state=passed cpu_begun
    cpu_begun=$(cpu_seconds)
    shift
    printf '\n== %s\n' "$name"
    (
        set -euo pipefail
        "$@"
    )
    if [ $? -eq 0 ]; then
        passed=$((passed + 1))
    else
        state=FAILED
        failed=$((failed + 1))
    fi
    section_names+=("$name")
    section_states+=("$state")
    section_seconds+=($((SECONDS - begun)))
    section_cpu_seconds+=($(($(cpu_seconds) - cpu_begun)))
    printf -- '-- %s: %s (%d s)\n' "$name" "$state" $((SECONDS - begun))
}

# Prints the table; its last line and its status are the result of the whole script.
print_summary() {
    printf '\n== summary\n'
    local index
    for index in "${!section_names[@]}"; do
        printf '%-34s %-7s %5d s %6d cpu s\n' "${section_names[$index]}" \
            "${section_states[$index]}" "${section_seconds[$index]}" \
            "${section_cpu_seconds[$index]}"
    done
    printf '%-34s %-7s %5d s %6d cpu s\n' "all sections" "" $((SECONDS - started_at)) \
        "$(cpu_seconds)"
    [ ! -f "$scratch/notes" ] || cat "$scratch/notes"
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}
