# Tests of the package and of the scripts that make it. Sourced after package_check.sh.

# `must_refuse WHAT COMMAND...`: the command stops with an error of its own.
must_refuse() {
    local what=$1 output
    shift
    if output=$( ("$@") 2>&1); then
        die "accepted although $what"
    fi
    grep -q '^error: ' <<<"$output" || die "refused without saying why: $what: $output"
    printf -- '- refused, %s: %s\n' "$what" "$(sed -n 's/^error: //p' <<<"$output" | head -n 1)"
}

# `changed_package NAME COMMAND...`: a copy of the unpacked package, changed by the command run in
# it, and packed again without new checksums. Prints its path.
changed_package() {
    local folder=$package_scratch/$1 file=$package_scratch/$1.zip
    shift
    unzip -q "$package_file" -d "$folder"
    (cd "$folder" && "$@") >/dev/null
    zip_folder "$folder" "$file"
    echo "$file"
}

# The package of the DLL that was just built, twice; then what must not pass as a package.
run_package_tests() {
    local dll=$windows_output/hypertrader.dll
    [ -f "$dll" ] || die "hypertrader.dll was not built"
    install_package_tools
    package_scratch=$scratch/package
    package_file=$package_scratch/first/$package_name.zip
    "$root/scripts/package" --dll "$dll" --output "$package_scratch/first"
    "$root/scripts/package" --dll "$dll" --output "$package_scratch/second"
    cmp "$package_file" "$package_scratch/second/$package_name.zip"
    (cd "$package_scratch/first" && sha256sum -c "$package_name.zip.sha256")
    refuse_changed_packages "$dll"
    refuse_foreign_libraries "$dll"
}

refuse_changed_packages() {
    local dll=$1 file=MQL5/Experts/HyperTrader/HyperTrader.mq5 sums=$documents/SHA256SUMS.txt
    local bad
    bad=$(changed_package missing rm "$file")
    must_refuse "the Expert Advisor is missing" check_package "$bad" "$dll"
    bad=$(changed_package foreign touch MQL5/Libraries/libgcc_s_seh-1.dll)
    must_refuse "it holds a foreign file" check_package "$bad" "$dll"
    bad=$(changed_package byte sed -i '1s/^/ /' "$file")
    must_refuse "a file differs from its checksum" check_package "$bad" "$dll"
    bad=$(changed_package unlisted sed -i '1d' "$sums")
    must_refuse "a file has no checksum" check_package "$bad" "$dll"
    bad=$(changed_package include bash -euc "
        sed -i 's|#include <HyperTrader/|&missing|' $file
        sum=\$(sha256sum <$file | cut -d ' ' -f 1)
        sed -i \"s|^[0-9a-f]*\\(  $file\\)|\$sum\\1|\" $sums")
    must_refuse "an include leads nowhere" check_package "$bad" "$dll"
    bad=$package_scratch/outside.zip
    cp "$package_file" "$bad"
    (cd "$package_scratch/first" && zip -q "$bad" ../first/"$package_name.zip.sha256")
    must_refuse "an entry unpacks elsewhere" check_package "$bad" "$dll"
    must_refuse "it holds another DLL" check_package "$package_file" "$root/Cargo.toml"
}

refuse_foreign_libraries() {
    local dll=$1 bad=$package_scratch/bad.dll
    must_refuse "it is no Windows library" check_library "$root/Cargo.toml"
    sed 's/USERENV\.dll/VCRUNTI.dll/' "$dll" >"$bad"
    must_refuse "it needs a runtime" check_library "$bad"
    sed 's/ht_engine_ticks/ht_engine_ticka/g' "$dll" >"$bad"
    must_refuse "it lacks a function" check_library "$bad"
    sed -E "s/(${package_version//./\\.} \()[0-9a-f]{12}\)/\1000000000000)/" "$dll" >"$bad"
    must_refuse "it is of unknown sources" check_library "$bad"
}

# A MetaEditor that writes the log it is told to write, as UTF-16, and the program unless told not.
write_false_metaeditor() {
    cat >"$1" <<'EOF'
#!/usr/bin/env bash
for argument in "$@"; do
    case $argument in
        /compile:*) program=${argument#/compile:} ;;
        /log:*) log=${argument#/log:} ;;
    esac
done
{
    printf '\xff\xfe'
    printf '%b' "$FALSE_LOG" | iconv -t UTF-16LE
} >"$log"
[ -n "${FALSE_NO_PROGRAM:-}" ] || echo compiled >"${program%.mq5}.ex5"
exit 1
EOF
    chmod +x "$1"
}

# `false_compilation LOG [NO_PROGRAM]`: what scripts/compile-mql5 makes of such a log.
false_compilation() {
    FALSE_LOG=$1 FALSE_NO_PROGRAM=${2:-} "$root/scripts/compile-mql5" "$scratch/compiled" \
        "$scratch/false-metaeditor" || die "not compiled"
}

run_metaeditor_tests() {
    write_false_metaeditor "$scratch/false-metaeditor"
    false_compilation ' : information: compiling\r\nResult: 0 errors, 0 warnings, 9 ms elapsed\r\n'
    [ -s "$scratch/compiled/Experts/HyperTrader/HyperTrader.ex5" ]
    must_refuse "there is an error" \
        false_compilation 'a.mq5(1,2) : error 256: x\r\nResult: 1 errors, 0 warnings\r\n'
    must_refuse "there are ten errors" false_compilation 'Result: 10 errors, 0 warnings\r\n'
    must_refuse "there is a warning" false_compilation 'Result: 0 errors, 1 warnings, 5 ms\r\n'
    must_refuse "the log has no result" false_compilation 'compiling\r\n'
    must_refuse "there is no program" false_compilation 'Result: 0 errors, 0 warnings\r\n' yes
    local status=0
    "$root/scripts/compile-mql5" "$scratch/compiled" "$scratch/no-metaeditor" || status=$?
    [ "$status" -eq 3 ] || die "without MetaEditor the status was $status, expected 3"
}
