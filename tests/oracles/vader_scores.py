"""Texts and what Python's VADER says of them, as JSON lines.

    python vader_scores.py written                > ../golden/news/vader.jsonl
    python vader_scores.py random 20000 SEED
    python vader_scores.py files FOLDER           # every headline of ../shared/data/news

Needs vaderSentiment 3.3.2 (vader.txt). tests/news_vader.rs reads what this prints.
"""

import csv
import gzip
import io
import json
import pathlib
import random
import sys
import xml.etree.ElementTree as xml

from vaderSentiment import vaderSentiment as vader

# Written for this project.
SUBJECTS = ["Bitcoin", "the euro", "GOLD", "Our fund", "The bank"]
WRITTEN = """
Traders love the new rally
Traders LOVE the new rally
traders love the new rally!!
traders love the new rally!!!!!!
Is this a good price? Is it? Really??
Why?????
Profits were very good
Profits were VERY good
Profits were barely good
Profits were kind of good
Profits were sort of bad
Profits were just enough good
The deal is not good
The deal isn't good
The deal wasn't very good
The deal ISN'T GOOD at all
The deal was never so good
The deal was never this good before
The deal was never good
Investors are so not happy about this great loss
We win this so good
They praise this good day
No good news and no bad news
No luck, no hope
No gains or great wins
no profit nor joy
There is no doubt that it is a success
Without a doubt a great success
Without doubt excellent
They trade without any fear
It is the least bad of all
It was at least a good try
It was the very least good answer
least trusted broker
at least trusted
Good but bad
Bad but good
Good good good but bad bad
good bad good but good bad good
Great, great BUT great
The report was bad, but the outlook is great
The chart is the bomb
This desk is the shit today
This desk is THE SHIT
You were bad ass out there
He is a badass
They waited at the bus stop sadly
Oh yeah right he wins
A kiss of death for the fund
Returns to die for
With a beating heart they sold
kind of
kind of you
a kind of magic
Kind regards
:) :( :D ;-) :-/
Nice :)
(:
Sell!!! :-( now
<3 this coin
:'( lost it all
U.S. stocks up, E.U. down
ok
lol
LOL
meh
$:
%-)
"""
PICTURES = """
\U0001f600
Up\U0001f600
Up \U0001f680\U0001f680\U0001f680 to the moon
\U0001f4a9 coin
cry\U0001f62dcry
\U0001f600good
\U0001f51b now ? \U0001f199!
caf\u00e9 GR\u00d6SSE gro\u00df
\u01c5 TITLE good
\u212aINDA good
\u0130 good
DON\u2019T worry
don't worry
DON'T worry
\u2764\ufe0f bitcoin
\u00a9 good \u00ae
"""
SPACES = ["", " ", "\t", "\n", "good\u00a0bad", "good\u2003bad", "good\u200bbad", "\x1cgood\x1fbad",
          "a  good   day", "good\tbad\r\nugly", "\u3000good\u3000", "good\x85bad", "\ufeffgood"]


def written():
    lines = [line for line in (WRITTEN + PICTURES).split("\n") if line]
    for subject in SUBJECTS:
        for verb in ["doesn't", "DOESN'T", "never", "hardly", "extremely", "won't so", "can't ever"]:
            for word in ["win", "LOSE", "crash!", "gain?", "(trust)", "\"fear\"", "scam??"]:
                lines.append(f"{subject} {verb} {word}")
    return SPACES + lines


def random_texts(count, seed):
    """Texts of all that the rules look at, in any order, case and punctuation."""
    chance = random.Random(seed)
    analyzer = vader.SentimentIntensityAnalyzer()
    listed = sorted(analyzer.lexicon)
    pools = [
        listed,
        listed,
        sorted(vader.BOOSTER_DICT),
        vader.NEGATE,
        sorted(vader.SPECIAL_CASES),
        "no or nor never so this without doubt least at very but kind of sort just enough".split(),
        "but no so this least never good bad the market gold bitcoin shares 12% 3.5 a an".split(),
        sorted(key for key in analyzer.emojis if len(key) == 1),
        sorted(analyzer.emojis),
        ["\u00e9", "\u212a", "\u0130", "\u01c5", "\ufe0f", "\u200b", "n't", "xN'Ty", "'", "...", "--"],
    ]
    weights = [6, 6, 4, 3, 2, 5, 4, 2, 1, 1]
    shapes = [str, str, str, str, str.upper, str.title, str.swapcase]
    marks = ["", "", "", "", "", "!", "?", "!!", "??", ".", ",", ":", "...", "?!", ")", "'", "\""]
    gaps = [" "] * 12 + ["", "\t", "\n", "\u00a0", "  ", "\x1d", "\u2009", "\x85"]
    for _ in range(count):
        text = chance.choice(["", "", "", " ", "\"", "!"])
        for _ in range(chance.choice([1, 2, 3, 4, 5, 6, 8, 10, 14, 25, 60])):
            word = chance.choice(chance.choices(pools, weights)[0])
            word = chance.choice(shapes)(word)
            text += chance.choice(marks[:8]) if chance.random() < 0.1 else ""
            text += word + chance.choice(marks) + chance.choice(gaps)
        yield text


def file_texts(folder):
    """Every title, description and sentence of the recorded news."""
    for path in sorted(pathlib.Path(folder).iterdir()):
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        name = path.name
        if name.endswith(".xml"):
            for item in xml.fromstring(data).iter("item"):
                for tag in ("title", "description"):
                    yield item.findtext(tag) or ""
        elif name.endswith(".json"):
            articles = json.loads(data)
            articles = articles["articles"] if isinstance(articles, dict) else articles
            for article in articles:
                for key in ("title", "description", "content"):
                    yield article.get(key) or ""
        elif ".tsv" in name:
            for line in data.decode("utf-8").splitlines():
                yield line.split("\t")[2]
        else:
            for row in csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")):
                for key in ("headline", "sentence", "description"):
                    if row.get(key):
                        yield row[key]


def main():
    kind = sys.argv[1]
    if kind == "written":
        texts = written()
    elif kind == "random":
        texts = random_texts(int(sys.argv[2]), int(sys.argv[3]))
    else:
        texts = file_texts(sys.argv[2])
    analyzer = vader.SentimentIntensityAnalyzer()
    for text in texts:
        print(json.dumps({"text": text, **analyzer.polarity_scores(text)}))


if __name__ == "__main__":
    main()
