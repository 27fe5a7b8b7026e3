"""Writes the tables of VADER that `news::sentiment` compiles in, from the PyPI package.

    python tests/oracles/vader_tables.py src/news/sentiment/data

Needs vaderSentiment 3.3.2 (tests/oracles/vader.txt). Only what a text can reach is kept: words are
looked up in lower case and one by one, so keys with capitals or spaces never match; pictures are
looked up by single character.
"""

import importlib.metadata
import pathlib
import sys

from vaderSentiment import vaderSentiment as vader

VERSION = "3.3.2"


def write(path, rows):
    lines = ["\t".join(map(str, row)) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))
    print(f"{path}: {len(lines)} rows")


def main():
    folder = pathlib.Path(sys.argv[1])
    found = importlib.metadata.version("vaderSentiment")
    if found != VERSION:
        sys.exit(f"vaderSentiment is {found}, expected {VERSION}")
    analyzer = vader.SentimentIntensityAnalyzer()
    reachable = {
        word: value
        for word, value in analyzer.lexicon.items()
        if word == word.lower() and not any(character.isspace() for character in word)
    }
    write(folder / "vader_words.tsv", sorted(reachable.items()))
    pictures = {key: text for key, text in analyzer.emojis.items() if len(key) == 1}
    write(folder / "vader_emoji.tsv", sorted(pictures.items()))
    modifiers = [("boost", word, value) for word, value in sorted(vader.BOOSTER_DICT.items())]
    modifiers += [("negate", word, 0) for word in sorted(vader.NEGATE)]
    modifiers += [("phrase", word, value) for word, value in sorted(vader.SPECIAL_CASES.items())]
    write(folder / "vader_modifiers.tsv", modifiers)
    licence = importlib.metadata.distribution("vaderSentiment").read_text("LICENSE.txt")
    (folder / "LICENSE-vaderSentiment").write_bytes(licence.replace("\r", "").encode("utf-8"))


if __name__ == "__main__":
    main()
