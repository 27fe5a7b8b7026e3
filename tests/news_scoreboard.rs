//! How often sentiment has the sign that people gave: plain VADER beside the words of markets.
//!
//! Every labelled text of `../shared/data/news` is in one of two halves by the parity of the FNV-1a
//! hash of its bytes. The words of markets were chosen with the even half in sight; only the odd
//! half counts. A text is good from compound 0.05 up, bad from -0.05 down, as VADER's authors say.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Read;
use std::path::Path;

use hypertrader::news::sentiment::Scorer;

/// Text and label: -1, 0, 1.
type Labelled = (String, i32);

fn read(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/news").join(name);
    let bytes = std::fs::read(path).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    Some(text)
}

/// Fields of a CSV line with doubled quotes.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                fields.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

fn label(word: &str) -> i32 {
    match word {
        "positive" => 1,
        "negative" => -1,
        _ => 0,
    }
}

fn phrase_bank() -> Option<Vec<Labelled>> {
    let text = read("FinancialPhraseBank_part.csv.gz")?;
    let rows = text.lines().skip(1).map(fields).filter(|fields| fields.len() == 3);
    Some(rows.map(|fields| (fields[0].clone(), label(&fields[1]))).collect())
}

/// Headlines whose named entities all have one label.
fn sentfin() -> Option<Vec<Labelled>> {
    let text = read("SEntFiN_part.csv.gz")?;
    let rows = text.lines().skip(1).map(fields).filter(|fields| fields.len() == 3);
    let labelled = rows.filter_map(|fields| {
        let map: serde_json::Value = serde_json::from_str(&fields[2]).ok()?;
        let mut labels = map.as_object()?.values().filter_map(serde_json::Value::as_str);
        let first = labels.next()?;
        labels.all(|other| other == first).then(|| (fields[1].clone(), label(first)))
    });
    Some(labelled.collect())
}

/// Tweets: good from a mean of 0.2 up on the raters' scale of -4 to 4.
fn tweets() -> Option<Vec<Labelled>> {
    let text = read("tweets_GroundTruth.tsv.gz")?;
    let rows = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let sign = |mean: f64| i32::from(mean >= 0.2) - i32::from(mean <= -0.2);
    Some(rows.map(|row| (row[2].to_owned(), sign(row[1].parse().unwrap()))).collect())
}

fn is_held_out(text: &str) -> bool {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step) % 2 == 1
}

/// Accuracy and the mean of the three classes' F1.
fn figures(rows: &[&Labelled], mut scorer: Scorer) -> (f64, f64) {
    let mut table = [[0_u32; 3]; 3];
    for (text, label) in rows {
        let compound = scorer.score(text).compound;
        let sign = i32::from(compound >= 0.05) - i32::from(compound <= -0.05);
        table[(label + 1) as usize][(sign + 1) as usize] += 1;
    }
    let hits: u32 = (0..3).map(|class| table[class][class]).sum();
    let f1 = |class: usize| {
        let real: u32 = table[class].iter().sum();
        let told: u32 = table.iter().map(|row| row[class]).sum();
        2.0 * f64::from(table[class][class]) / f64::from((real + told).max(1))
    };
    (f64::from(hits) / rows.len() as f64, (f1(0) + f1(1) + f1(2)) / 3.0)
}

#[test]
fn words_of_markets_beat_plain_vader_on_texts_that_they_were_not_chosen_by() {
    let sets = [("PhraseBank", phrase_bank()), ("SEntFiN", sentfin()), ("tweets", tweets())];
    println!("{:<12}{:>8}{:>16}{:>16}", "held out", "texts", "VADER acc/F1", "finance acc/F1");
    for (name, rows) in sets {
        let Some(rows) = rows else {
            println!("skipped: {name} is not beside this folder");
            continue;
        };
        for held_out in [false, true] {
            let half: Vec<&Labelled> =
                rows.iter().filter(|(text, _)| is_held_out(text) == held_out).collect();
            assert!(half.len() > 1_000, "{name}: {} texts", half.len());
            let (vader, finance) =
                (figures(&half, Scorer::vader()), figures(&half, Scorer::finance()));
            let label = if held_out { name.to_owned() } else { format!("({name})") };
            println!(
                "{label:<12}{:>8}{:>9.3}/{:.3}{:>11.3}/{:.3}",
                half.len(),
                vader.0,
                vader.1,
                finance.0,
                finance.1
            );
            if held_out && name != "tweets" {
                assert!(finance.0 > vader.0 && finance.1 > vader.1, "{name}");
            }
        }
    }
}
