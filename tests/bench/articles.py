"""Articles and dates out of public sets of pages, beside other libraries, in one run.

python tests/bench/articles.py [--trafilatura FOLDER] [--readability FOLDER] [--scrapinghub FOLDER] [--htmldate FOLDER]

The folders are checkouts of adbar/trafilatura (`tests`: pieces that belong to an article, and pieces that do not), of
mozilla/readability (`test/test-pages`: whole articles), of scrapinghub/article-extraction-benchmark and of
adbar/htmldate (`tests`: the day of each page). None of them is part of this repository. A library that is not
installed is left out: none of them is needed but trafilatura and htmldate. Of whole articles the words count, as often
as they stand there; `part` is the mean share of an article that came out.
"""

import argparse
import gzip
import json
import logging
import re
import time
import warnings
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from store import documents
from store.documents import Unreadable
from store.documents.passages import UNDER

WORD = re.compile(r"\w+")


def ours(data, _url):
    """Return headings and passages as the store reads them; no library's article holds the title either."""
    try:
        found = documents.parse("page.html", data)
    except Unreadable:
        return ""
    paths = (passage.heading.split(UNDER) for passage in found.passages if passage.heading)
    headings = dict.fromkeys(heading for path in paths for heading in path)
    return "\n".join([*headings, *(passage.text for passage in found.passages)])


def with_trafilatura(data, _url):
    from trafilatura import extract  # noqa: PLC0415  # only where it is measured

    return extract(data, include_comments=False) or ""


def with_readability(data, _url):
    from lxml import html  # noqa: PLC0415  # only where it is measured
    from readability import Document  # noqa: PLC0415  # only where it is measured

    summary = Document(data.decode("utf-8", "replace")).summary()
    return "\n".join(html.fromstring(summary).itertext()) if summary.strip() else ""


def with_newspaper(data, url):
    from newspaper import Article  # noqa: PLC0415  # only where it is measured

    article = Article(url or "https://example.org/a", fetch_images=False)
    article.download(input_html=data.decode("utf-8", "replace"))
    article.parse()
    return article.text


EXTRACTORS = {
    "ours": ours,
    "trafilatura": with_trafilatura,
    "readability": with_readability,
    "newspaper": with_newspaper,
}


def normal(text):
    return " ".join(text.split())


def snippets(folder):
    """Yield each page of trafilatura's set with the pieces that belong to its article and those that do not."""
    for url, entry in json.loads((folder / "evaldata.json").read_text("utf-8")).items():
        path = next((p for part in ("cache", "eval") if (p := folder / part / entry["file"]).exists()), None)
        if path:
            yield entry["file"], url, path.read_bytes(), entry


def count_snippets(text, entry):
    text = normal(text)
    hit = sum(normal(piece) in text for piece in entry["with"])
    wrong = sum(normal(piece) in text for piece in entry["without"])
    return hit, wrong, len(entry["with"]) - hit, 1.0 if hit == len(entry["with"]) else 0.0


def readability(folder):
    """Yield each page of readability's set with its article."""
    from lxml import html  # noqa: PLC0415  # only where it is measured

    for page in sorted(folder.iterdir()):
        tree = html.fromstring((page / "expected.html").read_text("utf-8"))
        title = json.loads((page / "expected-metadata.json").read_text("utf-8")).get("title") or ""
        data = (page / "source.html").read_bytes()
        yield page.name, "", data, (" ".join(tree.itertext()), title)


def scrapinghub(folder):
    """Yield each page of scrapinghub's set with its article."""
    for name, entry in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        yield (
            name,
            entry["url"],
            gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()),
            (entry["articleBody"], ""),
        )


def count_words(text, wanted):
    """Return how many words are right, too many and missing; the title counts neither way."""
    article, title = wanted
    want, got = (Counter(WORD.findall(each.lower())) for each in (article, text))
    spare = Counter(WORD.findall(title.lower()))
    hit = (want & got).total()
    return hit, ((got - want) - spare).total(), (want - got - spare).total(), hit / max(1, want.total())


SETS = {
    "trafilatura": (snippets, count_snippets),
    "readability": (readability, count_words),
    "scrapinghub": (scrapinghub, count_words),
}


def score(counts):
    hit, wrong, missing = (sum(each[at] for each in counts) for at in range(3))
    precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + missing)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def means(counts):
    """Return the mean F1 of a page."""
    each = [score([one])[2] for one in counts]
    return sum(each) / max(1, len(each))


def measure(name, folder, only, verbose):
    pages, count = SETS[name][0](folder), SETS[name][1]
    pages = list(pages)
    print(f"{name}: {len(pages)} pages")
    for tool, extract in EXTRACTORS.items():
        if (only and tool not in only) or (
            tool != "ours" and find_spec({"newspaper": "newspaper"}.get(tool, tool)) is None
        ):
            continue
        counts, started, failed = [], time.process_time(), 0
        for file, url, data, wanted in pages:
            try:
                text = extract(data, url)
            except Exception:  # whatever a library stumbles over counts as nothing found
                text, failed = "", failed + 1
            counts.append(count(text, wanted))
            if verbose and tool == "ours":
                print("   ", file, *counts[-1])
        took = (time.process_time() - started) / max(1, len(pages))
        precision, recall, f1 = score(counts)
        print(
            f"  {tool:12} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}, mean F1 {means(counts):.3f}, "
            f"part {sum(c[3] for c in counts) / len(counts):.3f}; {took * 1000:.0f} ms a page; {failed} failed"
        )


def our_day(data, _url):
    try:
        found = documents.parse("page.html", data).source.published
    except Unreadable:
        return None
    return str(found) if found else None


def htmldates_day(data, url):
    from htmldate import find_date  # noqa: PLC0415  # only where it is measured

    return find_date(data, original_date=True, url=url)


def dates(folder, verbose):
    """Print how many days are right, to the precision told, wrong and not found."""
    for name in ("eval_default.json", "eval_mediacloud_2020.json"):
        right, total = {"ours": [0, 0, 0], "htmldate": [0, 0, 0]}, 0
        for url, entry in json.loads((folder / name).read_text("utf-8")).items():
            path = next(
                (p for part in ("test_set", "eval", "cache") if (p := folder / part / entry["file"]).exists()), None
            )
            if path is None:
                continue
            total += 1
            for tool, day in (("ours", our_day), ("htmldate", htmldates_day)):
                found = day(path.read_bytes(), url)
                at = 2 if not found else 0 if found == entry["date"] else 1
                right[tool][at] += 1
                if verbose and tool == "ours" and at:
                    print("   ", entry["file"], found, entry["date"])
        for tool, (good, wrong, none) in right.items():
            print(f"  dates {name} {total} pages: {tool:9} right {good}, wrong {wrong}, none {none}")


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    for name in (*SETS, "htmldate"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--only", nargs="+", choices=EXTRACTORS)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    for name in SETS:
        if folder := getattr(args, name):
            measure(name, folder, args.only, args.verbose)
    if args.htmldate:
        dates(args.htmldate, args.verbose)


if __name__ == "__main__":
    main()
