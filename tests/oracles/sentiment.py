"""Texts with the scores of Python's vaderSentiment, one JSON object a line, for tests/news_vader.rs.

    python sentiment.py headlines FOLDER   every text of FOLDER (../shared/data/news), with its label
    python sentiment.py random COUNT       made from boosters, negations, emoji, punctuation, ...
    python sentiment.py fixture            the sentences of tests/golden/news/sentences.txt

Keys: text, neg, neu, pos, compound; and for labelled texts file, label (-1, 0, 1), held_out. A text
is held out when the 64-bit FNV-1a hash of its UTF-8 bytes is odd: repeated texts stay together.
"""

import csv
import gzip
import json
import pathlib
import random
import sys
import xml.etree.ElementTree

from vaderSentiment import vaderSentiment

LABELS = {"negative": -1, "neutral": 0, "positive": 1}


def is_held_out(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value % 2 == 1


def table(path, **options):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, **options)


def labelled(folder):
    """SEntFiN where all entities of a headline have one label; the phrase bank; the tweets, where a
    mean rating within 0.5 of 0 is neutral."""
    rows = table(folder / "SEntFiN_part.csv.gz")
    next(rows)
    for _, text, decisions in rows:
        of_entities = set(json.loads(decisions).values())
        label = LABELS[of_entities.pop()] if len(of_entities) == 1 else None
        yield "SEntFiN", text, label
    rows = table(folder / "FinancialPhraseBank_part.csv.gz")
    next(rows)
    for text, label, _ in rows:
        yield "FinancialPhraseBank", text, LABELS[label]
    for _, rating, text in table(
        folder / "tweets_GroundTruth.tsv.gz", delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        rating = float(rating)
        yield "tweets", text, (rating > 0.5) - (rating < -0.5)


def unlabelled(folder):
    with open(folder / "crypto_headlines_2024-04_05.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from (row["headline"], row["description"])
    for item in xml.etree.ElementTree.parse(folder / "coindesk_rss_2023-03-13.xml").iter("item"):
        yield from (item.findtext("title"), item.findtext("description"))
    for name in ("newsapi_everything_2020-08-09.json", "newsapi_crypto_2022-12-23.json"):
        articles = json.loads((folder / name).read_text(encoding="utf-8"))
        articles = articles["articles"] if isinstance(articles, dict) else articles
        for article in articles:
            yield from (article.get(key) for key in ("title", "description", "content"))


def headlines(folder):
    for file, text, label in labelled(folder):
        facts = {} if label is None else {
            "file": file, "label": label, "held_out": is_held_out(text),
        }
        yield text, facts
    for text in unlabelled(folder):
        if text:
            yield text, {}


class Adversary:
    """Makes texts out of everything that VADER treats specially. Seeded: always the same."""

    SPACES = [" "] * 12 + ["  ", "\t", "\n", "\u00a0", "\u3000", "\x1c", "\x0b", "\u200b", "\r\n"]
    ENDS = [""] * 12 + list("!?.,;:)('\"*_-") + ["!!", "???", "!?!?!", "...", "\u2026", "\u2019"]
    LETTERS = ["\u00c9", "\u00df", "\u01c5", "\u0130", "\u212a", "\u00aa", "\u2160", "\u03a3", "\ufb01"]

    def __init__(self, seed):
        analyzer = vaderSentiment.SentimentIntensityAnalyzer()
        self.random = random.Random(seed)
        special = list(vaderSentiment.SPECIAL_CASES) + list(vaderSentiment.SENTIMENT_LADEN_IDIOMS)
        boosters = list(vaderSentiment.BOOSTER_DICT)
        self.kinds = [
            (6, sorted(analyzer.lexicon)),
            (4, boosters),
            (3, vaderSentiment.NEGATE),
            (3, special),
            (2, sorted(analyzer.emojis)),
            (3, "no or nor but kind of sort at least very never so this without doubt".split()),
            (3, "the shit bomb bad ass bus stop yeah right kiss of death to die for".split()),
            (3, "good bad great terrible love hate win lose profit market coin".split()),
            (2, "the a is was it has been market price 2024 $100 isn't we'Ve".split()),
            (1, self.LETTERS),
        ]

    def word(self):
        weights = [weight for weight, _ in self.kinds]
        words = self.random.choices(self.kinds, weights)[0][1]
        text = self.random.choice(words)
        case = self.random.random()
        if case < 0.15:
            text = text.upper()
        elif case < 0.22:
            text = text.capitalize()
        elif case < 0.25:
            text = text.swapcase()
        if self.random.random() < 0.02:
            text += self.random.choice(self.LETTERS)
        if self.random.random() < 0.03:
            text = text.replace("k", "\u212a")
        return text

    def text(self):
        parts = [self.random.choice(self.SPACES) if self.random.random() < 0.1 else ""]
        for _ in range(self.random.choice([0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 40])):
            parts.append(self.random.choice(self.ENDS) if self.random.random() < 0.2 else "")
            parts.append(self.word())
            parts.append(self.random.choice(self.ENDS))
            parts.append("" if self.random.random() < 0.03 else self.random.choice(self.SPACES))
        return "".join(parts)


def chosen(arguments):
    if arguments[0] == "headlines":
        yield from headlines(pathlib.Path(arguments[1]))
    elif arguments[0] == "random":
        adversary = Adversary(20240305)
        for _ in range(int(arguments[1])):
            yield adversary.text(), {}
    else:
        folder = pathlib.Path(__file__).parent.parent / "golden" / "news"
        for line in (folder / "sentences.txt").read_text(encoding="utf-8").split("\n"):
            if line and not line.startswith("#"):
                yield json.loads(line), {}


def main():
    analyzer = vaderSentiment.SentimentIntensityAnalyzer()
    for text, facts in chosen(sys.argv[1:]):
        print(json.dumps({"text": text, **analyzer.polarity_scores(text), **facts}))


if __name__ == "__main__":
    main()
