"""A prompt collection that is the same each time: title, content, price."""

import csv
import random

WORDS = """create email audience subject lines storytelling friendly personalized value action targeting conversions
elements include opening mobile product goals between optimized each following compelling sequence summarise review
translate explain rewrite outline table customer teacher developer lawyer recipe journey budget headline hook tone
shorter longer formal playful café naïve "quoted" `code` 日本語 comma, semicolon; colon: dash— question? {variable}
""".split()


def rows(count):
    """Titles all differ; contents are about 600 bytes, some with line ends and quotes."""
    numbers = random.Random(1)
    for number in range(count):
        words = numbers.choices(WORDS, k=numbers.randrange(50, 110))
        separator = "\n" if number % 20 == 0 else " "
        yield f"Prompt {number} {words[0]}", separator.join([" ".join(words[:30]), " ".join(words[30:])]), number % 50


def write(path, count):
    with open(path, "w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["title", "content", "price"])
        lines.writerows(rows(count))
