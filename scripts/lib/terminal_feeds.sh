# Prices for the terminal simulator: recorded where the machine has them, else made up. Sourced.
#
# Every feed becomes a file of ticks, `time_msc,bid,ask`, which the simulator and
# `hypertrader replay` both read. Bars become four ticks each, as docs/replay.md says.

# What is recorded: name, file below ../shared/data, from, to (days), weeks to move it, digits,
# modelled spread in points (0 = the file has one); for made-up ones first price and move of a bar.
# The H1 files are moved by whole weeks to the same weeks of 2019.
terminal_feeds() {
    cat <<'END'
EURUSD_M1 bars_m1/EURUSD_M1_2020 2020-05-04 2020-05-08 0 5 12 1.09 0.00008
XAUUSD_M1 bars_m1/XAUUSD_M1_mt5 2026-01-12 2026-01-16 0 2 0 4200 0.9
BTCUSD_M1 bars_m1/BTCUSD_M1_mt5 2026-01-15 2026-01-19 0 2 0 93000 35
EURUSD_ticks ticks/EURUSD_ticks_oanda_2014-05-01_09 2014-05-01 2014-05-02 0 5 12 1.38 0.00005
AUDJPY bars_h1/AUDJPY_H1_2012-2019 2019-02-04 2019-03-15 0 3 20 78 0.06
AUDUSD bars_h1/AUDUSD_H1_2012-2019 2019-02-04 2019-03-15 0 5 14 0.72 0.0006
EURGBP bars_h1/EURGBP_H1_2012-2019 2019-02-04 2019-03-15 0 5 16 0.87 0.0006
EURJPY bars_h1/EURJPY_H1_2012-2019 2019-02-04 2019-03-15 0 3 18 125 0.09
GBPJPY bars_h1/GBPJPY_H1_2012-2019 2019-02-04 2019-03-15 0 3 25 143 0.13
GBPUSD bars_h1/GBPUSD_H1_2012-2019 2019-02-04 2019-03-15 0 5 15 1.31 0.0011
USDCAD bars_h1/USDCAD_H1_2012-2019 2019-02-04 2019-03-15 0 5 16 1.31 0.0009
USDCHF bars_h1/USDCHF_H1_2012-2019 2019-02-04 2019-03-15 0 5 16 0.99 0.0006
USDJPY bars_h1/USDJPY_H1_2012-2019 2019-02-04 2019-03-15 0 3 14 110 0.07
XAUUSD bars_h1/XAUUSD_H1_2012-2019 2019-02-04 2019-03-15 0 2 25 1315 1.6
XAGUSD bars_h1/XAGUSD_H1_2018-2023 2019-02-04 2019-03-15 0 3 20 15.8 0.03
UKOIL bars_h1/UKOIL_H1_2018-2023 2019-02-04 2019-03-15 0 3 30 62 0.2
BTCUSD bars_h1/BTCUSD_H1_coinbase_2017-2019 2019-02-04 2019-03-15 0 2 1000 3450 15
BTCUSDT bars_h1/BTCUSDT_H1_binance_2017-2021 2019-02-04 2019-03-15 0 2 1000 3450 15
EURUSD bars_h1/EURUSD_H1_bidask_oanda_2007-2015 2014-02-03 2014-03-14 261 5 12 1.35 0.0008
NZDUSD bars_h1/NZDUSD_H1_bidask_oanda_2007-2015 2014-02-03 2014-03-14 261 5 18 0.81 0.0007
EURAUD bars_h1/EURAUD_H1_2023-2026 2024-02-05 2024-03-15 -261 5 20 1.65 0.0012
DOGEUSDT bars_h1/DOGEUSDT_H1_binance 2020-02-03 2020-03-13 -52 7 20 0.0025 0.00002
END
}

# The functions of awk that both programs below share: time stamps, and a bar as four ticks.
terminal_feeds_awk='
function stamp(text, parts) {
    split(text, parts, /[-: T]/)
    return mktime(parts[1] " " parts[2] " " parts[3] " " parts[4] + 0 " " parts[5] + 0 " " \
        int(parts[6]))
}
function tick(second, ms, bid, spread) {
    printf "%.0f,%.*f,%.*f\n", second * 1000 + ms, digits, bid, digits, bid + spread * point
}
function bar(at, first, high, low, last, spread, low_first) {
    low_first = first - low <= high - first
    tick(at, 0, first, spread)
    tick(at + period / 4, 0, low_first ? low : high, spread)
    tick(at + period / 2, 0, low_first ? high : low, spread)
    tick(at + period - 1, 999, last, spread)
}
BEGIN { point = 1; for (i = 0; i < digits; i++) point /= 10 }
'

# `recorded_ticks FILE VARIABLES...`: from bars with or without spread, bid and ask bars, or ticks.
recorded_ticks() {
    local file=$1
    shift
    zcat "$file" | TZ=UTC awk -F, "$@" "$terminal_feeds_awk"'
NR == 1 {
    for (i = 1; i <= NF; i++) column[$i] = i
    next
}
"time_ms" in column {
    second = int($1 / 1000)
    if (second >= stamp(from " 00:00:00") && second < stamp(to " 00:00:00") + 86400)
        printf "%.0f,%s,%s\n", $1 + weeks * 604800000, $2, $3
    next
}
substr($1, 1, 10) < from || substr($1, 1, 10) > to { next }
{
    at = stamp($1) + weeks * 604800
    if ("bid_open" in column) {
        bar(at, $2, $3, $4, $5, ($6 - $2) / point > 1 ? ($6 - $2) / point : 1)
    } else {
        wide = "spread" in column ? $(column["spread"]) : 0
        bar(at, $2, $3, $4, $5, wide > 0 ? wide : (spread > 0 ? spread : 30))
    }
}'
}

# `made_up_ticks VARIABLES...`: a random walk over the same days; only crypto trades at weekends.
made_up_ticks() {
    TZ=UTC awk "$@" "$terminal_feeds_awk"'
function uniform() {
    state = (state * 16807) % 2147483647
    return state / 2147483647
}
function step() {
    return (uniform() + uniform() + uniform() - 1.5) * 2 * move
}
BEGIN {
    state = seed
    wide = spread > 0 ? spread : 30
    end = stamp(to " 00:00:00") + 86400
    for (at = stamp(from " 00:00:00"); at < end; at += period) {
        day = strftime("%w", at)
        if (!always && (day == 0 || day == 6)) continue
        first = low = high = price
        for (i = 0; i < 8; i++) {
            price += step() / 2.8
            if (price < low) low = price
            if (price > high) high = price
        }
        bar(at + weeks * 604800, first, high, low, price, wide)
    }
}' </dev/null
}

# `prepare_feeds FOLDER`: one NAME.csv for each feed; says which are real and which are SYNTHETIC.
prepare_feeds() {
    local folder=$1 data number=0 made_up=0
    local name file from to weeks digits spread price move period always
    data=$(cd "$root/.." && pwd)/shared/data
    mkdir -p "$folder"
    while read -r name file from to weeks digits spread price move; do
        number=$((number + 1))
        case $name in *_M1 | *_ticks) period=60 ;; *) period=3600 ;; esac
        case $name in BTC* | DOGE*) always=1 ;; *) always=0 ;; esac
        local variables=(-v "from=$from" -v "to=$to" -v "weeks=$weeks" -v "digits=$digits"
            -v "spread=$spread" -v "period=$period")
        if [ -f "$data/$file.csv.gz" ]; then
            recorded_ticks "$data/$file.csv.gz" "${variables[@]}"
        else
            made_up=$((made_up + 1))
            made_up_ticks "${variables[@]}" -v "seed=$((7919 * number))" -v "price=$price" \
                -v "move=$move" -v "always=$always"
        fi >"$folder/$name.ticks"
        [ "$(wc -l <"$folder/$name.ticks")" -ge 1000 ] || die "feed $name has too few ticks"
        { echo "time_ms,bid,ask" && cat "$folder/$name.ticks"; } >"$folder/$name.csv"
        rm "$folder/$name.ticks"
    done < <(terminal_feeds)
    [ "$made_up" -eq 0 ] || note "terminal: $made_up of $number feeds are SYNTHETIC:" \
        "the recorded prices are not on this machine"
    printf '%d feeds, %d of them SYNTHETIC\n' "$number" "$made_up"
}
